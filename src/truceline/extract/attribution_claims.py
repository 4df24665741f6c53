"""Claims and denials of responsibility: who says "we did it", who says "we did not"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from truceline.domain.codes import EventType, Status
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.attribution_speaker import UNNAMED, Voice, Voices
from truceline.resources.speech import load_outlets

_CLAIMABLE = {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST}
_TAKES = {"claim", "take", "accept", "assume", "admit", "acknowledge"}
_CREDIT = {"responsibility", "credit"}
_DENIES = {"deny", "reject", "disclaim", "dismiss", "refute"}
_DENIED = {"responsibility", "involvement", "role", "link", "part", "complicity"}
_SAYS = {"say", "claim", "announce", "tell", "declare", "boast", "state", "add"}
_DEED = re.compile(
    r"^(?:attack|bomb|strike|raid|assault|ambush|kill|kidnap|abduct|assassinat|shoot|explosion|blast|murder|"
    r"shell|rocket|launch|hit|massacre|operation|incident|fir|hijack|slay|detonat|death|down|execution|mine)"
)
_DEED_NOUNS = {
    "attack", "operation", "assault", "incident", "strike", "bombing", "blast", "explosion", "killing",
    "ambush", "raid",
    "kidnapping", "abduction", "murder", "assassination", "shooting", "action", "death", "rocket", "missile", "bomb",
}  # fmt: skip
_CALLED = {"call", "name", "know", "style", "dub"}
_OFFICERS = {"spokesman", "spokeswoman", "spokesperson", "commander", "leader", "member", "official", "representative"}
_DOING = {"carry", "stage", "launch", "mount", "conduct", "perpetrate", "plant", "fire", "undertake", "execute"}


@dataclass(frozen=True, slots=True)
class _Responsibility:
    head: Token
    """Head of the phrase that names who claims or denies."""
    about: Span
    """The words that say what for; the sentence where none are given."""
    denied: bool
    verb: Span
    """The verb of claiming or denying: an event that is the claim itself is not what it is about."""
    names_deed: bool = True
    """False where the words alone do not say what for ("claimed responsibility")."""
    beside: bool = False
    """True for "... in an attack claimed by X": about the act that its own sentence tells."""


def responsibility(
    doc: Document, group: tuple[EventMention, ...], actors: tuple[Actor, ...]
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Entities that claim, and entities that deny, having done the group's act."""
    if not group:
        return (), ()
    claimed: dict[str, Entity] = {}
    denied: dict[str, Entity] = {}
    voices: Voices | None = None
    by_key = {a.key: a for a in actors}
    for found in _responsibilities(doc):
        if not found.denied and (group[0].type not in _CLAIMABLE or group[0].status is Status.FUTURE):
            continue
        if not _concerns(doc, found, group):
            continue
        voices = voices or Voices(doc, actors, load_outlets())
        for head in _named_heads(doc, found.head):
            voice = voices.read(head)
            if voice.name == UNNAMED.name:
                continue
            entity = _entity(voice, by_key.get(voice.key or ""))
            (denied if found.denied else claimed).setdefault(
                voice.key or re.sub(r"^al[- ]", "", entity.name.lower()), entity
            )
    return tuple(claimed.values()), tuple(denied.values())


def _entity(voice: Voice, actor: Actor | None) -> Entity:
    """The group for a person who speaks for it; the name, else, with the affiliation beside it."""
    speaks_for = voice.number == "person" and voice.heads & _OFFICERS
    name = voice.affiliation if speaks_for and voice.affiliation else voice.name
    if actor is None:
        return Entity(name, mention=voice.span, affiliation=voice.affiliation)
    registry_id = (actor.affiliation_id if speaks_for else None) or actor.registry_id
    return Entity(name, registry_id, voice.span, voice.affiliation, str(actor.kind), actor.country)


def _named_heads(doc: Document, head: Token) -> list[Token]:
    """The heads of the names behind "a group called X", "X, an alliance that ...", "groups including X and Y"."""
    if head.pos != "NOUN":
        return [head]
    for child in doc.children(head):
        if child.dep == "acl" and child.lemma in _CALLED:
            named = next((c for c in doc.children(child) if c.dep in {"oprd", "attr", "dobj", "pobj"}), None)
            if named is None:
                named = next((t for t in doc.subtree(child) if t.pos == "PROPN" and t.i > child.i), None)
            if named is not None:
                return [named]
        if child.lower in {"including", "namely", "like"} and child.i > head.i:
            first = next((c for c in doc.subtree(child) if c.dep == "pobj"), None)
            if first is not None:
                return _listed(doc, first)
    if head.dep == "appos" and doc.head(head).pos in {"PROPN", "NOUN"}:
        named = doc.head(head)
        # "the Resistance in Iraq, an alliance that": the parse ties the apposition to the last word of the name.
        while named.dep == "pobj" and doc.head(doc.head(named)).pos == "PROPN":
            named = doc.head(doc.head(named))
        return [named]
    return [head]


def _listed(doc: Document, first: Token) -> list[Token]:
    """Coordinated names; for "armed wings of X" and "of Y" the phrase as it stands."""
    found = [first]
    for child in doc.children(first):
        if child.dep == "conj":
            found.extend(_listed(doc, child))
        elif child.lower == "of":
            inner = next((c for c in doc.children(child) if c.dep == "pobj"), None)
            if inner is not None:
                found.extend(c for c in _listed(doc, inner)[1:])
    return found


def _responsibilities(doc: Document) -> Iterator[_Responsibility]:
    for token in doc.tokens:
        lemma = token.lemma.lower()
        if token.pos == "VERB":
            if lemma in _TAKES or lemma in _DENIES:
                yield from _of_verb(doc, token, lemma)
            if lemma in _SAYS:
                yield from _says_did(doc, token)
        elif lemma == "responsibility" and token.pos == "NOUN":
            yield from _nominal(doc, token)


def _of_verb(doc: Document, token: Token, lemma: str) -> Iterator[_Responsibility]:
    if any(c.dep == "neg" for c in doc.children(token)):
        return
    below = doc.subtree(token)
    mine = {token.i, *(c.i for c in doc.children(token))}
    objects = {t.lemma.lower() for t in below if t.dep in {"dobj", "nsubjpass", "conj"} and doc.head(t).i in mine}
    passive = any(c.dep == "auxpass" for c in doc.children(token)) or (token.tag == "VBN" and token.dep == "acl")
    denied = lemma in _DENIES
    if denied:
        takes = bool(objects & _DENIED) or (
            lemma == "deny" and any(c.dep in {"xcomp", "ccomp"} and c.i > token.i for c in doc.children(token))
        )
    else:
        takes = bool(objects & _CREDIT) and not _for_the_future(doc, token)
        if not takes and lemma == "claim":
            deed = (
                doc.head(token)
                if token.dep == "acl"
                else next((c for c in doc.children(token) if c.dep in {"dobj", "nsubjpass"}), None)
            )
            if deed is not None and deed.lemma in {"number", "series", "string", "spate", "dozen"}:
                deed = next((t for t in doc.subtree(deed) if t.dep == "pobj"), deed)
            takes = deed is not None and bool(_DEED.match(deed.lemma.lower())) and deed.pos == "NOUN"
    if not takes:
        return
    head = _by(doc, token) if passive else _subject(doc, token)
    if head is None or head.lower in {"no", "nobody", "none"} or _negative(doc, head):
        return
    subject = {t.i for t in doc.subtree(head)} if head.head == token.i else set()
    words = [t for t in below if t.i not in subject]
    span = Span(min(t.start for t in words), max(t.end for t in words))
    if token.dep == "acl":
        parent = doc.subtree(doc.head(token))
        span = Span(parent[0].start, parent[-1].end)
    named = any(_DEED.match(t.lemma.lower()) for t in words if t.pos in {"NOUN", "VERB"} and t.i != token.i)
    yield _Responsibility(head, span, denied, token.span, named, beside=token.dep == "acl")


def _for_the_future(doc: Document, verb: Token) -> bool:
    """As in "takes responsibility for protecting": not a deed done."""
    return verb.tag in {"VBP", "VBZ", "VB"} and verb.lemma != "claim"


def _says_did(doc: Document, verb: Token) -> Iterator[_Responsibility]:
    """As in "The group said it had carried out the attack" and "the rebels claimed to shoot it down"."""
    for child in doc.children(verb):
        if (
            child.dep not in {"ccomp", "xcomp"}
            or child.pos != "VERB"
            or any(c.dep in {"neg", "auxpass"} for c in doc.children(child))
        ):
            continue
        did = child.lemma in _DOING or bool(_DEED.match(child.lemma))
        if not did or any(c.lower in {"will", "would", "could", "may", "might"} for c in doc.children(child)):
            continue
        speaker = _subject(doc, verb)
        actor = next((c for c in doc.children(child) if c.dep == "nsubj"), None)
        if speaker is None or speaker.lower in {"i", "we", "he", "she"} or child.i < verb.i:
            continue
        if actor is None:
            itself = child.dep == "xcomp" and verb.lemma == "claim"
        else:
            itself = actor.lower in {"it", "they", "we"} or _own_man(doc, actor, speaker)
        if itself and (
            verb.lemma == "claim"
            or child.lemma in _DOING
            or (actor is not None and actor.lower in {"it", "they", "we"})
        ):
            last = next((c for c in doc.children(child) if c.dep == "dobj"), child)
            yield _Responsibility(speaker, Span(child.start, last.end), False, verb.span)


def _own_man(doc: Document, actor: Token, speaker: Token) -> bool:
    """As in "one of its fighters", "the movement's fighters", "a Taliban fighter" beside a Taliban commander."""
    words = doc.subtree(actor)
    if any(
        t.dep == "poss"
        and (t.lower in {"its", "their", "our"} or t.lemma in {"movement", "group", "organization", "organisation"})
        for t in words
    ):
        return True
    names = {t.text for t in doc.subtree(speaker) if t.pos == "PROPN"}
    return actor.pos == "NOUN" and any(t.pos == "PROPN" and t.text in names for t in words)


def _nominal(doc: Document, token: Token) -> Iterator[_Responsibility]:
    """As in "a claim of responsibility by X"; the verb forms are read elsewhere."""
    verb = doc.head(token)
    if verb.lower == "of" and doc.head(verb).lemma in {"claim", "admission"}:
        head = _by(doc, doc.head(verb))
        if head is not None:
            yield _Responsibility(head, doc.sentences[token.sent], False, token.span)


def _subject(doc: Document, verb: Token) -> Token | None:
    token = verb
    for _ in range(4):
        subject = next((c for c in doc.children(token) if c.dep in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return doc.head(token) if subject.tag in {"WP", "WDT"} and token.dep == "relcl" else subject
        if token.dep in {"acl", "relcl"}:
            return doc.head(token)
        if token.dep not in {"conj", "xcomp", "advcl", "pcomp"}:
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


_FAR = 15
"""Sentences from the head of a report within which "the attack" that somebody claims is that of the first sentence."""


def _is_definite_deed(doc: Document, token: Token) -> bool:
    """As in "the attack", "Friday's bombing", "both blasts"."""
    if token.lemma.lower() not in _DEED_NOUNS or token.pos != "NOUN":
        return False
    return any(
        c.lower in {"the", "this", "that", "both"} or (c.dep == "poss" and c.ent == "DATE") for c in doc.children(token)
    )


def _concerns(doc: Document, found: _Responsibility, group: tuple[EventMention, ...]) -> bool:
    """True when the claim is about the group's act: it names a trigger, or comes back to it by a definite noun."""
    if any(found.about.overlaps(m.trigger) and not found.verb.overlaps(m.trigger) for m in group):
        return True
    if found.denied or group[0].type is not EventType.ASSAULT:
        return False
    sentence = doc.sentence_at(found.about.start)
    if (found.beside or not found.names_deed) and any(m.sentence == sentence for m in group):
        return True
    if found.beside:
        return False
    definite = any(_is_definite_deed(doc, t) for t in doc.tokens_in(found.about))
    if definite and len(group) > 1 and min(m.sentence for m in group) == 0 and sentence <= _FAR:
        return True  # "Friday's attack" late in a report is what its first sentence tells
    before = max((m.sentence for m in group if m.sentence < sentence), default=None)
    if before is None or (found.names_deed and not definite):
        return False
    same_paragraph = doc.paragraph_at(doc.sentences[before].start) == doc.paragraph_at(found.about.start)
    return sentence - before <= (2 if same_paragraph and not found.names_deed else 1)
