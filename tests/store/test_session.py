from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.fake_coder import code, report
from truceline.errors import StoreError
from truceline.store import Store, session, upgrade
from truceline.store.tables import metadata


def one_line(error: pytest.ExceptionInfo[StoreError], *said: str) -> None:
    line = str(error.value)
    assert "\n" not in line
    for words in said:
        assert words in line


def test_session_new_file_is_wal_with_foreign_keys(tmp_path: Path) -> None:
    path = tmp_path / "truce.db"
    Store.open(str(path)).close()
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert raw.execute("PRAGMA application_id").fetchone() == (session.APPLICATION_ID,)
    raw.close()


def test_session_deleting_a_report_takes_its_events_along(tmp_path: Path) -> None:
    path = tmp_path / "truce.db"
    with Store.open(str(path)) as store:
        one = report("Gondor made a raid.")
        store.write_coded(one, code(one))
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("DELETE FROM reports")
    for table in ("events", "event_entities", "event_harm", "claims", "actors", "codings"):
        assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    raw.close()


def test_session_migrations_make_the_tables_of_the_code(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    Store.open(url).close()
    engine = session.open_engine(url, create=False, read_only=False)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert [d for d in found if "alembic_version" not in str(d)] == []


def test_session_head_is_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    folder = Path(session.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == session.HEAD


def test_session_folder_that_is_missing_or_no_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        Store.open(str(tmp_path / "no" / "truce.db"))
    one_line(error, "folder does not exist", "mkdir")
    with pytest.raises(StoreError) as error:
        Store.open(str(tmp_path))
    one_line(error, "is a folder")
    with pytest.raises(StoreError) as error:
        Store.open(str(tmp_path / "truce.db"), create=False)
    one_line(error, "no such database", "truceline code")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody can write to")
def test_session_read_only_folder_is_one_line() -> None:
    with pytest.raises(StoreError) as error:
        Store.open("/proc/truce.db")
    one_line(error, "cannot be written to", "--db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_session_read_only_folder_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "truce.db"
    with Store.open(str(path)) as store:
        one = report("Gondor made a raid.")
        store.write_coded(one, code(one))
    tmp_path.chmod(0o500)
    try:
        with Store.open(str(path), read_only=True) as store:
            assert len(store.events_of(one.id)) == 1
    finally:
        tmp_path.chmod(0o700)


def test_session_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear king, the truce is over. " * 100)
    with pytest.raises(StoreError) as error:
        Store.open(str(path))
    one_line(error, "not a SQLite database")
    assert path.read_text().startswith("Dear king")


def test_session_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE recipes (id INTEGER)")
    raw.commit()
    raw.close()
    for attempt in (lambda: Store.open(str(path)).close(), lambda: upgrade(str(path))):
        with pytest.raises(StoreError) as error:
            attempt()
        one_line(error, "another program", "recipes")


def test_session_newer_and_older_schema_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "truce.db"
    Store.open(str(path)).close()
    raw = sqlite3.connect(path)
    for version, said in (("9999", "upgrade Truceline"), ("0000", "truceline db upgrade")):
        raw.execute("UPDATE alembic_version SET version_num = ?", [version])
        raw.commit()
        with pytest.raises(StoreError) as error:
            Store.open(str(path))
        one_line(error, version, said)
    raw.close()


def test_session_locked_database_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUCELINE_DB_WAIT_SECONDS", "0.1")
    path = tmp_path / "truce.db"
    with Store.open(str(path)) as store:
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        one = report("Gondor made a raid.")
        with pytest.raises(StoreError) as error:
            store.write_coded(one, code(one))
        one_line(error, "locked", "try again")
        raw.execute("ROLLBACK")
        raw.close()
        assert store.write_coded(one, code(one))


def test_session_half_written_report_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from truceline.store import writer

    def breaks(*args: object) -> None:
        raise RuntimeError("power cut")

    one = report("Gondor made a raid.")
    with Store.open(str(tmp_path / "truce.db")) as store:
        monkeypatch.setattr(writer, "_insert_layers", breaks)
        with pytest.raises(RuntimeError):
            store.write_coded(one, code(one))
        assert store.info()["reports"] == store.info()["events"] == 0
        monkeypatch.undo()
        assert store.write_coded(one, code(one))


def test_session_two_threads_write_without_loss(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "truce.db")) as store:

        def write(start: int) -> None:
            for n in range(start, start + 30):
                one = report(f"Gondor made raid {n}.")
                store.write_coded(one, code(one))

        threads = [threading.Thread(target=write, args=(start,)) for start in (0, 15, 30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.info()["reports"] == 60


def test_session_opened_to_read_cannot_write(url: str) -> None:
    with Store.open(url) as store:
        one = report("Gondor made a raid.")
        store.write_coded(one, code(one))
    with Store.open(url, read_only=True) as store:
        assert len(store.events_of(one.id)) == 1
        with pytest.raises(StoreError) as error:
            store.start_run("five-words 1", [])
        one_line(error, "read")


def test_session_password_is_never_shown() -> None:
    with pytest.raises(StoreError) as error:
        Store.open("postgresql://eowyn:s3cret@127.0.0.1:1/none")
    assert "s3cret" not in str(error.value)


def test_session_other_databases_are_refused_by_name() -> None:
    for url in ("mysql://x", "nonsense://x"):
        with pytest.raises(StoreError) as error:
            Store.open(url)
        one_line(error, "postgresql://")


def test_session_memory_database_works_without_a_file() -> None:
    with Store.open(":memory:") as store:
        one = report("Gondor made a raid.")
        store.write_coded(one, code(one))
        assert store.get_report(one.id) == one


def test_session_upgrade_is_harmless_twice(tmp_path: Path) -> None:
    path = str(tmp_path / "truce.db")
    assert "→" in upgrade(path)
    assert "already" in upgrade(path)
    assert create_engine(f"sqlite:///{path}").connect()


def test_session_more_threads_than_pooled_connections_read_at_once(tmp_path: Path) -> None:
    """A pool of one connection a thread closes those of other threads when there are many, while they work."""
    with Store.open(str(tmp_path / "truce.db")) as store:
        one = report("Gondor made a raid. " * 200)
        store.write_coded(one, code(one))
        start = threading.Barrier(24)
        wrong: list[str] = []

        def read() -> None:
            start.wait()
            for _ in range(5):
                try:
                    if len(store.events_of(one.id)) != 200:
                        wrong.append("events are missing")
                except Exception as error:
                    wrong.append(repr(error))

        threads = [threading.Thread(target=read) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
