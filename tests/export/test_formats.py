import csv
import io
import json

import pytest

from truceline.domain.codes import MODES
from truceline.export.flat import incident_table
from truceline.export.geojson import geojson
from truceline.export.polecat import COLUMNS as POLECAT
from truceline.export.polecat import load_intensity, polecat_table
from truceline.export.provenance import citation, provenance_table
from truceline.export.record import Record, write_table
from truceline.export.ucdp import COLUMNS as UCDP
from truceline.export.ucdp import priogrid_gid, ucdp_table


def test_ucdp_has_the_49_columns() -> None:
    assert len(UCDP) == len(set(UCDP)) == 49
    assert (UCDP[0], UCDP[44], UCDP[-1]) == ("id", "best", "gwnob")


def test_ucdp_keeps_deadly_incidents_with_bounds_over_all_reports(record: Record) -> None:
    (row,) = ucdp_table(record).rows
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (1, "Army of Mordor", "Gondor")
    assert (row["low"], row["best"], row["high"]) == (11, 11, 13)
    assert (row["deaths_civilians"], row["deaths_unknown"]) == (2, 9)
    assert row["number_of_sources"] == 2
    assert row["date_start"] == "2024-03-05 00:00:00.000"
    assert row["geom_wkt"] == "POINT (37.25 48.5)"
    assert row["source_original"] == "a police officer"


@pytest.mark.parametrize(("lat", "lon", "gid"), [(-90, -180, 1), (-89.75, 179.75, 720), (89.75, 179.75, 259200)])
def test_ucdp_priogrid_counts_east_then_north(lat: float, lon: float, gid: int) -> None:
    assert priogrid_gid(lat, lon) == gid


def test_polecat_has_40_columns_and_a_row_for_every_dated_event(record: Record) -> None:
    assert len(POLECAT) == len(set(POLECAT)) == 40
    out = io.StringIO()
    write_table(polecat_table(record, "0"), out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue()), delimiter="\t"))
    assert [r["Event Type"] for r in rows] == ["ASSAULT", "AGREE", "ASSAULT"]
    assert rows[0]["Quad Code"] == "MATERIAL CONFLICT"
    assert (rows[0]["Intensity"], rows[0]["Actor Country"], rows[0]["City"]) == ("-9.5", "RUS", "Osgiliath")
    assert rows[0]["Contexts"] == ""


def test_polecat_intensity_names_only_known_modes() -> None:
    assert {t for t, _ in load_intensity()} == set(MODES)
    assert all(not m or m in {str(t): ms for t, ms in MODES.items()}[t] for t, m in load_intensity())


def test_geojson_puts_longitude_first_and_counts_what_has_no_point(record: Record) -> None:
    found = json.loads(json.dumps(geojson(record)))
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [37.25, 48.5]}
    assert found["without_point"] == 0


def test_provenance_follows_a_value_to_its_words(record: Record) -> None:
    row = provenance_table(record).rows[0]
    assert (row["field"], row["words"], row["start"], row["end"]) == ("type", "shelled", 14, 21)
    assert str(row["sentence"]).startswith("Mordor's army shelled")


def test_incident_table_tells_unknown_from_zero(record: Record) -> None:
    rows = {str(r["incident_id"])[0]: r for r in incident_table(record).rows}
    assert rows["a"]["killed_min"] == 11
    assert rows["b"]["killed_min"] is None
    assert rows["a"]["disagreements"] == "harm"


def test_citation_names_query_and_extent(record: Record) -> None:
    cited = citation("0.1", "all", record)
    assert (cited["reports"], cited["first_report"], cited["query"]) == (2, "2024-03-06", "all")
