"""From the words that a rule matched to a TIMEX3 value and days: calendar days, months, weeks of a month."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_match import Found, Match, Reader, dated, full_year
from truceline.extract.times_tense import FUTURE, PAST
from truceline.extract.times_unsaid import near_year, story_year


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
        year, why = near_year(m, month, day)
        story = story_year(m, month, day)
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


_AFTER_NTH = re.compile(r" ?(?:[.,;:)]|and\b|of (?:this|last|next|the) month|at\b|to\b|when\b|with\b|$)")
"""What may follow "the 15th" in any report; where it is parsed, all that makes no noun phrase of it."""
_NO_NOUN = frozenset(("ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "VERB"))
_NTH_FAR = 45
"""Days ahead beyond which "on the 20th" of what is to come is not of a later month named before, but the next 20th."""


def day_of_this_month(m: Match) -> Found | None:
    """Read "the 15th": of the month that was named last, else of the report's, else, where the tense says that this one
    is behind or ahead, of the month before or after."""
    day = m.number("nth")
    after = m.after()
    if day is None or day > 31 or not (_AFTER_NTH.match(after) or _stands_alone(m, after)):
        return None
    if not re.search(r"\b(on|by|until|since|from|before|of|after|and) $", m.before()):
        return None
    base, why = m.ctx.anchor, "day of the month last named"
    if after.startswith(" of last month"):
        base = cal.add_months(base, -1)
    elif after.startswith(" of next month"):
        base = cal.add_months(base, 1)
    elif (month_ := _month_of_range(m)) is not None:
        base, why = date(near_year(m, month_, None)[0], month_, 1), "day of the month that its range ends in"
    elif (back := m.ctx.back_to((cal.DAY, cal.MONTH), m.span.start)) and back[1].days and "month" not in after:
        base = back[1].days[0]
    found = cal.safe_date(base.year, base.month, day)
    if found is None:
        return None
    if why.endswith("named") and "month" not in after:
        found, why = _by_tense(m, found, day)
    return Found("DATE", found.isoformat(), (found, found), None, cal.DAY, why, 0.7)


def _stands_alone(m: Match, after: str) -> bool:
    """Whether no noun follows "the 15th" that it would count ("the 15th floor"), by the parse."""
    token = m.ctx.doc.token_at(m.span.end + 1)
    return token is not None and token.pos in _NO_NOUN and not after.startswith(" of ")


def _month_of_range(m: Match) -> int | None:
    """The month of "from the 24th to the 26th of December", else None."""
    end = re.match(r" (?:to|until|till|through|and) (?:the )?\d{1,2}(?:st|nd|rd|th) (?:of )?(\w+)", m.after(48))
    return m.ctx.grammar.words["month"].get(end[1]) if end else None


def _by_tense(m: Match, found: date, day: int) -> tuple[date, str]:
    """(day, reason): the day a month before where the words tell of the past and it would lie ahead, the next such day
    where they tell of the future and it would lie behind or far ahead."""
    anchor, (tense, why) = m.ctx.anchor, m.tense()
    if tense == PAST and found > anchor:
        base = cal.add_months(anchor.replace(day=1), 0 if day <= anchor.day else -1)
    elif tense == FUTURE and (found < anchor or (found - anchor).days > _NTH_FAR):
        base = cal.add_months(anchor.replace(day=1), 0 if day >= anchor.day else 1)
    else:
        return found, "day of the month last named"
    moved = cal.safe_date(base.year, base.month, day)
    return (moved, f"day of a month beside the report ({why})") if moved else (found, "day of the month last named")


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
            year, why = near_year(m, number, None)
            story = story_year(m, number)
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
        year, why = near_year(m, last, None)
    start_year = year if first <= last else year - 1
    days = date(start_year, first, 1), cal.last_of_month(year, last)
    return Found("DATE", f"{start_year:04d}-{first:02d}/{year:04d}-{last:02d}", days, None, cal.MONTH, f"range; {why}")


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
        calendar_day, day_range, and_day, day_of_this_month, month, month_range, week_of, week_of_month,
    )
}  # fmt: skip
