"""``truceline show``: from a value back to its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from truceline import settings
from truceline.cli.console import printable, stdout_console, write_json
from truceline.cli.options import DbOption
from truceline.errors import NotFound

if TYPE_CHECKING:
    from truceline.domain.events import Event
    from truceline.domain.text import Report, Span
    from truceline.store import Store


def show(
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[REPORT|EVENT]", help="Id of a report or an event, or the beginning of one."),
    ] = None,
    db: DbOption = None,
    json: Annotated[bool, typer.Option("--json", help="The record as JSON.")] = False,
) -> None:
    """Show an event with its sentences, the words of each field marked, and who says so.

    \b
    Example:
      truceline code examples/iraq-truce-2024 --db truce.db
      truceline show --db truce.db                    (lists the reports)
      truceline show --db truce.db REPORT             (all events of a report)
      truceline show --db truce.db REPORT#EVENT

    People's corrections are laid over the machine's values; every claim is listed, those not chosen in brackets.
    """
    from truceline.store import Store

    with Store.open(db or settings.get_str("db"), create=False, read_only=True) as store:
        if ref is None:
            _list_reports(store)
            return
        report, events = look_up(store, ref)
        if json:
            from truceline.domain.serial import event_to_dict, report_to_dict

            write_json({"report": report_to_dict(report), "events": [event_to_dict(e, report) for e in events]})
            return
        _print_events(store, report, events)


def look_up(store: Store, ref: str) -> tuple[Report, tuple[Event, ...]]:
    """The report and the events that a reference means: one event, or all of a report. Raises NotFound."""
    try:
        report = store.get_report(ref)
    except NotFound as no_report:
        try:
            event = store.get_event(ref)
        except NotFound as no_event:
            raise (no_event if "#" in ref else no_report) from no_event
        return store.get_report(event.report_id), (event,)
    return report, store.events_of(report.id)


def _print_events(store: Store, report: Report, events: tuple[Event, ...]) -> None:
    from truceline.cli.event_view import print_event
    from truceline.cli.table import report_heading

    console = stdout_console()
    sentences = _sentences(store, report)
    if not events:
        console.print(report_heading(report))
        console.print("no events", style="dim")
    for event in events:
        print_event(console, report, event, sentences)
        _print_reviews(store, event)


def _print_reviews(store: Store, event: Event) -> None:
    """What people decided on the event, the latest last; nothing where nobody has."""
    from truceline.store import Reviews

    for who, (_, review) in Reviews(store).of_event(event.ref).items():
        note = f": {review.note}" if review.note else ""
        typer.echo(printable(f"{review.decision} by {who}, {review.at_utc:%Y-%m-%d %H:%M} UTC{note}"))


def _sentences(store: Store, report: Report) -> list[Span]:
    from truceline.domain.text import Span

    return [Span(start, end) for start, end in store.get_layers(report.id)["sentences"]]


def _list_reports(store: Store) -> None:
    for report in store.iter_reports():
        title = report.title or " ".join(report.text[:80].split())
        typer.echo(printable(f"{report.report_id}  {report.date.isoformat()}  {report.outlet or '–'}  {title}"))
