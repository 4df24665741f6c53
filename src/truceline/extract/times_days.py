"""From the words that a rule matched to a TIMEX3 value and days: weekdays, "yesterday", feasts, "now" and "soon"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.text import Span
from truceline.extract import times_calendar as cal
from truceline.extract.times_match import PART_MODS, Found, Match, Reader, full_year
from truceline.extract.times_tense import FUTURE, PAST
from truceline.extract.times_told import STALE_DAYS, is_told

_STRAY_WEEKDAY = ("sun.", "sat.", "mon.", "wed.", "fri.", "tue.", "thu.")


def weekday_near(m: Match, number: int, name: str) -> tuple[date, str]:
    """The day that a bare weekday means: the last up to the report's own, or the next when its verb says so."""
    anchor = m.ctx.anchor
    back = (anchor.weekday() - number) % 7
    where, why = m.tense()
    if where == FUTURE and back:
        return anchor + timedelta(days=7 - back), f"next {name} after the report ({why})"
    if back >= STALE_DAYS and not is_told(m.ctx.doc, m.span, m.ctx.grammar.tense):
        return anchor + timedelta(days=7 - back), f"next {name} after the report (no past deed so far back)"
    return anchor - timedelta(days=back), f"last {name} up to the report" + (f" ({why})" if where else "")


_WEEKDAY = re.compile(r"\s*,?\s*(?:on\s+|of\s+)?((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE)


def weekday_after(m: Match) -> tuple[date, str] | None:
    """The weekday that stands right after the match: "the ninth day on Friday"."""
    beside = _WEEKDAY.match(m.ctx.doc.text[m.span.end : m.span.end + 40])
    if beside is None:
        return None
    there = Span(m.span.end + beside.start(1), m.span.end + beside.end(1))
    return weekday_near(replace(m, span=there), m.ctx.grammar.words["weekday"][beside[1].lower()], beside[1].title())


def weekday(m: Match) -> Found | None:
    """Read "Friday", "last Friday", "Tuesday morning", "the previous Friday", "earlier Sunday"."""
    number = m.look("weekday")
    word = m.get("weekday") or ""
    if number is None:
        return None
    if word in _STRAY_WEEKDAY and not m.ctx.view[m.span.end - len(word)].isupper():
        return None
    if m.rule.name == "daypart_weekday" and re.match(r",? \d|,? [a-z]{3,9}\.? \d", m.after()):
        return None  # "the morning of Saturday 31 August": the date is read whole
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number]
    anchor = m.ctx.anchor
    back = (anchor.weekday() - number) % 7
    deictic, words = m.look("deictic"), m.get("deictic") or ""
    joins = words == "that" and _only_joins(m)
    if joins:
        m = replace(m, span=Span(m.span.start + len("that "), m.span.end))
        deictic, words = None, ""
    monday = anchor - timedelta(days=anchor.weekday())
    of_week = m.get("ofweek") or m.get("relweek")
    if of_week:
        step = {"last": -7, "previous": -7, "next": 7, "following": 7}.get(str(deictic), 0)
        if relweek := m.get("relweek"):
            step = -7 if "last" in relweek else 7 if "next" in relweek else 0
        day, why = monday + timedelta(days=step + number), f"{name} of that week"
    elif deictic == "last":
        day, why = anchor - timedelta(days=back or 7), f"{words} {name}"
    elif deictic == "next":
        day, why = anchor + timedelta(days=(7 - back)), f"{words} {name}"
    elif deictic == "this":
        day, why = weekday_near(m, number, name)
    elif deictic in ("previous", "following", "that"):
        ref = m.ctx.back_to((cal.DAY,), m.span.start)
        base = ref[1].days[0] if ref and ref[1].days else anchor
        gap = (base.weekday() - number) % 7
        if deictic == "previous":
            day = base - timedelta(days=gap or 7)
        elif deictic == "following":
            day = base + timedelta(days=(7 - gap))
        else:
            day = base - timedelta(days=gap)
        why = f"{words} {name}, from {base}"
    else:
        day, why = weekday_near(m, number, name)
    if shift := m.get("shiftword"):
        day += timedelta(days=-1 if "before" in shift else 1)
    if daypart := m.look("daypart") or (m.look("clockword") if m.get("clockword") else None):
        clock = str(daypart)
        if m.get("weekday2") is not None:
            second = m.look("weekday2")
            return Found(
                "DATE", day.isoformat(), (day, day + timedelta(days=(second - number) % 7)), None, cal.DAY, why
            )
        cut = len("that ") if joins else 0
        return Found("TIME", f"{day}T{clock}", (day, day), PART_MODS.get(m.part or ""), cal.DAY, why, 1.0, cut)
    text = m.span.of(m.ctx.doc.text).lower()
    cut = 0
    if text.startswith("the") and not deictic and not m.part:
        cut = re.match(r"the\s+", text).end()  # type: ignore[union-attr]
    cut += len("that ") if joins else 0
    return Found("DATE", day.isoformat(), (day, day), PART_MODS.get(m.part or ""), cal.DAY, why, 1.0, cut)


def _only_joins(m: Match) -> bool:
    """Whether "that" before a weekday opens a clause: "said that Friday's march", not "that Friday"."""
    word = m.ctx.doc.token_at(m.span.start)
    own = m.ctx.doc.text[m.span.end : m.span.end + 2] in ("'s", "’s")
    return (own or (word is not None and word.tag == "IN")) and m.span.of(m.ctx.doc.text).lower().startswith("that ")


_DEIXIS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "tonite": 0}


def deictic_day(m: Match) -> Found | None:
    """Read "today", "late yesterday", "tomorrow morning", "last night", "this morning", "the day before yesterday"."""
    words = m.get("deixis") or ""
    anchor = m.ctx.anchor
    if "before yesterday" in words:
        step, clock = -2, None
    elif "after tomorrow" in words:
        step, clock = 2, None
    elif words.startswith(("last ", "yesterday ")):
        step, clock = -1, "NI" if "night" in words else "EV"
    elif words.startswith(("this ", "early this")):
        step = 0
        clock = "MO" if "morning" in words else "AF" if "afternoon" in words else "EV"
    else:
        step = _DEIXIS[words]
        clock = m.look("daypart") or ("NI" if words in ("tonight", "tonite") else None)
    day = anchor + timedelta(days=step)
    if clock:
        return Found(
            "TIME",
            f"{day}T{clock}",
            (day, day),
            PART_MODS.get(m.part or ""),
            cal.DAY,
            f"{words}, from the report's day",
        )
    return Found(
        "DATE", day.isoformat(), (day, day), PART_MODS.get(m.part or ""), cal.DAY, f"{words}, from the report's day"
    )


def overnight(m: Match) -> Found | None:
    """Read "overnight": the two days of the night (codebook section 8)."""
    anchor = m.ctx.anchor
    if m.get("deixis2"):
        return None
    before = anchor - timedelta(days=1)
    return Found("TIME", f"{before}TNI", (before, anchor), None, cal.DAY, "overnight: the night before the report")


def named_day(m: Match) -> Found | None:
    """Read "9/11": a day that the world knows by a name."""
    value = m.look("named_day")
    days = cal.days_of(str(value)) if value else None
    if days is None or days[0] > m.ctx.anchor:
        return None
    words = m.get("named_day") or ""
    tail = re.search(r"(?:terrorist )?(?:attacks?|massacre)$", words)
    return Found(
        "DATE", str(value), days, None, cal.DAY, "a day known by name", 1.0, 0, len(tail.group()) + 1 if tail else 0
    )


def _feast_days(code: str, year: int) -> list[cal.Days]:
    if re.fullmatch(r"\d\d-\d\d", code):
        day = date(year, int(code[:2]), int(code[3:]))
        return [(day, day)]
    if code.startswith(("easter", "orthodox")):
        name, offset = re.match(r"([a-z]+)([+-]\d+)", code).groups()  # type: ignore[union-attr]
        day = (cal.easter if name == "easter" else cal.orthodox_easter)(year) + timedelta(days=int(offset))
        return [(day, day)]
    if code.startswith("islamic"):
        _, monthday, length = code.split()
        month_, day_ = map(int, monthday.split("-"))
        return [(d, d + timedelta(days=int(length) - 1)) for d in cal.islamic_in(year, month_, day_)]
    month_, weekday_, n = map(int, code.split())
    day = cal.nth_weekday(year, month_, weekday_, n)
    return [(day, day)]


_AT_HAND = timedelta(days=31)
_LONG_GONE = timedelta(days=180)


def _is_at_hand(coming: cal.Days, last: cal.Days, anchor: date) -> bool:
    """A feast of the coming weeks is meant though the tense is past: "will guard churches over Christmas, he said"."""
    return coming[0] - anchor <= _AT_HAND and anchor - last[1] > _LONG_GONE


def holiday(m: Match) -> Found | None:
    """Read "Christmas", "last Thanksgiving", "Easter 2014", "the Muslim holy month of Ramadan"."""
    code = m.look("holiday")
    if code is None:
        return None
    anchor = m.ctx.anchor
    year_ = full_year(m)
    where = m.tense()[0]
    deictic = m.look("deictic")
    if year_ is not None:
        choices = _feast_days(str(code), year_)
    else:
        choices = [d for y in (anchor.year - 1, anchor.year, anchor.year + 1) for d in _feast_days(str(code), y)]
    if not choices:
        return None
    past = [d for d in choices if d[0] <= anchor]
    ahead = [d for d in choices if d[1] >= anchor]
    if year_ is None and deictic in ("last", "previous") and past:
        days = max(d for d in past if d[0] < anchor) if any(d[0] < anchor for d in past) else past[-1]
    elif year_ is None and deictic == "next" and ahead:
        days = min(ahead)
    elif year_ is None and deictic == "this":
        days = next((d for d in choices if d[0].year == anchor.year), choices[0])
    elif where == PAST and past and year_ is None and not (ahead and _is_at_hand(min(ahead), max(past), anchor)):
        days = max(past)
    elif where == FUTURE and ahead and year_ is None:
        days = min(ahead)
    else:
        days = min(choices, key=lambda d: min(abs((d[0] - anchor).days), abs((d[1] - anchor).days)))
    if m.get("span") == "week":
        monday = days[0] - timedelta(days=days[0].weekday())
        return Found(
            "DATE",
            cal.value_at(days[0], cal.WEEK),
            (monday, monday + timedelta(days=6)),
            None,
            cal.WEEK,
            "week of the feast",
        )
    value = (
        days[0].isoformat()
        if days[0] == days[1]
        else cal.value_at(days[0], cal.MONTH)
        if (days[1] - days[0]).days > 20
        else days[0].isoformat()
    )
    return Found("DATE", value, days, PART_MODS.get(m.part or ""), cal.DAY, f"feast: {m.get('holiday')}", 0.9)


def reference(m: Match) -> Found | None:
    """Read "now", "recently", "soon": TIMEX3 references; "recently" has no days of its own."""
    words = m.get("w") or ""
    before, after = m.before(), m.after()
    value = m.rule.options["value"]
    token = m.ctx.doc.token_at(m.span.start)
    if words == "future" and (re.match(r"s\b|[-']", after) or before.endswith(("in ", "near "))):
        return None
    if (
        words == "the past"
        and re.match(r" ?\w", after)
        and not re.match(
            r" (?:and|but|to|or|that|because|as|have|has|had|when|is|was|for|by|with|on|in|he|she|they|it|we)\b", after
        )
    ):
        return None
    if words == "soon" and re.match(r" after| as", after):
        return None
    if words == "current" and re.match(r"s\b", after):
        return None
    if words == "now" and (before.endswith(("from ", "until ", "till ")) and False):
        return None
    if words in ("so far", "to date") and token and token.dep == "":
        return None
    days = (m.ctx.anchor, m.ctx.anchor) if value == "PRESENT_REF" and words in ("now", "right now") else None
    return Found("DATE", value, days, None, None, "reference", 0.5)


def point(m: Match) -> Found | None:
    """Read "this moment", "at that time"."""
    words = m.get("deixis") or ""
    if words in ("this moment", "the moment", "this point"):
        if words == "the moment" and not m.before().endswith(("at ", "for ")):
            return None
        return Found("DATE", "PRESENT_REF", None, None, None, "reference", 0.5)
    if (
        words in ("the time", "that time")
        and m.before().endswith("at ")
        and not re.match(r" (?:of|when|that)\b", m.after())
    ):
        back = m.ctx.back_to(before=m.span.start)
        if words == "that time" and back and back[1].days:
            return Found("DATE", "PAST_REF", back[1].days, None, None, "the time last named", 0.5)
        return Found("DATE", "PAST_REF", None, None, None, "reference", 0.4)
    return None


READERS: dict[str, Reader] = {
    f.__name__: f for f in (weekday, deictic_day, overnight, named_day, holiday, reference, point)
}
