"""The publication day of a report, as files and feeds write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from truceline.errors import BadDate

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = {name[:n]: i for i, name in enumerate(_MONTHS, start=1) for n in range(3, len(name) + 1)} | {"sept": 9}
_TAIL = r"(?:[T ,]+\d{1,2}:\d{2}.*|T\d{4}(?:\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ISO = re.compile(rf"(\d{{4}})([-/.]?)(\d{{1,2}})\2(\d{{1,2}}){_TAIL}")
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ -]([a-z]+)\.?,?[ -](\d{{4}}){_TAIL}")
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}([a-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TAIL}")
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TAIL}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)\d{4}(?:\d\d)?")
_EPOCH = re.compile(r"[12]\d{9}(\d{3})?(?:\.\d+)?")
_HINT = "write it as YYYY-MM-DD"


def read_day(text: str, *, day_first: bool | None = None) -> date:
    """Read a publication day where the report was published; a time of day after it is let go.

    Understands 2024-08-21, 2024/8/21, 20240821, 21 August 2024, Aug. 21, 2024, a weekday before these, 21/08/2024
    where only one order of day and month gives a day, 20240821093000, and the seconds or milliseconds since 1970 that
    programs write (the day is then UTC's).
    day_first: the order of numbers such as 03/04/2024, where it is known.
    Raises BadDate when it is no day of the calendar, when two readings are possible, or when it is no date at all.
    """
    words = " ".join(text.split()).lower()
    if match := _EPOCH.fullmatch(words):
        return datetime.fromtimestamp(int(words[:10]), UTC).date()
    if match := _COMPACT.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _ISO.fullmatch(words.upper()):
        if not match[2] and (len(match[3]) < 2 or len(match[4]) < 2):
            raise BadDate(f"cannot read {text!r} as a date; {_HINT}")
        return _day(int(match[1]), int(match[3]), int(match[4]), text)
    if match := _DAY_FIRST.fullmatch(words):
        return _day(int(match[3]), _month(match[2], text), int(match[1]), text)
    if match := _MONTH_FIRST.fullmatch(words):
        return _day(int(match[3]), _month(match[1], text), int(match[2]), text)
    if match := _NUMBERS.fullmatch(words):
        return _either_order(int(match[1]), int(match[3]), int(match[4]), text, day_first)
    raise BadDate(f"cannot read {text[:60]!r} as a date; {_HINT}")


def _month(word: str, text: str) -> int:
    if word not in _MONTH:
        raise BadDate(f"{text!r} names no month; {_HINT}")
    return _MONTH[word]


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDate(f"{text!r} is not a day of the calendar ({error}); {_HINT}") from error


def _either_order(first: int, second: int, year: int, text: str, day_first: bool | None) -> date:
    if day_first is not None:
        day, month = (first, second) if day_first else (second, first)
        return _day(year, month, day, text)
    if first <= 12 and second <= 12 and first != second:
        raise BadDate(f"{text!r} may be day/month or month/day; {_HINT}, or say which with --date-order")
    day, month = (first, second) if second <= 12 else (second, first)
    return _day(year, month, day, text)


def read_moment(words: str | None) -> datetime | None:
    """A moment that a machine wrote (ISO 8601), in UTC where it names no zone; None for none and for other words."""
    try:
        found = datetime.fromisoformat(words) if words else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None
