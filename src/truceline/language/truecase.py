"""Truecasing: a view of a capitals-only text in ordinary case, offsets unchanged."""

from __future__ import annotations

import re
from collections.abc import Collection

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:]['\"”’)]*\s+|\n\s*\n\s*[\"“‘(]*|[\"“]\s?)$")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}")
_SHOUTED_SHARE = 0.75
"""Share of capitals among letters above which a text counts as capitals-only. Ordinary news has 0.02 to 0.12."""


def is_capitals(text: str) -> bool:
    """True for a text of at least 20 letters, three quarters of them capitals."""
    if sum(map(str.isupper, text)) <= _SHOUTED_SHARE * sum(map(str.isalpha, text)):  # most texts, quickly
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 20 and sum(c.isupper() for c in letters) / len(letters) > _SHOUTED_SHARE


def truecase(text: str, proper: Collection[str], acronyms: Collection[str]) -> str:
    """Ordinary case for a capitals-only text, of the same length.

    proper: lower-cased words that are written with a capital in running text.
    acronyms: upper-case words that stay as they are.
    """
    out = list(text)
    kept = {i for m in _ACRONYM.finditer(text) for i in range(m.start(), m.end())}
    for match in _WORD.finditer(text):
        word = match.group()
        if word in acronyms or match.start() in kept:
            continue
        low = word.lower()
        if len(low) != len(word):  # some letters change length when lowered; leave the word alone
            continue
        starts = _STARTS_SENTENCE.search(text[max(0, match.start() - 12) : match.start()])
        base = re.split("['’]", low)[0]
        if starts or low in proper or base in proper:
            low = low[0].upper() + low[1:]
        out[match.start() : match.end()] = low
    return "".join(out)
