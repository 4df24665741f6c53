"""What two accuse each other of is two accusations, one in each direction."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, resources
from truceline.coder import code_document


def complaints(text: str) -> set[tuple[str, str]]:
    events = code_document(analysed(text), resources()).events
    assert len({e.id for e in events}) == len(events)
    told = [e for e in events if e.type == "ACCUSE"]
    return {(", ".join(a.name for a in e.actors), ", ".join(r.name for r in e.recipients)) for e in told}


@pytest.mark.parametrize(
    "text",
    [
        "Rohan and Gondor accused each other on Thursday of breaking the ceasefire.",
        "Rohan and Gondor accused one another of the attack on the ford.",
        "Rohan and Gondor traded accusations on Monday over shelling across the river.",
    ],
)
def test_complaints_in_two_directions_are_two(text: str) -> None:
    assert complaints(text) == {("Rohan", "Gondor"), ("Gondor", "Rohan")}


def test_one_that_accuses_another_is_not_accused_back() -> None:
    assert complaints("Rohan accused Gondor on Thursday of breaking the ceasefire.") == {("Rohan", "Gondor")}


def test_two_sides_that_nobody_names_are_not_told_apart() -> None:
    assert len(complaints("Both sides blamed each other for the violence in the valley.")) == 1
