"""Small questions to the parse."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.extract.events_parse import lemma_of, subjects


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


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("They seek the captain and the steward of Bree, who were both tried.", "tried", ["captain"]),
        ("They seek the captain and the steward, who was tried.", "tried", ["steward"]),
        ("They seek the captain and his riders, who were tried.", "tried", ["riders"]),
    ],
)
def test_parse_a_plural_relative_clause_of_a_singular_noun_is_of_the_first_of_two(
    text: str, verb: str, who: list[str]
) -> None:
    doc = analysed(text)
    assert [t.text for t in subjects(doc, token_of(doc, verb))] == who


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("The guards staged a parade in Bree.", "staged", "stage"),
        ("Rohan is waging war on Gondor.", "waging", "wage"),
        ("Guards rearrested the captain on Monday.", "rearrested", "rearrest"),
        ("The dog wagged its tail.", "wagged", "wag"),
    ],
)
def test_parse_a_verb_whose_lemma_spacy_cuts_short_is_put_right(text: str, word: str, lemma: str) -> None:
    doc = analysed(text)
    assert lemma_of(doc, token_of(doc, word)) == lemma
