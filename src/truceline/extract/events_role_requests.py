"""Of whom something is requested, who requests it, and what it is about: clauses and nouns under the request's word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_role_features import is_obliged
from truceline.extract.events_role_paths import demanded
from truceline.resources.lexicon import word_classes

_CLAUSES: Final = frozenset({"ccomp", "acl", "advcl", "xcomp", "relcl"})
_STATES: Final = frozenset("will would can could may might has have had is was are were does do did".split())
"""Helpers of a clause that tells what is so, and asks for nothing."""
MADE_BY: Final = frozenset("request behest demand invitation insistence urging".split())
"""Nouns whose "of" says who asks: "at the request of the council"."""


def asked(doc: Document, word: Token) -> tuple[Token, ...]:
    """Who shall do what is requested, by the clause under the word: "demanded that the farms hire", "called for the
    states to strengthen". Whoever something shall be done to is not asked."""
    found = [one for clause in _clauses(doc, word) for one in _doers(doc, clause)]
    if any(c.dep in ("xcomp", "advcl") and c.tag == "VB" and parse.has_to(doc, c) for c in doc.children(word)):
        found += parse.prep_objects(doc, word, "for")  # "called for the states to strengthen", hung on the verb
    return tuple(found)


def _clauses(doc: Document, word: Token) -> Iterator[Token]:
    over = doc.head(word)
    light = word.dep == "dobj" and word.pos == "NOUN" and parse.is_verb(over)
    for child in (*doc.children(word), *(doc.children(over) if light else ())):
        if child.dep in _CLAUSES and parse.is_clause_head(child):
            if _is_wish(doc, child) if child.head == word.i else _has_for(doc, child):
                yield child
        elif child.dep == "prep" and child.lower == "for":
            yield from (c for c in doc.children(child) if c.dep == "pcomp" and _is_wish(doc, c))
            yield from (k for c in doc.children(child) if c.dep == "pobj" for k in doc.children(c) if _is_to(doc, k))


def _is_wish(doc: Document, clause: Token) -> bool:
    """True for a clause of "that" or "for ... to", or one without that is no statement ("demanded Rohan leave")."""
    if any(c.dep == "aux" and c.lower in _STATES for c in doc.children(clause)):
        return False
    marked = any(c.dep == "mark" and c.lower == "that" for c in doc.children(clause))
    return marked or _has_for(doc, clause) or (clause.dep == "ccomp" and clause.tag == "VB")


def _has_for(doc: Document, clause: Token) -> bool:
    marked = any(c.dep == "mark" and c.lower == "for" for c in doc.children(clause))
    return marked and parse.has_to(doc, clause)


def _is_to(doc: Document, clause: Token) -> bool:
    """True for an infinitive hung on the noun that shall do it."""
    return clause.dep in ("acl", "relcl") and clause.tag == "VB" and parse.has_to(doc, clause)


def _doers(doc: Document, clause: Token) -> tuple[Token, ...]:
    if parse.is_passive(doc, clause):
        return parse.agents(doc, clause)
    own = tuple(parse.antecedent(doc, c) for c in doc.children(clause) if c.dep in parse.SUBJECTS)
    return own or ((doc.head(clause),) if _is_to(doc, clause) else ())


def must_do(doc: Document, verb: Token) -> frozenset[int]:
    """Heads of the subjects of a verb that says what must be done: unless it is "we", they ask for nothing."""
    if not parse.is_clause_head(verb) or not is_obliged(doc, verb):
        return frozenset()
    told = (one for head in parse.subjects(doc, verb) for one in parse.conjuncts(doc, head))
    return frozenset(t.i for t in told if t.lower not in ("we", "i"))


def leavers(doc: Document, word: Token) -> tuple[Token, ...]:
    """Who shall do what the demanded noun names: "called for the withdrawal of the troops", "Rohan's withdrawal"."""
    return tuple(t for n in _demanded(doc, word) if demanded(doc, n) == "quit" for t in _of(doc, n))


def who_shall_go(doc: Document, word: Token) -> tuple[Token, ...]:
    """Who shall leave an office or a place by what is demanded: "demanded that the mayor resign", "called for the king
    to go", "pressed for the removal of the judge"."""
    objects = [c for c in doc.children(word) if c.dep in ("dobj", "nsubjpass")]
    nouns = [n for o in (*objects, *parse.prep_objects(doc, word, "for")) for n in parse.conjuncts(doc, o)]
    of = [t for n in nouns if n.lemma.lower() in _GOING for t in _of(doc, n)]
    people = [o for o in (*objects, *nouns) if any(_leaves(c) and _is_to(doc, c) for c in doc.children(o))]
    told = [t for t in asked(doc, word) if _leaves(doc.head(t))]
    if any(_leaves(c) and c.dep in ("xcomp", "ccomp") for c in doc.children(word)):
        told += [*objects, *parse.prep_objects(doc, word, "on", "upon")]  # "calling on him to resign"
    return (*of, *people, *told)


def _leaves(verb: Token) -> bool:
    return verb.lemma in _LEAVING


_LEAVING: Final = frozenset("resign quit leave go step stand withdraw abdicate".split())
_GOING: Final = frozenset(
    "resignation ouster removal departure dismissal sacking overthrow impeachment downfall exit".split()
)


def spoken_of(doc: Document, word: Token) -> frozenset[int]:
    """Heads of those with whom something shall be done: "appealed for aid to the refugees", "demanded the extradition
    of the general", "demanded that the captives be freed". It is not they who are asked."""
    things = word_classes()["demanded_things"]
    nouns = (n for o in _objects(doc, word) for n in parse.conjuncts(doc, o))
    themes = [n for n in nouns if demanded(doc, n) == "theme" or parse.lemma_of(doc, n) in things]
    heads = [h for n in themes for h in (*_of(doc, n), *parse.prep_objects(doc, n, "to", "for"))]
    heads += [s for clause in _wishes(doc, word) if _is_undergone(doc, clause) for s in _subjects(doc, clause)]
    return frozenset(one.i for head in heads for one in parse.conjuncts(doc, head))


def _wishes(doc: Document, word: Token) -> Iterator[Token]:
    yield from _clauses(doc, word)
    if word.lemma == "want":
        # "wanted the camps closed"
        yield from (c for c in doc.children(word) if c.dep == "ccomp" and c.tag in ("VBN", "VBD"))


def _is_undergone(doc: Document, clause: Token) -> bool:
    wanted = clause.tag == "VBD" and doc.head(clause).lemma == "want"  # as the parse has it
    bare = (clause.tag == "VBN" or wanted) and not any(c.dep == "aux" for c in doc.children(clause))
    return parse.is_passive(doc, clause) or bare


def _subjects(doc: Document, clause: Token) -> Iterator[Token]:
    """Subjects of a clause; of one whose subject the parse takes for a clause ("the court shut in May be opened"), that
    clause's."""
    for child in doc.children(clause):
        if child.dep in ("csubj", "csubjpass"):
            yield from (c for c in doc.children(child) if c.dep in ("nsubj", "nsubjpass"))
        elif child.dep in ("nsubj", "nsubjpass"):
            yield child


def _demanded(doc: Document, word: Token) -> Iterator[Token]:
    """Nouns under the word of the request that name what is demanded."""
    for noun in _objects(doc, word):
        yield from (n for n in parse.conjuncts(doc, noun) if demanded(doc, n))


def _objects(doc: Document, word: Token) -> tuple[Token, ...]:
    objects = (c for c in doc.children(word) if c.dep in ("dobj", "nsubjpass"))
    return (*objects, *parse.prep_objects(doc, word, "for", "against"))


def _of(doc: Document, noun: Token) -> Iterator[Token]:
    """Whose a demanded noun is: by "of", as its owner, or as the name before it."""
    yield from parse.prep_objects(doc, noun, "of")
    for child in doc.children(noun):
        if child.dep == "poss" or (child.dep in ("amod", "compound", "nmod") and child.ent in ("GPE", "NORP", "ORG")):
            yield child
