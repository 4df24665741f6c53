"""Incidents as one plain table (CSV) with the codebook's words: what a spreadsheet user opens first."""

from __future__ import annotations

from truceline.domain.codes import HarmKind
from truceline.domain.events import Incident
from truceline.export.record import Cell, Record, Table, harmed, joined, names

COLUMNS = (
    "incident_id", "type", "mode", "start", "end", "date_precision", "actors", "recipients", "place", "country", "lat",
    "lon", "where_prec", "killed_min", "killed_max", "injured_min", "injured_max", "claimed_by", "denied_by",
    "disagreements", "outlets", "independent", "confidence", "events",
)  # fmt: skip


def incident_table(record: Record) -> Table:
    """One row an incident, ordered by first day."""
    rows = sorted((_row(i) for i in record.incidents), key=lambda r: (str(r["start"] or "9999"), str(r["incident_id"])))
    return Table("incidents", COLUMNS, tuple(rows))


def _row(incident: Incident) -> dict[str, Cell]:
    place, when = incident.place, incident.date
    killed, injured = harmed(incident, HarmKind.KILLED), harmed(incident, HarmKind.INJURED)
    return {
        "incident_id": incident.id,
        "type": incident.type.value,
        "mode": incident.mode,
        "start": when.start.isoformat() if when else None,
        "end": when.end.isoformat() if when else None,
        "date_precision": when.precision.value if when else None,
        "actors": names(incident.actors),
        "recipients": names(incident.recipients),
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "where_prec": place.precision if place else None,
        "killed_min": killed[0],
        "killed_max": killed[1],
        "injured_min": injured[0],
        "injured_max": injured[1],
        "claimed_by": names(incident.claimed_by),
        "denied_by": names(incident.denied_by),
        "disagreements": joined(d.field for d in incident.disagreements),
        "outlets": joined(incident.outlets),
        "independent": incident.n_independent,
        "confidence": incident.confidence,
        "events": joined(incident.events, " "),
    }
