"""Whom a report ties to a deed without saying that they did it."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.events_blame import charged_with, held_for
from truceline.extract.events_parse import doers_before


@pytest.mark.parametrize(
    ("text", "deed", "who"),
    [
        ("Brandt, a former officer, is charged with involvement in the massacre of villagers.", "massacre", ["Brandt"]),
        ("Guards said they believe the Dunlendings were behind two killings last week.", "killings", ["Dunlendings"]),
        ("He replaces two former agents charged in the bombing of the ship.", "bombing", ["agents"]),
        ("The court charged two members of the group with throwing a grenade.", "throwing", ["members"]),
        ("The raiders were accused of massacring refugees.", "massacring", ["raiders"]),
        ("Brandt is a suspect in three attacks on doctors.", "attacks", ["Brandt"]),
        ("The general took part in the coup.", "coup", ["general"]),
        ("Carts took the wounded to the fort.", "wounded", []),
        ("The general planned the coup.", "coup", ["general"]),
        ("He was acquitted of the murder of the mayor.", "murder", []),
        ("The ministry denied involvement in the attack.", "attack", []),
        ("The raiders were held responsible for the attack.", "attack", ["raiders"]),
        ("The king holds the raiders responsible for the attack.", "attack", ["raiders"]),
        ("The raiders are responsible for the attack.", "attack", ["raiders"]),
        ("The raiders were not responsible for the attack.", "attack", []),
        ("The captain was wounded in the attack.", "attack", []),
        ("The raiders were not behind the attack.", "attack", []),
        ("It is unclear whether the raiders were behind the attack.", "attack", []),
        ("If the raiders are behind the attack, the king will march.", "attack", []),
        ("Brandt was not a suspect in the killing.", "killing", []),
        ("Amnesty accused the raiders, backed by Mordor, of executing 40 elves.", "executing", ["raiders"]),
        ("Police held two youths aged 15 and 17, accused of plotting a raid on the fort.", "raid", ["youths"]),
        ("Two youths were detained, accused of plotting a raid on the fort.", "raid", ["youths"]),
        ("Police detained eleven suspects accused of preparing attacks on embassies.", "attacks", ["suspects"]),
    ],
)
def test_whoever_is_charged_or_said_to_be_behind_a_deed_is_held_for_it(text: str, deed: str, who: list[str]) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.start == text.index(deed))
    assert [t.text for t in held_for(doc, token)] == who


@pytest.mark.parametrize(
    ("text", "deed", "who"),
    [
        ("The court charged Brandt with committing the murder of a priest.", "murder", ["Brandt"]),
        ("Brandt was charged with carrying out the massacre.", "massacre", ["Brandt"]),
        ("The raiders were blamed for the attack.", "attack", ["raiders"]),
        ("The steward admitted the massacre.", "massacre", ["steward"]),
        ("Brandt is the mastermind of the attack.", "attack", ["Brandt"]),
        ("Brandt was arrested for the murder of the mayor.", "murder", []),
        ("Brandt was charged with watching the murder.", "murder", []),
        ("A suspect was charged with the murder of the mayor.", "murder", []),
        ("The perpetrators of the massacre fled.", "massacre", []),
        ("Nobody was charged with the murder of the mayor.", "murder", []),
        ("The court jailed two former guards over the massacre.", "massacre", ["guards"]),
        ("Six people were jailed for the massacre.", "massacre", []),
        ("No officer was charged with the massacre of the villagers.", "massacre", []),
    ],
)
def test_whoever_is_charged_with_a_deed_is_named_and_not_only_held(text: str, deed: str, who: list[str]) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.start == text.index(deed))
    assert [t.text for t in charged_with(doc, token)] == who


@pytest.mark.parametrize(
    ("text", "noun", "who"),
    [
        ("Hundreds died in Taliban-linked violence this year.", "violence", ["Taliban"]),
        ("A US-led airstrike hit the town.", "airstrike", ["US"]),
        ("A US-backed offensive took the town.", "offensive", []),
        ("A week-long offensive took the town.", "offensive", []),
    ],
)
def test_a_participle_joined_to_a_name_says_whose_deed_it_is(text: str, noun: str, who: list[str]) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.start == text.index(noun))
    assert [t.text for t in doers_before(doc, token)] == who
