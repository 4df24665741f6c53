"""One event on the terminal: its sentences with the spans marked by field, then every value with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from truceline.cli.console import printable
from truceline.cli.table import QUAD_STYLE, report_heading
from truceline.cli.wording import harms, voice, what, when, where, who
from truceline.domain.claims import Claim, JsonValue
from truceline.domain.codes import QUAD_CLASS, Reading
from truceline.domain.events import ENTITY_FIELDS, Event
from truceline.domain.text import Report, Span

FIELD_STYLE = {
    "trigger": "bold reverse",
    "actors": "bold red",
    "recipients": "bold magenta",
    "place": "bold green",
    "date": "bold blue",
    "harm": "bold yellow",
    "weapon": "yellow",
    "reported_by": "bold cyan",
    "claimed_by": "red underline",
    "denied_by": "magenta underline",
    "truce_parties": "red italic",
}
"""Field to the style its words are marked with, the first of two on the same words taken."""


class Mark(NamedTuple):
    """Words of the text that a field of the event rests on."""

    span: Span
    field: str


def marks_of(event: Event) -> list[Mark]:
    """Marks of an event in text order: its trigger, the mentions of its fields, the spans of its shown claims."""
    found = {Mark(event.trigger, "trigger")}
    for field in ENTITY_FIELDS:
        found.update(Mark(e.mention, field) for e in getattr(event, field) if e.mention)
    if event.place and event.place.mention:
        found.add(Mark(event.place.mention, "place"))
    found.update(Mark(a.span, "reported_by") for a in event.reported_by if a.span)
    found.update(Mark(c.span, c.field) for c in event.claims if c.chosen and c.span and c.field in FIELD_STYLE)
    order = list(FIELD_STYLE)
    return sorted(found, key=lambda m: (m.span.start, -m.span.end, order.index(m.field)))


def coloured(text: str, span: Span, marks: Iterable[Mark]) -> Text:
    """The words of the span with every mark in its field's colour."""
    out = Text(printable(span.of(text)).replace("\n", " "))
    order = list(FIELD_STYLE)
    for mark in sorted(marks, key=lambda m: -order.index(m.field)):  # the more telling field last, so that it shows
        if mark.span.overlaps(span):
            start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
            out.stylize(FIELD_STYLE[mark.field], start - span.start, end - span.start)
    return out


def bracketed(text: str, span: Span, marks: Iterable[Mark]) -> str:
    """The words of the span with every mark in brackets, ``[the truce](trigger)``, for output without colours.

    Marks within a mark stand inside its brackets; one that only partly overlaps an earlier one is left out.
    """
    inside = sorted(
        {m for m in marks if span.contains(m.span) and len(m.span)}, key=lambda m: (m.span.start, -m.span.end)
    )
    out: list[str] = []
    open_marks: list[Mark] = []
    position = span.start

    def close_until(offset: int) -> None:
        nonlocal position
        while open_marks and open_marks[-1].span.end <= offset:
            mark = open_marks.pop()
            out.append(text[position : mark.span.end] + f"]({mark.field})")
            position = mark.span.end

    for mark in inside:
        close_until(mark.span.start)
        if open_marks and mark.span.end > open_marks[-1].span.end:
            continue
        out.append(text[position : mark.span.start] + "[")
        position = mark.span.start
        open_marks.append(mark)
    close_until(span.end)
    out.append(text[position : span.end])
    return printable("".join(out)).replace("\n", " ")


def event_view(report: Report, event: Event, sentences: Sequence[Span], *, colour: bool) -> Group:
    """An event as a block: heading, sentences, values in short, and the claims that each value rests on.

    sentences: those of the report, to show the one around a mark that lies outside the event's evidence.
    """
    marks = marks_of(event)
    parts: list[Text | Table] = [
        Text.assemble(
            (what(event), QUAD_STYLE[QUAD_CLASS[event.type]]), f"  sure {event.confidence:.2f}  ", (event.id, "dim")
        ),
        report_heading(report),
        Text(),
    ]
    shown = [s for s in event.evidence if s.end <= len(report.text)]
    outside = [m for m in marks if not any(s.overlaps(m.span) for s in shown)]
    shown += dict.fromkeys(s for m in outside for s in sentences if s.overlaps(m.span))
    words = Table.grid(padding=(0, 1, 0, 0))
    for span in shown:
        marked = coloured(report.text, span, marks) if colour else Text(bracketed(report.text, span, marks))
        words.add_row(Text(f"{span.start:>6}", style="dim"), marked)
    parts.extend([words, Text()])
    if colour:
        parts.append(_legend(marks))
    parts.append(_values(event))
    if event.claims:
        parts.extend([Text(), _claims(event.claims)])
    return Group(*parts)


def _legend(marks: Iterable[Mark]) -> Text:
    fields = dict.fromkeys(m.field for m in marks)
    return Text.assemble("       ", *(part for f in fields for part in ((f, FIELD_STYLE[f]), "  ")), "\n")


def _values(event: Event) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_column(style="dim", no_wrap=True, justify="right")
    sure = dict(event.field_confidence)
    voices = "; ".join(voice(a) for a in event.reported_by) or "the report, in its own voice"
    rows = {
        "who": who(event.actors) or "not stated",
        "to whom": who(event.recipients) or "not stated",
        "when": when(event.date) if event.date else "not stated",
        "where": where(event.place) if event.place else "not stated",
        "harm": harms(event),
        "weapon": event.weapon or "",
        "says so": voices,
        "claimed by": who(event.claimed_by),
        "denied by": who(event.denied_by),
        "truce parties": who(event.truce_parties),
        "conflict": event.conflict or "",
    }
    for name, value in rows.items():
        if value:
            chance = sure.get(_FIELD_OF.get(name, ""))
            table.add_row(name, Text(printable(value)), "" if chance is None else f"{chance:.2f}")
    return table


_FIELD_OF = {
    "who": "actors", "to whom": "recipients", "when": "date", "where": "place", "harm": "harm", "weapon": "weapon",
    "says so": "reported_by", "claimed by": "claimed_by",
}  # fmt: skip
"""Rows whose field has a confidence: the chance that the value is right, if the event is one."""


def _claims(claims: Iterable[Claim]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("field", "value", "words", "why", "read by", "score", "speaker"):
        table.add_column(name, overflow="fold", justify="right" if name == "score" else "left")
    for same in _grouped(claims):
        claim = same[0]
        fields = ", ".join(dict.fromkeys(c.field for c in same))
        style = "" if claim.chosen else "dim"
        words = f"“{claim.words}” [{claim.span.start}:{claim.span.end}]" if claim.span else claim.words
        by = f"{claim.by}, {claim.at_utc:%Y-%m-%d %H:%M}" if claim.by and claim.at_utc else claim.by
        cells = (
            fields if claim.chosen else f"({fields})",
            "; ".join(claim_value(c) for c in same),
            words,
            claim.reason,
            by or f"{claim.stage} {claim.version}",
            f"{claim.score:.2f}",
            claim.speaker or "",
        )
        table.add_row(*(Text(printable(cell).replace("\n", " ")) for cell in cells), style=style)
    return table


def _grouped(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims in order, neighbours that rest on the same words and reason together: type, mode and status often do."""
    groups: list[list[Claim]] = []
    for claim in claims:
        if groups and _basis(groups[-1][0]) == _basis(claim):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return groups


def _basis(claim: Claim) -> tuple[object, ...]:
    return claim.span, claim.reason, claim.stage, claim.version, claim.score, claim.speaker, claim.chosen, claim.by


def claim_value(claim: Claim) -> str:
    """A claim's value in words: "not stated" and "unreadable" are said, zero is 0."""
    if claim.reading is not Reading.STATED:
        return claim.reading.value
    if claim.field == "aggregate":
        return "many" if claim.value else "one"
    return _words(claim.value)


def _words(value: JsonValue) -> str:
    if isinstance(value, dict):
        if "start" in value:
            return str(value["start"]) + ("" if value["end"] == value["start"] else f" … {value['end']}")
        if "kind" in value and "min" in value:
            low, high = ("" if value[k] is None else str(value[k]) for k in ("min", "max"))
            return f"{value['kind']} {low}" + ("" if low == high else f"–{high}")
        head = value.get("name") or value.get("speaker")
        rest = ", ".join(
            f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}"
            for k, v in value.items()
            if v is not None and k not in ("name", "speaker")
        )
        return f"{head} ({rest})" if head and rest else str(head or rest)
    if isinstance(value, list):
        return "; ".join(_words(v) for v in value)
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def print_event(console: Console, report: Report, event: Event, sentences: Sequence[Span]) -> None:
    """An event and a blank line after it."""
    console.print(event_view(report, event, sentences, colour=console.is_terminal and not console.no_color))
    console.print()
