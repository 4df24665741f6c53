"""Where an event happened: the place its own sentence gives, else the nearest governing one, else null."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.codes import Role
from truceline.domain.mentions import EventMention, PlaceMention, PlaceReading
from truceline.domain.text import Document


def place_event(
    doc: Document, group: Sequence[EventMention], places: Sequence[PlaceMention]
) -> tuple[PlaceReading, ...]:
    """Readings of where an event happened, best first; () is the codebook's null.

    doc: the analysed report. group: the event's mentions. places: find_places of the report.
    """
    found: dict[tuple[int, int], PlaceReading] = {}
    for mention in group:
        roles = [f.span for f in mention.roles if f.role == Role.PLACE]
        for place in places:
            span = place.span
            if any(s.overlaps(span) for s in roles):
                score, reason = 0.9, "place role of the event"
            elif doc.sentence_at(span.start) == mention.sentence and not place.acts:
                away = abs(span.start - mention.trigger.start)
                score, reason = max(0.8 - away / 500, 0.2), "in the event's sentence"
            else:
                continue
            key = (span.start, span.end)
            if key not in found or found[key].score < score:
                found[key] = PlaceReading(place, score, reason)
    return tuple(sorted(found.values(), key=lambda r: (-r.score, r.place.span)))
