"""``truceline export``: the record in the formats of the field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from truceline import __version__, settings
from truceline.cli.console import say
from truceline.cli.incidents import parse_day
from truceline.cli.options import ActorOption, CountryOption, DbOption, TypeOption
from truceline.errors import UsageError

_HELP = """Write events, incidents and truces to a file, in the formats of the field.

\b
Example:
  truceline export csv --db truce.db -o incidents.csv
  truceline export acled --db truce.db --since 2024-07-01 --country IQ -o acled.csv
  truceline export parquet --what truce-days --db truce.db -o days.parquet
  truceline export provenance --db truce.db -o provenance.zip

\b
Formats:
"""


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="One of the formats above.")],
    db: DbOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to; stdout where not given.")
    ] = None,
    what: Annotated[
        str,
        typer.Option(
            "--what", metavar="TABLE", help="incidents, events, claims, truces, truce-entries or truce-days."
        ),
    ] = "incidents",
    as_: Annotated[
        str | None, typer.Option("--as", metavar="parquet", help="acled, ucdp, polecat and cf as Parquet.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Ending on this day or later.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Starting on this day or earlier.")
    ] = None,
    country: CountryOption = None,
    type: TypeOption = None,
    actor: ActorOption = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Of at least this confidence.")
    ] = 0.0,
    cite: Annotated[
        Path | None, typer.Option("--cite", metavar="FILE", help="Write CITATION.cff for this export, too.")
    ] = None,
) -> None:
    """Filled in below, with the formats."""
    from truceline.export.filters import make_filter
    from truceline.export.formats import export as write
    from truceline.run.export import read_people, read_record
    from truceline.store import Store

    if as_ not in (None, "parquet"):
        raise UsageError(f"--as {as_}: there is parquet")
    wanted = make_filter(
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        countries=country or (),
        types=type or (),
        actors=actor or (),
        min_confidence=min_confidence,
    )
    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        record = read_record(store, stories=format == "polecat")
        people = read_people(store) if format == "provenance" else None
    found = write(
        record, format, version=__version__, wanted=wanted, what=what, parquet=as_ == "parquet", people=people
    )
    if out is None and found.binary and sys.stdout.isatty():
        raise UsageError(f"{format} is not for a terminal; name a file with -o, or send it on with > FILE")
    if cite is not None:
        _write(cite, write(record, "citation", version=__version__, wanted=wanted).content)
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.content)
        sys.stdout.buffer.flush()
    else:
        _write(out, found.content)
    rows = "1 row" if found.n_rows == 1 else f"{found.n_rows} rows"
    say(rows + (f" to {out}" if out else "") + "".join(f"; left out {n}" for n in found.notes))


def _write(file: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    part = file.with_name(file.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{file}: {error.strerror or error}; name another file, or free some room") from error


def _help() -> str:
    from truceline.export.names import FORMATS

    return _HELP + "".join(f"  {name:<11} {what}\n" for name, what in FORMATS.items())


export.__doc__ = _help()
