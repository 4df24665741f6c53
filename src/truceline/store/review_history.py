"""The history of people's decisions: reviews with their claims, claims alone, judgements, those taken back too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, exists, func, select

from truceline.domain.claims import Claim
from truceline.domain.reviews import Deed
from truceline.store import people_tables as p
from truceline.store import reader, review_reader
from truceline.store import tables as t


def history(
    connection: Connection, *, limit: int, offset: int = 0, by: str | None = None, about: tuple[str, str] | None = None
) -> list[Deed]:
    """What people decided, the newest first. by: one person's. about: (report id, event id) of one event."""
    n = limit + offset
    event = None if about is None else (about[0], review_reader.ids_of(connection, *about))
    made = review_reader.last_rows(connection, p.reviews, n, by=by, about=event)
    claims = review_reader.claims_at(connection, made)
    claimed = review_reader.last_rows(connection, t.claims, n, _alone(), by=by, about=event)
    judged = review_reader.last_rows(connection, t.judgements, n, by=by, about=event)
    deeds = [_deed_of_review(row, [c for _, c in claims[row.report_id, row.by, row.at_utc]]) for row in made]
    deeds += [_deed_of_claim(row) for row in claimed]
    deeds += [_deed_of_judgement(row) for row in judged]
    deeds.sort(key=lambda d: (d.at_utc, d.kind, d.number), reverse=True)
    return deeds[offset : offset + limit]


def count(connection: Connection, *, by: str | None = None, about: tuple[str, str] | None = None) -> int:
    """How many decisions ``history`` would give in all."""
    event = None if about is None else (about[0], review_reader.ids_of(connection, *about))
    n = 0
    for table, tests in ((p.reviews, ()), (t.claims, (_alone(),)), (t.judgements, ())):
        query = review_reader.by_people(select(func.count()).select_from(table), table, *tests, by=by, about=event)
        n += connection.execute(query).scalar_one()
    return n


def _alone() -> Any:
    """True for claims that no review made."""
    c, r = t.claims.c, p.reviews.c
    return ~exists(select(r.id).where(r.report_id == c.report_id, r.by == c.by, r.at_utc == c.at_utc))


def _deed_of_review(row: Any, claims: Sequence[Claim]) -> Deed:
    return Deed(
        kind="review",
        number=row.id,
        by=row.by,
        at_utc=row.at_utc,
        about=f"{row.report_id}#{row.event_id}",
        what=row.decision,
        note=row.note,
        claims=tuple(claims),
        sample=row.sample,
        withdrawn_utc=row.withdrawn_utc,
        withdrawn_by=row.withdrawn_by,
    )


def _deed_of_claim(row: Any) -> Deed:
    return Deed(
        kind="claim",
        number=row.id,
        by=row.by,
        at_utc=row.at_utc,
        about=f"{row.report_id}#{row.event_id}",
        what="claimed",
        claims=(reader.claim_of(row),),
        withdrawn_utc=row.withdrawn_utc,
        withdrawn_by=row.withdrawn_by,
    )


def _deed_of_judgement(row: Any) -> Deed:
    return Deed(
        kind="judgement",
        number=row.id,
        by=row.by,
        at_utc=row.at_utc,
        about=row.left,
        what=row.verdict,
        other=row.right,
        note=row.note,
        withdrawn_utc=row.withdrawn_utc,
        withdrawn_by=row.withdrawn_by,
    )
