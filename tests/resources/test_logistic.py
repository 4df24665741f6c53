"""The arithmetic of learned scores."""

from __future__ import annotations

import pytest

from truceline.resources.logistic import MOST_ODDS, chance_of, to_chance, to_odds, weigh_signs


def test_signs_without_a_weight_count_nothing() -> None:
    assert weigh_signs({"near": 2.0, "strange": 5.0}, {"near": 0.5, "far": 9.0}) == 1.0
    assert weigh_signs({}, {"near": 0.5}) == 0.0


def test_signs_are_summed_one_by_one_in_their_order() -> None:
    signs = {"a": 1e16, "b": 1.0, "c": -1e16}
    assert weigh_signs(signs, dict.fromkeys(signs, 1.0)) == (1e16 + 1.0) - 1e16


def test_even_odds_are_a_chance_of_a_half() -> None:
    assert to_chance(0.0) == 0.5
    assert chance_of({"strange": 1.0}, {}) == 0.5


@pytest.mark.parametrize("odds", [1000.0, -1000.0])
def test_odds_beyond_the_bound_neither_overflow_nor_reach_certainty(odds: float) -> None:
    assert to_chance(odds) == to_chance(max(-MOST_ODDS, min(MOST_ODDS, odds)))
    assert 0 < to_chance(odds) < 1


@pytest.mark.parametrize("chance", [0.01, 0.5, 0.8])
def test_odds_of_a_chance_give_it_back(chance: float) -> None:
    assert to_chance(to_odds(chance, 1e-9)) == pytest.approx(chance)


def test_odds_of_a_certainty_are_those_of_the_least_doubt() -> None:
    assert to_odds(1.0, 1e-4) == to_odds(1 - 1e-4, 1e-4)
    assert to_odds(0.0, 1e-4) == pytest.approx(-to_odds(1.0, 1e-4))
