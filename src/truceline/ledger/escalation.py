"""Force between the parties of a truce, week by week: before it, while it is in force, and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from truceline.domain.codes import EventType, Status, TruceState
from truceline.domain.events import Incident
from truceline.domain.truces import Truce
from truceline.ledger.breaches import between_parties
from truceline.ledger.sides import Bonds
from truceline.ledger.states import effective, state

WEEKS_AROUND: Final = 8
"""Weeks shown before a truce starts and after it ends."""
LONGEST_DAYS: Final = 7
"""An incident whose days are less exact than a week belongs to no week."""


class Phase(StrEnum):
    """Where a week lies to the truce."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class WeekOfForce:
    """Force between the parties in one week."""

    monday: date
    phase: Phase
    n_incidents: int
    n_sources: int
    """Independent sources: outlets that report them, copies of one text counted once."""
    incidents: tuple[str, ...]
    """Ids of the incidents."""


@dataclass(frozen=True, slots=True)
class PhaseRate:
    """Force in one phase: how much of it, in how many weeks."""

    phase: Phase
    n_weeks: int
    n_incidents: int

    @property
    def per_week(self) -> float:
        """Incidents a week."""
        return self.n_incidents / self.n_weeks


def weeks_of_force(truce: Truce, incidents: Sequence[Incident], bonds: Bonds) -> tuple[WeekOfForce, ...]:
    """Every week from WEEKS_AROUND before the truce starts to as many after its last entry, quiet weeks included.

    incidents: all that the record holds. Counted is force between the parties, or against one by nobody named, in the
    truce's country, by its first day. Silence of the sources looks like quiet: read the sources beside the counts.
    Empty for a truce that never came into force, and where neither its country nor its sides' is known.
    """
    start = truce.in_force_from
    if start is None or (truce.scope_country is None and not truce.homes):
        return ()
    first = start[0] - timedelta(weeks=WEEKS_AROUND)
    last = max(effective(e) for e in truce.entries) + timedelta(weeks=WEEKS_AROUND)
    by_week: dict[date, list[Incident]] = {}
    for incident in incidents:
        day = incident.date
        if day is None or incident.type is not EventType.ASSAULT or incident.status is not Status.ACTUAL:
            continue
        if incident.aggregate or (day.end - day.start).days > LONGEST_DAYS or not first <= day.start <= last:
            continue
        if between_parties(truce, incident, bonds, day.start):
            by_week.setdefault(_monday(day.start), []).append(incident)
    weeks, monday = [], _monday(first)
    while monday <= last:
        here = by_week.get(monday, [])
        weeks.append(WeekOfForce(monday, _phase(truce, monday), len(here), _n_sources(here), tuple(i.id for i in here)))
        monday += timedelta(weeks=1)
    return tuple(weeks)


def rates(weeks: Iterable[WeekOfForce]) -> tuple[PhaseRate, ...]:
    """Incidents and weeks of each phase that has any week."""
    found = []
    held = tuple(weeks)
    for phase in Phase:
        own = [w for w in held if w.phase is phase]
        if own:
            found.append(PhaseRate(phase, len(own), sum(w.n_incidents for w in own)))
    return tuple(found)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _phase(truce: Truce, monday: date) -> Phase:
    """The phase of a week, by the truce's state in the middle of it."""
    start = truce.in_force_from
    middle = monday + timedelta(days=3)
    if start is not None and monday + timedelta(days=6) < start[0]:
        return Phase.BEFORE
    return Phase.AFTER if state(truce, middle).state is TruceState.ENDED else Phase.DURING


def _n_sources(incidents: Sequence[Incident]) -> int:
    outlets = {v.outlet or v.event.split("#")[0] for i in incidents for v in i.versions}
    return min(len(outlets), sum(i.n_independent for i in incidents))
