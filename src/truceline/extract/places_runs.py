"""Runs of capitalised words, in which names of places are looked for, and the recogniser's spans as tokens."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token
from truceline.resources.place_words import CONNECTORS, OPENERS

PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
LABELS = frozenset(("GPE", "LOC", "FAC", "NORP", "ORG", "PERSON", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"))
"""Entity labels of names; dates and numbers are left out."""
INSIDE = frozenset("- – al el de la du".split())
"""Small words and marks inside the name of a small place."""


def words(doc: Document, first: int, last: int) -> str:
    """Tokens first..last-1 as truecased words, spaced as the text has them."""
    out: list[str] = []
    for token in doc.tokens[first:last]:
        if out and doc.tokens[token.i - 1].end < token.start:
            out.append(" ")
        out.append(token.text)
    return "".join(out)


def _name_like(token: Token) -> bool:
    char = token.text[0]
    return char.isupper() or (char.isalpha() and token.pos == "PROPN" and token.ent in PLACE_LABELS)


def runs(doc: Document) -> list[tuple[int, int]]:
    """Maximal runs of capitalised tokens, with small connecting words (``al``, ``of``, a hyphen) between them."""
    found: list[tuple[int, int]] = []
    start = last_name = -1
    for token in doc.tokens:
        if start >= 0 and (token.sent != doc.tokens[start].sent or token.i - last_name > 3):
            found.append((start, last_name + 1))
            start = -1
        if _name_like(token):
            if start < 0:
                start = token.i
            last_name = token.i
        elif start < 0:
            if token.lower in OPENERS and token.i + 1 < len(doc.tokens):
                following = doc.tokens[token.i + 1]
                if following.text[0].isupper() or following.text == "-":
                    start = last_name = token.i
        elif token.lower not in CONNECTORS and not (token.text.isdigit() and token.i == last_name + 1):
            found.append((start, last_name + 1))
            start = -1
    if start >= 0:
        found.append((start, last_name + 1))
    return found


def _may_name(token: Token) -> bool:
    return token.text[0].isupper() and token.pos == "PROPN"


def pieces_of(doc: Document, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A run of capitalised words cut at small words that stand between names and not in them ("Nairobi on Monday")."""
    start = first
    for i in range(first, last + 1):
        if i < last and (_may_name(doc.tokens[i]) or doc.tokens[i].lower in INSIDE):
            continue
        if i > start and _may_name(doc.tokens[start]) and _may_name(doc.tokens[i - 1]):
            yield start, i
        start = i + 1


def entity_tokens(doc: Document) -> list[tuple[int, int, str]]:
    """Each entity as (first token, last token exclusive, label), in the recogniser's order."""
    out = []
    for entity in doc.entities:
        tokens = doc.tokens_in(entity.span)
        if tokens:
            out.append((tokens[0].i, tokens[-1].i + 1, entity.label))
    return out
