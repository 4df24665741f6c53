"""From words that a rule matched to lengths of time: "two weeks", "the past few months", "decades-long"."""

from __future__ import annotations

import re
from datetime import timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_amounts import (
    CLOCK_UNITS,
    VAGUE_DAYS,
    amount,
    duration_value,
    modifier,
    plus_half,
    vague_days,
)
from truceline.extract.times_match import Found, Match, Reader
from truceline.extract.times_tense import FUTURE, PAST

_RATE = re.compile(
    r"(?:\$ ?[\d.,]+(?: (?:million|billion))?|\d|times|percent|%|million|billion|barrels|tons|tonnes|hours|"
    r"dollars|cents|once|twice|"
    r"share|pounds|euros|people|units|days|more|much|apiece|miles|one|two|three|salary of) $"
)
_YEAR = re.compile(r"1[89]\d\d|20\d\d")


def counted(m: Match) -> Found | None:
    """Read "two weeks", "the past few months", "a year", "10-year", "at least 72 hours": durations."""
    unit = m.look("unit")
    if unit is None or (unit == "quarter" and (m.get("one") or (m.get("n") or "") in ("one", "three"))):
        return None
    before, after = m.before(), m.after()
    if m.rule.name == "a_unit":
        if m.get("one") in ("a", "an") and not m.get("mod") and is_rate(m):
            return None
        if re.match(r"-|['’]s\b|ly\b", after) or re.match(
            r" (?:old|ahead|off|when|of (?:\w+ )?(?:celebration|mourning|prayer))", after
        ):
            return None
        if unit in ("night", "quarter"):
            return None
    if re.search(r"[$£€.\d]$", before):
        return None
    if "old" in (m.get("hyphen") or ""):
        return _age(m, unit)
    if re.match(r"(?:-| )old\b|s?-olds?\b", after):
        return None
    n = amount(m)
    if m.get("n2") and _YEAR.fullmatch(m.get("n") or ""):
        return None  # "jailed in 1995 to 15 years"
    if plus_half(m):
        n = (n or 1) + 0.5
    mod, cut = modifier(m)
    days, why = _stretch(m, n, unit)
    if m.get("vague") == "recent":
        return None
    value = duration_value(n, unit)
    if m.get("reach") in ("another", "additional", "initial", "opening", "same"):
        pass
    return Found("DURATION", value, days, mod, None, why, 0.9, cut)


def _stretch(m: Match, n: float | None, unit: str) -> tuple[cal.Days | None, str]:
    """Days of a counted stretch where its words or its verb fix it: "the past two months", "has lasted three days"."""
    anchor = m.ctx.anchor
    reach = m.get("reach")
    length = 1.0 if n is None and unit not in VAGUE_DAYS else n
    if unit == "fortnight":
        length, unit = 2 * (length or 1.0), "week"
    size = timedelta(days=3 if unit == "day" else 21 if unit == "week" else 90 if unit == "month" else 1095)
    if reach in ("past", "last", "latest", "previous", "preceding"):
        start = cal.shift(anchor, -length, unit) if length is not None else anchor - size
        return ((start, anchor) if start else None), f"{reach} {unit}s up to the report"
    if reach in ("next", "coming", "following"):
        end = cal.shift(anchor, length, unit) if length is not None else anchor + size
        return ((anchor, end) if end else None), f"{reach} {unit}s from the report"
    if unit in CLOCK_UNITS or length is None:
        return None, "length"
    after, before = m.after(), m.before()
    if re.match(r" (?:after|following|since)\b", after):
        back = m.ctx.back_to((cal.DAY,), m.span.start)
        doc = m.ctx.doc
        if back is None or back[1].days is None or doc.sentence_at(back[0].start) == doc.sentence_at(m.span.start):
            return None, "length"
        target = cal.shift(back[1].days[0], length, unit)
        if target is None or target > anchor:
            return None, "length"
        return (target, target), f"after {doc.text[back[0].start : back[0].end]!r}"
    if re.search(r"\b(?:for|over|in) (?:the )?$", before) and _perfect(m):
        start = cal.shift(anchor, -length, unit)
        return ((start, anchor) if start else None), "up to the report (perfect tense)"
    if m.get("mod") == "within" or before.endswith("within "):
        if m.tense()[0] != PAST:
            end = cal.shift(anchor, length, unit)
            return ((anchor, end) if end else None), "within that from the report"
        return None, "length"
    if before.endswith("in ") and m.tense()[0] == FUTURE:
        end = cal.shift(anchor, length, unit)
        return ((anchor, end) if end and unit != "day" else (end, end) if end else None), "ahead of the report"
    return None, "length"


def _perfect(m: Match) -> bool:
    token = m.ctx.doc.syntactic_head(m.span)
    if token is None:
        return False
    for up in m.ctx.doc.ancestors(token):
        if up.pos in ("VERB", "AUX"):
            aux = {t.lower for t in m.ctx.doc.children(up) if t.dep in ("aux", "auxpass")}
            return bool(aux & {"has", "have", "'ve", "’ve"})
    return False


def is_rate(m: Match) -> bool:
    """Whether "a week" after "$5", "three times" or "two flights" says how often, not how long."""
    if _RATE.search(m.before()):
        return True
    tokens = m.tokens
    before = m.ctx.doc.tokens[tokens[0].i - 1] if tokens and tokens[0].i else None
    return (
        before is not None
        and before.tag == "NNS"
        and not re.match(r" (?:ago|earlier|later|before|after|from)\b", m.after())
    )


def _age(m: Match, unit: str) -> Found | None:
    """Read "the six-month-old offensive": a stretch up to the report; None for a person's age."""
    words = m.after(60).split()[:3]
    table = m.ctx.grammar.words["lasting"]
    if not any(w.strip(".,;:") in table for w in words):
        return None
    n = amount(m)
    start = cal.shift(m.ctx.anchor, -n, unit) if n is not None else None
    mod, cut = modifier(m)
    days = (start, m.ctx.anchor) if start else None
    return Found("DURATION", duration_value(n, unit), days, mod, None, "age of what lasts", 0.8, cut)


def bare_units(m: Match) -> Found | None:
    """Read "for weeks", "decades-long", "in years", "days of"."""
    unit = m.look("units") or m.look("unit")
    if unit is None:
        return None
    before = m.before()
    if m.rule.name == "unit_long":
        return Found(
            "DURATION",
            duration_value(1 if not (m.get("unit") or "").endswith("s") else None, unit),
            None,
            None,
            None,
            "length",
        )
    if m.look("deictic") is not None:
        return None
    if m.get("hyphen"):
        return (
            None
            if "old" in (m.get("hyphen") or "")
            else Found("DURATION", duration_value(None, unit), None, None, None, "length")
        )
    counts_from = re.match(r" (?:after|before) ", m.after()) and not re.search(r"\b(?:the|these|those|some) $", before)
    if not counts_from and not re.search(
        r"\b(?:for|in|within|after|over|took|take|taken|lasted|last|through|many|of|just|only|by|the) $", before
    ):
        return None
    if re.search(r"\bthe $", before) and not re.match(r" (?:to come|since|that)\b", m.after()):
        return None
    if re.search(r"\bof $", before) and unit not in ("year", "decade", "month", "week", "century"):
        return None
    days = None
    why = "length"
    if re.search(r"\b(?:for|in|over) $", before) and _perfect(m):
        span = vague_days(m.ctx.anchor, unit)
        days = (span[0], m.ctx.anchor) if span else None
        why = "up to the report"
    elif re.search(r"\b(?:within|in) $", before) and m.tense()[0] == FUTURE:
        span = vague_days(m.ctx.anchor, unit, ahead=True)
        days = (m.ctx.anchor, span[1]) if span else None
        why = "ahead of the report"
    return Found("DURATION", duration_value(None, unit), days, None, None, why, 0.8)


def recent(m: Match) -> Found | None:
    """Read "recent weeks", "the coming days": codebook section 8."""
    unit = m.look("units")
    reach = m.get("reach")
    if unit is None or unit in ("quarter",):
        return None
    anchor = m.ctx.anchor
    days: cal.Days | None = None
    if reach in ("recent", "past", "previous", "last"):
        days = vague_days(anchor, unit)
        if days and unit == "day":
            days = days[0], anchor
        if reach == "last" and unit in ("day", "hour"):
            days = None
    elif reach in ("coming", "next"):
        days = vague_days(anchor, unit, ahead=True)
    if reach in ("recent", "past") and unit == "year":
        return Found("DATE", "PAST_REF", days, None, None, f"{reach} {unit}s", 0.7)
    if reach == "coming" and unit not in ("year", "week"):
        return Found("DATE", "FUTURE_REF", days, None, None, f"{reach} {unit}s", 0.7)
    return Found("DURATION", duration_value(None, unit), days, None, None, f"{reach} {unit}s", 0.7)


def ahead(m: Match) -> Found | None:
    """Read "the weeks ahead"."""
    unit = m.look("units")
    return Found(
        "DURATION", duration_value(None, unit), vague_days(m.ctx.anchor, unit, ahead=True), None, None, "ahead", 0.6
    )


def a_while(m: Match) -> Found | None:
    """Read "some time", "a while"."""
    words = m.get("vague") or ""
    if words in ("a period",) or (words == "some time" and re.match(r" (?:ago|later)", m.after())):
        return None
    return Found("DURATION", "PXM" if words == "some time" else "PXX", None, None, None, "length", 0.3)


READERS: dict[str, Reader] = {f.__name__: f for f in (counted, bare_units, recent, ahead, a_while)}
