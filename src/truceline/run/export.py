"""From a store to the record that exports are made from."""

from __future__ import annotations

from truceline.domain.codes import ActorKind
from truceline.export.provenance import People
from truceline.export.record import Record, Story
from truceline.run.record import read_fused
from truceline.store import Store

_PEOPLE = {ActorKind.PERSON}
_NOBODY = {ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.UNNAMED, ActorKind.UNKNOWN}


def read_record(store: Store, *, stories: bool = False) -> Record:
    """The record of a store, people's corrections and judgements in it. stories: with whom and what reports name."""
    fused = read_fused(store)
    return Record(
        reports=fused.reports,
        events={event.ref: event for coded in fused.coded for event in coded.events},
        incidents=fused.incidents,
        truces=fused.truces,
        changed_utc=store.changed_utc(),
        stories={coded.report.id: _story(store, coded.report.id) for coded in fused.coded} if stories else {},
    )


def _story(store: Store, report_id: str) -> Story:
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
