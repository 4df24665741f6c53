"""How sure each field of an event is: the chance that its value is right, given that the event itself is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from truceline.domain.codes import Role
from truceline.extract.arguments import log_odds
from truceline.resources.combine import Logistic

if TYPE_CHECKING:
    from truceline.domain.mentions import DateReading, PlaceReading
    from truceline.extract.assemble import EventReadings

Signs = dict[str, float]
SIDES: Final = {"actors": Role.ACTOR, "recipients": Role.RECIPIENT}


def field_signs(readings: EventReadings) -> dict[str, Signs]:
    """What speaks for the value of each field: field of the codebook to named numbers.

    Every field has its signs, also where the event leaves it empty: "no place" is a value that can be wrong.
    """
    lead = readings.mentions[0]
    kind = lead.type.value
    event = {"event": log_odds(lead.score), f"type={kind}": 1.0}
    out = {
        "type": event | {"mentions": math.log(len(readings.mentions))},
        "mode": event | {f"mode={lead.mode}": 1.0},
        "status": event | {f"status={lead.status.value}": 1.0},
        "aggregate": event | {f"aggregate={lead.aggregate}": 1.0},
        "date": event | _day_signs(readings.dates, kind),
        "place": event | _place_signs(readings.places, kind),
        "harm": event | _harm_signs(readings),
        "reported_by": event | _counted(len(readings.attributions), kind),
        "claimed_by": event | _counted(len(readings.claimed_by), kind),
        "weapon": event | _counted(sum(f.role is Role.WEAPON for f in readings.filled), kind),
        "truce_action": event | {f"act={lead.truce_action.value if lead.truce_action else None}": 1.0},
    }
    for name, role in SIDES.items():
        parties = {e.name for f in readings.filled if f.role is role for e in f.entities}
        out[name] = event | {"chance": log_odds(readings.side_chance.get(role, 0.5))} | _counted(len(parties), kind)
    return out


def _counted(n: int, kind: str) -> Signs:
    return {f"n={min(n, 3)}": 1.0, f"{kind}: none": float(n == 0)}


def _ranked(scores: Sequence[float], kind: str) -> Signs:
    """Of a field with several readings, the best first, or none."""
    if not scores:
        return {"none": 1.0, f"{kind}: none": 1.0}
    return {"score": log_odds(scores[0]), "lead over second": scores[0] - (scores[1] if len(scores) > 1 else 0.0)}


def _day_signs(dates: Sequence[DateReading], kind: str) -> Signs:
    f = _ranked([d.score for d in dates], kind)
    if dates:
        best = dates[0]
        f["days"] = math.log((best.last_day - best.first_day).days + 1)
        f |= {f"precision={best.precision.value}": 1.0, "worded": float(bool(best.words))}
    return f


def _place_signs(places: Sequence[PlaceReading], kind: str) -> Signs:
    f = _ranked([p.score for p in places], kind)
    if places:
        best = places[0].place
        f |= {f"precision={best.precision}": 1.0, "no point": float(best.lat is None)}
    return f


def _harm_signs(readings: EventReadings) -> Signs:
    kind = readings.mentions[0].type.value
    told = [h for h in readings.harms if not h.alternative]
    return _counted(len(told), kind) | {
        "open": float(any(h.minimum != h.maximum for h in told)),
        "versions": float(len(told) < len(readings.harms)),
    }


def field_confidence(readings: EventReadings, weights: Mapping[str, Logistic]) -> tuple[tuple[str, float], ...]:
    """(field, chance that its value is right given that the event is), as training/fields.py fitted it."""
    signs = field_signs(readings)
    return tuple((name, round(weights[name].score(signs[name]), 3)) for name in signs if name in weights)
