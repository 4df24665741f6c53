"""Which phrases around a trigger stand in a relation to it, and in which."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.extract.events_role_paths import signatures


def relations(text: str, trigger: str) -> dict[str, tuple[str, ...]]:
    """Head of a phrase to its relations with the trigger."""
    doc = analysed(text)
    found = signatures(doc, token_of(doc, trigger))
    return {doc.tokens[i].text: tuple(a.signature for a in related) for i, related in found.items()}


def test_role_paths_lead_below_an_ordinary_thing_beside_the_trigger() -> None:
    refused = relations("The ministry refused requests for a meeting with relatives.", "refused")
    assert refused["meeting"] == (">dobj(N)|prep_for",)
    voiced = relations("Settlers voiced frustration at the ministry's decision.", "voiced")
    assert ">prep_at(N)|poss" in voiced["ministry"]


def test_role_paths_lead_not_below_a_noun_that_is_a_party_itself() -> None:
    found = relations("The rebels attacked villagers of Homs.", "attacked")
    assert found["Homs"] == ("|dobj/of",)


def test_role_paths_lead_not_below_a_thing_far_from_the_trigger() -> None:
    assert relations("Rohan raised questions about horses.", "raised")["horses"] == (">dobj(N)|prep_about",)
    far = relations("The envoy said that Rohan raised questions about horses.", "envoy")
    assert "questions" in far
    assert "horses" not in far


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("The ministry refused requests by relatives.", "refused", {"relatives"}),
        ("Turkey rejected a proposal by Sweden and Norway.", "rejected", {"Sweden", "Norway"}),
        ("Turkey rejected a proposal of Sweden.", "rejected", set()),
    ],
)
def test_role_paths_mark_who_made_what_the_trigger_is_about(text: str, trigger: str, doers: set[str]) -> None:
    found = relations(text, trigger)
    assert {head for head, related in found.items() if "|dobj/by" in related} == doers


def test_role_paths_say_of_a_demanded_noun_whether_those_it_is_of_must_do_it() -> None:
    left = relations("Rohan demanded the withdrawal of the riders.", "demanded")
    assert left["riders"][0] == "|dobj/of(quit)"
    freed = relations("Rohan called for the release of the riders.", "called")
    assert freed["riders"] == ("|prep_for/of(theme)", ">prep_for(theme)|prep_of")
    other = relations("Rohan demanded the horses of the riders.", "demanded")
    assert other["riders"][0] == "|dobj/of"


def test_role_paths_leave_other_relations_of_such_a_noun_without_its_class() -> None:
    assert relations("Rohan spoke about the release of the riders.", "spoke")["riders"][0] == "|prep_about/of"
