"""JSONL, JSON and CSV: one report a line or row; answers of ReliefWeb's API too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO, cast

from truceline.domain.text import Report
from truceline.errors import BadReport, BadRow, EmptyReport
from truceline.ingest.csv_records import CsvRecords
from truceline.ingest.decode import decode, find_encoding
from truceline.ingest.reading import (
    STREAM_ERRORS,
    ReadOptions,
    Refusal,
    bounded_lines,
    stream_error,
    too_large,
)
from truceline.ingest.reliefweb import reliefweb_rows
from truceline.ingest.rows import check_columns, report_from_row, row_name

_SNIFF_BYTES = 8192
_MAX_JSON_FILE_BYTES = 64 * 1024 * 1024
"""A .json file is one document and must be held whole; a larger set belongs in JSONL."""


def read_jsonl(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read a report a line. One line is in memory at a time; a line that cannot be read costs only itself."""
    stream = _as_utf8(stream)
    max_bytes = 12 * options.max_chars + 65_536  # JSON's escapes take up to twelve bytes a character
    n_lines = 0
    try:
        for number, line in bounded_lines(stream, max_bytes):
            if line is not None and not line.strip():
                continue
            n_lines += 1
            yield from _read_line(line, f"{name}:{number}", options)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    if n_lines == 0:
        yield Refusal(name, EmptyReport("is an empty file"))


def _read_line(line: bytes | None, where: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    if line is None:
        yield Refusal(where, too_large(options.max_chars))
        return
    try:
        decoded = decode(line)
        document = _parse(decoded.text)
    except BadReport as bad:
        yield Refusal(where, bad)
        return
    if decoded.note:
        options.note(where, decoded.note)
    rows = reliefweb_rows(document)
    for number, row in enumerate([document] if rows is None else rows, start=1):
        yield _read_row(row, where if rows is None else f"{where}[{number}]", options)


def _read_row(row: object, where: str, options: ReadOptions) -> Report | Refusal:
    where += row_name(row, options)
    try:
        if not isinstance(row, dict):
            raise BadRow('is not a JSON object with "date" and "text"')
        return report_from_row(row, options)
    except BadReport as bad:
        return Refusal(where, bad)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        hint = "; is the line cut short?" if cut else ""
        raise BadRow(f"is not JSON ({error.msg}, character {error.pos + 1}){hint}") from error
    except (ValueError, RecursionError) as error:
        raise BadRow(f"is not JSON that can be read ({error})") from error


def read_json(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read a .json file: one report, a list of reports, or a report a line."""
    try:
        data = stream.read(_MAX_JSON_FILE_BYTES + 1)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    if len(data) > _MAX_JSON_FILE_BYTES:
        limit = _MAX_JSON_FILE_BYTES // 1024 // 1024
        yield Refusal(name, BadRow(f"is a JSON file of over {limit} MB; write it as JSONL, one report a line"))
        return
    if not data.strip():
        yield Refusal(name, EmptyReport("is an empty file"))
        return
    try:
        rows = _parse(decode(data).text)
    except BadReport as bad:
        if not _is_lines(data):
            yield Refusal(name, bad)
            return
        for number, line in enumerate(data.split(b"\n"), start=1):
            if line.strip():
                yield from _read_line(line, f"{name}:{number}", options)
        return
    rows = reliefweb_rows(rows) or rows
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        yield _read_row(row, f"{name}[{number}]" if isinstance(rows, list) else name, options)


def _is_lines(data: bytes) -> bool:
    """True when the first line is a JSON object by itself: JSONL under another name, no broken document."""
    first = data.lstrip().split(b"\n", 1)[0]
    try:
        return isinstance(_parse(decode(first).text), dict)
    except BadReport:
        return False


def read_csv(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read a report a row; the first row has the column names. Comma, semicolon or tab, as the first row shows."""
    csv.field_size_limit(2 * options.max_chars)
    try:
        yield from _csv_rows(_as_utf8(stream), name, options)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
    except BadReport as bad:
        yield Refusal(name, bad)


def _csv_rows(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    max_bytes = 8 * options.max_chars + 65_536
    lines = _text_lines(stream, name, max_bytes, options)
    head = next(lines, None)
    if head is None:
        raise EmptyReport("is an empty file")
    delimiter = max(",;\t", key=head.count)
    try:
        columns = next(csv.reader([head], delimiter=delimiter))
    except csv.Error as error:
        raise BadRow(f"has no row of column names that can be read ({error})") from error
    check_columns(columns, options)
    rows = CsvRecords(lines, columns, delimiter, options.columns.get("date"))
    n_rows = 0
    while True:
        where = f"{name}:{rows.next_line}"
        try:
            cells = rows.read()
        except BadRow as bad:
            n_rows += 1
            yield Refusal(where, bad)
            continue
        except csv.Error as error:
            limit = "field larger" in str(error)
            yield Refusal(where, too_large(options.max_chars) if limit else BadRow(f"is not CSV ({error})"))
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        n_rows += 1
        row = cast(dict[str, object], dict(zip(columns, cells, strict=False)))
        where += row_name(row, options)
        try:
            if len(cells) != len(columns):
                raise BadRow(f"has {len(cells)} cells, the first row has {len(columns)}; is a quotation mark missing?")
            yield report_from_row(row, options)
        except BadReport as bad:
            yield Refusal(where, bad)
    if n_rows == 0:
        raise EmptyReport("has column names but no rows")


def _text_lines(stream: BinaryIO, name: str, max_bytes: int, options: ReadOptions) -> Iterator[str]:
    noted = False
    while line := stream.readline(max_bytes + 1):
        if len(line) > max_bytes:
            raise too_large(options.max_chars)
        decoded = decode(line)
        if decoded.note and not noted:
            options.note(name, decoded.note)
            noted = True
        yield decoded.text


def _as_utf8(stream: BinaryIO) -> BinaryIO:
    """The stream as UTF-8 without a mark, where its first bytes name another encoding; else the stream itself."""
    head = stream.peek(_SNIFF_BYTES)[:_SNIFF_BYTES] if isinstance(stream, io.BufferedReader) else b""
    found = find_encoding(head)
    if found is None:
        return stream
    encoding, n_mark = found
    stream.read(n_mark)
    if encoding == "utf-8":
        return stream
    return cast(BinaryIO, _Recoded(io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")))


class _Recoded:
    """Lines of a text stream as UTF-8 bytes. codecs.EncodedFile would also break lines at U+2028 and the like."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream

    def readline(self, size: int) -> bytes:
        """The next line, or its next ``size`` characters."""
        return self._stream.readline(size).encode("utf-8", "surrogatepass")
