from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.fake_coder import code, report
from tests.store.test_reviews import TEXT, value
from truceline.domain.reviews import Decision
from truceline.store import Reviews, Store


def two_people(path: str = "t.db") -> list[str]:
    with Store.open(path) as store:
        one = report(TEXT)
        coded = code(one)
        store.write_coded(one, coded)
        book = Reviews(store)
        refs = [event.ref for event in coded.events]
        book.decide(refs[0], Decision.ACCEPTED, "Éowyn")
        book.decide(refs[0], Decision.CORRECTED, "Faramir", claims=[value("weapon", "axes")], note="axes!")
        book.decide(refs[1], Decision.ACCEPTED, "Éowyn")
        number = book.decide(refs[1], Decision.REJECTED, "Faramir")
        book.decide(refs[2], Decision.UNSURE, "Faramir")
        book.withdraw("review", number, "Faramir")
        book.decide(refs[1], Decision.ACCEPTED, "Faramir")
    return refs


def test_review_history_lists_what_was_decided_and_taken_back(truceline: Run) -> None:
    refs = two_people()
    out = truceline("review", "history", "--db", "t.db").out.splitlines()
    assert len(out) == 6
    assert "accepted" in out[0]
    assert any("corrected weapon" in line and "“axes!”" in line for line in out)
    assert any("rejected" in line and "taken back by Faramir" in line for line in out)
    mine = truceline("review", "history", "--db", "t.db", "--by", "Éowyn", "--about", refs[1]).out.splitlines()
    assert len(mine) == 1
    assert "Éowyn" in mine[0]


def test_show_says_what_people_decided_and_lists_no_rejected_event(truceline: Run) -> None:
    refs = two_people()
    shown = truceline("show", refs[0], "--db", "t.db").out
    assert "accepted by Éowyn" in shown
    assert "corrected by Faramir" in shown
    with Store.open("t.db") as store:
        Reviews(store).decide(refs[3], Decision.REJECTED, "Éowyn", note="no event")
    assert "rejected by Éowyn" in truceline("show", refs[3], "--db", "t.db").out
    listed = truceline("show", refs[3].split("#")[0], "--db", "t.db").out
    assert "rejected by" not in listed


def test_review_export_and_import_go_together(truceline: Run) -> None:
    two_people()
    out = truceline("review", "export", "--db", "t.db").out
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["review"] * 6
    Path("decisions.jsonl").write_text(out, encoding="utf-8")
    with Store.open("u.db") as store:
        one = report(TEXT)
        store.write_coded(one, code(one))
    tried = truceline("review", "import", "decisions.jsonl", "--db", "u.db", "--dry-run")
    assert "would be added: 6 reviews" in tried.err
    first = truceline("review", "import", "decisions.jsonl", "--db", "u.db")
    assert (first.code, first.out) == (0, "")
    assert "added: 6 reviews" in first.err
    assert "added: nothing; here already: 6" in truceline("review", "import", "decisions.jsonl", "--db", "u.db").err
    assert truceline("review", "export", "--db", "u.db").out == out
    Path("bad.jsonl").write_text(out + "{\n", encoding="utf-8")
    bad = truceline("review", "import", "bad.jsonl", "--db", "u.db")
    assert bad.code == 1
    assert "line 7" in bad.err
    assert truceline("review", "import", "none.jsonl", "--db", "u.db").code == 2


def test_review_agreement_prints_kappa_by_field(truceline: Run) -> None:
    two_people()
    result = truceline("review", "agreement", "Éowyn", "Faramir", "--db", "t.db", "--format", "jsonl")
    found = {one["field"]: one for one in map(json.loads, result.out.splitlines())}
    assert (found["event"]["n"], found["event"]["agreed"], found["event"]["kappa"]) == (2, 2, None)
    assert (found["weapon"]["n"], found["weapon"]["agreed"]) == (2, 1)
    assert found["weapon"]["kappa"] is not None
    assert "same incident" in found
    table = truceline("review", "agreement", "Éowyn", "Faramir", "--db", "t.db").out
    assert "weapon" in table
    assert "50%" in table
    for arguments in (("Éowyn", "Éowyn"), ("Éowyn", "Sauron"), ("Éowyn", "Faramir", "--sample", "none")):
        assert truceline("review", "agreement", *arguments, "--db", "t.db").code in (1, 2)


def test_review_sample_is_drawn_and_listed(truceline: Run) -> None:
    two_people()
    drawn = truceline("review", "sample", "august", "--size", "2", "--seed", "7", "--db", "t.db").out.splitlines()
    assert len(drawn) == 2
    assert "august  2 events  seed 7" in truceline("review", "sample", "--db", "t.db").out
    assert truceline("review", "sample", "august", "--db", "t.db").code == 2
