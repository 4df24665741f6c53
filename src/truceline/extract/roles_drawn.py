"""From whom words or deeds come that something draws: "the raid drew condemnation from Jordan and Egypt"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse

_DRAWING: Final = frozenset(
    "draw elicit earn attract provoke prompt trigger spark bring arouse win generate evoke invite incur".split()
)


def drawn_from(doc: Document, noun: Token) -> frozenset[int]:
    """Heads of those from whom what the noun names comes; empty where nothing draws it, or nobody is told.

    "Prompting a promise of retaliation from Moscow": Moscow promises it.
    """
    verb = _drawing(doc, noun)
    if verb is None:
        return frozenset()
    of = parse.prep_objects(doc, noun, "of")
    sources = [t for word in (noun, *of, verb) for t in parse.prep_objects(doc, word, "from", "by")]
    return frozenset(t.i for t in parse.all_joined(doc, sources) if t.ent not in ("DATE", "TIME"))


def drawers_of(doc: Document, noun: Token) -> frozenset[int]:
    """Heads of those who draw it and do not do it: Germany of "Germany expelled two men, prompting a protest"."""
    verb = _drawing(doc, noun)
    return frozenset() if verb is None else frozenset(t.i for t in parse.all_joined(doc, parse.subjects(doc, verb)))


def givers_beside(doc: Document, noun: Token) -> frozenset[int]:
    """Heads of those from whom something comes that the noun draws: the league of "the verdict drew criticism from the
    league" is no side of the verdict."""
    verb = doc.head(noun)
    draws = noun.dep == "nsubj" and parse.is_verb(verb) and verb.lemma in _DRAWING
    drawn = [c for c in doc.children(verb) if c.dep == "dobj"] if draws else []
    return frozenset(i for t in drawn for i in drawn_from(doc, t))


def _drawing(doc: Document, noun: Token) -> Token | None:
    verb = doc.head(noun)
    drawn = noun.pos == "NOUN" and noun.dep == "dobj" and parse.is_verb(verb)
    return verb if drawn and verb.lemma in _DRAWING else None
