"""Time expressions in TIMEX3 terms and days (codebook section 8). Hard cases stand in tests/cases/times.jsonl."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.extract.analysed import analysed
from truceline.domain.text import Document, Report
from truceline.errors import BadData
from truceline.extract import times_calendar as cal
from truceline.extract.times import READERS, find_times
from truceline.resources import times as grammar_file
from truceline.resources.times import load_times

CASES = [json.loads(line) for line in Path("tests/cases/times.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_times_hard_case(case: dict[str, Any]) -> None:
    doc = analysed(case["text"], case["date"])
    found = {m.text: m for m in find_times(doc, anchor=doc.report.date)}
    for want in case["find"]:
        assert want["text"] in found, f"not found; found {list(found)}"
        m = found[want["text"]]
        got = {
            "text": m.text,
            "type": m.type,
            "value": m.value,
            "from": m.first_day.isoformat() if m.first_day else None,
            "to": m.last_day.isoformat() if m.last_day else None,
        }
        assert got == want, m.reason
    for word in case.get("absent", ()):
        assert word not in {text.lower() for text in found}


def test_times_lie_in_text_order_without_overlap_at_their_offsets() -> None:
    doc = analysed("On Tuesday, July 30, 2024, and again two days later, late last month, jets struck Bree at dawn.")
    found = find_times(doc, anchor=doc.report.date)
    assert len(found) >= 4
    assert all(m.text == doc.text[m.span.start : m.span.end] for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_times_need_no_analysis_and_give_a_reason() -> None:
    doc = Document(Report(date(2024, 8, 21), "The truce of Nov. 24, 2023 failed on Friday."))
    found = find_times(doc, anchor=doc.report.date)
    assert [(m.text, m.value) for m in found] == [("Nov. 24, 2023", "2023-11-24"), ("Friday", "2024-08-16")]
    assert all(m.reason for m in found)


def test_times_of_an_empty_or_strange_report_are_none() -> None:
    for text in ("", "   \n\n", "İİİ 99 / 99 / 9999 %%", "0000-00-00 and 2024-13-45"):
        assert find_times(Document(Report(date(2024, 8, 21), text)), anchor=date(2024, 8, 21)) == ()


def test_times_near_the_ends_of_the_calendar_do_not_fail() -> None:
    text = "900 centuries ago, 90000 years later, 5000 decades ago and 99999999 days ago; next year, last century."
    for day in (date(1, 1, 2), date(9998, 12, 30)):
        find_times(Document(Report(day, text)), anchor=day)


def test_every_rule_reads_with_a_reader_that_exists() -> None:
    assert {rule.read for rule in load_times().rules} <= set(READERS)


def test_a_broken_rule_stops_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = yaml.safe_load(Path("src/truceline/data/times.yaml").read_text(encoding="utf-8"))
    whole["rules"] = [{"name": "elvish", "pattern": "{no_such_table} day", "read": "weekday"}]
    monkeypatch.setattr(grammar_file.yaml, "safe_load", lambda _: whole)
    with pytest.raises(BadData, match="elvish"):
        load_times.__wrapped__()


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-07-30", "2024-07-30", "2024-07-30"),
        ("2024-07-30TNI", "2024-07-30", "2024-07-30"),
        ("2024-W01", "2024-01-01", "2024-01-07"),
        ("2024-W33-WE", "2024-08-17", "2024-08-18"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2023-WI", "2023-12-01", "2024-02-29"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_days_of_a_value(value: str, first: str, last: str) -> None:
    assert cal.days_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


def test_days_of_a_reference_or_duration_are_none() -> None:
    assert [cal.days_of(v) for v in ("PAST_REF", "P3D", "XXXX-WXX-2", "2024-13", "2023-02-29", "")] == [None] * 6


def test_easter_and_islamic_feasts_fall_on_known_days() -> None:
    assert cal.easter(2016) == date(2016, 3, 27)
    assert cal.orthodox_easter(2022) == date(2022, 4, 24)
    assert abs((cal.islamic_in(2023, 9, 1)[0] - date(2023, 3, 23)).days) <= 1
