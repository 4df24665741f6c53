"""One incident on the terminal: each field's value and the rule that chose it, then every report's version of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from truceline.cli.console import printable
from truceline.cli.incidents import differ_words, tolls
from truceline.cli.table import QUAD_STYLE
from truceline.cli.wording import version_value, what_happened, when, where, who
from truceline.domain.codes import QUAD_CLASS, HarmKind
from truceline.domain.events import Event, Incident, Version
from truceline.domain.text import Report

Events = Mapping[str, tuple[Event, Report]]
"""Events with their reports, by ``Event.ref``."""
FIELDS: Final = (
    "type", "mode", "date", "place", "actors", "recipients", *(k.value for k in HarmKind), "weapon", "claimed_by",
    "denied_by",
)  # fmt: skip
_ONLY = "the only version"


def print_incident(console: Console, incident: Incident, events: Events) -> None:
    """Print an incident as a block: heading, versions by field, sentences of each report, what holds it together.

    events: at least the incident's own.
    """
    style = QUAD_STYLE[QUAD_CLASS[incident.type]]
    heading = Text.assemble((printable(what_happened(incident)), style), f"  {incident.id}")
    console.print(heading, soft_wrap=True)
    n_reports = len({ref.rsplit("#", 1)[0] for ref in incident.events})
    told = f"{_counted(n_reports, 'report')}, {_counted(incident.n_independent, 'independent voice')}"
    console.print(Text(printable(f"told by {told}; sure {incident.confidence:.2f}")))
    if differ := differ_words(incident):
        both = incident.disagreements and not differ.startswith("one report")
        console.print(Text(printable(f"reports differ on {differ}" if both else differ), style="yellow"))
    console.print()
    console.print(_versions(incident))
    console.print()
    _print_sentences(console, incident, events)
    _print_links(console, incident)


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" + ("" if n == 1 else "s")


def _versions(incident: Incident) -> Table:
    """A row for each field with its chosen value and rule, and below it one for each version."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("field", "value", "rule, or who says so"):
        table.add_column(name, overflow="fold")
    rules = dict(incident.rules) | {d.field: d.rule for d in incident.disagreements}
    for field in FIELDS:
        versions = [v for v in incident.versions if v.field == field]
        if not versions:
            continue
        shown = _shown(incident, field)
        rule = rules.get(field, "every version is kept")
        table.add_row(Text(field, style="bold"), Text(printable(shown), style="bold"), Text(printable(rule)))
        if rule == _ONLY and len({str(v.value) for v in versions}) == 1:
            continue
        for version in versions:
            words = version_value(version.value)
            star = "*" if version.chosen and _is_shown(incident, version, words, shown) else " "
            table.add_row("", Text(printable(f"{star} {words}")), Text(printable(_source(version)), style="dim"))
    return table


def _source(version: Version) -> str:
    """``2024-08-08 Anbar Observer, A group; in passing; a second reading``, and the event's id."""
    said = f"{version.published} {version.outlet or 'an outlet not named'}"
    said += f", {version.speaker}" if version.speaker else ""
    said += "; in passing" if version.background else ""
    said += "" if version.chosen else "; a second reading"
    return said + f" ({_event_id(version.event)})"


def _event_id(ref: str) -> str:
    return ref.rsplit("#", 1)[1]


def _name(ref: str, events: Events) -> str:
    """``<report id>#<event id>`` with the id that the source gives the report."""
    report_id, event_id = ref.rsplit("#", 1)
    return f"{events[ref][1].report_id if ref in events else report_id}#{event_id}"


def _shown(incident: Incident, field: str) -> str:
    match field:
        case "type":
            return incident.type.value
        case "mode":
            return incident.mode or "–"
        case "date":
            return when(incident.date)
        case "place":
            return where(incident.place)
        case "actors" | "recipients" | "claimed_by" | "denied_by":
            return who(getattr(incident, field)) or "–"
        case "weapon":
            return ""
        case _:
            mine = [t for t in incident.tolls if t.kind.value == field]
            return tolls(incident, mine)


def _is_shown(incident: Incident, version: Version, words: str, shown: str) -> bool:
    """True for a version that says what the incident shows."""
    if isinstance(version.value, dict) and "min" in version.value:
        best = next((t.best for t in incident.tolls if t.kind.value == version.field), None)
        return best is not None and best in (version.value["min"], version.value["max"])
    if version.field in ("actors", "recipients", "claimed_by", "denied_by"):
        parties = getattr(incident, version.field)
        return bool(words) and words == "; ".join(e.name for e in parties)
    return words == shown


def _print_sentences(console: Console, incident: Incident, events: Events) -> None:
    for ref in incident.events:
        if ref not in events:
            continue
        event, report = events[ref]
        console.print(Text(printable(f"{report.date} {report.outlet or 'an outlet not named'}  {_name(ref, events)}")))
        words = " … ".join(" ".join(span.of(report.text).split()) for span in event.evidence)
        console.print(Text(printable(f"    {words}"), style="dim"), soft_wrap=True)


def _print_links(console: Console, incident: Incident) -> None:
    if not incident.links:
        return
    console.print()
    console.print(Text("one occurrence, because"))
    for link in incident.links:
        by = f"{link.by} says so" if link.by else f"{link.score:.2f}: {_listed(link.reasons)}"
        pair = f"  {_event_id(link.left)} = {_event_id(link.right)}  {by}"
        console.print(Text(printable(pair), style="dim"), soft_wrap=True)


def _listed(reasons: Iterable[str]) -> str:
    return ", ".join(reasons)
