"""What a run meets in the wild: it is killed at any moment, the disk is full, another program holds the database.

Each ends in one clear line, nothing that was stored is lost, and the same command goes on from there. The command line
runs in forked processes, with the five-word model.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command as alembic_command
from sqlalchemy import create_engine, make_url, text

import truceline.run
from tests.fake_coder import FAKE
from truceline.cli import main
from truceline.errors import StoreError
from truceline.store import Store

N_POINTS = {"sqlite": 20, "postgres": 8}
N_REPORTS = 40

LOADED = alembic_command
"""Loaded here, so that the forked processes spend their time on the run."""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Ended:
    code: int | None
    """Exit code; None when it was killed."""
    out: str
    err: str


class Running:
    """``truceline ARGUMENTS`` in a process of its own."""

    def __init__(self, folder: Path, *arguments: str, before: Callable[[], None] = lambda: None) -> None:
        self._out, self._err = folder / "stdout", folder / "stderr"
        for path in (self._out, self._err):
            path.write_bytes(b"")
        self._pid = os.fork()
        if self._pid == 0:
            code = 70
            try:
                for number, path in ((1, self._out), (2, self._err)):
                    os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
                sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
                truceline.run.shipped_coder = lambda: FAKE
                before()
                code = main.run(arguments)
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def wait_for_lines(self, n: int) -> None:
        """Until so many lines came out, or a minute has passed."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self._out.exists() and self._out.read_bytes().count(b"\n") >= n:
                return
            time.sleep(0.002)

    def wait(self) -> Ended:
        _, status = os.waitpid(self._pid, 0)
        code = os.waitstatus_to_exitcode(status)
        return Ended(None if code < 0 else code, self._out.read_text(), self._err.read_text())


def write_inputs(folder: Path, n: int, *, chars: int = 0) -> str:
    rows = (
        {"id": f"g{i}", "date": "2024-08-21", "text": f"Gondor made raid {i} on Mordor. Arnor held talks.{'x' * chars}"}
        for i in range(n)
    )
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def holds(url: str) -> dict[str, object]:
    """What a database holds, without the moments and runs."""
    with Store.open(url, create=False) as store:
        info = store.info()
        events = [(e.ref, e.claims) for _, e in store.iter_events(claims=True)]
        return {"events": events} | {k: info[k] for k in ("reports", "claims", "actors", "relations", "coder_versions")}


def stored_ids(url: str) -> set[str]:
    try:
        with Store.open(url, create=False) as store:
            return {store.get_source_ids(r.id)[0] for r in store.iter_reports()}
    except StoreError as error:
        if "no such database" in str(error) or "is empty" in str(error):
            return set()
        raise


def told_ids(out: str) -> set[str]:
    return {json.loads(line)["report_id"] for line in out.splitlines(keepends=True) if line.endswith("\n")}


def test_faults_run_killed_at_any_point_loses_and_doubles_no_report(
    backend: str, new_url: Callable[[str], str], tmp_path: Path
) -> None:
    inputs = write_inputs(tmp_path, N_REPORTS)
    whole_url = new_url(backend)

    def run(url: str) -> Running:
        return Running(tmp_path, "code", inputs, "--db", url, "--format", "jsonl")

    begun = time.monotonic()
    whole = run(whole_url).wait()
    lasted = time.monotonic() - begun
    assert whole.code == 0, whole.err
    points = random.Random(8)
    n_killed, kept = 0, []
    for n in range(N_POINTS[backend]):
        url = new_url(backend)
        running = run(url)
        if n % 2:  # at any time, while the database is made too
            time.sleep(points.random() * lasted)
        else:  # while reports are written
            running.wait_for_lines(points.randint(1, N_REPORTS - 5))
            time.sleep(points.random() * 0.01)
        running.kill()
        killed = running.wait()
        n_killed += killed.code is None
        assert told_ids(killed.out) <= stored_ids(url)
        kept.append(len(stored_ids(url)))
        again = run(url).wait()
        assert (again.code, again.out) == (0, whole.out), again.err
        assert holds(url) == holds(whole_url)
    assert n_killed >= N_POINTS[backend] / 2
    assert len(set(kept)) > 3, f"killed always at the same point: {kept}"


# -- disk full -------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[], None]]:
    """A file system of 2 MiB at folder; what it gives makes room."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2M", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here ({mounted.stderr.decode().strip()})")
    try:
        yield lambda: subprocess.run(["mount", "-o", "remount,size=64M", str(folder)], check=True) and None
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * 2**20, resource.RLIM_INFINITY))


@pytest.mark.parametrize("how", ["small disk", "limit"])
def test_faults_full_disk_is_one_line_and_the_same_command_goes_on(how: str, tmp_path: Path) -> None:
    inputs, disk = write_inputs(tmp_path, 60, chars=60_000), tmp_path / "disk"
    disk.mkdir()
    url = str(disk / "truce.db")
    arguments = ("code", inputs, "--db", url, "--format", "jsonl")
    with contextlib.ExitStack() as stack:
        make_room = stack.enter_context(small_disk(disk)) if how == "small disk" else lambda: None
        full = Running(tmp_path, *arguments, before=limit_files if how == "limit" else lambda: None).wait()
        assert full.code == 2
        assert len(full.err.splitlines()) == 1
        assert "disk is full" in full.err
        assert "Traceback" not in full.err
        stored = stored_ids(url)
        assert 0 < len(stored) < 60
        assert told_ids(full.out) <= stored
        if how == "small disk":
            dumped = Running(tmp_path, "db", "dump", str(disk / "dump.jsonl"), "--db", url).wait()
            assert (dumped.code, len(dumped.err.splitlines())) == (2, 1)
            assert not list(disk.glob("dump*"))
        make_room()
        again = Running(tmp_path, *arguments).wait()
        assert again.code == 0, again.err
        assert len(told_ids(again.out)) == len(stored_ids(url)) == 60
        assert sqlite3.connect(url).execute("PRAGMA integrity_check").fetchone() == ("ok",)


# -- held by another program -----------------------------------------------------------------------------------


@contextlib.contextmanager
def held(url: str) -> Iterator[None]:
    """The database, held by another program that writes to it."""
    if "://" not in url:
        # A process that is not forked from here: SQLite counts the locks of one process as its own.
        program = (
            "import sqlite3, sys; raw = sqlite3.connect(sys.argv[1], isolation_level=None); "
            "raw.execute('BEGIN IMMEDIATE'); print(1, flush=True); sys.stdin.read()"
        )
        arguments = [sys.executable, "-c", program, url]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            yield
            holder.kill()  # a forked run holds its stdin open too, so closing that would not end it
        return
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE reports, runs IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


def test_faults_database_held_by_another_program_is_one_line(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUCELINE_DB_WAIT_SECONDS", "0.3")
    first = write_inputs(tmp_path, 3)
    assert Running(tmp_path, "code", first, "--db", url).wait().code == 0
    inputs = write_inputs(tmp_path, 6)
    with held(url):
        refused = Running(tmp_path, "code", inputs, "--db", url).wait()
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1
    assert "try again when that has ended" in refused.err
    assert len(stored_ids(url)) == 3
    assert Running(tmp_path, "code", inputs, "--db", url).wait().code == 0
    assert len(stored_ids(url)) == 6


def test_faults_writer_waits_for_another_that_is_soon_done(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUCELINE_DB_WAIT_SECONDS", "60")
    Store.open(url).close()
    with held(url):
        running = Running(tmp_path, "code", write_inputs(tmp_path, 3), "--db", url)
        time.sleep(0.5)
    assert running.wait().code == 0
    assert len(stored_ids(url)) == 3


def test_faults_copy_of_a_file_in_the_middle_of_a_run_is_refused_or_whole(tmp_path: Path) -> None:
    """A copy without its write-ahead log misses what is in there; it is never half a report."""
    url, copy = str(tmp_path / "truce.db"), str(tmp_path / "copy.db")
    running = Running(tmp_path, "code", write_inputs(tmp_path, N_REPORTS), "--db", url)
    while not Path(url).exists():
        time.sleep(0.01)
    time.sleep(0.3)
    shutil.copy(url, copy)
    assert running.wait().code == 0
    with contextlib.suppress(Exception), Store.open(copy, create=False) as store:
        for one in store.iter_reports():
            assert len(store.events_of(one.id)) == 2
