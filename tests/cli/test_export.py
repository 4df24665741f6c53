from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from truceline.export.names import FORMATS

BROKEN = "Gondor made a raid on Mordor. Mordor broke the truce."
LINES = (
    {"id": "m1", "date": "2024-08-21", "outlet": "=Post", "text": BROKEN},
    {"id": "m2", "date": "2024-09-01", "outlet": "Arnor Mail", "text": "Gondor and Arnor held talks at Bree."},
)


@pytest.fixture
def db(truceline: Run, tmp_path: Path) -> str:
    (tmp_path / "reports.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    assert truceline("code", "reports.jsonl", "--db", "truce.db").code == 0
    return "truce.db"


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_export_writes_every_format_to_a_file_and_to_stdout(
    format: str, truceline: Run, db: str, tmp_path: Path
) -> None:
    done = truceline("export", format, "--db", db, "-o", "out.file")
    assert done.code == 0
    assert done.out == ""
    assert "row" in done.err
    assert (tmp_path / "out.file").stat().st_size > 0
    assert not list(tmp_path.glob("*.part"))
    if format not in ("parquet", "geoparquet", "provenance"):
        assert truceline("export", format, "--db", db).out == (tmp_path / "out.file").read_text()


def test_export_filters_and_cites_what_it_filtered(truceline: Run, db: str, tmp_path: Path) -> None:
    done = truceline(
        "export", "csv", "--db", db, "--since", "2024-08-25", "--type", "consult", "--actor", "arnor", "--cite", "C.cff"
    )
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["type"], row["outlets"]) == ("CONSULT", "Arnor Mail")
    assert "since 2024-08-25, type CONSULT, actor arnor" in (tmp_path / "C.cff").read_text()
    assert truceline("export", "csv", "--db", db, "--country", "IQ").out.count("\n") == 1
    assert truceline("export", "csv", "--db", db, "--min-confidence", "0.99").out.count("\n") == 1


def test_export_says_on_stderr_what_was_left_out(truceline: Run, db: str) -> None:
    assert "left out" in truceline("export", "ucdp", "--db", db).err


def test_export_events_truces_and_days_by_what(truceline: Run, db: str) -> None:
    heads = {w: truceline("export", "csv", "--db", db, "--what", w).out.split(",")[0] for w in ("events", "truce-days")}
    assert heads == {"events": "event_id", "truce-days": "truce_id"}


def test_export_hostile_outlet_is_harmless_in_csv_and_whole_in_jsonl(truceline: Run, db: str) -> None:
    assert "'=Post" in truceline("export", "csv", "--db", db, "--what", "events").out
    assert '"outlet": "=Post"' in truceline("export", "jsonl", "--db", db, "--what", "events").out


def test_export_bundle_is_an_archive(truceline: Run, db: str, tmp_path: Path) -> None:
    truceline("export", "provenance", "--db", db, "-o", "p.zip")
    claims = list(csv.DictReader(io.StringIO(zipfile.ZipFile(tmp_path / "p.zip").read("claims.csv").decode())))
    assert {c["field"] for c in claims} == {"type", "date"}
    assert all(c["stage"] for c in claims)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pdf"], "no format 'pdf'"),
        (["csv", "--what", "wars"], "no 'wars'"),
        (["csv", "--country", "Gondor"], "no country"),
        (["csv", "--type", "war"], "no event type"),
        (["csv", "--since", "tomorrow"], "a day is written"),
        (["acled", "--as", "xlsx"], "there is parquet"),
        (["csv", "-o", "no/such/folder.csv"], "No such file or directory"),
    ],
)
def test_export_mistakes_are_one_line(arguments: list[str], said: str, truceline: Run, db: str) -> None:
    done = truceline("export", *arguments, "--db", db)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1


def test_export_help_names_every_format(truceline: Run) -> None:
    shown = truceline("export", "--help").out
    assert all(f"  {name} " in shown for name in FORMATS)


def test_db_dump_and_load_from_the_command_line(truceline: Run, db: str, tmp_path: Path) -> None:
    done = truceline("db", "dump", "all.jsonl.gz", "--db", db)
    assert (done.code, "2 reports" in done.err) == (0, True)
    assert truceline("db", "load", "all.jsonl.gz", "--db", "copy.db").code == 0
    plain = [truceline("db", "dump", "-", "--db", name).out for name in (db, "copy.db")]
    assert plain[0] == plain[1] != ""
    again = truceline("db", "load", "all.jsonl.gz", "--db", "copy.db")
    assert (again.code, "load into a new database" in again.err) == (2, True)
    assert truceline("db", "downgrade", "nonsense", "--db", db).code == 2
