from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.ingest.bad_bytes import bytes_of
from truceline.domain.serial import event_from_dict

TEXT = "Gondor made a raid on Mordor. Mordor broke the truce. “The talks are over.”"
CASES = [
    json.loads(line) for line in (Path(__file__).parent.parent / "cases/bad_inputs.jsonl").read_text().splitlines()
]


def jsonl(path: str, *rows: dict[str, Any]) -> str:
    Path(path).write_text("".join(json.dumps({"date": "2024-08-21", **row}) + "\n" for row in rows))
    return path


def test_code_jsonl_is_one_line_a_report_with_the_codebooks_names(truceline: Run) -> None:
    path = jsonl("in.jsonl", {"id": "m1", "text": TEXT}, {"id": "m2", "text": "Nothing happened in the Shire."})
    result = truceline("code", path, "--format", "jsonl")
    assert result.code == 0
    first, second = map(json.loads, result.out.splitlines())
    assert first["report_id"] == "m1"
    assert second == {"report_id": "m2", "events": []}
    event = first["events"][0]
    assert event["type"] == "ASSAULT"
    assert TEXT[slice(*event["trigger"]["span"])] == event["trigger"]["text"] == "raid"
    assert len({e["id"] for e in first["events"]}) == len(first["events"])
    assert event_from_dict(event, "x").actors[0].name == "Gondor"
    assert "2 coded (4 events)" in result.err
    assert not list(Path().glob("*.db"))


def test_code_report_without_an_id_goes_by_its_content(truceline: Run) -> None:
    path = jsonl("in.jsonl", {"text": TEXT})
    first = json.loads(truceline("code", path, "--format", "jsonl").out)
    assert len(first["report_id"]) == 24
    assert json.loads(truceline("code", path, "--format", "jsonl").out) == first


def test_code_text_file_with_a_header_has_offsets_into_the_body(truceline: Run) -> None:
    Path("in.txt").write_text("date 2024-08-21\n\n" + TEXT)
    record = json.loads(truceline("code", "in.txt", "--format", "jsonl").out)
    assert TEXT[slice(*record["events"][0]["trigger"]["span"])] == "raid"
    assert record["events"][0]["date"]["start"] == "2024-08-21"


def test_code_table_says_who_did_what_to_whom(truceline: Run) -> None:
    result = truceline("code", jsonl("in.jsonl", {"id": "m1", "text": TEXT, "outlet": "Minas Post"}))
    assert result.code == 0
    row = next(line for line in result.out.splitlines() if "ASSAULT" in line)
    for cell in ("Gondor", "Mordor", "Bree, AR", "2024-08-21", "≥4 killed", "0.75"):
        assert cell in row
    assert "truce ended" in result.out
    assert "Minas Post" in result.out
    assert "\x1b" not in result.out


def test_code_min_score_leaves_out_what_is_less_sure(truceline: Run) -> None:
    path = jsonl("in.jsonl", {"id": "m1", "text": TEXT})
    assert json.loads(truceline("code", path, "--format", "jsonl", "--min-score", "0.8").out)["events"] == []
    assert "no events" in truceline("code", path, "--min-score", "0.8").out


def test_code_bad_inputs_are_one_line_each_and_the_rest_is_coded(truceline: Run) -> None:
    folder = Path("in")
    folder.mkdir()
    for n, case in enumerate(CASES):
        (folder / f"{n:02}-{case['file']}").write_bytes(bytes_of(case))
    (folder / "zz.txt").write_text("date 2024-08-21\nThe truce holds in Gondor.")
    result = truceline("code", "in", "--format", "jsonl", "--db", "truce.db")
    assert result.code == 1
    assert len(result.out.splitlines()) == 1 + sum(case["note"].startswith("a gzip") for case in CASES) * 0
    lines = result.err.splitlines()
    for n, case in enumerate(CASES):
        found = [line for line in lines if f"{n:02}-{case['file']}" in line]
        assert len(found) == 1
        assert case["says"].replace("a.jsonl:1", ".jsonl:1") in found[0] or case["says"] in found[0]
    assert "Traceback" not in result.err
    assert f"{len(CASES)} refused" in lines[-1]


def test_code_text_that_steers_terminals_is_shown_as_signs(truceline: Run) -> None:
    path = jsonl(
        "in.jsonl",
        {"id": "m\x1b[31m1", "text": "\x1b]0;owned\x07Gondor made a raid.\x00 \ud800 \u202e", "title": "[bold]x"},
    )
    table = truceline("code", path, "--db", "truce.db")
    shown = truceline("show", "--db", "truce.db", "m\x1b[31m1")
    listed = truceline("show", "--db", "truce.db")
    for result in (table, shown, listed):
        assert result.code == 0
        assert "\x1b" not in result.out + result.err
        assert "\u202e" not in result.out
    assert "[bold]x" in table.out
    record = json.loads(truceline("code", path, "--format", "jsonl").out)
    assert record["report_id"] == "m\x1b[31m1"


def test_code_again_with_a_database_says_the_same_and_codes_nothing(truceline: Run) -> None:
    path = jsonl("in.jsonl", {"id": "m1", "text": TEXT}, {"id": "m2", "text": "A raid in Arnor."})
    first = truceline("code", path, "--format", "jsonl", "--db", "truce.db")
    second = truceline("code", path, "--format", "jsonl", "--db", "truce.db")
    assert first.out == second.out
    assert "0 coded (0 events), 2 known already → truce.db" in second.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("code",), "INPUT..."),
        (("code", "nowhere.txt"), "no such file"),
        (("code", "ftp://example.org/a"), "http and https"),
        (("code", "https://"), "of a host"),
        (("code", "in.txt", "--format", "xml"), "xml"),
        (("code", "in.txt", "--date", "yesterday"), "YYYY-MM-DD"),
        (("code", "in.txt", "--workers", "0"), "workers"),
        (("code", "in.txt", "--db", "no/such/folder/truce.db"), "mkdir"),
        (("code", "in.txt", "--db", "in.txt"), "not a SQLite database"),
        (("sing",), "sing"),
        (("show", "m1", "--db", "nowhere.db"), "no such database"),
        (("db", "info", "--db", "nowhere.db"), "no such database"),
    ],
)
def test_code_wrong_usage_is_code_2_and_says_what(truceline: Run, arguments: tuple[str, ...], says: str) -> None:
    Path("in.txt").write_text("date 2024-08-21\n" + TEXT * 20)
    result = truceline(*arguments)
    assert result.code == 2
    assert says.lower() in result.err.lower()
    assert "Traceback" not in result.err
    assert result.out == ""


def test_annotate_prints_the_layers(truceline: Run) -> None:
    text = "Gondor and Arnor met at Bree. “The truce holds.”"
    result = truceline("annotate", jsonl("in.jsonl", {"id": "m1", "text": text}), "--format", "jsonl")
    layers = json.loads(result.out)
    assert result.code == 0
    assert set(layers) >= {"report_id", "sentences", "entities", "times", "places", "actors", "relations", "quotations"}
    assert [text[s:e] for s, e in layers["actors"][0]["mentions"]] == ["Gondor"]
    assert layers["quotations"][0]["speaker"] == "the herald"
    assert {"start", "end", "text", "type", "value", "from", "to"} <= layers["times"][0].keys()
    assert {"start", "end", "text", "name", "kind", "country", "lat", "lon", "source_id"} <= layers["places"][0].keys()
