"""Truces without arms: in a trade war, a pay dispute, a court case, between clubs or firms. They are none of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_OF_ARMS: Final = frozenset({"ceasefire", "truce", "armistice"})


def is_civil_truce(doc: Document, truce: Token) -> bool:
    """True for a truce in a quarrel without arms; for "the truce" also where the first one of the report is such."""
    if _is_civil(doc, truce):
        return True
    if parse.prep_objects(doc, truce, "between", "with", "in"):
        return False
    first = next((t for t in doc.tokens if parse.lemma_of(doc, t) in _OF_ARMS), truce)
    return first.i != truce.i and _is_civil(doc, first)


def _is_civil(doc: Document, truce: Token) -> bool:
    civil = word_classes()["quarrel_civil"]
    if {parse.lemma_of(doc, t) for t in parse.modifiers(doc, truce)} & civil:
        return True
    if any(_is_civil_quarrel(doc, q, civil) for q in _quarrels(doc, truce)):
        return True
    sides = tuple(_sides(doc, truce))
    return bool(sides) and all(_is_civil_side(doc, s) for s in sides)


def _over(doc: Document, truce: Token) -> Token:
    """The word that governs the truce, past the pact and the preposition that lead to it."""
    head = doc.head(truce)
    for _ in range(2):
        if head.pos == "ADP" or (head.pos == "NOUN" and truce.dep == "compound"):
            head = doc.head(head)
    return head


def _quarrels(doc: Document, truce: Token) -> Iterator[Token]:
    """What a truce is in, on or over: "a truce in their pay dispute"."""
    for word in (truce, _over(doc, truce)):
        for quarrel in parse.prep_objects(doc, word, "in", "on", "over", "to"):
            yield from parse.conjuncts(doc, quarrel)


def _is_civil_quarrel(doc: Document, quarrel: Token, civil: frozenset[str]) -> bool:
    """True for "trade war", "dispute over tariffs", "war of words", "lawsuit"."""
    lemma = parse.lemma_of(doc, quarrel)
    if lemma in _IN_COURT:
        return True
    if lemma not in _QUARREL:
        return False
    about = (*parse.modifiers(doc, quarrel), *parse.prep_objects(doc, quarrel, "over", "of", "about", "on"))
    named = (*about, *(m for t in about for m in parse.modifiers(doc, t)))
    return bool({parse.lemma_of(doc, t) for t in named} & civil)


def _sides(doc: Document, truce: Token) -> Iterator[Token]:
    """Who makes the truce or whom it binds."""
    named = parse.prep_objects(doc, truce, "between", "with", "among")
    over = _over(doc, truce)
    makers = parse.agents(doc, over) if parse.is_verb(over) else ()
    for side in (*named, *makers):
        yield from parse.conjuncts(doc, side)


def _is_civil_side(doc: Document, side: Token) -> bool:
    """True for a club, a union, an airline, pupils, and for those who fight in court."""
    below = (side, *parse.modifiers(doc, side), *parse.prep_objects(doc, side, "of"))
    named = {parse.lemma_of(doc, t) for t in below if t.ent not in ("ORG", "GPE", "NORP", "PERSON")}
    clauses = [t for c in doc.children(side) if c.dep in ("relcl", "acl") for t in doc.subtree(c)]
    return bool(named & word_classes()["side_civil"]) or any(parse.lemma_of(doc, t) in _IN_COURT for t in clauses)


_QUARREL: Final = frozenset("war dispute fight battle feud row spat conflict argument quarrel rivalry struggle".split())
_IN_COURT: Final = frozenset("court lawsuit litigation sue".split())
