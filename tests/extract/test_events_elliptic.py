"""Words that stand alone for people: numbers, "those who", "anyone"."""

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.text import Span
from truceline.extract.actors import entities_for
from truceline.extract.events_elliptic import bare_numbers, counted_noun, told_by_clause


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


@pytest.mark.parametrize(
    ("text", "word", "whole"),
    [
        ("Rohan warned those who fire on its riders.", "those", "those who fire on its riders"),
        ("The mayor will punish those responsible for the raid, he said.", "those", "those responsible for the raid"),
        ("The elves will shoot at anyone who crosses the bridge.", "anyone", "anyone who crosses the bridge"),
        ("The guild banned everybody from the market.", "everybody", "everybody"),
        ("Rohan urged all concerned to come to Bree.", "all", "all concerned"),
        ("Rohan prefers its horses to those of Gondor.", "those", None),
        ("Those riders fled.", "Those", None),
        ("The riders all fled.", "all", None),
    ],
)
def test_people_of_whom_only_a_clause_tells_are_named_by_it(text: str, word: str, whole: str | None) -> None:
    doc = analysed(text)
    token = token_of(doc, word)
    found = told_by_clause(doc, token)
    assert (found.of(doc.text) if found else None) == whole
    if whole is not None:
        assert [e.name for e in entities_for(doc, Span(token.start, token.end), ())] == [whole]
