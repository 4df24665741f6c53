"""Which people of one party an event keeps apart: who is told against others of his own state or body.

An official and his state, a unit and its army are one party, since a report names them by turns; two of them who stand
against each other in one sentence, or meet, are two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from truceline.domain.codes import ActorKind, Role
from truceline.domain.events import Entity
from truceline.domain.text import Span


def party_key(entity: Entity) -> str:
    """One key for an official and his state, a member and his group; "The Lions" and "Lions" are one. A site
    that somebody holds is weighed by itself."""
    return key_of(entity.affiliation if entity.kind else None, entity.name, entity.kind)


def key_of(affiliation: str | None, name: str, kind: str | None) -> str:
    """The key of a party by what it acts for, else by its name. A political party that is an armed group's wing does
    not do what the group does."""
    wing = kind == ActorKind.PARTY and name[:1].isupper()
    return (name if wing else affiliation or name).casefold().removeprefix("the ")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one of the event's sentences that names parties, with what speaks for it on either side."""

    place: str
    """``lead`` for the lead trigger's sentence, ``other`` for another."""
    sentence: int
    span: Span
    entities: tuple[Entity, ...]
    chances: Mapping[Role, float]
    relation: str
    reason: str
    marks: frozenset[str]
    """``laid`` where the deed is blamed on it, ``condemned`` inside the phrase of a deed that is condemned."""
    group: int | None
    """What it is coordinated with (coordination)."""
    head: int
    above: frozenset[int]
    """Its head, and those of the phrases it stands in (phrases_around)."""


Apart = Mapping[tuple[str, str], str]
"""(party key, name) of those who are told against others of their own party, to a key of their own."""


def told_apart(phrases: Sequence[Phrase], mutual: bool) -> Apart:
    """Who stands against somebody of the same party in one sentence: "Sharon asked Katsav", "troops shot villagers".

    An official and his state, a unit and its army are one party else, since a report names them by turns.
    mutual: whether the two sides of the event are both its actors.
    """
    leans: dict[tuple[int, str], dict[str, dict[Role, float]]] = {}
    for phrase in phrases:
        for entity in phrase.entities:
            own = leans.setdefault((phrase.sentence, party_key(entity)), {}).setdefault(entity.name, {})
            for side, chance in phrase.chances.items():
                own[side] = max(chance, own.get(side, 0.0))
    found = _met_apart(phrases) if mutual else {}
    for (_, key), names in leans.items():
        does = [n for n, c in names.items() if c[Role.ACTOR] >= max(_DOES, c[Role.RECIPIENT])]
        for name, c in names.items():
            if does and name not in does and c[Role.RECIPIENT] >= max(_SUFFERS, c[Role.ACTOR]):
                found[key, name] = f"{key} | {name.casefold()}"
    return found


def _met_apart(phrases: Sequence[Phrase]) -> dict[tuple[str, str], str]:
    """Two of one party who meet each other: "Yeltsin met Kulikov", "talks between the minister and Peretz"."""
    sides: dict[tuple[int, str], list[tuple[str, str, Entity]]] = {}
    for phrase in phrases:
        way, _, label = phrase.relation.rpartition("|")
        if not _OWN_FRAME.fullmatch(way) and label != "prep_between":
            continue
        side = "one" if label in _ONE_SIDE else "other" if label in _OTHER_SIDE else label
        if phrase.chances[Role.ACTOR] >= _MEETS and side in ("one", "other", "prep_between"):
            for entity in phrase.entities:
                if entity.kind not in ("state", "civilians"):
                    sides.setdefault((phrase.sentence, party_key(entity)), []).append((side, entity.name, entity))
    found: dict[tuple[str, str], str] = {}
    for (_, key), met in sides.items():
        kinds = {side for side, _, _ in met}
        names = list(dict.fromkeys(name for _, name, _ in met))
        apart = kinds >= {"one", "other"} or "prep_between" in kinds
        if apart and len(names) > 1 and any(e.kind == "person" for _, _, e in met):
            last = [name for side, name, _ in met if side != "one" and name != names[0]]
            found |= {(key, name): f"{key} | {name.casefold()}" for name in last}
    return found


_ONE_SIDE: Final = frozenset({"subj", "xsubj", "poss"})
_OTHER_SIDE: Final = frozenset({"dobj", "prep_with"})
_OWN_FRAME: Final = re.compile(r"(?:\^dobj\(light\)|>dobj\(\w+\))?")
"""Ways of those who meet: the trigger's own phrases, and those of its light verb or of that verb's object."""
_MEETS: Final = 0.4
_DOES: Final = 0.5
_SUFFERS: Final = 0.5
"""Chances from which one of a party does it and another has it done to him. On 400 newswire reports 18 events of 1,322
still have both of gold's sides in one candidate."""


def apart_key(apart: Apart, party: str, name: str) -> str:
    """The key of somebody: his own where he is told against others of his party, else the party's."""
    return apart.get((party, name), party)
