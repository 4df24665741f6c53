from __future__ import annotations

import json

import pytest

from truceline import settings
from truceline.cli.main import run
from truceline.errors import UsageError
from truceline.run import checkup


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("min_event_score", "5"),
        ("min_event_score", "70"),
        ("min_event_score", "-0.1"),
        ("min_event_score", "nan"),
        ("max_report_chars", "0"),
        ("max_report_seconds", "-1"),
        ("max_page_bytes", "-5"),
        ("host_delay_seconds", "inf"),
        ("db_wait_seconds", "1e12"),
        ("event_reader", "palantir"),
    ],
)
def test_settings_refuse_what_lies_out_of_range(name: str, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = f"TRUCELINE_{name.upper()}"
    monkeypatch.setenv(variable, given)
    with pytest.raises(UsageError) as refused:
        settings.get(name)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{variable}={given!r} is ")
    assert "unset it" in line


def test_settings_take_both_ends_of_a_range_and_words_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("0", "1"):
        monkeypatch.setenv("TRUCELINE_MIN_EVENT_SCORE", given)
        assert settings.get_float("min_event_score") == float(given)
    monkeypatch.setenv("TRUCELINE_EVENT_READER", "Rules")
    assert settings.get_str("event_reader") == "rules"


def test_settings_defaults_are_within_their_own_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in settings.TABLE:
        monkeypatch.setenv(f"TRUCELINE_{setting.name.upper()}", str(setting.default))
        assert settings.get(setting.name) == setting.default


def test_settings_every_number_has_a_range() -> None:
    assert [s.name for s in settings.TABLE if not isinstance(s.default, str) and s.least is None] == []


def test_settings_out_of_range_end_a_run_with_exit_code_2_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    monkeypatch.setenv("TRUCELINE_MAX_REPORT_CHARS", "0")
    assert run(["code", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "out of range (characters: 1 or more)" in line


def test_settings_out_of_range_are_a_fault_that_doctor_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("_language", "_event_model", "_coding", "_tables"):
        monkeypatch.setattr(checkup, name, lambda: "as shipped")
    monkeypatch.setenv("TRUCELINE_MIN_EVENT_SCORE", "70")
    assert run(["doctor", "--json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (row,) = [r for r in rows if r["name"] == "settings"]
    assert row["state"] == "fault"
    assert "probability: 0 to 1" in row["found"]
