"""One incident as its page shows it: a table of fields by report, with what they differ on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from truceline.domain.differences import differences
from truceline.domain.events import Event, Incident, Link, Version
from truceline.domain.text import Report
from truceline.store import Store
from truceline.web.wording import value

FIELDS: Final = (
    "type", "mode", "date", "place", "actors", "recipients", "killed", "injured", "captured", "displaced", "missing",
    "weapon", "claimed_by", "denied_by",
)  # fmt: skip
_TOLLS: Final = frozenset({"killed", "injured", "captured", "displaced", "missing"})


@dataclass(frozen=True, slots=True)
class Column:
    """One event of one report that tells of the incident."""

    event: Event
    report: Report
    speaker: str | None
    background: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says of one field: its reading, and second readings of its own."""

    words: tuple[str, ...]
    other: tuple[str, ...]
    is_shown: bool
    """True when it is the value that the incident shows."""
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One field over all reports."""

    field: str
    shown: str
    rule: str
    disputed: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    incident: Incident
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    disputed: tuple[str, ...]
    """Fields on which reports differ."""
    two_ways: str
    """What one report alone gives two versions of, in words; empty where none does."""
    links: tuple[tuple[Link, str, str], ...]
    """Why events stand together, with the names of their reports."""
    n_reports: int


def view_of(store: Store, incident: Incident) -> View:
    """All that the page shows of an incident."""
    ids = [ref.rsplit("#", 1)[0] for ref in incident.events]
    reports = store.reports_by_id(dict.fromkeys(ids))
    events = {e.ref: e for report_id in reports for e in store.events_of(report_id, claims=False)}
    columns = tuple(_column(events[ref], reports, incident.versions) for ref in incident.events if ref in events)
    disputed = {d.field: d for d in incident.disagreements}
    rules = dict(incident.rules)
    rows = []
    for field in FIELDS:
        by_event: dict[str, list[Version]] = {}
        for version in incident.versions:
            if version.field == field:
                by_event.setdefault(version.event, []).append(version)
        if not by_event:
            continue
        shown = _shown(incident, field)
        cells = tuple(_cell(by_event.get(c.event.ref, ()), field, shown, field in disputed) for c in columns)
        rule = disputed[field].rule if field in disputed else rules.get(field, "")
        rows.append(Row(field, shown, rule, field in disputed, cells))
    links = tuple((link, _outlet(link.left, reports), _outlet(link.right, reports)) for link in incident.links)
    found = differences(incident)
    return View(incident, columns, tuple(rows), found.between, found.within_words, links, len(reports))


def _ends(bounds: Mapping[str, Any]) -> set[str]:
    return {str(bounds.get("min")), str(bounds.get("max"))}


def _column(event: Event, reports: Mapping[str, Report], versions: Sequence[Version]) -> Column:
    report = reports[event.report_id]
    told = [v for v in versions if v.event == event.ref]
    speaker = event.reported_by[0].speaker if event.reported_by else None
    sentences = tuple(" ".join(s.of(report.text).split()) for s in event.evidence)
    return Column(event, report, speaker, any(v.background for v in told), sentences)


def _outlet(ref: str, reports: Mapping[str, Report]) -> str:
    report = reports.get(ref.rsplit("#", 1)[0])
    return f"{report.outlet or 'a report'}, {report.date.isoformat()}" if report else ref


def _shown(incident: Incident, field: str) -> str:
    found: Any
    match field:
        case "type":
            found = incident.type.value
        case "mode":
            found = incident.mode
        case "date":
            d = incident.date
            found = {"start": str(d.start), "end": str(d.end), "precision": d.precision.value} if d else None
        case "place":
            p = incident.place
            found = {"name": p.name, "country": p.country, "precision": p.precision} if p else None
        case "actors" | "recipients" | "claimed_by" | "denied_by":
            found = [e.name for e in getattr(incident, field)]
        case "weapon":
            found = None
        case _:
            toll = next((t for t in incident.tolls if t.kind.value == field), None)
            if toll is None:
                return ""
            spread = toll.low is not None and toll.high is not None and toll.low != toll.high
            best = "?" if toll.best is None else str(toll.best)
            return f"{best} ({toll.low} to {toll.high})" if spread else best
    return "" if found is None else value(field, found)


def _cell(versions: Sequence[Version], field: str, shown: str, disputed: bool) -> Cell:
    words = tuple(dict.fromkeys(value(field, v.value) for v in versions if v.chosen))
    other = tuple(dict.fromkeys(value(field, v.value) for v in versions if not v.chosen))
    if field in _TOLLS:
        best = shown.split(" (")[0]
        is_shown = any(v.chosen and isinstance(v.value, dict) and best in _ends(v.value) for v in versions)
    else:
        is_shown = bool(words) and shown in words
    return Cell(words, other, is_shown, disputed and bool(words) and not is_shown)
