"""The tables of learned weights: all are read at the start, and one that is missing or broken stops there."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from truceline.errors import BadData
from truceline.resources import (
    combine,
    dating,
    incident_weights,
    lexicon,
    party_weights,
    place_weights,
    speech,
    tables,
    word_weights,
)
from truceline.resources.weights import LOADERS, load_all_weights
from truceline.run import checkup
from truceline.run.checkup import State

CACHED = (
    combine.load_field_weights, combine.load_second_weights, combine.load_side_weights, combine.load_worth_weights,
    dating.load_dating_weights, incident_weights._shipped, lexicon.load_weights, party_weights.dyad_weights,
    place_weights.name_weights, place_weights.placing_weights, place_weights.rank_weights,
    speech.load_attribution_weights, word_weights.load_word_weights,
)  # fmt: skip


def shipped() -> list[str]:
    return sorted(f.name for f in files("truceline.data").iterdir() if "_weights." in f.name)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A copy of the tables that a test may break; nothing of it stays in the caches."""
    for table in Path(str(files("truceline.data"))).glob("*.[tj]s*"):
        shutil.copyfile(table, tmp_path / table.name)
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    for load in CACHED:
        load.cache_clear()


def test_every_shipped_table_of_weights_is_read_at_the_start() -> None:
    assert sorted(LOADERS) == shipped()
    assert load_all_weights() == len(shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_missing_table_of_weights_stops_with_its_name(data: Path, name: str) -> None:
    (data / name).unlink()
    with pytest.raises(BadData, match=f"data/{name} is missing"):
        load_all_weights()


@pytest.mark.parametrize("name", shipped())
def test_a_table_of_weights_cut_off_in_the_middle_stops_with_its_name(data: Path, name: str) -> None:
    text = (data / name).read_text(encoding="utf-8")
    cut = text[: len(text) // 2].rstrip() if name.endswith(".json") else text.splitlines()[0] + "\nlead\t\n"
    (data / name).write_text(cut, encoding="utf-8")
    with pytest.raises(BadData, match=f"data/{name}"):
        load_all_weights()


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("merge_weights.json", "threshold"),
        ("trigger_weights.json", "threshold"),
        ("role_weights.json", "actor|threshold"),
        ("role_weights.json", "recipient|threshold"),
    ],
)
def test_a_table_without_its_threshold_is_held_against_no_other(data: Path, name: str, entry: str) -> None:
    found = json.loads((data / name).read_text(encoding="utf-8"))
    del found[entry]
    (data / name).write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(BadData, match="no entry"):
        lexicon.load_weights(name)


def test_attribution_weights_without_a_threshold_stop(data: Path) -> None:
    (data / "attribution_weights.tsv").write_text("sign\tweight\nbias\t1.5\n", encoding="utf-8")
    with pytest.raises(BadData, match="no row 'threshold'"):
        speech.load_attribution_weights()


def test_a_weight_that_is_no_number_stops(data: Path) -> None:
    (data / "merge_weights.json").write_text('{"threshold": "half"}', encoding="utf-8")
    with pytest.raises(BadData, match="expected a number for 'threshold', found 'half'"):
        lexicon.load_weights("merge_weights.json")


def test_scores_without_an_intercept_stop(data: Path) -> None:
    (data / "second_look_weights.json").write_text('{"scores": {"event": {"weights": {}}}}', encoding="utf-8")
    with pytest.raises(BadData, match="each with weights, intercept and threshold"):
        combine.load_second_weights()


def test_doctor_names_a_table_of_weights_that_is_missing(data: Path) -> None:
    (data / "side_weights.json").unlink()
    found = checkup._guarded("tables", checkup._tables)
    assert found.state is State.FAULT
    assert "data/side_weights.json is missing. Install truceline anew" in found.found
