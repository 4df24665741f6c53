"""Other readings of a time expression for one event: since then, until then, cut at the report; ranks."""

from __future__ import annotations

import re
from datetime import date

from truceline.domain.codes import Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.dating_story import Story, clause_head, tense_of
from truceline.extract.times_calendar import Days, days_of, granularity, part_of
from truceline.resources.times import load_times

Variant = tuple[Days, dict[str, float]]


def variants(
    story: Story, mention: EventMention, head: Token | None, verb: Token | None, time: TimeMention
) -> list[Variant]:
    """Readings of a dated expression beside the plain one, each with the features that set it apart.

    When there are any, the plain reading comes first with features of its own.
    """
    found: list[Variant] = []
    dated = time.type in ("DATE", "TIME")
    begins = dated and ((verb is not None and verb.lemma.lower() in _BEGINNING) or _begun(story.doc, head, time))
    reach = _reach(story, time, begins)
    if reach is not None and head is not None and under_time(story.doc, head, time):
        return [(reach[0], {"onset": 1.0, "onset&under": 1.0})]  # "since early February, when they announced"
    if reach is not None:
        under = float(head is not None and _under_since(story.doc, head, time))
        token = story.doc.syntactic_head(time.span)
        since = time.since or (token is not None and _since_above(story.doc, token) is not None)
        direct = float(since and not under and head is not None)
        lasts = float(head is not None and head.lemma.lower() in load_times().words["lasting"])
        opened = _since_above(story.doc, token) if token is not None else None
        clause = opened is not None and opened.dep in ("mark", "prep")  # not "have since fled"
        if under and clause and not lasts and (not begins or is_since_when(story.doc, head, verb)):
            # "since riders took the town in May": in May
            return [(reach[0], {"onset": 1.0, "onset&under": 1.0})]
        marks = {
            "direct": direct,
            "under": under,
            "begins": float(begins),
            "aggregate": float(mention.aggregate),
            "lasts": lasts,
            "perfect": float(verb is not None and tense_of(story.doc, verb) == "perfect"),
        }
        for name, days in zip(("onset", "whole"), reach, strict=True):
            found.append((days, {name: 1.0} | {f"{name}&{k}": v for k, v in marks.items() if v}))
    elif time.last_day is not None and time.last_day > story.anchor and _BY.search(words_before(story.doc, time)):
        plain = time.first_day or time.last_day, time.last_day
        found.append((plain, {"by_plain": 1.0}))
        found.append(((story.anchor, time.last_day), {"by_reach": 1.0, f"by_reach&{mention.status.value}": 1.0}))
    return found


def _begun(doc: Document, head: Token | None, time: TimeMention) -> bool:
    """Whether the time says when the trigger's noun began: "the siege imposed in June", "a war that began in May"."""
    token = doc.syntactic_head(time.span)
    own = clause_head(doc, token) if token is not None else None
    if head is None or own is None or own.dep not in ("acl", "relcl"):
        return False
    return doc.head(own).i == head.i and own.lemma.lower() in _BEGINNING | {"impose"}


_BEGINNING = frozenset(("begin", "start", "launch", "erupt", "open", "break", "flare"))
_BY = re.compile(r"\b(?:by|until|till|before|through) (?:the |at least )?$")


def words_before(doc: Document, time: TimeMention) -> str:
    """The last words before a time, lower-cased, with a blank after them."""
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
    return (anchor, last) if status is Status.FUTURE and last > anchor else (time.first_day, time.last_day)


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
    opening = doc.sentence_tokens(token.sent)[0]
    behind = doc.text[opening.end : token.start]
    return opening if opening.lower == "since" and "," not in behind else None


def under_time(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the trigger stands in a clause that hangs on the time's own words ("February, when they announced")."""
    return any(time.span.contains(Span(t.start, t.end)) for t in doc.ancestors(head))


def is_of_since(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the trigger is what the words under "since" tell of, or hangs on them: the invasion of "the first vote
    since the 2003 invasion", not the vote."""
    return under_time(doc, head, time) or _under_since(doc, head, time)


def is_since_when(doc: Document, head: Token | None, verb: Token | None) -> bool:
    """Whether a trigger only says since when something else has been: "since rebels took the town", "since the
    invasion"."""
    if verb is not None and any(c.dep == "mark" and c.lower == "since" for c in doc.children(verb)):
        return True
    over = doc.head(head) if head is not None and head.dep == "pobj" else None
    return over is not None and over.lower == "since"


def compares(doc: Document, time: TimeMention) -> bool:
    """Whether a time only measures a rank: "the first attack since early February", "the worst raid in two years"."""
    sentence = doc.sentences[doc.sentence_at(time.span.start)]
    lead = doc.text[sentence.start : time.span.start].lower()
    if time.type == "DURATION":
        ranked = _RANK_IN.search(lead[-110:])
        measured = re.match(r"\s+of\b", doc.text[time.span.end :]) or "-" in time.text  # "in two years of fighting"
        return ranked is not None and not measured and not (ranked[1] == "first" and _TO_BE.search(ranked[0]))
    token = doc.syntactic_head(time.span)
    since = _since_above(doc, token) if token is not None else None
    if since is not None and since.start > sentence.start:
        lead = doc.text[sentence.start : since.start].lower()
    elif time.since and -1 < lead.rfind("since") >= len(lead) - _NEAR_SINCE:
        lead = lead[: lead.rfind("since")]
    else:
        return False
    return _RANK.search(lead[-90:]) is not None


_NEAR_SINCE = 60
_RANK = re.compile(
    r"\b(?:first|second|third|fourth|fifth|worst|deadliest|bloodiest|biggest|largest|highest|heaviest|most \w+|only)\b"
    r"[^;.]*$"
)


_RANK_IN = re.compile(
    r"\b(first|worst|deadliest|bloodiest|biggest|largest|highest|heaviest|most \w+)\b"
    r"[^;.,]{0,60}\b(?:in|for|over) (?:more than |over |nearly |almost |about |at least |some |the )?$"
)
_TO_BE = re.compile(r"\bto (?:be|have been|die)\b")
"""Read "the first guards to be killed in two weeks": the weeks are those of the killings. So are those of "the third
raid in a month"."""


def _under_since(doc: Document, head: Token, time: TimeMention) -> bool:
    """Whether the trigger stands inside the phrase or clause that "since" opens."""
    token = doc.syntactic_head(time.span)
    since = _since_above(doc, token) if token is not None else None
    if since is None or head.i < since.i:
        return False
    return head.start < time.span.end or (_since_above(doc, head) is since and not _hangs_on(since, head))


def _hangs_on(since: Token, head: Token) -> bool:
    """Whether "since" opens a phrase of the trigger itself: "Since the vote on May 3 gangs have burned houses"."""
    return since.dep == "prep" and since.head == head.i
