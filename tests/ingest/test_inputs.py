from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.bad_bytes import bytes_of
from truceline import errors
from truceline.domain.text import Report
from truceline.ingest import ReadOptions, Refusal, read_inputs
from truceline.ingest.extras import EXTRAS

CASES = [
    json.loads(line) for line in (Path(__file__).parent.parent / "cases/bad_inputs.jsonl").read_text().splitlines()
]


def read(path: Path, **options: Any) -> list[Report | Refusal]:
    return list(read_inputs([str(path)], ReadOptions(**options)))


def only_report(found: list[Report | Refusal]) -> Report:
    assert len(found) == 1
    assert isinstance(found[0], Report), str(found[0])
    return found[0]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_inputs_bad_one_is_refused_in_one_clear_line(case: dict[str, Any], tmp_path: Path) -> None:
    found = read(write(tmp_path, case["file"], bytes_of(case)))
    refused = [r for r in found if isinstance(r, Refusal)]
    assert len(refused) == 1
    assert isinstance(refused[0].error, getattr(errors, case["error"]))
    line = str(refused[0])
    assert case["says"] in line
    assert case["file"] in line
    assert "\n" not in line
    assert len(line) < 500


def test_inputs_bad_one_costs_no_other(tmp_path: Path) -> None:
    for n, case in enumerate(CASES):
        write(tmp_path, f"{n:02}-{case['file']}", bytes_of(case))
    write(tmp_path, "zz.txt", "date 2024-08-21\nThe truce holds in Gondor.")
    found = read(tmp_path)
    assert [r.text for r in found if isinstance(r, Report)][-1] == "The truce holds in Gondor."
    assert sum(isinstance(r, Refusal) for r in found) == len(CASES)


def test_inputs_cut_gzip_gives_the_reports_before_the_cut(tmp_path: Path) -> None:
    rows = "".join(
        json.dumps({"id": n, "date": "2024-08-21", "text": f"The truce {n * 7919}."}) + "\n" for n in range(3000)
    )
    found = read(write(tmp_path, "a.jsonl.gz", gzip.compress(rows.encode())[:-4000]))
    assert isinstance(found[-1], Refusal)
    assert len(found) > 100


def test_inputs_missing_one_is_wrong_usage_before_anything_is_read(tmp_path: Path) -> None:
    good = write(tmp_path, "a.txt", "date 2024-08-21\nThe truce.")
    with pytest.raises(errors.UsageError, match=r"no such file"):
        next(read_inputs([str(good), str(tmp_path / "b.txt")], ReadOptions()))


def test_inputs_date_option_dates_only_what_has_no_date(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "The truce.")
    write(tmp_path, "b.txt", "date 2024-08-21\nThe truce.")
    found = read(tmp_path, date=date(2001, 2, 3), outlet="Minas Post")
    assert [r.date for r in found if isinstance(r, Report)] == [date(2001, 2, 3), date(2024, 8, 21)]
    assert all(r.outlet == "Minas Post" for r in found if isinstance(r, Report))


def test_inputs_folder_is_read_by_name_and_says_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write(tmp_path / "b", "1.jsonl", '{"date": "2024-08-21", "text": "Second."}')
    write(tmp_path, "a.txt", "date 2024-08-21\nFirst.")
    write(tmp_path, ".hidden.txt", "date 2024-08-21\nNever.")
    write(tmp_path, "photo.png", b"\x89PNG")
    notes: list[tuple[str, str]] = []
    found = read(tmp_path, note=lambda name, message: notes.append((name, message)))
    assert [r.text for r in found if isinstance(r, Report)] == ["First.", "Second."]
    assert len(found) == 2
    assert "photo.png" in notes[0][1]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('{"date": "2024-08-21", "text": "From JSONL."}\n', "From JSONL."),
        ("date 2024-08-21\nFrom text.", "From text."),
        ("date,text\n2024-08-21,From CSV.\n", "From CSV."),
        ('[{"date": "2024-08-21", "text": "From a list."}]', "From a list."),
    ],
)
def test_inputs_standard_input_is_read_by_its_content(content: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert only_report(list(read_inputs(["-"], ReadOptions()))).text == text


def test_inputs_one_line_of_40000_characters_is_read(tmp_path: Path) -> None:
    text = ("The riders of Gondor broke the truce at Bree. " * 900)[:40_000]
    assert only_report(read(write(tmp_path, "a.txt", "date 2024-08-21\n" + text))).text == text


def test_inputs_capitals_are_read(tmp_path: Path) -> None:
    text = "THE RIDERS OF GONDOR BROKE THE TRUCE AT BREE ON MONDAY, SAID THE HERALD OF THE KING."
    assert only_report(read(write(tmp_path, "a.txt", "DATE 2024-08-21\n" + text))).text == text


def test_inputs_text_of_json_survives_with_nul_and_half_a_surrogate_pair(tmp_path: Path) -> None:
    line = '{"date": "2024-08-21", "text": "The\\u0000 truce \\ud800 \\ufeffended.\\r\\n"}'
    assert only_report(read(write(tmp_path, "a.jsonl", line))).text == "The\x00 truce \ud800 \ufeffended.\r\n"


def test_inputs_same_content_under_two_names_is_one_report(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", '{"id": "x", "date": "2024-08-21", "text": "The truce."}')
    write(tmp_path, "b.jsonl", '{"id": "y", "date": "2024-08-21T09:00:00Z", "text": "The truce."}')
    first, second = read(tmp_path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.id == second.id
    assert (first.report_id, second.report_id) == ("x", "y")


def test_inputs_memory_stays_bounded_on_a_long_file(tmp_path: Path) -> None:
    row = json.dumps({"date": "2024-08-21", "text": "The riders of Gondor broke the truce at Bree. " * 200}) + "\n"
    path = tmp_path / "a.jsonl"
    with open(path, "w") as out:
        for _ in range(500):
            out.write(row)
    assert path.stat().st_size > 4_000_000

    def count(found: Iterator[Report | Refusal]) -> int:
        return sum(isinstance(r, Report) for r in found)

    tracemalloc.start()
    n = count(read_inputs([str(path)], ReadOptions()))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n == 500
    assert peak_bytes < 1_000_000


def test_inputs_csv_knows_semicolons_tabs_and_line_breaks_in_cells(tmp_path: Path) -> None:
    one = write(tmp_path, "a.csv", 'id;date;text\n1;2024-08-21;"The truce;\nit ended."\n')
    two = write(tmp_path, "a.tsv", "ID\tDate\tBody\n1\t2024-08-21\tThe truce, it ended.\n")
    assert only_report(read(one)).text == "The truce;\nit ended."
    assert only_report(read(two)).text == "The truce, it ended."


def test_inputs_json_document_may_be_one_report_over_many_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", json.dumps({"id": 7, "date": "2024-08-21", "text": "The truce."}, indent=2))
    assert only_report(read(path)).report_id == "7"


def test_inputs_of_the_base_install_need_no_extra(tmp_path: Path) -> None:
    """Text, JSON and CSV are read, and the others refused by name, where no library of an extra can be imported."""
    for name, content in (
        ("a.txt", "date 2024-08-21\nThe truce."),
        ("b.jsonl", '{"date": "2024-08-21", "text": "The truce. It holds."}'),
        ("c.csv", "date,text\n2024-08-21,The truce is over.\n"),
        ("d.eml", "Subject: x\nDate: Wed, 21 Aug 2024 09:00:00 +0300\n\nThe truce of Bree.\n"),
        ("e.html", "<html><p>The truce.</p></html>"),
        ("f.parquet", "PAR1"),
        ("g.rss", "<rss/>"),
        ("h.warc", "WARC/1.0"),
    ):
        write(tmp_path, name, content)
    program = (
        "import sys\n"
        f"for name in {sorted(EXTRAS)!r}: sys.modules[name] = None\n"
        "from truceline.ingest import ReadOptions, read_inputs\n"
        f"for found in read_inputs([{str(tmp_path)!r}, 'http://127.0.0.1/a'], ReadOptions()): print(str(found)[:300])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    lines = done.stdout.splitlines()
    assert [line.startswith("Report(") for line in lines] == [True] * 4 + [False] * 5
    assert all("pip install 'truceline[" in line for line in lines[4:])
    assert "truceline[parquet]" in lines[5]
