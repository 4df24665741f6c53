"""Function words by language, from data/stopwords.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from truceline.errors import BadData
from truceline.resources.tables import rows


@dataclass(frozen=True, slots=True)
class Stopwords:
    """The function words of one language."""

    language: str
    """ISO 639-1 code."""
    name: str
    """The language's English name, as a message shows it."""
    words: frozenset[str]


@cache
def load_stopwords() -> Mapping[str, Stopwords]:
    """Language code to its function words. Raises BadData for a broken row."""
    found = {}
    for line, row in rows("stopwords.tsv", ("language", "name", "words")):
        if not row["words"]:
            raise BadData(f"data/stopwords.tsv:{line}: no words of {row['name']}")
        found[row["language"]] = Stopwords(row["language"], row["name"], frozenset(row["words"].split(" ")))
    return MappingProxyType(found)
