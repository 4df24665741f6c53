"""Other ground that a deed's own clause names by a noun: who acts is not it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.test_placing_choice import at, stage_of
from truceline.domain.codes import EventType, PlaceKind
from truceline.extract.placing_signs import Scene, Stage


def of_state(text: str, trigger: str, name: str, kind: EventType = EventType.MOBILIZE) -> bool:
    """Whether the state of a name, which acts, is shut out as the place of an event."""
    stage = stage_of(text, trigger, kind)
    i = at(stage, name)
    places = list(stage.scene.places)
    places[i] = replace(places[i], kind=PlaceKind.COUNTRY, acts=True, precision=6)
    return Stage(Scene(stage.scene.doc, places), stage.group).is_elsewhere(i)


@pytest.mark.parametrize(
    ("text", "trigger", "shut_out"),
    [
        ("Arnor sent two thousand soldiers to the province on Monday.", "sent", True),
        ("Arnor has deployed a force to the country.", "deployed", True),
        ("Guards loyal to Arnor fought raiders in the same town.", "fought", True),
        ("Arnor has deployed a force in the country.", "deployed", False),
        ("Arnor sent two thousand soldiers to the town of Bree.", "sent", False),
        ("Arnor sent riders after raids on the mills of the province.", "sent", False),
        ("Arnor sent two thousand soldiers.", "sent", False),
    ],
)
def test_a_state_that_acts_is_not_the_ground_that_the_clause_names(text: str, trigger: str, shut_out: bool) -> None:
    assert of_state(text, trigger, "Arnor") is shut_out


def test_what_is_spoken_or_agreed_is_left_to_be_weighed() -> None:
    assert not of_state("Arnor demanded an end to raids in the province.", "demanded", "Arnor", EventType.REQUEST)
