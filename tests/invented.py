"""Reports and events made by hand: Arnor, Gondor, and what their papers write."""

from __future__ import annotations

from datetime import date

from truceline.domain.coded import CodedReport
from truceline.domain.codes import DatePrecision, EventType, HarmKind, Stance, Status, TruceAction
from truceline.domain.events import Attribution, Entity, Event, EventDate, EventPlace, Harm
from truceline.domain.text import Report, Span

PLACES = {
    "Osgiliath": EventPlace("Osgiliath", "GO", 10.0, 20.0, 1),
    "Bree": EventPlace("Bree", "AR", 14.0, 11.0, 1),
    "Ithilien": EventPlace("Ithilien", "GO", 10.3, 20.5, 4),
    "Gondor": EventPlace("Gondor", "GO", None, None, 6),
    "Arnor": EventPlace("Arnor", "AR", None, None, 6),
}


def entity(name: str) -> Entity:
    return Entity(name)


def days(first: str, last: str | None = None) -> EventDate:
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return EventDate(start, end, DatePrecision.DAY if start == end else DatePrecision.INTERVAL)


def report(published: str, *sentences: str, outlet: str = "Minas Post", source_id: str | None = None) -> Report:
    return Report(date.fromisoformat(published), " ".join(sentences), outlet=outlet, source_id=source_id)


def event(
    of: Report,
    sentence: str,
    kind: str,
    *,
    mode: str | None = None,
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    on: EventDate | None = None,
    place: str | None = None,
    killed: tuple[int | None, int | None] | None = None,
    said_by: str | None = None,
    affiliation: str | None = None,
    stance: str = "states",
    truce: str | None = None,
    parties: tuple[str, ...] = (),
    status: str = "actual",
    claimed_by: tuple[str, ...] = (),
    denied_by: tuple[str, ...] = (),
    conflict: str | None = None,
    aggregate: bool = False,
    trigger: str | None = None,
) -> Event:
    start = of.text.index(sentence)
    named = of.text.index(trigger, start) if trigger else start
    return Event(
        report_id=of.id,
        type=EventType(kind),
        mode=mode,
        status=Status(status),
        aggregate=aggregate,
        actors=tuple(map(entity, actors)),
        recipients=tuple(map(entity, recipients)),
        date=on,
        place=PLACES[place] if place else None,
        harm=(Harm(HarmKind.KILLED, *killed),) if killed else (),
        weapon=None,
        reported_by=(Attribution(said_by, affiliation, None, Stance(stance)),) if said_by else (),
        claimed_by=tuple(map(entity, claimed_by)),
        denied_by=tuple(map(entity, denied_by)),
        truce_action=TruceAction(truce) if truce else None,
        truce_parties=tuple(map(entity, parties)),
        trigger=Span(named, named + len(trigger or sentence.split()[0])),
        evidence=(Span(start, start + len(sentence)),),
        confidence=0.9,
        conflict=conflict,
    )


def coded(of: Report, *events: Event) -> CodedReport:
    return CodedReport(of, events)
