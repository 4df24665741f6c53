"""Places: names that must come right, what acts, relative places, and what must not happen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Report, Span
from truceline.extract.places import find_places
from truceline.extract.places_relative import moved
from truceline.resources.gazetteer import DEFAULT, Gazetteer, distance_km

CASES = [
    json.loads(line) for line in (Path(__file__).parent.parent / "cases" / "places.jsonl").read_text().splitlines()
]
pytestmark = pytest.mark.skipif(not DEFAULT.exists(), reason="the gazetteer is not built: truceline gazetteer build")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def found(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    return find_places(analysed(text), gazetteer)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.get('name') or c['absent']}: {c['note']}")
def test_places_hard_names(case: dict, gazetteer: Gazetteer) -> None:
    places = found(case["text"], gazetteer)
    if "absent" in case:
        assert case["absent"] not in {p.text for p in places}
        return
    mine = [p for p in places if p.text == case["name"] or p.text.startswith(case["name"] + " ")]
    assert mine, f"{case['name']} not among {[p.text for p in places]}"
    place = mine[0]
    assert place.country == case["country"], place.reason
    if "near" in case:
        assert place.lat is not None
        assert place.lon is not None
        far = 160 if place.kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.WATER) else 45
        assert distance_km(place.lat, place.lon, *case["near"]) < far, place.reason
    for key in ("kind", "precision", "acts"):
        if key in case:
            assert getattr(place, key) == case[key], place.reason


def test_places_every_mention_has_its_words_a_score_and_a_reason(gazetteer: Gazetteer) -> None:
    doc = analysed("Shells hit Aleppo and a village near Idlib in Syria, the Turkish army said.")
    places = find_places(doc, gazetteer)
    assert len(places) >= 4
    for p in places:
        assert p.span.of(doc.text) == p.text
        assert 0 < p.score <= 1
        assert p.reason


def test_places_distance_and_direction_move_the_point() -> None:
    lat, lon = moved(33.35, 43.78, 270.0, 20.0)
    assert abs(distance_km(lat, lon, 33.35, 43.78) - 20.0) < 0.01
    assert lon < 43.78


def test_places_name_with_its_type_word_is_shown(gazetteer: Gazetteer) -> None:
    places = found("Rockets hit the Ain al-Asad airbase in Iraq.", gazetteer)
    assert places[0].name == "Ain al-Asad airbase"


def test_places_of_given_spans_are_those_spans(gazetteer: Gazetteer) -> None:
    doc = analysed("Fighting went on in Homs and Hama in Syria.")
    start = doc.text.index("Hama")
    span = Span(start, start + 4)
    places = find_places(doc, gazetteer, spans=[span])
    assert [p.span for p in places] == [span]
    assert places[0].country == "SY"


def test_places_empty_report_has_none(gazetteer: Gazetteer) -> None:
    from datetime import date

    assert find_places(Document(Report(date(2024, 1, 1), "nothing here")), gazetteer) == ()


def test_places_name_that_no_gazetteer_row_bears_has_no_point_and_says_so(gazetteer: Gazetteer) -> None:
    (place,) = found("Shares of Qwolpex Holdings rose in the Vrundel district.", gazetteer)
    assert place.text == "Vrundel district"
    assert (place.lat, place.lon, place.country, place.source_id) == (None, None, None, None)
    assert place.reason == "not in the gazetteer"
