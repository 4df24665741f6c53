"""Incidents in ACLED's current layout of 31 columns.

What Truceline does not know stays empty. ``fatalities`` is the least of the stated counts, 0 where none is stated,
as ACLED does; its rule of entering 10 or 3 for an unknown number is a coder's guess and is not imitated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from truceline.domain.codes import DatePrecision, EventType, HarmKind
from truceline.domain.events import Entity, Event, Incident
from truceline.export.record import Cell, Record, Table, harmed, joined, middle, names
from truceline.resources.countries import Country, load_countries

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

INTER = (
    "", "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
)  # fmt: skip
_ARMED_KINDS = {"state force", "police", "rebel group", "political militia", "identity militia", "alliance", "mission"}
_STATE_KINDS = {"state", "government", "state force", "police"}


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One row of data/acled_types.tsv."""

    type: str
    mode: str
    actor: str
    recipient: str
    event_type: str
    sub_event_type: str


@cache
def load_type_rows() -> tuple[TypeRow, ...]:
    """The table that derives ACLED types, in order of precedence."""
    lines = files("truceline.data").joinpath("acled_types.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(TypeRow(*line.split("\t")) for line in lines)


@cache
def load_inter_codes() -> dict[str, int]:
    """ActorKind -> ACLED's inter code, from data/actor_kinds.tsv."""
    lines = files("truceline.data").joinpath("actor_kinds.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {kind: int(inter) for kind, inter, _ in (line.split("\t") for line in lines)}


def acled_type(event: Event | Incident) -> tuple[str, str] | None:
    """(event_type, sub_event_type), or None for what ACLED does not code (most speech acts)."""
    for row in load_type_rows():
        if row.type != event.type or row.mode not in ("*", event.mode or ""):
            continue
        if _fits(row.actor, event.actors, event) and _fits(row.recipient, event.recipients, event):
            return row.event_type, row.sub_event_type
    return None


def _fits(condition: str, parties: tuple[Entity, ...], event: Event | Incident) -> bool:
    kinds = {p.kind for p in parties}
    match condition:
        case "*":
            return True
        case "armed":
            return bool(kinds & (_ARMED_KINDS | {"state"}))
        case "state":
            return bool(kinds & _STATE_KINDS)
        case "nonstate":
            return bool(kinds & (_ARMED_KINDS - _STATE_KINDS))
        case "clash":
            return len(parties) >= 2 and not event.recipients
        case "weapon":
            return bool(getattr(event, "weapon", None))
        case "truce":
            return getattr(event, "truce_action", None) is not None
        case _:
            return condition in kinds


def disorder_type(event_type: str, sub_event_type: str) -> str:
    """ACLED's disorder type for an event and sub-event type."""
    if event_type == "Strategic developments":
        return "Strategic developments"
    if sub_event_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if event_type == "Protests" or sub_event_type == "Violent demonstration":
        return "Demonstrations"
    return "Political violence"


def acled_table(record: Record) -> Table:
    """Incidents that ACLED would code, one row each, ordered by day."""
    rows = []
    for incident in record.incidents:
        row = _row(record, incident)
        if row is not None:
            rows.append(row)
    rows.sort(key=lambda r: (str(r["event_date"]), str(r["event_id_cnty"])))
    return Table("acled", COLUMNS, tuple(rows))


def _row(record: Record, incident: Incident) -> dict[str, Cell] | None:
    members = record.members(incident)
    lead = members[0]
    types = acled_type(incident) or acled_type(lead)
    if types is None or incident.date is None:
        return None
    event_type, sub_event_type = types
    side1, side2 = _sides(incident)
    inter1, inter2 = _inter(side1), _inter(side2)
    place = incident.place
    country = load_countries().get(place.country) if place and place.country else None
    day = middle(incident.date.start, incident.date.end)
    exact = incident.date.start == incident.date.end
    return {
        "event_id_cnty": f"{country.iso3 if country else 'XXX'}-{incident.id[:10]}",
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": 1 if exact else 2 if _within(incident, 7) else 3,
        "disorder_type": disorder_type(event_type, sub_event_type),
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "actor1": _actor_name(side1, country),
        "assoc_actor_1": names(side1[1:]),
        "inter1": INTER[inter1],
        "actor2": _actor_name(side2, country),
        "assoc_actor_2": names(side2[1:]),
        "inter2": INTER[inter2],
        "interaction": interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if inter2 == 7 and incident.type is EventType.ASSAULT else "",
        "iso": int(country.numeric) if country else None,
        "country": country.name if country else None,
        "location": place.name if place else None,
        "latitude": round(place.lat, 4) if place and place.lat is not None else None,
        "longitude": round(place.lon, 4) if place and place.lon is not None else None,
        "geo_precision": None if place is None else 1 if place.precision == 1 else 2 if place.precision <= 3 else 3,
        "source": joined(incident.outlets) or None,
        "notes": compose_notes(record, incident),
        "fatalities": harmed(incident, HarmKind.KILLED)[0] or 0,
    }


def _within(incident: Incident, days: int) -> bool:
    assert incident.date is not None
    if incident.date.precision is DatePrecision.WEEK:
        return True
    return (incident.date.end - incident.date.start).days < days


def _sides(incident: Incident) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Actor and recipient sides; the two actors of a clash without an attacker are a side each."""
    if len(incident.actors) >= 2 and not incident.recipients:
        return incident.actors[:1], incident.actors[1:]
    return incident.actors, incident.recipients


def _inter(side: tuple[Entity, ...]) -> int:
    codes = load_inter_codes()
    return codes.get(side[0].kind or "", 0) if side else 0


def interaction(inter1: int, inter2: int) -> str:
    """ACLED's interaction label, the lower code first, "Civilians" last against external forces as ACLED has it."""
    low, high = sorted((inter1, inter2))
    if high == 0:
        return ""
    if low == 0:
        return f"{INTER[high]} only"
    if (low, high) == (7, 8):
        return "External/Other forces-Civilians"
    return f"{INTER[low]}-{INTER[high]}"


def _actor_name(side: tuple[Entity, ...], country: Country | None) -> str:
    if not side:
        return ""
    first = side[0]
    if first.kind == "civilians":
        return f"Civilians ({country.name})" if country else "Civilians"
    if first.kind == "unnamed" and country:
        return f"Unidentified Armed Group ({country.name})"
    return first.name


def compose_notes(record: Record, incident: Incident) -> str:
    """A paragraph in ACLED's manner, made from fields and never from a report's sentences: "On 30 July 2024, ..." ."""
    parts = []
    if incident.date:
        start, end = incident.date.start, incident.date.end
        days = f"{start.day} {start:%B %Y}"
        parts.append(f"On {days}," if start == end else f"Between {days} and {end.day} {end:%B %Y},")
    what = f"{incident.type.value.lower()}{f' ({incident.mode})' if incident.mode else ''}"
    parts.append(f"{what} by {names(incident.actors, ' and ') or 'an unstated actor'}")
    if incident.recipients:
        parts.append(f"against {names(incident.recipients, ' and ')}")
    if incident.place:
        parts.append(f"in {incident.place.name}")
    text = " ".join(parts) + "."
    for harm in incident.harm:
        text += f" {harm.kind.value.capitalize()}: {_bounds(harm.minimum, harm.maximum)}"
        text += f" ({harm.whom})." if harm.whom else "."
    if incident.claimed_by:
        text += f" Claimed by {names(incident.claimed_by, ' and ')}."
    if incident.denied_by:
        text += f" Denied by {names(incident.denied_by, ' and ')}."
    for difference in incident.disagreements:
        text += f" Reports differ on {difference.field}."
    if incident.outlets:
        text += f" Sources: {joined(incident.outlets)}."
    return text


def _bounds(least: int | None, most: int | None) -> str:
    if least == most:
        return str(least)
    if most is None:
        return f"at least {least}"
    if least is None:
        return f"up to {most}"
    return f"{least} to {most}"
