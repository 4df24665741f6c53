"""A number that stands alone for captives told before it: "freed 50 prisoners and the rebels released 36".

Of other deeds it is not: in "rebels killed nine soldiers and the army killed four" the four are rebels.
"""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_OBJECTS = ("dobj", "nsubjpass")
_STEPS = 3


def counted_noun(doc: Document, number: Token) -> Token | None:
    """The noun that a bare number behind a verb of letting go counts: whom a verb before, coordinated with it, lets go.

    None where the number stands otherwise ("released 36 prisoners", "arrested 50 people and released 36").
    """
    if number.pos != "NUM" or number.dep not in _OBJECTS or any(c.dep == "prep" for c in doc.children(number)):
        return None
    verb = doc.head(number)
    if not lets_go(verb):
        return None
    for _ in range(_STEPS):
        if verb.dep != "conj" or not lets_go(doc.head(verb)):
            return None
        verb = doc.head(verb)
        for noun in parse.patients(doc, verb):
            if noun.pos == "NOUN" and noun.i < number.i and any(c.dep == "nummod" for c in doc.children(noun)):
                return noun
    return None


def bare_numbers(doc: Document, verb: Token) -> list[Token]:
    """The bare numbers that stand for whom a verb lets go."""
    numbers = (t for p in parse.patients(doc, verb) for t in parse.conjuncts(doc, p))
    return [n for n in numbers if counted_noun(doc, n) is not None]


def lets_go(verb: Token) -> bool:
    """True for verbs of letting captives go: "freed", "handed over", "let"."""
    return verb.pos == "VERB" and verb.lemma.lower() in word_classes()["letting_go"]
