"""How sure each field of an event is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from truceline.domain.codes import DatePrecision, EventType, Role, Status
from truceline.domain.mentions import DateReading, EventMention
from truceline.domain.text import Span
from truceline.extract.assemble import EventReadings
from truceline.extract.sureness import field_confidence, field_signs
from truceline.resources.combine import Logistic, load_field_weights

DAY = DateReading(date(2024, 5, 3), date(2024, 5, 3), DatePrecision.DAY, "Friday", Span(0, 6), 0.9, "weekday")
READINGS = EventReadings(
    mentions=(EventMention(Span(0, 6), 0, EventType.ASSAULT, None, Status.ACTUAL, score=0.8),),
    filled=(), dates=(DAY,), places=(), harms=(), attributions=(), claimed_by=(), denied_by=(),
    side_chance={Role.ACTOR: 0.9, Role.RECIPIENT: 0.2},
)  # fmt: skip


def test_sureness_every_field_has_a_chance() -> None:
    sure = dict(field_confidence(READINGS, load_field_weights()))
    assert set(sure) == set(field_signs(READINGS)) == set(load_field_weights())
    assert all(0 < chance < 1 for chance in sure.values())


def test_sureness_a_surer_side_is_surer() -> None:
    sure = dict(field_confidence(READINGS, load_field_weights()))
    less = replace(READINGS, side_chance={Role.ACTOR: 0.3, Role.RECIPIENT: 0.9})
    other = dict(field_confidence(less, load_field_weights()))
    assert other["actors"] < sure["actors"]
    assert other["recipients"] > sure["recipients"]
    assert other["date"] == sure["date"]


def test_sureness_a_rival_day_makes_the_day_less_sure() -> None:
    second = replace(DAY, first_day=date(2024, 5, 1), last_day=date(2024, 5, 1), score=0.8)
    rival = replace(READINGS, dates=(DAY, second))
    weights = {"date": Logistic({"lead over second": 2.0}, 0.0, 0.5)}
    assert dict(field_confidence(rival, weights))["date"] < dict(field_confidence(READINGS, weights))["date"]


def test_sureness_leaves_out_fields_without_weights() -> None:
    assert field_confidence(READINGS, {}) == ()
