"""Which town was the seat of a government on a day, where it is not the capital of today (data/former_seats.tsv)."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from truceline.errors import BadData

TABLE: Final = "former_seats.tsv"


@cache
def _seats() -> dict[str, tuple[date, str]]:
    """ISO2 → (last day, town). Raises BadData naming the line of a broken row."""
    lines = files("truceline.data").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != ["country", "until", "city"]:
        raise BadData(f"{TABLE}:1: expected the columns country, until, city")
    found = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            country, until, city = line.split("\t")
            found[country] = (date.fromisoformat(until) if until else date.max, city)
        except ValueError:
            raise BadData(f"{TABLE}:{number}: expected a country, a day or nothing, a town, found {line!r}") from None
    return found


def seat_on(country: str, day: date) -> str | None:
    """The town of a country (ISO2) that a report of that day means by its capital; None where it is today's capital."""
    until, city = _seats().get(country, (date.min, ""))
    return city if day <= until else None
