"""Countries by ISO 3166-1 alpha-2 code, from data/countries.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from truceline.resources.tables import rows

COUNTRY_COLUMNS: Final = (
    "iso2", "iso3", "numeric", "name", "other_names", "demonyms", "capital", "seats_of_government", "lat", "lon",
    "area_km2", "population", "continent", "neighbours",
)  # fmt: skip
"""Of data/countries.tsv."""


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory with an ISO code."""

    iso2: str
    iso3: str
    numeric: str
    name: str
    continent: str


@cache
def load_countries() -> dict[str, Country]:
    """ISO alpha-2 -> Country."""
    return {
        r["iso2"]: Country(r["iso2"], r["iso3"], r["numeric"], r["name"], r["continent"])
        for _, r in rows("countries.tsv", COUNTRY_COLUMNS)
    }
