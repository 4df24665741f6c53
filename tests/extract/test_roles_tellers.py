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


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("The ceasefire collapsed on Tuesday, the rebels said.", {"rebels"}),
        ("The rebels declared on Tuesday that the ceasefire had collapsed.", set()),
    ],
)
def test_roles_who_only_says_that_a_truce_collapsed_did_not_end_it(text: str, tells: set[str]) -> None:
    found = gather(scene_of(text, EventType.REJECT, "collapsed"))
    assert {c.entity.name.removeprefix("the ") for c in found if c.get("aloof")} == tells


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("The Bree Herald quoted a senior minister as saying the elves were greedy.", {"Bree Herald"}),
        ("A senior minister was quoted as saying by the Bree Herald that the elves were greedy.", {"Bree Herald"}),
        ("The Bree Herald said the elves were greedy.", set()),
    ],
)
def test_roles_an_outlet_that_quotes_somebody_only_tells(text: str, quotes: set[str]) -> None:
    found = gather(scene_of(text, EventType.ACCUSE, "greedy"))
    assert {c.entity.name.removeprefix("the ") for c in found if c.get("only tells")} == quotes
