"""Web pages: HTML to a report. The article's text is trafilatura's, what it says of itself page_facts'."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from truceline.domain.text import Report
from truceline.errors import BadDate, BadPage, BadReport, EmptyReport, NoDate, ReportTooLarge
from truceline.ingest.decode import Decoded, decode, find_encoding, refuse_binary
from truceline.ingest.extras import need
from truceline.ingest.page_facts import read_facts
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, build_report, stream_error
from truceline.ingest.taken_apart import taken_apart

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 8192
_MAX_ELEMENTS = 50_000
"""Most elements of a page that is read: ten times those of a long news page. Finding the article takes 20 to 50 µs an
element, and 2 kB (docs/reading-in.md)."""
_BLOCKS = frozenset(
    "address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th title tr ul".split()
)
_HIDDEN = frozenset("script style template noscript iframe object".split())
_ASSUMED = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
"""What pages that declare the one hold in truth, as browsers read them."""


def read_page(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read one report from an HTML file."""
    try:
        data = stream.read(options.fetch.max_bytes + 1)
        report = page_report(data, name, options, origin=None if name == "-" else name)
    except STREAM_ERRORS as error:
        yield Refusal(name, stream_error(error))
    except BadReport as bad:
        yield Refusal(name, bad)
    else:
        yield report


def page_report(
    data: bytes,
    name: str,
    options: ReadOptions,
    *,
    url: str | None = None,
    charset: str | None = None,
    source_id: str | None = None,
    origin: str | None = None,
    fetched_utc: datetime | None = None,
    feed_day: date | None = None,
    feed_title: str | None = None,
    feed_outlet: str | None = None,
) -> Report:
    """The report that a page holds.

    name: the input, for notes. url: where the page was fetched. charset: the encoding that the server declared.
    feed_day, feed_title, feed_outlet: what a feed says of the page, for what the page does not say itself.
    fetched_utc is kept beside the report and never taken for its day.
    Raises EmptyReport, NoDate, BadDate, NotText, BadPage, ReportTooLarge, NotInstalled, LanguageNotSupported.
    """
    if len(data) > options.fetch.max_bytes:
        raise page_too_large(options)
    if not data.strip():
        raise EmptyReport("is empty")
    decoded = decode_page(data, charset)
    tree, text = _article(decoded.text)
    with taken_apart():
        facts = read_facts(tree, text or "", url)
    if text is None:
        raise EmptyReport("holds no article text that can be found; is it a list of links, or made by scripts?")
    day = facts.day or feed_day
    if facts.day and feed_day and abs((facts.day - feed_day).days) > 1:
        options.note(name, f"the feed gives {feed_day} as its day, the page {facts.day}; took the page's")
    if day is None and facts.wrong:
        raise BadDate(facts.wrong)
    if day is None and options.date is None:
        hint = f"only a day of change ({facts.changed[:30]})" if facts.changed else "no publication day"
        raise NoDate(f"gives {hint}, and the day of fetching is none; use --date YYYY-MM-DD")
    title = facts.title or feed_title
    host = _host(facts.url)
    report = build_report(
        without_headline(text, title),
        options,
        day=day,
        title=title,
        outlet=facts.outlet or feed_outlet or options.outlet or host,
        url=facts.url,
        source_id=source_id,
        origin=origin,
        fetched_utc=fetched_utc,
    )
    for note in (decoded.note, facts.note):
        if note:
            options.note(name, note)
    return report


def page_too_large(options: ReadOptions) -> ReportTooLarge:
    """The error for a page, feed or message over the limit."""
    return ReportTooLarge(f"is larger than {options.fetch.max_bytes:,} bytes; raise TRUCELINE_MAX_PAGE_BYTES")


def html_text(html: str, *, with_frame: bool = False) -> str:
    """The text of a piece of HTML, such as a feed's content, a paragraph a block; empty where there is none.

    with_frame: it has navigation and footers around it, as a message from a mailing list has; the article alone is
    taken where one can be found. Plain text comes back as it is.
    Raises BadPage, NotInstalled.
    """
    if "<" not in html and "&" not in html:
        return html
    if with_frame:
        tree, text = _article(html)
        return text or _block_text(tree)
    return _block_text(_tree(f"<html><body><div>{html}</div></body></html>"))


def without_headline(text: str, title: str | None) -> str:
    """The text without a first line that is the title once more."""
    first, _, rest = text.partition("\n\n")
    if title and rest and _plain(first) == _plain(title):
        return rest
    return text


def decode_page(data: bytes, charset: str | None = None) -> Decoded:
    """Bytes of a page to text: by byte order mark, the server's word, the page's word, then as any text.

    A declared encoding that does not hold is let go, with a note. Raises NotText for binary data.
    """
    head = data[:_HEAD_BYTES]
    refuse_binary(head)
    if find_encoding(head) is not None:
        return decode(data)
    inside = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    for declared in (charset, inside[1].decode("ascii") if inside else None):
        if not declared:
            continue
        try:
            name = codecs.lookup(_ASSUMED.get(declared.strip().lower(), declared.strip())).name
            if name.startswith(("utf-16", "utf-32")):  # the bytes show none, so the page cannot be read as one
                continue
            return Decoded(data.decode(name), name)
        except (LookupError, UnicodeError, ValueError):
            fallback = decode(data)
            if fallback.note:
                return fallback
            return Decoded(fallback.text, fallback.encoding, f"is declared as {declared[:20]}, read as UTF-8")
    return decode(data)


def _tree(html: str) -> Any:
    """lxml's tree of a page. Raises BadPage, NotInstalled."""
    with taken_apart():
        tree = need("trafilatura").load_html(html)
        n_elements = 0 if tree is None else int(tree.xpath("count(//*)"))
    if tree is None:
        raise BadPage("is not HTML that can be read")
    if n_elements > _MAX_ELEMENTS:
        raise BadPage(f"has {n_elements:,} elements, at most {_MAX_ELEMENTS:,} are read; that is no news page")
    return tree


def _article(html: str) -> tuple[Any, str | None]:
    """(tree, article text with blank lines between paragraphs, or None where no article is found)."""
    tree = _tree(html)
    with taken_apart():
        document = need("trafilatura").bare_extraction(tree, include_comments=False, with_metadata=False)
    text = document.text if document is not None else None
    lines = [line.strip() for line in (text or "").split("\n")]
    return tree, "\n\n".join(line for line in lines if line) or None


def _block_text(tree: Any) -> str:
    """All text of a tree, white space as a browser shows it, a blank line between blocks."""
    pieces: list[str] = []
    for event, element in need("lxml.etree").iterwalk(tree, events=("start", "end")):
        is_element = isinstance(element.tag, str)
        if is_element and element.tag in _BLOCKS:
            pieces.append("\n")
        words = element.text if event == "start" else element.tail
        if words and (event == "end" or (is_element and element.tag not in _HIDDEN)):
            pieces.append(re.sub(r"\s+", " ", words))
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return "\n\n".join(line for line in lines if line)


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()


def _host(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
