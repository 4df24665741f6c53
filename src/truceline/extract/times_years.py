"""From the words that a rule matched to a TIMEX3 value and days: years, decades, centuries."""

from __future__ import annotations

import re
from datetime import date

from truceline.extract import times_calendar as cal
from truceline.extract.times_match import Found, Match, Reader, dated, full_year

_NOT_A_YEAR_AFTER = re.compile(
    r"[\d%]|,\d|-(?!year|era|on|based|to-|style)\w|[./:]\d| ?(?:%|percent|per cent|people|troops|soldiers|men|women|"
    r"children|tons|tonnes|"
    r"miles|kilomet|km|feet|meters|metres|dollars|pounds|homes|houses|families|refugees|civilians|members|police|"
    r"prisoners|fighters|militants|rebels|workers|students|residents|hours|gmt|local|utc|points|shares|acres|barrels|"
    r"employees|workers|jobs|units|others|or so|more|dead|deaths|wounded|casualties|villages|"
    r"protesters|demonstrators|million|billion)"
)


def year(m: Match) -> Found | None:
    """Read "2003", "early 2003", "fiscal 1990", "post-1959"; "the 1989 period" is left to another rule."""
    number = full_year(m)
    if number is None or (m.get("period") in ("quarter",)):
        return None
    if m.get("year") and not _is_year(m):
        return None
    text = m.ctx.doc.text[m.span.start : m.span.end].lower()
    cut = 0
    if m.part and _names_what_follows(m):
        cut = len(text) - 4
        return Found("DATE", f"{number:04d}", cal.days_of(f"{number:04d}"), None, cal.YEAR, "as written", 1.0, cut)
    if text.startswith("the ") and not text.startswith("the year") and not m.part and not m.get("period"):
        cut = re.match(r"the\s+", text).end()  # type: ignore[union-attr]
    if m.get("prepost"):
        days = cal.days_of(f"{number:04d}")
        return Found("DATE", f"{number:04d}", days, "AFTER" if m.get("prepost") == "post" else "BEFORE", cal.YEAR)
    found = dated(m, f"{number:04d}", cal.YEAR, "as written")
    tail = len(m.get("period") or "")
    if tail:
        tail += 1
    return Found(
        found.type,
        found.value,
        found.days,
        found.mod,
        found.unit,
        found.reason,
        1.0,
        cut,
        0 if m.get("period") == "period" else tail,
    )


def _is_year(m: Match) -> bool:
    """Whether four digits are a year and not a count."""
    before, after = m.before(), m.after()
    if (
        re.search(r"[\d$£€#.,/:]$|\bno\. ?$|[a-z]-$", before)
        and not re.search(r"\b(?:19|20)\d\d, $|(?:pre|post|mid)-$|\d-$", before)
        and not before.endswith((", ", ". ", ": "))
    ):
        return False
    hour = not m.part and re.search(r"\bat (?:approximately |about |around )?$", before)  # "at 1745 (2345 GMT)"
    if hour or _NOT_A_YEAR_AFTER.match(after):
        return False
    if re.search(
        r"\b(?:more than|at least|about|some|nearly|almost|over|around|up to|than|flight|room|resolution|article) $",
        before,
    ):
        return False
    token = m.ctx.doc.token_at(m.span.end - 1)
    if token is None:
        return True
    if token.ent in ("DATE", "EVENT", "LAW", "WORK_OF_ART"):
        return True
    cue = re.search(
        r"\b(in|since|of|until|till|by|from|before|after|during|between|through|to|year|early|late|mid|and|summer|"
        r"winter|spring|fall|autumn|the|for|around|circa|its|a|their|his|with|or) $|\(|['’]s $|-$|^$", before
    )  # fmt: skip
    return bool(cue) and 1800 <= int(m.get("year") or 0) <= m.ctx.anchor.year + 60


def _names_what_follows(m: Match) -> bool:
    """Whether the year tells which of its kind ("the end of the 1991 Gulf war"), so that it is not the year's end."""
    following = m.ctx.doc.token_at(m.span.end + 1)
    return bool(re.search(r"\bthe\s+\d{4}$", m.span.of(m.ctx.doc.text))) and (
        following is not None and following.pos in ("NOUN", "PROPN", "ADJ")
    )


def year_range(m: Match) -> Found | None:
    """Read "1991-95", "2013-2014"."""
    first = int(m.get("year") or 0)
    end = m.get("year2") or ""
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if last <= first or last - first > 120 or re.match(r"[\d/:.-]\d| (?:dollars?|yen|euros?)\b", m.after()):
        return None
    if re.search(r"\d\. ?$|[\d$-]$", m.before()):
        return None
    return Found(
        "DATE", f"{first:04d}/{last:04d}", (date(first, 1, 1), date(last, 12, 31)), None, cal.YEAR, "range of years"
    )


def decade(m: Match) -> Found | None:
    """Read "the 1990s", "mid-1980s", "the '90s", "the nineties"."""
    digits = (m.get("decade") or "").lstrip("'’")
    if m.look("decadeword") is not None:
        head = _decade_before(m.ctx.anchor, int(m.look("decadeword")))
    elif len(digits) == 4:
        head = digits[:3]
    else:
        marked = re.match(r"(?:the\s+)?(?:mid-|early\s+|late\s+)?['’]|the\s", m.span.of(m.ctx.doc.text).lower())
        if not marked or re.search(r"\b(?:his|her|their|my|our|your) $|\$", m.before()):
            return None
        head = _decade_before(m.ctx.anchor, int(digits[0]))
    return dated(m, head, cal.DECADE, "decade")


def _decade_before(anchor: date, tens: int) -> str:
    """The last decade of that name that had begun by the report: tens 8 in 2024 is ``198``."""
    century_ = anchor.year // 100
    return f"{century_ if tens * 10 <= anchor.year % 100 else century_ - 1}{tens}"


def century(m: Match) -> Found | None:
    """Read "the 20th century": value 19."""
    n = m.number("nth") or m.look("ordinal")
    if n is None or not 1 < n < 30:
        return None
    return dated(m, f"{n - 1:02d}", cal.CENTURY, "century")


READERS: dict[str, Reader] = {f.__name__: f for f in (year, year_range, decade, century)}
