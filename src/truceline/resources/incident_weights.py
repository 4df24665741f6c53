"""Table of the weights that compare two events: what a finding says for or against one occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from truceline.errors import BadData

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
    lines = files("truceline.data").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != ["finding", "weight"]:
        raise BadData(f"{TABLE}:1: expected the columns finding, weight")
    weights: dict[str, float] = {}
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        try:
            weights[cells[0]] = float(cells[1])
        except (IndexError, ValueError):
            raise BadData(f"{TABLE}:{number}: expected a finding and a number, found {line!r}") from None
    if PRIOR not in weights:
        raise BadData(f"{TABLE}: no row {PRIOR!r}")
    return IncidentWeights(weights)
