"""Tables as CSV and TSV that are harmless to open in a spreadsheet.

A cell of text that a spreadsheet would run as a formula gets an apostrophe in front: report text is untrusted, and a
title such as ``=HYPERLINK(...)`` must not run on the reader's machine. Numbers are never touched. JSONL and Parquet
hold the text as it was.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import IO

from truceline.export.record import Cell, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with (OWASP, "CSV Injection"), full-width forms included."""
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters that break readers of CSV, and half surrogate pairs, which no UTF-8 can hold."""

_LINE_END = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """The text without characters that a table cannot hold; each becomes U+FFFD."""
    return _NOT_TEXT.sub("\ufffd", text)


def as_text(value: Cell) -> str | int | float:
    """A cell as CSV writes it: days in ISO 8601, lists joined by ``; ``, ``true`` and ``false``, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        value = "; ".join(value)
    value = _LINE_END.sub("\n", clean(value))  # a lone carriage return would end the row
    return "'" + value if value.startswith(_FORMULA) else value


def write_table(table: Table, stream: IO[str]) -> None:
    """Write a header line and the rows. Unknown values are empty cells; cells no row sets are empty too.

    In tables separated by tabs a tab or line break inside a cell becomes a space: their readers know no quoting.
    """
    tabs = table.delimiter == "\t"
    writer = csv.DictWriter(
        stream,
        fieldnames=table.columns,
        delimiter=table.delimiter,
        restval="",
        lineterminator="\n",
        quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL,
        quotechar=None if tabs else '"',
    )
    writer.writeheader()
    for row in table.rows:
        cells = {name: as_text(value) for name, value in row.items()}
        if tabs:
            cells = {k: re.sub(r"[\t\r\n]+", " ", v) if isinstance(v, str) else v for k, v in cells.items()}
        writer.writerow(cells)
