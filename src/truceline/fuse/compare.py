"""Comparison of two events: a finding per field, each with a weight and a reason, added up as Fellegi and Sunter do.

A weight is the logarithm to base 2 of how much likelier the finding is for two tellings of one occurrence than for two
occurrences. The weights stand in data/incident_weights.tsv; bench/fit_incidents.py fits them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Final

from truceline.domain.codes import EventType, Status
from truceline.fuse.days import compare_dates
from truceline.fuse.features import Features
from truceline.fuse.finding import NOTHING, Finding, Look, step
from truceline.fuse.sides import compare_countries, compare_parties, compare_persons, compare_told
from truceline.resources.incident_weights import IncidentWeights
from truceline.resources.stem_shares import likeness, rarity

VETO: Final = -20.0
"""A finding that settles it: nothing else can outweigh it."""
LEAST_TOLD: Final = 0.3
"""A finding of less weight is not among the reasons."""
HOPELESS: Final = -14.0
"""A sum below this is as good as any below it."""
_DIGITS: Final = 6
"""Weights have two decimals: rounded so, a sum does not hang on the order in which fields are looked at."""
FAR_RATIO: Final = 3.0
"""Bounds so far apart ("at least three", 16) agree by the letter and say nothing."""
_LOOSE_COUNTS: Final = frozenset({3, 24, 40, 200, 2000})
"""Lower bounds that stand for "several", "dozens", "scores", "hundreds" (codebook section 8): no count to recognise."""
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


def compare(a: Features, b: Features) -> Comparison:
    """Compare two events and say why. Symmetric."""
    table = IncidentWeights.load()
    findings = [(_weight(name, table), words) for name, words in find_all(a, b)]
    weight = round(table.prior + sum(w for w, _ in findings), _DIGITS)
    reasons = tuple(f"{words} {w:+.1f}" for w, words in findings if abs(w) >= LEAST_TOLD)
    return Comparison(weight, reasons)


def find_all(a: Features, b: Features) -> list[Finding]:
    """Every finding on a pair, also those that settle it."""
    return [finding for look in _FIELDS for finding in look(a, b) if finding[0]]


def weigh(a: Features, b: Features, at_least: float = HOPELESS) -> float:
    """The summed weight; stops early, with what it has, once nothing still to be looked at can bring it to at_least."""
    table = IncidentWeights.load()
    weight_of, total = table.weights.get, table.prior
    for look, bar in _with_bars(at_least):
        for name, _ in look(a, b):
            total += weight_of(name, 0.0) if name != "veto" else VETO
        if total < bar:
            break
    return round(total, _DIGITS)


@cache
def _with_bars(at_least: float) -> tuple[tuple[Look, float], ...]:
    """The fields, the cheap and telling ones first, each with the sum below which those after it can do nothing."""
    table = IncidentWeights.load()
    rest = 0.0
    found = []
    for look, prefixes in reversed(_BY_COST):
        found.append((look, at_least - rest - 10**-_DIGITS))
        for prefix in prefixes:
            rest += max((w for name, w in table.weights.items() if w > 0 and name.startswith(prefix)), default=0.0)
    return tuple(reversed(found))


def _weight(name: str, table: IncidentWeights) -> float:
    return VETO if name == "veto" else table.weights.get(name, 0.0)


# -- fields ----------------------------------------------------------------------------------------------------


def compare_reports(a: Features, b: Features) -> tuple[Finding, ...]:
    """The reports as a whole: one and the same, or how many of their names they share and how far apart they came."""
    if a.report == b.report:
        return (("report.same", "told apart by one report"),)
    return _two_reports(a.report_names, b.report_names, abs(a.published - b.published))


@lru_cache(maxsize=2**14)
def _two_reports(left: frozenset[str], right: frozenset[str], apart: int) -> tuple[Finding, ...]:
    """Asked again for every pair of events of the same two reports."""
    alike = likeness(left, right)
    return (
        (f"report.{step(alike, _REPORT_BINS)}", f"{round(100 * alike)} % of the reports' names"),
        (f"published.{step(apart, _APART_BINS)}", f"published {apart} days apart"),
    )


_REPORT_BINS: Final = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75)
_APART_BINS: Final = (1, 2, 3, 5, 8, 15, 31)


def compare_copy(a: Features, b: Features) -> tuple[Finding, ...]:
    """The same sentence, word for word."""
    if a.sentence_keys and not a.sentence_keys.isdisjoint(b.sentence_keys):
        same = a.type is b.type
        return (("copy.same" if same else "copy.other_type", "the same sentence" + ("" if same else ", coded apart")),)
    return (NOTHING,)


def compare_type(a: Features, b: Features) -> tuple[Finding, ...]:
    """Event type and mode."""
    return _two_types(a.type, a.mode, b.type, b.mode, a.group)


@cache
def _two_types(
    one: EventType, one_mode: str | None, other: EventType, other_mode: str | None, group: str
) -> tuple[Finding, ...]:
    """Types and modes are few, pairs of events are many. group: that of the first type."""
    if one is not other:
        if frozenset((one, other)) not in _NEAR_TYPES:
            return (("veto", f"{one} against {other}"),)
        pair = "-".join(sorted((one.value, other.value)))
        return ("type.near", f"{one} beside {other}"), (f"types.{pair}", pair)
    if one_mode and other_mode and one_mode != other_mode:
        loose = one is _T.ASSAULT or one is _T.CONSULT  # one meeting is a visit and multilateral, too
        found = ("type.mode_differs.loose" if loose else "type.mode_differs"), f"modes {one_mode} and {other_mode}"
    elif one_mode and other_mode:
        family = {"force": "", "words": ".words"}.get(group, ".meeting")
        found = f"type.same_mode{family}", f"both {one} {one_mode}"
    else:
        found = "type.same", f"both {one}"
    return found, (f"type.{one.value}", f"{one}")


def compare_standing(a: Features, b: Features) -> tuple[Finding, ...]:
    """Status, whether one is a count over many, whether words give the day, and acts upon a truce."""
    n_aggregate, n_assumed = a.aggregate + b.aggregate, a.assumed_day + b.assumed_day
    return _two_standings(a.status, b.status, n_aggregate, n_assumed, a.truce, b.truce)


@cache
def _two_standings(
    one: Status, other: Status, n_aggregate: int, n_assumed: int, truce: str | None, other_truce: str | None
) -> tuple[Finding, ...]:
    """n_aggregate, n_assumed: how many of the two are counts over many, have a day that no words give."""
    found: list[Finding] = []
    if n_aggregate == 1:
        found.append(("aggregate.differs", "one a count over many"))
    elif n_aggregate:
        found.append(("aggregate.both", "both counts over many"))
    found.append((f"status.{'-'.join(sorted((one.value, other.value)))}", f"{one} and {other}"))
    if n_assumed:
        found.append(("assumed.two" if n_assumed == 2 else "assumed.one", "no words give the day"))
    if one is not other and not (one in _REAL and other in _REAL):
        found.append(("status.differs", f"{one} against {other}"))
    if truce != other_truce:
        both = truce is not None and other_truce is not None
        found.append(("truce.differs" if both else "truce.one", "other truce acts" if both else "one a truce act"))
    return tuple(found)


def distance_km(a: Features, b: Features) -> float | None:
    """Great-circle distance of the places, None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lat2 = radians(a.lat), radians(b.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, half)))


def compare_places(a: Features, b: Features) -> tuple[Finding, ...]:
    """The same place, one inside the other, or how far apart."""
    if not a.place_precision or not b.place_precision:
        return (NOTHING,)
    coarse = max(a.place_precision, b.place_precision)
    names = f"{a.place_name} and {b.place_name}"
    if a.place_key == b.place_key or a.place_name == b.place_name or (a.place_words and a.place_words == b.place_words):
        size = "point" if coarse <= 3 else "area" if coarse <= 5 else "country"
        return ((f"place.same_{size}", f"both {'at' if size == 'point' else 'in'} {a.place_name}"),)
    km = distance_km(a, b)
    if a.country and b.country and a.country != b.country:
        if coarse >= 5:
            return (("place.other_country_coarse", f"in {a.country} and {b.country}"),)
        near = km is not None and km <= 60  # either side of a border
        return (("place.km_60" if near else "place.other_country", f"in {a.country} and {b.country}"),)
    if a.place_words and b.place_words and (a.place_words <= b.place_words or b.place_words <= a.place_words):
        return (("place.like_area" if coarse <= 5 else "place.like_country", names),)
    if coarse >= 6:
        return (("place.inside", "one inside the other's country"),) if a.country == b.country else (NOTHING,)
    if km is None:
        return (("place.unlocated", names),) if coarse <= 3 else (NOTHING,)
    words = f"{km:.0f} km apart"
    if coarse >= 4:
        return (("place.area_near", f"{words}, one an area") if km <= 150 else ("place.area_far", words),)
    for limit in (15, 60, 150):
        if km <= limit:
            return ((f"place.km_{limit}", words),)
    return (("place.far" if km <= 1000 else "place.very_far", words),)


def _toll(left: tuple[int | None, int | None] | None, right: tuple[int | None, int | None] | None) -> Finding:
    if left is None or right is None:
        return NOTHING
    low = max(left[0] or 0, right[0] or 0)
    bounds = [b for b in (left[1], right[1]) if b is not None]
    high = min(bounds) if bounds else None
    if left == right and (left[0] or 0) > 0 and not (left[1] is None and left[0] in _LOOSE_COUNTS):
        size = "5" if low >= 5 else "2" if low >= 2 else "1"
        return f"toll.equal_{size}", f"both {low}"
    if high is None or low <= high:
        floors = sorted((left[0] or 0, right[0] or 0))
        far = floors[0] and floors[1] / floors[0] > FAR_RATIO and floors[1] != floors[0]
        return NOTHING if far or left == right else ("toll.compatible", "tolls agree")
    small = min(left[0] or 0, right[0] or 0)
    if small == 1:
        return "toll.one", f"1 against {low}"  # one victim named, or a bare plural
    if small == 0:
        return "toll.none", f"none against {low}"
    ratio = low / small
    name = "toll.ratio_15" if ratio <= 1.5 else "toll.ratio_25" if ratio <= 2.5 else "toll.ratio_more"
    return name, f"{small} against {low}"


def compare_tolls(a: Features, b: Features) -> tuple[Finding, ...]:
    """Killed, or where neither says how many were killed, injured. A running toll grows: a small gap says little."""
    name, words = _toll(a.killed, b.killed)
    if name:
        return ((name, f"killed {words}"),)
    name, words = _toll(a.injured, b.injured)
    return ((name, f"injured {words}"),) if name else (NOTHING,)


_WORD_BINS: Final = (0.03, 0.07, 0.12, 0.2, 0.3, 0.45, 0.65, 0.85)
_SHARED_BINS: Final = (3.0, 6.0, 10.0, 15.0, 22.0, 30.0)
_NAME_BINS: Final = (2.0, 4.0, 6.0, 9.0, 12.0, 16.0, 22.0)


def compare_words(a: Features, b: Features) -> tuple[Finding, ...]:
    """Telling words of the evidence, the rarer the more they count; names among them once more."""
    both = a.words & b.words
    overlap = likeness(a.words, b.words, both)
    shared, names = rarity(both), rarity(a.names & b.names)
    return (
        (f"words.{a.group}.{step(overlap, _WORD_BINS)}", f"{round(100 * overlap)} % of the words by rarity"),
        (f"shared.{step(shared, _SHARED_BINS)}", f"words shared of weight {shared:.0f}"),
        (f"names.{step(names, _NAME_BINS)}", f"names shared of weight {names:.0f}"),
    )


def compare_triggers(a: Features, b: Features) -> tuple[Finding, ...]:
    """The words that tell of it: the same, others, or one's among the other's words."""
    found: tuple[Finding, ...] = ()
    if both := a.triggers & b.triggers:
        found = _same_trigger(both, a.type)
    elif a.triggers and b.triggers:
        found = ((f"trigger.other.{a.type}", f"“{a.trigger}” and “{b.trigger}”"),)
    if a.triggers.isdisjoint(b.words) and b.triggers.isdisjoint(a.words):
        return found
    return *found, ("trigger.named", "one's trigger in the other's words")


@lru_cache(maxsize=2**12)
def _same_trigger(both: frozenset[str], kind: EventType) -> tuple[Finding, ...]:
    words, weight = " ".join(sorted(both)), rarity(both)
    return (
        ("trigger.same", f"both “{words}”"),
        (f"trigger.same.{kind}", f"both “{words}”"),
        (f"trigger.rare.{step(weight, _TRIGGER_BINS)}", f"“{words}” of weight {weight:.0f}"),
    )


_TRIGGER_BINS: Final = (3.0, 4.0, 5.0, 6.0)


_FIELDS: Final = (
    compare_type,
    compare_standing,
    compare_dates,
    compare_reports,
    compare_copy,
    compare_places,
    compare_parties,
    compare_countries,
    compare_persons,
    compare_told,
    compare_tolls,
    compare_words,
    compare_triggers,
)

_BY_COST: Final[tuple[tuple[Look, tuple[str, ...]], ...]] = (
    (compare_type, ("type.", "type.", "types.")),
    (compare_standing, ("aggregate.", "status.", "status.differs", "assumed.", "truce.")),
    (compare_dates, ("date.", "day.")),
    (compare_reports, ("report.", "published.")),
    (compare_triggers, ("trigger.same", "trigger.same.", "trigger.rare.", "trigger.named")),
    (compare_countries, ("countries.",)),
    (compare_persons, ("persons.",)),
    (compare_tolls, ("toll.",)),
    (compare_places, ("place.",)),
    (compare_words, ("words.", "shared.", "names.")),
    (compare_parties, ("actor.", "recipient.", "parties.", "sides.")),
    (compare_told, ("told.parties.", "told.place.")),
    (compare_copy, ("copy.",)),
)
"""The fields with the beginnings of their findings' names; of each beginning no more than one finding is made."""
