"""Weights that put model and rules together: data/worth_weights.json and data/side_weights.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from truceline.errors import BadData
from truceline.resources.logistic import to_chance, weigh_signs
from truceline.resources.tables import read_json


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic score over named features; a feature that is not given counts as zero."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def score(self, features: Mapping[str, float]) -> float:
        """Probability, 0 to 1."""
        return to_chance(self.intercept + weigh_signs(features, self.weights))


def _scores(name: str, wanted: Sequence[str] = ()) -> Mapping[str, Logistic]:
    """The scores that a file of data/ holds. Raises BadData where it is broken or lacks a wanted one."""
    try:
        scores: Mapping[str, Any] = read_json(name)["scores"]
        found = {k: Logistic(v["weights"], v["intercept"], v["threshold"]) for k, v in scores.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise BadData(f"data/{name}: expected scores, each with weights, intercept and threshold ({error!r})") from None
    lacking = [w for w in wanted if w not in found]
    if lacking:
        raise BadData(f"data/{name}: no score {', '.join(lacking)}")
    return found


@cache
def load_worth_weights() -> Mapping[str, Logistic]:
    """``type``, ``mention`` and ``event`` scores, as training/worth.py fitted them."""
    return _scores("worth_weights.json", ("type", "mention", "event"))


@cache
def load_second_weights() -> Logistic:
    """How likely a read event is one, as training/second_look.py fitted it."""
    return _scores("second_look_weights.json", ("event",))["event"]


@cache
def load_field_weights() -> Mapping[str, Logistic]:
    """Chances of the fields' values, by field of the codebook, as training/fields.py fitted them."""
    return _scores("field_weights.json")


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
    name = "side_weights.json"
    together = read_json(name).get("together")
    if not isinstance(together, dict):
        raise BadData(f"data/{name}: expected an object under 'together', found {together!r}")
    return SideWeights(_scores(name, ("actor", "recipient", "actor_model", "recipient_model")), together)
