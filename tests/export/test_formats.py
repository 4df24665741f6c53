import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truceline.domain.claims import Judgement
from truceline.domain.codes import MODES, DatePrecision, HarmKind, Status, Verdict
from truceline.domain.events import Entity, EventDate, Harm
from truceline.errors import UsageError
from truceline.export import flat
from truceline.export.admin import Area, Areas
from truceline.export.cf import cf_table
from truceline.export.citation import cff, cite, csl
from truceline.export.filters import make_filter
from truceline.export.formats import FORMATS, TABLES, export
from truceline.export.geojson import geojson
from truceline.export.polecat import load_intensity, polecat_table
from truceline.export.provenance import People, claim_table
from truceline.export.record import Record, Story, Table
from truceline.export.text_file import write_table
from truceline.export.ucdp import date_prec, priogrid_gid, type_of_violence, ucdp_table

UCDP = (
    "id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name, "
    "dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id, "
    "side_b, number_of_sources, source_article, source_office, source_date, source_headline, source_original, "
    "where_prec, where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, "
    "country, country_id, region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, "
    "deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob"
)
POLECAT = (
    "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, "
    "Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name, "
    "Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, "
    "Recipient Name Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, "
    "GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, Story People, Story Organizations, "
    "Story Locations, Language, Version"
)
CF = (
    "location, cc, region, cf_id, uniq_id, id, link, "
    + ", ".join(f"link_id{n}" for n in range(1, 36))
    + ", side, actor_name, ucdp_actor_id, ucdp_acd_id, ucdp_dyad, pax_id, nsa_frac, splinter, cf_dec_yr, "
    "cf_dec_month, cf_dec_day, cf_effect_yr, cf_effect_month, cf_effect_day, partial, written, fixed, fixed_time, "
    "p_humanitarian, p_peaceprocess, p_holiday, p_election, p_other, p_other_comment, p_unclear, cf_pp, "
    "ceasefire_class, timing, mediator_nego, mediator_send, implement, enforcement, ddr, truce, ended, end_yr, "
    "end_month, end_day, evidence_onset, evidence_end, comment, factivia_source, factivia_page, coder, "
    "recentadditions"
)


def read(table: Table) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    write_table(table, out)
    return list(csv.DictReader(io.StringIO(out.getvalue()), delimiter=table.delimiter))


def empty(table: Table, row: int = 0) -> set[str]:
    return {name for name in table.columns if table.rows[row].get(name) is None}


# -- UCDP GED --------------------------------------------------------------------------------------------------


def test_ucdp_columns_are_exactly_those_of_the_layout(record: Record) -> None:
    table = ucdp_table(record)
    assert list(table.columns) == UCDP.split(", ")
    assert len(table.columns) == 49
    assert all(set(row) <= set(table.columns) for row in table.rows)


def test_ucdp_keeps_deadly_incidents_with_bounds_over_all_reports(record: Record) -> None:
    (row,) = ucdp_table(record).rows
    assert row["type_of_violence"] == 1
    assert (row["side_a"], row["side_b"]) == ("Government of Russia", "Government of Ukraine")
    assert (row["low"], row["best"], row["high"]) == (11, 11, 13)
    assert (row["deaths_civilians"], row["deaths_unknown"]) == (2, 9)
    assert row["number_of_sources"] == 2
    assert row["date_start"] == "2024-03-05 00:00:00.000"
    assert row["geom_wkt"] == "POINT (37.25 48.5)"
    assert row["source_original"] == "a police officer"
    assert row["where_description"] == "Osgiliath"


def test_ucdp_leaves_empty_what_is_not_known(record: Record) -> None:
    assert empty(ucdp_table(record)) == {
        "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
        "dyad_new_id", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "adm_1", "adm_2",
        "country_id", "deaths_a", "deaths_b", "gwnoa", "gwnob",
    }  # fmt: skip
    assert ucdp_table(record, Areas({"geonames:1": Area("Donetsk", "Bakhmut")})).rows[0]["adm_2"] == "Bakhmut"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": Status.HYPOTHETICAL}, "did not happen"),
        ({"harm": ()}, "without a death"),
        ({"harm": (Harm(HarmKind.KILLED, 0, 0),)}, "without a death"),
        ({"date": None}, "without a date"),
        ({"date": EventDate(date(2023, 1, 1), date(2024, 3, 1), DatePrecision.INTERVAL)}, "no year"),
    ],
)
def test_ucdp_leaves_out_what_it_does_not_code_and_says_so(record: Record, change: dict[str, Any], said: str) -> None:
    first, *others = record.incidents
    table = ucdp_table(replace(record, incidents=(replace(first, **change), *others)))
    assert table.rows == ()
    assert any(said in note for note in table.notes)


@pytest.mark.parametrize(("lat", "lon", "gid"), [(-90, -180, 1), (-89.75, 179.75, 720), (89.75, 179.75, 259200)])
def test_ucdp_priogrid_counts_east_then_north(lat: float, lon: float, gid: int) -> None:
    assert priogrid_gid(lat, lon) == gid


@pytest.mark.parametrize(("days", "code"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5), (365, 5)])
def test_ucdp_date_precision_follows_the_length(days: int, code: int) -> None:
    start = date(2024, 1, 1)
    assert date_prec(EventDate(start, date.fromordinal(start.toordinal() + days - 1), DatePrecision.INTERVAL)) == code


@pytest.mark.parametrize(
    ("attacker", "victim", "violence"),
    [
        ("state force", "rebel group", 1),
        ("rebel group", "police", 1),
        ("rebel group", "political militia", 2),
        ("rebel group", "civilians", 3),
        ("state force", "civilians", 3),
        (None, "civilians", None),
        ("state force", None, None),
        ("rebel group", "unnamed", None),
    ],
)
def test_ucdp_type_of_violence_is_left_open_where_kinds_do_not_settle_it(
    record: Record, attacker: str | None, victim: str | None, violence: int | None
) -> None:
    sides = [(Entity("one", kind=kind),) if kind else () for kind in (attacker, victim)]
    assert type_of_violence(replace(record.incidents[0], actors=sides[0], recipients=sides[1])) == violence


# -- POLECAT ---------------------------------------------------------------------------------------------------


def test_polecat_columns_are_exactly_those_of_the_layout(record: Record) -> None:
    table = polecat_table(record, "0")
    assert list(table.columns) == POLECAT.split(", ")
    assert len(table.columns) == 40
    assert all(set(row) <= set(table.columns) for row in table.rows)


def test_polecat_has_a_row_for_every_dated_event(record: Record) -> None:
    rows = read(polecat_table(record, "0"))
    assert [r["Event Type"] for r in rows] == ["ASSAULT", "AGREE", "ASSAULT"]
    assert rows[0]["Quad Code"] == "MATERIAL CONFLICT"
    assert (rows[0]["Intensity"], rows[0]["Actor Country"], rows[0]["City"]) == ("-9.5", "RUS", "Osgiliath")
    assert polecat_table(record, "0").notes == ("1 without a date",)


def test_polecat_leaves_empty_what_is_not_known(record: Record) -> None:
    story = Story(("Éowyn",), ("Gondor", "Mordor"), ("Osgiliath",))
    table = polecat_table(replace(record, stories=dict.fromkeys(record.reports, story)), "0")
    assert empty(table) == {
        "Contexts", "Actor COW", "Actor Title", "Wikipedia Actor ID", "Recipient COW", "Recipient Title",
        "Wikipedia Recipient ID", "District", "Province", "Feature Type",
    }  # fmt: skip
    assert table.rows[0]["Story Organizations"] == "Gondor;Mordor"


def test_polecat_intensity_names_only_known_modes() -> None:
    assert {t for t, _ in load_intensity()} == set(MODES)
    assert all(not m or m in {str(t): ms for t, ms in MODES.items()}[t] for t, m in load_intensity())


def test_polecat_cells_hold_no_tabs_or_line_breaks(record: Record) -> None:
    reports = {i: replace(r, outlet='The\tPost\n"of" Bree') for i, r in record.reports.items()}
    out = io.StringIO(newline="")
    write_table(polecat_table(replace(record, reports=reports), "0"), out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert {line.count("\t") for line in lines} == {39}
    assert 'The Post "of" Bree' in lines[1]


# -- ETH/PRIO ceasefires ---------------------------------------------------------------------------------------


def test_cf_columns_are_exactly_those_of_the_dataset(record: Record) -> None:
    table = cf_table(record, "0.1")
    assert list(table.columns) == CF.split(", ")
    assert all(set(row) <= set(table.columns) for row in table.rows)


def test_cf_has_a_row_for_every_declaring_side(record: Record) -> None:
    one, two = cf_table(record, "0.1").rows
    assert (one["actor_name"], two["actor_name"]) == ("Gondor", "Army of Mordor")
    assert one["cf_id"] == two["cf_id"] == 1
    assert one["uniq_id"] != two["uniq_id"]
    assert (one["location"], one["partial"], one["p_humanitarian"]) == ("Ukraine", 1, 1)
    assert (one["fixed"], one["fixed_time"], one["mediator_nego"]) == (1, "3 days", 1)
    assert (one["cf_dec_yr"], one["cf_dec_month"], one["cf_dec_day"]) == (2024, 3, 1)
    assert (one["end_yr"], one["end_month"], one["end_day"]) == (2024, 3, -1)
    assert str(one["evidence_onset"]).startswith("Ithil Post, 2024-03-06: Mordor's army")


def test_cf_leaves_empty_what_is_not_known(record: Record) -> None:
    known = {
        "location", "cf_id", "uniq_id", "id", "actor_name", "cf_dec_yr", "cf_dec_month", "cf_dec_day", "cf_effect_yr",
        "cf_effect_month", "cf_effect_day", "partial", "fixed", "fixed_time", "p_humanitarian", "mediator_nego",
        "end_yr", "end_month", "end_day", "evidence_onset", "evidence_end", "comment", "coder",
    }  # fmt: skip
    table = cf_table(record, "0.1")
    assert set(table.columns) - empty(table) == known


def test_cf_leaves_out_what_was_only_proposed_and_says_nothing_of_an_end_not_told(record: Record) -> None:
    (truce,) = record.truces
    proposed = replace(truce, announced=None, in_force_from=None)
    table = cf_table(replace(record, truces=(proposed, replace(truce, ended=None, announced=None))), "0.1")
    assert len(table.rows) == 2
    assert table.notes == ("1 that were only proposed or refused",)
    assert table.rows[0].get("end_yr") is None
    assert table.rows[0]["cf_dec_yr"] == -1


# -- plain tables, points, lines -------------------------------------------------------------------------------


def test_incident_table_tells_unknown_from_zero(record: Record) -> None:
    rows = {str(r["incident_id"])[0]: r for r in flat.incident_table(record).rows}
    assert rows["a"]["killed_min"] == 11
    assert rows["b"]["killed_min"] is None
    assert rows["a"]["disagreements"] == ("harm",)
    assert (rows["a"]["killed_low"], rows["a"]["killed_high"]) == (11, 13)


def test_event_table_leads_to_report_and_incident(record: Record) -> None:
    row = next(r for r in flat.event_table(record).rows if r["type"] == "ASSAULT")
    assert (row["report_id"], row["outlet"], row["incident_id"]) == ("r1", "Ithil Post", "a" * 24)
    assert str(row["event_id"]).startswith("r1#")
    assert (row["trigger"], row["stances"]) == ("shelled", ("states",))


def test_truce_days_give_the_state_of_every_day(record: Record) -> None:
    rows = flat.truce_day_table(record).rows
    assert [r["day"] for r in rows] == [date(2024, 3, n) for n in range(1, 8)]
    assert rows[0]["state"] == "in force"
    assert rows[-1]["state"] == "ended"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_tables_name_only_their_columns(name: str, record: Record) -> None:
    table = TABLES[name](record)
    assert table.rows
    assert all(set(row) <= set(table.columns) for row in table.rows)
    assert set(table.kinds) == set(table.columns)


def test_geojson_puts_longitude_first_and_counts_what_has_no_point(record: Record) -> None:
    found = json.loads(json.dumps(geojson(flat.incident_table(record), {"query": "everything"})))
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [37.25, 48.5]}
    assert found["features"][0]["properties"]["actors"] == "Gondor; Army of Mordor"
    assert (found["without_point"], found["query"]) == (0, "everything")
    bare = replace(record, incidents=(replace(record.incidents[0], place=None),))
    assert geojson(flat.incident_table(bare), {})["without_point"] == 1


@pytest.mark.parametrize("what", ["incidents", "events", "truces"])
def test_jsonl_is_one_record_a_line(what: str, record: Record) -> None:
    found = export(record, "jsonl", what=what, version="0")
    records = [json.loads(line) for line in found.content.splitlines()]
    assert len(records) == found.n_rows == {"incidents": 3, "events": 4, "truces": 1}[what]
    assert all(r["id"] for r in records)


# -- spreadsheets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_csv_cell_that_would_run_as_a_formula_is_text(start: str) -> None:
    hostile = f'{start}HYPERLINK("http://mordor.example","click")'
    (row,) = read(Table("t", ("a", "n"), ({"a": hostile, "n": -5},)))
    assert row["a"] == "'" + hostile.replace("\r", "\n")
    assert row["n"] == "-5"


@given(st.text())
def test_csv_any_text_is_one_harmless_cell(text: str) -> None:
    for delimiter in (",", "\t"):
        out = io.StringIO(newline="")
        write_table(Table("t", ("a", "b"), ({"a": text, "b": 1},), delimiter=delimiter), out)
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        body = io.StringIO(out.getvalue(), newline="")
        head, *rows = csv.reader(body, delimiter=delimiter, quoting=quoting)
        assert (head, len(rows)) == (["a", "b"], 1)
        assert rows[0][1] == "1"
        assert not rows[0][0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        out.getvalue().encode("utf-8")


def test_csv_holds_no_characters_that_break_readers() -> None:
    (row,) = read(Table("t", ("a",), ({"a": 'x\x00y\ud800 "quoted", and\nbroken'},)))
    assert row["a"] == 'x\ufffdy\ufffd "quoted", and\nbroken'


def test_csv_writes_days_lists_and_truth_as_plain_words() -> None:
    rows = ({"d": date(2024, 3, 5), "l": ("a", "b"), "y": True, "n": None}, {"d": None, "l": (), "y": False, "n": 0})
    assert read(Table("t", ("d", "l", "y", "n"), rows)) == [
        {"d": "2024-03-05", "l": "a; b", "y": "true", "n": ""},
        {"d": "", "l": "", "y": "false", "n": "0"},
    ]


# -- provenance, citation --------------------------------------------------------------------------------------


def test_provenance_follows_a_value_to_its_words(record: Record) -> None:
    row = claim_table(record).rows[0]
    assert (row["field"], row["words"], row["start"], row["end"]) == ("type", "shelled", 14, 21)
    assert str(row["sentence"]).startswith("Mordor's army shelled")
    assert (row["stage"], row["by"]) == ("events.rules", None)


def test_provenance_bundle_holds_claims_versions_judgements_and_citation_and_no_texts(record: Record) -> None:
    a, b, *_ = record.events
    noon = datetime(2024, 3, 8, 12, tzinfo=UTC)
    people = People(((7, Judgement(a, b, Verdict.SAME, "Éowyn", noon, withdrawn_utc=noon, withdrawn_by="Faramir")),))
    content = export(record, "provenance", version="0", people=people).content
    assert content == export(record, "provenance", version="0", people=people).content
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = set(archive.namelist())
    assert names == {
        "README.txt", "claims.csv", "versions.csv", "links.csv", "judgements.csv", "reports.csv", "CITATION.cff",
        "citation.json", "about.json",
    }  # fmt: skip
    (judged,) = csv.DictReader(io.StringIO(archive.read("judgements.csv").decode()))
    assert (judged["by"], judged["withdrawn_by"], judged["left"][:3]) == ("Éowyn", "Faramir", "r1#")
    reports = list(csv.DictReader(io.StringIO(archive.read("reports.csv").decode())))
    assert [r["report_id"] for r in reports] == ["r1", "r2"]
    assert "text" not in reports[0]


def test_citation_names_version_query_digest_and_extent(record: Record) -> None:
    wanted = make_filter(countries=["Ukraine"], types=["assault"])
    cited = yaml.safe_load(export(record, "citation", version="0.1", wanted=wanted).content)
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(cited)
    assert cited["version"] == "0.1"
    assert "country UA, type ASSAULT" in cited["abstract"]
    (item,) = json.loads(export(record, "csl", version="0.1", wanted=wanted).content)
    assert item["type"] == "dataset"
    assert "issued" not in item
    assert item["number"] == cited["identifiers"][0]["value"]


def test_citation_is_dated_by_the_last_change(record: Record) -> None:
    noon = datetime(2024, 3, 8, 12, tzinfo=UTC)
    dated = replace(record, changed_utc=dict.fromkeys(record.reports, noon))
    assert yaml.safe_load(export(dated, "citation", version="0").content)["date-released"] == "2024-03-08"
    assert json.loads(export(dated, "csl", version="0").content)[0]["issued"] == {"date-parts": [[2024, 3, 8]]}


def test_citation_digest_changes_with_the_data_alone(record: Record) -> None:
    whole, again = cite(record, "0.1", "everything"), cite(record, "0.2", "other words")
    assert whole.digest == again.digest
    assert cite(replace(record, incidents=record.incidents[:1]), "0.1", "everything").digest != whole.digest


def test_citation_of_odd_words_is_still_yaml(record: Record) -> None:
    query = 'actor "quoted": - # {x}'
    assert query in yaml.safe_load(cff(cite(record, "0", query)))["abstract"]
    assert csl(cite(record, "0", query))[0]["note"] == f"Query: {query}"


# -- all formats -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_export_gives_the_same_bytes_again_and_takes_an_empty_record(format: str, record: Record) -> None:
    first = export(record, format, version="0")
    assert export(record, format, version="0").content == first.content
    assert first.n_rows > 0
    export(Record({}, {}, ()), format, version="0")


@pytest.mark.parametrize(
    ("format", "what", "said"),
    [("pdf", "incidents", "no format"), ("csv", "wars", "no 'wars'"), ("geojson", "truces", "geojson has no")],
)
def test_export_says_what_there_is(format: str, what: str, said: str, record: Record) -> None:
    with pytest.raises(UsageError, match=said):
        export(record, format, what=what, version="0")
