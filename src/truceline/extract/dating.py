"""The day of an event: the expression that governs its mention, then the discourse, else none (codebook 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.mentions import DateReading, EventMention, TimeMention
from truceline.domain.text import Document
from truceline.extract.arguments import WordChance, log_odds, weigh, word_signs
from truceline.extract.dating_clauses import is_of_other_clause
from truceline.extract.dating_features import DEEDS, Candidate, echoed, find_candidates, with_length
from truceline.extract.dating_null import undated_signs
from truceline.extract.dating_since import has_since, is_since_undated, since_deed, since_then
from truceline.extract.dating_story import Story, tell_story
from truceline.extract.last import Last
from truceline.extract.times_calendar import precision_of
from truceline.resources.dating import load_dating_weights
from truceline.resources.logistic import weigh_signs
from truceline.resources.word_weights import load_word_weights

LATER_MENTION = 1.0
"""How much surer a later mention must be than the first to outrank it; set on gold/train."""


MAX_NARROWED = timedelta(days=31)
"""A longer interval is a period of its own, not a vaguer word for one day in it."""


def score(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """Sum of the weights of a candidate's features."""
    return weigh_signs(candidate.features, weights)


def rate(
    doc: Document,
    candidates: Sequence[Candidate],
    mention: EventMention,
    weights: Mapping[str, float],
    words: WordChance | None,
) -> list[float]:
    """Scores of the candidates of one mention, null last; with a model its word on each is weighed in."""
    base = [score(c, weights) for c in candidates]
    if words is None:
        return base
    second = load_word_weights("dating")
    return [weigh(b, s, second) for b, s in zip(base, dating_signs(doc, candidates, mention, words), strict=True)]


def dating_signs(
    doc: Document, candidates: Sequence[Candidate], mention: EventMention, words: WordChance
) -> list[dict[str, float]]:
    """What the model says of each candidate of one mention; of having no day also what else speaks for that."""
    timed = [c for c in candidates if c.kind == "time" and c.time is not None]
    signs = word_signs([words(mention, c.time.span) for c in timed if c.time is not None])
    by_time = {id(c): own for c, own in zip(timed, signs, strict=False)}
    none = dict(signs[-1])
    if mention.dated is not None:
        none["dated"] = log_odds(mention.dated)
    undated = {"null:deed": float(mention.type in DEEDS)} | undated_signs(doc, doc.syntactic_head(mention.trigger))
    return [
        by_time.get(id(c)) or {f"{c.kind}:{k}": v for k, v in none.items()} | (undated if c.kind == "null" else {})
        for c in candidates
    ]


def date_event(
    doc: Document,
    group: Sequence[EventMention],
    times: Sequence[TimeMention],
    *,
    anchor: date,
    words: WordChance | None = None,
) -> tuple[DateReading, ...]:
    """Date one event of the report from its mentions.

    group: the mentions of one event; times: what find_times read; anchor: the report's day; words: the model's
    probability that an expression dates a mention, None without a model.
    Returns readings, best first; () where the text gives no hint. Several evidence mentions that are dated differently
    give several readings. A day that no expression near the mention gives has words "" and names its default.
    """
    return date_with(doc, group, times, load_dating_weights(), anchor=anchor, words=words)


def date_with(
    doc: Document,
    group: Sequence[EventMention],
    times: Sequence[TimeMention],
    weights: Mapping[str, float],
    *,
    anchor: date,
    words: WordChance | None = None,
) -> tuple[DateReading, ...]:
    """As date_event, with given weights."""
    story = _LAST.of(doc, times, anchor, make=lambda: tell_story(doc, times, anchor))
    best: list[tuple[float, Candidate, EventMention]] = []
    silent = False
    for place, mention in enumerate(group):
        candidates = find_candidates(story, mention)
        scores = rate(doc, candidates, mention, weights, words)
        ranked = sorted(((s, i, c) for i, (s, c) in enumerate(zip(scores, candidates, strict=True))), reverse=True)
        top, _, choice = ranked[0]
        choice = drawn_out(story, mention, echoed(story, mention, choice))
        if choice.kind == "null":
            silent = silent or not place
            continue
        if silent and not _in_own_words(doc, choice, mention):
            continue
        if place and _is_beside(doc, group[0], choice, anchor):
            continue
        null = next(s for s, _, c in ranked if c.kind == "null")
        best.append((top - null - (LATER_MENTION if place else 0.0), with_length(story, mention, choice), mention))
    best.sort(key=lambda b: -b[0])
    readings: list[DateReading] = []
    own: set[int] = set()
    for margin, choice, mention in best:
        assert choice.first_day is not None
        assert choice.last_day is not None
        if any((r.first_day, r.last_day) == (choice.first_day, choice.last_day) for r in readings):
            continue
        days = choice.first_day, choice.last_day
        if _in_own_words(doc, choice, mention):
            own.add(len(readings))
        readings.append(
            DateReading(
                first_day=days[0],
                last_day=days[1],
                precision=precision_of(days),
                words=choice.time.text if choice.time and choice.kind == "time" else "",
                span=choice.time.span if choice.time else None,
                score=1 / (1 + 2.718281828 ** -max(min(margin, 30.0), -30.0)),
                reason=_reason(choice, doc, mention),
            )
        )
    if any(m.aggregate for m in group) or (best and best[0][1].features.get("length")):
        return tuple(readings)
    return tuple(_specific_first(readings, own))


_LAST: Last[Story] = Last()
_UNDATED = Candidate("null", None, None, None, {})


def drawn_out(story: Story, mention: EventMention, choice: Candidate) -> Candidate:
    """The choice, or what "since then", "since Tuesday" or "since the vote" in the mention's clause makes of it."""
    time = since_then(story, mention) or has_since(story, mention) or since_deed(story, mention)
    if time is None:
        own = choice.kind == "time" and choice.time is not None and _in_own_words(story.doc, choice, mention)
        return _UNDATED if not own and is_since_undated(story, mention) else choice
    return replace(choice, kind="time", first_day=time.first_day, last_day=time.last_day, time=time)


def _is_beside(doc: Document, main: EventMention, choice: Candidate, anchor: date) -> bool:
    """Whether a day that dates a later mention stands in the main one's sentence as that of another clause."""
    time = choice.time if choice.kind == "time" else None
    if time is None or doc.sentence_at(time.span.start) != main.sentence:
        return False
    return is_of_other_clause(doc, doc.syntactic_head(main.trigger), main, time, anchor)


def _in_own_words(doc: Document, choice: Candidate, mention: EventMention) -> bool:
    """Whether an expression in the mention's own sentence dates it. Where the main mention has no day, a later one
    gives it none by default."""
    time = choice.time if choice.kind == "time" else None
    return time is not None and doc.sentence_at(time.span.start) == mention.sentence


def _specific_first(readings: list[DateReading], own: set[int]) -> list[DateReading]:
    """Of two dates the more specific one: a reading inside the first one's days goes before it.

    own: places of the readings whose words stand in the sentence of their own mention; others never go before.
    """
    if not readings:
        return readings
    top = readings[0]
    inside = [
        r
        for i, r in enumerate(readings)
        if i in own
        and r.span != top.span
        and top.first_day <= r.first_day
        and r.last_day <= top.last_day
        and r.last_day - r.first_day < top.last_day - top.first_day
    ]
    if not inside or top.last_day - top.first_day > MAX_NARROWED:
        return readings
    return [inside[0], top, *(r for r in readings[1:] if r is not inside[0])]


def _reason(choice: Candidate, doc: Document, mention: EventMention) -> str:
    if choice.kind == "report":
        return "default: the report's own day (undated act in a same-day report)"
    assert choice.time is not None
    if choice.kind == "story":
        return f"default: the day the report tells of, {choice.time.text!r}"
    here = doc.sentence_at(choice.time.span.start) == doc.sentence_at(mention.trigger.start)
    where = "in its own sentence" if here else "in a sentence nearby"
    return f"{choice.time.text!r} {where}; {choice.time.reason}"
