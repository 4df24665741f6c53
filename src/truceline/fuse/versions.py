"""Every report's version of every field, and the rule that chooses the one to show.

Nothing is averaged. A rule is a list of criteria; the first one on which the chosen version and its rivals differ
gives the rule its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from truceline.domain.claims import JsonValue
from truceline.domain.codes import HarmKind, Stance, Status
from truceline.domain.events import Disagreement, Entity, Event, EventPlace, Harm, Toll, Version
from truceline.domain.text import Report
from truceline.resources.likeness import agreement, class_of, name_agreement, telling_words

BACKGROUND_AFTER_DAYS: Final = 7
"""A report that comes so long after the day it gives tells of the occurrence in passing."""

Telling = tuple[Event, Report]
Criterion = tuple[str, Callable[[Event, Report], Any]]


def is_background(event: Event, report: Report) -> bool:
    """True when the report tells of the occurrence long after it."""
    if event.status is Status.HISTORICAL:
        return True
    return event.date is not None and (report.date - event.date.end).days > BACKGROUND_AFTER_DAYS


def hearsay(event: Event) -> int:
    """0 for the report's own voice, 1 for somebody's word, 2 for an allegation."""
    if not event.reported_by:
        return 0
    return 2 if any(a.stance in (Stance.ALLEGES, Stance.DENIES) for a in event.reported_by) else 1


def _named(entities: tuple[Entity, ...]) -> int:
    """0 when a party is known by id, 1 by a telling name, 2 by a class noun alone."""
    if any(e.id for e in entities):
        return 0
    return 1 if any(telling_words(e.name) for e in entities) else 2


_CONTEMPORARY: Final[Criterion] = ("told at the time over told in passing", is_background)
_OWN_VOICE: Final[Criterion] = ("own voice over hearsay", lambda e, r: hearsay(e))
_LATEST: Final[Criterion] = ("latest", lambda e, r: -r.date.toordinal())
_CONFIDENT: Final[Criterion] = ("surest reading", lambda e, r: (-round(e.confidence, 3), e.ref))

RULES: Final[dict[str, tuple[Criterion, ...]]] = {
    "date": (
        _CONTEMPORARY,
        ("most specific", lambda e, r: (e.date.end - e.date.start).days if e.date else 10**6),
        _OWN_VOICE, _LATEST, _CONFIDENT,
    ),
    "place": (
        ("most specific", lambda e, r: e.place.precision if e.place else 9), _OWN_VOICE, _CONTEMPORARY, _LATEST,
        _CONFIDENT,
    ),
    "actors": (
        _OWN_VOICE, ("most specific", lambda e, r: (_named(e.actors), -len(e.actors))), _CONTEMPORARY, _LATEST,
        _CONFIDENT,
    ),
    "recipients": (
        ("most specific", lambda e, r: (_named(e.recipients), -len(e.recipients))), _OWN_VOICE, _CONTEMPORARY, _LATEST,
        _CONFIDENT,
    ),
    "mode": (_CONTEMPORARY, _OWN_VOICE, _LATEST, _CONFIDENT),
    "weapon": (("most specific", lambda e, r: -len(e.weapon or "")), _OWN_VOICE, _LATEST, _CONFIDENT),
    "harm": (_LATEST, _OWN_VOICE, _CONFIDENT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """The telling whose version is shown, and why."""

    telling: Telling
    rule: str


def choose(field: str, tellings: Sequence[Telling]) -> Choice | None:
    """Choose among the tellings that state the field; None when none does."""
    if not tellings:
        return None
    if len(tellings) == 1:
        return Choice(tellings[0], "the only version")
    criteria = RULES[field]
    best, second, *_ = sorted(tellings, key=lambda t: tuple(c[1](*t) for c in criteria))
    rule = next((name for name, value in criteria if value(*best) != value(*second)), criteria[-1][0])
    return Choice(best, rule)


def date_value(event: Event) -> JsonValue:
    """The event's date as JSON, or None."""
    if event.date is None:
        return None
    day = event.date
    return {"start": day.start.isoformat(), "end": day.end.isoformat(), "precision": day.precision.value}


def place_value(place: EventPlace | None) -> JsonValue:
    """A place as JSON, or None."""
    return None if place is None else {"name": place.name, "country": place.country, "precision": place.precision}


def names(entities: tuple[Entity, ...]) -> JsonValue:
    """Names of entities."""
    return [e.name for e in entities]


def harm_value(harm: Harm) -> JsonValue:
    """Bounds of a toll as JSON."""
    return {"min": harm.minimum, "max": harm.maximum}


def speaker_of(event: Event) -> str | None:
    """Who vouches for the event in its report; None for the report's own voice."""
    return event.reported_by[0].speaker if event.reported_by else None


def field_versions(event: Event, report: Report) -> list[Version]:
    """The report's versions of every field that it states, second readings of its own included."""
    background, speaker = is_background(event, report), speaker_of(event)
    values: list[tuple[str, JsonValue]] = [("type", event.type.value)]
    if event.mode:
        values.append(("mode", event.mode))
    if event.date:
        values.append(("date", date_value(event)))
    if event.place:
        values.append(("place", place_value(event.place)))
    for field, entities in (
        ("actors", event.actors), ("recipients", event.recipients),
        ("claimed_by", event.claimed_by), ("denied_by", event.denied_by),
    ):  # fmt: skip
        if entities:
            values.append((field, names(entities)))
    if event.weapon:
        values.append(("weapon", event.weapon))
    values.extend((harm.kind.value, harm_value(harm)) for harm in event.harm)
    out = [Version(f, v, event.ref, report.date, report.outlet, speaker, background) for f, v in values]
    out.extend(
        Version(c.field, c.value, event.ref, report.date, report.outlet, c.speaker or speaker, background, chosen=False)
        for c in event.claims
        if event.conflict
        and not c.chosen
        and c.by is None
        and c.field in ("date", "place", "harm", "actors")
        and c.value is not None
    )
    return out


def tolls(tellings: Sequence[Telling]) -> tuple[Toll, ...]:
    """Tolls with low and high over all versions; best is the latest one's lower bound."""
    found = []
    for kind in HarmKind:
        stated = [(t, h) for t in tellings for h in t[0].harm if h.kind is kind]
        if not stated:
            continue
        choice = choose("harm", [t for t, _ in stated])
        assert choice is not None
        shown = next(h for t, h in stated if t is choice.telling)
        best = shown.minimum if shown.minimum is not None else shown.maximum
        lows = [h.minimum for _, h in stated if h.minimum is not None]
        highs = [b for _, h in stated for b in (h.maximum, h.minimum) if b is not None]
        found.append(Toll(kind, best, min(lows, default=None), max(highs, default=None)))
    return tuple(found)


def differ(field: str, left: JsonValue, right: JsonValue) -> bool:
    """True when two versions of a field contradict each other (not when one is merely less exact)."""
    if left == right:
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        if field == "date":
            return bool(str(left["start"]) > str(right["end"]) or str(right["start"]) > str(left["end"]))
        if field == "place":
            if left.get("country") and right.get("country") and left["country"] != right["country"]:
                return True
            fine = max(int(str(left.get("precision") or 9)), int(str(right.get("precision") or 9))) <= 3
            return fine and name_agreement(str(left["name"]), str(right["name"])) < 0.5
        return left.get("min") != right.get("min") or left.get("max") != right.get("max")
    if field in ("actors", "recipients") and isinstance(left, list) and isinstance(right, list):
        pairs = [(Entity(str(a)), Entity(str(b))) for a in left for b in right]
        best = max((agreement(a, b) for a, b in pairs), default=1.0)
        loose = all(class_of(str(n)) and not telling_words(str(n)) for n in left) or all(
            class_of(str(n)) and not telling_words(str(n)) for n in right
        )
        return best < 0.5 and not loose
    return True


def _within_reports(versions: Sequence[Version], conflicts: dict[str, str], seen: set[str]) -> Iterator[Disagreement]:
    """Fields on which one report contradicts itself. conflicts: ``Event.ref`` → the event's ``conflict``."""
    for ref, conflict in sorted(conflicts.items()):
        for words in conflict.split("; "):
            field = _field_of(words)
            if field is not None and field not in seen:
                seen.add(field)
                of_field = tuple(v for v in versions if v.field == field and v.event == ref)
                yield Disagreement(field, of_field, f"one report has it both ways: {words}")


def _field_of(conflict: str) -> str | None:
    """The field that a contradiction is about: ``dated two ways: …`` the date, ``two tolls (killed): …`` the killed."""
    if conflict.startswith("dat"):
        return "date"
    return next((k.value for k in HarmKind if f"({k.value})" in conflict), None)


_DISPUTED: Final = ("type", "mode", "date", "place", "actors", "recipients", *(k.value for k in HarmKind))


def disagreements(
    versions: Sequence[Version], rules: dict[str, str], shown: dict[str, JsonValue], conflicts: dict[str, str]
) -> tuple[Disagreement, ...]:
    """Fields on which versions contradict each other, each with its versions in order of publication.

    conflicts: ``Event.ref`` → what the report contradicts itself on, for events with such a flag.
    """
    found = []
    by_field: defaultdict[str, list[Version]] = defaultdict(list)
    for version in versions:
        by_field[version.field].append(version)
    for field in _DISPUTED:
        of_field = by_field.get(field, [])
        if any(differ(field, a.value, b.value) for i, a in enumerate(of_field) for b in of_field[i + 1 :]):
            found.append(Disagreement(field, tuple(of_field), rules.get(field, "latest"), shown.get(field)))
    found.extend(_within_reports(versions, conflicts, {d.field for d in found}))
    claimed = [v for v in versions if v.field in ("claimed_by", "denied_by")]
    if len({v.field for v in claimed}) == 2:
        found.append(Disagreement("responsibility", tuple(claimed), "claims and denials are kept side by side"))
    return tuple(found)
