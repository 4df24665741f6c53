"""The days of one truce act: when it was done, when it takes effect, how long and until when it lets the truce last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from truceline.domain.codes import DatePrecision, Status, TruceAction
from truceline.domain.events import Event
from truceline.domain.text import Report, Span
from truceline.ledger.lengths import term_in
from truceline.ledger.said_days import end_in, start_in, until_in
from truceline.resources.truce_terms import TruceTerms

_A = TruceAction
_T = TypeVar("_T")
LONG_ACT_DAYS: Final = 10
"""A declaration or agreement takes a day; when its date spans more than "early February", the days are the term."""
_FOUNDS: Final = frozenset({_A.DECLARED, _A.AGREED, _A.RESTORED})
_STARTS: Final = frozenset({_A.DECLARED, _A.AGREED, _A.IN_EFFECT})
_ADDS: Final = frozenset({_A.EXTENDED, _A.RESTORED})
_NEXT_SENTENCES: Final = 6
"""How many sentences after the act's own may say more of its truce ("It will be in force from 1 October")."""
_SENTENCE_END: Final = re.compile(
    r"(?<![ap]\.m)(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bGen)(?<!\bSgt)[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z])|\n\s*\n"
)
_ITS_COURSE: Final = (
    r"\s+(?:\w+\s+){0,2}?(?:will|would|shall|is\s+to|takes?|comes?|goes|enters?|runs?|lasts?|starts?|begins?|expires?|"
    r"ends?|took|came|went|entered)\b"
)
_AGAIN: Final = re.compile(
    rf"(?:^[\"“'‘]?|\b(?:that|which|and)\s+)(?:it|this){_ITS_COURSE}|"
    r"\bthe\s+(?:(?!old|previous|current|existing|present|earlier|last|first)[\w'’-]+\s+){0,2}?"
    r"(?:truce|cease-?fire|order|deal|agreement|accord|pause|lull|cessation\s+of\s+hostilities|moratorium|measure|halt)"
    + _ITS_COURSE,
    re.IGNORECASE,
)
"""A later sentence that speaks on of the truce, with a verb of its course."""


@dataclass(frozen=True, slots=True)
class ActDays:
    """The days of an act, all included."""

    first: date
    last: date
    starts: date | None = None
    """When the truce takes effect, where that is told and later than the act."""
    until: date | None = None
    """Last day of the truce under the act."""
    term_days: int | None = None
    """Length that the act gives it, or that an extension adds."""
    ahead: bool = False
    """True when the act, told as done, lies ahead of the report by its own words."""


def read_days(event: Event, report: Report) -> ActDays:
    """The days of a truce act; publication stands in where the event has no date."""
    day, action = event.date, event.truce_action
    days = ActDays(day.start, day.end) if day else ActDays(report.date, report.date)
    if action is _A.ENDED:
        return replace(days, until=_planned_end(event, report, days.last))
    if action in _FOUNDS:
        days = replace(days, starts=_first(start_in(t, days.last, report.date) for t in _told(event, report)))
    if action in _STARTS or action in _ADDS:
        days = _with_term(days, event, report)
    if action is _A.EXTENDED and day is not None:
        return _of_extension(days, report)
    if day is not None and day.precision is DatePrecision.INTERVAL and (day.end - day.start).days > LONG_ACT_DAYS:
        return _of_long_act(days, event, report)
    if action is _A.IN_EFFECT and event.status is Status.ACTUAL and day is not None:
        return _of_coming(days, event, report)
    return days


def _with_term(days: ActDays, event: Event, report: Report) -> ActDays:
    """The days with the term and last day that the act's sentences give."""
    action, day = event.truce_action, event.date
    told = tuple(_told(event, report))
    after = days.starts or days.last
    adds = action in _ADDS
    until = _first(until_in(t, after, report.date, extends=action is _A.EXTENDED) for t in told)
    own = own_sentence(event)
    near = event.trigger.start - own.start, event.trigger.end - own.start
    term_days = _first(term_in(t, added=adds, near=near if n == 0 else None) for n, t in enumerate(told))
    long = day is not None and (day.end - day.start).days > LONG_ACT_DAYS
    if until is None and term_days and day is not None and not long and action is not _A.EXTENDED:
        until = after + timedelta(days=term_days)
    return replace(days, until=until, term_days=term_days)


def _of_extension(days: ActDays, report: Report) -> ActDays:
    """An extension counts from its first day; a span that runs past the report is the new term."""
    until = days.until or (days.last if days.last > max(days.first, report.date) else None)
    return replace(days, last=days.first, until=until)


def _of_long_act(days: ActDays, event: Event, report: Report) -> ActDays:
    """Of a declaration or agreement over many days the days are the term, unless they only lead up to the report
    ("since early February, when they declared")."""
    if event.truce_action not in (_A.DECLARED, _A.AGREED) or event.status is Status.FUTURE:
        return days
    if days.until is None and days.last < report.date - timedelta(days=1):
        return replace(days, last=days.first, until=days.last, term_days=(days.last - days.first).days)
    return replace(days, last=days.first)


def _of_coming(days: ActDays, event: Event, report: Report) -> ActDays:
    """A truce said in one breath to be in effect and to start on a later day is not in effect before it."""
    starts = start_in(own_sentence(event).of(report.text), days.last, report.date)
    if starts is None or starts <= report.date:
        return days
    shift = timedelta(days=days.term_days) if days.term_days else None
    return replace(days, first=starts, last=starts, until=starts + shift if shift else days.until, ahead=True)


def _planned_end(event: Event, report: Report, last: date) -> date | None:
    """The last day of a truce whose end a side announces for a later day."""
    text = own_sentence(event).of(report.text)
    if event.status is Status.HYPOTHETICAL or TruceTerms.load().find("condition", text):
        return None
    return _first(end_in(t, last, report.date) for t in _told(event, report))


def own_sentence(event: Event) -> Span:
    """The event's sentence that holds its trigger."""
    return next((s for s in event.evidence if s.contains(event.trigger)), event.trigger)


def _told(event: Event, report: Report) -> Iterator[str]:
    """What may give the act's days, best first: its own sentence, its other evidence, what the next sentences say of
    the truce."""
    own = own_sentence(event)
    yield own.of(report.text)
    yield from (s.of(report.text) for s in event.evidence if s != own)
    for sentence in _next_sentences(report.text, own.end):
        found = _AGAIN.search(sentence)
        if found:
            yield sentence[found.start() :]


def _next_sentences(text: str, start: int) -> list[str]:
    after = text[start : start + 1500].lstrip()
    return _SENTENCE_END.split(after)[:_NEXT_SENTENCES]


def _first(values: Iterator[_T | None]) -> _T | None:
    return next((v for v in values if v is not None), None)
