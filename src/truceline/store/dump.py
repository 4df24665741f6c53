"""A database as lines of text, and back: everything, people's withdrawn words included, in SQLite or PostgreSQL.

The first line names schema and version, every other one is ``["table", {column: value}]``, and the last one counts the
rows of each table, so that a dump that was cut off shows. Rows stand in the order of their keys, whatever the
database: two databases that hold the same give the same bytes.

A table with ``info={"dump": False}`` is left out (sessions of a browser, what can be built again).
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Column, Connection, Date, DateTime, Engine, LargeBinary, MetaData, String, Table, func, select
from sqlalchemy import text as sql
from sqlalchemy.types import TypeDecorator, TypeEngine

from truceline import __version__
from truceline.domain.serial import json_bytes
from truceline.errors import StoreError
from truceline.store import people_tables, record_tables, session
from truceline.store.tables import metadata

ALL_TABLES = (metadata, people_tables.users, record_tables.incidents)
"""Named here so that every module with tables is loaded before they are counted."""
FORMAT = 1
_BATCH = 500
"""Rows that are read or written at a time."""

Row = dict[str, Any]


# -- out -------------------------------------------------------------------------------------------------------


def dump(path_or_url: str, out: IO[bytes] | gzip.GzipFile) -> Counter[str]:
    """Write a database to a stream, as it is at one moment, while others go on writing. Returns rows by table.

    Raises StoreError when there is no such database, or it is of another version.
    """
    name = session.display_name(path_or_url)
    with _open(path_or_url, name, create=False) as engine:
        session.prepare_schema(engine, name, create=False, read_only=True)
        counts: Counter[str] = Counter()
        with session.store_errors(name), _snapshot(engine) as connection:
            _write(out, {"truceline": "dump", "format": FORMAT, "schema": session.HEAD, "version": __version__})
            for table in dumped_tables(metadata):
                for row in _rows(connection, table):
                    _write(out, [table.name, row])
                    counts[table.name] += 1
            _write(out, {"end": {table.name: counts[table.name] for table in dumped_tables(metadata)}})
    return counts


def dumped_tables(of: MetaData) -> list[Table]:
    """The tables that a dump holds, those first that others point to."""
    return [table for table in of.sorted_tables if table.info.get("dump", True) and table.name != "alembic_version"]


@contextmanager
def _open(path_or_url: str, name: str, *, create: bool) -> Iterator[Engine]:
    with session.store_errors(name):
        engine = session.open_engine(path_or_url, create=create, read_only=not create)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now, however long it reads."""
    options: Row = {"stream_results": True, "yield_per": _BATCH}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    keys = list(table.primary_key.columns) or list(table.columns)
    order = [_in_byte_order(connection, column) for column in keys]
    for row in connection.execute(select(table).order_by(*order)).mappings():
        yield {column.name: _plain(row[column.name]) for column in table.columns}


def _in_byte_order(connection: Connection, column: Column[Any]) -> Any:
    """The column to order by: PostgreSQL sorts text as the server's language does, SQLite by its bytes."""
    is_text = isinstance(_impl(column.type), String)
    return column.collate("C") if is_text and connection.dialect.name == "postgresql" else column


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def _write(out: IO[bytes] | gzip.GzipFile, record: object) -> None:
    out.write(json_bytes(record) + b"\n")


# -- in --------------------------------------------------------------------------------------------------------


def load(source: Iterable[bytes], path_or_url: str, *, source_name: str = "the dump") -> Counter[str]:
    """Fill an empty database from a dump, all of it or nothing. Returns rows by table.

    A dump of an older version is brought up to this one's schema. Raises StoreError when the database holds something
    already, or the dump is cut off, damaged, or of a newer version.
    """
    name = session.display_name(path_or_url)
    lines = _Lines(source, source_name)
    revision = lines.head()
    with _open(path_or_url, name, create=True) as engine, session.store_errors(name):
        _check_empty(engine, name)
        session.upgrade(engine, revision)
        with session.writing(engine) as connection:
            counts = _fill(connection, lines, name)
        session.upgrade(engine)
    return counts


def _check_empty(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        try:
            found = session.schema_version(connection)
        except StoreError as error:
            raise StoreError(f"{name}: {error}") from error
        if found is None:
            return
        if found != session.HEAD:
            raise StoreError(f"{name}: holds a schema already ({found}); load into a new database")
        _check_no_rows(connection, metadata, name)


def _check_no_rows(connection: Connection, of: MetaData, name: str) -> None:
    for table in dumped_tables(of):
        n = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if n:
            raise StoreError(f"{name}: holds {n} {table.name.replace('_', ' ')} already; load into a new database")


def _fill(connection: Connection, lines: _Lines, name: str) -> Counter[str]:
    tables = _tables_at_hand(connection)
    _check_no_rows(connection, tables, name)
    counts: Counter[str] = Counter()
    decoders: dict[str, dict[str, Callable[[Any], Any]]] = {}
    for table_name, rows in lines.batches():
        table = tables.tables.get(table_name)
        if table is None:
            raise StoreError(f"{lines.where()}: no table {table_name!r} in schema {lines.revision}")
        read = decoders.setdefault(table_name, {c.name: _decoder(c.type) for c in table.columns})
        connection.execute(table.insert(), [_decoded(row, read, lines) for row in rows])
        counts[table_name] += len(rows)
    lines.check_end(counts)
    if connection.dialect.name == "postgresql":
        for table in dumped_tables(tables):
            _set_next_number(connection, table)
    return counts


def _tables_at_hand(connection: Connection) -> MetaData:
    """The tables as they are in the database (a dump may be of an older schema), with our column types."""
    found = MetaData()
    found.reflect(connection)
    for table in found.tables.values():
        ours = metadata.tables.get(table.name)
        table.info.update(ours.info if ours is not None else {})
        for column in table.columns:
            if ours is not None and column.name in ours.columns:
                column.type = ours.columns[column.name].type
    return found


def _set_next_number(connection: Connection, table: Table) -> None:
    """Have PostgreSQL number new rows after those that were loaded."""
    for column in table.primary_key.columns:
        query = sql("SELECT pg_get_serial_sequence(:table, :column)")
        sequence = connection.execute(query, {"table": table.name, "column": column.name}).scalar()
        last = connection.execute(select(func.max(column))).scalar() if sequence else None
        if last is not None:
            connection.execute(sql("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _impl(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _decoder(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    impl = _impl(kind)
    if isinstance(impl, DateTime):
        return datetime.fromisoformat
    if isinstance(impl, Date):
        return date.fromisoformat
    if isinstance(impl, LargeBinary):
        return base64.b64decode
    return lambda value: value


def _decoded(row: Row, read: dict[str, Callable[[Any], Any]], lines: _Lines) -> Row:
    try:
        return {name: None if value is None else read[name](value) for name, value in row.items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{lines.where()}: a row that does not fit into its table ({error!r})") from error


class _Lines:
    """The lines of a dump, read one by one."""

    def __init__(self, source: Iterable[bytes], name: str) -> None:
        self._source = iter(source)
        self._name = name
        self._number = 0
        self._end: dict[str, int] | None = None
        self.revision = ""

    def where(self) -> str:
        """The place in the dump, for messages."""
        return f"{self._name}:{self._number}"

    def _next(self) -> Any:
        try:
            line = next(self._source, None)
        except (OSError, EOFError) as error:
            raise StoreError(f"{self.where()}: cannot be read any further ({error})") from error
        if line is None:
            return None
        self._number += 1
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise StoreError(f"{self.where()}: not a line of a dump ({str(error)[:100]})") from error

    def head(self) -> str:
        """The schema of the dump. Raises StoreError when this version cannot load it."""
        head = self._next()
        if not isinstance(head, dict) or head.get("truceline") != "dump":
            raise StoreError(f"{self._name}: no dump of Truceline; make one with: truceline db dump FILE")
        self.revision = str(head.get("schema"))
        if head.get("format") != FORMAT or self.revision not in session.revisions():
            raise StoreError(
                f"{self._name}: made by Truceline {head.get('version')} (format {head.get('format')}, schema "
                f"{self.revision}), which this one ({__version__}) does not know; upgrade Truceline"
            )
        return self.revision

    def _records(self) -> Iterator[tuple[str, Row]]:
        while (record := self._next()) is not None:
            if isinstance(record, dict) and isinstance(record.get("end"), dict):
                self._end = record["end"]
                return
            if not (isinstance(record, list) and [type(part) for part in record] == [str, dict]):
                raise StoreError(f"{self.where()}: not a line of a dump")
            yield record[0], record[1]

    def batches(self) -> Iterator[tuple[str, list[Row]]]:
        """(table, rows), a few hundred at a time."""
        records = self._records()
        held: list[Row] = []
        table = ""
        for name, row in records:
            if held and (name != table or len(held) >= _BATCH):
                yield table, held
                held = []
            table = name
            held.append(row)
        if held:
            yield table, held

    def check_end(self, counts: Counter[str]) -> None:
        """Raise StoreError when the last line is missing, counts otherwise, or is not the last."""
        if self._end is None:
            raise StoreError(f"{self.where()}: cut off; the last line is missing. Nothing was loaded")
        if {k: v for k, v in self._end.items() if v} != dict(counts):
            raise StoreError(f"{self.where()}: the last line counts other rows than were found. Nothing was loaded")
        if list(islice(self._source, 1)):
            raise StoreError(f"{self.where()}: goes on after its last line. Nothing was loaded")


# -- files -----------------------------------------------------------------------------------------------------


def dump_to_file(path_or_url: str, file: Path) -> Counter[str]:
    """Write a dump to a file (compressed where it ends in ``.gz``), which is there whole or not at all."""
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as raw:
            if file.name.endswith(".gz"):
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    counts = dump(path_or_url, packed)
            else:
                counts = dump(path_or_url, raw)
        part.replace(file)
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror or error}; name another file, or free some room") from error
    finally:
        part.unlink(missing_ok=True)
    return counts


def load_from_file(file: Path, path_or_url: str) -> Counter[str]:
    """Load a dump from a file, compressed or not."""
    try:
        with file.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if not packed:
                return load(raw, path_or_url, source_name=str(file))
            with gzip.GzipFile(fileobj=raw) as unpacked:
                return load(unpacked, path_or_url, source_name=str(file))
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror or error}") from error
