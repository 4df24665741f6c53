"""The trained weights of event dating."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from truceline.resources.tables import read_weights


@cache
def load_dating_weights() -> Mapping[str, float]:
    """Feature to weight, from data/dating_weights.tsv (training/dating.py writes it). Raises BadData."""
    return MappingProxyType(read_weights("dating_weights.tsv"))
