"""Who made, brokered or announced a truce is not accused of its breach."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.extract.roles_pacts import makers_of_broken


@pytest.mark.parametrize(
    ("text", "trigger", "makers"),
    [
        ("Norway denounced violations of the truce guaranteed by Russia and Turkey.", "denounced", "Russia Turkey"),
        ("Norway accused the rebels of breaching a ceasefire that Qatar helped broker.", "accused", "Qatar"),
        ("Norway reported breaches of the truce declared by the rebels themselves.", "reported", ""),
        ("Norway condemned violations of the truce signed with the rebels.", "condemned", ""),
        ("The truce, brokered by Qatar in March, has been violated, Norway said on Tuesday.", "violated", "Qatar"),
        ("Norway hailed the truce brokered by Qatar.", "hailed", ""),
    ],
)
def test_makers_of_a_broken_truce_are_those_who_brokered_or_announced_it(text: str, trigger: str, makers: str) -> None:
    doc = analysed(text)
    found = makers_of_broken(doc, token_of(doc, trigger))
    assert {doc.tokens[i].text for i in found} == set(makers.split())
