"""Files, folders and standard input to reports: which reader reads what."""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from truceline.domain.text import Report
from truceline.errors import EmptyReport, NotText, UsageError
from truceline.ingest.decode import find_encoding
from truceline.ingest.plain import read_text
from truceline.ingest.reading import GZIP_MARK, STREAM_ERRORS, ReadOptions, Refusal, stream_error
from truceline.ingest.tables import read_csv, read_json, read_jsonl

Reader = Callable[[BinaryIO, str, ReadOptions], Iterator[Report | Refusal]]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
}
"""Ending of a file's name to its reader; ``.gz`` may follow each. Files with other endings are read by their content
when they are named, and left out (with a note) when they lie in a folder."""

_PEEK_BYTES = 8192


def read_inputs(inputs: Iterable[str], options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read every input in order: a file, a folder (all its files, by name), or ``-`` for standard input.

    What cannot be read as a report comes out as a Refusal; the rest goes on. Reports are yielded one at a time, so a
    file may be larger than memory.
    Raises UsageError, before anything is read, when an input does not exist.
    """
    names = list(inputs)
    for name in names:
        check_input(name)
    for name in names:
        if name == "-":
            yield from _read_stream(sys.stdin.buffer, "-", None, options)
        elif Path(name).is_dir():
            yield from read_folder(Path(name), options)
        else:
            yield from read_file(Path(name), options)


def check_input(name: str) -> None:
    """Raise UsageError when the input is no file, no folder and not ``-``."""
    if name == "-":
        return
    if "://" in name:
        raise UsageError(f"{name}: web addresses are not read yet; save the page's text to a file first")
    if not Path(name).exists():
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


def _ending(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _read_stream(
    stream: io.BufferedReader | BinaryIO, name: str, reader: Reader | None, options: ReadOptions
) -> Iterator[Report | Refusal]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        if buffered.peek(2)[:2] == GZIP_MARK:
            buffered = io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=buffered)))
        head = buffered.peek(_PEEK_BYTES)[:_PEEK_BYTES]
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    if not head:
        yield Refusal(name, EmptyReport("is empty"))
        return
    chosen = reader or guess_reader(head)
    if chosen is read_text and _is_html(head):
        yield Refusal(name, NotText("is a web page (HTML), not plain text; save its text to a file first"))
        return
    yield from chosen(buffered, name, options)


def guess_reader(head: bytes) -> Reader:
    """The reader for an input without a known ending, from its first bytes: a JSON object or list, CSV, else text."""
    encoding, n_mark = find_encoding(head) or ("utf-8", 0)
    start = head[n_mark:].decode(encoding, "ignore").lstrip()
    if start.startswith("{"):
        return read_jsonl
    if start.startswith("[{"):
        return read_json
    first_row = start.split("\n", 1)[0].replace(";", ",").replace("\t", ",")
    columns = {cell.strip().strip('"').lower() for cell in first_row.split(",")}
    if "text" in columns and len(columns) > 1:
        return read_csv
    return read_text


def _is_html(head: bytes) -> bool:
    start = head.lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))
