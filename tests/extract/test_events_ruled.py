"""Actors and recipients by the hand-written rules alone."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType
from truceline.extract.events_roles import ruled_parties


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "actors", "recipients"),
    [
        ("Iran condemned the bombing of embassies in Kenya.", "condemned", "ACCUSE", {"Iran"}, set()),
        ("Cyprus condemned Israel's raid on Gaza.", "condemned", "ACCUSE", {"Cyprus"}, {"Israel"}),
        ("France condemned Iran for the attack.", "condemned", "ACCUSE", {"France"}, {"Iran"}),
        ("Five former officers went on trial in Berlin.", "trial", "ACCUSE", set(), {"officers"}),
        ("The mayor is under investigation.", "investigation", "ACCUSE", set(), {"mayor"}),
        ("Lukashenko has earned stinging criticism from the West.", "criticism", "ACCUSE", {"West"}, {"Lukashenko"}),
        ("The troops suffered heavy attacks from the rebels.", "attacks", "ASSAULT", {"rebels"}, {"troops"}),
        ("The troops launched heavy attacks on the rebels.", "attacks", "ASSAULT", {"troops"}, {"rebels"}),
        ("The court charged the general with the murder of a priest.", "murder", "ASSAULT", {"general"}, {"priest"}),
    ],
)
def test_rules_say_who_does_it_and_to_whom(
    text: str, trigger: str, kind: str, actors: set[str], recipients: set[str]
) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.start == text.index(trigger))
    ruled = ruled_parties(doc, token, EventType(kind))
    found = {doc.tokens[i].text: {role for role, _ in roles} for i, roles in ruled.items()}
    assert {w for w, roles in found.items() if "actor" in roles} == actors
    assert {w for w, roles in found.items() if "recipient" in roles} == recipients
