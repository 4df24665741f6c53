"""Words that running text writes with a capital, for truecasing capitals-only wires."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_casing() -> tuple[frozenset[str], frozenset[str]]:
    """(proper, acronyms): lower-cased proper words, and upper-case acronyms. From data/casing.tsv."""
    proper: set[str] = set()
    acronyms: set[str] = set()
    table = files("truceline.data").joinpath("casing.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[1:]:
        word, kind = line.split("\t")
        (acronyms if kind == "acronym" else proper).add(word)
    return frozenset(proper), frozenset(acronyms)
