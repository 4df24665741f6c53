"""``truceline code``: reports to events."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import stdout_console, write_json
from truceline.cli.reading import (
    DateOption,
    Inputs,
    MapOption,
    OrderOption,
    OutletOption,
    PrivateOption,
    WorkersOption,
    progress,
    read_options,
    say_refused,
    say_repeated,
    say_summary,
)
from truceline.errors import UsageError

if TYPE_CHECKING:
    from truceline.ingest import ReadOptions


class Engine(StrEnum):
    """Who does the work."""

    LOCAL = "local"
    RAY = "ray"


class Format(StrEnum):
    """How events are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def code(
    inputs: Inputs,
    db: Annotated[str | None, typer.Option("--db", metavar="FILE|URL", help="Store events in this database.")] = None,
    format: Annotated[Format, typer.Option("--format", help="Table, or one JSON line a report.")] = Format.TABLE,
    date: DateOption = None,
    outlet: OutletOption = None,
    columns: MapOption = None,
    date_order: OrderOption = None,
    allow_private: PrivateOption = False,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Print only events of at least this confidence.")
    ] = 0.0,
    workers: WorkersOption = 1,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FOLDER", help="Write Parquet parts for truceline db load-coded.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="local: processes of this machine. ray: workers of a Ray cluster.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None, typer.Option("--address", metavar="HOST:PORT|auto", help="With --engine ray: a running cluster.")
    ] = None,
) -> None:
    """Code reports: print the events they tell, and store them with --db.

    \b
    Example:
      truceline code examples/iraq-truce-2024
      truceline code reports.jsonl --format jsonl > events.jsonl
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline code table.csv --map text=body --map date=published
      truceline code https://example.org/news/truce.html
      truceline code articles.parquet --engine ray --workers 8 --out coded

    A text file may begin with a line such as "date 2024-08-21"; offsets then count from the body after it.
    A run that was stopped goes on where it was when the same command with --db is given again.
    Exit code 0: all read. 1: some reports could not be read, each named with its reason. 2: wrong usage.
    """
    from truceline.cli.table import print_report
    from truceline.domain.coded import CodedReport
    from truceline.domain.serial import event_to_dict
    from truceline.ingest import check_input, read_inputs
    from truceline.run import Listener, code_inputs, shipped_coder
    from truceline.store import Store

    _check_usage(engine, db, out, address)
    options = read_options(date, outlet, columns, allow_private, date_order)
    for name in inputs:
        check_input(name)
    if out is not None:
        raise typer.Exit(_into_folder(inputs, options, out, engine, address, workers))
    store = Store.open(db) if db else None
    console = stdout_console()

    def show(coded: CodedReport) -> None:
        events = [e for e in coded.events if e.confidence >= min_score]
        if format is Format.JSONL:
            records = [event_to_dict(e, coded.report) for e in events]
            write_json({"report_id": coded.report.report_id, "events": records})
        else:
            print_report(console, coded.report, events)

    try:
        with progress() as step:
            listener = Listener(show, say_refused, say_repeated, step)
            summary = code_inputs(
                read_inputs(inputs, options),
                shipped_coder(),
                store=store,
                workers=workers,
                listener=listener,
                inputs=tuple(inputs),
                max_seconds=settings.get_int("max_report_seconds"),
            )
    finally:
        if store:
            store.close()
    say_summary(summary, stored_in=store.name if store else None)
    raise typer.Exit(summary.exit_code)


def _check_usage(engine: Engine, db: str | None, out: str | None, address: str | None) -> None:
    """Raise UsageError for options that do not go together."""
    if out is not None and db is not None:
        raise UsageError("--out and --db do not go together: code into the folder, then truceline db load-coded FOLDER")
    if engine is Engine.RAY and out is None:
        raise UsageError("--engine ray needs --out FOLDER, a place that every worker can write to")
    if engine is Engine.LOCAL and address is not None:
        raise UsageError("--address is of --engine ray")


def _into_folder(
    inputs: list[str], options: ReadOptions, out: str, engine: Engine, address: str | None, workers: int
) -> int:
    """Code into Parquet parts; nothing is printed to stdout. Returns the exit code."""
    from truceline.ingest import read_inputs
    from truceline.run import Listener, code_into_folder, shipped_coder

    coder, seconds = shipped_coder(), settings.get_int("max_report_seconds")
    with progress() as step:
        listener = Listener(on_refused=say_refused, on_repeated=say_repeated, on_step=step)
        if engine is Engine.RAY:
            from truceline.run.ray import code_with_ray

            summary = code_with_ray(
                inputs,
                options,
                coder,
                out,
                workers=workers,
                address=address,
                listener=listener,
                max_seconds=seconds,
            )
        else:
            incoming = read_inputs(inputs, options)
            summary = code_into_folder(
                incoming, coder, out, workers=workers, listener=listener, max_seconds=seconds
            )
    say_summary(summary, stored_in=out)
    return summary.exit_code
