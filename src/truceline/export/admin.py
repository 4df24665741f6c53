"""Provinces and districts of places, from the gazetteer that placed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from truceline.domain.events import EventPlace
from truceline.errors import LookupNotBuilt
from truceline.export.record import Record
from truceline.resources.gazetteer import Gazetteer, Place


@dataclass(frozen=True, slots=True)
class Area:
    """Names of the province and district that a place lies in, or is; None where the gazetteer has none."""

    admin1: str | None = None
    admin2: str | None = None


@dataclass(frozen=True, slots=True)
class Areas:
    """Place id to its province and district. Empty where there is no gazetteer: the columns then stay empty."""

    by_id: Mapping[str, Area] = field(default_factory=dict)

    def of(self, place: EventPlace | None) -> Area:
        """The area of a place."""
        return self.by_id.get(place.source_id or "", Area()) if place else Area()


def find_areas(record: Record) -> Areas:
    """The areas of all places of a record."""
    places = [i.place for i in record.incidents] + [e.place for e in record.events.values()]
    wanted = {p.source_id for p in places if p and p.source_id}
    try:
        gazetteer = Gazetteer.open()
    except LookupNotBuilt:
        return Areas()
    return Areas({p.source_id: _area(gazetteer, p) for p in gazetteer.by_source(wanted)})


def _area(gazetteer: Gazetteer, place: Place) -> Area:
    return Area(
        admin1=place.name if place.kind == "admin1" else _name(gazetteer, place.admin1),
        admin2=place.name if place.kind == "admin2" else _name(gazetteer, place.admin2),
    )


def _name(gazetteer: Gazetteer, ident: int | None) -> str | None:
    found = gazetteer.place(ident)
    return found.name if found else None
