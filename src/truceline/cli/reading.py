"""Options and steps that ``code`` and ``annotate`` share."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import say, stderr_console
from truceline.cli.logs import is_json
from truceline.errors import BadDate, UsageError

if TYPE_CHECKING:
    from truceline.domain.text import Report
    from truceline.ingest import ReadOptions, Refusal
    from truceline.run import Failure, Summary
    from truceline.run.parts import SetAside



class Order(StrEnum):
    """Which of two numbers is the day."""

    DMY = "dmy"
    MDY = "mdy"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files (text, JSONL, JSON, CSV, Parquet, HTML, RSS or Atom, e-mail, WARC; each also .gz), "
        "folders of them, web addresses, or - for standard input."
    ),
]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Publication day of reports that give none.")
]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="Outlet of reports that give none.")]
OrderOption = Annotated[
    Order | None, typer.Option("--date-order", help="Order of dates such as 03/04/2024: day or month first.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Column or key of text, date, title, outlet, url or id."),
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from this machine and from private networks too.")
]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, help="Processes that code; same output for any number.")
]


def read_options(
    day: str | None,
    outlet: str | None,
    columns: list[str] | None = None,
    allow_private: bool = False,
    order: Order | None = None,
) -> ReadOptions:
    """Options for the readers. Raises UsageError for a --date or a --map that is none."""
    from truceline.ingest import FetchLimits, ReadOptions
    from truceline.ingest.days import read_day
    from truceline.ingest.rows import read_columns

    try:
        default: date | None = None if day is None else read_day(day)
    except BadDate as error:
        raise UsageError(f"--date: {error}") from error
    return ReadOptions(
        date=default,
        outlet=outlet,
        day_first=None if order is None else order is Order.DMY,
        max_chars=settings.get_int("max_report_chars"),
        note=lambda name, message: say(f"{name}: {message}"),
        columns=read_columns(columns or ()),
        fetch=FetchLimits(
            allow_private=allow_private,
            max_bytes=settings.get_int("max_page_bytes"),
            max_seconds=settings.get_float("max_fetch_seconds"),
            delay_s=settings.get_float("host_delay_seconds"),
            contact=settings.get_str("contact"),
        ),
    )


def say_refused(refused: Refusal | Failure | SetAside) -> None:
    """One line for an input that could not be read or coded."""
    reason = str(refused).removeprefix(f"{refused.name}: ")
    say(str(refused), logging.WARNING, name=refused.name, reason=reason)


def say_repeated(report: Report) -> None:
    """One line for a report that came twice."""
    name = report.source_id or report.origin or report.id
    said = f"{name}: the same report came before in this run; not coded twice"
    say(said, report_id=report.report_id)


def say_summary(summary: Summary, *, stored_in: str | None) -> None:
    """What came of the run, on one line."""
    parts = [f"{summary.n_coded} coded ({summary.n_events} events)"]
    for n, words in (
        (summary.n_known, "known already"),
        (summary.n_repeated, "repeated"),
        (summary.n_refused, "refused"),
        (summary.n_failed, "failed"),
    ):
        if n:
            parts.append(f"{n} {words}")
    said = f"{summary.n_read + summary.n_refused} read: {', '.join(parts)}" + (f" → {stored_in}" if stored_in else "")
    say(said, **asdict(summary), stored_in=stored_in)


_LOG_EVERY_S = 30.0


def _logged_steps() -> Callable[[Summary], None]:
    """A step that logs how far the run is, twice a minute."""
    last = time.monotonic()

    def step(summary: Summary) -> None:
        nonlocal last
        if time.monotonic() - last >= _LOG_EVERY_S:
            last = time.monotonic()
            say("under way", **asdict(summary))

    return step


@contextmanager
def progress() -> Iterator[Callable[[Summary], None]]:
    """A line of progress on stderr, where that is a terminal and stdout, which may be the same one, is not."""
    if is_json():
        yield _logged_steps()
        return
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda summary: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=stderr_console(), transient=True) as shown:
        task = shown.add_task("reading …")

        def step(summary: Summary) -> None:
            done = summary.n_coded + summary.n_known
            elapsed = shown.tasks[0].elapsed or 0.0
            rate = f", {summary.n_coded / elapsed:.1f} a second" if elapsed > 1 else ""
            not_read = summary.n_refused + summary.n_failed
            refused = f", {not_read} not read" if not_read else ""
            shown.update(task, description=f"{done} reports, {summary.n_events} events{rate}{refused}")

        yield step
