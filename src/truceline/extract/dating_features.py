"""What may date an event mention, and what speaks for each: candidates with named features."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from truceline.domain.codes import EventType, Role, Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.dating_clauses import is_of_other_clause
from truceline.extract.dating_issued import is_issued
from truceline.extract.dating_lengths import counted_from, days_named_together, stretches, whole_length
from truceline.extract.dating_null import is_told_vaguely
from truceline.extract.dating_owned import is_of_judging_day, is_of_other_deed
from truceline.extract.dating_signs import SPEECH, in_dateline, is_told_by_somebody, manner, status_fit, time_signs
from truceline.extract.dating_story import Story, clause_head, lead_end, tense_of
from truceline.extract.dating_told import (
    after_said,
    as_told,
    commented_in,
    is_of_the_comment,
    is_of_what_is_said_of,
    is_told_done,
)
from truceline.extract.dating_variants import compares, cut_at_report, is_of_since, is_since_when, variants
from truceline.extract.events_judged import judged_deed
from truceline.resources.lexicon import action_classes

DEEDS = frozenset(
    (EventType.ASSAULT, EventType.PROTEST, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE, EventType.RETREAT,
     EventType.AID, EventType.COOPERATE)
)  # fmt: skip
"""Deeds: where a noun names one after the lead ("the siege"), it is seldom of the day that the report tells of."""
_SENTENCES_BACK = 6
_SAID_NOW = frozenset(
    (EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT, EventType.CONCEDE)
)
"""Words whose day is when they were said, whatever they speak of ("there will be an answer in the coming days"): of 13
told as said that we dated ahead in annotated reports 1 was."""
_MADE_BY_NOW = _SAID_NOW | {EventType.AGREE}
"""What is told as said or agreed has no day ahead: it is the day of what was agreed on ("agreed to meet on May 4"). Of
19 agreements that we dated ahead in annotated reports 1 was."""


def _lies_ahead(time: TimeMention, anchor: date) -> bool:
    return time.first_day is not None and time.first_day > anchor


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may date an event: a time expression, the story's day, the report's day, or nothing."""

    kind: str
    """``time``, ``story`` (the day the report tells of), ``report`` (its own day) or ``null``."""
    first_day: date | None
    last_day: date | None
    time: TimeMention | None
    features: dict[str, float]


def find_candidates(story: Story, mention: EventMention) -> list[Candidate]:
    """All that may date one mention, null last. Features are named numbers, mostly 0 or 1."""
    doc, anchor = story.doc, story.anchor
    head = doc.syntactic_head(mention.trigger)
    sentence = doc.sentence_at(mention.trigger.start)
    verb = clause_head(doc, head) if head is not None else None
    tense = tense_of(doc, verb) if verb is not None else "none"
    status = mention.status.value
    speech = mention.type in SPEECH
    is_future = mention.status is Status.FUTURE
    said_here = speech and mention.type is not EventType.CONSULT and mention.status is Status.ACTUAL
    issued = said_here and is_issued(doc, story.issuers, head, verb)
    statement = story.statement or issued
    told = story.day if not issued or (story.day is not None and story.day.first_day == anchor) else None
    base = {
        f"tense={tense}": 1.0, f"status={status}": 1.0, "speech": float(speech), "aggregate": float(mention.aggregate),
        "noun": float(head is not None and head.pos in ("NOUN", "PROPN")),
        "quoted": float(doc.in_quotation(mention.trigger.start) is not None),
        "lead": float(sentence <= lead_end(doc)), "statement": float(statement),
        f"type={mention.type.value}": 1.0, **manner(doc, head, verb),
    }  # fmt: skip
    vague = is_told_vaguely(doc, head, verb)
    judging = judged_deed(doc, head) if mention.type is EventType.ASSAULT else None
    told = told if judging is None and not _is_others(doc, head, mention, told) else None
    said = mention.type is EventType.CONSULT and after_said(doc, head)
    comment = commented_in(doc, head) if mention.type in DEEDS else None
    here = [t for t, s in zip(story.times, story.sentence, strict=True) if s == sentence]
    roles = [r.span for r in mention.roles if r.role is Role.TIME]
    out = []
    for time, where in zip(story.times, story.sentence, strict=True):
        if not -_SENTENCES_BACK <= where - sentence <= 2 or (vague and where != sentence):
            continue
        done = mention.type in _MADE_BY_NOW or (where != sentence and is_told_done(doc, head))
        if done and mention.status is Status.ACTUAL and _lies_ahead(time, anchor):
            continue
        if where == sentence and mention.type in _SAID_NOW and is_of_what_is_said_of(doc, head, verb, time, anchor):
            continue
        if where == sentence and (day := counted_from(doc, mention, time)) is not None:
            out.append(Candidate("time", *day, time, {"offset": 1.0, "time": 1.0, "step=0": 1.0}))
            continue
        if comment is not None and head is not None:
            beside = where == sentence and is_of_the_comment(doc, head, comment, time, anchor)
            if beside or _lies_ahead(time, anchor) or in_dateline(doc, time):
                continue
        if judging is not None and is_of_judging_day(doc, *judging, time, anchor):
            continue
        if where == sentence and is_of_other_deed(doc, head, mention, time):
            continue
        if where == sentence and is_of_other_clause(doc, head, mention, time, anchor):
            continue
        if compares(doc, time) and not (head is not None and is_of_since(doc, head, time)):
            continue
        meant = as_told(doc, head, mention, time, anchor, speech=speech) if where == sentence else (time, {})
        if meant is None:
            continue
        time, marks_told = meant
        features = time_signs(story, mention, head, verb, time, where - sentence, here)
        features["role"] = float(any(r.overlaps(time.span) for r in roles))
        fit = status_fit(time.first_day, time.last_day, mention.status, anchor)
        features |= fit
        features |= marks_told
        if is_future and features.get("saying_above") and not _lies_ahead(time, anchor):
            continue  # "said on Thursday that they will sign": the day of the words
        if speech:
            features |= {f"speech&{name}": value for name, value in fit.items()}
        first, last = cut_at_report(time, mention.status, anchor)
        for name in ("noun", "speech", "aggregate", "quoted"):
            if base[name]:
                key = "in" if where == sentence else "out"
                features[f"{name}&{key}"] = 1.0
        if said:
            features["after_said&above" if features.get("saying_above") else "after_said"] = 1.0
        if where != sentence:
            features[f"out&tense={tense}"] = 1.0
            features[f"out&status={status}"] = 1.0
            features["out&here"] = float(bool(here))
        others = variants(story, mention, head, verb, time) if where == sentence else []
        if not others:
            out.append(Candidate("time", first, last, time, features))
        out.extend(Candidate("time", *days, time, features | marks) for days, marks in others)
    for time in story.counted:
        if doc.sentence_at(time.span.start) == sentence:
            out.extend(Candidate("time", *d, time, f) for d, f in stretches(story, mention, head, time, here))
    shared = {f"{k}": v for k, v in base.items() if v}
    shared["no_time_here"] = float(not here)
    shared["after_said"] = float(said)
    if base["quoted"] or (head is not None and is_told_by_somebody(doc, head)):
        shared["told"] = 1.0
        shared[f"told&tense={tense}"] = 1.0
    if speech and tense in ("present", "modal", "infinitive") and not base["lead"] and not statement:
        shared["stance&told" if "told" in shared else "stance"] = 1.0
    deed_noun = bool(base["noun"]) and mention.type in DEEDS and (comment is not None or not base["lead"])
    past = vague or mention.status is Status.HISTORICAL or is_since_when(doc, head, verb)
    if told is not None and told.first_day is not None and not deed_noun and not past and not is_future:
        features = {f"story:{k}": v for k, v in shared.items()} | {"story": 1.0}
        features["story:one_day"] = float(story.days_told == 1)
        features["story:in_lead"] = float(doc.sentence_at(told.span.start) <= lead_end(doc))
        features["story:speech&tense=" + tense] = float(speech)
        features["story:aggregate&tense=" + tense] = base["aggregate"]
        features["story:today"] = float(told.first_day == anchor)
        features["story:far"] = min(sentence, 20) / 10
        features |= status_fit(told.first_day, told.last_day, mention.status, anchor)
        out.append(Candidate("story", told.first_day, told.last_day, told, features))
    features = {f"report:{k}": v for k, v in shared.items()} | {"report": 1.0}
    features["report:no_story"] = float(told is None)
    features["report:statement&speech"] = float(statement and speech)
    features["report:statement&no_story"] = float(statement and told is None)
    features["report:speech&tense=" + tense] = float(speech)
    features["report:no_days"] = float(story.days_told == 0)
    features["report:far"] = min(sentence, 20) / 10
    if told is not None and told.last_day is not None and told.last_day < anchor:
        features["report:story_behind"] = 1.0
        features["report:story_behind&tense=" + tense] = 1.0
        features["report:story_behind&speech"] = float(speech)
    handled = comment is not None or judging is not None or past or is_future
    if not handled and ((told is None and not deed_noun) or statement or base["lead"]):
        out.append(Candidate("report", anchor, anchor, None, features))
    features = {f"null:{k}": v for k, v in shared.items()} | {"null": 1.0}
    features["null:speech&tense=" + tense] = float(speech)
    features["null:aggregate&tense=" + tense] = base["aggregate"]
    features["null:no_story"] = float(told is None)
    features["null:far"] = min(sentence, 20) / 10
    out.append(Candidate("null", None, None, None, features))
    return out


def _is_others(doc: Document, head: Token | None, mention: EventMention, told: TimeMention | None) -> bool:
    """Whether the day that the report tells of stands in the mention's own sentence as that of another deed."""
    if told is None or doc.sentence_at(told.span.start) != doc.sentence_at(mention.trigger.start):
        return False
    return is_of_other_deed(doc, head, mention, told)


def with_length(story: Story, mention: EventMention, choice: Candidate) -> Candidate:
    """A day as the whole of what began or ended on it, "arrived Monday for a five-day visit", and with those named
    beside it, "on Friday and Saturday"."""
    if choice.first_day is None or choice.first_day != choice.last_day:
        return choice
    days = days_named_together(story.doc, story.times, choice.time) if choice.time is not None else None
    days = days or whole_length(story.doc, mention, story.counted, choice.first_day)
    if days is None:
        return choice
    return replace(choice, first_day=days[0], last_day=days[1], features=choice.features | {"length": 1.0})


def echoed(story: Story, mention: EventMention, choice: Candidate) -> Candidate:
    """The day that the report gives a deed elsewhere under the same noun ("the August 7 bombings"), or under another of
    force where somebody only comments on it, and nothing beside the mention dates it; the choice itself where none or
    several do."""
    doc = story.doc
    head = doc.syntactic_head(mention.trigger)
    deed = mention.type in DEEDS and mention.status in (Status.ACTUAL, Status.HISTORICAL) and not mention.aggregate
    if choice.kind == "time" or head is None or head.pos != "NOUN" or not deed:
        return choice
    alike = {head.lemma.lower()}
    if commented_in(doc, head) is not None and mention.type is EventType.ASSAULT:
        alike |= {word for word, action in action_classes().items() if action in _BLOWS}
    found = {}
    for time in story.times:
        token = doc.syntactic_head(time.span)
        if token is None or time.first_day is None or time.last_day is None:
            continue
        over = next((t for t in doc.ancestors(token) if t.pos in ("NOUN", "PROPN")), None)
        short = (time.last_day - time.first_day).days < _SHORT
        if over is not None and over.i != head.i and short and over.lemma.lower() in alike:
            found[time.first_day, time.last_day] = time
    if len(found) != 1:
        return choice
    ((first, last), time), *_ = found.items()
    return Candidate("time", first, last, time, {"echo": 1.0})


_SHORT = 31
_BLOWS = frozenset({"attack", "blast", "kill"})
