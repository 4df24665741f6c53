"""A party that may stand on either side of an event, with all that speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Span

SIDES: Final = (Role.ACTOR, Role.RECIPIENT)
"""The sides of an event."""


LEANING: Final = 0.3
"""Least chance of a side for the phrase of one man of a party that gives the name to show there."""


@dataclass(slots=True)
class Candidate:
    """A party with all that speaks for it on either side."""

    key: str
    entity: Entity
    span: Span
    best: dict[str, float] = field(default_factory=dict)
    """``lead_actor``, ``other_recipient``, ``token_actor``, ``speaker`` ... to the highest score."""
    reasons: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    """Where the report names it."""
    likeliest: float = -1.0
    named: dict[Role, dict[str, tuple[float, Entity, Span]]] = field(default_factory=dict)
    """How surely a phrase has it on a side under each of its names: of an army and its murdered soldier, which are one
    party, the army arrests and the soldier was killed."""
    relations: set[str] = field(default_factory=set)
    """Its grammatical relations to the lead trigger."""
    groups: set[int] = field(default_factory=set)
    """Coordinations in the lead trigger's sentence that it stands in (coordination)."""
    told_with: set[int] = field(default_factory=set)
    """Coordinations that it stands in in the sentences of the event's other mentions."""
    heads: set[int] = field(default_factory=set)
    above: set[int] = field(default_factory=set)
    """Heads of its phrases in that sentence, and of the phrases that they stand in."""
    whole: Entity | None = None
    """The party by its own name, whoever of it the event's sentences name."""

    def note(self, name: str, score: float) -> None:
        """Keep the highest score under a name."""
        self.best[name] = max(score, self.best.get(name, 0.0))

    def note_name(self, side: Role, chance: float, entity: Entity, span: Span) -> None:
        """Keep how surely the surest phrase has it on a side under that name."""
        names = self.named.setdefault(side, {})
        if entity.name not in names or chance > names[entity.name][0]:
            names[entity.name] = chance, entity, span

    def name_on(self, side: Role) -> tuple[Entity, Span]:
        """The name to show where it stands on a side, and where the report gives it: not one man of a party, or its
        people, whom no phrase has there, unless it is they who speak."""
        names = self.named.get(side, {})
        chance = names.get(self.entity.name, (1.0,))[0]
        one_of_them = self.entity.kind in ("person", "civilians") and self.entity.affiliation is not None
        if chance >= LEANING or not one_of_them or self.get("speaker"):
            return self.entity, self.span
        best = max(names.values(), key=lambda n: n[0])
        if best[0] >= LEANING:
            return best[1], best[2]
        return (self.whole if self.entity.kind == "person" else None) or self.entity, self.span

    def get(self, name: str) -> float:
        """The score under a name, or 0."""
        return self.best.get(name, 0.0)
