"""``truceline incidents``: one occurrence once, whoever tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, say, stdout_console, write_json
from truceline.cli.options import ActorOption, CountryOption, DbOption, TypeOption
from truceline.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from truceline.domain.events import Incident, Toll
    from truceline.run.record import Fused

app = typer.Typer(rich_markup_mode=None)
_LISTED_BY = "truceline incidents"


@app.callback(invoke_without_command=True)
def incidents(
    context: typer.Context,
    db: DbOption = None,
    format: Annotated[str, typer.Option("--format", metavar="table|jsonl", help="How to print them.")] = "table",
    since: Annotated[
        str | None, typer.Option("--since", "--from", metavar="DAY", help="Ending on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", "--to", metavar="DAY", help="Starting on this day or earlier.")
    ] = None,
    country: CountryOption = None,
    type: TypeOption = None,
    actor: ActorOption = None,
    disputed: Annotated[
        bool, typer.Option("--disputed", help="Only those on which reports differ, or one tells two things.")
    ] = False,
) -> None:
    """Print incidents: events of different reports that tell of one occurrence, with what they differ on.

    \b
    Example:
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline incidents --db truce.db
      truceline incidents --db truce.db --since 2024-08-01 --country IQ --actor "Kataib Hezbollah"
      truceline incidents show INCIDENT --db truce.db
      truceline incidents --db truce.db --format jsonl > incidents.jsonl
    """
    context.obj = {"db": db}
    if context.invoked_subcommand is not None:
        return
    from truceline.domain.serial_fused import incident_to_dict
    from truceline.export.filters import make_filter, narrow_incidents

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format {format}: there are table and jsonl")
    wanted = make_filter(
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        countries=country or (),
        types=type or (),
        actors=actor or (),
    )
    fused = read_record_of(db)
    chosen = [i for i in narrow_incidents(fused.incidents, wanted) if not disputed or i.disagreements]
    if not chosen:
        query = wanted.query + (", disputed" if disputed else "")
        say(f"none of {len(fused.incidents)} incidents was asked for ({query})")
    if format == "jsonl":
        reports = fused.reports
        for incident in chosen:
            write_json(incident_to_dict(incident, reports))
    elif chosen:
        stdout_console().print(incident_table(chosen))


@app.command()
def show(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="INCIDENT", help="Id of an incident, or the beginning of one.")],
    db: DbOption = None,
    json: Annotated[bool, typer.Option("--json", help="The record as JSON.")] = False,
) -> None:
    """Show an incident: each field's value, the rule that chose it, every report's version, and their sentences.

    \b
    Example:
      truceline incidents --db truce.db
      truceline incidents show 4c04 --db truce.db

    Versions stand in order of publication; the one that is shown has a star.
    """
    from truceline.cli.ids import find_by_id
    from truceline.cli.incident_view import print_incident
    from truceline.domain.serial_fused import incident_to_dict

    fused = read_record_of(db or (context.obj or {}).get("db"))
    found = find_by_id(fused.incidents, ref, what="incident", listed_by=_LISTED_BY)
    if json:
        write_json(incident_to_dict(found, fused.reports))
        return
    print_incident(stdout_console(), found, fused.events)


def read_record_of(db: str | None) -> Fused:
    """The incidents and truces of a database, made of its events and judgements."""
    from truceline.run.record import read_fused
    from truceline.store import Store

    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        return read_fused(store)


def parse_day(text: str | None, option: str) -> date | None:
    """An ISO day given on the command line, or None. Raises UsageError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: a day is written 2024-08-21") from None


def incident_table(incidents: Sequence[Incident]) -> Table:
    """One row an incident."""
    from rich.table import Table
    from rich.text import Text

    from truceline.cli.wording import what_happened, when, where, who

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, width in (("when", 24), ("what", 24), ("who", 30), ("to whom", 26), ("where", 22), ("toll", 18)):
        table.add_column(name, max_width=width)
    table.add_column("told", justify="right")
    table.add_column("differ on", max_width=20)
    table.add_column("incident", style="dim", no_wrap=True)
    for one in incidents:
        cells = (
            when(one.date), what_happened(one), who(one.actors), who(one.recipients), where(one.place), tolls(one),
            f"{len(one.events)}/{one.n_independent}", differ_words(one), one.id,
        )  # fmt: skip
        table.add_row(*(Text(printable(c)) for c in cells))
    return table


def differ_words(incident: Incident) -> str:
    """``date, place``; ``one report gives two dates`` where reports do not differ but one tells it two ways."""
    from truceline.domain.differences import differences

    found = differences(incident)
    return "; ".join(words for words in (", ".join(found.between), found.within_words) if words)


def tolls(incident: Incident, only: Sequence[Toll] | None = None) -> str:
    """Tolls with their range: ``13 killed (9-13)``. only: those of one kind."""
    words = []
    for toll in incident.tolls if only is None else only:
        spread = f" ({toll.low}-{toll.high})" if toll.low != toll.high and None not in (toll.low, toll.high) else ""
        words.append(f"{'?' if toll.best is None else toll.best} {toll.kind.value}{spread}")
    return ", ".join(words)
