"""Plain tables with the codebook's words: what somebody opens first in a spreadsheet, pandas or R.

Incidents, events, claims of who said what, truces, the lines of their ledger, and their state on every day.
"""

from __future__ import annotations

from datetime import date, timedelta

from truceline.domain.codes import HarmKind
from truceline.domain.events import Event, EventDate, EventPlace, Incident
from truceline.domain.text import Report
from truceline.domain.truces import EntryKind, Truce
from truceline.export.record import Kind, Record, Row, Table, harmed, name_list, toll_bounds
from truceline.ledger.timeline import state

_WHEN = {"start": Kind.DAY, "end": Kind.DAY}
_WHERE = {"lat": Kind.FLOAT, "lon": Kind.FLOAT, "where_prec": Kind.INT}
_TOLLS = dict.fromkeys(("killed_min", "killed_max", "injured_min", "injured_max"), Kind.INT)


# -- incidents and events --------------------------------------------------------------------------------------

INCIDENTS = {
    "incident_id": Kind.TEXT, "type": Kind.TEXT, "mode": Kind.TEXT, "status": Kind.TEXT, "aggregate": Kind.YES,
    **_WHEN, "date_precision": Kind.TEXT, "actors": Kind.LIST, "recipients": Kind.LIST, "place": Kind.TEXT,
    "country": Kind.TEXT, **_WHERE, **_TOLLS, "killed_low": Kind.INT, "killed_high": Kind.INT, "claimed_by": Kind.LIST,
    "denied_by": Kind.LIST, "disagreements": Kind.LIST, "outlets": Kind.LIST, "independent": Kind.INT,
    "confidence": Kind.FLOAT, "first_published": Kind.DAY, "last_published": Kind.DAY, "events": Kind.LIST,
}  # fmt: skip
EVENTS = {
    "event_id": Kind.TEXT, "report_id": Kind.TEXT, "published": Kind.DAY, "outlet": Kind.TEXT, "title": Kind.TEXT,
    "url": Kind.TEXT, "incident_id": Kind.TEXT, "type": Kind.TEXT, "mode": Kind.TEXT, "status": Kind.TEXT,
    "aggregate": Kind.YES, **_WHEN, "date_precision": Kind.TEXT, "actors": Kind.LIST, "recipients": Kind.LIST,
    "place": Kind.TEXT, "country": Kind.TEXT, **_WHERE, **_TOLLS, "weapon": Kind.TEXT, "reported_by": Kind.LIST,
    "stances": Kind.LIST, "claimed_by": Kind.LIST, "denied_by": Kind.LIST, "truce_action": Kind.TEXT,
    "truce_parties": Kind.LIST, "trigger": Kind.TEXT, "sentence": Kind.TEXT, "confidence": Kind.FLOAT,
    "conflict": Kind.TEXT,
}  # fmt: skip


def incident_table(record: Record) -> Table:
    """One row an incident, ordered by first day; those without a day last."""
    rows = [_incident(record, i) for i in record.incidents]
    return Table.of("incidents", INCIDENTS, sorted(rows, key=lambda r: (r["start"] or date.max, r["incident_id"])))


def event_table(record: Record) -> Table:
    """One row an event of a report, ordered by publication."""
    of = {ref: i.id for i in record.incidents for ref in i.events}
    return Table.of("events", EVENTS, [_event(record, e, of.get(e.ref)) for e in record.shown_events()])


def _incident(record: Record, incident: Incident) -> Row:
    if members := record.members(incident):
        low, high = toll_bounds(members, HarmKind.KILLED)
    else:  # a list of incidents alone
        low, high = next(((t.low, t.high) for t in incident.tolls if t.kind is HarmKind.KILLED), (None, None))
    first, last = incident.published or (None, None)
    return {
        "incident_id": incident.id,
        **_shared(incident),
        "killed_low": low,
        "killed_high": high,
        "disagreements": tuple(d.field for d in incident.disagreements),
        "outlets": incident.outlets,
        "independent": incident.n_independent,
        "first_published": first,
        "last_published": last,
        "events": tuple(record.printed(ref) for ref in incident.events),
    }


def _event(record: Record, event: Event, incident_id: str | None) -> Row:
    report = record.report_of(event)
    return {
        "event_id": f"{report.report_id}#{event.id}",
        **_report(report),
        "incident_id": incident_id,
        **_shared(event),
        "weapon": event.weapon,
        "reported_by": tuple(a.speaker for a in event.reported_by),
        "stances": tuple(a.stance.value for a in event.reported_by),
        "truce_action": event.truce_action.value if event.truce_action else None,
        "truce_parties": name_list(event.truce_parties),
        "trigger": event.trigger.of(report.text),
        "sentence": " ".join(event.evidence[0].of(report.text).split()) if event.evidence else None,
        "conflict": event.conflict,
    }


def _report(report: Report) -> Row:
    return {
        "report_id": report.report_id,
        "published": report.date,
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
    }


def _shared(one: Event | Incident) -> Row:
    killed, injured = harmed(one, HarmKind.KILLED), harmed(one, HarmKind.INJURED)
    return {
        "type": one.type.value,
        "mode": one.mode,
        "status": one.status.value,
        "aggregate": one.aggregate,
        **_when(one.date),
        "actors": name_list(one.actors),
        "recipients": name_list(one.recipients),
        **_where(one.place),
        "killed_min": killed[0],
        "killed_max": killed[1],
        "injured_min": injured[0],
        "injured_max": injured[1],
        "claimed_by": name_list(one.claimed_by),
        "denied_by": name_list(one.denied_by),
        "confidence": one.confidence,
    }


def _when(when: EventDate | None) -> Row:
    if when is None:
        return {"start": None, "end": None, "date_precision": None}
    return {"start": when.start, "end": when.end, "date_precision": when.precision.value}


def _where(place: EventPlace | None) -> Row:
    if place is None:
        return {}
    return {
        "place": place.name, "country": place.country, "lat": place.lat, "lon": place.lon,
        "where_prec": place.precision,
    }  # fmt: skip


# -- truces ----------------------------------------------------------------------------------------------------

TRUCES = {
    "truce_id": Kind.TEXT, "name": Kind.TEXT, "form": Kind.TEXT, "class": Kind.TEXT, "parties": Kind.LIST,
    "bound": Kind.LIST, "mediators": Kind.LIST, "scope": Kind.TEXT, "country": Kind.TEXT, "purpose": Kind.TEXT,
    "term_days": Kind.INT, "announced_first": Kind.DAY, "announced_last": Kind.DAY, "start_first": Kind.DAY,
    "start_last": Kind.DAY, "end_first": Kind.DAY, "end_last": Kind.DAY, "state": Kind.TEXT, "state_on": Kind.DAY,
    "violations": Kind.INT, "reports": Kind.INT,
}  # fmt: skip
TRUCE_ENTRIES = {
    "truce_id": Kind.TEXT, "kind": Kind.TEXT, "action": Kind.TEXT, **_WHEN, "known_on": Kind.DAY, "voice": Kind.TEXT,
    "by": Kind.LIST, "toward": Kind.LIST, "speaker": Kind.TEXT, "denied_by": Kind.LIST, "incident_id": Kind.TEXT,
    "note": Kind.TEXT, "outlet": Kind.TEXT, "report_id": Kind.TEXT, "sentence": Kind.TEXT,
}  # fmt: skip
TRUCE_DAYS = {"truce_id": Kind.TEXT, "name": Kind.TEXT, "day": Kind.DAY, "state": Kind.TEXT, "label": Kind.TEXT}


def truce_table(record: Record) -> Table:
    """One row a truce, with its state on the last day of the record."""
    return Table.of("truces", TRUCES, [_truce(t, record.last_day()) for t in record.truces])


def _truce(truce: Truce, last_day: date | None) -> Row:
    day = last_day or max(e.last_day for e in truce.entries)
    row: Row = {
        "truce_id": truce.id,
        "name": truce.name,
        "form": truce.form,
        "class": truce.truce_class,
        "parties": name_list(truce.parties),
        "bound": name_list(truce.bound),
        "mediators": name_list(truce.mediators),
        "scope": truce.scope,
        "country": truce.scope_country,
        "purpose": truce.purpose,
        "term_days": truce.term_days,
        "state": state(truce, day).state.value,
        "state_on": day,
        "violations": len({e.incident or e.evidence[0].event for e in truce.violations}),
        "reports": len({v.report_id for e in truce.entries for v in e.evidence}),
    }
    for name, days in (("announced", truce.announced), ("start", truce.in_force_from), ("end", truce.ended)):
        row[f"{name}_first"], row[f"{name}_last"] = days or (None, None)
    return row


def truce_entry_table(record: Record) -> Table:
    """One row a line of a truce's ledger: what a report says was done to it, with the sentence."""
    return Table.of("truce-entries", TRUCE_ENTRIES, [row for t in record.truces for row in _entries(record, t)])


def _entries(record: Record, truce: Truce) -> list[Row]:
    rows: list[Row] = []
    for entry in truce.entries:
        evidence = entry.evidence[0] if entry.evidence else None
        report = record.reports.get(evidence.report_id) if evidence else None
        rows.append(
            {
                "truce_id": truce.id,
                "kind": entry.kind.value,
                "action": entry.action.value,
                "start": entry.first_day,
                "end": entry.last_day,
                "known_on": entry.known_on,
                "voice": entry.voice.value,
                "by": name_list(entry.by),
                "toward": name_list(entry.toward),
                "speaker": entry.speaker,
                "denied_by": name_list(entry.denied_by),
                "incident_id": entry.incident,
                "note": entry.note or None,
                "outlet": evidence.outlet if evidence else None,
                "report_id": report.report_id if report else None,
                "sentence": " ".join(evidence.span.of(report.text).split()) if evidence and report else None,
            }
        )
    return rows


def truce_day_table(record: Record) -> Table:
    """One row a truce and day, from its first act or breach to the last day of the record: its state on that day."""
    rows: list[Row] = []
    for truce in record.truces:
        told = [e for e in truce.entries if e.kind in (EntryKind.ACT, EntryKind.VIOLATION)] or list(truce.entries)
        day = min(e.first_day for e in told)
        last = max([record.last_day() or day, *(e.last_day for e in told)])
        while day <= last:
            on = state(truce, day)
            row: Row = {"truce_id": truce.id, "name": truce.name, "day": day, "state": on.state.value}
            rows.append({**row, "label": on.label})
            day += timedelta(days=1)
    return Table.of("truce-days", TRUCE_DAYS, rows)
