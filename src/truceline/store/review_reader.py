"""Reading people's decisions on a connection: standing reviews, rejected events, the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from truceline.domain.claims import Claim
from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.queue import Waiting
from truceline.domain.reviews import Decision, Numbered, Review, settles, standing
from truceline.domain.text import content_id
from truceline.store import people_tables as p
from truceline.store import tables as t

Row = Any
_MOST_NAMED = 5000
"""More reports than that are not named one by one in a query; it then reads all."""


def aliases(connection: Connection, report_ids: Sequence[str] | None = None) -> dict[tuple[str, str], str]:
    """(report id, older event id) to the id that stands for it now; of all reports without report_ids."""
    a = t.event_aliases.c
    query = select(a.report_id, a.old_id, a.event_id)
    if report_ids is not None:
        query = query.where(a.report_id.in_(report_ids))
    return {(row.report_id, row.old_id): row.event_id for row in connection.execute(query)}


def ids_of(connection: Connection, report_id: str, event_id: str) -> list[str]:
    """The event's id and those it had under older coders."""
    a = t.event_aliases.c
    older = select(a.old_id).where(a.report_id == report_id, a.event_id == event_id)
    return [event_id, *connection.execute(older).scalars()]


def review_of(row: Row, event_id: str | None = None) -> Review:
    """A review from its row. event_id: the id that stands for the event now."""
    return Review(
        event=f"{row.report_id}#{event_id or row.event_id}",
        decision=Decision(row.decision),
        by=row.by,
        at_utc=row.at_utc,
        reading=getattr(row, "reading", None) or {},
        note=row.note,
        sample=row.sample,
        version=row.version,
        withdrawn_utc=row.withdrawn_utc,
        withdrawn_by=row.withdrawn_by,
    )


def reviews(
    connection: Connection,
    report_ids: Sequence[str] | None = None,
    *,
    withdrawn: bool = False,
    sample: str | None = None,
    readings: bool = True,
) -> list[Numbered]:
    """(number, review) in the order made, of some reports or of all, older event ids resolved.

    readings: False leaves them empty, which is much quicker over many.
    """
    r = p.reviews.c
    columns = [c for c in p.reviews.c if readings or c.name != "reading"]
    query = select(*columns).order_by(r.at_utc, r.id)
    if report_ids is not None:
        query = query.where(r.report_id.in_(report_ids))
    if sample is not None:
        query = query.where(r.sample == sample)
    if not withdrawn:
        query = query.where(r.withdrawn_utc.is_(None))
    rows = connection.execute(query).all()
    now = aliases(connection, sorted({row.report_id for row in rows})[:900]) if len(rows) < 900 else aliases(connection)
    return [(row.id, review_of(row, now.get((row.report_id, row.event_id)))) for row in rows]


def rejected(connection: Connection, report_ids: Sequence[str] | None = None) -> set[str]:
    """Refs of events (of some reports, or of all) that people's reviews reject: the latest firm word stands."""
    r = p.reviews.c
    any_rejected = (
        select(r.report_id)
        .where(r.decision == Decision.REJECTED.value, r.withdrawn_utc.is_(None))
        .distinct()
    )
    if report_ids is not None:
        any_rejected = any_rejected.where(r.report_id.in_(report_ids))
    touched = list(connection.execute(any_rejected).scalars())
    if not touched:
        return set()
    found = set()
    for ref, by_person in standing(reviews(connection, touched)).items():
        final = settles(by_person)
        if final is not None and final.decision is Decision.REJECTED:
            found.add(ref)
    return found


def state(connection: Connection, report_id: str, event_id: str) -> str:
    """A mark that changes whenever a person decides on the event or takes a decision back."""
    ids = ids_of(connection, report_id, event_id)
    c, r = t.claims.c, p.reviews.c
    claims = select(c.id, c.withdrawn_utc.is_(None)).where(
        c.report_id == report_id, c.event_id.in_(ids), c.by.is_not(None)
    )
    made = select(r.id, r.withdrawn_utc.is_(None)).where(r.report_id == report_id, r.event_id.in_(ids))
    parts = [[list(map(int, row)) for row in connection.execute(q.order_by("id"))] for q in (claims, made)]
    return content_id(*parts)[:12]


def waiting(connection: Connection, report_ids: Sequence[str] | None = None) -> list[Waiting]:
    """Events as the queue sees them, with the machine's values: of these reports at least, or of all."""
    e, h = t.events.c, t.event_harm.c
    harm = (
        select(
            h.report_id,
            h.event_id,
            func.sum(h.n_min).filter(h.kind == "killed").label("n_killed"),
            func.sum(h.n_min).filter(h.kind != "killed").label("n_harmed"),
        )
        .group_by(h.report_id, h.event_id)
        .subquery()
    )
    query = select(
        e.report_id, e.id, e.type, e.status, e.confidence, e.truce_action, e.conflict, harm.c.n_killed, harm.c.n_harmed
    ).outerjoin(harm, and_(harm.c.report_id == e.report_id, harm.c.event_id == e.id))
    if report_ids is not None and len(report_ids) <= _MOST_NAMED:
        query = query.where(e.report_id.in_(report_ids))
    return [
        Waiting(
            ref=f"{row.report_id}#{row.id}",
            type=EventType(row.type),
            status=Status(row.status),
            confidence=row.confidence,
            truce_action=None if row.truce_action is None else TruceAction(row.truce_action),
            n_killed=int(row.n_killed or 0),
            n_harmed=int(row.n_harmed or 0),
            contradiction=row.conflict,
        )
        for row in connection.execute(query)
    ]


def versions(connection: Connection, refs: Sequence[str]) -> dict[str, str]:
    """Event ref to the version of the coder that reads it now."""
    e = t.events.c
    report_ids = sorted({ref.rpartition("#")[0] for ref in refs})
    query = select(e.report_id, e.id, e.version)
    if len(report_ids) <= _MOST_NAMED:
        query = query.where(e.report_id.in_(report_ids))
    return {f"{row.report_id}#{row.id}": row.version for row in connection.execute(query)}


def claims_at(connection: Connection, rows: Sequence[Row]) -> dict[tuple[str, str, Any], list[tuple[int, Claim]]]:
    """(report id, person, moment) to the claims made then, withdrawn ones too, for rows with those three."""
    from truceline.store.reader import claim_of

    c = t.claims.c
    wanted = {(row.report_id, row.by, row.at_utc) for row in rows}
    report_ids = sorted({report_id for report_id, _, _ in wanted})
    found: dict[tuple[str, str, Any], list[tuple[int, Claim]]] = defaultdict(list)
    query = select(t.claims).where(c.report_id.in_(report_ids), c.by.is_not(None)).order_by(c.id)
    for row in connection.execute(query):
        key = (row.report_id, row.by, row.at_utc)
        if key in wanted:
            found[key].append((row.id, claim_of(row)))
    return found


def last_rows(
    connection: Connection,
    table: Any,
    limit: int,
    *tests: Any,
    by: str | None = None,
    about: tuple[str, list[str]] | None = None,
) -> list[Row]:
    """The last rows of reviews, judgements or people's claims, the newest first.

    tests: further conditions. by: of one person. about: (report id, event ids) of one event.
    """
    query = by_people(select(table), table, *tests, by=by, about=about)
    return list(connection.execute(query.order_by(table.c.at_utc.desc(), table.c.id.desc()).limit(limit)))


def by_people(
    query: Any, table: Any, *tests: Any, by: str | None = None, about: tuple[str, list[str]] | None = None
) -> Any:
    """A query on reviews, judgements or claims, narrowed to people's; parameters as of ``last_rows``."""
    c = table.c
    query = query.where(c.by.is_not(None), *tests)
    if by is not None:
        query = query.where(c.by == by)
    if about is not None:
        report_id, event_ids = about
        if table is t.judgements:
            refs = [f"{report_id}#{event_id}" for event_id in event_ids]
            query = query.where(or_(c.left.in_(refs), c.right.in_(refs)))
        else:
            query = query.where(c.report_id == report_id, c.event_id.in_(event_ids))
    return query


def newest_judgement(connection: Connection, left: str, right: str) -> Row | None:
    """The newest judgement on a pair that holds, by anybody; left < right."""
    j = t.judgements.c
    query = select(t.judgements).where(j.left == left, j.right == right, j.withdrawn_utc.is_(None))
    return connection.execute(query.order_by(j.at_utc.desc(), j.id.desc()).limit(1)).one_or_none()
