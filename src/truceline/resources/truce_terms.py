"""Table of truce terms: form, class, purpose and length of a truce by the words that tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from truceline.errors import BadData

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
    rows = []
    lines = files("truceline.data").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 3:
            raise BadData(f"{TABLE}:{number}: {len(cells)} cells where 3 are expected")
        try:
            rows.append((cells[0], re.compile(cells[1]), cells[2]))
        except re.error as error:
            raise BadData(f"{TABLE}:{number}: {cells[1]!r} is not a regular expression: {error}") from error
    return TruceTerms(tuple(rows))
