"""Seats of government: where the name of a town stands for the state's government, and where it is the town."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.extract.places import find_places
from truceline.extract.places_unnamed import with_unnamed
from truceline.resources.gazetteer import DEFAULT, Gazetteer

pytestmark = pytest.mark.skipif(not DEFAULT.exists(), reason="the gazetteer is not built: truceline gazetteer build")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(text: str, name: str, gazetteer: Gazetteer) -> PlaceMention:
    """The mention as events may be placed at it."""
    doc = analysed(text)
    return next(p for p in with_unnamed(doc, find_places(doc, gazetteer), gazetteer) if p.text == name)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The minister praised Madrid's backing for the plan.", "Madrid", "ES"),
        ("The letter put Hanoi on notice over the fishing boats.", "Hanoi", "VN"),
        ("Envoys held talks with Nairobi over the grain.", "Nairobi", "KE"),
        ("Talks between Lima and Quito began on Monday.", "Quito", "EC"),
        ("The senator called on Ottawa to free the sailors.", "Ottawa", "CA"),
        ("The envoy acted on orders from Warsaw.", "Warsaw", "PL"),
        ("Oslo sent two frigates to the gulf.", "Oslo", "NO"),
        ("Fighters loyal to Damascus burned the mill.", "Damascus", "SY"),
        ("Critics of Damascus were shot in the valley.", "Damascus", "SY"),
        ("The sailors fished in defiance of Oslo.", "Oslo", "NO"),
        ("The plan met opposition from Warsaw.", "Warsaw", "PL"),
        ("The envoy asked for sanctions on Damascus.", "Damascus", "SY"),
    ],
)
def test_a_seat_that_acts_or_is_acted_on_is_its_country(
    text: str, name: str, country: str, gazetteer: Gazetteer
) -> None:
    place = read(text, name, gazetteer)
    assert (place.kind, place.country, place.precision, place.acts) == (PlaceKind.COUNTRY, country, 6, True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The delegation visited Madrid on Monday.", "Madrid"),
        ("Two bombs struck Nairobi on Monday.", "Nairobi"),
        ("The minister landed at Warsaw's airport.", "Warsaw"),
        ("Trucks burned on the road between Lima and Quito.", "Lima"),
        ("Ottawa was quiet on Monday.", "Ottawa"),
        ("Marchers met in Oslo on Monday.", "Oslo"),
        ("OSLO: Marchers met by the harbour on Monday.", "OSLO"),
    ],
)
def test_a_seat_that_something_happens_in_is_the_town(text: str, name: str, gazetteer: Gazetteer) -> None:
    place = read(text, name, gazetteer)
    assert place.kind is PlaceKind.SETTLEMENT
    assert not place.acts


def test_a_country_that_is_called_on_acts_and_one_that_sanctions_are_put_on_is_the_ground(
    gazetteer: Gazetteer,
) -> None:
    assert read("The envoy called on Chad to open the border.", "Chad", gazetteer).acts
    assert not read("The council imposed sanctions on Chad on Monday.", "Chad", gazetteer).acts


def test_a_seat_is_found_as_the_town_so_that_its_name_is_pinned_to_it(gazetteer: Gazetteer) -> None:
    (place,) = find_places(analysed("The letter put Hanoi on notice."), gazetteer)
    assert (place.kind, place.acts) == (PlaceKind.SETTLEMENT, True)


@pytest.mark.parametrize("name", ["State Department", "House of Commons", "European Parliament", "Knesset"])
def test_a_body_is_a_place_only_where_something_is_said_to_be_in_its_house(name: str, gazetteer: Gazetteer) -> None:
    inside = find_places(analysed(f"The minister lost a vote in the {name} on Monday."), gazetteer)
    assert [(p.kind, p.acts) for p in inside if p.text == name] == [(PlaceKind.FACILITY, False)]
    acting = find_places(analysed(f"The {name} rejected the plan on Monday."), gazetteer)
    assert not [p for p in acting if p.text == name]
