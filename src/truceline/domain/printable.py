"""Untrusted text made fit to be shown: on a terminal, and on a page."""

from __future__ import annotations

_SHOWN = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_SHOWN |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_SHOWN |= dict.fromkeys((*range(0xD800, 0xE000), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)


def printable(text: str) -> str:
    """The text with control characters, text direction overrides and half surrogate pairs as visible signs.

    As long as the text, so spans still fit. A report must not be able to steer the reader's terminal or page.
    """
    return text.translate(_SHOWN)
