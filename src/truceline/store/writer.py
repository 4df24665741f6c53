"""Writing a coded report: report, events, claims and layers in one transaction that the caller opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from truceline.domain.claims import Claim
from truceline.domain.coded import CodedReport
from truceline.domain.codes import EventType
from truceline.domain.events import Event
from truceline.domain.layers import layers_to_dict
from truceline.domain.serial import actor_to_dict, event_from_dict, event_to_dict, relation_to_dict
from truceline.domain.text import Report, Span
from truceline.store import reader
from truceline.store import tables as t
from truceline.store.people_tables import reviews

Row = dict[str, Any]


def insert_new(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows; those that are there already stay as they are."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
    else:
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)


def remember_report(connection: Connection, report: Report) -> None:
    """Write a report and the id that its source gives; what is known already does not change."""
    row = {
        "id": report.id,
        "date": report.date,
        "text": report.text,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "language": report.language,
        "fetched_utc": report.fetched_utc,
        "origin": report.origin,
        "added_utc": datetime.now(UTC),
    }
    insert_new(connection, t.reports, [row])
    if report.source_id:
        insert_new(connection, t.report_sources, [{"report_id": report.id, "source_id": report.source_id}])


def write_coded(connection: Connection, coded: CodedReport, run_id: int | None) -> bool:
    """Write a coded report in place of an older coding of it. False when this version is there already.

    Claims of people stay. An event that a person has touched (by a review, a claim or a judgement) is not lost when a
    newer coder reads it otherwise: it lives on under the new event that stands for it, or, where there is none, as it
    was.
    """
    report = coded.report
    remember_report(connection, report)
    _hold_reports(connection, [report.id])
    known = connection.execute(select(t.codings.c.version).where(t.codings.c.report_id == report.id)).scalar()
    if known == coded.version:
        return False
    if known is not None:
        _clear_machine(connection, coded)
    connection.execute(insert(t.codings), [_coding_row(coded, run_id)])
    _insert_events(connection, coded)
    _insert_layers(connection, coded)
    stages = {(c.stage, c.version) for e in coded.events for c in e.claims}
    rows = [{"coder_version": coded.version, "stage": s, "version": v} for s, v in sorted(stages)]
    insert_new(connection, t.stage_versions, rows)
    return True


def _hold_reports(connection: Connection, report_ids: Iterable[str]) -> None:
    """Hold the reports until the transaction ends: nobody else recodes them or says something of their events."""
    r = t.reports.c
    connection.execute(select(r.id).where(r.id.in_(sorted(set(report_ids)))).order_by(r.id).with_for_update()).all()


def hold_event(connection: Connection, ref: str) -> tuple[str, str]:
    """(report id, event id) of an event that stays what it is until the transaction ends. Raises NotFound."""
    return hold_events(connection, (ref,))[0]


def hold_events(connection: Connection, refs: Iterable[str]) -> list[tuple[str, str]]:
    """(report id, event id) of events that stay what they are until the transaction ends.

    Looked up again once held: a newer coding may have put another event in the place of one that was found first.
    """
    first = [reader.find_event(connection, ref) for ref in refs]
    _hold_reports(connection, [report_id for report_id, _ in first])
    return [reader.find_event(connection, "#".join(pair)) for pair in first]


def _coding_row(coded: CodedReport, run_id: int | None) -> Row:
    layers = layers_to_dict(coded)
    for kept_elsewhere in ("report_id", "actors", "relations"):
        del layers[kept_elsewhere]
    return {
        "report_id": coded.report.id,
        "version": coded.version,
        "coded_utc": datetime.now(UTC),
        "run_id": run_id,
        "n_events": len(coded.events),
        "warnings": list(coded.warnings),
        "layers": layers,
    }


def _insert_events(connection: Connection, coded: CodedReport) -> None:
    events: list[Row] = []
    entities: list[Row] = []
    harms: list[Row] = []
    claims: list[Row] = []
    for seq, event in enumerate(coded.events):
        events.append(_event_row(seq, event, coded))
        entities.extend(_entity_rows(event))
        harms.extend(_harm_rows(event))
        claims.extend(claim_row(event.report_id, event.id, n, claim) for n, claim in enumerate(event.claims))
    for table, rows in ((t.events, events), (t.event_entities, entities), (t.event_harm, harms), (t.claims, claims)):
        if rows:
            connection.execute(insert(table), rows)


def _event_row(seq: int, event: Event, coded: CodedReport) -> Row:
    day, place = event.date, event.place
    return {
        "report_id": event.report_id,
        "id": event.id,
        "seq": seq,
        "version": coded.version,
        "kept": False,
        "type": event.type.value,
        "mode": event.mode,
        "status": event.status.value,
        "aggregate": event.aggregate,
        "first_day": day.start if day else None,
        "last_day": day.end if day else None,
        "date_precision": day.precision.value if day else None,
        "place_name": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "weapon": event.weapon,
        "truce_action": event.truce_action.value if event.truce_action else None,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "confidence": event.confidence,
        "conflict": event.conflict,
        "reason": event.reason,
        "record": event_to_dict(event, coded.report, claims=False),
    }


def _entity_rows(event: Event) -> Iterable[Row]:
    roles = {
        "actor": event.actors,
        "recipient": event.recipients,
        "claimed_by": event.claimed_by,
        "denied_by": event.denied_by,
        "truce_party": event.truce_parties,
    }
    for role, entities in roles.items():
        for seq, entity in enumerate(entities):
            yield {
                "report_id": event.report_id,
                "event_id": event.id,
                "role": role,
                "seq": seq,
                "name": entity.name,
                "registry_id": entity.id,
                "affiliation": entity.affiliation,
                "kind": entity.kind,
                "country": entity.country,
            }


def _harm_rows(event: Event) -> Iterable[Row]:
    for seq, harm in enumerate(event.harm):
        yield {
            "report_id": event.report_id,
            "event_id": event.id,
            "seq": seq,
            "kind": harm.kind.value,
            "n_min": _countable(harm.minimum),
            "n_max": _countable(harm.maximum),
            "whom": harm.whom,
        }


def _countable(n: int | None) -> int | None:
    """The number, or None where no column holds it; the event's record has it all the same."""
    return n if n is None or abs(n) < 2**63 else None


def claim_row(report_id: str, event_id: str, seq: int, claim: Claim) -> Row:
    """A claim as a row of the table; seq is its place among the machine's claims on the event."""
    return {
        "report_id": report_id,
        "event_id": event_id,
        "seq": seq,
        "field": claim.field,
        "value": claim.value,
        "words": claim.words,
        "span_start": claim.span.start if claim.span else None,
        "span_end": claim.span.end if claim.span else None,
        "stage": claim.stage,
        "version": claim.version,
        "score": claim.score,
        "reason": claim.reason,
        "speaker": claim.speaker,
        "reading": claim.reading.value,
        "chosen": claim.chosen,
        "by": claim.by,
        "at_utc": claim.at_utc,
    }


def _insert_layers(connection: Connection, coded: CodedReport) -> None:
    actors = [
        {
            "report_id": coded.report.id,
            "key": actor.key,
            "seq": seq,
            "name": actor.name,
            "kind": actor.kind.value,
            "registry_id": actor.registry_id,
            "country": actor.country,
            "record": actor_to_dict(actor),
        }
        for seq, actor in enumerate(coded.actors)
    ]
    relations = [
        {
            "report_id": coded.report.id,
            "seq": seq,
            "kind": relation.kind.value,
            "subject": relation.subject,
            "object": relation.object,
            "first_day": relation.first_day,
            "last_day": relation.last_day,
            "speaker": relation.speaker,
            "record": relation_to_dict(relation),
        }
        for seq, relation in enumerate(coded.relations)
    ]
    for table, rows in ((t.actors, actors), (t.relations, relations)):
        if rows:
            connection.execute(insert(table), rows)


# -- recoding --------------------------------------------------------------------------------------------------


def _clear_machine(connection: Connection, coded: CodedReport) -> None:
    """Remove an older coding, but for events that a person has touched and that no new event stands for."""
    report_id = coded.report.id
    new_ids = {event.id for event in coded.events}
    rows = connection.execute(select(t.events.c.id, t.events.c.record).where(t.events.c.report_id == report_id))
    old = {row.id: event_from_dict(row.record, report_id) for row in rows}
    touched = _touched(connection, report_id)
    kept: list[str] = []
    for event_id in sorted(touched & old.keys() - new_ids):
        now = heir(old[event_id], coded.events)
        if now is None:
            kept.append(event_id)
        else:
            _move_aliases(connection, report_id, event_id, now.id)
    aliases = t.event_aliases
    if new_ids:
        connection.execute(
            delete(aliases).where(aliases.c.report_id == report_id, aliases.c.old_id.in_(sorted(new_ids)))
        )
    for table in (t.codings, t.actors, t.relations):
        connection.execute(delete(table).where(table.c.report_id == report_id))
    machine = (t.claims.c.report_id == report_id) & t.claims.c.by.is_(None)
    connection.execute(delete(t.claims).where(machine, t.claims.c.event_id.not_in(kept)))
    connection.execute(delete(t.events).where(t.events.c.report_id == report_id, t.events.c.id.not_in(kept)))
    connection.execute(
        update(t.events).where(t.events.c.report_id == report_id).values(kept=True, seq=t.events.c.seq + 10_000)
    )


def _touched(connection: Connection, report_id: str) -> set[str]:
    """Ids of the report's events that a person has reviewed or made a claim or judgement on, under older ids too."""
    query = select(t.claims.c.event_id).where(t.claims.c.report_id == report_id, t.claims.c.by.is_not(None))
    reviewed = select(reviews.c.event_id).where(reviews.c.report_id == report_id)
    found = {*connection.execute(query).scalars(), *connection.execute(reviewed).scalars()}
    prefix = f"{report_id}#"
    j = t.judgements.c
    query_j = select(j.left, j.right).where(or_(j.left.startswith(prefix), j.right.startswith(prefix)))
    for pair in connection.execute(query_j):
        found.update(ref.removeprefix(prefix) for ref in pair if ref.startswith(prefix))
    aliases = t.event_aliases.c
    known = connection.execute(select(aliases.old_id, aliases.event_id).where(aliases.report_id == report_id))
    return found | {event_id for old_id, event_id in known if old_id in found}


def _move_aliases(connection: Connection, report_id: str, old_id: str, new_id: str) -> None:
    aliases = t.event_aliases
    here = aliases.c.report_id == report_id
    connection.execute(update(aliases).where(here, aliases.c.event_id == old_id).values(event_id=new_id))
    connection.execute(delete(aliases).where(here, aliases.c.old_id == old_id))
    connection.execute(insert(aliases), [{"report_id": report_id, "old_id": old_id, "event_id": new_id}])


def heir(old: Event, new: tuple[Event, ...]) -> Event | None:
    """The new event that stands for the old one: overlapping triggers first, then the same type in shared evidence.

    None where no event does.
    """

    return heir_of(old.trigger, old.type, old.evidence, new)


def heir_of(trigger: Span, kind: EventType, evidence: Sequence[Span], new: tuple[Event, ...]) -> Event | None:
    """The new event that stands for one with that trigger, type and evidence, or None."""

    def likeness(event: Event) -> tuple[bool, bool, int]:
        shared = sum(a.n_shared(b) for a in evidence for b in event.evidence)
        return event.trigger.overlaps(trigger), event.type == kind, shared

    best = max(new, key=likeness, default=None)
    if best is None:
        return None
    same_words, same_type, shared = likeness(best)
    return best if same_words or (same_type and shared) else None
