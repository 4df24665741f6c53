"""Analysed reports for tests that need a parse; the pipeline is loaded once."""

from __future__ import annotations

from datetime import date
from functools import cache

from truceline.domain.text import Document, Report
from truceline.language import Language, analyse


@cache
def language() -> Language:
    return Language.load()


def analysed(text: str, published: str = "2024-08-21", title: str | None = None) -> Document:
    return analyse(Report(date.fromisoformat(published), text, title), language())
