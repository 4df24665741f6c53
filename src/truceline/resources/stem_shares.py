"""How rare a word is in news (data/stem_shares.tsv): what two reports share apart from what all reports hold."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import Final

from truceline.errors import BadData
from truceline.resources.tables import read_number, rows

TABLE: Final = "stem_shares.tsv"


class _Weights(dict[str, float]):
    """Stem (resources/likeness.stem) to its weight, the natural logarithm of one over its share of reports."""

    def __missing__(self, stem: str) -> float:
        return RAREST


class _Squares(dict[str, float]):
    """Stem to the square of its weight."""

    def __missing__(self, stem: str) -> float:
        return RAREST**2


@cache
def _weights() -> _Weights:
    found = _Weights()
    for line, row in rows(TABLE, ("stem", "per_thousand")):
        share = read_number(TABLE, line, row["per_thousand"])
        if share <= 0:
            raise BadData(f"data/{TABLE}:{line}: expected a share above 0, found {share}")
        found[row["stem"]] = math.log(1000.0 / share)
    return found


@cache
def _squares() -> _Squares:
    return _Squares((stem, weight**2) for stem, weight in _weights().items())


RAREST: Final = 7.0
"""Weight of a word that the table does not have: told by fewer than three reports in a thousand."""


def rarity(stems: AbstractSet[str]) -> float:
    """Sum of the weights of some stems; 0 for a word of every report, RAREST for one that few tell."""
    return sum(map(_weights().__getitem__, stems))


def likeness(left: frozenset[str], right: frozenset[str], shared: frozenset[str] | None = None) -> float:
    """Cosine of two sets of stems by the squares of their weights, 0 to 1. shared: what both hold, where known."""
    both = left & right if shared is None else shared
    if not both:
        return 0.0
    return _square(both) / math.sqrt(_length(left) * _length(right))


def _square(stems: AbstractSet[str]) -> float:
    return sum(map(_squares().__getitem__, stems))


@lru_cache(maxsize=20_000)
def _length(stems: frozenset[str]) -> float:
    return _square(stems) + 1e-9
