"""A digest of several items, each with a dateline of its own: the places that an event of one item may be at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Span

_LEAST: Final = 3
"""Lines that open with a town from which a report is a digest."""
_HEAD: Final = re.compile(
    r"^[-+ ]*(?P<town>[A-Z][A-Z'., -]{2,40}?)(?:, [A-Z][a-z]{2,8}\.? \d{1,2} \([^)\n]{2,40}\) --|:)", re.MULTILINE
)
"""``ROME, May 3 (Agency) --`` or ``ROME:`` at the start of a line."""


def find_items(doc: Document, places: Sequence[PlaceMention]) -> tuple[tuple[Span, Span], ...]:
    """(dateline, whole item) of each item of a digest, in text order; () for a report of one item.

    Lines that open with a known town count. The turns of an interview open alike, with names that come again and again:
    a report whose heads are mostly repeated is none.
    """
    towns = [p.span for p in places if p.kind is PlaceKind.SETTLEMENT and p.lat is not None]
    lines = [m for m in _HEAD.finditer(doc.text) if any(Span(*m.span("town")).contains(t) for t in towns)]
    if len({m["town"] for m in lines}) < max(_LEAST, len(lines) / 2):
        return ()
    ends = [*(m.start() for m in lines[1:]), len(doc.text)]
    return tuple((Span(*m.span()), Span(m.start(), end)) for m, end in zip(lines, ends, strict=True))


def own_item(
    doc: Document, places: Sequence[PlaceMention], item: tuple[Span, Span]
) -> tuple[Document, tuple[PlaceMention, ...]]:
    """The report with an item's head as its dateline, and the places of the item."""
    head, whole = item
    return replace(doc, dateline=head), tuple(p for p in places if whole.contains(p.span))
