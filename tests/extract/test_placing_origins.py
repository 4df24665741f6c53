"""Where a doer comes from is not where he did it."""

from __future__ import annotations

import pytest

from tests.extract.test_placing_choice import at, stage_of
from truceline.domain.codes import EventType


@pytest.mark.parametrize(
    ("text", "trigger", "elsewhere"),
    [
        ("A suicide bomber from Osgiliath killed five guards on Monday.", "killed", True),
        ("The attacker, a young man from Osgiliath, stabbed a guard.", "stabbed", True),
        ("The group, which operates from Osgiliath, killed six guards.", "killed", True),
        ("The group, with headquarters in Osgiliath, killed six guards.", "killed", True),
        ("A miller was kidnapped by gunmen from Osgiliath.", "kidnapped", True),
        ("Fighters from the town of Osgiliath killed six guards.", "killed", True),
        ("Rockets from Osgiliath killed six guards.", "killed", False),
        ("Raiders kidnapped twenty girls from Osgiliath.", "kidnapped", False),
        ("A judge was shot on the road from Osgiliath.", "shot", False),
        ("Raiders based in Osgiliath killed six guards.", "killed", False),
    ],
)
def test_where_the_doer_is_from_is_not_where_the_deed_was(text: str, trigger: str, elsewhere: bool) -> None:
    stage = stage_of(text, trigger, EventType.ASSAULT)
    assert stage.is_elsewhere(at(stage, "Osgiliath")) is elsewhere


def test_where_a_speaker_is_from_is_weighed() -> None:
    stage = stage_of("Elders from Osgiliath rejected the plan.", "rejected", EventType.REJECT)
    assert not stage.is_elsewhere(at(stage, "Osgiliath"))
