"""What reports differ on, in words: apart from what one report gives two versions of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truceline.domain.events import Disagreement, Incident

_TWO_OF: Final = {
    "date": "two dates", "place": "two places", "type": "two types", "mode": "two modes", "actors": "two doers",
    "recipients": "two sides that it is done to", "responsibility": "both a claim and a denial",
}  # fmt: skip
"""Field to what one report gives; tolls are ``two counts of killed``."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Fields on which versions differ."""

    between: tuple[str, ...]
    """Told one way by one report and another way by another."""
    within: tuple[str, ...]
    """Told two ways by one report alone."""

    @property
    def within_words(self) -> str:
        """``one report gives two dates and two places``; empty where none does."""
        return one_report_gives(self.within)


def differences(incident: Incident) -> Differences:
    """The incident's disagreements, those between reports apart from those within one."""
    members = {_report(ref) for ref in incident.events}
    within = tuple(d.field for d in incident.disagreements if _one_report(d, members))
    return Differences(tuple(d.field for d in incident.disagreements if d.field not in within), within)


def _one_report(found: Disagreement, members: set[str]) -> bool:
    return len({_report(v.event) for v in found.versions} or members) == 1


def _report(ref: str) -> str:
    return ref.rsplit("#", 1)[0]


def one_report_gives(fields: Sequence[str]) -> str:
    """``one report gives two dates and two places`` for date and place; empty for none."""
    said = [_TWO_OF.get(field, f"two counts of {field}") for field in fields]
    if not said:
        return ""
    return "one report gives " + (", ".join(said[:-1]) + " and " if len(said) > 1 else "") + said[-1]
