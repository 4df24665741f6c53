"""A strike by force is no stoppage of work."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_strikes import retype_strike


def read_as(text: str) -> EventType:
    doc = analysed(text)
    span = span_of(doc, "strike")
    told = EventMention(span, doc.sentence_at(span.start), EventType.PROTEST, "strike", Status.ACTUAL)
    return retype_strike(doc, told).type


@pytest.mark.parametrize(
    "text",
    [
        "Rohan condemned the strike on the consulate in Bree.",
        "The king said the strike on the riders' headquarters was an act of self-defence.",
        "In Bree, a strike on Saturday demolished a warehouse and killed two medics.",
        "Gondor fired missiles at the hills on Monday. The marshal said it would look into the strike.",
    ],
)
def test_a_strike_on_something_is_force(text: str) -> None:
    assert read_as(text) is EventType.ASSAULT


@pytest.mark.parametrize(
    "text",
    [
        "Teachers said the strike would go on.",
        "The guilds called a strike on Monday.",
        "The strike by nurses entered its second week.",
        "Workers fired rockets into the air. The union said the strike would end.",
        "A general strike on the island killed trade, shopkeepers said.",
        "The guilds called a strike after a bomb killed a baker.",
    ],
)
def test_a_strike_of_workers_stays_a_protest(text: str) -> None:
    assert read_as(text) is EventType.PROTEST
