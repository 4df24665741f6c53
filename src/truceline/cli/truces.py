"""``truceline truces``: the ledger of truces, and the state of each on any day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, say, stdout_console, write_json
from truceline.cli.ids import find_by_id
from truceline.cli.incidents import parse_day
from truceline.cli.options import DbOption
from truceline.errors import UsageError

if TYPE_CHECKING:
    from truceline.domain.text import Report
    from truceline.domain.truces import Truce
    from truceline.ledger.escalation import WeekOfForce
    from truceline.run.record import Fused

app = typer.Typer(rich_markup_mode=None)
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="The day to ask about; the last day of the record.")
]
KnownOption = Annotated[
    str | None, typer.Option("--as-known", metavar="DAY", help="Count only what was published up to this day.")
]
FormatOption = Annotated[str, typer.Option("--format", metavar="table|jsonl", help="How to print them.")]


@app.callback(invoke_without_command=True)
def truces(
    context: typer.Context,
    db: DbOption = None,
    on: OnOption = None,
    as_known: KnownOption = None,
    format: FormatOption = "table",
    all_: Annotated[bool, typer.Option("--all", help="List truces first heard of after the day, too.")] = False,
) -> None:
    """List truces and their state on a day.

    \b
    Example:
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline truces --db truce.db --on 2024-07-25
      truceline truces --db truce.db --on 2024-08-21 --as-known 2024-08-20
      truceline truces show TRUCE --db truce.db
    """
    context.obj = {"db": db, "on": on, "as_known": as_known, "format": format}
    if context.invoked_subcommand is not None:
        return
    from truceline.domain.serial_fused import truce_to_dict
    from truceline.ledger.timeline import all_evidence, state

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format {format}: there are table and jsonl")
    fused = _read(db)
    known = parse_day(as_known, "--as-known")
    day = parse_day(on, "--on") or known or _last_day(fused)
    shown = [t for t in fused.truces if known is None or any(e.known_on <= known for e in t.entries)]
    if format == "jsonl":
        for truce in shown:
            evidence = [e for e in all_evidence(truce) if known is None or e.published <= known]
            write_json(truce_to_dict(truce, state(truce, day, known), fused.reports, evidence))
        return
    heard_of = [t for t in shown if all_ or _heard_of(t, day, known)]
    if heard_of:
        _print_table(heard_of, day, known)
    for line in _left_out(len(fused.truces), len(shown), len(heard_of), day, known):
        say(line)


@app.command()
def show(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="TRUCE", help="Id of a truce, or the beginning of one.")],
    db: DbOption = None,
    on: OnOption = None,
    as_known: KnownOption = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the chart as SVG too.")] = None,
) -> None:
    """Print a truce day by day: acts, violations and what others say of it, with their sentences.

    \b
    Example:
      truceline truces show 2b39 --db truce.db --svg truce.svg
    """
    given = context.obj or {}
    fused = _read(db or given.get("db"))
    known = parse_day(as_known or given.get("as_known"), "--as-known")
    truce = find_by_id(fused.truces, ref, what="truce", listed_by="truceline truces")
    day = parse_day(on or given.get("on"), "--on") or known or _last_day(fused)
    _print_truce(truce, day, known, fused.reports, _weeks(truce, fused, known))
    if svg is not None:
        from truceline.ledger.chart import svg_chart

        svg.write_text(svg_chart(truce, as_known_on=known) + "\n", encoding="utf-8")


def _read(db: str | None) -> Fused:
    from truceline.run.record import read_fused
    from truceline.store import Store

    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        return read_fused(store)


def _weeks(truce: Truce, fused: Fused, known: date | None) -> tuple[WeekOfForce, ...]:
    """Force by week, of the incidents that were known on the day."""
    from truceline.ledger.escalation import weeks_of_force
    from truceline.ledger.sides import Bonds
    from truceline.resources.actors import ActorRegistry

    told = [i for i in fused.incidents if known is None or (i.published and i.published[0] <= known)]
    bonds = Bonds.of(ActorRegistry.load(), (r for c in fused.coded for r in c.relations))
    return weeks_of_force(truce, told, bonds)


def _last_day(fused: Fused) -> date:
    return max((c.report.date for c in fused.coded), default=date(1970, 1, 1))


def _heard_of(truce: Truce, day: date, known: date | None) -> bool:
    """False for a truce of which nothing was told by the day, and of whose state on it nothing was told later."""
    from truceline.domain.codes import TruceState
    from truceline.ledger.timeline import state

    return any(e.known_on <= day for e in truce.entries) or state(truce, day, known).state is not TruceState.UNKNOWN


def _left_out(n_all: int, n_known: int, n_shown: int, day: date, known: date | None) -> list[str]:
    """One line for each reason for which truces of the record are not in the table."""
    if not n_all:
        return ["no truce in the record"]
    if not n_known:
        return [f"no truce known by {known}; {_are(n_all)} first heard of later"]
    if n_later := n_known - n_shown:
        none = "" if n_shown else f"no truce known on {day}; "
        return [f"{none}{_are(n_later)} first heard of after {day} and left out; --all lists them"]
    return []


def _are(n: int) -> str:
    return "1 is" if n == 1 else f"{n} are"


def _print_table(shown: list[Truce], day: date, known: date | None) -> None:
    from rich.table import Table
    from rich.text import Text

    from truceline.domain.truces import EntryKind
    from truceline.ledger.timeline import state

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("truce", max_width=60)
    table.add_column("class")
    table.add_column(f"state on {day}" + (f", as known on {known}" if known else ""), max_width=50)
    table.add_column("violations", justify="right")
    table.add_column("id", style="dim", no_wrap=True)
    for truce in shown:
        breaches = [
            e
            for e in truce.entries
            if e.kind is EntryKind.VIOLATION and e.first_day <= day and (known is None or e.known_on <= known)
        ]
        n_breaches = len({e.incident or e.evidence[0].event for e in breaches})
        row = (truce.name, truce.truce_class, state(truce, day, known).label, str(n_breaches), truce.id)
        table.add_row(*(Text(printable(c)) for c in row))
    stdout_console().print(table)


def _print_truce(
    truce: Truce, day: date, known: date | None, reports: dict[str, Report], weeks: Sequence[WeekOfForce]
) -> None:
    from rich.text import Text

    from truceline.cli.wording import who
    from truceline.domain.truces import EntryKind
    from truceline.ledger.chart import terminal_chart
    from truceline.ledger.timeline import effective, state

    console = stdout_console()

    def line(words: str, style: str = "") -> None:
        console.print(Text(printable(words), style=style))

    line(truce.name, "bold")
    line(f"class {truce.truce_class}, scope {truce.scope or '–'}, purpose {truce.purpose or '–'}, id {truce.id}")
    if truce.mediators:
        line(f"mediators: {who(truce.mediators)}")
    now = state(truce, day, known)
    line(f"on {day}" + (f", as known on {known}" if known else "") + f": {now.label}", "bold")
    for remark in now.remarks:
        line(f"  {remark}")
    line("")
    line(terminal_chart(truce, as_known_on=known))
    line("")
    previous = ""
    for entry in truce.entries:
        if known is not None and entry.known_on > known:
            continue
        days = str(entry.first_day) if entry.first_day == entry.last_day else f"{entry.first_day} to {entry.last_day}"
        by = who(entry.by) or "nobody named"
        note = f" ({entry.note})" if entry.note else ""
        told = f", as told by {entry.speaker}" if entry.speaker else ""
        style = "red" if entry.kind is EntryKind.VIOLATION else "dim" if entry.kind is EntryKind.REMARK else ""
        what = f"{entry.action.value.replace('_', ' ')} [{entry.kind.value}, {entry.voice.value}]"
        line(f"{days}  {what} {by}{told}{note}", style)
        for evidence in entry.evidence:
            report = reports.get(evidence.report_id)
            words = " ".join(evidence.span.of(report.text).split()) if report else ""
            line(f"    {evidence.published} {evidence.outlet or '–'}: {words}", "dim")
        label = state(truce, effective(entry), known).label
        if label != previous and entry.kind is not EntryKind.FORCE:
            line(f"  → {label}")
            previous = label
    for commitment in truce.commitments:
        line(f"commitment: {commitment.text} – {commitment.state.value}")
    _print_weeks(weeks, line)


def _print_weeks(weeks: Sequence[WeekOfForce], line: Callable[[str], None]) -> None:
    """Escalation figures: force between the parties by week, and by phase."""
    from truceline.ledger.escalation import rates

    shown = [w for w in weeks if w.n_incidents]
    if not shown:
        return
    line("")
    line("force between the parties by week (incidents; independent sources that report them):")
    for week in shown:
        bar = "■" * week.n_incidents
        line(f"  {week.monday}  {week.phase.value:6}  {bar} {week.n_incidents} ({week.n_sources})")
    by_phase = (f"{r.phase.value} {r.per_week:.1f} a week ({r.n_incidents} in {r.n_weeks})" for r in rates(weeks))
    line("  " + ", ".join(by_phase))
