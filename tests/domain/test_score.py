from __future__ import annotations

from typing import Any

import pytest

from truceline.domain.score import pair_events, score
from truceline.domain.score_fields import count_parties, dates_agree, names_agree, places_agree, toll_of

Event = dict[str, Any]


def told(at: tuple[int, int] = (10, 16), **fields: Any) -> Event:
    """Mordor shells Bree."""
    return {
        "type": "ASSAULT", "status": "actual", "actors": [["Army of Mordor", "Mordor"]], "recipients": [["Bree"]],
        "date": {"start": "3019-03-05", "end": "3019-03-05"}, "place": {"names": ["Bree"], "country": "AR"},
        "harm": [{"kind": "killed", "min": 2, "max": 2}], "reported_by": [],
        "trigger": {"text": "shelled", "span": list(at)}, "evidence": [[0, 50]],
    } | fields  # fmt: skip


def read(at: tuple[int, int] = (10, 16), **fields: Any) -> Event:
    """The same as the coder prints it."""
    return told() | {
        "actors": [{"name": "Mordor", "affiliation": None}], "recipients": [{"name": "the town of Bree"}],
        "place": {"name": "Bree", "country": "AR"}, "trigger": {"text": "shelled", "start": at[0], "end": at[1]},
    } | fields  # fmt: skip


def test_score_of_a_right_record_is_one_in_every_figure() -> None:
    figures = score({"a": [told()]}, {"a": [read()]})
    for name in ("detected", "quad", "typed", "usable", "actors", "recipients"):
        assert figures[name] == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "gold": 1, "predicted": 1}, name
    assert [figures[name] for name in ("date", "place", "status", "reported_by", "killed")] == [1.0] * 5
    assert "injured" not in figures


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({}, {"detected": 1, "quad": 1, "typed": 1, "usable": 1}),
        ({"date": None}, {"detected": 1, "quad": 1, "typed": 1, "usable": 0}),
        ({"harm": []}, {"detected": 1, "quad": 1, "typed": 1, "usable": 1}),
        ({"actors": [{"name": "Mordor"}, {"name": "Rohan"}]}, {"detected": 1, "quad": 1, "typed": 1, "usable": 0}),
        ({"type": "COERCE"}, {"detected": 1, "quad": 1, "typed": 0, "usable": 0}),
        ({"type": "AGREE"}, {"detected": 1, "quad": 0, "typed": 0, "usable": 0}),
        ({"trigger": {"start": 60, "end": 66}}, {"detected": 0, "quad": 0, "typed": 0, "usable": 0}),
    ],
)
def test_score_counts_pairs_as_far_as_they_agree(change: Event, counted: dict[str, int]) -> None:
    figures = score({"a": [told()]}, {"a": [read(**change)]})
    assert {name: figures[name]["tp"] for name in counted} == counted


def test_score_names_what_was_missed_extra_and_wrong() -> None:
    figures = score(
        {"a": [told(), told((30, 36), type="AGREE", evidence=[[28, 40]])], "b": [told()]},
        {"a": [read(date=None), read((60, 66))], "c": [read()]},
        True,
    )
    assert figures["errors"] == [
        "MISSED a AGREE «shelled»", "EXTRA  a ASSAULT «shelled»", "FIELDS a ASSAULT «shelled» wrong: date",
        "MISSED b ASSAULT «shelled»",
    ]  # fmt: skip
    assert (figures["detected"]["gold"], figures["detected"]["predicted"]) == (3, 2)


def test_score_optional_events_and_second_readings_cost_nothing() -> None:
    gold = {"a": [told(optional=True, truce_action="ended"), told((70, 76), evidence=[[60, 90]], type_also=["COERCE"])]}
    coded = {"a": [read(truce_action="ended"), read((70, 76), type="COERCE")]}
    figures = score(gold, coded)
    assert figures["typed"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "gold": 1, "predicted": 1}
    assert figures["truce_action"]["predicted"] == 0
    assert score(gold, {})["typed"]["gold"] == 1


def test_score_takes_the_closest_of_two_events_of_one_sentence() -> None:
    gold = [told(type="AGREE", trigger=None), told(trigger=None)]
    assert sorted(pair_events(gold, [read(), read((20, 26), type="AGREE")])) == [(0, 1), (1, 0)]


def test_score_evidence_may_be_left_out_where_there_is_a_trigger() -> None:
    assert pair_events([told(evidence=[])], [read()]) == [(0, 0)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Army of Mordor", "Mordor's army", True),
        ("U.S. forces", "US", True),
        ("Gondor", "Gondor and Rohan", True),
        ("two soldiers", "soldiers", True),
        ("the rebels", "government officials", False),
        ("Army of Mordor", "Army of Gondor", False),
        ("", "Mordor", False),
    ],
)
def test_names_agree_by_the_words_that_tell(one: str, other: str, same: bool) -> None:
    assert names_agree(one, other) is same


def test_count_parties_takes_each_coded_party_once() -> None:
    assert count_parties([["Mordor"], ["Mordor", "the Dark Lord"]], [{"name": "Mordor"}]) == (1, 2, 1)
    assert count_parties(None, []) == (0, 0, 0)


def test_dates_agree_where_half_of_the_days_are_shared() -> None:
    def days(first: int, last: int) -> dict[str, str]:
        return {"start": f"3019-03-{first:02}", "end": f"3019-03-{last:02}"}

    assert dates_agree(days(1, 4), days(1, 2))
    assert not dates_agree(days(1, 5), days(1, 2))
    assert not dates_agree(days(1, 1), None)
    assert dates_agree(None, {})


def test_places_agree_by_point_name_or_country_of_a_large_place() -> None:
    bree = {"names": ["Bree"], "country": "AR", "lat": 50.0, "lon": 10.0, "precision": 1}
    assert places_agree(bree, {"name": "Archet", "lat": 50.3, "lon": 10.0})
    assert not places_agree(bree, {"name": "Bree", "lat": 51.0, "lon": 10.0})
    assert places_agree(bree, {"name": "Bree"})
    assert not places_agree(bree, None)
    assert places_agree({"names": ["Arnor"], "country": "AR", "precision": 6}, {"name": "Fornost", "country": "AR"})
    assert not places_agree(bree, {"name": "Fornost", "country": "AR"})


def test_tolls_are_summed_and_none_is_not_zero() -> None:
    assert toll_of({"harm": [{"kind": "killed", "min": 2}, {"kind": "killed", "min": None, "max": 3}]}, "killed") == 2
    assert toll_of({"harm": [{"kind": "killed", "min": 0}]}, "killed") == 0
    assert toll_of({"harm": []}, "killed") is None
