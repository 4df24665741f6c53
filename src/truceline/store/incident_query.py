"""Looking through incidents: one filter for lists, counts, maps and exports, all of it in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, Integer, String, and_, case, cast, func, or_, select

from truceline.domain.events import Incident
from truceline.store import record_tables as r
from truceline.store.record import CHUNK, QUADS, incident_adapter, name_key

Row = Any
Select = Any
Sort = Literal["newest", "oldest", "deadliest", "disputed", "least sure"]
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
"""Orders in which incidents may be asked for."""
MAP_CELLS: Final = 2500
"""Most marks that a map is given; beyond them cells grow."""


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents to look at. Everything left out lets all through."""

    first_day: date | None = None
    """Those that end on this day or later; incidents without a date are then left out."""
    last_day: date | None = None
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: str = ""
    """Part of a place's name."""
    actor: str = ""
    """Part of a name of an actor, recipient, or of who claims or denies it: any name that it has in the record."""
    actor_key: str = ""
    """One actor, by ``actor_totals.actor_key``."""
    role: str = ""
    """With actor or actor_key: only as ``actors``, ``recipients``, ``claimed_by`` or ``denied_by``."""
    outlet: str = ""
    min_killed: int | None = None
    min_confidence: float = 0.0
    disputed: bool = False
    """Only those on which reports disagree."""
    happened: bool = False
    """Only what actually happened, not what is planned, feared or denied."""
    box: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Line:
    """One incident as a list shows it."""

    row: Row
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    outlets: tuple[str, ...]


def tests_of(wanted: IncidentFilter) -> list[Any]:
    """The filter as conditions on ``incidents``."""
    i = r.incidents.c
    tests: list[Any] = []
    if wanted.first_day:
        tests.append(i.last_day >= wanted.first_day)
    if wanted.last_day:
        tests.append(i.first_day <= wanted.last_day)
    if wanted.types:
        tests.append(i.type.in_(wanted.types))
    if wanted.countries:
        tests.append(i.country.in_(wanted.countries))
    if wanted.place:
        tests.append(i.place_key.contains(name_key(wanted.place), autoescape=True))
    if wanted.actor or wanted.actor_key:
        tests.append(i.id.in_(_with_party(wanted)))
    if wanted.outlet:
        o = r.incident_outlets.c
        tests.append(i.id.in_(select(o.incident_id).where(o.outlet == wanted.outlet)))
    if wanted.min_killed is not None:
        tests.append(i.killed >= wanted.min_killed)
    if wanted.min_confidence > 0:
        tests.append(i.confidence >= wanted.min_confidence)
    if wanted.disputed:
        tests.append(i.n_disagreements > 0)
    if wanted.happened:
        tests.append(i.status.in_(("actual", "historical")))
    if wanted.box:
        west, south, east, north = wanted.box
        tests.append(and_(i.lat >= south, i.lat <= north))
        inside = and_(i.lon >= west, i.lon <= east) if west <= east else or_(i.lon >= west, i.lon <= east)
        tests.append(inside)
    return tests


def _with_party(wanted: IncidentFilter) -> Select:
    p = r.incident_parties.c
    query = select(p.incident_id)
    if wanted.actor:
        a = r.actor_totals.c  # few beside the parties of all incidents, with all names of each actor
        named = select(a.actor_key).where(a.name_key.contains(name_key(wanted.actor), autoescape=True))
        query = query.where(p.actor_key.in_(named))
    if wanted.actor_key:
        query = query.where(p.actor_key == wanted.actor_key)
    if wanted.role:
        query = query.where(p.role == wanted.role)
    return query


def count_incidents(connection: Connection, wanted: IncidentFilter) -> int:
    """How many pass the filter."""
    query = select(func.count()).select_from(r.incidents).where(*tests_of(wanted))
    return int(connection.execute(query).scalar_one())


def _order(sort: Sort) -> tuple[Any, ...]:
    i = r.incidents.c
    newest = (i.sort_day.desc(), i.id.desc())
    match sort:
        case "oldest":
            return (i.sort_day, i.id)
        case "deadliest":
            return (func.coalesce(i.killed, -1).desc(), *newest)
        case "disputed":
            return (i.n_disagreements.desc(), *newest)
        case "least sure":
            return (i.confidence, *newest)
        case _:
            return newest


def incident_lines(
    connection: Connection, wanted: IncidentFilter, *, sort: Sort = "newest", limit: int = 50, offset: int = 0
) -> list[Line]:
    """A page of incidents for a list."""
    query = select(r.incidents).where(*tests_of(wanted)).order_by(*_order(sort)).limit(limit).offset(offset)
    return _lines(connection, connection.execute(query).all())


def _lines(connection: Connection, rows: Sequence[Row]) -> list[Line]:
    ids = [row.id for row in rows]
    p, o = r.incident_parties.c, r.incident_outlets.c
    parties: dict[tuple[str, str], list[str]] = {}
    query = select(p.incident_id, p.role, p.name).where(p.incident_id.in_(ids)).order_by(p.incident_id, p.role, p.seq)
    for incident_id, role, name in connection.execute(query):
        parties.setdefault((incident_id, role), []).append(name)
    outlets: dict[str, list[str]] = {}
    for incident_id, outlet in connection.execute(
        select(o.incident_id, o.outlet).where(o.incident_id.in_(ids)).order_by(o.outlet)
    ):
        outlets.setdefault(incident_id, []).append(outlet)
    return [
        Line(
            row,
            tuple(parties.get((row.id, "actors"), ())),
            tuple(parties.get((row.id, "recipients"), ())),
            tuple(outlets.get(row.id, ())),
        )
        for row in rows
    ]


def read_incidents(
    connection: Connection, wanted: IncidentFilter, *, sort: Sort = "newest", limit: int | None = None, offset: int = 0
) -> Iterator[Incident]:
    """Whole incidents that pass the filter, in chunks."""
    query = select(r.incidents.c.id).where(*tests_of(wanted)).order_by(*_order(sort))
    if limit is not None:
        query = query.limit(limit).offset(offset)
    ids = list(connection.execute(query).scalars())
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        found = incidents_by_id(connection, chunk)
        yield from (found[key] for key in chunk if key in found)


def incidents_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Incident]:
    """Whole incidents by id."""
    c = r.incident_records.c
    rows = connection.execute(select(c.incident_id, c.record).where(c.incident_id.in_(list(ids))))
    return {key: incident_adapter().validate_python(record) for key, record in rows}


@dataclass(frozen=True, slots=True)
class Mark:
    """Incidents of one place, or of one cell of the map."""

    lat: float
    lon: float
    n: int
    n_mx: int
    """How many of them are material conflict: force."""
    n_coop: int
    """How many are cooperation, in words or deeds."""
    killed: int
    place: str | None
    """The place's name where all are at one place."""
    incident_id: str | None
    """The incident where there is one alone."""


def map_marks(connection: Connection, wanted: IncidentFilter, *, zoom: float) -> list[Mark]:
    """Incidents with a point, gathered by place, or by cells that grow as the map shows more of the world."""
    cell = 0.0 if zoom >= 7 else 360.0 / (2**zoom) / 40
    while True:
        marks = _marks(connection, wanted, cell)
        if len(marks) <= MAP_CELLS:
            return marks
        cell = max(cell * 2, 0.02)


def _marks(connection: Connection, wanted: IncidentFilter, cell: float) -> list[Mark]:
    i = r.incidents.c
    by_place = (
        select(
            i.lat, i.lon, func.count().label("n"), func.sum(case((i.quad == "mx", 1), else_=0)).label("n_mx"),
            func.sum(case((i.quad.in_(("vc", "mc")), 1), else_=0)).label("n_coop"),
            func.coalesce(func.sum(i.killed), 0).label("killed"), func.min(i.place_name).label("first"),
            func.max(i.place_name).label("last"), func.min(i.id).label("one"),
        )
        .where(i.lat.is_not(None), i.lon.is_not(None), *tests_of(wanted))
        .group_by(i.lat, i.lon)
    )  # fmt: skip
    if not cell:
        return [_mark(*row) for row in connection.execute(by_place.order_by(func.count().desc()).limit(MAP_CELLS + 1))]
    p = by_place.subquery().c
    n = func.sum(p.n)
    query = (
        select(
            func.sum(p.lat * p.n) / n, func.sum(p.lon * p.n) / n, n, func.sum(p.n_mx), func.sum(p.n_coop),
            func.sum(p.killed), func.min(p.first), func.max(p.last), func.min(p.one),
        )
        .group_by(cast((p.lat + 90.0) / cell, Integer), cast((p.lon + 180.0) / cell, Integer))
        .order_by(n.desc())
        .limit(MAP_CELLS + 1)
    )  # fmt: skip
    return [_mark(*row) for row in connection.execute(query)]


def _mark(
    lat: float, lon: float, n: int, n_mx: int, n_coop: int, killed: int, first: str | None, last: str | None, one: str
) -> Mark:
    place = first if first == last else None
    return Mark(float(lat), float(lon), int(n), int(n_mx), int(n_coop), int(killed), place, one if n == 1 else None)


def quad_names() -> dict[str, str]:
    """The two letters of ``incidents.quad`` in words."""
    return {short: quad.value for quad, short in QUADS.items()}


@dataclass(frozen=True, slots=True)
class Span:
    """Incidents of one day, month or year."""

    label: str
    """``2024-07-16``, ``2024-07`` or ``2024``."""
    n: int
    n_mx: int


def over_time(
    connection: Connection, wanted: IncidentFilter, within: tuple[date, date] | None
) -> tuple[int, list[Span]]:
    """How many incidents pass the filter, and how many of them by day, month or year, whichever is readable.

    within: first and last day of the record, by which the step is chosen.
    """
    i = r.incidents.c
    first, last = within or (date.min, date.min)
    n_days = (min(wanted.last_day or last, last) - max(wanted.first_day or first, first)).days
    width = 10 if n_days <= 92 else 7 if n_days <= 366 * 10 else 4
    label = func.substr(cast(i.first_day, String), 1, width)
    query = select(label, func.count(), func.sum(case((i.quad == "mx", 1), else_=0))).where(*tests_of(wanted))
    found = [(name, n, int(n_mx)) for name, n, n_mx in connection.execute(query.group_by(label).order_by(label))]
    return sum(n for _, n, _ in found), [Span(str(name), n, n_mx) for name, n, n_mx in found if name is not None]
