"""Parquet parts: what is written, read back, gone on with, and stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fake_coder import FAKE, FAKE_LATER, report
from truceline.domain.coded import CodedReport
from truceline.domain.text import Report
from truceline.errors import NoDate, StoreError, UsageError
from truceline.ingest import Refusal
from truceline.run import CoderSource, Listener, code_inputs, code_into_folder, load_folder
from truceline.run.parts import Parts, coded_from_row, coded_row, events_line
from truceline.store import Store

pytest.importorskip("pyarrow")


def reports(n: int) -> list[Report | Refusal]:
    return [report(f"Gondor made raid {i} on Mordor near Bree. The truce broke.", source_id=f"g{i}") for i in range(n)]


def coded_rows(folder: Path) -> list[dict[str, object]]:
    return sorted((r for r in Parts(str(folder)).rows() if r["status"] == "coded"), key=lambda r: str(r["key"]))


def test_folder_coded_report_comes_back_from_its_row_whole() -> None:
    text = "“We stand,” the herald of Gondor said near Bree. Mordor’s raid broke the truce \U0001f54a."
    coded = FAKE.load()(report(text, source_id="g1"))
    assert coded.events
    assert coded.speeches
    assert coded.places
    back = coded_from_row(coded_row(coded))
    assert back == coded
    assert events_line(back) == events_line(coded)


def test_folder_half_a_surrogate_pair_comes_back() -> None:
    coded = FAKE.load()(report("A raid \ud83d on Gondor broke the truce.", source_id="half"))
    assert coded_from_row(coded_row(coded)).report.text == coded.report.text


def test_folder_damaged_row_is_named() -> None:
    row = coded_row(FAKE.load()(report("A raid.", source_id="g1")))
    with pytest.raises(StoreError, match="'g1' is damaged"):
        coded_from_row(row | {"layers": row["layers"][:-3]})


def test_folder_holds_the_lines_that_code_prints_and_reasons_for_the_rest(tmp_path: Path) -> None:
    incoming = reports(3)
    incoming.insert(1, report("KABOOM", source_id="bad"))
    incoming.append(Refusal("x.txt", NoDate("gives no day")))
    lines: list[bytes] = []
    summary = code_into_folder(
        incoming, FAKE, str(tmp_path), listener=Listener(on_coded=lambda c: lines.append(events_line(c)))
    )
    assert (summary.n_coded, summary.n_failed, summary.n_refused, summary.exit_code) == (3, 1, 1, 1)
    assert sorted(str(r["events"]).encode() for r in coded_rows(tmp_path)) == sorted(lines)
    reasons = {r["name"]: (r["status"], r["reason"]) for r in Parts(str(tmp_path)).rows() if r["reason"]}
    assert reasons["x.txt"] == ("refused", "gives no day")
    assert reasons["bad"][0] == "failed"
    assert "the model met a word" in reasons["bad"][1]


def test_folder_goes_on_where_it_was_and_codes_anew_under_a_newer_coder(tmp_path: Path) -> None:
    code_into_folder(reports(3), FAKE, str(tmp_path))
    summary = code_into_folder(reports(5), FAKE, str(tmp_path))
    assert (summary.n_read, summary.n_known, summary.n_coded) == (5, 3, 2)
    assert code_into_folder(reports(5), FAKE_LATER, str(tmp_path)).n_coded == 5
    with Store.open(str(tmp_path / "truce.db")) as store:
        assert load_folder(str(tmp_path), store).n_coded == 5
        assert store.info()["coder_versions"] == {FAKE_LATER.version: 5}


def test_folder_stopped_run_keeps_what_was_coded(tmp_path: Path) -> None:
    def load() -> object:
        def coder(report: Report) -> CodedReport:
            if "raid 3" in report.text:
                raise KeyboardInterrupt
            return FAKE.load()(report)

        return coder

    with pytest.raises(KeyboardInterrupt):
        code_into_folder(reports(5), CoderSource(FAKE.version, load), str(tmp_path))  # type: ignore[arg-type]
    assert [r["report_id"] for r in Parts(str(tmp_path)).rows()] == ["g0", "g1", "g2"]


def test_folder_loaded_is_the_store_that_a_direct_run_makes(tmp_path: Path) -> None:
    incoming = [*reports(4), report("KABOOM", source_id="bad")]
    code_into_folder(incoming, FAKE, str(tmp_path / "coded"))
    with Store.open(str(tmp_path / "a.db")) as loaded, Store.open(str(tmp_path / "b.db")) as direct:
        summary = load_folder(str(tmp_path / "coded"), loaded)
        code_inputs(incoming, FAKE, store=direct)
        assert (summary.n_coded, summary.n_failed) == (4, 1)
        events = [sorted((e for _, e in s.iter_events(claims=True)), key=lambda e: e.ref) for s in (loaded, direct)]
        assert events[0] == events[1]
        assert [loaded.get_layers(r.id) for r in direct.iter_reports()] == [
            direct.get_layers(r.id) for r in direct.iter_reports()
        ]
        assert [name for name, _, _ in loaded.refusals()] == ["bad"]
        assert load_folder(str(tmp_path / "coded"), loaded).n_known == 4


def test_folder_that_is_none_and_parts_that_are_none_say_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no coded reports in it"):
        list(Parts(str(tmp_path)).rows())
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "half.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=r"half\.parquet: cannot be read"):
        list(Parts(str(tmp_path)).rows())
    with pytest.raises(UsageError, match="not an address"):
        Parts("gopher://there")
