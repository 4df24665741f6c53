"""Records of a CSV file one by one, none of which swallows the next where a quotation mark is missing.

A quoted cell may run over many lines. Where its closing mark is missing it would run on through the next reports; the
csv module reads on to the next mark, or to the file's end, without a word.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence

from truceline.errors import BadDate, BadRow
from truceline.ingest.days import read_day
from truceline.ingest.rows import date_column

IsRow = Callable[[str], bool]


class CsvRecords:
    """The records after the head, with the number of the line on which each begins (the head is line 1)."""

    def __init__(self, lines: Iterator[str], columns: Sequence[str], delimiter: str, mapped_date: str | None) -> None:
        """mapped_date: the column that holds the day, where the user names it."""
        self._lines = _Lines(lines, row_test(columns, delimiter, mapped_date))
        self._delimiter = delimiter

    @property
    def next_line(self) -> int:
        """Number of the line on which the next record begins."""
        return self._lines.number + 1

    def read(self) -> list[str] | None:
        """Cells of the next record; None at the end.

        Raises BadRow for a record whose quotation mark is not closed before the next record or the file's end, and
        csv.Error as the csv module does; the one after it can be read then.
        """
        self._lines.begin()
        cells = next(csv.reader(self._lines, delimiter=self._delimiter), None)
        if self._lines.fault:
            raise BadRow(self._lines.fault)
        return cells


class _Lines:
    """Lines as the csv module asks for them: the first of a record, then those on which a quoted cell goes on."""

    def __init__(self, lines: Iterator[str], is_row: IsRow) -> None:
        self._source = lines
        self._is_row = is_row
        self._kept: str | None = None
        self._n_of_record = 0
        self.number = 1
        """Number of the line given last."""
        self.fault = ""

    def begin(self) -> None:
        """From here on lines are those of a new record."""
        self._n_of_record = 0
        self.fault = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._kept if self._kept is not None else next(self._source, None)
        self._kept = None
        goes_on = self._n_of_record > 0
        if line is None:
            if goes_on:
                self.fault = f"opens a quotation mark that is never closed: the file ends in it, on line {self.number}"
            raise StopIteration
        if goes_on and self._is_row(line):
            self._kept = line
            self.fault = f"opens a quotation mark that is not closed: line {self.number + 1} begins the next row"
            raise StopIteration
        self._n_of_record += 1
        self.number += 1
        return line


def row_test(columns: Sequence[str], delimiter: str, mapped_date: str | None = None) -> IsRow:
    """A test whether a line inside a quoted cell looks like a row of its own.

    It does where it has the table's columns and a day, with no blank before it, in that of the date. In a table without
    days some cell must be quoted: a sentence may have as many commas as the table.
    """
    day_at = date_column(columns, mapped_date)
    n = len(columns)

    def is_row(line: str) -> bool:
        cells, is_whole = _cells(line, delimiter)
        if day_at is not None:
            return (len(cells) == n or not is_whole) and day_at < len(cells) <= n and _is_day(cells[day_at])
        return is_whole and len(cells) == n > 1 and (line.startswith('"') or f'{delimiter}"' in line)

    return is_row


def _cells(line: str, delimiter: str) -> tuple[list[str], bool]:
    """Cells of one line, and whether all its quotation marks are closed."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), []), True
    except csv.Error:
        pass
    try:
        return next(csv.reader([line], delimiter=delimiter), []), False
    except csv.Error:
        return [], False


def _is_day(cell: str) -> bool:
    if not cell or cell != cell.strip():
        return False
    try:
        read_day(cell)
    except BadDate as error:
        return "may be day/month" in str(error)
    return True
