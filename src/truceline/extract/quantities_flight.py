"""People who had to go: "a million have left their homes", "crossed into Rohan", "drove 600 people over the border".

Soldiers and rebels who go are no fugitives; people of a place are, when they are counted and it is said what they left
or where they went.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from truceline.domain.codes import HarmKind
from truceline.domain.text import Document, Token
from truceline.extract.quantities_lists import of_whom
from truceline.extract.quantities_numbers import is_number
from truceline.extract.quantities_patients import find_patients, own_preps
from truceline.extract.quantities_people import Victims, count_victims
from truceline.extract.quantities_subjects import subject_of
from truceline.resources.harm import HarmWord, Numbers, harm_class

_TOWARDS = {"along", "to", "into", "in", "on", "at", "inside", "across", "for", "towards", "toward"}
_ACROSS = {"into", "over", "to", "across", "at"}
_AWAY = {"from", "out", "off", "over", "across", "into", "towards", "toward", "onto"}
_MANY = 100
"""People without a noun who leave a place are fugitives from so many on."""


def _left(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "a million people have left their homes", "thousands have left the city", "sought refuge"."""
    objects = [c for c in doc.children(token) if (c.dep == "dobj" or c.lower == "home") and c.i > token.i]
    lemmas = {c.lemma.lower() for c in objects}
    if beside == "refuge":
        right = bool(lemmas & harm_class("refuge"))
    elif beside == "bush":
        right = bool(lemmas & {"flight"}) or any(map(_is_goal, _goals(doc, token)))
    else:
        right = bool(lemmas & (harm_class("dwelling") | harm_class("area")))
        onwards = any(c.lower == "for" and c.i > token.i for c in doc.children(token))  # "left Bree for the capital"
        right = right or any(c.pos == "PROPN" and (c.ent == "GPE" or onwards) for c in objects)
        right = right or (token.dep == "xcomp" and doc.head(token).lemma in harm_class("compel"))
    return _exodus(doc, subject_of(doc, token), numbers) if right else None


def _crossed(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "300 villagers crossed the river", "crossed into Rohan"."""
    after = [c for c in doc.children(token) if c.i > token.i]
    over = any(c.dep == "dobj" and c.lemma.lower() in {"border", "frontier", "river", "line", "lines"} for c in after)
    right = over or any(c.lower in _ACROSS for c in after)
    return _exodus(doc, subject_of(doc, token), numbers) if right else None


def _came(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "2,000 villagers walked to the camp", "40 families are camped in a field"; a crowd only in a refuge."""
    if token.dep == "acl":
        return None
    if token.lemma == "escape" and any(map(_is_land, _nouns_after(doc, token, {"from", "out"}))):
        return _exodus(doc, subject_of(doc, token), numbers)
    goals = [g for g in _goals(doc, token) if _is_goal(g) or g.ent == "GPE"]
    found = _exodus(doc, subject_of(doc, token), numbers) if goals else None
    if found is None or not _is_crowd(doc, found.heads[0], numbers):
        return found
    return found if any(map(_is_goal, goals)) else None


def _is_land(noun: Token) -> bool:
    """True for what fugitives escape from: a town or an area, and not a prison or a fire."""
    return noun.ent == "GPE" or noun.lemma.lower() in harm_class("area")


def _is_goal(noun: Token) -> bool:
    """True for where fugitives go or stay: "into the bush", "in tents", "on the road"."""
    return noun.lemma.lower() in harm_class("fugitive_goal")


def _goals(doc: Document, verb: Token) -> list[Token]:
    """The nouns after "to", "into", "in", "on", "at" beside a verb."""
    return _nouns_after(doc, verb, _TOWARDS)


def _nouns_after(doc: Document, verb: Token, words: Collection[str]) -> list[Token]:
    """The nouns after some prepositions beside a verb."""
    preps = [c for c in doc.children(verb) if c.dep == "prep" and c.i > verb.i]
    preps += [g for c in preps for g in doc.children(c) if g.dep == "prep"]
    return [g for c in preps if c.lower in words for g in doc.children(c) if g.dep == "pobj"]


def _driven(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "drove 600 people over the border", "sent 300 families to evacuation centers"."""
    after = [c for c in doc.children(token) if c.i > token.i and c.dep == "prep"] + own_preps(doc, token)
    if beside == "to":
        right = any(c.lower == "to" for c in after)
    elif beside == "goal":
        goals = [g for c in after if c.lower in {"to", "into", "across", "over"} for g in doc.children(c)]
        right = any(map(_is_goal, goals)) or any(c.lower == "across" for c in (*doc.children(token), *after))
    else:
        right = any(c.lower in _AWAY for c in (*doc.children(token), *after) if c.i > token.i)
    if not right:
        return None
    if any(c.dep in {"auxpass", "nsubjpass"} for c in doc.children(token)):
        return _exodus(doc, subject_of(doc, token), numbers)
    found = find_patients(doc, token, HarmWord(HarmKind.DISPLACED, "people"), numbers)
    return found if found is not None and _is_exodus(doc, found, numbers) else None


def _expelled(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "deported 1,480 people": a crowd; a few who are expelled are no fugitives."""
    found = find_patients(doc, token, HarmWord(word.kind, "people"), numbers)
    return found if found is not None and found.count.stated and (found.count.minimum or 0) >= _MANY else None


def _evacuated(doc: Document, token: Token, beside: str, word: HarmWord, numbers: Numbers) -> Victims | None:
    """As in "evacuated 300 villagers"; the wounded and the staff of an agency are evacuated as well."""
    found = find_patients(doc, token, HarmWord(word.kind, "people"), numbers)
    return found if found is not None and _is_exodus(doc, found, numbers) else None


def _exodus(doc: Document, subject: Token | None, numbers: Numbers) -> Victims | None:
    found = count_victims(doc, subject, numbers) if subject is not None else None
    return found if found is not None and _is_exodus(doc, found, numbers) else None


def _is_crowd(doc: Document, head: Token, numbers: Numbers) -> bool:
    noun = of_whom(doc, head)
    return noun.lemma.lower() in harm_class("crowd") or is_number(noun, numbers)


def _is_exodus(doc: Document, found: Victims, numbers: Numbers) -> bool:
    """True for counted people of a place; "thousands" need no noun."""
    head = found.heads[0]
    noun = of_whom(doc, head)
    bare = is_number(noun, numbers) and (found.count.minimum or found.count.maximum or 0) >= _MANY
    people = {head.lemma.lower(), noun.lemma.lower()} & harm_class("fugitive")  # "600 residents of the town"
    return found.count.stated and (bool(people) or noun.ent == "NORP" or bare)


FLIGHTS: dict[str, Callable[[Document, Token, str, HarmWord, Numbers], Victims | None]] = {
    "left": _left, "crossed": _crossed, "came": _came, "driven": _driven, "expelled": _expelled,
    "evacuated": _evacuated,
}  # fmt: skip
"""Frames of data/harm.tsv for people who had to go."""
