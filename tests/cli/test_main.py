from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.fake_coder import code, report
from truceline import __version__
from truceline.cli import main
from truceline.store import Store
from truceline.store.session import HEAD

ROOT = Path(__file__).parents[2]
VERBS = (
    "code", "annotate", "show", "actors", "actors show", "gazetteer", "gazetteer show", "gazetteer build", "eval",
    "version", "db info", "db upgrade", "users", "users add", "users list", "review export", "review import",
    "review history", "review sample", "review agreement",
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_main_help_of_each_verb_opens_with_an_example(truceline: Run, verb: str) -> None:
    result = truceline(*verb.split(), "--help")
    assert result.code == 0
    example = result.out.index("Example:")
    assert example < result.out.index("Options:")
    examples = result.out[example : result.out.index("\n\n", example)]
    assert f"truceline {verb}" in examples


def test_main_a_name_that_no_gazetteer_has_is_one_line(truceline: Run) -> None:
    result = truceline("gazetteer", "show", "Qqqq")
    assert result.code == 1 and not result.out
    assert result.err.startswith("truceline: No place of the gazetteer is called 'Qqqq'")


def test_main_actors_show_gives_the_ties_of_a_day(truceline: Run) -> None:
    found = truceline("actors", "show", "Kataib Hizballah", "--on", "2024-02-01").out
    assert found.startswith("Kataib Hezbollah  political militia  IQ  [kataib-hezbollah]")
    assert "part_of Islamic Resistance in Iraq, 2023-10-17" in found
    assert "Islamic Resistance in Iraq" not in truceline("actors", "show", "Kataib Hizballah", "--on", "2020-02-01").out


def test_main_actors_show_says_what_is_not_there(truceline: Run) -> None:
    nobody = truceline("actors", "show", "Army of Mordor")
    assert (nobody.code, nobody.out) == (1, "")
    assert "No actor of the registry is called 'Army of Mordor'" in nobody.err
    wrong = truceline("actors", "show", "Hamas", "--on", "May")
    assert wrong.code == 2
    assert "--on May: is no day" in wrong.err


def test_main_help_loads_nothing_heavy_and_is_quick() -> None:
    program = (
        "import sys, truceline.cli.main as m; code = m.run(['--help']); "
        "heavy = {'spacy', 'numpy', 'sqlalchemy', 'alembic', 'onnxruntime', 'truceline.coder'} & set(sys.modules); "
        "assert not heavy, heavy; sys.exit(code)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert after.ru_utime - before.ru_utime < 1.0  # 0.2 s; processor time, as the machine may be busy


def test_main_without_arguments_shows_the_help(truceline: Run) -> None:
    result = truceline()
    assert "truceline code examples" in result.out + result.err


def test_main_version_names_everything_a_paper_quotes(truceline: Run) -> None:
    result = truceline("version")
    assert f"truceline {__version__}" in result.out
    assert "coder five-words 1" in result.out
    assert "spaCy" in result.out


@pytest.mark.slow
def test_main_reader_that_goes_away_ends_the_run_without_a_word(tmp_path: Path) -> None:
    rows = [{"id": n, "date": "2024-08-21", "text": f"It was the raid {n} of Gondor. " * 50} for n in range(300)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for form in ("jsonl", "table"):
        command = f"{sys.executable} -m tests.run.fake_truceline code {tmp_path}/in.jsonl --format {form} | head -n 1"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, timeout=60)
        assert len(done.stdout.splitlines()) == 1
        assert done.stderr == ""


def test_main_stdout_that_is_not_utf8_still_gets_utf8_json(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "é🕊", "date": "2024-08-21", "text": "“Gondor” made a raid."}))
    for form in ("jsonl", "table"):
        command = [sys.executable, "-m", "tests.run.fake_truceline", "code", f"{tmp_path}/in.jsonl", "--format", form]
        environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
        done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment)
        assert done.returncode == 0, done.stderr
        if form == "jsonl":
            assert json.loads(done.stdout.decode("utf-8"))["report_id"] == "é🕊"


def test_db_info_and_upgrade(truceline: Run) -> None:
    made = truceline("db", "upgrade", "--db", "truce.db")
    assert made.code == 0
    assert f"schema none → {HEAD}" in made.out
    assert "reports: 0" in truceline("db", "info", "--db", "truce.db").out


@pytest.mark.parametrize("format", ["table", "jsonl"])
def test_main_reader_that_goes_away_ends_the_run_quietly_with_141(tmp_path: Path, format: str) -> None:
    db = str(tmp_path / "truce.db")
    with Store.open(db) as store:
        for n in range(3):
            coded = code(report(f"Gondor made raid {n}. Mordor broke the truce.", source_id=f"m{n}"))
            store.write_coded(coded.report, coded)
    command = [sys.executable, "-m", "truceline", "incidents", "--db", db, "--format", format]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_docs_list_every_command(truceline: Run) -> None:
    listed = (ROOT / "docs/commands.md").read_text()
    commands = truceline("--help").out.split("Commands:")[1]
    for line in commands.splitlines():
        if line.startswith("  ") and line[2] != " ":
            assert f"truceline {line.split()[0]}" in listed


def test_help_says_of_every_verb_what_it_does_without_cutting_it_short(truceline: Run) -> None:
    listed = truceline("--help").out.partition("Commands:")[2]
    assert {line.split()[0] for line in listed.splitlines() if line.strip()} == set(main.SHORT)
    assert "..." not in listed


def test_a_verb_whose_module_is_missing_is_not_left_out_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "ROOMS", ("palantir",))
    with pytest.raises(ModuleNotFoundError, match=r"truceline\.cli\.palantir"):
        main._add_rooms()
