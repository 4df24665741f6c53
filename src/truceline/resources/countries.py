"""Countries by ISO 3166-1 alpha-2 code, from data/countries.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    lines = files("truceline.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    rows = (dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])
    return {r["iso2"]: Country(r["iso2"], r["iso3"], r["numeric"], r["name"], r["continent"]) for r in rows}
