from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.ledger.test_truces import attack, declared, ended
from truceline.cli.ids import find_by_id
from truceline.cli.main import run
from truceline.domain.coded import CodedReport
from truceline.errors import NotFound
from truceline.store import Store


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "truce.db")
    with Store.open(path) as store:
        for coded in (declared(), attack("3019-07-16", "3019-07-15"), ended()):
            versioned = CodedReport(coded.report, coded.events, version="by hand 1")
            store.write_coded(coded.report, versioned)
    return path


def lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_incidents_as_json_lines_hold_the_contract(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--db", db, "--format", "jsonl"]) == 0
    rows = lines(capfd)
    assert len(rows) == 3
    for row in rows:
        assert {"id", "type", "date", "place", "actors", "recipients", "harm", "events", "disagreements"} <= set(row)
        assert all("#" in str(ref) for ref in row["events"])  # type: ignore[attr-defined]


def test_incidents_can_be_narrowed(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--db", db, "--format", "jsonl", "--type", "assault", "--from", "3019-07-01"]) == 0
    assert [row["type"] for row in lines(capfd)] == ["ASSAULT"]


@pytest.mark.parametrize(
    ("options", "n"),
    [
        (["--since", "3019-07-01", "--until", "3019-07-31"], 1),
        (["--from", "3019-07-01", "--to", "3019-07-31"], 1),
        (["--actor", "isengard"], 0),
        (["--actor", "gondor"], 3),
        (["--type", "assault", "--type", "agree"], 1),
    ],
)
def test_incidents_take_the_filters_of_exports(
    db: str, options: list[str], n: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["incidents", "--db", db, "--format", "jsonl", *options]) == 0
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == n
    assert ("none of 3 incidents was asked for" in err) == (n == 0)


@pytest.fixture
def two_tolls(tmp_path: Path) -> str:
    path = str(tmp_path / "tolls.db")
    with Store.open(path) as store:
        for published, n in (("3019-07-20", 5), ("3019-07-18", 2)):
            told = attack(published, "3019-07-16", actors=("Mordor",), killed=(n, n))
            store.write_coded(told.report, CodedReport(told.report, told.events, version="by hand 1"))
    return path


def test_show_incident_has_every_version_in_order_of_publication_and_the_rule(
    two_tolls: str, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["incidents", "--db", two_tolls, "--format", "jsonl"])
    (incident,) = lines(capfd)
    assert run(["incidents", "show", str(incident["id"])[:6], "--db", two_tolls]) == 0
    printed = capfd.readouterr().out
    assert "reports differ on killed" in printed
    assert "told by 2 reports" in printed
    rows = [line.split() for line in printed.splitlines()]
    first = next(i for i, row in enumerate(rows) if row[:1] == ["killed"])
    assert rows[first] == ["killed", "5", "killed", "(2-5)", "latest"]
    assert rows[first + 1][:2] == ["2", "3019-07-18"]
    assert rows[first + 2][:3] == ["*", "5", "3019-07-20"]
    assert printed.count("Rockets fell on the garrison of Osgiliath") == 2
    assert "one occurrence, because" in printed


def test_show_incident_as_json_is_the_record_of_the_list(two_tolls: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(["incidents", "--db", two_tolls, "--format", "jsonl"])
    listed = lines(capfd)
    assert run(["incidents", "--db", two_tolls, "show", str(listed[0]["id"]), "--json"]) == 0
    assert lines(capfd) == listed


def test_ids_may_be_cut_short_while_they_are_of_one(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(["incidents", "--db", db, "--format", "jsonl"])
    ids = [str(row["id"]) for row in lines(capfd)]
    records = [SimpleNamespace(id=i) for i in (*ids, ids[0] + "00")]
    assert find_by_id(records, ids[0], what="incident", listed_by="x").id == ids[0]
    with pytest.raises(NotFound, match=f"^ambiguous: '{ids[0][:-1]}' may be any of 2 incidents: {ids[0]}, {ids[0]}00;"):
        find_by_id(records, ids[0][:-1], what="incident", listed_by="x")
    assert run(["incidents", "show", "nothing", "--db", db]) == 1
    assert "no incident 'nothing'; ids are listed by: truceline incidents" in capfd.readouterr().err


def test_incidents_say_in_words_what_one_report_tells_two_ways(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = attack("3019-07-16", "3019-07-15")
    event = replace(told.events[0], conflict="dated two ways: “Monday” and “in May”")
    with Store.open(str(tmp_path / "one.db")) as store:
        store.write_coded(told.report, CodedReport(told.report, (event,), version="by hand 1"))
    assert run(["incidents", "--db", str(tmp_path / "one.db")]) == 0
    printed = capfd.readouterr().out
    assert "one report gives two" in printed and printed.split()[-1] == "dates"


def test_truces_as_json_lines_hold_the_contract(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["truces", "--db", db, "--on", "3019-08-21", "--format", "jsonl"]) == 0
    (row,) = lines(capfd)
    assert {"id", "name", "parties", "scope", "class", "start", "end", "state", "evidence", "violations"} <= set(row)
    assert row["state"] == "ended"
    assert len(row["violations"]) == 1  # type: ignore[arg-type]
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    assert {"report_id", "start", "end"} <= set(evidence[0])


def test_truces_as_known_earlier_do_not_know_the_end(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(["truces", "--db", db, "--on", "3019-08-21", "--as-known", "3019-08-20", "--format", "jsonl"])
    (row,) = lines(capfd)
    assert row["state"] == "in force, violations reported"
    assert "ended" not in [e["action"] for e in row["entries"]]  # type: ignore[attr-defined]
    assert row["end"] is None


def table_of(capfd: pytest.CaptureFixture[str]) -> tuple[list[list[str]], str]:
    """Rows without the head, and what was said on stderr."""
    out, err = capfd.readouterr()
    return [line.split() for line in out.splitlines()[1:]], err


def test_truces_table_counts_violations_up_to_the_day(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    for day, n in (("3019-07-14", "0"), ("3019-07-15", "1")):
        assert run(["truces", "--db", db, "--on", day]) == 0
        (row,) = [r for r in table_of(capfd)[0] if len(r) > 3]
        assert row[-2] == n, day


def test_truces_first_heard_of_later_are_left_out_unless_asked_for(db: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["truces", "--db", db, "--on", "3018-03-03"]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert err == "no truce known on 3018-03-03; 1 is first heard of after 3018-03-03 and left out; --all lists them\n"
    assert run(["truces", "--db", db, "--on", "3018-03-03", "--all"]) == 0
    rows, err = table_of(capfd)
    assert rows and err == ""
    assert run(["truces", "--db", db, "--on", "3018-03-03", "--format", "jsonl"]) == 0
    assert len(lines(capfd)) == 1


def test_truces_say_so_where_none_is_known(db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["truces", "--db", db, "--as-known", "3018-03-03"]) == 0
    assert capfd.readouterr() == ("", "no truce known by 3018-03-03; 1 is first heard of later\n")
    Store.open(str(tmp_path / "new.db")).close()
    assert run(["truces", "--db", str(tmp_path / "new.db")]) == 0
    assert capfd.readouterr() == ("", "no truce in the record\n")


def test_show_prints_acts_with_their_sentences_and_draws_the_chart(
    db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["truces", "--db", db, "--format", "jsonl"])
    ref = str(lines(capfd)[0]["id"])
    picture = tmp_path / "truce.svg"
    assert run(["truces", "show", ref[:8], "--db", db, "--svg", str(picture)]) == 0
    printed = capfd.readouterr().out
    assert "Rockets fell on the garrison of Osgiliath" in printed
    assert "attacker not named" in printed
    assert "█" in printed
    root = ET.fromstring(picture.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert any("violations reported" in (t.text or "") for t in root.iter("{http://www.w3.org/2000/svg}title"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["truces", "show", "ffff"], "no truce 'ffff'; ids are listed by: truceline truces"),
        (["truces", "--on", "yesterday"], "a day is written"),
        (["incidents", "--format", "xml"], "there are table and jsonl"),
    ],
)
def test_mistakes_end_in_one_line(db: str, arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--db", db]) != 0
    error = capfd.readouterr().err
    assert words in error
    assert "Traceback" not in error
