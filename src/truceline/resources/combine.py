"""Weights that put model and rules together: data/worth_weights.json and data/side_weights.json."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic score over named features; a feature that is not given counts as zero."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def score(self, features: Mapping[str, float]) -> float:
        """Probability, 0 to 1."""
        odds = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


def _load(name: str) -> Mapping[str, Logistic]:
    raw = json.loads(files("truceline.data").joinpath(name).read_text(encoding="utf-8"))
    return {k: Logistic(v["weights"], v["intercept"], v["threshold"]) for k, v in raw["scores"].items()}


@cache
def load_worth_weights() -> Mapping[str, Logistic]:
    """``mention`` and ``event`` scores, as training/worth.py fitted them."""
    return _load("worth_weights.json")


@cache
def load_side_weights() -> Mapping[str, Logistic]:
    """``actor``, ``recipient``, ``actor_model`` and ``recipient_model``, as training/sides.py fitted them."""
    return _load("side_weights.json")
