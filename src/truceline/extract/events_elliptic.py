"""Words that stand alone for people: a number for captives told before it ("freed 50 prisoners and the rebels released
36"), "those" and "anyone" for whoever a clause tells of.

Of other deeds a number is not: in "rebels killed nine soldiers and the army killed four" the four are rebels.
"""

from __future__ import annotations

from truceline.domain.text import Document, Span, Token
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


def told_by_clause(doc: Document, token: Token) -> Span | None:
    """The phrase of people of whom only what follows tells who they are: "those who fire upon the fort", "those
    responsible for the raid", "anyone near the bridge", "all concerned"; None for other words."""
    if token.pos not in ("PRON", "DET") or token.lower not in WHOEVER | {"all"}:
        return None
    if token.dep not in _STANDS:
        return None
    after = [c for c in doc.children(token) if c.i > token.i and c.dep in _TELLING]
    if token.lower == "all" and not any(c.lower == "concerned" for c in after):
        return None
    if token.lower == "those" and not any(c.dep != "prep" for c in after):
        return None  # "those of the north" are whatever was told before
    inside = sorted({t.i for c in after for t in doc.subtree(c) if t.i > token.i})
    last = token.i
    for i in inside[:_LONGEST]:
        ends = doc.tokens[i].text in _ENDING or (doc.tokens[i].lower == "that" and i > token.i + 1)
        if i != last + 1 or ends:
            break
        last = i
    return Span(token.start, doc.tokens[last].end)


WHOEVER = frozenset({"those", "anyone", "anybody", "everyone", "everybody"})
"""Words for people of whom only a clause tells."""
_STANDS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "conj"})
_TELLING = frozenset({"relcl", "acl", "amod", "prep"})
_ENDING = frozenset({",", ";", "--", "-", '"', "”", "("})
_LONGEST = 11
"""Most words of the clause that the name keeps."""
