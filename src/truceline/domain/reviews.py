"""Review: what a person decided on an event after looking at it. Withdrawn, never deleted.

A review says what became of the event (accepted as it stands, corrected, rejected as no event, unsure), and keeps the
event as that person left it, so that two people's readings can be compared and a later coder's change is seen.
The values of a correction are claims (``domain/corrections.py``) by the same person at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from truceline.domain.claims import Claim, Judgement
from truceline.domain.events import EVENT_FIELDS


class Decision(StrEnum):
    """What a person decided on an event."""

    ACCEPTED = "accepted"
    """The reading is right in every field."""
    CORRECTED = "corrected"
    """An event, with other values in some fields."""
    REJECTED = "rejected"
    """No event of the codebook: it leaves incidents and truces, not the store."""
    UNSURE = "unsure"
    """Looked at and left open, for another person."""


@dataclass(frozen=True, slots=True)
class Review:
    """One person's decision on one event."""

    event: str
    """``Event.ref``."""
    decision: Decision
    by: str
    at_utc: datetime
    reading: Mapping[str, Any]
    """The event as the person left it, with the codebook's field names (``event_to_dict`` without claims)."""
    note: str = ""
    sample: str | None = None
    """Name of the shared sample it was made in, where the reviewers do not see each other's decisions."""
    version: str = ""
    """The coder's version that read the event."""
    withdrawn_utc: datetime | None = None
    withdrawn_by: str | None = None


Numbered = tuple[int, Review]
"""A review with its number in the store."""


def standing(reviews: Iterable[Numbered]) -> dict[str, dict[str, Numbered]]:
    """Event ref to person to that person's latest review that is not withdrawn; persons in the order they decided."""
    found: dict[str, dict[str, Numbered]] = {}
    for number, review in sorted(reviews, key=lambda n: (n[1].at_utc, n[0])):
        if review.withdrawn_utc is None:
            of_event = found.setdefault(review.event, {})
            of_event.pop(review.by, None)
            of_event[review.by] = (number, review)
    return found


def settles(reviews: Mapping[str, Numbered]) -> Review | None:
    """The review that decides whether the event is shown: the latest of any person that is not unsure, or None."""
    firm = [r for _, r in reviews.values() if r.decision is not Decision.UNSURE]
    return firm[-1] if firm else None


def value_key(field: str, value: Any) -> str:
    """A value of a reading as one category, so that two readings of one field are equal or not.

    Entities count by registry id or name, whatever their mentions; a place by name, country and precision; numbers of
    harm by kind and bounds; an attribution by speaker and stance. Order does not count.
    """
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return "; ".join(sorted(value_key(field, item) for item in value))
    if not isinstance(value, Mapping):
        return str(value).casefold().strip()
    if field == "date":
        return f"{value['start']}/{value['end']}"
    if field == "place":
        return f"{value['name']}, {value.get('country') or '?'} ({value['precision']})".casefold()
    if field == "harm":
        return f"{value['kind']} {value.get('min')}-{value.get('max')}"
    if field == "reported_by":
        return f"{value['speaker']} {value['stance']}".casefold()
    return str(value.get("id") or value["name"]).casefold()


def differing_fields(left: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields in which two readings of one event differ, in the codebook's order."""
    return tuple(f for f in EVENT_FIELDS if value_key(f, left.get(f)) != value_key(f, right.get(f)))


def conflict(reviews: Mapping[str, Numbered]) -> tuple[str, ...]:
    """What the standing reviews of one event differ on: ``event`` where one rejects what another keeps, else fields.

    Unsure differs from nobody, and a difference is settled once two people share the latest reading. Empty where there
    is none.
    """
    firm = [r for _, r in reviews.values() if r.decision is not Decision.UNSURE]
    if len(firm) < 2:
        return ()
    latest, others = firm[-1], firm[:-1]
    differences = [_difference(latest, other) for other in others]
    if not all(differences):
        return ()
    found = {name for names in differences for name in names}
    return tuple(name for name in ("event", *EVENT_FIELDS) if name in found)


def _difference(a: Review, b: Review) -> tuple[str, ...]:
    rejected = [r.decision is Decision.REJECTED for r in (a, b)]
    if all(rejected):
        return ()
    return ("event",) if any(rejected) else differing_fields(a.reading, b.reading)


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the history: a review with its claims, claims alone, or a judgement."""

    kind: str
    """``review``, ``claim`` or ``judgement``."""
    number: int
    """Its number in its table."""
    by: str
    at_utc: datetime
    about: str
    """``Event.ref``; of a judgement its left side."""
    what: str
    """The decision or verdict: accepted, corrected, rejected, unsure, same, different; ``claimed`` for claims alone."""
    other: str | None = None
    """A judgement's right side."""
    note: str = ""
    claims: tuple[Claim, ...] = ()
    sample: str | None = None
    withdrawn_utc: datetime | None = None
    withdrawn_by: str | None = None
    judgement: Judgement | None = None
