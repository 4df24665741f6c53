"""The layers of a coded report as ``truceline annotate`` prints them: sentences, times, places, actors, quotations."""

from __future__ import annotations

from truceline.domain.coded import CodedReport
from truceline.domain.mentions import Actor, PlaceMention, Speech, TimeMention
from truceline.domain.serial import Record, actor_to_dict, relation_to_dict
from truceline.domain.text import EntitySpan, Quotation, Span


def layers_to_dict(coded: CodedReport) -> Record:
    """All layers of one report, every offset a code point into its text.

    entities: named entities as the recogniser labels them, with the actor's name and registry id, or the place's
    name and source id, where one of them lies on the same words. quotations: with the speaker, or null.
    """
    return {
        "report_id": coded.report.report_id,
        "sentences": [[s.start, s.end] for s in coded.sentences],
        "entities": [_entity(e, coded) for e in coded.entities],
        "times": [_time(t) for t in coded.times],
        "places": [_place(p) for p in coded.places],
        "actors": [actor_to_dict(a) for a in coded.actors],
        "relations": [relation_to_dict(r) for r in coded.relations],
        "quotations": [_quotation(q, coded.speeches) for q in coded.quotations],
        "speeches": [_speech(s) for s in coded.speeches],
    }


def _time(time: TimeMention) -> Record:
    return {
        "start": time.span.start,
        "end": time.span.end,
        "text": time.text,
        "type": time.type,
        "value": time.value,
        "from": None if time.first_day is None else time.first_day.isoformat(),
        "to": None if time.last_day is None else time.last_day.isoformat(),
        "precision": None if time.precision is None else time.precision.value,
        "mod": time.mod,
        "score": time.score,
        "reason": time.reason,
    }


def _place(place: PlaceMention) -> Record:
    return {
        "start": place.span.start,
        "end": place.span.end,
        "text": place.text,
        "name": place.name,
        "kind": place.kind.value,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "source_id": place.source_id,
        "precision": place.precision,
        "admin1": place.admin1,
        "acts": place.acts,
        "score": place.score,
        "reason": place.reason,
    }


def _speech(speech: Speech) -> Record:
    return {
        "start": speech.content.start,
        "end": speech.content.end,
        "cue": [speech.cue.start, speech.cue.end],
        "speaker": speech.speaker,
        "speaker_span": None if speech.speaker_span is None else [speech.speaker_span.start, speech.speaker_span.end],
        "affiliation": speech.affiliation,
        "outlet": speech.outlet,
        "stance": speech.stance.value,
        "score": speech.score,
        "reason": speech.reason,
    }


def _quotation(quotation: Quotation, speeches: tuple[Speech, ...]) -> Record:
    """The speech that covers most of the quotation names its speaker; of equals the narrower one."""
    best = max(speeches, key=lambda s: (s.content.n_shared(quotation.span), -len(s.content)), default=None)
    speaker = best.speaker if best is not None and best.content.n_shared(quotation.span) else None
    return {"start": quotation.span.start, "end": quotation.span.end, "speaker": speaker}


def _entity(entity: EntitySpan, coded: CodedReport) -> Record:
    name, known_id = _identity(entity.span, coded.actors, coded.places)
    return {
        "start": entity.span.start,
        "end": entity.span.end,
        "label": entity.label,
        "name": name or entity.span.of(coded.report.text),
        "id": known_id,
    }


def _identity(span: Span, actors: tuple[Actor, ...], places: tuple[PlaceMention, ...]) -> tuple[str | None, str | None]:
    """(name, id) of the actor or place whose mention shares most with the span, the actor first of equals."""
    best: tuple[int, str | None, str | None] = (0, None, None)
    for actor in actors:
        for mention in actor.mentions:
            shared = mention.span.n_shared(span)
            if shared > best[0]:
                best = (shared, actor.name, actor.registry_id)
    for place in places:
        shared = place.span.n_shared(span)
        if shared > best[0]:
            best = (shared, place.name, place.source_id)
    return best[1], best[2]
