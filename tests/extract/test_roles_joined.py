"""Victims told in one breath."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.extract.roles_choice import Chosen
from truceline.extract.roles_joined import join_victims


def joined(text: str, *phrases: str, kind: str | None = "civilians") -> list[str]:
    doc = analysed(text)
    chosen = [
        Chosen(Role.RECIPIENT, Entity(p, None, span_of(doc, p), None, kind), span_of(doc, p), 0.9, "") for p in phrases
    ]
    return [c.entity.name for c in join_victims(doc, chosen)]


@pytest.mark.parametrize(
    ("text", "phrases", "names"),
    [
        ("A shell killed seven patients and a nurse.", ("seven patients", "a nurse"), ["seven patients and a nurse"]),
        ("A shell killed two mothers and a guard.", ("two mothers",), ["two mothers and a guard"]),
        ("They shot a farmer and his wife.", ("a farmer", "his wife"), ["a farmer and his wife"]),
        ("They killed five soldiers and seven villagers.", ("seven villagers",), ["seven villagers"]),
        ("They hit a clinic and two nurses.", ("two nurses", "a clinic"), ["two nurses", "a clinic"]),
        ("They shot two nurses in a clinic.", ("two nurses",), ["two nurses"]),
    ],
)
def test_people_told_in_one_breath_are_one_party(text: str, phrases: tuple[str, ...], names: list[str]) -> None:
    assert joined(text, *phrases) == names


def test_people_of_a_force_stay_by_themselves() -> None:
    assert joined("They shot a guard and a cook.", "a guard", kind="state force") == ["a guard"]
