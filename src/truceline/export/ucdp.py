"""Incidents with deaths in the layout of UCDP GED 23.1 to 25.1, 49 columns.

UCDP's own ids of conflicts, dyads and sides stay empty: Truceline does not know them. ``best`` is the shown toll's
least count, ``low`` and ``high`` the bounds over all reports' versions. Deaths by side are given only where the
report says whose they were.
"""

from __future__ import annotations

from collections.abc import Iterable

from truceline.domain.codes import EventType, HarmKind
from truceline.domain.events import Event, EventDate, Incident
from truceline.export.record import Cell, Record, Table, harmed, joined
from truceline.resources.countries import load_countries

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

_STATE_KINDS = {"state", "government", "state force", "police"}
_MIDDLE_EAST = frozenset(
    ("BH", "CY", "EG", "IR", "IQ", "IL", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "AE", "YE")
)
_REGION = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "Americas", "SA": "Americas", "OC": "Asia"}


def ucdp_table(record: Record) -> Table:
    """Incidents of violence with at least one death, one row each, ordered by day.

    ``id`` numbers the rows of this export; the stable key is ``relid``.
    """
    deadly = [i for i in record.incidents if i.type is EventType.ASSAULT and i.date and _best(i) > 0]
    deadly.sort(key=lambda i: (i.date.start if i.date else None, i.id))
    return Table("ucdp", COLUMNS, tuple(_row(record, n, i) for n, i in enumerate(deadly, start=1)))


def _best(incident: Incident) -> int:
    least, most = harmed(incident, HarmKind.KILLED)
    return least or most or 0


def priogrid_gid(lat: float, lon: float) -> int:
    """PRIO-GRID cell of half a degree: 1 at 90 S 180 W, eastwards, then northwards (720 cells a row)."""
    row = min(int((lat + 90) / 0.5), 359)
    column = min(int((lon + 180) / 0.5), 719)
    return row * 720 + column + 1


def date_prec(when: EventDate) -> int:
    """UCDP's date precision: 1 day, 2 up to 6 days, 3 a week, 4 up to 30 days or a month, 5 longer."""
    days = (when.end - when.start).days + 1
    for most, code in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if days <= most:
            return code
    return 5


def type_of_violence(incident: Incident) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None where the kinds of the parties do not settle it."""
    attacker = incident.actors[0].kind if incident.actors else None
    other = incident.recipients[:1] or incident.actors[1:2]
    victim = other[0].kind if other else None
    if attacker is None:
        return None
    if victim in ("civilians", "protesters"):
        return 3
    if attacker in _STATE_KINDS or victim in _STATE_KINDS:
        return 1 if victim else None
    return 2 if victim not in (None, "unnamed", "unknown", "person") else None


def _sides(incident: Incident, violence: int | None) -> tuple[str, str, bool]:
    """(side A, side B, whether they were swapped): a government is side A of state-based violence."""
    first = incident.actors[0] if incident.actors else None
    second = incident.recipients[0] if incident.recipients else None
    if second is None and len(incident.actors) > 1:
        second = incident.actors[1]
    swap = bool(violence == 1 and first and second and first.kind not in _STATE_KINDS)
    a, b = (second, first) if swap else (first, second)
    return (a.name if a else ""), ("Civilians" if violence == 3 else b.name if b else ""), swap


def _spread(members: Iterable[Event]) -> tuple[int | None, int | None]:
    bounds = [harmed(e, HarmKind.KILLED) for e in members]
    lows = [low if low is not None else high for low, high in bounds if (low, high) != (None, None)]
    highs = [high if high is not None else low for low, high in bounds if (low, high) != (None, None)]
    return min((x for x in lows if x is not None), default=None), max((x for x in highs if x is not None), default=None)


def _row(record: Record, number: int, incident: Incident) -> dict[str, Cell]:
    assert incident.date is not None
    members = record.members(incident)
    reports = [record.report_of(e) for e in members]
    country = load_countries().get(incident.place.country or "") if incident.place else None
    violence = type_of_violence(incident)
    side_a, side_b, _ = _sides(incident, violence)
    place, when = incident.place, incident.date
    low, high = _spread(members)
    best = _best(incident)
    point = place if place and place.lat is not None and place.lon is not None else None
    by_civilians = sum(
        h.minimum or 0 for h in incident.harm if h.kind is HarmKind.KILLED and "civilian" in (h.whom or "").lower()
    )
    civilians = best if violence == 3 else min(by_civilians, best)
    return {
        "id": number,
        "relid": f"{country.iso3 if country else 'XXX'}-{when.start.year}-{incident.id}",
        "year": when.start.year,
        "code_status": "Clear",
        "type_of_violence": violence,
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else None,
        "side_a": side_a or None,
        "side_b": side_b or None,
        "number_of_sources": len(reports),
        "source_article": joined((f'"{r.outlet or ""},{r.date.isoformat()},{r.title or ""}"' for r in reports), ";"),
        "source_office": joined((r.outlet for r in reports), ";"),
        "source_date": ";".join(r.date.isoformat() for r in reports),
        "source_headline": joined((r.title for r in reports), ";"),
        "source_original": joined((a.speaker for e in members for a in e.reported_by), ";") or None,
        "where_prec": place.precision if place else None,
        "where_coordinates": place.name if place else None,
        "where_description": place.name if place else None,
        "latitude": round(point.lat, 6) if point and point.lat is not None else None,
        "longitude": round(point.lon, 6) if point and point.lon is not None else None,
        "geom_wkt": f"POINT ({point.lon} {point.lat})" if point else None,
        "priogrid_gid": priogrid_gid(point.lat, point.lon) if point and point.lat is not None and point.lon is not None
        else None,
        "country": country.name if country else None,
        "region": None if country is None else "Middle East" if country.iso2 in _MIDDLE_EAST
        else _REGION.get(country.continent),
        "event_clarity": 2 if all(e.aggregate for e in members) else 1,
        "date_prec": date_prec(when),
        "date_start": f"{when.start.isoformat()} 00:00:00.000",
        "date_end": f"{when.end.isoformat()} 00:00:00.000",
        "deaths_civilians": civilians,
        "deaths_unknown": best - civilians,
        "best": best,
        "high": max(high or best, best),
        "low": min(low if low is not None else best, best),
    }
