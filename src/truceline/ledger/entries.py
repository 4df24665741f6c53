"""From acts to lines of the ledger: who says so, what kind of line it is, and what to remark on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truceline.domain.codes import EventType, Stance, Status, TruceAction
from truceline.domain.events import Entity, Event
from truceline.domain.truces import EntryKind, TruceEntry, Voice
from truceline.ledger.disputes import SAME, TOLD_BY_OTHERS
from truceline.ledger.sides import Bonds
from truceline.ledger.states import PLANNED
from truceline.ledger.terms import Act, evidence_of, is_going_on, is_single
from truceline.ledger.thread import Thread

_A = TruceAction


def _speaker_entity(event: Event) -> tuple[Entity, ...]:
    said = [a for a in event.reported_by if a.stance is not Stance.DENIES]
    return tuple(Entity(a.speaker, affiliation=a.affiliation) for a in said)


def _voice(act: Act, sides: Sequence[Entity], bonds: Bonds) -> Voice:
    """Whether the act rests on the report, on a side's word, or is a demand."""
    if act.action is _A.PROPOSED:
        return Voice.DEMANDED
    country = act.country
    speakers = _speaker_entity(act.event)
    if act.event.type is EventType.ACCUSE or any(a.stance is Stance.ALLEGES for a in act.event.reported_by):
        accusers = act.by if act.event.type is EventType.ACCUSE else speakers
        partisan = any(bonds.side_of(a, sides, act.last_day, country)[1] >= 0.4 for a in accusers)
        return Voice.CLAIMED if partisan or act.event.type is EventType.ACCUSE else Voice.REPORTED
    if speakers and all(bonds.side_of(s, sides, act.last_day, country)[1] >= 0.6 for s in speakers):
        return Voice.CLAIMED
    if act.event.denied_by and not speakers:
        return Voice.REPORTED
    return Voice.REPORTED


def _kind(act: Act, holds: bool, bonds: Bonds) -> EntryKind:
    if act.action is _A.ENDED and act.by and all(bonds.is_mediator(e) for e in act.by):
        return EntryKind.REMARK  # a mediator cannot end what it does not keep ("the war ended in a UN-brokered truce")
    if act.action is _A.VIOLATED:
        return EntryKind.VIOLATION if act.real else EntryKind.REMARK
    if act.action is _A.ENDED and act.event.status is Status.FUTURE and act.until is not None:
        return EntryKind.ACT  # a side lets it end on a day that it names
    if act.real or (
        act.event.status is Status.FUTURE and act.action in (_A.AGREED, _A.DECLARED, _A.IN_EFFECT, _A.PROPOSED)
    ):
        if act.action is _A.REJECTED and holds:
            return EntryKind.REMARK
        return EntryKind.ACT
    return EntryKind.REMARK


def _note(act: Act, bonds: Bonds) -> str:
    if act.event.status is Status.NEGATED or act.by_nobody:
        return f"said not to have been {act.action}"
    if act.disputed:
        return "told by others, denied by the side itself"
    if act.event.status is Status.HYPOTHETICAL:
        return f"{act.action} only if something else happens"
    if act.event.status is Status.FUTURE or act.ahead:
        return PLANNED
    if act.event.type is EventType.ACCUSE:
        return "an accusation"
    if act.action is _A.ENDED and act.by and _told_by_others(act, bonds):
        return TOLD_BY_OTHERS
    return "" if act.dated else "undated: publication stands in for the day"


def _told_by_others(act: Act, bonds: Bonds) -> bool:
    speakers = _speaker_entity(act.event)
    return bool(speakers) and all(bonds.side_of(s, act.by, act.last_day, act.country)[1] < SAME for s in speakers)


def _entry(act: Act, thread: Thread, bonds: Bonds) -> TruceEntry:
    sides = thread.sides
    holds = thread.started is not None and act.last_day >= thread.started
    first = act.event.reported_by[0] if act.event.reported_by else None
    goes_on = act.action is _A.VIOLATED and holds and not act.dated and is_going_on(act.event, act.report)
    return TruceEntry(
        action=act.action,
        first_day=min(thread.started, act.first_day) if goes_on and thread.started else act.first_day,
        last_day=act.last_day,
        known_on=act.report.date,
        voice=_voice(act, sides, bonds),
        by=act.by,
        evidence=evidence_of(act.event, act.report),
        note=_note(act, bonds),
        kind=_kind(act, holds, bonds),
        toward=act.event.recipients,
        speaker=first.speaker if first else None,
        denied_by=act.event.denied_by,
        incident=act.incident,
        until=act.until,
        term_days=act.term_days,
        single=act.action is _A.VIOLATED and is_single(act.event, act.report),
        dated=act.dated,
    )


def make_entries(act: Act, thread: Thread, bonds: Bonds) -> tuple[TruceEntry, ...]:
    """The act's lines in the ledger: of one that announces a truce for a later day, the entry into force is its own."""
    entry = _entry(act, thread, bonds)
    if act.starts is None or entry.kind is not EntryKind.ACT:
        return (entry,)
    start = replace(
        entry,
        action=_A.IN_EFFECT,
        first_day=act.starts,
        last_day=act.starts,
        note=PLANNED if act.starts > act.report.date else "",
        dated=True,
    )
    return entry, start
