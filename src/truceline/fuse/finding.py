"""A finding: what one look at two events says of them, for the table of weights and for the reader."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from truceline.fuse.features import Features

Finding = tuple[str, str]
"""(its name in the table of weights, or empty for none; words for the reader)."""
Look = Callable[[Features, Features], tuple[Finding, ...]]
NOTHING: Final[Finding] = ("", "")


def step(value: float, bins: tuple[float, ...]) -> int:
    """How many of the bounds, which rise, a value reaches."""
    return bisect_right(bins, value)
