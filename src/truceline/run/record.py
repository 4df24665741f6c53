"""The record of a store: its coded reports, and the incidents and truces that they make."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.domain.coded import CodedReport
from truceline.domain.events import Event, Incident
from truceline.domain.text import Report
from truceline.domain.truces import Truce
from truceline.fuse.assemble import fuse
from truceline.ledger.timeline import build_truces
from truceline.resources.actors import ActorRegistry
from truceline.store import Store


@dataclass(frozen=True, slots=True)
class Fused:
    """Coded reports with what they make together."""

    coded: tuple[CodedReport, ...]
    incidents: tuple[Incident, ...]
    truces: tuple[Truce, ...]

    @property
    def reports(self) -> dict[str, Report]:
        """Reports by content id."""
        return {c.report.id: c.report for c in self.coded}

    @property
    def events(self) -> dict[str, tuple[Event, Report]]:
        """Events with their reports, by ``Event.ref``."""
        return {e.ref: (e, c.report) for c in self.coded for e in c.events}


def read_coded(store: Store) -> tuple[CodedReport, ...]:
    """All coded reports of a store, people's corrections laid over the events."""
    by_report: dict[str, list[Event]] = {}
    for _, event in store.iter_events(claims=True):
        by_report.setdefault(event.report_id, []).append(event)
    return tuple(
        CodedReport(report, tuple(by_report.get(report.id, ())), relations=store.relations_of(report.id))
        for report in store.iter_reports()
    )


def read_fused(store: Store, registry: ActorRegistry | None = None) -> Fused:
    """Fuse a store's events under its people's judgements, and set them against the truces.

    Rebuilt from events and judgements each time; the same store gives the same record.
    """
    registry = registry or ActorRegistry.load()
    coded = read_coded(store)
    incidents = fuse(coded, [j for _, j in store.judgements("event")], registry)
    return Fused(coded, incidents, build_truces(coded, incidents, registry))
