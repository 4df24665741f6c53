"""The review screen: an event's sentences with their marked words, the machine's reading beside, and the form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from truceline.domain.claims import Claim
from truceline.domain.codes import (
    MODES,
    DatePrecision,
    EventType,
    HarmKind,
    Reading,
    Stance,
    Status,
    TruceAction,
)
from truceline.domain.events import ENTITY_FIELDS, Event
from truceline.domain.reviews import Deed, Numbered
from truceline.domain.serial import event_to_dict
from truceline.domain.text import Report, Span
from truceline.resources.countries import load_countries
from truceline.store import Reviews, Store
from truceline.web import wording
from truceline.web.review_text import Piece, around, cut, marks_of, sentences_shown, shown

LEAST_SCORE: Final = 0.04
"""Other readings below it are not offered: of the places of a report, say, all are weighed."""
_ALWAYS: Final = ("type", "actors", "recipients", "date", "place", "harm")
"""Fields that are shown even when they hold nothing: that, too, may be wrong."""
CHOICES: Final[dict[str, Any]] = {
    "types": [t.value for t in EventType],
    "modes": {t.value: MODES[t] for t in EventType if MODES[t]},
    "statuses": [s.value for s in Status],
    "actions": [a.value for a in TruceAction],
    "date_precisions": [p.value for p in DatePrecision],
    "place_precisions": wording.PLACE_PRECISION,
    "harm_kinds": [k.value for k in HarmKind],
    "stances": [s.value for s in Stance],
    "entity_lists": list(ENTITY_FIELDS),
}


@dataclass(frozen=True, slots=True)
class Other:
    """A reading that the event keeps but does not show; one press takes it."""

    number: int
    """Its place among the event's claims."""
    words: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the reading."""

    field: str
    label: str
    css: str
    values: tuple[str, ...]
    reason: str
    score: float | None
    by: str | None
    """The person whose correction it is."""
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the page shows of one event."""

    report: Report
    event: Event
    sentences: tuple[tuple[Piece, ...], ...]
    context: tuple[Piece, ...]
    is_whole: bool
    """True when the context is the whole report."""
    rows: tuple[Row, ...]
    record: Mapping[str, Any]
    """The event's record that the form is filled from."""
    picks: str
    """JSON: actors, places and times of the report with their spans, for what a person selects."""
    seen: str
    reviews: tuple[Numbered, ...]
    """Standing reviews of others and oneself; none in a sample."""
    title: str


def screen_of(
    store: Store, ref: str, person: str, *, sample: str | None = None, record: Mapping[str, Any] | None = None
) -> Screen:
    """The screen of an event. sample: without what others decided. record: what to fill the form from instead.

    Raises NotFound.
    """
    book = Reviews(store)
    blind_for = person if sample is not None else None
    event = book.shown(ref, blind_for=blind_for)
    report = store.get_report(event.report_id)
    layers = store.get_layers(report.id)
    n_chars = len(report.text)
    marks = marks_of(event, n_chars)
    spans = sentences_shown(event, [Span(a, b) for a, b in layers["sentences"]], n_chars)
    whole = around(event, n_chars)
    reviews = () if blind_for else tuple(book.of_event(ref).values())
    return Screen(
        report=report,
        event=event,
        sentences=tuple(tuple(cut(report.text, span, marks)) for span in spans),
        context=tuple(cut(report.text, whole, marks, event.evidence)),
        is_whole=len(whole) == n_chars,
        rows=tuple(rows_of(event)),
        record=record or event_to_dict(event, report, claims=False),
        picks=json.dumps(_picks(store, report, layers), ensure_ascii=True),
        seen=book.state(ref),
        reviews=reviews,
        title=title_of(event),
    )


def title_of(event: Event) -> str:
    """``Assault · drone: Kataib Hezbollah → United States``."""
    who = wording.names(event.actors, 2) if event.actors else "somebody"
    whom = f" → {wording.names(event.recipients, 2)}" if event.recipients else ""
    return shown(f"{wording.kind(event.type.value, event.mode)}: {who}{whom}")


def rows_of(event: Event) -> list[Row]:
    """The reading, field by field; fields that hold nothing and have no other reading are left out."""
    found = []
    for field in wording.FIELD_ORDER:
        claims = list(enumerate(event.claims))
        mine = [c for _, c in claims if c.field == field and c.chosen]
        values = _values(event, field)
        others = tuple(_others(field, claims, values))
        empty = not values or (field == "status" and values == ("actual",)) or (field == "aggregate" and not others)
        if empty and field not in _ALWAYS and not others and not (mine and mine[-1].by):
            continue
        if field == "aggregate" and not event.aggregate and not others:
            continue
        top = next((c for c in reversed(mine) if c.by), mine[0] if mine else None)
        found.append(
            Row(
                field=field,
                label=wording.field(field),
                css=wording.FIELD_CSS[field],
                values=values,
                reason=shown(_reason(mine)),
                score=None if top is None or top.by else min(c.score for c in mine),
                by=top.by if top else None,
                others=others,
            )
        )
    return found


def _values(event: Event, field: str) -> tuple[str, ...]:
    value = getattr(event, field)
    if isinstance(value, tuple):
        return tuple(_one_value(field, one) for one in value)
    return () if value is None else (_one_value(field, value),)


def _one_value(field: str, value: Any) -> str:
    if field == "place":
        found = {"name": value.name, "country": value.country, "precision": value.precision}
    elif field == "date":
        found = {"start": str(value.start), "end": str(value.end), "precision": value.precision.value}
    elif field == "harm":
        found = {"kind": value.kind.value, "min": value.minimum, "max": value.maximum}
        said = wording.value("harm", found)
        return shown(f"{said} ({value.whom})" if value.whom else said)
    elif field == "reported_by":
        told = ", ".join(part for part in (value.affiliation, value.outlet) if part and part != value.speaker)
        return shown(f"{value.speaker}{f' ({told})' if told else ''}: {value.stance}")
    elif hasattr(value, "affiliation"):
        found = {"name": value.name, "affiliation": value.affiliation}
    else:
        return shown(wording.value(field, value))
    return shown(wording.value(field, found))


def _others(field: str, claims: Sequence[tuple[int, Claim]], values: tuple[str, ...]) -> list[Other]:
    """The machine's other readings of a field, the surest first, each value once; at most three."""
    found: dict[str, Other] = {}
    not_chosen = [(n, c) for n, c in claims if c.field == field and not c.chosen and c.by is None]
    for n, claim in sorted(not_chosen, key=lambda item: -item[1].score):
        if claim.reading is not Reading.STATED or claim.value is None or claim.score < LEAST_SCORE:
            continue
        words = shown(wording.value(field, claim.value))
        if words not in values and words not in found:
            found[words] = Other(n, words, claim.score, shown(claim.reason))
    return list(found.values())[:3]


def _reason(claims: Sequence[Claim]) -> str:
    reasons = dict.fromkeys(c.reason for c in claims if c.reason)
    return "; ".join(reasons)


def _picks(store: Store, report: Report, layers: Mapping[str, Any]) -> dict[str, Any]:
    """What the machine found in the text, so that selected words become whole values."""
    actors = [
        [m.span.start, m.span.end, {"name": a.name, "id": a.registry_id, "affiliation": a.affiliation,
                                    "kind": a.kind.value, "country": a.country}]
        for a in store.actors_of(report.id) for m in a.mentions
    ]  # fmt: skip
    names = ("name", "country", "lat", "lon", "precision", "kind", "source_id")
    places = [[p["start"], p["end"], {n: p.get(n) for n in names}] for p in layers["places"]]
    times = [
        [x["start"], x["end"], {"start": x["from"], "end": x["to"], "precision": x.get("precision") or "interval"}]
        for x in layers["times"] if x.get("from") and x.get("to")
    ]  # fmt: skip
    return {"actors": actors, "places": places, "times": times}


def country_names() -> list[tuple[str, str]]:
    """(ISO code, name) of all countries by name."""
    return sorted(((code, c.name) for code, c in load_countries().items()), key=lambda pair: pair[1])


def deed_words(deed: Deed) -> str:
    """``corrected When, Where``: what a line of the history says was done."""
    if deed.what in ("corrected", "claimed"):
        return f"{deed.what} " + ", ".join(wording.field(c.field) for c in deed.claims)
    return f"judged {deed.what}" if deed.kind == "judgement" else deed.what
