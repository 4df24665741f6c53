from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.ingest.written import DAY, TEXT, TITLE, Notes, page, read_all, read_one, refused
from truceline.domain.text import Report
from truceline.errors import BadDate, BadPage, EmptyReport, NoDate, ReportTooLarge
from truceline.ingest import FetchLimits, Refusal


def message(*, plain: str | None = TEXT, html: str | None = None, **heads: str) -> EmailMessage:
    made = EmailMessage()
    for key, value in {
        "From": "Pippin Took <pippin@minas.example>",
        "Subject": TITLE,
        "Date": "Wed, 21 Aug 2024 09:00:00 +0300",
        "Message-ID": "<1@minas.example>",
        **{key.replace("_", "-"): value for key, value in heads.items()},
    }.items():
        if value:
            made[key] = value
    if plain is not None:
        made.set_content(plain)
    if html is not None:
        if plain is None:
            made.set_content(html, subtype="html")
        else:
            made.add_alternative(html, subtype="html")
    return made


def write(folder: Path, data: bytes, name: str = "a.eml") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_mail_message_is_a_report_and_its_sender_stays_private(tmp_path: Path) -> None:
    report = read_one(write(tmp_path, message().as_bytes()))
    assert report.text.rstrip("\n") == TEXT
    assert (report.date, report.title, report.outlet) == (DAY, TITLE, "minas.example")
    assert report.source_id == "1@minas.example"
    assert "Pippin" not in str(report)


@pytest.mark.parametrize(
    ("heads", "outlet"),
    [
        ({"List_Id": '"Minas Alerts" <alerts.minas.example>'}, "Minas Alerts"),
        ({"Organization": "Minas Post"}, "Minas Post"),
        ({"From": ""}, None),
    ],
)
def test_mail_outlet_is_the_list_or_the_organisation(heads: dict[str, str], outlet: str | None, tmp_path: Path) -> None:
    assert read_one(write(tmp_path, message(**heads).as_bytes())).outlet == outlet


def test_mail_html_part_is_read_where_there_is_no_plain_one(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, message(plain=None, html=page()).as_bytes())).text == TEXT


def test_mail_words_of_other_alphabets_and_encodings_are_read(tmp_path: Path) -> None:
    made = message(plain="The café’s riders broke the truce at Bree.\n", Subject="Café – riders")
    report = read_one(write(tmp_path, made.as_bytes()))
    assert report.title == "Café – riders"
    assert report.text == "The café’s riders broke the truce at Bree.\n"


def test_mail_attachments_are_left_out_with_a_note(tmp_path: Path) -> None:
    made = message()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="../../report.pdf")
    notes = Notes()
    assert read_one(write(tmp_path, made.as_bytes()), note=notes).text.rstrip("\n") == TEXT
    assert "1 attachment" in notes[0]
    assert [p.name for p in tmp_path.iterdir()] == ["a.eml"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (message(Date="").as_bytes(), NoDate),
        (message(Date="").as_bytes().replace(b"Subject:", b"Date: 2024-13-40\nSubject:"), BadDate),
        (message(plain=" ").as_bytes(), EmptyReport),
        (b"The riders of Gondor broke the truce.\n" * 5, BadPage),
        (b"Subject: " + b"x" * 100_000 + b"\n\nThe truce.", ReportTooLarge),
        (b"X: y\n" * 100_000, ReportTooLarge),
    ],
)
def test_mail_that_is_no_report_is_refused(data: bytes, error: type[Exception], tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, data)).error, error)


def test_mail_encoding_that_nobody_knows_costs_its_letters_alone(tmp_path: Path) -> None:
    data = message().as_bytes().replace(b'charset="utf-8"', b'charset="klingon"')
    assert read_one(write(tmp_path, data)).text.rstrip("\n") == TEXT


def test_mailbox_gives_every_message_and_one_that_is_bad_costs_no_other(tmp_path: Path) -> None:
    quoted = message(plain="From Bree the riders of Gondor went to the Shire.\n", Message_ID="<2@x>").as_bytes()
    quoted = quoted.replace(b"\n\nFrom Bree", b"\n\n>From Bree")
    box = b"".join(
        b"From pippin@minas.example Wed Aug 21 09:00:00 2024\n" + m + b"\n"
        for m in (message().as_bytes(), message(Date="").as_bytes(), quoted)
    )
    found = read_all(write(tmp_path, box, "a.mbox"))
    assert [type(f) for f in found] == [Report, Refusal, Report]
    assert "a.mbox[2]" in str(found[1])
    assert isinstance(found[2], Report)
    assert found[2].text.startswith("From Bree")


def test_mailbox_message_over_the_limit_is_not_held_and_costs_only_itself(tmp_path: Path) -> None:
    start = b"From x Wed Aug 21 09:00:00 2024\n"
    box = start + b"Subject: x\n\n" + b"y" * 1_000_000 + b"\n\n" + start + message().as_bytes()
    found = read_all(write(tmp_path, box, "a.mbox"), fetch=FetchLimits(max_bytes=50_000))
    assert [type(f) for f in found] == [Refusal, Report]


def test_mailbox_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "no mailbox" in str(refused(write(tmp_path, b"The riders.\n", "a.mbox")))
