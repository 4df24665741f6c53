"""Batches that a reader made of coded events, read over what a coder finds today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import incident_labels
from bench.incident_labels import LabelledPair, Read, read_batches
from tests.invented import coded, event, report
from truceline.domain.coded import CodedReport

SENTENCES = ("Raiders shelled Osgiliath at dawn", "Raiders burned a mill at dusk", "Gondor praised the weather")


def told(outlet: str) -> CodedReport:
    """One report of three events: a raid, a fire, and nothing political."""
    of = report("3019-03-10", *(f"{s}." for s in SENTENCES), outlet=outlet, source_id=outlet)
    return coded(of, *(event(of, s, "ASSAULT", trigger=s.split()[1]) for s in SENTENCES))


POST, HERALD = told("POST"), told("HERALD")


def spot(of: CodedReport, number: int) -> tuple[str, int, int]:
    """What a line holds of an event: its report and where its trigger stands."""
    found = of.events[number]
    return of.report.report_id, found.trigger.start, found.trigger.end


def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: dict[str, Any]) -> list[Read]:
    path = tmp_path / "clusters.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    monkeypatch.setattr(incident_labels, "CLUSTERS", path)
    return read_batches([POST, HERALD])


def line(**more: Any) -> dict[str, Any]:
    """A batch of all six events: the raids are one occurrence, the fires of doubtful kinship, the rest is void."""
    events = [spot(of, n) for of in (POST, HERALD) for n in range(3)]
    sure, unsure = {"slug": "raid", "members": [0, 3], "sure": True}, {"slug": "fire", "members": [1, 4], "sure": False}
    return {"batch": 7, "events": events, "incidents": [sure, unsure], "void": [2, 5], **more}


def pair_of(batch: Read, one: str, other: str) -> LabelledPair:
    (found,) = (p for p in batch.pairs() if {p.left, p.right} == {one, other})
    return found


def test_labels_pairs_of_a_batch_are_the_same_only_within_an_occurrence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (batch,) = read(tmp_path, monkeypatch, line())
    raid, fire, void = (e.ref for e in POST.events)
    again, burned, _ = (e.ref for e in HERALD.events)
    assert set(batch.home) == {raid, fire, again, burned}
    assert len(list(batch.pairs())) == 6
    assert (pair_of(batch, raid, again).same, pair_of(batch, raid, again).sure) == (True, True)
    assert (pair_of(batch, raid, fire).same, pair_of(batch, raid, fire).sure) == (False, False)
    assert (pair_of(batch, fire, burned).same, pair_of(batch, fire, burned).sure) == (True, False)
    assert all(p.left < p.right and p.batch == 7 and void not in (p.left, p.right) for p in batch.pairs())


def test_labels_events_in_no_occurrence_are_all_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (batch,) = read(tmp_path, monkeypatch, line(incidents=[]))
    assert set(batch.home.values()) == {None}
    assert [p.same for p in batch.pairs()] == [False] * 6


def test_labels_a_second_reader_has_the_last_word_and_is_sure_where_the_first_agrees_or_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_again = [[0, 3, False, True], [4, 1, True, True], [0, 4, False, False], [0, 1, True, True]]
    (batch,) = read(tmp_path, monkeypatch, line(pairs=told_again))
    raid, fire, _ = (e.ref for e in POST.events)
    again, burned, _ = (e.ref for e in HERALD.events)
    assert (pair_of(batch, raid, again).same, pair_of(batch, raid, again).sure) == (False, True)
    assert (pair_of(batch, fire, burned).same, pair_of(batch, fire, burned).sure) == (True, True)
    assert pair_of(batch, raid, burned).sure is False
    assert (pair_of(batch, raid, fire).same, pair_of(batch, raid, fire).sure) == (True, False)


def test_labels_an_event_is_known_by_overlapping_words_and_one_not_found_today_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id, start, end = spot(POST, 0)
    spots = [(report_id, start - 4, start + 1), (report_id, end, end + 3), ("RUMOUR", start, end), spot(HERALD, 0)]
    (batch,) = read(
        tmp_path, monkeypatch,
        line(events=spots, incidents=[{"slug": "raid", "members": [0, 1, 2, 3], "sure": True}], void=[]),
    )  # fmt: skip
    assert set(batch.home) == {POST.events[0].ref, HERALD.events[0].ref}
    assert set(batch.home.values()) == {"7:raid"}


def test_labels_of_an_event_read_twice_the_first_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report_id, start, end = spot(POST, 0)
    spots = [(report_id, start, start + 2), (report_id, end - 2, end)]
    twice = [{"slug": slug, "members": [n], "sure": True} for n, slug in enumerate(("raid", "fire"))]
    (batch,) = read(tmp_path, monkeypatch, line(events=spots, incidents=twice, void=[]))
    assert batch.home == {POST.events[0].ref: "7:raid"}
