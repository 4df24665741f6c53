from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.ingest.written import DAY, OUTLET, TEXT, TITLE, URL, Notes, read_all, read_one, refused
from truceline.domain.text import Report
from truceline.errors import BadDate, BadRow, EmptyReport, LanguageNotSupported, NoDate, UsageError
from truceline.ingest import Refusal
from truceline.ingest.rows import read_columns

COLUMNS = {"text": "story", "date": "meta.day", "outlet": "source.0.name"}


def write(folder: Path, content: str, name: str) -> Path:
    (folder / name).write_text(content)
    return folder / name


def table(folder: Path, rows: list[dict[str, Any]], name: str = "a.parquet", **options: Any) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), folder / name, **options)
    return folder / name


# -- names of the user's own -----------------------------------------------------------------------------------


def test_rows_map_names_columns_and_ways_into_objects(tmp_path: Path) -> None:
    record = {"story": TEXT, "meta": {"day": "2024-08-21"}, "source": [{"name": OUTLET}], "text": "Not this."}
    report = read_one(write(tmp_path, json.dumps(record), "a.jsonl"), columns=COLUMNS)
    assert (report.text, report.date, report.outlet) == (TEXT, DAY, OUTLET)


def test_rows_map_works_for_csv_and_any_case(tmp_path: Path) -> None:
    content = f'Nr,Story,Day\n7,"{TEXT}",2024-08-21\n'
    report = read_one(write(tmp_path, content, "a.csv"), columns={"text": "story", "date": "DAY", "id": "Nr"})
    assert (report.text, report.date, report.source_id) == (TEXT, DAY, "7")


def test_rows_column_with_a_dot_in_its_name_goes_before_a_way(tmp_path: Path) -> None:
    content = f'a.text,date\n"{TEXT}",2024-08-21\n'
    assert read_one(write(tmp_path, content, "a.csv"), columns={"text": "a.text"}).text == TEXT


def test_rows_map_of_a_column_that_is_not_there_says_which_there_are(tmp_path: Path) -> None:
    refusal = refused(write(tmp_path, f'id,story\n1,"{TEXT}"\n', "a.csv"), columns={"text": "story", "date": "day"})
    assert isinstance(refusal.error, BadRow)
    assert "--map date=day" in str(refusal)
    assert "id, story" in str(refusal)
    refusal = refused(write(tmp_path, '{"a": 1, "date": "2024-08-21"}', "a.jsonl"), columns={"text": "story"})
    assert 'no field "story"' in str(refusal)
    refusal = refused(write(tmp_path, '{"text": "The truce."}', "b.jsonl"), columns={"date": "day"})
    assert isinstance(refusal.error, NoDate)
    assert '"day"' in str(refusal)


def test_rows_csv_without_a_text_says_how_to_name_it(tmp_path: Path) -> None:
    assert "--map text=COLUMN" in str(refused(write(tmp_path, "id,story\n1,x\n", "a.csv")))


@pytest.mark.parametrize("pairs", [["body"], ["words=body"], ["text="], ["text=a", "text=b"], ["=a"]])
def test_rows_map_that_is_none_is_wrong_usage(pairs: list[str]) -> None:
    with pytest.raises(UsageError, match="--map"):
        read_columns(pairs)


# -- Parquet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    ["2024-08-21", DAY, datetime(2024, 8, 21, 9, 30), datetime(2024, 8, 21, 9, 30, 0, 250, tzinfo=UTC)],
    ids=["text", "day", "moment", "moment with a zone"],
)
def test_parquet_rows_are_reports(day: object, tmp_path: Path) -> None:
    path = table(tmp_path, [{"id": 7, "date": day, "body": TEXT, "title": TITLE, "source": OUTLET, "url": URL}])
    report = read_one(path)
    assert (report.text, report.date, report.title, report.outlet, report.url) == (TEXT, DAY, TITLE, OUTLET, URL)
    assert report.source_id == "7"


def test_parquet_columns_can_be_named_and_lie_deep(tmp_path: Path) -> None:
    rows = [{"story": TEXT, "meta": {"day": DAY}, "source": [{"name": OUTLET}], "extra": b"\x00\x01"}]
    report = read_one(table(tmp_path, rows), columns=COLUMNS)
    assert (report.text, report.date, report.outlet) == (TEXT, DAY, OUTLET)


def test_parquet_bad_row_costs_only_itself_and_is_named(tmp_path: Path) -> None:
    rows = [{"id": f"g{n}", "date": "2024-08-21", "text": f"The truce {n} holds."} for n in range(200)]
    rows[70]["date"] = "2024-02-30"
    rows[71]["text"] = None
    rows[72]["text"] = " "
    found = read_all(table(tmp_path, rows, row_group_size=50))
    assert sum(isinstance(f, Report) for f in found) == 197
    bad = [f for f in found if isinstance(f, Refusal)]
    assert [type(f.error) for f in bad] == [BadDate, BadRow, EmptyReport]
    assert "a.parquet:71 (g70)" in str(bad[0])


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1", b"text,date\n"])
def test_parquet_that_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    assert "Parquet" in str(refused(tmp_path / "a.parquet"))


def test_parquet_without_a_text_column_says_which_there_are(tmp_path: Path) -> None:
    assert "story" in str(refused(table(tmp_path, [{"story": TEXT, "date": DAY}])))


def test_parquet_is_known_by_its_content(tmp_path: Path) -> None:
    path = table(tmp_path, [{"text": TEXT, "date": DAY}])
    assert read_one(path.rename(tmp_path / "table")).text == TEXT


# -- ReliefWeb -------------------------------------------------------------------------------------------------


def answer(**fields: Any) -> str:
    more = {
        "title": TITLE,
        "body": TEXT,
        "date": {"created": "2024-08-22T00:00:00+00:00", "changed": "2024-08-25T00:00:00+00:00"},
        "source": [{"name": OUTLET}, {"name": "Shire Post"}],
        "url": URL,
        "language": [{"name": "English"}],
    }
    document = {"time": 3, "count": 1, "data": [{"id": "4100001", "score": 1, "fields": {**more, **fields}}]}
    return json.dumps(document, indent=1)


def test_reliefweb_answer_is_read_with_its_sources(tmp_path: Path) -> None:
    report = read_one(write(tmp_path, answer(), "a.json"))
    assert (report.text, report.title, report.url) == (TEXT, TITLE, URL)
    assert (report.date, report.outlet, report.source_id) == (date(2024, 8, 22), "Minas Post; Shire Post", "4100001")


def test_reliefweb_day_is_the_sources_own_where_it_is_given(tmp_path: Path) -> None:
    dates = {"created": "2024-08-22T00:00:00+00:00", "original": "2024-08-21T00:00:00+00:00"}
    assert read_one(write(tmp_path, answer(date=dates), "a.json")).date == DAY


def test_reliefweb_day_of_change_is_never_the_publication_day(tmp_path: Path) -> None:
    path = write(tmp_path, answer(date={"changed": "2024-08-25T00:00:00+00:00"}), "a.json")
    assert isinstance(refused(path).error, NoDate)


def test_reliefweb_body_in_html_alone_is_read(tmp_path: Path) -> None:
    html = "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n"))
    assert read_one(write(tmp_path, answer(**{"body": None, "body-html": html}), "a.json")).text == TEXT


def test_reliefweb_attachment_without_a_body_and_other_languages_are_refused(tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, answer(body=None), "a.json")).error, EmptyReport)
    spanish = "Los jinetes de Gondor anunciaron el martes que la tregua con las fuerzas de Mordor ha terminado."
    assert isinstance(refused(write(tmp_path, answer(body=spanish), "a.json")).error, LanguageNotSupported)


@pytest.mark.parametrize("name", ["answer", "a.json", "a.jsonl"])
def test_reliefweb_answer_is_known_on_many_lines_or_one_and_its_items_by_themselves(name: str, tmp_path: Path) -> None:
    document = json.loads(answer())
    if name != "a.jsonl":
        assert read_one(write(tmp_path, answer(), name)).text == TEXT
    assert read_one(write(tmp_path, json.dumps(document), name)).text == TEXT
    assert read_one(write(tmp_path, json.dumps(document["data"][0]), name)).source_id == "4100001"


def test_json_document_that_is_broken_is_one_line_and_not_one_a_line(tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, answer()[:-30], "a.json")).error, BadRow)


def test_reliefweb_item_that_is_none_costs_only_itself(tmp_path: Path) -> None:
    document = json.loads(answer())
    document["data"].append("no item")
    found = read_all(write(tmp_path, json.dumps(document), "a.json"))
    assert [type(f) for f in found] == [Report, Refusal]


def test_rows_notes_are_not_needed_for_clean_files(tmp_path: Path) -> None:
    notes = Notes()
    read_one(write(tmp_path, answer(), "a.json"), note=notes)
    assert notes == []


@pytest.mark.parametrize("content", ["id\rtext\rdate\n1\r2\r3\n", 'a,"' + "b" * 500_000 + '",text\n'])
def test_rows_csv_whose_column_names_cannot_be_read_is_refused(content: str, tmp_path: Path) -> None:
    assert isinstance(refused(write(tmp_path, content, "a.csv")).error, BadRow)


def test_rows_refusal_is_one_line_whatever_the_row_calls_itself(tmp_path: Path) -> None:
    content = 'id,date,text\n"7\n8\u2028",2024-13-40,"The truce."\n'
    assert "2024-13-40" in str(refused(write(tmp_path, content, "a.csv")))
