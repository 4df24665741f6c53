"""The same run on Ray: same rows, nothing lost when a worker is killed."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.fake_coder import FAKE, report
from truceline.domain.coded import CodedReport
from truceline.domain.serial import json_bytes, report_to_dict
from truceline.domain.text import Report
from truceline.errors import ModelError, UsageError
from truceline.ingest import ReadOptions, read_inputs
from truceline.run import CoderSource, Listener, Summary, code_into_folder
from truceline.run import ray as ray_run
from truceline.run.desk import Coder
from truceline.run.parts import Parts, Row
from truceline.run.ray_driver import Job, start

pytest.importorskip("ray")


def write_inputs(folder: Path, n: int) -> list[str]:
    texts = [f"Gondor made raid {i} on Mordor near Bree. “No,” he said. The truce broke." for i in range(n)]
    lines = [json_bytes(report_to_dict(report(text, source_id=f"g{i}"))) for i, text in enumerate(texts)]
    lines.insert(3, json_bytes({"id": "undated", "text": "A raid."}))
    lines.insert(5, json_bytes(report_to_dict(report("KABOOM", source_id="bad"))))
    (folder / "a.jsonl").write_bytes(b"\n".join(lines))
    (folder / "b.txt").write_text("date 2024-08-21\n\nThe truce broke after a raid on Arnor.\n")
    return [str(folder / "a.jsonl"), str(folder / "b.txt")]


def rows_of(folder: Path) -> list[Row]:
    return sorted(Parts(str(folder)).rows(), key=lambda r: (r["key"], r["name"]))


def without_key(rows: list[Row]) -> list[Row]:
    """Rows without the key of those that failed, which a local run does not know."""
    return sorted(
        ({**r, "key": "", "report_id": ""} if r["status"] == "failed" else r for r in rows),
        key=lambda r: (r["key"], r["name"]),
    )


def load_that_is_killed_once() -> Coder:
    """A coder whose first process is killed in the middle of a batch."""
    mark = Path(os.environ["TRUCELINE_TEST_KILLED"])

    def coder(report: Report) -> CodedReport:
        if "raid 11 " in report.text and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "raid 20 " in report.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return FAKE.load()(report)

    return coder


def load_broken() -> Coder:
    raise ModelError("no model folder; install truceline anew")


def drive_and_die(told: Connection, job: Job, noise: str) -> None:
    """A driver that Ray ends in the middle of a run."""
    told.send_bytes(json_bytes([{"status": "known"}]))
    Path(noise).write_text("at first\nno cluster any more\n")
    os._exit(1)


def drive_for_ever(told: Connection, job: Job, noise: str) -> None:
    """A driver that tells of its process, and goes on."""
    Path(job.out, "pid").write_text(str(os.getpid()))
    while True:
        told.send_bytes(json_bytes([{"status": "known"}]))
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def _same_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["src", ".", os.environ.get("PYTHONPATH", "")]))



@pytest.mark.slow
def test_ray_run_writes_what_a_local_run_writes_though_workers_are_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUCELINE_TEST_KILLED", str(tmp_path / "killed"))
    inputs = write_inputs(tmp_path, 40)
    local = code_into_folder(read_inputs(inputs, ReadOptions()), FAKE, str(tmp_path / "local"))
    killed = CoderSource(FAKE.version, load_that_is_killed_once)
    told: list[str] = []
    listener = Listener(on_refused=lambda what: told.append(str(what)))
    summary = ray_run.code_with_ray(
        inputs, ReadOptions(), killed, str(tmp_path / "ray"), workers=2, listener=listener
    )
    assert (tmp_path / "killed").exists()
    deadly = "the process that coded it died twice"
    assert (summary.n_coded, summary.n_failed, summary.n_refused) == (local.n_coded - 1, 2, 1)
    assert sum(deadly in line for line in told) == 1
    by_ray = [r for r in rows_of(tmp_path / "ray") if deadly not in r["reason"]]
    by_local = [r for r in rows_of(tmp_path / "local") if r["report_id"] != "g20"]
    assert without_key(by_ray) == without_key(by_local)
    assert list((tmp_path / "ray" / "unfinished").iterdir()) == []

    again = ray_run.code_with_ray(inputs, ReadOptions(), FAKE, str(tmp_path / "ray"), workers=2)
    assert (again.n_known, again.n_coded, again.n_failed) == (summary.n_coded, 1, 1)
    coded = [r for r in rows_of(tmp_path / "ray") if r["status"] == "coded"]
    assert coded == [r for r in rows_of(tmp_path / "local") if r["status"] == "coded"]


@pytest.mark.slow
def test_ray_broken_model_stops_the_run_with_our_own_error(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path, 2)
    with pytest.raises(ModelError, match="no model folder"):
        ray_run.code_with_ray(
            inputs, ReadOptions(), CoderSource("1", load_broken), str(tmp_path / "ray"), workers=1
        )


def test_ray_standard_input_and_lost_inputs_are_refused_before_a_cluster_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard input"):
        ray_run.code_with_ray(["-"], ReadOptions(), FAKE, str(tmp_path), workers=1)
    with pytest.raises(UsageError, match="no such file"):
        ray_run.code_with_ray([str(tmp_path / "lost")], ReadOptions(), FAKE, str(tmp_path), workers=1)


def test_ray_cluster_that_does_not_answer_is_said_at_once(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path, 1)
    with pytest.raises(UsageError, match=r"No Ray cluster answers at 127\.0\.0\.1:9"):
        ray_run.code_with_ray(inputs, ReadOptions(), FAKE, str(tmp_path / "out"), workers=1, address="127.0.0.1:9")
    with pytest.raises(UsageError, match="neither HOST:PORT nor auto"):
        ray_run.code_with_ray(inputs, ReadOptions(), FAKE, str(tmp_path / "out"), workers=1, address="there")


def test_ray_driver_that_dies_is_one_line_and_this_process_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_run, "drive", drive_and_die)
    with pytest.raises(UsageError, match=r"ended with exit code 1 \(no cluster any more\)\. What was coded stays"):
        ray_run.code_with_ray(write_inputs(tmp_path, 1), ReadOptions(), FAKE, str(tmp_path), workers=1)


def test_ray_driver_is_ended_when_the_run_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: Summary) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ray_run, "drive", drive_for_ever)
    with pytest.raises(KeyboardInterrupt):
        ray_run.code_with_ray(
            write_inputs(tmp_path, 1), ReadOptions(), FAKE, str(tmp_path), workers=1, listener=Listener(on_step=stop)
        )
    pid = int((tmp_path / "pid").read_text())
    assert pid != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


class BusyRay:
    """Stands for Ray on a machine where it gives up ``slow`` times before it is there."""

    def __init__(self, slow: int, said: str = "The current node timed out during startup.") -> None:
        self.slow, self.said, self.asked = slow, said, 0

    def init(self) -> None:
        self.asked += 1
        if self.asked <= self.slow:
            raise Exception(self.said)

    def shutdown(self) -> None:
        pass


def test_ray_is_started_again_on_a_busy_machine_and_given_up_in_the_end() -> None:
    busy = BusyRay(slow=2)
    start(busy, {})
    assert busy.asked == 3
    with pytest.raises(RuntimeError, match="timed out"):
        start(BusyRay(slow=9), {})
    other = BusyRay(slow=1, said="no such option")
    with pytest.raises(Exception, match="no such option"):
        start(other, {})
    assert other.asked == 1
