"""Trained weights of the places room, from data/place_name_weights.tsv and data/place_rank_weights.tsv."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_DATA = Path(__file__).parent.parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with open(_DATA / name, encoding="utf8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@lru_cache(maxsize=1)
def name_weights() -> dict[str, float]:
    """Weight of each sign that a span names a place (logistic)."""
    return {r["feature"]: float(r["weight"]) for r in _rows("place_name_weights.tsv")}


@lru_cache(maxsize=4)
def rank_weights(features: tuple[str, ...]) -> tuple[NDArray[np.float64], ...]:
    """Weights of the candidates' features, one array for each pass, in the order given; 0 for one without a row."""
    rows = {r["feature"]: (float(r["first"]), float(r["second"])) for r in _rows("place_rank_weights.tsv")}
    return tuple(np.array([rows.get(f, (0.0, 0.0))[n] for f in features]) for n in (0, 1))


@lru_cache(maxsize=1)
def placing_weights() -> dict[str, float]:
    """Weight of each sign that a place is an event's, or that it has none (softmax over places and null)."""
    return {r["feature"]: float(r["weight"]) for r in _rows("placing_weights.tsv")}
