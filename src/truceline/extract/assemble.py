"""Readings of one event put together: an Event whose every field rests on Claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from truceline.domain.claims import Claim, JsonValue
from truceline.domain.codes import Reading, Role
from truceline.domain.events import Attribution, Entity, Event, EventDate, EventPlace, Harm
from truceline.domain.mentions import DateReading, EventMention, HarmMention, PlaceMention, PlaceReading
from truceline.domain.text import Document, Span
from truceline.extract.sureness import field_confidence
from truceline.resources.combine import load_field_weights


@dataclass(frozen=True, slots=True)
class Filled:
    """A phrase of the text read as entities of one role."""

    role: Role
    span: Span
    entities: tuple[Entity, ...]
    score: float
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventReadings:
    """All that the workrooms read about one event of a report."""

    mentions: tuple[EventMention, ...]
    """Mentions of the event, the best first."""
    filled: tuple[Filled, ...]
    dates: tuple[DateReading, ...]
    """Best first; empty where the report gives no day."""
    places: tuple[PlaceReading, ...]
    """Best first; empty where the report gives no place."""
    harms: tuple[HarmMention, ...]
    """The tolls the event is told with first, later versions after."""
    attributions: tuple[Attribution, ...]
    claimed_by: tuple[Entity, ...]
    denied_by: tuple[Entity, ...]
    side_chance: Mapping[Role, float] = field(default_factory=dict)
    """Chance that exactly the filled parties stand on a side."""
    chance: float | None = None
    """Of being an event, by the second look (extract/second_look.py); None where only its words were weighed."""


def assemble_event(doc: Document, readings: EventReadings, *, version: str) -> Event:
    """Put one event together. version: the coder's, written into every claim."""
    lead = readings.mentions[0]
    actors = _entities(readings.filled, Role.ACTOR)
    recipients = _without(_entities(readings.filled, Role.RECIPIENT), actors)
    shown_date = readings.dates[0] if readings.dates else None
    shown_place = readings.places[0].place if readings.places else None
    harms, other_tolls = _split_tolls(readings.harms)
    weapon = next((f for f in readings.filled if f.role is Role.WEAPON), None)
    conflict = _conflict(readings.dates, harms, other_tolls)
    return Event(
        report_id=doc.report.id,
        type=lead.type,
        mode=lead.mode,
        status=lead.status,
        aggregate=lead.aggregate,
        actors=actors,
        recipients=recipients,
        date=EventDate(shown_date.first_day, shown_date.last_day, shown_date.precision) if shown_date else None,
        place=_place(shown_place),
        harm=tuple(Harm(h.kind, h.minimum, h.maximum, h.whom or None) for h in harms),
        weapon=weapon.span.of(doc.text) if weapon else None,
        reported_by=readings.attributions,
        claimed_by=readings.claimed_by,
        denied_by=readings.denied_by,
        truce_action=lead.truce_action,
        truce_parties=_entities(readings.filled, Role.TRUCE_PARTY),
        trigger=lead.trigger,
        evidence=_evidence(doc, readings.mentions),
        confidence=round(lead.score if readings.chance is None else readings.chance, 3),
        field_confidence=field_confidence(readings, load_field_weights()),
        reason=lead.reason,
        conflict=conflict,
        claims=tuple(_claims(doc, readings, harms, other_tolls, version)),
    )


def same_entity(a: Entity, b: Entity) -> bool:
    """True for two entities of one report that are one: the same registry id, or the same folded name."""
    return bool(a.id and a.id == b.id) or a.name.casefold() == b.name.casefold()


def _entities(filled: Iterable[Filled], role: Role) -> tuple[Entity, ...]:
    found: list[Entity] = []
    for entity in (e for fill in filled if fill.role is role for e in fill.entities):
        known = next((i for i, f in enumerate(found) if same_party(entity, f)), None)
        if known is None:
            found.append(entity)
        elif found[known].affiliation is None and entity.affiliation == found[known].name:
            found[known] = entity
    return tuple(found)


def same_party(a: Entity, b: Entity) -> bool:
    """True for one entity, or for an official and his state, a member and his group (codebook section 8, Who)."""
    if same_entity(a, b) or (a.affiliation is not None and a.affiliation == b.affiliation):
        return True
    return b.name == a.affiliation or a.name == b.affiliation


def _without(entities: tuple[Entity, ...], taken: tuple[Entity, ...]) -> tuple[Entity, ...]:
    return tuple(e for e in entities if not any(same_entity(e, t) for t in taken))


def _place(place: PlaceMention | None) -> EventPlace | None:
    if place is None:
        return None
    return EventPlace(
        place.name, place.country, place.lat, place.lon, place.precision, place.kind.value, place.source_id, place.span
    )


def _evidence(doc: Document, mentions: Sequence[EventMention]) -> tuple[Span, ...]:
    order = dict.fromkeys([mentions[0].sentence, *sorted(m.sentence for m in mentions)])
    return tuple(doc.sentences[i] for i in order)


def _split_tolls(harms: Sequence[HarmMention]) -> tuple[list[HarmMention], list[HarmMention]]:
    """(tolls of the event, other versions the report gives of them)."""
    return [h for h in harms if not h.alternative], [h for h in harms if h.alternative]


def _conflict(dates: Sequence[DateReading], shown: Sequence[HarmMention], others: Sequence[HarmMention]) -> str | None:
    said: list[str] = []
    if dates:
        best = dates[0]
        for other in dates[1:]:
            if _apart(best, other) and best.words and other.words and other.score >= 0.5:
                said.append(f"dated two ways: “{best.words}” and “{other.words}”")
                break
    for other_toll in others:
        known = next((h for h in shown if h.kind is other_toll.kind), None)
        if known and (known.minimum, known.maximum) != (other_toll.minimum, other_toll.maximum):
            said.append(f"two tolls ({known.kind}): {_bounds(known)} and {_bounds(other_toll)}")
            break
    return "; ".join(said) or None


def _apart(one: DateReading, other: DateReading) -> bool:
    """True for days that do not meet, or only at an edge ("late July", "less than a week after July 30")."""
    shared = (min(one.last_day, other.last_day) - max(one.first_day, other.first_day)).days + 1
    shorter = min((r.last_day - r.first_day).days + 1 for r in (one, other))
    return shared <= 0 or (shorter > 1 and shared / shorter < _EDGE)


_EDGE = 0.2


def _bounds(harm: HarmMention) -> str:
    if harm.minimum == harm.maximum:
        return str(harm.minimum)
    return f"{'' if harm.minimum is None else harm.minimum}–{'' if harm.maximum is None else harm.maximum}"


def entity_value(entity: Entity) -> JsonValue:
    """An entity as a claim holds it."""
    return {"name": entity.name, "id": entity.id, "affiliation": entity.affiliation}


def _claims(
    doc: Document,
    readings: EventReadings,
    shown: Sequence[HarmMention],
    others: Sequence[HarmMention],
    version: str,
) -> Iterable[Claim]:
    lead = readings.mentions[0]
    speaker = readings.attributions[0].speaker if readings.attributions else None

    def claim(
        of: str, value: JsonValue, span: Span | None, stage: str, score: float, reason: str, *, chosen: bool = True
    ) -> Claim:
        words = span.of(doc.text) if span else ""
        return Claim(of, value, words, span, stage, version, round(score, 3), reason, speaker, chosen=chosen)

    for name, value in (
        ("type", lead.type.value),
        ("mode", lead.mode),
        ("status", lead.status.value),
        ("aggregate", lead.aggregate),
        ("truce_action", lead.truce_action.value if lead.truce_action else None),
    ):
        if value is not None:
            yield claim(name, value, lead.trigger, lead.stage, lead.score, lead.reason)
    role_field = {
        Role.ACTOR: "actors",
        Role.RECIPIENT: "recipients",
        Role.TRUCE_PARTY: "truce_parties",
    }
    for fill in readings.filled:
        if fill.role in role_field:
            for entity in fill.entities:
                span = entity.mention or fill.span
                yield claim(role_field[fill.role], entity_value(entity), span, fill.stage, fill.score, fill.reason)
        elif fill.role is Role.WEAPON:
            yield claim("weapon", fill.span.of(doc.text), fill.span, fill.stage, fill.score, fill.reason)
    yield from _date_claims(readings.dates, version, speaker)
    for n, place in enumerate(readings.places):
        p = place.place
        where: JsonValue = {"name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon, "precision": p.precision}
        yield claim("place", where, p.span, "places", place.score, f"{place.reason}; {p.reason}", chosen=n == 0)
    for harm in (*shown, *others):
        toll: JsonValue = {"kind": harm.kind.value, "min": harm.minimum, "max": harm.maximum, "whom": harm.whom}
        yield claim("harm", toll, harm.span, "quantities", harm.score, harm.reason, chosen=harm not in others)
    for said in readings.attributions:
        record: JsonValue = {
            "speaker": said.speaker,
            "affiliation": said.affiliation,
            "outlet": said.outlet,
            "stance": said.stance.value,
        }
        yield claim("reported_by", record, said.span, "attribution", 1.0, "vouches for the event in the text")
    for name, entities in (("claimed_by", readings.claimed_by), ("denied_by", readings.denied_by)):
        for entity in entities:
            yield claim(name, entity_value(entity), entity.mention, "attribution", 1.0, "says so of itself")


def _date_claims(dates: Sequence[DateReading], version: str, speaker: str | None) -> Iterable[Claim]:
    if not dates:
        reason = "no words of the report give a day for it"
        yield Claim("date", None, "", None, "times", version, 1.0, reason, speaker, reading=Reading.NOT_STATED)
    for n, reading in enumerate(dates):
        value: JsonValue = {
            "start": reading.first_day.isoformat(),
            "end": reading.last_day.isoformat(),
            "precision": reading.precision.value,
        }
        yield Claim(
            "date", value, reading.words, reading.span, "times", version, round(reading.score, 3), reading.reason,
            speaker, chosen=n == 0,
        )
