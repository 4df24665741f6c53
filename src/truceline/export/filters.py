"""Which events, incidents and truces are exported, and the words in which a citation says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from truceline.domain.codes import EventType
from truceline.domain.events import Entity, Event, EventDate, Incident
from truceline.domain.truces import Truce
from truceline.errors import UsageError
from truceline.export.record import Record
from truceline.resources.actors import ActorRegistry
from truceline.resources.countries import load_countries
from truceline.resources.folding import fold


@dataclass(frozen=True, slots=True)
class Filter:
    """What is let through. Everything left out lets all through; several values of one field are alternatives."""

    since: date | None = None
    """Ends on this day or later. What has no day is left out where a day is asked for."""
    until: date | None = None
    """Begins on this day or earlier."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2."""
    types: tuple[str, ...] = ()
    """PLOVER types; a truce has none and passes."""
    actors: tuple[str, ...] = ()
    """As the user names them."""
    min_confidence: float = 0.0

    @property
    def query(self) -> str:
        """The filter in words that stand in a citation; ``everything`` where there is none."""
        parts = (
            ("since", self.since.isoformat() if self.since else ""),
            ("until", self.until.isoformat() if self.until else ""),
            ("country", " or ".join(self.countries)),
            ("type", " or ".join(self.types)),
            ("actor", " or ".join(self.actors)),
            ("confidence at least", f"{self.min_confidence:g}" if self.min_confidence else ""),
        )
        return ", ".join(f"{name} {value}" for name, value in parts if value) or "everything"


def make_filter(
    *,
    since: date | None = None,
    until: date | None = None,
    countries: Iterable[str] = (),
    types: Iterable[str] = (),
    actors: Iterable[str] = (),
    min_confidence: float = 0.0,
) -> Filter:
    """A filter from what a user writes: countries by code or name, types in any case.

    Raises UsageError for a country or type that there is not, or days in the wrong order.
    """
    if since and until and since > until:
        raise UsageError(f"since {since} comes after until {until}: nothing could be found")
    return Filter(
        since=since,
        until=until,
        countries=tuple(dict.fromkeys(_country(name) for name in countries)),
        types=tuple(dict.fromkeys(_type(name) for name in types)),
        actors=tuple(dict.fromkeys(" ".join(name.split()) for name in actors if name.strip())),
        min_confidence=min_confidence,
    )


def _country(name: str) -> str:
    wanted = fold(name)
    for country in load_countries().values():
        if wanted in (fold(country.iso2), fold(country.iso3), fold(country.name)):
            return country.iso2
    raise UsageError(f"no country {name!r}; give its ISO code, such as IQ, or its English name")


def _type(name: str) -> str:
    try:
        return EventType(name.strip().upper()).value
    except ValueError:
        raise UsageError(f"no event type {name!r}; there are {', '.join(EventType)}") from None


def narrow(record: Record, wanted: Filter) -> Record:
    """The record with the incidents, events and truces that pass; events of incidents that pass stay at hand."""
    if wanted == Filter():
        return record
    who = _Who(wanted.actors)
    incidents = narrow_incidents(record.incidents, wanted)
    shown = tuple(ref for ref, event in record.events.items() if _takes(event, wanted, who))
    kept = {*shown, *(ref for i in incidents for ref in i.events)}
    return replace(
        record,
        incidents=incidents,
        shown=shown,
        events={ref: event for ref, event in record.events.items() if ref in kept},
        truces=tuple(t for t in record.truces if _takes_truce(t, wanted, who)),
    )


def narrow_incidents(incidents: Iterable[Incident], wanted: Filter) -> tuple[Incident, ...]:
    """The incidents that pass, in their order."""
    who = _Who(wanted.actors)
    return tuple(i for i in incidents if _takes(i, wanted, who))


def _takes(one: Event | Incident, wanted: Filter, who: _Who) -> bool:
    if wanted.types and one.type.value not in wanted.types:
        return False
    if wanted.countries and (one.place is None or one.place.country not in wanted.countries):
        return False
    if one.confidence < wanted.min_confidence or not _in_time(one.date, wanted):
        return False
    parties = [*one.actors, *one.recipients, *one.claimed_by, *one.denied_by]
    if isinstance(one, Event):
        parties += one.truce_parties
    return who.among(parties)


def _in_time(when: EventDate | None, wanted: Filter) -> bool:
    if wanted.since is None and wanted.until is None:
        return True
    if when is None:
        return False
    return not ((wanted.since and when.end < wanted.since) or (wanted.until and when.start > wanted.until))


def _takes_truce(truce: Truce, wanted: Filter, who: _Who) -> bool:
    first, last = min(e.first_day for e in truce.entries), max(e.last_day for e in truce.entries)
    if (wanted.since and last < wanted.since) or (wanted.until and first > wanted.until):
        return False
    if wanted.countries and truce.scope_country not in wanted.countries:
        return False
    return who.among((*truce.parties, *truce.bound, *truce.toward, *truce.mediators))


class _Who:
    """Finds an actor by its registry id, by any of its names, or by words of the name that the record has."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._parts = [_words(name) for name in wanted]
        self._ids = set(wanted)
        if wanted:
            registry = ActorRegistry.load()
            self._ids |= {actor.id for name in wanted for actor in registry.lookup(name)}

    def among(self, parties: Iterable[Entity]) -> bool:
        """True when one of the parties is asked for, or nobody is."""
        return not self._parts or any(self._is(party) for party in parties)

    def _is(self, party: Entity) -> bool:
        if party.id in self._ids:
            return True
        said = _words(party.name) + _words(party.affiliation or "")
        return any(part in said for part in self._parts)


def _words(name: str) -> str:
    """A name between blanks, so that one is found in another by whole words alone ("US" not in "Russia")."""
    return f" {fold(name) or name.casefold()} "
