"""Actors on their pages: names, dated ties, incidents on both sides, and no private persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.fake_coder import code, report
from tests.web.conftest import BASE
from truceline.domain.events import Entity
from truceline.store import Store
from truceline.web.app import create_app


@pytest.fixture
def iraq(tmp_path: Path) -> Iterator[TestClient]:
    """A store in which a registered group and a private person do something."""
    path = str(tmp_path / "iraq.db")
    one = report("A raid by Mordor on Gondor near Bree.", outlet="Herald")
    coded = code(one)
    group = Entity("Kataib Hezbollah", "kataib-hezbollah", kind="political militia", country="IQ")
    person = Entity("Barliman Butterbur", None, kind="person", country="IQ")
    event = replace(coded.events[0], actors=(group,), recipients=(person,))
    coded = replace(coded, events=(event,))
    with Store.open(path) as store:
        store.write_coded(one, coded)
    with TestClient(create_app(path), base_url=BASE) as client:
        yield client


def test_the_list_has_registered_actors_and_on_demand_other_names(client: TestClient) -> None:
    registered = client.get("/actors").text
    assert ">Gondor</bdi>" in registered and "Mordor-backed" not in registered
    assert "Mordor-backed" in client.get("/actors?all=1").text


def test_an_actor_has_its_incidents_on_both_sides(client: TestClient) -> None:
    html = client.get("/actors/land:gondor").text
    assert "As the one who acts" in html and "As the one to whom it is done" in html
    assert "all 1 on the map" in html


def test_ties_that_reports_state_lead_to_the_report(client: TestClient) -> None:
    html = client.get("/actors/land:gondor").text
    assert "allied with" in html and "as a report says" in html and re.search(r'href="/reports/[^"]+#at-0"', html)


def test_ties_of_the_registry_have_days_and_sources(iraq: TestClient) -> None:
    html = iraq.get("/actors/kataib-hezbollah").text
    assert "part of" in html and "since 17 Oct 2023" in html and "Popular Mobilization Forces" in html
    assert html.count("<svg class=\"graph\"") == 1


def test_an_actor_of_the_registry_without_incidents_has_a_page(iraq: TestClient) -> None:
    html = iraq.get("/actors/islamic-resistance-in-iraq").text
    assert "No incident of the record names it" in html and "Kataib Hezbollah" in html


def test_a_private_person_is_not_listed_and_has_no_page(iraq: TestClient) -> None:
    assert "Butterbur" not in iraq.get("/actors?all=1").text
    assert iraq.get("/actors/~barliman%20butterbur").status_code == 404
    assert iraq.get("/api/actors?all=1").json()["total"] == 1
    incident = re.findall(r'href="(/incidents/[0-9a-f]+)"', iraq.get("/incidents").text)[0]
    assert 'href="/actors/~barliman' not in iraq.get(incident).text


def test_no_such_actor(client: TestClient) -> None:
    assert client.get("/actors/~nobody").status_code == 404
