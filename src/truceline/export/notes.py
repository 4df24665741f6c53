"""The paragraph that says what happened, made from fields and never from a report's sentences."""

from __future__ import annotations

from truceline.domain.codes import Stance, TruceAction
from truceline.domain.differences import differences
from truceline.domain.events import Event, Harm, Incident
from truceline.export.record import Record, joined, names


def compose_notes(record: Record, incident: Incident) -> str:
    """A paragraph in ACLED's manner, with the outlets and their days: "On 30 July 2024, ..." ."""
    members = record.members(incident)
    said = [_what_happened(incident, members)]
    said += [_toll(harm) for harm in incident.harm]
    if incident.claimed_by:
        said.append(f"Claimed by {names(incident.claimed_by, ' and ')}.")
    if incident.denied_by:
        said.append(f"Denied by {names(incident.denied_by, ' and ')}.")
    if speakers := joined((a.speaker for e in members for a in e.reported_by if a.stance is Stance.ALLEGES), ", "):
        said.append(f"Alleged by {speakers}.")
    if any(e.truce_action is TruceAction.VIOLATED for e in members):
        said.append("Told as a violation of a truce.")
    differ = differences(incident)
    said += [f"Reports differ on {field}." for field in differ.between]
    if differ.within:
        said.append(f"{differ.within_words.capitalize()}.")
    said.append(f"Reported by {_sources(record, members)}.")
    return " ".join(said)


def _what_happened(incident: Incident, members: list[Event]) -> str:
    parts = []
    if incident.date:
        start, end = incident.date.start, incident.date.end
        first = f"{start.day} {start:%B %Y}"
        parts.append(f"On {first}," if start == end else f"Between {first} and {end.day} {end:%B %Y},")
    mode = f" ({incident.mode})" if incident.mode else ""
    parts.append(f"{incident.type.value.lower()}{mode} by {names(incident.actors, ' and ') or 'an unstated actor'}")
    if incident.recipients:
        parts.append(f"against {names(incident.recipients, ' and ')}" if _hostile(incident) else
                     f"towards {names(incident.recipients, ' and ')}")  # fmt: skip
    if weapon := next((e.weapon for e in members if e.weapon), None):
        parts.append(f"with {weapon}")
    if incident.place:
        parts.append(f"in {incident.place.name}")
    return " ".join(parts) + "."


def _hostile(incident: Incident) -> bool:
    return incident.type.value in ("ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "THREATEN")


def _toll(harm: Harm) -> str:
    whom = f" ({harm.whom})" if harm.whom else ""
    return f"{harm.kind.value.capitalize()}: {_bounds(harm.minimum, harm.maximum)}{whom}."


def _bounds(least: int | None, most: int | None) -> str:
    if least == most:
        return str(least)
    if most is None:
        return f"at least {least}"
    if least is None:
        return f"up to {most}"
    return f"{least} to {most}"


def _sources(record: Record, members: list[Event]) -> str:
    reports = [record.report_of(e) for e in members]
    return joined((f"{r.outlet or 'an outlet not named'} ({r.date.isoformat()})" for r in reports), "; ")
