"""Who can do a deed and who can suffer it: people, groups and states, not things, events and bare pronouns."""

from __future__ import annotations

from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_NOT_PARTIES = frozenset(
    "it this that there which what all some one none both each year month week day time report "
    "statement war attack violence "
    "clash explosion fighting death way case move part decision result plan talk agreement deal "
    "truce ceasefire cease-fire".split()
)
_OWNERS_ACT = frozenset({"GPE", "NORP", "ORG", "PERSON"})


def can_act(doc: Document, head: Token) -> bool:
    """True for people, groups and states; False for pronouns without a name, things and events."""
    lemma = parse.lemma_of(doc, head)
    if head.pos == "PRON":
        return head.lower in ("he", "she", "they", "we", "i", "who", "him", "her", "them", "us", "me", "whom")
    if head.ent in _OWNERS_ACT:
        return True
    classes = word_classes()
    if lemma in _NOT_PARTIES:
        return False
    return lemma in classes["party"] or lemma in classes["force"] or lemma in classes["person"] or head.pos == "PROPN"


def can_suffer(doc: Document, head: Token, event_type: EventType) -> bool:
    """True for whoever can act, and for sites, vehicles and weapons that a deed of force can hit; False for a town in
    which an assault happens."""
    if can_act(doc, head):
        return not (event_type is EventType.ASSAULT and head.ent == "GPE" and head.dep == "pobj")
    if event_type in (EventType.ASSAULT, EventType.COERCE, EventType.PROTEST):
        lemma = parse.lemma_of(doc, head)
        classes = word_classes()
        hit = lemma in classes["site"] or lemma in _CRAFT
        return hit or (lemma in classes["weapon"] and head.dep in ("dobj", "nsubjpass"))
    return False


_CRAFT = frozenset("car vehicle tank helicopter plane aircraft warplane jet drone".split())


def is_weapon(doc: Document, head: Token) -> bool:
    """True for a word for a weapon that is no name of people or of a country."""
    return parse.lemma_of(doc, head) in word_classes()["weapon"] and head.ent not in ("PERSON", "ORG", "GPE")
