"""A number alone that stands for captives told before it."""

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.text import Span
from truceline.extract.actors import entities_for
from truceline.extract.events_elliptic import bare_numbers, counted_noun


def test_a_bare_number_counts_the_captives_told_before_it() -> None:
    doc = analysed("The army freed 50 prisoners on Monday and the rebels released 36.")
    number = token_of(doc, "36")
    noun = counted_noun(doc, number)
    assert noun is not None and noun.text == "prisoners"
    assert bare_numbers(doc, token_of(doc, "released")) == [number]
    assert [e.name for e in entities_for(doc, Span(number.start, number.end), ())] == ["36 prisoners"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Rebels killed nine soldiers and the army killed 4.", "4"),
        ("The army freed 50 prisoners and the rebels released 36 of them.", "36"),
        ("The police arrested 50 people on Monday and later released 36.", "36"),
        ("The army freed 50 prisoners and the price rose to 36.", "36"),
    ],
)
def test_other_numbers_count_nobody_told_before(text: str, number: str) -> None:
    doc = analysed(text)
    assert counted_noun(doc, token_of(doc, number)) is None
