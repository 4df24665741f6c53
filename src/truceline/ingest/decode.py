"""Bytes to text: marks of encoding, binary files, and fallbacks that say so."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from truceline.errors import NotText

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_SNIFF_BYTES = 8192
_BINARY_SHARE = 0.02
"""Share of control bytes from which a file counts as binary: random bytes have 0.1, text has none."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read from bytes. ``note`` is empty unless a fallback was taken."""

    text: str
    encoding: str
    note: str = ""


def find_encoding(head: bytes) -> tuple[str, int] | None:
    """(encoding, length of the mark) where the bytes say it: a byte order mark, or UTF-16 without one. Else None."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    sample = head[: _SNIFF_BYTES // 2 * 2]
    if len(sample) >= 8:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        half = len(sample) // 2
        if odd > 0.4 * half and even < 0.05 * half:
            return "utf-16-le", 0
        if even > 0.4 * half and odd < 0.05 * half:
            return "utf-16-be", 0
    return None


def refuse_binary(head: bytes) -> None:
    """Raise NotText when the first bytes are those of a known binary format, or hold too many control bytes."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise NotText(f"is {name}, not text; save it as text, CSV, HTML or JSONL first")
    if find_encoding(head) is not None:
        return
    sample = head[:_SNIFF_BYTES]
    n_control = len(sample) - len(sample.translate(None, _CONTROL))
    if n_control > _BINARY_SHARE * len(sample):
        raise NotText("is binary, not text; save it as text, CSV, HTML or JSONL first")


def decode(data: bytes) -> Decoded:
    """Read bytes as text: by their byte order mark, as UTF-8, else as Windows-1252 with a note.

    A byte order mark is no part of the text. In a text that is UTF-8 but for a few bytes, those become U+FFFD, with
    a note.
    Raises NotText for binary data.
    """
    refuse_binary(data[:_SNIFF_BYTES])
    if (found := find_encoding(data[:_SNIFF_BYTES])) is not None:
        encoding, n_mark = found
        try:
            return Decoded(data[n_mark:].decode(encoding), encoding)
        except UnicodeDecodeError:
            text = data[n_mark:].decode(encoding, "replace")
            return Decoded(text, encoding, f"some bytes are not {encoding.upper()}; they are shown as U+FFFD")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_with_fallback(data)


def _decode_with_fallback(data: bytes) -> Decoded:
    replaced = data.decode("utf-8", "replace")
    n_bad = replaced.count("\ufffd")
    n_good = sum(ch > "\x7f" for ch in replaced) - n_bad
    if n_good > n_bad:
        note = f"{n_bad} places are not UTF-8; they are shown as U+FFFD"
        return Decoded(replaced, "utf-8", note)
    try:
        return Decoded(data.decode("cp1252"), "cp1252", "not UTF-8; read as Windows-1252")
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1", "not UTF-8; read as Latin-1")
