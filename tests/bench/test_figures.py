"""The arithmetic of the measures, on examples of textbooks."""

from __future__ import annotations

import pytest

from bench.figures import b_cubed, f1, harmonic, prf


def test_precision_and_recall_of_counts() -> None:
    # 20 documents retrieved, 15 of them relevant, of 30 relevant ones.
    assert prf(15, 20, 30) == (pytest.approx(0.75), pytest.approx(0.5), pytest.approx(0.6))


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    p, r, f = prf(7, 11, 23)
    assert f == pytest.approx(harmonic(p, r))
    assert f == pytest.approx(f1(7, 11, 23))


def test_all_right_is_one() -> None:
    assert prf(4, 4, 4) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("counts", [(0, 0, 0), (0, 3, 0), (0, 0, 3), (0, 2, 2)])
def test_nothing_right_is_zero_and_never_raises(counts: tuple[int, int, int]) -> None:
    assert prf(*counts) == (0.0, 0.0, 0.0)
    assert harmonic(0.0, 0.0) == 0.0


GOLD = {n: "a" if n <= 5 else "b" if n <= 7 else "c" for n in range(1, 13)}
"""Twelve mentions of three entities: five, two and five."""


def test_b_cubed_of_bagga_and_baldwin_where_two_large_chains_are_joined() -> None:
    read = {n: "x" if n <= 5 or n >= 8 else "y" for n in GOLD}
    p, r, _ = b_cubed(read, GOLD)
    assert p == pytest.approx(7 / 12)  # ten mentions at 5/10, two at 1
    assert r == pytest.approx(1.0)


def test_b_cubed_of_bagga_and_baldwin_where_a_large_and_a_small_chain_are_joined() -> None:
    read = {n: "x" if n <= 5 else "y" for n in GOLD}
    p, r, f = b_cubed(read, GOLD)
    assert p == pytest.approx(16 / 21)  # (5 + 2 * 2/7 + 5 * 5/7) / 12
    assert r == pytest.approx(1.0)
    assert f == pytest.approx(harmonic(p, r))


def test_b_cubed_of_mentions_each_alone_has_full_precision() -> None:
    p, r, _ = b_cubed({n: n for n in GOLD}, GOLD)
    assert p == 1.0
    assert r == pytest.approx(3 / 12)


def test_b_cubed_counts_items_of_gold_alone() -> None:
    assert b_cubed({1: "x", 2: "x", 3: "x"}, {1: "a", 2: "a"}) == (1.0, 1.0, 1.0)
    assert b_cubed({}, {}) == (0.0, 0.0, 0.0)
