"""The ground that a truce holds on: what its acts name, less the place abroad where they were signed."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.codes import TruceAction
from truceline.domain.events import Incident
from truceline.domain.truces import Truce
from truceline.ledger.terms import Act
from truceline.resources.countries import load_countries
from truceline.resources.likeness import fold

_STARTS = (TruceAction.DECLARED, TruceAction.AGREED, TruceAction.IN_EFFECT)
_TOWN = 3
"""Precision below which a place is a town or its surroundings."""
_COUNTRY = 6


def told_first(acts: Sequence[Act]) -> list[Act]:
    """Acts that start the truce before those that only speak of it."""
    return sorted(acts, key=lambda a: a.action not in (TruceAction.DECLARED, TruceAction.AGREED, TruceAction.EXTENDED))


def scope_of(acts: Sequence[Act], homes: frozenset[str]) -> tuple[str | None, str | None]:
    """(country, place) of a truce: the ground that its own acts name, or their country where they name several.

    homes: countries that its sides are known to belong to.

    A place abroad is where it was signed: any where both sides are of one country, and a town where they are of
    several (Russia and Turkey may agree on a truce in Syria, and sign it in Geneva). Where nothing else is named, the
    ground is the one country of the sides, and unknown where they have several.
    """
    named = _own(acts)
    own = [a for a in named if not _is_venue(a, homes)]
    if not own:
        country = next(iter(homes)) if named and len(homes) == 1 else None
        return country, _name_of(country)
    # A speech act may be placed where it was spoken: a country or region is likelier to be the scope than a town.
    best = max(own, key=lambda a: (a.place_precision >= _TOWN, a.action in _STARTS))
    country = best.country or next((a.country for a in own if a.country), None)
    places = {fold(a.place or "") for a in own if a.country == country}
    if len(places) > 1 and country is not None and best.place_precision < _COUNTRY:
        return country, _name_of(country)
    return country, best.place


def in_scope(truce: Truce, incident: Incident) -> bool:
    """True for an incident in the truce's country, or in one of its sides' where the ground is not known."""
    if incident.place is None or incident.place.country is None:
        return False
    if truce.scope_country is None:
        return incident.place.country in truce.homes
    return incident.place.country == truce.scope_country


def _own(acts: Sequence[Act]) -> list[Act]:
    """Acts with a place; breaches only where no other has one."""
    placed = [a for a in told_first(acts) if a.place]
    return [a for a in placed if a.action is not TruceAction.VIOLATED] or placed


def _is_venue(act: Act, homes: frozenset[str]) -> bool:
    if not homes or act.country is None or act.country in homes or act.action is TruceAction.VIOLATED:
        return False
    return len(homes) == 1 or act.place_precision < _TOWN


def _name_of(country: str | None) -> str | None:
    if country is None:
        return None
    return load_countries()[country].name if country in load_countries() else country
