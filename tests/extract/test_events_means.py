"""The mode of an act of force beside the words of its sentences."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_means import with_likely_mode


@pytest.mark.parametrize(
    ("text", "trigger", "read", "told"),
    [
        ("Nine riders fought with the guards at the ford.", "fought", "firearms", None),
        ("Gunmen fought with the guards at the ford.", "fought", "firearms", "firearms"),
        ("A rider pulled a knife and attacked a guard.", "attacked", "firearms", "primitive"),
        ("A rider fired the shots that hit the reeve.", "fired", "heavy-weapons", "firearms"),
        ("Rebels shot down a helicopter near the ford.", "shot", "heavy-weapons", None),
        ("Rebels fired rockets and shots at the fort.", "fired", "heavy-weapons", "heavy-weapons"),
        ("A guard was stabbed in the inn.", "stabbed", "beat", "primitive"),
        ("A guard was beaten in the inn.", "beaten", "beat", "beat"),
        ("A guard was killed in the inn.", "killed", "targeted", "targeted"),
    ],
)
def test_means_that_no_word_tells_of_are_not_told(text: str, trigger: str, read: str, told: str | None) -> None:
    doc = analysed(text)
    event = EventMention(span_of(doc, trigger), 0, EventType.ASSAULT, read, Status.ACTUAL)
    assert with_likely_mode(doc, (event,))[0].mode == told
