"""Warnings that threaten nobody: of what others may do, of a disaster, to travellers, "warning shots".

Who warns that militants may attack tells of a danger; a threat laid to him would be a deed that he did not do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_WARN: Final = "warn"
_NOUN: Final = "warning"
_OWN: Final = frozenset({"his", "her", "its", "their", "our", "my"})
_ATTACKS: Final = frozenset({"attack", "strike", "bombing", "raid", "violence", "assault", "shooting", "kidnapping"})
_LEADING: Final = frozenset({"lead", "result", "end", "cause", "trigger", "face", "reach", "become"})


def warns_of_others(doc: Document, head: Token | None) -> bool:
    """True for a word of warning that is no threat by who warns. head: of the trigger."""
    if head is None:
        return False
    lemma = parse.lemma_of(doc, head)
    if lemma == _NOUN and head.pos in ("NOUN", "PROPN"):
        return _is_instrument(doc, head) or _is_of_danger(doc, head)
    if lemma != _WARN or head.pos != "VERB":
        return False
    if _of_class(doc, parse.agents(doc, head), "foretellers"):
        return True
    clauses = [c for c in doc.children(head) if c.dep in ("ccomp", "xcomp")]
    return _is_of_danger(doc, head) or any(_is_of_others(doc, c) or _is_to_take_care(doc, c) for c in clauses)


def _is_instrument(doc: Document, noun: Token) -> bool:
    """ "Warning shots", "an early warning": nothing is said to anybody."""
    of = doc.head(noun)
    if noun.dep in ("compound", "amod", "nmod") and _of_class(doc, [of], "warning things"):
        return True
    return any(parse.lemma_of(doc, m) in ("early", "advance") for m in parse.modifiers(doc, noun))


def _is_of_danger(doc: Document, word: Token) -> bool:
    """Warned of a plot, of attacks by somebody, against travel."""
    told = (word, *(c for c in doc.children(word) if c.dep == "dobj"))  # "warned residents of attempts"
    things = [t for w in told for t in parse.prep_objects(doc, w, "of", "about", "against")]
    attacks = (t for t in things if parse.lemma_of(doc, t) in _ATTACKS)
    return bool(
        _of_class(doc, parse.prep_objects(doc, word, "against", "on"), "journeys")
        or _of_class(doc, things, "dangers")
        or any(parse.prep_objects(doc, t, "by", "from") for t in attacks)
    )


def _is_of_others(doc: Document, clause: Token) -> bool:
    """The clause tells what armed men other than the speaker's own will do, or what a thing will lead to."""
    if parse.lemma_of(doc, clause) in _LEADING | {"be"}:
        ends = [*parse.patients(doc, clause), *parse.prep_objects(doc, clause, "to", "in")]
        if _of_class(doc, ends, "disasters"):
            return True
    if any(parse.lemma_of(doc, c) in ("plan", "plot", "prepare") for c in _within(doc, clause)):
        return bool(_of_class(doc, (d for c in _within(doc, clause) for d in parse.subjects(doc, c)), "hostile men"))
    hostile = _of_class(doc, parse.subjects(doc, clause), "hostile men")
    return bool(hostile) and not any(c.lower in _OWN for d in hostile for c in doc.children(d))


def _within(doc: Document, clause: Token) -> list[Token]:
    """The clause's verb, and that of the clause it brings in: "information indicated extremists may plan"."""
    return [clause, *(c for c in doc.children(clause) if c.dep == "ccomp")]


def _is_to_take_care(doc: Document, clause: Token) -> bool:
    """ "To be vigilant", "to stay indoors"."""
    return bool(_of_class(doc, (clause, *doc.children(clause)), "careful"))


def _of_class(doc: Document, tokens: Iterable[Token], name: str) -> list[Token]:
    """Those of the words that stand in a class of data/word_classes.tsv."""
    return [t for t in tokens if parse.lemma_of(doc, t) in word_classes()[name]]
