from __future__ import annotations

from datetime import date

import pytest

from truceline.errors import BadDate
from truceline.ingest.plain import read_header

BODY = "The riders of Gondor broke the truce.\nThey said so."
DAY = date(2024, 8, 21)


@pytest.mark.parametrize(
    "head",
    [
        "date 2024-08-21\n",
        "date 2024-08-21\n\n",
        "date: 2024-08-21\n",
        "Date 2024-08-21\r\n\r\n",
        "DATE=2024-08-21\n",
        "date : 2024-08-21 \n",
        "  date 2024-08-21\n",
        "\n\ndate 2024-08-21\n",
        "Date: 21 August 2024\n\n",
        "Date: August 21, 2024\n",
        "Date: Wed, 21 Aug 2024 10:00:00 +0300\n",
        "Published: 2024-08-21T10:00:00Z\n",
        "date\t2024/08/21\n",
        "2024-08-21\n\n",
        "21 August 2024\n",
        "date 2024-08-21 ",
        "---\ndate: 2024-08-21\n---\n\n",
        "Date: 2024-08-21\nTitle: Truce is over: riders\nOutlet: Minas Post\n\n",
        "title Truce is over\noutlet Minas Post\ndate 2024-08-21\n\n",
    ],
)
def test_plain_header_gives_the_day_and_the_body_is_untouched(head: str) -> None:
    header = read_header(head + BODY)
    assert header.day == DAY
    assert (head + BODY)[header.body_start :] == BODY


def test_plain_header_gives_title_and_outlet() -> None:
    header = read_header("Date: 2024-08-21\nTitle: Over: the truce\nOutlet: Minas Post\nid: m1\n\n" + BODY)
    assert header.labels == {"title": "Over: the truce", "outlet": "Minas Post", "id": "m1"}


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Date palms burned in Ithilien on Monday.",
        "Dated weapons were used.",
        "Title fights between Gondor and Mordor went on.",
        "Source close to the king said the truce was over.",
        "August was a quiet month.",
        "  Indented text without a header.",
        "\n\n" + BODY,
        "",
    ],
)
def test_plain_text_without_header_is_all_body(text: str) -> None:
    header = read_header(text)
    assert (header.body_start, header.day, header.labels) == (0, None, {})


@pytest.mark.parametrize("line", ["date 2024-13-40", "date: 2024-13-40", "Date: yesterday", "date 2024-02-30\n"])
def test_plain_header_with_a_date_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(BadDate, match="YYYY-MM-DD"):
        read_header(f"{line}\n{BODY}")


def test_plain_second_date_line_belongs_to_the_body() -> None:
    text = "date 2024-08-21\ndate 2024-08-22\n" + BODY
    assert text[read_header(text).body_start :].startswith("date 2024-08-22")


def test_plain_body_that_speaks_of_a_date_keeps_its_first_line() -> None:
    text = "date 2024-08-21\n\nTitle fights went on.\n" + BODY
    assert text[read_header(text).body_start :].startswith("Title fights")
