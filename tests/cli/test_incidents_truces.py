from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ledger.test_truces import attack, declared, ended
from truceline.cli.main import run
from truceline.domain.coded import CodedReport
from truceline.store import Store


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "truce.db")
    with Store.open(path) as store:
        for coded in (declared(), attack("3019-07-16", "3019-07-15"), ended()):
            versioned = CodedReport(coded.report, coded.events, version="by hand 1")
            store.write_coded(coded.report, versioned)
    return path


def lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_incidents_as_json_lines_hold_the_contract(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--db", db, "--format", "jsonl"]) == 0
    rows = lines(capfd)
    assert len(rows) == 3
    for row in rows:
        assert {"id", "type", "date", "place", "actors", "recipients", "harm", "events", "disagreements"} <= set(row)
        assert all("#" in str(ref) for ref in row["events"])  # type: ignore[attr-defined]


def test_incidents_can_be_narrowed(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--db", db, "--format", "jsonl", "--type", "assault", "--from", "3019-07-01"]) == 0
    assert [row["type"] for row in lines(capfd)] == ["ASSAULT"]


def test_incidents_say_in_words_what_one_report_tells_two_ways(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = attack("3019-07-16", "3019-07-15")
    event = replace(told.events[0], conflict="dated two ways: “Monday” and “in May”")
    with Store.open(str(tmp_path / "one.db")) as store:
        store.write_coded(told.report, CodedReport(told.report, (event,), version="by hand 1"))
    assert run(["incidents", "--db", str(tmp_path / "one.db")]) == 0
    printed = capfd.readouterr().out
    assert "one report gives two" in printed and printed.split()[-1] == "dates"


def test_truces_as_json_lines_hold_the_contract(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["truces", "--db", db, "--on", "3019-08-21", "--format", "jsonl"]) == 0
    (row,) = lines(capfd)
    assert {"id", "name", "parties", "scope", "class", "start", "end", "state", "evidence", "violations"} <= set(row)
    assert row["state"] == "ended"
    assert len(row["violations"]) == 1  # type: ignore[arg-type]
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    assert {"report_id", "start", "end"} <= set(evidence[0])


def test_truces_as_known_earlier_do_not_know_the_end(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(["truces", "--db", db, "--on", "3019-08-21", "--as-known", "3019-08-20", "--format", "jsonl"])
    (row,) = lines(capfd)
    assert row["state"] == "in force, violations reported"
    assert "ended" not in [e["action"] for e in row["entries"]]  # type: ignore[attr-defined]
    assert row["end"] is None


def test_show_prints_acts_with_their_sentences_and_draws_the_chart(
    db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["truces", "--db", db, "--format", "jsonl"])
    ref = str(lines(capfd)[0]["id"])
    picture = tmp_path / "truce.svg"
    assert run(["truces", "show", ref[:8], "--db", db, "--svg", str(picture)]) == 0
    printed = capfd.readouterr().out
    assert "Rockets fell on the garrison of Osgiliath" in printed
    assert "attacker not named" in printed
    assert "█" in printed
    root = ET.fromstring(picture.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert any("violations reported" in (t.text or "") for t in root.iter("{http://www.w3.org/2000/svg}title"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["truces", "show", "ffff"], "No truce ffff"),
        (["truces", "--on", "yesterday"], "a day is written"),
        (["incidents", "--format", "xml"], "there are table and jsonl"),
    ],
)
def test_mistakes_end_in_one_line(db: str, arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--db", db]) != 0
    error = capfd.readouterr().err
    assert words in error
    assert "Traceback" not in error
