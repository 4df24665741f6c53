"""How long a truce is to last, and how much an extension adds, in a sentence's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from truceline.resources.harm import load_numbers
from truceline.resources.times import load_times
from truceline.resources.truce_terms import TruceTerms

UNIT_DAYS: Final = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30.44, "year": 365.25}
"""Days in a unit; a month and a year are means over the leap cycle."""
SEVERAL: Final = 3
"""The number taken for "several" (codebook section 8: the least that the word can mean)."""
_HALF: Final = r"half(?:[\s-]+an?)?"
_NOUN: Final = (
    r"(?:(?!(?:after|before|into|of|the|an?|on|in|for|with|when|since|later|previously|by|to|from|and|or|at|over|that)\b)"
    r"[\w'’-]+\s+){0,3}(?:truce|cease-?fire|pause|lull|moratorium|cessation|halt|calm|break)\b"
)
"""A truce with words that may stand between it and its length: "a three-day humanitarian truce"."""
_PERIOD: Final = r"(?:[\w-]+\s+){0,2}(?:period|term|maximum|minimum|total)\s+(?:of|not exceeding|no longer than)"
_ROUND: Final = (
    rf"(?:at least|at most|about|around|roughly|some|up to|not exceeding|no(?:t)? (?:more|longer) than|{_PERIOD}|"
    r"(?:an?\s+|the\s+)?(?:initial|next|coming|following))"
)
"""Words between "for" and the number."""
_EXTENDS: Final = re.compile(r"\b(?:exten|renew|prolong|continu|hold|stand|last|run)\w*\b[^.;]*$")
"""Words of lasting before "for a second week": the army "shelled the town for a second week" without them."""


@cache
def _length(added: bool) -> str:
    """The pattern of a length: a count and a unit of time; of what is added also "a second week", "two more days"."""
    numbers = load_numbers().words
    plain = "|".join(w for w, n in numbers.items() if n.kind == "unit" and n.value)
    article = "|".join(w for w, n in numbers.items() if n.kind == "article" and (added or w != "another"))
    parts = f"(?:{plain}|hundred|dozen)"
    words = rf"(?:(?:{article})[\s-]+)?(?:{parts}(?:[\s-]+(?:and[\s-]+)?{parts})*|\d{{1,3}}|several|couple\s+of)"
    more = "|".join(("more", "further", "additional", "extra", "new", *load_times().words["ordinal"]))
    return (
        rf"(?P<count>{_HALF}|{words}|{article})(?P<half>[\s-]+and[\s-]+a[\s-]+half)?"
        + (rf"(?:[\s-]+(?:{more}))?" if added else "")
        + r"[\s-]+(?P<unit>hour|day|week|fortnight|month|year)s?(?:['’])?(?![a-z])"
    )


@cache
def _patterns(added: bool) -> tuple[re.Pattern[str], ...]:
    length = _length(added)
    if added:
        more = r"(?:an?\s+)?(?:another|additional|further|extra|new|more)"
        leads: tuple[str, ...] = (
            rf"\b(?:by|{more})\s+(?:(?:{_ROUND}|{more})\s+)*{length}",
            rf"(?P<lead>\bfor)\s+(?:(?:{_ROUND}|{more})\s+)*{length}",
            rf"\b{length}[\s-]+(?:extension|renewal|prolongation)",
            rf"\b(?:extension|renewal|prolongation)\s+(?:of|for)\s+(?:{_ROUND}\s+)*{length}",
        )
    else:
        leads = (
            rf"\b(?:for|lasts?|lasting|of|not exceeding)\s+(?:{_ROUND}\s+)*{length}",
            rf"\b(?:for|over|during|throughout)\s+the\s+{length}(?=\s+(?:of|holiday|feast)\b)",
            rf"\b{length}[\s-]+(?:long\s+)?{_NOUN}",
        )
    return tuple(re.compile(lead) for lead in leads)


def term_in(text: str, *, added: bool = False, near: tuple[int, int] | None = None) -> int | None:
    """Length in days of the fixed term that a sentence gives a truce ("a two-month truce", "for 72 hours"), or None.

    added: look only for what an extension adds ("by one month", "for a second week"). near: (start, end) in the text of
    the words of the act; of several lengths the nearest to them counts, else the first.
    An age ("a six-year-old truce"), a length that is over ("after a six-month truce") and the length of something else
    ("who fought for ten days") are no term.
    """
    lowered = text.lower()
    start, end = near or (0, 0)
    far = [(max(0, m.start() - end, start - m.end()) if near else 0, i, _days(m)) for i, m in _lengths(lowered, added)]
    return max(1, round(min(far)[2])) if far else None


def _lengths(lowered: str, added: bool) -> Iterator[tuple[int, re.Match[str]]]:
    """(number in order, match) of each length that may be a term."""
    terms = TruceTerms.load()
    for number, pattern in enumerate(_patterns(added)):
        for match in pattern.finditer(lowered):
            before, after = lowered[: match.start()], lowered[match.end("unit") :].removeprefix("s")
            if added:
                over = bool(match.groupdict().get("lead")) and bool(before.strip()) and not _EXTENDS.search(before)
            else:
                over = terms.find("no term before", before) is not None
            if not over and not terms.find("no term after", after):
                yield number, match


def _days(match: re.Match[str]) -> float:
    return (_count(match["count"]) + (0.5 if match["half"] else 0)) * UNIT_DAYS[match["unit"]]


def _count(words: str) -> float:
    """The number that the words name: ``"forty-eight"`` 48, ``"a hundred"`` 100, ``"half a"`` 0.5."""
    if words.startswith("half"):
        return 0.5
    numbers = load_numbers().words
    total = 0.0
    for word in re.split(r"[\s-]+", words):
        if word.isdigit():
            total += int(word)
        elif word == "several":
            total += SEVERAL
        elif word in numbers and numbers[word].kind == "scale":
            total = max(total, 1) * numbers[word].value
        elif word in numbers and numbers[word].kind != "article":
            total += numbers[word].value
    return total or 1
