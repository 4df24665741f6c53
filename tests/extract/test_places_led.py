"""Small places that neither recogniser nor gazetteer knows are read off what leads to them."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.places import find_places
from truceline.extract.places_led import lead_to
from truceline.resources.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen killed nine villagers at Oskiwirek on Monday, the army said.", "Oskiwirek"),
        ("Rebels shelled the village of Lafoolin and two soldiers were killed.", "Lafoolin"),
        ("A roadside bomb killed two soldiers near Umm Zarqan on Sunday.", "Umm Zarqan"),
        ("The troops withdrew to Chaqui Cochan after the ambush.", "Chaqui Cochan"),
        ("Militiamen attacked the customs post at Tin-Essakol, killing a guard.", "Tin-Essakol"),
    ],
)
def test_a_place_that_nothing_knows_is_one_where_the_sentence_leads_to_it(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    place = next((p for p in find_places(analysed(text), gazetteer) if p.text.startswith(name)), None)
    assert place is not None
    assert place.lat is None
    assert place.reason == "not in the gazetteer"


@pytest.mark.parametrize(
    "text",
    [
        "An analyst at Nomurex said that the attack was not the last.",
        "Vantorel said on Monday that its fighters had killed two soldiers.",
        "Soldiers killed two fighters of Vantorel on Monday.",
        "The two sides signed the Vantorel Accords on Monday.",
    ],
)
def test_a_name_that_acts_or_employs_is_no_place(text: str, gazetteer: Gazetteer) -> None:
    assert not [p for p in find_places(analysed(text), gazetteer) if p.lat is None]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Militants fired shells at Hamid Sarwari on Monday as he left his house in Kunduz.", "Kunduz"),
        ("Youths hurled stones at Viktor Malenko on Monday in Donetsk.", "Donetsk"),
        ("Gunmen shot at Adam Keita in Gao on Sunday, wounding him.", "Gao"),
        ("Soldiers opened fire at Sergeant Musa Lawal near Gao on Sunday.", "Gao"),
        ("Rebels fired rockets at Kiwirok on Sunday, killing two people.", "Kiwirok"),
    ],
)
def test_a_person_at_whom_something_is_aimed_is_no_place(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert [p.text for p in find_places(analysed(text), gazetteer)] == [place]


def test_a_city_in_a_longer_name_stays_the_place(gazetteer: Gazetteer) -> None:
    places = find_places(analysed("The minister spoke at the Manama Dialogue on Friday."), gazetteer)
    assert [p.country for p in places] == ["BH"]


def test_a_name_before_a_preposition_ends_there(gazetteer: Gazetteer) -> None:
    places = find_places(analysed("Two bombs struck Nairobi on Monday, police said."), gazetteer)
    assert [p.text for p in places] == ["Nairobi"]


@pytest.mark.parametrize(
    ("text", "name", "by", "to_place"),
    [
        ("Soldiers were killed at Oskiwirek.", "Oskiwirek", "at", True),
        ("An analyst at Nomurex disagreed.", "Nomurex", "at", False),
        ("They fled to Oskiwirek.", "Oskiwirek", "to", True),
        ("He spoke to Nomurex.", "Nomurex", "to", False),
        ("Rebels captured Oskiwirek.", "Oskiwirek", "object", True),
        ("Rebels praised Nomurex.", "Nomurex", "", False),
    ],
)
def test_what_leads_to_a_name(text: str, name: str, by: str, to_place: bool) -> None:
    doc = analysed(text)
    at = next(t.i for t in doc.tokens if t.text == name)
    lead = lead_to(doc, at, at + 1)
    assert (lead.by, lead.is_to_place) == (by, to_place)


@pytest.mark.parametrize(
    "text",
    [
        "Attacks have gone on since the fall of Vardan Vantorel, the army said.",
        "Rebels fought in the Liberation Wolves of Osgilim, a small force, for years.",
        "The ministers met in the February G7 and condemned the attack.",
    ],
)
def test_persons_parts_of_names_and_numbers_are_not_led_to(text: str, gazetteer: Gazetteer) -> None:
    assert not [p for p in find_places(analysed(text), gazetteer) if p.lat is None]


def test_a_place_named_once_where_it_is_led_to_is_one_elsewhere(gazetteer: Gazetteer) -> None:
    text = "It took the men of Oskiwirek two days to bury the dead. In Oskiwirek the soldiers killed nine people."
    assert [p.text for p in find_places(analysed(text), gazetteer)] == ["Oskiwirek", "Oskiwirek"]


def test_a_great_city_is_meant_wherever_the_report_is_about(gazetteer: Gazetteer) -> None:
    text = "The yen stood at 125.1 to the dollar in Tokyo, up from 126.32 in New York late on Tuesday, in Japan."
    place = next(p for p in find_places(analysed(text), gazetteer) if p.text == "New York")
    assert place.country == "US"
