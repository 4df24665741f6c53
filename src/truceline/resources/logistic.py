"""Signs, weights and chances: the arithmetic that all learned scores share.

Sums go through the signs in their order, one by one, so that a score is the same on every Python.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

MOST_ODDS: Final = 30.0
"""Log odds are kept within this and its opposite, so that no chance overflows."""


def weigh_signs(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Sum of the weights of signs, each times its sign's value; a sign without a weight counts nothing."""
    total, get = 0.0, weights.get
    for name, value in signs.items():
        total += value * get(name, 0.0)
    return total


def to_chance(odds: float) -> float:
    """The probability of log odds."""
    return 1.0 / (1.0 + math.exp(-max(-MOST_ODDS, min(MOST_ODDS, odds))))


def chance_of(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that weighed signs speak for; 0.5 where none has a weight."""
    return to_chance(weigh_signs(signs, weights))


def to_odds(chance: float, least: float) -> float:
    """Log odds of a probability, which is kept within ``least`` and its opposite."""
    chance = min(max(chance, least), 1 - least)
    return math.log(chance / (1 - chance))
