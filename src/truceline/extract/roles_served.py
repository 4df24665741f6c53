"""Who has no part in what is done to a truce: whom it is to serve ("a truce that was meant to give the council time"
was not ended against the council), anybody where it ends by itself, and who only welcomes one that others made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from truceline.domain.codes import EventType
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


def ends_by_itself(doc: Document, group: Sequence[EventMention]) -> bool:
    """True where all that tells of an end says only that it came: "the truce between the clans collapsed".

    Nobody is its actor then (codebook section 8); of 26 such ends in annotated reports one has one.
    """
    heads = [doc.syntactic_head(m.trigger) for m in group if m.type is EventType.REJECT]
    return bool(heads) and all(h is not None and _falls(doc, h) for h in heads)


def _falls(doc: Document, verb: Token) -> bool:
    """True for a verb by which a thing ends and that nobody is told to do. Who declares that it has ended, or says so
    of his own, ends it."""
    if verb.dep == "nsubj":
        verb = doc.head(verb)  # the truce as the word for its end
    below = {c.lower for c in doc.children(verb)}
    falling = verb.lemma in word_classes()["falling"] or any((verb.lemma, w) in _FALLING for w in below)
    if not parse.is_verb(verb) or not falling or any(c.dep in ("dobj", "nsubjpass") for c in doc.children(verb)):
        return False
    subjects = parse.subjects(doc, verb)
    own = any(c.lower in ("its", "their", "our", "his") for s in subjects for c in doc.children(s))
    declared = verb.dep == "ccomp" and doc.head(verb).lemma in ("declare", "announce", "proclaim")
    return bool(subjects) and not own and not declared and not any(_is_party(doc, s) for s in subjects)


_FALLING: Final = frozenset({("break", "down"), ("fall", "apart"), ("run", "out"), ("be", "over")})


def _is_party(doc: Document, token: Token) -> bool:
    party = word_classes()["force"] | word_classes()["party"]
    return token.ent in ("GPE", "NORP", "ORG", "PERSON") or parse.lemma_of(doc, token) in party


def welcomers_of_truce(doc: Document, group: Sequence[EventMention]) -> frozenset[int]:
    """Heads of those who welcome a truce that others made, or urge others to keep it: "welcomed the truce agreed in
    May", "urged both sides to respect the ceasefire that was agreed"."""
    if any(m.type not in (EventType.AGREE, EventType.CONCEDE) for m in group):
        return frozenset()
    found: set[int] = set()
    for token in (doc.syntactic_head(m.trigger) for m in group):
        steps, nested = 0, False
        while token is not None and token.head != token.i and steps < _STEPS:
            nested |= token.dep in ("acl", "relcl", "dobj", "pobj", "nsubj", "nsubjpass", "ccomp")
            above = doc.head(token)
            if nested and parse.is_verb(above) and above.lemma in word_classes()["welcoming"]:
                found |= {t.i for t in _with_modifiers(doc, parse.subjects(doc, above))}
                break
            token, steps = above, steps + 1
    return frozenset(found)


_STEPS: Final = 6


def _given(doc: Document, verb: Token) -> list[Token]:
    """Those to whom a verb gives or allows something, and the words before them that say which."""
    whole = (verb, *(c for c in doc.children(verb) if c.dep == "ccomp"))  # "to let the guilds send food"
    return _with_modifiers(doc, [c for v in whole for c in doc.children(v) if c.dep in _GIVEN])


def _with_modifiers(doc: Document, heads: Iterable[Token]) -> list[Token]:
    """Heads of phrases with what they are coordinated with, and the words before them that say which."""
    found = list(heads)
    for _ in range(2):  # "the council time", "the Gondorian council"
        found += [k for c in found for k in doc.children(c) if k.dep in ("compound", "nmod", "amod", "poss")]
    return parse.all_joined(doc, found)


def _truces(doc: Document, mention: EventMention) -> list[Token]:
    """The truce of the trigger: itself or its object."""
    words = doc.tokens_in(mention.trigger)
    objects = (o for t in words if t.pos == "VERB" for o in parse.patients(doc, t))
    return [t for t in (*words, *objects) if parse.lemma_of(doc, t) in word_classes()["truce"]]
