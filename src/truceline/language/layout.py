"""Paragraphs, wrapped lines and datelines: how news text lies on the page."""

from __future__ import annotations

import re

from truceline.domain.text import Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_SENTENCE_END = re.compile(r"[.!?:;\"”’)\]]\s*$")
_MONTH = r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*\.?"
_DAY = (  # Nov. 26[, 2004] | 26 November[ 2004] | Tuesday
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}}|\s+\d\d)?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_WHEN = rf"(?:,?\s+{_DAY}|\s*\({_DAY}\))"
_SHOUTED = r"[A-Z][A-Z.'’\- ]{2,40}(?:/[A-Z][A-Z.'’\- ]{2,30})?"
_TITLED = r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,3}"
_AREA = r"(?:,\s?[A-Z][\w.'’\- ]{1,30}?)?"
_AGENCY = r"\s*(?:,?\s*\([A-Za-z&. ]{2,30}\))"
_DASH = r"\s*(?:--|—|–|-|_)(?:\s+|$)"
_UPPER = r"(?=[“\"'‘A-Z\d])"
_DATELINE = re.compile(  # CITY[, Area][, day][ (Agency)], then what parts it from the text
    rf"\s*(?:{_SHOUTED}{_AREA}{_WHEN}?{_AGENCY}?(?:{_DASH}|\s*:\s+{_UPPER})"
    rf"|(?:{_SHOUTED}|{_TITLED}){_AREA}{_WHEN}{_AGENCY}?\s*(?:{_DASH}|[:.]\s+{_UPPER}|$)"
    rf"|(?:{_SHOUTED}|{_TITLED}){_AREA}{_AGENCY}\s*(?:{_DASH}|$)"
    r"|[A-Z][A-Z'’\- ]{3,30}\.\s+(?=[“\"]?[A-Z][a-z]))"
)


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
    """The span of a dateline at the head of the first or second paragraph, dash or colon included, or of a paragraph
    that holds nothing else; None where there is none."""
    for paragraph in paragraphs[:2]:
        match = _DATELINE.match(text, paragraph.start, paragraph.end)
        if match and match.end() > paragraph.start:
            return Span(paragraph.start, match.end())
    return None
