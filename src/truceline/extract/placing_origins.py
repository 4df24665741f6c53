"""Where those who did something come from, or have their seat: not where they did it ("a bomber from Bree killed")."""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract.placing_scene import ANAPHORS
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import load_person_nouns

_DEEDS: Final = frozenset(
    (EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.SANCTION)
)
_SUBJECTS: Final = frozenset("nsubj nsubjpass".split())
_BESIDE: Final = frozenset("conj appos".split())
_COMING: Final = frozenset("come hail originate operate".split())
_SEATS: Final = frozenset("headquarters headquarter office offices seat".split())


def is_origin(doc: Document, type_: EventType, trigger: Token | None, head: Token | None) -> bool:
    """Whether a place only says where the doer of a deed is from: "a bomber from Bree killed five", "the group, which
    operates from Bree, killed six", "the group, with headquarters in Bree".

    trigger, head: the words for the event and for the place. Of 17 such places in annotated reports none was that of
    the deed; where shells or a road come from is another thing.
    """
    if type_ not in _DEEDS or trigger is None or head is None or head.sent != trigger.sent:
        return False
    top = head
    while top.head != top.i and (top.dep in _BESIDE or _is_named(doc, top)):
        top = doc.head(top) if top.dep in _BESIDE else doc.head(doc.head(top))
    prep = doc.head(top)
    if top.dep != "pobj" or (prep.lower != "from" and doc.head(prep).lemma.lower() not in _SEATS):
        return False
    noun = _whose(doc, prep)
    if noun is None or not (noun.lower in load_actor_nouns() or noun.lemma.lower() in load_person_nouns()):
        return False
    while noun.dep in _BESIDE and noun.head != noun.i:
        noun = doc.head(noun)
    if noun.dep == "pobj" and doc.head(noun).dep == "agent":
        return True
    return noun.dep in _SUBJECTS


def _is_named(doc: Document, name: Token) -> bool:
    """Whether a place is the name of another: "the camp of Bree"."""
    of = doc.head(name)
    return name.dep == "pobj" and of.lower == "of" and doc.head(of).lemma.lower() in ANAPHORS


def _whose(doc: Document, prep: Token) -> Token | None:
    """The noun that a phrase says the home or the seat of; None where it says another thing."""
    over = doc.head(prep)
    if prep.lower == "from" and over.pos in ("NOUN", "PROPN"):
        return over
    if prep.lower == "from" and over.pos == "VERB" and over.lemma.lower() in _COMING and over.dep in ("relcl", "acl"):
        return doc.head(over)
    if over.lemma.lower() in _SEATS and over.dep == "pobj" and doc.head(over).lower == "with":
        return doc.head(doc.head(over))
    return None
