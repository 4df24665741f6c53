"""Capitals and "here": places that a report means without naming them."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.domain.mentions import PlaceMention
from truceline.extract.places import find_places
from truceline.extract.places_unnamed import find_capitals, find_here
from truceline.resources.gazetteer import DEFAULT, Gazetteer

pytestmark = pytest.mark.skipif(not DEFAULT.exists(), reason="the gazetteer is not built: truceline gazetteer build")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def capitals(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    doc = analysed(text)
    return [(p.text, p.name) for p in find_capitals(doc, find_places(doc, gazetteer), gazetteer)]


def here(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    doc = analysed(text)
    return list(find_here(doc, find_places(doc, gazetteer), gazetteer))


def test_a_capital_of_a_named_country_is_its_city(gazetteer: Gazetteer) -> None:
    assert capitals("Envoys met in the Chinese capital on Monday.", gazetteer) == [("the Chinese capital", "Beijing")]
    assert capitals("Rioting spread in Argentina's capital.", gazetteer) == [("Argentina's capital", "Buenos Aires")]


def test_a_capital_alone_is_that_of_the_country_named_most(gazetteer: Gazetteer) -> None:
    text = "A bomb went off in the heavily guarded capital on Friday. Afghanistan's parliament sits in Afghanistan."
    assert capitals(text, gazetteer) == [("the heavily guarded capital", "Kabul")]


@pytest.mark.parametrize(
    ("text", "day", "city"),
    [
        ("Monks marched in the Burmese capital on Monday.", "1997-04-02", "Yangon"),
        ("Monks marched in the Burmese capital on Monday.", "2012-04-02", "Nay Pyi Taw"),
        ("Envoys met in the Bolivian capital on Monday.", "2012-04-02", "La Paz"),
    ],
)
def test_a_capital_is_the_seat_of_government_on_the_day_of_the_report(
    gazetteer: Gazetteer, text: str, day: str, city: str
) -> None:
    doc = analysed(text, day)
    (found,) = find_capitals(doc, find_places(doc, gazetteer), gazetteer)
    assert found.name == city


@pytest.mark.parametrize(
    "text",
    [
        "Rebels in Chad marched on the capital N'Djamena on Monday.",
        "Poland raised capital for the mine on Monday.",
        "Iraq abolished capital punishment on Monday.",
        "Shells fell on the provincial capital in Iraq on Monday.",
        "Chad and Sudan said on Monday that the capital was calm.",
    ],
)
def test_no_capital_is_read_where_it_is_named_or_is_none_or_two_countries_share_the_report(
    text: str, gazetteer: Gazetteer
) -> None:
    assert capitals(text, gazetteer) == []


def test_here_is_the_town_named_most_of_the_one_country_and_says_how_sure_that_is(gazetteer: Gazetteer) -> None:
    found = here("Police in Jordan said here on Monday that Amman was calm. Amman has seen no protest.", gazetteer)
    assert [p.name for p in found] == ["Amman"]
    assert found[0].score <= 0.5
    assert "named most" in found[0].reason


def test_here_between_countries_is_the_town_that_the_title_names_or_that_is_named_most(gazetteer: Gazetteer) -> None:
    text = "Envoys of Chad and Sudan met here on Monday. They had been in Tripoli and in Tunis. It rained in Tunis. "
    text += "Chad was not glad."
    assert [(p.name, p.score < 0.5) for p in here(text, gazetteer)] == [("Tunis", True)]
    titled = analysed(text, title="Envoys meet in Tripoli")
    found = find_here(titled, find_places(titled, gazetteer), gazetteer)
    assert [(p.name, p.reason) for p in found] == [("Tripoli", "here: a town that the title names")]


def test_here_in_a_quotation_or_between_two_countries_is_no_place(gazetteer: Gazetteer) -> None:
    assert here('"We are here to stay," a police officer in Jordan said on Monday.', gazetteer) == []
    assert here("Envoys of Chad and Sudan met here on Monday.", gazetteer) == []


def test_here_is_washington_where_its_officials_speak_unless_a_dateline_says_otherwise(gazetteer: Gazetteer) -> None:
    text = "Peru welcomed the envoy, a State Department official said here on Monday. Lima and Cusco were calm."
    assert [p.name for p in here(text, gazetteer)] == ["Washington"]
    assert [p.name for p in here("QUITO, May 3 (AFP) - " + text, gazetteer)] == ["QUITO"]


def test_here_is_not_where_the_guest_comes_from(gazetteer: Gazetteer) -> None:
    text = "A Peruvian admiral arrived here on Monday for talks with Kenya. Peruvian ships left Lima. Peru is glad."
    assert [p.country for p in here(text, gazetteer)] == ["KE"]
    stays = text.replace("arrived", "spoke")
    assert [p.country for p in here(stays, gazetteer)] == ["PE"]


def test_here_is_not_a_town_that_is_introduced_with_its_country(gazetteer: Gazetteer) -> None:
    text = "Police spoke here on Monday. A bus burned near the Turkish town of Bursa. Bursa is calm. Turkey is glad."
    plain = text.replace("the Turkish town of Bursa", "Bursa in Turkey")
    assert [p.name for p in here(plain, gazetteer)] == ["Bursa"]
    alone = text.replace("Bursa is calm. ", "")
    assert [p.name for p in here(alone, gazetteer)] == ["Ankara"]


@pytest.mark.parametrize("opening", ["Here are the results", "Here is what we know", "Here, as before, it rained"])
def test_here_that_presents_something_is_no_place(opening: str, gazetteer: Gazetteer) -> None:
    assert here(f"{opening}. Police in Jordan said that Amman was calm.", gazetteer) == []


@pytest.mark.parametrize(
    "text",
    [
        "The French king, who gathered here with twenty of his peers, called for peace. France is rich, France is old.",
        "The League failed to agree at a summit here on Tuesday. Slovenia led it and Slovenia closed it.",
    ],
)
def test_here_where_many_countries_meet_is_no_capital_of_one_of_them(text: str, gazetteer: Gazetteer) -> None:
    assert here(text, gazetteer) == []


def test_here_of_a_news_conference_or_of_talks_with_guests_is_the_capital(gazetteer: Gazetteer) -> None:
    text = "The minister told a news conference here that France would pay. France is rich and France is old."
    assert [p.name for p in here(text, gazetteer)] == ["Paris"]
    text = "The minister held talks here with a guest. France is rich and France is old."
    assert [p.name for p in here(text, gazetteer)] == ["Paris"]


def test_here_of_one_partys_congress_is_the_capital(gazetteer: Gazetteer) -> None:
    text = "Nine men were held at a party congress here on Tuesday. France is rich and France is old."
    assert [p.name for p in here(text, gazetteer)] == ["Paris"]


def test_this_town_is_that_of_the_dateline_and_none_without_one(gazetteer: Gazetteer) -> None:
    text = "Gunmen killed two traders in this divided river town on Tuesday, a doctor in Mogadishu said."
    (place,) = here(f"BELEDWEYNE, Somalia, Feb 25 (Agency) - {text}", gazetteer)
    assert (place.text, place.name) == ("town", "BELEDWEYNE")
    assert here(text, gazetteer) == []
    assert here("KABUL, Feb 25 (Agency) - Gunmen shelled this town of Ghazni.", gazetteer) == []
