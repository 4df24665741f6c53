"""Ties that a report states (codebook section 9). Hard cases stand in tests/cases/relations.jsonl."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.extract.analysed import analysed
from truceline.domain.mentions import Relation
from truceline.extract.actors import find_actors
from truceline.extract.relations import find_relations
from truceline.resources.actors import ActorRegistry

REGISTRY = ActorRegistry.load()
CASES = [json.loads(line) for line in Path("tests/cases/relations.jsonl").read_text(encoding="utf-8").splitlines()]


def ties(text: str, day: str = "2024-08-06") -> tuple[Relation, ...]:
    doc = analysed(text, day)
    on = date.fromisoformat(day)
    return find_relations(doc, find_actors(doc, REGISTRY, (), on=on), REGISTRY, on=on)


@pytest.mark.parametrize(
    ("text", "kind", "subject", "object_"),
    [
        ("Iranian-backed militias shelled the base.", "backed_by", "Iranian-backed militias", "Iran"),
        ("The rebels, backed by Turkey, entered the town.", "backed_by", "rebels", "Turkey"),
        ("The Qassam Brigades, the armed wing of Hamas, claimed the attack.", "part_of", "Qassam Brigades", "Hamas"),
        (
            "Kataib Hezbollah is part of the Islamic Resistance in Iraq.",
            "part_of",
            "Kataib Hezbollah",
            "Islamic Resistance in Iraq",
        ),
        ("Russia is an ally of Syria.", "allied_with", "Russia", "Syria"),
        ("Taliban commander Omar Wardak was killed on Sunday.", "leads", "Omar Wardak", "Taliban"),
        ("Abu Samir, a spokesman for Hamas, rejected the offer.", "speaks_for", "Abu Samir", "Hamas"),
        ("Ansaru split from Boko Haram in 2012.", "split_from", "Ansaru", "Boko Haram"),
    ],
)
def test_relations_by_shape(text: str, kind: str, subject: str, object_: str) -> None:
    found = [(r.kind.value, r.subject, r.object) for r in ties(text)]
    assert (kind, subject, object_) in found


def test_relations_say_who_holds_them() -> None:
    found = ties("Turkey considers the YPG the Syrian wing of the PKK.", "2018-02-01")
    assert [(r.subject, r.object, r.speaker) for r in found if r.kind == "part_of"] == [("YPG", "PKK", "Turkey")]


def test_relations_that_began_in_a_named_year_are_dated() -> None:
    found = ties("The Houthis have been backed by Iran since 2014.")
    assert [r.first_day for r in found if r.kind == "backed_by"] == [date(2014, 1, 1)]


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_relations_of_hard_cases_are_these_and_no_others(case: dict) -> None:
    found = [[r.kind.value, r.subject, r.object] for r in ties(case["text"], case["day"])]
    assert sorted(found) == sorted(case["ties"]), case["note"]


@pytest.mark.parametrize(
    "text",
    [
        "Karim Daoud, the former leader of Hamas, died.",
        "Ex-Hamas leader Karim Daoud died.",
        "Karim Daoud was ousted as leader of Hamas.",
        "Karim Daoud was the leader of Hamas.",
    ],
)
def test_relations_that_are_over_ended_before_the_report(text: str) -> None:
    (tie,) = [r for r in ties(text) if r.kind == "leads"]
    assert (tie.subject, tie.object, tie.last_day) == ("Karim Daoud", "Hamas", date(2024, 8, 5))


def test_relations_that_hold_have_no_last_day() -> None:
    found = ties("Karim Daoud, the outgoing leader of Hamas, and Hamas commander Omar Wardak spoke.")
    assert [(r.subject, r.last_day) for r in found if r.kind == "leads"] == [
        ("Karim Daoud", None),
        ("Omar Wardak", None),
    ]


def test_relations_between_two_named_years_have_both_days() -> None:
    found = ties("Karim Daoud, leader of Hamas from 1998 to 2003, died.")
    assert [(r.first_day, r.last_day) for r in found if r.kind == "leads"] == [(date(1998, 1, 1), date(2003, 12, 31))]


def test_relations_do_not_take_the_year_of_another_clause() -> None:
    found = ties("Iranian-backed militias in the north of the country have shelled the base every week since 2014.")
    assert [r.first_day for r in found if r.kind == "backed_by"] == [None]


def test_relations_in_an_accusation_are_the_accusers_claim() -> None:
    found = ties("Sudan accused Chad of arming the rebels.")
    assert [(r.subject, r.object, r.speaker) for r in found] == [("rebels", "Chad", "Sudan")]


def test_relations_in_a_title_are_the_reports_own_words() -> None:
    found = ties("Russia said Hamas leader Karim Daoud had left. Russia said Karim Daoud was the leader of Hamas.")
    assert [r.speaker for r in found if r.kind == "leads"] == [None, "Russia"]


def test_relations_of_two_names_of_one_actor_carry_its_key() -> None:
    (tie,) = ties("The Free Aceh Movement (GAM) denied the attack.")
    assert tie.subject_key == tie.object_key is not None


def test_relations_to_words_that_are_no_actor_have_no_key() -> None:
    (tie,) = ties("Bob Corker, the chair of the Senate foreign relations committee, was worried.", "2017-04-01")
    assert (tie.subject_key is not None, tie.object_key) == (True, None)


def test_relations_to_both_backers_are_told() -> None:
    found = ties("The rebels, backed by Turkey and Qatar, entered the town.")
    assert {(r.subject, r.object) for r in found if r.kind == "backed_by"} == {
        ("rebels", "Turkey"),
        ("rebels", "Qatar"),
    }


def test_relations_of_some_men_are_not_those_of_their_whole_army() -> None:
    text = "The Syrian army held the town. Forces loyal to Maher al-Assad, of the army, left it."
    assert not [r for r in ties(text, "2018-04-01") if r.kind == "allied_with" and r.subject == "Syrian army"]


def test_relations_rest_on_words_of_one_sentence() -> None:
    text = "A first sentence. The Qassam Brigades, the armed wing of Hamas, claimed the attack."
    (tie,) = [r for r in ties(text) if r.kind == "part_of"]
    assert tie.span.of(text) == "Qassam Brigades, the armed wing of Hamas"
