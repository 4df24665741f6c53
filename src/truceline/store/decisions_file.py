"""People's decisions as a file: one JSON object a line, out of one store and into another.

    {"kind": "review", "event": REF, "found_by": {...}, "decision": ..., "by": ..., "at_utc": ..., "claims": [...], ...}
    {"kind": "claim", "event": REF, "found_by": {...}, "claim": {...}, ...}
    {"kind": "judgement", "left": REF, "right": REF, "left_found_by": {...}, "right_found_by": {...}, ...}
    {"kind": "sample", "name": ..., "seed": ..., "refs": [...], ...}

Reading a file in is a merge: what is here already is left as it is, what was taken back anywhere is taken back here,
and nothing is lost, whatever the order and however often. An event is found by its id, else (under another version of
the coder) by what it was: ``found_by`` has its trigger, type and sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from truceline.domain.claims import Claim
from truceline.domain.events import Event
from truceline.domain.serial import claim_to_dict, judgement_to_dict
from truceline.errors import NotFound
from truceline.store import people_tables as p
from truceline.store import reader, review_reader, samples
from truceline.store import tables as t
from truceline.store.decision_lines import FoundBy
from truceline.store.reader import EventFilter
from truceline.store.store import Store


def export_decisions(store: Store) -> Iterator[dict[str, Any]]:
    """All decisions in the order made, those taken back too, and the samples."""
    with store.reading() as connection:
        for sample in reversed(samples.all_samples(connection)):
            yield {
                "kind": "sample",
                "name": sample.name,
                "seed": sample.seed,
                "refs": list(sample.refs),
                "made_by": sample.made_by,
                "made_utc": sample.made_utc.isoformat(),
            }
        events = EventsHere(connection)
        reviews = connection.execute(select(p.reviews).order_by(p.reviews.c.at_utc, p.reviews.c.id)).all()
        claims = review_reader.claims_at(connection, reviews)
        in_reviews = {number for found in claims.values() for number, _ in found}
        for row in reviews:
            made = claims[row.report_id, row.by, row.at_utc]
            yield _review_record(row, [c for _, c in made], events)
        query = select(t.claims).where(t.claims.c.by.is_not(None)).order_by(t.claims.c.at_utc, t.claims.c.id)
        for row in connection.execute(query):
            if row.id not in in_reviews:
                yield {
                    "kind": "claim",
                    **events.named("event", f"{row.report_id}#{row.event_id}"),
                    "claim": claim_to_dict(reader.claim_of(row)),
                    **_withdrawal(row),
                }
        for _, judgement in reader.judgements(connection, None, withdrawn=True):
            record = {"kind": "judgement", **judgement_to_dict(judgement)}
            if judgement.about == "event":
                for side in ("left", "right"):
                    named = events.named(side, record[side])
                    record |= {side: named[side], f"{side}_found_by": named["found_by"]}
            yield record


def _review_record(row: Any, claims: list[Claim], events: EventsHere) -> dict[str, Any]:
    return {
        "kind": "review",
        **events.named("event", f"{row.report_id}#{row.event_id}"),
        "decision": row.decision,
        "by": row.by,
        "at_utc": row.at_utc.isoformat(),
        "note": row.note,
        "sample": row.sample,
        "version": row.version,
        "reading": row.reading,
        "claims": [claim_to_dict(c) for c in claims],
        **_withdrawal(row),
    }


def _withdrawal(row: Any) -> dict[str, Any]:
    return {
        "withdrawn_utc": None if row.withdrawn_utc is None else row.withdrawn_utc.isoformat(),
        "withdrawn_by": row.withdrawn_by,
    }



class EventsHere:
    """Events of a store by ref, with what else to find them by."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reports: dict[str, dict[str, Event]] = {}
        self._now = review_reader.aliases(connection)

    def of_report(self, report_id: str) -> dict[str, Event]:
        """The report's events by id, as the machine reads them."""
        if report_id not in self._reports:
            found = reader.events_of(
                self._connection, [report_id], EventFilter(), claims=False, corrected=False
            )
            self._reports[report_id] = {e.id: e for e in found}
        return self._reports[report_id]

    def resolved(self, ref: str) -> str:
        """The ref, older ids led to the event of now."""
        report_id, _, event_id = ref.rpartition("#")
        return f"{report_id}#{self._now.get((report_id, event_id), event_id)}"

    def named(self, key: str, ref: str) -> dict[str, Any]:
        """``{key: ref, "found_by": ...}`` for a line."""
        ref = self.resolved(ref)
        report_id, _, event_id = ref.rpartition("#")
        event = self.of_report(report_id).get(event_id)
        found_by = None
        if event is not None:
            found_by = {
                "trigger": [event.trigger.start, event.trigger.end],
                "type": event.type.value,
                "evidence": [[s.start, s.end] for s in event.evidence],
            }
        return {key: ref, "found_by": found_by}

    def find(self, ref: str, found_by: FoundBy | None) -> Event:
        """The event of this store that a line speaks of. Raises NotFound."""
        ref = self.resolved(ref)
        report_id, _, event_id = ref.rpartition("#")
        events = self.of_report(report_id)
        if event_id in events:
            return events[event_id]
        if not events and self._connection.execute(
            select(t.codings.c.report_id).where(t.codings.c.report_id == report_id)
        ).first() is None:
            raise NotFound(f"the report {report_id} is not in this store; code it first")
        heir = None if found_by is None else found_by.heir(tuple(events.values()))
        if heir is None:
            raise NotFound(f"the event {ref} is not in this store, and no event of its report stands for it")
        return heir
