"""Which acts speak of one truce: by sides, scope, days and report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.events import Entity
from truceline.ledger.ownership import OWN, is_organised, only_open, owner_fit
from truceline.ledger.sides import Bonds
from truceline.ledger.terms import Act
from truceline.ledger.thread import STARTS, Thread, is_start
from truceline.resources.likeness import agreement, fold, telling_words

_A = TruceAction
OPENS: Final = frozenset({_A.PROPOSED, _A.REJECTED})
PRESUPPOSE: Final = frozenset({_A.VIOLATED, _A.SUSPENDED, _A.ENDED, _A.EXTENDED, _A.RESTORED})
"""Acts upon a truce that is there already: in one report they are likeliest about the truce it speaks of."""
NEW_TRUCE_DAYS: Final = 30
"""A dated start so long after an earlier one is another truce, not another telling of the same."""
PROPOSAL_DAYS: Final = 92
"""A proposal that nobody takes up for so long is another matter than the truce agreed then."""
ANSWER_DAYS: Final = 7
"""A side joins a truce of the other's within so many days."""
MOST_WITHOUT_DAYS: Final = 4.6 + OWN
"""The most that report, scope and sides together can add to a score."""
MOST_OF_SIDES: Final = 1.8 + OWN
BY_NAME: Final = 1.2
"""Sides fit better than this by name; by a description ("gangs") only, a truce made in another country is another."""
JOIN: Final = 1.0
"""Score from which an act joins a truce. Set on the open questions; rerun bench/eval_truces.py after changing it."""


CLOSE: Final = 0.5
"""An act upon a truce goes to the latest begun of those that fit it within this of the best."""
SAME_INCIDENT: Final = 10.0
"""Score of an act that fusing has told to be one with an act of the truce."""


def group_acts(acts: Iterable[Act], bonds: Bonds) -> list[Thread]:
    """Group acts into truces. The order they come in does not matter.

    Acts that start or carry a truce are threaded by day; proposals after them, and refusals last, so that a refusal
    to renew finds the truce that holds. An act that the machine cannot place opens a thread of its own.
    """
    threads: list[Thread] = []
    order = sorted(acts, key=lambda a: (_turn(a), a.first_day, a.last_day, a.report.date, a.ref))
    for act in order:
        chosen = _choose(act, threads, bonds)
        if chosen is not None:
            threads[chosen].acts.append(act)
        else:
            threads.append(Thread([act]))
    return [t for t in threads if _is_truce(t, bonds)]


def _choose(act: Act, threads: Sequence[Thread], bonds: Bonds) -> int | None:
    """Number of the truce that an act speaks of: the best fit, the latest begun of those that fit about as well."""
    scores = [fit(act, thread, bonds) for thread in threads]
    best = max(scores, default=0.0)
    if best < JOIN:
        return only_open(act, threads, bonds)
    margin = CLOSE if act.action in PRESUPPOSE and act.dated and best < SAME_INCIDENT else 0.0
    near = [i for i, score in enumerate(scores) if score >= max(JOIN, best - margin)]
    if len(near) == 1 or not margin:
        return near[0]

    def begun(i: int) -> tuple[date, float, int]:
        started = threads[i].started
        return (started if started is not None and started <= act.last_day else date.min, scores[i], -i)

    return max(near, key=begun)


def _is_truce(thread: Thread, bonds: Bonds) -> bool:
    """False for a breach of nothing that any report tells of, by or against nobody who could have made a truce."""
    if any(a.action is not _A.VIOLATED for a in thread.acts):
        return True
    return any(is_organised(e, bonds) for e in thread.sides)


def _turn(act: Act) -> int:
    if act.action is _A.REJECTED:
        return 3
    if not act.real:
        return 2
    if act.action in (_A.VIOLATED, _A.SUSPENDED, _A.ENDED, _A.EXTENDED, _A.RESTORED):
        return 1 if not act.dated or act.action is _A.VIOLATED else 0
    return 0


def fit(act: Act, thread: Thread, bonds: Bonds) -> float:
    """How well an act fits a truce; at or above JOIN it speaks of it."""
    if any(a.incident is not None and a.incident == act.incident and a.action is act.action for a in thread.acts):
        return SAME_INCIDENT
    score = _days_fit(act, thread)
    if score < JOIN - MOST_WITHOUT_DAYS:
        return score
    if any(a.report.id == act.report.id for a in thread.acts):
        score += 2.0 if act.action in PRESUPPOSE else 1.0
    scope = _scope_fit(act, thread)
    score += scope
    if score < JOIN - MOST_OF_SIDES:
        return score
    sides = _sides_fit(act, thread, bonds)
    if scope < 0 and sides < BY_NAME and act.action in STARTS:
        return -6.0
    return score + sides + owner_fit(act, thread, bonds)


def _sides_fit(act: Act, thread: Thread, bonds: Bonds) -> float:
    ours = [s for s in (*act.sides, *act.accusers) if not bonds.is_mediator(s)]
    theirs = [s for s in thread.sides if not bonds.is_mediator(s)]
    if not ours or not theirs:
        return _context_fit(act, thread, ours, theirs)
    country = act.country or next(iter(sorted(thread.countries)), None)
    on = act.last_day
    matched = 0.0
    for side in ours:
        best = max(max(bonds.belongs(side, t, on, country)[0], bonds.belongs(t, side, on, country)[0]) for t in theirs)
        matched += best if best >= 0.4 else 0.0
    if matched == 0.0:
        if act.is_watched or _answers(act, thread):
            return _context_fit(act, thread, (), theirs)
        return -1.5
    share = min(1.0, matched / min(len(ours), max(2, len(theirs))))
    strong = any(telling_words(s.name) for s in ours)
    return (0.4 + 1.4 * share) if strong else 0.2 + 0.8 * share


def _context_fit(act: Act, thread: Thread, ours: Sequence[Entity], theirs: Sequence[Entity]) -> float:
    """How well the parties that the rest of the report speaks of fit, where the act itself names none."""
    words = {w for s in theirs for w in (*telling_words(s.name), (s.id or "").split(".")[0]) if w}
    contexts = [a.context for a in thread.acts]
    if not words:
        words = set().union(*contexts)
    known = act.context or {w for s in ours for w in telling_words(s.name)}
    return 0.5 if words & known else 0.3 if not words or not known else 0.0


def _answers(act: Act, thread: Thread) -> bool:
    """True for one side's word that it joins a truce which another declared some days before."""
    if act.action is not _A.AGREED or len(act.by) != 1 or not act.dated:
        return False
    one_sided = all(a.action is _A.DECLARED and len(a.by) == 1 for a in thread.acts if a.real and a.action in STARTS)
    words = {w for s in thread.sides for w in telling_words(s.name)}
    return one_sided and _gap(act, thread) <= ANSWER_DAYS and bool(words & act.context)


def _scope_fit(act: Act, thread: Thread) -> float:
    if act.country and thread.countries:
        if act.country not in thread.countries:
            # Words may be placed where they were spoken: a town abroad says little against the same truce.
            spoken = _is_spoken_place(act) or all(_is_spoken_place(a) for a in thread.acts if a.country)
            return -0.5 if spoken or not act.country_stated else -2.5
        places = {fold(a.place) for a in thread.acts if a.place}
        words = telling_words(act.place or "")
        if act.place and any(words & telling_words(p) for p in places):
            return 0.8
        return 0.4
    if act.place and any(a.place for a in thread.acts):
        words = telling_words(act.place)
        return 0.6 if any(words & telling_words(a.place) for a in thread.acts if a.place) else -0.3
    return 0.0


def _is_spoken_place(act: Act) -> bool:
    return act.event.type is not EventType.ASSAULT and 0 < act.place_precision <= 2


def _days_fit(act: Act, thread: Thread) -> float:
    started, closed = thread.started, thread.closed
    if act.action in STARTS or (act.action is _A.IN_EFFECT and act.dated):
        if closed is not None and act.dated and act.first_day > closed:
            # Somebody's word that it still holds is said of the old truce; anything else starts a new one.
            still = (
                act.action is _A.IN_EFFECT and act.event.reported_by and (act.first_day - closed).days <= NEW_TRUCE_DAYS
            )
            return 0.0 if still else -6.0
        lapsed = thread.lapsed
        if lapsed is not None and act.dated and (act.first_day - lapsed).days > NEW_TRUCE_DAYS:
            return -6.0  # its term ran out: what holds now is another
        if not act.dated and started is not None and (started - act.report.date).days > NEW_TRUCE_DAYS:
            return -6.0  # told before it began
        told = [a.report.date for a in thread.acts if a.real and not a.dated and a.action in STARTS]
        if act.dated and told and started is None and (act.first_day - max(told)).days > NEW_TRUCE_DAYS:
            return -6.0  # began after the other was told of
        if not act.dated or started is None:
            return 0.0 if not _proposal_gone(act, thread) else -6.0
        gap = _gap(act, thread)
        if gap <= 3:
            return 1.0
        if act.action is _A.IN_EFFECT and act.first_day >= started:
            return 0.3
        return 0.2 if gap <= NEW_TRUCE_DAYS else -6.0
    if act.action is _A.PROPOSED and act.real and not act.renews and _is_another(act, thread):
        return -6.0
    if act.action in OPENS or act.event.status in (Status.FUTURE, Status.HYPOTHETICAL):
        if closed is not None and act.first_day > closed:
            return -1.0
        last = max(a.last_day for a in thread.acts)
        return 0.2 if abs((act.first_day - last).days) <= PROPOSAL_DAYS or started else -6.0
    if started is not None and act.dated and act.last_day < started:
        # What a report says to hold may have held before; what it says to have been made had not.
        return 0.0 if act.action in PRESUPPOSE and _only_holds(act, thread) else -6.0
    if closed is not None and act.dated and act.action is not _A.RESTORED and act.first_day > closed:
        return -2.0 if act.action is not _A.ENDED or (act.first_day - closed).days > NEW_TRUCE_DAYS else 0.3
    return 0.4 if started is not None else 0.0


def _is_another(act: Act, thread: Thread) -> bool:
    """True where a call for a truce comes after this one was over, or so long after it was last heard of that it is
    forgotten."""
    if thread.started is None:
        return False
    over = thread.over
    last = max(a.last_day for a in thread.acts)
    return (over is not None and act.first_day > over) or (act.first_day - last).days > PROPOSAL_DAYS


def _only_holds(act: Act, thread: Thread) -> bool:
    """True where the act's own report says of the truce that it holds, and no report that it was made."""
    starts = [a for a in thread.acts if is_start(a)]
    return all(a.action is _A.IN_EFFECT and a.report.id == act.report.id for a in starts)


def _proposal_gone(act: Act, thread: Thread) -> bool:
    if any(is_start(a) or a.action not in OPENS for a in thread.acts):
        return False
    last = max(a.last_day for a in thread.acts)
    return (act.first_day - last).days > PROPOSAL_DAYS


def _gap(act: Act, thread: Thread) -> int:
    """Days between the act's days and those of the nearest start, 0 where they overlap."""
    gaps = [
        max(0, (act.first_day - a.last_day).days, (a.first_day - act.last_day).days) for a in thread.acts if is_start(a)
    ]
    return min(gaps) if gaps else 0


def merged_sides(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Entities, each party once, the fullest name first met kept."""
    out: list[Entity] = []
    for entity in entities:
        if all(agreement(entity, known) < 0.6 for known in out):
            out.append(entity)
    return tuple(out)
