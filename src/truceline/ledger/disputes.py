"""Ends of a truce that do not stand as told: denied by the side said to have made them, or told before their day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from truceline.domain.codes import Stance, TruceAction
from truceline.domain.events import Entity, Event
from truceline.domain.text import Report
from truceline.domain.truces import EntryKind, TruceEntry
from truceline.resources.likeness import agreement

SAME: Final = 0.6
"""Agreement from which two names are one side's (as in ``Bonds.belongs``)."""
DENIED_WITHIN_DAYS: Final = 10
"""A side denies what is said of it within so many days of the report."""
NEGATED: Final = "said not to have been ended"
TOLD_BY_OTHERS: Final = "told by others than the side that is said to have ended it"
_DENIES: Final = re.compile(
    r"\b(?:denie[sd]|denying|dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|refut(?:ed|es|ing))\s+"
    r"(?:it|this|that|(?:the|those|these|such)\s+(?:[\w'-]+\s+)?(?:claims?|charges?|accusations?|allegations?|reports?))\b",
    re.IGNORECASE,
)


def is_disputed(event: Event, report: Report) -> bool:
    """True for an end of a truce that somebody else tells of and the side itself denies, by the report's own words."""
    if event.truce_action is not TruceAction.ENDED:
        return False
    speakers = [
        Entity(a.speaker, affiliation=a.affiliation) for a in event.reported_by if a.stance is not Stance.DENIES
    ]
    if not speakers or any(agreement(s, e) >= SAME for s in speakers for e in event.actors):
        return False
    denied = bool(event.denied_by) or any(a.stance is Stance.DENIES for a in event.reported_by)
    return denied or any(_DENIES.search(span.of(report.text)) for span in event.evidence)


def is_denied(end: TruceEntry, known: Sequence[TruceEntry]) -> bool:
    """True for an end told by others than the side that is said to have ended it, where that side says otherwise soon
    after: that it has not, or that the truce holds."""
    if end.note != TOLD_BY_OTHERS:
        return False
    last = end.known_on + timedelta(days=DENIED_WITHIN_DAYS)
    return any(
        end.known_on <= e.known_on <= last and e.first_day >= end.first_day and _same(_deniers(e), end.by)
        for e in known
    )


def is_announced(end: TruceEntry, known: Sequence[TruceEntry]) -> bool:
    """True for an end without a later day that tells anew of one announced for a later day, before that day came."""
    if end.until is not None:
        return False
    return any(
        e.until is not None
        and e.first_day <= end.last_day <= e.until
        and (not e.by or not end.by or _same(e.by, end.by))
        for e in known
        if e.action is TruceAction.ENDED and e.kind is EntryKind.ACT
    )


def _deniers(entry: TruceEntry) -> tuple[Entity, ...]:
    """Who denies by this entry that the truce has ended; nobody where it is no denial."""
    said = (Entity(entry.speaker),) if entry.speaker else ()
    if entry.action is TruceAction.ENDED and entry.note == NEGATED:
        return (*entry.by, *said)
    return said if entry.action is TruceAction.IN_EFFECT else ()


def _same(some: Sequence[Entity], others: Sequence[Entity]) -> bool:
    return any(agreement(a, b) >= SAME for a in some for b in others)
