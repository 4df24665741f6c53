"""The second look at an event: what it knows beside the first, and what it may drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from truceline.domain.codes import DatePrecision, EventType, Role, Status, TruceAction
from truceline.domain.events import Entity
from truceline.domain.mentions import DateReading, EventMention
from truceline.domain.text import Document, Report, Span
from truceline.extract.assemble import EventReadings, Filled
from truceline.extract.second_look import FIRST_FLOOR, first_floor, look_again, second_signs
from truceline.resources.combine import Logistic, load_field_weights, load_second_weights

TEXT = "Raiders raided Zarvan. The attack on Zarvan killed two."
DOC = Document(Report(date(2024, 5, 3), TEXT))
FIELDS = load_field_weights()


def day(n: int) -> DateReading:
    return DateReading(date(2024, 5, n), date(2024, 5, n), DatePrecision.DAY, "", None, 0.9, "weekday")


def event(
    at: int, sentence: int, score: float, *, actor: str | None = "Raiders", on: int = 2,
    kind: EventType = EventType.ASSAULT, act: TruceAction | None = None,
) -> EventReadings:  # fmt: skip
    lead = EventMention(Span(at, at + 6), sentence, kind, None, Status.ACTUAL, score=score, truce_action=act)
    sides = [Filled(Role.ACTOR, Span(0, 7), (Entity(actor, None, Span(0, 7)),), 0.9, "roles", "")] if actor else []
    return EventReadings((lead,), tuple(sides), (day(on),), (), (), (), (), ())


def test_second_look_an_event_told_again_shares_its_side_and_its_day_with_the_surer_one() -> None:
    first, again = second_signs(DOC, (event(8, 0, 0.9), event(27, 1, 0.4)), FIELDS)
    assert first["surest"] == 1.0
    assert "alike: shared" not in first
    assert again["alike: actors"] == again["alike: days"] == again["alike: near"] == 1.0
    assert again["alike: word"] == 0.0


def test_second_look_the_surer_event_is_the_one_that_stays_first_whatever_the_order_of_the_text() -> None:
    weak, sure = second_signs(DOC, (event(8, 0, 0.4), event(27, 1, 0.9)), FIELDS)
    assert sure["surest"] == 1.0
    assert weak["alike: shared"] > 0


def test_second_look_another_type_is_company_of_another_kind() -> None:
    _, other = second_signs(DOC, (event(8, 0, 0.9), event(27, 1, 0.4, kind=EventType.ACCUSE)), FIELDS)
    assert "alike: shared" not in other
    assert other["other: actors"] == 1.0


def test_second_look_a_deed_of_nobody_lacks_an_actor() -> None:
    (nobody,) = second_signs(DOC, (event(8, 0, 0.9, actor=None),), FIELDS)
    (somebody,) = second_signs(DOC, (event(8, 0, 0.9),), FIELDS)
    assert nobody["ASSAULT: no actor"] == nobody["no actor"] == 1.0
    assert somebody["ASSAULT: no actor"] == somebody["no actor"] == 0.0


def test_second_look_shipped_weights_doubt_what_is_told_twice_more_than_what_is_told_once() -> None:
    twice = (event(8, 0, 0.9), event(27, 0, 0.5))
    apart = (event(8, 0, 0.9), event(27, 1, 0.5, actor="Guards", on=1))
    weights = load_second_weights()
    (_, again), (_, alone) = (second_signs(DOC, events, FIELDS) for events in (twice, apart))
    assert weights.score(again) < weights.score(alone)


def test_second_look_tells_what_reaches_the_floor_with_its_score() -> None:
    weights = Logistic({"first": 1.0}, 0.0, 0.3)
    events = (event(8, 0, 0.9), event(27, 1, 0.3))
    (told,) = look_again(DOC, events, weights, FIELDS, floor=0.5)
    assert told.mentions == events[0].mentions
    assert told.chance == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize(
    ("act", "score", "kept"),
    [
        (TruceAction.ENDED, 0.45, True),  # a little below the floor
        (TruceAction.VIOLATED, 0.45, True),
        (None, 0.45, False),
        (TruceAction.VIOLATED, 0.3, False),
    ],
)
def test_second_look_acts_upon_a_truce_may_be_a_little_below(
    act: TruceAction | None, score: float, kept: bool
) -> None:
    weights = Logistic({"first": 1.0}, 0.0, 0.3)
    told = look_again(DOC, (event(8, 0, score, act=act),), weights, FIELDS, floor=0.5)
    assert bool(told) is kept


def test_second_look_never_drops_an_end_that_the_first_look_would_tell() -> None:
    doubts = Logistic({}, -5.0, 0.3)
    ended, broken = (event(8, 0, 0.6, act=a) for a in (TruceAction.ENDED, TruceAction.VIOLATED))
    assert look_again(DOC, (ended,), doubts, FIELDS, floor=0.5)
    assert not look_again(DOC, (broken,), doubts, FIELDS, floor=0.5)
    assert not look_again(DOC, (replace(ended, mentions=event(8, 0, 0.3, act=TruceAction.ENDED).mentions),), doubts,
                          FIELDS, floor=0.5)  # fmt: skip


def test_second_look_looks_below_the_floor_of_what_is_told() -> None:
    assert first_floor(0.32) == first_floor(0.9) == FIRST_FLOOR
    assert first_floor(0.25) < 0.25
