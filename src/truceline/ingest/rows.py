"""Rows of JSONL, CSV and Parquet: which field of a report stands under which name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.domain.text import Report
from truceline.errors import BadRow, NoDate, UsageError
from truceline.ingest.days import read_day
from truceline.ingest.reading import ReadOptions, build_report

ROW_FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article"),
    "date": ("date", "published", "publication_date", "date_published", "pub_date", "pubdate"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "url": ("url", "link"),
    "id": ("id", "report_id", "doc_id"),
}
"""Field of a report to the names that a row may give it, the first found taken."""


def read_columns(pairs: Iterable[str]) -> dict[str, str]:
    """``text=body``, ``date=meta.published`` to a dict. Raises UsageError for a field that a report has not."""
    columns: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column or name not in ROW_FIELDS:
            raise UsageError(f"--map {pair}: write FIELD=COLUMN, with FIELD one of {', '.join(ROW_FIELDS)}")
        if name in columns:
            raise UsageError(f"--map {pair}: {name} is mapped twice, to {columns[name]} before")
        columns[name] = column
    return columns


def check_columns(header: Iterable[str], options: ReadOptions) -> None:
    """Raise BadRow when a table's header lacks the text, or a column that ``--map`` names."""
    names = [str(name).strip() for name in header]
    lowered = {name.lower() for name in names}
    for name, column in options.columns.items():
        if not {column.lower(), column.split(".")[0].lower()} & lowered:
            raise BadRow(f'has no column "{column}" (--map {name}={column}); its columns: {", ".join(names)[:200]}')
    if "text" not in options.columns and not lowered & set(ROW_FIELDS["text"]):
        raise BadRow(
            f'has no column "text"; its columns: {", ".join(names)[:200]}; name the right one with --map text=COLUMN'
        )


def date_column(header: Iterable[str], mapped: str | None) -> int | None:
    """Where in a table's header the publication day stands: as ``--map`` names it, else by its usual names."""
    names = [str(name).strip().lower() for name in header]
    wanted = (mapped.lower(), mapped.split(".")[0].lower()) if mapped else ROW_FIELDS["date"]
    return next((names.index(name) for name in wanted if name in names), None)


def report_from_row(row: Mapping[str, object], options: ReadOptions) -> Report:
    """A report from one JSON object or row of a table (``ROW_FIELDS`` has the names that are understood).

    options.columns goes before those names.
    Raises BadRow when text or labels are not strings, and what ``build_report`` and ``read_day`` raise.
    """
    lowered = _lowered(row)
    found = {
        name: _mapped(row, lowered, options.columns[name]) if name in options.columns else _first(lowered, names)
        for name, names in ROW_FIELDS.items()
    }
    text = found["text"]
    if text is None:
        seen = ", ".join(sorted(lowered)) or "none"
        raise BadRow(f'has no field "{options.columns.get("text", "text")}"; its fields: {seen[:200]}')
    if not isinstance(text, str):
        raise BadRow(f'"text" is a {_json_kind(text)}, not a string')
    day = _label(found["date"], "date")
    if day is None and options.date is None and text.strip():
        name = options.columns.get("date", "date")
        raise NoDate(f'gives no publication day; add a field "{name}" or use --date YYYY-MM-DD')
    return build_report(
        text,
        options,
        day=None if day is None else read_day(day, day_first=options.day_first),
        title=_label(found["title"], "title"),
        outlet=_label(found["outlet"], "outlet"),
        url=_label(found["url"], "url"),
        source_id=_label(found["id"], "id"),
    )


def row_name(row: object, options: ReadOptions) -> str:
    """`` (id)`` for a row with an id, for use after file and line; else empty."""
    if not isinstance(row, dict):
        return ""
    lowered = _lowered(row)
    column = options.columns.get("id")
    found = _mapped(row, lowered, column) if column else _first(lowered, ROW_FIELDS["id"])
    return f" ({str(found)[:80]})" if isinstance(found, str | int) and str(found) else ""


def _lowered(row: Mapping[str, object]) -> dict[str, object]:
    return {str(k).strip().lower(): v for k, v in row.items() if k is not None}


def _first(row: dict[str, object], names: tuple[str, ...]) -> object:
    return next((row[n] for n in names if row.get(n) not in (None, "")), row.get(names[0]))


def _mapped(row: Mapping[str, object], lowered: dict[str, object], column: str) -> object:
    """The value under the user's name: a key as it stands, else a way through objects and lists; None at its end."""
    if column in row:
        return row[column]
    if column.lower() in lowered:
        return lowered[column.lower()]
    value: object = row
    for step in column.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit():
            value = value[int(step)] if len(step) < 6 and int(step) < len(value) else None
        else:
            return None
    return value


def _label(value: object, name: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | dict | float):
        raise BadRow(f'"{name}" is a {_json_kind(value)}, not a string')
    return str(value).strip() or None


def _json_kind(value: object) -> str:
    kinds = {bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
    return kinds.get(type(value), type(value).__name__)
