from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.fake_coder import code, report
from truceline.cli.event_view import Mark, bracketed, claim_value, coloured, marks_of
from truceline.domain.claims import Claim
from truceline.domain.codes import Reading
from truceline.domain.text import Span
from truceline.store import Store

TEXT = "Gondor made a raid on Mordor. Mordor broke the truce."


@pytest.fixture
def event_id(truceline: Run) -> str:
    Path("in.jsonl").write_text(json.dumps({"id": "m1", "date": "2024-08-21", "text": TEXT}))
    assert truceline("code", "in.jsonl", "--db", "truce.db").code == 0
    return code(report(TEXT, source_id="m1")).events[0].id


def test_show_event_has_its_sentence_with_marks_and_who_says_so(truceline: Run, event_id: str) -> None:
    result = truceline("show", event_id, "--db", "truce.db")
    assert result.code == 0
    assert "[Gondor](actors) made a [raid](trigger) on [Mordor](recipients)." in result.out
    assert "the herald (Gondor): states" in result.out
    assert "the word “raid”" in result.out
    assert "five five-words 1" in result.out
    assert "broke the truce" not in result.out.split("who ")[0].split("\n", 3)[3]


def test_show_report_has_all_its_events(truceline: Run, event_id: str) -> None:
    result = truceline("show", "m1", "--db", "truce.db")
    assert result.out.count("sure 0.75") == 3
    assert event_id in result.out


def test_show_without_an_id_lists_reports(truceline: Run, event_id: str) -> None:
    assert truceline("show", "--db", "truce.db").out.startswith("m1  2024-08-21")


def test_show_takes_the_database_from_the_setting(
    truceline: Run, event_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUCELINE_DB", "truce.db")
    assert truceline("show", f"m1#{event_id[:5]}").code == 0


def test_show_correction_by_a_person_is_shown_with_the_name(truceline: Run, event_id: str) -> None:
    moment = datetime(2024, 8, 22, 12, tzinfo=UTC)
    with Store.open("truce.db") as store:
        store.add_claim(
            event_id, Claim("type", "COERCE", "", None, "person", "", 1.0, "no shot fell", by="Éowyn", at_utc=moment)
        )
    result = truceline("show", event_id, "--db", "truce.db")
    assert "COERCE" in result.out.splitlines()[0]
    assert "Éowyn, 2024-08-22 12:00" in result.out
    assert "(type)" in result.out


def test_show_json_is_the_record(truceline: Run, event_id: str) -> None:
    record = json.loads(truceline("show", event_id, "--db", "truce.db", "--json").out)
    assert record["report"]["text"] == TEXT
    assert [e["id"] for e in record["events"]] == [event_id]


@pytest.mark.parametrize("ref", ["nothing", "m1#ffff", "nothing#1"])
def test_show_unknown_id_is_one_line_and_code_1(truceline: Run, event_id: str, ref: str) -> None:
    result = truceline("show", ref, "--db", "truce.db")
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    assert ref.split("#")[0] in result.err


def test_show_marks_may_nest_and_touch_but_not_cross() -> None:
    text = "the raid of Gondor on Bree"
    marks = [
        Mark(Span(0, 18), "actors"),
        Mark(Span(4, 8), "trigger"),
        Mark(Span(12, 22), "harm"),
        Mark(Span(22, 26), "place"),
    ]
    assert bracketed(text, Span(0, 26), marks) == "[the [raid](trigger) of Gondor](actors) on [Bree](place)"
    assert bracketed(text, Span(4, 11), marks) == "[raid](trigger) of"
    assert coloured(text, Span(4, 26), marks).plain == text[4:]


def test_show_colours_fall_on_the_words_of_the_field() -> None:
    one = report(TEXT)
    event = code(one).events[0]
    shown = coloured(TEXT, event.evidence[0], marks_of(event))
    styles = {shown.plain[s.start : s.end]: str(s.style) for s in shown.spans}
    assert styles["raid"] == "bold reverse"
    assert styles["Gondor"] == "bold red"


def test_show_says_not_stated_unreadable_and_zero_apart() -> None:
    def claim(value: object, reading: Reading) -> Claim:
        return Claim("harm", value, "", None, "", "", 1.0, "", reading=reading)  # type: ignore[arg-type]

    said = [
        claim_value(claim(None, Reading.NOT_STATED)),
        claim_value(claim(None, Reading.UNREADABLE)),
        claim_value(claim({"kind": "killed", "min": 0, "max": 0}, Reading.STATED)),
    ]
    assert said == ["not stated", "unreadable", "killed 0"]
