"""Whom a truce is to serve is no side of what is done to it, nor who welcomes it; nobody is where it ends by itself."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.roles_served import ends_by_itself, served_by_truce, welcomers_of_truce


def mention_of(doc: Document, trigger: str, kind: EventType = EventType.REJECT) -> EventMention:
    span = span_of(doc, trigger)
    return EventMention(span, doc.sentence_at(span.start), kind, None, Status.ACTUAL)


def served(text: str, trigger: str) -> set[str]:
    doc = analysed(text)
    return {doc.tokens[i].text for i in served_by_truce(doc, [mention_of(doc, trigger)])}


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


@pytest.mark.parametrize(
    ("text", "trigger", "by_itself"),
    [
        ("The truce between the clans collapsed on Friday.", "collapsed", True),
        ("A truce signed in May broke down within days.", "broke down", True),
        ("The two-month truce expired on Sunday.", "truce expired", True),
        ("The riders ended the truce on Friday.", "ended", False),
        ("The truce was ended by the riders on Friday.", "ended", False),
        ("The riders announced the end of the truce.", "end", False),
        ("The riders declared that the truce had collapsed.", "collapsed", False),
        ("The riders said that their truce with the council was over.", "over", False),
        ("The truce collapsed on Friday, the riders said.", "collapsed", True),
    ],
)
def test_a_truce_that_falls_is_ended_by_nobody(text: str, trigger: str, by_itself: bool) -> None:
    doc = analysed(text)
    assert ends_by_itself(doc, [mention_of(doc, trigger)]) is by_itself


@pytest.mark.parametrize(
    ("text", "trigger", "whom"),
    [
        ("Gondor welcomed the truce that was agreed last week in Bree.", "agreed", {"Gondor"}),
        ("Gondor urged both sides to respect the ceasefire agreed in Bree.", "agreed", {"Gondor"}),
        ("Gondor and Arnor agreed a ceasefire in Bree.", "agreed", set()),
        ("Gondor said it had agreed a ceasefire with Arnor.", "agreed", set()),
    ],
)
def test_who_welcomes_a_truce_made_none(text: str, trigger: str, whom: set[str]) -> None:
    doc = analysed(text)
    assert {doc.tokens[i].text for i in welcomers_of_truce(doc, [mention_of(doc, trigger, EventType.AGREE)])} == whom
