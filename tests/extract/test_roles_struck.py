"""The victim of another deed is neither the accused nor who makes the arrest."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_roles_choice import scene_of, sides
from truceline.domain.codes import EventType
from truceline.extract.roles_gather import gather
from truceline.extract.roles_struck import struck_in

T = EventType


@pytest.mark.parametrize(
    ("text", "trigger", "struck"),
    [
        ("Judges issued a warrant in the Proudfoot shooting.", "warrant", "Proudfoot"),
        ("Prosecutors gathered evidence in the slaying of Ted Sandyman.", "gathered", "Sandyman"),
        ("The council will investigate the massacre of 500 Karens.", "investigate", "Karens"),
        ("Police charged two men who killed Ted Sandyman.", "charged", "Sandyman"),
        ("The king called it a provocation to damage relations with Turkey.", "provocation", "Turkey"),
    ],
)
def test_roles_victim_of_a_deed_that_is_looked_into_is_not_accused(text: str, trigger: str, struck: str) -> None:
    found = gather(scene_of(text, T.ACCUSE, trigger))
    assert any(struck in c.entity.name for c in found if c.get("struck"))
    assert not any(struck in name for name in sides(text, T.ACCUSE, trigger)[1])


def test_roles_embassies_that_were_bombed_arrest_nobody() -> None:
    text = "A man was arrested in connection with the bombings of U.S. embassies in Mali."
    found = gather(scene_of(text, T.COERCE, "arrested"))
    assert any(c.get("struck") for c in found if "embassies" in c.entity.name)
    assert sides(text, T.COERCE, "arrested")[0] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Israel killed three men; Hamas accused Israel of a crime.", "Israel"),
        ("The rebels' attack on Kati was condemned.", "rebels"),
        ("Israeli bombing of Tyre went on.", "Israeli"),
    ],
)
def test_roles_who_does_the_other_deed_is_not_struck(text: str, word: str) -> None:
    doc = analysed(text)
    struck = struck_in(doc, 0, ())
    assert not any(t.i in struck for t in doc.tokens if t.text == word)
