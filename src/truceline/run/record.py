"""The record of a store: its coded reports, and the incidents and truces that they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from truceline import __version__
from truceline.domain.coded import CodedReport
from truceline.domain.events import Event, Incident
from truceline.domain.text import Report
from truceline.domain.truces import Truce
from truceline.fuse.assemble import fuse
from truceline.ledger.chart import span_of, stretches
from truceline.ledger.timeline import build_truces, state
from truceline.resources.actors import ActorRegistry
from truceline.store import Store
from truceline.store.record import read_build, store_mark, write_record


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


# -- the record in the store -----------------------------------------------------------------------------------


def record_mark(store: Store) -> str:
    """What the record is made of: this version of Truceline, and all that the store holds."""
    with store.reading() as connection:
        return f"{__version__} {store_mark(connection)}"


def is_current(store: Store) -> bool:
    """True when the incidents and truces in the store are those of its events, claims and judgements."""
    with store.reading() as connection:
        build = read_build(connection)
    return build is not None and build.mark == record_mark(store)


def refresh(store: Store, registry: ActorRegistry | None = None) -> bool:
    """Bring the incidents, truces and actors in the store up to its events and judgements; True when that was needed.

    Costs as much as ``read_fused``, and writes only what changed.
    """
    mark = record_mark(store)
    with store.reading() as connection:
        build = read_build(connection)
    if build is not None and build.mark == mark:
        return False
    fused = read_fused(store, registry)
    last = max((c.report.date for c in fused.coded), default=None)
    truces = [(truce, summarise(truce, last)) for truce in fused.truces]
    with store.writing() as connection:
        write_record(connection, fused.incidents, truces, mark)
    return True


def summarise(truce: Truce, last_day: date | None) -> dict[str, Any]:
    """What a list says of a truce: name, sides, state on the last day of the record, and its states over time."""
    first, last = span_of(truce)
    day = max(last_day or last, max(e.last_day for e in truce.entries))
    now = state(truce, day)
    return {
        "name": truce.name,
        "form": truce.form,
        "class": truce.truce_class,
        "scope": truce.scope,
        "country": truce.scope_country,
        "parties": [e.name for e in truce.parties],
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "day": day.isoformat(),
        "state": now.state.value,
        "label": now.label,
        "n_entries": len(truce.entries),
        "n_violations": len({e.incident or e.evidence[0].event for e in truce.violations}),
        "n_reports": len({v.report_id for e in truce.entries for v in e.evidence}),
        "stretches": [
            [s.first_day.isoformat(), s.last_day.isoformat(), s.state.value, s.label]
            for s in stretches(truce, first, last)
        ],
    }
