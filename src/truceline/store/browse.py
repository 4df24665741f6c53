"""Pages of reports, events and actors, for lists and the API. Filters look at the columns beside the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from truceline.domain.events import Event
from truceline.store import reader
from truceline.store import record_tables as r
from truceline.store import tables as t
from truceline.store.reader import EventFilter
from truceline.store.record import name_key

Row = Any


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports to list. Everything left out lets all through."""

    first_day: date | None = None
    last_day: date | None = None
    outlet: str = ""
    title: str = ""
    """Part of the title."""


def _report_tests(wanted: ReportFilter) -> list[Any]:
    c = t.reports.c
    tests: list[Any] = []
    if wanted.first_day:
        tests.append(c.date >= wanted.first_day)
    if wanted.last_day:
        tests.append(c.date <= wanted.last_day)
    if wanted.outlet:
        tests.append(c.outlet == wanted.outlet)
    if wanted.title:
        tests.append(c.title.icontains(wanted.title, autoescape=True))
    return tests


def count_reports(connection: Connection, wanted: ReportFilter) -> int:
    """How many pass the filter."""
    query = select(func.count()).select_from(t.reports).where(*_report_tests(wanted))
    return int(connection.execute(query).scalar_one())


def report_rows(connection: Connection, wanted: ReportFilter, *, limit: int, offset: int = 0) -> list[Row]:
    """(id, date, title, outlet, url, language, n_events) of a page of reports, the newest first, without their text."""
    c, k = t.reports.c, t.codings.c
    query = (
        select(c.id, c.date, c.title, c.outlet, c.url, c.language, k.n_events, k.version)
        .join(t.codings, k.report_id == c.id, isouter=True)
        .where(*_report_tests(wanted))
        .order_by(c.date.desc(), c.id)
        .limit(limit)
        .offset(offset)
    )
    return list(connection.execute(query))


def outlets(connection: Connection, most: int = 500) -> list[tuple[str, int]]:
    """Outlets with the number of their reports, the most first."""
    c = t.reports.c
    n = func.count()
    query = select(c.outlet, n).where(c.outlet.is_not(None)).group_by(c.outlet).order_by(n.desc(), c.outlet).limit(most)
    return [(name, count) for name, count in connection.execute(query)]


def _event_tests(wanted: EventFilter) -> list[Any]:
    tests = reader.content_tests(wanted)
    if wanted.min_score > 0:
        tests.append(t.events.c.confidence >= wanted.min_score)
    return tests


def count_events(connection: Connection, wanted: EventFilter) -> int:
    """How many events pass the filter, by the machine's reading."""
    query = select(func.count()).select_from(t.events).where(*_event_tests(wanted))
    return int(connection.execute(query).scalar_one())


def events_page(connection: Connection, wanted: EventFilter, *, limit: int, offset: int = 0) -> list[Event]:
    """A page of events by report day, id and place in it; chosen by the machine's reading, given with people's
    corrections."""
    e, c = t.events.c, t.reports.c
    query = (
        select(e.report_id, e.id)
        .join(t.reports, c.id == e.report_id)
        .where(*_event_tests(wanted))
        .order_by(c.date, e.report_id, e.seq)
        .limit(limit)
        .offset(offset)
    )
    keys = [(row.report_id, row.id) for row in connection.execute(query)]
    ids = list(dict.fromkeys(report_id for report_id, _ in keys))
    found = reader.events_of(connection, ids, EventFilter(), claims=False, corrected=True)
    by_key = {(event.report_id, event.id): event for event in found}
    return [by_key[key] for key in keys if key in by_key]


@dataclass(frozen=True, slots=True)
class ActorFilter:
    """Which actors to list."""

    name: str = ""
    kind: str = ""
    registered: bool = True
    """Only those that the actor registry knows. Others are names and nouns as reports give them; persons among them
    are never listed."""


def _actor_tests(wanted: ActorFilter) -> list[Any]:
    c = r.actor_totals.c
    tests: list[Any] = []
    if wanted.name:
        tests.append(c.name_key.contains(name_key(wanted.name), autoescape=True))
    if wanted.kind:
        tests.append(c.kind == wanted.kind)
    if wanted.registered:
        tests.append(c.registry_id.is_not(None))
    else:
        tests.append(or_(c.registry_id.is_not(None), c.kind.is_(None), c.kind != "person"))
    return tests


def count_actors(connection: Connection, wanted: ActorFilter) -> int:
    """How many pass the filter."""
    query = select(func.count()).select_from(r.actor_totals).where(*_actor_tests(wanted))
    return int(connection.execute(query).scalar_one())


def actor_rows(connection: Connection, wanted: ActorFilter, *, limit: int, offset: int = 0) -> list[Row]:
    """A page of actors, those in most incidents first."""
    c = r.actor_totals.c
    query = select(r.actor_totals).where(*_actor_tests(wanted)).order_by(c.n_incidents.desc(), c.actor_key)
    return list(connection.execute(query.limit(limit).offset(offset)))


def actor_row(connection: Connection, key: str) -> Row | None:
    """An actor by its key, or None."""
    return connection.execute(select(r.actor_totals).where(r.actor_totals.c.actor_key == key)).first()


def actor_kinds(connection: Connection) -> list[str]:
    """Kinds of actors that are there."""
    c = r.actor_totals.c
    query = select(c.kind).where(c.kind.is_not(None)).group_by(c.kind).order_by(c.kind)
    return [str(kind) for kind in connection.execute(query).scalars()]


def ties_in_reports(connection: Connection, names: Sequence[str], most: int = 200) -> list[tuple[str, dict[str, Any]]]:
    """(report id, relation record) of ties that reports state of one of the names, the latest first."""
    c = t.relations.c
    query = (
        select(c.report_id, c.record)
        .join(t.reports, t.reports.c.id == c.report_id)
        .where(or_(c.subject.in_(list(names)), c.object.in_(list(names))))
        .order_by(t.reports.c.date.desc(), c.report_id, c.seq)
        .limit(most)
    )
    return [(row.report_id, row.record) for row in connection.execute(query)]
