"""WARC archives: each page that was fetched with success is a report. The day of the crawl is never its day."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadPage, BadReport, EmptyReport
from truceline.ingest.days import read_moment
from truceline.ingest.extras import need
from truceline.ingest.pages import page_report, page_too_large
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, build_report, stream_error

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_MAX_HEAD_BYTES = 1_000_000
"""Most bytes that are read to find the next record and its head; real heads have 1 to 10 kB."""
_CHUNK_BYTES = 1 << 16


class _HeadTooLong(Exception):
    """No record begins where one should. No EOFError, which the library would take for the end of the file."""


class _Gate:
    """A stream that ends in an error when a record's head does not: the library would read on for ever."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.left = _MAX_HEAD_BYTES

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises _HeadTooLong when the head of a record is too long."""
        if self.left <= 0:
            raise _HeadTooLong(f"no record begins within {_MAX_HEAD_BYTES:,} bytes")
        data = self._stream.read(_CHUNK_BYTES if size < 0 else min(size, _CHUNK_BYTES))
        self.left -= len(data)
        return data

    def open(self) -> None:
        """Let a record's content pass, however long."""
        self.left = 1 << 62

    def close(self) -> None:
        """Let a head pass."""
        self.left = _MAX_HEAD_BYTES


def read_warc(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read the pages of a WARC file, packed or not, and texts of a WET file; one record is held at a time."""
    try:
        iterator = need("warcio.archiveiterator")
    except BadReport as bad:
        yield Refusal(name, bad)
        return
    gate = _Gate(stream)
    failed = need("warcio.exceptions").ArchiveLoadFailed
    errors = (*STREAM_ERRORS, _HeadTooLong, failed, ValueError, LookupError, AttributeError)
    n_pages = n_other = 0
    try:
        records = iterator.ArchiveIterator(gate, arc2warc=True)
        for number in itertools.count(1):
            gate.close()
            record = next(records, None)
            if record is None:
                break
            gate.open()
            where = f"{name}:{number}"
            if not _is_page(record):
                n_other += 1
            else:
                n_pages += 1
                yield _read_record(record, where, options)
            _skip(record.raw_stream)
    except errors as error:
        yield Refusal(name, stream_error(error) if isinstance(error, OSError) else _broken(error))
        return
    if n_other and n_pages:
        options.note(name, f"left out {n_other:,} records that are no page (requests, images, errors, redirects)")
    if n_pages == 0:
        yield Refusal(name, EmptyReport("holds no page that was fetched with success"))


def _read_record(record: Any, where: str, options: ReadOptions) -> Report | Refusal:
    url = record.rec_headers.get_header("WARC-Target-URI")
    where += f" ({url[:200]})" if url else ""
    try:
        data = _bounded(record.content_stream(), options.fetch.max_bytes + 1)
        if len(data) > options.fetch.max_bytes:
            raise page_too_large(options)
        fetched = read_moment(record.rec_headers.get_header("WARC-Date"))
        if record.rec_type == "conversion":
            return build_report(data.decode("utf-8", "replace"), options, url=url, fetched_utc=fetched)
        charset = _charset(record)
        return page_report(data, where, options, url=url, charset=charset, fetched_utc=fetched)
    except BadReport as bad:
        return Refusal(where, bad)


def _is_page(record: Any) -> bool:
    if record.rec_type == "conversion":
        return _media_type(record.rec_headers.get_header("Content-Type")) == "text/plain"
    if record.rec_type == "resource":
        return _media_type(record.rec_headers.get_header("Content-Type")) in _PAGE_TYPES
    if record.rec_type != "response" or record.http_headers is None:
        return False
    status = str(record.http_headers.get_statuscode() or "")
    return status == "200" and _media_type(record.http_headers.get_header("Content-Type")) in _PAGE_TYPES


def _media_type(value: str | None) -> str:
    return (value or "").split(";")[0].strip().lower()


def _charset(record: Any) -> str | None:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    _, found, after = (headers.get_header("Content-Type") or "").lower().partition("charset=")
    return after.strip().strip("\"'").split(";")[0].strip() or None if found else None


def _bounded(stream: Any, max_bytes: int) -> bytes:
    data = bytearray()
    while len(data) < max_bytes and (chunk := stream.read(min(_CHUNK_BYTES, max_bytes - len(data)))):
        data += chunk
    return bytes(data)


def _skip(stream: Any) -> None:
    while stream.read(_CHUNK_BYTES):
        pass


def _broken(error: Exception) -> BadPage:
    reason = " ".join(str(error).split())[:200]
    return BadPage(f"is not a WARC archive, or is damaged from here on ({reason or type(error).__name__})")
