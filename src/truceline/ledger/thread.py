"""Acts that speak of one truce, while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import TruceAction
from truceline.domain.events import Entity
from truceline.ledger.terms import Act
from truceline.resources.likeness import agreement

_A = TruceAction
STARTS: Final = frozenset({_A.AGREED, _A.DECLARED})


@dataclass(slots=True)
class Thread:
    """Acts that speak of one truce, while it is being put together."""

    acts: list[Act] = field(default_factory=list)

    @property
    def sides(self) -> tuple[Entity, ...]:
        """Everybody that its acts name, each once."""
        out: list[Entity] = []
        for act in self.acts:
            for side in act.sides:
                if all(agreement(side, known) < 0.8 for known in out):
                    out.append(side)
        return tuple(out)

    @property
    def countries(self) -> frozenset[str]:
        """Countries of its scope."""
        return frozenset(a.country for a in self.acts if a.country)

    @property
    def started(self) -> date | None:
        """The day from which it is certainly agreed, declared or in effect."""
        days = [a.last_day if a.action in STARTS else a.first_day for a in self.acts if is_start(a)]
        return min(days) if days else None

    @property
    def lapsed(self) -> date | None:
        """The last day of its last fixed term, extensions added."""
        ends = [a.until for a in self.acts if a.until is not None and a.real]
        added = [a.last_day + timedelta(days=a.term_days) for a in self.acts if a.action is _A.EXTENDED and a.term_days]
        return max((*ends, *added), default=None)

    @property
    def over(self) -> date | None:
        """The last day on which it may hold: that of its end, else of its term."""
        return self.closed or self.lapsed

    @property
    def closed(self) -> date | None:
        """The day of its last end, unless it came back later."""
        ends = [a.until or a.last_day for a in self.acts if a.action is _A.ENDED and a.real]
        if not ends:
            return None
        last = max(ends)
        back = [a.first_day for a in self.acts if a.action in (_A.RESTORED, _A.EXTENDED) and a.real]
        return None if back and max(back) >= last else last


def is_start(act: Act) -> bool:
    """True for an act that makes the truce or says that it is in effect, of a day that the report gives."""
    return act.real and act.dated and act.action in (*STARTS, _A.IN_EFFECT)
