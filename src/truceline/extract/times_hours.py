"""From words that a rule matched to values and days: sets ("every day") and hours ("10:30 a.m. Friday")."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_amounts import amount, duration_value
from truceline.extract.times_dates import calendar_day
from truceline.extract.times_days import deictic_day, weekday_near
from truceline.extract.times_durations import is_rate
from truceline.extract.times_match import Found, Match, Reader
from truceline.extract.times_shifts import reference_day
from truceline.extract.times_tense import PAST


def frequency(m: Match) -> Found | None:
    """Read "daily", "annually", "weekly": sets."""
    word = m.get("freq") or ""
    token = m.ctx.doc.token_at(m.span.end - 1)
    if word in ("annual", "quarterly", "nightly") or (token and token.pos == "PROPN"):
        return None
    return Found("SET", str(m.look("freq")), None, None, None, "how often", 0.6)


def every(m: Match) -> Found | None:
    """Read "every day", "each July", "every two weeks"."""
    if m.look("month"):
        return Found("SET", f"XXXX-{m.look('month'):02d}", None, None, None, "how often", 0.6)
    if m.look("season"):
        return Found("SET", f"XXXX-{m.look('season')}", None, None, None, "how often", 0.6)
    unit = m.look("unit")
    if unit is None:
        return Found("SET", f"XXXX-XX-XXT{m.look('daypart')}", None, None, None, "how often", 0.5)
    n = {"other": 2.0, "second": 2.0, "third": 3.0}.get(m.get("nthword") or "")
    if m.get("nthword") == "few":
        return Found("SET", duration_value(None, unit), None, None, None, "how often", 0.6)
    return Found("SET", duration_value(n or amount(m) or 1.0, unit), None, None, None, "how often", 0.6)


def per(m: Match) -> Found | None:
    """Read "$5 a share a year", "three times a week", "per day"."""
    unit = m.look("unit")
    if unit is None or (m.get("unit") or "").endswith("s"):
        return None
    if m.get("a") == "per":
        return None
    if not is_rate(m) or re.match(r" (?:ago|earlier|later|before|after|or so)\b|-", m.after()):
        return None
    return Found("SET", duration_value(1.0, unit), None, None, None, "rate", 0.6)


def set_weekday(m: Match) -> Found | None:
    """Read "Tuesdays", "each Thursday", "Monday nights"."""
    n = m.look("weekday") if m.get("weekday") else m.look("weekdays")
    if n is None:
        return None
    part = m.look("daypart")
    if plural := m.get("dayparts"):
        part = {"nights": "NI", "mornings": "MO", "evenings": "EV", "afternoons": "AF"}[plural]
    text = m.span.of(m.ctx.doc.text).lower()
    cut = 3 if text.startswith("on ") else 0
    return Found("SET", f"XXXX-WXX-{n + 1}" + (f"T{part}" if part else ""), None, None, None, "how often", 0.6, cut)


def _day_of_clock(m: Match) -> tuple[date, str]:
    """The day that an hour belongs to: its own words, else the day last named in the text nearby, else the report's."""
    if m.get("month"):
        inner = calendar_day(m)
        if inner and inner.days:
            return inner.days[0], inner.reason
    if m.look("weekday") is not None:
        return weekday_near(m, m.look("weekday"), (m.get("weekday") or "").title())
    if m.get("deixis"):
        inner = deictic_day(m)
        if inner and inner.days:
            return inner.days[0], inner.reason
    here = m.ctx.doc.sentence_at(m.span.start)
    back = m.ctx.back_to((cal.DAY,), m.span.start)
    ahead = back is not None and back[1].days is not None and back[1].days[0] > m.ctx.anchor and m.tense()[0] == PAST
    if back and back[1].days and not ahead and here - m.ctx.doc.sentence_at(back[0].start) <= 2:
        return back[1].days[0], "the day last named"
    return m.ctx.anchor, "the report's day"


def clock(m: Match) -> Found | None:
    """Read "10:30 a.m. Friday", "5 p.m. EST Nov. 9", "1030 GMT", "4 in the morning"."""
    if m.get("clockword"):
        return clockword(m)
    if hhmm := m.get("hhmm"):
        hour, minute = int(hhmm[:2]), hhmm[2:]
        if hour > 23:
            return None
    else:
        word = m.get("hour") or ""
        n = m.ctx.grammar.words["number"].get(word)
        if not word.isdigit() and n is None:
            return None
        hour = int(word) if word.isdigit() else int(n or 0)
        minute = m.get("minute") or "00"
        half = (m.get("ampm") or "")[:1]
        part = m.look("daypart")
        if half == "p" or (part in ("AF", "EV", "NI") and hour < 12):
            hour = hour % 12 + 12
        elif half == "a":
            hour %= 12
        if hour > 23 or (half and hour > 24):
            return None
    bare = m.get("minute") and not (m.get("ampm") or m.get("zone") or m.look("daypart"))
    if bare and not re.search(r"\b(?:at|around|about|by|until|before|after|from) $", m.before()):
        return None
    if bare and re.match(r"[.:,]?\d| (?:billion|million|percent|%|points)", m.after()):
        return None
    if bare and "." in m.span.of(m.ctx.doc.text) and not (m.get("weekday") or m.get("deixis") or m.get("month")):
        return None  # a price, more often than an hour
    if re.search(r"[\d:./$]$", m.before()):
        return None
    day, why = _day_of_clock(m)
    mod, cut = (None, 0) if not m.get("mod") else ("APPROX", 0)
    return Found("TIME", f"{day}T{hour:02d}:{minute}", (day, day), mod, cal.DAY, f"hour of {why}", 0.9, cut)


def clockword(m: Match) -> Found | None:
    """Read "noon Thursday", "at dawn", "midnight"."""
    value = str(m.look("clockword"))
    if re.match(r" ?-", m.after()) and not m.get("weekday"):
        return None
    token = m.ctx.doc.token_at(m.span.start)
    if token and token.pos == "PROPN" and token.ent in ("PERSON", "ORG", "GPE", "FAC", "WORK_OF_ART"):
        return None
    if value.isalpha() and not re.search(
        r"\b(?:at|before|after|until|since|by|from|around|of|the|to) $|^$", m.before()
    ):
        return None
    day, why = _day_of_clock(m)
    return Found("TIME", f"{day}T{value}", (day, day), None, cal.DAY, f"hour of {why}", 0.8)


def daypart(m: Match) -> Found | None:
    """Read "the next morning", "that night", "the morning": of the day last named."""
    part = m.look("daypart")
    text = m.span.of(m.ctx.doc.text).lower()
    words = text.split()
    if part is None or "overnight" in text:
        return None
    rel = m.get("rel")
    determined = words[0] in ("the", "that", "this")
    if not determined and not rel:
        return None
    if words[0] == "this":
        base = m.ctx.anchor
    else:
        back = m.ctx.back_to((cal.DAY,), m.span.start)
        base = back[1].days[0] if back and back[1].days else m.ctx.anchor
        if words[0] == "the" and not rel and not re.search(r"\b(?:in|during|by|through|of|throughout) $", m.before()):
            return None
        if re.match(r" (?:of|shift|prayer)", m.after()):
            return None
    if rel in ("next", "following"):
        base += timedelta(days=1)
    elif rel == "previous":
        base -= timedelta(days=1)
    return Found("TIME", f"{base}T{part}", (base, base), None, cal.DAY, "part of the day last named", 0.7)


def early_hours(m: Match) -> Found | None:
    """Read "the early hours of Thursday"."""
    day, why = _day_of_clock(m)
    return Found("TIME", f"{day}TMO" if m.get("early") != "late" else f"{day}TNI", (day, day), None, cal.DAY, why, 0.8)


def predawn(m: Match) -> Found | None:
    """Read "predawn": the morning of the day last named in the sentence, else of the report's (times.py looks on)."""
    back = m.ctx.back_to((cal.DAY,), m.span.start)
    doc = m.ctx.doc
    day, why = m.ctx.anchor, "the report's day"
    if back and back[1].days and doc.sentence_at(back[0].start) == doc.sentence_at(m.span.start):
        day, why = back[1].days[0], "the day last named"
    return Found("TIME", f"{day}TMO", (day, day), "START", cal.DAY, f"before dawn of {why}", 0.7)


def same_day(m: Match) -> Found | None:
    """Read "hours later": the day last named."""
    day, words = reference_day(m, "day")
    return Found(
        "DATE",
        "PAST_REF" if "earlier" in (m.get("w") or "") else day.isoformat(),
        (day, day),
        None,
        None,
        f"same day as {words!r}",
        0.6,
    )


READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (frequency, every, per, set_weekday, clock, clockword, daypart, early_hours, predawn, same_day)
}
