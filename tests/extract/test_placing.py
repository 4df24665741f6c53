"""Placing: the place an event's own sentence gives, the nearest governing one, and null."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Role, Status
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Span
from truceline.extract.places import find_places
from truceline.extract.placing import place_event
from truceline.resources.gazetteer import DEFAULT, Gazetteer

pytestmark = pytest.mark.skipif(not DEFAULT.exists(), reason="the gazetteer is not built: truceline gazetteer build")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def mention(doc: Document, word: str, type_: EventType = EventType.ASSAULT, place: str | None = None) -> EventMention:
    start = doc.text.index(word)
    span = Span(start, start + len(word))
    roles = ()
    if place is not None:
        at = doc.text.index(place)
        roles = (RoleFill(Role.PLACE, Span(at, at + len(place))),)
    return EventMention(span, doc.sentence_at(start), type_, None, Status.ACTUAL, roles=roles)


def name(text: str, word: str, gazetteer: Gazetteer, **more: object) -> str | None:
    doc = analysed(text)
    readings = place_event(doc, (mention(doc, word, **more),), find_places(doc, gazetteer))  # type: ignore[arg-type]
    return readings[0].place.text if readings else None


def test_placing_takes_the_place_after_the_preposition(gazetteer: Gazetteer) -> None:
    text = "Turkish jets bombed a depot in Manbij on Monday, officials in Ankara said."
    assert name(text, "bombed", gazetteer) == "Manbij"


def test_placing_takes_the_smaller_of_two(gazetteer: Gazetteer) -> None:
    text = "Gunmen killed three soldiers in Mosul in northern Iraq."
    assert name(text, "killed", gazetteer) == "Mosul"


def test_placing_takes_the_role_that_a_reader_found(gazetteer: Gazetteer) -> None:
    text = "After a night in Homs the fighters attacked a post and went on to Hama."
    assert name(text, "attacked", gazetteer, place="Homs") == "Homs"


@pytest.mark.parametrize(
    "text",
    [
        "Troops stormed the Japanese ambassador's residence on Tuesday.",
        "Rebels stormed a Turkish-built dam on Wednesday.",
        "Ethnic Serbian protesters stormed a hall on Friday.",
    ],
)
def test_placing_whose_embassy_or_work_it_is_is_no_place(text: str, gazetteer: Gazetteer) -> None:
    assert name(text, "stormed", gazetteer) is None
    lima = "Lima saw a siege end. "
    assert name(lima + text, "stormed", gazetteer) == "Lima"


def test_placing_looks_back_where_the_sentence_has_none(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Aleppo in Syria on Tuesday. At least four people were killed in the attack on the town."
    assert name(text, "killed", gazetteer) == "Aleppo"


def test_placing_speech_act_without_ground_is_null(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Aleppo in Syria on Tuesday. France condemned the government on Wednesday."
    assert name(text, "condemned", gazetteer, type_=EventType.ACCUSE) is None


def test_placing_speech_act_has_the_place_where_it_was_spoken(gazetteer: Gazetteer) -> None:
    text = "Speaking in Geneva, the minister accused the rebels of stealing aid."
    assert name(text, "accused", gazetteer, type_=EventType.ACCUSE) == "Geneva"


def test_placing_without_places_is_null(gazetteer: Gazetteer) -> None:
    doc = analysed("The men attacked the post.")
    assert place_event(doc, (mention(doc, "attacked"),), ()) == ()


def test_placing_readings_have_falling_scores_and_reasons(gazetteer: Gazetteer) -> None:
    doc = analysed("Gunmen attacked a post in Homs, and officials in Damascus sent troops to Hama.")
    readings = place_event(doc, (mention(doc, "attacked"),), find_places(doc, gazetteer))
    scores = [r.score for r in readings]
    assert scores == sorted(scores, reverse=True)
    assert all(r.reason for r in readings)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Raiders killed two farmers near the Syrian border on Monday.", False),
        ("Raiders killed two farmers along the Syrian frontier on Monday.", False),
        ("Raiders killed two farmers in Syria on Monday.", True),
        ("Raiders killed two farmers near the Syrian border town of Azaz.", True),
    ],
)
def test_placing_what_lies_beyond_a_border_is_not_where_it_happened(
    text: str, there: bool, gazetteer: Gazetteer
) -> None:
    doc = analysed(text)
    readings = place_event(doc, (mention(doc, "killed"),), find_places(doc, gazetteer))
    assert any(r.place.country == "SY" for r in readings) is there
