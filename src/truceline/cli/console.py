"""What the verbs share on the terminal: data to stdout as bytes, everything else to stderr, no control characters."""

from __future__ import annotations

import logging
import sys
from typing import IO

from rich.console import Console

from truceline.cli.logs import is_json, log_line
from truceline.domain.printable import printable
from truceline.domain.serial import json_bytes

__all__ = ["printable", "say", "stderr_console", "stdout_console", "write_json"]

_WIDTH = 140
"""Columns of a table that is written to a file or pipe."""


def stdout_console() -> Console:
    """The console for data that people read: colours on a terminal alone."""
    is_terminal = sys.stdout.isatty()
    return Console(file=sys.stdout, width=None if is_terminal else _WIDTH, highlight=False, soft_wrap=False)


def stderr_console() -> Console:
    """The console for progress and warnings."""
    return Console(file=sys.stderr, stderr=True, highlight=False, soft_wrap=True)


def write_json(record: object) -> None:
    """One line of JSON to stdout, at once, in UTF-8 whatever the locale."""
    out: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
    line = json_bytes(record) + b"\n"
    if out is None:  # a test that catches stdout as text
        sys.stdout.write(line.decode("utf-8"))
        return
    sys.stdout.flush()
    out.write(line)
    out.flush()


def say(message: str, level: int = logging.INFO, **fields: object) -> None:
    """One line to stderr. Where stderr is for machines, a JSON object with the fields beside the message."""
    if is_json():
        log_line(message, level, fields)
        return
    line = printable(message.replace("\n", " ")) + "\n"
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
    sys.stderr.flush()
