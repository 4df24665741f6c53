"""A truce over time as a picture: SVG for pages and print, block characters for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from xml.sax.saxutils import escape

from truceline.domain.codes import TruceState
from truceline.domain.truces import EntryKind, Truce, TruceEntry
from truceline.ledger.states import turning_days
from truceline.ledger.timeline import effective, state

COLOURS: Final = {
    TruceState.UNKNOWN: "#d9d9d9",
    TruceState.PROPOSED: "#9ecae1",
    TruceState.IN_FORCE: "#31a354",
    TruceState.VIOLATIONS_REPORTED: "#fdae6b",
    TruceState.SUSPENDED: "#9e9ac8",
    TruceState.ENDED: "#de2d26",
}
"""ColorBrewer hues that stay apart in print and for the colour-blind; labels repeat them in words."""
BLOCKS: Final = {
    TruceState.UNKNOWN: "·",
    TruceState.PROPOSED: "░",
    TruceState.IN_FORCE: "█",
    TruceState.VIOLATIONS_REPORTED: "▓",
    TruceState.SUSPENDED: "▒",
    TruceState.ENDED: "▁",
}
MARGIN_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end with one state, both days included."""

    first_day: date
    last_day: date
    state: TruceState
    label: str


def span_of(truce: Truce) -> tuple[date, date]:
    """First and last day to show: a week around everything that its entries speak of."""
    first = min(effective(e) for e in truce.entries)
    last = max(max(e.last_day, e.until or e.last_day) for e in truce.entries)
    return first - timedelta(days=MARGIN_DAYS), last + timedelta(days=MARGIN_DAYS)


def stretches(truce: Truce, first_day: date, last_day: date, as_known_on: date | None = None) -> tuple[Stretch, ...]:
    """The states of a period, days of one state and label drawn together."""
    turns = {first_day, *turning_days(truce, as_known_on)}
    days = sorted(d for d in turns if first_day <= d <= last_day)
    found: list[Stretch] = []
    for i, day in enumerate(days):
        end = days[i + 1] - timedelta(days=1) if i + 1 < len(days) else last_day
        on = state(truce, day, as_known_on)
        if found and (found[-1].state, found[-1].label) == (on.state, on.label):
            found[-1] = Stretch(found[-1].first_day, end, on.state, on.label)
        else:
            found.append(Stretch(day, end, on.state, on.label))
    return tuple(found)


def weekly_force(entries: Sequence[TruceEntry], first_day: date, last_day: date) -> list[tuple[date, int, int]]:
    """(Monday, distinct incidents of force, outlets that report them) for every week of a period.

    Counts the truce's violations and the force beside it; entries of one incident count once.
    """
    monday = first_day - timedelta(days=first_day.weekday())
    weeks: list[tuple[date, int, int]] = []
    while monday <= last_day:
        sunday = monday + timedelta(days=6)
        here = [
            e for e in entries if e.kind in (EntryKind.VIOLATION, EntryKind.FORCE) and monday <= e.first_day <= sunday
        ]
        incidents = {e.incident or e.evidence[0].event for e in here}
        outlets = {v.outlet or v.report_id for e in here for v in e.evidence}
        weeks.append((monday, len(incidents), len(outlets)))
        monday += timedelta(days=7)
    return weeks


def terminal_chart(truce: Truce, width: int = 72, as_known_on: date | None = None) -> str:
    """The truce on a line of blocks, marks for acts and violations under it, and a key. Plain text."""
    first, last = span_of(truce)
    n_days = max(1, (last - first).days)
    cells = []
    for i in range(width):
        on = state(truce, first + timedelta(days=round(i * n_days / max(1, width - 1))), as_known_on)
        cells.append(BLOCKS[on.state])
    marks = [" "] * width
    for entry in truce.entries:
        if as_known_on is not None and entry.known_on > as_known_on:
            continue
        at = round((effective(entry) - first).days * (width - 1) / n_days)
        mark = "!" if entry.kind is EntryKind.VIOLATION else "x" if entry.kind is EntryKind.FORCE else "^"
        if 0 <= at < width and marks[at] in " x":
            marks[at] = mark
    left, right = first.isoformat(), last.isoformat()
    used = [s for s in TruceState if BLOCKS[s] in cells]
    key = "  ".join(f"{BLOCKS[s]} {s.value}" for s in used)
    return "\n".join(
        (
            "".join(cells),
            "".join(marks).rstrip(),
            left + right.rjust(width - len(left)),
            f"{key}   ^ act  ! violation  x force by a side not bound",
        )
    )


def svg_chart(truce: Truce, width_px: int = 900, as_known_on: date | None = None) -> str:
    """The truce as an SVG picture: states as bars, acts and violations as marks with their words as tooltips."""
    first, last = span_of(truce)
    n_days = max(1, (last - first).days + 1)
    left, right, top = 10, 10, 44
    scale = (width_px - left - right) / n_days

    def x(day: date) -> float:
        return left + (day - first).days * scale

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="150" viewBox="0 0 {width_px} 150" '
        f'font-family="sans-serif" font-size="11" role="img">',
        f"<title>{escape(truce.name)}</title>",
        f'<text x="{left}" y="16" font-size="14">{escape(truce.name)}</text>',
    ]
    for stretch in stretches(truce, first, last, as_known_on):
        start, end = x(stretch.first_day), x(stretch.last_day + timedelta(days=1))
        words = f"{stretch.first_day} to {stretch.last_day}: {stretch.label}"
        parts.append(
            f'<rect x="{start:.1f}" y="{top}" width="{max(0.5, end - start):.1f}" height="26" '
            f'fill="{COLOURS[stretch.state]}"><title>{escape(words)}</title></rect>'
        )
    for entry in truce.entries:
        if as_known_on is not None and entry.known_on > as_known_on:
            continue
        parts.append(_mark(entry, x(effective(entry)), top))
    for day in _ticks(first, last):
        parts.append(f'<line x1="{x(day):.1f}" y1="{top + 26}" x2="{x(day):.1f}" y2="{top + 32}" stroke="#555"/>')
        parts.append(f'<text x="{x(day):.1f}" y="{top + 44}" text-anchor="middle" fill="#333">{day:%b %Y}</text>')
    at = left
    for one in TruceState:
        parts.append(f'<rect x="{at}" y="122" width="10" height="10" fill="{COLOURS[one]}"/>')
        parts.append(f'<text x="{at + 14}" y="131" fill="#333">{escape(one.value)}</text>')
        at += 30 + 6 * len(one.value)
    parts.append("</svg>")
    return "\n".join(parts)


def _mark(entry: TruceEntry, at: float, top: int) -> str:
    who = ", ".join(e.name for e in entry.by) or "nobody named"
    words = escape(f"{entry.first_day}: {entry.action.value} ({entry.kind.value}, {entry.voice.value}) by {who}")
    if entry.kind is EntryKind.VIOLATION:
        shape = f'<path d="M{at:.1f} {top - 2} l-5 -9 h10 z" fill="#b30000">'
    elif entry.kind is EntryKind.FORCE:
        shape = f'<path d="M{at:.1f} {top - 2} l-5 -9 h10 z" fill="#969696">'
    elif entry.kind is EntryKind.REMARK:
        shape = f'<circle cx="{at:.1f}" cy="{top - 7}" r="3" fill="none" stroke="#333">'
    else:
        shape = f'<circle cx="{at:.1f}" cy="{top - 7}" r="4" fill="#08519c">'
    return f"{shape}<title>{words}</title></{'circle' if shape.startswith('<circle') else 'path'}>"


def _ticks(first: date, last: date) -> list[date]:
    """First days of months, thinned to at most a dozen."""
    months = []
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        if date(year, month, 1) >= first:
            months.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    step = max(1, -(-len(months) // 12))
    return months[::step]
