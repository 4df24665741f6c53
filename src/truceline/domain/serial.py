"""Records as JSON objects with the codebook's field names, and back.

What goes out is what ``truceline code --format jsonl`` prints, the store keeps and the API answers. Every offset is
a code point into ``Report.text``. ``x_from_dict(x_to_dict(x)) == x`` holds for every record, claims included.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import (
    ActorKind,
    DatePrecision,
    EventType,
    HarmKind,
    Reading,
    RelationKind,
    Stance,
    Status,
    TruceAction,
    Verdict,
)
from truceline.domain.events import ENTITY_FIELDS, Attribution, Entity, Event, EventDate, EventPlace, Harm
from truceline.domain.mentions import Actor, ActorMention, Relation
from truceline.domain.text import Report, Span

Record = dict[str, Any]
"""A JSON object."""


def json_bytes(record: object) -> bytes:
    """One line of JSON in UTF-8, without the line break.

    A string with half of a surrogate pair, which no UTF-8 can hold, is written with JSON's own escapes.
    """
    try:
        return json.dumps(record, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record, ensure_ascii=True, separators=(", ", ": ")).encode("ascii")


# -- spans and small parts -------------------------------------------------------------------------------------


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span(pair: Any) -> Span | None:
    return None if pair is None else Span(int(pair[0]), int(pair[1]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _words(span: Span, text: str) -> Record:
    return {"text": span.of(text), "start": span.start, "end": span.end}


# -- parts of an event -----------------------------------------------------------------------------------------


def entity_to_dict(entity: Entity, text: str) -> Record:
    """An entity: name, registry id or null, mention with its words or null, affiliation, kind, country."""
    return {
        "name": entity.name,
        "id": entity.id,
        "mention": None if entity.mention is None else _words(entity.mention, text),
        "affiliation": entity.affiliation,
        "kind": entity.kind,
        "country": entity.country,
    }


def entity_from_dict(record: Mapping[str, Any]) -> Entity:
    """The entity of ``entity_to_dict``; everything but the name may be missing."""
    mention = record.get("mention")
    return Entity(
        name=record["name"],
        id=record.get("id"),
        mention=None if not mention else Span(mention["start"], mention["end"]),
        affiliation=record.get("affiliation"),
        kind=record.get("kind"),
        country=record.get("country"),
    )


def date_to_dict(day: EventDate | None) -> Record | None:
    """``{"start", "end", "precision"}`` with ISO days, or null."""
    if day is None:
        return None
    return {"start": day.start.isoformat(), "end": day.end.isoformat(), "precision": day.precision.value}


def date_from_dict(record: Mapping[str, Any] | None) -> EventDate | None:
    """The date of ``date_to_dict``. Without an end it is one day, without a precision it follows from the days."""
    if not record:
        return None
    start = date.fromisoformat(record["start"])
    end = date.fromisoformat(record.get("end") or record["start"])
    default = DatePrecision.DAY if start == end else DatePrecision.INTERVAL
    return EventDate(start, end, DatePrecision(record.get("precision") or default))


def place_to_dict(place: EventPlace | None) -> Record | None:
    """``{"name", "country", "lat", "lon", "precision", "kind", "source_id", "mention"}``, or null."""
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "kind": place.kind,
        "source_id": place.source_id,
        "mention": _pair(place.mention),
    }


def place_from_dict(record: Mapping[str, Any] | None) -> EventPlace | None:
    """The place of ``place_to_dict``."""
    if not record:
        return None
    return EventPlace(
        name=record["name"],
        country=record.get("country"),
        lat=record.get("lat"),
        lon=record.get("lon"),
        precision=record["precision"],
        kind=record.get("kind"),
        source_id=record.get("source_id"),
        mention=_span(record.get("mention")),
    )


def harm_to_dict(harm: Harm) -> Record:
    """``{"kind", "min", "max", "whom"}``; a stated zero is 0, a bound that is not given is null."""
    return {"kind": harm.kind.value, "min": harm.minimum, "max": harm.maximum, "whom": harm.whom}


def harm_from_dict(record: Mapping[str, Any]) -> Harm:
    """The harm of ``harm_to_dict``."""
    return Harm(HarmKind(record["kind"]), record.get("min"), record.get("max"), record.get("whom"))


def attribution_to_dict(said: Attribution) -> Record:
    """``{"speaker", "affiliation", "outlet", "stance", "span"}``."""
    return {
        "speaker": said.speaker,
        "affiliation": said.affiliation,
        "outlet": said.outlet,
        "stance": said.stance.value,
        "span": _pair(said.span),
    }


def attribution_from_dict(record: Mapping[str, Any]) -> Attribution:
    """The attribution of ``attribution_to_dict``."""
    return Attribution(
        record["speaker"],
        record.get("affiliation"),
        record.get("outlet"),
        Stance(record["stance"]),
        _span(record.get("span")),
    )


def claim_to_dict(claim: Claim) -> Record:
    """A claim with every part of its evidence; ``by`` and ``at_utc`` are null for the machine."""
    return {
        "field": claim.field,
        "value": claim.value,
        "words": claim.words,
        "span": _pair(claim.span),
        "stage": claim.stage,
        "version": claim.version,
        "score": claim.score,
        "reason": claim.reason,
        "speaker": claim.speaker,
        "reading": claim.reading.value,
        "chosen": claim.chosen,
        "by": claim.by,
        "at_utc": _iso(claim.at_utc),
    }


def claim_from_dict(record: Mapping[str, Any]) -> Claim:
    """The claim of ``claim_to_dict``."""
    return Claim(
        field=record["field"],
        value=record["value"],
        words=record["words"],
        span=_span(record["span"]),
        stage=record["stage"],
        version=record["version"],
        score=record["score"],
        reason=record["reason"],
        speaker=record.get("speaker"),
        reading=Reading(record.get("reading", Reading.STATED)),
        chosen=record.get("chosen", True),
        by=record.get("by"),
        at_utc=_moment(record.get("at_utc")),
    )


# -- events ----------------------------------------------------------------------------------------------------

"""Fields of an event that hold a list of entities."""


def event_to_dict(event: Event, report: Report, *, claims: bool = True) -> Record:
    """An event with the field names of the codebook, section 3.

    report: the report that tells it; its text gives the words of trigger and mentions.
    claims: False leaves out the list of claims.
    """
    text = report.text
    record: Record = {
        "id": event.id,
        "type": event.type.value,
        "mode": event.mode,
        "status": event.status.value,
        "aggregate": event.aggregate,
        "actors": [entity_to_dict(e, text) for e in event.actors],
        "recipients": [entity_to_dict(e, text) for e in event.recipients],
        "date": date_to_dict(event.date),
        "place": place_to_dict(event.place),
        "harm": [harm_to_dict(h) for h in event.harm],
        "weapon": event.weapon,
        "reported_by": [attribution_to_dict(a) for a in event.reported_by],
        "claimed_by": [entity_to_dict(e, text) for e in event.claimed_by],
        "denied_by": [entity_to_dict(e, text) for e in event.denied_by],
        "truce_action": None if event.truce_action is None else event.truce_action.value,
        "truce_parties": [entity_to_dict(e, text) for e in event.truce_parties],
        "trigger": {"text": event.trigger.of(text), "span": _pair(event.trigger)},
        "evidence": [_pair(s) for s in event.evidence],
        "confidence": event.confidence,
        "field_confidence": dict(event.field_confidence),
        "reason": event.reason,
        "conflict": event.conflict,
    }
    if claims:
        record["claims"] = [claim_to_dict(c) for c in event.claims]
    return record


def event_from_dict(record: Mapping[str, Any], report_id: str) -> Event:
    """The event of ``event_to_dict``. report_id: content id of the report (``Report.id``)."""
    entities = {name: tuple(entity_from_dict(e) for e in record.get(name) or ()) for name in ENTITY_FIELDS}
    act = record.get("truce_action")
    return Event(
        report_id=report_id,
        type=EventType(record["type"]),
        mode=record.get("mode"),
        status=Status(record["status"]),
        aggregate=bool(record.get("aggregate")),
        actors=entities["actors"],
        recipients=entities["recipients"],
        date=date_from_dict(record.get("date")),
        place=place_from_dict(record.get("place")),
        harm=tuple(harm_from_dict(h) for h in record.get("harm") or ()),
        weapon=record.get("weapon"),
        reported_by=tuple(attribution_from_dict(a) for a in record.get("reported_by") or ()),
        claimed_by=entities["claimed_by"],
        denied_by=entities["denied_by"],
        truce_action=None if act is None else TruceAction(act),
        truce_parties=entities["truce_parties"],
        trigger=cast(Span, _span(record["trigger"]["span"])),
        evidence=tuple(cast(Span, _span(s)) for s in record.get("evidence") or ()),
        confidence=record.get("confidence", 1.0),
        field_confidence=tuple((record.get("field_confidence") or {}).items()),
        reason=record.get("reason", ""),
        conflict=record.get("conflict"),
        claims=tuple(claim_from_dict(c) for c in record.get("claims") or ()),
        id=record.get("id", ""),
    )


# -- reports, judgements, actors, relations --------------------------------------------------------------------


def report_to_dict(report: Report) -> Record:
    """A report as JSONL input has it, with our own id as ``content_id``."""
    return {
        "id": report.report_id,
        "content_id": report.id,
        "date": report.date.isoformat(),
        "text": report.text,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "language": report.language,
        "fetched_utc": _iso(report.fetched_utc),
        "source_id": report.source_id,
        "origin": report.origin,
    }


def report_from_dict(record: Mapping[str, Any]) -> Report:
    """The report of ``report_to_dict``."""
    return Report(
        date=date.fromisoformat(record["date"]),
        text=record["text"],
        title=record.get("title"),
        outlet=record.get("outlet"),
        url=record.get("url"),
        language=record.get("language", "en"),
        fetched_utc=_moment(record.get("fetched_utc")),
        source_id=record.get("source_id"),
        id=record.get("content_id", ""),
        origin=record.get("origin"),
    )


def judgement_to_dict(judgement: Judgement) -> Record:
    """A judgement; ``withdrawn_utc`` is null while it holds."""
    return {
        "about": judgement.about,
        "left": judgement.left,
        "right": judgement.right,
        "verdict": judgement.verdict.value,
        "by": judgement.by,
        "at_utc": judgement.at_utc.isoformat(),
        "note": judgement.note,
        "withdrawn_utc": _iso(judgement.withdrawn_utc),
        "withdrawn_by": judgement.withdrawn_by,
    }


def judgement_from_dict(record: Mapping[str, Any]) -> Judgement:
    """The judgement of ``judgement_to_dict``."""
    return Judgement(
        left=record["left"],
        right=record["right"],
        verdict=Verdict(record["verdict"]),
        by=record["by"],
        at_utc=datetime.fromisoformat(record["at_utc"]),
        about=record.get("about", "event"),
        note=record.get("note", ""),
        withdrawn_utc=_moment(record.get("withdrawn_utc")),
        withdrawn_by=record.get("withdrawn_by"),
    )


def actor_to_dict(actor: Actor) -> Record:
    """An actor of one report. ``id`` is the registry's or null, ``mentions`` spans, ``forms`` how each is named."""
    return {
        "id": actor.registry_id,
        "key": actor.key,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "affiliation": actor.affiliation,
        "affiliation_id": actor.affiliation_id,
        "office": actor.office,
        "guessed": actor.guessed,
        "score": actor.score,
        "reason": actor.reason,
        "mentions": [_pair(m.span) for m in actor.mentions],
        "forms": [[m.text, m.form, m.score, m.reason] for m in actor.mentions],
    }


def actor_from_dict(record: Mapping[str, Any]) -> Actor:
    """The actor of ``actor_to_dict``."""
    mentions = tuple(
        ActorMention(cast(Span, _span(span)), text, form, score, reason)
        for span, (text, form, score, reason) in zip(record["mentions"], record["forms"], strict=True)
    )
    return Actor(
        key=record["key"],
        name=record["name"],
        kind=ActorKind(record["kind"]),
        mentions=mentions,
        registry_id=record["id"],
        country=record["country"],
        affiliation=record["affiliation"],
        affiliation_id=record["affiliation_id"],
        office=record["office"],
        guessed=record["guessed"],
        score=record["score"],
        reason=record["reason"],
    )


def relation_to_dict(relation: Relation) -> Record:
    """A tie between two actors of one report."""
    return {
        "kind": relation.kind.value,
        "subject": relation.subject,
        "object": relation.object,
        "start": relation.span.start,
        "end": relation.span.end,
        "subject_key": relation.subject_key,
        "object_key": relation.object_key,
        "speaker": relation.speaker,
        "from": _iso(relation.first_day),
        "to": _iso(relation.last_day),
        "score": relation.score,
        "reason": relation.reason,
    }


def relation_from_dict(record: Mapping[str, Any]) -> Relation:
    """The relation of ``relation_to_dict``."""
    return Relation(
        kind=RelationKind(record["kind"]),
        subject=record["subject"],
        object=record["object"],
        span=Span(record["start"], record["end"]),
        subject_key=record["subject_key"],
        object_key=record["object_key"],
        speaker=record["speaker"],
        first_day=_day(record["from"]),
        last_day=_day(record["to"]),
        score=record["score"],
        reason=record["reason"],
    )
