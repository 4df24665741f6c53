from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import NotText
from truceline.ingest.decode import decode

TEXT = "The café’s riders broke the truce at Bree.\r\nNobody was hurt, said the herald."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_decode_reads_every_unicode_encoding_without_its_mark(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding))
    assert decoded.text == TEXT
    assert not decoded.note


def test_decode_windows_1252_is_marked_as_a_fallback() -> None:
    decoded = decode(TEXT.encode("cp1252"))
    assert decoded.text == TEXT
    assert decoded.encoding == "cp1252"
    assert "Windows-1252" in decoded.note


def test_decode_utf8_with_one_broken_byte_keeps_the_rest_and_says_so() -> None:
    decoded = decode(TEXT.encode() + b" \xff.")
    assert decoded.text == TEXT + " \ufffd."
    assert "1 places" in decoded.note


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04abc", b"a\x00\x01\x02\x03\x04b", b"\x89PNG\r\n"])
def test_decode_refuses_binary(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_decode_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert decode(b"x" + text.encode()).text == "x" + text


@given(st.binary(max_size=300))
def test_decode_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(NotText):
        assert isinstance(decode(data).text, str)
