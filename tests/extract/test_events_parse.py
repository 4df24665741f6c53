"""Small questions to the parse."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.extract.events_parse import subjects


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("Gondor accused them of firing on the ferry.", "firing", ["them"]),
        ("Gondor accused the raiders of burning a mill near Bree.", "burning", ["raiders"]),
        ("The walls kept militants from entering the town.", "entering", ["militants"]),
        ("The guards stopped militants from crossing the river.", "crossing", ["militants"]),
        ("The steward punished the town for sheltering raiders.", "sheltering", ["town"]),
        ("The general talked the rebels into leaving the fort.", "leaving", ["rebels"]),
        ("The raiders left the town after burning the mill.", "burning", ["raiders"]),
        ("The raiders seized the ferry by firing on the crew.", "firing", ["raiders"]),
        ("The captain used carts for carrying the wounded.", "carrying", ["captain"]),
        ("The king urged the riders to leave the fort.", "leave", ["riders"]),
        ("The king promised the riders to leave the fort.", "leave", ["king"]),
    ],
)
def test_parse_a_verb_under_a_preposition_has_the_object_as_subject_where_it_is_controlled(
    text: str, verb: str, who: list[str]
) -> None:
    doc = analysed(text)
    assert [t.text for t in subjects(doc, token_of(doc, verb))] == who
