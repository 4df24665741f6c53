"""Names that a sentence leads to as to a place: "at Kiwirok", "the village of Hiswa", "they captured Baroua".

Neither recogniser nor gazetteer knows the small places that reports of a war tell of: of the names of event places that
were missed in 320 reports the recogniser took most for bodies and persons, nearly all of them after such words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truceline.domain.text import Document, Token
from truceline.resources.folding import fold
from truceline.resources.gazetteer import type_words
from truceline.resources.place_words import AIMS, COMES_FROM, LEADS_TO_A_TOWN, MOVES, OF_A_TOWN, WORKS_AT

_SPATIAL: Final = frozenset("at in near outside inside around above into toward towards across beyond".split())
"""Prepositions that lead to a place whatever governs them."""
_MOVING: Final = frozenset("to from for via through".split())
"""Prepositions that do after words for going."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What leads to a name."""

    by: str
    """The preposition, or "object" of a verb that takes towns, or "beside" a word for a kind of place, or empty."""
    after: str
    """What governs that: "type" of place, "moves", "of a town", "works at", "aims", "people" from it, or empty."""

    @property
    def is_to_place(self) -> bool:
        """Whether a name that nothing else knows is a place's by this."""
        if self.by in _SPATIAL:
            return self.after != "works at"
        if self.by in _MOVING:
            return self.after in ("moves", "people")
        return self.by in ("object", "beside") or (self.by == "of" and self.after in ("type", "of a town"))


_NONE: Final = Lead("", "")


def lead_to(doc: Document, first: int, last: int) -> Lead:
    """What leads to the words of tokens first to last - 1; the first of a list is led to for all."""
    head = _head(doc, first, last)
    while head.dep == "conj" and head.head != head.i:
        head = doc.head(head)
    if head.dep in ("compound", "nmod") and fold(doc.head(head).text) in type_words():
        head = doc.head(head)  # "the Kissufim road"
    governor = doc.head(head)
    match head.dep:
        case "pobj":
            over = doc.head(governor)
            home = governor.lower == "from" and over.lemma in COMES_FROM
            aimed = governor.lower == "at" and _aims(doc, over)
            return Lead(governor.lower, "people" if home else "aims" if aimed else _class(over))
        case "dobj" | "nsubjpass" if governor.lemma in LEADS_TO_A_TOWN:
            return Lead("object", "")
        case "appos" if fold(governor.text) in type_words():
            return Lead("beside", "type")
    return _NONE


def _head(doc: Document, first: int, last: int) -> Token:
    """The token of a name that hangs on a word outside it."""
    tokens = doc.tokens[first:last]
    return next((t for t in tokens if not first <= t.head < last), tokens[-1])


def _aims(doc: Document, word: Token) -> bool:
    """Whether "at" leads to whom a thing is aimed: "fired shells at X", "shots at X" of "fired shots at X"."""
    verb = doc.head(word) if word.dep in ("dobj", "nsubjpass") else word
    return word.lemma in AIMS or verb.lemma in AIMS


def _class(word: Token) -> str:
    if fold(word.text) in type_words() or fold(word.lemma) in type_words():
        return "type"
    named = (("works at", WORKS_AT), ("of a town", OF_A_TOWN), ("moves", MOVES))
    return next((name for name, lemmas in named if word.lemma in lemmas), "")
