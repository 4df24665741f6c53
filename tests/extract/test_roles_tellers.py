"""Who only says that something was done to somebody did not do it."""

from __future__ import annotations

import pytest

from tests.extract.test_roles_choice import scene_of
from truceline.domain.codes import EventType
from truceline.extract.roles_gather import gather

T = EventType


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "tells"),
    [
        ("The Center for Law said Peter Hale has been falsely charged.", T.ACCUSE, "charged", {"Center for Law"}),
        ("Police said Peter Hale was charged with murder.", T.ACCUSE, "charged", set()),
        ("The league said women were threatened in Bree.", T.THREATEN, "threatened", {"league"}),
        ("The member has faced threats, a lawyer told reporters.", T.THREATEN, "threats", {"lawyer"}),
        ("The inquiry is not over, Mayor Rosa Cotton said.", T.ACCUSE, "inquiry", {"Rosa Cotton"}),
        ("The inquiry is not over, police said.", T.ACCUSE, "inquiry", set()),
        ("The general said the rebels would be crushed.", T.THREATEN, "crushed", set()),
        ("Rohan charged Peter Hale with murder, a lawyer said.", T.ACCUSE, "charged", set()),
    ],
)
def test_roles_who_only_tells_of_a_deed_that_names_no_doer(
    text: str, kind: EventType, trigger: str, tells: set[str]
) -> None:
    found = gather(scene_of(text, kind, trigger))
    assert {c.entity.name.removeprefix("a ").removeprefix("The ") for c in found if c.get("only tells")} == tells
