"""Quotations: words in quotation marks, with speeches that run over paragraphs."""

from __future__ import annotations

import re

from truceline.domain.text import Quotation, Span

_OPEN = {"“": "”", "«": "»", "„": "“"}
_STRAIGHT = re.compile(r"\"|``|''")


def find_quotations(text: str, paragraphs: tuple[Span, ...]) -> tuple[Quotation, ...]:
    """Quotations in text order.

    Typographic and straight double marks, and TeX-style ones of older wires (`` and ''). A paragraph that opens
    a quotation and does not close it holds one to its end, with ``closed`` False: the speech goes on.
    """
    found: list[Quotation] = []
    for paragraph in paragraphs:
        found.extend(_in_paragraph(text, paragraph))
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    found: list[Quotation] = []
    i = paragraph.start
    while i < paragraph.end:
        char = text[i]
        opened = 1
        if char in _OPEN:
            close = text.find(_OPEN[char], i + 1, paragraph.end)
            width = 1
        else:
            match = _STRAIGHT.match(text, i, paragraph.end)
            if match is None:
                i += 1
                continue
            opened = len(match.group())
            again = _STRAIGHT.search(text, match.end(), paragraph.end)
            close = again.start() if again else -1
            width = len(again.group()) if again else 0
        if close < 0:
            if i + opened < paragraph.end:
                found.append(Quotation(Span(i, paragraph.end), Span(i + opened, paragraph.end), closed=False))
            break
        if close > i + opened:
            found.append(Quotation(Span(i, close + width), Span(i + opened, close)))
        i = close + width
    return found
