"""From the words that a rule matched to a TIMEX3 value and days: dates. Amounts are read in times_amounts.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from truceline.domain.text import Document, Span, Token
from truceline.extract import times_calendar as cal
from truceline.extract.times_tense import FUTURE, PAST, direction
from truceline.resources.times import TimeGrammar, TimeRule


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading makes of a match."""

    type: str
    value: str
    days: cal.Days | None = None
    mod: str | None = None
    unit: str | None = None
    """Granularity of a date, for later expressions that look back to it."""
    reason: str = ""
    score: float = 1.0
    cut_start: int = 0
    """Characters to leave out at the start of the match."""
    cut_end: int = 0


@dataclass(slots=True)
class Context:
    """One report on its way through the readings; ``earlier`` grows as mentions are read in text order."""

    doc: Document
    anchor: date
    grammar: TimeGrammar
    view: str
    """The text as the language layer saw it (capitals-only text in ordinary case)."""
    earlier: list[tuple[Span, Found]] = field(default_factory=list)

    def back_to(self, units: tuple[str, ...] | None = None, before: int | None = None) -> tuple[Span, Found] | None:
        """The last dated mention before the offset, of one of these granularities."""
        for span, found in reversed(self.earlier):
            if found.days is None or found.type == "SET" or found.unit is None:
                continue
            if before is not None and span.end > before:
                continue
            if units is None or found.unit in units:
                return span, found
        return None


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match with its groups by name, lower case, white space as single spaces."""

    rule: TimeRule
    span: Span
    groups: Mapping[str, str]
    ctx: Context

    def get(self, name: str) -> str | None:
        """The words of a group, or None."""
        return self.groups.get(name)

    def look(self, name: str) -> Any:
        """The table value of a word group ({month}: 1 to 12), or None where the group is empty."""
        words = self.groups.get(name)
        if words is None:
            return None
        table = self.ctx.grammar.words[name.rstrip("0123456789")]
        return table.get(words, table.get(words.replace("’", "'")))

    def number(self, name: str) -> int | None:
        """A group of digits as a number."""
        words = self.groups.get(name)
        return int(words) if words and words.isdigit() else None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Tokens of the match."""
        return self.ctx.doc.tokens_in(self.span)

    def tense(self) -> tuple[str | None, str]:
        """Direction of the governing verb, with the reason."""
        return direction(self.ctx.doc, self.span, self.ctx.grammar.tense)

    def before(self, width: int = 24) -> str:
        """Lower-cased text just before the match, white space as single spaces."""
        start = max(0, self.span.start - width)
        return re.sub(r"\s+", " ", self.ctx.doc.text[start : self.span.start].lower())

    def after(self, width: int = 24) -> str:
        """Lower-cased text just after the match, white space as single spaces."""
        return re.sub(r"\s+", " ", self.ctx.doc.text[self.span.end : self.span.end + width].lower())

    @property
    def part(self) -> str | None:
        """START, MID, END, CLOSE, EARLIER or LATER of an "early", "late", "the end of" ..."""
        value = self.look("part")
        return str(value) if value else None


PAST_QUARTER = "quarter of the year before"
"""Unit of a quarter that was named as a comparison; "the quarter" never goes back to it."""
Reader = Callable[[Match], "Found | None"]
_MODS = {"START": "START", "EARLIER": "START", "MID": "MID", "END": "END", "CLOSE": "END", "LATER": "END"}


def dated(m: Match, value: str, unit: str, reason: str, *, part: str | None = None, type_: str = "DATE") -> Found:
    """A date with its days, narrowed by a part ("early", "later this") and cut at the report's day where it must be."""
    days = cal.days_of(value)
    part = part or m.part
    anchor = m.ctx.anchor
    if days and part in ("START", "MID", "END"):
        days = cal.part_of(days, part, unit)
    elif days and part == "CLOSE":
        if unit == cal.YEAR:
            days = date(days[1].year, 12, 1), days[1]
        else:
            days = cal.part_of(days, "END", unit)
    elif days and part == "EARLIER" and days[0] <= anchor <= days[1]:
        days = days[0], anchor
    elif days and part == "LATER" and days[0] <= anchor <= days[1]:
        days = anchor, days[1]
    return Found(type_, value, days, _MODS.get(part or ""), unit, reason)


def full_year(m: Match, default: int | None = None) -> int | None:
    """The year that the match names, in digits, words ("nineteen eighty"), or against the report ("of last year")."""
    if digits := m.get("year"):
        plain = digits.lstrip("'’")
        if len(plain) == 4:
            return int(plain)
        century = m.ctx.anchor.year // 100 * 100
        year = century + int(plain)
        return year - 100 if year > m.ctx.anchor.year + 20 else year
    if words := m.get("ywords"):
        return spoken_year(words, m.ctx.grammar)
    if relative := m.get("relyear"):
        return relative_year(m, relative)
    return default


def relative_year(m: Match, words: str) -> int | None:
    """The year of "last year", "this year", "next year", "that year"."""
    year = m.ctx.anchor.year
    if "last" in words:
        return year - 1
    if "next" in words:
        return year + 1
    if "this" in words:
        return year
    back = m.ctx.back_to(before=m.span.start)
    if back is None or back[1].days is None:
        return None
    seen = back[1].days[0].year
    return seen + 1 if "following" in words else seen - 1 if "previous" in words else seen


def spoken_year(words: str, grammar: TimeGrammar) -> int:
    """"nineteen ninety-six" to 1996, "two thousand" to 2000."""
    numbers = [int(grammar.words["number"][w]) for w in re.split(r"[\s-]+", words) if w in grammar.words["number"]]
    if numbers[:2] == [2, 1000]:
        return 2000 + sum(numbers[2:])
    if len(numbers) > 1 and numbers[1] == 100:
        return 100 * numbers[0] + sum(numbers[2:])
    return 100 * numbers[0] + sum(numbers[1:])


SOON_DAYS, SOON_MONTH_DAYS = 60, 62
"""A day or month without a year that comes this soon after the report is the coming one even beside a past tense
("extended to Nov. 16"): news adds a year, or "last", to one that is ten months gone. Set on half of TimeBank and AQUAINT."""


def _near_year(m: Match, month: int, day: int | None) -> tuple[int, str]:
    """The year of a month or day that is named without one: tense decides, else the nearest."""
    anchor = m.ctx.anchor
    where, why = m.tense()
    this = cal.safe_date(anchor.year, month, day or 1) or date(anchor.year, month, 28)
    end = this if day else cal.last_of_month(anchor.year, month)
    ahead = (this - anchor).days
    soon = 0 < ahead <= (SOON_DAYS if day else SOON_MONTH_DAYS)
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


def _story_year(m: Match, month: int) -> int | None:
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
    if (m.ctx.anchor - found.days[1]).days < 200 or m.tense()[0] == FUTURE:
        return None
    if found.unit == cal.YEAR:
        lead = m.ctx.doc.text[m.ctx.doc.sentences[there].start : span.start] if m.ctx.doc.sentences else "-"
        if here == there or lead.strip().lower() not in ("in", "during") or found.type == "DURATION":
            return None
    elif found.unit not in (cal.DAY, cal.MONTH):
        return None
    return found.days[0].year


def calendar_day(m: Match) -> Found | None:
    """"July 30", "30 July 2024", "Tuesday, Aug. 6", "2024-07-30"."""
    month = m.look("month") or m.number("monthnum")
    day = m.number("day") or m.look("ordinal")
    if month is None or day is None:
        return None
    year, why = full_year(m), "as written"
    weekday = m.look("weekday")
    if year is None:
        if (m.get("relyear") or "") != "":
            return None
        year, why = _near_year(m, month, day)
        story = _story_year(m, month)
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
    """"July 12-14", "from 13 to 15 September"."""
    first = calendar_day(m)
    end = m.number("day2")
    if first is None or first.days is None or end is None:
        return None
    start = first.days[0]
    last = cal.safe_date(start.year, start.month, end)
    if last is None or last <= start:
        return None
    return Found("DATE", f"{start}/{last}", (start, last), None, cal.DAY, f"range; {first.reason}")


def day_of_this_month(m: Match) -> Found | None:
    """"the 15th": of the month that was named last, else of the report's."""
    day = m.number("nth")
    after = m.after()
    if day is None or day > 31 or not re.match(r" ?(?:[.,;:)]|and\b|of (?:this|last|next|the) month|at\b|to\b|when\b|with\b|$)", after):
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
    else:
        if token and token.ent == "PERSON":
            return False
        if m.ctx.doc.tokens and not first.isupper() and token and token.ent != "DATE":
            return False
    return True


def month(m: Match) -> Found | None:
    """"July", "mid-July", "last October", "July 2024", "July last year"."""
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
    cut = len("the ") if m.before(0) == "" and m.ctx.doc.text[m.span.start : m.span.start + 4].lower() == "the " and not m.part else 0
    found = dated(m, f"{year:04d}-{number:02d}", cal.MONTH, why)
    if cut and not deictic:
        return None
    return found


def month_range(m: Match) -> Found | None:
    """"March-June 2020", "July through September"."""
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
    r"[\d%]|,\d|-(?!year|era|on|based|to-|style)\w|[./:]\d| ?(?:%|percent|per cent|people|troops|soldiers|men|women|children|tons|tonnes|"
    r"miles|kilomet|km|feet|meters|metres|dollars|pounds|homes|houses|families|refugees|civilians|members|police|"
    r"prisoners|fighters|militants|rebels|workers|students|residents|hours|gmt|local|utc|points|shares|acres|barrels|"
    r"employees|workers|jobs|units|others|or so|more|dead|deaths|wounded|casualties|villages|protesters|demonstrators|million|billion)"
)


def _is_year(m: Match) -> bool:
    """Whether four digits are a year and not a count."""
    before, after = m.before(), m.after()
    if re.search(r"[\d$£€#.,/:]$|\bno\. ?$|[a-z]-$", before) and not re.search(r"\b(?:19|20)\d\d, $|(?:pre|post|mid)-$|\d-$", before):
        if not before.endswith((", ", ". ", ": ")):
            return False
    if _NOT_A_YEAR_AFTER.match(after):
        return False
    if re.search(r"\b(?:more than|at least|about|some|nearly|almost|over|around|up to|than|flight|room|unit|resolution|article|highway) $", before):
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


def year(m: Match) -> Found | None:
    """"2003", "early 2003", "fiscal 1990", "post-1959"; "the 1989 period" is left to another rule."""
    number = full_year(m)
    if number is None or (m.get("period") in ("quarter",)):
        return None
    if m.get("year") and not _is_year(m):
        return None
    text = m.ctx.doc.text[m.span.start : m.span.end].lower()
    cut = 0
    if text.startswith("the ") and not text.startswith("the year") and not m.part and not m.get("period"):
        cut = re.match(r"the\s+", text).end()  # type: ignore[union-attr]
    if m.get("prepost"):
        days = cal.days_of(f"{number:04d}")
        return Found("DATE", f"{number:04d}", days, "AFTER" if m.get("prepost") == "post" else "BEFORE", cal.YEAR)
    found = dated(m, f"{number:04d}", cal.YEAR, "as written")
    tail = len(m.get("period") or "")
    if tail:
        tail += 1
    return Found(found.type, found.value, found.days, found.mod, found.unit, found.reason, 1.0, cut, 0 if m.get("period") == "period" else tail)


def year_range(m: Match) -> Found | None:
    """"1991-95", "2013-2014"."""
    first = int(m.get("year") or 0)
    end = m.get("year2") or ""
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if last <= first or last - first > 120 or re.match(r"[\d/:.-]\d", m.after()) or re.search(r"[\d$-]$", m.before()):
        return None
    return Found("DATE", f"{first:04d}/{last:04d}", (date(first, 1, 1), date(last, 12, 31)), None, cal.YEAR, "range of years")


def decade(m: Match) -> Found | None:
    """"the 1990s", "mid-1980s", "the '90s", "the nineties"."""
    digits = (m.get("decade") or "").lstrip("'’")
    if m.look("decadeword") is not None:
        head = f"{m.ctx.anchor.year // 100 if m.look('decadeword') * 10 <= m.ctx.anchor.year % 100 else m.ctx.anchor.year // 100 - 1}{m.look('decadeword')}"
    elif len(digits) == 4:
        head = digits[:3]
    else:
        if re.search(r"\b(?:his|her|their|my|our|your|in the (?:mid|low|high)) $|\$", m.before()) or not re.search(r"the\s+(?:mid-|early |late )?$|['’]", m.before() + m.span.of(m.ctx.doc.text).lower()[:8]) and "the" not in m.span.of(m.ctx.doc.text).lower():
            return None
        head = f"{m.ctx.anchor.year // 100 if int(digits) <= m.ctx.anchor.year % 100 else m.ctx.anchor.year // 100 - 1}{digits[0]}"
    return dated(m, head, cal.DECADE, "decade")


def century(m: Match) -> Found | None:
    """"the 20th century": value 19."""
    n = m.number("nth") or m.look("ordinal")
    if n is None or not 1 < n < 30:
        return None
    return dated(m, f"{n - 1:02d}", cal.CENTURY, "century")


_STRAY_WEEKDAY = ("sun.", "sat.", "mon.", "wed.", "fri.", "tue.", "thu.")


def weekday_near(m: Match, number: int, name: str) -> tuple[date, str]:
    """The day that a bare weekday means: the last up to and including the report's, or the next when its verb says so."""
    anchor = m.ctx.anchor
    back = (anchor.weekday() - number) % 7
    where, why = m.tense()
    if where == FUTURE and back:
        return anchor + timedelta(days=7 - back), f"next {name} after the report ({why})"
    return anchor - timedelta(days=back), f"last {name} up to the report" + (f" ({why})" if where else "")


def weekday(m: Match) -> Found | None:
    """"Friday", "last Friday", "Tuesday morning", "the previous Friday", "earlier Sunday"."""
    number = m.look("weekday")
    word = m.get("weekday") or ""
    if number is None:
        return None
    if word in _STRAY_WEEKDAY and not m.ctx.view[m.span.end - len(word)].isupper():
        return None
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number]
    anchor = m.ctx.anchor
    back = (anchor.weekday() - number) % 7
    deictic, words = m.look("deictic"), m.get("deictic") or ""
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
            return Found("DATE", day.isoformat(), (day, day + timedelta(days=(second - number) % 7)), None, cal.DAY, why)
        return Found("TIME", f"{day}T{clock}", (day, day), _MODS.get(m.part or ""), cal.DAY, why)
    text = m.span.of(m.ctx.doc.text).lower()
    cut = 0
    if text.startswith("the") and not deictic and not m.part:
        cut = re.match(r"the\s+", text).end()  # type: ignore[union-attr]
    return Found("DATE", day.isoformat(), (day, day), _MODS.get(m.part or ""), cal.DAY, why, 1.0, cut)


_DEIXIS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "tonite": 0}


def deictic_day(m: Match) -> Found | None:
    """"today", "late yesterday", "tomorrow morning", "last night", "this morning", "the day before yesterday"."""
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
        return Found("TIME", f"{day}T{clock}", (day, day), _MODS.get(m.part or ""), cal.DAY, f"{words}, from the report's day")
    return Found("DATE", day.isoformat(), (day, day), _MODS.get(m.part or ""), cal.DAY, f"{words}, from the report's day")


def overnight(m: Match) -> Found | None:
    """"overnight": the two days of the night (codebook section 8)."""
    anchor = m.ctx.anchor
    if m.get("deixis2"):
        return None
    before = anchor - timedelta(days=1)
    return Found("TIME", f"{before}TNI", (before, anchor), None, cal.DAY, "overnight: the night before the report")


def named_day(m: Match) -> Found | None:
    """"9/11": a day that the world knows by a name."""
    value = m.look("named_day")
    days = cal.days_of(str(value)) if value else None
    if days is None or days[0] > m.ctx.anchor:
        return None
    words = m.get("named_day") or ""
    tail = re.search(r"(?:terrorist )?(?:attacks?|massacre)$", words)
    return Found("DATE", str(value), days, None, cal.DAY, "a day known by name", 1.0, 0, len(tail.group()) + 1 if tail else 0)


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


def holiday(m: Match) -> Found | None:
    """"Christmas", "last Thanksgiving", "Easter 2014", "the Muslim holy month of Ramadan"."""
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
    elif where == PAST and past and year_ is None:
        days = max(past)
    elif where == FUTURE and ahead and year_ is None:
        days = min(ahead)
    else:
        days = min(choices, key=lambda d: min(abs((d[0] - anchor).days), abs((d[1] - anchor).days)))
    if m.get("span") == "week":
        monday = days[0] - timedelta(days=days[0].weekday())
        return Found("DATE", cal.value_at(days[0], cal.WEEK), (monday, monday + timedelta(days=6)), None, cal.WEEK, "week of the feast")
    value = days[0].isoformat() if days[0] == days[1] else cal.value_at(days[0], cal.MONTH) if (days[1] - days[0]).days > 20 else days[0].isoformat()
    return Found("DATE", value, days, _MODS.get(m.part or ""), cal.DAY, f"feast: {m.get('holiday')}", 0.9)


def week_of(m: Match) -> Found | None:
    """"the week of March 6"."""
    inner = calendar_day(m)
    if inner is None or inner.days is None:
        return None
    return dated(m, cal.value_at(inner.days[0], cal.WEEK), cal.WEEK, f"week that holds it; {inner.reason}")


def reference(m: Match) -> Found | None:
    """"now", "recently", "soon": TIMEX3 references; "recently" has no days of its own."""
    words = m.get("w") or ""
    before, after = m.before(), m.after()
    value = m.rule.options["value"]
    token = m.ctx.doc.token_at(m.span.start)
    if words == "future":
        if re.match(r"s\b|[-']", after) or before.endswith(("in ", "near ")):
            return None
    if words == "the past" and re.match(r" ?\w", after) and not re.match(r" (?:and|but|to|or|that|because|as|have|has|had|when|is|was|for|by|with|on|in|he|she|they|it|we)\b", after):
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
    """"this moment", "at that time"."""
    words = m.get("deixis") or ""
    if words in ("this moment", "the moment", "this point"):
        if words == "the moment" and not m.before().endswith(("at ", "for ")):
            return None
        return Found("DATE", "PRESENT_REF", None, None, None, "reference", 0.5)
    if words in ("the time", "that time") and m.before().endswith("at ") and not re.match(r" (?:of|when|that)\b", m.after()):
        back = m.ctx.back_to(before=m.span.start)
        if words == "that time" and back and back[1].days:
            return Found("DATE", "PAST_REF", back[1].days, None, None, "the time last named", 0.5)
        return Found("DATE", "PAST_REF", None, None, None, "reference", 0.4)
    return None


READERS: dict[str, Reader] = {
    f.__name__: f
    for f in (
        calendar_day, day_range, day_of_this_month, month, month_range, year, year_range, decade, century, weekday,
        deictic_day, overnight, named_day, holiday, week_of, reference, point,
    )
}  # fmt: skip
