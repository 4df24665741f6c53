"""Pages saved by a browser as one file (.mhtml): mail in form, a page in substance. The day of saving is never the
page's own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from typing import BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadPage, BadReport
from truceline.ingest.mail import check_head
from truceline.ingest.pages import page_report, page_too_large
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, stream_error
from truceline.ingest.taken_apart import taken_apart

_MAX_PARTS = 2_000
"""Most parts that are looked at; the page is the first, its pictures follow."""


def read_snapshot(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read the page of a saved snapshot."""
    try:
        data = stream.read(options.fetch.max_bytes + 1)
        if len(data) > options.fetch.max_bytes:
            raise page_too_large(options)
        html, url, charset = _page_of(data)
        report = page_report(
            html, name, options, url=url, charset=charset, origin=None if name == "-" else name
        )
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
    except BadReport as bad:
        yield Refusal(name, bad)
    else:
        yield report


def _page_of(data: bytes) -> tuple[bytes, str | None, str | None]:
    """(HTML, address, declared encoding) of the first page in it. Raises BadPage."""
    check_head(data)
    with taken_apart():
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        url = str(message.get("Snapshot-Content-Location") or "").strip()
        for number, part in enumerate(message.walk()):
            if number >= _MAX_PARTS:
                break
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                url = url or str(part.get("Content-Location") or "").strip()
                shown = url[:2000] if url.startswith(("http://", "https://")) else None
                return (payload if isinstance(payload, bytes) else b""), shown, part.get_content_charset()
    raise BadPage("is no saved page: it holds no part that is HTML")
