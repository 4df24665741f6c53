"""What an export is made from: reports, events, incidents and truces as the store holds them, and tables of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from truceline.domain.codes import HarmKind, Status
from truceline.domain.events import Entity, Event, Incident
from truceline.domain.text import Report
from truceline.domain.truces import Truce

Cell = str | int | float | bool | date | tuple[str, ...] | None
"""A value of a table. None is an empty cell: what Truceline does not know."""
Row = dict[str, Cell]


class Kind(StrEnum):
    """What a column holds; everything not named is text."""

    TEXT = "text"
    INT = "int"
    FLOAT = "float"
    YES = "yes or no"
    DAY = "day"
    LIST = "list of texts"


@dataclass(frozen=True, slots=True)
class Story:
    """Who and what a report names, whether or not an event speaks of them."""

    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A frozen slice of the store."""

    reports: Mapping[str, Report]
    """By content id."""
    events: Mapping[str, Event]
    """By ``Event.ref``: all that incidents have as members."""
    incidents: tuple[Incident, ...]
    truces: tuple[Truce, ...] = ()
    shown: tuple[str, ...] | None = None
    """Refs of the events that are exported as events; None for all."""
    changed_utc: Mapping[str, datetime] = field(default_factory=dict)
    """Report id to the moment when it was coded last or a person last said something of its events."""
    stories: Mapping[str, Story] = field(default_factory=dict)
    """By content id of the report; empty where nobody asked for them."""

    def report_of(self, event: Event) -> Report:
        """The report that tells of the event."""
        return self.reports[event.report_id]

    def members(self, incident: Incident) -> list[Event]:
        """The incident's events that are at hand, in order of publication."""
        return [self.events[ref] for ref in incident.events if ref in self.events]

    def printed(self, ref: str) -> str:
        """``<report id>#<event id>`` with the id that the source gives the report."""
        report_id, _, event_id = ref.rpartition("#")
        report = self.reports.get(report_id)
        return f"{report.report_id if report else report_id}#{event_id}"

    def shown_events(self) -> list[Event]:
        """The events that are exported as events, in order of publication and place in the report."""
        found = self.events.values() if self.shown is None else [self.events[ref] for ref in self.shown]
        return sorted(found, key=lambda e: (self.report_of(e).date, e.report_id, e.trigger.start, e.id))

    def last_day(self) -> date | None:
        """The last day on which a report was published."""
        return max((r.date for r in self.reports.values()), default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of one export file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ","
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What was left out and why, for the person who exports."""

    @classmethod
    def of(cls, name: str, columns: Mapping[str, Kind], rows: Iterable[Row]) -> Table:
        """A table whose columns all have a kind, in the order given."""
        return cls(name, tuple(columns), tuple(rows), kinds=columns)


def joined(values: Iterable[str | None], separator: str = "; ") -> str:
    """Distinct values in order, joined."""
    return separator.join(dict.fromkeys(v for v in values if v))


def names(entities: Sequence[Entity], separator: str = "; ") -> str:
    """Names of entities, joined."""
    return joined((e.name for e in entities), separator)


def name_list(entities: Sequence[Entity]) -> tuple[str, ...]:
    """Distinct names of entities."""
    return tuple(dict.fromkeys(e.name for e in entities))


def harmed(event: Event | Incident, kind: HarmKind) -> tuple[int | None, int | None]:
    """(least, most) over the event's entries of a kind; (None, None) where none is stated, None for an open bound."""
    entries = [h for h in event.harm if h.kind is kind]
    if not entries:
        return None, None
    known = [h.minimum for h in entries if h.minimum is not None]
    least = sum(known) if known else None
    most = None if any(h.maximum is None for h in entries) else sum(h.maximum or 0 for h in entries)
    return least, most


def toll_bounds(members: Iterable[Event], kind: HarmKind) -> tuple[int | None, int | None]:
    """(lowest, highest) toll over the versions of all reports; (None, None) where no report states one."""
    bounds = [b for b in (harmed(e, kind) for e in members) if b != (None, None)]
    lows = [low if low is not None else high for low, high in bounds]
    highs = [high if high is not None else low for low, high in bounds]
    return min((n for n in lows if n is not None), default=None), max((n for n in highs if n is not None), default=None)


def happened(incident: Incident) -> bool:
    """True for what took place, now or long ago: not what is announced, feared or said not to have happened."""
    return incident.status in (Status.ACTUAL, Status.HISTORICAL)


def middle(start: date, end: date) -> date:
    """The day in the middle of an interval, both ends included."""
    return start + (end - start) // 2


def left_out(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Notes on what was left out: ``12 that are no violence`` and the like."""
    return tuple(f"{n} {why}" for why, n in counts.items() if n)
