"""Files, folders, web addresses and standard input to reports: which reader reads what."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from truceline.domain.text import Report
from truceline.errors import BadReport, EmptyReport, UsageError
from truceline.ingest.decode import find_encoding
from truceline.ingest.feeds import read_feed
from truceline.ingest.fetch import Fetcher, Page, shown
from truceline.ingest.gunzip import open_gzip
from truceline.ingest.mail import read_mailbox, read_message
from truceline.ingest.pages import page_report, read_page
from truceline.ingest.parquet import read_parquet
from truceline.ingest.plain import read_text
from truceline.ingest.reading import GZIP_MARK, STREAM_ERRORS, ReadOptions, Refusal, stream_error
from truceline.ingest.rows import ROW_FIELDS
from truceline.ingest.snapshot import read_snapshot
from truceline.ingest.tables import read_csv, read_json, read_jsonl
from truceline.ingest.warc import read_warc

Reader = Callable[[BinaryIO, str, ReadOptions], Iterator[Report | Refusal]]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".mhtml": read_snapshot,
    ".mht": read_snapshot,
    ".eml": read_message,
    ".mbox": read_mailbox,
    ".warc": read_warc,
    ".wet": read_warc,
}
"""Ending of a file's name to its reader; ``.gz`` may follow each. Files with other endings are read by their content
when they are named, and left out (with a note) when they lie in a folder."""

_MEDIA_TYPES: dict[str, Reader] = {
    "text/html": read_page,
    "application/xhtml+xml": read_page,
    "application/rss+xml": read_feed,
    "application/atom+xml": read_feed,
    "application/json": read_json,
    "application/x-ndjson": read_jsonl,
    "application/jsonl": read_jsonl,
    "text/csv": read_csv,
    "message/rfc822": read_message,
    "multipart/related": read_snapshot,
    "application/mbox": read_mailbox,
    "application/warc": read_warc,
    "application/vnd.apache.parquet": read_parquet,
}
_PEEK_BYTES = 8192
_MAIL_LINE = re.compile(r"[!-9;-~]+:|[ \t]|\r?$")


def read_inputs(inputs: Iterable[str], options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read every input in order: a file, a folder (all its files, by name), a web address, or ``-`` for standard input.

    What cannot be read as a report comes out as a Refusal; the rest goes on. Reports are yielded one at a time, so a
    file may be larger than memory.
    Raises UsageError, before anything is read, when an input does not exist.
    """
    names = list(inputs)
    for name in names:
        check_input(name)
    with Fetcher(options.fetch) as fetcher:
        for name in names:
            if name == "-":
                yield from _read_stream(sys.stdin.buffer, "-", None, options)
            elif "://" in name:
                yield from read_url(name, options, fetcher)
            elif Path(name).is_dir():
                yield from read_folder(Path(name), options)
            else:
                yield from read_file(Path(name), options)


def check_input(name: str) -> None:
    """Raise UsageError when the input is no file, no folder, no http or https address and not ``-``."""
    if name == "-":
        return
    if "://" in name:
        if re.match(r"https?://[^/?#\s]", name, re.IGNORECASE):
            return
        raise UsageError(f"{shown(name)}: only http and https addresses of a host are fetched; save it to a file first")
    try:
        exists = Path(name).exists()
    except (OSError, ValueError) as error:
        raise UsageError(f"{name[:200]}: cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    if not exists:
        raise UsageError(f"{name}: no such file or folder")


def read_folder(folder: Path, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read the files of a folder and of those in it, in the order of their names; hidden ones are left out."""
    n_read = 0
    left_out: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__")))
        for file in sorted(f for f in files if not f.startswith(".")):
            path = Path(place, file)
            if _ending(path) in READERS and path.is_file():
                n_read += 1
                yield from read_file(path, options)
            else:
                left_out.append(file)
    if left_out:
        some = ", ".join(left_out[:3]) + (" …" if len(left_out) > 3 else "")
        options.note(str(folder), f"left out {len(left_out)} with endings that are not read: {some}")
    if n_read == 0:
        yield Refusal(str(folder), EmptyReport(f"holds no file that ends in {', '.join(READERS)}"))


def read_file(path: Path, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read one file by its ending, or by its content when the ending is not known."""
    try:
        stream = open(path, "rb")  # noqa: SIM115 (closed below, after the last report was taken)
    except OSError as error:
        yield Refusal(str(path), stream_error(error))
        return
    with stream:
        yield from _read_stream(stream, str(path), READERS.get(_ending(path)), options)


def read_url(url: str, options: ReadOptions, fetcher: Fetcher) -> Iterator[Report | Refusal]:
    """Fetch a web address and read what it gives: a page, a feed's own texts, or a file as if it lay here."""
    name = shown(url)
    try:
        page = fetcher.fetch(url)
        reader = _reader_of(page)
        if reader is read_page:
            yield page_report(
                page.body, name, options, url=shown(page.url), charset=page.charset, fetched_utc=page.fetched_utc
            )
            return
    except BadReport as bad:
        yield Refusal(name, bad)
        return
    yield from _read_stream(io.BytesIO(page.body), name, reader, options)


def _reader_of(page: Page) -> Reader | None:
    """The reader for what an address gave: by what the server calls it, by the address's ending, by its content."""
    if is_html(page.body[:_PEEK_BYTES]):
        return read_page
    named = _MEDIA_TYPES.get(page.media_type)
    if named is read_page and page.body.lstrip()[:5] == b"<?xml":
        named = None  # a feed that is sent as a page
    return named or READERS.get(_ending(Path(urlsplit(page.url).path)))


def _ending(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _read_stream(
    stream: io.BufferedReader | BinaryIO, name: str, reader: Reader | None, options: ReadOptions
) -> Iterator[Report | Refusal]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        if buffered.peek(2)[:2] == GZIP_MARK:
            buffered = open_gzip(buffered)
        head = buffered.peek(_PEEK_BYTES)[:_PEEK_BYTES]
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    if not head:
        yield Refusal(name, EmptyReport("is empty"))
        return
    chosen = reader or guess_reader(head, options)
    if chosen is read_text and is_html(head):
        chosen = read_page
    yield from chosen(buffered, name, options)


def guess_reader(head: bytes, options: ReadOptions) -> Reader:
    """The reader for an input without a known ending, from its first bytes."""
    for mark, reader in ((b"PAR1", read_parquet), (b"WARC/", read_warc), (b"From ", read_mailbox)):
        if head.startswith(mark):
            return reader
    encoding, n_mark = find_encoding(head) or ("utf-8", 0)
    start = head[n_mark:].decode(encoding, "ignore").lstrip()
    if start.startswith("{"):
        return read_jsonl if _is_line_of_json(start) else read_json
    if start.startswith("[{"):
        return read_json
    if is_html(head):
        return read_page
    if start.startswith(("<rss", "<feed", "<rdf:RDF", "<?xml")):
        return read_feed
    if _is_message(start):
        return read_snapshot if "\nsnapshot-content-location:" in start.lower() else read_message
    first_row = start.split("\n", 1)[0].replace(";", ",").replace("\t", ",")
    columns = {cell.strip().strip('"').lower() for cell in first_row.split(",")}
    wanted = {options.columns.get("text", "text").lower(), *ROW_FIELDS["text"][:1]}
    if wanted & columns and len(columns) > 1:
        return read_csv
    return read_text


def _is_message(start: str) -> bool:
    """True when the text begins with the head of an e-mail message; "Date:" and "Title:" alone open a text file."""
    head = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0].split("\n")
    if not all(_MAIL_LINE.match(line) for line in head):
        return False
    return any(line.lower().startswith(("from:", "message-id:", "mime-version:", "received:")) for line in head)


def _is_line_of_json(start: str) -> bool:
    """False when the first line opens an object that it does not close: a document over many lines."""
    first_line, line_break, _ = start.partition("\n")
    return not line_break or first_line.rstrip().endswith("}")


def is_html(head: bytes) -> bool:
    """True when the bytes begin as a web page does."""
    encoding, n_mark = find_encoding(head) or ("utf-8", 0)
    start = head[n_mark:].decode(encoding, "ignore").lstrip().lower()
    if start.startswith("<?xml"):
        start = start.partition("?>")[2].lstrip()
    while start.startswith("<!--"):  # "saved from url=..." and the like
        start = start.partition("-->")[2].lstrip()
    return start.startswith(("<!doctype html", "<html", "<head", "<body"))
