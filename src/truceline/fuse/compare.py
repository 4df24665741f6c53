"""Comparison of two events: one weight per field, each with a reason, added up as Fellegi and Sunter do.

A weight is the logarithm to base 2 of how much likelier the finding is for two tellings of one occurrence than for two
occurrences. Weights and threshold were set on the open pairs; rerun bench/eval_incidents.py after changing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

from truceline.domain.codes import EventType, Status
from truceline.domain.events import Entity
from truceline.fuse.features import Features
from truceline.resources.likeness import best_agreement, class_of, name_agreement, telling_words

PRIOR: Final = -5.0
"""Weight before anything is looked at: of pairs that share a block, about one in thirty is the same occurrence."""
VETO: Final = -20.0
"""A field that settles it: nothing else can outweigh it."""
_T = EventType
_NEAR_TYPES: Final = frozenset(
    frozenset(pair)
    for pair in (
        (_T.AGREE, _T.CONCEDE), (_T.AGREE, _T.CONSULT), (_T.AGREE, _T.SUPPORT), (_T.AGREE, _T.COOPERATE),
        (_T.AGREE, _T.RETREAT), (_T.CONCEDE, _T.RETREAT), (_T.CONSULT, _T.COOPERATE), (_T.AID, _T.AGREE),
        (_T.AID, _T.SUPPORT), (_T.ACCUSE, _T.REJECT), (_T.ACCUSE, _T.THREATEN), (_T.REJECT, _T.THREATEN),
        (_T.ACCUSE, _T.REQUEST), (_T.REQUEST, _T.THREATEN), (_T.REQUEST, _T.REJECT), (_T.SANCTION, _T.ACCUSE),
        (_T.SANCTION, _T.REJECT), (_T.SANCTION, _T.THREATEN), (_T.ASSAULT, _T.COERCE), (_T.ASSAULT, _T.MOBILIZE),
        (_T.ASSAULT, _T.PROTEST), (_T.COERCE, _T.MOBILIZE), (_T.COERCE, _T.PROTEST), (_T.SUPPORT, _T.CONSULT),
    )
)  # fmt: skip
_SYMMETRIC: Final = frozenset({_T.CONSULT, _T.AGREE, _T.COOPERATE})
_SPOKEN: Final = frozenset({_T.REQUEST, _T.ACCUSE, _T.REJECT, _T.THREATEN, _T.SUPPORT, _T.AGREE, _T.CONCEDE})
_REAL: Final = frozenset({Status.ACTUAL, Status.HISTORICAL, Status.FUTURE})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of comparing two events. ``weight`` ≥ 0 means: rather the same than not."""

    weight: float
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        """The weight as a probability."""
        return probability(self.weight)


def probability(weight: float) -> float:
    """The probability that belongs to a weight."""
    return float(1.0 / (1.0 + 2.0 ** -max(-40.0, min(40.0, weight))))


Finding = tuple[float, str]


def compare(a: Features, b: Features) -> Comparison:
    """Compare two events and say why. Symmetric."""
    weight, findings = weigh(a, b, explain=True)
    reasons = tuple(f"{reason} {w:+.1f}" for w, reason in findings if reason)
    return Comparison(weight, reasons)


def weigh(a: Features, b: Features, *, explain: bool = False) -> tuple[float, list[Finding]]:
    """The summed weight, with the findings when they are asked for. Stops early once the pair cannot be the same."""
    total = PRIOR
    findings: list[Finding] = []
    for look in _FIELDS:
        finding = look(a, b)
        total += finding[0]
        if explain:
            findings.append(finding)
        elif total < -14.0:
            return total, findings
    return total, findings


def compare_copy(a: Features, b: Features) -> Finding:
    """The same sentence, word for word."""
    if a.sentence_keys and not a.sentence_keys.isdisjoint(b.sentence_keys):
        return (6.0, "the same sentence") if a.type is b.type else (2.0, "the same sentence, coded apart")
    return 0.0, ""


def compare_type(a: Features, b: Features) -> Finding:
    """Event type and mode, status, and whether one is a count over many."""
    if a.type is not b.type:
        if frozenset((a.type, b.type)) not in _NEAR_TYPES:
            return VETO, f"{a.type} against {b.type}"
        weight, reason = -1.5, f"{a.type} beside {b.type}"
    elif a.mode and b.mode and a.mode != b.mode:
        weight, reason = -0.5, f"modes {a.mode} and {b.mode}"
    elif a.mode:
        weight, reason = 1.5 if b.mode else 0.8, f"both {a.type} {a.mode if b.mode else ''}".rstrip()
    else:
        weight, reason = 0.8, f"both {a.type}"
    if a.aggregate != b.aggregate:
        weight, reason = weight - 4.0, reason + ", one a count over many"
    if a.status is not b.status and not (a.status in _REAL and b.status in _REAL):
        weight, reason = weight - 4.0, reason + f", {a.status} against {b.status}"
    if (a.truce or b.truce) and a.truce != b.truce:
        weight -= 2.0 if a.truce and b.truce else 0.7
    return weight, reason


def compare_dates(a: Features, b: Features) -> Finding:
    """Overlap of the intervals, by how exact they are; without a date, the days of publication."""
    apart = abs(a.published - b.published)
    if a.first is None or a.last is None or b.first is None or b.last is None:
        dated = a if a.first is not None else b if b.first is not None else None
        if dated is not None and dated.first is not None and dated.last is not None:
            other = b if dated is a else a
            if other.published < dated.first - 1:
                return -5.0, "published before it happened"
            late = other.published - dated.last
            if late <= 3:
                return 0.8, "undated, published within days"
            return (-0.5, "undated, published within weeks") if late <= 30 else (-1.5, "undated, published long after")
        if apart <= 1:
            return 0.8, "both undated, published together"
        return (-0.5, "both undated") if apart <= 7 else (-2.0, "both undated, published apart")
    gap = max(a.first, b.first) - min(a.last, b.last)
    longest = max(a.n_days, b.n_days)
    if gap <= 0:
        if longest <= 2:
            return 3.0, "the same day"
        if longest <= 10:
            return 1.8, "days overlap"
        if longest <= 62:
            return 0.8, "weeks overlap"
        return (0.6, "the same long interval") if a.first == b.first and a.last == b.last else (0.2, "long intervals")
    if longest <= 2:
        if gap == 1:
            return 0.3, "a day apart"
        return (-3.0, f"{gap} days apart") if gap <= 3 else (VETO, f"{gap} days apart")
    if gap <= 2 or gap <= longest // 4:
        return -1.0, f"{gap} days apart"
    return (-4.0, f"{gap} days apart") if gap <= 7 else (VETO, f"{gap} days apart")


def distance_km(a: Features, b: Features) -> float | None:
    """Great-circle distance of the places, None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lat2 = radians(a.lat), radians(b.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, half)))


def compare_places(a: Features, b: Features) -> Finding:
    """The same place, one inside the other, or how far apart."""
    if not a.place_precision or not b.place_precision:
        return 0.0, ""
    coarse = max(a.place_precision, b.place_precision)
    same = a.place_key == b.place_key or a.place_name == b.place_name
    if same or (a.place_words and a.place_words == b.place_words):
        if coarse <= 3:
            return 3.5, f"both at {a.place_name}"
        return (2.5, f"both in {a.place_name}") if coarse <= 5 else (1.0, f"both in {a.place_name}")
    if a.country and b.country and a.country != b.country:
        return (-2.0 if coarse in (5, 7) else -6.0), f"in {a.country} and {b.country}"
    if a.place_words and b.place_words and (a.place_words <= b.place_words or b.place_words <= a.place_words):
        return (2.5 if coarse <= 5 else 0.8), f"{a.place_name} and {b.place_name}"
    if coarse >= 6:
        return (0.5, "one inside the other's country") if a.country == b.country else (0.0, "")
    km = distance_km(a, b)
    if km is None:
        return (-1.0, f"{a.place_name} and {b.place_name}") if coarse <= 3 else (0.0, "")
    if coarse >= 4:
        return (1.0, f"{km:.0f} km apart, one a province") if km <= 150 else (-2.5, f"{km:.0f} km apart")
    if km <= 15:
        return 2.5, f"{km:.0f} km apart"
    if km <= 60:
        return 0.5, f"{km:.0f} km apart"
    return (-2.5, f"{km:.0f} km apart") if km <= 150 else (-6.0, f"{km:.0f} km apart")


def _parties(left: tuple[Entity, ...], right: tuple[Entity, ...], what: str, miss: float) -> Finding:
    if not left or not right:
        return 0.0, ""
    best = best_agreement(left, right)
    if best >= 0.8 and what == "recipient" and _person_in_both(left, right):
        return 4.0, "the same person"
    if best >= 0.8:
        return 2.0, f"the same {what}"
    if best >= 0.5:
        return 1.0, f"like {what}"
    if best >= 0.1:
        return -0.3, f"{what} named loosely"
    return miss, f"other {what}"


def _person_in_both(left: tuple[Entity, ...], right: tuple[Entity, ...]) -> bool:
    """True when both name one person (two telling words at least): who is killed once is not killed twice."""
    names = [e for e in left if len(telling_words(e.name)) >= 2 and not e.country and e.kind in (None, "person")]
    return any(name_agreement(e.name, o.name) >= 0.9 and class_of(e.name) is None for e in names for o in right)


def compare_actors(a: Features, b: Features) -> Finding:
    """Who did it. Reports differ on perpetrators, less on speakers and hosts."""
    if a.type in _SYMMETRIC and b.type in _SYMMETRIC:
        left, right = a.actors + a.recipients, b.actors + b.recipients
        if not left or not right:
            return 0.0, ""
        matched = sum(1 for e in left if best_agreement((e,), right) >= 0.6)
        back = sum(1 for e in right if best_agreement((e,), left) >= 0.6)
        if min(matched, back) >= 2:
            return 4.0, "the same sides"
        if max(matched, back) == 0:
            return -4.0, "other sides"
        fewest = min(len(left), len(right))
        return (1.5, "a side shared") if fewest == 1 else (-1.0, "one side shared, another not")
    return _parties(a.actors, b.actors, "actor", -2.0 if a.group == "force" else -4.5)


def compare_recipients(a: Features, b: Features) -> Finding:
    """To whom it was done."""
    if a.type in _SYMMETRIC and b.type in _SYMMETRIC:
        return 0.0, ""
    return _parties(a.recipients, b.recipients, "recipient", -1.2)


def _toll(left: tuple[int | None, int | None] | None, right: tuple[int | None, int | None] | None) -> Finding:
    if left is None or right is None:
        return 0.0, ""
    low = max(left[0] or 0, right[0] or 0)
    bounds = [b for b in (left[1], right[1]) if b is not None]
    high = min(bounds) if bounds else None
    exact = left == right and (left[0] or 0) > 0
    if exact:
        return (3.0 if low >= 5 else 1.5 if low >= 2 else 0.7), f"both {low}"
    if high is None or low <= high:
        return 0.5, "tolls agree"
    small, large = min(left[0] or 0, right[0] or 0), low
    if small == 1:
        return -0.5, f"1 against {large}"  # one victim named, or a bare plural
    if small == 0:
        return -2.5, f"none against {large}"
    ratio = large / small
    return (-0.5 if ratio <= 1.5 else -1.5 if ratio <= 2.5 else -3.0), f"{small} against {large}"


def compare_tolls(a: Features, b: Features) -> Finding:
    """Killed and injured. A running toll grows, so a small difference says little."""
    killed, injured = _toll(a.killed, b.killed), _toll(a.injured, b.injured)
    if killed[0] and injured[0]:
        return killed[0] + 0.6 * injured[0], f"killed {killed[1]}, injured {injured[1]}"
    if killed[0]:
        return killed[0], f"killed {killed[1]}"
    return injured[0], f"injured {injured[1]}" if injured[0] else ""


def compare_words(a: Features, b: Features) -> Finding:
    """Trigger and telling words of the evidence."""
    small = min(len(a.words), len(b.words))
    weight = 0.0
    if a.trigger == b.trigger and a.trigger:
        weight += 0.5
    if small < 4:
        return weight, ""
    shared = len(a.words & b.words)
    overlap = shared / small
    if a.type in _SPOKEN or b.type in _SPOKEN:
        # One speaker says many things to one party on one day: the words tell them apart.
        weight += max(-3.5, min(5.0, 9.0 * (overlap - 0.33)))
        return weight, f"{shared} of {small} words shared"
    weight += max(-1.5, min(5.0, 9.0 * (overlap - 0.2))) if small >= 6 else max(-0.5, min(2.0, 5.0 * (overlap - 0.3)))
    return weight, f"{shared} of {small} words shared"


_FIELDS: Final = (
    compare_type, compare_dates, compare_copy, compare_places, compare_actors, compare_recipients, compare_tolls,
    compare_words,
)  # fmt: skip
