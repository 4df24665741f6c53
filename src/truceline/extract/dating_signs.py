"""Signs of a time expression for an event: how the two stand in the parse, the status beside the day, the telling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.dating_story import Story, clause_head, tense_of
from truceline.extract.times_told import said_before

SPEECH = frozenset(
    (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE, EventType.REQUEST, EventType.ACCUSE,
     EventType.REJECT, EventType.THREATEN)
)  # fmt: skip
"""Acts in words."""
_SAYING = frozenset(
    "say tell announce report add state declare claim confirm warn quote deny insist note reveal disclose explain "
    "acknowledge stress admit reiterate vow charge accuse comment suggest argue hear testify recall recount allege"
    .split()
)


def in_dateline(doc: Document, time: TimeMention) -> bool:
    """Whether a time stands in the report's dateline."""
    return doc.dateline is not None and time.span.start < doc.dateline.end


def _chain(doc: Document, token: Token) -> list[int]:
    return [token.i, *(t.i for t in doc.ancestors(token))]


def _tells(verb: Token, chain: Sequence[int]) -> bool:
    """True for a verb of saying that the parser hangs under what is said: "They are leaving, he told reporters"."""
    return verb.dep in ("dep", "parataxis") and verb.lemma.lower() in _SAYING and verb.head in chain


def is_told_by_somebody(doc: Document, head: Token) -> bool:
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


def manner(doc: Document, head: Token | None, verb: Token | None) -> dict[str, float]:
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


def status_fit(first: date | None, last: date | None, status: Status, anchor: date) -> dict[str, float]:
    """Signs of a status beside days ahead of the report, behind it or around it."""
    if first is None or last is None:
        return {}
    side = "ahead" if first > anchor else "behind" if last < anchor else "around"
    found = {f"{status.value}&{side}": 1.0}
    if side == "behind" and (anchor - last).days > 365:
        found[f"{status.value}&old"] = 1.0
    return found


def time_signs(
    story: Story,
    mention: EventMention,
    head: Token | None,
    verb: Token | None,
    time: TimeMention,
    step: int,
    here: list[TimeMention],
) -> dict[str, float]:
    """Signs of a time expression that may date a mention.

    head: the trigger's; verb: of its clause; step: sentences from the mention's to the time's; here: the times of the
    mention's own sentence.
    """
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
    if in_dateline(doc, time):
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
        if mention.type in SPEECH:
            features["speech&clauses_down"] = features["clauses_down"]
            features["speech&verb_below"] = features["verb_below"]
        if time_verb.lemma.lower() in _SAYING:
            features["saying_above" if above else "saying_else"] = 1.0
            if mention.type in SPEECH:
                features["saying_above&speech"] = float(above)
        if above:
            features[f"above&dep={verb.dep}"] = 1.0
            features[f"above&tense={tense_of(doc, verb)}"] = 1.0
    elif verb.lemma.lower() in _SAYING and mention.type not in SPEECH:
        features["trigger_in_saying"] = 1.0
    marker = doc.tokens[token.i - 1].lower if token.i else ""
    if (anchor - time.last_day) > timedelta(days=365):
        features["old"] = 1.0
    if marker in ("since", "after", "before", "by", "until", "from", "of"):
        features[f"marker={marker}"] = 1.0
    return features
