"""Whom a truce is to serve: "a truce that was meant to give the council time" was not ended against the council."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_SERVING: Final = frozenset({"give", "allow", "let", "enable", "help", "permit", "buy"})
_GIVEN: Final = ("dative", "dobj", "nsubj", "pobj")


def served_by_truce(doc: Document, group: Sequence[EventMention]) -> frozenset[int]:
    """Heads of those to whom the truce of an event was to give something, by a clause that hangs on it."""
    found: set[int] = set()
    for noun in (t for m in group for t in _truces(doc, m)):
        for clause in (c for c in doc.children(noun) if c.dep in ("relcl", "acl")):
            verbs = (t for t in doc.subtree(clause) if parse.lemma_of(doc, t) in _SERVING)
            found |= {t.i for verb in verbs for t in _given(doc, verb)}
    return frozenset(found)


def _given(doc: Document, verb: Token) -> list[Token]:
    """Those to whom a verb gives or allows something, and the words before them that say which."""
    whole = (verb, *(c for c in doc.children(verb) if c.dep == "ccomp"))  # "to let the guilds send food"
    given = [c for v in whole for c in doc.children(v) if c.dep in _GIVEN]
    for _ in range(2):  # "the council time", "the Gondorian council"
        given += [k for c in given for k in doc.children(c) if k.dep in ("compound", "nmod", "amod")]
    return parse.all_joined(doc, given)


def _truces(doc: Document, mention: EventMention) -> list[Token]:
    """The truce of the trigger: itself or its object."""
    words = doc.tokens_in(mention.trigger)
    objects = (o for t in words if t.pos == "VERB" for o in parse.patients(doc, t))
    return [t for t in (*words, *objects) if parse.lemma_of(doc, t) in word_classes()["truce"]]
