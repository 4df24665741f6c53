from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from truceline.cli.main import run
from truceline.errors import ModelError
from truceline.run import checkup
from truceline.run.checkup import State
from truceline.store import Store


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str, str]]:
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {r["name"]: (r["state"], r["found"], r["to_do"]) for r in rows}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the checks that load models."""
    for name in ("_language", "_event_model", "_coding", "_tables"):
        monkeypatch.setattr(checkup, name, lambda: "as shipped")


@pytest.mark.slow
def test_doctor_finds_a_sound_installation_sound(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Store.open(str(tmp_path / "truce.db")).close()
    assert run(["doctor", "--db", str(tmp_path / "truce.db"), "--json"]) == 0
    found = findings(capsys)
    for name in ("Python", "language model", "event model", "gazetteer", "tables", "coding", "database"):
        assert found[name][0] == "ok", found[name]
    assert "can be written" in found["database"][1]


@pytest.mark.usefixtures("quick")
def test_doctor_says_what_to_do_about_a_missing_model(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise ModelError("No spaCy pipeline 'x'. Install it with: pip install x")

    monkeypatch.setattr(checkup, "_language", missing)
    assert run(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "fault language model" in out
    assert "pip install x" in out


@pytest.mark.usefixtures("quick")
def test_doctor_tells_a_database_that_is_not_made_from_one_that_is_broken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["doctor", "--json"]) == 0
    state, said, to_do = findings(capsys)["database"]
    assert (state, said) == ("note", "none at truceline.db yet")
    assert "truceline code INPUT" in to_do
    assert run(["doctor", "--json", "--db", "lost.db"]) == 1
    assert findings(capsys)["database"][0] == "fault"
    (tmp_path / "letter.db").write_text("Dear friends of Gondor, " * 100)
    assert run(["doctor", "--json", "--db", "letter.db"]) == 1
    assert "not a SQLite database" in findings(capsys)["database"][1]


@pytest.mark.usefixtures("quick")
def test_doctor_notes_missing_extras_settings_that_nobody_reads_and_little_room(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUCELINE_MIN_SCORE", "0.4")
    monkeypatch.setattr(checkup, "EXTRAS", {"palantir": ("no_such_library", "no seeing afar")})
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=900_000_000))
    assert run(["doctor", "--json"]) == 0
    found = findings(capsys)
    assert found["settings"][:2] == ("note", "not read: TRUCELINE_MIN_SCORE")
    assert found["extra palantir"] == (
        "note", "not installed; no seeing afar", "Where you want it: pip install 'truceline[palantir]'",
    )  # fmt: skip
    assert found["disk of the database"][0] == State.NOTE
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1_000_000))
    assert run(["doctor", "--json"]) == 1
