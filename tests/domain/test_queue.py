from __future__ import annotations

from typing import Any

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.queue import Waiting, order_queue, place_in_queue


def waiting(ref: str, **about: Any) -> Waiting:
    given: dict[str, Any] = {"type": EventType.ASSAULT, "status": Status.ACTUAL, "confidence": 0.8} | about
    return Waiting(ref, **given)


def order(*events: Waiting) -> list[str]:
    return [place.ref for place in order_queue(events)]


def test_queue_least_certain_first() -> None:
    assert order(waiting("sure", confidence=0.95), waiting("unsure", confidence=0.5)) == ["unsure", "sure"]


def test_queue_most_consequential_first() -> None:
    assert order(waiting("none"), waiting("many", n_killed=40), waiting("few", n_killed=2)) == ["many", "few", "none"]
    words = waiting("words", type=EventType.CONSULT)
    assert order(words, waiting("deeds")) == ["deeds", "words"]
    ends = waiting("ends", type=EventType.REJECT, truce_action=TruceAction.ENDED)
    refuses = waiting("refuses", type=EventType.REJECT, truce_action=TruceAction.REJECTED)
    assert order(refuses, ends) == ["ends", "refuses"]


def test_queue_disagreements_first() -> None:
    plain = waiting("plain", confidence=0.6)
    reports = waiting("reports", confidence=0.8, reports_differ=("killed",))
    reviewers = waiting("reviewers", confidence=0.99, reviewers_differ=("date",))
    assert order(plain, reports, reviewers) == ["reviewers", "reports", "plain"]
    assert order(plain, waiting("torn", contradiction="dated two ways")) == ["torn", "plain"]


def test_queue_of_what_may_happen_comes_after_what_did() -> None:
    assert order(waiting("plan", status=Status.FUTURE), waiting("deed")) == ["deed", "plan"]


def test_queue_place_is_doubt_times_weight_and_says_why() -> None:
    place = place_in_queue(waiting("x", confidence=0.75, n_killed=3, reports_differ=("killed", "date")))
    assert place.doubt == 1 - 0.75 * 0.5
    assert place.weight == 1 + 2 + 1
    assert place.score == place.doubt * place.weight
    assert place.reasons == (
        "reports differ on killed, date", "3 killed", "material conflict", "the machine is 75 % sure",
    )  # fmt: skip


def test_queue_certain_and_undisputed_is_last_and_never_negative() -> None:
    assert place_in_queue(waiting("x", confidence=1.2, n_killed=9)).score == 0.0


def test_queue_equals_stand_by_ref_whatever_the_order_they_come_in() -> None:
    events = [waiting(ref) for ref in "cab"]
    assert order(*events) == order(*reversed(events)) == ["a", "b", "c"]
