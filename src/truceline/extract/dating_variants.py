"""Other readings of a time expression for one event: since then, until then, so long after, for so long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from truceline.domain.codes import Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.dating_story import Story
from truceline.extract.times_calendar import Days, days_of, granularity, part_of, shift, value_at
from truceline.resources.times import load_times

Variant = tuple[Days, dict[str, float]]


def variants(
    story: Story, mention: EventMention, head: Token | None, verb: Token | None, time: TimeMention
) -> list[Variant]:
    """Readings of a dated expression beside the plain one, each with the features that set it apart.

    When there are any, the plain reading comes first with features of its own.
    """
    found: list[Variant] = []
    begins = verb is not None and verb.lemma.lower() in _BEGINNING and time.type in ("DATE", "TIME")
    reach = _reach(story, time, begins)
    if reach is not None and head is not None and under_time(story.doc, head, time):
        return [(reach[0], {"onset": 1.0, "onset&under": 1.0})]  # "since early February, when they announced"
    if reach is not None:
        under = float(head is not None and _under_since(story.doc, head, time))
        direct = float(time.since and not under and head is not None)
        lasts = float(head is not None and head.lemma.lower() in load_times().words["lasting"])
        marks = {
            "direct": direct,
            "under": under,
            "begins": float(begins),
            "aggregate": float(mention.aggregate),
            "lasts": lasts,
        }
        for name, days in zip(("onset", "whole"), reach, strict=True):
            found.append((days, {name: 1.0} | {f"{name}&{k}": v for k, v in marks.items() if v}))
    elif time.last_day is not None and time.last_day > story.anchor and _BY.search(_lead(story.doc, time)):
        plain = time.first_day or time.last_day, time.last_day
        found.append((plain, {"by_plain": 1.0}))
        found.append(((story.anchor, time.last_day), {"by_reach": 1.0, f"by_reach&{mention.status.value}": 1.0}))
    return found


def stretches(
    story: Story, mention: EventMention, head: Token | None, time: TimeMention, here: list[TimeMention]
) -> list[Variant]:
    """Days that a duration beside the trigger gives: "three days after ...", "its six-month campaign"."""
    found: list[Variant] = []
    if moved := _offset(story, mention, time, here):
        gap = min(mention.trigger.start - time.span.end, 120) / 60
        found.append((moved, {"offset": 1.0, "offset&gap": gap, "time": 1.0, "step=0": 1.0}))
    value = _COUNTED.fullmatch(time.value)
    token = story.doc.syntactic_head(time.span)
    if value and token is not None and value[2] in "DW":
        found.extend(_lengths(story, mention, token, int(value[1]) * (7 if value[2] == "W" else 1), here))
    counts = _COUNTS_FROM.match(story.doc.text, time.span.end)  # "within two weeks of his capture"
    if value and token is not None and head is not None and time.first_day is None and not counts:
        unit = _UNITS[value[2]]
        start = shift(story.anchor, -int(value[1]), unit)
        above = {token.i, *(t.i for t in story.doc.ancestors(token))}
        if start is not None and head.i in above:
            marks = {"stretch": 1.0, "time": 1.0, "step=0": 1.0, f"stretch&{mention.status.value}": 1.0}
            marks["stretch&lasts"] = float(head.lemma.lower() in load_times().words["lasting"])
            marks["stretch&verb"] = float(head.pos in ("VERB", "AUX"))
            found.append(((start, story.anchor), marks))
    return found


def _lengths(story: Story, mention: EventMention, token: Token, days: int, here: list[TimeMention]) -> list[Variant]:
    """From or up to a day, for as long as "a three-day visit" lasts: the sentence's day or the story's."""
    doc = story.doc
    noun = _lasting_noun(doc, token)
    if noun is None or not 2 <= days <= _LONGEST_LENGTH:
        return []
    base = next((t.first_day for t in here if t.type != "DURATION" and t.first_day == t.last_day), None)
    base = base or (story.day.first_day if story.day else None) or (story.anchor if story.statement else None)
    if base is None:
        return []
    cue = _cue(doc, noun)
    own = noun in doc.tokens_in(mention.trigger)
    marks = {"length": 1.0, "time": 1.0, "step=0": 1.0, "length&own": float(own), f"length&{mention.type.value}": 1.0}
    last, first = base + timedelta(days=days - 1), base - timedelta(days=days - 1)
    return [
        ((base, last), marks | {"length_ahead": 1.0, f"length_ahead&{cue}": 1.0}),
        ((first, base), marks | {"length_back": 1.0, f"length_back&{cue}": 1.0}),
    ]


def whole_length(
    doc: Document, mention: EventMention, counted: Iterable[TimeMention], day: date
) -> tuple[date, date] | None:
    """The days of "a five-day visit" that began or ended on a day, where the mention's sentence gives its length; None
    where it gives none, or one of something else."""
    if mention.status is not Status.ACTUAL:
        return None
    head = doc.syntactic_head(mention.trigger)
    for time in counted:
        value = _COUNTED.fullmatch(time.value)
        token = doc.syntactic_head(time.span)
        if not value or token is None or head is None or value[2] != "D" or token.sent != head.sent:
            continue
        noun, days = _lasting_noun(doc, token), int(value[1])
        if noun is None or not _LEAST_LENGTH <= days <= _LONGEST_LENGTH:
            continue
        moves = head.lemma.lower() in _STARTING | _ENDING
        under = moves and any(t.i == head.i for t in doc.ancestors(noun))
        if noun not in doc.tokens_in(mention.trigger) and not under:
            continue
        if _cue(doc, noun) == "ends":
            return day - timedelta(days=days - 1), day
        return day, day + timedelta(days=days - 1)
    return None


def _lasting_noun(doc: Document, token: Token) -> Token | None:
    """The noun that a length of time describes ("visit" of "a five-day visit"), one that is not of the past."""
    noun = doc.head(token) if token.dep in ("amod", "compound", "nummod", "nmod", "npadvmod") else None
    if noun is None or noun.pos not in ("NOUN", "PROPN"):
        return None
    return None if any(c.lower in _BYGONE for c in doc.children(noun)) else noun


def _cue(doc: Document, noun: Token) -> str:
    """Whether the words above a noun tell of its end, its beginning, or neither."""
    verb = next((t for t in doc.ancestors(noun) if t.pos == "VERB"), None)
    lemmas = {t.lemma.lower() for t in (verb, *(doc.ancestors(verb) if verb is not None else ())) if t is not None}
    if doc.head(noun).lower in ("after", "from") or lemmas & _ENDING:
        return "ends"
    return "begins" if lemmas & _STARTING else "open"


_BYGONE = frozenset(("recent", "previous", "last", "past", "earlier"))
_LEAST_LENGTH = 3
_LONGEST_LENGTH = 31
_STARTING = frozenset("arrive begin start open pay embark leave depart fly launch kick due visit hold host".split())
_ENDING = frozenset("conclude end wrap close return finish complete bring adjourn".split())
_BEGINNING = frozenset(("begin", "start", "launch", "erupt", "open", "break", "flare"))
_BY = re.compile(r"\b(?:by|until|till|before|through) (?:the |at least )?$")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def _lead(doc: Document, time: TimeMention) -> str:
    return " ".join(doc.text[max(0, time.span.start - 24) : time.span.start].lower().split()) + " "


def cut_at_report(time: TimeMention, status: Status, anchor: date) -> tuple[date | None, date | None]:
    """What has happened ends on the report's day, what is to come begins there ("this year")."""
    first, last = time.first_day, time.last_day
    whole = days_of(time.value) if time.mod is None else None
    if whole is not None and first in (anchor, whole[0]) and last in (anchor, whole[1]):
        first, last = whole
    if first is None or last is None or not first <= anchor <= last:
        return time.first_day, time.last_day
    if status in (Status.ACTUAL, Status.HISTORICAL, Status.NEGATED):
        return first, anchor
    return (anchor, last) if status is Status.FUTURE else (time.first_day, time.last_day)


_COUNTED = re.compile(r"P(\d+)([DWMY])")
_COUNTS_FROM = re.compile(r"\s*(?:of|after|before)\b", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:of\s+)?(after|before|since)\b", re.IGNORECASE)


def _offset(
    story: Story, mention: EventMention, time: TimeMention, here: list[TimeMention]
) -> tuple[date, date] | None:
    """Days of an event in the clause of "three days after ...": the sentence's day, or the story's, moved."""
    doc = story.doc
    value, word = _COUNTED.fullmatch(time.value), _AFTER.match(doc.text, time.span.end)
    if not value or not word or mention.trigger.start < time.span.end or mention.trigger.start > time.span.end + 150:
        return None
    if not _is_under(doc, mention, Span(word.start(1), word.end(1))):
        return None
    base = next((t.first_day for t in here if t.type != "DURATION" and t.first_day == t.last_day), None)
    base = base or (story.day.first_day if story.day else None)
    if base is None:
        return None
    unit = _UNITS[value[2]]
    moved = shift(base, int(value[1]) * (1 if word[1].lower() == "before" else -1), unit)
    if moved is None:
        return None
    return days_of(value_at(moved, "month" if unit == "year" else unit if unit == "month" else "day"))


def _is_under(doc: Document, mention: EventMention, after: Span) -> bool:
    """Whether the trigger stands in the phrase or clause that "after" or "before" opens."""
    word, head = doc.syntactic_head(after), doc.syntactic_head(mention.trigger)
    if word is None or head is None:
        return False
    top = doc.head(word) if word.dep in ("mark", "advmod") else word
    return head.i == top.i or any(t.i == top.i for t in doc.ancestors(head))


def _reach(story: Story, time: TimeMention, begins: bool) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """The two readings of a date under "since": when it began, and from then to the report."""
    doc = story.doc
    bare = days_of(time.value)
    if time.first_day is None or time.first_day >= story.anchor or time.last_day is None:
        return None
    token = doc.syntactic_head(time.span)
    if not time.since and not begins and (token is None or not _since_above(doc, token)):
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


def under_time(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the trigger stands in a clause that hangs on the time's own words ("February, when they announced")."""
    return any(time.span.contains(Span(t.start, t.end)) for t in doc.ancestors(head))


def compares(doc: Document, time: TimeMention) -> bool:
    """Whether the time under "since" only measures a rank: "the first attack since early February"."""
    sentence = doc.sentences[doc.sentence_at(time.span.start)]
    lead = doc.text[sentence.start : time.span.start].lower()
    since = lead.rfind("since")
    if since < 0 or len(lead) - since > 60:
        return False
    return _RANK.search(lead[:since][-90:]) is not None


_RANK = re.compile(
    r"\b(?:first|second|third|fourth|fifth|worst|deadliest|bloodiest|biggest|largest|highest|heaviest|most \w+|only)\b"
    r"[^;.]*$"
)


def _under_since(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the trigger stands inside the phrase or clause that "since" opens."""
    token = doc.syntactic_head(time.span)
    since = _since_above(doc, token) if token is not None else None
    return since is not None and head.i > since.i and (head.start < time.span.end or _since_above(doc, head) is since)
