"""``/healthz`` and ``/metrics``."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.team import add_people
from truceline.errors import StoreError
from truceline.store import Store
from truceline.web.app import create_app


def test_health_is_ok_while_the_database_answers(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")

    def gone(self: Store, report_id: str) -> None:
        raise StoreError("secret.db: the server went away")

    monkeypatch.setattr(Store, "version_of", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_metrics_count_what_the_store_holds_and_what_is_asked(client: TestClient) -> None:
    assert client.get("/truces").status_code == 200
    assert client.get("/no/such/page?name=x").status_code == 404
    text = client.get("/metrics").text
    lines = text.splitlines()
    assert "truceline_up 1.0" in lines
    assert "truceline_reports 5.0" in lines
    assert 'truceline_requests_total{method="GET",path="/truces",status="200"} 1.0' in lines
    assert 'truceline_requests_total{method="GET",path="other",status="404"} 1.0' in lines
    assert 'truceline_request_seconds_count{path="/truces"} 1.0' in lines
    assert "name=x" not in text
    assert "/no/such/page" not in text


def test_requests_are_logged_by_route_without_what_was_asked(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("truceline"), "propagate", True)
    with caplog.at_level(logging.INFO, logger="truceline.access"):
        client.get("/truces?actor=Gondor")
    records = [r for r in caplog.records if r.name == "truceline.access"]
    assert {r.getMessage() for r in records} == {"GET /truces 200"}
    assert records[0].__dict__["fields"]["ms"] >= 0


def test_shared_server_tells_health_to_all_and_metrics_to_who_has_the_token(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(db)
    with TestClient(create_app(db, team=True), base_url=BASE) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/metrics").status_code == 404
    monkeypatch.setenv("TRUCELINE_METRICS_TOKEN", "mellon")
    with TestClient(create_app(db, team=True), base_url=BASE) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert "truceline_up" in client.get("/metrics", headers={"Authorization": "Bearer mellon"}).text
