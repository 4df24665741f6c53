"""A five-word model: it codes an event wherever one of its words stands, so that runs, stores and screens are tested in
seconds. Some words make it break."""

from __future__ import annotations

import os
import re
import time
from datetime import date

from truceline.domain.claims import Claim
from truceline.domain.coded import CodedReport
from truceline.domain.codes import (
    ActorKind,
    DatePrecision,
    EventType,
    HarmKind,
    PlaceKind,
    RelationKind,
    Stance,
    Status,
)
from truceline.domain.codes import TruceAction as Act
from truceline.domain.events import Attribution, Entity, Event, EventDate, EventPlace, Harm
from truceline.domain.mentions import Actor, ActorMention, PlaceMention, Relation, Speech, TimeMention
from truceline.domain.text import EntitySpan, Quotation, Report, Span
from truceline.run import CoderSource
from truceline.run.desk import Coder

WORDS = {
    "raid": (EventType.ASSAULT, None),
    "truce": (EventType.AGREE, Act.AGREED),
    "broke": (EventType.REJECT, Act.ENDED),
    "talks": (EventType.CONSULT, None),
    "threat": (EventType.THREATEN, None),
}
_NAMES = re.compile(r"Gondor|Arnor|Mordor")


def code(report: Report, version: str = "five-words 1") -> CodedReport:
    """Every one of the five words is an event of its sentence; the first land named is who, the second to whom."""
    text = report.text
    if "KABOOM" in text:
        raise ZeroDivisionError("the model met a word it cannot bear")
    if "NUMBERLESS" in text:
        return CodedReport(report, (_event(report, "raid", Span(0, 2**70), Span(0, 4), version),), version=version)
    if "SUDDEN DEATH" in text:
        os._exit(9)
    if "SLOWLY" in text:
        time.sleep(0.02)
    sentences = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^.]+\.?", text) if m.group().strip())
    events = tuple(
        _event(report, word, Span(m.start(), m.end()), sentence, version)
        for sentence in sentences
        for word in WORDS
        for m in re.compile(word).finditer(text, sentence.start, sentence.end)
    )
    names = dict.fromkeys(m.group() for m in _NAMES.finditer(text))
    actors = tuple(_actor(n, name, text) for n, name in enumerate(names))
    ties = ()
    if len(names) > 1:
        first, second, *_ = names
        ties = (Relation(RelationKind.ALLIED_WITH, first, second, sentences[0], "a0", "a1", first_day=report.date),)
    place = text.find("Bree")
    places = () if place < 0 else (_bree(place),)
    quote = re.search(r"“[^”]*”", text)
    quotations, speeches = (), ()
    if quote:
        span = Span(*quote.span())
        quotations = (Quotation(span, Span(span.start + 1, span.end - 1)),)
        speeches = (Speech(span, Span(span.end, span.end), "the herald", None, "Gondor", None, Stance.STATES),)
    return CodedReport(
        report=report,
        events=events,
        times=(TimeMention(Span(0, 1), text[:1], "DATE", report.date.isoformat(), report.date, report.date),),
        places=places,
        actors=actors,
        relations=ties,
        speeches=speeches,
        sentences=sentences,
        version=version,
        entities=tuple(EntitySpan(a.mentions[0].span, "GPE") for a in actors),
        quotations=quotations,
    )


def _event(report: Report, word: str, trigger: Span, sentence: Span, version: str) -> Event:
    kind, act = WORDS[word]
    sides = [
        Entity(m.group(), f"land:{m.group().lower()}", Span(*m.span()))
        for m in _NAMES.finditer(report.text, sentence.start, sentence.end)
    ]
    claims = (
        Claim("type", kind.value, word, trigger, "five", version, 0.75, f"the word “{word}”", "the herald"),
        Claim("date", {"start": report.date.isoformat(), "end": report.date.isoformat(), "precision": "day"},
              "", None, "five", version, 0.5, "the report's day", None),
    )  # fmt: skip
    return Event(
        report_id=report.id,
        type=kind,
        mode=None,
        status=Status.ACTUAL,
        aggregate=False,
        actors=tuple(sides[:1]),
        recipients=tuple(sides[1:2]),
        date=EventDate(report.date, report.date, DatePrecision.DAY),
        place=EventPlace("Bree", "AR", 14.25, 11.5, 1, "settlement", "lands:1"),
        harm=(Harm(HarmKind.KILLED, 4, None, "four riders"),) if word == "raid" else (),
        weapon="spears" if word == "raid" else None,
        reported_by=(Attribution("the herald", "Gondor", None, Stance.STATES),),
        claimed_by=(),
        denied_by=(),
        truce_action=act,
        truce_parties=(),
        trigger=trigger,
        evidence=(sentence,),
        confidence=0.75,
        field_confidence=(("type", 0.75), ("date", 0.5)),
        reason=f"the word “{word}”",
        claims=claims,
    )


def _actor(n: int, name: str, text: str) -> Actor:
    mentions = tuple(ActorMention(Span(m.start(), m.end()), name, "name") for m in re.finditer(name, text))
    return Actor(f"a{n}", name, ActorKind.STATE, mentions, f"land:{name.lower()}", "GO")


def _bree(start: int) -> PlaceMention:
    return PlaceMention(Span(start, start + 4), "Bree", "Bree", PlaceKind.SETTLEMENT, "AR", 14.25, 11.5, 1, "lands:1")


def code_later(report: Report) -> CodedReport:
    """A newer version, which reads one word more of every trigger and no longer knows threats."""
    coded = code(report, "five-words 2")
    events = []
    for event in coded.events:
        if event.type is EventType.THREATEN:
            continue
        wider = Span(event.trigger.start, min(event.trigger.end + 1, len(report.text)))
        values = {name: getattr(event, name) for name in event.__dataclass_fields__} | {"trigger": wider, "id": ""}
        events.append(Event(**values))
    values = {name: getattr(coded, name) for name in coded.__dataclass_fields__} | {"events": tuple(events)}
    return CodedReport(**values)


def load() -> Coder:
    return code


def load_later() -> Coder:
    return code_later


FAKE = CoderSource("five-words 1", load)
FAKE_LATER = CoderSource("five-words 2", load_later)


def report(text: str, day: str = "2024-08-21", source_id: str | None = None, outlet: str | None = None) -> Report:
    return Report(date.fromisoformat(day), text, outlet=outlet, source_id=source_id)
