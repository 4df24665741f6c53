"""Inputs made to break the readers: good ones, bent in a few places. tests/ingest/test_fuzz.py tries a slice of them,
bench/fuzz_readers.py makes the full run."""

from __future__ import annotations

import gzip
import io
import json
import random
from email.message import EmailMessage

from hypothesis import strategies as st

from tests.ingest.written import DAY, PARAGRAPHS, TEXT, TITLE, item, page, row, rss, snapshot, warc
from truceline.domain.text import Report
from truceline.ingest import FetchLimits, ReadOptions, Refusal
from truceline.ingest.inputs import READERS, Reader, _read_stream

OPTIONS = ReadOptions(max_chars=50_000, fetch=FetchLimits(max_bytes=300_000))
_COMMON = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\r",
    b"\n\n\n",
    b"\x1b[2J",
    b"-" * 70_000,
    b"\n" * 9_000,
    "\u202e\u2028\ud7ff\U000e0001".encode(),
    "א".encode() * 200,
    b"99999999999999999999",
    b"-1",
    b"NaN",
    b"2024-13-40",
)
_MARKUP = (
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"&a;" * 50,
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<script>",
    b"<title>",
    b"<meta charset=utf-7>",
    b"<meta charset='\xff'>",
    b"<div>" * 3_000,
    b"<table><tr><td>" * 800,
    b"</div>" * 3_000,
    b"<p " + b"a='b' " * 4_000 + b">",
    b"<svg><math>",
    b"<base href='javascript:x'>",
    b"<item>" * 500,
    b"<entry>" * 500,
    b"<time datetime='9'>",
    b"xmlns:a='",
    b'<script type="application/ld+json">{"datePublished": ' + b"[" * 3_000 + b"</script>",
    b'<script type="application/ld+json">{"datePublished": 7, "publisher": [], "@graph": 3}</script>',
)
_JSON = (
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b"\\ud800",
    b"\\u0000",
    b"null",
    b"true",
    b"1e999",
    b"[" * 5_000,
    b'{"a":' * 3_000,
    b'"fields": 3',
    b'"data": [',
    b'"text": {}',
    b'"date": [1]',
)
_MAIL = (
    b"From ",
    b"\nFrom x\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: text/html; charset=klingon\n",
    b"=?utf-8?b?????=?=",
    b"=?x?q?=?=" * 300,
    b"Date: \n",
    b"Subject: =\n ",
    b"Content-Type: message/rfc822\n\n" * 40,
    b"Content-Disposition: attachment; filename*0*=utf-8''%ff\n",
    b"To: " + b"(" * 900,
    b"From: " + b"<" * 900,
    b"Message-ID: [[[" + b"@" * 500,
    b"=\n=3D=XX",
    b"--b--",
    b"List-Id: <<>,\n",
)
_ARCHIVE = (
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Length: -5\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: br\r\n",
    b"WARC-Type: revisit\r\n",
    b"WARC-Date: never\r\n",
    b"filedesc://a 0.0.0.0 1 text/plain 7\n",
    b"FFFFFFFF\r\n",
)
_TABLE = (
    b",",
    b";",
    b"\t",
    b'"',
    b'""',
    b"'",
    b'"' * 901,
    b"," * 5_000,
    b"sep=;\n",
    b"PAR1",
    b"\x15\x04\x15" * 40,
    b"\x19\xfc\xff\xff\x0f",
)


def _message() -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = "a@minas.example", TITLE, "Wed, 21 Aug 2024 09:00:00 +0300"
    made.set_content(TEXT)
    made.add_alternative(page(), subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    return made.as_bytes()


def _html_message() -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = "a@minas.example", TITLE, "Wed, 21 Aug 2024 09:00:00 +0300"
    made.set_content(page(), subtype="html", cte="base64")
    return made.as_bytes()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": n, "date": DAY, "text": TEXT, "tags": [{"name": "x"}], "score": n / 3} for n in range(300)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, row_group_size=100)
    return out.getvalue()


def _box() -> bytes:
    return b"".join(b"From x Wed Aug 21 09:00:00 2024\n" + m() + b"\n" for m in (_message, _html_message))


def _reliefweb() -> bytes:
    fields = {"title": TITLE, "body": TEXT, "date": {"original": "2024-08-21"}, "source": [{"name": "x"}], "url": "u"}
    return json.dumps({"data": [{"id": "1", "fields": fields}, {"id": "2", "fields": {"body-html": page()}}]}).encode()


def _atom() -> bytes:
    entry = f"<entry><id>1</id><title>T</title><updated>2024-08-21</updated><content>{TEXT}</content></entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entry}</feed>'.encode()


_PAGE, _MAIL_SEEDS, _TABLE_SEED = page().encode(), (_message(), _html_message()), _parquet()
SEEDS: dict[str, tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {
    ".txt": ((b"Date: 2024-08-21\nTitle: T\n\n" + TEXT.encode(),), ()),
    ".jsonl": (((row(id="a") + "\n" + row(id="b") + "\n").encode(),), _JSON),
    ".json": ((_reliefweb(), f"[{row()}, {row(id=3)}]".encode()), _JSON),
    ".csv": ((b'id,date,text\n1,2024-08-21,"' + PARAGRAPHS[0].encode() + b'"\n2;x\n',), _TABLE),
    ".parquet": ((_TABLE_SEED,), _TABLE),
    ".html": ((_PAGE, page(meta="").encode()), _MARKUP),
    ".xml": ((rss(item(), item(guid="b", content="")).encode(), _atom()), _MARKUP),
    ".eml": (_MAIL_SEEDS, (*_MAIL, *_MARKUP[:6])),
    ".mhtml": ((snapshot(page()),), (*_MAIL, *_MARKUP[:6])),
    ".mbox": ((_box(),), _MAIL),
    ".warc": (
        (
            gzip.decompress(warc(("https://a.example/a", "text/html", _PAGE))),
            warc(("https://a.example/a", "text/html", _PAGE), ("https://a.example/b", "text/html", b"x")),
        ),
        (*_ARCHIVE, *_MARKUP[:6]),
    ),
    "": ((_PAGE, *_MAIL_SEEDS, _atom(), row().encode(), _reliefweb(), _TABLE_SEED, _box()), (*_MARKUP, *_JSON)),
}
"""Ending to (good inputs, pieces that readers of that kind choke on). No ending: the reader is chosen by content."""


@st.composite
def malformed(draw: st.DrawFn, ending: str) -> bytes:
    """A good input, bent in one to six places; now and then noise, or packed with gzip and bent again."""
    seeds, pieces = SEEDS[ending]
    if draw(st.integers(0, 19)) == 0:
        return draw(st.binary(max_size=3_000))
    data = draw(st.sampled_from(seeds))
    in_place = data.startswith(b"PAR1") and draw(st.integers(0, 3)) > 0  # its parts are found by their distance
    data = _bent(draw, data, (*_COMMON, *pieces), first=5 if in_place else 0)
    if draw(st.integers(0, 9)) == 0:
        data = gzip.compress(data)
        if draw(st.booleans()):
            data = _bent(draw, data, _COMMON[:4])
    return data


def _bent(draw: st.DrawFn, data: bytes, pieces: tuple[bytes, ...], first: int = 0) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        to = min(at + draw(st.integers(0, 20 if first else 400)), len(data))
        match draw(st.integers(first, 6)):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:at] + draw(st.sampled_from(pieces)) + data[at:]
            case 3:
                data = data[:at] + draw(st.sampled_from(pieces)) + data[to:]
            case 4:
                data = data[:to] + data[at:to] * draw(st.integers(1, 60)) + data[to:]
            case 5:
                noise = random.Random(draw(st.integers(0, 1 << 30))).randbytes(to - at)
                data = data[:at] + noise + data[to:]
            case _:
                flipped = bytes(b ^ (1 << draw(st.integers(0, 7))) for b in data[at : at + 3])
                data = data[:at] + flipped + data[at + 3 :]
    return data[:1_000_000]


def read_malformed(data: bytes, ending: str) -> tuple[int, int]:
    """(reports, refusals) that the reader gives. Raises AssertionError where it gives anything else, or too much."""
    reader: Reader | None = READERS.get(ending)
    n_reports = n_refused = 0
    for found in _read_stream(io.BytesIO(data), "a" + ending, reader, OPTIONS):
        if isinstance(found, Report):
            n_reports += 1
            assert len(found.text) <= OPTIONS.max_chars
            assert found.text.strip()
        else:
            assert isinstance(found, Refusal)
            n_refused += 1
            line = str(found)
            assert "\n" not in line
            assert len(line) < 1_500, line
        assert n_reports + n_refused < 100_000
    assert n_reports + n_refused > 0
    return n_reports, n_refused
