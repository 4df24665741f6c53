"""Paragraphs, wrapped lines and datelines: how news text lies on the page."""

from __future__ import annotations

import re

from truceline.domain.text import Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_SENTENCE_END = re.compile(r"[.!?:;\"”’)\]]\s*$")
_MONTH_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}"
_SHOUTED_CITY = (  # CITY[, Region][, Month day][ (Outlet)]
    r"[A-Z][A-Z.'’\- ]{2,40}(?:,\s?[A-Z][\w.'’\- ]{1,30})?(?:,?\s+" + _MONTH_DAY + r")?"
    r"\s*(?:,?\s*\([A-Za-z .]{2,30}\))?"
)
_CITY_WITH_DAY = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?,\s+" + _MONTH_DAY + r"\s*\([A-Za-z .]{2,30}\)"
_DATELINE = re.compile(rf"\s*(?:{_SHOUTED_CITY}|{_CITY_WITH_DAY})\s*(?:--|—|–|-)\s+")


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Spans of the paragraphs, without the white space between them.

    Blank lines part paragraphs. Where a text has none, a line that ends like a sentence ends a paragraph,
    and other line breaks are taken as wrapping.
    """
    if _BLANK_LINE.search(text.strip()):
        cuts = [(m.start(), m.end()) for m in _BLANK_LINE.finditer(text)]
    else:
        cuts = [(m.start(), m.end()) for m in _LINE.finditer(text) if _SENTENCE_END.search(text[: m.start()][-4:])]
    spans, start = [], 0
    for a, b in [*cuts, (len(text), len(text))]:
        piece = text[start:a]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            spans.append(Span(start + left, start + right))
        start = b
    return tuple(spans)


def find_dateline(text: str, paragraphs: tuple[Span, ...]) -> Span | None:
    """The span of a dateline at the head of the first or second paragraph, dash included; None where there is none."""
    for paragraph in paragraphs[:2]:
        match = _DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + 120))
        if match and match.end() > paragraph.start:
            return Span(paragraph.start, match.end())
    return None
