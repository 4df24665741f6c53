"""Parquet tables: one report a row, columns named as in CSV or by ``--map``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from truceline.domain.text import Report
from truceline.errors import BadReport, BadRow, EmptyReport
from truceline.ingest.extras import need
from truceline.ingest.reading import STREAM_ERRORS, ReadOptions, Refusal, stream_error
from truceline.ingest.rows import ROW_FIELDS, check_columns, report_from_row, row_name

_ROWS = 64
"""Rows in memory at a time."""
_MAX_CHUNK_BYTES = 2 * 1024**3
"""Largest column of a row group, unpacked, that a file may declare."""
_MAX_COLUMNS = 5_000


def read_parquet(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Report | Refusal]:
    """Read a report a row, a few rows in memory at a time."""
    try:
        arrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    except BadReport as bad:
        yield Refusal(name, bad)
        return
    if not stream.seekable():
        yield Refusal(name, BadRow("is Parquet, which is read from its end; name the file instead of piping it"))
        return
    errors = (*STREAM_ERRORS, arrow.ArrowException, ValueError, TypeError, LookupError, MemoryError, OverflowError)
    n_rows = 0
    try:
        table = parquet.ParquetFile(
            stream,
            buffer_size=1 << 16,
            pre_buffer=False,
            thrift_string_size_limit=100_000_000,
            thrift_container_size_limit=1_000_000,
        )
        columns = _wanted(table, options)
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                n_rows += 1
                yield _read_row(row, f"{name}:{n_rows}", options)
    except BadReport as bad:
        yield Refusal(name, bad)
        return
    except errors as error:
        where = f"{name}:{n_rows + 1}" if n_rows else name
        yield Refusal(where, stream_error(error) if getattr(error, "errno", None) else _broken(error))
        return
    if n_rows == 0:
        yield Refusal(name, EmptyReport("has columns but no rows"))


def _wanted(table: Any, options: ReadOptions) -> list[str]:
    """The columns that are read. Raises BadRow when there is no text among them, or they are too large to hold."""
    names = [str(n) for n in table.schema_arrow.names]
    if len(names) > _MAX_COLUMNS:
        raise BadRow(f"has {len(names):,} columns, at most {_MAX_COLUMNS:,} are read")
    check_columns(names, options)
    known = {n for names_of in ROW_FIELDS.values() for n in names_of}
    mapped = {c.lower() for c in options.columns.values()} | {c.split(".")[0].lower() for c in options.columns.values()}
    wanted = [n for n in names if n.strip().lower() in known | mapped]
    meta = table.metadata
    for group in range(meta.num_row_groups):
        for number in range(meta.row_group(group).num_columns):
            chunk = meta.row_group(group).column(number)
            if chunk.path_in_schema.split(".")[0] in wanted and chunk.total_uncompressed_size > _MAX_CHUNK_BYTES:
                raise BadRow(f"column {chunk.path_in_schema}: over 2 GB in a row group; write smaller row groups")
    return wanted


def _read_row(row: dict[str, Any], where: str, options: ReadOptions) -> Report | Refusal:
    plain = {key: _plain(value) for key, value in row.items()}
    try:
        return report_from_row(plain, options)
    except BadReport as bad:
        return Refusal(where + row_name(plain, options), bad)


def _plain(value: object) -> object:
    """The value as JSON has it: days as text, bytes as UTF-8 text, whole numbers without a point."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    return value


def _broken(error: BaseException) -> BadRow:
    reason = " ".join(str(error).split())[:200]
    return BadRow(f"is not Parquet that can be read ({reason or type(error).__name__})")
