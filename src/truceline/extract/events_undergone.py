"""Nouns of a deed that somebody undergoes: "faces charges", "came under fire", "the target of threats"."""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_able import can_act

_IMPOSING = frozenset("impose level bring file issue aim direct launch stage carry inflict lodge mount slap".split())
_UNDERGOING = frozenset("face suffer stand undergo await endure survive escape sustain earn draw dodge".split())

_RECEIVED = frozenset("threat warning ultimatum".split())
"""What one is told by others: who received threats makes none."""


def imposing_clauses(doc: Document, noun: Token) -> list[Token]:
    """Participles behind a noun that tell by whom and on whom it is: "sanctions imposed on Mordor by Rohan"."""
    return [c for c in doc.children(noun) if c.dep == "acl" and c.tag == "VBN" and c.lemma in _IMPOSING]


def undergoers(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Who undergoes what a noun names: "faces charges", "went on trial", "is under investigation", "the target of
    threats"."""
    head = doc.head(noun)
    if is_target_of(doc, noun):
        target = doc.head(head)
        over = doc.head(target)
        told = target.dep == "attr" or (target.dep == "pobj" and over.lower == "as")
        of_verb = over if over.pos != "ADP" else doc.head(over)
        return (over,) if target.dep == "appos" else parse.subjects(doc, of_verb) if told else ()
    if noun.dep == "dobj" and _is_suffering(head, noun):
        return parse.subjects(doc, head)
    if noun.dep == "pobj" and head.lower in ("on", "under") and noun.lemma in ("trial", "investigation", "inquiry"):
        verb = doc.head(head)
        if verb.lemma in ("go", "be", "come", "put", "stand", "remain"):
            return parse.patients(doc, verb) if verb.lemma == "put" else parse.subjects(doc, verb)
    return ()


def is_target_of(doc: Document, noun: Token) -> bool:
    """True for a noun under a word for whoever it hits: "the target of death threats"."""
    head = doc.head(noun)
    under = noun.dep == "pobj" and head.lower == "of" and doc.head(head).pos == "NOUN"
    return under and doc.head(head).lemma in ("target", "subject", "object", "victim")


def undergone_by(doc: Document, verb: Token) -> Token | None:
    """The noun that names the deed where its verb only says that somebody undergoes it: "came under criticism", "faces
    charges"; else None."""
    if not parse.is_verb(verb):
        return None
    nouns: tuple[Token, ...] = ()
    if any(c.dep == "dobj" and _is_suffering(verb, c) for c in doc.children(verb)):
        nouns = tuple(c for c in doc.children(verb) if c.dep == "dobj")
    elif verb.lemma in ("come", "fall", "remain"):
        nouns = parse.prep_objects(doc, verb, "under")
    return next((n for n in nouns if n.pos == "NOUN" and not n.ent and not can_act(doc, n)), None)


def is_undergone(doc: Document, noun: Token) -> bool:
    """True for the object of a verb of undergoing and for what somebody comes or is under."""
    head = doc.head(noun)
    suffered = noun.dep == "dobj" and _is_suffering(head, noun)
    return suffered or (noun.dep == "pobj" and head.lower == "under") or is_target_of(doc, noun)


def _is_suffering(verb: Token, noun: Token) -> bool:
    """True for a verb whose subject undergoes what its object names."""
    return parse.is_verb(verb) and (verb.lemma in _UNDERGOING or (verb.lemma == "receive" and noun.lemma in _RECEIVED))
