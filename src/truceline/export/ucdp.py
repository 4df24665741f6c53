"""Incidents with deaths in the layout of UCDP GED 23.1 to 25.1, 49 columns.

What Truceline does not know stays empty: UCDP's ids of conflicts, dyads, sides and countries, whether the conflict is
active that year, and the state of UCDP's own checks (``code_status``). ``best`` is the shown toll's least count,
``low`` and ``high`` the bounds over all reports' versions. Deaths count as civilians' where a report says so, or where
civilians alone were attacked; all others are ``deaths_unknown``, and ``deaths_a`` and ``deaths_b`` stay empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from truceline.domain.codes import STATE_KINDS, EventType, HarmKind
from truceline.domain.events import Entity, EventDate, Incident
from truceline.domain.text import Report
from truceline.export.admin import Areas
from truceline.export.record import Cell, Kind, Record, Table, happened, harmed, joined, left_out, toll_bounds
from truceline.resources.countries import Country, load_countries

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

KINDS = dict.fromkeys(
    ("id", "year", "type_of_violence", "number_of_sources", "where_prec", "priogrid_gid", "event_clarity", "date_prec",
     "deaths_civilians", "deaths_unknown", "best", "high", "low"), Kind.INT,
)  # fmt: skip
KINDS |= {"latitude": Kind.FLOAT, "longitude": Kind.FLOAT}
_ONE_SIDED = 3
_CIVILIANS = re.compile(r"\b(civilian|child|women|woman|student|worker|journalist|villager|resident|passenger)", re.I)
_LONGEST_DAYS = 366
_MIDDLE_EAST = frozenset(
    ("BH", "CY", "EG", "IR", "IQ", "IL", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "AE", "YE")
)
_REGION = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "Americas", "SA": "Americas", "OC": "Asia"}


def ucdp_table(record: Record, areas: Areas | None = None) -> Table:
    """Incidents of violence with at least one death, one row each, ordered by day. areas: see ``acled_table``."""
    out: Counter[str] = Counter()
    deadly = []
    for incident in record.incidents:
        why = _unfit(incident)
        if why:
            out[why] += 1
        else:
            deadly.append(incident)
    deadly.sort(key=lambda i: (i.date.start if i.date else None, i.id))
    rows = tuple(_row(record, i, areas or Areas()) for i in deadly)
    return Table("ucdp", COLUMNS, rows, kinds=KINDS, notes=left_out(out))


def _unfit(incident: Incident) -> str | None:
    """Why UCDP would not code the incident, or None."""
    if incident.type is not EventType.ASSAULT:
        return "that are no violence"
    if not happened(incident):
        return "that did not happen (announced, feared or denied)"
    if _best(incident) == 0:
        return "of violence without a death that a report states"
    if incident.date is None:
        return "without a date"
    return "that no year holds" if (incident.date.end - incident.date.start).days >= _LONGEST_DAYS else None


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
    first, second = _parties(incident)
    attacker, victim = (first.kind if first else None), (second.kind if second else None)
    if attacker is None:
        return None
    if victim in ("civilians", "protesters"):
        return 3
    if attacker in STATE_KINDS or victim in STATE_KINDS:
        return 1 if victim else None
    return 2 if victim not in (None, "unnamed", "unknown", "person") else None


def _parties(incident: Incident) -> tuple[Entity | None, Entity | None]:
    first = incident.actors[0] if incident.actors else None
    others = incident.recipients[:1] or incident.actors[1:2]
    return first, others[0] if others else None


def _sides(incident: Incident, violence: int | None) -> tuple[str | None, str | None]:
    """Names of side A and B: a government is side A of state-based violence, civilians side B of one-sided."""
    first, second = _parties(incident)
    if violence == 1 and first and second and first.kind not in STATE_KINDS:
        first, second = second, first
    return _side_name(first), "Civilians" if violence == _ONE_SIDED else _side_name(second)


def _side_name(party: Entity | None) -> str | None:
    """UCDP's side is the government for its forces and police; every other side has its own name."""
    if party is None:
        return None
    home = load_countries().get(party.country or "")
    return f"Government of {home.name}" if party.kind in STATE_KINDS and home else party.name


def _civilian_deaths(incident: Incident, violence: int | None, best: int) -> int:
    killed = [h for h in incident.harm if h.kind is HarmKind.KILLED]
    alone = violence == _ONE_SIDED and all(p.kind in ("civilians", "protesters") for p in incident.recipients)
    found = sum(h.minimum or h.maximum or 0 for h in killed if (_is_civilian(h.whom) if h.whom else alone))
    return min(found, best)


def _is_civilian(whom: str) -> bool:
    return _CIVILIANS.search(whom) is not None


def _row(record: Record, incident: Incident, areas: Areas) -> dict[str, Cell]:
    assert incident.date is not None  # _unfit has seen to it
    members = record.members(incident)
    reports = list({r.id: r for r in (record.report_of(e) for e in members)}.values())
    country = load_countries().get(incident.place.country or "") if incident.place else None
    violence = type_of_violence(incident)
    side_a, side_b = _sides(incident, violence)
    place, when = incident.place, incident.date
    lat, lon = (place.lat, place.lon) if place else (None, None)
    low, high = toll_bounds(members, HarmKind.KILLED)
    best = _best(incident)
    civilians = _civilian_deaths(incident, violence, best)
    area = areas.of(place)
    return {
        "id": int(incident.id[:12], 16),
        "relid": f"{country.iso3 if country else 'XXX'}-{when.start.year}-{incident.id}",
        "year": when.start.year,
        "type_of_violence": violence,
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else None,
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": len(reports),
        **_sources(reports),
        "source_original": joined((a.speaker for e in members for a in e.reported_by), ";") or None,
        "where_prec": place.precision if place else None,
        "where_coordinates": place.name if place else None,
        "where_description": _as_written(record, incident),
        "adm_1": area.admin1,
        "adm_2": area.admin2,
        "latitude": None if lat is None else round(lat, 6),
        "longitude": None if lon is None else round(lon, 6),
        "geom_wkt": None if lat is None or lon is None else f"POINT ({round(lon, 6)} {round(lat, 6)})",
        "priogrid_gid": None if lat is None or lon is None else priogrid_gid(lat, lon),
        "country": country.name if country else None,
        "region": _region(country),
        "event_clarity": 2 if incident.aggregate or all(e.aggregate for e in members) else 1,
        "date_prec": date_prec(when),
        "date_start": f"{when.start.isoformat()} 00:00:00.000",
        "date_end": f"{when.end.isoformat()} 00:00:00.000",
        "deaths_civilians": civilians,
        "deaths_unknown": best - civilians,
        "best": best,
        "high": max(high or best, best),
        "low": min(low if low is not None else best, best),
    }


def _sources(reports: Sequence[Report]) -> dict[str, Cell]:
    return {
        "source_article": ";".join(f'"{r.outlet or ""},{r.date.isoformat()},{r.title or ""}"' for r in reports),
        "source_office": ";".join(r.outlet or "" for r in reports).strip(";") or None,
        "source_date": ";".join(r.date.isoformat() for r in reports),
        "source_headline": ";".join(r.title or "" for r in reports).strip(";") or None,
    }


def _as_written(record: Record, incident: Incident) -> str | None:
    """The place in the words of the reports."""
    members = [e for e in record.members(incident) if e.place and e.place.mention]
    words = [" ".join(e.place.mention.of(record.report_of(e).text).split()) for e in members]  # type: ignore[union-attr]
    return joined(words) or None


def _region(country: Country | None) -> str | None:
    if country is None:
        return None
    return "Middle East" if country.iso2 in _MIDDLE_EAST else _REGION.get(country.continent)
