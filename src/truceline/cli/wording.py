"""Values of an event in the few words that a table or a page has room for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from truceline.domain.claims import JsonValue
from truceline.domain.codes import DatePrecision, Status
from truceline.domain.events import Attribution, Entity, Event, EventDate, EventPlace, Harm, Incident

_PLACE_PRECISION = {1: "exact", 2: "near", 3: "district", 4: "province", 5: "area", 7: "international"}


def what(event: Event) -> str:
    """Type, mode, truce action, and the status where it did not simply happen."""
    said = event.type.value + (f"-{event.mode}" if event.mode else "")
    if event.truce_action:
        said += f" · truce {event.truce_action.value.replace('_', ' ')}"
    if event.status is not Status.ACTUAL:
        said += f" ({event.status.value})"
    return said + (" (many)" if event.aggregate else "")


def what_happened(incident: Incident) -> str:
    """Type, mode, and the status where it did not simply happen."""
    said = incident.type.value + (f" {incident.mode}" if incident.mode else "")
    return said if incident.status is Status.ACTUAL else f"{said} ({incident.status.value})"


def who(entities: Iterable[Entity]) -> str:
    """Names, with the affiliation of a person in office."""
    return "; ".join(_with_affiliation(e.name, e.affiliation) for e in entities)


def _with_affiliation(name: str, affiliation: str | None) -> str:
    says_more = affiliation and affiliation.casefold() not in name.casefold()
    return f"{name} ({affiliation})" if says_more else name


def when(day: EventDate | None) -> str:
    """The day, the month, or first and last day."""
    if day is None:
        return "–"
    if day.start == day.end:
        return day.start.isoformat()
    if day.precision is DatePrecision.MONTH:
        return f"{day.start:%Y-%m}"
    if day.precision is DatePrecision.YEAR:
        return f"{day.start:%Y}"
    return f"{day.start.isoformat()} … {day.end.isoformat()}"


def where(place: EventPlace | None) -> str:
    """Name, country, and the precision in a word where it is not an exact place."""
    if place is None:
        return "–"
    if place.precision == 6:
        return place.name
    said = place.name + (f", {place.country}" if place.country else "")
    return said if place.precision == 1 else f"{said} ({_PLACE_PRECISION.get(place.precision, '?')})"


def version_value(found: JsonValue) -> str:
    """One report's version of a field of an incident, in the words in which the chosen value is told."""
    if isinstance(found, list):
        return "; ".join(version_value(one) for one in found)
    if not isinstance(found, dict):
        return "–" if found is None else str(found)
    if "start" in found:
        first, last = (date.fromisoformat(str(found[k])) for k in ("start", "end"))
        return when(EventDate(first, last, DatePrecision(str(found.get("precision") or "interval"))))
    if "min" in found:
        low, high = found["min"], found["max"]
        if low is None or high is None:
            return f"≤{high}" if low is None else f"≥{low}"
        return str(low) if low == high else f"{low}-{high}"
    country, precision = found.get("country"), found.get("precision")
    land = str(country) if country else None
    return where(EventPlace(str(found.get("name")), land, None, None, precision if isinstance(precision, int) else 1))


def toll(harm: Harm) -> str:
    """``≥4 killed``, ``≤16 injured``, ``0 killed``, ``5 to 7 killed``."""
    low, high = harm.minimum, harm.maximum
    if low is not None and low == high:
        count = f"{low}"
    elif low is None:
        count = f"≤{high}"
    elif high is None:
        count = f"≥{low}"
    else:
        count = f"{low} to {high}"
    return f"{count} {harm.kind.value}"


def harms(event: Event) -> str:
    """All tolls of the event."""
    return ", ".join(toll(h) for h in event.harm)


def voice(said: Attribution) -> str:
    """Who says so, for whom, in which outlet, with which stance."""
    name = _with_affiliation(said.speaker, said.affiliation)
    return name + (f", in {said.outlet}" if said.outlet else "") + f": {said.stance.value}"
