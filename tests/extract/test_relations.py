"""Ties that a report states (codebook section 9)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.analysed import analysed
from truceline.domain.mentions import Relation
from truceline.extract.actors import find_actors
from truceline.extract.relations import find_relations
from truceline.resources.actors import ActorRegistry

REGISTRY = ActorRegistry.load()


def ties(text: str, day: str = "2024-08-06") -> tuple[Relation, ...]:
    doc = analysed(text, day)
    on = date.fromisoformat(day)
    return find_relations(doc, find_actors(doc, REGISTRY, (), on=on), on=on)


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


def test_relations_do_not_tie_a_former_leader() -> None:
    assert not [r for r in ties("Karim Daoud, the former leader of Hamas, died.") if r.kind == "leads"]


def test_relations_rest_on_words_of_one_sentence() -> None:
    text = "A first sentence. The Qassam Brigades, the armed wing of Hamas, claimed the attack."
    (tie,) = [r for r in ties(text) if r.kind == "part_of"]
    assert tie.span.of(text) == "Qassam Brigades, the armed wing of Hamas"
