"""Places given by another place: ``20 km west of X`` (a point of its own), ``southern X`` (a part of it)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from truceline.domain.codes import PlaceKind
from truceline.domain.text import Document
from truceline.extract.places_names import Name
from truceline.resources.gazetteer import Place

_BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0,
    "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_KM_OF = {"km": 1.0, "kilomet": 1.0, "mile": 1.609, "mi": 1.609}
_UNIT = r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\.?"
_FAR = re.compile(
    r"(?P<n>\d+(?:[.,]\d+)?|a few|several|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
    r"|forty|fifty)"
    rf"[\s-]+{_UNIT}(?:\s*\([^)]*\))?\s+(?:to\s+the\s+)?"
    r"(?:(?P<dir>(?:north|south)?[- ]?(?:east|west)|north|south)\s+(?:of|from)"
    rf"|(?:away\s+)?(?:from|outside(?:\s+of)?|of))\s+(?:the\s+)?(?:[a-z]+\s+){{0,4}}(?:of\s+)?$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?P<dir>(?:north|south)?[- ]?(?:east|west)|north|south)\s+(?:of|from)\s+"
    r"(?:the\s+)?(?:[a-z]+\s+){0,4}(?:of\s+)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|outside|close\s+to|just\s+off|on\s+the\s+outskirts\s+of|in\s+the\s+outskirts\s+of|on\s+the\s+edge\s+of|"
    r"vicinity\s+of|around|just\s+outside|not\s+far\s+from)\s+(?:the\s+)?(?:[a-z]+\s+){0,4}(?:of\s+)?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?P<part>(?:(?:far|extreme|deep|rural)\s+)?"
    r"(?:(?:north|south)[- ]?)?(?:east|west|north|south)(?:ern)?|central|coastal)\s+$",
    re.IGNORECASE,
)
_NUMBERS = {
    "a few": 3.0, "several": 5.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0,
    "forty": 40.0, "fifty": 50.0,
}  # fmt: skip
_TERRITORIES = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)


def _before(doc: Document, name: Name, reach: int = 90) -> str:
    start = doc.sentences[doc.tokens[name.first].sent].start if doc.sentences else 0
    return re.sub(r"\s+", " ", doc.text[max(start, name.span.start - reach) : name.span.start])


def moved(lat: float, lon: float, bearing_deg: float, distance_km: float) -> tuple[float, float]:
    """The point that lies distance_km from another in a direction (degrees clockwise from north)."""
    bearing, far = math.radians(bearing_deg), distance_km / 6371.0
    a, b = math.radians(lat), math.radians(lon)
    c = math.asin(math.sin(a) * math.cos(far) + math.cos(a) * math.sin(far) * math.cos(bearing))
    d = b + math.atan2(math.sin(bearing) * math.sin(far) * math.cos(a), math.cos(far) - math.sin(a) * math.sin(c))
    return math.degrees(c), (math.degrees(d) + 540.0) % 360.0 - 180.0


def relative_place(doc: Document, name: Name, place: Place) -> tuple[float, float, str, str] | None:
    """(lat, lon, name to show, reason) where the text gives a distance or a direction from the place, else None.

    A direction without a distance (``south of Baghdad``) keeps the place's own point, with precision 2.
    """
    if place.kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.WATER):
        return None
    before = _before(doc, name)
    if found := _FAR.search(before):
        number = found["n"].lower()
        km = _NUMBERS.get(number) or float(number.replace(",", "."))
        unit = found["unit"].lower()
        km *= next(v for k, v in _KM_OF.items() if unit.startswith(k))
        if km > 500:
            return None
        if found["dir"] is None:
            return place.lat, place.lon, name.text, f"{km:.0f} km from {place.name}"
        direction = re.sub(r"[- ]", "", found["dir"].lower())
        lat, lon = moved(place.lat, place.lon, _BEARINGS[direction], km)
        return lat, lon, name.text, f"{km:.0f} km {direction} of {place.name}"
    if found := _BY.search(before):
        return place.lat, place.lon, name.text, f"{found['dir'].lower()} of {place.name}"
    if _NEAR.search(before) and place.kind != PlaceKind.ADMIN1:
        return place.lat, place.lon, name.text, f"near {place.name}"
    return None


def territory_of(doc: Document, name: Name, best: Place, places: Sequence[Place]) -> Place:
    """The territory where a compass word goes before a town's name that is also the territory's ("southern Gaza");
    else the reading as it is."""
    if best.kind is not PlaceKind.SETTLEMENT or not _PART.search(_before(doc, name, 30)):
        return best
    return next((p for p in places if p.kind is PlaceKind.REGION and best.country in (p.country, *p.countries)), best)


def part_of_territory(doc: Document, name: Name, place: Place) -> str | None:
    """``southern Gaza`` for a name after a compass word, where the place is a territory; else None."""
    if place.kind not in _TERRITORIES:
        return None
    before = _before(doc, name, 30)
    if found := _PART.search(before):
        return f"{found['part'].lower()} {name.text}"
    return None
