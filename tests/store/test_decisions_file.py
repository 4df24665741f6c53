from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fake_coder import code, code_later, report
from tests.store.test_reviews import TEXT, value, written
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import Verdict
from truceline.domain.reviews import Decision
from truceline.store import Reviews, Store
from truceline.store.decisions_file import export_decisions
from truceline.store.decisions_merge import Merged, import_decisions

NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)


def lines(store: Store) -> list[str]:
    return [json.dumps(record) for record in export_decisions(store)]


def decided(store: Store) -> None:
    """Every sort of decision, some taken back."""
    _, events = written(store)
    book = Reviews(store)
    book.draw_sample("august", 3, 1, "Éowyn")
    book.decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes"), value("place", None)])
    gone = book.decide(events[0].ref, Decision.CORRECTED, "Faramir", claims=[value("weapon", "bows")], note="wrong")
    book.withdraw("review", gone, "Aragorn", others_too=True)
    book.decide(events[1].ref, Decision.REJECTED, "Faramir", note="no event \x00 \ud800")
    book.decide(book.sample("august")[0], Decision.ACCEPTED, "Faramir", sample="august")
    store.add_claim(events[2].ref, Claim("weapon", "pens", "", None, "x", "", 1.0, "", by="Faramir", at_utc=NOON))
    book.judge(Judgement(events[0].ref, events[1].ref, Verdict.SAME, "Éowyn", NOON, note="one raid"))
    taken = book.judge(Judgement(events[2].ref, events[1].ref, Verdict.DIFFERENT, "Éowyn", NOON))
    book.withdraw("judgement", taken, "Éowyn")


def other(tmp_path: Path) -> Store:
    """Another store with the same reports."""
    made = Store.open(str(tmp_path / "other.db"))
    one = report(TEXT)
    made.write_coded(one, code(one))
    return made


def test_decisions_round_trip_into_another_store(store: Store, tmp_path: Path) -> None:
    decided(store)
    with other(tmp_path) as copy:
        merged = import_decisions(copy, lines(store))
        assert merged.refused == []
        assert merged.added == {"sample": 1, "review": 4, "claim": 1, "judgement": 2}
        assert lines(copy) == lines(store)
        ours = [(e.ref, e) for _, e in store.iter_events()]
        assert [(e.ref, e) for _, e in copy.iter_events()] == ours
        assert [d.what for d in Reviews(copy).history()] == [d.what for d in Reviews(store).history()]


def test_decisions_read_in_twice_or_at_home_change_nothing(store: Store, tmp_path: Path) -> None:
    decided(store)
    before = lines(store)
    merged = import_decisions(store, before)
    assert (sum(merged.added.values()), merged.refused) == (0, [])
    assert lines(store) == before
    with other(tmp_path) as copy:
        import_decisions(copy, before)
        again = import_decisions(copy, list(reversed(before)))
        assert (sum(again.added.values()), again.taken_back) == (0, 0)
        assert lines(copy) == before


def test_decisions_of_two_stores_merge_to_the_same_record_either_way(store: Store, tmp_path: Path) -> None:
    _, events = written(store)
    with other(tmp_path) as copy:
        number = Reviews(store).decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes")])
        import_decisions(copy, lines(store))
        Reviews(copy).decide(events[1].ref, Decision.REJECTED, "Faramir")
        Reviews(store).withdraw("review", number, "Éowyn")
        here = import_decisions(store, lines(copy))
        there = import_decisions(copy, lines(store))
        assert (here.added, there.taken_back) == ({"review": 1}, 1)
        assert lines(store) == lines(copy)
        assert copy.get_event(events[0].ref).weapon == events[0].weapon


def test_decisions_find_their_event_under_another_coder_by_its_words(store: Store, tmp_path: Path) -> None:
    _, events = written(store)
    Reviews(store).decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes")])
    with Store.open(str(tmp_path / "later.db")) as later:
        one = report(TEXT)
        later.write_coded(one, code_later(one))
        assert import_decisions(later, lines(store)).added == {"review": 1}
        heir = later.events_of(one.id)[0]
        assert (heir.id == events[0].id, heir.weapon) == (False, "axes")
        assert import_decisions(later, lines(store)).added == {}


def test_decisions_on_reports_that_are_not_here_are_named_and_cost_no_other(store: Store, tmp_path: Path) -> None:
    decided(store)
    with Store.open(str(tmp_path / "empty.db")) as empty:
        merged = import_decisions(empty, lines(store))
        assert merged.added == {"sample": 1}
        assert merged.n_refused == len(merged.refused) == 7
        assert "is not in this store; code it first" in merged.refused[0]


def refused(store: Store, record: Any) -> Merged:
    text = record if isinstance(record, str) else json.dumps(record)
    return import_decisions(store, ["", text, "\n"])


def test_decisions_that_are_damaged_or_hostile_are_refused_by_line(store: Store) -> None:
    _, events = written(store)
    Reviews(store).decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes")])
    good = json.loads(lines(store)[0])
    bad: list[Any] = [
        "{", "[]", "null", "[" * 100_000, {"kind": "order"}, good | {"by": ""}, good | {"decision": "hang"},
        good | {"at_utc": "yesterday"}, good | {"event": "x" * 500}, good | {"reading": []},
        good | {"reading": {"type": "PARTY", "status": "actual"}, "by": "x"},
        good | {"withdrawn_utc": "2024-08-22T12:00:00"},
        good | {"by": "x", "claims": [{"field": "colour", "value": 1}]},
        good | {"by": "x", "claims": [good["claims"][0] | {"span": [0, 10**6]}]},
        good | {"by": "x", "claims": [good["claims"][0] | {"field": "date", "value": {"start": "2024-13-13"}}]},
        {"kind": "judgement", "left": events[0].ref, "right": events[0].ref, "verdict": "same", "by": "x",
         "at_utc": "2024-08-22T12:00:00"},
        {"kind": "sample", "name": "a b", "seed": 1, "refs": ["x#y"], "made_by": "x",
         "made_utc": "2024-08-22T12:00:00"},
    ]  # fmt: skip
    before = lines(store)
    for record in bad:
        merged = refused(store, record)
        assert merged.n_refused == 1, record
        assert merged.refused[0].startswith("line 2: ")
        assert len(merged.refused[0]) < 400
    assert lines(store) == before


def test_decisions_dry_run_says_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    decided(store)
    with other(tmp_path) as copy:
        assert import_decisions(copy, lines(store), dry_run=True).added["review"] == 4
        assert lines(copy) == []


def test_decisions_sample_of_that_name_with_other_events_stays(store: Store, tmp_path: Path) -> None:
    decided(store)
    with other(tmp_path) as copy:
        mine = Reviews(copy).draw_sample("august", 2, 9, "Faramir")
        merged = import_decisions(copy, lines(store))
        assert "another sample 'august'" in merged.refused[0]
        assert Reviews(copy).sample("august") == mine


@pytest.mark.parametrize("kind", ["review", "judgement"])
def test_decisions_of_the_future_keep_their_order(store: Store, kind: str, tmp_path: Path) -> None:
    decided(store)
    moments = [json.loads(line).get("at_utc") for line in lines(store) if json.loads(line)["kind"] == kind]
    assert moments == sorted(moments)
