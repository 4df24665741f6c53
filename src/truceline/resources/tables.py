"""Reading of the shipped tables in data/: one that is missing or broken stops the run, with its file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, Final

from truceline.errors import BadData

FOLDER: Final = "truceline.data"


def read_text(name: str) -> str:
    """A file of data/ as text. Raises BadData where it is missing or not UTF-8."""
    try:
        return files(FOLDER).joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadData(f"data/{name} is missing. Install truceline anew") from None
    except UnicodeDecodeError as error:
        raise BadData(f"data/{name} is not UTF-8 ({error}). Install truceline anew") from None


def rows(name: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by column) of each row of a tab-separated table; empty lines are passed over.

    columns: those that the first line names, in its order. Raises BadData with file and line for another first line
    and for a row of more or fewer cells.
    """
    lines = read_text(name).splitlines()
    if not lines or lines[0].split("\t") != list(columns):
        raise BadData(f"data/{name}:1: expected the columns {', '.join(columns)}")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise BadData(f"data/{name}:{number}: {len(cells)} cells where {len(columns)} are expected: {line!r}")
        yield number, dict(zip(columns, cells, strict=True))


def read_number(name: str, line: int, cell: str) -> float:
    """A cell as a number. Raises BadData with file and line."""
    try:
        return float(cell)
    except ValueError:
        raise BadData(f"data/{name}:{line}: expected a number, found {cell!r}") from None


def read_weights(name: str, columns: Sequence[str] = ("feature", "weight")) -> dict[str, float]:
    """A table of two columns, a name and a number. Raises BadData with file and line."""
    key, value = columns
    return {row[key]: read_number(name, line, row[value]) for line, row in rows(name, columns)}


def read_json(name: str) -> dict[str, Any]:
    """A JSON object of data/. Raises BadData where it is missing, no JSON, or no object."""
    try:
        found = json.loads(read_text(name))
    except ValueError as error:
        raise BadData(f"data/{name}: not JSON ({error}). Install truceline anew") from None
    if not isinstance(found, dict):
        raise BadData(f"data/{name}: expected a JSON object, found {type(found).__name__}")
    return found
