"""From words that a rule matched to a day counted from another: "two days earlier", "a year ago", "the third day"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_amounts import CLOCK_UNITS, amount, modifier, vague_days
from truceline.extract.times_days import weekday_after
from truceline.extract.times_match import PAST_QUARTER, Found, Match, Reader
from truceline.extract.times_tense import PAST


def reference_day(m: Match, unit: str) -> tuple[date, str]:
    """The day that "later", "earlier" and "after" count from: the date last named, else the report's."""
    finer = {"day": (cal.DAY,), "night": (cal.DAY,), "week": (cal.DAY, cal.WEEK)}.get(unit)
    back = m.ctx.back_to(finer, m.span.start)
    if back and unit in ("year", "decade") and (" ago" in back[1].reason or " earlier" in back[1].reason):
        back = None
    if back and back[1].days:
        return back[1].days[0], m.ctx.doc.text[back[0].start : back[0].end]
    return m.ctx.anchor, "the report's day"


def shifted(m: Match) -> Found | None:
    """Read "two days ago", "a year earlier", "less than a week later", "months ago"."""
    unit = m.look("unit") or m.look("units")
    rel = (m.get("rel") or "").split()[0]
    anchor = m.ctx.anchor
    if rel == "on" and not re.match(r" ?[,.;]", m.after()):
        return None
    if rel == "back" and re.match(r" (?:to|in|into|at|from)\b", m.after()):
        return None
    n = amount(m) if not m.get("bare") else None
    mod, cut = modifier(m)
    backwards = rel in ("ago", "back", "earlier", "previously", "before", "beforehand")
    sign = -1 if backwards else 1
    if unit in CLOCK_UNITS:
        base, words = (
            reference_day(m, "day") if rel in ("later", "earlier", "after", "before") else (anchor, "the report's day")
        )
        if n is not None and unit == "hour" and n >= 24:
            base = base + sign * timedelta(days=n // 24)
        value = "PAST_REF" if n is None else base.isoformat()
        return Found("DATE", value, (base, base), mod, cal.DAY, f"same day as {words!r}", 0.8, cut)
    if rel in ("ago", "back", "from", "hence"):
        base, words = anchor, "the report's day"
    else:
        base, words = reference_day(m, unit)
    if n is None:
        days = vague_days(base, unit, ahead=not backwards)
        value = "PAST_REF" if backwards else "FUTURE_REF"
        return Found("DATE", value, days, mod, None, f"{m.get('vague') or m.get('bare')} {unit}s {rel}", 0.7, cut)
    if unit == "night":
        unit = "day"
    if unit == "fortnight":
        n, unit = 2 * n, "week"
    target = cal.shift(base, sign * n, unit)
    if target is None:
        return None
    if m.look("weekday") is not None:
        target -= timedelta(days=(target.weekday() - m.look("weekday")) % 7)
        unit = cal.DAY
    elif m.get("towhat") == "today":
        unit = cal.DAY
    why = f"{m.get('n') or 'one'} {unit}s {rel}, from {words!r}"
    if n == 1 and unit == cal.YEAR:
        near = m.ctx.back_to(before=m.span.start)
        if near and near[1].unit == cal.QUARTER:
            value = f"{int(near[1].value[:4]) - 1:04d}{near[1].value[4:]}"
            return Found("DATE", value, cal.days_of(value), mod, PAST_QUARTER, f"{why}; same quarter", 1.0, cut)
        if near and near[1].unit == PAST_QUARTER:
            value = near[1].value
            return Found("DATE", value, cal.days_of(value), mod, PAST_QUARTER, f"{why}; same quarter", 1.0, cut)
    value = cal.value_at(target, unit)
    days = cal.days_of(value)
    if unit == cal.YEAR and (n == 1 or n != int(n)):
        days = cal.days_of(cal.value_at(target, cal.MONTH))
    if mod in ("LESS_THAN", "EQUAL_OR_LESS") and rel == "later" and unit in (cal.DAY, cal.WEEK, cal.MONTH):
        days = min(base + timedelta(days=1), target), target
    elif unit == cal.WEEK and n == 1:
        value = target.isoformat()
        days, unit = (target, target), cal.DAY
    if rel in ("later", "after") and base == anchor and target > anchor and m.tense()[0] == PAST:
        return Found("DATE", value, None, mod, None, f"{why}, but told as past: counted from nothing named", 0.5, cut)
    return Found("DATE", value, days, mod, unit, why, 0.95, cut)


def ordinal_day(m: Match) -> Found | None:
    """Read "the third straight day", "a second day": that day, counted as the day last named or the report's."""
    n = m.number("nth") or m.look("ordinal")
    unit = m.get("ounit")
    if n is None or unit not in ("day", "week", "night", "month", "year"):
        return None
    before = m.before()
    text = m.span.of(m.ctx.doc.text).lower()
    straight = bool(m.get("straight")) or "running" in text or "in a row" in text
    if unit != "day" and not straight:
        return None
    if not straight and not re.search(
        r"\b(?:for|on|into|in|of|entered|during|their|its) (?:a |the )?$",
        before + ("the " if text.startswith("the") else ""),
    ):
        return None
    here = m.ctx.doc.sentence_at(m.span.start)
    back = m.ctx.back_to((cal.DAY,), m.span.start)
    base = m.ctx.anchor
    beside = weekday_after(m)
    if beside is not None:
        base = beside[0]
    elif back and back[1].days and m.ctx.doc.sentence_at(back[0].start) == here:
        base = back[1].days[0]
    if unit in ("week", "month", "year"):
        start = cal.shift(base, -n, unit) or base
        return Found(
            "DATE", cal.value_at(base, unit), (start, base), None, None, f"number {n} of a run of {unit}s", 0.6
        )
    start = base - timedelta(days=1) if n == 2 else base
    return Found("DATE", base.isoformat(), (start, base), None, None, f"day {n} of a run", 0.7)


def edge_day(m: Match) -> Found | None:
    """Read "the opening day", "the final day": the day last named."""
    back = m.ctx.back_to((cal.DAY,), m.span.start)
    if back is None or back[1].days is None or not re.search(r"\b(?:on|in|of|for) $", m.before()):
        return None
    day = back[1].days[0]
    return Found("DATE", day.isoformat(), (day, day), None, None, "the day last named", 0.4)


READERS: dict[str, Reader] = {f.__name__: f for f in (shifted, ordinal_day, edge_day)}
