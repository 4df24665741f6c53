"""Of which state "the army" of a report is."""

import pytest

from tests.extract.analysed import analysed
from truceline.extract.actors import find_actors
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer


def affiliation(text: str, words: str) -> str | None:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), find_places(doc, Gazetteer.open()), on=doc.report.date)
    return next(a.affiliation for a in actors if any(m.text == words for m in a.mentions))


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        (
            "Gunmen killed four people near Ouagadougou in Burkina Faso on Monday. The army pursued them. France "
            "condemned the raid.",
            "army",
            "Burkina Faso",
        ),
        (
            "Rebels attacked a post near Bossangoa, in the north of the Central African Republic. Troops beat them "
            "off. Their leader lives in Chad.",
            "Troops",
            "Central African Republic",
        ),
        (
            "The president of Honduras spoke in Tegucigalpa on Monday. The defence minister had flown to Managua.",
            "defence minister",
            "Honduras",
        ),
    ],
)
def test_an_army_is_of_the_state_that_the_report_is_about(text: str, words: str, state: str) -> None:
    assert affiliation(text, words) == state


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Shells fell on Khartoum in Sudan on Monday. Forces of the Northern Union fired them.", "Forces"),
        ("Shells fell on Khartoum in Sudan on Monday. Troops loyal to the ousted ruler fired them.", "Troops"),
        (
            "Troops opened fire on protesters in Khartoum on Sunday. A rally was held at the embassy in Cairo, Egypt. "
            "Egypt said so in Cairo.",
            "Troops",
        ),
        ("Mali and Niger closed their border on Monday. The army said so.", "army"),
        ("Soldiers entered Jenin in the West Bank before dawn on Monday.", "Soldiers"),
    ],
)
def test_the_state_stays_open_where_the_report_does_not_tell(text: str, words: str) -> None:
    assert affiliation(text, words) is None
