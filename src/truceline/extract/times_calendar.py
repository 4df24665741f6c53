"""Calendar arithmetic for time expressions: TIMEX3 values, the days they cover, movable feasts."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.domain.codes import DatePrecision

DAY, WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY = ("day", "week", "month", "quarter", "year", "decade", "century")
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
Days = tuple[date, date]


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if year < 9999 else date(year, month, 28)


def add_months(day: date, n: int) -> date:
    """The same day n months on, or the last of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + n
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, last_of_month(year, month + 1).day))


def shift(day: date, n: float, unit: str) -> date | None:
    """The day n units on (negative: back); None past the ends of the calendar or for units under a day."""
    per_year = {YEAR: 1, DECADE: 10, CENTURY: 100}
    try:
        if unit == DAY:
            return day + timedelta(days=round(n))
        if unit == WEEK:
            return day + timedelta(days=round(7 * n))
        if unit == MONTH:
            return add_months(day, round(n))
        if unit == QUARTER:
            return add_months(day, round(3 * n))
        if unit in per_year:
            months = round(12 * n * per_year[unit])
            if not 0 < day.year + months / 12 < 9999:
                return None
            return add_months(day, months)
    except (OverflowError, ValueError):
        return None
    return day


def value_at(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit that holds the day: ``2024-07-30``, ``2024-W31``, ``2024-07``, ``2024-Q3`` ..."""
    if unit == WEEK:
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    if unit == MONTH:
        return f"{day.year:04d}-{day.month:02d}"
    if unit == QUARTER:
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == YEAR:
        return f"{day.year:04d}"
    if unit == DECADE:
        return f"{day.year // 10:03d}"
    if unit == CENTURY:
        return f"{day.year // 100:02d}"
    return day.isoformat()


def granularity(value: str) -> str | None:
    """The unit of a TIMEX3 date value, or None for references and durations."""
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return DAY
    if re.match(r"\d{4}-W\d\d", value):
        return WEEK
    if re.fullmatch(r"\d{4}-\d\d", value):
        return MONTH
    if re.fullmatch(r"\d{4}-Q\d", value):
        return QUARTER
    if re.fullmatch(r"\d{4}(-(SP|SU|FA|WI|H\d))?", value):
        return YEAR if len(value) == 4 else "season"
    if re.fullmatch(r"\d{3}", value):
        return DECADE
    if re.fullmatch(r"\d\d", value):
        return CENTURY
    return None


def days_of(value: str) -> Days | None:
    """First and last day that a TIMEX3 value covers; None for durations, sets, references, open values."""
    if "/" in value:
        left, right = (days_of(part) for part in value.split("/", 1))
        return (left[0], right[1]) if left and right and left[0] <= right[1] else None
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)(T|$)", value):
        day = safe_date(*(int(g) for g in match.groups()[:3]))
        return (day, day) if day else None
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            return None
        return (monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6))
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        year, month = int(match[1]), int(match[2])
        return (date(year, month, 1), last_of_month(year, month)) if year and 1 <= month <= 12 else None
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        year, month = int(match[1]), 3 * int(match[2])
        return date(year, month - 2, 1), last_of_month(year, month)
    if match := re.fullmatch(r"(\d{4})-H([12])", value):
        year, month = int(match[1]), 6 * int(match[2])
        return date(year, month - 5, 1), last_of_month(year, month)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        year = int(match[1])
        first, last = _SEASON_MONTHS[match[2]]
        return date(year, first, 1), last_of_month(year + (last - 1) // 12, (last - 1) % 12 + 1)
    if re.fullmatch(r"\d{4}|\d{3}|\d{2}", value):
        width = 10 ** (4 - len(value))
        first_year = int(value) * width
        if not 0 < first_year < 9990:
            return None
        return date(first_year, 1, 1), date(first_year + width - 1, 12, 31)
    return None


def part_of(days: Days, part: str, unit: str | None) -> Days:
    """Narrow an interval to its START, MID or END.

    Months by codebook section 8 (1-10, 11-20, 21-end); weeks Monday-Wednesday, Wednesday-Thursday,
    Thursday-Sunday; years and longer by quarters: first, middle half, last.
    """
    first, last = days
    length = (last - first).days + 1
    if length <= 1:
        return days
    if unit == MONTH:
        cuts = {"START": (0, 9), "MID": (10, 19), "END": (20, length - 1)}
    elif unit == WEEK:
        cuts = {"START": (0, 2), "MID": (2, 3), "END": (3, 6)}
    else:
        quarter = length // 4
        cuts = {
            "START": (0, quarter - 1),
            "MID": (quarter, length - quarter - 1),
            "END": (length - quarter, length - 1),
        }
    if part not in cuts:
        return days
    a, b = cuts[part]
    return first + timedelta(days=a), min(first + timedelta(days=b), last)


def precision_of(days: Days) -> DatePrecision:
    """The codebook's precision of an interval of days."""
    first, last = days
    length = (last - first).days + 1
    if length == 1:
        return DatePrecision.DAY
    if length == 7 and first.weekday() == 0:
        return DatePrecision.WEEK
    if first.day == 1 and last == last_of_month(first.year, first.month):
        return DatePrecision.MONTH
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return DatePrecision.YEAR
    return DatePrecision.INTERVAL


def easter(year: int) -> date:
    """Western Easter Sunday (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)


def orthodox_easter(year: int) -> date:
    """Eastern Easter Sunday as a Gregorian day (Meeus, 1900 to 2099)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def islamic(year: int, month: int, day: int) -> date:
    """Gregorian day of a date of the tabular Islamic calendar (civil epoch; sightings differ by a day or two)."""
    ordinal = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014
    return date.fromordinal(ordinal)


def islamic_in(year: int, month: int, day: int) -> list[date]:
    """Days of a Gregorian year that are that day of the Islamic year (none, one or two)."""
    guess = int((year - 622) * 33 / 32)
    return [d for y in range(guess - 1, guess + 3) if (d := islamic(y, month, day)).year == year]


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th weekday (Monday 0) of a month; n = -1 for the last."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = last_of_month(year, month)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
