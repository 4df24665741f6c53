"""Claims and denials of responsibility: who says "we did it", who says "we did not"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from truceline.domain.codes import EventType
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.attribution_speaker import Voices
from truceline.resources.speech import load_outlets

_TAKES = {"claim", "take", "accept", "assume", "admit", "acknowledge"}
_CREDIT = {"responsibility", "credit"}
_DENIES = {"deny", "reject", "disclaim", "dismiss"}
_DENIED = {"responsibility", "involvement", "role", "link", "part", "complicity"}
_DEED = re.compile(
    r"^(?:attack|bomb|strike|raid|assault|ambush|killing|kidnap|abduct|assassinat|shoot|explosion|blast|murder|"
    r"shell|rocket|launch|hit|massacre|operation|incident|fir|hijack|slay|detonat|death|downing|execution)"
)
_DEED_NOUNS = {"attack", "operation", "assault", "incident", "strike", "bombing", "blast", "explosion", "killing"}


@dataclass(frozen=True, slots=True)
class _Responsibility:
    head: Token
    """Head of the phrase that names who claims or denies."""
    about: Span
    """The words that say what for; the sentence where none are given."""
    denied: bool


def responsibility(
    doc: Document, group: tuple[EventMention, ...], actors: tuple[Actor, ...]
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Entities that claim, and entities that deny, having done the group's act."""
    if not group or group[0].type not in {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST}:
        return (), ()
    claimed: dict[str, Entity] = {}
    denied: dict[str, Entity] = {}
    voices: Voices | None = None
    for found in _responsibilities(doc):
        if not _concerns(doc, found, group):
            continue
        voices = voices or Voices(doc, actors, load_outlets())
        voice = voices.read(found.head)
        name = voice.affiliation if voice.number == "person" and voice.affiliation else voice.name
        entity = Entity(name, mention=voice.span, affiliation=voice.affiliation)
        (denied if found.denied else claimed).setdefault(name.lower(), entity)
    return tuple(claimed.values()), tuple(denied.values())


def _responsibilities(doc: Document) -> Iterator[_Responsibility]:
    for token in doc.tokens:
        lemma = token.lemma.lower()
        if token.pos not in {"VERB", "NOUN"}:
            continue
        if lemma in _TAKES or lemma in _DENIES:
            yield from _of_verb(doc, token, lemma)
        elif lemma == "responsibility" and token.pos == "NOUN":
            yield from _nominal(doc, token)


def _of_verb(doc: Document, token: Token, lemma: str) -> Iterator[_Responsibility]:
    if token.pos != "VERB" or any(c.dep == "neg" for c in doc.children(token)):
        return
    below = doc.subtree(token)
    objects = {t.lemma.lower() for t in below if t.dep in {"dobj", "nsubjpass", "conj"} and doc.head(t).i in {token.i, *(
        c.i for c in doc.children(token))}}
    passive = any(c.dep == "auxpass" for c in doc.children(token)) or (token.tag == "VBN" and token.dep == "acl")
    denied = lemma in _DENIES
    if denied:
        takes = bool(objects & _DENIED) or any(
            c.dep in {"xcomp", "ccomp"} and _DEED.match(" ".join(t.lemma for t in doc.subtree(c) if t.pos == "VERB"))
            for c in doc.children(token)
        )
    else:
        takes = bool(objects & _CREDIT)
        if not takes and lemma == "claim":
            deed = doc.head(token) if token.dep == "acl" else next((c for c in doc.children(token) if c.dep in {"dobj", "nsubjpass"}), None)
            takes = deed is not None and bool(_DEED.match(deed.lemma.lower())) and deed.pos == "NOUN"
    if not takes:
        return
    head = _by(doc, token) if passive else _subject(doc, token)
    if head is None or head.lower in {"no", "nobody", "none"} or _negative(doc, head):
        return
    first = min(t.start for t in below)
    span = Span(first, max(t.end for t in below))
    if token.dep == "acl":
        parent = doc.subtree(doc.head(token))
        span = Span(parent[0].start, parent[-1].end)
    yield _Responsibility(head, span, denied)


def _nominal(doc: Document, token: Token) -> Iterator[_Responsibility]:
    """"a claim of responsibility by X"; the verb forms are read elsewhere."""
    verb = doc.head(token)
    if verb.lower == "of" and doc.head(verb).lemma in {"claim", "admission"}:
        head = _by(doc, doc.head(verb))
        if head is not None:
            yield _Responsibility(head, doc.sentences[token.sent], False)


def _subject(doc: Document, verb: Token) -> Token | None:
    token = verb
    for _ in range(4):
        subject = next((c for c in doc.children(token) if c.dep in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return doc.head(token) if subject.tag in {"WP", "WDT"} and token.dep == "relcl" else subject
        if token.dep in {"acl", "relcl"}:
            return doc.head(token)
        if token.dep not in {"conj", "xcomp", "advcl", "pcomp", "ccomp"}:
            return None
        token = doc.head(token)
    return None


def _by(doc: Document, verb: Token) -> Token | None:
    for child in doc.subtree(verb):
        if child.lower == "by" and child.dep in {"agent", "prep"}:
            return next((c for c in doc.children(child) if c.dep == "pobj"), None)
    return None


def _negative(doc: Document, head: Token) -> bool:
    return any(c.lower in {"no", "neither"} for c in doc.children(head))


def _concerns(doc: Document, found: _Responsibility, group: tuple[EventMention, ...]) -> bool:
    """True when the claim is about the group's act: it names a trigger, or comes back to it by a definite noun."""
    if any(found.about.overlaps(m.trigger) for m in group):
        return True
    sentence = doc.sentence_at(found.about.start)
    if any(m.sentence == sentence for m in group):
        return True
    words = doc.tokens_in(found.about)
    definite = any(
        t.lemma.lower() in _DEED_NOUNS and t.pos == "NOUN" and any(c.lower in {"the", "this", "that", "both"} for c in doc.children(t))
        for t in words
    )
    named = any(_DEED.match(t.lemma.lower()) and t.pos in {"NOUN", "VERB"} for t in words)
    if not definite and named:
        return False
    before = max((m.sentence for m in group if m.sentence < sentence), default=None)
    return before is not None and sentence - before <= 3 and group[0].type is EventType.ASSAULT
