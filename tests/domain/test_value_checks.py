from __future__ import annotations

from typing import Any

import pytest

from truceline.domain.corrections import CORRECTABLE
from truceline.domain.value_checks import check_span, check_value
from truceline.errors import UsageError

BREE = {"name": "Bree", "country": "AR", "lat": 14.2, "lon": 11.5, "precision": 1}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "ASSAULT"), ("mode", "drone"), ("mode", None), ("status", "negated"), ("aggregate", False),
        ("date", {"start": "2024-08-21"}), ("date", {"start": "2024-08-01", "end": "2024-08-21", "precision": "month"}),
        ("date", None), ("place", None), ("place", BREE), ("place", BREE | {"lat": None, "lon": None, "precision": 6}),
        ("weapon", "two armed drones"), ("truce_action", None), ("truce_action", "in_effect"), ("actors", []),
        ("actors", [{"name": "Gondor", "id": "land:gondor", "mention": {"start": 0, "end": 6}}]),
        ("harm", [{"kind": "killed", "min": 0, "max": 0}, {"kind": "injured", "min": None, "max": 16}]),
        ("reported_by", [{"speaker": "the herald", "stance": "denies", "span": [0, 4]}]),
    ],
)  # fmt: skip
def test_value_of_the_codebook_is_taken(field: str, value: Any) -> None:
    check_value(field, value, 100)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("type", "PARTY", "there are AGREE"), ("type", None, "there are"), ("status", "maybe", "actual"),
        ("aggregate", "yes", "true or false"), ("date", {"start": "2024-13-40"}, "no day"),
        ("date", {"start": "2024-08-21", "end": "2024-08-20"}, "ends before it starts"), ("date", "today", "record"),
        ("date", {"start": "2024-08-21", "precision": "fortnight"}, "interval"), ("place", {"name": " "}, "name is"),
        ("place", BREE | {"precision": 8}, "precision"), ("place", BREE | {"precision": True}, "precision"),
        ("place", BREE | {"country": "Iraq"}, "ISO"), ("place", BREE | {"lat": 91.0}, "lat"),
        ("place", BREE | {"lon": None}, "both"), ("place", BREE | {"mention": [5, 500]}, "not in the text"),
        ("weapon", "x" * 301, "longer"), ("actors", "Gondor", "list"), ("actors", [{"id": "x"}], "name is missing"),
        ("actors", [{"name": "Gondor", "kind": "wizard"}], "there are"), ("actors", [{"name": "x"}] * 101, "more than"),
        ("actors", [{"name": "Gondor", "mention": {"start": 4, "end": 4}}], "not in the text"),
        ("harm", [{"kind": "bored", "min": 1}], "killed"), ("harm", [{"kind": "killed", "min": -1}], "from 0"),
        ("harm", [{"kind": "killed", "min": 3, "max": 2}], "above"), ("harm", [{"kind": "killed"}], "bound"),
        ("harm", [{"kind": "killed", "min": 1.5}], "whole"), ("reported_by", [{"speaker": "x"}], "states"),
        ("colour", "red", "no field"),
    ],
)  # fmt: skip
def test_value_that_the_codebook_does_not_allow_is_refused_in_one_line(field: str, value: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words) as error:
        check_value(field, value, 100)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


def test_every_correctable_field_has_a_check() -> None:
    for field in CORRECTABLE:
        with pytest.raises(UsageError):
            check_value(field, object())


def test_span_must_lie_in_the_text() -> None:
    check_span(None, 10)
    check_span((0, 10), 10)
    for span in ((3, 3), (-1, 2), (4, 11)):
        with pytest.raises(UsageError, match="not in the text"):
            check_span(span, 10)
