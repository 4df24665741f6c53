"""Claims and denials of responsibility: who says "we did it", who says "we did not"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.attribution_speaker import UNNAMED, Voice, Voices
from truceline.extract.responsibility_acts import About
from truceline.extract.responsibility_links import acts_of
from truceline.extract.responsibility_said import PAPERS
from truceline.extract.responsibility_words import find_words
from truceline.resources.speech import load_outlets

_CALLED = {"call", "name", "know", "style", "dub"}
_OFFICERS = {"spokesman", "spokeswoman", "spokesperson", "commander", "leader", "member", "official", "representative"}
_STATE = {
    ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.POLICE, ActorKind.MISSION, ActorKind.IGO,
    ActorKind.JUDICIARY, ActorKind.LEGISLATURE,
}  # fmt: skip
_NO_GROUP = _STATE | {ActorKind.NGO, ActorKind.MEDIA, ActorKind.BUSINESS, ActorKind.CIVILIANS}
_STATE_NOUNS = {
    "army", "troop", "military", "police", "ministry", "government", "navy", "force", "soldier", "command", "officer",
    "general", "colonel", "brigadier", "minister", "division", "regiment", "air",
}  # fmt: skip
_OF_STATES = {"NATO", "ISAF", "AMISOM", "Nato"}
"""States' own alliances, whose reports of their operations are no claims."""
_PEOPLES = {"NORP", "GPE"}
_NO_SPEAKER = {"DATE", "TIME", "CARDINAL", "ORDINAL", "LAW"}

_ANYBODY = {"man", "woman", "person", "youth", "nobody"}
_NAMING = {"pobj", "oprd", "dobj", "attr", "appos"}

Claims = tuple[tuple[Entity, ...], tuple[Entity, ...]]


def responsibility(
    doc: Document, groups: Sequence[tuple[EventMention, ...]], actors: tuple[Actor, ...]
) -> list[Claims]:
    """For each event of a report, by its mentions: who claims, and who denies, having done it.

    What an army or a government says of its own operations is a report of them, not a claim, unless it says that it was
    behind an act or takes responsibility for it.
    """
    claimed: list[dict[str, Entity]] = [{} for _ in groups]
    denied: list[dict[str, Entity]] = [{} for _ in groups]
    voices: Voices | None = None
    by_key = {a.key: a for a in actors}
    for said in find_words(doc):
        meant = acts_of(doc, said, groups)
        if not meant:
            continue
        voices = voices or Voices(doc, actors, load_outlets())
        for head in _named_heads(doc, said.head):
            voice = voices.read(head)
            if voice.name == UNNAMED.name or head.ent in _NO_SPEAKER:
                continue
            actor = by_key.get(voice.key or "")
            own = next((a for a in actors if voice.affiliation and a.name == voice.affiliation), None)
            if (said.kind is About.OWN or said.of_group) and _is_state(doc, head, voice, actor, own):
                continue
            if said.of_group and not _is_of_group(voice, actor, own):
                continue
            people = {t.text for t in doc.subtree(head) if t.ent in _PEOPLES}
            entity = _entity(voice, actor, of_people=voice.affiliation in people)
            key = voice.key or re.sub(r"^al[- ]", "", entity.name.lower())
            for n in meant:
                (denied if said.denied else claimed)[n].setdefault(key, entity)
    return [(tuple(c.values()), tuple(d.values())) for c, d in zip(claimed, denied, strict=True)]


def _is_state(doc: Document, head: Token, voice: Voice, actor: Actor | None, own: Actor | None) -> bool:
    """True for a state, its forces and its officers, and for anybody who speaks for them.

    own: whom the speaker speaks for.
    """
    if head.text in _OF_STATES:
        return True
    if own is not None and own.kind in ARMED_KINDS | {ActorKind.PARTY, ActorKind.UNKNOWN}:
        return False
    if actor is not None and actor.registry_id:
        return actor.kind in _STATE
    if head.ent in {"GPE", "NORP"} or (actor is not None and actor.kind in _STATE - {ActorKind.STATE_FORCE}):
        return True
    words = {t.lemma.lower() for t in doc.subtree(head) if t.i <= head.i and t.pos == "NOUN"}
    return bool((words | {w.lower() for w in voice.heads if head.pos == "NOUN"}) & _STATE_NOUNS)


def _is_of_group(voice: Voice, actor: Actor | None, own: Actor | None) -> bool:
    """True for a group by its name and for who is told with his; not where that is a state, a body of states or an
    outlet."""
    if voice.outlet:
        return False
    if voice.affiliation:
        return own is None or own.kind not in _NO_GROUP
    return voice.number in ("name", "body") and (actor is None or actor.kind not in _NO_GROUP)


def _entity(voice: Voice, actor: Actor | None, *, of_people: bool) -> Entity:
    """The group for a person who speaks for it; the name, else, with the affiliation beside it.

    of_people: whether only his people is told ("the Chechen leader"), which claims nothing.
    """
    speaks_for = voice.number == "person" and voice.heads & _OFFICERS and not of_people
    name = voice.affiliation if speaks_for and voice.affiliation else voice.name
    if actor is None:
        return Entity(name, mention=voice.span, affiliation=voice.affiliation)
    registry_id = (actor.affiliation_id if speaks_for else None) or actor.registry_id
    return Entity(name, registry_id, voice.span, voice.affiliation, str(actor.kind), actor.country)


def _named_heads(doc: Document, head: Token) -> list[Token]:
    """The heads of the names behind "a group called X", "X, an alliance that ...", "groups including X and Y"."""
    if head.pos != "NOUN":
        return [head]
    if head.lemma.lower() in PAPERS:
        signed = _signed(doc, head)
        return [] if signed is None else [signed]
    for child in doc.children(head):
        if child.dep == "appos" and child.pos == "PROPN" and child.i > head.i:
            return [head if _tells_group(doc, head) else child]
        if child.dep == "acl" and child.lemma in _CALLED:
            named = next((c for c in doc.children(child) if c.dep in {"oprd", "attr", "dobj", "pobj"}), None)
            if named is None:
                names = (t for t in doc.subtree(child) if t.pos == "PROPN" and t.i > child.i)
                named = next((t for t in names if t.dep not in ("compound", "nmod")), None)
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
    return [] if head.lemma.lower() in _ANYBODY else [head]


def _tells_group(doc: Document, officer: Token) -> bool:
    """True for "a Lorien Front spokesman", "a spokesman for the Front": the claim is the Front's, not his."""
    named = [*parse.modifiers(doc, officer), *parse.prep_objects(doc, officer, "for", "of")]
    return officer.lemma.lower() in _OFFICERS and any(t.pos == "PROPN" and t.ent not in _PEOPLES for t in named)


def _signed(doc: Document, paper: Token) -> Token | None:
    """Whose a message is: "a leaflet signed X", "a website that carries statements of X", "a statement by X"."""
    names = (t for t in doc.subtree(paper) if t.pos == "PROPN" and t.i > paper.i and t.dep in _NAMING)
    return next((t for t in names if t.ent not in {"GPE", "LOC", "DATE", "FAC"}), None)


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
