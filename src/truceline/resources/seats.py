"""Which town was the seat of a government on a day, where it is not the capital of today (data/former_seats.tsv)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from truceline.errors import BadData
from truceline.resources.tables import rows

TABLE: Final = "former_seats.tsv"


@cache
def _seats() -> dict[str, tuple[date, str]]:
    """ISO2 → (last day, town). Raises BadData naming the line of a broken row."""
    found = {}
    for line, row in rows(TABLE, ("country", "until", "city")):
        try:
            until = date.fromisoformat(row["until"]) if row["until"] else date.max
        except ValueError:
            raise BadData(f"data/{TABLE}:{line}: expected a day or nothing, found {row['until']!r}") from None
        found[row["country"]] = (until, row["city"])
    return found


def seat_on(country: str, day: date) -> str | None:
    """The town of a country (ISO2) that a report of that day means by its capital; None where it is today's capital."""
    until, city = _seats().get(country, (date.min, ""))
    return city if day <= until else None
