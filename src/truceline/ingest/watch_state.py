"""What watching remembers: of each feed what the server said last, of each entry whether it was read.

A small SQLite file of its own. Losing it loses no report: entries are fetched once more, and the database knows their
reports by content.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.errors import UsageError
from truceline.ingest.days import read_moment

_VERSION = 1
_APPLICATION_ID = 0x54525754
"""``PRAGMA application_id``: "TRWT"."""
_KEPT_ENTRIES = 200_000
"""Entries that are remembered; the longest unseen go first."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, etag TEXT, modified TEXT, asked_utc TEXT, wait_s REAL NOT NULL, n_failures INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, stamp TEXT NOT NULL, n_tries INTEGER NOT NULL, n_reads INTEGER NOT NULL,
    done INTEGER NOT NULL, seen INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_entries_seen ON entries (seen);
"""


@dataclass(slots=True)
class FeedState:
    """What is known of a feed."""

    etag: str | None = None
    modified: str | None = None
    asked_utc: datetime | None = None
    """When it was asked last, by the clock of that time."""
    wait_s: float = 0.0
    """How long from then until it may be asked again."""
    n_failures: int = 0
    """Failures since it last answered."""

    def due_in_s(self, now_utc: datetime) -> float:
        """Seconds until the feed may be asked, never more than the wait itself: the clock may have been set back."""
        if self.asked_utc is None:
            return 0.0
        passed = (now_utc - self.asked_utc).total_seconds()
        return min(max(self.wait_s - passed, 0.0), self.wait_s)


@dataclass(slots=True)
class EntryState:
    """What is known of an entry."""

    stamp: str = ""
    """Its day of change as it was when it was read."""
    n_tries: int = 0
    """Times that its page could not be fetched."""
    n_reads: int = 0
    """Times that it was read, since it says that it changed."""
    done: bool = False


class WatchState:
    """The file, held by one watch at a time."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self.path = path
        self.note = ""
        """What a person should know of how it was opened."""

    @classmethod
    def open(cls, path: Path, database: str, *, fresh: bool) -> WatchState:
        """Open the file, or make it. database: the name of the database that the reports go to.

        fresh: the database is new, so that what the file remembers does not hold for it.
        A damaged file is set aside, with a note. Raises UsageError when another watch holds it, it belongs to another
        database, it cannot be written, or it is no such file.
        """
        note = ""
        try:
            connection = _connect(path)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise UsageError(f"{path}: {_reason(error)}") from error
            aside = path.with_name(path.name + ".damaged")
            path.replace(aside)
            note = f"was damaged and is set aside as {aside.name}; every entry is looked at again"
            connection = _connect(path)
        state = cls(connection, str(path))
        state.note = note
        belongs = state._about("database")
        if belongs is not None and belongs != database and not fresh:
            state.close()
            raise UsageError(f"{path}: remembers what went into {belongs}, not {database}; name another with --state")
        if fresh:
            connection.execute("DELETE FROM feeds")
            connection.execute("DELETE FROM entries")
        connection.execute("INSERT OR REPLACE INTO about VALUES ('database', ?)", (database,))
        return state

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def _about(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    # -- feeds -------------------------------------------------------------------------------------------------

    def feed(self, url: str) -> FeedState:
        """What is known of a feed."""
        query = "SELECT etag, modified, asked_utc, wait_s, n_failures FROM feeds WHERE url = ?"
        row = self._connection.execute(query, (url,)).fetchone()
        if row is None:
            return FeedState()
        return FeedState(row[0], row[1], read_moment(row[2]), float(row[3]), int(row[4]))

    def keep_feed(self, url: str, feed: FeedState) -> None:
        """Remember what is known of a feed."""
        asked = feed.asked_utc.isoformat() if feed.asked_utc else None
        values = (url, feed.etag, feed.modified, asked, feed.wait_s, feed.n_failures)
        self._connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?)", values)

    # -- entries -----------------------------------------------------------------------------------------------

    def entry(self, key: str) -> EntryState:
        """What is known of an entry (``entry_key``)."""
        query = "SELECT stamp, n_tries, n_reads, done FROM entries WHERE key = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        return EntryState() if row is None else EntryState(str(row[0]), int(row[1]), int(row[2]), bool(row[3]))

    def keep_entry(self, key: str, entry: EntryState) -> None:
        """Remember what became of an entry."""
        seen = "(SELECT COALESCE(MAX(seen), 0) + 1 FROM entries)"
        query = f"INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, {seen})"
        self._connection.execute(query, (key, entry.stamp, entry.n_tries, entry.n_reads, int(entry.done)))

    def saw(self, keys: list[str]) -> None:
        """Note that entries are still in their feed, and forget those that are longest gone."""
        with self._connection:
            self._connection.execute("BEGIN")
            latest = self._connection.execute("SELECT COALESCE(MAX(seen), 0) + 1 FROM entries").fetchone()[0]
            rows = [(latest, key) for key in keys]
            self._connection.executemany("UPDATE entries SET seen = ? WHERE key = ?", rows)
            query = "SELECT seen FROM entries ORDER BY seen DESC LIMIT 1 OFFSET ?"
            oldest = self._connection.execute(query, (_KEPT_ENTRIES,)).fetchone()
            if oldest is not None:
                self._connection.execute("DELETE FROM entries WHERE seen < ?", (oldest[0],))


def entry_key(name: str) -> str:
    """The name that an entry is remembered by: a hash of its link, else of its id."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _connect(path: Path) -> sqlite3.Connection:
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: is no place for a file; name another with --state")
    connection = sqlite3.connect(path, timeout=1.0, isolation_level=None)
    try:
        # Held until closed: two watches that share what they remember would fetch everything twice.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = NORMAL")
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] and found != _APPLICATION_ID:
            raise UsageError(f"{path}: is another program's database; name another file with --state")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.executescript(_SCHEMA)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return any(word in str(error).lower() for word in ("malformed", "not a database"))


def _reason(error: sqlite3.DatabaseError) -> str:
    words = str(error)
    if "locked" in words:
        return "another watch is running with it; stop that one, or name another file with --state"
    return f"cannot be used ({words}); name another file with --state"
