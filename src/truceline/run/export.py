"""From a store to the record that exports are made from."""

from __future__ import annotations

from datetime import date

from truceline.domain.codes import ActorKind
from truceline.domain.events import Incident
from truceline.domain.truces import Truce
from truceline.export.provenance import People
from truceline.export.record import Record, Story
from truceline.run.record import is_current, read_fused
from truceline.store import Store
from truceline.store.incident_query import IncidentFilter, read_incidents
from truceline.store.record import read_truce, truce_summaries

_PEOPLE = {ActorKind.PERSON}
_NOBODY = {ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.UNNAMED, ActorKind.UNKNOWN}


def read_record(store: Store, *, stories: bool = False) -> Record:
    """The record of a store, people's corrections and judgements in it. stories: with whom and what reports name.

    Incidents and truces are those that the store keeps, where they are up to date; else they are made from the events.
    Either way they are the same, in order of their first day.
    """
    if is_current(store):
        reports = {report.id: report for report in store.iter_reports()}
        events = {event.ref: event for _, event in store.iter_events(claims=True)}
        incidents, truces = _kept(store)
    else:
        fused = read_fused(store)
        reports = fused.reports
        events = {event.ref: event for coded in fused.coded for event in coded.events}
        incidents, truces = fused.incidents, fused.truces
    return Record(
        reports=reports,
        events=events,
        incidents=tuple(sorted(incidents, key=lambda i: (i.date.start if i.date else date.max, i.id))),
        truces=truces,
        changed_utc=store.changed_utc(),
        stories={report_id: _story(store, report_id) for report_id in reports} if stories else {},
    )


def _kept(store: Store) -> tuple[tuple[Incident, ...], tuple[Truce, ...]]:
    with store.reading() as connection:
        incidents = tuple(read_incidents(connection, IncidentFilter()))
        ids = [truce_id for truce_id, _ in truce_summaries(connection)]
        truces = [read_truce(connection, truce_id) for truce_id in ids]
    return incidents, tuple(t for t in truces if t is not None)


def _story(store: Store, report_id: str) -> Story:
    if store.version_of(report_id) is None:
        return Story()
    actors = store.actors_of(report_id)
    places = store.get_layers(report_id).get("places", ())
    return Story(
        people=tuple(a.name for a in actors if a.kind in _PEOPLE),
        organizations=tuple(a.name for a in actors if a.kind not in _PEOPLE | _NOBODY),
        locations=tuple(p["name"] for p in places if p.get("name")),
    )


def read_people(store: Store) -> People:
    """Judgements of people, withdrawn ones too."""
    return People(tuple(store.judgements(withdrawn=True)))
