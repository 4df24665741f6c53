"""The filter of incidents as it stands in an address, for pages, map, exports and API alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from truceline.domain.codes import EventType
from truceline.errors import UsageError
from truceline.store.incident_query import IncidentFilter
from truceline.web.days import CountOrNothing, DayOrNothing

PartyRole = Literal["", "actors", "recipients", "claimed_by", "denied_by"]
TEXT: Any = {"max_length": 200, "pattern": r"^[^\x00]*$"}
"""Bounds of a text in an address."""
COUNTRIES: Any = {"max_length": 200, "pattern": r"^([A-Za-z]{2}(,[A-Za-z]{2})*)?$"}
"""Bounds of countries in an address."""
_NUMBER = r"-?\d{1,4}(\.\d{1,12})?"
_BOX: Any = {"max_length": 100, "pattern": rf"^({_NUMBER}(,{_NUMBER}){{3}})?$"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter, with the pairs of the address that give it again."""

    filter: IncidentFilter
    pairs: dict[str, Any]
    """Without sort, page and map."""

    @property
    def is_narrow(self) -> bool:
        """True when anything is filtered at all."""
        return any(v not in (None, "", False, [], 0, 0.0) for v in self.pairs.values())

    def in_box(self, box: str) -> IncidentFilter:
        """The filter within a part of the map."""
        return replace(self.filter, box=read_box(box) or self.filter.box)


def incident_filter(
    from_: Annotated[DayOrNothing, Query(alias="from", description="Ending on this day or later.")] = None,
    to: Annotated[DayOrNothing, Query(description="Starting on this day or earlier.")] = None,
    type: Annotated[list[EventType] | None, Query(description="PLOVER types; several may be given.")] = None,
    country: Annotated[str, Query(description="ISO 3166-1 alpha-2; several with commas.", **COUNTRIES)] = "",
    place: Annotated[str, Query(description="Part of a place's name.", **TEXT)] = "",
    actor: Annotated[str, Query(description="Part of a name of who did it, or to whom.", **TEXT)] = "",
    actor_id: Annotated[str, Query(description="An actor, by its key in /api/actors.", **TEXT)] = "",
    role: Annotated[PartyRole, Query(description="With actor: only in this role.")] = "",
    outlet: Annotated[str, Query(description="Told by this outlet.", **TEXT)] = "",
    min_killed: Annotated[CountOrNothing, Query(description="At least so many killed.")] = None,
    min_confidence: Annotated[float, Query(description="Probability, 0 to 1.", ge=0, le=1)] = 0.0,
    disputed: Annotated[bool, Query(description="Only those on which reports disagree.")] = False,
    happened: Annotated[bool, Query(description="Only what happened, not plans, fears and denials.")] = False,
    bbox: Annotated[str, Query(description="west,south,east,north in degrees.", **_BOX)] = "",
) -> Wanted:
    """Read the filter. Raises UsageError for a box that is none."""
    countries = tuple(c.strip().upper() for c in country.split(",") if c.strip())
    found = IncidentFilter(
        first_day=from_,
        last_day=to,
        types=tuple(t.value for t in type or ()),
        countries=countries,
        place=place.strip(),
        actor=actor.strip(),
        actor_key=actor_id,
        role=role,
        outlet=outlet,
        min_killed=min_killed,
        min_confidence=min_confidence,
        disputed=disputed,
        happened=happened,
        box=read_box(bbox),
    )
    pairs = {
        "from": from_, "to": to, "type": list(found.types), "country": ",".join(countries), "place": found.place,
        "actor": found.actor, "actor_id": actor_id, "role": role, "outlet": outlet, "min_killed": min_killed,
        "min_confidence": min_confidence or None, "disputed": disputed, "happened": happened, "bbox": bbox,
    }  # fmt: skip
    return Wanted(found, pairs)


WantedDep = Annotated[Wanted, Depends(incident_filter)]
"""Annotation of a handler's parameter that is given the filter."""


def read_box(text: str) -> tuple[float, float, float, float] | None:
    """``west,south,east,north`` in degrees; None for an empty text. Raises UsageError."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"bbox {text!r}: four numbers are needed, west,south,east,north in degrees") from None
    if not (-90 <= south <= north <= 90) or not all(-1e4 < x < 1e4 for x in (west, east)):
        raise UsageError(f"bbox {text!r}: south must lie below north, and degrees within the world")
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _turn(west), south, _turn(east), north


def _turn(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180
