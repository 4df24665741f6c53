"""A lead that sums up an attack and the sentence that unfolds it are one event."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_wrong_side import resources
from truceline.coder import code_document

LEAD = "Eleven people were killed in a militant attack in Assam state, police said on Saturday."


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (f"{LEAD} Suspected separatists raided a farm near Dhubri, killing nine villagers and two policemen.", 1),
        (f"{LEAD} In another attack, separatists shot dead eleven villagers near Dhubri on Friday.", 2),
        (f"{LEAD} Suspected separatists raided a house near Dhubri on Friday, killing four villagers.", 2),
        ("Ten soldiers died in an attack in Mosul on Monday. On Tuesday gunmen shot dead ten teachers in Basra.", 2),
    ],
)  # fmt: skip
def test_a_lead_is_unfolded_by_as_many_dead_of_no_other_kind(text: str, events: int) -> None:
    told = [e for e in code_document(analysed(text), resources()).events if e.type.value == "ASSAULT"]
    assert len(told) == events


def test_who_unfolds_a_militant_attack_is_its_doer() -> None:
    text = f"{LEAD} Suspected separatists raided two houses near Dhubri, killing nine villagers and two policemen."
    told = code_document(analysed(text), resources()).events
    assert [a.name for a in told[0].actors] == ["Suspected separatists"]
