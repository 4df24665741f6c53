"""Whose people an event is about: who they belong to is somebody else than they.

"Petrov's wife met the ministers" is no meeting of Petrov's; "the mayor's adviser resigned" is no step of the mayor's,
though what the adviser says may be said for him.
"""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.events import Entity
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_entities import clean, core_of
from truceline.extract.roles_candidate import Candidate
from truceline.resources.lexicon import word_classes

_OF_BODIES: Final = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION})
_IN_PERSON: Final = frozenset(
    "resign quit charge indict convict sentence arraign jail prosecute try arrest detain release free".split()
)
"""Verbs of what befalls or is done by a man himself, whomever he serves."""


def is_in_person(doc: Document, anchor: Token, kind: EventType) -> bool:
    """True for an event that is of a man himself and not of whom he serves: he is shot, arrested, charged, resigns."""
    return kind in _OF_BODIES or parse.lemma_of(doc, anchor) in _IN_PERSON


def is_owner_only(each: Candidate) -> bool:
    """True for whom the event's best sentence tells only as whose people somebody is: Petrov of "met Petrov's wife"."""
    return _is_owner(each) and not each.get("foe's")


def is_foes_target(each: Candidate) -> bool:
    """True for whom it tells only as whose foes somebody is: what his critics do he may suffer but does not do."""
    return _is_owner(each) and each.get("foe's") > 0


def is_foe(doc: Document, noun: Token) -> bool:
    """True for a noun of those who are against somebody."""
    return parse.lemma_of(doc, noun) in ("critic", "opponent", "rival")


def _is_owner(each: Candidate) -> bool:
    return bool(each.heads) and not each.get("lead himself") and each.get("speaker") < 1


def people_owned_by(doc: Document, token: Token, *, in_person: bool) -> Token | None:
    """The noun for the people of somebody who stands before them or behind "of", "to" or "for": the wife of "Petrov's
    wife", where the event is of them in person also the adviser of "an adviser to Petrov"; None for anybody else.
    """
    above = doc.head(token)
    if token.dep == "poss":
        noun = above
    elif token.dep == "pobj" and above.dep == "prep" and above.lower in ("of", "to", "for"):
        noun = doc.head(above)
    else:
        return None
    if noun.pos != "NOUN":
        return None
    lemma = parse.lemma_of(doc, noun)
    serves = lemma in word_classes()["servants"]
    if above.lower in ("to", "for") and not serves:
        return None
    apart = serves or (lemma in _BANDS and token.ent == "PERSON")
    return noun if lemma in word_classes()["kin"] or (in_person and apart) else None


_BANDS: Final = frozenset("organization organisation group network gang militia movement cell faction".split())
"""What a man leads, which may do what he has no part in."""


def servant_of(doc: Document, head: Token, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities of a phrase, with those themselves whom it names by whose they are: "the mayor's adviser",
    "Sharkey's gang".

    head: head of the phrase in an event that is of them in person.
    """
    owners = [c for c in doc.children(head) if c.dep == "poss"]
    owners += parse.prep_objects(doc, head, "of", "to", "for")
    owned = [t for t in owners if people_owned_by(doc, t, in_person=True) is not None]
    if head.tag != "NN" or len(entities) != 1 or not any(t.ent == "PERSON" for t in owned):
        return entities
    entity = entities[0]
    words = {t.text for o in owned for t in doc.tokens_in(parse.phrase(doc, o))}
    if not words & set((entity.affiliation or entity.name).split()) or head.text in entity.name.split():
        return entities
    if entity.affiliation is not None and entity.affiliation != entity.name and entity.kind == "person":
        return entities  # named beside: "the mayor's adviser, Frodo Baggins"
    told = core_of(doc, head)
    named = next((c for c in doc.children(head) if c.dep == "appos" and c.pos == "PROPN"), None)
    if parse.lemma_of(doc, head) in _BANDS and named is not None:
        told = core_of(doc, named)
        return (Entity(clean(told.of(doc.text)), None, told, None, "rebel group"),)
    if not any(told.contains(o.span) for o in owned):
        told = parse.phrase(doc, head, keep=("of", "to", "for"))
    return (Entity(clean(told.of(doc.text)), None, told, None, "civilians"),)
