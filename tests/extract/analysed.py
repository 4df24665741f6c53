"""Analysed reports for tests that need a parse; the pipeline is loaded once."""

from __future__ import annotations

from datetime import date
from functools import cache

from truceline.coder import Resources
from truceline.domain.text import Document, Report, Span, Token
from truceline.language import Language, analyse


@cache
def language() -> Language:
    return Language.load()


@cache
def resources() -> Resources:
    """All that the shipped coder works with."""
    return Resources.load()


def analysed(text: str, published: str = "2024-08-21", title: str | None = None) -> Document:
    return analyse(Report(date.fromisoformat(published), text, title), language())


def span_of(doc: Document, words: str) -> Span:
    """The first place where the words stand."""
    start = doc.text.index(words)
    return Span(start, start + len(words))


def token_of(doc: Document, word: str) -> Token:
    """The token that begins where the word first stands."""
    return next(t for t in doc.tokens if t.start == doc.text.index(word))
