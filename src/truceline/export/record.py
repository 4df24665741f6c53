"""What an export is made from: reports, events, incidents and truces as the store holds them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from truceline.domain.codes import HarmKind
from truceline.domain.events import Event, Incident
from truceline.domain.text import Report
from truceline.domain.truces import Truce

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Record:
    """A frozen slice of the store."""

    reports: dict[str, Report]
    """By content id."""
    events: dict[str, Event]
    """By ``Event.ref``."""
    incidents: tuple[Incident, ...]
    truces: tuple[Truce, ...] = ()

    def report_of(self, event: Event) -> Report:
        """The report that tells of the event."""
        return self.reports[event.report_id]

    def members(self, incident: Incident) -> list[Event]:
        """The incident's events, in order of publication."""
        return [self.events[ref] for ref in incident.events]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of one export file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    delimiter: str = ","
    notes: tuple[str, ...] = field(default=())


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _safe(value: Cell) -> Cell:
    """A text cell that a spreadsheet would run as a formula gets an apostrophe in front (report text is untrusted)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def write_table(table: Table, stream: IO[str]) -> None:
    """Write a header line and the rows. Unknown values are empty cells; cells no row sets are empty too."""
    writer = csv.DictWriter(
        stream, fieldnames=table.columns, delimiter=table.delimiter, restval="", lineterminator="\n"
    )
    writer.writeheader()
    for row in table.rows:
        writer.writerow({k: "" if v is None else _safe(v) for k, v in row.items()})


def joined(values: Iterable[str | None], separator: str = "; ") -> str:
    """Distinct values in order, joined."""
    return separator.join(dict.fromkeys(v for v in values if v))


def harmed(event: Event | Incident, kind: HarmKind) -> tuple[int | None, int | None]:
    """(least, most) over the event's entries of a kind; (None, None) where none is stated, None for an open bound."""
    entries = [h for h in event.harm if h.kind is kind]
    if not entries:
        return None, None
    least = sum(h.minimum or 0 for h in entries)
    most = None if any(h.maximum is None for h in entries) else sum(h.maximum or 0 for h in entries)
    return least, most


def middle(start: date, end: date) -> date:
    """The day in the middle of an interval, both ends included."""
    return start + (end - start) // 2


def names(entities: Sequence[object], separator: str = "; ") -> str:
    """Names of entities, joined."""
    return joined((getattr(e, "name", None) for e in entities), separator)
