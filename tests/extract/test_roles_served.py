"""Whom a truce is to serve is no side of what is done to it."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.roles_served import served_by_truce


def served(text: str, trigger: str) -> set[str]:
    doc = analysed(text)
    span = span_of(doc, trigger)
    told = EventMention(span, doc.sentence_at(span.start), EventType.REJECT, "yield", Status.ACTUAL)
    return {doc.tokens[i].text for i in served_by_truce(doc, [told])}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("The riders are ending the truce that was meant to give the Gondorian council time to negotiate.", "council"),
        ("The riders broke the truce that should have allowed the guilds to send food to Bree.", "guilds"),
    ],
)
def test_who_was_to_be_given_time_is_no_side(text: str, whom: str) -> None:
    assert whom in served(text, "ending the truce" if "ending" in text else "broke the truce")


def test_who_the_truce_was_made_with_is_a_side() -> None:
    text = "The riders ended the truce that they had signed with the council in May."
    assert served(text, "ended the truce") == set()
