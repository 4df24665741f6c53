"""Incidents in ACLED's current layout of 31 columns.

What Truceline does not know stays empty: ACLED's region, admin3 and tags, the scale of a source. ``fatalities`` is the
lowest count that reports give, 0 where none is stated, as ACLED has it; its rule of entering 10 or 3 for an unknown
number is a coder's guess and is not imitated. Left out are what did not happen (announced, feared, denied), counts over
many occurrences, what has no day or no month of its own, and what ACLED does not code (most speech).
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from truceline.domain.codes import ARMED_KINDS, STATE_KINDS, ActorKind, EventType, HarmKind
from truceline.domain.events import Entity, Event, EventDate, Incident
from truceline.export.acled_actors import CIVILIANS, inter_code, is_unidentified_group
from truceline.export.admin import Areas
from truceline.export.notes import compose_notes
from truceline.export.record import (
    Cell,
    Kind,
    Record,
    Table,
    happened,
    harmed,
    joined,
    left_out,
    middle,
    names,
    toll_bounds,
)  # fmt: skip
from truceline.resources.countries import Country, load_countries
from truceline.resources.names import fold_words
from truceline.resources.tables import rows

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
KINDS = dict.fromkeys(("year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"), Kind.INT)
KINDS |= {"event_date": Kind.DAY, "latitude": Kind.FLOAT, "longitude": Kind.FLOAT}
_FORCES = ARMED_KINDS | {ActorKind.STATE_FORCE, ActorKind.POLICE, ActorKind.MISSION}
_EXPLOSIONS = "Explosions/Remote violence"
_CLASH = ("Battles", "Armed clash")
_MODES_OF_MANY_WEAPONS = ("explosives", "heavy-weapons")
"""PLOVER modes of which ACLED makes several sub-event types."""
_CROWDS = {"civilians": "Civilians", "protesters": "Protesters", "rioters": "Rioters"}
_LONGEST_DAYS = 31
"""ACLED places every event in a month; what took longer, or may have, has no place in its table."""


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
    return tuple(TypeRow(**row) for _, row in rows("acled_types.tsv", TypeRow.__slots__))


@cache
def load_weapon_rows() -> tuple[tuple[str, str], ...]:
    """(word, sub-event type) of data/acled_weapons.tsv, in order of precedence; a word may end in ``*``."""
    columns = ("word", "sub_event_type")
    return tuple((row["word"], row["sub_event_type"]) for _, row in rows("acled_weapons.tsv", columns))


def type_of_weapon(said: str) -> str | None:
    """ACLED's sub-event type of an explosion for the words of a weapon or trigger; None where they do not tell."""
    words = fold_words(said)
    for row, sub_event_type in load_weapon_rows():
        if any(w.startswith(row[:-1]) if row.endswith("*") else w == row for w in words):
            return sub_event_type
    return None


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
            return bool(kinds & (_FORCES | {ActorKind.STATE}))
        case "state":
            return bool(kinds & STATE_KINDS)
        case "nonstate":
            return bool(kinds & (_FORCES - STATE_KINDS))
        case "clash":
            return len(parties) >= 2 and not event.recipients
        case "weapon":
            return bool(getattr(event, "weapon", None))
        case "deadly":
            return (harmed(event, HarmKind.KILLED)[0] or 0) > 0
        case "truce":
            return getattr(event, "truce_action", None) is not None
        case _:  # who is hit first says whom it was meant for: soldiers before the bystanders
            return condition in kinds and (parties[0].kind == condition or parties[0].kind not in _FORCES)


def disorder_type(event_type: str, sub_event_type: str) -> str:
    """ACLED's disorder type for an event and sub-event type."""
    if event_type == "Strategic developments":
        return "Strategic developments"
    if sub_event_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if event_type == "Protests" or sub_event_type == "Violent demonstration":
        return "Demonstrations"
    return "Political violence"


def acled_table(record: Record, areas: Areas | None = None) -> Table:
    """Incidents that ACLED would code, one row each, ordered by day. areas: from where provinces and districts come."""
    rows = []
    out: Counter[str] = Counter()
    for incident in record.incidents:
        why = _unfit(record, incident)
        if why:
            out[why] += 1
        else:
            rows.append(_row(record, incident, areas or Areas()))
    rows.sort(key=lambda r: (str(r["event_date"]), str(r["event_id_cnty"])))
    return Table("acled", COLUMNS, tuple(rows), kinds=KINDS, notes=left_out(out))


def _unfit(record: Record, incident: Incident) -> str | None:
    """Why ACLED would not code the incident, or None."""
    if not happened(incident):
        return "that did not happen (announced, feared or denied)"
    if incident.aggregate:
        return "that are counts over many occurrences"
    if incident.date is None:
        return "without a date"
    if (incident.date.end - incident.date.start).days >= _LONGEST_DAYS:
        return "that no month holds"
    return None if _types(record, incident) else "of kinds that ACLED does not code"


def _types(record: Record, incident: Incident) -> tuple[str, str] | None:
    """ACLED's types: by PLOVER's type and mode and the parties, and by the weapon where the mode leaves it open."""
    found = acled_type(incident) or acled_type(record.members(incident)[0])
    if incident.type is not EventType.ASSAULT or found is None:
        return found
    members = record.members(incident)
    told = [e.weapon for e in members if e.weapon]
    if incident.mode in _MODES_OF_MANY_WEAPONS:
        told = [a.name for a in incident.actors if "suicide" in a.name.lower()] + told
        told += [e.trigger.of(record.report_of(e).text) for e in members]
    elif incident.mode is not None or (found == _CLASH and not incident.recipients):
        return found
    sub_event_type = next((t for t in map(type_of_weapon, told) if t), None)
    return (_EXPLOSIONS, sub_event_type) if sub_event_type else found


def _row(record: Record, incident: Incident, areas: Areas) -> dict[str, Cell]:
    types = _types(record, incident)
    assert types is not None and incident.date is not None  # _unfit has seen to it
    event_type, sub_event_type = types
    members = record.members(incident)
    place = incident.place
    country = load_countries().get(place.country or "") if place else None
    side1, side2 = _sides(incident)
    violent = incident.type is EventType.ASSAULT
    inter1 = inter_code(side1, country, attacks=violent)
    inter2 = inter_code(side2, country, attacks=violent and not incident.recipients)
    day, precision = time_of(incident.date)
    changed = [record.changed_utc[e.report_id] for e in members if e.report_id in record.changed_utc]
    area = areas.of(place)
    return {
        "event_id_cnty": f"{country.iso3 if country else 'XXX'}{stable_number(incident.id)}",
        "event_date": day,
        "year": day.year,
        "time_precision": precision,
        "disorder_type": disorder_type(event_type, sub_event_type),
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "actor1": _actor_name(side1, country, attacks=violent),
        "assoc_actor_1": names(side1[1:]),
        "inter1": INTER[inter1],
        "actor2": _actor_name(side2, country, attacks=violent and not incident.recipients),
        "assoc_actor_2": names(side2[1:]),
        "inter2": INTER[inter2],
        "interaction": interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting"
        if inter2 == CIVILIANS and violent
        else None,
        "iso": int(country.numeric) if country else None,
        "country": country.name if country else None,
        "admin1": area.admin1,
        "admin2": area.admin2,
        "location": place.name if place else None,
        "latitude": round(place.lat, 4) if place and place.lat is not None else None,
        "longitude": round(place.lon, 4) if place and place.lon is not None else None,
        "geo_precision": None if place is None else geo_precision(place.precision),
        "source": joined(incident.outlets) or None,
        "notes": compose_notes(record, incident),
        "fatalities": toll_bounds(members, HarmKind.KILLED)[0] or 0,
        "timestamp": int(max(changed).timestamp()) if changed else None,
    }


def stable_number(incident_id: str) -> int:
    """A whole number for an incident's id, the same from export to export (of 48 bits of the id's hash)."""
    return int(incident_id[:12], 16)


def time_of(when: EventDate) -> tuple[date, int]:
    """(event_date, time_precision): the day; the middle of up to a week; else the month's middle, or its first or last
    day where the days lie in its beginning ("early March") or at its end ("late March")."""
    length = (when.end - when.start).days + 1
    if length == 1:
        return when.start, 1
    if length <= 7:
        return middle(when.start, when.end), 2
    month_end = monthrange(when.end.year, when.end.month)[1]
    one_month = (when.start.year, when.start.month) == (when.end.year, when.end.month)
    if one_month and when.start.day == 1 and when.end.day <= 15:
        return when.start, 3
    if one_month and when.start.day > 15 and when.end.day == month_end:
        return when.end, 3
    return middle(when.start, when.end), 3


def geo_precision(where_prec: int) -> int:
    """ACLED's precision for UCDP's: a town 1, near one or a district 2, anything larger 3."""
    return 1 if where_prec == 1 else 2 if where_prec <= 3 else 3


def _sides(incident: Incident) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Actor and recipient sides; the two actors of a clash without an attacker are a side each."""
    if len(incident.actors) >= 2 and not incident.recipients:
        return incident.actors[:1], incident.actors[1:]
    return incident.actors, incident.recipients


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


def _actor_name(side: tuple[Entity, ...], country: Country | None, *, attacks: bool) -> str | None:
    if not side:
        return None
    first = side[0]
    where = f" ({country.name})" if country else ""
    if first.kind in _CROWDS:
        return _CROWDS[first.kind] + where
    if attacks and is_unidentified_group(first):
        return "Unidentified Armed Group" + where
    return first.name
