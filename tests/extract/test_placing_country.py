"""A place that no gazetteer knows lies in the country that the report's other places tell."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.places import find_places
from truceline.extract.placing_country import with_country
from truceline.resources.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "country", "why"),
    [
        ("Gunmen killed nine people at Oskiwirek in Papua on Monday. Kenya sent aid from Nairobi.", "ID", "holds it"),
        ("Clashes went on in Ambon. Gunmen killed nine at Oskiwirek, police in Ambon said.", "ID", "sentence"),
        ("Soldiers from Jordan were shot at Oskiwirek. Police in Nairobi and Mombasa said so.", "KE", "most"),
    ],
)
def test_the_country_of_an_unknown_place(text: str, country: str, why: str) -> None:
    doc = analysed(text)
    places = find_places(doc, Gazetteer.open())
    place = next(p for p in places if p.text == "Oskiwirek")
    found = with_country(doc, place, places)
    assert (found.country, found.lat) == (country, None)
    assert why in found.reason


def test_a_place_with_a_point_and_one_alone_are_left_as_they_are() -> None:
    doc = analysed("Gunmen killed nine people at Oskiwirek.")
    places = find_places(doc, Gazetteer.open())
    assert with_country(doc, places[0], places) == places[0]
    doc = analysed("Gunmen killed nine people in Nairobi. Police in Lima said so.")
    places = find_places(doc, Gazetteer.open())
    assert with_country(doc, places[0], places) == places[0]
