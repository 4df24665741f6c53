"""Attacks in words are no force, and force that will not be borne is a threat."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_verbal import retype_verbal


def read_as(text: str, trigger: str, kind: EventType = EventType.ASSAULT) -> EventType:
    doc = analysed(text)
    span = span_of(doc, trigger)
    told = EventMention(span, doc.sentence_at(span.start), kind, None, Status.ACTUAL)
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


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rohan will not tolerate attacks on its posts, the marshal said.", "tolerate"),
        ("Rohan will not tolerate attacks on its posts, the marshal said.", "attacks"),
        ("The marshal said Rohan would not tolerate any shelling of its villages.", "tolerate"),
    ],
)
def test_force_that_will_not_be_borne_is_a_threat(text: str, trigger: str) -> None:
    assert read_as(text, trigger, EventType.REJECT) is EventType.THREATEN


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said Rohan would not tolerate any political activity in its schools.",
        "Rohan did not tolerate attacks on its posts.",
        "The two sides tolerate attacks on the road.",
    ],
)
def test_other_refusals_stay_refusals(text: str) -> None:
    assert read_as(text, "tolerate", EventType.REJECT) is EventType.REJECT
