"""Reading the store: look-ups by any id, and records in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from truceline.domain.claims import Claim, Judgement
from truceline.domain.coded import CodedReport
from truceline.domain.codes import Reading, Verdict
from truceline.domain.corrections import apply_claims
from truceline.domain.events import Event
from truceline.domain.mentions import Actor, Relation
from truceline.domain.serial import actor_from_dict, event_from_dict, relation_from_dict
from truceline.domain.text import Report, Span
from truceline.errors import NotFound
from truceline.store import review_reader
from truceline.store import tables as t

Row = Any
"""A row of a result; its type parameters differ between SQLAlchemy 2.0 and 2.1."""
Select = Any
"""A query, likewise."""
PAGE = 200
"""Reports whose records are held at a time while reading through the store."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to read. Everything left out lets all through."""

    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    first_day: date | None = None
    """Events that end on this day or later; events without a date are then left out."""
    last_day: date | None = None
    min_score: float = 0.0
    truce_only: bool = False


# -- reports ---------------------------------------------------------------------------------------------------


def report_of(connection: Connection, row: Row) -> Report:
    """A report from its row, with the first id that a source gave it."""
    query = (
        select(t.report_sources.c.source_id)
        .where(t.report_sources.c.report_id == row.id)
        .order_by(t.report_sources.c.id)
        .limit(1)
    )
    return _report(row, connection.execute(query).scalar())


def _report(row: Row, source_id: str | None) -> Report:
    return Report(
        date=row.date,
        text=row.text,
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        language=row.language,
        fetched_utc=row.fetched_utc,
        source_id=source_id,
        id=row.id,
        origin=row.origin,
    )


def reports_page(connection: Connection, after: tuple[date, str] | None) -> list[Report]:
    """The next reports in order of publication day and id, after the given one."""
    r = t.reports.c
    query = select(t.reports).order_by(r.date, r.id).limit(PAGE)
    if after is not None:
        query = query.where(or_(r.date > after[0], and_(r.date == after[0], r.id > after[1])))
    rows = connection.execute(query).all()
    sources = source_ids(connection, [row.id for row in rows])
    return [_report(row, next(iter(sources[row.id]), None)) for row in rows]


def reports_by_id(connection: Connection, report_ids: Sequence[str]) -> dict[str, Report]:
    """Reports by content id, with the first id that a source gave each."""
    found: dict[str, Report] = {}
    for start in range(0, len(report_ids), 500):
        ids = report_ids[start : start + 500]
        sources = source_ids(connection, ids)
        for row in connection.execute(select(t.reports).where(t.reports.c.id.in_(ids))):
            found[row.id] = _report(row, next(iter(sources[row.id]), None))
    return found


def source_ids(connection: Connection, report_ids: Sequence[str]) -> dict[str, list[str]]:
    """Report id to the ids that sources give it, the first seen first."""
    s = t.report_sources.c
    query = select(s.report_id, s.source_id).where(s.report_id.in_(report_ids)).order_by(s.id)
    found: dict[str, list[str]] = {report_id: [] for report_id in report_ids}
    for report_id, source_id in connection.execute(query):
        found[report_id].append(source_id)
    return found


def find_report(connection: Connection, ref: str) -> Report:
    """The report with that content id, id of its source, name of its file, or unique beginning of one of them.

    Raises NotFound, naming the candidates when several begin so.
    """
    found = _candidates(connection, ref)
    if len(found) != 1:
        raise _not_one(connection, ref, [_named(*one) for one in found.items()], "report")
    row = connection.execute(select(t.reports).where(t.reports.c.id == next(iter(found)))).one()
    return report_of(connection, row)


def _candidates(connection: Connection, ref: str) -> dict[str, str]:
    """Report id to the name of it that fits: whole names before beginnings, ids before names of files."""
    r, s = t.reports.c, t.report_sources.c
    queries = [select(r.id, r.id).where(r.id == ref), select(s.report_id, s.source_id).where(s.source_id == ref)]
    if len(ref) >= 3:
        queries += [
            select(r.id, r.origin).where(_is_file(r.origin, ref)),
            _beginning(select(r.id, r.id), r.id, ref),
            _beginning(select(s.report_id, s.source_id), s.source_id, ref),
            select(r.id, r.origin).where(_file_begins(r.origin, ref)),
        ]
    for query in queries:
        if found := {row[0]: row[1] for row in connection.execute(query.order_by(query.selected_columns[1]).limit(6))}:
            return found
    return {}


def _named(report_id: str, name: str) -> str:
    return report_id if name == report_id else f"{name} ({report_id})"


def _is_file(origin: Any, ref: str) -> Any:
    """True for the file's name as it was given, or its last part with or without the ending."""
    last = "/" + ref
    return or_(
        origin == ref,
        origin.endswith(last, autoescape=True),
        origin.startswith(ref + ".", autoescape=True),
        origin.contains(last + ".", autoescape=True),
    )


def _file_begins(origin: Any, ref: str) -> Any:
    """True for a name, as it was given or its last part, that begins so."""
    plain = ref.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    last = origin.like(f"%/{plain}%", escape="!") & ~origin.like(f"%/{plain}%/%", escape="!")
    return or_(origin.startswith(ref, autoescape=True), last)


def _beginning(query: Select, column: Any, ref: str) -> Select:
    return query.where(column.startswith(ref, autoescape=True))


def _not_one(connection: Connection, ref: str, found: list[str], what: str) -> NotFound:
    if not found:
        n = connection.execute(select(func.count()).select_from(t.reports)).scalar_one()
        return NotFound(f"no {what} {ref!r} among {n} reports; ids are listed by: truceline show --db FILE")
    some = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
    return NotFound(f"ambiguous: {ref!r} may be any of {some}; give more of it")


# -- events ----------------------------------------------------------------------------------------------------


def find_event(connection: Connection, ref: str) -> tuple[str, str]:
    """(report id, event id) for ``report#event``, an event id, or a unique beginning of one. Older ids lead to the
    event that stands for them now. Raises NotFound."""
    e = t.events.c
    head, mark, tail = ref.rpartition("#")
    if mark:
        report_id = find_report(connection, head).id
        inside = e.report_id == report_id
        found = connection.execute(select(e.report_id, e.id).where(inside, e.id == tail)).all()
        found = found or _by_alias(connection, tail, report_id)
        found = found or connection.execute(_beginning(select(e.report_id, e.id).where(inside), e.id, tail)).all()
    else:
        found = connection.execute(select(e.report_id, e.id).where(e.id == ref)).all()
        found = found or _by_alias(connection, ref, None)
        if not found and len(ref) >= 3:
            found = connection.execute(_beginning(select(e.report_id, e.id), e.id, ref).limit(6)).all()
    if len(found) != 1:
        raise _not_one(connection, ref, [f"{a}#{b}" for a, b in found], "event")
    return found[0][0], found[0][1]


def _by_alias(connection: Connection, old_id: str, report_id: str | None) -> Sequence[Row]:
    a = t.event_aliases.c
    query = select(a.report_id, a.event_id).where(a.old_id == old_id)
    if report_id is not None:
        query = query.where(a.report_id == report_id)
    return connection.execute(query).all()


def events_of(
    connection: Connection,
    report_ids: Sequence[str],
    wanted: EventFilter,
    *,
    claims: bool,
    corrected: bool,
    rejected: bool = False,
) -> list[Event]:
    """Events of the reports, in the order of report_ids and of coding.

    claims: with their claims, people's last. corrected: with people's claims laid over the machine's values, and
    without events that people's reviews reject; those stay with rejected.
    """
    gone = review_reader.rejected(connection, report_ids) if corrected and not rejected else set()
    e = t.events.c
    query = select(e.report_id, e.id, e.record).where(e.report_id.in_(report_ids)).order_by(e.report_id, e.seq)
    rows = connection.execute(_narrowed(query, wanted, corrected)).all()
    by_event = _claims_of(connection, report_ids, machine=claims)
    found: dict[str, list[Event]] = defaultdict(list)
    for row in rows:
        if gone and f"{row.report_id}#{row.id}" in gone:
            continue
        mine = by_event.get((row.report_id, row.id), [])
        event = event_from_dict(row.record | {"claims": []}, row.report_id)
        people = [c for c in mine if c.by is not None]
        if claims:
            event = _with_claims(event, tuple(c for c in mine if c.by is None))
        if corrected:
            event = apply_claims(event, people)
        elif claims:
            event = _with_claims(event, (*event.claims, *people))
        if not corrected or _passes(event, wanted):
            found[row.report_id].append(event if claims else _with_claims(event, ()))
    return [event for report_id in report_ids for event in found[report_id]]


def content_tests(wanted: EventFilter) -> list[Any]:
    """The filter on the machine's reading as SQL, save for the confidence, which no person corrects."""
    e = t.events.c
    tests: list[Any] = []
    if wanted.types:
        tests.append(e.type.in_(wanted.types))
    if wanted.countries:
        tests.append(e.country.in_(wanted.countries))
    if wanted.first_day:
        tests.append(e.last_day >= wanted.first_day)
    if wanted.last_day:
        tests.append(e.first_day <= wanted.last_day)
    if wanted.truce_only:
        tests.append(e.truce_action.is_not(None))
    return tests


def _narrowed(query: Select, wanted: EventFilter, corrected: bool) -> Select:
    """The query with the filter in SQL, save for events that people have corrected: those are looked at again."""
    e = t.events.c
    tests = content_tests(wanted)
    if wanted.min_score > 0:
        query = query.where(e.confidence >= wanted.min_score)
    if not tests:
        return query
    if not corrected:
        return query.where(*tests)
    c = t.claims.c
    by_people = select(c.report_id).where(c.report_id == e.report_id, c.by.is_not(None)).exists()
    return query.where(or_(and_(*tests), by_people))


def _passes(event: Event, wanted: EventFilter) -> bool:
    if wanted.types and event.type.value not in wanted.types:
        return False
    if wanted.countries and (event.place is None or event.place.country not in wanted.countries):
        return False
    if wanted.truce_only and event.truce_action is None:
        return False
    if wanted.first_day and (event.date is None or event.date.end < wanted.first_day):
        return False
    return not (wanted.last_day and (event.date is None or event.date.start > wanted.last_day))


def _with_claims(event: Event, claims: tuple[Claim, ...]) -> Event:
    return replace(event, claims=claims)


def _claims_of(
    connection: Connection, report_ids: Sequence[str], *, machine: bool
) -> dict[tuple[str, str], list[Claim]]:
    """(report id, event id) to claims that hold, older ids resolved; the machine's first, in their order."""
    c, a = t.claims.c, t.event_aliases.c
    query = select(t.claims).where(c.report_id.in_(report_ids), c.withdrawn_utc.is_(None))
    if not machine:
        query = query.where(c.by.is_not(None))
    query_a = select(a.report_id, a.old_id, a.event_id).where(a.report_id.in_(report_ids))
    now = {(row.report_id, row.old_id): row.event_id for row in connection.execute(query_a)}
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in connection.execute(query.order_by(c.by.is_not(None), c.seq, c.id)):
        event_id = now.get((row.report_id, row.event_id), row.event_id)
        found[row.report_id, event_id].append(claim_of(row))
    return found


def claim_of(row: Row) -> Claim:
    """A claim from its row."""
    return Claim(
        field=row.field,
        value=row.value,
        words=row.words,
        span=None if row.span_start is None else Span(row.span_start, row.span_end),
        stage=row.stage,
        version=row.version,
        score=row.score,
        reason=row.reason,
        speaker=row.speaker,
        reading=Reading(row.reading),
        chosen=row.chosen,
        by=row.by,
        at_utc=row.at_utc,
    )


def coded_page(connection: Connection, page: Sequence[Report], *, claims: bool, corrected: bool) -> list[CodedReport]:
    """Coded reports of a page, with events, actors and relations; reports that are not coded are left out."""
    ids = [report.id for report in page]
    c = t.codings.c
    query = select(c.report_id, c.version, c.warnings).where(c.report_id.in_(ids))
    codings = {row.report_id: row for row in connection.execute(query)}
    events: dict[str, list[Event]] = defaultdict(list)
    for event in events_of(connection, ids, EventFilter(), claims=claims, corrected=corrected):
        events[event.report_id].append(event)
    actors: dict[str, list[Actor]] = defaultdict(list)
    for report_id, record in records(connection, t.actors, ids):
        actors[report_id].append(actor_from_dict(record))
    relations: dict[str, list[Relation]] = defaultdict(list)
    for report_id, record in records(connection, t.relations, ids):
        relations[report_id].append(relation_from_dict(record))
    return [
        CodedReport(
            report,
            tuple(events[report.id]),
            actors=tuple(actors[report.id]),
            relations=tuple(relations[report.id]),
            version=codings[report.id].version,
            warnings=tuple(codings[report.id].warnings),
        )
        for report in page
        if report.id in codings
    ]


# -- judgements ------------------------------------------------------------------------------------------------


def judgements(connection: Connection, about: str | None, *, withdrawn: bool) -> Iterator[tuple[int, Judgement]]:
    """(number, judgement) in the order made; refs to events under older ids lead to the events of now."""
    j, a = t.judgements.c, t.event_aliases.c
    now = {
        f"{row.report_id}#{row.old_id}": f"{row.report_id}#{row.event_id}"
        for row in connection.execute(select(a.report_id, a.old_id, a.event_id))
    }
    query = select(t.judgements).order_by(j.id)
    if about is not None:
        query = query.where(j.about == about)
    if not withdrawn:
        query = query.where(j.withdrawn_utc.is_(None))
    for row in connection.execute(query):
        left, right = sorted((now.get(row.left, row.left), now.get(row.right, row.right)))
        yield (
            row.id,
            Judgement(
                left=left,
                right=right,
                verdict=Verdict(row.verdict),
                by=row.by,
                at_utc=row.at_utc,
                about=row.about,
                note=row.note,
                withdrawn_utc=row.withdrawn_utc,
                withdrawn_by=row.withdrawn_by,
            ),
        )


def records(connection: Connection, table: Any, report_ids: Iterable[str]) -> list[tuple[str, dict[str, Any]]]:
    """(report id, record) of the actors or relations of reports, in their order."""
    c = table.c
    query = select(c.report_id, c.record).where(c.report_id.in_(list(report_ids))).order_by(c.report_id, c.seq)
    return [(row.report_id, row.record) for row in connection.execute(query)]
