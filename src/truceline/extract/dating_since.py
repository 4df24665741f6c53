"""The days of what has happened "since", "since then", "since Tuesday": from the day named to the report's."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truceline.domain.codes import Status
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.dating_story import Story, clause_head, tense_of
from truceline.extract.dating_variants import compares

_BACK: Final = 2
"""Sentences before its own in which the day may stand that "since" means."""


def since_then(story: Story, mention: EventMention) -> TimeMention | None:
    """The day last named, drawn out to the report's, for a mention whose clause says "since" and not since when.

    None where it does not, or no day is named before. Of 14 such in annotated reports 12 are dated so.
    """
    doc = story.doc
    head = doc.syntactic_head(mention.trigger)
    if head is None or mention.status is not Status.ACTUAL:
        return None
    since = next((t for t in doc.sentence_tokens(head.sent) if _is_bare(doc, t) and _is_in_clause(doc, head, t)), None)
    if since is None:
        return None
    named = [
        t
        for t, sentence in zip(story.times, story.sentence, strict=True)
        if t.span.end <= since.start and head.sent - _BACK <= sentence and t.first_day is not None
    ]
    if not named or named[-1].first_day >= story.anchor:  # type: ignore[operator]
        return None
    return replace(named[-1], last_day=story.anchor, since=True, reason=f"{since.text!r} up to the report")


def has_since(story: Story, mention: EventMention) -> TimeMention | None:
    """The expression under "since" in the clause of a mention that is told in the perfect ("have died since Tuesday"),
    up to the report; None where there is none, or where it only measures a rank ("the first since May").

    Of 22 such in reports of our own all are dated so.
    """
    doc = story.doc
    head = doc.syntactic_head(mention.trigger)
    if head is None or mention.status is not Status.ACTUAL:
        return None
    verb = clause_head(doc, doc.head(head) if head.dep == "pcomp" else head)  # "have died since May in fighting"
    if tense_of(doc, verb) != "perfect":
        return None
    for time, sentence in zip(story.times, story.sentence, strict=True):
        token = doc.syntactic_head(time.span) if sentence == head.sent and time.since else None
        if token is None or clause_head(doc, token).i != verb.i or compares(doc, time):
            continue
        if time.first_day is not None and time.first_day < story.anchor:
            return replace(time, last_day=story.anchor, reason=f"{time.reason}; up to the report")
    return None


def _is_bare(doc: Document, token: Token) -> bool:
    """Whether a token is "since" with no more than "then" after it."""
    if token.lower != "since":
        return False
    following = doc.tokens[token.i + 1] if token.i + 1 < len(doc.tokens) else None
    if following is None or following.lower == "then" or following.pos == "PUNCT":
        return True
    return token.dep == "advmod" and all(c.lower == "ever" for c in doc.children(token))


def _is_in_clause(doc: Document, head: Token, since: Token) -> bool:
    verb = clause_head(doc, head)
    own = clause_head(doc, doc.head(since))
    return own.i in (verb.i, head.i)
