"""A person's claims laid over the machine's event: what a reader of the record sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from truceline.domain.claims import Claim, JsonValue
from truceline.domain.codes import MODES, EventType, Reading, Status, TruceAction
from truceline.domain.events import Event
from truceline.domain.serial import (
    attribution_from_dict,
    date_from_dict,
    entity_from_dict,
    harm_from_dict,
    place_from_dict,
)
from truceline.domain.value_checks import check_span, check_value
from truceline.errors import UsageError

_LISTS = {
    "actors": entity_from_dict,
    "recipients": entity_from_dict,
    "claimed_by": entity_from_dict,
    "denied_by": entity_from_dict,
    "truce_parties": entity_from_dict,
    "harm": harm_from_dict,
    "reported_by": attribution_from_dict,
}
_EARLIEST = datetime.min.replace(tzinfo=UTC)

CORRECTABLE = frozenset(
    {"type", "mode", "status", "aggregate", "date", "place", "weapon", "truce_action", "conflict", *_LISTS}
)
"""Fields that a person's claim can set."""


def check_correction(event: Event, claim: Claim, *, n_chars: int | None = None) -> None:
    """Raise UsageError when the claim has no person, or a field or value that the event cannot take.

    n_chars: length of the report's text in code points; the claim's spans must lie within it.
    """
    if not claim.by:
        raise UsageError(f"a correction of {claim.field!r} needs the name of the person who makes it")
    if claim.field not in CORRECTABLE:
        raise UsageError(f"no field {claim.field!r} to correct; fields: {', '.join(sorted(CORRECTABLE))}")
    if claim.reading is Reading.STATED:
        check_value(claim.field, claim.value, n_chars)
    elif claim.field in ("type", "status"):
        raise UsageError(f"every event has a {claim.field}; it cannot be {claim.reading}")
    check_span(None if claim.span is None else (claim.span.start, claim.span.end), n_chars)
    corrected = apply_claims(replace(event, claims=()), (claim,))
    if claim.field == "mode" and corrected.mode is not None and corrected.mode not in MODES[corrected.type]:
        allowed = ", ".join(MODES[corrected.type]) or "none"
        raise UsageError(f"{corrected.type} has no mode {corrected.mode!r}; its modes: {allowed}")


def apply_claims(event: Event, by_people: Iterable[Claim]) -> Event:
    """The event with people's claims over it: the latest on a field is shown, and every claim is kept.

    A person's claim holds the whole field: a list of entities for ``actors``, a date record for ``date``. The machine's
    claims on that field stay, no longer chosen. A mode that a corrected type does not have falls away.
    """
    ordered = sorted(by_people, key=lambda c: c.at_utc or _EARLIEST)
    if not ordered:
        return event
    latest = {claim.field: claim for claim in ordered}
    fields = {name: _value(claim) for name, claim in latest.items()}
    if "type" in fields and "mode" not in fields and event.mode not in MODES[fields["type"]]:  # type: ignore[index]
        fields["mode"] = None
    machine = tuple(replace(c, chosen=False) if c.field in latest else c for c in event.claims)
    people = tuple(replace(c, chosen=c is latest[c.field]) for c in ordered)
    return replace(event, claims=(*machine, *people), **fields)  # type: ignore[arg-type]


def _value(claim: Claim) -> object:
    value: JsonValue = None if claim.reading is not Reading.STATED else claim.value
    if claim.field in _LISTS:
        records = [] if value is None else value if isinstance(value, list) else [value]
        return tuple(_LISTS[claim.field](record) for record in records)  # type: ignore[arg-type]
    match claim.field:
        case "type":
            return EventType(str(value))
        case "status":
            return Status(str(value))
        case "truce_action":
            return None if value is None else TruceAction(str(value))
        case "aggregate":
            return bool(value)
        case "date":
            return date_from_dict(value)  # type: ignore[arg-type]
        case "place":
            return place_from_dict(value)  # type: ignore[arg-type]
        case _:
            return None if value is None else str(value)
