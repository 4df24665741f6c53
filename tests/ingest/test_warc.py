from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from tests.ingest.written import DAY, OUTLET, TEXT, Notes, page, read_all, read_one, refused, warc
from truceline.domain.text import Report
from truceline.errors import BadPage, EmptyReport, NoDate, NotText
from truceline.ingest import FetchLimits, Refusal

AT = "https://minas.example/a"


def write(folder: Path, data: bytes, name: str = "a.warc.gz") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_warc_pages_are_reports_and_the_crawl_is_kept_beside_them(tmp_path: Path) -> None:
    report = read_one(write(tmp_path, warc((AT, "text/html; charset=utf-8", page().encode()))))
    assert (report.text, report.date, report.outlet, report.url) == (TEXT, DAY, OUTLET, AT)
    assert report.fetched_utc is not None
    assert report.fetched_utc.isoformat() == "2026-05-01T00:00:00+00:00"


def test_warc_without_packing_and_with_a_charset_of_the_server_is_read(tmp_path: Path) -> None:
    data = warc((AT, "text/html; charset=iso-8859-1", page().replace("herald", "hérald").encode("latin-1")))
    assert "hérald" in read_one(write(tmp_path, gzip.decompress(data), "a.warc")).text


def test_warc_crawl_day_is_never_the_publication_day(tmp_path: Path) -> None:
    refusal = refused(write(tmp_path, warc((AT, "text/html", page(meta="").encode()))))
    assert isinstance(refusal.error, NoDate)
    assert AT in str(refusal)


def test_warc_what_is_no_page_is_left_out_with_a_note(tmp_path: Path) -> None:
    notes = Notes()
    data = warc((AT + ".png", "image/png", b"\x89PNG"), (AT, "text/html", page().encode())) + warc(
        (AT, "text/html", b"gone"), status="404 Not Found"
    )
    assert read_one(write(tmp_path, data), note=notes).text == TEXT
    assert "left out 2 records" in notes[0]
    refusal = refused(write(tmp_path, warc((AT, "image/png", b"\x89PNG")), "b.warc.gz"))
    assert isinstance(refusal.error, EmptyReport)


def test_warc_cut_short_gives_the_pages_before_the_cut(tmp_path: Path) -> None:
    whole = warc((AT, "text/html", page().encode())) + warc((AT + "2", "text/html", page().encode() * 50))
    found = read_all(write(tmp_path, whole[:-60]))
    assert isinstance(found[0], Report)
    assert isinstance(found[-1], Refusal)


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n", b"not an archive\n" * 5, b"WARC/1.0\r\nContent-Length: x\r\n\r\n"])
def test_warc_that_is_none_is_refused(data: bytes, tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, data, "a.warc")).error, BadPage | EmptyReport | NotText)


def test_warc_page_over_the_limit_costs_only_itself(tmp_path: Path) -> None:
    data = warc((AT, "text/html", b"<html>" + b"x" * 50_000), (AT, "text/html", page().encode()))
    found = read_all(write(tmp_path, data), fetch=FetchLimits(max_bytes=20_000))
    assert [type(f) for f in found] == [Refusal, Report]
    assert "20,000 bytes" in str(found[0])


def test_warc_head_without_end_is_not_read_into_memory(tmp_path: Path) -> None:
    path = write(tmp_path, b"WARC/1.0\r\nX: " + b"y" * 30_000_000, "a.warc")
    tracemalloc.start()
    refusal = refused(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "no record begins" in str(refusal)
    assert peak_bytes < 8_000_000


def test_warc_address_that_climbs_out_of_folders_is_only_an_address(tmp_path: Path) -> None:
    url = "https://minas.example/../../etc/passwd"
    assert read_one(write(tmp_path, warc((url, "text/html", page().encode())))).url == url
    assert [p.name for p in tmp_path.iterdir()] == ["a.warc.gz"]


def test_warc_texts_of_a_wet_file_take_the_date_option(tmp_path: Path) -> None:
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    record = writer.create_warc_record(
        AT, "conversion", payload=io.BytesIO(TEXT.encode()), warc_content_type="text/plain"
    )
    writer.write_record(record)
    assert read_one(write(tmp_path, out.getvalue(), "a.wet.gz"), date=DAY).text == TEXT
