"""All formats by name, and one function that writes a record in any of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from truceline.domain.serial import event_to_dict, json_bytes, report_to_dict
from truceline.domain.serial_fused import incident_to_dict, truce_to_dict
from truceline.errors import UsageError
from truceline.export import flat
from truceline.export.acled import acled_table
from truceline.export.admin import Areas, find_areas
from truceline.export.cf import cf_table
from truceline.export.citation import about, cff, cite, csl
from truceline.export.filters import Filter, narrow
from truceline.export.geojson import geojson
from truceline.export.names import FORMATS
from truceline.export.parquet import arrow_table, geo_table, parquet_bytes
from truceline.export.polecat import polecat_table
from truceline.export.provenance import People, bundle, claim_table
from truceline.export.record import Record, Table
from truceline.export.text_file import write_table
from truceline.export.ucdp import ucdp_table
from truceline.ledger.timeline import all_evidence, state

TABLES: Final[dict[str, Callable[[Record], Table]]] = {
    "incidents": flat.incident_table,
    "events": flat.event_table,
    "claims": claim_table,
    "truces": flat.truce_table,
    "truce-entries": flat.truce_entry_table,
    "truce-days": flat.truce_day_table,
}
"""What ``--what`` names, for csv and parquet."""
LINES: Final = ("incidents", "events", "truces")
POINTS: Final = ("incidents", "events")
_SHAPED: Final = ("acled", "ucdp", "polecat", "cf")


@dataclass(frozen=True, slots=True)
class Exported:
    """The content of a file, and what the person who exports should know."""

    content: bytes
    binary: bool
    """True for what a terminal should not be shown."""
    n_rows: int
    notes: tuple[str, ...] = ()


def export(
    record: Record,
    format: str,
    *,
    version: str,
    wanted: Filter | None = None,
    what: str = "incidents",
    parquet: bool = False,
    people: People | None = None,
) -> Exported:
    """The record, or what a filter lets through of it, in a format. The same record gives the same bytes.

    format: one of FORMATS. what: one of TABLES, where the format leaves a choice. parquet: the four shaped tables as
    Parquet. version: of Truceline. people: judgements, for the provenance bundle.
    Raises UsageError for a format or table that there is not, or PyArrow that is not installed.
    """
    _check(format, what)
    wanted = wanted or Filter()
    record = narrow(record, wanted)
    citation = cite(record, version, wanted.query)
    match format:
        case "jsonl":
            lines = list(_lines(record, what))
            return Exported(b"".join(lines), False, len(lines))
        case "geojson":
            table = TABLES[what](record)
            found = geojson(table, about(citation))
            notes = (f"{found['without_point']} without a point",) if found["without_point"] else ()
            return Exported(json_bytes(found) + b"\n", False, len(found["features"]), notes)
        case "geoparquet":
            table = TABLES[what](record)
            return Exported(parquet_bytes(geo_table(table, about(citation))), True, len(table.rows))
        case "provenance":
            return Exported(bundle(record, people or People(), citation), True, len(record.events))
        case "citation":
            return Exported(cff(citation).encode(), False, 1)
        case "csl":
            return Exported(json_bytes(csl(citation)) + b"\n", False, 1)
        case _:
            table = _shaped(record, format, version) if format in _SHAPED else TABLES[what](record)
            if parquet or format == "parquet":
                content = parquet_bytes(arrow_table(table, about(citation)))
                return Exported(content, True, len(table.rows), table.notes)
            return Exported(_text(table), False, len(table.rows), table.notes)


def _check(format: str, what: str) -> None:
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}; there are {', '.join(FORMATS)}")
    allowed = {"jsonl": LINES, "geojson": POINTS, "geoparquet": POINTS}.get(format, tuple(TABLES))
    if what not in allowed:
        raise UsageError(f"{format} has no {what!r}; there are {', '.join(allowed)}")


def _shaped(record: Record, format: str, version: str) -> Table:
    areas = Areas() if format == "cf" else find_areas(record)
    match format:
        case "acled":
            return acled_table(record, areas)
        case "ucdp":
            return ucdp_table(record, areas)
        case "polecat":
            return polecat_table(record, version, areas)
        case _:
            return cf_table(record, version)


def _text(table: Table) -> bytes:
    out = io.StringIO(newline="")
    write_table(table, out)
    return out.getvalue().encode()


def _lines(record: Record, what: str) -> Iterator[bytes]:
    match what:
        case "incidents":
            for incident in record.incidents:
                yield json_bytes(incident_to_dict(incident, record.reports)) + b"\n"
        case "events":
            for event in record.shown_events():
                report = record.report_of(event)
                about_report = report_to_dict(report)
                del about_report["text"]
                yield json_bytes({"report": about_report, **event_to_dict(event, report)}) + b"\n"
        case _:
            for truce in record.truces:
                day = record.last_day() or max(e.last_day for e in truce.entries)
                record_of = truce_to_dict(truce, state(truce, day), record.reports, all_evidence(truce))
                yield json_bytes(record_of) + b"\n"
