from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fake_coder import FAKE, FAKE_LATER, report
from truceline.domain.coded import CodedReport
from truceline.domain.serial import event_to_dict, json_bytes
from truceline.domain.text import Report
from truceline.errors import BadData, ModelError, NoDate
from truceline.ingest import Refusal
from truceline.run import CoderSource, Listener, code_inputs
from truceline.store import Store

ROOT = Path(__file__).parents[2]


class Heard:
    """All that a run tells, in order."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.coded: list[CodedReport] = []
        self.listener = Listener(self._coded, self._said, lambda r: self.lines.append(b"repeated " + r.id.encode()))

    def _coded(self, coded: CodedReport) -> None:
        self.coded.append(coded)
        self.lines.append(json_bytes([event_to_dict(e, coded.report) for e in coded.events]))

    def _said(self, refused: object) -> None:
        self.lines.append(str(refused).encode())


def reports(n: int) -> list[Report | Refusal]:
    return [report(f"Gondor made raid {i} on Mordor. The truce broke.", source_id=f"g{i}") for i in range(n)]


def test_local_same_report_twice_is_coded_once_and_said() -> None:
    heard = Heard()
    summary = code_inputs(reports(2) + reports(2), FAKE, listener=heard.listener)
    assert (summary.n_read, summary.n_coded, summary.n_repeated, summary.exit_code) == (4, 2, 2, 0)
    assert heard.lines[2].startswith(b"repeated")


def test_local_same_content_under_two_ids_comes_out_under_both(tmp_path: Path) -> None:
    twins = [report("A raid.", source_id="a"), report("A raid.", source_id="b")]
    for store in (None, Store.open(str(tmp_path / "truce.db"))):
        heard = Heard()
        code_inputs(iter(twins), FAKE, store=store, listener=heard.listener)
        assert [c.report.report_id for c in heard.coded] == ["a", "b"]
        assert heard.lines[0] == heard.lines[1]


def test_local_one_bad_report_costs_no_other(tmp_path: Path) -> None:
    incoming = reports(3)
    incoming.insert(1, report("KABOOM", source_id="bad"))
    incoming.insert(2, Refusal("x.txt", NoDate("gives no day")))
    incoming.insert(3, report("NUMBERLESS", source_id="odd"))
    heard = Heard()
    with Store.open(str(tmp_path / "truce.db")) as store:
        summary = code_inputs(incoming, FAKE, store=store, listener=heard.listener)
        kept = store.refusals()
        assert store.info()["reports"] == 3
    assert (summary.n_coded, summary.n_failed, summary.n_refused, summary.exit_code) == (3, 2, 1, 1)
    assert heard.lines[1].startswith(b"bad: could not be coded: ZeroDivisionError: the model met a word")
    assert [(name, kind) for name, kind, _ in kept] == [("bad", "Failure"), ("x.txt", "NoDate"), ("odd", "Failure")]


def test_local_stored_reports_are_not_coded_again_but_told(tmp_path: Path) -> None:
    def never() -> object:
        raise AssertionError("the coder was loaded for nothing")

    first, second = Heard(), Heard()
    with Store.open(str(tmp_path / "truce.db")) as store:
        code_inputs(reports(5), FAKE, store=store, listener=first.listener)
        again = CoderSource(FAKE.version, never)  # type: ignore[arg-type]
        summary = code_inputs(reports(5), again, store=store, listener=second.listener)
    assert (summary.n_coded, summary.n_known) == (0, 5)
    assert first.lines == second.lines


def test_local_newer_coder_codes_again(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "truce.db")) as store:
        code_inputs(reports(3), FAKE, store=store)
        assert code_inputs(reports(3), FAKE_LATER, store=store).n_coded == 3
        assert store.info()["coder_versions"] == {"five-words 2": 3}


@pytest.mark.slow
def test_local_any_number_of_workers_gives_the_same_in_the_same_order(tmp_path: Path) -> None:
    incoming = reports(40)
    incoming[7] = report("KABOOM", source_id="bad")
    incoming[11] = Refusal("x.txt", NoDate("gives no day"))
    incoming += incoming[:3]
    incoming.append(report("Gondor made raid 1 on Mordor. The truce broke.", source_id="twin"))
    told = []
    for workers in (1, 3):
        heard = Heard()
        with Store.open(str(tmp_path / f"{workers}.db")) as store:
            summary = code_inputs(incoming, FAKE, store=store, workers=workers, listener=heard.listener)
            told.append((heard.lines, summary, [e for _, e in store.iter_events(claims=True)], store.refusals()))
    assert told[0] == told[1]


@pytest.mark.slow
def test_local_worker_that_dies_costs_one_report_alone() -> None:
    incoming = reports(12)
    incoming[5] = report("SUDDEN DEATH", source_id="deadly")
    heard = Heard()
    summary = code_inputs(incoming, FAKE, workers=2, listener=heard.listener)
    assert (summary.n_coded, summary.n_failed) == (11, 1)
    assert b"deadly: could not be coded: the process that coded it died" in heard.lines[5]


def load_endless() -> object:
    def coder(report: Report) -> CodedReport:
        while "ENDLESS" in report.text:
            pass
        return FAKE.load()(report)

    return coder


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_local_report_that_takes_too_long_is_given_up_and_named(workers: int) -> None:
    incoming = [*reports(2), report("ENDLESS talks", source_id="e1"), *reports(4)[2:]]
    heard = Heard()
    coder = CoderSource("1", load_endless)  # type: ignore[arg-type]
    summary = code_inputs(incoming, coder, workers=workers, listener=heard.listener, max_seconds=1)
    assert (summary.n_coded, summary.n_failed) == (4, 1)
    assert heard.lines[2].startswith(b"e1: could not be coded: took longer than 1 s")


def load_broken() -> object:
    raise ModelError("no model folder; reinstall truceline")


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_local_broken_model_stops_the_run_at_the_start(workers: int) -> None:
    broken = CoderSource("1", load_broken)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="reinstall"):
        code_inputs(reports(3), broken, workers=workers)


def load_without_table() -> object:
    from truceline.run import local

    def coder(report: Report) -> CodedReport:
        path = Path(local.__file__).parents[1] / "data" / "no_such_table.tsv"
        raise AssertionError(path.read_text())

    return coder


def test_local_missing_table_stops_the_run_and_is_not_told_for_every_report() -> None:
    with pytest.raises(BadData, match=r"no_such_table\.tsv: No such file"):
        code_inputs(reports(3), CoderSource("1", load_without_table))  # type: ignore[arg-type]


# -- killed ----------------------------------------------------------------------------------------------------


def command(inputs: Path, db: Path) -> list[str]:
    module = "tests.run.fake_truceline"
    return [sys.executable, "-m", module, "code", str(inputs), "--db", str(db), "--format", "jsonl"]


def write_inputs(folder: Path, n: int) -> Path:
    path = folder / "reports.jsonl"
    rows = (
        {"id": f"g{i}", "date": "2024-08-21", "text": f"SLOWLY Gondor made raid {i} on Mordor and broke the truce."}
        for i in range(n)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def finish(arguments: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, check=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_local_killed_run_loses_no_finished_report_and_goes_on(sign: signal.Signals, tmp_path: Path) -> None:
    inputs, db, n = write_inputs(tmp_path, 40), tmp_path / "truce.db", 40
    whole = finish(command(inputs, tmp_path / "whole.db"))
    finished: set[bytes] = set()
    for turn in range(2):
        running = subprocess.Popen(command(inputs, db), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert running.stdout is not None
        told = {running.stdout.readline() for _ in range(random.Random(turn).randint(5, 15))}
        time.sleep(random.Random(turn).random() / 50)
        os.kill(running.pid, sign)
        rest, _ = running.communicate(timeout=60)
        # What readline had read ahead is lost to communicate, so the rest may begin within a line.
        lines = (line for line in rest.splitlines(keepends=True) if line.startswith(b'{"report_id"'))
        finished |= told | {line for line in lines if line.endswith(b"\n")}
        with Store.open(str(db), create=False) as store:
            assert store.info()["reports"] >= len(finished)
    last = finish(command(inputs, db))
    assert last.stdout == whole.stdout
    assert b"known already" in last.stderr
    with Store.open(str(db), create=False) as store, Store.open(str(tmp_path / "whole.db"), create=False) as other:
        assert store.info()["reports"] == n
        assert [e for _, e in store.iter_events(claims=True)] == [e for _, e in other.iter_events(claims=True)]
        assert store.info()["claims"] == other.info()["claims"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see child processes")
def test_local_workers_leave_when_the_run_is_killed(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path, 2000)
    arguments = [*command(inputs, tmp_path / "truce.db"), "--workers", "2"]
    running = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert running.stdout is not None
    running.stdout.readline()
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    assert len(children) >= 2
    running.kill()
    running.communicate(timeout=60)
    until = time.monotonic() + 20
    while any(_is_running(child) for child in children):
        assert time.monotonic() < until, "workers live on without their run"
        time.sleep(0.1)


def _is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
