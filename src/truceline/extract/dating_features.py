"""What may date an event mention, and what speaks for each: candidates with named features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.domain.codes import EventType, Role, Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.dating_issued import is_issued
from truceline.extract.dating_lengths import counted_from, stretches, whole_length
from truceline.extract.dating_owned import is_of_judging_day, is_of_other_deed
from truceline.extract.dating_story import Story, clause_head, lead_end, tense_of
from truceline.extract.dating_told import after_said, as_told, commented_in, is_of_the_comment, is_of_what_is_said_of
from truceline.extract.dating_variants import compares, cut_at_report, under_time, variants
from truceline.extract.events_judged import judged_deed
from truceline.extract.times_told import said_before
from truceline.resources.lexicon import action_classes

_SPEECH = frozenset(
    (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE, EventType.REQUEST, EventType.ACCUSE,
     EventType.REJECT, EventType.THREATEN)
)  # fmt: skip
_SAYING = frozenset(
    [
        "say",
        "tell",
        "announce",
        "report",
        "add",
        "state",
        "declare",
        "claim",
        "confirm",
        "warn",
        "quote",
        "deny",
        "insist",
        "note",
        "reveal",
        "disclose",
        "explain",
        "acknowledge",
        "stress",
        "admit",
        "reiterate",
        "vow",
        "charge",
        "accuse",
        "comment",
        "suggest",
        "argue",
    ]
)
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


def _lies_ahead(time: TimeMention, anchor: date) -> bool:
    return time.first_day is not None and time.first_day > anchor


def _in_dateline(doc: Document, time: TimeMention) -> bool:
    return doc.dateline is not None and time.span.start < doc.dateline.end


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may date an event: a time expression, the story's day, the report's day, or nothing."""

    kind: str
    """``time``, ``story`` (the day the report tells of), ``report`` (its own day) or ``null``."""
    first_day: date | None
    last_day: date | None
    time: TimeMention | None
    features: dict[str, float]


def _chain(doc: Document, token: Token) -> list[int]:
    return [token.i, *(t.i for t in doc.ancestors(token))]


def find_candidates(story: Story, mention: EventMention) -> list[Candidate]:
    """All that may date one mention, null last. Features are named numbers, mostly 0 or 1."""
    doc, anchor = story.doc, story.anchor
    head = doc.syntactic_head(mention.trigger)
    sentence = doc.sentence_at(mention.trigger.start)
    verb = clause_head(doc, head) if head is not None else None
    tense = tense_of(doc, verb) if verb is not None else "none"
    status = mention.status.value
    speech = mention.type in _SPEECH
    said_here = speech and mention.type is not EventType.CONSULT and mention.status is Status.ACTUAL
    issued = said_here and is_issued(doc, story.issuers, head, verb)
    statement = story.statement or issued
    told = story.day if not issued or (story.day is not None and story.day.first_day == anchor) else None
    base = {
        f"tense={tense}": 1.0, f"status={status}": 1.0, "speech": float(speech), "aggregate": float(mention.aggregate),
        "noun": float(head is not None and head.pos in ("NOUN", "PROPN")),
        "quoted": float(doc.in_quotation(mention.trigger.start) is not None),
        "lead": float(sentence <= lead_end(doc)), "statement": float(statement),
        f"type={mention.type.value}": 1.0, **_manner(doc, head, verb),
    }  # fmt: skip
    judging = judged_deed(doc, head) if mention.type is EventType.ASSAULT else None
    told = told if judging is None else None
    said = mention.type is EventType.CONSULT and after_said(doc, head)
    comment = commented_in(doc, head) if mention.type in DEEDS else None
    here = [t for t, s in zip(story.times, story.sentence, strict=True) if s == sentence]
    roles = [r.span for r in mention.roles if r.role is Role.TIME]
    out = []
    for time, where in zip(story.times, story.sentence, strict=True):
        if not -_SENTENCES_BACK <= where - sentence <= 2:
            continue
        if mention.type in _SAID_NOW and mention.status is Status.ACTUAL and _lies_ahead(time, anchor):
            continue
        if where == sentence and mention.type in _SAID_NOW and is_of_what_is_said_of(doc, head, verb, time, anchor):
            continue
        if where == sentence and (day := counted_from(doc, mention, time)) is not None:
            out.append(Candidate("time", *day, time, {"offset": 1.0, "time": 1.0, "step=0": 1.0}))
            continue
        if comment is not None and head is not None:
            beside = where == sentence and is_of_the_comment(doc, head, comment, time, anchor)
            if beside or _lies_ahead(time, anchor) or _in_dateline(doc, time):
                continue
        if judging is not None and is_of_judging_day(doc, *judging, time, anchor):
            continue
        if where == sentence and is_of_other_deed(doc, head, mention, time):
            continue
        if compares(doc, time) and not (head is not None and under_time(doc, head, time)):
            continue
        meant = as_told(doc, head, mention, time, anchor, speech=speech) if where == sentence else (time, {})
        if meant is None:
            continue
        time, marks_told = meant
        features = _time_features(story, mention, head, verb, time, where - sentence, here)
        features["role"] = float(any(r.overlaps(time.span) for r in roles))
        fit = _status_fit(time.first_day, time.last_day, mention.status, anchor)
        features |= fit
        features |= marks_told
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
    if base["quoted"] or (head is not None and _is_told(doc, head)):
        shared["told"] = 1.0
        shared[f"told&tense={tense}"] = 1.0
    if speech and tense in ("present", "modal", "infinitive") and not base["lead"] and not statement:
        shared["stance&told" if "told" in shared else "stance"] = 1.0
    deed_noun = bool(base["noun"]) and mention.type in DEEDS and (comment is not None or not base["lead"])
    past = verb is not None and any(c.dep == "mark" and c.lower == "since" for c in doc.children(verb))
    if told is not None and told.first_day is not None and not deed_noun and not past:
        features = {f"story:{k}": v for k, v in shared.items()} | {"story": 1.0}
        features["story:one_day"] = float(story.days_told == 1)
        features["story:in_lead"] = float(doc.sentence_at(told.span.start) <= lead_end(doc))
        features["story:speech&tense=" + tense] = float(speech)
        features["story:aggregate&tense=" + tense] = base["aggregate"]
        features["story:today"] = float(told.first_day == anchor)
        features["story:far"] = min(sentence, 20) / 10
        features |= _status_fit(told.first_day, told.last_day, mention.status, anchor)
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
    handled = comment is not None or judging is not None or past
    if not handled and ((told is None and not deed_noun) or statement or base["lead"]):
        out.append(Candidate("report", anchor, anchor, None, features))
    features = {f"null:{k}": v for k, v in shared.items()} | {"null": 1.0}
    features["null:speech&tense=" + tense] = float(speech)
    features["null:aggregate&tense=" + tense] = base["aggregate"]
    features["null:no_story"] = float(told is None)
    features["null:far"] = min(sentence, 20) / 10
    out.append(Candidate("null", None, None, None, features))
    return out


def with_length(story: Story, mention: EventMention, choice: Candidate) -> Candidate:
    """A day as the whole of what began or ended on it: "arrived Monday for a five-day visit"."""
    if choice.first_day is None or choice.first_day != choice.last_day:
        return choice
    days = whole_length(story.doc, mention, story.counted, choice.first_day)
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


def _tells(verb: Token, chain: Sequence[int]) -> bool:
    """True for a verb of saying that the parser hangs under what is said: "They are leaving, he told reporters"."""
    return verb.dep in ("dep", "parataxis") and verb.lemma.lower() in _SAYING and verb.head in chain


def _is_told(doc: Document, head: Token) -> bool:
    """True where somebody is said to say it."""
    if any(t.lemma.lower() in _SAYING for t in doc.ancestors(head)):
        return True
    return any(_tells(child, [head.i]) for child in doc.children(head))


_ADVERBS = frozenset(
    (
        "earlier later previously meanwhile already again still now recently increasingly often also then subsequently "
        "afterwards continue ongoing repeatedly frequently long always never regular regularly daily previous past new "
        "fresh recent"
    ).split()
)


def _manner(doc: Document, head: Token | None, verb: Token | None) -> dict[str, float]:
    """Signs of a single act or a standing condition: number and article of a noun, adverbs beside trigger and verb."""
    found: dict[str, float] = {}
    if head is None:
        return found
    near = [*doc.children(head), head]
    if verb is not None and verb.i != head.i:
        near.extend(doc.children(verb))
    for t in near:
        if t.lemma.lower() in _ADVERBS:
            found[f"with={t.lemma.lower()}"] = 1.0
    if head.pos in ("NOUN", "PROPN"):
        articles = {t.lower for t in doc.children(head) if t.dep in ("det", "poss", "nummod")}
        form = "definite" if articles & {"the", "this", "that", "those", "these"} else "counted" if articles else "bare"
        found[f"noun={form}{'s' if head.tag in ('NNS', 'NNPS') else ''}"] = 1.0
    return found


def _status_fit(first: date | None, last: date | None, status: Status, anchor: date) -> dict[str, float]:
    if first is None or last is None:
        return {}
    side = "ahead" if first > anchor else "behind" if last < anchor else "around"
    found = {f"{status.value}&{side}": 1.0}
    if side == "behind" and (anchor - last).days > 365:
        found[f"{status.value}&old"] = 1.0
    return found


def _time_features(
    story: Story,
    mention: EventMention,
    head: Token | None,
    verb: Token | None,
    time: TimeMention,
    step: int,
    here: list[TimeMention],
) -> dict[str, float]:
    doc, anchor = story.doc, story.anchor
    assert time.first_day is not None
    assert time.last_day is not None
    length = (time.last_day - time.first_day).days + 1
    size = (
        "day"
        if length <= 2
        else "week"
        if length <= 8
        else "month"
        if length <= 31
        else "year"
        if length <= 366
        else "long"
    )
    features = {
        f"size={size}": 1.0, f"type={time.type}": 1.0, f"step={step}": 1.0, "time": 1.0,
        "since": float(time.since), "until": float(time.until), "score": time.score,
        f"aggregate={mention.aggregate}&{size}": 1.0,
    }  # fmt: skip
    if _in_dateline(doc, time):
        features["dateline"] = 1.0
    if step:
        if story.day is not None and time.first_day == story.day.first_day:
            features["out&story"] = 1.0
        later = [
            t
            for t, s in zip(story.times, story.sentence, strict=True)
            if t.span.start > time.span.start and t.span.end <= mention.trigger.start
        ]
        features["out&between"] = min(len(later), 4) / 4
        features["same_paragraph"] = float(doc.paragraph_at(time.span.start) == doc.paragraph_at(mention.trigger.start))
        return features
    features["only"] = float(len(here) == 1)
    after = time.span.start >= mention.trigger.start
    features["after" if after else "before"] = 1.0
    low, high = sorted((mention.trigger.start, time.span.start))
    between = doc.tokens_in(Span(low, high))
    features["distance"] = min(len(between), 30) / 10
    features["verbs_between"] = min(sum(t.pos == "VERB" for t in between), 4) / 2
    features["times_between"] = float(sum(low < t.span.start < high for t in here if t.span != time.span))
    nearest = min(here, key=lambda t: abs(t.span.start - mention.trigger.start))
    features["nearest"] = float(nearest.span == time.span)
    features["quote_differs"] = float(
        (doc.in_quotation(time.span.start) is None) != (doc.in_quotation(mention.trigger.start) is None)
    )
    token = doc.syntactic_head(time.span)
    if token is None or head is None or verb is None:
        return features
    said = said_before(doc, time.span, _SAYING)
    up_h, up_t = _chain(doc, head), _chain(doc, token) if said is None else [token.i, *_chain(doc, said)]
    common = next((i for i in up_h if i in set(up_t)), None)
    if common is None:
        features["no_path"] = 1.0
        return features
    rise, fall = up_h.index(common), up_t.index(common)
    features["rise"] = min(rise, 6) / 3
    features["fall"] = min(fall, 6) / 3
    features["under_trigger"] = float(common == head.i)
    time_verb = clause_head(doc, token if said is None else said)
    features["same_clause"] = float(time_verb.i == verb.i)
    if time_verb.i != verb.i:
        above = time_verb.i in up_h or _tells(time_verb, up_h)
        features["verb_above"] = float(above)
        features["verb_below"] = float(verb.i in up_t)
        if verb.i in up_t:
            features[f"below&dep={time_verb.dep}"] = 1.0
        features["clauses_down"] = min(sum(doc.tokens[i].pos == "VERB" for i in up_t[1:fall]), 3) / 2
        if mention.type in _SPEECH:
            features["speech&clauses_down"] = features["clauses_down"]
            features["speech&verb_below"] = features["verb_below"]
        if time_verb.lemma.lower() in _SAYING:
            features["saying_above" if above else "saying_else"] = 1.0
            if mention.type in _SPEECH:
                features["saying_above&speech"] = float(above)
        if above:
            features[f"above&dep={verb.dep}"] = 1.0
            features[f"above&tense={tense_of(doc, verb)}"] = 1.0
    elif verb.lemma.lower() in _SAYING and mention.type not in _SPEECH:
        features["trigger_in_saying"] = 1.0
    marker = doc.tokens[token.i - 1].lower if token.i else ""
    if (anchor - time.last_day) > timedelta(days=365):
        features["old"] = 1.0
    if marker in ("since", "after", "before", "by", "until", "from", "of"):
        features[f"marker={marker}"] = 1.0
    return features
