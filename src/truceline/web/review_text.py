"""A report's text for the screen, cut so that every piece knows its offset, and no character is lost or added.

A browser must be able to say which code points of the untouched text a person selected. HTML would turn a carriage
return into a line feed, drop a NUL and join what it likes; so each code point that it would change is shown as one that
it keeps, one for one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from truceline.domain.events import ENTITY_FIELDS, Event
from truceline.domain.text import Span
from truceline.web.wording import FIELD_CSS

_SHOWN: Final = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t\r"}
    | {0x0D: 0x200B, 0x7F: 0x2421}
    | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
    | dict.fromkeys((*range(0xD800, 0xE000), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
)
"""Code points that a page would change, or that turn the direction of what follows, to ones of the same number."""
CONTEXT_CHARS: Final = 60_000
"""Of a longer report, so much around the event is shown; the report's own page has the whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the text in which the same fields lie."""

    start: int
    """Offset of its first code point."""
    text: str
    css: str
    """Class of the field that rests on it, empty for none."""
    title: str
    """The fields in words."""
    is_evidence: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A span and the field that rests on it."""

    span: Span
    field: str


def shown(text: str) -> str:
    """The text with every code point that a page would change replaced by one that it keeps."""
    return text.translate(_SHOWN)


def marks_of(event: Event, n_chars: int) -> list[Mark]:
    """The spans that the event's values rest on: the trigger, mentions of entities and place, and chosen claims."""
    found = [Mark(event.trigger, "type")]
    for field in ENTITY_FIELDS:
        found += [Mark(e.mention, field) for e in getattr(event, field) if e.mention is not None]
    if event.place is not None and event.place.mention is not None:
        found.append(Mark(event.place.mention, "place"))
    found += [Mark(a.span, "reported_by") for a in event.reported_by if a.span is not None]
    found += [Mark(c.span, c.field) for c in event.claims if c.chosen and c.span is not None and c.value is not None]
    return [m for m in dict.fromkeys(found) if len(m.span) > 0 and m.span.end <= n_chars]


def cut(text: str, within: Span, marks: Sequence[Mark], evidence: Iterable[Span] = ()) -> list[Piece]:
    """The text within a span in pieces. Where fields overlap, the shorter span shows."""
    bounds = {within.start, within.end}
    evidence = [s for s in evidence if s.overlaps(within)]
    marks = [m for m in marks if m.span.overlaps(within)]
    for span in (*(m.span for m in marks), *evidence):
        bounds |= {max(within.start, min(p, within.end)) for p in (span.start, span.end)}
    points = sorted(bounds)
    pieces = []
    for start, end in itertools.pairwise(points):
        here = [m for m in marks if m.span.start <= start < m.span.end]
        top = min(here, key=lambda m: (len(m.span), m.field != "type"), default=None)
        pieces.append(
            Piece(
                start=start,
                text=shown(text[start:end]),
                css=FIELD_CSS.get(top.field, "said") if top else "",
                title=", ".join(dict.fromkeys(m.field.replace("_", " ") for m in here)),
                is_evidence=any(s.start <= start < s.end for s in evidence),
            )
        )
    return pieces


def sentences_shown(event: Event, sentences: Sequence[Span], n_chars: int) -> list[Span]:
    """The spans of text to show first: the event's sentences in order, neighbouring ones joined.

    The sentence that holds the trigger is among them, whatever the evidence says.
    """
    wanted = [s for s in event.evidence if len(s) and s.end <= n_chars]
    starts = [s.start for s in sentences]
    at = bisect_right(starts, event.trigger.start) - 1
    home = sentences[at] if 0 <= at < len(sentences) else event.trigger
    if not any(s.overlaps(event.trigger) for s in wanted) and home.end <= n_chars:
        wanted.append(home)
    joined: list[Span] = []
    for span in sorted(wanted):
        if joined and span.start <= joined[-1].end + 1:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined or [Span(0, min(n_chars, 400))]


def around(event: Event, n_chars: int) -> Span:
    """The part of the report to show as context: all of it, or so much around the trigger."""
    if n_chars <= CONTEXT_CHARS:
        return Span(0, n_chars)
    start = max(0, min(event.trigger.start - CONTEXT_CHARS // 2, n_chars - CONTEXT_CHARS))
    return Span(start, start + CONTEXT_CHARS)
