from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from truceline.domain.agreement import agreement_on_events, agreement_on_pairs, kappa
from truceline.domain.reviews import Decision, Review

NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)


def review(decision: str, **reading: Any) -> Review:
    return Review("r#e", Decision(decision), "Éowyn", NOON, reading)


def test_kappa_of_cohens_two_by_two_table() -> None:
    # 20 both yes, 15 both no, 5 and 10 apart: p_o 0.7, p_e 0.5, so 0.4 (worked example of many textbooks).
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_is_one_for_full_agreement_and_minus_one_for_full_disagreement() -> None:
    assert kappa([("a", "a"), ("b", "b"), ("c", "c")]) == 1.0
    assert kappa([("a", "b"), ("b", "a")]) == -1.0


def test_kappa_is_not_defined_without_items_or_with_one_category() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a")] * 7) is None


def test_kappa_is_zero_when_one_reviewer_always_says_the_same() -> None:
    assert kappa([("a", "a"), ("a", "b"), ("a", "a"), ("a", "b")]) == 0.0


def test_kappa_is_that_of_scikit_learn_on_many_categories() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    left, right = [str(n % 5) for n in range(60)], [str(n * n % 7 % 5) for n in range(60)]
    assert kappa(list(zip(left, right, strict=True))) == pytest.approx(metrics.cohen_kappa_score(left, right))


def test_agreement_compares_fields_on_events_that_both_kept() -> None:
    left = {
        "1": review("accepted", type="ASSAULT", weapon="spears"),
        "2": review("corrected", type="COERCE", weapon=None),
        "3": review("rejected", type="ASSAULT"),
        "alone": review("accepted", type="AID"),
    }
    right = {
        "1": review("accepted", type="ASSAULT", weapon="Spears "),
        "2": review("accepted", type="ASSAULT", weapon=None),
        "3": review("accepted", type="ASSAULT"),
    }
    found = {a.field: a for a in agreement_on_events(left, right)}
    assert (found["event"].n, found["event"].n_agreed, found["event"].differing) == (3, 2, ("3",))
    assert (found["type"].n, found["type"].n_agreed, found["type"].differing) == (2, 1, ("2",))
    assert (found["weapon"].share, found["weapon"].kappa) == (1.0, 1.0)


def test_agreement_on_entities_minds_neither_order_nor_mention() -> None:
    gondor, mordor = {"name": "Gondor", "id": "land:gondor", "mention": {"start": 1, "end": 7}}, {"name": "Mordor"}
    left = {"1": review("accepted", actors=[gondor, mordor])}
    right = {"1": review("corrected", actors=[{"name": "mordor"}, {"name": "The Gondorians", "id": "land:gondor"}])}
    found = {a.field: a for a in agreement_on_events(left, right)}
    assert found["actors"].n_agreed == 1


def test_agreement_on_pairs_is_on_those_that_both_judged() -> None:
    found = agreement_on_pairs({"a b": "same", "c d": "same", "e f": "unsure"}, {"a b": "same", "c d": "different"})
    assert (found.n, found.n_agreed, found.differing) == (2, 1, ("c d",))
