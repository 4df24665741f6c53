"""A party that may stand on either side of an event, with all that speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Span

SIDES: Final = (Role.ACTOR, Role.RECIPIENT)
"""The sides of an event."""


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
    relations: set[str] = field(default_factory=set)
    """Its grammatical relations to the lead trigger."""
    groups: set[int] = field(default_factory=set)
    """Coordinations in the lead trigger's sentence that it stands in (coordination)."""
    heads: set[int] = field(default_factory=set)
    above: set[int] = field(default_factory=set)
    """Heads of its phrases in that sentence, and of the phrases that they stand in."""

    def note(self, name: str, score: float) -> None:
        """Keep the highest score under a name."""
        self.best[name] = max(score, self.best.get(name, 0.0))

    def get(self, name: str) -> float:
        """The score under a name, or 0."""
        return self.best.get(name, 0.0)
