"""An aid convoy on the move is AID, however much its words are those of a movement of forces: "sent a convoy of food
trucks", "fifty lorries carrying medicine entered X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_MOVED: Final = ("dobj", "nsubj", "nsubjpass")
_LOADS: Final = frozenset({"of", "with"})
_CARRYING: Final = frozenset("carry bring load laden transport deliver bear haul stack pack".split())
_REACHING: Final = frozenset({"enter", "cross", "reach", "leave", "approach", "join"})
"""Verbs of going whose object is where to."""
_ESCORTS: Final = frozenset({"escort", "guard", "accompany", "protect"})


def retype_convoy(doc: Document, mention: EventMention) -> EventMention:
    """The mention as AID where it is told as a movement of forces and what moves is relief, and nothing armed."""
    anchor = doc.syntactic_head(mention.trigger)
    if mention.type is not EventType.MOBILIZE or anchor is None or not moves_relief(doc, anchor):
        return mention
    return replace(mention, type=EventType.AID, mode=None, reason=f"{mention.reason}; what moves is relief")


def moves_relief(doc: Document, anchor: Token) -> bool:
    """True where what goes, or is sent, is relief or is loaded with it."""
    if parse.is_verb(anchor):
        if anchor.lemma in _ESCORTS:
            return False
        moved = [c for c in doc.children(anchor) if c.dep in _MOVED]
        goes = anchor.lemma in _REACHING
        moved = [c for c in moved if c.dep != "dobj"] if goes else [c for c in moved if c.dep == "dobj"] or moved
    else:
        moved = [anchor]
    words = {parse.lemma_of(doc, t) for m in moved for one in parse.conjuncts(doc, m) for t in _own_words(doc, one)}
    classes = word_classes()
    armed = words & ((classes["force"] | classes["arms"]) - classes["relief"] - _CARRIERS)
    return bool(words & classes["relief"]) and not armed


_CARRIERS: Final = frozenset(
    "convoy column ship vessel boat vehicle plane aircraft helicopter air material equipment cargo goods".split()
)


def _own_words(doc: Document, head: Token) -> Iterator[Token]:
    """A noun, its modifiers, and what it is "of", "with", "carrying" or "loaded with"."""
    yield head
    for child in doc.children(head):
        if child.dep in ("compound", "amod", "nmod"):
            yield from _own_words(doc, child)
        elif child.dep == "prep" and child.lower in _LOADS:
            for load in parse.prep_objects(doc, head, child.lower):
                for one in parse.conjuncts(doc, load):
                    yield from _own_words(doc, one)
        elif child.dep in ("acl", "relcl") and child.lemma in _CARRYING:
            loads = [c for c in doc.children(child) if c.dep == "dobj"]
            loads += parse.prep_objects(doc, child, "with")
            for load in loads:
                for one in parse.conjuncts(doc, load):
                    yield from _own_words(doc, one)
