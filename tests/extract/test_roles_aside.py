"""Whoever looks into a deed, and a state that only says where, is not its actor."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_roles_choice import scene_of, sides
from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract.actors_sorts import is_truce_told
from truceline.extract.events_doers import is_against, is_stance
from truceline.extract.events_role_requests import who_shall_go
from truceline.extract.roles_gather import gather


def token_of(doc: Document, word: str) -> Token:
    return next(t for t in doc.tokens if t.text == word)


@pytest.mark.parametrize(
    ("text", "trigger", "aside"),
    [
        ("Police are investigating the fire that killed a woman in Utrecht.", "killed", {"Police"}),
        ("The army discovered a plot to blow up the bridge at Kut.", "blow up", {"army"}),
        ("Police investigating the bombing of the market arrested two men.", "bombing", {"Police"}),
        ("Police arrested two men aged 20, accused of plotting an attack on a school.", "attack", {"Police"}),
        ("A court jailed three soldiers over the massacre at Kut.", "massacre", {"A court"}),
        ("President Orlov described the killing of the envoy as a crime.", "killing", {"Orlov"}),
        ("The murder of the mayor touched off a massacre by soldiers.", "murder", {"soldiers"}),
        ("Iraqi violence claimed 20 lives on Monday.", "violence", {"Iraq"}),
        ("Iraqi violence against the Kurds went on.", "violence", set()),
        ("Iraqi soldiers killed a woman in Basra.", "killed", set()),
    ],
)
def test_roles_who_looks_into_a_deed_or_only_says_where_is_aside(text: str, trigger: str, aside: set[str]) -> None:
    found = gather(scene_of(text, EventType.ASSAULT, trigger))
    assert {c.entity.name for c in found if c.get("aside")} == aside


def test_roles_both_names_the_two_that_are_called_on() -> None:
    text = "Ethiopia and Eritrea fought along the border. The United Nations urged restraint on both."
    found = gather(scene_of(text, EventType.REQUEST, "urged"))
    assert {c.entity.name for c in found if c.get("in_lead")} >= {"Ethiopia", "Eritrea"}


def test_roles_both_beside_its_subject_is_no_party() -> None:
    text = "Ethiopia and Eritrea fought in May. Two armed groups that both signed the accord met."
    found = gather(scene_of(text, EventType.AGREE, "signed"))
    assert not {c.entity.name for c in found if c.get("in_lead")} & {"Ethiopia", "Eritrea"}


@pytest.mark.parametrize(
    ("text", "name", "against", "stance"),
    [
        ("Anti-Syrian riots broke out in Beirut.", "Syrian", True, False),
        ("The anti-Syrian majority threatened a boycott.", "Syrian", True, True),
        ("A pro-Iranian party won the vote.", "Iranian", False, True),
        ("Police broke up an anti-government protest in Harare.", "government", True, False),
        ("The Syrian majority threatened a boycott.", "Syrian", False, False),
    ],
)
def test_roles_a_name_joined_to_anti_is_a_target_or_only_a_stance(
    text: str, name: str, against: bool, stance: bool
) -> None:
    doc = analysed(text)
    assert (is_against(doc, token_of(doc, name)), is_stance(doc, token_of(doc, name))) == (against, stance)


@pytest.mark.parametrize(
    ("text", "verb", "going"),
    [
        ("They marched to demand that the mayor resign.", "demand", {"mayor"}),
        ("They rallied to press for the removal of the judge.", "press", {"judge"}),
        ("They walked out, calling on the king to resign.", "calling", {"king"}),
        ("They marched to demand bread.", "demand", set()),
    ],
)
def test_roles_a_protest_is_against_whoever_shall_go(text: str, verb: str, going: set[str]) -> None:
    doc = analysed(text)
    assert {t.text for t in who_shall_go(doc, token_of(doc, verb))} == going


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It entered into force at noon.", True),
        ("It has held since May.", True),
        ("It was signed in Oslo.", True),
        ("It took effect on Monday.", True),
        ("It holds forty prisoners.", False),
        ("It entered the town at noon.", False),
    ],
)
def test_actors_what_only_truces_do_is_no_party(text: str, told: bool) -> None:
    doc = analysed(text)
    assert is_truce_told(doc, token_of(doc, "It")) is told


def test_roles_neither_side_names_nobody() -> None:
    assert sides("Neither side withdrew from the hill.", EventType.RETREAT, "withdrew")[0] == []
