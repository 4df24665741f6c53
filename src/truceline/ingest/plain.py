"""Plain text files: one report a file, with an optional header of its date, title and outlet.

    date 2024-08-21                 Date: August 21, 2024            2024-08-21
                                    Title: Truce is over
    The militias ended ...          Outlet: The Plain Post           The militias ended ...

                                    The militias ended ...

The header is the run of such lines at the very start. ``Report.text`` is the body after it, from the first line that is
not blank to the end of the file, unchanged: offsets count from the body's first character. A file without a header is
all body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadDate, BadReport, EmptyReport
from truceline.ingest.days import read_day
from truceline.ingest.decode import decode
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, build_report, stream_error, too_large

_KEYS = {
    "date": "date",
    "dated": "date",
    "published": "date",
    "publication date": "date",
    "publication day": "date",
    "pubdate": "date",
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "publisher": "outlet",
    "source": "outlet",
    "url": "url",
    "link": "url",
    "id": "id",
}
_BARE_KEYS = frozenset({"title", "outlet", "url", "id"})
"""Keys that a line may give without a colon, in a header that has a date."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADER = re.compile(rf"[ \t]*({'|'.join(_KEYS)})([ \t]*[:=][ \t]*|[ \t]+)(\S.*)", re.IGNORECASE)
_DATE_THEN_TEXT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ \t]+(?=[^\W\d_]|[\"“‘'(])")
_DATE_SHAPE = re.compile(r"[\d\s./-]{6,}|\d{4}-\d\S*")


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a text file says, and where its body starts."""

    body_start: int
    """Code points before the body."""
    day: date | None = None
    labels: dict[str, str] = field(default_factory=dict)
    """title, outlet, url, id as far as given."""


def read_text(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read one report from a text file. Never holds more than the longest report allowed in memory."""
    max_bytes = 4 * options.max_chars + 4_096  # UTF-8 has up to four bytes a character; room for mark and header
    try:
        data = stream.read(max_bytes + 1)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    try:
        yield _read_report(data, len(data) > max_bytes, name, options)
    except BadReport as bad:
        yield Refusal(name, bad)


def _read_report(data: bytes, cut: bool, name: str, options: ReadOptions) -> Report:
    if not data:
        raise EmptyReport("is an empty file")
    decoded = decode(data)
    if cut:
        raise too_large(options.max_chars)
    header = read_header(decoded.text, day_first=options.day_first)
    report = build_report(
        decoded.text[header.body_start :],
        options,
        day=header.day,
        title=header.labels.get("title"),
        outlet=header.labels.get("outlet"),
        url=header.labels.get("url"),
        source_id=header.labels.get("id"),
        origin=None if name == "-" else name,
    )
    if decoded.note:
        options.note(name, decoded.note)
    return report


def read_header(text: str, *, day_first: bool | None = None) -> Header:
    """Read the header lines of a text file.

    Raises BadDate for a date line whose date is none, such as ``date 2024-13-40``.
    """
    day: date | None = None
    labels: dict[str, str] = {}
    bare: list[tuple[str, int]] = []  # labels without a colon, with the start of their line
    position, end = 0, 0
    for line_match in _LINE.finditer(text):
        line, start = line_match.group().strip(), line_match.start()
        if not line or line == "---":
            if start >= len(text) or (line_match.end() > end and (day or labels)):
                break
            continue
        match = _HEADER.fullmatch(line)
        key = _KEYS[match[1].lower()] if match else ""
        if day is None and key == "date" and match:
            if inline := _DATE_THEN_TEXT.match(match[3]):
                offset = line_match.group().index(match[3]) + inline.end()
                return Header(start + offset, read_day(inline[1]), labels)
            day = _day_of(match[3], certain=match[2].strip() != "", day_first=day_first)
            if day is None:
                break
        elif day is None and not labels and (bare_day := _bare_day(line, day_first)):
            day = bare_day
        elif match and key != "date" and key not in labels and match[2].strip():
            labels[key] = match[3].strip()
        elif match and key in _BARE_KEYS and key not in labels:
            labels[key] = match[3].strip()
            bare.append((key, start))
        else:
            break
        end = line_match.end()
    if day is None and bare:  # "Title fights and ..." opens a body, not a header
        end = min(end, bare[0][1])
        labels = {k: v for k, v in labels.items() if k not in {key for key, _ in bare}}
    position = _skip_blank_lines(text, end) if end else 0
    return Header(position, day, labels)


def _day_of(value: str, *, certain: bool, day_first: bool | None) -> date | None:
    """The day of a date line; None when the words after ``date`` are no date and the line has no colon."""
    try:
        return read_day(value.strip(), day_first=day_first)
    except BadDate:
        if certain or _DATE_SHAPE.fullmatch(value.strip()):
            raise
        return None


def _bare_day(line: str, day_first: bool | None) -> date | None:
    try:
        return read_day(line, day_first=day_first) if _may_be_day(line) else None
    except BadDate:
        return None


def _may_be_day(line: str) -> bool:
    """A line with a day alone; a number of seconds is no header."""
    return (len(line) <= 40 and not line.replace(".", "").isdigit()) or len(line) == 8


def _skip_blank_lines(text: str, position: int) -> int:
    for match in _LINE.finditer(text, position):
        line = match.group().strip()
        if (line and line != "---") or match.end() >= len(text):
            return match.start()
    return position
