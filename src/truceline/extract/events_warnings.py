"""Warnings that threaten nobody: of what others may do, of a disaster, to travellers, "warning shots".

Who warns that militants may attack tells of a danger; a threat laid to him would be a deed that he did not do.
"""

from __future__ import annotations

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
    if any(parse.lemma_of(doc, s) in word_classes()["foretellers"] for s in parse.agents(doc, head)):
        return True
    clauses = [c for c in doc.children(head) if c.dep in ("ccomp", "xcomp")]
    return _is_of_danger(doc, head) or any(_is_of_others(doc, c) or _is_to_take_care(doc, c) for c in clauses)


def _is_instrument(doc: Document, noun: Token) -> bool:
    """ "Warning shots", "an early warning": nothing is said to anybody."""
    of = doc.head(noun)
    if noun.dep in ("compound", "amod", "nmod") and parse.lemma_of(doc, of) in word_classes()["warning things"]:
        return True
    return any(parse.lemma_of(doc, m) in ("early", "advance") for m in parse.modifiers(doc, noun))


def _is_of_danger(doc: Document, word: Token) -> bool:
    """Warned of a plot, of attacks by somebody, against travel."""
    whither = parse.prep_objects(doc, word, "against", "on")
    if any(parse.lemma_of(doc, o) in word_classes()["journeys"] for o in whither):
        return True
    told = (word, *(c for c in doc.children(word) if c.dep == "dobj"))  # "warned residents of attempts"
    for thing in (t for w in told for t in parse.prep_objects(doc, w, "of", "about", "against")):
        lemma = parse.lemma_of(doc, thing)
        if lemma in word_classes()["dangers"]:
            return True
        if lemma in _ATTACKS and parse.prep_objects(doc, thing, "by", "from"):
            return True
    return False


def _is_of_others(doc: Document, clause: Token) -> bool:
    """The clause tells what armed men other than the speaker's own will do, or what a thing will lead to."""
    doers = parse.subjects(doc, clause)
    if parse.lemma_of(doc, clause) in _LEADING | {"be"}:
        ends = [*parse.patients(doc, clause), *parse.prep_objects(doc, clause, "to", "in")]
        if any(parse.lemma_of(doc, e) in word_classes()["disasters"] for e in ends):
            return True
    if any(parse.lemma_of(doc, c) in ("plan", "plot", "prepare") for c in _within(doc, clause)):
        return any(parse.lemma_of(doc, d) in word_classes()["hostile men"] for c in _within(doc, clause)
                   for d in parse.subjects(doc, c))  # fmt: skip
    hostile = [d for d in doers if parse.lemma_of(doc, d) in word_classes()["hostile men"]]
    return bool(hostile) and not any(c.lower in _OWN for d in hostile for c in doc.children(d))


def _within(doc: Document, clause: Token) -> list[Token]:
    """The clause's verb, and that of the clause it brings in: "information indicated extremists may plan"."""
    return [clause, *(c for c in doc.children(clause) if c.dep == "ccomp")]


def _is_to_take_care(doc: Document, clause: Token) -> bool:
    """ "To be vigilant", "to stay indoors"."""
    return any(parse.lemma_of(doc, c) in word_classes()["careful"] for c in (clause, *doc.children(clause)))
