"""Precision, recall, F1 and B-cubed: the one place where they are worked out. 0 where there is nothing to divide by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping

Figures = tuple[float, float, float]
"""Precision, recall and F1."""


def share(part: float, whole: float) -> float:
    """Part of a whole."""
    return part / whole if whole else 0.0


def f1(right: float, said: float, gold: float) -> float:
    """F1 of counts: right ones, all that were said, all that there are."""
    return share(2 * right, said + gold)


def harmonic(precision: float, recall: float) -> float:
    """F1 of precision and recall, where each counts its own right ones."""
    return share(2 * precision * recall, precision + recall)


def prf(right: float, said: float, gold: float) -> Figures:
    """Precision, recall and F1 of counts."""
    return share(right, said), share(right, gold), f1(right, said, gold)


def b_cubed(read: Mapping[Hashable, Hashable], gold: Mapping[Hashable, Hashable]) -> Figures:
    """B-cubed precision, recall and F1 of the items of gold. read, gold: item to its cluster.

    Source: Bagga and Baldwin (1998), every item of the same weight.
    """
    of_read, of_gold = defaultdict(set), defaultdict(set)
    for item in gold:
        of_read[read[item]].add(item)
        of_gold[gold[item]].add(item)
    precision = recall = 0.0
    for item in gold:
        mine, theirs = of_read[read[item]], of_gold[gold[item]]
        precision += len(mine & theirs) / len(mine)
        recall += len(mine & theirs) / len(theirs)
    p, r = share(precision, len(gold)), share(recall, len(gold))
    return p, r, harmonic(p, r)
