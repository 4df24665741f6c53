"""A run over many machines: Ray Data hands batches of reports to workers, which write Parquet parts to a folder.

Readers name the reports, workers code them, the driver counts. Each worker loads tables and models once. A batch whose
worker dies is given to another one; a report that kills two workers is set aside with that reason. What is coded under
the same version of the coder is not coded again, so a run that was stopped goes on with the same command.
Needs ``pip install 'truceline[ray]'`` here and on every machine of the cluster.
"""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import socket
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from truceline import errors
from truceline.errors import TrucelineError, UsageError
from truceline.ingest import ReadOptions, check_input
from truceline.ingest.reading import no_note
from truceline.run.desk import CoderSource
from truceline.run.local import Listener, Summary
from truceline.run.parts import CODED, FAILED, REFUSED, Parts, Row, SetAside
from truceline.run.ray_driver import KNOWN, NOTE, STOP, Job, drive

_SECONDS_TO_END = 30
"""How long a driver may take to stop its workers before it is killed."""


def code_with_ray(
    inputs: Iterable[str],
    options: ReadOptions,
    coder: CoderSource,
    out: str,
    *,
    workers: int,
    address: str | None = None,
    listener: Listener | None = None,
    max_seconds: int = 0,
) -> Summary:
    """Code every report of the inputs into Parquet parts under ``out``.

    inputs: files or folders, each read by one reader while the workers code; on a cluster every machine must see them
    under the same name.
    out: folder or address that every worker can write to. workers: how many code, each on one processor.
    address: of a running cluster (``auto``, ``HOST:PORT``); without one Ray is started on this machine for the run.
    listener: ``on_refused`` and ``on_step`` are told; coded reports are in the folder, not told.
    Raises UsageError (no Ray, no such cluster, no such input), StoreError, and what loading the coder raises.
    """
    if importlib.util.find_spec("ray") is None:
        raise UsageError("--engine ray needs Ray. Install it with: pip install 'truceline[ray]'")
    Parts(out)  # an address that it does not know is told before Ray is started
    names = tuple(inputs)
    for name in names:
        if name == "-":
            raise UsageError("--engine ray cannot read standard input: its readers may be on another machine")
        check_input(name)
    if address is not None:
        _check_address(address)
    told, summary = listener or Listener(), Summary()
    job = Job(names, replace(options, note=no_note), coder, out, workers, address, max_seconds)
    for row in _rows_of_driver(job):
        if row["status"] == STOP:
            raise getattr(errors, row["name"], TrucelineError)(row["reason"])
        if row["status"] == NOTE:
            options.note(row["name"], row["reason"])
        else:
            _count(summary, told, row)
            told.on_step(summary)
    return summary


def _rows_of_driver(job: Job) -> Iterator[Row]:
    """The rows that a driver in a process of its own tells; it is ended when nobody listens any more."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    with tempfile.NamedTemporaryFile("r", errors="replace") as noise:
        driver = context.Process(target=drive, args=(sender, job, noise.name), daemon=True)
        driver.start()
        sender.close()
        try:
            while True:
                try:
                    rows = receiver.recv_bytes()
                except EOFError:
                    break
                yield from json.loads(rows)
            driver.join(_SECONDS_TO_END)
            if driver.exitcode:
                last = noise.read().strip().rpartition("\n")[2][:300]
                said = f"Ray gave up: its driver ended with exit code {driver.exitcode} ({last or 'without a word'})"
                raise UsageError(f"{said}. What was coded stays; the same command goes on")
        finally:
            receiver.close()
            if driver.is_alive():
                driver.terminate()
                driver.join(_SECONDS_TO_END)
                driver.kill()
            driver.join()


def _count(summary: Summary, told: Listener, row: Row) -> None:
    status = row["status"]
    summary.n_read += status != REFUSED
    if status == CODED:
        summary.n_coded += 1
        summary.n_events += row["n_events"]
    elif status == KNOWN:
        summary.n_known += 1
    else:
        summary.n_refused += status == REFUSED
        summary.n_failed += status == FAILED
        told.on_refused(SetAside(row["name"], row["reason"]))


def _check_address(address: str) -> None:
    """Raise UsageError where nobody answers: Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if address == "auto":
        return
    if not host or not port.isdigit():
        raise UsageError(f"--address {address}: is neither HOST:PORT nor auto")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
    except OSError as error:
        said = f"No Ray cluster answers at {address} ({error.strerror or error})"
        raise UsageError(f"{said}. Start one there with: ray start --head") from error
