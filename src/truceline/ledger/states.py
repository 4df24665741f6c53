"""The state of a truce on a day, as known on a day, from the entries of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import TruceAction, TruceState
from truceline.domain.events import Entity
from truceline.domain.truces import EntryKind, StateOn, Truce, TruceEntry, TruceEvidence, Voice
from truceline.ledger.disputes import is_announced, is_denied
from truceline.ledger.term import Term

_A = TruceAction
PLANNED: Final = "planned"
"""Note of an entry for an act that lay ahead when it was reported."""
SOON_DAYS: Final = 10
"""A truce that takes effect so soon after it was announced was announced for that day."""
PLANNED_WITHIN_DAYS: Final = 92
_SAME_DAY: Final = {
    _A.PROPOSED: 0, _A.REJECTED: 1, _A.AGREED: 2, _A.DECLARED: 2, _A.IN_EFFECT: 3, _A.VIOLATED: 4, _A.SUSPENDED: 5,
    _A.ENDED: 6, _A.EXTENDED: 7, _A.RESTORED: 8,
}  # fmt: skip
"""What comes after what when a report tells several acts of one day without an order: a truce that collapsed and
was restored on one day stands restored."""


_ALIVE: Final = frozenset({TruceState.IN_FORCE, TruceState.VIOLATIONS_REPORTED, TruceState.SUSPENDED})


def order_of(entry: TruceEntry) -> tuple[date, int, date, str]:
    """Key that puts entries in the order in which they count."""
    return (effective(entry), _SAME_DAY[entry.action], entry.known_on, entry.evidence[0].event)


def effective(entry: TruceEntry) -> date:
    """The day from which the entry counts: of an interval the last day for what starts or ends ("in 2002"), the
    first for what goes on ("holding since", "attacks from May to June") and for a short one ("early February"). An end
    that is announced for a later day counts from the day after the last."""
    if entry.action is _A.ENDED and entry.until is not None:
        return entry.until + timedelta(days=1)
    if entry.single and (entry.last_day - entry.first_day).days > 10:
        return entry.last_day
    ongoing = entry.action in (_A.IN_EFFECT, _A.VIOLATED, _A.PROPOSED)
    short = (entry.last_day - entry.first_day).days <= 10 and entry.action is not _A.ENDED
    return entry.first_day if ongoing or short else entry.last_day


def state(truce: Truce, day: date, as_known_on: date | None = None) -> StateOn:
    """The state of a truce on a day, with what it rests on.

    as_known_on: only what was published up to that day counts; None asks with all that is known.
    A threat to end a truce, a plan, a condition, or the word of somebody who is no party never ends it.
    """
    known = [e for e in truce.entries if as_known_on is None or e.known_on <= as_known_on]
    reached = sorted((e for e in known if effective(e) <= day), key=order_of)
    course = _Course(truce, day, known)
    for entry in reached:
        course.take(entry)
    course.run_out(day)
    label = course.label
    if course.state is TruceState.PROPOSED and "expected" not in label and any(_is_plan(e) for e in known):
        label = f"{label}; expected, not yet in force"
    ends = [e for e in known if _is_end_ahead(e, day)]
    if ends and course.state is TruceState.UNKNOWN:
        course.state, label = TruceState.IN_FORCE, "in force"  # what is to end on a later day is there until then
    ends = ends if course.state in _ALIVE else []
    if ends:
        by = _names(ends[0].by)
        label = f"{label}; to end after {ends[0].until}" + (f" (declared by {by})" if by else "")
    evidence = tuple(dict.fromkeys(ev for e in (*course.basis, *ends[:1]) for ev in e.evidence))
    return StateOn(day, as_known_on, course.state, label, evidence, tuple(dict.fromkeys(course.remarks)))


def turning_days(truce: Truce, as_known_on: date | None = None) -> frozenset[date]:
    """Days on which the state or its label may change: of entries, of days they set, and the first after each term."""
    known = [e for e in truce.entries if as_known_on is None or e.known_on <= as_known_on]
    course = _Course(truce, date.max, known)
    days: set[date] = set()
    for entry in sorted(known, key=order_of):
        course.take(entry)
        ends = [d + timedelta(days=1) for d in (entry.until, course.term.until) if d is not None]
        days |= {effective(entry), entry.first_day, min(entry.first_day, entry.known_on), *ends}
    return frozenset(days)


def _is_plan(entry: TruceEntry) -> bool:
    return entry.kind is EntryKind.ACT and entry.note == PLANNED


def _is_end_ahead(entry: TruceEntry, day: date) -> bool:
    """True for an end announced by the day, for a later one."""
    if entry.action is not _A.ENDED or entry.kind is not EntryKind.ACT or entry.until is None:
        return False
    return min(entry.first_day, entry.known_on) <= day <= entry.until


@dataclass(slots=True)
class _Course:
    """The state of a truce while its entries are read in order, up to a day."""

    truce: Truce
    day: date
    known: Sequence[TruceEntry]
    state: TruceState = TruceState.UNKNOWN
    label: str = "unknown: nothing reported of it for this day"
    basis: list[TruceEntry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    term: Term = field(default_factory=Term)
    pending: date | None = None
    """The day on which it is to take effect, while that lies ahead."""
    announced: TruceEntry | None = None
    """The entry that announced it."""

    def take(self, entry: TruceEntry) -> None:
        """Read on."""
        on = effective(entry)
        self.run_out(on, reported=True)
        if entry.kind is EntryKind.FORCE:
            return
        moved = None if entry.kind is EntryKind.REMARK else self._moved(entry, on)
        if moved is None:
            self.remarks.append(_remark(entry))
            return
        if (moved[0], entry.action) != (self.state, entry.action) or not self.basis:
            self.basis = self.basis if moved[0] is self.state else []
        self.state, self.label = moved
        self.basis.append(entry)
        self.term.take(entry, on, self.known)

    def run_out(self, day: date, *, reported: bool = False) -> None:
        """End the truce where its term ran out before a day. reported: a later report speaks of it."""
        until = self.term.ran_out(day, self.known)
        if until is not None and self.state in _ALIVE:
            more = "" if reported else ", no extension reported"
            self.state, self.label = TruceState.ENDED, f"ended (its term ran out on {until}{more})"

    def _of_mediators(self, entry: TruceEntry) -> bool:
        """True for what only mediators are said to have done: they prolong no truce that has ended."""
        names = {e.name for e in self.truce.mediators}
        return bool(entry.by) and all(e.name in names for e in entry.by)

    def _is_announcement(self, entry: TruceEntry, on: date) -> bool:
        """True for an entry into force before its day in the report that announces that day."""
        if entry.action is not _A.IN_EFFECT or self.pending is None or self.announced is None or on >= self.pending:
            return False
        return {v.report_id for v in entry.evidence} == {v.report_id for v in self.announced.evidence}

    def _moved(self, entry: TruceEntry, on: date) -> tuple[TruceState, str] | None:
        if entry.action is _A.ENDED and (is_denied(entry, self.known) or is_announced(entry, self.known)):
            return None
        if entry.action is _A.VIOLATED and self.pending is not None and on < self.pending:
            return None  # nothing is broken before it takes effect
        if entry.action is _A.EXTENDED and self.state is TruceState.ENDED and self._of_mediators(entry):
            return None
        if self._is_announcement(entry, on):
            return None  # the report that says from when it will hold does not say that it holds already
        moved = _move(entry, self.state, self.label)
        if moved is not None and moved[0] is TruceState.IN_FORCE and entry.action in (_A.AGREED, _A.DECLARED):
            self.pending, self.announced = _takes_effect(entry, self.known), entry
            if self.pending is not None and self.day < self.pending:
                return TruceState.PROPOSED, f"{entry.action.value}, to take effect on {self.pending}"
        return moved


def _takes_effect(announced: TruceEntry, known: Sequence[TruceEntry]) -> date | None:
    """The day on which an announced truce enters into force, where a report gives one after the announcement."""
    days = [
        e.first_day
        for e in known
        if e.action is _A.IN_EFFECT
        and e.dated
        and e.first_day > announced.last_day
        and (e.note == PLANNED or (e.first_day - announced.last_day).days <= SOON_DAYS)
        and (e.first_day - announced.last_day).days <= PLANNED_WITHIN_DAYS
    ]
    return min(days, default=None)


def _names(entities: Sequence[Entity]) -> str:
    return ", ".join(e.name for e in entities)


def _remark(entry: TruceEntry) -> str:
    who = entry.speaker or _names(entry.by) or "a report"
    what = entry.note or entry.voice.value
    return f"{entry.known_on}: {who}: {entry.action.value.replace('_', ' ')} ({what})"


def _move(entry: TruceEntry, current: TruceState, label: str) -> tuple[TruceState, str] | None:
    """The state that an entry leads to, with its label; None where it changes nothing. label: that of ``current``."""
    by = _names(entry.by)
    match entry.action:
        case _A.PROPOSED:
            return (
                None
                if current in (*_ALIVE, TruceState.ENDED)
                else (TruceState.PROPOSED, f"proposed by {by}" if by else "proposed")
            )
        case _A.REJECTED:
            if current in (*_ALIVE, TruceState.ENDED):
                return None
            return TruceState.PROPOSED, f"proposed, rejected by {by}" if by else "proposed, rejected"
        case _A.AGREED | _A.DECLARED | _A.IN_EFFECT | _A.EXTENDED | _A.RESTORED:
            return _started(entry, current, label)
        case _A.VIOLATED:
            if current is TruceState.ENDED:
                return None
            if current is TruceState.SUSPENDED:
                return None
            how = "violations claimed" if entry.voice is Voice.CLAIMED else "violations reported"
            source = f" by {by}" if entry.voice is Voice.CLAIMED and by else ""
            return TruceState.VIOLATIONS_REPORTED, f"in force, {how}{source}"
        case _A.SUSPENDED:
            return TruceState.SUSPENDED, f"suspended (by {by})" if by else "suspended"
        case _A.ENDED:
            if current is TruceState.ENDED:
                return None
            return TruceState.ENDED, _ended_label(entry, by)
    return None


def _started(entry: TruceEntry, current: TruceState, label: str) -> tuple[TruceState, str] | None:
    if entry.note == PLANNED:
        if current in (*_ALIVE, TruceState.ENDED):
            return None
        if entry.action is _A.IN_EFFECT and entry.dated:
            return TruceState.IN_FORCE, "in force (as announced beforehand)"
        return TruceState.PROPOSED, "expected, not yet in force"
    if current is TruceState.ENDED and entry.action is not _A.RESTORED and entry.voice is Voice.CLAIMED:
        return None
    if current is TruceState.ENDED and entry.action is _A.IN_EFFECT and entry.speaker is not None:
        return None  # somebody says that it still holds: shown beside the end, not instead of it
    if current is TruceState.ENDED and not entry.dated:
        return None
    if current is TruceState.VIOLATIONS_REPORTED and entry.action in (_A.IN_EFFECT, _A.AGREED, _A.DECLARED):
        return current, "in force, violations reported"
    if current is TruceState.VIOLATIONS_REPORTED and entry.action is _A.EXTENDED:
        return current, label.replace("in force,", "in force (extended),", 1)  # a longer term undoes no breach
    words = {_A.EXTENDED: "in force (extended)", _A.RESTORED: "in force (restored)"}
    return TruceState.IN_FORCE, words.get(entry.action, "in force")


def _ended_label(entry: TruceEntry, by: str) -> str:
    if entry.by:
        through = f", as told by {entry.speaker}" if entry.speaker and entry.speaker != by else ""
        return f"ended (declared by {by}{through})"
    if entry.speaker:
        return f"ended (according to {entry.speaker})"
    return "ended"


def timeline(truce: Truce, first_day: date, last_day: date, as_known_on: date | None = None) -> tuple[StateOn, ...]:
    """The state on every day of a period, both days included."""
    n_days = (last_day - first_day).days + 1
    return tuple(state(truce, first_day + timedelta(days=i), as_known_on) for i in range(n_days))


def all_evidence(truce: Truce) -> tuple[TruceEvidence, ...]:
    """Every sentence that its entries rest on, each once, by publication."""
    found = dict.fromkeys(ev for e in truce.entries for ev in e.evidence)
    return tuple(sorted(found, key=lambda e: (e.published, e.event, e.span)))
