from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = "Gondor made a raid on Mordor. Mordor broke the truce."
RAID = {"type": "ASSAULT", "actors": ["Gondor"], "recipients": ["Mordor"], "trigger": [14, 18], "evidence": [[0, 29]]}
MEASURING = Path(__file__).parents[2] / "docs/measuring.md"


@pytest.fixture
def gold(truceline: Run) -> Path:
    """A folder of the user's own."""
    folder = Path("my-gold")
    folder.mkdir()
    (folder / "reports.jsonl").write_text(json.dumps({"id": "m1", "date": "2024-08-21", "text": TEXT}))
    (folder / "events.jsonl").write_text(json.dumps({"report_id": "m1", "events": [RAID]}) + "\n")
    return folder


def test_eval_codes_the_reports_of_a_folder_and_measures(truceline: Run, gold: Path) -> None:
    result = truceline("eval", "my-gold", "--errors")
    assert result.code == 0, result.err
    assert re.search(r"^detected +P 0\.\d+  R 1\.000", result.out, re.MULTILINE)
    assert "EXTRA  m1" in result.out


def test_eval_measures_what_was_coded_before_without_the_reports(truceline: Run, gold: Path) -> None:
    coded = truceline("code", "my-gold/reports.jsonl", "--format", "jsonl")
    Path("predicted.jsonl").write_text(coded.out)
    (gold / "reports.jsonl").unlink()
    result = truceline("eval", "my-gold", "--predictions", "predicted.jsonl", "--json")
    figures = json.loads(result.out)
    assert figures["typed"]["tp"] == 1
    assert figures["actors"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: no such folder"),
        (["my-gold", "--predictions", "nowhere.jsonl"], "nowhere.jsonl: no such file"),
        (["my-gold", "--scorer", "nowhere.py"], "nowhere.py: no such file"),
        (["empty"], "empty: holds no events.jsonl"),
        (["my-gold", "--predictions", "other.jsonl"], "has none of the 1 reports of my-gold/events.jsonl"),
        (["my-gold", "--predictions", "broken.jsonl"], "broken.jsonl:2: one JSON object a line is wanted"),
        (["my-gold", "--predictions", "types.jsonl"], "types.jsonl:1: no event type 'RAID'"),
        (["my-gold", "--predictions", "shape.jsonl"], "shape.jsonl:1: event 1 (ASSAULT) has a field in another shape"),
        (["my-gold", "--predictions", "twice.jsonl"], "twice.jsonl:2: the report 'm1' stands on a line before"),
    ],
)
def test_eval_mistakes_end_in_one_line_and_code_2(truceline: Run, gold: Path, arguments: list[str], said: str) -> None:
    Path("empty").mkdir()
    for name, lines in {
        "other": [{"report_id": "m2", "events": []}],
        "broken": [{"report_id": "m1", "events": []}, {"events": 3}],
        "types": [{"report_id": "m1", "events": [{"type": "RAID"}]}],
        "shape": [{"report_id": "m1", "events": [{"type": "ASSAULT", "evidence": [[0, 5]], "date": "yesterday"}]}],
        "twice": [{"report_id": "m1", "events": []}] * 2,
    }.items():
        Path(f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    result = truceline("eval", *arguments)
    assert result.code == 2
    (line,) = result.err.splitlines()
    assert said in line
    assert result.out == ""


def test_eval_says_which_reports_were_not_coded(truceline: Run, gold: Path) -> None:
    with (gold / "events.jsonl").open("a") as file:
        file.write(json.dumps({"report_id": "m9", "events": [RAID]}))
    result = truceline("eval", "my-gold")
    assert result.code == 0
    assert "1 of 2 reports of gold are not in my-gold/reports.jsonl: their events count as missed" in result.err
    assert "2 gold" in result.out


def test_eval_takes_a_scorer_of_the_users_own(truceline: Run, gold: Path) -> None:
    Path("mine.py").write_text("def score(gold, coded, errors=False):\n    return {'reports': len(gold)}\n")
    assert truceline("eval", "my-gold", "--scorer", "mine.py").out == "reports       1\n"


def test_eval_reads_the_example_of_the_docs(truceline: Run, gold: Path) -> None:
    block = re.search(r"```json\n(.*?)```", MEASURING.read_text("utf8"), re.DOTALL)
    assert block
    record = json.loads(block[1])
    (gold / "events.jsonl").write_text(json.dumps(record))
    Path("same.jsonl").write_text(json.dumps(record))
    result = truceline("eval", "my-gold", "--predictions", "same.jsonl", "--json")
    assert json.loads(result.out)["usable"]["f1"] == 1.0
