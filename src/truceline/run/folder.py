"""A run on this machine into a folder of Parquet parts, and from such a folder into a store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from truceline.domain.coded import CodedReport
from truceline.domain.text import Report
from truceline.ingest import Refusal
from truceline.run.desk import CoderSource, Failure
from truceline.run.local import Listener, Summary, code_inputs
from truceline.run.parts import (
    CODED,
    FAILED,
    REFUSED,
    Parts,
    Row,
    SetAside,
    coded_from_row,
    coded_row,
    reason_row,
    report_key,
)
from truceline.store import Store

_ROWS = 64
"""Reports a part, where one process writes: what a run that is killed codes again."""


def code_into_folder(
    incoming: Iterable[Report | Refusal],
    coder: CoderSource,
    out: str,
    *,
    workers: int = 1,
    listener: Listener | None = None,
    max_seconds: int = 0,
) -> Summary:
    """Code every report that comes in and that the folder does not hold under this version of the coder.

    Writes the rows that ``code_with_ray`` writes. Raises what ``code_inputs`` raises, and StoreError when the folder
    cannot be written.
    """
    parts, told = Parts(out), listener or Listener()
    known = parts.known(coder.version)
    waiting: list[Row] = []
    n_known = 0

    def new() -> Iterator[Report | Refusal]:
        nonlocal n_known
        for item in incoming:
            if isinstance(item, Report) and report_key(item) in known:
                n_known += 1
            else:
                yield item

    def keep(row: Row) -> None:
        waiting.append(row)
        if len(waiting) >= _ROWS:
            parts.write(waiting)
            waiting.clear()

    def coded(result: CodedReport) -> None:
        keep(coded_row(result))
        told.on_coded(result)

    def refused(what: Refusal | Failure | SetAside) -> None:
        status = REFUSED if isinstance(what, Refusal) else FAILED
        keep(reason_row(status, what.name, str(what).removeprefix(f"{what.name}: "), coder.version))
        told.on_refused(what)

    try:
        inner = replace(told, on_coded=coded, on_refused=refused)
        summary = code_inputs(new(), coder, workers=workers, listener=inner, max_seconds=max_seconds)
    finally:
        parts.write(waiting)
    summary.n_known += n_known
    summary.n_read += n_known
    return summary


def load_folder(folder: str, store: Store, listener: Listener | None = None) -> Summary:
    """Write the coded reports of a folder to a store, each in a transaction of its own; those it holds stay.

    A report that failed once and was coded later counts as coded; of one that several versions of the coder coded the
    newest is taken. Reasons of those that were not coded go to the store's refusals.
    Raises UsageError when the folder holds no parts, StoreError when a part or the store is broken.
    """
    parts, told, summary = Parts(folder), listener or Listener(), Summary()
    newest: dict[str, str] = {}
    for row in parts.rows(("key", "version", "status")):
        if row["status"] == CODED:
            newest[row["key"]] = max(newest.get(row["key"], ""), row["version"], key=_by_number)
    run_id: int | None = None
    told_already: set[tuple[str, str]] = set()
    for row in parts.rows():
        if run_id is None:
            run_id = store.start_run(str(row["version"]), (folder,))
        if row["status"] == CODED and row["version"] != newest[row["key"]]:
            continue
        if row["status"] == CODED:
            summary.n_read += 1
            _load_one(coded_from_row(row), store, run_id, summary, told)
        elif row["key"] not in newest and (row["name"], row["reason"]) not in told_already:
            told_already.add((row["name"], row["reason"]))
            summary.n_read += row["status"] == FAILED
            summary.n_failed += row["status"] == FAILED
            summary.n_refused += row["status"] == REFUSED
            store.add_refusal(run_id, row["name"], RuntimeError(row["reason"]))
            told.on_refused(SetAside(row["name"], row["reason"]))
        told.on_step(summary)
    if run_id is not None:
        s = summary
        store.end_run(
            run_id,
            n_read=s.n_read,
            n_coded=s.n_coded,
            n_known=s.n_known,
            n_refused=s.n_refused,
            n_failed=s.n_failed,
        )
    return summary


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"[0-9]+", version))


def _load_one(coded: CodedReport, store: Store, run_id: int, summary: Summary, told: Listener) -> None:
    try:
        written = store.write_coded(coded.report, coded, run_id)
    except ValueError as error:
        summary.n_failed += 1
        store.add_refusal(run_id, coded.report.report_id, error)
        told.on_refused(SetAside(coded.report.report_id, str(error)))
        return
    if written:
        summary.n_coded += 1
        summary.n_events += len(coded.events)
        told.on_coded(coded)
    else:
        summary.n_known += 1
