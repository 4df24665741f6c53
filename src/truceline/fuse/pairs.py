"""Pairs of events on which the machine is least sure whether they tell of one occurrence, for a person to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from truceline.domain.claims import Judgement
from truceline.domain.coded import CodedReport
from truceline.fuse.block import block_keys
from truceline.fuse.compare import compare, weigh
from truceline.fuse.features import Features, features
from truceline.fuse.judge import Pair, ordered, standing

BAND: Final = 3.0
"""Weights within it, either way, are unsure: probabilities of about 0.11 to 0.89. A pair beyond it seldom changes."""


@dataclass(frozen=True, slots=True)
class UnsurePair:
    """Two events of different reports that may tell of one occurrence."""

    left: str
    right: str
    """``Event.ref``, left < right."""
    score: float
    """The machine's probability that they do."""
    reasons: tuple[str, ...]


def unsure_pairs(coded: Iterable[CodedReport], limit: int = 1000) -> tuple[UnsurePair, ...]:
    """The pairs nearest to even odds, the least sure first; equally unsure ones with the higher toll first.

    Events meet as they do in fusing (``fuse/block.py``), so no pair is here that fusing would not look at.
    """
    fine: defaultdict[object, list[Features]] = defaultdict(list)
    coarse: defaultdict[object, list[tuple[Features, bool]]] = defaultdict(list)
    found: dict[Pair, tuple[float, int, Features, Features]] = {}
    for report in coded:
        filed = [(one, block_keys(one)) for one in (features(event, report.report) for event in report.events)]
        for one, keys in filed:
            met: dict[str, Features] = {other.ref: other for key in keys.fine for other in fine.get(key, ())}
            for key in keys.coarse:
                met.update((o.ref, o) for o, is_coarse in coarse.get(key, ()) if is_coarse or keys.is_coarse)
            for other in met.values():
                weight = weigh(one, other)
                if abs(weight) <= BAND:
                    found[ordered(one.ref, other.ref)] = (abs(weight), -_toll(one, other), one, other)
        for one, keys in filed:
            for key in keys.fine:
                fine[key].append(one)
            for key in keys.coarse:
                coarse[key].append((one, keys.is_coarse))
    nearest = nsmallest(limit, found.items(), key=lambda item: (round(item[1][0], 1), item[1][1], item[0]))
    pairs = []
    for pair, (_, _, one, other) in nearest:
        outcome = compare(one, other)
        pairs.append(UnsurePair(*pair, outcome.score, outcome.reasons))
    return tuple(pairs)


def _toll(one: Features, other: Features) -> int:
    return max((n or 0 for toll in (one.killed, other.killed) if toll for n in toll), default=0)


def still_open(
    pairs: Iterable[UnsurePair], judgements: Iterable[Judgement], person: str
) -> list[tuple[UnsurePair, tuple[str, ...]]]:
    """Pairs that wait for this person, each with who left it open or judged it otherwise.

    A pair that somebody judged is done, and so is one that other judgements settle (a is b, b is c). Where persons
    judged one pair differently it waits for those who have not spoken, until two share the latest verdict; where
    somebody was unsure, for others.
    """
    spoken: dict[Pair, dict[str, str]] = {}
    given = sorted(judgements, key=lambda j: j.at_utc)
    for judgement in given:
        said = spoken.setdefault(ordered(judgement.left, judgement.right), {})
        said.pop(judgement.by, None)
        said[judgement.by] = judgement.verdict.value
    home, apart = _settled(given)
    found = []
    for pair in pairs:
        if by_person := spoken.get((pair.left, pair.right)):
            firm = [verdict for verdict in by_person.values() if verdict != "unsure"]
            settled = len(set(firm)) == 1 or (bool(firm) and firm.count(firm[-1]) >= 2)
            if person not in by_person and not settled:
                found.append((pair, tuple(f"{who}: {verdict}" for who, verdict in by_person.items())))
            continue
        a, b = home.get(pair.left, pair.left), home.get(pair.right, pair.right)
        if a != b and ordered(a, b) not in apart:
            found.append((pair, ()))
    return found


def _settled(judgements: Iterable[Judgement]) -> tuple[dict[str, str], set[Pair]]:
    """Event to the first event that it is the same as, by judgements alone; and the pairs of those that differ."""
    rulings = standing(judgements)
    parent: dict[str, str] = {}

    def find(ref: str) -> str:
        while parent.get(ref, ref) != ref:
            ref = parent[ref]
        return ref

    for left, right in rulings.same:
        a, b = find(left), find(right)
        parent[max(a, b)] = min(a, b)
    refs = {ref for pair in (*rulings.same, *rulings.different) for ref in pair}
    return {ref: find(ref) for ref in refs}, {ordered(find(a), find(b)) for a, b in rulings.different}
