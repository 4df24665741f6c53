"""The list of incidents, its map and its exports under one filter, and one incident's versions."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.ledger.test_truces import attack
from tests.web.conftest import BASE
from truceline.domain.coded import CodedReport
from truceline.store import Store
from truceline.web.app import create_app

FILTERS = [
    "", "disputed=1", "type=ASSAULT", "type=ASSAULT&type=AGREE", "from=3019-07-01&to=3019-07-31", "place=osgil",
    "country=AR", "actor=mordor&role=actors", "outlet=Bree+Herald", "min_killed=5", "min_confidence=0.8",
    "bbox=19,9,21,11", "happened=1",
]  # fmt: skip


def listed(client: TestClient, query: str) -> list[str]:
    return re.findall(r'class="title" href="/incidents/([0-9a-f]+)"', client.get(f"/incidents?{query}").text)


@pytest.mark.parametrize("query", FILTERS)
def test_list_map_and_exports_hold_the_same_incidents(client: TestClient, query: str) -> None:
    ids = listed(client, query)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/incidents/export.csv?{query}").text)))
    assert sorted(r["incident_id"] for r in rows) == sorted(ids) and len(ids) == len(set(ids))
    collection = client.get(f"/incidents/export.geojson?{query}").json()
    with_point = {r["incident_id"] for r in rows if r["lat"]}
    assert {f["id"] for f in collection["features"]} == with_point
    assert collection["without_point"] == len(ids) - len(with_point)
    marks = client.get(f"/incidents/map.json?zoom=8&{query}").json()["features"]
    assert sum(m["properties"]["n"] for m in marks) == len(with_point)


@pytest.mark.parametrize("query", FILTERS[1:])
def test_a_filter_lets_some_through_and_not_all(client: TestClient, query: str) -> None:
    if query != "happened=1":  # all of the invented ones happened
        assert 0 < len(listed(client, query)) < len(listed(client, ""))


def test_empty_fields_of_the_form_filter_nothing(client: TestClient) -> None:
    empty = "from=&to=&place=&country=&actor=&role=&outlet=&min_killed=&min_confidence=0&bbox="
    assert listed(client, empty) == listed(client, "") != []


def test_bars_over_time_lead_to_their_incidents(client: TestClient) -> None:
    html = client.get("/incidents").text
    bars = re.findall(r'<a href="/incidents\?([^"]+)" aria-label="[^"]+: (\d+) incidents"', html)
    assert len(bars) > 1
    for link, n in bars:
        assert len(listed(client, link.replace("&amp;", "&"))) >= int(n)


@pytest.mark.parametrize("query", ["bbox=1,2", "bbox=a,b,c,d", "bbox=0,50,1,40", "bbox=nan,0,1,1"])
def test_a_box_that_is_none_is_refused_with_what_is_needed(client: TestClient, query: str) -> None:
    answer = client.get(f"/incidents?{query}")
    assert answer.status_code in (400, 422) and "bbox" in answer.text


def test_a_box_over_the_date_line_is_read(client: TestClient) -> None:
    assert client.get("/incidents/map.json?view=170,-60,200,60&zoom=3").json()["features"] == []
    assert client.get("/incidents/map.json?view=-190,-60,190,60&zoom=3").json()["features"] != []


def test_versions_stand_side_by_side_and_disagreements_are_marked(client: TestClient) -> None:
    (attack,) = listed(client, "disputed=1")
    html = client.get(f"/incidents/{attack}").text
    assert "Reports differ on killed" in html
    row = html[html.index('<tr class="disputed">') :]
    row = row[: row.index("</tr>")]
    assert "≠" in row and "<bdi>5 (2 to 5)</bdi>" in row
    cells = re.findall(r'<td class="([^"]*)"><bdi>(\d)</bdi>', row)
    assert [(c.split(), n) for c, n in cells] == [(["is-other"], "2"), (["is-shown"], "5")]
    assert html.count("Rockets fell on the garrison") == 2


def test_what_one_report_tells_two_ways_is_not_called_a_difference_of_reports(tmp_path: Path) -> None:
    told = attack("3019-07-18", "3019-07-16")
    event = replace(told.events[0], conflict="two tolls (killed): 2 and 5")
    path = str(tmp_path / "one.db")
    with Store.open(path) as store:
        store.write_coded(told.report, CodedReport(told.report, (event,), version="by hand 1"))
    with TestClient(create_app(path), base_url=BASE) as client:
        (incident,) = listed(client, "disputed=1")
        html = client.get(f"/incidents/{incident}").text
        assert "One report gives two counts of killed" in html
        assert "Reports differ" not in html
        assert "told two ways" in client.get("/incidents?disputed=1").text
        desk = client.get("/review").text
        assert "the report contradicts itself" in desk and "reports differ on" not in desk


def test_pages_of_the_list_are_counted(client: TestClient) -> None:
    assert client.get("/incidents?page=2").text.count('class="title"') == 0
    assert client.get("/incidents?page=0").status_code == 422


def test_the_map_speaks_json_that_no_name_can_break(client: TestClient) -> None:
    answer = client.get("/incidents/map.json")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.text)["type"] == "FeatureCollection"


def test_no_such_incident_and_no_such_export(client: TestClient) -> None:
    assert client.get("/incidents/nothing").status_code == 404
    assert client.get("/incidents/export.exe").status_code == 404
