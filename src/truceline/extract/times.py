"""Time expressions of a report, in TIMEX3 terms and as days (codebook section 8).

The rules stand in data/times.yaml; what each means is read in times_dates.py (calendar dates), times_days.py (weekdays,
"yesterday", feasts), times_periods.py (weeks, quarters, seasons), times_amounts.py (durations, "two days earlier")
and times_hours.py (sets, hours).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.mentions import TimeMention
from truceline.domain.text import Document, Span
from truceline.errors import BadData
from truceline.extract import times_amounts, times_dates, times_days, times_hours, times_periods
from truceline.extract import times_calendar as cal
from truceline.extract.times_match import Context, Found, Match, Reader
from truceline.resources.times import TimeGrammar, TimeRule, load_times

READERS: dict[str, Reader] = {
    **times_dates.READERS, **times_days.READERS, **times_periods.READERS, **times_amounts.READERS,
    **times_hours.READERS,
}  # fmt: skip
_SINCE = re.compile(
    r"\b(?:since|(?:start|begin)(?:s|ed|ing)? (?:on|in|from)|began (?:on|in)|as of|effective|from) "
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


_HOUR_GAP = re.compile(r"\s*(?:\([^()]{4,20}\)\s*)?,?\s*(?:on|of)?\s*", re.IGNORECASE)


def _hour_of_next(here: TimeMention, following: list[TimeMention], text: str) -> TimeMention:
    """An hour whose day comes after it, past a bracket: "7 a.m. (0500 GMT) on Friday" is Friday's."""
    if not re.match(r"\d{4}-\d\d-\d\dT\d", here.value) or not re.search("report's day|day last named", here.reason):
        return here
    for after in following:
        if after.type == "DATE" and after.first_day == after.last_day and after.first_day is not None:
            if _HOUR_GAP.fullmatch(text[here.span.end : after.span.start]):
                moved = replace(
                    here, value=f"{after.first_day}{here.value[10:]}", reason=f"{here.reason}; of {after.text!r}"
                )
                return _with_days(moved, (after.first_day, after.first_day), moved.reason)
            return here
    return here


_RANGE = re.compile(r"\s*(?:to|until|till|through|and|-|–|—)\s+(?:the\s+)?", re.IGNORECASE)


def _joined(doc: Document, mentions: list[TimeMention], anchor: date) -> Iterator[TimeMention]:
    """Ranges of two mentions ("from Monday to Thursday", "between 2003 and 2011"): the first takes both ends' days."""
    text = doc.text
    for i, here in enumerate(mentions):
        after = mentions[i + 1] if i + 1 < len(mentions) else None
        here = _hour_of_next(here, mentions[i + 1 : i + 3], text)
        between = text[here.span.end : after.span.start] if after else ""
        lead = text[max(0, here.span.start - 10) : here.span.start].lower()
        after = _later_in_week(here, after, between)
        if (
            after is not None
            and here.first_day
            and after.last_day
            and here.first_day < after.last_day
            and _RANGE.fullmatch(between)
            and (re.search(r"\b(?:from|between)\s+(?:the\s+)?$", lead) or between.strip() == "through")
        ):
            days = here.first_day, after.last_day
            yield _with_days(here, days, f"{here.reason}; range to {after.text!r}")
        else:
            yield here


def _later_in_week(here: TimeMention, after: TimeMention | None, between: str) -> TimeMention | None:
    """The second weekday of "Thursday through Saturday" is the one after the first."""
    if after is None or between.strip() != "through" or here.first_day is None or after.first_day is None:
        return after
    week, gap = timedelta(days=7), here.first_day - after.first_day
    if timedelta(0) < gap < week and after.first_day == after.last_day:
        later = after.first_day + week
        return _with_days(replace(after, value=later.isoformat()), (later, later), after.reason)
    return after


def _with_days(m: TimeMention, days: cal.Days, reason: str) -> TimeMention:
    return replace(m, first_day=days[0], last_day=days[1], precision=cal.precision_of(days), reason=reason)
