"""The API: pages of items, one error shape, and answers that keep to its own description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.conftest import BASE, invented
from truceline.store import Store
from truceline.web.app import create_app

CALLS = [
    "/api/judgements", "/api/actors", "/api/reports", "/api/reports/{report_id}", "/api/events",
    "/api/events/{event_id}", "/api/incidents", "/api/incidents/{incident_id}", "/api/truces", "/api/truces/{truce_id}",
    "/api/truces/{truce_id}/state", "/api/truces/{truce_id}/timeline",
]  # fmt: skip


RELATED = {"/api/incidents": [positive_data_acceptance], "/api/truces/{truce_id}/timeline": [positive_data_acceptance]}
"""Calls whose parameters must fit each other (south below north), which no description can say."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The API's own description, with the application that it describes."""
    path = str(tmp_path_factory.mktemp("api") / "truce.db")
    with Store.open(path) as store:
        for coded in invented():
            store.write_coded(coded.report, coded)
    app = create_app(path)
    with TestClient(app, base_url=BASE) as client:
        client.get("/truces")  # the record is made
        loaded = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
        loaded.app = app
        loaded.config.update(base_url=BASE)
        yield loaded


def test_the_description_holds_the_calls_that_are_tried_below(described: Any) -> None:
    ours = {path for path in described.raw_schema["paths"] if not path.startswith("/api/review")}
    assert ours == set(CALLS)


@pytest.mark.parametrize("path", CALLS)
def test_every_answer_is_as_the_description_says(described: Any, path: str) -> None:
    """Valid and broken calls, made up from the description: no fault of ours, and every answer fits its schema."""

    @given(case=described[path]["GET"].as_strategy())
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def check(case: Any) -> None:
        answer = case.call_and_validate(excluded_checks=RELATED.get(path, []))
        assert answer.status_code in (200, 400, 404, 422)

    check()


@pytest.mark.parametrize("path", ["reports", "events", "incidents", "actors?all=1", "truces", "judgements"])
def test_pages_of_a_list_hold_each_item_once(client: TestClient, path: str) -> None:
    mark = "&" if "?" in path else "?"
    whole = client.get(f"/api/{path}").json()
    seen: list[object] = []
    at: str | None = f"/api/{path}{mark}limit=2"
    while at:
        answer = client.get(at).json()
        assert answer["total"] == whole["total"] and len(answer["items"]) <= 2
        seen += answer["items"]
        at = answer["next"]
    assert seen == whole["items"] and len(seen) == whole["total"]


def test_ids_of_a_list_open_their_records(client: TestClient) -> None:
    for line in client.get("/api/reports").json()["items"]:
        report = client.get(f"/api/reports/{line['id']}").json()
        assert report["text"] and len(report["events"]) == line["n_events"]
        for ref in report["events"]:
            event = client.get(f"/api/events/{ref.replace('#', '%23')}").json()
            assert event["report_id"] == line["id"] and event["claims"] is not None
    for incident in client.get("/api/incidents").json()["items"]:
        assert client.get(f"/api/incidents/{incident['id']}").json()["versions"]


def test_state_of_a_truce_as_known_on_a_day(client: TestClient) -> None:
    (truce,) = client.get("/api/truces").json()["items"]
    ask = f"/api/truces/{truce['id']}/state?on=3019-08-21"
    assert client.get(ask).json()["state"] == "ended"
    earlier = client.get(ask + "&as_known_on=3019-08-20").json()
    assert earlier["state"] == "in force, violations reported" and earlier["evidence"]
    line = client.get(f"/api/truces/{truce['id']}/timeline?from=3019-08-19&to=3019-08-21").json()
    assert [i["state"] for i in line["items"]][-1] == "ended" and line["total"] == 3


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("reports/nothing", 404, "not_found"),
        ("truces/nothing/state", 404, "not_found"),
        ("incidents?limit=1000", 422, "invalid"),
        ("incidents?type=PEACE", 422, "invalid"),
        ("incidents?bbox=1", 422, "invalid"),
        ("incidents?bbox=0,50,1,40", 400, "bad_request"),
        ("incidents?place=%00", 400, "bad_request"),
        ("incidents/%00", 400, "bad_request"),
        ("events?from=yesterday", 422, "invalid"),
    ],
)
def test_errors_have_one_shape(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "details"} and error["code"] == code and error["message"]


def test_the_page_for_people_names_every_call(client: TestClient) -> None:
    html = client.get("/api").text
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in html
