"""Trained weights of which two parties "both sides" stands for, from data/dyad_weights.tsv."""

from __future__ import annotations

from functools import lru_cache

from truceline.resources.tables import read_weights


@lru_cache(maxsize=1)
def dyad_weights() -> dict[str, float]:
    """Weight of each sign that two parties are the two meant (softmax over every two told before)."""
    return read_weights("dyad_weights.tsv")
