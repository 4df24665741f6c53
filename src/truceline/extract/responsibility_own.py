"""Deeds that a group says to be its own side's, in roundabout words: "said the group was behind it", "was carried out
by its men", "'One of our men did it,' said"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.responsibility_acts import (
    DEED,
    Responsibility,
    anaphor_or_named,
    is_negated,
    is_nobody,
    subject_of,
)
from truceline.extract.responsibility_said import CARRIES_OUT, MAYBE, clauses_said, is_deed, of_complement

_WE = {"we", "us"}
_WORK = {"work", "handiwork"}
_GROUPS = {"movement", "group", "organization", "organisation", "front", "faction"}
_OWNERS = {"our", "its"}
_WEAK = {"take", "stop", "hold", "leave", "set", "open", "bring", "enter", "drive", "seize"}
"""Verbs of doing that tell of much besides force: "we took this decision"."""


def deeds_of_own_side(doc: Document, verb: Token) -> Iterator[Responsibility]:
    """What said_deeds leaves: a doer by a noun for the group, in a passive, or in the first person of a quotation that
    stands before who says it."""
    speaker = subject_of(doc, verb)
    if speaker is None or speaker.pos == "PRON" or is_nobody(doc, speaker) or is_negated(doc, verb):
        return
    for clause in (c for c in clauses_said(doc, verb) if c.dep != "xcomp"):
        if {c.lower for c in doc.children(clause)} & MAYBE:
            continue
        negated = is_negated(doc, clause)
        if told := _passive(doc, clause):
            doers, noun = told
            owners = _OWNERS | {"his", "their"} if DEED.match(noun.lemma.lower()) else _OWNERS
            if any(_is_of_side(doc, d, owners) for d in doers):
                about = Span(min(noun.start, clause.start), max(noun.end, clause.end))
                yield Responsibility(speaker, about, anaphor_or_named(noun), negated, verb.span, noun, of_group=True)
            continue
        if negated:
            continue
        doers = tuple(c for c in doc.children(clause) if c.dep == "nsubj")
        first = clause.i < verb.i and any(_is_first_person(doc, d) for d in doers)
        past = clause.tag in {"VBD", "VBN"} or clause.lemma == "be"
        if past and clause.lemma not in _WEAK and (first or any(_is_the_group(doc, d) for d in doers)):
            for said in of_complement(doc, verb, clause, speaker):
                if not said.denied:
                    yield replace(said, of_group=True)


def _passive(doc: Document, clause: Token) -> tuple[tuple[Token, ...], Token] | None:
    """Who did it and what, of "the attack was carried out by X" and "the attack was the work of X"; None for others."""
    noun = next((c for c in doc.children(clause) if c.dep in {"nsubj", "nsubjpass"}), None)
    if noun is None:
        return None
    if clause.lemma == "be":
        work = [c for c in doc.children(clause) if c.dep == "attr" and c.lemma in _WORK]
        doers = tuple(t for w in work for t in parse.prep_objects(doc, w, "of"))
        return (doers, noun) if work else None
    if not parse.is_passive(doc, clause):
        return None
    lemma = clause.lemma.lower()
    return (parse.agents(doc, clause), noun) if lemma in CARRIES_OUT | {"do"} or is_deed(lemma) else None


def _is_of_side(doc: Document, doer: Token, owners: set[str]) -> bool:
    """True for the speaker's own men, "us", "the group"."""
    return doer.lower in _WE | {"it", "them"} or _is_own_man(doc, doer, owners) or _is_the_group(doc, doer)


def _is_own_man(doc: Document, doer: Token, owners: set[str]) -> bool:
    """As in "its fighters", "one of our men"; not "their own guards"."""
    men = (doer, *parse.prep_objects(doc, doer, "of"))
    for man in men:
        below = doc.children(man)
        owned = any(c.dep == "poss" and c.lower in owners for c in below)
        if owned and not any(c.lower == "own" for c in below):
            return True
    return False


def _is_first_person(doc: Document, doer: Token) -> bool:
    """True for "we", "our fighters", "one of our men"."""
    ours = any(c.lower == "our" for t in (doer, *parse.prep_objects(doc, doer, "of")) for c in doc.children(t))
    return doer.lower in _WE or ours


def _is_the_group(doc: Document, doer: Token) -> bool:
    """True for "the group", which names nobody else: not "the Islamist group", "the rebel group Hamas"."""
    below = doc.children(doer)
    bare = not any(c.dep in {"compound", "appos", "nmod", "relcl", "acl", "amod"} for c in below)
    return doer.lemma in _GROUPS and bare and any(c.lower in {"the", "his", "their"} for c in below)
