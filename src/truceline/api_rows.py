"""Rows: records that show themselves as a table in a notebook and go on as a data frame."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

from truceline.errors import UsageError
from truceline.export.record import Cell, Kind, Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

T = TypeVar("T")
_SHOWN_ROWS: Final = 20
_WIDEST: Final = 32
"""Characters of a cell in a table that is shown; longer ones end in an ellipsis."""


class Rows(Sequence[T], Generic[T]):
    """A fixed sequence of records (events, incidents, truces ...) with a table that has one row for each.

    ``rows[0]`` is the record itself, ``rows[:5]`` the first five; ``to_pandas()``, ``to_polars()``, ``to_arrow()`` and
    ``to_dicts()`` give the table.
    """

    __slots__ = ("_items", "_table", "_view")

    def __init__(self, items: Iterable[T], table: Table, view: Sequence[str] = ()) -> None:
        self._items = tuple(items)
        self._table = table
        self._view = tuple(view) or table.columns
        if len(self._items) != len(table.rows):
            raise ValueError(f"{len(self._items)} records, {len(table.rows)} rows of a table")

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Rows[T]: ...
    def __getitem__(self, key: int | slice) -> T | Rows[T]:
        if isinstance(key, slice):
            t = self._table
            part = Table(t.name, t.columns, t.rows[key], t.delimiter, t.kinds, t.notes)
            return Rows(self._items[key], part, self._view)
        return self._items[key]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    # -- shown -------------------------------------------------------------------------------------------------

    def _head(self) -> str:
        return f"{self._table.name.replace('-', ' ')}: {len(self)}"

    def __repr__(self) -> str:
        shown = [[_short(row.get(c)) for c in self._view] for row in self._table.rows[:_SHOWN_ROWS]]
        widths = [max([len(c), *(len(line[i]) for line in shown)]) for i, c in enumerate(self._view)]
        lines = ["  ".join(x.ljust(w) for x, w in zip(line, widths, strict=True)) for line in (self._view, *shown)]
        more = len(self) - len(shown)
        return "\n".join([self._head(), *(line.rstrip() for line in lines), *([f"… {more} more"] if more else [])])

    def _repr_html_(self) -> str:
        """The table for a notebook. Everything in it is escaped: report text is untrusted."""
        head = "".join(f"<th>{html.escape(c)}</th>" for c in self._view)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_short(row.get(c), _WIDEST * 2))}</td>" for c in self._view) + "</tr>"
            for row in self._table.rows[:_SHOWN_ROWS]
        )
        more = len(self) - min(len(self), _SHOWN_ROWS)
        tail = f"<p>… {more} more</p>" if more else ""
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<p>{html.escape(self._head())}</p>{table}{tail}"

    # -- handed on ---------------------------------------------------------------------------------------------

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dictionary a row: days as dates, lists as lists, None for what is not known."""
        return [{c: _plain(row.get(c), self._kind(c)) for c in self._table.columns} for row in self._table.rows]

    def _kind(self, column: str) -> Kind:
        return self._table.kinds.get(column, Kind.TEXT)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame: days as datetime64, whole numbers that may be missing as Int64.

        Raises UsageError without pandas.
        """
        pd = _import("pandas")
        data = {}
        for column in self._table.columns:
            kind = self._kind(column)
            values = [_plain(row.get(column), kind) for row in self._table.rows]
            if kind is Kind.DAY:
                # pandas counts in nanoseconds by default, which end in 2262; a day is told in seconds
                data[column] = pd.Series(values, dtype="datetime64[s]")
            else:
                types = {Kind.INT: "Int64", Kind.YES: "boolean", Kind.FLOAT: "float64"}
                data[column] = pd.Series(values, dtype=types.get(kind, "object"))
        return pd.DataFrame(data, columns=list(self._table.columns))

    def to_polars(self) -> polars.DataFrame:
        """A polars data frame. Raises UsageError without polars."""
        pl = _import("polars")
        types = {
            Kind.TEXT: pl.String, Kind.INT: pl.Int64, Kind.FLOAT: pl.Float64, Kind.YES: pl.Boolean, Kind.DAY: pl.Date,
            Kind.LIST: pl.List(pl.String),
        }  # fmt: skip
        schema = {column: types[self._kind(column)] for column in self._table.columns}
        frame: polars.DataFrame = pl.DataFrame(self.to_dicts(), schema=schema)
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """A PyArrow table. Raises UsageError without PyArrow."""
        from truceline.export.parquet import arrow_table

        return arrow_table(self._table)


def _import(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"{name} is not installed: pip install {name}") from error


def _plain(value: Cell, kind: Kind) -> Any:
    if kind is Kind.LIST:
        return list(value) if isinstance(value, tuple) else []
    if kind is Kind.INT and isinstance(value, int) and abs(value) >= 2**63:
        return None
    return value


def _short(value: Cell, widest: int = _WIDEST) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, date):
        value = value.isoformat()
    text = " ".join(str(value).split())
    return text if len(text) <= widest else text[: widest - 1] + "…"
