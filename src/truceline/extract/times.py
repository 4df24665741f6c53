"""Time expressions of a report, in TIMEX3 terms and as days (codebook section 8).

The rules stand in data/times.yaml; what each means is read in times_dates.py (calendar dates), times_years.py (years,
decades), times_days.py (weekdays, "yesterday", feasts), times_periods.py (weeks, quarters, seasons), times_durations.py
("three days"), times_shifts.py ("two days earlier") and times_hours.py (sets, hours).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.codes import DatePrecision
from truceline.domain.mentions import TimeMention
from truceline.domain.text import Document, Span
from truceline.errors import BadData
from truceline.extract import times_calendar as cal
from truceline.extract import (
    times_dates,
    times_days,
    times_durations,
    times_hours,
    times_periods,
    times_shifts,
    times_years,
)
from truceline.extract.times_match import Context, Found, Match, Reader
from truceline.resources.times import TimeGrammar, TimeRule, load_times

READERS: dict[str, Reader] = {
    **times_dates.READERS, **times_years.READERS, **times_days.READERS, **times_periods.READERS,
    **times_durations.READERS, **times_shifts.READERS, **times_hours.READERS,
}  # fmt: skip
_SINCE = re.compile(
    r"\b(?:since|(?:start|begin)(?:s|ed|ing)? (?:on|in|from)|began (?:on|in)|as of|effective|from|"
    r"dat(?:e|es|ed|ing) (?:back )?to|go(?:es|ing)? back to) "
    r"(?:the |about |around |at least )?$"
)
_UNTIL = re.compile(r"\b(?:until|till|through|up to|ending|expir\w+ (?:on|at)) (?:the |at least |on )?$")


def find_times(doc: Document, *, anchor: date) -> tuple[TimeMention, ...]:
    """Find time expressions and read them in TIMEX3 terms and as intervals of days.

    doc: one analysed report. Offsets are code points into doc.report.text, half-open.
    anchor: publication day where the source is published ("Monday" looks back from here).
    Returns mentions in text order, none overlapping. first_day and last_day are both included, or None
    with a reason when the words do not settle days ("recently", "for three hours").
    Source: TimeML value granularity; intervals from codebook section 8.
    """
    grammar = load_times()
    ctx = Context(doc, anchor, grammar, _view(doc))
    mentions: list[TimeMention] = []
    for rule, match in _candidates(doc, grammar):
        if mentions and match.start() < mentions[-1].span.end:
            continue
        mention = _read(rule, match, ctx)
        if mention is not None:
            mentions.append(mention)
    return tuple(_joined(doc, mentions, anchor))


def _view(doc: Document) -> str:
    """The text in the case that the language layer gave it."""
    letters = list(doc.text)
    for token in doc.tokens:
        if len(token.text) == token.end - token.start:
            letters[token.start : token.end] = token.text
    return "".join(letters)


def _lower(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _candidates(doc: Document, grammar: TimeGrammar) -> Iterator[tuple[TimeRule, re.Match[str]]]:
    """Matches of all rules in text order; at one place the longest first, then the earlier rule."""
    low = _lower(doc.text)
    for part in doc.paragraphs or (Span(0, len(low)),):
        there = {name for name, pattern in grammar.triggers.items() if pattern.search(low, part.start, part.end)}
        if not there:
            continue
        found: list[tuple[int, int, int, TimeRule, re.Match[str]]] = []
        for rule in grammar.rules:
            if rule.needs and not (rule.needs <= there if rule.needs_all else rule.needs & there):
                continue
            found.extend(
                (m.start(), -m.end(), rule.rank, rule, m) for m in rule.pattern.finditer(low, part.start, part.end)
            )
        found.sort(key=lambda f: f[:3])
        yield from ((rule, match) for _, _, _, rule, match in found)


def _read(rule: TimeRule, match: re.Match[str], ctx: Context) -> TimeMention | None:
    groups = {}
    for name, numbers in rule.groups.items():
        for n in numbers:
            words = match.group(n)
            if words is not None:
                groups[name] = re.sub(r"\s+", " ", words)
                break
    span = Span(match.start(), match.end())
    reader = READERS.get(rule.read)
    if reader is None:
        raise BadData(f"data/times.yaml: rule {rule.name} reads {rule.read!r}. Available: {', '.join(sorted(READERS))}")
    found = reader(Match(rule, span, groups, ctx))
    if found is None:
        return None
    span = Span(span.start + found.cut_start, span.end - found.cut_end)
    ctx.earlier.append((span, found))
    return _mention(span, found, rule, ctx)


def _mention(span: Span, found: Found, rule: TimeRule, ctx: Context) -> TimeMention:
    text = ctx.doc.text
    lead = re.sub(r"\s+", " ", text[max(0, span.start - 24) : span.start].lower())
    days = found.days
    since = until = False
    reason = found.reason
    if days is not None and found.type in ("DATE", "TIME"):
        since = bool(_SINCE.search(lead)) and not re.search(r"\bfrom (?:the )?$", lead)
        until = bool(_UNTIL.search(lead))
        if since and days[0] <= ctx.anchor:
            days = days[0], max(ctx.anchor, days[0])
            reason += "; since: up to the report"
    return TimeMention(
        span=span,
        text=span.of(text),
        type=found.type,
        value=found.value,
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        precision=cal.precision_of(days) if days else None,
        mod=found.mod,
        since=since,
        until=until,
        score=found.score,
        reason=f"{rule.name}: {reason}",
    )


_HOUR_GAP = re.compile(r"\)?\s*(?:\([^()]{4,20}\)\s*)?,?\s*(?:on|of)?\s*", re.IGNORECASE)


def _hour_of_next(doc: Document, here: TimeMention, following: list[TimeMention]) -> TimeMention:
    """An hour whose day comes after it: "7 a.m. (0500 GMT) on Friday", "in a predawn raid on Bree on Friday"."""
    if not re.match(r"\d{4}-\d\d-\d\dT", here.value) or not re.search("report's day|day last named", here.reason):
        return here
    dawn = here.reason.startswith("predawn: ") and here.reason.endswith("report's day")
    after = next((m for m in following if m.type == "DATE" and m.precision is DatePrecision.DAY), None)
    if after is None or after.first_day is None:
        return here
    if dawn:
        beside = doc.sentence_at(here.span.start) == doc.sentence_at(after.span.start)
    else:
        beside = here.value[11:12].isdigit() and bool(_HOUR_GAP.fullmatch(doc.text[here.span.end : after.span.start]))
    if not beside:
        return here
    value, reason = f"{after.first_day}{here.value[10:]}", f"{here.reason}; of {after.text!r}"
    return _with_days(replace(here, value=value), (after.first_day, after.first_day), reason)


_RANGE = re.compile(r"\s*(?:to|until|till|through|and|-|–|—)\s+(?:the\s+)?", re.IGNORECASE)


def _joined(doc: Document, mentions: list[TimeMention], anchor: date) -> Iterator[TimeMention]:
    """Ranges of two mentions ("from Monday to Thursday", "between 2003 and 2011"): the first takes both ends' days."""
    text, mentions = doc.text, list(mentions)
    for i, here in enumerate(mentions):
        after = mentions[i + 1] if i + 1 < len(mentions) else None
        here = _hour_of_next(doc, here, mentions[i + 1 : i + 3])
        between = text[here.span.end : after.span.start] if after else ""
        lead = text[max(0, here.span.start - 10) : here.span.start].lower()
        if after is not None and _runs_on(doc, here, after, anchor):
            after = mentions[i + 1] = _later_in_week(here, after)
        dates = after is not None and _calendar_days(here, after)
        if after is not None and dates and _SPAN.fullmatch(between):
            here = _of_year(here, after)
        if (
            after is not None
            and here.first_day
            and after.last_day
            and here.first_day < after.last_day
            and (_RANGE.fullmatch(between) or (dates and _DASH.fullmatch(between)))
            and (
                re.search(r"\b(?:from|between)\s+(?:the\s+)?$", lead)
                or between.strip() == "through"
                or (dates and _SPAN.fullmatch(between))
            )
        ):
            days = here.first_day, after.last_day
            yield _with_days(here, days, f"{here.reason}; range to {after.text!r}")
        else:
            yield here


_DASH = re.compile(r"\s*[-–—]\s*")
_SPAN = re.compile(r"\s*[-–—]\s*|\s+to\s+", re.IGNORECASE)
"""What joins two calendar days without "from": "July 12-August 14", "November 20 to November 21"."""
_CALENDAR = re.compile(r"^(?:mdy|dmy|mdy_words|dmy_words): ")


def _calendar_days(here: TimeMention, after: TimeMention) -> bool:
    days = all(m.precision is DatePrecision.DAY and m.type == "DATE" for m in (here, after))
    return days and bool(_CALENDAR.match(here.reason)) and bool(_CALENDAR.match(after.reason))


def _of_year(here: TimeMention, after: TimeMention) -> TimeMention:
    """The first day of a range with the year that only the second names ("November 20 to November 21, 1991")."""
    if here.first_day is None or after.first_day is None or here.reason.endswith(": as written"):
        return here
    if not after.reason.endswith(": as written"):
        return here
    later = (here.first_day.month, here.first_day.day) > (after.first_day.month, after.first_day.day)
    first = cal.safe_date(after.first_day.year - later, here.first_day.month, here.first_day.day)
    if first is None:
        return here
    reason = f"{here.reason.partition(': ')[0]}: the year of {after.text!r}"
    return _with_days(replace(here, value=first.isoformat()), (first, first), reason)


_LIST_DAYS = 3
"""How far on the second weekday of a list may be: "Friday and Monday"."""


def _runs_on(doc: Document, here: TimeMention, after: TimeMention, anchor: date) -> bool:
    """Whether the second weekday comes after the first: "Thursday through Saturday", "will meet Monday and Tuesday"."""
    weekdays = here.reason.startswith("weekday: ") and after.reason.startswith("weekday: ")
    if not weekdays or here.first_day is None or after.first_day is None or after.first_day == anchor:
        return False
    between = doc.text[here.span.end : after.span.start]
    word = between.strip()
    if word == "and":
        head = doc.syntactic_head(after.span)
        near = (after.first_day - here.first_day).days % 7 <= _LIST_DAYS  # not "on Friday and Thursday"
        return here.first_day >= anchor and near and head is not None and head.dep == "conj"
    return word == "through" or (here.first_day >= anchor and bool(_RANGE.fullmatch(between)))


def _later_in_week(here: TimeMention, after: TimeMention) -> TimeMention:
    """The second weekday, a week on where it stands before the first."""
    week = timedelta(days=7)
    if here.first_day is None or after.first_day is None or after.first_day != after.last_day:
        return after
    if not timedelta(0) < here.first_day - after.first_day < week:
        return after
    later = after.first_day + week
    moved = replace(after, value=f"{later}{after.value[10:]}")
    return _with_days(moved, (later, later), f"weekday: the one after {here.text!r}")


def _with_days(m: TimeMention, days: cal.Days, reason: str) -> TimeMention:
    return replace(m, first_day=days[0], last_day=days[1], precision=cal.precision_of(days), reason=reason)
