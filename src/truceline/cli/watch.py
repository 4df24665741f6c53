"""``truceline watch``: feeds read as they come."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truceline import settings
from truceline.cli.code import Format
from truceline.cli.console import say, stdout_console, write_json
from truceline.cli.options import DbOption
from truceline.cli.reading import PrivateOption, read_options, say_refused, say_repeated, say_summary
from truceline.errors import NotInstalled, UsageError

if TYPE_CHECKING:
    from truceline.domain.coded import CodedReport
    from truceline.ingest.watching import Watcher
    from truceline.run import CoderSource, Summary
    from truceline.store import Store

_SLEEP_S = 3600.0
"""Longest sleep in one piece."""


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="A TOML file that lists the feeds.")],
    db: DbOption = None,
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once, and end.")] = False,
    format: Annotated[Format, typer.Option("--format", help="Table, or one JSON line a report.")] = Format.TABLE,
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FILE", help="What to remember what was read in.")
    ] = None,
    allow_private: PrivateOption = False,
) -> None:
    """Watch RSS and Atom feeds: code new reports as they come, and keep incidents and truces up to date.

    \b
    Example (feeds.toml):
      every = "15m"
      [[feed]]
      url = "https://example.org/world/rss.xml"
      outlet = "The Plain Post"

    \b
      truceline watch feeds.toml --db truce.db
      truceline watch feeds.toml --db truce.db --once        (from cron)

    Feeds are asked whether they have changed; robots.txt is kept to; a feed that fails is let alone for longer and
    longer. Ctrl-C ends it; started again it goes on from there.
    Exit code 0: all read. 1: some feeds or reports could not be read, each named with its reason. 2: wrong usage.
    """
    from truceline.ingest.extras import need
    from truceline.ingest.feed_list import read_feed_list
    from truceline.ingest.fetch import Fetcher
    from truceline.ingest.watch_state import WatchState
    from truceline.ingest.watching import Watcher
    from truceline.run import CoderSource, shipped_coder
    from truceline.store import Store

    listed = read_feed_list(feeds)
    try:
        for library in ("feedparser", "trafilatura", "httpx"):
            need(library)
    except NotInstalled as error:
        raise UsageError(f"watch {error}") from error
    options = read_options(None, None, None, allow_private)
    where = db or settings.get_str("db")
    shipped = shipped_coder()
    coder = CoderSource(shipped.version, cache(shipped.load))  # loaded with the first new report, and once
    with Store.open(where) as store, Fetcher(options.fetch) as fetcher:
        fresh = store.info()["reports"] == 0
        memory = WatchState.open(state or _beside(where, feeds), store.name, fresh=fresh)
        try:
            if memory.note:
                say(f"{memory.path}: {memory.note}")
            watcher = Watcher(listed, fetcher, options, memory)
            with _ended_by_signals() as ended:
                code = _go(watcher, coder, store, ended, once=once, format=format, name=str(feeds))
        finally:
            memory.close()
    raise typer.Exit(code)


def _go(
    watcher: Watcher, coder: CoderSource, store: Store, ended: Event, *, once: bool, format: Format, name: str
) -> int:
    """Rounds until the end, or one; returns the exit code. ended: set by a signal that ends the watch."""
    code = 0
    if not once:
        say(f"watching {len(watcher.feeds.feed)} feeds into {store.name}; Ctrl-C ends it")
    while True:
        summary = _round(watcher, coder, store, all_feeds=once, format=format, name=name)
        if summary is not None:
            code = max(code, summary.exit_code)
        if once:
            if summary is None:
                say("nothing new")
            return code
        if ended.wait(min(watcher.wait_s(), _SLEEP_S)):
            raise KeyboardInterrupt


def _round(
    watcher: Watcher, coder: CoderSource, store: Store, *, all_feeds: bool, format: Format, name: str
) -> Summary | None:
    """Ask the feeds that are due; code, store and fuse what is new. None where nothing came."""
    from truceline.run import Listener, code_inputs

    incoming = watcher.round(all_feeds=all_feeds)
    first = next(incoming, None)
    if first is None:
        return None
    listener = Listener(lambda coded: _show(coded, format), say_refused, say_repeated)
    # One process: a report is stored before the watcher is asked for the next one, and so counts as dealt with.
    summary = code_inputs(
        chain([first], incoming),
        coder,
        store=store,
        listener=listener,
        inputs=(name,),
        max_seconds=settings.get_int("max_report_seconds"),
    )
    say_summary(summary, stored_in=store.name)
    if summary.n_coded:
        _fuse(store)
    return summary


def _show(coded: CodedReport, format: Format) -> None:
    from truceline.cli.table import print_report
    from truceline.domain.serial import event_to_dict

    if format is Format.JSONL:
        events = [event_to_dict(event, coded.report) for event in coded.events]
        write_json({"report_id": coded.report.report_id, "events": events})
    else:
        print_report(stdout_console(), coded.report, coded.events)


def _fuse(store: Store) -> None:
    """Bring incidents and truces up to the new events, and say what that changed."""
    from truceline.run.record import refresh
    from truceline.store.incident_query import IncidentFilter, count_incidents
    from truceline.store.record import truce_summaries

    def standing() -> tuple[int, dict[str, dict[str, Any]]]:
        with store.reading() as connection:
            return count_incidents(connection, IncidentFilter()), dict(truce_summaries(connection))

    n_before, truces_before = standing()
    refresh(store)
    n_after, truces = standing()
    said = [f"{n_after} incidents (before: {n_before})"]
    for truce_id, now in truces.items():
        before = truces_before.get(truce_id)
        if before is None:
            said.append(f"new: {now['name']}, {now['label']}")
        elif before["label"] != now["label"]:
            said.append(f"{now['name']}: {before['label']} → {now['label']}")
    say("; ".join(said))


def _beside(database: str, feeds: Path) -> Path:
    """Where to remember: beside a SQLite file, else beside the list of feeds."""
    if "://" in database or database == ":memory:":
        return feeds.with_suffix(".watch")
    return Path(database + ".watch")


@contextmanager
def _ended_by_signals() -> Iterator[Event]:
    """Let SIGTERM, as service managers send it, end the watch as cleanly as Ctrl-C does.

    The event says that either came. An interrupt that is raised while something is being cleaned up gets lost there;
    the event does not, and ends the watch after its round.
    """
    ended = Event()

    def stop(_number: int, _frame: object) -> None:
        ended.set()
        raise KeyboardInterrupt

    before = [(number, signal.signal(number, stop)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield ended
    finally:
        for number, handler in before:
            signal.signal(number, handler)
