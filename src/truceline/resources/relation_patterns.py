"""Words that tie two actors, and words that bear on a tie. From data/relation_patterns.tsv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from truceline.domain.codes import RelationKind
from truceline.errors import BadData
from truceline.resources.tables import rows

TABLE: Final = "relation_patterns.tsv"
SHAPES: Final = (
    "joined", "prefixed", "participle", "adjective", "noun", "verb", "top office", "office", "office of", "noun of",
)  # fmt: skip
"""How a word ties: "Iran-backed", "pro-Iran", "backed by Iran", "loyal to Iran", "the wing of Hamas", "joined Hamas",
the office at the head of a state or of any body (president), of a body alone (commander), or that only with "of"
(the secretary of the council)."""
NOUNS: Final = frozenset({"noun", "noun of", "top office", "office", "office of"})
WORDS: Final = ("ended", "barring", "joining", "plain", "mixed", "standing", "doing", "bodies", "peoples", "hardware")
"""Rows that tie nothing (kind "-"): a tie that is over (former), an office that is none (deputy), what a hyphen joins
to a name (backed), what may stand between a body and its office (political), what makes a leader one of many (tribal),
bodies that stand for themselves (army), doings that have a head but are no party (talks), last words of names of bodies
(chapter), peoples whose leaders lead no state (Serb), and things that back nobody (helicopters)."""


@dataclass(frozen=True, slots=True)
class RelationPattern:
    """One word in one shape. ``subject_first``: the party that the sentence speaks of is the tie's subject."""

    kind: RelationKind
    shape: str
    word: str
    preps: tuple[str, ...]
    subject_first: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        """The word as the tokenizer splits it: ("secretary", "-", "general")."""
        return tuple(re.findall(r"[^\s-]+|-", self.word))


@cache
def _table() -> tuple[tuple[RelationPattern, ...], dict[str, frozenset[str]]]:
    patterns: list[RelationPattern] = []
    words: dict[str, set[str]] = {w: set() for w in WORDS}
    for line, row in rows(TABLE, ("kind", "shape", "word", "preps", "order")):
        kind, shape, word = row["kind"], row["shape"], row["word"]
        if shape not in (WORDS if kind == "-" else SHAPES) or row["order"] not in ("so", "os"):
            raise BadData(f"data/{TABLE}:{line}: no shape {shape!r} of kind {kind!r}, or no order {row['order']!r}")
        if kind == "-":
            words[shape].add(word)
            continue
        try:
            tie = RelationKind(kind)
        except ValueError as error:
            raise BadData(f"data/{TABLE}:{line}: {error}") from None
        preps = tuple(p for p in row["preps"].split("|") if p)
        patterns.append(RelationPattern(tie, shape, word, preps, row["order"] == "so"))
    return tuple(patterns), {k: frozenset(v) for k, v in words.items()}


@cache
def load_relation_patterns() -> dict[tuple[str, str], tuple[RelationPattern, ...]]:
    """(shape, lower-cased word or lemma) to its patterns. Raises BadData naming the line of a broken row."""
    found: dict[tuple[str, str], list[RelationPattern]] = {}
    for pattern in _table()[0]:
        found.setdefault((pattern.shape, pattern.word), []).append(pattern)
    return {key: tuple(value) for key, value in found.items()}


@cache
def load_relation_nouns() -> dict[str, tuple[tuple[tuple[str, ...], RelationPattern], ...]]:
    """First word of a noun to its (words, pattern), those of most words first: "chief of staff" before "chief"."""
    found: dict[str, list[tuple[tuple[str, ...], RelationPattern]]] = {}
    for pattern in _table()[0]:
        if pattern.shape in NOUNS:
            found.setdefault(pattern.tokens[0], []).append((pattern.tokens, pattern))
    return {key: tuple(sorted(value, key=lambda v: -len(v[0]))) for key, value in found.items()}


@cache
def load_relation_words() -> dict[str, frozenset[str]]:
    """The words that bear on a tie, by what they do (``WORDS``)."""
    return _table()[1]
