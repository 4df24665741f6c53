"""``truceline incidents``: one occurrence once, whoever tells of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, stdout_console, write_json
from truceline.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from truceline.domain.events import Incident


def incidents(
    db: Annotated[
        str | None, typer.Option("--db", metavar="FILE|URL", help="The database; the setting db where not given.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="table|jsonl", help="How to print them.")] = "table",
    only: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only this PLOVER type.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="CC", help="Only in this country (ISO).")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="Ending on this day or later.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Starting on this day or earlier.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only those on which reports differ.")] = False,
) -> None:
    """Print incidents: events of different reports that tell of one occurrence, with what they differ on.

    \b
    Example:
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline incidents --db truce.db
      truceline incidents --db truce.db --format jsonl > incidents.jsonl
    """
    from truceline.domain.serial_fused import incident_to_dict
    from truceline.run.record import read_fused
    from truceline.store import Store

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format {format}: there are table and jsonl")
    start, end = parse_day(first, "--from"), parse_day(last, "--to")
    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        fused = read_fused(store)
    reports = fused.reports
    chosen = [
        i
        for i in fused.incidents
        if (only is None or i.type.value == only.upper())
        and (country is None or (i.place is not None and i.place.country == country.upper()))
        and (start is None or (i.date is not None and i.date.end >= start))
        and (end is None or (i.date is not None and i.date.start <= end))
        and (not disputed or i.disagreements)
    ]
    if format == "jsonl":
        for incident in chosen:
            write_json(incident_to_dict(incident, reports))
        return
    stdout_console().print(incident_table(chosen))


def parse_day(text: str | None, option: str) -> date | None:
    """An ISO day given on the command line, or None. Raises UsageError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: a day is written 2024-08-21") from None


def incident_table(incidents: list[Incident]) -> Table:
    """One row an incident."""
    from rich.table import Table
    from rich.text import Text

    from truceline.cli.wording import when, where, who

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, width in (("when", 24), ("what", 24), ("who", 30), ("to whom", 26), ("where", 22), ("toll", 18)):
        table.add_column(name, max_width=width)
    table.add_column("told", justify="right")
    table.add_column("differ on", max_width=20)
    table.add_column("incident", style="dim", no_wrap=True)
    for one in incidents:
        what = (
            one.type.value
            + (f" {one.mode}" if one.mode else "")
            + ("" if one.status == "actual" else f" ({one.status})")
        )
        cells = (when(one.date), what, who(one.actors), who(one.recipients), where(one.place), tolls(one))
        told = f"{len(one.events)}/{one.n_independent}"
        differ = differ_words(one)
        table.add_row(*(Text(printable(c)) for c in (*cells, told, differ, one.id)))
    return table


def differ_words(incident: Incident) -> str:
    """``date, place``; ``one report gives two dates`` where reports do not differ but one tells it two ways."""
    from truceline.domain.differences import differences

    found = differences(incident)
    return "; ".join(words for words in (", ".join(found.between), found.within_words) if words)


def tolls(incident: Incident) -> str:
    """Tolls with their range: ``13 killed (9-13)``."""
    words = []
    for toll in incident.tolls:
        spread = f" ({toll.low}-{toll.high})" if toll.low != toll.high and None not in (toll.low, toll.high) else ""
        words.append(f"{'?' if toll.best is None else toll.best} {toll.kind.value}{spread}")
    return ", ".join(words)
