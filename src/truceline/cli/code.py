"""``truceline code``: reports to events."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from truceline import settings
from truceline.cli.console import stdout_console, write_json
from truceline.cli.reading import (
    DateOption,
    Inputs,
    MapOption,
    OutletOption,
    PrivateOption,
    WorkersOption,
    progress,
    read_options,
    say_refused,
    say_repeated,
    say_summary,
)


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
    allow_private: PrivateOption = False,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Print only events of at least this confidence.")
    ] = 0.0,
    workers: WorkersOption = 1,
) -> None:
    """Code reports: print the events they tell, and store them with --db.

    \b
    Example:
      truceline code examples/iraq-truce-2024
      truceline code reports.jsonl --format jsonl > events.jsonl
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline code table.csv --map text=body --map date=published
      truceline code https://example.org/news/truce.html

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

    options = read_options(date, outlet, columns, allow_private)
    for name in inputs:
        check_input(name)
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
