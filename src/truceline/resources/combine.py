"""Weights that put model and rules together: data/worth_weights.json and data/side_weights.json."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


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


def _scores(raw: Mapping[str, Any]) -> Mapping[str, Logistic]:
    return {k: Logistic(v["weights"], v["intercept"], v["threshold"]) for k, v in raw["scores"].items()}


def _read(name: str) -> Mapping[str, Any]:
    raw: Mapping[str, Any] = json.loads(files("truceline.data").joinpath(name).read_text(encoding="utf-8"))
    return raw


@cache
def load_worth_weights() -> Mapping[str, Logistic]:
    """``mention`` and ``event`` scores, as training/worth.py fitted them."""
    return _scores(_read("worth_weights.json"))


@cache
def load_second_weights() -> Logistic:
    """How likely a read event is one, as training/second_look.py fitted it."""
    return _scores(_read("second_look_weights.json"))["event"]


@cache
def load_field_weights() -> Mapping[str, Logistic]:
    """Chances of the fields' values, by field of the codebook, as training/fields.py fitted them."""
    return _scores(_read("field_weights.json"))


@dataclass(frozen=True, slots=True)
class SideWeights:
    """What data/side_weights.json holds."""

    alone: Mapping[str, Logistic]
    """Of one party: ``actor``, ``recipient`` by grammar, ``actor_model``, ``recipient_model`` with the model's word."""
    together: Mapping[str, float] = field(default_factory=dict)
    """Of a way to place all parties (extract/sides_together.py)."""


@cache
def load_side_weights() -> SideWeights:
    """The weights of sides, as training/sides.py fitted them."""
    raw = _read("side_weights.json")
    return SideWeights(_scores(raw), raw["together"])
