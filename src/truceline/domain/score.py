"""Coded events against a person's: what was found, and how often each field is right. Events are plain JSON objects.

A coded event may stand for one of gold where the words of its trigger (of its evidence where it has none) lie in gold's
evidence. Of all such pairs the closest is taken first, each event once. Counted over them:

    detected   pairs, whatever their type
    quad       pairs of one quad class
    typed      pairs of one PLOVER type; gold may allow further ones (``type_also``)
    usable     typed pairs whose actors, recipients, date and place are all right
    actors, recipients, claimed_by           parties of typed pairs
    date, place, status, reported_by, killed, injured    shares of typed pairs in which the field is right
    truce_action                             acts upon a truce, over all pairs

Optional events of gold cost nothing, found or missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from truceline.domain.codes import QUAD_CLASS, EventType, QuadClass
from truceline.domain.score_fields import (
    Record,
    count_parties,
    dates_agree,
    places_agree,
    toll_of,
    voices_agree,
)

Coded = Mapping[str, Sequence[Record]]
"""Report id to its events."""
PARTIES: Final = ("actors", "recipients", "claimed_by")
_MOST_CONFUSED: Final = 12
_SAME_TYPE, _SAME_QUAD, _OTHER_TYPE = 1.0, 0.4, 0.1
_ON_TRIGGER, _PER_SIDE, _PER_FIELD, _NO_SIDE = 0.3, 0.2, 0.1, 0.5
"""What makes a coded event close to one of gold; set by hand, so that the event meant is taken before its neighbour."""


@dataclass(slots=True)
class _Tally:
    """Counts as the reports are gone through."""

    n_gold: int = 0
    n_coded: int = 0
    pairs: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    parties: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0, 0] for name in PARTIES})
    truce: list[int] = field(default_factory=lambda: [0, 0, 0])
    confused: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


def score(gold: Coded, coded: Coded, errors: bool = False) -> dict[str, Any]:
    """Figures by name: precision, recall, F1 and counts, or a share; with errors a line for each mistake.

    Reports that gold has not are not counted; a report that was not coded has all its events missed.
    """
    tally = _Tally()
    for report_id, wanted in gold.items():
        _count_report(tally, report_id, wanted, coded.get(report_id, ()))
    counted = ("detected", "quad", "typed", "usable")
    figures: dict[str, Any] = {name: _figures(tally.pairs[name], tally.n_gold, tally.n_coded) for name in counted}
    figures["truce_action"] = _figures(*tally.truce)
    figures |= {name: _figures(*counts) for name, counts in tally.parties.items() if tally.pairs["typed"]}
    figures |= {name: round(tally.right[name] / n, 3) for name, n in sorted(tally.asked.items())}
    figures["confusion"] = dict(tally.confused.most_common(_MOST_CONFUSED))
    if errors:
        figures["errors"] = tally.lines
    return figures


def _figures(n_right: int, n_gold: int, n_coded: int) -> dict[str, float | int]:
    p, r = n_right / n_coded if n_coded else 0.0, n_right / n_gold if n_gold else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {
        "p": round(p, 3), "r": round(r, 3), "f1": round(f1, 3), "tp": n_right, "gold": n_gold, "predicted": n_coded,
    }  # fmt: skip


def _count_report(tally: _Tally, report_id: str, wanted: Sequence[Record], found: Sequence[Record]) -> None:
    pairs = pair_events(wanted, found)
    n_optional = sum(bool(wanted[i].get("optional")) for i, _ in pairs)
    tally.n_gold += sum(not event.get("optional") for event in wanted)
    tally.n_coded += len(found) - n_optional
    missed = set(range(len(wanted))) - {i for i, _ in pairs}
    extra = set(range(len(found))) - {j for _, j in pairs}
    tally.lines += [f"MISSED {report_id} {_named(wanted[i])}" for i in sorted(missed) if not wanted[i].get("optional")]
    tally.lines += [f"EXTRA  {report_id} {_named(found[j])}" for j in sorted(extra)]
    tally.truce[1] += sum(bool(e.get("truce_action")) and not e.get("optional") for e in wanted)
    tally.truce[2] += sum(bool(e.get("truce_action")) for e in found)
    for i, j in pairs:
        _count_truce_act(tally, wanted[i], found[j])
        if not wanted[i].get("optional"):
            _count_pair(tally, report_id, wanted[i], found[j])


def _named(event: Record) -> str:
    trigger = event.get("trigger")
    return f"{event.get('type')} «{trigger.get('text') if isinstance(trigger, Mapping) else None}»"


def _count_truce_act(tally: _Tally, wanted: Record, found: Record) -> None:
    """An act that gold's optional event has, or that it allows beside its own, costs nothing."""
    act = found.get("truce_action")
    if not act:
        return
    if act == wanted.get("truce_action"):
        tally.truce[2 if wanted.get("optional") else 0] += -1 if wanted.get("optional") else 1
    elif act in wanted.get("truce_also", ()):
        tally.truce[2] -= 1


def _count_pair(tally: _Tally, report_id: str, wanted: Record, found: Record) -> None:
    tally.pairs["detected"] += 1
    tally.pairs["quad"] += _quad(found) in _quads(wanted)
    if found.get("type") not in _types(wanted):
        tally.confused[f"{wanted['type']}>{found.get('type')}"] += 1
        return
    tally.pairs["typed"] += 1
    sides = {name: count_parties(wanted.get(name), found.get(name)) for name in PARTIES}
    for name, counts in sides.items():
        tally.parties[name] = [a + b for a, b in zip(tally.parties[name], counts, strict=True)]
    checks = _checks(wanted, found)
    for name, is_right in checks.items():
        tally.asked[name] += 1
        tally.right[name] += is_right
    both_sides = all(len(set(sides[name])) == 1 for name in ("actors", "recipients"))
    usable = both_sides and checks["date"] and checks["place"]
    tally.pairs["usable"] += usable
    if not usable:
        wrong = [name for name, is_right in checks.items() if not is_right]
        wrong += [name for name in ("actors", "recipients") if len(set(sides[name])) > 1]
        tally.lines.append(f"FIELDS {report_id} {_named(wanted)} wrong: {', '.join(wrong)}")


def _checks(wanted: Record, found: Record) -> dict[str, bool]:
    checks = {
        "date": dates_agree(wanted.get("date"), found.get("date")),
        "place": places_agree(wanted.get("place"), found.get("place")),
        "status": wanted.get("status") == found.get("status"),
        "reported_by": voices_agree(wanted, found),
    }
    for kind in ("killed", "injured"):
        tolls = toll_of(wanted, kind), toll_of(found, kind)
        if tolls != (None, None):
            checks[kind] = tolls[0] == tolls[1]
    return checks


# -- which coded event stands for which ------------------------------------------------------------------------


def pair_events(wanted: Sequence[Record], found: Sequence[Record]) -> list[tuple[int, int]]:
    """(place in wanted, place in found) of events that stand for each other, the closest first."""
    near = sorted(((_closeness(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)), reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for closeness, i, j in near:
        if closeness > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


def _closeness(wanted: Record, found: Record) -> float:
    """0 where the words do not meet; else the more, the more fields agree."""
    where = _trigger(found) or _evidence(found)
    if not _meet(where, _evidence(wanted) or _trigger(wanted)):
        return 0.0
    if found.get("type") in _types(wanted):
        near = _SAME_TYPE
    else:
        near = _SAME_QUAD if _quad(found) in _quads(wanted) else _OTHER_TYPE
    near += _ON_TRIGGER * _meet(where, _trigger(wanted))
    for name in ("actors", "recipients"):
        n_right, n_gold, n_coded = count_parties(wanted.get(name), found.get(name))
        near += _PER_SIDE * (n_right / max(n_gold, n_coded) if n_gold or n_coded else _NO_SIDE)
    near += _PER_FIELD * dates_agree(wanted.get("date"), found.get("date"))
    return near + _PER_FIELD * places_agree(wanted.get("place"), found.get("place"))


def _trigger(event: Record) -> list[tuple[int, int]]:
    given = event.get("trigger") or {}
    if isinstance(given, Sequence):
        return [_span(given)]
    span = given.get("span") or (given if "start" in given else None)
    return [_span(span)] if span else []


def _evidence(event: Record) -> list[tuple[int, int]]:
    return [_span(span) for span in event.get("evidence") or ()]


def _span(given: Any) -> tuple[int, int]:
    return (given["start"], given["end"]) if isinstance(given, Mapping) else (given[0], given[1])


def _meet(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in some for b in others)


def _types(event: Record) -> set[str]:
    return {event["type"], *event.get("type_also", ())}


def _quads(event: Record) -> set[QuadClass | None]:
    return {_quad({"type": name}) for name in _types(event)}


def _quad(event: Record) -> QuadClass | None:
    name = event.get("type")
    return QUAD_CLASS[EventType(name)] if name in set(EventType) else None
