"""Report, Span and Document: one dated text and what the language layer found in it.

All offsets are Unicode code points into ``Report.text``, end exclusive. The text is never altered.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of code points of one report's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span [{self.start}, {self.end}) is not a forward interval")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def n_shared(self, other: Span) -> int:
        """How many code points the two share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """True when other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of the span as written."""
        return text[self.start : self.end]


def content_id(*parts: object) -> str:
    """A stable id of 24 hex digits (96 bits of SHA-256) over JSON-able parts."""
    packed = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Report:
    """One dated text. ``id`` is a hash of day, outlet and text, so reading twice is harmless."""

    date: date
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = "en"
    fetched_utc: datetime | None = None
    source_id: str | None = None
    """The id that the source gives, kept beside our own."""
    id: str = field(default="")
    origin: str | None = field(default=None, compare=False)
    """The file that it was read from, where it had one to itself: a name to find it by, no part of what it is."""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", content_id(self.date.isoformat(), self.outlet or "", self.text))

    @property
    def report_id(self) -> str:
        """The id to print: the source's own where it gives one, else the content hash."""
        return self.source_id or self.id


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its analysis (Universal POS, Penn tags, spaCy's dependency labels)."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    """Index of the governing token; a root governs itself."""
    sent: int
    """Index of the sentence in ``Document.sentences``."""
    ent: str = ""
    """Label of the entity that the token belongs to, or empty."""

    @property
    def span(self) -> Span:
        """Where the token stands."""
        return Span(self.start, self.end)

    @property
    def lower(self) -> str:
        """The token's text in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """A named entity as the recogniser labels it (OntoNotes labels: GPE, ORG, PERSON, NORP ...)."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks. ``span`` includes the marks, ``inner`` does not."""

    span: Span
    inner: Span
    closed: bool = True
    """False when the paragraph ends without a closing mark (a speech that goes on)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report with its analysis. Built by ``language.analyse``, or by hand in tests."""

    report: Report
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Span, ...] = ()
    entities: tuple[EntitySpan, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    dateline: Span | None = None
    """The span of a dateline such as ``BAGHDAD, Aug 6 (Outlet) -``, without the sentence after it."""
    _children: tuple[tuple[int, ...], ...] = field(default=(), repr=False, compare=False)
    _sent_tokens: tuple[tuple[int, int], ...] = field(default=(), repr=False, compare=False)
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.tokens]
        bounds: list[list[int]] = [[-1, -1] for _ in self.sentences]
        for token in self.tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
            bound = bounds[token.sent]
            if bound[0] < 0:
                bound[0] = token.i
            bound[1] = token.i + 1
        object.__setattr__(self, "_children", tuple(tuple(c) for c in children))
        object.__setattr__(self, "_sent_tokens", tuple((max(a, 0), max(b, 0)) for a, b in bounds))
        object.__setattr__(self, "_starts", tuple(t.start for t in self.tokens))

    @property
    def text(self) -> str:
        """The report's text, untouched."""
        return self.report.text

    def children(self, token: Token) -> tuple[Token, ...]:
        """Direct dependents in text order."""
        return tuple(self.tokens[i] for i in self._children[token.i])

    def head(self, token: Token) -> Token:
        """The governing token (itself for a root)."""
        return self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Governors from the nearest up to the root."""
        seen = 0
        while token.head != token.i and seen < 200:
            token = self.tokens[token.head]
            seen += 1
            yield token

    def subtree(self, token: Token) -> tuple[Token, ...]:
        """The token and all that depend on it, in text order."""
        found, todo = [], [token.i]
        while todo:
            i = todo.pop()
            found.append(i)
            todo.extend(self._children[i])
        return tuple(self.tokens[i] for i in sorted(found))

    def sentence_tokens(self, sentence: int) -> tuple[Token, ...]:
        """Tokens of the sentence with that index."""
        first, last = self._sent_tokens[sentence]
        return self.tokens[first:last]

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds the offset, or of the last one that starts before it."""
        i = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return max(i, 0)

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """Tokens that overlap the span, in text order."""
        i = max(bisect_right(self._starts, span.start) - 1, 0)
        out = []
        while i < len(self.tokens) and self.tokens[i].start < span.end:
            if self.tokens[i].end > span.start:
                out.append(self.tokens[i])
            i += 1
        return tuple(out)

    def token_at(self, offset: int) -> Token | None:
        """The token that covers the offset, or None."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and self.tokens[i].start <= offset < self.tokens[i].end:
            return self.tokens[i]
        return None

    def syntactic_head(self, span: Span) -> Token | None:
        """The token of the span whose governor lies outside it (the first such), or None for an empty span."""
        tokens = self.tokens_in(span)
        inside = {t.i for t in tokens}
        for token in tokens:
            if token.head not in inside or token.head == token.i:
                return token
        return tokens[0] if tokens else None

    def paragraph_at(self, offset: int) -> int:
        """Index of the paragraph that holds the offset, or of the last one that starts before it."""
        i = bisect_right(self.paragraphs, offset, key=lambda s: s.start) - 1
        return max(i, 0)

    def in_quotation(self, offset: int) -> Quotation | None:
        """The quotation that covers the offset, or None."""
        for quotation in self.quotations:
            if quotation.inner.start <= offset < quotation.inner.end:
                return quotation
        return None
