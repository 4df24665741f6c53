"""Which events wait for a person, and why: laid over the machine's reading, what people decided so far."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from truceline.domain.corrections import apply_claims
from truceline.domain.events import Event
from truceline.domain.queue import Waiting
from truceline.domain.reviews import Decision, Numbered, conflict, differing_fields, settles, standing
from truceline.domain.serial import event_to_dict
from truceline.domain.text import Report
from truceline.store import reader, review_reader
from truceline.store.reader import EventFilter

Made = dict[str, dict[str, Numbered]]
"""Event ref to person to standing review."""
_AT_ONCE = 500


def waiting(connection: Connection, person: str, among: set[str] | None = None) -> list[Waiting]:
    """Events that wait for this person: those that nobody has settled, that people or coders read otherwise since, or
    that another left open. Those that the person has decided on wait only where readings differ.

    among: refs to look at; without it all.
    """
    made = _made(connection)
    reports = None if among is None else sorted({ref.rpartition("#")[0] for ref in among})
    events = review_reader.waiting(connection, reports)
    stale = _read_otherwise(connection, made)
    found = []
    for event in events:
        if among is not None and event.ref not in among:
            continue
        of_event = made.get(event.ref)
        if of_event is None:
            found.append(event)
            continue
        differ, otherwise = conflict(of_event), stale.get(event.ref, ())
        unsure = tuple(who for who, (_, r) in of_event.items() if r.decision is Decision.UNSURE)
        open_for = () if person in of_event else unsure
        if differ or otherwise or (open_for and settles(of_event) is None):
            found.append(replace(event, reviewers_differ=differ, read_otherwise=otherwise, left_open_by=open_for))
    return found


def _made(connection: Connection) -> Made:
    """Standing reviews of every event, with readings only where they are looked at: where several people decided, or
    another version of the coder reads the event now."""
    made = standing(review_reader.reviews(connection, readings=False))
    now = review_reader.versions(connection, list(made))
    looked_at = {
        ref
        for ref, of_event in made.items()
        if len(of_event) > 1 or any(now.get(ref, r.version) != r.version for _, r in of_event.values())
    }
    reports = sorted({ref.rpartition("#")[0] for ref in looked_at})
    for start in range(0, len(reports), _AT_ONCE):
        whole = standing(review_reader.reviews(connection, reports[start : start + _AT_ONCE]))
        made |= {ref: of_event for ref, of_event in whole.items() if ref in looked_at}
    return made


def _read_otherwise(connection: Connection, made: Made) -> dict[str, tuple[str, ...]]:
    """Events that a newer coder reads otherwise than the person who settled them, with the fields."""
    now = review_reader.versions(connection, list(made))
    found: dict[str, tuple[str, ...]] = {}
    for ref, of_event in made.items():
        final = settles(of_event)
        if final is None or final.decision is Decision.REJECTED or now.get(ref, final.version) == final.version:
            continue
        report_id, _, event_id = ref.rpartition("#")
        event, report = shown(connection, report_id, event_id, None)
        if fields := differing_fields(final.reading, event_to_dict(event, report, claims=False)):
            found[ref] = fields
    return found


def shown(connection: Connection, report_id: str, event_id: str, blind_for: str | None) -> tuple[Event, Report]:
    """The event as a reviewer sees it, rejected ones too, with all claims, and its report.

    blind_for: without what other people than this one claimed, for a shared sample.
    """
    events = reader.events_of(
        connection, [report_id], EventFilter(), claims=True, corrected=blind_for is None, rejected=True
    )
    event = next(e for e in events if e.id == event_id)
    if blind_for is not None:
        machine = tuple(c for c in event.claims if c.by is None)
        own = [c for c in event.claims if c.by == blind_for]
        event = apply_claims(replace(event, claims=machine), own)
    return event, reader.find_report(connection, report_id)
