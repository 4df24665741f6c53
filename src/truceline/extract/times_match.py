"""What the readings of time expressions share: the match, the report on its way, what a reading makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from truceline.domain.text import Document, Span, Token
from truceline.extract import times_calendar as cal
from truceline.extract.times_tense import direction
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
PART_MODS = {"START": "START", "EARLIER": "START", "MID": "MID", "END": "END", "CLOSE": "END", "LATER": "END"}


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
    return Found(type_, value, days, PART_MODS.get(part or ""), unit, reason)


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
    """Read "nineteen ninety-six" to 1996, "two thousand" to 2000."""
    numbers = [int(grammar.words["number"][w]) for w in re.split(r"[\s-]+", words) if w in grammar.words["number"]]
    if numbers[:2] == [2, 1000]:
        return 2000 + sum(numbers[2:])
    if len(numbers) > 1 and numbers[1] == 100:
        return 100 * numbers[0] + sum(numbers[2:])
    return 100 * numbers[0] + sum(numbers[1:])
