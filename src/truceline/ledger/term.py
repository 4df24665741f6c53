"""How long a truce runs: the last day of its term after each act, and whether a term that ran out ended it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import TruceAction
from truceline.domain.truces import EntryKind, TruceEntry

_A = TruceAction
_FOUNDS: Final = frozenset({_A.DECLARED, _A.AGREED, _A.RESTORED})
SAME_RENEWAL_DAYS: Final = 10
"""Extensions told so close together are one, unless they add less than twice as much."""
BRIDGED_DAYS: Final = 92
"""A truce extended so long after a term ran out was extended before, unreported: it had not ended."""


@dataclass(slots=True)
class Term:
    """The last day of a truce's term, while its acts are read in order; None where it has no end."""

    until: date | None = None
    renewals: list[tuple[date, int]] = field(default_factory=list)
    """Extensions taken: (day, days added)."""

    def take(self, entry: TruceEntry, day: date, known: Sequence[TruceEntry]) -> None:
        """Read on. day: the day from which the entry counts. known: all entries known on the day asked."""
        if entry.action is _A.EXTENDED:
            self._extend(entry, day, known)
        elif entry.action is _A.ENDED:
            return
        elif entry.until is not None:
            self.until = entry.until
        elif entry.dated and (
            (entry.action in _FOUNDS and entry.first_day > (self.until or date.min))
            or (entry.action is _A.IN_EFFECT and self.until is not None and day > self.until)
        ):
            self.until = None  # a new start without a term, or a truce that holds beyond the term that we know of

    def _extend(self, entry: TruceEntry, day: date, known: Sequence[TruceEntry]) -> None:
        if entry.until is not None:
            self.until = max(self.until or entry.until, entry.until)
        elif entry.term_days:
            near = min(SAME_RENEWAL_DAYS, entry.term_days // 2)
            if not any(abs((day - d).days) <= near and n == entry.term_days for d, n in self.renewals):
                self.until = max(self.until or day, day) + timedelta(days=entry.term_days)
        elif not any(_tells_term(e) and abs((e.first_day - day).days) <= SAME_RENEWAL_DAYS for e in known):
            self.until = None  # extended, nobody says for how long
        if entry.term_days:
            self.renewals.append((day, entry.term_days))

    def ran_out(self, day: date, known: Sequence[TruceEntry]) -> date | None:
        """The last day of a term that ended the truce before a day, or None: also where a later extension shows that
        it was carried on."""
        until = self.until
        if until is None or day <= until:
            return None
        bridge = until + timedelta(days=BRIDGED_DAYS)
        later = [e for e in known if e.kind is EntryKind.ACT and e.dated and until < e.first_day <= bridge]
        renewed = [e.first_day for e in later if e.action is _A.EXTENDED]
        ends = [e.first_day for e in later if e.action is _A.ENDED]
        carried = bool(renewed) and not any(end <= min(renewed) for end in ends)
        return None if carried else until


def _tells_term(entry: TruceEntry) -> bool:
    return entry.action is _A.EXTENDED and entry.kind is EntryKind.ACT and bool(entry.until or entry.term_days)
