"""Incidents or events as a GeoJSON FeatureCollection (RFC 7946) for QGIS and web maps."""

from __future__ import annotations

from typing import Any

from truceline.export.record import Table
from truceline.export.text_file import clean

COORDINATES = ("lon", "lat")


def geojson(table: Table, about: dict[str, str]) -> dict[str, Any]:
    """Rows with a point as features; those without one are left out and counted in ``without_point``.

    table: with columns ``lat`` and ``lon``, and the id in its first column. about: said of the collection as a whole.
    """
    features = [_feature(table, row) for row in table.rows if row.get("lat") is not None and row.get("lon") is not None]
    return {
        "type": "FeatureCollection",
        "name": table.name,
        **about,
        "without_point": len(table.rows) - len(features),
        "features": features,
    }


def _feature(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _json(row.get(name)) for name in table.columns if name not in COORDINATES}
    return {
        "type": "Feature",
        "id": row[table.columns[0]],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": properties,
    }


def _json(value: Any) -> Any:
    """Texts joined where there are several: a GIS shows a list as nothing."""
    if isinstance(value, tuple):
        return clean("; ".join(value)) or None
    if isinstance(value, str):
        return clean(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
