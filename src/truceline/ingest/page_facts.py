"""What a web page says of itself: publication day, title, outlet, address. Nothing is taken from the crawl.

The day comes from what the page declares: meta elements, JSON-LD, microdata. Where it declares none, from a ``time``
element, the page's address, or a date line at the head of the text; that is told with a note. A library's free
search through the page was tried and left: it takes the day on which a browser saved the page, or a footer's, for the
publication day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from truceline.errors import BadDate
from truceline.ingest.days import read_day

PUBLISHED: tuple[str, ...] = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "article.published",
    "datepublished",
    "date_published",
    "publish-date",
    "publish_date",
    "publishdate",
    "published_time",
    "published-date",
    "pubdate",
    "publication_date",
    "publicationdate",
    "publication-date",
    "originalpublicationdate",
    "article_date_original",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "displaydate",
    "date",
)
"""Names of meta elements that hold a publication day, the surest first."""

CHANGED: tuple[str, ...] = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "revised")
"""Names of meta elements that hold a day of change, which is not the publication day."""

_MAX_JSON_CHARS = 500_000
_MAX_NODES = 2_000
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_LINE_DAY = re.compile(
    r"(?:(?:first )?(?:published|posted|issued|date|dated|on)(?: on| at)?[: ]+)?([\w .,/-]{6,40}?)"
    r"(?:[ ,|–—-]+(?:at )?\d{1,2}[:.]\d{2}.{0,20})?",
    re.IGNORECASE,
)
_LINES_LOOKED_AT = 4
_SAME_DAYS = timedelta(days=1)
"""Two declared days so close are one: time zones."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says of itself, as far as it does."""

    day: date | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    note: str = ""
    """What a person should know of the day: a fallback, two days that differ."""
    wrong: str = ""
    """The reason why a declared day is none; empty where a day was found, or none was declared."""
    changed: str = ""
    """A day of change, where the page declares that alone."""


def read_facts(tree: Any, text: str, url: str | None) -> PageFacts:
    """Read a page's facts.

    tree: lxml's tree of the page. text: its article text. url: the address it was fetched from, if it was.
    """
    metas = list(_metas(tree))
    nodes = list(_json_nodes(tree))
    url = url or _address(tree, metas)
    day, note, wrong = _day(tree, metas, nodes, text, url)
    named = dict(reversed(metas))
    return PageFacts(
        day=day,
        title=_title(tree, named, nodes),
        outlet=_outlet(named, nodes),
        url=url,
        note=note,
        wrong=wrong,
        changed=next((named[name] for name in CHANGED if name in named), "") if day is None else "",
    )


# -- the day ---------------------------------------------------------------------------------------------------


def _day(
    tree: Any, metas: list[tuple[str, str]], nodes: list[dict[str, Any]], text: str, url: str | None
) -> tuple[date | None, str, str]:
    """(day, note, what is wrong with the day declared)."""
    days: list[tuple[str, date]] = []
    wrong = ""
    for where, words in _declared(tree, metas, nodes):
        try:
            days.append((where, read_day(words)))
        except BadDate as bad:
            wrong = wrong or f"{where}: {bad}"
    if days:
        where, day = days[0]
        other = next(((w, d) for w, d in days if abs(d - day) > _SAME_DAYS), None)
        if other:
            return day, f"declares two publication days, {day} ({where}) and {other[1]} ({other[0]}); took {day}", ""
        return day, f"took {day} ({where}) for the publication day; {wrong}" if wrong else "", ""
    for where, found in _weaker(tree, text, url):
        note = f"declares no publication day that can be read; took {found} from {where}"
        return found, note, ""
    return None, "", wrong


def _declared(
    tree: Any, metas: list[tuple[str, str]], nodes: list[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """(where, words) of every declared publication day, the surest first."""
    for name in PUBLISHED[:4]:
        yield from ((f"meta {n}", v) for n, v in metas if n == name)
    for node in nodes:
        if isinstance(words := node.get("datePublished"), str) and words.strip():
            yield "JSON-LD datePublished", words
    for name in PUBLISHED[4:]:
        yield from ((f"meta {n}", v) for n, v in metas if n == name)
    for element in tree.xpath('//*[@itemprop="datePublished" and not(self::meta)]')[:3]:
        words = element.get("datetime") or element.get("content") or (element.text_content() or "")
        if words.strip():
            yield "itemprop datePublished", words.strip()[:60]


def _weaker(tree: Any, text: str, url: str | None) -> Iterator[tuple[str, date]]:
    """(where, day) of days that the page shows without declaring them, the surest first."""
    for element in tree.xpath("//time[@pubdate][@datetime] | //article//time[@datetime] | //time[@datetime]")[:1]:
        if (day := _try_day(element.get("datetime"))) is not None:
            yield "its first time element", day
    if url and (match := _URL_DAY.search(url)) and (day := _try_day("-".join(match.groups()))) is not None:
        yield "its address", day
    for line in text.split("\n")[: 2 * _LINES_LOOKED_AT]:
        if len(line) <= 80 and (found := _LINE_DAY.fullmatch(line.strip())):
            day = _try_day(found[1].strip(" ,"))
            if day is not None:
                yield "the head of its text", day


def _try_day(words: str) -> date | None:
    try:
        return read_day(words)
    except BadDate:
        return None


# -- title, outlet, address ------------------------------------------------------------------------------------


def _title(tree: Any, named: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    headline = next((n["headline"] for n in nodes if isinstance(n.get("headline"), str)), None)
    found = named.get("og:title") or headline or named.get("twitter:title")
    if not found:
        heads = tree.xpath("//h1")
        found = heads[0].text_content() if len(heads) == 1 else tree.findtext(".//title")
    return _one_line(found)


def _outlet(named: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    for node in nodes:
        publisher = node.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        if "datePublished" in node and isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return _one_line(named.get("og:site_name") or publisher["name"])
    return _one_line(named.get("og:site_name") or named.get("dc.publisher") or named.get("dcterms.publisher"))


def _address(tree: Any, metas: list[tuple[str, str]]) -> str | None:
    links = tree.xpath('//link[@rel="canonical"]/@href')
    found = links[0] if links else next((v for n, v in metas if n == "og:url"), None)
    found = str(found).strip() if found else ""
    return found[:2000] if found.startswith(("http://", "https://")) else None


def _one_line(words: object) -> str | None:
    return " ".join(str(words).split())[:500] or None if words else None


# -- reading ---------------------------------------------------------------------------------------------------


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """(name in small letters, content) of the page's meta elements."""
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content and name:
            yield name.strip().lower(), content


def _json_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD that stand for the page: at the top, in a list, or in ``@graph``."""
    n_nodes = 0
    for element in tree.xpath('//script[@type="application/ld+json"]'):
        words = element.text or ""
        if len(words) > _MAX_JSON_CHARS:
            continue
        try:
            found = json.loads(words, strict=False)
        except (ValueError, RecursionError):
            continue
        for top in found if isinstance(found, list) else [found]:
            graph = top.get("@graph") if isinstance(top, dict) else None
            for node in [top, *(graph if isinstance(graph, list) else [])]:
                n_nodes += 1
                if n_nodes > _MAX_NODES:
                    return
                if isinstance(node, dict):
                    yield node
