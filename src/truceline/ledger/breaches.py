"""Incidents in a truce's scope while it is in force: breaches by a side it binds, and force by others beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.events import Entity, Event, Incident
from truceline.domain.text import Report, Span
from truceline.domain.truces import EntryKind, Truce, TruceEntry, Voice
from truceline.ledger.scope import in_scope
from truceline.ledger.sides import Bonds
from truceline.ledger.terms import evidence_of
from truceline.resources.likeness import class_of, fold

SURE: Final = 0.4
"""Score from which an actor is taken for a member of a party (membership by description gives 0.45 and more)."""
LONGEST_DAYS: Final = 45
"""A longer interval ("attacks in recent months", "since the war began") cannot be said to lie within the truce, unless
one sentence tells of both."""
_MAKING: Final = frozenset({TruceAction.AGREED, TruceAction.DECLARED, TruceAction.IN_EFFECT, TruceAction.EXTENDED})
_BEFORE_IT: Final = re.compile(r"\b(after|following|before|to (end|halt|stop|cease)|ending|halting|stopping)\b[^,;]*$")
"""Words before a deed that put it ahead of the truce: "agreed to a truce after a week of fighting"."""
_ARMED: Final = frozenset({"rebel group", "political militia", "identity militia", "state force", "alliance"})
_DENIED: Final = re.compile(r"\b(denie[sd]|deny(ing)?|not)\b[^.;]*\b(undermin|violat|broke|breach|endanger|threaten)")
"""Words that say that a deed breaks no truce."""
_MILITARY_SITES: Final = frozenset(
    "base airbase camp garrison barracks convoy outpost post installation embassy consulate headquarters".split()
)


def find_breaches(
    truce: Truce,
    incidents: Sequence[Incident],
    events: dict[str, tuple[Event, Report]],
    bonds: Bonds,
    told: set[str],
    *,
    in_force: Callable[[date], bool],
) -> tuple[TruceEntry, ...]:
    """Entries for acts of force between the parties, in scope, while in force: one for each event that tells of one.

    told: refs of events that are entries already. in_force: whether the truce holds on a day.
    An act is a breach when a bound side does it to another side, or when nobody is named as having done it and the
    truce spares the one it was done to. Force by a side that a unilateral truce does not bind is shown beside it.
    """
    start = truce.in_force_from
    if start is None:
        return ()
    beside = _sentences(truce)
    found: list[TruceEntry] = []
    for incident in incidents:
        if incident.type is not EventType.ASSAULT or incident.date is None or incident.status is not Status.ACTUAL:
            continue
        day = incident.date
        counted = incident.aggregate or (day.end - day.start).days > LONGEST_DAYS
        if not (day.start > start[1] or (counted and day.end > start[1])):
            continue
        first_day = max(day.start, start[1] + timedelta(days=1))
        if not in_force(first_day):
            continue
        in_one_breath = [ref for ref in incident.events if ref in events and _told_with(*events[ref], beside)]
        judged = None
        if not counted and in_scope(truce, incident):
            judged = _judge(truce, incident, bonds, day.start)
        if judged is None and in_one_breath and not _others_named(truce, incident, bonds, first_day):
            judged = EntryKind.VIOLATION, "told in one sentence with the truce"
        if judged is None:
            continue
        kind, note = judged
        for ref in incident.events:
            if ref not in told and ref in events:
                found.append(_entry(*events[ref], incident, kind, note, not_before=first_day))
    return tuple(found)


def between_parties(truce: Truce, incident: Incident, bonds: Bonds, on: date) -> bool:
    """True for an incident in the truce's country between its sides, whichever of them did it, or by nobody named."""
    return in_scope(truce, incident) and _judge(truce, incident, bonds, on) is not None


def _sentences(truce: Truce) -> dict[str, list[Span]]:
    """Report id → sentences that say that the truce was made or holds."""
    found: dict[str, list[Span]] = {}
    for entry in truce.entries:
        if entry.kind is EntryKind.ACT and entry.action in _MAKING:
            for evidence in entry.evidence:
                found.setdefault(evidence.report_id, []).append(evidence.span)
    return found


def _told_with(event: Event, report: Report, sentences: dict[str, list[Span]]) -> bool:
    """True where the sentence of the event's trigger (of a count, any of its sentences) says that the truce holds."""
    for sentence in sentences.get(report.id, ()):
        if sentence.contains(event.trigger):
            words = report.text[sentence.start : sentence.end].lower()
            before = words[: event.trigger.start - sentence.start]
            return not (_DENIED.search(words) or _BEFORE_IT.search(before))
        if event.aggregate and any(sentence.contains(span) for span in event.evidence):
            return True
    return False


def _others_named(truce: Truce, incident: Incident, bonds: Bonds, on: date) -> bool:
    """True where the incident names sides and none of them is a party of the truce, by any reading. Of a truce of which
    the reports name one side, an armed group of the country may be the other."""
    named = [e for e in (*incident.actors, *incident.recipients) if class_of(e.name) != "civilians"]
    if not named or not truce.parties:
        return False
    country = truce.scope_country
    home = country or truce.parties[0].country
    if len(truce.parties) == 1 and home and any(e.country == home and e.kind in _ARMED for e in named):
        return False

    def score(entity: Entity) -> float:
        back = max(bonds.belongs(p, entity, on, country)[0] for p in truce.parties)
        return max(bonds.side_of(entity, truce.parties, on, country)[1], back)

    return all(score(e) < SURE for e in named)


def _judge(truce: Truce, incident: Incident, bonds: Bonds, on: date) -> tuple[EntryKind, str] | None:
    """What the incident is to the truce, and why; None when it has nothing to do with it."""
    country = truce.scope_country

    def side(entities: tuple[Entity, ...], parties: tuple[Entity, ...]) -> tuple[Entity | None, float, str]:
        best: tuple[Entity | None, float, str] = (None, 0.0, "")
        for entity in entities:
            found = bonds.side_of(entity, parties, on, country)
            if found[1] > best[1]:
                best = found
        return best

    doers = (*incident.claimed_by, *incident.actors)
    targets = incident.recipients or tuple(Entity(h.whom) for h in incident.harm if h.whom)
    attacker, attacker_score, why = side(doers, truce.bound)
    spared = truce.toward or tuple(p for p in truce.parties if p is not attacker)
    target, target_score, _ = side(targets, spared)
    # A target that belongs more surely to the attacker's own side is no breach ("clashes within the group").
    other, other_score, _ = side(doers, truce.toward)
    if attacker is not None and attacker_score >= max(SURE, other_score):
        _, own, _ = side(targets, (attacker,))
        if target is not None and target_score >= SURE and target_score > own:
            return EntryKind.VIOLATION, f"{doers[0].name}: {why}" if why != "named as the party" else ""
        if not truce.toward and _bystanders(targets) and attacker_score >= 0.6:
            return EntryKind.VIOLATION, "a side's force in scope, target no party"
        if target is None and attacker_score >= 0.6 and _is_site(incident):
            return EntryKind.VIOLATION, f"{doers[0].name}: {why}; whose site it hit is not said"
        return None
    if not doers and truce.toward and target is not None and target_score >= 0.6:
        return EntryKind.VIOLATION, "attacker not named"
    if truce.toward:
        victim, victim_score, why = side(targets, truce.bound)
        if other is not None and victim is not None and other_score >= 0.6 and victim_score >= SURE:
            return EntryKind.FORCE, f"force by a side that the truce does not bind; target {why}"
    return None


def _bystanders(recipients: tuple[Entity, ...]) -> bool:
    return not recipients or all(class_of(r.name) == "civilians" for r in recipients)


def _is_site(incident: Incident) -> bool:
    """True where a military site or a mission was hit, by what is named as hit or as the place."""
    names = [r.name for r in incident.recipients] + ([incident.place.name] if incident.place else [])
    return any(_MILITARY_SITES & set(fold(name).split()) for name in names)


def _entry(
    event: Event, report: Report, incident: Incident, kind: EntryKind, note: str, *, not_before: date
) -> TruceEntry:
    day = event.date or incident.date
    assert day is not None and incident.date is not None
    if (day.end - day.start).days > LONGEST_DAYS and not incident.aggregate:
        day = incident.date  # told in passing, with a day far less exact than the incident's
    first = event.reported_by[0] if event.reported_by else None
    return TruceEntry(
        action=TruceAction.VIOLATED,
        first_day=max(day.start, min(not_before, day.end)),
        last_day=day.end,
        known_on=report.date,
        voice=Voice.DENIED if event.denied_by and not event.claimed_by else Voice.REPORTED,
        by=event.actors or event.claimed_by,
        evidence=evidence_of(event, report),
        note=note,
        kind=kind,
        toward=event.recipients,
        speaker=first.speaker if first else None,
        denied_by=event.denied_by,
        incident=incident.id,
        dated=event.date is not None,
    )
