"""Amounts of time: numbers in digits or words, TIMEX3 durations, and the days that vague amounts span."""

from __future__ import annotations

import re
from datetime import date, timedelta

from truceline.extract import times_calendar as cal
from truceline.extract.times_match import Match

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
VAGUE_DAYS = {
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


def plus_half(m: Match) -> bool:
    """True for "a year and a half": a half is to be added to the number."""
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
    if unit not in VAGUE_DAYS:
        return (anchor, anchor) if unit in CLOCK_UNITS else None
    near, far = VAGUE_DAYS[unit]
    try:
        if ahead:
            return anchor + timedelta(days=near), anchor + timedelta(days=far)
        return anchor - timedelta(days=far), anchor - timedelta(days=near)
    except OverflowError:
        return None


def modifier(m: Match) -> tuple[str | None, int]:
    """TIMEX3's mod of a match, and the length of its words where they stay outside the mention ("about"), else 0."""
    words = m.get("mod")
    if not words:
        return None, 0
    cut = 0
    if words not in _MODS_INSIDE:
        text = m.span.of(m.ctx.doc.text)
        cut = re.match(r"\s*".join(map(re.escape, re.sub(r"\s+", "", words))) + r"\s+", text, re.I).end()  # type: ignore[union-attr]
    return _MODS.get(words), cut
