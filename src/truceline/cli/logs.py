"""Logs on stderr: one line a message for people, or one JSON object a line for machines (``--log-format json``)."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

_ROOT = "truceline"


class LogFormat(StrEnum):
    """How stderr is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class JsonLines(logging.Formatter):
    """``{"time", "level", "logger", "message", …}``; what a message is about stands in fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


class TextLines(logging.Formatter):
    """``12:30:01 warning truceline.web: the record cannot be made again``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback where there is one."""
        at = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        line = f"{at} {record.levelname.lower()} {record.name}: {record.getMessage()}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _Stderr(logging.StreamHandler[Any]):
    """Writes to the stderr of the moment, which tests exchange."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self.stream = sys.stderr
        super().emit(record)


def set_up(form: LogFormat, level: LogLevel) -> None:
    """Send the package's log to stderr in this form, from this level up."""
    handler = _Stderr()
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else TextLines())
    logger = logging.getLogger(_ROOT)
    logger.handlers[:] = [handler]
    logger.setLevel(level.value.upper())
    logger.propagate = False


def is_json() -> bool:
    """True when stderr is for machines."""
    handlers = logging.getLogger(_ROOT).handlers
    return any(isinstance(h.formatter, JsonLines) for h in handlers)


def log_line(message: str, level: int, fields: dict[str, Any]) -> None:
    """One message of the command line, whatever the level is set to: as JSON it is data, not chatter."""
    logger = logging.getLogger(f"{_ROOT}.cli")
    record = logger.makeRecord(logger.name, level, "", 0, message, (), None, extra={"fields": fields})
    logging.getLogger(_ROOT).handle(record)
