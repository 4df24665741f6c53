"""From the words that a rule matched to a TIMEX3 value and days: calendar days, months, years, decades."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_match import Found, Match, Reader, dated, full_year
from truceline.extract.times_tense import FUTURE, NAMES_DEED, PAST

SOON_DAYS, SOON_MONTH_DAYS = 60, 62
"""A day or month without a year that comes this soon after the report is the coming one even beside a past tense
("extended to Nov. 16"): news adds a year, or "last", to one that is ten months gone.
Set on half of TimeBank and AQUAINT."""

AWAITED_DAYS = 100
"""The same where the date belongs to what a thing came before ("before the handover in July"), and for a date that
would otherwise take its year from an older story."""


def _near_year(m: Match, month: int, day: int | None) -> tuple[int, str]:
    """The year of a month or day that is named without one: tense decides, else the nearest."""
    anchor = m.ctx.anchor
    since = bool(_SINCE.search(m.ctx.doc.text[: m.span.start][-32:].lower()))
    where, why = (PAST, "after 'since'") if since else m.tense()
    this = cal.safe_date(anchor.year, month, day or 1) or date(anchor.year, month, 28)
    end = this if day else cal.last_of_month(anchor.year, month)
    ahead = (this - anchor).days
    limit = AWAITED_DAYS if _hangs_under(m, _BEFORE) else SOON_DAYS if day else SOON_MONTH_DAYS
    soon = not since and 0 < ahead <= limit and not _happened_in(m) and not why.startswith(NAMES_DEED)
    if where == PAST and not soon and ahead + 365 > (SOON_DAYS if day else 0):
        year = anchor.year if this <= anchor else anchor.year - 1
        return year, f"last before the report ({why})"
    if where == FUTURE:
        year = anchor.year if end >= anchor else anchor.year + 1
        if (anchor - end).days > 0 and (anchor - end).days < 100:
            year = anchor.year
        return year, f"next after the report ({why})"
    best = min(
        (anchor.year - 1, anchor.year, anchor.year + 1),
        key=lambda y: abs(((cal.safe_date(y, month, day or 15) or date(y, month, 28)) - anchor).days),
    )
    return best, "nearest to the report (no tense)"


_SINCE = re.compile(r"\bsince (?:(?:a|an|the|its|their|his|her|last|failed|early|late|mid) ){0,3}$")


def _happened_in(m: Match) -> bool:
    """Whether the words hang straight on a deed of the past ("was deposed in June", "held in June", "took effect on
    June 3")."""
    head = m.ctx.doc.syntactic_head(m.span)
    if head is None or head.dep != "pobj":
        return False
    governor = m.ctx.doc.head(head)
    if governor.lower not in ("in", "on", "during"):
        return False
    verb = m.ctx.doc.head(governor)
    if verb.dep == "conj" and verb.i:
        verb = m.ctx.doc.head(verb) if m.ctx.doc.head(verb).pos == "VERB" else verb
    aux = {t.lower for t in m.ctx.doc.children(verb) if t.dep in ("aux", "auxpass")}
    happened = bool(aux & {"was", "were"}) or (verb.dep == "acl" and not aux)
    arranged = m.ctx.grammar.tense.future_participles | _MOVED
    if verb.tag == "VBD" and m.ctx.doc.head(governor) is verb:
        return verb.lemma.lower() not in arranged | _ARRANGING
    return verb.tag == "VBN" and happened and verb.lemma.lower() not in arranged


def _hangs_under(m: Match, words: frozenset[str]) -> bool:
    """Whether the date is of a noun under one of the words: "before the handover in July", "pending talks in July"."""
    doc = m.ctx.doc
    time = doc.syntactic_head(m.span)
    if time is None:
        return False
    noun = doc.head(time)
    noun = doc.head(noun) if noun.lower in ("in", "on") else noun
    if noun.lower in words and noun.pos == "VERB":
        return True
    if noun.pos not in ("NOUN", "PROPN"):
        return False
    return doc.head(noun).lower in words or any(t.lower in words for t in doc.children(noun) if t.dep == "amod")


_BEFORE, _AFTER = frozenset(("before", "pending", "until", "till")), frozenset(("after", "following"))
_ARRANGING = frozenset(
    "agree announce ask call choose expect fix give invite name order plan propose rule schedule set summon urge be "
    "have say tell want need hope vow pledge promise decide confirm".split()
)
"""Verbs in whose past tense a day still to come is fixed or spoken of."""
_MOVED = frozenset("extend postpone delay move".split())
"""Participles that put a date ahead as those of what is planned do."""


def _is_near(m: Match, month: int, day: int) -> bool:
    """Whether the day comes round within AWAITED_DAYS of the report."""
    anchor = m.ctx.anchor
    rounds = (cal.safe_date(year, month, day) for year in (anchor.year, anchor.year + 1))
    return any(there is not None and 0 < (there - anchor).days <= AWAITED_DAYS for there in rounds)


def _story_year(m: Match, month: int, day: int = 1) -> int | None:
    """The year of the story being told: the last mention with another year than the report's, in this sentence
    or the one before, when the tense here is past."""
    back = m.ctx.back_to(before=m.span.start)
    if back is None or back[1].days is None:
        return None
    span, found = back
    assert found.days is not None
    here, there = m.ctx.doc.sentence_at(m.span.start), m.ctx.doc.sentence_at(span.start)
    if here - there > 1 or found.unit in (cal.DECADE, cal.CENTURY) or found.days[0].year == m.ctx.anchor.year:
        return None
    if (m.ctx.anchor - found.days[1]).days < 200 or m.tense()[0] != PAST:
        return None
    if _is_near(m, month, day) and not _happened_in(m) and not _hangs_under(m, _AFTER):
        return None
    if found.unit == cal.YEAR:
        lead = m.ctx.doc.text[m.ctx.doc.sentences[there].start : span.start] if m.ctx.doc.sentences else "-"
        if here == there or lead.strip().lower() not in ("in", "during") or found.type == "DURATION":
            return None
    elif found.unit not in (cal.DAY, cal.MONTH) or found.reason.startswith("feast"):
        return None
    elif month < found.days[0].month:
        return None  # a story goes forward: "in July 1995 ... But in January"
    return found.days[0].year


def _year_of_list(m: Match) -> int | None:
    """The year that closes a list of days: 1945 in "August 6 and 9, 1945"."""
    listed = re.match(r"(?:, \d{1,2})*,? and \d{1,2}(?:st|nd|rd|th)?,? (1[4-9]\d\d|20\d\d)\b", m.after(40))
    return int(listed[1]) if listed else None


def _counts_what_follows(m: Match) -> bool:
    """Read "In October 20 soldiers died": the number counts, and the month stands alone."""
    following = m.ctx.doc.token_at(m.span.end + 1)
    counts = following is not None and following.tag in ("NNS", "NNPS")
    return counts and m.before().endswith("in ") and m.after().startswith(" ")


def calendar_day(m: Match) -> Found | None:
    """Read "July 30", "30 July 2024", "Tuesday, Aug. 6", "2024-07-30"."""
    month = m.look("month") or m.number("monthnum")
    day = m.number("day") or m.look("ordinal")
    if month is None or day is None:
        return None
    year, why = full_year(m) or _year_of_list(m), "as written"
    if year is None and re.match(r" (?:forces|movement|coalition|alliance|bloc|group|brigade|camp)\b", m.after()):
        return None  # "the March 14 alliance" is a name
    if year is None and _counts_what_follows(m):
        return None
    weekday = m.look("weekday")
    if year is None:
        if (m.get("relyear") or "") != "":
            return None
        year, why = _near_year(m, month, day)
        story = _story_year(m, month, day)
        if (
            m.get("lastday") == "last"
            and (cal.safe_date(m.ctx.anchor.year, month, day) or m.ctx.anchor) >= m.ctx.anchor
        ):
            year, why, story = m.ctx.anchor.year - 1, "last such day before the report", None
        if weekday is not None:
            fits = [
                y for y in (year, year - 1, year + 1) if (d := cal.safe_date(y, month, day)) and d.weekday() == weekday
            ]
            if fits:
                year, why = fits[0], why + ", weekday agrees"
        elif story is not None:
            year, why = story, "year of the dates before it"
    found = cal.safe_date(year, month, day)
    if found is None:
        return None
    value = found.isoformat()
    if daypart := m.look("daypart"):
        return Found("TIME", f"{value}T{daypart}", (found, found), None, cal.DAY, why)
    return dated(m, value, cal.DAY, why)


def day_range(m: Match) -> Found | None:
    """Read "July 12-14", "from 13 to 15 September"."""
    first = calendar_day(m)
    end = m.number("day2")
    if first is None or first.days is None or end is None:
        return None
    start = first.days[0]
    last = cal.safe_date(start.year, start.month, end)
    if last is None or last <= start:
        return None
    return Found("DATE", f"{start}/{last}", (start, last), None, cal.DAY, f"range; {first.reason}")


def and_day(m: Match) -> Found | None:
    """Read "25" in "April 24 and 25": the same month's."""
    back = m.ctx.earlier[-1] if m.ctx.earlier else None
    number = m.number("day2")
    if back is None or back[1].days is None or back[1].unit != cal.DAY or number is None:
        return None
    words = m.ctx.doc.text[back[0].start : back[0].end]
    gap = m.ctx.doc.text[back[0].end : m.span.start]
    joint = gap.strip() + (" and" if m.span.of(m.ctx.doc.text).lower().startswith("and") else "")
    if (
        joint not in (",", " and", ", and")
        or "\n\n" in gap
        or not re.search(r"(?:[A-Za-z]\.?\s+|^)\d{1,2}(?:st|nd|rd|th)?$", words)
    ):
        return None
    if re.match(
        r" (?:people|others|more|percent|per|of|year|day|month|week|hour|were|killed|wounded|[a-z]+s\b)", m.after()
    ) or re.match(r"[.,]\d", m.after()):
        return None
    if joint == "," and not re.match(r" and|, (?:and )?\d", m.after()):
        return None
    first = back[1].days[0]
    found = cal.safe_date(full_year(m) or first.year, first.month, number)
    if found is None or found <= first:
        return None
    cut = re.match(r"(?:and\s+)?", m.span.of(m.ctx.doc.text), re.IGNORECASE).end()  # type: ignore[union-attr]
    return Found("DATE", found.isoformat(), (found, found), None, cal.DAY, "the same month's", 0.8, cut)


def day_of_this_month(m: Match) -> Found | None:
    """Read "the 15th": of the month that was named last, else of the report's."""
    day = m.number("nth")
    after = m.after()
    if (
        day is None
        or day > 31
        or not re.match(r" ?(?:[.,;:)]|and\b|of (?:this|last|next|the) month|at\b|to\b|when\b|with\b|$)", after)
    ):
        return None
    if not re.search(r"\b(on|by|until|since|from|before|of|after|and) $", m.before()):
        return None
    base = m.ctx.anchor
    if after.startswith(" of last month"):
        base = cal.add_months(base, -1)
    elif after.startswith(" of next month"):
        base = cal.add_months(base, 1)
    elif (back := m.ctx.back_to((cal.DAY, cal.MONTH), m.span.start)) and back[1].days and "month" not in after:
        base = back[1].days[0]
    found = cal.safe_date(base.year, base.month, day)
    if found is None:
        return None
    return Found("DATE", found.isoformat(), (found, found), None, cal.DAY, "day of the month last named", 0.7)


def _is_month_name(m: Match) -> bool:
    """False for "may" the verb, "march" the walk, "mar", "sep" and other stray abbreviations."""
    word = m.get("month") or ""
    at = m.span.end - len(word)
    first = m.ctx.view[at : at + 1]
    token = m.ctx.doc.token_at(at)
    if word in ("may", "march", "mar", "dec", "jan", "jun", "jul", "sep", "oct", "nov", "apr", "aug", "feb", "august"):
        if not first.isupper() and not (token and token.ent == "DATE"):
            return False
        if m.look("part") or m.look("deictic"):
            return True
        if word == "march" and re.match(r" (?:for|of the|on [A-Z])", m.after()):
            return False
        if token and token.pos not in ("PROPN", "NOUN", "X") and token.ent != "DATE":
            return False
        if token and token.ent in ("PERSON", "ORG", "GPE", "FAC", "PRODUCT"):
            return False
        if word not in ("may", "march", "august"):
            return False  # "Mar del Plata", "Jan Smuts"
    else:
        if token and token.ent == "PERSON":
            return False
        if m.ctx.doc.tokens and not first.isupper() and token and token.ent != "DATE":
            return False
    return True


def month(m: Match) -> Found | None:
    """Read "July", "mid-July", "last October", "July 2024", "July last year"."""
    number = m.look("month")
    if number is None:
        return None
    anchor = m.ctx.anchor
    year, why = full_year(m), "as written"
    if year is None and m.get("relyear"):
        return None
    deictic = m.look("deictic")
    words = m.get("deictic") or ""
    if year is None and not _is_month_name(m):
        return None
    if year is None:
        if deictic in ("last", "previous"):
            year = anchor.year if number < anchor.month else anchor.year - 1
            why = f"{words} {m.get('month')}"
        elif deictic in ("next", "following"):
            year = anchor.year if number > anchor.month else anchor.year + 1
            why = f"{words} {m.get('month')}"
        elif deictic == "this":
            year = anchor.year
        else:
            year, why = _near_year(m, number, None)
            story = _story_year(m, number)
            if story is not None:
                year, why = story, "year of the dates before it"
    return dated(m, f"{year:04d}-{number:02d}", cal.MONTH, why)


def month_range(m: Match) -> Found | None:
    """Read "March-June 2020", "July through September"."""
    first, last = m.look("month"), m.look("month2")
    if first is None or last is None:
        return None
    year = full_year(m)
    why = "as written"
    if year is None:
        year, why = _near_year(m, last, None)
    start_year = year if first <= last else year - 1
    days = date(start_year, first, 1), cal.last_of_month(year, last)
    return Found("DATE", f"{start_year:04d}-{first:02d}/{year:04d}-{last:02d}", days, None, cal.MONTH, f"range; {why}")


_NOT_A_YEAR_AFTER = re.compile(
    r"[\d%]|,\d|-(?!year|era|on|based|to-|style)\w|[./:]\d| ?(?:%|percent|per cent|people|troops|soldiers|men|women|"
    r"children|tons|tonnes|"
    r"miles|kilomet|km|feet|meters|metres|dollars|pounds|homes|houses|families|refugees|civilians|members|police|"
    r"prisoners|fighters|militants|rebels|workers|students|residents|hours|gmt|local|utc|points|shares|acres|barrels|"
    r"employees|workers|jobs|units|others|or so|more|dead|deaths|wounded|casualties|villages|"
    r"protesters|demonstrators|million|billion)"
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


def _decade_before(anchor: date, tens: int) -> str:
    """The last decade of that name that had begun by the report: tens 8 in 2024 is ``198``."""
    century_ = anchor.year // 100
    return f"{century_ if tens * 10 <= anchor.year % 100 else century_ - 1}{tens}"


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


def century(m: Match) -> Found | None:
    """Read "the 20th century": value 19."""
    n = m.number("nth") or m.look("ordinal")
    if n is None or not 1 < n < 30:
        return None
    return dated(m, f"{n - 1:02d}", cal.CENTURY, "century")


def week_of(m: Match) -> Found | None:
    """Read "the week of March 6"."""
    inner = calendar_day(m)
    if inner is None or inner.days is None:
        return None
    return dated(m, cal.value_at(inner.days[0], cal.WEEK), cal.WEEK, f"week that holds it; {inner.reason}")


def week_of_month(m: Match) -> Found | None:
    """Read "the second week of March", "the first two weeks of May": days 1-7, 8-14 ... of the month."""
    whole = month(m)
    if whole is None or whole.days is None:
        return None
    first, last = whole.days
    words = m.get("nth_week") or ""
    n = {"first": 0, "second": 1, "third": 2, "fourth": 3, "first two": 0}.get(words)
    weeks = 2 if "two" in words else 1
    if n is None:
        days = last - timedelta(days=7 * weeks - 1), last
    else:
        days = first + timedelta(days=7 * n), first + timedelta(days=7 * (n + weeks) - 1)
    return Found(
        "DATE",
        cal.value_at(days[0] + timedelta(days=3), cal.WEEK),
        days,
        None,
        cal.WEEK,
        f"{words} week; {whole.reason}",
    )


READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (
        calendar_day, day_range, and_day, day_of_this_month, month, month_range, year, year_range, decade, century,
        week_of, week_of_month,
    )
}  # fmt: skip
