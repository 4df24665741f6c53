"""A missing quotation mark in a CSV costs its own row, and no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.written import read_all
from truceline.domain.text import Report
from truceline.ingest import Refusal

A = "Mordor broke the truce on Monday, officials said."
B = "Gondor held talks with Arnor, and with Rohan."


def rows_of(folder: Path, content: str, **options: Any) -> list[str]:
    """Ids and texts of the reports, and what was said of rows that were refused, in order."""
    path = folder / "a.csv"
    path.write_text(content)
    found = []
    for one in read_all(path, **options):
        if isinstance(one, Report):
            found.append(f"{one.source_id}: {one.text}")
        else:
            assert isinstance(one, Refusal)
            found.append(str(one).removeprefix(str(folder) + "/"))
    return found


@pytest.mark.parametrize(
    "content",
    [
        f'id,date,text\n1,2024-08-21,"{A}\n2,2024-08-22,"{B}"\n',
        f'id,date,text\n1,2024-08-21,"{A}\n2,2024-08-22,"{B}"\n3,2024-08-23,More.\n',
        f'id,date,text\n1,2024-08-21,"{A}\n2,2024-08-22,"{B}\n\nIt goes on, and on."\n',
        f'id,text,date\n1,"{A},2024-08-21\n2,"{B}",2024-08-22\n',
        f'"id","date","text"\n"1","2024-08-21","{A}\n"2","2024-08-22","{B}"\n',
        f'id;date;text\n1;03/04/2024;"{A}\n2;2024-08-22;{B}\n',
    ],
)
def test_csv_an_unclosed_quotation_mark_does_not_swallow_the_next_report(tmp_path: Path, content: str) -> None:
    first, second, *_ = rows_of(tmp_path, content)
    assert first == "a.csv:2: opens a quotation mark that is not closed: line 3 begins the next row"
    assert second.startswith(f"2: {B}")


def test_csv_without_days_knows_the_next_row_by_its_quoted_cell(tmp_path: Path) -> None:
    content = f'id,title,text\n1,Truce,"{A}\n2,Talks,"{B}"\n'
    first, second = rows_of(tmp_path, content, date=date(2024, 8, 21))
    assert "line 3 begins the next row" in first
    assert second == f"2: {B}"


def test_csv_a_mark_that_the_file_ends_in_is_refused_with_its_line(tmp_path: Path) -> None:
    content = f'id,date,text\n1,2024-08-21,{B.replace(",", "")}\n2,2024-08-22,"{A}\nIt was the third.\n'
    first, second = rows_of(tmp_path, content)
    assert first.startswith("1: Gondor")
    assert second == "a.csv:3: opens a quotation mark that is never closed: the file ends in it, on line 4"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n\n{B}",
        "Kabul, 2024-08-21, a dateline with as many commas.\nThe truce is over, they said, and left.",
        'He said: ""No"", and left.\n2024-08-22, and so on,\nThe truce is over.',
        "The truce is over.\n\n",
    ],
)
def test_csv_texts_of_many_lines_are_read_as_they_stand(tmp_path: Path, text: str) -> None:
    content = f'id,date,text\n1,2024-08-21,"{text}"\n2,2024-08-22,"{B}"'
    assert rows_of(tmp_path, content) == [f"1: {text.replace(chr(34) * 2, chr(34))}", f"2: {B}"]


def test_csv_line_numbers_count_the_lines_of_texts(tmp_path: Path) -> None:
    content = f'id,date,text\n1,2024-08-21,"{A}\n{B}"\n2,2024-13-40,"{B}"\n'
    assert rows_of(tmp_path, content)[1].startswith("a.csv:4 (2): ")
