"""Attacks in words are no force."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_verbal import retype_verbal


def read_as(text: str, trigger: str) -> EventType:
    doc = analysed(text)
    span = span_of(doc, trigger)
    told = EventMention(span, doc.sentence_at(span.start), EventType.ASSAULT, None, Status.ACTUAL)
    return retype_verbal(doc, told).type


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The union condemned the president's verbal attacks on Arnor.", "attacks"),
        ("The minister launched a scathing attack on Rohan on Tuesday.", "launched a scathing attack"),
    ],
)
def test_an_attack_in_words_is_an_accusation(text: str, trigger: str) -> None:
    assert read_as(text, trigger) is EventType.ACCUSE


def test_an_attack_of_fighters_stays_force_beside_words() -> None:
    told = "After scathing words the rebels launched an attack on Bree."
    assert read_as(told, "launched an attack") is EventType.ASSAULT
