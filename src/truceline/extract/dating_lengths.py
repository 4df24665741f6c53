"""Days that a length of time gives an event: "three days after ...", "its six-month campaign", "a five-day visit"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import takewhile

from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.dating_story import Story
from truceline.extract.dating_variants import Variant, compares, words_before
from truceline.extract.times_amounts import vague_days
from truceline.extract.times_calendar import Days, days_of, shift, value_at
from truceline.resources.times import load_times


def stretches(
    story: Story, mention: EventMention, head: Token | None, time: TimeMention, here: list[TimeMention]
) -> list[Variant]:
    """Days that a duration beside the trigger gives: "three days after ...", "its six-month campaign"."""
    found: list[Variant] = []
    if moved := _offset(story, mention, time, here):
        gap = min(mention.trigger.start - time.span.end, 120) / 60
        found.append((moved, {"offset": 1.0, "offset&gap": gap, "time": 1.0, "step=0": 1.0}))
    found.extend(f for f in _filled(story, mention, head, time) if not any(_is_well_before(t, f[0][0]) for t in here))
    value = _COUNTED.fullmatch(time.value)
    token = story.doc.syntactic_head(time.span)
    if value and token is not None and value[2] in "DW":
        found.extend(_lengths(story, mention, token, int(value[1]) * (7 if value[2] == "W" else 1), here))
    counts = _COUNTS_FROM.match(story.doc.text, time.span.end)  # "within two weeks of his capture"
    bare = value and time.first_day is None and not counts and not compares(story.doc, time)
    if bare and value and token is not None and head is not None:
        unit = _UNITS[value[2]]
        days = _counted_days(story, mention, time, int(value[1]), unit)
        above = {token.i, *(t.i for t in story.doc.ancestors(token))}
        if days is not None and head.i in above and not _came_before(story.doc, head, token):
            marks = {"stretch": 1.0, "time": 1.0, "step=0": 1.0, f"stretch&{mention.status.value}": 1.0}
            marks["stretch&lasts"] = float(head.lemma.lower() in load_times().words["lasting"])
            marks["stretch&verb"] = float(head.pos in ("VERB", "AUX"))
            found.append((days, marks))
    return found


def _is_well_before(time: TimeMention, first_day: date) -> bool:
    """Whether a day or month beside "three days of riots" lies so far before them, if they were those up to the report,
    that they are not."""
    return time.type == "DATE" and time.last_day is not None and (first_day - time.last_day).days > _LATELY


_LATELY = 14


def _filled(story: Story, mention: EventMention, head: Token | None, time: TimeMention) -> list[Variant]:
    """Days of what has filled a length of time, up to the story's day: "a week of protests", "days of clashes"."""
    doc, token = story.doc, story.doc.syntactic_head(time.span)
    if token is None or head is None or mention.status in (Status.FUTURE, Status.HYPOTHETICAL):
        return []
    if words_before(doc, time).endswith("within "):
        return []  # "within two weeks of his capture"
    of = next((t for t in doc.children(token) if t.lower == "of" and t.i > token.i), None)
    if of is None or not any(t.i == of.i for t in doc.ancestors(head)):
        return []
    base = (story.day.first_day if story.day else None) or story.anchor
    if (value := _COUNTED.fullmatch(time.value)) is not None:
        start = shift(base, -int(value[1]), _UNITS[value[2]])
    elif (vague := _VAGUE.fullmatch(time.value)) is not None:
        far = vague_days(base, _UNITS[vague[1]])
        start = far[0] if far else None
    else:
        return []
    if start is None:
        return []
    return [((start, base), {"stretch": 1.0, "stretch&of": 1.0, "time": 1.0, "step=0": 1.0})]


def _counted_days(story: Story, mention: EventMention, time: TimeMention, n: int, unit: str) -> Days | None:
    """Days of a length of time beside a trigger: up to the report, or from it on "within two weeks" for what is to
    come, which has no days by another length."""
    if mention.status not in (Status.FUTURE, Status.HYPOTHETICAL):
        start = shift(story.anchor, -n, unit)
        return (start, story.anchor) if start is not None else None
    end = shift(story.anchor, n, unit) if _WITHIN.search(words_before(story.doc, time)) else None
    return (story.anchor, end) if end is not None else None


def _came_before(doc: Document, head: Token, token: Token) -> bool:
    """Whether a length measures what an event came after: "captured the base after a siege of three weeks"."""
    below = [token, *takewhile(lambda t: t.i != head.i, doc.ancestors(token))]
    return any(t.pos in ("ADP", "SCONJ") and t.lower in ("after", "following") for t in below)


_WITHIN = re.compile(r"\b(?:within|in) (?:the |about |some |at least )?$")


def _lengths(story: Story, mention: EventMention, token: Token, days: int, here: list[TimeMention]) -> list[Variant]:
    """From or up to a day, for as long as "a three-day visit" lasts: the sentence's day or the story's."""
    doc = story.doc
    noun = _lasting_noun(doc, token) or _what_lasts(doc, token)
    if noun is None or not 2 <= days <= _longest(mention):
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
        if noun is None or not _LEAST_LENGTH <= days <= _longest(mention):
            continue
        moves = head.lemma.lower() in _STARTING | _ENDING
        under = moves and any(t.i == head.i for t in doc.ancestors(noun))
        if noun not in doc.tokens_in(mention.trigger) and not under:
            continue
        if _cue(doc, noun) == "ends":
            return day - timedelta(days=days - 1), day
        return day, day + timedelta(days=days - 1)
    return None


def days_named_together(doc: Document, times: Sequence[TimeMention], time: TimeMention) -> tuple[date, date] | None:
    """The days of "on Friday and Saturday", "on May 3, 4 and 5" for the first of them; None where no next day is named
    with it. Of 18 events of annotated reports that such words date all have all the days."""
    if time.first_day is None or time.first_day != time.last_day or time.type != "DATE":
        return None
    last, end, joined = time.first_day, time.span.end, False
    for after in times:
        if after.span.start < end:
            continue
        between = doc.text[end : after.span.start].split()
        next_day = last + timedelta(days=1)
        if between not in _LISTED or not after.first_day == after.last_day == next_day:
            break
        last, end, joined = next_day, after.span.end, "and" in between
    return (time.first_day, last) if joined else None


_LISTED = ([","], ["and"], ["and", "on"], [",", "and"])


def _longest(mention: EventMention) -> int:
    return _LONGEST_FIGHT if mention.type in (EventType.ASSAULT, EventType.COERCE) else _LONGEST_LENGTH


def _lasting_noun(doc: Document, token: Token) -> Token | None:
    """The noun that a length of time describes ("visit" of "a five-day visit"), one that is not of the past."""
    noun = doc.head(token) if token.dep in ("amod", "compound", "nummod", "nmod", "npadvmod") else None
    if noun is None or noun.pos not in ("NOUN", "PROPN"):
        return None
    return None if any(c.lower in _BYGONE for c in doc.children(noun)) else noun


def _what_lasts(doc: Document, token: Token) -> Token | None:
    """The noun of which a verb says how long it lasts: "talks" of "talks open on Friday and will last three days"."""
    verb = next((t for t in doc.ancestors(token) if t.pos == "VERB"), None)
    if verb is None or verb.lemma.lower() != "last":
        return None
    chain = (verb, *(t for t in doc.ancestors(verb) if t.pos in ("VERB", "AUX")))
    subjects = (c for v in chain for c in doc.children(v) if c.dep in ("nsubj", "nsubjpass"))
    return next((c for c in subjects if c.pos in ("NOUN", "PROPN")), None)


def _cue(doc: Document, noun: Token) -> str:
    """Whether the words above a noun tell of its end, its beginning, or neither."""
    verb = next((t for t in doc.ancestors(noun) if t.pos == "VERB"), None)
    lemmas = {t.lemma.lower() for t in (verb, *(doc.ancestors(verb) if verb is not None else ())) if t is not None}
    lemmas |= {t.lemma.lower() for t in doc.children(noun) if t.dep in ("acl", "relcl")}
    if doc.head(noun).lower in ("after", "from") or lemmas & _ENDING:
        return "ends"
    return "begins" if lemmas & _STARTING else "open"


_BYGONE = frozenset(("recent", "previous", "last", "past", "earlier"))
_LEAST_LENGTH = 3
_LONGEST_LENGTH, _LONGEST_FIGHT = 31, 100
"""A visit or a meeting of more days is no one occasion; a siege or a war may be."""
_STARTING = frozenset("arrive begin start open pay embark leave depart fly launch kick due visit hold host".split())
_ENDING = frozenset("conclude end wrap close return finish complete bring adjourn culminate".split())
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_COUNTED = re.compile(r"P(\d+)([DWMY])")
_VAGUE = re.compile(r"PX([DWMY])")
_COUNTS_FROM = re.compile(r"\s*(?:of|after|before)\b", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:of\s+)?(after|before|since)\b", re.IGNORECASE)


def _offset(
    story: Story, mention: EventMention, time: TimeMention, here: list[TimeMention]
) -> tuple[date, date] | None:
    """Days of an event in the clause of "three days after ...", "weeks after ...": the sentence's day, or the story's,
    moved."""
    doc = story.doc
    word = _AFTER.match(doc.text, time.span.end)
    if not word or not time.span.end <= mention.trigger.start <= time.span.end + _OFFSET_REACH:
        return None
    if not _is_under(doc, mention, Span(word.start(1), word.end(1))):
        return None
    after = Span(word.start(1), word.end(1))
    days = (t for t in here if t.type != "DURATION" and t.first_day == t.last_day)
    base = next((t.first_day for t in days if not _stands_under(doc, t.span, after)), None)
    base = base or (story.day.first_day if story.day else None)
    if base is None:
        return None
    ahead = word[1].lower() == "before"
    if (vague := _VAGUE.fullmatch(time.value)) is not None:
        return vague_days(base, _UNITS[vague[1]], ahead=ahead)
    if (value := _COUNTED.fullmatch(time.value)) is None:
        return None
    unit, n = _UNITS[value[2]], int(value[1])
    moved = shift(base, n if ahead else -n, unit)
    if moved is None:
        return None
    whole = ("month" if n == 1 else "year") if unit == "year" else unit if unit == "month" else "day"
    return days_of(value_at(moved, whole))


def counted_from(doc: Document, mention: EventMention, time: TimeMention) -> Days | None:
    """The day of an event in the clause of "two days after ...", where the times have counted on from a day named
    before: that day; and as many days before it where the sentence is of that day itself ("On May 4 they agreed. The
    deal came two days after a raid"). None for any other event or time."""
    word, value = _AFTER.match(doc.text, time.span.end), _COUNTED.fullmatch(time.value)
    if time.type != "DURATION" or time.first_day is None or word is None or value is None:
        return None
    if word[1].lower() != "after" or not time.span.end <= mention.trigger.start <= time.span.end + _OFFSET_REACH:
        return None
    if not _is_under(doc, mention, Span(word.start(1), word.end(1))):
        return None
    token, after = doc.syntactic_head(time.span), doc.token_at(word.start(1))
    if token is None or after is None:
        return None
    clause = doc.head(after).i if after.dep in ("mark", "advmod") else -1
    verb = next((t for t in doc.ancestors(token) if t.pos == "VERB" and t.i != clause), None)
    subjects = () if verb is None or verb.lemma.lower() not in _COMING else doc.children(verb)
    taken_up = any(
        s.dep == "nsubj" and any(c.lower in ("the", "this", "that") for c in doc.children(s)) for s in subjects
    )
    n = int(value[1])
    day = shift(time.first_day, -2 * n if taken_up else -n, _UNITS[value[2]])
    return (day, day) if day is not None else None


_COMING = frozenset("come follow happen occur".split())
_OFFSET_REACH = 260
"""How many characters after its time the event may stand."""


def _is_under(doc: Document, mention: EventMention, after: Span) -> bool:
    """Whether the trigger stands in the phrase or clause that "after" or "before" opens."""
    return _stands_under(doc, mention.trigger, after)


def _stands_under(doc: Document, span: Span, after: Span) -> bool:
    word, head = doc.syntactic_head(after), doc.syntactic_head(span)
    if word is None or head is None:
        return False
    top = doc.head(word) if word.dep in ("mark", "advmod") else word
    return head.i == top.i or any(t.i == top.i for t in doc.ancestors(head))
