from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.ingest.written import DAY, OUTLET, TEXT, TITLE, URL, Notes, page, read_all, read_one, refused, snapshot
from truceline.domain.text import Report
from truceline.errors import BadDate, BadPage, EmptyReport, NoDate, NotInstalled
from truceline.ingest import extras
from truceline.ingest.pages import html_text


def write(folder: Path, content: str | bytes, name: str = "a.html") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_pages_give_text_title_day_outlet_and_address(tmp_path: Path) -> None:
    report = read_one(write(tmp_path, page()))
    assert report.text == TEXT
    assert (report.date, report.title, report.outlet, report.url) == (DAY, TITLE, OUTLET, URL)
    assert report.fetched_utc is None


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="date" content="2024-08-21">',
        '<meta name="DC.date.issued" content="21 August 2024">',
        '<meta name="parsely-pub-date" content="2024-08-21T06:00:00Z">',
        '<meta itemprop="datePublished" content="2024-08-21">',
        '<script type="application/ld+json">{"datePublished": "2024-08-21T06:00:00Z"}</script>',
        '<script type="application/ld+json">{"@graph": [{"a": 1}, {"datePublished": "2024-08-21"}]}</script>',
        '<script type="application/ld+json">[{"@type": "X"}, {"datePublished": "2024-08-21"}]</script>',
    ],
)
def test_pages_day_is_the_one_that_the_page_declares(meta: str, tmp_path: Path) -> None:
    notes = Notes()
    assert read_one(write(tmp_path, page(meta=meta)), note=notes).date == DAY
    assert notes == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"head": '<meta property="article:modified_time" content="2024-08-22">'}, "only a day of change"),
        ({"head": "<!-- saved from url=(0031)https://minas.example at Fri Nov 27 2026 -->"}, "no publication day"),
        ({"body": None}, "the day of fetching is none"),
    ],
)
def test_pages_day_of_change_of_saving_or_of_the_footer_is_not_taken(
    change: dict[str, str], says: str, tmp_path: Path
) -> None:
    refusal = refused(write(tmp_path, page(meta="", **change)))
    assert isinstance(refusal.error, NoDate)
    assert says in str(refusal)


def test_pages_date_option_dates_a_page_that_gives_no_day(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, page(meta="")), date=date(2001, 2, 3)).date == date(2001, 2, 3)
    assert read_one(write(tmp_path, page()), date=date(2001, 2, 3)).date == DAY


def test_pages_declared_day_that_is_none_is_refused(tmp_path: Path) -> None:
    refusal = refused(write(tmp_path, page(meta='<meta name="date" content="2024-13-40">')))
    assert isinstance(refusal.error, BadDate)
    assert "2024-13-40" in str(refusal)


@pytest.mark.parametrize(
    ("meta", "body", "where"),
    [
        ('<meta name="date" content="soon">', '<time datetime="2024-08-21T09:00">Wednesday</time>', "time element"),
        ("", '<time datetime="2024-08-21">Wednesday</time>', "time element"),
        (f'<link rel="canonical" href="{URL}"><meta property="og:url" content="x">', "", "address"),
        ("", "<p>Published: 21 August 2024, 10:00</p>", "head of its text"),
    ],
)
def test_pages_day_that_is_shown_but_not_declared_is_taken_with_a_note(
    meta: str, body: str, where: str, tmp_path: Path
) -> None:
    notes = Notes()
    html = page(meta=meta, body=body + "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n")))
    if where == "address":
        html = html.replace(URL, "https://minas.example/2024/08/21/riders")
    assert read_one(write(tmp_path, html), note=notes).date == DAY
    assert where in notes[0]


def test_pages_two_declared_days_are_said(tmp_path: Path) -> None:
    notes = Notes()
    html = page(head='<meta name="dc.date" content="2024-08-29">')
    assert read_one(write(tmp_path, html), note=notes).date == DAY
    assert "2024-08-29" in notes[0]
    assert "took 2024-08-21" in notes[0]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (page().replace("herald", "hérald").replace("utf-8", "iso-8859-1").encode("cp1252"), ""),
        (page().replace("herald", "hérald").replace("utf-8", "windows-1252").encode("utf-8"), ""),
        (page().replace("herald", "hérald").encode("cp1252"), "Windows-1252"),
        (page().replace("herald", "hérald").replace("utf-8", "klingon").encode(), "declared as klingon"),
        (page().replace("herald", "hérald").encode("utf-16"), ""),
        (b"\xef\xbb\xbf" + page().replace("herald", "hérald").replace("utf-8", "latin-1").encode(), ""),
    ],
)
def test_pages_are_read_whatever_encoding_they_declare(data: bytes, note: str, tmp_path: Path) -> None:
    notes = Notes()
    report = read_one(write(tmp_path, data), note=notes)
    assert "rald of the king said" in report.text
    assert note in "".join(notes)


def test_pages_outlet_is_the_host_where_nothing_else_is_said(tmp_path: Path) -> None:
    html = page().replace("og:site_name", "x")
    assert read_one(write(tmp_path, html)).outlet == "minas.example"
    assert read_one(write(tmp_path, html), outlet="Minas Weekly").outlet == "Minas Weekly"


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<html><body></body></html>", EmptyReport),
        ("<html>", EmptyReport),
        ("<!DOCTYPE html>" + "<p>a</p>" * 60_000, BadPage),
    ],
)
def test_pages_without_an_article_are_refused(html: str, error: type[Exception], tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, html), date=DAY).error, error)


def test_pages_nested_without_end_cost_only_themselves(tmp_path: Path) -> None:
    write(tmp_path, "<div>" * 100_000 + page(), "a.html")
    write(tmp_path, page(), "b.html")
    assert [r.text for r in read_all(tmp_path) if isinstance(r, Report)][-1] == TEXT


def test_pages_without_an_ending_are_known_by_their_content(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "<!-- saved -->\n" + page(), "saved")).text == TEXT
    assert read_one(write(tmp_path, page(), "saved.txt")).text == TEXT


def test_pages_missing_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    extras.need.cache_clear()
    monkeypatch.setattr("truceline.ingest.extras.importlib.import_module", missing)
    try:
        refusal = refused(write(tmp_path, page()))
    finally:
        monkeypatch.undo()
        extras.need.cache_clear()
    assert isinstance(refusal.error, NotInstalled)
    assert "pip install 'truceline[ingest]'" in str(refusal)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>The truce holds.</p><p>So said &amp; wrote he.</p>", "The truce holds.\n\nSo said & wrote he."),
        ("The truce<br>holds  <b>still</b>.<script>x()</script>", "The truce\n\nholds still."),
        ("Plain.\nLines.", "Plain.\nLines."),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("", ""),
    ],
)
def test_pages_piece_of_html_is_text_with_a_blank_line_between_blocks(html: str, text: str) -> None:
    assert html_text(html) == text


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a"])
def test_snapshot_of_a_browser_is_the_page_and_its_day_of_saving_is_not_taken(name: str, tmp_path: Path) -> None:
    report = read_one(write(tmp_path, snapshot(page()), name))
    assert (report.text, report.date, report.outlet, report.url) == (TEXT, DAY, OUTLET, URL)
    refusal = refused(write(tmp_path, snapshot(page(meta="")), name))
    assert isinstance(refusal.error, NoDate)


def test_snapshot_without_a_page_is_refused(tmp_path: Path) -> None:
    data = snapshot(page()).replace(b"text/html", b"text/css")
    assert isinstance(refused(write(tmp_path, data, "a.mhtml")).error, BadPage)
