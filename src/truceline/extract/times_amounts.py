"""From words that a rule matched to values and days: durations, "two days earlier", "recent weeks"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_days import weekday_after
from truceline.extract.times_match import PAST_QUARTER, Found, Match, Reader
from truceline.extract.times_tense import FUTURE, PAST

_CODES = {"day": "D", "night": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "weekend": "W"}
CLOCK_UNITS = {"hour": "H", "minute": "M", "second": "S"}
_MODS = {
    "more than": "MORE_THAN", "over": "MORE_THAN", "well over": "MORE_THAN", "just over": "MORE_THAN",
    "less than": "LESS_THAN", "fewer than": "LESS_THAN", "under": "LESS_THAN", "just under": "LESS_THAN",
    "barely": "LESS_THAN", "at least": "EQUAL_OR_MORE", "no less than": "EQUAL_OR_MORE",
    "at most": "EQUAL_OR_LESS", "no more than": "EQUAL_OR_LESS", "up to": "EQUAL_OR_LESS",
    "as many as": "EQUAL_OR_LESS", "as long as": "EQUAL_OR_LESS", "as much as": "EQUAL_OR_LESS",
    "within": "EQUAL_OR_LESS", "nearly": "LESS_THAN", "almost": "LESS_THAN", "close to": "APPROX",
    "about": "APPROX", "around": "APPROX", "roughly": "APPROX", "approximately": "APPROX", "some": "APPROX",
}  # fmt: skip
_MODS_INSIDE = frozenset(
    (
        "more than",
        "less than",
        "fewer than",
        "at least",
        "at most",
        "no more than",
        "no less than",
        "up to",
        "nearly",
        "almost",
    )
)
"""Modifiers that annotators take into the expression ("at least 72 hours"); "about", "over", "some" stay outside."""
_VAGUE_DAYS = {
    "day": (1, 7),
    "night": (1, 7),
    "week": (7, 30),
    "month": (30, 100),
    "year": (365, 3650),
    "decade": (3650, 10950),
}
"""Codebook section 8: "days" are 1-7 back, "weeks" 7-30, "months" 30-100; years and decades by our own reading."""


def amount(m: Match) -> float | None:
    """The number of a match, in digits or words; None for "several", "a few"."""
    words = m.get("n")
    if words is None:
        if m.get("one"):
            return 1.0
        if (m.get("vague") or "") in ("a couple", "a couple of", "couple", "couple of"):
            return 2.0
        return None
    if words.startswith(("half", "one-half", "a half")):
        return 0.5
    if words[0].isdigit():
        whole = re.match(r"[\d,]+(?:\.\d+)?", words)
        assert whole is not None
        value = float(whole.group().replace(",", ""))
        if fraction := re.search(r" (\d)/(\d)$", words):
            value += int(fraction[1]) / max(int(fraction[2]), 1)
        return value
    total = current = 0.0
    for word in re.split(r"[\s-]+", words):
        n = m.ctx.grammar.words["number"].get(word)
        if word in ("and", "a", "an") or n is None:
            current = current or (1.0 if word in ("a", "an") else 0.0)
        elif n >= 100 or word == "dozen":
            current = max(current, 1) * n
            if n == 1000:
                total, current = total + current, 0.0
        else:
            current += n
    return total + current


def _plus_half(m: Match) -> bool:
    halved = re.search(r"\band[\s-]+(?:a[\s-]+)?half\b", m.span.of(m.ctx.doc.text).lower())
    return bool(halved) and not (m.get("n") or "").endswith("half")


def duration_value(n: float | None, unit: str) -> str:
    """The TIMEX3 value of n units; None for a vague number: ``PXD``."""
    if unit == "fortnight":
        return "P2W" if n in (None, 1) else f"P{2 * n:g}W"
    if unit in ("decade", "century"):
        if n is None:
            return "PXE" if unit == "decade" else "PXC"
        return f"P{n * (10 if unit == 'decade' else 100):g}Y"
    head, code = ("PT", CLOCK_UNITS[unit]) if unit in CLOCK_UNITS else ("P", _CODES.get(unit, "D"))
    if n is None:
        return f"{head}X{code}"
    finer = {"hour": ("minute", 60), "minute": ("second", 60), "year": ("month", 12), "day": ("hour", 24)}
    if n != int(n) and unit in finer:
        small, per = finer[unit]
        rest = round((n - int(n)) * per)
        tail = f"{rest}{CLOCK_UNITS.get(small) or _CODES[small]}"
        if unit == "day":
            tail = "T" + tail
        return f"{head}{int(n)}{code}{tail}" if int(n) else ("PT" if small in CLOCK_UNITS else "P") + tail.lstrip("T")
    return f"{head}{n:g}{code}"


def vague_days(anchor: date, unit: str, ahead: bool = False) -> cal.Days | None:
    """Days of "recent weeks", "months ago", or the coming ones (codebook section 8)."""
    if unit not in _VAGUE_DAYS:
        return (anchor, anchor) if unit in CLOCK_UNITS else None
    near, far = _VAGUE_DAYS[unit]
    try:
        if ahead:
            return anchor + timedelta(days=near), anchor + timedelta(days=far)
        return anchor - timedelta(days=far), anchor - timedelta(days=near)
    except OverflowError:
        return None


def _mod(m: Match) -> tuple[str | None, int]:
    words = m.get("mod")
    if not words:
        return None, 0
    cut = 0
    if words not in _MODS_INSIDE:
        text = m.span.of(m.ctx.doc.text)
        cut = re.match(r"\s*".join(map(re.escape, re.sub(r"\s+", "", words))) + r"\s+", text, re.I).end()  # type: ignore[union-attr]
    return _MODS.get(words), cut


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
    mod, cut = _mod(m)
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
    return Found("DATE", value, days, mod, unit, why, 0.95, cut)


def _stretch(m: Match, n: float | None, unit: str) -> tuple[cal.Days | None, str]:
    """Days of a counted stretch where its words or its verb fix it: "the past two months", "has lasted three days"."""
    anchor = m.ctx.anchor
    reach = m.get("reach")
    length = 1.0 if n is None and unit not in _VAGUE_DAYS else n
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


_RATE = re.compile(
    r"(?:\$ ?[\d.,]+(?: (?:million|billion))?|\d|times|percent|%|million|billion|barrels|tons|tonnes|hours|"
    r"dollars|cents|once|twice|"
    r"share|pounds|euros|people|units|days|more|much|apiece|miles|one|two|three|salary of) $"
)


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
    if _plus_half(m):
        n = (n or 1) + 0.5
    mod, cut = _mod(m)
    days, why = _stretch(m, n, unit)
    if m.get("vague") == "recent":
        return None
    value = duration_value(n, unit)
    if m.get("reach") in ("another", "additional", "initial", "opening", "same"):
        pass
    return Found("DURATION", value, days, mod, None, why, 0.9, cut)


_YEAR = re.compile(r"1[89]\d\d|20\d\d")


def _age(m: Match, unit: str) -> Found | None:
    """Read "the six-month-old offensive": a stretch up to the report; None for a person's age."""
    words = m.after(60).split()[:3]
    table = m.ctx.grammar.words["lasting"]
    if not any(w.strip(".,;:") in table for w in words):
        return None
    n = amount(m)
    start = cal.shift(m.ctx.anchor, -n, unit) if n is not None else None
    mod, cut = _mod(m)
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


READERS: dict[str, Reader] = {
    f.__name__: f for f in (shifted, counted, bare_units, recent, ahead, a_while, ordinal_day, edge_day)
}
