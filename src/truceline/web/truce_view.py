"""A truce as its page shows it: chart, state, ledger, all as known on a day."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from truceline.domain.codes import TruceAction, TruceState
from truceline.domain.events import Entity
from truceline.domain.text import Report
from truceline.domain.truces import EntryKind, StateOn, Truce, TruceEntry, TruceEvidence
from truceline.ledger.chart import Stretch, span_of, stretches
from truceline.ledger.timeline import effective, state
from truceline.store import Store
from truceline.store.record import read_truce

STATE_CLASS: Final = {
    TruceState.UNKNOWN: "unknown", TruceState.PROPOSED: "proposed", TruceState.IN_FORCE: "force",
    TruceState.VIOLATIONS_REPORTED: "violations", TruceState.SUSPENDED: "suspended", TruceState.ENDED: "ended",
}  # fmt: skip
MOST_MARKS: Final = 160
MOST_STEPS: Final = 60
MOST_LINES: Final = 60
MANY_ENTRIES: Final = 60
_QUIET: Final = (EntryKind.FORCE, EntryKind.REMARK)


@dataclass(frozen=True, slots=True)
class Band:
    """Days of one state on the chart; x and width in per cent."""

    x: float
    width: float
    css: str
    words: str


@dataclass(frozen=True, slots=True)
class ChartMark:
    """An act, violation or act of force on the chart."""

    x: float
    css: str
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Incidents of one week."""

    x: float
    width: float
    n_violations: int
    n_force: int
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A month on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the picture of a truce is drawn from. Positions are per cent of its width."""

    first_day: date
    last_day: date
    bands: tuple[Band, ...]
    marks: tuple[ChartMark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    """Most incidents in a week."""
    on_x: float
    known_x: float | None


@dataclass(slots=True)
class Line:
    """A line of the ledger: entries of several reports that tell of one act stand together."""

    anchor: str
    entry: TruceEntry
    evidence: list[TruceEvidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """From when on reports let one say this of the day that is asked about."""

    known_from: date
    state: StateOn


@functools.lru_cache(maxsize=256)
def _cached_truce(mark: str, truce_id: str, load: Any) -> Truce | None:
    found: Truce | None = load()
    return found


class _Load:
    """Reads a truce; equal to every other one, so that the cache goes by mark and id."""

    def __init__(self, store: Store, truce_id: str) -> None:
        self._store, self._id = store, truce_id

    def __call__(self) -> Truce | None:
        with self._store.reading() as connection:
            return read_truce(connection, self._id)

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Load)


def load_truce(store: Store, truce_id: str, mark: str) -> Truce | None:
    """The truce with that id from the record with that mark, kept in memory while the record stays the same."""
    return _cached_truce(mark, truce_id, _Load(store, truce_id))


def known_entries(truce: Truce, known: date | None) -> list[TruceEntry]:
    """Entries published up to the day."""
    return [e for e in truce.entries if known is None or e.known_on <= known]


def lean(truce: Truce, known: date | None, on: date | None = None) -> Truce:
    """The truce with what decides its state: of many violations in a row only the first can change it.

    known: with what was published up to that day. on: with what counts up to that day.
    """
    if len(truce.entries) <= MANY_ENTRIES:
        return truce
    kept: list[TruceEntry] = []
    broken = False
    for entry in sorted(known_entries(truce, known), key=effective):
        if entry.kind in _QUIET or (on is not None and effective(entry) > on):
            continue
        violation = entry.action is TruceAction.VIOLATED
        if not (violation and broken):
            kept.append(entry)
        broken = violation
    return replace(truce, entries=tuple(kept))


def bands_of(truce: Truce, first: date, last: date, known: date | None) -> tuple[Stretch, ...]:
    """States over the period."""
    return stretches(lean(truce, known), first, last, known)


def chart_of(truce: Truce, on: date, known: date | None) -> Chart:
    """The picture of a truce as known on a day, with the day that is asked about marked."""
    first, last = span_of(truce)
    first, last = min(first, on), max(last, on)
    n_days = (last - first).days + 1

    def x(day: date) -> float:
        return round(100 * (day - first).days / n_days, 3)

    bands = tuple(
        Band(x(s.first_day), round(100 * ((s.last_day - s.first_day).days + 1) / n_days, 3), STATE_CLASS[s.state],
             f"{s.first_day} to {s.last_day}: {s.label}")
        for s in bands_of(truce, first, last, known)
    )  # fmt: skip
    lines = ledger(known_entries(truce, known))
    marked = [n for n in lines if n.entry.kind is EntryKind.ACT or len(lines) <= MOST_MARKS]
    marks = tuple(
        ChartMark(x(effective(n.entry)), n.entry.kind.value, _mark_words(n.entry), f"#{n.anchor}")
        for n in marked
        if n.entry.kind is not EntryKind.REMARK
    )
    bars, most = _bars(known_entries(truce, known), first, last, x, n_days)
    known_x = None if known is None else x(known)
    return Chart(first, last, bands, marks, bars, _ticks(first, last, x), most, x(on), known_x)


def _mark_words(entry: TruceEntry) -> str:
    by = ", ".join(e.name for e in entry.by)
    what = entry.action.value.replace("_", " ") if entry.kind is not EntryKind.FORCE else "force by a side not bound"
    return f"{effective(entry)}: {what}" + (f", {by}" if by else "")


def _bars(
    entries: Sequence[TruceEntry], first: date, last: date, x: Any, n_days: int
) -> tuple[tuple[Bar, ...], int]:
    weeks: dict[date, tuple[set[str], set[str], set[str]]] = {}
    for entry in entries:
        if entry.kind in (EntryKind.VIOLATION, EntryKind.FORCE) and first <= entry.first_day <= last:
            monday = entry.first_day - timedelta(days=entry.first_day.weekday())
            breaches, force, outlets = weeks.setdefault(monday, (set(), set(), set()))
            incident = entry.incident or entry.evidence[0].event
            (breaches if entry.kind is EntryKind.VIOLATION else force).add(incident)
            outlets.update(v.outlet or v.report_id for v in entry.evidence)
    found = []
    for monday, (breaches, force, outlets) in sorted(weeks.items()):
        n_violations, n_force = len(breaches), len(force - breaches)
        words = f"week of {monday}: {_n(n_violations + n_force, 'incident')} of force, {_n(len(outlets), 'outlet')}"
        found.append(Bar(x(max(monday, first)), round(700 / n_days, 3), n_violations, n_force, words))
    return tuple(found), max((b.n_violations + b.n_force for b in found), default=0)


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _ticks(first: date, last: date, x: Any) -> tuple[Tick, ...]:
    months = []
    day = date(first.year, first.month, 1)
    while day <= last:
        if day >= first:
            months.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    step = max(1, -(-len(months) // 10))
    shown = months[::step]
    return tuple(
        Tick(x(m), f"{m:%b} {m.year}" if i == 0 or m.year != shown[i - 1].year else f"{m:%b}")
        for i, m in enumerate(shown)
    )


def ledger(entries: Sequence[TruceEntry]) -> list[Line]:
    """Lines of the ledger in the order of the entries; entries of one incident and act are one line."""
    lines: dict[tuple[str, str, str], Line] = {}
    for entry in entries:
        key = (entry.incident or entry.evidence[0].event, entry.action.value, entry.kind.value)
        line = lines.get(key)
        if line is None:
            line = lines[key] = Line(f"entry-{len(lines) + 1}", entry)
        line.evidence = once((*line.evidence, *entry.evidence))
    return list(lines.values())


def once(evidence: Sequence[TruceEvidence]) -> list[TruceEvidence]:
    """The sentences, each once, whichever event they carry."""
    return list({(ev.report_id, ev.span): ev for ev in reversed(evidence)}.values())[::-1]


def steps_of(truce: Truce, on: date) -> list[Step]:
    """How the answer for one day changed as reports came in."""
    days = sorted({e.known_on for e in truce.entries if effective(e) <= on})
    found: list[Step] = []
    for day in days[:MOST_STEPS]:
        now = state(lean(truce, day, on), on, day)
        if not found or (found[-1].state.state, found[-1].state.label) != (now.state, now.label):
            found.append(Step(day, now))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """A party, bound, spared or mediating."""

    entity: Entity
    part: str


def sides_of(truce: Truce) -> list[Side]:
    """Parties with their part in the truce."""
    unilateral = truce.truce_class == "unilateral"
    found = [Side(e, "bound") for e in truce.bound]
    found += [Side(e, "spared") for e in truce.toward if unilateral]
    told = {s.entity.name for s in found}
    found += [Side(e, "named as a party") for e in truce.parties if e.name not in told]
    return found + [Side(e, "mediates") for e in truce.mediators]


@dataclass(frozen=True, slots=True)
class View:
    """A truce's page on a day, as known on a day."""

    truce: Truce
    on: date
    known: date | None
    now: StateOn
    chart: Chart
    lines: list[Line]
    n_hidden_lines: int
    n_later: int
    """Reports that were published after the day as known on."""
    steps: list[Step]
    sides: list[Side]
    reports: Mapping[str, Report]
    first_known: date
    last_known: date

    def words(self, evidence: TruceEvidence) -> str:
        """The sentence as written."""
        report = self.reports.get(evidence.report_id)
        return " ".join(evidence.span.of(report.text).split()) if report else ""


def view_of(store: Store, truce: Truce, on: date, known: date | None) -> View:
    """All that the page shows."""
    now = state(truce, on, known)
    now = replace(now, evidence=tuple(once(now.evidence)))
    lines = ledger(known_entries(truce, known))
    shown = lines if len(lines) <= MOST_LINES else _chief(lines)
    commitments = [ev for c in truce.commitments for ev in c.evidence]
    ids = {ev.report_id for ev in (*now.evidence, *commitments, *(v for n in shown for v in n.evidence))}
    published = [e.known_on for e in truce.entries]
    later = {v.report_id for e in truce.entries if known and e.known_on > known for v in e.evidence}
    return View(
        truce, on, known, now, chart_of(truce, on, known), shown, len(lines) - len(shown), len(later),
        steps_of(truce, on), sides_of(truce), store.reports_by_id(ids), min(published), max(published),
    )  # fmt: skip


def _chief(lines: Sequence[Line]) -> list[Line]:
    """Of many lines, the acts and the latest others."""
    acts = [n for n in lines if n.entry.kind is EntryKind.ACT][-MOST_LINES:]
    rest = [n for n in lines if n.entry.kind is not EntryKind.ACT][-max(10, MOST_LINES - len(acts)) :]
    kept = {id(n) for n in (*acts, *rest)}
    return [n for n in lines if id(n) in kept]


def default_day(truce: Truce, known: date | None) -> date:
    """The day to ask about where none is given: the last one that the truce's entries speak of."""
    last = max(e.last_day for e in truce.entries)
    return min(last, known) if known else last


def clamp(day: date, truce: Truce) -> date:
    """The day, or the nearest one within a year of the truce."""
    first, last = span_of(truce)
    return min(max(day, first - timedelta(days=366)), last + timedelta(days=366))
