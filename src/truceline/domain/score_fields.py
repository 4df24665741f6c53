"""Is a coded field right, measured against a person's: names, days, places, tolls. Records are plain JSON objects.

A record of gold may give a party as a list of names that all count, or as an object with ``name`` or ``names``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

Record = Mapping[str, Any]
SAME_PLACE_KM: Final = 50.0
"""Points of towns, facilities and districts that are nearer than this are one place."""
_EARTH_DIAMETER_KM: Final = 12742
_PROVINCE, _AREA = 4, 5
"""UCDP's where_prec."""
_SAYS_LITTLE: Final = frozenset(
    "a an the of in on for and to at by from with "
    "some several many two three four five six seven eight nine ten "
    "group groups called members member men people "
    "force forces troops army soldiers militants militant rebels police "
    "government officials official leader spokesman president minister".split()
)
"""Words that many names share: alone they make no two names the same."""
_SHARE_OF_WORDS: Final = 0.5
_SHARE_OF_DAYS: Final = 0.5


def names_agree(one: str, other: str) -> bool:
    """True for two names of one party or place.

    All telling words of the shorter name are in the longer one, or half of all telling words are shared; names without
    telling words ("the rebels", "two soldiers") need half of all their words in common.
    """
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    telling_a, telling_b = set(a) - _SAYS_LITTLE, set(b) - _SAYS_LITTLE
    if a == b:
        return True
    if not telling_a or not telling_b:
        return _overlap(set(a), set(b)) >= _SHARE_OF_WORDS
    shared = telling_a & telling_b
    return shared in (telling_a, telling_b) or _overlap(telling_a, telling_b) >= _SHARE_OF_WORDS


def _words(name: str) -> list[str]:
    without_genitive = re.sub(r"['’]s\b", "", name.lower().replace(".", ""))
    return re.sub(r"[^\w\s]", " ", without_genitive).split()


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)


def names_of(party: Any) -> list[str]:
    """Every name that counts for a party or place: of a list all, of an object name, names, mention and affiliation."""
    if isinstance(party, str):
        return [party]
    if not isinstance(party, Mapping):
        return [str(name) for name in party]
    mention = party.get("mention")
    found = [party.get("name"), *party.get("names", ())]
    found += [mention.get("text") if isinstance(mention, Mapping) else None, party.get("affiliation")]
    return [str(name) for name in found if name]


def count_parties(gold: Iterable[Any] | None, coded: Iterable[Any] | None) -> tuple[int, int, int]:
    """(parties found, parties of gold, parties coded); each coded party stands for one of gold's at most."""
    wanted = [names_of(party) for party in gold or ()]
    left = [names_of(party) for party in coded or ()]
    n_coded, found = len(left), 0
    for names in wanted:
        same = next((p for p in left if any(names_agree(x, y) for x in names for y in p)), None)
        if same is not None:
            left.remove(same)
            found += 1
    return found, len(wanted), n_coded


def dates_agree(gold: Record | None, coded: Record | None) -> bool:
    """True where both give no day, the same days, or at least half of all their days in common."""
    a, b = _days(gold), _days(coded)
    if a is None or b is None:
        return a is b
    shared = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return a == b or shared / (max(a[1], b[1]) - min(a[0], b[0]) + 1) >= _SHARE_OF_DAYS


def _days(given: Record | None) -> tuple[int, int] | None:
    """First and last day as numbers of the calendar."""
    if not given or not given.get("start"):
        return None
    start, end = str(given["start"]), str(given.get("end") or given["start"])
    return date.fromisoformat(start[:10]).toordinal(), date.fromisoformat(end[:10]).toordinal()


def places_agree(gold: Record | None, coded: Record | None) -> bool:
    """True where both give no place; points within 50 km of each other, unless gold's is larger than a province; one of
    their names; or, where gold's place is that large, the same country."""
    if not gold or not coded:
        return (not gold) == (not coded)
    size = gold.get("precision")
    if gold.get("lat") is not None and coded.get("lat") is not None and (size or 9) <= _PROVINCE:
        return _distance_km(gold, coded) <= SAME_PLACE_KM
    if any(names_agree(x, y) for x in names_of(gold) for y in names_of(coded)):
        return True
    return (size or 0) >= _AREA and bool(gold.get("country")) and gold["country"] == coded.get("country")


def _distance_km(a: Record, b: Record) -> float:
    """Great-circle distance by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = (radians(p[k]) for p in (a, b) for k in ("lat", "lon"))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return _EARTH_DIAMETER_KM * asin(sqrt(h))


def toll_of(event: Record, kind: str) -> int | None:
    """The least count of one kind of harm, summed over those whom the event names; None where it gives none."""
    given = [harm for harm in event.get("harm") or () if harm.get("kind") == kind]
    return sum(harm.get("min") or 0 for harm in given) if given else None


def voices_agree(gold: Record, coded: Record) -> bool:
    """True where both name the same speakers, or none."""
    wanted, found = (_voices(event) for event in (gold, coded))
    return count_parties(wanted, found)[0] == max(len(wanted), len(found))


def _voices(event: Record) -> Sequence[list[str]]:
    return [[str(v.get("speaker") or ""), str(v.get("affiliation") or "")] for v in event.get("reported_by") or ()]
