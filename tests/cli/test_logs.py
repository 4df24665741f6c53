from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_coder import FAKE
from truceline.cli.logs import LogFormat, LogLevel, set_up
from truceline.cli.main import run


@pytest.fixture(autouse=True)
def _as_it_was() -> object:
    logger = logging.getLogger("truceline")
    before = (logger.handlers[:], logger.level, logger.propagate)
    yield
    logger.handlers[:], logger.level, logger.propagate = before


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_logs_as_json_hold_what_a_run_says_in_fields(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truceline.run.shipped_coder", lambda: FAKE)
    (tmp_path / "a.txt").write_text("date 2024-08-21\n\nGondor made a raid on Mordor.\n")
    (tmp_path / "b.txt").write_text("The raid of Gondor has no day.\n")
    assert run(["--log-format", "json", "code", str(tmp_path), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert [r["report_id"] for r in lines(out)]
    refused, ended = lines(err)
    assert (refused["level"], refused["name"]) == ("warning", str(tmp_path / "b.txt"))
    assert "gives no publication day" in str(refused["reason"])
    assert (ended["n_read"], ended["n_coded"], ended["n_refused"]) == (1, 1, 1)
    assert str(ended["time"]).endswith("+00:00")


def test_logs_as_json_hold_the_error_that_ends_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--log-format", "json", "db", "info", "--db", "lost.db"]) == 2
    (line,) = lines(capsys.readouterr().err)
    assert (line["level"], line["error"]) == ("error", "StoreError")


def test_logs_keep_to_the_level_and_to_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(LogFormat.JSON, LogLevel.WARNING)
    logger = logging.getLogger("truceline.web")
    logger.info("not told")
    logger.warning("told\nover two lines", extra={"fields": {"path": "/x"}})
    (line,) = lines(capsys.readouterr().err)
    assert (line["message"], line["path"], line["logger"]) == ("told\nover two lines", "/x", "truceline.web")
    set_up(LogFormat.TEXT, LogLevel.INFO)
    logger.info("told")
    assert capsys.readouterr().err.endswith("info truceline.web: told\n")


def test_logs_setting_that_is_no_format_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUCELINE_LOG_FORMAT", "xml")
    assert run(["version"]) == 2
    assert "'xml' is none of text, json" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_given_for_the_shell(shell: str) -> None:
    asked = {"_TRUCELINE_COMPLETE": f"complete_{shell}", "COMP_WORDS": "truceline tru", "COMP_CWORD": "1"}
    asked |= {"_TYPER_COMPLETE_ARGS": "truceline tru", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    call = "from truceline.cli.main import app; app(prog_name='truceline')"
    path = {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
    done = subprocess.run([sys.executable, "-c", call], env=asked | path, capture_output=True, text=True, timeout=60)
    assert "truces" in done.stdout, done.stderr
