"""Incidents as a GeoJSON FeatureCollection (RFC 7946) for QGIS and web maps."""

from __future__ import annotations

from typing import Any

from truceline.domain.codes import HarmKind
from truceline.domain.events import Incident
from truceline.export.record import Record, harmed, joined, names


def geojson(record: Record) -> dict[str, Any]:
    """Incidents with a point as features; those without one are left out and counted in ``without_point``."""
    features = [_feature(i) for i in record.incidents if i.place and i.place.lat is not None]
    return {
        "type": "FeatureCollection",
        "without_point": len(record.incidents) - len(features),
        "features": features,
    }


def _feature(incident: Incident) -> dict[str, Any]:
    place, when = incident.place, incident.date
    assert place is not None
    killed, killed_most = harmed(incident, HarmKind.KILLED)
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "type": incident.type.value,
            "mode": incident.mode,
            "start": when.start.isoformat() if when else None,
            "end": when.end.isoformat() if when else None,
            "date_precision": when.precision.value if when else None,
            "place": place.name,
            "country": place.country,
            "where_prec": place.precision,
            "actors": names(incident.actors) or None,
            "recipients": names(incident.recipients) or None,
            "killed_min": killed,
            "killed_max": killed_most,
            "claimed_by": names(incident.claimed_by) or None,
            "denied_by": names(incident.denied_by) or None,
            "disagreements": joined(d.field for d in incident.disagreements) or None,
            "outlets": joined(incident.outlets) or None,
            "independent": incident.n_independent,
            "confidence": incident.confidence,
        },
    }
