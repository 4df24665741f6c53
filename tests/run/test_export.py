from __future__ import annotations

from pathlib import Path

import pytest

from tests.fake_coder import code, report
from truceline.export.formats import export
from truceline.export.names import FORMATS
from truceline.export.record import Record
from truceline.run.export import read_people, read_record
from truceline.run.record import is_current, refresh
from truceline.store import Store

TEXTS = (
    "Gondor and Mordor agreed a truce. Gondor made a raid on Mordor. A threat was heard at Bree.",
    "Gondor made a raid on Mordor. Mordor broke the truce. Arnor and Gondor held talks at Bree.",
    "Arnor made a raid on Mordor.",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(str(tmp_path / "truce.db"))
    for n, text in enumerate(TEXTS):
        one = report(text, day=f"2024-08-{21 + n}", source_id=f"m{n}", outlet=f"Post {n}")
        opened.write_coded(one, code(one))
    return opened


def written(record: Record, store: Store) -> dict[str, bytes]:
    people = read_people(store)
    return {name: export(record, name, version="0", people=people).content for name in FORMATS}


def test_export_from_kept_incidents_is_that_from_the_events(store: Store) -> None:
    assert not is_current(store)
    made = read_record(store, stories=True)
    assert made.incidents
    assert made.truces
    refresh(store)
    assert is_current(store)
    kept = read_record(store, stories=True)
    assert kept == made
    assert written(kept, store) == written(made, store)


def test_export_names_whom_and_what_reports_speak_of(store: Store) -> None:
    record = read_record(store, stories=True)
    story = record.stories[store.get_report("m1").id]
    assert story.organizations == ("Gondor", "Mordor", "Arnor")
    assert story.locations == ("Bree",)
    assert read_record(store).stories == {}


def test_export_knows_when_a_report_was_coded_or_corrected_last(store: Store) -> None:
    assert set(read_record(store).changed_utc) == {r.id for r in store.iter_reports()}
