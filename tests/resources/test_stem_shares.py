"""How rare words are in news."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import BadData
from truceline.resources import stem_shares, tables
from truceline.resources.stem_shares import RAREST, likeness, rarity

TABLE = "stem\tper_thousand\nking\t500\nferri\t10\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of two words in place of the shipped one."""
    path = tmp_path / stem_shares.TABLE
    path.write_text(TABLE, encoding="utf-8")
    read = stem_shares._weights.__wrapped__
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    monkeypatch.setattr(stem_shares, "_weights", read)
    monkeypatch.setattr(stem_shares, "_length", stem_shares._length.__wrapped__)
    return path


@pytest.mark.usefixtures("table")
def test_rarity_is_more_for_a_word_of_few_reports_and_most_for_one_that_no_table_has() -> None:
    assert 0 < rarity({"king"}) < rarity({"ferri"}) < rarity({"osgiliath"}) == RAREST
    assert rarity({"king", "osgiliath"}) == pytest.approx(rarity({"king"}) + RAREST)
    assert rarity(set()) == 0


@pytest.mark.usefixtures("table")
def test_likeness_goes_from_nothing_shared_to_the_same_words() -> None:
    left = frozenset({"king", "ferri"})
    assert likeness(left, left) == pytest.approx(1)
    assert likeness(left, frozenset({"osgiliath"})) == 0
    assert likeness(left, frozenset()) == 0


@pytest.mark.usefixtures("table")
def test_likeness_is_more_where_the_shared_word_is_the_rarer() -> None:
    left = frozenset({"king", "ferri"})
    rare, common = likeness(left, frozenset({"ferri", "bree"})), likeness(left, frozenset({"king", "bree"}))
    assert 0 < common < rare < 1
    assert rare == likeness(frozenset({"ferri", "bree"}), left)


@pytest.mark.parametrize(
    ("written", "line"),
    [("stem\tshare\nking\t500\n", 1), (f"{TABLE}bree\tfew\n", 4), (f"{TABLE}bree\t0\n", 4), (f"{TABLE}bree\n", 4)],
    ids=["other columns", "no number", "a share of none", "no share"],
)
def test_a_broken_line_of_shares_stops_with_its_number(table: Path, written: str, line: int) -> None:
    table.write_text(written, encoding="utf-8")
    with pytest.raises(BadData, match=f"{stem_shares.TABLE}:{line}:"):
        rarity({"king"})


def test_the_shipped_shares_hold_every_word_of_news_as_less_rare_than_a_strange_one() -> None:
    weights = stem_shares._weights()
    assert len(weights) > 1000
    assert all(0 <= weight <= RAREST for weight in weights.values())
