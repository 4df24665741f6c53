"""Deeds that a group says to be its own side's, in roundabout words."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.responsibility_words import find_words


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A spokesman for the Lorien Front said the group was behind the bombing.", True),
        ("The Lorien Front said the attack was carried out by one of its fighters.", True),
        ('"The ambush was the work of our men," a Lorien Front spokesman said.', True),
        ('"We shot the guards," a Lorien Front spokesman said.', True),
        ("The Lorien Front said in a statement that its men had planted the bomb.", True),
        ('"We took this decision ourselves," a Lorien Front spokesman said.', False),
        ("Residents said the rebels captured the village.", False),
        ("A chief said the colonels were shot by their own guards.", False),
        ("The Lorien Front told a station that only one of its men had died.", False),
        ("Police said a man was shot by men who burst into his house.", False),
    ],
)
def test_a_deed_of_the_speakers_side(text: str, claims: bool) -> None:
    assert any(not r.denied for r in find_words(analysed(text))) is claims
