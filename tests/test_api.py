from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import truceline
from tests.fake_coder import FAKE, code, report
from truceline.api_rows import Rows
from truceline.export.record import Kind, Table
from truceline.store import Store

ROOT = Path(__file__).parent.parent
TEXT = "Gondor and Mordor agreed a truce. Gondor made a raid on Mordor. Mordor broke the truce."


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "truce.db")
    with Store.open(path) as store:
        for one in (
            report(TEXT, day="2024-08-21", source_id="m1", outlet="Minas <b>Post</b>"),
            report("Gondor and Arnor held talks at Bree.", day="2024-09-01", source_id="m2", outlet="Arnor Mail"),
        ):
            store.write_coded(one, code(one))
    return path


def test_api_database_answers_with_records_and_tables(db: str) -> None:
    with truceline.open(db) as found:
        assert "2 reports" in repr(found)
        assert [r.report_id for r in found.reports(since="2024-08-22")] == ["m2"]
        assert found.report("m1").text == TEXT
        events = found.events(type="ASSAULT")
        assert [e.type for e in events] == ["ASSAULT"]
        assert found.event(events[0].ref) == events[0]
        assert {c.field for c in found.claims(events[0])} == {"type", "date"}
        assert len(found.events()) == 5
        assert len(found.events(actor=["Arnor", "Rohan"])) == 1
        assert len(found.events(min_confidence=0.9)) == 0
        assert [i.type for i in found.incidents(type=["CONSULT"])] == ["CONSULT"]
        assert len(found.incidents(until=dt.date(2024, 8, 31))) == len(found.incidents()) - 1


def test_api_rows_stand_beside_their_records(db: str) -> None:
    with truceline.open(db) as found:
        incidents = found.incidents()
        assert [row["incident_id"] for row in incidents.to_dicts()] == [i.id for i in incidents]
        events = found.events()
        assert [row["event_id"].rpartition("#")[2] for row in events.to_dicts()] == [e.id for e in events]
        assert isinstance(events[1:3], Rows)
        assert list(events[1:3]) == list(events)[1:3]


def test_api_state_of_a_truce_by_day_as_known_on_a_day(db: str) -> None:
    with truceline.open(db) as found:
        (truce,) = found.truces()
        assert found.truce(truce.id[:6]) == truce
        assert found.state(truce, "2024-08-21").day == dt.date(2024, 8, 21)
        assert found.state(truce.id, as_known="2024-08-21").as_known_on == dt.date(2024, 8, 21)
        assert found.state(truce).day == dt.date(2024, 9, 1)
        days = found.truce_days(truce)
        assert days[0]["day"] == dt.date(2024, 8, 21)
        assert len(days) == len(found.truce_days())
        with pytest.raises(truceline.TrucelineError, match="0 truces"):
            found.truce("zzz")


def test_api_people_correct_and_judge_and_the_record_follows(db: str) -> None:
    with truceline.open(db, create=True) as found:
        raid, *others = found.events(type="ASSAULT")
        assert others == []
        number = found.correct(raid, "type", "COERCE", by="Éowyn")
        assert found.events(type="ASSAULT") == found.events(type="AID")
        assert [c.by for c in found.claims(raid) if c.field == "type"] == [None, "Éowyn"]
        found.store.withdraw_claim(number, "Éowyn")
        assert len(found.incidents(type="ASSAULT")) == 1
        talks = found.events(type="CONSULT")[0]
        n_before = len(found.incidents())
        found.judge(raid, talks.ref, "same", by="Éowyn")
        assert len(found.incidents()) == n_before - 1
        for wrong in (
            lambda: found.correct(raid, "colour", "red", by="Éowyn"),
            lambda: found.correct(raid, "type", "AID", by=""),
            lambda: found.judge(raid, talks, "perhaps", by="Éowyn"),
            lambda: found.judge(raid, raid, "same", by="Éowyn"),
        ):
            with pytest.raises(truceline.TrucelineError):
                wrong()


def test_api_record_is_made_again_when_the_database_changed(db: str) -> None:
    with truceline.open(db, create=True) as found:
        before = found.record
        assert found.record is before
        one = report("Gondor made a raid on Arnor.", day="2024-10-01")
        found.store.write_coded(one, code(one))
        assert len(found.incidents()) == len(before.incidents) + 1


def test_api_table_in_a_notebook_is_escaped(db: str) -> None:
    with truceline.open(db) as found:
        shown = found.reports()._repr_html_()
        assert "&lt;b&gt;Post" in shown
        assert "<b>" not in shown
        assert "<table>" in shown
        assert "reports: 2" in repr(found.reports())


def test_api_long_tables_say_how_much_is_not_shown() -> None:
    rows = tuple({"n": n} for n in range(30))
    found = Rows(range(30), Table("numbers", ("n",), rows, kinds={"n": Kind.INT}))
    assert "… 10 more" in repr(found)
    assert "… 10 more" in found._repr_html_()
    assert repr(found[:0]).startswith("numbers: 0")


def test_api_frames_are_typed(db: str) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    with truceline.open(db) as found:
        incidents = found.incidents()
    frame = incidents.to_pandas()
    assert frame["start"].dt.year.eq(2024).all()
    assert str(frame["killed_min"].dtype) == "Int64"
    assert frame["killed_max"].isna().all()
    assert isinstance(frame["actors"][0], list)
    assert incidents.to_polars().schema["start"] == polars.Date
    assert incidents.to_polars().height == incidents.to_arrow().num_rows == len(frame) == len(incidents)
    empty = incidents[:0]
    assert list(empty.to_pandas().columns) == list(frame.columns)
    assert isinstance(empty.to_pandas(), pandas.DataFrame)
    assert empty.to_polars().schema == incidents.to_polars().schema


def test_api_codes_into_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truceline.run.shipped_coder", lambda: FAKE)
    (tmp_path / "one.txt").write_text("date 2024-08-21\n\nGondor made a raid on Mordor.")
    (tmp_path / "two.txt").write_text("")
    with truceline.open(tmp_path / "new.db", create=True) as found:
        with pytest.warns(UserWarning, match=r"two\.txt"):
            summary = found.code(tmp_path)
        assert (summary.n_coded, summary.n_refused) == (1, 1)
        assert found.code([replace(report("Arnor held talks."), title="x")]).n_coded == 1
        assert len(found.events()) == 2


def test_api_export_is_that_of_the_command_line(db: str, tmp_path: Path) -> None:
    with truceline.open(db) as found:
        content = found.export("csv", tmp_path / "out.csv", what="events", type="ASSAULT")
        assert (tmp_path / "out.csv").read_bytes() == content
        assert content.count(b"\n") == 2
        assert found.export("provenance")[:2] == b"PK"
        assert b"Gondor;Mordor" in found.export("polecat")


def test_api_refused_inputs_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    told = []
    assert list(truceline.read(tmp_path, on_refused=told.append)) == []
    assert "empty.txt" in str(told[0])
    with pytest.raises(truceline.TrucelineError, match="no such"):
        truceline.read(tmp_path / "nothing")


def test_api_mistakes_are_one_line(db: str, tmp_path: Path) -> None:
    with truceline.open(db) as found:
        for wrong in (
            lambda: found.events(country="Gondor"),
            lambda: found.events(type="WAR"),
            lambda: found.events(since="tomorrow"),
            lambda: found.export("pdf"),
            lambda: truceline.open(tmp_path / "none.db"),
            lambda: truceline.make_report("Rockets hit a base."),
        ):
            with pytest.raises(truceline.TrucelineError) as error:
                wrong()
            assert "\n" not in str(error.value)


def test_api_names_are_all_there() -> None:
    for name in truceline.__all__:
        assert getattr(truceline, name) is not None
        assert name in dir(truceline)
    with pytest.raises(AttributeError):
        _ = truceline.nothing  # type: ignore[attr-defined]


def test_api_reading_a_database_loads_no_model_and_no_heavy_library(db: str) -> None:
    program = """
import sys
import truceline
assert not [m for m in sys.modules if m.startswith("truceline.")], "import truceline loads its rooms"
with truceline.open(sys.argv[1]) as db:
    db.incidents(), db.events(), db.truces(), db.truce_days(), db.reports(), db.export("csv"), db.export("acled")
    repr(db.incidents()), db.incidents()._repr_html_(), db.incidents().to_dicts()
print([m for m in ("spacy", "thinc", "onnxruntime", "tokenizers", "torch", "numpy", "pandas", "polars", "pyarrow",
                   "ray", "fastapi", "trafilatura", "alembic") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program, db], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_api_is_marked_as_typed() -> None:
    assert (Path(truceline.__file__).parent / "py.typed").exists()
