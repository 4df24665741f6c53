"""Words that running text writes with a capital, for truecasing capitals-only wires."""

from __future__ import annotations

from functools import cache

from truceline.resources.tables import rows


@cache
def load_casing() -> tuple[frozenset[str], frozenset[str]]:
    """(proper, acronyms): lower-cased proper words, and upper-case acronyms. From data/casing.tsv."""
    proper: set[str] = set()
    acronyms: set[str] = set()
    for _, row in rows("casing.tsv", ("word", "kind")):
        (acronyms if row["kind"] == "acronym" else proper).add(row["word"])
    return frozenset(proper), frozenset(acronyms)
