"""Words that tie two actors. From data/relation_patterns.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from truceline.domain.codes import RelationKind
from truceline.errors import BadData

SHAPES = ("joined", "participle", "adjective", "noun", "verb")


@dataclass(frozen=True, slots=True)
class RelationPattern:
    """One word in one shape. ``subject_first``: the party that the sentence speaks of is the tie's subject."""

    kind: RelationKind
    shape: str
    word: str
    preps: tuple[str, ...]
    subject_first: bool


@cache
def load_relation_patterns() -> dict[tuple[str, str], tuple[RelationPattern, ...]]:
    """(shape, lower-cased word or lemma) to its patterns. Raises BadData naming the line of a broken row."""
    found: dict[tuple[str, str], list[RelationPattern]] = {}
    lines = files("truceline.data").joinpath("relation_patterns.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 5 or cells[1] not in SHAPES or cells[4] not in ("so", "os"):
            raise BadData(f"relation_patterns.tsv:{number}: expected kind, shape, word, preps, order")
        try:
            kind = RelationKind(cells[0])
        except ValueError as error:
            raise BadData(f"relation_patterns.tsv:{number}: {error}") from None
        preps = tuple(p for p in cells[3].split("|") if p)
        found.setdefault((cells[1], cells[2]), []).append(
            RelationPattern(kind, cells[1], cells[2], preps, cells[4] == "so")
        )
    return {key: tuple(value) for key, value in found.items()}
