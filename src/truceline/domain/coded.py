"""CodedReport: all that the coder read in one report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from truceline.domain.events import Event
from truceline.domain.mentions import Actor, PlaceMention, Relation, Speech, TimeMention
from truceline.domain.text import EntitySpan, Quotation, Report, Span, content_id


@dataclass(frozen=True, slots=True)
class CodedReport:
    """A report with its events and the layers they were read from. Event ids are unique within the report."""

    report: Report
    events: tuple[Event, ...]
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    actors: tuple[Actor, ...] = ()
    relations: tuple[Relation, ...] = ()
    speeches: tuple[Speech, ...] = ()
    sentences: tuple[Span, ...] = ()
    version: str = ""
    """The coder's version: the same report under the same version comes out the same."""
    warnings: tuple[str, ...] = ()
    """What a reader of the record should know: a fallback that was taken, a layer that was left out."""
    entities: tuple[EntitySpan, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def __post_init__(self) -> None:
        if any(n > 1 for n in Counter(e.id for e in self.events).values()):
            object.__setattr__(self, "events", _with_unique_ids(self.events))


def _with_unique_ids(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, a second one of an id under a new id that is stable from run to run."""
    seen: Counter[str] = Counter()
    out = []
    for event in events:
        n = seen[event.id]
        seen[event.id] += 1
        out.append(replace(event, id=content_id(event.id, n)[:12]) if n else event)
    return tuple(out)
