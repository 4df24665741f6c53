"""Watching feeds: which is due, what is new in it, and when to ask again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from truceline.domain.text import Report
from truceline.errors import BadDate, BadReport, NotFetched
from truceline.ingest.feed_list import MAX_EVERY_S, FeedEntry, FeedList
from truceline.ingest.feeds import Entry, Feed, entry_report, parse_feed
from truceline.ingest.fetch import Fetcher, Page
from truceline.ingest.pages import page_report
from truceline.ingest.reading import ReadOptions, Refusal
from truceline.ingest.watch_state import EntryState, FeedState, WatchState, entry_key

FIRST_BACK_OFF_S = 900.0
"""Wait after the first failure; doubled with each further one, up to a day."""
MAX_TRIES = 10
"""Rounds in which a page is tried whose server answers with an error. A server that does not answer costs no try: its
pages are tried for as long as the feed has them."""
MAX_READS = 5
"""Times that an entry is read, where the feed says that it changed: some feeds say so each time."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from. The one that people set is for restarts alone; what runs is timed by the other."""

    now_utc: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Watcher:
    """Asks feeds when they are due and gives what is new."""

    feeds: FeedList
    fetcher: Fetcher
    options: ReadOptions
    state: WatchState
    clock: Clock = field(default_factory=Clock)
    _due: dict[str, float] = field(default_factory=dict)
    """Address of a feed to when it may be asked, by the monotonic clock."""
    _n_waiting: int = 0
    """Entries of the feed that is being read that are to be tried again."""

    def __post_init__(self) -> None:
        now_utc, now = self.clock.now_utc(), self.clock.monotonic()
        for feed in self.feeds.feed:
            self._due[feed.url] = now + self.state.feed(feed.url).due_in_s(now_utc)

    def wait_s(self) -> float:
        """Seconds until the next feed is due."""
        return max(min(self._due.values()) - self.clock.monotonic(), 0.0)

    def round(self, *, all_feeds: bool = False) -> Iterator[Report | Refusal]:
        """Ask every feed that is due and give its new reports, the oldest first, and what could not be read.

        all_feeds: those too whose time has not come, but for feeds that failed and are let alone for now.
        A report counts as dealt with when the next one is asked for: a run that stops in between meets it again.
        """
        for feed in self.feeds.feed:
            wait = self._due[feed.url] - self.clock.monotonic()
            if wait <= 0 or (all_feeds and self.state.feed(feed.url).n_failures == 0):
                yield from self._ask(feed)
            elif all_feeds:
                self.options.note(feed.name, f"failed before; asked again in {_span(wait)}")

    # -- one feed ----------------------------------------------------------------------------------------------

    def _ask(self, feed: FeedEntry) -> Iterator[Report | Refusal]:
        known = self.state.feed(feed.url)
        try:
            page = self.fetcher.fetch(feed.url, etag=known.etag, modified=known.modified)
            found = self._parse(page)
        except BadReport as bad:
            wait = self._failed(feed, known, bad)
            yield Refusal(feed.name, _with_wait(bad, wait))
            return
        if page.moved_to:
            self.options.note(feed.name, f"has moved to {page.moved_to}; change it in the list")
        if found is not None:
            if found.note:
                self.options.note(feed.name, found.note)
            yield from self._entries(feed, found)
            # While entries wait to be tried again, the feed must come whole next time, changed or not.
            waits = self._n_waiting > 0
            known.etag = None if waits else page.headers.get("etag")
            known.modified = None if waits else page.headers.get("last-modified")
        known.n_failures = 0
        self._wait(feed, known, self.feeds.every_s(feed))

    def _parse(self, page: Page) -> Feed | None:
        """The feed, or None where nothing has changed."""
        if page.status == 304:
            return None
        return parse_feed(page.body, content_type=page.headers.get("content-type", ""), url=page.url)

    def _failed(self, feed: FeedEntry, known: FeedState, error: BadReport) -> float:
        """Back off: twice as long each time, as long as the server asks, at most a day. Returns the wait in seconds."""
        known.n_failures += 1
        wait: float = min(FIRST_BACK_OFF_S * 2 ** min(known.n_failures - 1, 10), MAX_EVERY_S)
        wait = max(wait, self.feeds.every_s(feed))
        if isinstance(error, NotFetched):
            if error.status == 410:  # gone for good
                wait = MAX_EVERY_S
            wait = max(wait, min(error.retry_after_s or 0.0, MAX_EVERY_S))
        self._wait(feed, known, wait)
        return wait

    def _wait(self, feed: FeedEntry, known: FeedState, wait_s: float) -> None:
        known.asked_utc, known.wait_s = self.clock.now_utc(), wait_s
        self._due[feed.url] = self.clock.monotonic() + wait_s
        self.state.keep_feed(feed.url, known)

    # -- its entries -------------------------------------------------------------------------------------------

    def _entries(self, feed: FeedEntry, found: Feed) -> Iterator[Report | Refusal]:
        keys: list[str] = []
        silent: Counter[str] = Counter()
        self._n_waiting = 0
        for entry in found.entries:
            key = entry_key(entry.link or entry.id or f"{feed.url} {entry.title} {entry.day}")
            keys.append(key)
            known = self.state.entry(key)
            stamp = entry.changed or entry.day or ""
            if known.done and (known.stamp == stamp or known.n_reads >= MAX_READS):
                continue
            result = self._read(feed, found, entry)
            if isinstance(result, Report) or not _may_come(result.error, known):
                yield result
                # Here again: what was given has been stored, or told as refused.
                self.state.keep_entry(key, EntryState(stamp, 0, known.n_reads + 1, True))
                continue
            self._n_waiting += 1
            if isinstance(result.error, NotFetched) and result.error.silent:
                host = urlsplit(entry.link or "").hostname or ""
                silent[host] += 1
                if silent[host] == 1:
                    yield Refusal(result.name, _reworded(result.error, "tried again next time"))
            else:
                tries = f"try {known.n_tries + 1} of {MAX_TRIES}, tried again next time"
                yield Refusal(result.name, _reworded(result.error, tries))
                self.state.keep_entry(key, EntryState(known.stamp, known.n_tries + 1, known.n_reads, known.done))
        self.state.saw(keys)
        for host, n in silent.items():
            if n > 1:
                self.options.note(feed.name, f"{n - 1} further pages of {host} wait until it answers")

    def _read(self, feed: FeedEntry, found: Feed, entry: Entry) -> Report | Refusal:
        try:
            if feed.read == "feed":
                return entry_report(entry, found, entry.name, self.options, outlet=feed.outlet)
            return self._read_page(feed, found, entry)
        except BadReport as bad:
            return Refusal(entry.name, bad)

    def _read_page(self, feed: FeedEntry, found: Feed, entry: Entry) -> Report:
        if entry.link is None:
            self.options.note(entry.name, "has no link; the feed's own text is read")
            return entry_report(entry, found, entry.name, self.options, outlet=feed.outlet)
        try:
            day, note = entry.publication_day(rss=found.is_rss)
        except BadDate as bad:
            day, note = None, f"gives a day that is none ({bad})"
        page = self.fetcher.fetch(entry.link)
        report = page_report(
            page.body,
            entry.name,
            self.options,
            url=page.url,
            charset=page.charset,
            source_id=entry.id,
            fetched_utc=page.fetched_utc,
            feed_day=day,
            feed_title=entry.title,
            feed_outlet=feed.outlet,
        )
        if note and (day is None or report.date == day):
            self.options.note(entry.name, f"the feed {note}")
        return report


def _may_come(error: BadReport, known: EntryState) -> bool:
    """True when the page may be had another time."""
    return isinstance(error, NotFetched) and error.later and (error.silent or known.n_tries + 1 < MAX_TRIES)


def _with_wait(error: BadReport, wait_s: float) -> BadReport:
    return _reworded(error, f"asked again in {_span(wait_s)}")


def _reworded(error: BadReport, more: str) -> BadReport:
    kind = error if isinstance(error, NotFetched) else None
    if kind is not None:
        return NotFetched(
            f"{error}; {more}",
            later=kind.later,
            silent=kind.silent,
            status=kind.status,
            retry_after_s=kind.retry_after_s,
        )
    return type(error)(f"{error}; {more}")


def _span(seconds: float) -> str:
    """``40 s``, ``15 min``, ``2 h``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
