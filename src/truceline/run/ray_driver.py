"""The driver of a run on Ray: a process of its own, started by ``truceline.run.ray``.

Ray ends the whole program of its driver when a client of a stopped cluster does not find it again within a minute, also
after ``ray.shutdown``; a program that goes on after the run must therefore not be that driver.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from truceline.domain.serial import json_bytes, report_from_dict, report_to_dict
from truceline.domain.text import Report, content_id
from truceline.errors import ModelError, TrucelineError, UsageError
from truceline.ingest import ReadOptions, Refusal, read_inputs
from truceline.run.desk import Coder, CoderSource, Failure, code_safely, end_with_parent, report_name
from truceline.run.parts import FAILED, REFUSED, Parts, Row, coded_row, reason_row, report_key

KNOWN, NOTE, STOP = "known", "note", "stop"
"""States of a row beside those of ``run.parts``: coded before; a remark on an input; an error that ends the run."""
BATCH = 16
"""Reports that a worker takes at a time: about two seconds of work, which is what a dying worker costs."""
_OBJECT_STORE_BYTES = 256 * 1024 * 1024
"""Memory of Ray's object store when it is started here; batches are small and few are under way."""
_GIVEN_UP = "timed out during startup"
_ERROR_LINE = re.compile(r"\s*[\w.]*(?:Error|Exception|Interrupt): ")
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anybody
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # what goes wrong with a report is told in one line of ours
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


@dataclass(frozen=True, slots=True)
class Job:
    """What the driver is asked to do; the fields are the arguments of ``code_with_ray``."""

    inputs: tuple[str, ...]
    options: ReadOptions
    coder: CoderSource
    out: str
    workers: int
    address: str | None
    max_seconds: int


def drive(told: Connection, job: Job, noise: str) -> None:
    """Run the job on Ray and tell its rows, a batch at a time, as JSON; an error of ours is the last row.

    noise: file that takes what Ray writes to standard output and error, in part from outside Python.
    """
    with open(noise, "wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    end_with_parent()
    try:
        for rows in _rows(job):
            told.send_bytes(rows)
    except TrucelineError as error:
        told.send_bytes(json_bytes([_stop(error)]))
    finally:
        told.close()


def _rows(job: Job) -> Iterator[bytes]:
    with _cluster(job.address, job.workers) as ray_data:
        known = Parts(job.out).known(job.coder.version)
        batches = ray_data.from_items([{"input": name} for name in job.inputs], override_num_blocks=len(job.inputs))
        batches = batches.map_batches(
            _read_batches, batch_size=1, num_cpus=0, fn_kwargs={"options": job.options, "known": known}
        )
        done = batches.map_batches(
            _Worker,
            fn_constructor_kwargs={"source": job.coder, "out": job.out, "max_seconds": job.max_seconds},
            compute=ray_data.ActorPoolStrategy(size=job.workers, max_tasks_in_flight_per_actor=2),
            batch_size=1,
            num_cpus=1,
        )
        with _our_errors():
            for answer in done.iter_rows():
                yield answer["rows"]


# -- the cluster -----------------------------------------------------------------------------------------------


@contextmanager
def _cluster(address: str | None, workers: int) -> Iterator[Any]:
    """``ray.data`` on a running cluster, or on a Ray of our own that ends with the run."""
    os.environ.update(_QUIET)
    import ray
    import ray.data

    own = tempfile.mkdtemp(prefix="truceline-ray-") if address is None else None
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": True}
    if own is not None:
        given: dict[str, Any] = {
            "num_cpus": workers,
            "include_dashboard": False,
            "object_store_memory": _OBJECT_STORE_BYTES,
            "_temp_dir": own,
            "_node_ip_address": "127.0.0.1",
        }
    else:
        given = {"address": address}
    try:
        start(ray, given | quiet)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        _remove(own)
        where = f"No Ray cluster answers at {address}" if address else "Ray cannot be started here"
        raise UsageError(f"{where}: {' '.join(str(error).split())[:300]}") from error
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.target_max_block_size = 1  # a block a batch, so that one large file occupies every worker
        for name in ("ray.data", "ray"):
            logging.getLogger(name).setLevel(logging.ERROR)
        yield ray.data
    finally:
        ray.shutdown()
        _remove(own)


def start(ray: Any, given: dict[str, Any]) -> None:
    """``ray.init``, again where it gives up on a busy machine after half a minute, which no setting makes longer.

    Raises what ``ray.init`` raises; RuntimeError when the last try is given up too.
    """
    for last in (False, False, True):
        try:
            ray.init(**given)
            return
        except Exception as error:  # Ray has no class of its own for it
            if _GIVEN_UP not in str(error):
                raise
            ray.shutdown()
            if last:
                raise RuntimeError(str(error)) from error


def _remove(folder: str | None) -> None:
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _our_errors() -> Iterator[None]:
    """Tell what Ray breaks on in one line."""
    import ray.exceptions

    try:
        yield
    except ray.exceptions.RayError as error:
        lines = str(error).strip().splitlines()
        said = next((line for line in reversed(lines) if _ERROR_LINE.match(line)), lines[-1]).strip()
        raise UsageError(f"Ray gave up: {said[:300]}. What was coded stays; the same command goes on") from error


# -- readers ---------------------------------------------------------------------------------------------------


def _read_batches(given: dict[str, Any], options: ReadOptions, known: frozenset[str]) -> Iterator[dict[str, list[Any]]]:
    """Read inputs and give their reports in batches; those that are coded already are only named."""
    waiting: list[Row] = []
    n_reports = 0
    noting = replace(options, note=lambda name, message: waiting.append(_row(NOTE, name, message)))
    try:
        for item in read_inputs([str(name) for name in given["input"]], noting):
            row = _to_send(item, known)
            n_reports += "report" in row
            waiting.append(row)
            if n_reports == BATCH or len(waiting) >= 64 * BATCH:
                yield {"rows": [json_bytes(waiting)]}
                waiting.clear()
                n_reports = 0
    except TrucelineError as error:
        waiting.append(_stop(error))
    if waiting:
        yield {"rows": [json_bytes(waiting)]}


def _stop(error: TrucelineError) -> Row:
    """An error that ends the run, as a row: Ray hides the class of what is raised."""
    return _row(STOP, type(error).__name__, str(error))


def _row(status: str, name: str = "", reason: str = "") -> Row:
    return {"status": status, "name": name, "reason": reason}


def _to_send(item: Report | Refusal, known: frozenset[str]) -> Row:
    if isinstance(item, Refusal):
        return _row(REFUSED, item.name, str(item.error))
    if report_key(item) in known:
        return _row(KNOWN)
    return {"report": report_to_dict(item)}


# -- workers ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Batch:
    """A batch under way, with what an earlier worker left behind that died on it."""

    name: str
    attempt: int
    died_at: str | None
    """Key of the report that the earlier worker was at; known from the second attempt on."""


class _Worker:
    """One of the workers: a coder of its own, and the folder that it writes to."""

    def __init__(self, source: CoderSource, out: str, max_seconds: int) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        self._version, self._max_seconds = source.version, max_seconds
        self._parts = Parts(out)
        self._coder: Coder | TrucelineError
        try:
            self._coder = source.load()
        except TrucelineError as error:  # told by the first batch: Ray would start such a worker again and again
            self._coder = error

    def __call__(self, given: dict[str, Any]) -> dict[str, list[bytes]]:
        """Code batches, write each as one part, and answer with one short row a report."""
        try:
            if isinstance(self._coder, TrucelineError):
                raise self._coder
            return {"rows": [self._code(json.loads(rows), self._coder) for rows in given["rows"]]}
        except TrucelineError as error:
            return {"rows": [json_bytes([_stop(error)])]}

    def _code(self, rows: list[Row], coder: Coder) -> bytes:
        reports = [report_from_dict(r["report"]) for r in rows if "report" in r]
        batch = self._begin(reports)
        answers: list[Row] = [r for r in rows if r.get("status") in (KNOWN, NOTE, STOP)]
        unread = [r for r in rows if r.get("status") == REFUSED]
        refused = [reason_row(REFUSED, r["name"], r["reason"], self._version) for r in unread]
        done = refused + [self._code_one(report, coder, batch) for report in reports]
        self._parts.write(done)
        self._parts.clear_mark(batch.name)
        return json_bytes(answers + [{k: r[k] for k in ("status", "name", "reason", "n_events")} for r in done])

    def _begin(self, reports: list[Report]) -> _Batch:
        name = content_id([report_key(r) for r in reports])
        left = self._parts.read_mark(name)
        attempt = 1 if left is None else int(left.get("attempt") or 1) + 1
        batch = _Batch(name, attempt, left.get("at") if left else None)
        self._parts.write_mark(name, {"attempt": attempt, "at": batch.died_at})
        return batch

    def _code_one(self, report: Report, coder: Coder, batch: _Batch) -> Row:
        key = report_key(report)
        if batch.attempt > 2 and key == batch.died_at:
            limit = f", or took longer than {self._max_seconds} s" if self._max_seconds else ""
            return self._set_aside(report, f"the process that coded it died twice (out of memory{limit}?)")
        if batch.attempt > 1:
            self._parts.write_mark(batch.name, {"attempt": batch.attempt, "at": key})
        with _deadline(self._max_seconds):
            result = code_safely(coder, report)
        if isinstance(result, Failure):
            return self._set_aside(report, result.reason)
        if result.version != self._version:
            raise ModelError(f"a worker has coder {result.version}, the run {self._version}; install the same on all")
        try:
            return coded_row(result)
        except ValueError as error:
            return self._set_aside(report, str(error))

    def _set_aside(self, report: Report, reason: str) -> Row:
        name = report_name(report)
        return reason_row(FAILED, name, f"could not be coded: {reason}", self._version, report)


@contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """End this process when the time is over, even inside a call that never lets go.

    Ray's workers do not run on the main thread, where a signal could interrupt one report alone.
    """
    if seconds <= 0:
        yield
        return
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            with suppress(RuntimeError):
                faulthandler.cancel_dump_traceback_later()
