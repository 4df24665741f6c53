"""Names of places that stand for a government, a people or an organisation: ``Washington said``, ``talks with Hanoi``.

A country acts where it is the subject of a verb or has done to it in words what is done to governments. A seat of
government, whose name is also a town's, is read as its government by the relation that it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Token
from truceline.extract.places_names import Name
from truceline.resources.folding import fold
from truceline.resources.gazetteer import Gazetteer, Place, country_table, type_words
from truceline.resources.place_words import DONE_TO_TOWNS, GOVERNMENT_VERBS

GOVERNMENT_OF: Final = "government of "
"""How the reason of a town that stands for a government begins."""
_STATES: Final = frozenset("be lie see experience witness suffer host remain fall become".split())
"""Verbs whose subject is the town itself."""
_OF_TOWNS: Final = frozenset(
    "thoroughfare area airport embassy street avenue boulevard district suburb outskirt downtown centre center square "
    "hotel park stadium hospital university school cathedral mosque church market bazaar station subway metro railway "
    "road highway zoo palace prison jail population resident inhabitant people citizen mayor governor police history "
    "skyline sky weather night day museum theater theatre court east west north south".split()
)
"""What a town has, and not its government."""
_PARTIES: Final = frozenset("by with against between toward towards".split())
_ROADS: Final = frozenset(
    "road highway motorway railway railroad rail line train flight route bus link distance border plane".split()
)
"""What lies or goes between towns."""
_TOWARDS: Final = frozenset(
    "ambassador tie protest message ally approach offer appeal agree loyal loyalty allegiance hostile opposed "
    "opposition concession".split()
)
_COMES_FROM: Final = frozenset(
    "instruction order answer response opposition condemnation criticism praise pressure support backing approval "
    "threat assurance concession independence".split()
)
_WITH_REGARD_TO: Final = frozenset(
    "critic opponent foe enemy ally supporter backer critical defiance criticism condemnation behalf approval consent "
    "support".split()
)
"""What is of a government, and not of a town: "critics of Damascus", "in defiance of Washington"."""
_PRESSING: Final = frozenset("call press pressure prevail".split())
_PUT_ON: Final = frozenset("sanction embargo blame heat".split())
"""What is put on a government; on a country it is put as on its ground."""
_INSTITUTIONS: Final = frozenset(
    fold(name)
    for name in (
        "State Department", "US State Department", "U.S. State Department", "US Naval Academy", "U.S. Naval Academy",
        "House of Commons", "European Parliament", "Knesset",
    )
)  # fmt: skip
"""Bodies whose names the alias table lists as houses: they act, unless something is said to be in them."""
_OPENS_LINE: Final = (":", "(", "--")


def stands_for_government(doc: Document, name: Name, place: Place) -> bool:
    """True where a country, capital or seat acts or is acted on in words, or the name is part of an organisation's."""
    if is_institution(name):
        return not is_met_in(doc, name)
    if _is_part(name):
        return True
    if place.kind is not PlaceKind.COUNTRY:
        return governs(doc, name, place)
    head = doc.syntactic_head(name.span)
    if head is None:
        return False
    acts = head.dep == "nsubj" and doc.head(head).pos in ("VERB", "AUX")
    return acts or _is_spoken_of(doc, head) or _is_pressed(doc, head)


def governs(doc: Document, name: Name, place: Place) -> bool:
    """Whether a seat of government stands for the government by its relation: the subject of a deed, whose support it
    is, who is put on notice, talked with, pressed."""
    if _is_part(name) or place.country not in country_table().seats.get(fold(name.text), ()):
        return False
    head = doc.syntactic_head(name.span)
    if head is None or _opens_line(doc, name):
        return False
    head = _first_of_several(doc, head)
    governor = doc.head(head)
    if _is_spoken_of(doc, head):
        return True
    match head.dep:
        case "nsubj":
            return governor.pos in ("VERB", "AUX") and governor.lemma not in _STATES
        case "poss":
            of_town = governor.lemma in _OF_TOWNS or fold(governor.text) in type_words()
            return governor.pos == "NOUN" and not of_town
        case "dobj":
            return governor.pos == "VERB" and governor.lemma not in DONE_TO_TOWNS
        case "pobj":
            return _is_party(doc, governor) or _is_pressed(doc, head)
    return False


def is_institution(name: Name) -> bool:
    """Whether a name is of a body that has a house of its own."""
    return fold(name.text) in _INSTITUTIONS


def is_met_in(doc: Document, name: Name) -> bool:
    """Whether something is said to be at or in a body's house ("at a State Department ceremony")."""
    head = doc.syntactic_head(name.span)
    while head is not None and head.dep in ("compound", "nmod", "poss") and head.head != head.i:
        head = doc.head(head)
    return head is not None and head.dep == "pobj" and doc.head(head).lower in ("at", "in", "inside", "outside")


def _is_part(name: Name) -> bool:
    """Whether a name is only part of a larger one, or a word for a people."""
    inside = name.inside in ("ORG", "PERSON", "NORP", "LAW", "EVENT")
    return name.adjective or inside or (name.label == "ORG" and not name.exact)


def _is_spoken_of(doc: Document, head: Token) -> bool:
    """Whether a name does what governments do in words, or has it done to it."""
    doing = head.dep in ("nsubj", "nsubjpass", "agent", "dobj", "iobj")
    return doing and doc.head(head).lemma in GOVERNMENT_VERBS


def _first_of_several(doc: Document, head: Token) -> Token:
    """The name that governs a list, for one further down in it."""
    while head.dep == "conj" and head.head != head.i:
        head = doc.head(head)
    return head


def _is_party(doc: Document, preposition: Token) -> bool:
    """Whether what follows a preposition is a side: of talks, of a protest, of an order."""
    over = doc.head(preposition)
    match preposition.lower:
        case "to":
            return over.lemma in _TOWARDS
        case "from":
            return over.lemma in _COMES_FROM
        case "of":
            return over.lemma in _WITH_REGARD_TO
        case "on":
            return over.lemma in _PUT_ON
        case word:
            return word in _PARTIES and over.lemma not in _ROADS


def _is_pressed(doc: Document, head: Token) -> bool:
    """Whether a name is who is called on or pressed ("called on Syria"), which is no place."""
    head = _first_of_several(doc, head)
    preposition = doc.head(head)
    return head.dep == "pobj" and preposition.lower == "on" and doc.head(preposition).lemma in _PRESSING


def _opens_line(doc: Document, name: Name) -> bool:
    """Whether a name opens a line as a dateline or a heading does."""
    start = doc.text.rfind("\n", 0, name.span.start) + 1
    after = doc.text[name.span.end : name.span.end + 4].lstrip()
    return not doc.text[start : name.span.start].strip() and after.startswith(_OPENS_LINE)


def as_countries(places: Sequence[PlaceMention], gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places with each town that stands for a government turned into its country, as the people of one is."""
    return tuple(_country_of(p, gazetteer) if p.reason.startswith(GOVERNMENT_OF) else p for p in places)


def _country_of(town: PlaceMention, gazetteer: Gazetteer) -> PlaceMention:
    code = town.country or ""
    named = gazetteer.lookup(country_table().countries[code].name)
    country = next(c.place for c in named if c.place.country == code and c.place.kind is PlaceKind.COUNTRY)
    return replace(
        town, name=country.name, kind=PlaceKind.COUNTRY, lat=country.lat, lon=country.lon, precision=6,
        source_id=country.source_id, admin1=None,
    )  # fmt: skip
