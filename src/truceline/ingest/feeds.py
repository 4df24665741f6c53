"""RSS and Atom: a feed to its entries, and a feed's own texts to reports."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO
from xml.sax.handler import ContentHandler

from truceline.domain.text import Report
from truceline.errors import BadPage, BadReport, EmptyReport, NoDate
from truceline.ingest.days import read_day
from truceline.ingest.decode import find_encoding
from truceline.ingest.extras import need
from truceline.ingest.pages import html_text, page_too_large, without_headline
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, build_report, stream_error
from truceline.ingest.taken_apart import taken_apart

MAX_ENTRIES = 500
"""Entries of one feed that are read at a time; feeds hold 10 to 100."""
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_HEAD_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as the feed gives it."""

    id: str | None
    """The feed's own id for it."""
    link: str | None
    title: str | None
    day: str | None
    """The publication day as written."""
    changed: str | None
    """The day of the last change as written."""
    text: str
    """HTML or plain text; empty where the feed gives a link alone."""
    is_whole: bool
    """True where the feed gives it as the content, False where as a summary."""

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return self.link or self.id or self.title or "an entry"

    def publication_day(self, *, rss: bool) -> tuple[date | None, str]:
        """(day, note). A day of change stands for the publication day where there is no other, with a note.

        rss: the feed is RSS, where Dublin Core's date, which has no other name, is the publication day.
        Raises BadDate for a publication day that is none.
        """
        if self.day:
            return read_day(self.day), ""
        if not self.changed:
            return None, ""
        return read_day(self.changed), "" if rss else "gives a day of change alone; took it for the publication day"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that was read."""

    title: str | None
    is_rss: bool
    entries: tuple[Entry, ...]
    """The oldest first, as far as the feed stands in order."""
    note: str = ""
    """What a person should know of how it was read: a wrong encoding, broken XML, entries left out."""


def parse_feed(data: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """Take a feed apart.

    content_type: as the server gave it. url: where it came from, for links that are relative.
    Raises BadPage when it is no feed, or declares entities (a few lines of which can stand for gigabytes);
    NotInstalled.
    """
    _refuse_entities(data)
    feedparser = need("feedparser")
    headers = {"content-type": content_type} if content_type else {}
    if url:
        headers["content-location"] = url
    with taken_apart():
        return _read_parsed(feedparser.parse(io.BytesIO(data), response_headers=headers))


def entry_report(
    entry: Entry, feed: Feed, name: str, options: ReadOptions, *, outlet: str | None = None
) -> Report:
    """The report that an entry holds in its own text.

    name: the input, for notes. outlet: a name for the feed's outlet that a person gave.
    Raises EmptyReport, NoDate, BadDate and what ``build_report`` raises.
    """
    text = html_text(entry.text).strip()
    if not text:
        raise EmptyReport("holds no text in the feed, only a link")
    day, note = entry.publication_day(rss=feed.is_rss)
    if day is None and options.date is None:
        raise NoDate("gives no publication day; use --date YYYY-MM-DD")
    report = build_report(
        without_headline(text, entry.title),
        options,
        day=day,
        title=entry.title,
        outlet=outlet or options.outlet or feed.title,
        url=entry.link,
        source_id=entry.id,
    )
    if not entry.is_whole:
        note = f"{note}; " if note else ""
        note += "the feed gives a summary, not the report"
    if note:
        options.note(name, note)
    return report


def read_feed(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read the texts of a feed that was saved to a file; nothing is fetched."""
    try:
        data = stream.read(options.fetch.max_bytes + 1)
        if len(data) > options.fetch.max_bytes:
            raise page_too_large(options)
        feed = parse_feed(data)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
        return
    except BadReport as bad:
        yield Refusal(name, bad)
        return
    if feed.note:
        options.note(name, feed.note)
    if not feed.entries:
        yield Refusal(name, EmptyReport("is a feed without entries"))
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{name}[{number}] ({entry.name[:80]})"
        try:
            yield entry_report(entry, feed, where, options)
        except BadReport as bad:
            yield Refusal(where, bad)


# -- reading ---------------------------------------------------------------------------------------------------


def _refuse_entities(data: bytes) -> None:
    found = find_encoding(data[:_HEAD_BYTES])
    narrow = data.replace(b"\0", b"") if found and found[0] != "utf-8" else data
    if _ENTITY.search(narrow):
        raise BadPage("declares entities of its own, which feeds have no need of; not read")
    sax, common = need("defusedxml.sax"), need("defusedxml.common")
    try:
        sax.parseString(data, ContentHandler(), forbid_dtd=False, forbid_entities=True, forbid_external=False)
    except common.DefusedXmlException as error:
        raise BadPage("declares entities of its own, which feeds have no need of; not read") from error
    except Exception:  # not well-formed: feedparser reads such feeds too, without a parser that knows entities
        return


def _read_parsed(parsed: Any) -> Feed:
    version = str(parsed.get("version") or "")
    found = parsed.get("entries") or []
    if not version and not found:
        raise BadPage("is no RSS or Atom feed")
    notes = []
    if len(found) > MAX_ENTRIES:
        notes.append(f"holds {len(found):,} entries; read the first {MAX_ENTRIES}")
    if parsed.get("bozo"):
        notes.append(_bozo_words(parsed.get("bozo_exception"), str(parsed.get("encoding") or "")))
    entries = tuple(_entry(item) for item in reversed(found[:MAX_ENTRIES]))
    return Feed(
        title=_line(parsed.feed.get("title")),
        is_rss=version.startswith("rss"),
        entries=entries,
        note="; ".join(note for note in notes if note),
    )


def _bozo_words(error: object, encoding: str) -> str:
    kind = type(error).__name__
    if kind == "CharacterEncodingOverride":
        return f"lies about its encoding; read as {encoding}"
    if kind in ("CharacterEncodingUnknown", "UnicodeDecodeError"):
        return f"is in an encoding that cannot be told; read as {encoding}"
    if kind == "NonXMLContentType":
        return ""
    return f"is not well-formed XML ({' '.join(str(error).split())[:80]}); read as far as it goes"


def _entry(item: Any) -> Entry:
    contents = [c for c in item.get("content") or [] if isinstance(c.get("value"), str)]
    whole = max((c["value"] for c in contents if _is_text(c)), key=len, default="")
    summary = item.get("summary") if isinstance(item.get("summary"), str) else ""
    link = _line(item.get("link"))
    return Entry(
        id=_line(item.get("id")),
        link=link if link and link.startswith(("http://", "https://")) else None,
        title=_line(html_text(str(item.get("title") or ""))[:500]),
        day=_line(item.get("published")),
        changed=_line(dict.get(item, "updated")),  # feedparser's own get would give the day of publication
        text=whole or summary or "",
        is_whole=bool(whole),
    )


def _is_text(content: Any) -> bool:
    return str(content.get("type") or "text/plain") in ("text/plain", "text/html", "application/xhtml+xml")


def _line(words: object) -> str | None:
    return (" ".join(str(words).split())[:2000] or None) if words else None

