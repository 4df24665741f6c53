from __future__ import annotations

from datetime import date

import pytest

from truceline.errors import BadDate
from truceline.ingest.days import read_day


@pytest.mark.parametrize(
    "words",
    ["2024-08-21", "2024/8/21", "2024.08.21", "20240821", "2024-08-21T23:59:59+03:00", "2024-08-21 10:00",
     "21 August 2024",
     "21st Aug 2024", "21-Aug-2024", "August 21, 2024", "Aug. 21 2024", "Wed, 21 Aug 2024 10:00:00 GMT",
     "Wednesday, August 21st, 2024", "WEDNESDAY 21 AUGUST 2024", "21/08/2024", "08/21/2024", "  2024-08-21 ",
     "20240821T093000Z", "20240821093000",
     "1724198400", "1724198400000", "1724198400.5"],
)  # fmt: skip
def test_days_common_ways_to_write_a_day(words: str) -> None:
    assert read_day(words) == date(2024, 8, 21)


@pytest.mark.parametrize(
    "words",
    ["2024-13-40", "2024-02-30", "20241340", "03/04/2024", "yesterday", "August 2024", "2024", "21 Augist 2024", "",
     "2024-8",
     "0000-01-01", "2024821"],
)  # fmt: skip
def test_days_what_is_no_day_or_may_be_two_is_refused(words: str) -> None:
    with pytest.raises(BadDate, match="YYYY-MM-DD"):
        read_day(words)


def test_days_order_that_is_known_settles_numbers() -> None:
    assert read_day("03/04/2024", day_first=True) == date(2024, 4, 3)
    assert read_day("03/04/2024", day_first=False) == date(2024, 3, 4)
    with pytest.raises(BadDate, match="calendar"):
        read_day("03/21/2024", day_first=True)
    with pytest.raises(BadDate, match="--date-order"):
        read_day("03/04/2024")
