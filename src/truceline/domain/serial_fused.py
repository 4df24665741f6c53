"""Incidents and truces as JSON objects: what ``truceline incidents`` and ``truceline truces`` print.

Ids of reports are those that the source gives (``Report.report_id``), as everywhere outside the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from truceline.domain.events import Disagreement, Entity, Incident, Link, Version
from truceline.domain.serial import Record, date_to_dict, harm_to_dict, place_to_dict
from truceline.domain.text import Report
from truceline.domain.truces import Commitment, StateOn, Truce, TruceEntry, TruceEvidence

Reports = Mapping[str, Report]
"""Reports by content id."""


def printed_ref(ref: str, reports: Reports) -> str:
    """``<report id>#<event id>`` with the id that the source gives the report."""
    report_id, event_id = ref.rsplit("#", 1)
    report = reports.get(report_id)
    return f"{report.report_id if report else report_id}#{event_id}"


def _printed_report(report_id: str, reports: Reports) -> str:
    report = reports.get(report_id)
    return report.report_id if report else report_id


def party_to_dict(entity: Entity) -> Record:
    """An entity across reports: without a mention, which is one report's."""
    found: Record = {"name": entity.name, "id": entity.id}
    if entity.affiliation:
        found["affiliation"] = entity.affiliation
    if entity.kind:
        found["kind"] = entity.kind
    if entity.country:
        found["country"] = entity.country
    return found


def version_to_dict(version: Version, reports: Reports) -> Record:
    """One report's version of a field."""
    return {
        "field": version.field,
        "value": version.value,
        "event": printed_ref(version.event, reports),
        "published": version.published.isoformat(),
        "outlet": version.outlet,
        "speaker": version.speaker,
        "background": version.background,
        "chosen_by_report": version.chosen,
    }


def disagreement_to_dict(found: Disagreement, reports: Reports) -> Record:
    """A field on which versions differ, the rule, and the versions in order of publication."""
    return {
        "field": found.field,
        "shown": found.shown,
        "rule": found.rule,
        "versions": [version_to_dict(v, reports) for v in found.versions],
    }


def link_to_dict(link: Link, reports: Reports) -> Record:
    """Why two events stand in one incident."""
    return {
        "left": printed_ref(link.left, reports),
        "right": printed_ref(link.right, reports),
        "score": link.score,
        "reasons": list(link.reasons),
        "by": link.by,
    }


def incident_to_dict(incident: Incident, reports: Reports, *, versions: bool = True) -> Record:
    """An incident. versions: False leaves out every report's version of every field and the links."""
    record: Record = {
        "id": incident.id,
        "type": incident.type.value,
        "mode": incident.mode,
        "status": incident.status.value,
        "aggregate": incident.aggregate,
        "date": date_to_dict(incident.date),
        "place": place_to_dict(incident.place),
        "actors": [party_to_dict(e) for e in incident.actors],
        "recipients": [party_to_dict(e) for e in incident.recipients],
        "harm": [harm_to_dict(h) for h in incident.harm],
        "tolls": [{"kind": t.kind.value, "best": t.best, "low": t.low, "high": t.high} for t in incident.tolls],
        "claimed_by": [party_to_dict(e) for e in incident.claimed_by],
        "denied_by": [party_to_dict(e) for e in incident.denied_by],
        "events": [printed_ref(r, reports) for r in incident.events],
        "disagreements": [disagreement_to_dict(d, reports) for d in incident.disagreements],
        "rules": dict(incident.rules),
        "outlets": list(incident.outlets),
        "n_independent": incident.n_independent,
        "published": [d.isoformat() for d in incident.published] if incident.published else None,
        "confidence": incident.confidence,
    }
    if versions:
        record["versions"] = [version_to_dict(v, reports) for v in incident.versions]
        record["links"] = [link_to_dict(x, reports) for x in incident.links]
    return record


def evidence_to_dict(evidence: TruceEvidence, reports: Reports) -> Record:
    """A sentence that an entry rests on, with its words where the report is at hand."""
    report = reports.get(evidence.report_id)
    found: Record = {
        "report_id": _printed_report(evidence.report_id, reports),
        "start": evidence.span.start,
        "end": evidence.span.end,
        "event": printed_ref(evidence.event, reports),
        "published": evidence.published.isoformat(),
        "outlet": evidence.outlet,
    }
    if report is not None:
        found["text"] = evidence.span.of(report.text)
    return found


def entry_to_dict(entry: TruceEntry, reports: Reports) -> Record:
    """A line of the ledger."""
    return {
        "kind": entry.kind.value,
        "action": entry.action.value,
        "start": entry.first_day.isoformat(),
        "end": entry.last_day.isoformat(),
        "dated": entry.dated,
        "known_on": entry.known_on.isoformat(),
        "voice": entry.voice.value,
        "by": [party_to_dict(e) for e in entry.by],
        "toward": [party_to_dict(e) for e in entry.toward],
        "speaker": entry.speaker,
        "denied_by": [party_to_dict(e) for e in entry.denied_by],
        "until": entry.until.isoformat() if entry.until else None,
        "incident": entry.incident,
        "note": entry.note,
        "evidence": [evidence_to_dict(e, reports) for e in entry.evidence],
    }


def commitment_to_dict(commitment: Commitment, reports: Reports) -> Record:
    """One thing that the truce binds a side to."""
    return {
        "text": commitment.text,
        "by": [party_to_dict(e) for e in commitment.by],
        "toward": [party_to_dict(e) for e in commitment.toward],
        "state": commitment.state.value,
        "evidence": [evidence_to_dict(e, reports) for e in commitment.evidence],
    }


def _period(days: tuple[date, date] | None) -> Record | None:
    return None if days is None else {"start": days[0].isoformat(), "end": days[1].isoformat()}


def state_to_dict(on: StateOn, reports: Reports) -> Record:
    """The state of a truce on a day."""
    return {
        "day": on.day.isoformat(),
        "as_known_on": on.as_known_on.isoformat() if on.as_known_on else None,
        "state": on.state.value,
        "label": on.label,
        "evidence": [evidence_to_dict(e, reports) for e in on.evidence],
        "remarks": list(on.remarks),
    }


def _end_known(truce: Truce, on: StateOn) -> tuple[date, date] | None:
    """The days of its end, where they were known by the day that is asked about."""
    ends = [
        e
        for e in truce.entries
        if e.action == "ended" and e.kind == "act" and on.as_known_on and e.known_on <= on.as_known_on
    ]
    return (ends[-1].first_day, ends[-1].last_day) if ends and truce.ended else None


def truce_to_dict(truce: Truce, on: StateOn, reports: Reports, evidence: Sequence[TruceEvidence]) -> Record:
    """A truce with its state on a day. What was published after ``on.as_known_on`` is left out of entries."""
    entries = [e for e in truce.entries if on.as_known_on is None or e.known_on <= on.as_known_on]
    return {
        "id": truce.id,
        "name": truce.name,
        "form": truce.form,
        "parties": [party_to_dict(e) for e in truce.parties],
        "bound": [party_to_dict(e) for e in truce.bound],
        "toward": [party_to_dict(e) for e in truce.toward],
        "mediators": [party_to_dict(e) for e in truce.mediators],
        "scope": {"name": truce.scope, "country": truce.scope_country} if truce.scope or truce.scope_country else None,
        "class": truce.truce_class,
        "purpose": truce.purpose,
        "term_days": truce.term_days,
        "announced": _period(truce.announced),
        "start": _period(truce.in_force_from),
        "end": _period(truce.ended if on.as_known_on is None else _end_known(truce, on)),
        "state": on.state.value,
        "label": on.label,
        "state_on": on.day.isoformat(),
        "as_known_on": on.as_known_on.isoformat() if on.as_known_on else None,
        "remarks": list(on.remarks),
        "evidence": [evidence_to_dict(e, reports) for e in evidence],
        "violations": [entry_to_dict(e, reports) for e in entries if e.kind == "violation"],
        "commitments": [commitment_to_dict(c, reports) for c in truce.commitments],
        "entries": [entry_to_dict(e, reports) for e in entries],
    }
