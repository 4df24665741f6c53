"""E-mail: messages (.eml) and mailboxes (.mbox) of news alerts and newsletters.

The day is the message's ``Date``, the title its subject, the text its plain part, else its HTML part. The outlet is the
name of the mailing list, the organisation, or the sender's domain; the sender's own name and address, which may be a
private person's, are not kept.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from typing import BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadPage, BadReport, EmptyReport, NoDate, ReportTooLarge
from truceline.ingest.days import read_day
from truceline.ingest.pages import html_text, page_too_large, without_headline
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, build_report, stream_error
from truceline.ingest.taken_apart import taken_apart

_MAX_HEAD_BYTES = 256_000
"""Longest head of a message that is read: the parser of heads is slow on what is made to be long."""
_MAX_LINE_BYTES = 20_000
"""Longest line of a head."""
_MAX_PARTS = 200
_HEAD = ("date", "subject", "message-id", "from", "organization", "list-id")


def read_message(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read one message."""
    try:
        data = stream.read(options.fetch.max_bytes + 1)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    yield _report_or_refusal(data, name, options, origin=None if name == "-" else name)


def read_mailbox(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read the messages of a mailbox in mbox form. One message is held at a time."""
    number = 0
    try:
        for number, data in enumerate(_messages(stream, options.fetch.max_bytes), start=1):
            yield _report_or_refusal(data, f"{name}[{number}]", options)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    if number == 0:
        yield Refusal(name, EmptyReport("is no mailbox: no line begins with “From ”"))


def _messages(stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """Messages of a mailbox, cut at max_bytes + 1; a line that begins with “From ” after a blank one starts each."""
    message: bytearray | None = None
    blank, whole = True, True
    while line := stream.readline(1 << 16):
        if whole and blank and line.startswith(b"From "):
            if message is not None:
                yield bytes(message)
            message = bytearray()
        elif message is not None and len(message) <= max_bytes:
            quoted = whole and line.startswith(b">") and line.lstrip(b">").startswith(b"From ")
            message += line[1:] if quoted else line
        blank = whole and not line.strip()
        whole = line.endswith(b"\n")
    if message is not None:
        yield bytes(message)


def _report_or_refusal(data: bytes, name: str, options: ReadOptions, origin: str | None = None) -> Report | Refusal:
    try:
        if len(data) > options.fetch.max_bytes:
            raise page_too_large(options)
        return _report(data, name, options, origin)
    except BadReport as bad:
        return Refusal(name, bad)


def _report(data: bytes, name: str, options: ReadOptions, origin: str | None) -> Report:
    if not data.strip():
        raise EmptyReport("is empty")
    check_head(data)
    with taken_apart():
        message = email.message_from_bytes(data, policy=email.policy.default)
        head = {key: _header(message, key) for key in _HEAD}
    if not any(head.values()):
        raise BadPage("is no e-mail message: it has no date, subject, sender or id")
    text, note = _body(message, head["subject"])
    if not text.strip():
        raise EmptyReport("holds no text; attachments are not read")
    if head["date"] is None and options.date is None:
        raise NoDate("has no Date line; use --date YYYY-MM-DD")
    report = build_report(
        text,
        options,
        day=None if head["date"] is None else read_day(head["date"]),
        title=head["subject"],
        outlet=_outlet(head, options),
        source_id=(head["message-id"] or "").strip("<>") or None,
        origin=origin,
    )
    if note:
        options.note(name, note)
    return report


def check_head(data: bytes) -> None:
    """Raise ReportTooLarge for a head that is made to keep the parser busy."""
    ends = [end for mark in (b"\n\n", b"\r\n\r\n") if (end := data.find(mark, 0, _MAX_HEAD_BYTES + 4)) >= 0]
    if not ends and len(data) > _MAX_HEAD_BYTES:
        raise ReportTooLarge(f"has a head of more than {_MAX_HEAD_BYTES:,} bytes; that is no e-mail message")
    head = data[: min(ends)] if ends else data
    if max(map(len, head.split(b"\n"))) > _MAX_LINE_BYTES:
        raise ReportTooLarge(f"has a line of more than {_MAX_LINE_BYTES:,} bytes in its head")


def _header(message: EmailMessage, key: str) -> str | None:
    """A line of the head in plain words; None where it is not there, or cannot be read."""
    try:
        found = message.get(key)
        words = None if found is None else str(found)
    except Exception:  # the parser of heads gives up in many ways on lines made to break it
        return None
    return " ".join(words.split())[:2000] or None if words else None


def _outlet(head: dict[str, str | None], options: ReadOptions) -> str | None:
    list_name = (head["list-id"] or "").partition("<")[0].strip(" \"'")
    domain = parseaddr(head["from"] or "")[1].rpartition("@")[2].lower()
    return list_name or head["organization"] or options.outlet or domain or None


def _body(message: EmailMessage, subject: str | None) -> tuple[str, str]:
    """(text, note). The plain part where it says something, else the HTML part."""
    plain = html = None
    n_parts = n_left = 0
    with taken_apart():
        for part in message.walk():
            n_parts += 1
            if n_parts > _MAX_PARTS:
                raise BadPage(f"has more than {_MAX_PARTS} parts")
            if part.is_multipart():
                continue
            kind, attached = part.get_content_type(), part.get_content_disposition() == "attachment"
            if attached or kind not in ("text/plain", "text/html"):
                n_left += attached
            elif kind == "text/plain" and plain is None:
                plain = _part_text(part)
            elif kind == "text/html" and html is None:
                html = _part_text(part)
    note = f"left out {n_left} attachments" if n_left else ""
    if plain and plain.strip():
        return plain.replace("\r\n", "\n").strip() + "\n", note
    return without_headline(html_text(html or "", with_frame=True), subject), note


def _part_text(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # an encoding that nobody knows
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
