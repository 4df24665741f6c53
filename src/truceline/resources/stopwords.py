"""Function words by language, from data/stopwords.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from truceline.errors import BadData


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
    table = files("truceline.data").joinpath("stopwords.tsv").read_text(encoding="utf-8")
    found = {}
    for number, line in enumerate(table.splitlines()[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 3 or not cells[2]:
            raise BadData(f"data/stopwords.tsv:{number}: expected language, name and words: {line!r}")
        found[cells[0]] = Stopwords(cells[0], cells[1], frozenset(cells[2].split(" ")))
    return MappingProxyType(found)
