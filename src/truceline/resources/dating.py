"""The trained weights of event dating."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from truceline.errors import BadData


@cache
def load_dating_weights() -> Mapping[str, float]:
    """Feature to weight, from data/dating_weights.tsv (training/dating.py writes it). Raises BadData."""
    table = files("truceline.data").joinpath("dating_weights.tsv").read_text(encoding="utf-8")
    weights = {}
    for number, line in enumerate(table.splitlines()[1:], start=2):
        try:
            name, weight = line.split("\t")
            weights[name] = float(weight)
        except ValueError as error:
            raise BadData(f"data/dating_weights.tsv:{number}: expected feature<TAB>weight, found {line!r}") from error
    return MappingProxyType(weights)
