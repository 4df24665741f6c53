"""The dead of a war that are told by their number alone are no side of it."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of, token_of
from truceline.domain.events import Entity
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_crowds import note_crowds


@pytest.mark.parametrize(
    ("text", "lead", "whom", "crowd"),
    [
        ("Violence has killed over 3,200 people since May.", "Violence", "over 3,200 people", True),
        ("Violence has killed over 3,200 young people since May.", "Violence", "over 3,200 young people", False),
        ("Violence has killed 80 civilians since May.", "Violence", "80 civilians", False),
        ("An attack has killed 80 people in Bree.", "attack", "80 people", False),
    ],
)
def test_people_of_no_other_word_than_a_number(text: str, lead: str, whom: str, crowd: bool) -> None:
    doc = analysed(text)
    each = Candidate(whom, Entity(whom), span_of(doc, whom))
    note_crowds(doc, token_of(doc, lead), [each])
    assert bool(each.get("crowd")) is crowd
