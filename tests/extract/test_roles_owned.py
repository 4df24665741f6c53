"""Whose people an event is about is not told as its party for them."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from tests.extract.test_roles_choice import scene_of, sides
from truceline.domain.codes import EventType
from truceline.extract.roles_gather import gather
from truceline.extract.roles_owned import is_foes_target, people_owned_by

T = EventType


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "party"),
    [
        ("Rosa Cotton's adviser was sentenced to a year in jail.", T.SANCTION, "sentenced", "adviser"),
        ("Rosa Cotton's former spokesman was arrested last week.", T.COERCE, "arrested", "spokesman"),
        ("Boris Petrov's father was arrested in Moscow on Sunday.", T.COERCE, "arrested", "father"),
        ("A spokesman for Amr Fahmi was arrested in Cairo.", T.COERCE, "arrested", "Fahmi"),
        ("The driver of Amr Fahmi was kidnapped in Cairo.", T.ASSAULT, "kidnapped", "driver"),
    ],
)
def test_roles_what_befalls_a_man_is_not_told_of_whom_he_serves(
    text: str, kind: EventType, trigger: str, party: str
) -> None:
    actors, recipients = sides(text, kind, trigger)
    assert [n.split()[-1] for n in actors + recipients if "of" not in n.split()] == [party]


def test_roles_what_an_adviser_says_is_said_for_whom_he_serves() -> None:
    actors, _ = sides("Rosa Cotton's spokesman demanded an inquiry on Monday.", T.REQUEST, "demanded")
    assert actors == ["Rosa Cotton"]


def test_roles_who_meets_the_wife_does_not_meet_the_husband() -> None:
    text = "Boris Petrov fell ill. Ministers met with Petrov's wife on Tuesday."
    found = gather(scene_of(text, T.CONSULT, "met"))
    assert {c.entity.name for c in found if c.heads and not c.get("lead himself")} == {"Boris Petrov"}


@pytest.mark.parametrize(
    ("text", "name", "noun"),
    [
        ("Petrov's wife left Moscow.", "Petrov", "wife"),
        ("A friend of Petrov left Moscow.", "Petrov", "friend"),
        ("An adviser to Petrov left Moscow.", "Petrov", "adviser"),
        ("Petrov's party left Moscow.", "Petrov", None),
        ("The siege of Petrov ended.", "Petrov", None),
    ],
)
def test_roles_people_of_a_man_are_his_kin_and_those_who_serve_him(text: str, name: str, noun: str | None) -> None:
    doc = analysed(text)
    found = people_owned_by(doc, token_of(doc, name), in_person=True)
    assert (found and found.text) == noun


def test_roles_what_opponents_do_is_not_told_of_whom_they_oppose() -> None:
    text = "Opponents of President Bashar Assad accused the government on Monday."
    found = gather(scene_of(text, T.ACCUSE, "accused"))
    assert {c.entity.name for c in found if is_foes_target(c)} == {"Bashar Assad"}
    assert sides(text, T.ACCUSE, "accused")[0] == ["Opponents"]
