"""Opening a database: SQLite file or PostgreSQL URL to an engine with the schema of this version."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from truceline import settings
from truceline.errors import StoreError

HEAD = "0004"
"""The newest migration in store/migrations/versions."""
MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = 0x54524345
"""``PRAGMA application_id`` of our SQLite files: "TRCE"."""
_MIGRATION_LOCK = APPLICATION_ID
"""Key of PostgreSQL's advisory lock, under which one process at a time changes the schema."""

_HINTS: tuple[tuple[str, str], ...] = (
    ("locked", "another program is writing to it; try again when that has ended"),
    ("not a database", "it is not a SQLite database; name another file"),
    ("malformed", "the file is damaged; restore it from a copy"),
    ("unable to open", "the folder does not exist or cannot be written to; name another with --db"),
    ("readonly", "it cannot be written to; name another with --db, or change its permissions"),
    ("disk is full", "the disk is full; free some room and run the same command again"),
    ("no space left", "the disk is full; free some room and run the same command again"),
    ("disk i/o error", "the disk is full, or damaged; free some room and run the same command again"),
    ("password authentication failed", "check user and password of the URL"),
    ("connection refused", "no server answers there; start it, or correct host and port of the URL"),
    ("could not translate host name", "no such host; correct the URL"),
    ("failed to resolve host", "no such host; correct the URL"),
    ("no such file or directory", "no server answers there; start it, or correct the URL"),
    ("timeout", "another program holds it; try again when that has ended"),
    ("read-only transaction", "it was opened to be read alone"),
    ("permission denied", "the role of the URL may not do that; ask who looks after the database"),
    ("connection is closed", "the server went away; run the same command again"),
    ("terminating connection", "the server went away; run the same command again"),
    ("server closed the connection", "the server went away; run the same command again"),
)


@contextmanager
def store_errors(name: str) -> Iterator[None]:
    """Turn the database's errors into a StoreError of one line with a hint."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        orig = getattr(error, "orig", None) if isinstance(error, DBAPIError) else error
        reason = " ".join(str(orig or error).split())[:300]
        hint = next((hint for key, hint in _HINTS if key in reason.lower()), "")
        raise StoreError(f"{name}: {reason}" + (f": {hint}" if hint else "")) from error


def display_name(path_or_url: str) -> str:
    """The database's name for messages: a URL without its password."""
    if "://" not in path_or_url:
        return path_or_url
    try:
        return make_url(path_or_url).render_as_string(hide_password=True)
    except ArgumentError:
        return path_or_url.split("://")[0] + "://…"


def open_engine(path_or_url: str, *, create: bool, read_only: bool) -> Engine:
    """An engine for a SQLite path (``:memory:`` too) or a database URL. Nothing is created yet, but checked.

    Raises StoreError when the file is missing (without create), its folder is, or a driver is not installed.
    """
    name = display_name(path_or_url)
    if "://" in path_or_url and not path_or_url.startswith("sqlite:"):
        return _open_server(path_or_url, name, read_only)
    path = path_or_url
    if path.startswith("sqlite:"):
        path = make_url(path).database or ":memory:"
    if path == ":memory:":
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}, json_serializer=_dump
        )
        _set_up_sqlite(engine)
        return engine
    file = Path(path)
    if file.is_dir():
        raise StoreError(f"{name}: is a folder; name a file in it, such as {file / 'truceline.db'}")
    if not file.exists():
        if read_only or not create:
            raise StoreError(f"{name}: no such database; make one with: truceline code INPUT --db {name}")
        if not file.absolute().parent.is_dir():
            raise StoreError(f"{name}: its folder does not exist; make it first: mkdir -p {file.parent}")
    # A queue: the pool that the address "sqlite://" gets by itself closes connections under the hands of other threads.
    engine = create_engine(
        "sqlite://", creator=_sqlite_creator(file, read_only), poolclass=QueuePool, pool_size=5, max_overflow=60,
        json_serializer=_dump,
    )  # fmt: skip
    _set_up_sqlite(engine)
    return engine


def _dump(value: object) -> str:
    """JSON in ASCII: what no UTF-8 can hold is written with escapes."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _open_server(url_text: str, name: str, read_only: bool) -> Engine:
    try:
        url: URL = make_url(url_text)
    except ArgumentError as error:
        raise StoreError(f"{name}: not a database URL ({error}); name a file or postgresql://…") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{name}: no database that Truceline knows; name a file or postgresql://…")
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(url, json_serializer=_dump, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(f"{name}: {error.name} is not installed; pip install 'truceline[postgres]'") from error
    except NoSuchModuleError as error:
        raise StoreError(f"{name}: no driver for it ({error}); try postgresql://…") from error
    wait_ms = int(settings.get_float("db_wait_seconds") * 1000)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {wait_ms}")
            if read_only:
                cursor.execute("SET default_transaction_read_only = on")
        connection.commit()

    return engine


def _sqlite_creator(file: Path, read_only: bool) -> Any:
    base = f"file:{quote(str(file.absolute()))}"
    mode = "?mode=ro" if read_only else "?mode=rwc"
    if read_only and not os.access(file.absolute().parent, os.W_OK):
        mode += "&immutable=1"  # WAL needs a file beside the database, which cannot be made there

    def connect() -> sqlite3.Connection:
        wait_s = settings.get_float("db_wait_seconds")
        return sqlite3.connect(base + mode, uri=True, timeout=wait_s, check_same_thread=False)

    return connect


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so, below
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("truceline_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: begun as a writer, so that two of them wait for each other and none fails half-way."""
    with engine.connect().execution_options(truceline_write=True) as connection, connection.begin():
        yield connection


def schema_version(connection: Connection) -> str | None:
    """The migration that the database stands at; None for an empty database.

    Raises StoreError for the database of another program.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables and "reports" in tables:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if tables and tables != ["alembic_version"]:
        raise StoreError(f"holds the tables of another program ({', '.join(sorted(tables)[:3])} …); name another file")
    return None


def prepare_schema(engine: Engine, name: str, *, create: bool, read_only: bool) -> None:
    """Make the schema in an empty database, and check the version of one that has it.

    Raises StoreError when the database belongs to another program, is newer than this version of Truceline, or older.
    """
    with store_errors(name):
        with engine.connect() as connection:
            try:
                found = schema_version(connection)
            except StoreError as error:
                raise StoreError(f"{name}: {error}") from error
        if found is None:
            if read_only or not create:
                raise StoreError(f"{name}: is empty; fill it with: truceline code INPUT --db {name}")
            upgrade(engine)
        elif found != HEAD:
            raise StoreError(f"{name}: {_other_version(found, name)}")


def _other_version(found: str, name: str) -> str:
    if found > HEAD:
        return f"was made by a newer Truceline (schema {found}, this one knows {HEAD}); upgrade Truceline"
    return f"was made by an older Truceline (schema {found}, now {HEAD}); run: truceline db upgrade --db {name}"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision by the migrations, in one transaction."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection
            connection.rollback()
            cursor = raw.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.close()
    _migrate(engine, revision, up=True)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to an older revision, in one transaction. What only the newer one can hold is lost."""
    _migrate(engine, revision, up=False)


def _migrate(engine: Engine, revision: str, *, up: bool) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":  # SQLite's writers wait for each other as it is
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)


def revisions() -> list[str]:
    """The revisions of the schema, oldest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
