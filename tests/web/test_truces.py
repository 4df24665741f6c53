"""Truces on their pages: what is said on which day, as known on which day."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def truce(client: TestClient) -> str:
    """Address of the one invented truce."""
    found = re.findall(r'href="(/truces/[0-9a-f]+)"', client.get("/truces").text)
    assert len(found) == 1
    return str(found[0])


def state_of(html: str) -> str:
    said = re.search(r'class="state-words"><span class="chip st-\w+">([^<]+)', html)
    assert said
    return said.group(1)


def test_the_list_shows_each_truce_with_its_states_over_time(client: TestClient) -> None:
    html = client.get("/truces").text
    assert "Mordor-backed militias" in html and html.count("<rect") >= 3 and "1 violation reported" in html


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("on=3019-01-01", "unknown"),
        ("on=3019-03-01", "in force"),
        ("on=3019-07-20", "in force, violations reported"),
        ("on=3019-08-21", "ended"),
        ("on=3019-08-21&known=3019-08-20", "in force, violations reported"),
        ("on=3019-07-20&known=3019-07-01", "in force"),
        ("on=&known=", "ended"),
    ],
)
def test_a_truce_on_a_day_as_known_on_a_day(client: TestClient, truce: str, query: str, state: str) -> None:
    assert state_of(client.get(f"{truce}?{query}").text) == state


def test_what_was_published_later_is_not_shown(client: TestClient, truce: str) -> None:
    html = client.get(f"{truce}?known=3019-08-01").text
    assert "have ended this truce" not in html and "1 later report left out" in html
    assert "have ended this truce" in client.get(truce).text


def test_the_slider_gets_the_changing_part_alone_and_an_address_to_share(client: TestClient, truce: str) -> None:
    answer = client.get(f"{truce}?on=3019-07-20&known=", headers={"HX-Request": "true"})
    assert "<html" not in answer.text and state_of(answer.text) == "in force, violations reported"
    assert answer.headers["hx-replace-url"] == f"{truce}?on=3019-07-20"


def test_evidence_is_one_click_away(client: TestClient, truce: str) -> None:
    html = client.get(truce).text
    links = re.findall(r'class="evlink" href="(/reports/[^"#]+)#at-(\d+)"', html)
    assert links and "The militias announced that they would stop their attacks" in html


def test_how_the_answer_changed_is_listed(client: TestClient, truce: str) -> None:
    html = client.get(f"{truce}?on=3019-08-21").text
    steps = html[html.index("How this answer changed") :]
    assert steps.index("in force") < steps.index("in force, violations reported") < steps.index("ended")


def test_two_reports_of_one_attack_are_one_line_of_the_ledger(client: TestClient, truce: str) -> None:
    html = client.get(truce).text
    assert html.count('class="k-violation"') == 1


@pytest.mark.parametrize("query", ["on=yesterday", "known=3019-13-01"])
def test_a_day_that_is_none_is_refused_in_one_line(client: TestClient, truce: str, query: str) -> None:
    answer = client.get(f"{truce}?{query}")
    assert answer.status_code == 422 and "query." + query.split("=")[0] in answer.text


def test_no_such_truce(client: TestClient) -> None:
    assert client.get("/truces/nothing").status_code == 404
