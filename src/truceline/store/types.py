"""Column types: text that survives every database, and moments in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

_ESCAPED = "\x1aescaped:"


class SafeText(TypeDecorator[str]):
    """Text of a report or from one. PostgreSQL takes no NUL and no database half a surrogate pair, yet JSON may bring
    both; such a text is kept with Python's escapes behind a mark and comes back as it was."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Text to column."""
        if value is None or not _needs_escape(value):
            return value
        return _ESCAPED + value.encode("unicode_escape").decode("ascii")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Column to text."""
        if value is None or not value.startswith(_ESCAPED):
            return value
        return str(value[len(_ESCAPED) :]).encode("ascii").decode("unicode_escape")


def _needs_escape(text: str) -> bool:
    if "\x00" in text or text.startswith(_ESCAPED):
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


class UtcMoment(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone and given back with it. One without a zone counts as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Moment to column."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Column to moment."""
        return None if value is None else value.replace(tzinfo=UTC)
