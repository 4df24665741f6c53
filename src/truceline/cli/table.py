"""Events as a table that a person reads: who did what to whom, where, when, with what harm."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from truceline.cli.console import printable
from truceline.cli.wording import harms, what, when, where, who
from truceline.domain.codes import QUAD_CLASS, QuadClass
from truceline.domain.events import Event
from truceline.domain.text import Report

QUAD_STYLE = {
    QuadClass.VERBAL_COOPERATION: "green",
    QuadClass.MATERIAL_COOPERATION: "bold green",
    QuadClass.VERBAL_CONFLICT: "yellow",
    QuadClass.MATERIAL_CONFLICT: "bold red",
}


def report_heading(report: Report) -> Text:
    """Day, outlet, title or first words, and id of a report on one line."""
    heading = Text(report.date.isoformat(), style="bold")
    if report.outlet:
        heading.append(f"  {printable(report.outlet)}", style="cyan")
    title = report.title or " ".join(report.text[:90].split()) + " …"
    heading.append(f"  {printable(title)}", style="")
    heading.append(f"  [{printable(report.report_id)}]", style="dim")
    return heading


def event_table(events: Sequence[Event]) -> Table:
    """One row an event."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0), expand=False)
    table.add_column("what", max_width=26)
    table.add_column("who", max_width=30)
    table.add_column("to whom", max_width=26)
    table.add_column("where", max_width=22)
    table.add_column("when", max_width=24)
    table.add_column("harm", max_width=16)
    table.add_column("sure", justify="right")
    table.add_column("event", style="dim", no_wrap=True)
    for event in events:
        table.add_row(
            Text(what(event), style=QUAD_STYLE[QUAD_CLASS[event.type]]),
            _cell(who(event.actors) + _claims_and_denials(event)),
            _cell(who(event.recipients)),
            _cell(where(event.place)),
            _cell(when(event.date) + (" ⚠" if event.conflict else "")),
            _cell(harms(event)),
            _cell(f"{event.confidence:.2f}"),
            _cell(event.id),
        )
    return table


def _cell(text: str) -> Text:
    return Text(printable(text) or "–")


def _claims_and_denials(event: Event) -> str:
    said = ""
    if event.claimed_by:
        said += f" · claimed by {who(event.claimed_by)}"
    if event.denied_by:
        said += f" · denied by {who(event.denied_by)}"
    return said


def print_report(console: Console, report: Report, events: Sequence[Event]) -> None:
    """A report's heading and its events."""
    console.print(report_heading(report), no_wrap=True, overflow="ellipsis", crop=True)
    if events:
        console.print(event_table(events))
    else:
        console.print(Text("no events", style="dim"))
    console.print()
