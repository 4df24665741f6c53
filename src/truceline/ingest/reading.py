"""What the readers share: options, refusals, and the checks that every report passes on its way in."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadReport, BadRow, EmptyReport, NoDate, NotText, ReportTooLarge
from truceline.ingest.languages import check_language

Note = Callable[[str, str], None]
"""Takes (name of the input, what a person should know of it): a fallback that was taken, a file that was left out."""

_MAX_LABEL_CHARS = 4_000
GZIP_MARK = b"\x1f\x8b"


def no_note(name: str, message: str) -> None:
    """Let a note go."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that cannot be read as a report, with its name and the error that says why and what to do."""

    name: str
    """Where it stands: ``reports.jsonl:3 (id)``, ``letter.txt``, ``-``."""
    error: BadReport

    def __str__(self) -> str:
        return re.sub(r"[\r\n\v\f\x85\u2028\u2029]+", " ", f"{self.name}: {self.error}")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching a web address may cost, and how it behaves towards others."""

    allow_private: bool = False
    """Fetch from this machine and from private networks too."""
    max_bytes: int = 10_000_000
    """Largest page, feed, message or record that is read, unpacked."""
    max_seconds: float = 30.0
    """Longest time for one address, redirects and slow answers included."""
    max_redirects: int = 5
    delay_s: float = 2.0
    """Least time between two requests to one host."""
    contact: str = ""
    """Address or page of the person who fetches, for the user agent."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read reports."""

    date: date | None = None
    """Publication day of reports that give none."""
    outlet: str | None = None
    """Outlet of reports that give none."""
    day_first: bool | None = None
    """Order of day and month in dates such as 03/04/2024 in tables, JSON and text files; None refuses them."""
    max_chars: int = 200_000
    """Longest text of one report, in code points; longer ones are refused."""
    note: Note = no_note
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field of a report to the column or key that holds it, where a file names it in its own way. A dot goes into an
    object or a list: ``date`` to ``meta.published``, ``outlet`` to ``source.0.name``."""
    fetch: FetchLimits = field(default_factory=FetchLimits)


def build_report(
    text: str,
    options: ReadOptions,
    *,
    day: date | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    source_id: str | None = None,
    origin: str | None = None,
    fetched_utc: datetime | None = None,
) -> Report:
    """Check a text and make it a Report; the text is not changed.

    day: the publication day that the input gives, else None. origin: the file that holds this report alone.
    fetched_utc: when the page was fetched; never taken for a publication day.
    Raises EmptyReport, ReportTooLarge, NoDate, LanguageNotSupported, BadRow (an over-long title or id).
    """
    if not text.strip():
        raise EmptyReport("holds no text")
    if len(text) > options.max_chars:
        raise too_large(options.max_chars)
    day = day or options.date
    if day is None:
        raise NoDate("gives no publication day; add one (first line “date 2024-08-21”) or use --date YYYY-MM-DD")
    for name, label in (("title", title), ("outlet", outlet), ("url", url), ("id", source_id)):
        if label is not None and len(label) > _MAX_LABEL_CHARS:
            raise BadRow(f"{name} has {len(label):,} characters, at most {_MAX_LABEL_CHARS:,} are read")
    check_language(text)
    return Report(
        date=day,
        text=text,
        title=title or None,
        outlet=outlet or options.outlet,
        url=url or None,
        source_id=source_id or None,
        origin=origin,
        fetched_utc=fetched_utc,
    )


def too_large(max_chars: int) -> ReportTooLarge:
    """The error for a report longer than max_chars."""
    return ReportTooLarge(
        f"is longer than {max_chars:,} characters; split it into one report a file or line, "
        "or raise TRUCELINE_MAX_REPORT_CHARS"
    )


# -- streams ---------------------------------------------------------------------------------------------------


def bounded_lines(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """(line number, line without its break); None for a line longer than max_bytes, which is never held whole."""
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 16)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")


STREAM_ERRORS = (OSError, EOFError, zlib.error)
"""What reading a file or a gzip stream raises when it is damaged or cut short."""


def stream_error(error: Exception) -> BadReport:
    """The error for an input that breaks off while it is read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return NotText(f"cannot be read ({' '.join(reason.split())[:200] or type(error).__name__})")
