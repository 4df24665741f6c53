"""Number words and figures as values with bounds, whatever they count: "twenty-five", "more than 500", "20-25"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.domain.text import Token
from truceline.resources.harm import Numbers

_FIGURE = re.compile(r"^\d{1,3}(?:[,.\s]\d{3})+$|^\d+(?:\.\d+)?$")
_HUNDRED = 100
_SCALES = {"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 1_000_000}
PARTS = {"half": 0.5, "quarter": 0.25}
_RANGE = re.compile(r"^(\d[\d,]*)\s?[-–—]\s?(\d[\d,]*)$")


@dataclass(frozen=True, slots=True)
class Count:
    """A count with bounds; None where the words give no such bound. ``exact`` when it rests on a stated number."""

    minimum: int | None
    maximum: int | None
    stated: bool = True


def read_figure(text: str) -> float | None:
    """The value of a figure such as "12", "2,850" or "1.4"; None for other words."""
    if not _FIGURE.match(text):
        return None
    if re.match(r"^\d{1,3}(?:[,.\s]\d{3})+$", text):
        return float(re.sub(r"[,.\s]", "", text))
    return float(text)


def read_words(words: list[str], numbers: Numbers) -> tuple[int, str] | None:
    """(value, sort) of a run of number words and figures: sort is exact, vague, loose or none.

    "twenty-five" 25, "half a dozen" 6, "1.4 million" 1400000, "two dozen" 24,
    "tens of thousands" 20000, "several hundred" 300.
    Loose words ("many", "an unknown number") say no more than that there was somebody. None where no word counts.
    """
    total, current, sort, article = 0.0, 0.0, "", False
    low = [w.lower() for w in words]
    if "half-dozen" in low or ("half" in low and "dozen" in low):
        return 6, "exact"
    part = next((PARTS[w] for w in low[:2] if w in PARTS), None)
    if part is not None and low[-1] in numbers.words and numbers.words[low[-1]].kind == "scale":
        return round(numbers.words[low[-1]].value * part), "exact"  # "half a million"
    for word in (part for raw in words for part in _parts(raw)):
        figure = read_figure(word)
        if figure is not None:
            current = figure if sort in {"", "loose"} else current + figure
            sort = "exact"
            continue
        entry = numbers.words.get(word)
        if entry is None:
            if sort:
                break
            continue
        if entry.kind == "none":
            return 0, "none"
        if entry.kind == "article":
            current, article = current or entry.value, not current
        elif entry.kind == "scale":
            base = (total + current) or 1.0
            if entry.value == _HUNDRED:
                total, current = total, (current or 1.0) * _HUNDRED
            else:
                total, current = base * entry.value, 0.0
            sort = sort or "exact"
        elif entry.kind == "plural":
            # "hundreds of thousands": the two multiply, the second without its own "several".
            total = (total + current) * _SCALES.get(word, entry.value) if sort == "plural" else float(entry.value)
            current, sort = 0.0, "plural"
        elif entry.kind == "group":
            current, sort = (current or 1.0) * entry.value, sort or "exact"
        elif entry.kind == "loose":
            current, sort = float(entry.value), sort or "loose"
        else:
            counted = 0 if article and entry.kind == "unit" else current  # "a further six"
            current = entry.value if sort == "loose" or entry.kind == "vague" else counted + entry.value
            sort = "vague" if entry.kind == "vague" or sort == "vague" else "exact"
    if not sort:
        return (int(current), "exact") if current else None
    return round(total + current), "vague" if sort == "plural" else sort


def _parts(raw: str) -> list[str]:
    """Words of a hyphened number ("twenty-five"); figures stay whole."""
    low = raw.lower()
    return [low] if _FIGURE.match(low) else [p for p in low.split("-") if p and p not in {"and", "of"}]


def bound(value: int, sort: str, effect: str | None) -> Count:
    """Bounds of a value under a bounding phrase (codebook section 8, Harm)."""
    if sort == "none":
        return Count(0, 0)
    if effect == "at_least":
        return Count(value, None)
    if effect == "more_than":
        return Count(value + 1 if sort == "exact" else value, None)
    if sort == "loose":
        return Count(value, None, stated=False)
    if effect == "up_to":
        return Count(None, value)
    if effect == "less_than":
        return Count(None, value - 1 if value > 0 else 0)
    if sort == "vague":
        return Count(value, None)
    return Count(value, value)


def effect_before(tokens: list[Token], numbers: Numbers) -> str | None:
    """The bounding phrase among the words before and inside a number's run ("at least four", "or more")."""
    words = [t.lower for t in tokens]
    for phrase, effect in numbers.bounds:
        n = len(phrase)
        for i in range(len(words) - n + 1):
            if tuple(words[i : i + n]) == phrase:
                return effect
    return None


def count_range(text: str) -> Count | None:
    """As in "20-25" as (20, 25); None for other words."""
    match = _RANGE.match(text)
    if match is None:
        return None
    low, high = (int(g.replace(",", "")) for g in match.groups())
    return Count(low, high) if low < high else None
