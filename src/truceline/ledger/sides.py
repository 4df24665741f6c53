"""Who stands on which side: whether an actor belongs to a party of a truce, and how that is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from truceline.domain.codes import ActorKind, RelationKind
from truceline.domain.events import Entity
from truceline.domain.mentions import Relation
from truceline.resources.actors import ActorRegistry
from truceline.resources.countries import load_countries
from truceline.resources.likeness import agreement, class_of, fold, name_agreement, telling_words

_BELONGS: Final = (RelationKind.PART_OF, RelationKind.LEADS, RelationKind.SPEAKS_FOR, RelationKind.ALSO_KNOWN_AS)
_ARMED: Final = frozenset(
    {
        ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA, ActorKind.ALLIANCE,
        ActorKind.UNNAMED, ActorKind.UNKNOWN, ActorKind.PARTY,
    }
)  # fmt: skip
_STATE: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.POLICE})
_MEDIATING: Final = frozenset({ActorKind.IGO, ActorKind.MISSION, ActorKind.NGO})
_MEDIATOR_WORDS: Final = frozenset(
    [
        "nations",
        "un",
        "union",
        "au",
        "oas",
        "osce",
        "league",
        "unifil",
        "mediator",
        "mediators",
        "envoy",
        "quartet",
        "commission",
        "observers",
        "monitors",
        "council",
        "bloc",
        "church",
        "secretary-general",
        "unitednations",
    ]
)


_DESCRIBED: Final = re.compile(r"(?i)-backed\b|-aligned\b|\bpro-")
"""In the name of an actor that the registry holds by description ("Iranian-backed militias in Iraq")."""


def _key(name: str) -> str:
    """A name as relations are looked up by it: folded, without an article."""
    return fold(name).removeprefix("the ")


def _is_named(subject: str) -> bool:
    """False for "its commander" and "forces": words that mean somebody else in the next report."""
    return any(word[:1].isupper() or word[:1].isdigit() for word in subject.removeprefix("The ").split())


def _holds(relation: Relation, on: date) -> bool:
    """False from the day after the last on which a report holds the tie true."""
    return relation.last_day is None or on <= relation.last_day


@dataclass(frozen=True, slots=True)
class Bonds:
    """Ties between actors: the registry's, and those that reports state. Both hold on their days only."""

    registry: ActorRegistry | None = None
    stated: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    """Folded name of the subject → relations that reports state of it."""

    @classmethod
    def of(cls, registry: ActorRegistry | None, relations: Iterable[Relation] = ()) -> Bonds:
        """Bonds over a registry and the relations read in reports."""
        stated: defaultdict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            if relation.kind in (*_BELONGS, RelationKind.BACKED_BY) and _is_named(relation.subject):
                stated[_key(relation.subject)].append(relation)
        return cls(registry, {k: tuple(v) for k, v in stated.items()})

    def _id_of(self, entity: Entity) -> str | None:
        if entity.id or self.registry is None:
            return entity.id
        found = self.registry.lookup(entity.name)
        return found[0].id if len(found) == 1 else None

    def kind_of(self, entity: Entity) -> ActorKind | None:
        """The registry's kind of the entity, or what the entity itself carries, or None."""
        if entity.kind:
            try:
                return ActorKind(entity.kind)
            except ValueError:
                return None
        actor_id = self._id_of(entity)
        if actor_id and self.registry and actor_id in self.registry:
            return self.registry.get(actor_id).kind
        return None

    def above(self, entity: Entity, on: date) -> tuple[Entity, ...]:
        """Whom the entity belongs to on a day, nearest first: alliance, parent group, state."""
        found: list[Entity] = []
        seen: set[str] = set()
        todo = [entity]
        while todo and len(found) < 12:
            one = todo.pop(0)
            parents: list[Entity] = []
            actor_id = self._id_of(one)
            if actor_id and self.registry and actor_id in self.registry:
                parents += [
                    Entity(
                        self.registry.get(i).name,
                        i,
                        kind=self.registry.get(i).kind.value,
                        country=self.registry.get(i).country,
                    )
                    for i in self.registry.parents(actor_id, on=on)
                    if i in self.registry
                ]
            parents += [
                Entity(r.object, r.object_key)
                for r in self.stated.get(_key(one.name), ())
                if r.kind in _BELONGS and _holds(r, on)
            ]
            if one.affiliation:
                parents.append(Entity(one.affiliation))
            for parent in parents:
                if fold(parent.name) not in seen:
                    seen.add(fold(parent.name))
                    found.append(parent)
                    todo.append(parent)
        return tuple(found)

    def backers(self, entity: Entity, on: date) -> tuple[str, ...]:
        """Names of those who back the entity on a day."""
        names = [
            r.object
            for r in self.stated.get(_key(entity.name), ())
            if r.kind is RelationKind.BACKED_BY and _holds(r, on)
        ]
        actor_id = self._id_of(entity)
        if actor_id and self.registry and actor_id in self.registry:
            for tie in self.registry.ties(actor_id, on=on, kind=RelationKind.BACKED_BY):
                if tie.subject == actor_id and tie.object in self.registry:
                    names.append(self.registry.get(tie.object).name)
        return tuple(names)

    def is_state(self, entity: Entity) -> bool:
        """True for a state, its government, army or police."""
        kind = self.kind_of(entity)
        if kind is not None:
            return kind in _STATE
        return class_of(entity.name) in ("state force", "government")

    def is_mediator(self, entity: Entity) -> bool:
        """True for a body that mediates or watches: an international organisation, mission, commission."""
        kind = self.kind_of(entity)
        if kind is not None and kind in _MEDIATING:
            return True
        return bool(_MEDIATOR_WORDS & set(fold(entity.name).split())) and kind in (None, ActorKind.UNKNOWN)

    def belongs(self, entity: Entity, party: Entity, on: date, country: str | None = None) -> tuple[float, str]:
        """How surely an actor belongs to a party on a day, 0 to 1, and why.

        country: the truce's country, for parties that are only described ("armed groups in the country").
        """
        score = agreement(entity, party)
        if score >= 0.6:
            return score, "named as the party" if score >= 0.8 else "named like the party"
        why = "named alike" if score else ""
        for parent in self.above(entity, on):
            up = agreement(parent, party)
            if up >= 0.6:
                return 0.9 * up, f"part of {parent.name}"
            by_word = self._described(parent, party, country, self.backers(parent, on))
            if 0.9 * by_word > score:
                score, why = 0.9 * by_word, f"part of {parent.name}, one of those the party's name describes"
        by_word = self._described(entity, party, country, self.backers(entity, on))
        if by_word > score:
            return by_word, "one of those the party's name describes"
        return score, why

    def _described(self, entity: Entity, party: Entity, country: str | None, backers: tuple[str, ...] = ()) -> float:
        """Membership by description: "Iranian-backed militias in Iraq" takes in armed groups of the country."""
        if class_of(party.name) != "armed group" or (party.id and not _DESCRIBED.search(party.name)):
            return 0.0
        kind = self.kind_of(entity)
        if self.is_state(entity) or (kind is not None and kind not in _ARMED) or self.is_mediator(entity):
            return 0.0
        if entity.country and country and entity.country != country:
            return 0.0
        backed = telling_words(party.name)
        if any(telling_words(b) & backed for b in backers):
            return 0.75
        armed = kind in _ARMED or class_of(entity.name) == "armed group"
        if class_of(entity.name) == "armed group" and telling_words(entity.name) & backed:
            return 0.7
        if (
            telling_words(entity.name)
            and class_of(entity.name) == "armed group"
            and not telling_words(entity.name) & backed
        ):
            return 0.4 if armed else 0.0
        return 0.5 if armed else 0.45 if kind is None and class_of(entity.name) is None else 0.0

    def without_members(self, parties: tuple[Entity, ...], on: date, country: str | None = None) -> tuple[Entity, ...]:
        """The parties without those that belong to another of them ("Iraqi factions" beside "militias in Iraq")."""
        kept = list(parties)
        for party in sorted(parties, key=lambda p: (len(telling_words(p.name)), p.name)):
            others = [k for k in kept if k is not party]
            if any(self._is_within(party, other, on, country) for other in others):
                kept.remove(party)
        return tuple(kept)

    def _is_within(self, party: Entity, other: Entity, on: date, country: str | None) -> bool:
        if self.belongs(party, other, on, country)[0] >= 0.7:
            return True
        # Two descriptions of armed groups, one of which says no more than the country they fight in.
        if party.id or other.id or {class_of(party.name), class_of(other.name)} != {"armed group"}:
            return False
        name = load_countries()[country].name if country in load_countries() else ""
        return not telling_words(party.name) - telling_words(name)

    def side_of(
        self, entity: Entity, parties: Iterable[Entity], on: date, country: str | None = None
    ) -> tuple[Entity | None, float, str]:
        """The party that the actor belongs to most surely: (party or None, score, reason)."""
        best: tuple[Entity | None, float, str] = (None, 0.0, "")
        for party in parties:
            score, reason = self.belongs(entity, party, on, country)
            if score > best[1]:
                best = (party, score, reason)
        return best


def same_name(left: str, right: str) -> bool:
    """True when two names are the same but for spelling."""
    return name_agreement(left, right) >= 0.8
