"""Tables as Parquet and GeoParquet 1.1, with typed columns. Needs PyArrow: ``pip install 'truceline[parquet]'``."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from truceline.errors import UsageError
from truceline.export.record import Cell, Kind, Table
from truceline.export.text_file import clean

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY: Final = "geometry"
GEOPARQUET_VERSION: Final = "1.1.0"
_INT64: Final = 2**63


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise UsageError("Parquet needs PyArrow: pip install 'truceline[parquet]'") from error
    return pyarrow


def arrow_table(table: Table, about: Mapping[str, str] | None = None) -> pa.Table:
    """The table with typed columns. about: kept as the file's metadata."""
    pa = _pyarrow()
    types = {
        Kind.TEXT: pa.string(), Kind.INT: pa.int64(), Kind.FLOAT: pa.float64(), Kind.YES: pa.bool_(),
        Kind.DAY: pa.date32(), Kind.LIST: pa.list_(pa.string()),
    }  # fmt: skip
    kinds = {name: table.kinds.get(name, Kind.TEXT) for name in table.columns}
    columns = {
        name: pa.array([_value(row.get(name), kind) for row in table.rows], types[kind]) for name, kind in kinds.items()
    }
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()], metadata=dict(about or {}))
    return pa.table(columns, schema=schema)


def _value(value: Cell, kind: Kind) -> Any:
    if value is None:
        return [] if kind is Kind.LIST else None
    if kind is Kind.LIST:
        return [clean(v) for v in value] if isinstance(value, tuple) else [clean(str(value))]
    if kind is Kind.INT and isinstance(value, int):
        return value if abs(value) < _INT64 else None
    if kind is Kind.TEXT:
        return clean(value.isoformat() if isinstance(value, date) else str(value))
    return value


def geo_table(table: Table, about: Mapping[str, str] | None = None) -> pa.Table:
    """The table with its points as WKB in a column ``geometry``, and the metadata that GeoParquet asks for.

    Rows without a point have no geometry and stay. Coordinates are longitude and latitude on WGS 84 (OGC:CRS84, which
    is what GeoParquet means where no other system is named).
    """
    pa = _pyarrow()
    points = [_point(row.get("lon"), row.get("lat")) for row in table.rows]
    there = [p for p in points if p is not None]
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if there:
        xs, ys = [x for x, _ in there], [y for _, y in there]
        column["bbox"] = [min(xs), min(ys), max(xs), max(ys)]
    geo = {"version": GEOPARQUET_VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    found = arrow_table(table, about)
    found = found.append_column(GEOMETRY, pa.array([p and _wkb(*p) for p in points], pa.binary()))
    return found.replace_schema_metadata({**(found.schema.metadata or {}), b"geo": json.dumps(geo).encode()})


def _point(lon: Cell, lat: Cell) -> tuple[float, float] | None:
    return (float(lon), float(lat)) if isinstance(lon, int | float) and isinstance(lat, int | float) else None


def _wkb(lon: float, lat: float) -> bytes:
    """A point in well-known binary, little-endian."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


def parquet_bytes(table: pa.Table) -> bytes:
    """The file, compressed with Zstandard."""
    pa = _pyarrow()
    import pyarrow.parquet as pq

    out = pa.BufferOutputStream()
    pq.write_table(table, out, compression="zstd")
    return bytes(out.getvalue().to_pybytes())
