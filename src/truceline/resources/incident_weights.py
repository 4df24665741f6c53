"""Table of the weights that compare two events: what a finding says for or against one occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from truceline.errors import BadData
from truceline.resources.tables import read_weights

TABLE: Final = "incident_weights.tsv"
PRIOR: Final = "prior"


@dataclass(frozen=True, slots=True)
class IncidentWeights:
    """Weights by finding, as logarithms to base 2."""

    weights: dict[str, float]

    @property
    def prior(self) -> float:
        """The weight before anything is looked at."""
        return self.weights[PRIOR]

    @classmethod
    def load(cls) -> IncidentWeights:
        """The shipped table, read once. Raises BadData naming the line of a broken row."""
        return _shipped()


@cache
def _shipped() -> IncidentWeights:
    weights = read_weights(TABLE, ("finding", "weight"))
    if PRIOR not in weights:
        raise BadData(f"data/{TABLE}: no row {PRIOR!r}")
    return IncidentWeights(weights)
