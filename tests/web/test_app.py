"""The frame of the pages: headers, errors, who is let in."""

from __future__ import annotations

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from truceline.web.app import create_app
from truceline.web.deps import StoreDep
from truceline.web.security import policy
from truceline.web.users import UserDep


def test_every_answer_carries_a_policy_without_inline_script(client: TestClient) -> None:
    for path in ("/incidents", "/nowhere", "/static/truceline.css", "/healthz"):
        headers = client.get(path).headers
        said = headers["content-security-policy"]
        assert "script-src 'self';" in said and "unsafe" not in said and "default-src 'none'" in said, path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_no_page_has_inline_script_or_style(client: TestClient) -> None:
    html = client.get("/incidents").text
    assert "<script>" not in html and " style=" not in html and "<style" not in html and " onclick=" not in html


def test_the_policy_lets_in_the_tile_server_that_is_set_and_no_other() -> None:
    assert "https://tiles.example" not in policy()
    assert "img-src 'self' data: blob: https://tiles.example;" in policy("https://tiles.example/{z}/{x}/{y}.png")
    assert "javascript" not in policy("javascript:alert(1)")


def test_a_foreign_name_for_this_computer_is_refused(client: TestClient) -> None:
    answer = client.get("/incidents", headers={"host": "evil.example:8000"})
    assert answer.status_code == 403 and "localhost alone" in answer.text
    assert client.get("/healthz", headers={"host": "[::1]:8000"}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_change_from_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/incidents", headers=headers).status_code == 403


def test_a_change_from_the_pages_themselves_is_not_refused_for_its_origin(client: TestClient) -> None:
    headers = {"origin": BASE, "sec-fetch-site": "same-origin"}
    assert client.post("/incidents", headers=headers, json={}).status_code == 405


def test_errors_are_a_page_for_people_and_json_for_programs(client: TestClient) -> None:
    page = client.get("/nowhere")
    assert page.status_code == 404 and "<h1>Not here</h1>" in page.text
    answer = client.get("/api/nowhere")
    assert answer.status_code == 404
    assert answer.json() == {"error": {"code": "not_found", "message": "There is no such page.", "details": []}}


def test_a_fault_of_ours_shows_no_traceback(db: str) -> None:
    app = create_app(db)
    router = APIRouter()

    @router.get("/api/broken")
    def broken(store: StoreDep, user: UserDep) -> None:
        raise ZeroDivisionError("secret words")

    app.include_router(router)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        answer = client.get("/api/broken")
    assert answer.status_code == 500 and answer.json()["error"]["code"] == "internal"
    assert "secret" not in answer.text and "default-src 'none'" in answer.headers["content-security-policy"]
