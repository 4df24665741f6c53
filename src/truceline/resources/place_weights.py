"""Trained weights of the places room, from data/place_name_weights.tsv and data/place_rank_weights.tsv."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from truceline.resources.tables import read_number, read_weights, rows


@lru_cache(maxsize=1)
def name_weights() -> dict[str, float]:
    """Weight of each sign that a span names a place (logistic)."""
    return read_weights("place_name_weights.tsv")


@lru_cache(maxsize=4)
def rank_weights(features: tuple[str, ...]) -> tuple[NDArray[np.float64], ...]:
    """Weights of the candidates' features, one array for each pass, in the order given; 0 for one without a row."""
    name, found = "place_rank_weights.tsv", dict[str, tuple[float, float]]()
    for line, row in rows(name, ("feature", "first", "second")):
        found[row["feature"]] = (read_number(name, line, row["first"]), read_number(name, line, row["second"]))
    return tuple(np.array([found.get(f, (0.0, 0.0))[n] for f in features]) for n in (0, 1))


@lru_cache(maxsize=1)
def placing_weights() -> dict[str, float]:
    """Weight of each sign that a place is an event's, or that it has none (softmax over places and null)."""
    return read_weights("placing_weights.tsv")
