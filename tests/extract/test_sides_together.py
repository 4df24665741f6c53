"""Ways to place all parties of an event at once."""

from __future__ import annotations

import numpy as np

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Span
from truceline.extract.roles_choice import Candidate, choose_sides
from truceline.extract.sides_together import MOST, all_ways, chance_of_each, likeliest, set_features
from truceline.resources.combine import Logistic, SideWeights


def party(name: str, relation: str = "", **best: float) -> Candidate:
    each = Candidate(name.lower(), Entity(name, country=name), Span(0, len(name)), {"in_lead": 1.0, **best})
    return Candidate(each.key, each.entity, each.span, each.best, relations={relation} if relation else set())


def test_sides_every_way_is_there_once() -> None:
    ways = all_ways(3)
    assert ways.shape == (27, 3)
    assert len({tuple(w) for w in ways}) == 27
    assert all_ways(0).shape == (1, 0)


def test_sides_only_the_likeliest_parties_are_placed() -> None:
    odds = {Role.ACTOR: [0.1] * 8, Role.RECIPIENT: [0.0, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2]}
    taken = likeliest(odds)
    assert len(taken) == MOST
    assert taken[:2] == [1, 7]


def test_sides_weights_of_a_set_can_outweigh_single_odds() -> None:
    """Two parties of one grammatical place go to a side together where the weights say that such parties do."""
    parties = [party("Arnor", "|conj"), party("Gondor", "|conj")]
    odds = {Role.ACTOR: [0.8, 0.4], Role.RECIPIENT: [0.05, 0.05]}
    features = set_features(parties, odds, "CONSULT")
    may = np.ones(9, dtype=bool)
    alone = {"odds A": 1.0, "odds R": 1.0}
    assert all_ways(2)[chance_of_each(features, alone, may).argmax()].tolist() == [1, 0]
    joined = alone | {"together": 2.0}
    assert all_ways(2)[chance_of_each(features, joined, may).argmax()].tolist() == [1, 1]


def test_sides_chances_sum_to_one_and_keep_to_what_may_be() -> None:
    parties = [party("Arnor"), party("Gondor")]
    odds = {Role.ACTOR: [0.9, 0.9], Role.RECIPIENT: [0.1, 0.1]}
    may = all_ways(2)[:, 1] != 1
    chance = chance_of_each(set_features(parties, odds, "ASSAULT"), {"odds A": 1.0, "odds R": 1.0}, may)
    assert abs(chance.sum() - 1) < 1e-9
    assert chance[~may].sum() == 0
    assert all_ways(2)[chance.argmax()].tolist() == [1, 0]


def test_sides_chosen_together_say_how_sure_each_side_is() -> None:
    sure, unsure = Logistic({}, 3.0, 0.5), Logistic({}, -3.0, 0.5)
    alone = {"actor": sure, "recipient": unsure, "actor_model": sure, "recipient_model": unsure}
    weights = SideWeights(alone, {"odds A": 1.0, "odds R": 1.0})
    sides = choose_sides([party("Arnor", lead_actor=0.9)], "CONSULT", weights, model=True)
    assert [(c.role, c.entity.name) for c in sides.chosen] == [(Role.ACTOR, "Arnor")]
    assert 0.9 < sides.chance[Role.ACTOR] < 1
    assert sides.chosen[0].score == round(sides.chance[Role.ACTOR], 3)


def test_sides_of_nobody_are_empty() -> None:
    weights = SideWeights({k: Logistic({}, 0.0, 0.5) for k in ("actor", "recipient", "actor_model", "recipient_model")})
    sides = choose_sides([], "CONSULT", weights, model=True)
    assert sides.chosen == ()
    assert sides.chance == {Role.ACTOR: 1.0, Role.RECIPIENT: 1.0}
