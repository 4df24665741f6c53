"""An attack that is only threatened, feared or made ready for did not take place."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Status
from truceline.domain.text import Document, Token
from truceline.extract.events_feared import is_no_deed, made_ready_for
from truceline.extract.events_status import read_status


def token_of(doc: Document, word: str) -> Token:
    return next(t for t in doc.tokens if t.lower == word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The rebels threatened foreign troops with attacks on Monday.", "attacks"),
        ("The group threatened the government with a wave of suicide bombings.", "bombings"),
        ("Police in Bree received threats of bomb attacks against embassies.", "attacks"),
        ("Fearing raids by the rebels, thousands of villagers fled to the town.", "raids"),
        ("Amid fears of fresh clashes, police sealed off the area on Monday.", "clashes"),
        ("The threat of violence kept voters away on Sunday.", "violence"),
    ],
)
def test_force_that_is_threatened_or_feared_is_none(text: str, word: str) -> None:
    doc = analysed(text)
    assert is_no_deed(doc, token_of(doc, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The rebels responded with attacks on two bases.", "attacks"),
        ("The fear of the army's attack drove thousands of people out of the town.", "attack"),
        ("Rebels attacked the village with rockets, and residents fear their raids.", "raids"),
        ("The minister spoke of a wave of bombings in the south.", "bombings"),
        ("Officials fear that the attack was the work of the rebels.", "attack"),
    ],
)
def test_force_that_was_used_stays(text: str, word: str) -> None:
    doc = analysed(text)
    assert not is_no_deed(doc, token_of(doc, word))


@pytest.mark.parametrize(
    "text",
    ["The army is preparing for an assault on the city.", "The town is braced for an assault by the rebels."],
)
def test_assault_that_one_makes_ready_for_lies_ahead(text: str) -> None:
    doc = analysed(text)
    assert made_ready_for(doc, token_of(doc, "assault"))
    assert read_status(doc, token_of(doc, "assault"), EventType.ASSAULT)[0] is Status.FUTURE


def test_what_is_postponed_lies_ahead_and_what_may_not_be_is_left() -> None:
    doc = analysed("The offensive against the city was postponed on Monday.")
    assert read_status(doc, token_of(doc, "offensive"), EventType.ASSAULT) == (Status.FUTURE, "postponed")
    doc = analysed("The offensive against the city will not be postponed.")
    assert read_status(doc, token_of(doc, "offensive"), EventType.ASSAULT)[1] != "postponed"
