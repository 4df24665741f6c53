"""Acts and incidents → truces, and the state of a truce on any day, as known on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, TypeVar

from truceline.domain.coded import CodedReport
from truceline.domain.codes import EventType, Status, TruceAction, TruceState
from truceline.domain.events import Entity, Event, Incident
from truceline.domain.text import Report, content_id
from truceline.domain.truces import Commitment, EntryKind, Truce, TruceEntry
from truceline.ledger.breaches import find_breaches
from truceline.ledger.entries import make_entries
from truceline.ledger.match import group_acts, merged_sides
from truceline.ledger.ownership import is_organised
from truceline.ledger.scope import scope_of, told_first
from truceline.ledger.sides import Bonds
from truceline.ledger.states import all_evidence, effective, order_of, state, timeline
from truceline.ledger.terms import Act, evidence_of, party_words, read_act, report_country
from truceline.ledger.thread import Thread
from truceline.resources.actors import ActorRegistry
from truceline.resources.truce_terms import TruceTerms

_A = TruceAction
_T = TypeVar("_T")
_COMES_BACK: Final = (_A.RESTORED, _A.EXTENDED, _A.DECLARED, _A.AGREED)
__all__ = ["all_evidence", "build_truces", "effective", "state", "timeline"]


def build_truces(
    coded: Iterable[CodedReport], incidents: Sequence[Incident] = (), registry: ActorRegistry | None = None
) -> tuple[Truce, ...]:
    """Assemble truces from events that carry a truce action and from incidents between their parties in their scope.

    coded: reports with their events and relations. incidents: ``fuse`` of the same reports; acts of one incident are
    one act told several times, and acts of force among them are looked at as breaches.
    registry: who belongs to whom on a day; None goes by names and by the relations that the reports state.
    Returns truces in order of their first known day. The order of the reports does not matter.
    """
    coded = sorted(coded, key=lambda c: (c.report.date, c.report.id))
    bonds = Bonds.of(registry, (r for c in coded for r in c.relations))
    terms = TruceTerms.load()
    home = {ref: i.id for i in incidents for ref in i.events}
    acts = []
    for one in coded:
        if not any(e.truce_action for e in one.events):
            continue
        country, context = report_country(one.events), party_words(one.events)
        for event in one.events:
            act = read_act(event, one.report, terms, incident=home.get(event.ref), country=country, context=context)
            if act is not None:
                acts.append(act)
    events = {event.ref: (event, one.report) for one in coded for event in one.events}
    found = [_assemble(thread, incidents, events, bonds) for thread in group_acts(acts, bonds)]
    return tuple(sorted(found, key=lambda t: (t.entries[0].first_day, t.id)))


# -- assembling ------------------------------------------------------------------------------------------------


def _assemble(
    thread: Thread, incidents: Sequence[Incident], events: dict[str, tuple[Event, Report]], bonds: Bonds
) -> Truce:
    acts = _ends_before_restored(_once(sorted(thread.acts, key=lambda a: (a.report.date, a.first_day, a.ref))))
    brought = [s for a in acts for s in (*a.brokers, *a.sides) if s in a.brokers or bonds.is_mediator(s)]
    mediators = merged_sides(brought)
    own = [a for a in acts if a.real and a.action not in (_A.VIOLATED, _A.REJECTED, _A.PROPOSED)]
    on = acts[0].last_day
    homes = frozenset(s.country for a in acts for s in a.sides if s.country and not bonds.is_mediator(s))
    country, scope = scope_of(acts, homes)

    def sides(entities: Iterable[Entity]) -> tuple[Entity, ...]:
        return bonds.without_members(merged_sides([e for e in entities if not bonds.is_mediator(e)]), on, country)

    parties = sides(s for a in own for s in a.sides)
    if len(parties) < 2:
        others = [s for a in acts for s in a.sides]
        parties = sides([*parties, *([s for s in others if is_organised(s, bonds)] or others)])
    starts = [a for a in acts if a.real and a.action in (_A.DECLARED, _A.AGREED, _A.IN_EFFECT, _A.EXTENDED)]
    lone = _is_unilateral(starts)
    bound = sides(e for a in starts for e in a.by) if lone else parties
    toward = merged_sides([e for a in starts for e in a.event.recipients]) if lone else ()
    entries = sorted((e for a in acts for e in make_entries(a, thread, bonds)), key=order_of)
    draft = Truce(
        id=content_id("truce", min((a.report.date.isoformat(), a.ref) for a in acts))[:16],
        name="",
        parties=parties,
        scope=scope,
        scope_country=country,
        truce_class="unilateral" if lone else _class(acts, parties),
        purpose=_first(a.purpose for a in told_first(acts)) or _first(a.length for a in told_first(acts)),
        announced=_days(entries, (_A.DECLARED, _A.AGREED)),
        in_force_from=_days(entries, (_A.IN_EFFECT,)) or _days(entries, (_A.DECLARED, _A.AGREED)),
        ended=None,
        term_days=_first(a.term_days for a in told_first(acts)),
        commitments=(),
        entries=tuple(entries),
        bound=bound or parties,
        toward=toward,
        mediators=mediators,
        form=_first(a.form for a in told_first(acts)) or "truce",
    )
    told = {a.ref for a in acts}
    breaches = find_breaches(draft, incidents, events, bonds, told, in_force=lambda day: _holds(draft, day))
    entries = sorted((*entries, *breaches), key=order_of)
    return _finish(draft, tuple(entries), acts, events)


def _finish(
    draft: Truce, entries: tuple[TruceEntry, ...], acts: Sequence[Act], events: dict[str, tuple[Event, Report]]
) -> Truce:
    truce = replace(draft, entries=entries, name=_name(draft))
    last = max(e.last_day for e in entries)
    last = max([last, *(e.until + timedelta(days=1) for e in entries if e.until)])
    now = state(truce, last)
    ended = None
    if now.state is TruceState.ENDED:
        ends = [e for e in entries if e.action is _A.ENDED and e.kind is EntryKind.ACT]
        untils = [e.until for e in entries if e.until]
        last_end = ends[-1] if ends else None
        if last_end is not None and last_end.until is None:
            ended = last_end.first_day, last_end.last_day
        elif untils:
            ended = max(untils), max(untils)
    truce = replace(truce, ended=ended)
    return replace(truce, commitments=_commitments(truce, acts, events))


def _holds(truce: Truce, day: date) -> bool:
    return state(truce, day).state in (TruceState.IN_FORCE, TruceState.VIOLATIONS_REPORTED)


def _is_unilateral(starts: Sequence[Act]) -> bool:
    if any(a.truce_class == "bilateral" or a.action is _A.AGREED for a in starts):
        return False
    if any(a.truce_class == "unilateral" for a in starts):
        return True
    return bool(starts) and all(len(a.by) == 1 for a in starts) and any(a.action is _A.DECLARED for a in starts)


def _class(acts: Sequence[Act], parties: Sequence[Entity]) -> str:
    told = _first(a.truce_class for a in told_first(acts) if a.truce_class != "unilateral")
    if len(parties) == 2:
        return "bilateral"
    return told or ("multilateral" if len(parties) > 2 else "unknown")


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((v for v in values if v is not None), None)


def _once(acts: Sequence[Act]) -> list[Act]:
    """Acts, without the second extension that a coder read in one sentence: each would add its term."""
    found: list[Act] = []
    for act in acts:
        spans = act.event.evidence or (act.event.trigger,)
        twice = any(
            a.report.id == act.report.id
            and a.action is act.action
            and act.action is _A.EXTENDED
            and any(s.contains(a.event.trigger) for s in spans)
            for a in found
        )
        if not twice:
            found.append(act)
    return found


def _ends_before_restored(acts: Sequence[Act]) -> list[Act]:
    """Acts, an end that a report knows only to some days put before the restoration that it tells of within them
    ("agreed on Monday to renew the truce that collapsed this month")."""
    found = []
    for act in acts:
        later = [a.first_day for a in acts if a.report.id == act.report.id and a.action in _COMES_BACK and a.real]
        within = [day for day in later if act.first_day < day <= act.last_day]
        if act.action is _A.ENDED and act.until is None and within:
            act = replace(act, last_day=min(within) - timedelta(days=1))
        found.append(act)
    return found


def _days(entries: Sequence[TruceEntry], actions: tuple[TruceAction, ...]) -> tuple[date, date] | None:
    found = [e for e in entries if e.action in actions and e.kind is EntryKind.ACT]
    dated = [e for e in found if e.dated] or found
    if not dated:
        return None
    first = min(dated, key=lambda e: (e.first_day, (e.last_day - e.first_day).days))
    return (first.first_day, first.first_day if first.action is _A.IN_EFFECT else first.last_day)


def _name(truce: Truce) -> str:
    """A name to show: form, sides, and the month of its start."""
    first = truce.announced or truce.in_force_from
    when = f" ({first[1]:%B %Y})" if first else ""
    bound = " and ".join(e.name for e in truce.bound[:3]) or "unnamed sides"
    if truce.truce_class == "unilateral":
        toward = f" toward {truce.toward[0].name}" if truce.toward else ""
        return f"{truce.form.capitalize()} of {bound}{toward}{when}"
    between = f"between {bound}" if len(truce.bound) > 1 else f"of {bound}"
    return f"{truce.form.capitalize()} {between}{when}"


def _commitments(truce: Truce, acts: Sequence[Act], events: dict[str, tuple[Event, Report]]) -> tuple[Commitment, ...]:
    """What it binds the sides to: to hold fire, and what the same sentences promise beside it."""
    starts = [
        e for e in truce.entries if e.action in (_A.DECLARED, _A.AGREED, _A.IN_EFFECT) and e.kind is EntryKind.ACT
    ]
    if not starts:
        return ()
    now = state(truce, max(e.last_day for e in truce.entries))
    evidence = tuple(dict.fromkeys(ev for e in starts for ev in e.evidence))
    toward = truce.toward or truce.parties
    target = f" on {', '.join(e.name for e in truce.toward)}" if truce.toward else ""
    found = [Commitment(f"hold fire: no attacks{target}", truce.bound, toward, now.state, evidence)]
    own = {a.ref for a in acts}
    spans = [(e.report_id, e.span) for e in evidence]
    promised = (EventType.AGREE, EventType.CONCEDE, EventType.RETREAT)
    for ref, (event, report) in sorted(events.items()):
        if ref in own or event.type not in promised or event.truce_action:
            continue
        if not any(r == report.id and any(s.overlaps(x) for x in event.evidence) for r, s in spans):
            continue
        done = event.type is EventType.RETREAT and event.status is Status.ACTUAL
        found.append(
            Commitment(
                event.trigger.of(report.text),
                event.actors,
                event.recipients,
                TruceState.IN_FORCE if done else TruceState.PROPOSED,
                evidence_of(event, report),
            )
        )
    return tuple(found)
