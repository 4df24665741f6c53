"""What others read: PyArrow, pandas, polars and geopandas open what is exported."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from truceline.export import flat
from truceline.export.formats import export
from truceline.export.parquet import arrow_table, geo_table
from truceline.export.record import Kind, Record, Table


def test_parquet_columns_are_typed(record: Record) -> None:
    pa = pytest.importorskip("pyarrow")
    schema = arrow_table(flat.incident_table(record)).schema
    assert schema.field("start").type == pa.date32()
    assert schema.field("killed_min").type == pa.int64()
    assert schema.field("aggregate").type == pa.bool_()
    assert schema.field("actors").type == pa.list_(pa.string())
    empty = arrow_table(flat.incident_table(Record({}, {}, ())))
    assert empty.schema.equals(schema)
    assert empty.num_rows == 0


def test_parquet_holds_text_as_it_is_and_no_number_that_does_not_fit() -> None:
    table = Table("t", ("a", "n"), ({"a": "=1+1", "n": 2**70}, {"a": "\ud800", "n": None}), kinds={"n": Kind.INT})
    assert arrow_table(table).to_pylist() == [{"a": "=1+1", "n": None}, {"a": "\ufffd", "n": None}]


def test_parquet_file_says_what_it_is(record: Record) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    found = pq.read_table(io.BytesIO(export(record, "parquet", version="0.1").content))
    assert found.schema.metadata[b"query"] == b"everything"
    assert found.schema.metadata[b"generator"] == b"Truceline 0.1"


@pytest.mark.parametrize("format", ["acled", "ucdp", "polecat", "cf"])
def test_parquet_of_a_shaped_table_has_its_columns_in_order(format: str, record: Record) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    found = pq.read_table(io.BytesIO(export(record, format, version="0", parquet=True).content))
    header = export(record, format, version="0").content.decode().splitlines()[0]
    assert found.column_names == header.split("\t" if format == "polecat" else ",")


def test_geoparquet_metadata_are_those_of_the_specification(record: Record) -> None:
    bare = replace(record.incidents[0], id="d" * 24, place=None)
    table = geo_table(flat.incident_table(replace(record, incidents=(*record.incidents, bare))))
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"] == {
        "encoding": "WKB", "geometry_types": ["Point"], "bbox": [37.25, 48.5, 37.25, 48.5],
    }  # fmt: skip
    points = dict(zip(table["incident_id"].to_pylist(), table["geometry"].to_pylist(), strict=True))
    assert points["d" * 24] is None
    assert points["a" * 24].hex() == "0101000000" + "0000000000a04240" + "0000000000404840"
    assert "bbox" not in json.loads(geo_table(flat.incident_table(Record({}, {}, ()))).schema.metadata[b"geo"])[
        "columns"
    ]["geometry"]  # fmt: skip


def test_geoparquet_is_read_by_geopandas(record: Record, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    file = tmp_path / "incidents.parquet"
    file.write_bytes(export(record, "geoparquet", version="0").content)
    found = geopandas.read_parquet(file)
    assert found.crs == "OGC:CRS84"
    assert (found.geometry[0].x, found.geometry[0].y) == (37.25, 48.5)
    assert list(found["incident_id"].str[0]) == ["b", "a", "c"]


def test_geojson_is_read_by_geopandas(record: Record, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    file = tmp_path / "incidents.geojson"
    file.write_bytes(export(record, "geojson", version="0").content)
    found = geopandas.read_file(file)
    assert len(found) == 3
    assert (found.geometry[0].x, found.geometry[0].y) == (37.25, 48.5)


@pytest.mark.parametrize("what", ["incidents", "events", "claims", "truces", "truce-entries", "truce-days"])
def test_tables_are_read_by_pandas_and_polars_alike(what: str, record: Record) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    packed = export(record, "parquet", what=what, version="0").content
    text = export(record, "csv", what=what, version="0").content
    shapes = {
        pandas.read_parquet(io.BytesIO(packed)).shape,
        pandas.read_csv(io.BytesIO(text)).shape,
        polars.read_parquet(io.BytesIO(packed)).shape,
        polars.read_csv(io.BytesIO(text)).shape,
    }
    assert len(shapes) == 1


def test_days_and_lists_come_out_typed_in_polars(record: Record) -> None:
    polars = pytest.importorskip("polars")
    found = polars.read_parquet(io.BytesIO(export(record, "parquet", version="0").content))
    assert found["start"].to_list()[:2] == [date(2024, 3, 1), date(2024, 3, 5)]
    assert found["outlets"].to_list()[1] == ["Ithil Post", "=Rohan Herald"]
