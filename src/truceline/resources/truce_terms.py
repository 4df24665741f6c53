"""Table of truce terms: form, class, purpose and length of a truce by the words that tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from truceline.errors import BadData
from truceline.resources.tables import rows

TABLE: Final = "truce_terms.tsv"


@dataclass(frozen=True, slots=True)
class TruceTerms:
    """Patterns by kind, in the table's order."""

    rows: tuple[tuple[str, re.Pattern[str], str], ...]

    @classmethod
    def load(cls) -> TruceTerms:
        """The shipped table, read once. Raises BadData naming the line of a broken row."""
        return _shipped()

    def find(self, kind: str, text: str) -> str | None:
        """The value of the first row of that kind whose pattern occurs in the text, or None."""
        lowered = text.lower()
        return next((value for k, pattern, value in self.rows if k == kind and pattern.search(lowered)), None)


@cache
def _shipped() -> TruceTerms:
    found = []
    for line, row in rows(TABLE, ("kind", "pattern", "value")):
        try:
            found.append((row["kind"], re.compile(row["pattern"]), row["value"]))
        except re.error as error:
            raise BadData(f"data/{TABLE}:{line}: {row['pattern']!r} is no regular expression: {error}") from error
    return TruceTerms(tuple(found))
