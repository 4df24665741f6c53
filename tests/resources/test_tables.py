"""Reading of shipped tables: what is broken is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import BadData
from truceline.resources import tables
from truceline.resources.tables import read_json, read_weights, rows


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    return tmp_path


def test_rows_come_with_their_line_and_pass_over_empty_lines(data: Path) -> None:
    (data / "orcs.tsv").write_text("name\tland\nUgluk\tIsengard\n\nGrishnakh\t\n", encoding="utf-8")
    assert list(rows("orcs.tsv", ("name", "land"))) == [
        (2, {"name": "Ugluk", "land": "Isengard"}),
        (4, {"name": "Grishnakh", "land": ""}),
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", r"data/orcs\.tsv:1: expected the columns name, land"),
        ("land\tname\n", r"data/orcs\.tsv:1: expected the columns name, land"),
        ("name\tland\nUgluk\tIsengard\nGrishnakh\n", r"data/orcs\.tsv:3: 1 cells where 2 are expected"),
        ("name\tland\nUgluk\tIsengard\t3\n", r"data/orcs\.tsv:2: 3 cells where 2 are expected"),
    ],
    ids=["empty", "other columns", "too few cells", "too many cells"],
)
def test_a_table_of_the_wrong_shape_stops_with_its_line(data: Path, written: str, message: str) -> None:
    (data / "orcs.tsv").write_text(written, encoding="utf-8")
    with pytest.raises(BadData, match=message):
        list(rows("orcs.tsv", ("name", "land")))


@pytest.mark.usefixtures("data")
def test_a_missing_table_stops_with_its_name() -> None:
    with pytest.raises(BadData, match=r"data/orcs\.tsv is missing"):
        list(rows("orcs.tsv", ("name",)))


def test_a_table_in_another_encoding_stops(data: Path) -> None:
    (data / "orcs.tsv").write_bytes("name\nUglúk\n".encode("latin-1"))
    with pytest.raises(BadData, match="is not UTF-8"):
        list(rows("orcs.tsv", ("name",)))


def test_a_weight_that_is_no_number_stops_with_its_line(data: Path) -> None:
    (data / "signs.tsv").write_text("feature\tweight\nnear\t0.5\nfar\tmuch\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"data/signs\.tsv:3: expected a number, found 'much'"):
        read_weights("signs.tsv")


@pytest.mark.parametrize(("written", "message"), [("{", "not JSON"), ("[1]", "expected a JSON object, found list")])
def test_json_that_is_no_object_stops(data: Path, written: str, message: str) -> None:
    (data / "signs.json").write_text(written, encoding="utf-8")
    with pytest.raises(BadData, match=message):
        read_json("signs.json")
