from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.conftest import BASE, invented
from tests.web.team import add_people, log_in
from truceline.domain.value_checks import (
    ATTRIBUTION_SHAPE,
    DATE_SHAPE,
    ENTITY_SHAPE,
    HARM_SHAPE,
    PLACE_SHAPE,
    check_value,
)
from truceline.store import Reviews, Store
from truceline.web.app import create_app

CALLS = [
    ("/api/reviews", "GET"), ("/api/reviews", "POST"), ("/api/review/state", "GET"),
    ("/api/review/judgements", "POST"), ("/api/review/withdrawals", "POST"),
]  # fmt: skip


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = str(tmp_path_factory.mktemp("api") / "truce.db")
    with Store.open(path) as store:
        for coded in invented():
            store.write_coded(coded.report, coded)
    app = create_app(path)
    with TestClient(app, base_url=BASE) as client:
        loaded = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
        loaded.app = app
        loaded.config.update(base_url=BASE)
        yield loaded


def test_review_api_description_holds_its_calls(described: Any) -> None:
    paths = described.raw_schema["paths"]
    found = {(p, m.upper()) for p, calls in paths.items() if p.startswith("/api/review") for m in calls}
    assert found == set(CALLS)


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_review_api_every_answer_is_as_the_description_says(described: Any, path: str, method: str) -> None:
    @given(case=described[path][method].as_strategy())
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def check(case: Any) -> None:
        # A made-up event is rightly not found, whatever its id looks like.
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance])
        assert answer.status_code in (200, 201, 400, 404, 409, 422)

    check()


def refs(client: TestClient) -> list[str]:
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    return [event.ref for _, event in store.iter_events()]


def test_review_api_takes_the_body_of_the_docs(client: TestClient) -> None:
    block = re.search(r"```json\n(.*?)```", (Path(__file__).parents[2] / "docs/review.md").read_text("utf8"), re.DOTALL)
    assert block
    body = json.loads(block[1])
    one, *_ = refs(client)
    made = client.post("/api/reviews", json=body | {"event": one})
    assert made.status_code == 201, made.text
    event = client.get(f"/api/events/{one.replace('#', '%23')}").json()
    assert [p["name"] for p in event["actors"]] == ["gunmen"]
    assert (event["place"]["name"], event["weapon"], event["recipients"]) == ("Kirkuk", None, [])


@pytest.mark.parametrize(
    ("word", "what"), [("accept", "accepted"), ("reject", "rejected"), ("accepted", "accepted"), ("unsure", "unsure")]
)
def test_review_api_takes_the_words_of_the_keys_too(client: TestClient, word: str, what: str) -> None:
    one, *_ = refs(client)
    assert client.post("/api/reviews", json={"event": one, "decision": word}).status_code == 201
    assert client.get("/api/reviews").json()["items"][0]["what"] == what
    assert client.post("/api/reviews", json={"event": one, "decision": "doubt"}).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "shape"),
    [
        ("actors", ["gunmen"], ENTITY_SHAPE),
        ("actors", "gunmen", ENTITY_SHAPE),
        ("place", "Kirkuk", PLACE_SHAPE),
        ("date", "2024-08-20", DATE_SHAPE),
        ("harm", [2], HARM_SHAPE),
        ("reported_by", ["police"], ATTRIBUTION_SHAPE),
    ],
)
def test_review_api_says_which_shape_is_wanted(client: TestClient, field: str, value: Any, shape: str) -> None:
    one, *_ = refs(client)
    body = {"event": one, "decision": "corrected", "values": [{"field": field, "value": value}]}
    answer = client.post("/api/reviews", json=body)
    assert answer.status_code == 400
    assert f"such as {shape}" in str(answer.json())
    check_value(field, [json.loads(shape.split(" (")[0])] if isinstance(value, list) or field == "actors" else
                json.loads(shape))  # fmt: skip


def test_review_api_corrects_judges_lists_and_takes_back(client: TestClient) -> None:
    one, two, *_ = refs(client)
    seen = client.get("/api/review/state", params={"event": one}).json()["seen"]
    values = [{"field": "weapon", "value": "axes", "span": [0, 3]}, {"field": "place", "value": None}]
    body = {"event": one, "decision": "corrected", "values": values, "note": "axes", "seen": seen}
    made = client.post("/api/reviews", json=body)
    assert made.status_code == 201
    event = client.get(f"/api/events/{one.replace('#', '%23')}").json()
    assert (event["weapon"], event["place"]) == ("axes", None)
    assert client.post("/api/reviews", json=body).status_code == 409
    judged = client.post("/api/review/judgements", json={"left": one, "right": two, "verdict": "different", "seen": 0})
    assert judged.status_code == 201
    listed = client.get("/api/reviews").json()
    assert listed["total"] == 2
    assert [item["what"] for item in listed["items"]] == ["different", "corrected"]
    assert listed["items"][1]["claims"][0]["span"] == [0, 3]
    assert client.get("/api/reviews", params={"event": one, "limit": 1}).json()["next"]
    assert client.get("/api/reviews", params={"by": "Nobody"}).json()["total"] == 0
    assert client.post("/api/review/withdrawals", json=made.json()).status_code == 200
    assert client.post("/api/review/withdrawals", json=made.json()).status_code == 404
    assert client.get(f"/api/events/{one.replace('#', '%23')}").json()["weapon"] != "axes"
    assert client.get("/api/reviews").json()["items"][1]["withdrawn_by"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"decision": "corrected"}, 400),
        ({"decision": "accepted", "values": [{"field": "type", "value": "AID"}]}, 400),
        ({"decision": "corrected", "values": [{"field": "type", "value": None}]}, 400),
        ({"decision": "corrected", "values": [{"field": "weapon", "value": "x", "span": [5, 10**6]}]}, 400),
        ({"decision": "corrected", "values": [{"field": "date", "value": "today"}]}, 400),
        ({"decision": "accepted", "sample": "none"}, 404), ({"decision": "burned"}, 422),
        ({"decision": "accepted", "event": "nowhere#none"}, 404), ({"decision": "accepted", "colour": 1}, 422),
    ],
)  # fmt: skip
def test_review_api_bad_decision_writes_nothing(client: TestClient, body: dict[str, Any], status: int) -> None:
    answer = client.post("/api/reviews", json={"event": refs(client)[0]} | body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert client.get("/api/reviews").json()["total"] == 0


def test_review_api_body_that_is_too_long_is_refused(client: TestClient) -> None:
    answer = client.post("/api/reviews", json={"event": "x", "note": "x" * 600_000})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_review_api_keeps_to_roles(db: str) -> None:
    add_people(db)
    app = create_app(db, team=True)
    with TestClient(app, base_url=BASE) as client:
        assert client.post("/api/reviews", json={}).status_code == 401
        event = refs(client)[0]
        accept = {"event": event, "decision": "accepted"}
        log_in(client, "Pippin")
        assert client.get("/api/reviews").status_code == 200
        assert client.post("/api/reviews", json=accept).status_code == 403
        plain = client.post("/api/reviews", content="{}", headers={"content-type": "text/plain"})
        assert plain.status_code == 403
        client.cookies.clear()
        log_in(client, "Faramir")
        made = client.post("/api/reviews", json=accept).json()
        assert list(Reviews(app.state.store).of_event(event)) == ["Faramir"]
        client.cookies.clear()
        log_in(client, "Éowyn")
        assert client.post("/api/review/withdrawals", json=made).status_code == 403
        client.cookies.clear()
        log_in(client, "Aragorn")
        assert client.post("/api/review/withdrawals", json=made).status_code == 200
