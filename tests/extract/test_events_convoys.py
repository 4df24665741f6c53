"""Relief on the move is help, not a movement of forces."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_convoys import retype_convoy


def read_as(text: str, trigger: str) -> EventType:
    doc = analysed(text)
    span = span_of(doc, trigger)
    told = EventMention(span, doc.sentence_at(span.start), EventType.MOBILIZE, "troops", Status.ACTUAL)
    return retype_convoy(doc, told).type


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The agency sent a convoy of food trucks to Bree on Monday.", "sent"),
        ("Fifty lorries carrying flour and medicine entered Bree.", "entered"),
        ("A column of relief lorries crossed the front line on Friday.", "crossed"),
        ("Rohan dispatched tents and blankets to Bree.", "dispatched"),
        ("An aid convoy reached Bree on Monday.", "convoy"),
    ],
)
def test_an_aid_convoy_is_aid(text: str, trigger: str) -> None:
    assert read_as(text, trigger) is EventType.AID


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army sent a convoy of tanks to the border.", "sent"),
        ("A military convoy carrying food and ammunition entered Bree.", "entered"),
        ("Rohan rushed food and troops to the border.", "rushed"),
        ("Troops escorted a food convoy to Bree.", "escorted"),
        ("Soldiers entered the food market of Bree.", "entered"),
    ],
)
def test_forces_on_the_move_stay_a_movement_of_forces(text: str, trigger: str) -> None:
    assert read_as(text, trigger) is EventType.MOBILIZE
