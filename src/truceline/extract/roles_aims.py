"""Against whom a deployment or a protest is, whom a protest is for, and with whom there shall be no talks or truce."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_role_requests import who_shall_go
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import load_person_nouns
from truceline.resources.lexicon import word_classes

_AIMS: Final = {
    "MOBILIZE": frozenset(
        "fight pursue hunt battle attack confront combat oust drive expel dislodge repel crush defeat counter deter "
        "quell suppress repulse capture destroy track disarm flush tackle contain subdue topple overthrow".split()
    ),
    "PROTEST": frozenset("denounce condemn decry oppose oust topple overthrow criticise criticize defy".split()),
}
"""Verbs of a purpose clause whose object is the one whom it is against."""
_DEMANDING: Final = frozenset("demand call press seek urge ask want force push".split())


def aimed_at(doc: Document, anchor: Token, sort: str) -> list[Token]:
    """Against whom a deployment or protest is by its purpose: "sent troops to pursue the raiders", "a rally to denounce
    the king", "marched to demand that the mayor resign"."""
    found: list[Token] = []
    for clause in _clauses(doc, anchor):
        if clause.lemma in _AIMS[sort] and parse.has_to(doc, clause):
            found += parse.patients(doc, clause) or parse.prep_objects(doc, clause, "against")
        elif sort == "PROTEST" and clause.lemma in _DEMANDING:
            found += who_shall_go(doc, clause)
        elif sort == "MOBILIZE" and clause.lemma in ("join", "help", "support", "aid"):
            found += [t for o in parse.patients(doc, clause) for t in parse.prep_objects(doc, o, "against")]
    found = [c for t in found for c in parse.conjuncts(doc, t) if _names_somebody(doc, c)]
    return found + (_pelted(doc, anchor) if sort == "PROTEST" else [])


def _pelted(doc: Document, anchor: Token) -> list[Token]:
    """At whom a crowd throws things, be it in a clause beside: "marched on the fort, and threw stones at guards"; a
    vehicle only where it is told whose it is."""
    verb = anchor if parse.is_clause_head(anchor) else doc.head(anchor)
    first = doc.head(verb) if verb.dep in ("conj", "advcl") else verb
    below = [c for c in doc.children(first) if c.dep in ("conj", "advcl")]
    clauses = [first, *below, *(k for c in below for k in doc.children(c) if k.dep in ("conj", "advcl"))]
    found: list[Token] = []
    for clause in clauses if any(c.i == verb.i for c in clauses) else [verb]:
        if clause.lemma in _THROWING:
            found += parse.prep_objects(doc, clause, "at")
            found += [t for o in parse.patients(doc, clause) for t in parse.prep_objects(doc, o, "at")]
        elif clause.lemma in _PELTING:
            found += parse.patients(doc, clause)
    each = [c for t in found for c in parse.conjuncts(doc, t) if c.ent not in ("GPE", "LOC")]
    return [t for t in each if any(_names_somebody(doc, c) for c in (t, *_modifiers(doc, t)))]


def _modifiers(doc: Document, token: Token) -> list[Token]:
    return [c for c in doc.children(token) if c.dep in ("compound", "amod", "nmod", "poss")]


_THROWING: Final = frozenset("throw hurl lob fling toss".split())
_PELTING: Final = frozenset("stone pelt".split())


def _names_somebody(doc: Document, token: Token) -> bool:
    """True for a name and for a noun that means people or powers."""
    lemma = parse.lemma_of(doc, token)
    known = token.lower in load_actor_nouns() or lemma in load_person_nouns()
    return known or token.ent in ("GPE", "NORP", "ORG", "PERSON") or (token.pos == "PROPN" and not token.ent)


def _clauses(doc: Document, anchor: Token) -> list[Token]:
    """Clauses that hang on a deed or on the verb it is an object of, and what is coordinated with them."""
    over = doc.head(anchor)
    words = [anchor, *(c for c in doc.children(anchor) if c.dep == "dobj")]
    if anchor.dep in ("dobj", "nsubjpass", "nsubj") and parse.is_clause_head(over):
        words.append(over)
    below = [c for w in words for c in doc.children(w) if c.dep in _BELOW and c.i > anchor.i]
    return [c for b in below for c in (b, *(k for k in doc.children(b) if k.dep == "conj"))]


_BELOW: Final = frozenset({"advcl", "acl", "xcomp", "relcl"})


_BACKING: Final = frozenset("back support honour honor commemorate".split())


def backed(doc: Document, anchor: Token) -> list[Token]:
    """Whom a protest is for: "a rally backing the king", "marched in support of him", "in solidarity with them"."""
    found = [o for c in _clauses(doc, anchor) if c.lemma in _BACKING for o in parse.patients(doc, c)]
    over = doc.head(anchor)
    words = dict.fromkeys((anchor, over) if parse.is_clause_head(over) else (anchor,))
    for noun in (n for w in words for n in parse.prep_objects(doc, w, "in")):
        if noun.lemma in ("support", "solidarity", "favor", "favour", "memory", "honour", "honor"):
            found += parse.prep_objects(doc, noun, "of", "with", "for")
            found += (t for w in words if noun.lemma == "solidarity" for t in parse.prep_objects(doc, w, "with"))
    return [c for t in found for c in parse.conjuncts(doc, t)]


def refused_with(doc: Document, anchor: Token) -> list[Token]:
    """With whom talks or a truce are refused or ended: "ended negotiations with the rebels", "its truce with the
    army was over". So told they are the recipients in 27 of 31 annotated refusals, people of no name aside."""
    over = doc.head(anchor)
    nouns = [anchor, *(c for c in doc.children(anchor) if c.dep in _TURNED_DOWN)]
    if anchor.dep in _TURNED_DOWN:
        nouns += [c for c in doc.children(over) if c.dep in _TURNED_DOWN]
    made = word_classes()["truce"] | word_classes()["talks"]
    found = (t for n in nouns if parse.lemma_of(doc, n) in made for t in parse.prep_objects(doc, n, "with"))
    return [c for t in found for c in parse.conjuncts(doc, t) if c.pos != "PRON" and _names_somebody(doc, c)]


_TURNED_DOWN: Final = frozenset({"dobj", "nsubj", "nsubjpass", "attr"})
