"""Table of truce deeds: what a word does to the truce that it governs (data/truce_deeds.tsv)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from truceline.domain.codes import TruceAction
from truceline.errors import BadData

TABLE: Final = "truce_deeds.tsv"
KEPT: Final = "kept"
"""Stands for a word that says that a truce is kept; negated it tells of a breach."""


@dataclass(frozen=True, slots=True)
class TruceDeeds:
    """Rows by (slot, lemma): the act (None for kept) and the words that must follow, in the table's order."""

    rows: Mapping[tuple[str, str], tuple[tuple[TruceAction | None, tuple[str, ...]], ...]]

    @classmethod
    def load(cls) -> TruceDeeds:
        """The shipped table, read once. Raises BadData naming the line of a broken row."""
        return _shipped()

    def find(self, slot: str, lemma: str) -> Iterator[tuple[TruceAction | None, tuple[str, ...]]]:
        """What the word may do to a truce in that slot, and the words that must follow it there."""
        yield from self.rows.get((slot, lemma), ())


@cache
def _shipped() -> TruceDeeds:
    found: dict[tuple[str, str], list[tuple[TruceAction | None, tuple[str, ...]]]] = {}
    lines = files("truceline.data").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 4:
            raise BadData(f"{TABLE}:{number}: {len(cells)} cells where 4 are expected")
        act, slot, words, following = cells
        if act not in (KEPT, *(a.value for a in TruceAction)):
            raise BadData(f"{TABLE}:{number}: {act!r} is no truce action. Available: {KEPT}, {', '.join(TruceAction)}")
        for lemma in words.split():
            row = (None if act == KEPT else TruceAction(act), tuple(following.split()))
            found.setdefault((slot, lemma), []).append(row)
    return TruceDeeds(MappingProxyType({key: tuple(rows) for key, rows in found.items()}))
