"""The days that a truce sentence names: when it is to take effect, its last day, and when a side lets it end."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from truceline.resources.times import load_times
from truceline.resources.truce_terms import TruceTerms

Days = tuple[date, date]
PLANNED_WITHIN_DAYS: Final = 92
"""A start is announced no longer ahead than this; a later day is another matter."""
_NEAR_DAYS: Final = 7
"""A weekday is named from no further away."""
_DAY_OF_PART: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "start": (1, 10), "beginning": (1, 10),
                       "middle": (11, 20), "end": (1, 31), "close": (1, 31)}  # fmt: skip
"""Days of the month that a part of it means (codebook section 8); its end is its last day."""
_CLOCK: Final = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:a\.?m\.?|p\.?m\.?|o['’]clock)|"
    r"(?:the\s+)?(?:first|last|final)\s+(?:minute|hour)|\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?m\.?|p\.?m\.?|o['’]clock|noon|midnight|hours|hrs|gmt)?|\d{4}\s*(?:hours|hrs|gmt)?|"
    r"(?:the\s+)?(?:early\s+|late\s+)?(?:midnight|noon|midday|dawn|daybreak|sunrise|dusk|sunset|nightfall|sundown|"
    r"morning|afternoon|evening|night))"
    r"(?:\s*\([^()]{3,30}\))?(?:\s+(?:local\s+time|gmt|\w+\s+time))?,?\s+(?:on\s+|of\s+)?"
)


@cache
def _day(tag: str) -> str:
    """The pattern of a named day, with an hour before it or not. tag: what ends the names of its groups."""
    words = load_times().words
    month = "|".join(sorted(map(re.escape, words["month"]), key=len, reverse=True))
    weekday = "|".join(sorted(map(re.escape, words["weekday"]), key=len, reverse=True))
    year = r"(?:,?\s+(?P<year{0}>\d{{4}})\b)?"
    kinds = (
        rf"(?:(?:{weekday}),?\s+)?(?:the\s+)?(?P<dom1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon1>{month})(?![a-z])"
        + year.format(1),
        rf"(?:(?:{weekday}),?\s+)?(?P<mon2>{month})\s+(?P<dom2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)" + year.format(2),
        rf"(?:the\s+)?(?P<part>end|close|start|beginning|middle)\s+of\s+(?:(?P<mon3>{month})(?![a-z])"
        + year.format(3)
        + r"|(?:the|this)\s+(?P<unit>week|month|year)|(?P<year6>\d{4}))",
        rf"(?P<third>early|mid|late)[\s-]+(?P<mon4>{month})(?![a-z])" + year.format(4),
        rf"(?P<next>(?:next|this|coming)\s+)?(?P<weekday>{weekday})(?![a-z])",
        r"(?P<near>today|tonight|tomorrow)\b",
        r"the\s+(?P<dom7>\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(?:the|this)\s+month)?"
        r"(?=\s*(?:$|[^\w\s]|(?:to|until|till|and|at|for|or|but)\b))",
        rf"(?P<mon5>{month.replace('|may', '')})(?![a-z])" + year.format(5),
    )
    pattern = rf"(?P<clock>{_CLOCK})??(?:{'|'.join(kinds)})"
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\1{tag}>", pattern)


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for ``start``, ``until`` (the last day), ``expiry`` (the same, told by "expires on") or ``end`` (an end
    announced for a day)."""
    day, on = _day(""), r"(?:(?:on|at|from|by|as\s+of|as\s+from|in|until|this)\s+)*"
    ends = rf"(?:expires?|ends?|lapses?|terminates?|be\s+over|runs?\s+out)\s+{on}{day}"
    begins = (
        r"(?:start(?:s|ing)?|begin(?:s|ning)?|commenc(?:e|es|ing)|(?:takes?|taking)\s+effect|effective|with\s+effect|"
        r"(?:com(?:e|es|ing)|go(?:es|ing)?|enter(?:s|ing)?)\s+into\s+(?:force|effect)|in\s+(?:force|effect)|"
        r"(?P<past>started|began|took\s+effect|(?:came|went|entered)\s+into\s+(?:force|effect)))"
    )
    found = {
        "start": (
            rf"\b{begins},?\s+{on}{day}",
            rf"\b(?:from|as\s+of)\s+{day}",
            rf"\bbetween\s+{day}\s+and\s+{_day('_to')}",
        ),
        "until": (
            rf"\b(?:until|till|through(?:\s+to)?|up\s+to)\s+(?:about\s+)?{day}",
            rf"\b(?:from|between)\s+{_day('_from')},?\s+(?:to|and|through)\s+{day}",
            rf"\b(?:run(?:s|ning)?|last(?:s|ing)?|valid|extend\w*|renew\w*|prolong\w*)\s+(?:[\w'-]+\s+){{0,5}}?to\s+{day}",
        ),
        "expiry": (rf"\b{ends}",),
        "end": (
            rf"\b(?:will|would|shall|to|due\s+to)\s+{ends}",
            rf"\b(?:expires|ends|lapses|runs\s+out)\s+{on}{day}",
            rf"\b(?:effective|with\s+effect|as\s+of|as\s+from)\s+{on}{day}",
        ),
    }
    return tuple(re.compile(pattern) for pattern in found[kind])


def start_in(text: str, after: date, published: date) -> date | None:
    """The day on which the sentence lets a truce take effect, later than it was announced, or None.

    after: the day of announcement. published: the report's day, from which weekdays and "tomorrow" are named.
    """
    for days in _named("start", text, after, published):
        if after < days[0] <= after + timedelta(days=PLANNED_WITHIN_DAYS):
            return days[0]
    return None


def until_in(text: str, after: date, published: date | None = None, *, extends: bool = False) -> date | None:
    """The last day of a term ("until 15 September", "to run to the end of April"), not before ``after``; or None.

    published: the report's day; None where it is ``after``. extends: the words are of an extension, and what they say
    to expire is the term before it.
    """
    for kind in ("until",) if extends else ("until", "expiry"):
        for days in _named(kind, text, after, published or after):
            if days[1] >= after:
                return days[1]
    return None


def end_in(text: str, after: date, published: date) -> date | None:
    """The last day of a truce whose end is announced for a later day than ``after``, or None."""
    return next((d[1] for d in _named("end", text, after, published) if d[1] > after), None)


def _named(kind: str, text: str, after: date, published: date) -> Iterator[Days]:
    lowered, terms = text.lower(), TruceTerms.load()
    for pattern in _patterns(kind):
        for match in pattern.finditer(lowered):
            if terms.find(f"no {kind} before", lowered[: match.start()]):
                continue
            days = _read(_groups(match), after, published, open_end=kind != "start")
            if days is None or (_is_past(match) and days[0] > published):
                continue  # what "began on Friday" did not begin on the Friday to come
            if kind != "until" or _runs_from(match, after, published, days[1]):
                yield days


def _groups(match: re.Match[str], tag: str = "") -> dict[str, str]:
    """What the pattern of a day found, by the names of its groups without their tag."""
    found = {k: v for k, v in match.groupdict().items() if v is not None}
    if tag:
        return {k.removesuffix(tag): v for k, v in found.items() if k.endswith(tag)}
    return {k: v for k, v in found.items() if "_" not in k}


def _is_past(match: re.Match[str]) -> bool:
    return match.groupdict().get("past") is not None


def _runs_from(match: re.Match[str], after: date, published: date, last: date) -> bool:
    """True for the end of a range whose first day is not past; of weekdays only "from" and "to" make one."""
    first = _groups(match, "_from")
    if not first:
        return True
    if match[0].startswith("between") and "weekday" in first:
        return False
    days = _read(first, after, published, open_end=False)
    return days is not None and after <= days[0] <= last


def _read(got: dict[str, str], after: date, published: date, *, open_end: bool) -> Days | None:
    """The days that the words mean, the first such on or after ``after``.

    got: what the pattern of a day found. open_end: the words close a period: "until Friday", written on a Friday, is
    the next one unless they give an hour.
    """
    if "near" in got:
        day = published + timedelta(days=got["near"] == "tomorrow")
        return day, day
    if "weekday" in got:
        return _weekday(got, after, published, open_end)
    number = {k: int(v) for k, v in got.items() if k.startswith(("dom", "year"))}
    year = next((v for k, v in number.items() if k.startswith("year")), None)
    if "unit" in got:
        return _end_of(got["unit"], published)
    if "year6" in got and year:
        return date(year, 12, 31), date(year, 12, 31)
    month = next((load_times().words["month"][v] for k, v in got.items() if re.fullmatch(r"mon\d", k)), None)
    dom = next((v for k, v in number.items() if k.startswith("dom")), None)
    part = got.get("part") or got.get("third")
    if month is None:
        return _next_day_of_month(dom, after) if dom is not None else None
    for one in (year,) if year else (after.year, after.year + 1):
        days = _in_month(one, int(month), dom, part)
        if days is not None and (year or days[1] >= after):
            return days
    return None


def _weekday(got: dict[str, str], after: date, published: date, open_end: bool) -> Days | None:
    if abs((published - after).days) > _NEAR_DAYS:
        return None
    base = min(after, published)
    ahead = (int(load_times().words["weekday"][got["weekday"]]) - base.weekday()) % 7
    if ahead == 0 and ("next" in got.get("next", "") or (open_end and "clock" not in got)):
        ahead = 7
    day = base + timedelta(days=ahead)
    return day, day


def _next_day_of_month(dom: int, after: date) -> Days | None:
    """The first day of that number on or after a day: "the 27th"."""
    for ahead in (0, 1):
        year, month = divmod(after.year * 12 + after.month - 1 + ahead, 12)
        days = _in_month(year, month + 1, dom, None)
        if days is not None and days[0] >= after:
            return days
    return None


def _end_of(unit: str, on: date) -> Days:
    """The last day of the week, month or year of a day."""
    if unit == "week":
        day = on + timedelta(days=6 - on.weekday())
    elif unit == "month":
        day = on.replace(day=monthrange(on.year, on.month)[1])
    else:
        day = date(on.year, 12, 31)
    return day, day


def _in_month(year: int, month: int, dom: int | None, part: str | None) -> Days | None:
    n_days = monthrange(year, month)[1] if 1 <= year <= 9999 else 0
    if dom is not None:
        return (date(year, month, dom), date(year, month, dom)) if 1 <= dom <= n_days else None
    if not n_days:
        return None
    if part in ("end", "close"):
        return date(year, month, n_days), date(year, month, n_days)
    first, last = _DAY_OF_PART[part] if part else (1, 31)
    return date(year, month, first), date(year, month, min(last, n_days))
