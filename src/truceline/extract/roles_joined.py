"""Victims told in one breath: "seven patients and a nurse", "a farmer and his two sons" are one party, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.roles_choice import Chosen
from truceline.resources.harm import harm_class, load_person_nouns
from truceline.resources.lexicon import word_classes

_MOST_WORDS: Final = 12
_MANY: Final = frozenset({"a", "an", "several", "dozens", "some"})


def join_victims(doc: Document, chosen: Sequence[Chosen]) -> list[Chosen]:
    """The sides chosen, with unnamed people that are coordinated with each other as one recipient."""
    joint = {i: w for i, c in enumerate(chosen) if c.role is Role.RECIPIENT and (w := _told_with(doc, c.entity))}
    names = {i: " ".join(w.of(doc.text).split()) for i, w in joint.items()}
    out: list[Chosen] = []
    for i, each in enumerate(chosen):
        if i in joint:
            each = replace(each, entity=replace(each.entity, name=names[i], mention=joint[i]))
            if not any(c.entity.name == names[i] for c in out):
                out.append(each)
        elif each.role is not Role.RECIPIENT or not any(_is_part(each.entity, n) for n in names.values()):
            out.append(each)
    return out


def _is_part(entity: Entity, told: str) -> bool:
    """True for one of those told in a breath who is chosen by another phrase: "a woman" for "her"."""
    return entity.id is None and entity.affiliation is None and f" {entity.name} " in f" {told} "


def _told_with(doc: Document, entity: Entity) -> Span | None:
    """The phrase of all with whom somebody unnamed is told in one breath; None where he is told alone."""
    if entity.id or entity.affiliation or entity.mention is None or entity.kind not in (None, "civilians"):
        return None
    head = doc.syntactic_head(entity.mention)
    if head is None or not _is_unnamed(doc, head):
        return None
    first = head
    while first.dep == "conj" and doc.head(first).i != first.i and _is_unnamed(doc, doc.head(first)):
        first = doc.head(first)
    linked = parse.conjuncts(doc, first)
    if len(linked) < 2 or not all(_is_unnamed(doc, t) for t in linked):
        return None
    start = min(doc.subtree(c)[0].start for c in (first, *doc.children(first)) if c.i <= first.i)
    last = max(linked, key=lambda t: t.i)
    whole = Span(start, last.end)
    return whole if len(whole.of(doc.text).split()) <= _MOST_WORDS else None


def _is_unnamed(doc: Document, token: Token) -> bool:
    """True for people who are counted, brought in by "a", or told by whose they are: "two nurses", "his wife"."""
    lemma = parse.lemma_of(doc, token)
    if token.pos != "NOUN" or token.ent or (lemma not in load_person_nouns() and lemma not in harm_class("kin")):
        return False
    if lemma in word_classes()["force"] - {"guard"}:
        return False
    before = [c for c in doc.children(token) if c.i < token.i]
    if any(c.dep == "compound" and c.tag == "NNP" and c.ent in ("ORG", "NORP", "PERSON") for c in before):
        return False  # "a Hamas official and his bodyguard": his party is named
    kin = any(c.dep == "poss" and c.pos == "PRON" for c in before)
    return kin or any(c.dep == "nummod" or c.lower in _MANY for c in before)
