from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fake_coder import code, code_later, report
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import Verdict
from truceline.domain.reviews import Decision
from truceline.errors import StoreError
from truceline.store import Reviews, Store, session
from truceline.store.dump import dump, dump_to_file, dumped_tables, load, load_from_file
from truceline.store.tables import metadata

NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)
NewUrl = Callable[[str], str]


def fill(url: str) -> None:
    """Two reports coded twice, with corrections and judgements, held and withdrawn, and texts that hurt."""
    with Store.open(url) as store:
        run = store.start_run("five-words 1", ["Ünïcödé\x00.jsonl"])
        text = "Gondor made a raid on Mordor. A threat was heard at Bree. Mordor broke the truce."
        one = report(text, source_id="m1")
        two = replace(report("The\x00 truce \ud800 broke. 🕊", outlet="=Post"), fetched_utc=NOON, title="A, \"B\"\n")
        for each in (one, two):
            store.write_coded(each, code(each), run)
        raid, threat, broke, _ = store.events_of(one.id)
        for n, value in enumerate(("COERCE", "AID")):
            at = NOON.replace(minute=n)
            claim = Claim("type", value, "", None, "person", "", 1.0, "read again", by="Éowyn", at_utc=at)
            number = store.add_claim(raid.ref, claim)
        store.withdraw_claim(number, "Faramir")
        store.add_claim(threat.ref, Claim("place", None, "", None, "person", "", 1.0, "", by="Éowyn", at_utc=NOON))
        store.add_judgement(Judgement(raid.ref, broke.ref, Verdict.DIFFERENT, "Éowyn", NOON, note="two days"))
        again = store.add_judgement(Judgement(raid.ref, threat.ref, Verdict.SAME, "Éowyn", NOON))
        store.withdraw_judgement(again, "Faramir")
        book = Reviews(store)
        book.draw_sample("march", 2, 7, "Éowyn")
        book.decide(broke.ref, Decision.REJECTED, "Éowyn", note="hearsay")
        book.withdraw("review", book.decide(threat.ref, Decision.ACCEPTED, "Faramir"), "Faramir")
        store.write_coded(one, code_later(one), run)
        store.add_refusal(run, "bad.txt", ValueError("no date"))
        store.end_run(run, n_read=3, n_coded=2, n_refused=1)


def dumped(url: str) -> bytes:
    out = io.BytesIO()
    dump(url, out)
    return out.getvalue()


def load_bytes(packed: bytes, url: str) -> None:
    load(io.BytesIO(packed), url)


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_dump_and_load_give_the_same_bytes_on_and_across_backends(backend: str, target: str, new_url: NewUrl) -> None:
    first, second, third = new_url(backend), new_url(target), new_url(backend)
    fill(first)
    before = dumped(first)
    load_bytes(before, second)
    assert dumped(second) == before
    load_bytes(dumped(second), third)
    assert dumped(third) == before
    with Store.open(first) as a, Store.open(second) as b:
        assert list(a.iter_coded()) == list(b.iter_coded())
        assert a.judgements(withdrawn=True) == b.judgements(withdrawn=True)
        assert len(b.judgements(withdrawn=True)) == len(b.judgements()) + 1
        assert a.refusals() == b.refusals()
        assert Reviews(a).all(withdrawn=True) == Reviews(b).all(withdrawn=True)
        assert len(Reviews(b).all(withdrawn=True)) == len(Reviews(b).all()) + 1
        assert Reviews(a).sample("march") == Reviews(b).sample("march")


def test_dump_holds_every_table_that_is_not_marked() -> None:
    names = {table.name for table in dumped_tables(metadata)}
    marked = {name for name, table in metadata.tables.items() if not table.info.get("dump", True)}
    assert names == set(metadata.tables) - marked
    assert {"reports", "claims", "judgements", "reviews", "users", "audit"} <= names
    assert {"sessions", "incidents", "record_builds"} <= marked


def test_dump_loaded_database_numbers_on_where_the_first_one_stopped(backend: str, new_url: NewUrl) -> None:
    first, second = new_url(backend), new_url(backend)
    fill(first)
    load_bytes(dumped(first), second)
    with Store.open(second) as store:
        numbers = [n for n, _ in store.judgements(withdrawn=True)]
        refs = [e.ref for _, e in store.iter_events()]
        assert store.add_judgement(Judgement(refs[0], refs[1], Verdict.SAME, "Faramir", NOON)) == max(numbers) + 1
        assert store.start_run("five-words 1", []) == 2


def test_dump_of_a_database_that_is_being_written_is_of_one_moment(url: str) -> None:
    from truceline.store import dump as module

    with Store.open(url) as store:
        for n in range(3):
            one = report(f"Gondor made raid {n}.")
            store.write_coded(one, code(one))
        out = io.BytesIO()
        write = module._write

        def writes_meanwhile(stream: object, record: object) -> None:
            if isinstance(record, list) and record[0] == "reports" and len(list(store.iter_reports())) < 6:
                late = report(f"Gondor made a late raid {len(list(store.iter_reports()))}.")
                store.write_coded(late, code(late))
            write(stream, record)  # type: ignore[arg-type]

        module._write, original = writes_meanwhile, write  # type: ignore[assignment]
        try:
            counts = dump(url, out)
        finally:
            module._write = original
    assert counts["reports"] == counts["codings"] == 3


def test_load_takes_only_an_empty_database(url: str, new_url: NewUrl, backend: str) -> None:
    fill(url)
    before = dumped(url)
    with pytest.raises(StoreError, match="load into a new database"):
        load_bytes(before, url)
    assert dumped(url) == before
    with pytest.raises(StoreError, match=r"no such database|is empty"):
        dumped(new_url(backend))


def cut(packed: bytes) -> bytes:
    return packed[: packed.rindex(b"\n", 0, -1) + 1]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut, "cut off"),
        (lambda b: b[: len(b) // 2], "not a line"),
        (lambda b: b + b'["reports", {}]\n', "after its last line"),
        (lambda b: b.replace(b'"reports": 2', b'"reports": 3'), "counts other rows"),
        (lambda b: b.replace(b'["judgements"', b'["recipes"', 1), "no table 'recipes'"),
        (lambda b: b.replace(b'"about"', b'"colour"', 1), "does not fit"),
        (lambda b: b.replace(b'"at_utc": "2024', b'"at_utc": "2024x', 1), "does not fit"),
        (lambda b: b'{"a": 1}\n' + b, "no dump of Truceline"),
        (lambda b: b"", "no dump of Truceline"),
        (lambda b: b"\x00\x01", "not a line"),
        (lambda b: b"[" * 100_000, "not a line"),
        (lambda b: b.replace(b'"schema": "0', b'"schema": "9', 1), "upgrade Truceline"),
        (lambda b: b.replace(b'"format": 1', b'"format": 2', 1), "upgrade Truceline"),
    ],
)
def test_load_of_a_spoilt_dump_is_one_line_and_loads_nothing(
    spoil: Callable[[bytes], bytes], said: str, url: str, new_url: NewUrl
) -> None:
    source = new_url("sqlite")
    fill(source)
    packed = dumped(source)
    with pytest.raises(StoreError) as error:
        load_bytes(spoil(packed), url)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    load_bytes(packed, url)  # the same database is still good for the whole dump
    assert dumped(url) == packed


def test_load_of_a_dump_of_the_first_schema_brings_it_up(url: str, new_url: NewUrl) -> None:
    """Every later schema must read what the first one held."""
    source = new_url("sqlite")
    fill(source)
    lines = [json.loads(line) for line in dumped(source).splitlines()]
    engine = session.open_engine(new_url("sqlite"), create=True, read_only=False)
    session.upgrade(engine, "0001")
    from sqlalchemy import MetaData

    old = MetaData()
    old.reflect(engine)
    engine.dispose()
    lines[0]["schema"] = "0001"
    kept = [lines[0]]
    for line in lines[1:-1]:
        if line[0] in old.tables:
            columns = old.tables[line[0]].columns.keys()
            kept.append([line[0], {k: v for k, v in line[1].items() if k in columns}])
    kept.append({"end": {k: v for k, v in lines[-1]["end"].items() if k in old.tables}})
    load_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in kept), url)
    with Store.open(url) as a, Store.open(source) as b:
        assert list(a.iter_coded(corrected=False)) == list(b.iter_coded(corrected=False))
        assert a.judgements(withdrawn=True) == b.judgements(withdrawn=True)
        assert a.info()["claims_by_people"] == b.info()["claims_by_people"] == 3
        assert a.info()["schema"] == session.HEAD


def test_dump_file_is_whole_or_not_there_and_the_same_every_time(tmp_path: Path, new_url: NewUrl) -> None:
    url = new_url("sqlite")
    fill(url)
    for name in ("one.jsonl.gz", "two.jsonl.gz", "three.jsonl"):
        dump_to_file(url, tmp_path / name)
    assert gzip.decompress((tmp_path / "one.jsonl.gz").read_bytes()) == (tmp_path / "three.jsonl").read_bytes()
    with pytest.raises(StoreError):
        dump_to_file(str(tmp_path / "none.db"), tmp_path / "four.jsonl")
    assert not list(tmp_path.glob("four*"))
    for name in ("one.jsonl.gz", "three.jsonl"):
        other = new_url("sqlite")
        load_from_file(tmp_path / name, other)
        assert dumped(other) == (tmp_path / "three.jsonl").read_bytes()
    with pytest.raises(StoreError, match=r"none\.jsonl"):
        load_from_file(tmp_path / "none.jsonl", other)
    (tmp_path / "bad.gz").write_bytes((tmp_path / "one.jsonl.gz").read_bytes()[:200])
    with pytest.raises(StoreError, match="cannot be read any further"):
        load_from_file(tmp_path / "bad.gz", new_url("sqlite"))
