"""Who of one party is told against others of it."""

from __future__ import annotations

import pytest

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Span
from truceline.extract.roles_apart import Phrase, told_apart


def phrase(name: str, relation: str, kind: str = "person", actor: float = 0.8) -> Phrase:
    entity = Entity(name, affiliation="Gondor", kind=kind)
    chances = {Role.ACTOR: actor, Role.RECIPIENT: 0.1}
    return Phrase("lead", 0, Span(0, 5), (entity,), chances, relation, "", frozenset(), None, 0, frozenset())


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("|subj", "|prep_with", True),
        ("^dobj(light)|subj", "|prep_with", True),
        ("|subj", ">dobj(N)|prep_with", True),
        ("|subj", "|dobj", True),
        ("|prep_between", "|prep_between", True),
        ("^prep_to(N)^dobj(light)|subj", "|prep_with", False),
        ("^prep_to(V)|subj", "^prep_to(V)|dobj", False),
        ("|subj", "|poss", False),
    ],
)
def test_apart_are_two_of_one_party_who_meet_in_the_events_own_phrases(one: str, other: str, apart: bool) -> None:
    """Not the envoy who "will lead the Gondorian riders to the talks"."""
    found = told_apart([phrase("Boromir", one), phrase("Faramir", other)], mutual=True)
    assert set(found) == ({("gondor", "Faramir")} if apart else set())
