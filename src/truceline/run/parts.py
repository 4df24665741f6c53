"""Coded reports as Parquet parts in a folder: what many workers write and ``truceline db load-coded`` reads.

One row a report, under ``FOLDER/parts/``. A part is written whole or not at all, and named by what is in it, so that a
batch that is coded twice, because its worker died, is there once. FOLDER may be a path or an address that pyarrow
knows (``s3://``, ``gs://``, ``hdfs://``). Needs ``pip install 'truceline[parquet]'``.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from truceline.domain.coded import CodedReport
from truceline.domain.mentions import Actor, PlaceMention, Relation, Speech, TimeMention
from truceline.domain.serial import event_from_dict, event_to_dict, json_bytes, report_from_dict, report_to_dict
from truceline.domain.text import EntitySpan, Quotation, Report, Span, content_id
from truceline.errors import StoreError, UsageError

Row = dict[str, Any]

CODED, FAILED, REFUSED = "coded", "failed", "refused"
COLUMNS = ("key", "report_id", "name", "version", "status", "reason", "n_events", "events", "report", "layers")
"""key: content id and source id of the report, empty where it could not be read. events: the line that ``truceline code
--format jsonl`` prints. report, layers: JSON, empty for a report that was not coded. reason: why it was not."""
_FORMAT = b"truceline coded 1"


@dataclass(frozen=True, slots=True)
class _Layers:
    """What a CodedReport holds besides report and events."""

    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    actors: tuple[Actor, ...] = ()
    relations: tuple[Relation, ...] = ()
    speeches: tuple[Speech, ...] = ()
    sentences: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
    entities: tuple[EntitySpan, ...] = ()
    quotations: tuple[Quotation, ...] = ()


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[_Layers]:
    return TypeAdapter(_Layers)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A report that could not be read or coded; the folder has it with the same reason."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


# -- rows ------------------------------------------------------------------------------------------------------


def report_key(report: Report) -> str:
    """What a report is known by in a folder of parts: its content, and the id that its source gives."""
    return f"{report.id} {report.source_id or ''}".rstrip()


def events_line(coded: CodedReport) -> bytes:
    """The line that ``truceline code --format jsonl`` prints for a report, without the line break."""
    report = coded.report
    return json_bytes({"report_id": report.report_id, "events": [event_to_dict(e, report) for e in coded.events]})


def coded_row(coded: CodedReport) -> Row:
    """A row for a coded report; ``coded_from_row`` gives it back. Raises ValueError when it cannot be kept."""
    layers = _Layers(**{f.name: getattr(coded, f.name) for f in fields(_Layers)})
    return {
        "key": report_key(coded.report),
        "report_id": coded.report.report_id,
        "name": coded.report.source_id or coded.report.origin or coded.report.id,
        "version": coded.version,
        "status": CODED,
        "reason": "",
        "n_events": len(coded.events),
        "events": events_line(coded).decode(),
        "report": json_bytes(report_to_dict(coded.report)).decode(),
        "layers": _adapter().dump_json(layers).decode(),
    }


def reason_row(status: str, name: str, reason: str, version: str, report: Report | None = None) -> Row:
    """A row for a report that could not be read (REFUSED) or coded (FAILED)."""
    known = {"key": report_key(report), "report_id": report.report_id} if report else {"key": "", "report_id": ""}
    empty = {"n_events": 0, "events": "", "report": "", "layers": ""}
    return known | {"name": name, "version": version, "status": status, "reason": reason} | empty


def coded_from_row(row: Mapping[str, Any]) -> CodedReport:
    """The coded report of ``coded_row``. Raises StoreError when the row is damaged."""
    try:
        report = report_from_dict(json.loads(row["report"]))
        events = tuple(event_from_dict(e, report.id) for e in json.loads(row["events"])["events"])
        layers = _adapter().validate_json(row["layers"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise StoreError(f"the row of {row.get('report_id')!r} is damaged ({error}); code that report again") from error
    rest = {f.name: getattr(layers, f.name) for f in fields(_Layers)}
    return CodedReport(report, events, version=str(row["version"]), **rest)


# -- the folder ------------------------------------------------------------------------------------------------


class Parts:
    """A folder of parts."""

    def __init__(self, folder: str) -> None:
        """folder: path or address. Raises UsageError without pyarrow, or for an address that it does not know."""
        try:
            from pyarrow import fs
        except ModuleNotFoundError as error:
            raise UsageError("Parquet needs pyarrow. Install it with: pip install 'truceline[parquet]'") from error
        self.name = folder
        if "://" in folder:
            try:
                self._files, self._base = fs.FileSystem.from_uri(folder)
            except (ValueError, OSError) as error:
                raise UsageError(f"{folder}: not an address that can be written to ({error})") from error
        else:
            self._files, self._base = fs.LocalFileSystem(), os.path.abspath(folder)

    def write(self, rows: list[Row]) -> None:
        """Write rows as one part, whole or not at all. Raises StoreError when the folder cannot be written."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not rows:
            return
        name = content_id(sorted((r["key"], r["name"], r["version"], r["status"]) for r in rows))
        table = pa.table({c: [r[c] for r in rows] for c in COLUMNS}, schema=_schema())
        unfinished = f"{self._base}/unfinished/{name}-{uuid.uuid4().hex[:8]}"
        try:
            for folder in ("unfinished", "parts"):
                self._files.create_dir(f"{self._base}/{folder}", recursive=True)
            pq.write_table(table, unfinished, filesystem=self._files, compression="zstd")
            self._files.move(unfinished, f"{self._base}/parts/{name}.parquet")
        except OSError as error:
            raise StoreError(f"{self.name}: cannot be written ({error}); what was finished stays") from error

    def rows(self, columns: Iterable[str] = COLUMNS) -> Iterator[Row]:
        """Rows of every part, in no order that means anything.

        Raises UsageError when there is no such folder, StoreError for a part that cannot be read.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        for path in self._paths():
            try:
                with self._files.open_input_file(path) as stream:
                    parquet = pq.ParquetFile(stream)
                    if (parquet.schema_arrow.metadata or {}).get(b"format") != _FORMAT:
                        raise StoreError(f"{path}: no part of this version; code its reports again, or remove it")
                    for batch in parquet.iter_batches(batch_size=64, columns=list(columns)):
                        yield from batch.to_pylist()
            except (OSError, pa.ArrowInvalid) as error:
                raise StoreError(f"{path}: cannot be read ({error}); remove it and code its reports again") from error

    def known(self, version: str) -> frozenset[str]:
        """Keys of the reports that are coded under this version of the coder."""
        rows = self.rows(("key", "version", "status")) if self._exists("parts") else iter(())
        return frozenset(r["key"] for r in rows if r["status"] == CODED and r["version"] == version)

    def _paths(self) -> list[str]:
        from pyarrow import fs

        if not self._exists("parts"):
            raise UsageError(f"{self.name}: no coded reports in it. Make them with: truceline code … --out FOLDER")
        found = self._files.get_file_info(fs.FileSelector(f"{self._base}/parts"))
        return sorted(f.path for f in found if f.path.endswith(".parquet"))

    def _exists(self, name: str) -> bool:
        from pyarrow import fs

        return bool(self._files.get_file_info(f"{self._base}/{name}").type != fs.FileType.NotFound)

    # -- what a batch was at when its worker died --------------------------------------------------------------

    def read_mark(self, name: str) -> Row | None:
        """The note left for a batch by a worker that has not finished it, or None."""
        path = f"{self._base}/unfinished/{name}.json"
        if not self._exists(f"unfinished/{name}.json"):
            return None
        with self._files.open_input_stream(path) as stream:
            try:
                note = json.loads(stream.read())
            except ValueError:  # the worker died while it wrote
                return {}
        return note if isinstance(note, dict) else {}

    def write_mark(self, name: str, note: Row) -> None:
        """Leave a note for the worker that takes a batch over."""
        self._files.create_dir(f"{self._base}/unfinished", recursive=True)
        with self._files.open_output_stream(f"{self._base}/unfinished/{name}.json") as stream:
            stream.write(json_bytes(note))

    def clear_mark(self, name: str) -> None:
        """Remove the note of a finished batch."""
        if self._exists(f"unfinished/{name}.json"):
            self._files.delete_file(f"{self._base}/unfinished/{name}.json")


@lru_cache(maxsize=1)
def _schema() -> Any:
    import pyarrow as pa

    kinds = {"n_events": pa.int32()}
    return pa.schema([pa.field(c, kinds.get(c, pa.large_string())) for c in COLUMNS], metadata={"format": _FORMAT})
