"""What the readers share: options, refusals, and the checks that every report passes on its way in."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadReport, BadRow, EmptyReport, NoDate, NotText, ReportTooLarge
from truceline.ingest.days import read_day
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
        return f"{self.name}: {self.error}"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read reports."""

    date: date | None = None
    """Publication day of reports that give none."""
    outlet: str | None = None
    """Outlet of reports that give none."""
    max_chars: int = 200_000
    """Longest text of one report, in code points; longer ones are refused."""
    note: Note = no_note


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
) -> Report:
    """Check a text and make it a Report; the text is not changed.

    day: the publication day that the input gives, else None. origin: the file that holds this report alone.
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
    )


def too_large(max_chars: int) -> ReportTooLarge:
    """The error for a report longer than max_chars."""
    return ReportTooLarge(
        f"is longer than {max_chars:,} characters; split it into one report a file or line, "
        "or raise TRUCELINE_MAX_REPORT_CHARS"
    )


# -- rows of JSONL and CSV -------------------------------------------------------------------------------------

ROW_FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article"),
    "date": ("date", "published", "publication_date", "date_published", "pub_date", "pubdate"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "url": ("url", "link"),
    "id": ("id", "report_id", "doc_id"),
}
"""Field of a report to the names that a row may give it, the first found taken."""


def report_from_row(row: dict[str, object], options: ReadOptions) -> Report:
    """A report from one JSON object or CSV row (``ROW_FIELDS`` has the names that are understood).

    Raises BadRow when text or labels are not strings, and what ``build_report`` and ``read_day`` raise.
    """
    lowered = {str(k).strip().lower(): v for k, v in row.items() if k is not None}
    found = {name: _first(lowered, names) for name, names in ROW_FIELDS.items()}
    text = found["text"]
    if text is None:
        seen = ", ".join(sorted(lowered)) or "none"
        raise BadRow(f'has no field "text"; its fields: {seen[:200]}')
    if not isinstance(text, str):
        raise BadRow(f'"text" is a {_json_kind(text)}, not a string')
    day = _label(found["date"], "date")
    if day is None and options.date is None and text.strip():
        raise NoDate('gives no publication day; add a field "date" or use --date YYYY-MM-DD')
    return build_report(
        text,
        options,
        day=None if day is None else read_day(day),
        title=_label(found["title"], "title"),
        outlet=_label(found["outlet"], "outlet"),
        url=_label(found["url"], "url"),
        source_id=_label(found["id"], "id"),
    )


def row_name(row: object) -> str:
    """`` (id)`` for a row with an id, for use after file and line; else empty."""
    if not isinstance(row, dict):
        return ""
    lowered = {str(k).strip().lower(): v for k, v in row.items() if k is not None}
    found = _first(lowered, ROW_FIELDS["id"])
    return f" ({str(found)[:80]})" if isinstance(found, str | int) and str(found) else ""


def _first(row: dict[str, object], names: tuple[str, ...]) -> object:
    return next((row[n] for n in names if row.get(n) not in (None, "")), row.get(names[0]))


def _label(value: object, name: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | dict | float):
        raise BadRow(f'"{name}" is a {_json_kind(value)}, not a string')
    return str(value).strip() or None


def _json_kind(value: object) -> str:
    kinds = {bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
    return kinds.get(type(value), type(value).__name__)


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
    return NotText(f"cannot be read ({reason or type(error).__name__})")
