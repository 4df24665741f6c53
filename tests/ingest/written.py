"""One invented report, written down in the forms that reports come in."""

from __future__ import annotations

import html
import io
import json
import quopri
from datetime import date
from pathlib import Path
from typing import Any

from truceline.domain.text import Report
from truceline.ingest import FetchLimits, ReadOptions, Refusal, read_inputs

DAY = date(2024, 8, 21)
TITLE = "Riders leave Bree"
OUTLET = "Minas Post"
URL = "https://minas.example/news/riders"
PARAGRAPHS = (
    "The riders of Gondor left the town of Bree on Tuesday, a herald of the king said, after a truce of nine days with "
    "the forces of Mordor had ended.",
    "At least four people were killed when spears were thrown at the gate, according to two witnesses who spoke to the "
    "Minas Post.",
    "Talks between the two sides are to begin again on Friday in the Shire, the herald said, and the riders of Arnor "
    "are to watch over the road.",
)
TEXT = "\n\n".join(PARAGRAPHS)


def page(
    *,
    meta: str = '<meta property="article:published_time" content="2024-08-21T09:00:00+03:00">',
    body: str | None = None,
    head: str = "",
) -> str:
    article = body if body is not None else "".join(f"<p>{html.escape(p)}</p>" for p in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | {OUTLET}</title>{meta}'
        f'<meta property="og:site_name" content="{OUTLET}"><meta property="og:title" content="{TITLE}">'
        f'<link rel="canonical" href="{URL}">{head}</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>'
        f"<article><h1>{TITLE}</h1>{article}</article>"
        f"<aside><a href='/x'>Also read: harvest in Ithilien</a></aside><footer>© 2026 {OUTLET}</footer></body></html>"
    )


def rss(*items: str, encoding: str = "utf-8", title: str = OUTLET) -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>https://minas.example/</link><description>News</description>{''.join(items)}"
        "</channel></rss>"
    )


def item(
    *,
    link: str = URL,
    guid: str = "tag:minas.example,2024:riders",
    day: str = "Wed, 21 Aug 2024 09:00:00 +0300",
    content: str | None = None,
    title: str = TITLE,
    description: str = "The riders left.",
) -> str:
    whole = "".join(f"<p>{html.escape(p)}</p>" for p in PARAGRAPHS) if content is None else content
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        + (f"<pubDate>{day}</pubDate>" if day else "")
        + f"<description>{description}</description>"
        + (f"<content:encoded><![CDATA[{whole}]]></content:encoded>" if whole else "")
        + "</item>"
    )


def row(**more: Any) -> str:
    return json.dumps({"date": DAY.isoformat(), "text": TEXT, "title": TITLE, "outlet": OUTLET, "url": URL} | more)


def warc(*pages: tuple[str, str, bytes], status: str = "200 OK", crawled: str = "2026-05-01T00:00:00Z") -> bytes:
    """A WARC file of (address, content type, body) as responses."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, kind, body in pages:
        heads = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=heads, warc_headers_dict={"WARC-Date": crawled}
        )
        writer.write_record(record)
    return out.getvalue()


def snapshot(html: str, *, saved: str = "Fri, 1 May 2026 10:00:00 -0000") -> bytes:
    """A page as a browser saves it in one file."""
    head = (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\nSubject: {TITLE}\nDate: {saved}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--b--"\n\n\n'
    )
    packed = quopri.encodestring(html.encode()).decode()
    return (
        f"{head}----b--\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
        f"Content-Location: {URL}\n\n{packed}\n----b--\nContent-Type: image/png\n"
        "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n----b----\n"
    ).encode()


class Notes(list[str]):
    """Notes as lines."""

    def __call__(self, name: str, message: str) -> None:
        self.append(f"{name}: {message}")


def read_all(path: Path | str, **options: Any) -> list[Report | Refusal]:
    return list(read_inputs([str(path)], ReadOptions(**options)))


def read_one(path: Path | str, **options: Any) -> Report:
    found = read_all(path, **options)
    assert len(found) == 1, [str(f) for f in found]
    assert isinstance(found[0], Report), str(found[0])
    return found[0]


def refused(path: Path | str, **options: Any) -> Refusal:
    found = [f for f in read_all(path, **options) if isinstance(f, Refusal)]
    assert len(found) == 1, [str(f) for f in found]
    assert "\n" not in str(found[0])
    assert len(str(found[0])) < 600
    return found[0]


HERE = FetchLimits(allow_private=True, delay_s=0.0, max_seconds=5.0)
"""Limits for fetching from the tests' own server."""
