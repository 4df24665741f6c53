from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.written import DAY, OUTLET, TEXT, TITLE, URL, Notes, item, read_all, read_one, refused, rss
from truceline.domain.text import Report
from truceline.errors import BadDate, BadPage, EmptyReport, NoDate
from truceline.ingest.feeds import MAX_ENTRIES, parse_feed

ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Minas Post</title>'
    "<id>urn:f</id><updated>2024-08-22T00:00:00Z</updated><entry><id>urn:1</id><title>T</title>"
    f'<link href="{URL}"/>{{days}}<content type="html">&lt;p&gt;The truce holds in Gondor.&lt;/p&gt;</content>'
    "</entry></feed>"
)


def write(folder: Path, content: str | bytes, name: str = "a.rss") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_feeds_saved_file_gives_the_reports_it_holds(tmp_path: Path) -> None:
    report = read_one(write(tmp_path, rss(item())))
    assert report.text == TEXT
    assert (report.date, report.title, report.outlet, report.url) == (DAY, TITLE, OUTLET, URL)
    assert report.source_id == "tag:minas.example,2024:riders"


def test_feeds_day_is_as_written_where_it_was_published(tmp_path: Path) -> None:
    report = read_one(write(tmp_path, rss(item(day="Wed, 21 Aug 2024 00:30:00 +0300"))))
    assert report.date == DAY


def test_feeds_summary_alone_is_read_with_a_note(tmp_path: Path) -> None:
    notes = Notes()
    assert read_one(write(tmp_path, rss(item(content=""))), note=notes).text == "The riders left."
    assert "summary" in notes[0]


def test_feeds_atom_with_a_day_of_change_alone_says_so(tmp_path: Path) -> None:
    notes = Notes()
    both = "<published>2024-08-21T00:00:00Z</published><updated>2024-08-25T00:00:00Z</updated>"
    assert read_one(write(tmp_path, ATOM.format(days=both), "a.atom"), note=notes).date == DAY
    assert notes == []
    changed = ATOM.format(days="<updated>2024-08-21T00:00:00Z</updated>")
    assert read_one(write(tmp_path, changed, "b.xml"), note=notes).date == DAY
    assert "day of change" in notes[0]


@pytest.mark.parametrize(
    ("day", "error"), [("", NoDate), ("2024-13-40", BadDate), ("Wed, 31 Jun 2024 10:00:00 GMT", BadDate)]
)
def test_feeds_entry_without_a_day_costs_only_itself(day: str, error: type[Exception], tmp_path: Path) -> None:
    path = write(tmp_path, rss(item(day=day, guid="x"), item()))
    assert isinstance(refused(path).error, error)
    assert sum(isinstance(r, Report) for r in read_all(path)) == 1


@pytest.mark.parametrize(
    "data",
    [
        rss(item(description="café")).encode("latin-1"),
        rss(item(description="café"), encoding="utf-16").encode(),
        rss(item(description="café"), encoding="klingon").encode(),
    ],
)
def test_feeds_that_lie_about_their_encoding_are_read_with_a_note(data: bytes, tmp_path: Path) -> None:
    notes = Notes()
    assert read_one(write(tmp_path, data), note=notes).text == TEXT
    assert "encoding" in notes[0] or "read as" in notes[0]


def test_feeds_broken_xml_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    notes = Notes()
    assert read_one(write(tmp_path, rss(item())[:-20]), note=notes).text == TEXT
    assert "well-formed" in notes[0]


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "doctype",
    [
        LAUGHS,
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_feeds_with_entities_of_their_own_are_refused(doctype: str, encoding: str, tmp_path: Path) -> None:
    text = rss(item(description="&b;&x;"), encoding=encoding).replace("?>", "?>" + doctype, 1)
    refusal = refused(write(tmp_path, text.encode(encoding)))
    assert isinstance(refusal.error, BadPage)
    assert "entities" in str(refusal)


def test_feeds_old_doctype_without_entities_is_read(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">'
    assert read_one(write(tmp_path, rss(item()).replace("?>", "?>" + doctype, 1))).text == TEXT


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<?xml version='1.0'?><urlset><url/></urlset>", BadPage),
        (rss().encode(), EmptyReport),
        (b"\x00\x01\x02" * 50, BadPage),
        (b"<rss", BadPage),
    ],
)
def test_feeds_that_are_none_are_refused(data: bytes, error: type[Exception], tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, data, "a.xml")).error, error)


def test_feeds_entries_come_the_oldest_first_and_not_without_end() -> None:
    feed = parse_feed(rss(*(item(guid=f"g{n}") for n in range(MAX_ENTRIES + 20))).encode())
    assert len(feed.entries) == MAX_ENTRIES
    assert feed.entries[-1].id == "g0"
    assert "520 entries" in feed.note


def test_feeds_relative_links_are_led_back_to_where_the_feed_came_from() -> None:
    feed = parse_feed(rss(item(link="/a/b")).encode(), url="https://minas.example/feed.xml")
    assert feed.entries[0].link == "https://minas.example/a/b"


def test_feeds_links_that_run_code_are_no_links() -> None:
    assert parse_feed(rss(item(link="javascript:alert(1)")).encode()).entries[0].link is None
