"""What the verbs share on the terminal: data to stdout as bytes, everything else to stderr, no control characters."""

from __future__ import annotations

import sys
from typing import IO

from rich.console import Console

from truceline.domain.serial import json_bytes

_WIDTH = 140
"""Columns of a table that is written to a file or pipe."""

_SHOWN = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_SHOWN |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_SHOWN |= dict.fromkeys((*range(0xD800, 0xE000), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)


def printable(text: str) -> str:
    """The text with control characters, text direction overrides and half surrogate pairs as visible signs.

    As long as the text, so spans still fit. A report must not be able to steer the reader's terminal.
    """
    return text.translate(_SHOWN)


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


def say(message: str) -> None:
    """One line to stderr."""
    line = printable(message.replace("\n", " ")) + "\n"
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
    sys.stderr.flush()
