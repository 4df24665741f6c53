"""``truceline review export`` and ``truceline review import``: decisions as a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from truceline import settings
from truceline.cli.console import say, write_json
from truceline.cli.options import DbOption
from truceline.errors import UsageError

_SHOWN = 20
"""Refused lines that are named on stderr."""


def export_file(db: DbOption = None) -> None:
    """Print all decisions and samples, one JSON object a line, those taken back too.

    \b
    Example:
      truceline review export --db truce.db > decisions.jsonl
    """
    from truceline.store import Store
    from truceline.store.decisions_file import export_decisions

    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        for record in export_decisions(store):
            write_json(record)


def import_file(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Decisions as `export` prints them.")],
    db: DbOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come of it, and write nothing.")] = False,
) -> int:
    """Read decisions in. What is here already stays as it is; the same file twice changes nothing.

    \b
    Example:
      truceline review import decisions.jsonl --db truce.db

    An event is found by its id, else by its words; a decision on an event that is not here is named and left out.
    """
    from truceline.store import Store
    from truceline.store.decisions_merge import import_decisions

    if file != "-" and not Path(file).is_file():
        raise UsageError(f"{file}: no such file; name a file of decisions, or - for standard input")
    with Store.open(db or settings.get_str("db"), create=False) as store:
        merged = import_decisions(store, _lines(file), dry_run=dry_run)
    added = ", ".join(f"{n} {kind}s" for kind, n in sorted(merged.added.items())) or "nothing"
    would = "would be " if dry_run else ""
    say(f"{would}added: {added}; here already: {merged.known}; {would}taken back: {merged.taken_back}")
    for reason in merged.refused[:_SHOWN]:
        say(f"{file}: {reason}")
    if merged.n_refused > _SHOWN:
        say(f"{file}: {merged.n_refused - _SHOWN} further lines left out")
    return 1 if merged.n_refused else 0


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        stream = getattr(sys.stdin, "buffer", None)
        yield from (line.decode("utf-8", "replace") for line in stream) if stream else sys.stdin
        return
    with open(file, encoding="utf-8", errors="replace") as lines:
        yield from lines
