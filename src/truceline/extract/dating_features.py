"""What may date an event mention, and what speaks for each: candidates with named features."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truceline.domain.codes import EventType, Role, Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.times_calendar import days_of, granularity, part_of, shift, value_at

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
_BEGINNING = frozenset(("begin", "start", "launch", "erupt", "open", "break", "flare"))
_CLAUSE = frozenset(("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "csubj", "pcomp", "parataxis"))
_SENTENCES_BACK = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may date an event: a time expression, the story's day, the report's day, or nothing."""

    kind: str
    """``time``, ``story`` (the day the report tells of), ``report`` (its own day) or ``null``."""
    first_day: date | None
    last_day: date | None
    time: TimeMention | None
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class Story:
    """What is common to all events of a report: its dated expressions, the day its lead tells of."""

    doc: Document
    anchor: date
    times: tuple[TimeMention, ...]
    """Those with days."""
    sentence: tuple[int, ...]
    """Sentence of each time."""
    counted: tuple[TimeMention, ...]
    """Durations, which may count from or to an event ("three days after")."""
    day: TimeMention | None
    """The expression that dates the lead, or None."""
    days_told: int
    """How many different single days the report names."""
    statement: bool
    """True for a statement by a government or body in its own voice ("We condemn ...")."""


def tell_story(doc: Document, times: Sequence[TimeMention], anchor: date) -> Story:
    """Gather what all events of one report share."""
    dated = tuple(t for t in times if t.first_day is not None and t.type != "SET" and t.value != "PRESENT_REF")
    sentence = tuple(doc.sentence_at(t.span.start) for t in dated)
    near = [
        (t, s)
        for t, s in zip(dated, sentence, strict=True)
        if t.first_day == t.last_day
        and t.first_day is not None
        and -7 <= (t.first_day - anchor).days <= 0
        and t.type != "DURATION"
        and not (doc.dateline is not None and t.span.start < doc.dateline.end)
    ]
    day = next((t for t, s in near if s <= _lead_end(doc)), None)
    if day is None and near:
        often = Counter(t.first_day for t, _ in near).most_common(1)[0][0]
        day = next(t for t, _ in near if t.first_day == often)
    told = len({t.first_day for t in dated if t.first_day == t.last_day})
    statement = _is_statement(doc)
    if statement and day is not None and day.first_day != anchor:
        day = None
    counted = tuple(t for t in times if t.type == "DURATION")
    return Story(doc, anchor, dated, sentence, counted, day, told, statement)


def _is_statement(doc: Document) -> bool:
    """Whether the report speaks in the first person outside quotation marks, or opens with "X said:" and his words."""
    if any(doc.text[p.start : p.end].rstrip().endswith("said:") for p in doc.paragraphs):
        return True
    first = [
        t
        for t in doc.tokens
        if t.lower in ("we", "our", "i") and t.pos in ("PRON", "DET") and not doc.in_quotation(t.start)
    ]
    return len(first) >= 2 and len(first) * 150 > len(doc.tokens)


def _lead_end(doc: Document) -> int:
    """Index of the last sentence of the lead: the first two after headline and dateline."""
    body = [i for i, s in enumerate(doc.sentences) if len(s) >= 40]
    return body[min(1, len(body) - 1)] if body else 1


def clause_head(doc: Document, token: Token) -> Token:
    """The verb (or root) of the clause that the token stands in."""
    current = token
    for up in (token, *doc.ancestors(token)):
        current = up
        if up.pos in ("VERB", "AUX") and up.dep in _CLAUSE:
            return up
    return current


def tense_of(doc: Document, verb: Token) -> str:
    """past, pluperfect, perfect, present, future, modal, infinitive, part (a bare participle) or none."""
    aux = {t.lower for t in doc.children(verb) if t.dep in ("aux", "auxpass")}
    if aux & {"will", "'ll", "’ll", "shall", "wo"}:
        return "future"
    if aux & {"would", "could", "may", "might", "should", "can", "must", "ca"}:
        return "modal"
    if aux & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if "had" in aux or "'d" in aux:
        return "pluperfect"
    if verb.tag == "VBD" or aux & {"was", "were", "did", "been"}:
        return "past"
    if verb.tag in ("VBZ", "VBP") or aux & {"is", "are", "'s", "'re", "do", "does"}:
        return "present"
    if "to" in aux:
        return "infinitive"
    return "part" if verb.tag in ("VBN", "VBG") else "none"


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
    base = {
        f"tense={tense}": 1.0, f"status={status}": 1.0, "speech": float(speech), "aggregate": float(mention.aggregate),
        "noun": float(head is not None and head.pos in ("NOUN", "PROPN")),
        "quoted": float(doc.in_quotation(mention.trigger.start) is not None),
        "lead": float(sentence <= _lead_end(doc)), "statement": float(story.statement),
        **_manner(doc, head, verb),
    }  # fmt: skip
    here = [t for t, s in zip(story.times, story.sentence, strict=True) if s == sentence]
    roles = [r.span for r in mention.roles if r.role is Role.TIME]
    out = []
    for time, where in zip(story.times, story.sentence, strict=True):
        if not -_SENTENCES_BACK <= where - sentence <= 2:
            continue
        features = _time_features(story, mention, head, verb, time, where - sentence, here)
        features["role"] = float(any(r.overlaps(time.span) for r in roles))
        features |= _status_fit(time.first_day, time.last_day, mention.status, anchor)
        first, last = _cut(time.first_day, time.last_day, mention.status, anchor)
        for name in ("noun", "speech", "aggregate", "quoted"):
            if base[name]:
                key = "in" if where == sentence else "out"
                features[f"{name}&{key}"] = 1.0
        if where != sentence:
            features[f"out&tense={tense}"] = 1.0
            features[f"out&status={status}"] = 1.0
            features["out&here"] = float(bool(here))
        out.append(Candidate("time", first, last, time, features))
        reach = _reach(story, time)
        if reach is not None and where == sentence:
            onset, whole = reach
            under = head is not None and _under_since(doc, head, time)
            begins = float(verb is not None and verb.lemma.lower() in _BEGINNING)
            out[-1] = Candidate(
                "time",
                onset[0],
                onset[1],
                time,
                features
                | {
                    "onset": 1.0,
                    "onset&under": float(under),
                    "onset&begins": begins,
                    "onset&aggregate": base["aggregate"],
                },
            )
            out.append(
                Candidate(
                    "time",
                    whole[0],
                    whole[1],
                    time,
                    features
                    | {
                        "whole": 1.0,
                        "whole&under": float(under),
                        "whole&begins": begins,
                        "whole&aggregate": base["aggregate"],
                    },
                )
            )
    for time in story.counted:
        if doc.sentence_at(time.span.start) == sentence and (moved := _offset(story, mention, time, here)):
            gap = min(mention.trigger.start - time.span.end, 120) / 60
            out.append(Candidate("time", *moved, time, {"offset": 1.0, "offset&gap": gap, "time": 1.0, "step=0": 1.0}))
    shared = {f"{k}": v for k, v in base.items() if v}
    shared["no_time_here"] = float(not here)
    if story.day is not None and story.day.first_day is not None:
        features = {f"story:{k}": v for k, v in shared.items()} | {"story": 1.0}
        features["story:one_day"] = float(story.days_told == 1)
        features["story:in_lead"] = float(doc.sentence_at(story.day.span.start) <= _lead_end(doc))
        features["story:speech&tense=" + tense] = float(speech)
        features["story:aggregate&tense=" + tense] = base["aggregate"]
        features["story:today"] = float(story.day.first_day == anchor)
        features["story:far"] = min(sentence, 20) / 10
        features |= _status_fit(story.day.first_day, story.day.last_day, mention.status, anchor)
        out.append(Candidate("story", story.day.first_day, story.day.last_day, story.day, features))
    features = {f"report:{k}": v for k, v in shared.items()} | {"report": 1.0}
    features["report:no_story"] = float(story.day is None)
    features["report:statement&speech"] = float(story.statement and speech)
    features["report:statement&no_story"] = float(story.statement and story.day is None)
    features["report:speech&tense=" + tense] = float(speech)
    features["report:no_days"] = float(story.days_told == 0)
    features["report:far"] = min(sentence, 20) / 10
    out.append(Candidate("report", anchor, anchor, None, features))
    features = {f"null:{k}": v for k, v in shared.items()} | {"null": 1.0}
    features["null:speech&tense=" + tense] = float(speech)
    features["null:aggregate&tense=" + tense] = base["aggregate"]
    features["null:no_story"] = float(story.day is None)
    features["null:far"] = min(sentence, 20) / 10
    out.append(Candidate("null", None, None, None, features))
    return out


_ADVERBS = frozenset(
    [
        "earlier",
        "later",
        "previously",
        "meanwhile",
        "already",
        "again",
        "still",
        "now",
        "recently",
        "increasingly",
        "often",
        "also",
        "then",
        "subsequently",
        "afterwards",
        "continue",
        "ongoing",
        "repeatedly",
        "frequently",
        "long",
        "always",
        "never",
        "regular",
        "regularly",
        "daily",
        "previous",
        "past",
        "new",
        "fresh",
        "recent",
    ]
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


def _cut(first: date | None, last: date | None, status: Status, anchor: date) -> tuple[date | None, date | None]:
    """What has happened ends on the report's day, what is to come begins there."""
    if first is None or last is None or not first <= anchor <= last:
        return first, last
    if status in (Status.ACTUAL, Status.HISTORICAL, Status.NEGATED):
        return first, anchor
    return (anchor, last) if status is Status.FUTURE else (first, last)


_COUNTED = re.compile(r"P(\d+)([DWMY])")
_AFTER = re.compile(r"\s*(?:of\s+)?(after|before|since)\b", re.IGNORECASE)


def _offset(
    story: Story, mention: EventMention, time: TimeMention, here: list[TimeMention]
) -> tuple[date, date] | None:
    """Days of an event in the clause of "three days after ...": the sentence's day, or the story's, moved."""
    doc = story.doc
    value, word = _COUNTED.fullmatch(time.value), _AFTER.match(doc.text, time.span.end)
    if not value or not word or mention.trigger.start < time.span.end or mention.trigger.start > time.span.end + 150:
        return None
    base = next((t.first_day for t in here if t.type != "DURATION" and t.first_day == t.last_day), None)
    base = base or (story.day.first_day if story.day else None)
    if base is None:
        return None
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[value[2]]
    moved = shift(base, int(value[1]) * (1 if word[1].lower() == "before" else -1), unit)
    if moved is None:
        return None
    return days_of(value_at(moved, "month" if unit == "year" else unit if unit == "month" else "day"))


def _reach(story: Story, time: TimeMention) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """The two readings of a date under "since": when it began, and from then to the report."""
    doc = story.doc
    bare = days_of(time.value)
    if time.first_day is None or time.first_day >= story.anchor or time.last_day is None:
        return None
    token = doc.syntactic_head(time.span)
    if not time.since and (token is None or not _since_above(doc, token)):
        return None
    begin = time.first_day, time.last_day
    if time.since and bare is not None:
        part = {"START": "START", "MID": "MID", "END": "END"}.get(time.mod or "")
        begin = part_of(bare, part, granularity(time.value)) if part else bare
    return begin, (begin[0], story.anchor)


def _since_above(doc: Document, token: Token) -> Token | None:
    """The "since" that governs a token, through its phrase or the clause it stands in."""
    crossed = 0
    for up in (token, *doc.ancestors(token)):
        if up.lower == "since" and up.i < token.i:
            return up
        if up.pos in ("VERB", "AUX"):
            mark = next(
                (
                    t
                    for t in doc.children(up)
                    if t.lower == "since" and t.dep in ("mark", "prep", "advmod") and t.i < token.i
                ),
                None,
            )
            if mark is not None:
                return mark
            crossed += 1
            if crossed == 2:
                return None
    return None


def _under_since(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the trigger stands inside the phrase or clause that "since" opens."""
    token = doc.syntactic_head(time.span)
    since = _since_above(doc, token) if token is not None else None
    return since is not None and head.i > since.i and (head.start < time.span.end or _since_above(doc, head) is since)


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
    if doc.dateline is not None and time.span.start < doc.dateline.end:
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
    between = [t for t in doc.tokens if low <= t.start < high]
    features["distance"] = min(len(between), 30) / 10
    features["verbs_between"] = min(sum(t.pos == "VERB" for t in between), 4) / 2
    features["times_between"] = float(sum(low < t.span.start < high for t in here if t is not time))
    nearest = min(here, key=lambda t: abs(t.span.start - mention.trigger.start))
    features["nearest"] = float(nearest is time)
    features["quote_differs"] = float(
        (doc.in_quotation(time.span.start) is None) != (doc.in_quotation(mention.trigger.start) is None)
    )
    token = doc.syntactic_head(time.span)
    if token is None or head is None or verb is None:
        return features
    up_h, up_t = _chain(doc, head), _chain(doc, token)
    common = next((i for i in up_h if i in set(up_t)), None)
    if common is None:
        features["no_path"] = 1.0
        return features
    rise, fall = up_h.index(common), up_t.index(common)
    features["rise"] = min(rise, 6) / 3
    features["fall"] = min(fall, 6) / 3
    features["under_trigger"] = float(common == head.i)
    time_verb = clause_head(doc, token)
    features["same_clause"] = float(time_verb.i == verb.i)
    if time_verb.i != verb.i:
        above = time_verb.i in up_h
        features["verb_above"] = float(above)
        features["verb_below"] = float(verb.i in up_t)
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
