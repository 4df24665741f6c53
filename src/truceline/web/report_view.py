"""A report as its page shows it: the text cut where spans begin and end, and every claim with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from truceline.domain.claims import Claim
from truceline.domain.events import Event
from truceline.domain.text import Report, Span
from truceline.web.wording import FIELD_CSS, FIELD_ORDER, claim_words

LEGEND: Final = (
    ("trigger", "what"), ("actors", "who"), ("recipients", "to whom"), ("place", "where"), ("date", "when"),
    ("harm", "harm"), ("weapon", "weapon"), ("said", "who says so"),
)  # fmt: skip
MOST_RUN: Final = 20_000
"""Longest stretch without a line end that is laid out as one paragraph: a browser takes minutes over one of 2 MB."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text in which the same spans lie."""

    text: str
    css: str
    """Class of the field that is shown here; empty for plain text."""
    claims: str
    """Ids of the claims that rest on these words, with spaces between."""
    selected: bool
    """True inside a sentence of the event that was asked for."""
    anchors: tuple[int, ...]
    """Offsets that links lead to."""
    new_block: bool = False
    """True where a paragraph without an end is broken for the browser's sake."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in words."""

    id: str
    claim: Claim
    css: str
    words: str
    sure: float
    """How sure the value is: the field's confidence where it is shown, else the reading's own score."""


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event beside the text: claims by field, those not chosen behind them."""

    event: Event
    chosen: tuple[ClaimLine, ...]
    others: tuple[ClaimLine, ...]
    incident_id: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    report: Report
    segments: tuple[Segment, ...]
    cards: tuple[EventCard, ...]


def view_of(
    report: Report, events: Sequence[Event], incidents: Mapping[str, str], selected: str | None = None
) -> View:
    """All that the page shows. selected: id of the event that is asked for."""
    cards = tuple(_card(n, event, incidents.get(event.id), event.id == selected) for n, event in enumerate(events))
    return View(report, tuple(segments_of(report.text, cards)), cards)


def _card(n: int, event: Event, incident_id: str | None, selected: bool) -> EventCard:
    fields = dict(event.field_confidence)
    lines = [
        ClaimLine(
            f"c{n}-{k}", claim, FIELD_CSS.get(claim.field, "said"), claim_words(claim),
            fields.get(claim.field, claim.score) if claim.chosen else claim.score,
        )
        for k, claim in enumerate(event.claims)
    ]  # fmt: skip
    rank = {field: i for i, field in enumerate(FIELD_ORDER)}
    chosen = [x for x in lines if x.claim.chosen and not _says_nothing(x.claim)]
    chosen.sort(key=lambda x: rank.get(x.claim.field, 99))
    others = [x for x in lines if not x.claim.chosen]
    others.sort(key=lambda x: (rank.get(x.claim.field, 99), -x.claim.score))
    return EventCard(event, tuple(chosen), tuple(others), incident_id, selected)


def _says_nothing(claim: Claim) -> bool:
    """True for defaults that a reader need not see: one event, that happened."""
    return (claim.field, claim.value) in (("aggregate", False), ("status", "actual"))


def segments_of(text: str, cards: Sequence[EventCard]) -> list[Segment]:
    """The text in pieces, each with the claims that rest on it. Spans beyond the text are left out."""
    spans: list[tuple[Span, ClaimLine]] = [
        (line.claim.span, line)
        for card in cards
        for line in card.chosen
        if line.claim.span is not None and len(line.claim.span) > 0 and line.claim.span.end <= len(text)
    ]
    evidence = [s for card in cards for s in card.event.evidence if s.end <= len(text)]
    chosen = [s for card in cards if card.selected for s in card.event.evidence if s.end <= len(text)]
    anchors = {s.start for s in evidence} | {c.event.trigger.start for c in cards if c.event.trigger.end <= len(text)}
    breaks = _breaks(text)
    cuts = {0, len(text), *anchors, *breaks}
    for span in (*(s for s, _ in spans), *chosen):
        cuts |= {span.start, span.end}
    begins: dict[int, list[tuple[Span, ClaimLine]]] = {}
    for span, line in spans:
        begins.setdefault(span.start, []).append((span, line))
    points = sorted(cuts)
    found: list[Segment] = []
    active: list[tuple[Span, ClaimLine]] = []
    for start, end in pairwise(points):
        active = [(s, line) for s, line in active if s.end > start] + begins.get(start, [])
        top = min(active, key=lambda x: (len(x[0]), x[1].css != "trigger"), default=None)
        found.append(
            Segment(
                _piece(text, start, end),
                top[1].css if top else "",
                " ".join(line.id for _, line in active),
                any(s.start <= start < s.end for s in chosen),
                (start,) if start in anchors else (),
                start in breaks,
            )
        )
    return found


def _piece(text: str, start: int, end: int) -> str:
    """The text between two offsets with Windows' line ends as line ends, one that a cut parts in two as well."""
    if text[end - 1 : end + 1] == "\r\n":
        return text[start : end - 1].replace("\r\n", "\n")
    return text[start:end].replace("\r\n", "\n")


def _breaks(text: str) -> set[int]:
    """Where stretches without a line end are broken, at a space where there is one."""
    found: set[int] = set()
    start = 0
    while len(text) - start > MOST_RUN:
        line_end = text.rfind("\n", start, start + MOST_RUN)
        if line_end >= 0:
            start = line_end + 1
            continue
        space = text.rfind(" ", start, start + MOST_RUN)
        start = space + 1 if space > start else start + MOST_RUN
        found.add(start)
    return found
