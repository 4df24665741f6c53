"""From words that a rule matched to values and days: "last week", "the third quarter", "the weekend"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.domain.text import Span
from truceline.extract import times_calendar as cal
from truceline.extract.times_match import PAST_QUARTER, Found, Match, Reader, dated, full_year
from truceline.extract.times_tense import FUTURE, PAST

_UNITS = {u: u for u in (cal.DAY, cal.WEEK, cal.MONTH, cal.QUARTER, cal.YEAR, cal.DECADE, cal.CENTURY)}


def _cut_at_anchor(m: Match, found: Found) -> Found:
    """Read "This week" in a past clause ends on the report's day, in a future clause it begins there."""
    anchor = m.ctx.anchor
    if found.days is None or found.mod is not None or not found.days[0] <= anchor <= found.days[1]:
        return found
    where = m.tense()[0]
    days = found.days
    if where == PAST:
        days = days[0], anchor
    elif where == FUTURE:
        days = anchor, days[1]
    return Found(
        found.type, found.value, days, found.mod, found.unit, found.reason, found.score, found.cut_start, found.cut_end
    )


_NEARS = 3
"""Weekday (Thursday) from which "this weekend" is the coming one in any tense."""


def _weekend(m: Match, step: int | None, why: str) -> Found:
    anchor = m.ctx.anchor
    saturday = anchor + timedelta(days=5 - anchor.weekday())
    if step is None:  # "the weekend": the last one up to the report, or the coming one
        if m.tense()[0] != FUTURE and anchor.weekday() < 5:
            saturday -= timedelta(days=7)
    elif step < 0:
        saturday -= timedelta(days=7)
    elif step > 0:
        saturday += timedelta(days=7 if anchor.weekday() >= 5 else 0)
        if (m.get("deictic") or "").startswith("next") and anchor.weekday() < 5:
            saturday += timedelta(days=7)
    elif m.tense()[0] == PAST and anchor.weekday() < _NEARS:
        saturday -= timedelta(days=7)  # "called off this weekend's talks" on a Friday speaks of the coming one
    value = cal.value_at(saturday, cal.WEEK) + "-WE"
    return dated(m, value, "weekend", why)


def deictic_unit(m: Match) -> Found | None:
    """Read "last week", "this month", "the next year", "the same day", "earlier this year", "the past decade"."""
    unit = m.look("bigunit")
    which, words = m.look("deictic"), m.get("deictic") or ""
    anchor = m.ctx.anchor
    if m.rule.name == "weekend":
        return _weekend(m, None, "the weekend nearest by tense")
    if which is None or unit is None:
        return None
    plural = (m.get("bigunit") or "").endswith("s")
    if plural:
        return None
    why = f"{words} {m.get('bigunit')}"
    if unit == "weekend":
        return _weekend(m, {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0), why)
    base, step = anchor, {"last": -1, "next": 1, "this": 0}.get(which)
    if step is None:  # previous, following, that: counted from the date last named
        finer = {
            cal.DAY: (cal.DAY,), cal.WEEK: (cal.DAY, cal.WEEK), cal.MONTH: (cal.DAY, cal.WEEK, cal.MONTH),
        }.get(unit)  # fmt: skip
        back = _day_of_deed(m) if unit == cal.DAY and which == "that" else m.ctx.back_to(finer, m.span.start)
        if back and back[1].days:
            base = back[1].days[0]
            why += f", from {m.ctx.doc.text[back[0].start : back[0].end]!r}"
        if unit == cal.DAY and m.part == "EARLIER":
            base = min(base, anchor)
        step = {"previous": -1, "following": 1, "that": 0}[which]
    if unit == cal.DAY and which == "this" and "current" not in words:
        return (
            None
            if m.part is None and not m.before().endswith(("on ", "until ", "to ", "of "))
            else dated(m, anchor.isoformat(), cal.DAY, why)
        )
    if unit == cal.DAY and which in ("last", "next") and not words.startswith(("the next", "next")):
        return None
    shifted = cal.shift(base, step, unit)
    if shifted is None:
        return None
    if "past" in words or (words == "the last" and re.search(r"\b(?:over|during|in|within|for) $", m.before())):
        start = cal.shift(anchor, -1, unit)
        assert start is not None
        days = start, anchor
        if unit in (cal.DECADE, cal.CENTURY):
            return Found("DURATION", "P10Y" if unit == cal.DECADE else "P100Y", days, None, None, why)
        return Found("DATE", cal.value_at(shifted, unit), days, None, unit, why)
    if unit == cal.DECADE and words in ("the next", "the coming"):
        return Found("DURATION", "P10Y", (anchor, shifted), None, None, why)
    value = cal.value_at(shifted, unit)
    if m.get("end"):
        return dated(m, value, unit, why, part="CLOSE")
    if unit == cal.DAY and which == "next" and m.get("deictic") == "the next":
        back = m.ctx.back_to((cal.DAY,), m.span.start)
        if back and back[1].days:
            value = (back[1].days[-1] + timedelta(days=1)).isoformat()
    found = dated(m, value, unit, why)
    return _cut_at_anchor(m, found) if which == "this" else found


def _day_of_deed(m: Match) -> tuple[Span, Found] | None:
    """The day last named that is not only the day of saying, else the day last named: of "clashed on Sunday, the army
    said on Monday. The same day ..." it is Sunday."""
    doc, saying = m.ctx.doc, m.ctx.grammar.tense.saying_verbs
    for span, found in reversed(m.ctx.earlier):
        if found.days is None or found.type == "SET" or found.unit != cal.DAY or span.end > m.span.start:
            continue
        head = doc.syntactic_head(span)
        over = next((t for t in doc.ancestors(head) if t.pos == "VERB"), None) if head is not None else None
        if found.days[0] <= m.ctx.anchor and (over is None or over.lemma.lower() not in saying):
            return span, found
    return m.ctx.back_to((cal.DAY,), m.span.start)


_TOLD_DAYS = 7
"""News tells of the last week: "earlier in the day" goes with a day that near, not with a plan or a date of history."""


def _day_told(m: Match) -> tuple[date, str]:
    """The day of "in the day": of the days last named of the week up to the report, else the report's own.

    Of two days in one sentence ("arrived Monday after last Wednesday's attacks") the later one.
    """
    near: list[date] = []
    sentence = -1
    for span, found in reversed(m.ctx.earlier):
        if found.unit == cal.DAY and found.days and 0 <= (m.ctx.anchor - found.days[0]).days <= _TOLD_DAYS:
            at = m.ctx.doc.sentence_at(span.start)
            if near and at != sentence:
                break
            sentence = at
            near.append(found.days[0])
    if near:
        return max(near), "the day last named"
    return m.ctx.anchor, "the report's own day"


def part_unit(m: Match) -> Found | None:
    """Read "earlier in the day", "the end of the year", "late in the week"."""
    unit = m.look("bigunit")
    if unit is None or (m.get("bigunit") or "").endswith("s") or m.look("part") is None:
        return None
    text = m.span.of(m.ctx.doc.text).lower()
    if "the" not in text.split() and not text.startswith("mid"):
        return None
    if unit == cal.DAY:
        base, why = _day_told(m)
        words = re.match(r"(?:earlier|later|early|late)\s+in\s+", text)
        return Found("DATE", base.isoformat(), (base, base), None, cal.DAY, why, 1.0, words.end() if words else 0)
    if unit == "weekend":
        return _weekend(m, None, "the weekend nearest by tense")
    if unit in (cal.DECADE, cal.CENTURY):
        return None
    return dated(m, cal.value_at(m.ctx.anchor, unit), unit, "of the report's own")


def year_end(m: Match) -> Found | None:
    """Read "year-end", "month-end"."""
    anchor = m.ctx.anchor
    if m.get("unitend") == "month":
        return dated(m, cal.value_at(anchor, cal.MONTH), cal.MONTH, "month end", part="CLOSE")
    return dated(m, cal.value_at(anchor, cal.YEAR), cal.YEAR, "year end", part="CLOSE")


def the_unit(m: Match) -> Found | None:
    """Read "the day before", "the week", "the quarter", "the year"."""
    unit = m.look("bigunit")
    if unit is None or (m.get("bigunit") or "").endswith("s"):
        return None
    ctx = m.ctx
    before, after = m.before(), m.after()
    word = m.ctx.view[m.span.end - len(m.get("bigunit") or "") : m.span.end] if not m.get("before") else ""
    if word[:1].isupper() and not m.ctx.doc.text[m.span.start : m.span.end].isupper() and before.endswith("of "):
        return None  # "Player of the Year"
    if rel := m.get("before"):
        ends = re.match(r"\s*(?:[.,;:)\"'’”]|$|(?:and|but|at|in|on|by|as|when|were|was|had)\b)", after)
        if not ends and rel in ("before", "after"):
            return None
        if unit == "weekend":
            return None
        back = ctx.back_to(None if unit in (cal.YEAR, cal.MONTH) else (cal.DAY, cal.WEEK), m.span.start)
        base = back[1].days[0] if back and back[1].days else ctx.anchor
        shifted = cal.shift(base, -1 if rel in ("before", "earlier") else 1, unit)
        return None if shifted is None else dated(m, cal.value_at(shifted, unit), unit, f"{rel} the date last named")
    if unit == cal.DAY:
        if not re.search(r"\b(?:in|of|during|throughout|for|through) $", before) or re.match(
            r" (?:of|when|that|after|before)\b", after
        ):
            return None
        base, why = _day_told(m)
        return Found("DATE", base.isoformat(), (base, base), None, cal.DAY, why, 0.8)
    if unit == cal.QUARTER:
        back = ctx.back_to((cal.QUARTER,), m.span.start)
        value = back[1].value if back else cal.value_at(cal.add_months(ctx.anchor, -3), cal.QUARTER)
        return dated(m, value, cal.QUARTER, "the quarter last named")
    if re.match(r" (?:of|when|that|after|before|since)\b|['’-]?-", after):
        return None
    if unit in (cal.WEEK, cal.MONTH, cal.YEAR):
        if not re.search(r"\b(?:in|of|during|throughout|for|through|by|over|on) $", before):
            return None
        if m.get("fiscal") in ("full", "whole", "entire") and unit != cal.YEAR:
            return Found("DURATION", f"P1{unit[0].upper()}", None, None, None, "length")
        if unit == cal.YEAR and before.endswith("for ") and not m.get("fiscal"):
            return Found("DURATION", "P1Y", None, None, None, "length")
        back = ctx.back_to((unit,), m.span.start)
        base = back[1].days[0] if back and back[1].days and unit == cal.YEAR else ctx.anchor
        return _cut_at_anchor(m, dated(m, cal.value_at(base, unit), unit, f"the {unit} last named or the report's"))
    return None


def clipped(m: Match) -> Found | None:
    """Read "the week before last", "the year after next"."""
    unit = m.look("bigunit") or m.get("clip")
    if unit not in _UNITS:
        return None
    shifted = cal.shift(m.ctx.anchor, -2 if "before" in (m.get("rel") or "") else 2, unit)
    return None if shifted is None else dated(m, cal.value_at(shifted, unit), unit, "two back or ahead")


def season(m: Match) -> Found | None:
    """Read "last fall", "the summer of 1990", "this winter", "next spring"."""
    code = m.look("season")
    if code is None:
        return None
    word = m.get("season") or ""
    which = m.look("deictic")
    year = full_year(m)
    anchor = m.ctx.anchor
    text = m.span.of(m.ctx.doc.text).lower()
    token = m.ctx.doc.token_at(m.span.end - 1)
    if year is None and m.get("relyear"):
        return None
    if year is None and which is None:
        if (token and token.pos not in ("NOUN", "PROPN")) or re.match(r"s\b|-|field|['’]s\b", m.after()):
            return None
        if word in ("fall", "spring") and (
            not re.search(
                r"\b(?:in|during|since|by|until|before|after|for) (?:the )?$",
                m.before() + ("the " if text.startswith("the") else ""),
            )
            and not m.part
        ):
            return None
        if re.match(r" of\b", m.after()) and not re.match(r" of (?:last|this|next) year", m.after()):
            return None
        if word in ("fall",) and "the" not in text and not m.part:
            return None
    first_month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    why = "as written"
    if year is None:
        start = date(anchor.year, first_month, 1)
        if which in ("last", "previous"):
            over = cal.last_of_month(anchor.year + (first_month + 1) // 12, (first_month + 1) % 12 + 1) < anchor
            year = anchor.year if over else anchor.year - 1
            why = f"{m.get('deictic')} {word}"
        elif which in ("next", "following"):
            year = anchor.year if start > anchor else anchor.year + 1
            why = f"{m.get('deictic')} {word}"
        else:
            where = m.tense()[0]
            year = anchor.year
            if where == PAST and start > anchor:
                year -= 1
            elif (
                where == FUTURE
                and which is None
                and cal.last_of_month(anchor.year + (first_month + 1) // 12, (first_month + 1) % 12 + 1) < anchor
            ):
                year += 1
            why = "by tense"
    return dated(m, f"{year:04d}-{code}", "season", why)


def quarter(m: Match) -> Found | None:
    """Read "the third quarter", "fourth-quarter", "the second quarter of 1990"."""
    n = m.number("nq") or m.look("ordinal")
    if n is None or not 1 <= n <= 4:
        return None
    anchor = m.ctx.anchor
    year, why = full_year(m), "as written"
    if owner := m.get("owner"):
        year = anchor.year + (-1 if "last" in owner else 1 if "next" in owner else 0)
    if year is None and m.look("deictic") == "last":
        year = anchor.year - 1 if n >= (anchor.month + 2) // 3 else anchor.year
    if year is None:
        year = anchor.year
        if m.tense()[0] != FUTURE and date(anchor.year, 3 * n - 2, 1) > anchor:
            year -= 1
        why = "the last such quarter"
    found = dated(m, f"{year:04d}-Q{n}", cal.QUARTER, why)
    text = m.span.of(m.ctx.doc.text).lower()
    cut = 0
    if text.endswith("-quarter") and not m.get("owner"):  # "the third-quarter loss": the article is the noun's
        cut = re.match(r"(?:the\s+|that\s+|this\s+)?", text).end()  # type: ignore[union-attr]
    return Found(found.type, found.value, found.days, None, found.unit, why, 1.0, cut)


def _last_quarter(m: Match) -> str:
    back = m.ctx.back_to((cal.QUARTER,), m.span.start)
    return back[1].value if back else cal.value_at(cal.add_months(m.ctx.anchor, -3), cal.QUARTER)


def year_ago_period(m: Match) -> Found | None:
    """Read "the year-ago quarter", "year-earlier": the same quarter of the year before."""
    back = m.ctx.back_to((cal.QUARTER,), m.span.start)
    text = m.span.of(m.ctx.doc.text).lower()
    cut = 0
    if m.get("span") is None:
        cut = re.match(r"(?:the\s+|its\s+)?", text).end()  # type: ignore[union-attr]
        if back is None:
            year = m.ctx.anchor.year - 1
            return Found("DATE", f"{year}", cal.days_of(f"{year}"), None, cal.YEAR, "a year before", 0.7, cut)
    value = back[1].value if back else _last_quarter(m)
    part = f"-Q{m.look('ordinal')}" if m.look("ordinal") else value[4:]
    value = f"{int(value[:4]) - 1:04d}{part}"
    return Found(
        "DATE", value, cal.days_of(value), None, PAST_QUARTER, "a year before the quarter last named", 0.8, cut
    )


def latest_period(m: Match) -> Found | None:
    """Read "the latest quarter", "the 1989 period"."""
    span = m.get("span") or ""
    if "year" in span:
        return dated(m, cal.value_at(m.ctx.anchor, cal.YEAR), cal.YEAR, "latest year")
    value = _last_quarter(m)
    if year := full_year(m):
        if span == "period" and not m.ctx.back_to((cal.QUARTER,), m.span.start):
            return None
        value = f"{year:04d}{value[4:]}"
        if year < m.ctx.anchor.year:
            return Found(
                "DATE", value, cal.days_of(value), None, PAST_QUARTER, "the quarter last named, of that year", 0.8
            )
    if span == "period" and not m.ctx.back_to((cal.QUARTER,), m.span.start):
        return None
    return dated(m, value, cal.QUARTER, "the quarter last named")


def half_year(m: Match) -> Found | None:
    """Read "the first half of 1990", "the second half of last year"."""
    n = 1 if m.get("half") == "first" else 2
    year = full_year(m)
    if year is None:
        if re.match(r" of ", m.after()) or m.span.of(m.ctx.doc.text).lower().endswith("of"):
            return None
        if not re.search(r"\b(?:in|during|for|the) $", m.before()) and not m.span.of(m.ctx.doc.text).lower().startswith(
            "the"
        ):
            return None
        year = m.ctx.anchor.year
        if n == 2 and m.ctx.anchor.month <= 6 and m.tense()[0] != FUTURE:
            year -= 1
        if not re.match(r"[ ,.;]", m.after() + " "):
            return None
        return None
    return dated(m, f"{year:04d}-H{n}", "half", "as written")


READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (
        deictic_unit,
        part_unit,
        year_end,
        the_unit,
        clipped,
        season,
        quarter,
        year_ago_period,
        latest_period,
        half_year,
    )
}
