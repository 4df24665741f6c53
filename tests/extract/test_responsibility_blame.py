"""Whom a report says that others blame, and for what."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.responsibility_blame import find_blame


@pytest.mark.parametrize(
    ("text", "blamed", "about"),
    [
        ("Police blamed the Lorien Front and its allies.", "Front allies", None),
        ("Police blamed the Lorien Front for the bombing.", "Front", "bombing"),
        ("Police blamed it on the Lorien Front.", "Front", "it"),
        ("Police blamed the bombing on Tuesday on the Lorien Front.", "Front", "bombing"),
        ("Sweden and Norway blamed each other.", "Sweden Norway", None),
        ("Police said the Lorien Front was responsible for the ambush.", "Front", "ambush"),
        ("Police did not blame the Lorien Front.", "", None),
        ("Police blamed the Lorien Front for the delay.", "", None),
        ("Police said the Lorien Front may be responsible.", "", None),
        ("The two sides blamed each other.", "", None),
    ],
)
def test_the_blamed_and_the_deed(text: str, blamed: str, about: str | None) -> None:
    doc = analysed(text)
    found = list(find_blame(doc))
    assert [t.text for heads, _ in found for t in heads] == blamed.split()
    assert not found or (found[0][1].noun.text if found[0][1].noun else None) == about
