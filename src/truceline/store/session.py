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
from sqlalchemy.pool import StaticPool

from truceline.errors import StoreError

HEAD = "0003"
"""The newest migration in store/migrations/versions."""
APPLICATION_ID = 0x54524345
"""``PRAGMA application_id`` of our SQLite files: "TRCE"."""
BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another one."""

_HINTS: tuple[tuple[str, str], ...] = (
    ("locked", "another program is writing to it; try again when that has ended"),
    ("not a database", "it is not a SQLite database; name another file"),
    ("malformed", "the file is damaged; restore it from a copy"),
    ("unable to open", "the folder does not exist or cannot be written to; name another with --db"),
    ("readonly", "it cannot be written to; name another with --db, or change its permissions"),
    ("disk is full", "the disk is full; free some room and run the same command again"),
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
        return _open_server(path_or_url, name)
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
    engine = create_engine("sqlite://", creator=_sqlite_creator(file, read_only), pool_size=5, json_serializer=_dump)
    _set_up_sqlite(engine)
    return engine


def _dump(value: object) -> str:
    """JSON in ASCII: what no UTF-8 can hold is written with escapes."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _open_server(url_text: str, name: str) -> Engine:
    try:
        url: URL = make_url(url_text)
    except ArgumentError as error:
        raise StoreError(f"{name}: not a database URL ({error}); name a file or postgresql://…") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{name}: no database that Truceline knows; name a file or postgresql://…")
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    try:
        return create_engine(url, json_serializer=_dump, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(f"{name}: the driver {error.name} is not installed; pip install 'psycopg[binary]'") from error
    except NoSuchModuleError as error:
        raise StoreError(f"{name}: no driver for it ({error}); try postgresql://…") from error


def _sqlite_creator(file: Path, read_only: bool) -> Any:
    base = f"file:{quote(str(file.absolute()))}"
    mode = "?mode=ro" if read_only else "?mode=rwc"
    if read_only and not os.access(file.absolute().parent, os.W_OK):
        mode += "&immutable=1"  # WAL needs a file beside the database, which cannot be made there

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(base + mode, uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False)

    return connect


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
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
    if tables:
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


def upgrade(engine: Engine) -> None:
    """Bring the schema to HEAD by the migrations, in one transaction."""
    from alembic import command
    from alembic.config import Config

    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection
            connection.rollback()
            cursor = raw.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.close()
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
