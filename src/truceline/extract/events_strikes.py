"""A strike from the air or a stoppage of work: one word for two things, told apart by what it is on and what it did."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import harming_verbs, word_classes

_TIMES: Final = frozenset({"DATE", "TIME"})
_RUINS: Final = frozenset({"destroy", "demolish", "damage", "flatten", "level", "raze", "hit", "bury", "target"})


def retype_strike(doc: Document, mention: EventMention) -> EventMention:
    """The mention as ASSAULT where it is told as a stoppage ("strike", PROTEST) and its words or its report are of a
    strike by force: "the strike on the consulate", "a strike killed two medics"."""
    if mention.type is not EventType.PROTEST:
        return mention
    words = (t for t in doc.tokens_in(mention.trigger) if t.pos == "NOUN")
    noun = next((t for t in words if parse.lemma_of(doc, t) == "strike"), None)
    if noun is None or _is_of_labour(doc, noun) or not (_is_by_force(doc, noun) or _is_among_force(doc, noun)):
        return mention
    reason = f"{mention.reason}; a strike by force"
    return replace(mention, type=EventType.ASSAULT, mode=None, ruled_mode=None, reason=reason)


def _is_of_labour(doc: Document, noun: Token) -> bool:
    """A strike of or by workers, a general strike, one over pay, a hunger strike."""
    below = parse.prep_objects(doc, noun, "by", "of", "over", "in")
    around = [*parse.modifiers(doc, noun), *parse.owners(doc, noun), *below]
    words = word_classes()["labour"]
    return any(parse.lemma_of(doc, t) in words or t.lower in words for t in around)


def _is_by_force(doc: Document, noun: Token) -> bool:
    """It is on something, or it killed or destroyed."""
    places = word_classes()["ground"] | word_classes()["force"] | word_classes()["site"]
    for prep in ("on", "against"):
        for thing in parse.prep_objects(doc, noun, prep):
            if thing.ent in _TIMES:
                continue
            if thing.ent in ("GPE", "FAC", "LOC") or parse.lemma_of(doc, thing) in places:
                return True
    verb = doc.head(noun)
    if noun.dep in ("nsubj", "nsubjpass") and parse.lemma_of(doc, verb) in harming_verbs() | _RUINS:
        return bool(parse.patients(doc, verb))
    clauses = (c for c in doc.children(noun) if c.dep in ("relcl", "acl"))
    return any(parse.lemma_of(doc, c) in harming_verbs() for c in clauses)


def _is_among_force(doc: Document, noun: Token) -> bool:
    """The report speaks of missiles, drones or air strikes and of no workers, and nobody calls or keeps the strike."""
    if noun.dep in ("dobj", "obj") and parse.lemma_of(doc, doc.head(noun)) in word_classes()["keeping a strike"]:
        return False
    lemmas = {parse.lemma_of(doc, t) for t in doc.tokens if t.pos in ("NOUN", "PROPN")}
    return bool(lemmas & word_classes()["from the air"]) and not lemmas & word_classes()["labour dispute"]
