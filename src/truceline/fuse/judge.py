"""Persons' judgements: same joins, different keeps apart, unsure leaves it to the machine; the newest word stands.

A withdrawn judgement counts for nothing. Two judgements can contradict each other through a third (a same b, b same c,
a different c): the newer ones are kept and the oldest that contradicts them is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from truceline.domain.claims import Judgement
from truceline.domain.codes import Verdict

Pair = tuple[str, str]


def ordered(left: str, right: str) -> Pair:
    """The two refs as a pair, the smaller first."""
    return (left, right) if left <= right else (right, left)


@dataclass(frozen=True, slots=True)
class Rulings:
    """What judgements leave standing."""

    same: dict[Pair, Judgement] = field(default_factory=dict)
    different: dict[Pair, Judgement] = field(default_factory=dict)
    unsure: dict[Pair, Judgement] = field(default_factory=dict)


def standing(judgements: Iterable[Judgement]) -> Rulings:
    """Sort judgements on events into those that stand. The order they come in does not matter."""
    newest_first = sorted(
        (j for j in judgements if j.about == "event" and j.withdrawn_utc is None and j.left != j.right),
        key=lambda j: (j.at_utc.isoformat(), j.by, j.left, j.right, j.verdict),
        reverse=True,
    )
    parent: dict[str, str] = {}
    apart: dict[str, set[str]] = {}

    def find(ref: str) -> str:
        while parent.get(ref, ref) != ref:
            parent[ref] = parent.get(parent[ref], parent[ref])
            ref = parent[ref]
        return ref

    rulings = Rulings()
    seen: set[Pair] = set()
    for judgement in newest_first:
        pair = ordered(judgement.left, judgement.right)
        if pair in seen:
            continue
        seen.add(pair)
        a, b = find(pair[0]), find(pair[1])
        if judgement.verdict is Verdict.UNSURE:
            rulings.unsure[pair] = judgement
        elif judgement.verdict is Verdict.SAME:
            if b in apart.get(a, ()):
                continue
            rulings.same[pair] = judgement
            if a != b:
                low, high = ordered(a, b)
                parent[high] = low
                moved = apart.pop(high, set())
                apart.setdefault(low, set()).update(moved)
                for other in moved:
                    apart[other].discard(high)
                    apart[other].add(low)
        elif a != b:
            rulings.different[pair] = judgement
            apart.setdefault(a, set()).add(b)
            apart.setdefault(b, set()).add(a)
    return rulings
