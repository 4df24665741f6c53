"""The days of what has happened "since", "since then", "since Tuesday": from the day named to the report's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
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
        if token is not None and any(t.lower == "since" for t in doc.ancestors(head)):
            continue  # "since Monday's bombing": the bombing
        if token is None or clause_head(doc, token).i != verb.i or compares(doc, time):
            continue
        if time.first_day is not None and time.first_day < story.anchor:
            return replace(time, last_day=story.anchor, reason=f"{time.reason}; up to the report")
    return None


def is_since_undated(story: Story, mention: EventMention) -> bool:
    """Whether a mention is told in the perfect of what has come about since something, without since when ("have died
    since the vote"). Of 8 such in annotated reports whose day stands nowhere in the report 7 have none."""
    return _since_what(story, mention) is not None


def since_deed(story: Story, mention: EventMention) -> TimeMention | None:
    """The day that the report gives elsewhere for what "since" names, up to the report: "The siege began on May 3 ...
    At least 40 have died since the siege began"; None where it gives none."""
    noun = _since_what(story, mention)
    if noun is None or noun.pos not in ("NOUN", "PROPN"):
        return None
    word = noun.lemma.lower()
    found = [t for t in story.times if _begins(story, t, word, noun)]
    before = [t for t in found if t.span.end < noun.start]
    time = before[-1] if before else next(iter(found), None)
    if time is None:
        return None
    return replace(time, last_day=story.anchor, since=True, reason=f"since the {word}; {time.reason}; up to the report")


def _since_what(story: Story, mention: EventMention) -> Token | None:
    """The word for what the clause of a mention told in the perfect says it has come about since; None where it says
    no such thing, or names the day beside it. Of a count the past tense may tell it, too, and since the start of
    something: "conducted 300 strikes since the start of the operation"."""
    doc = story.doc
    head = doc.syntactic_head(mention.trigger)
    if head is None or mention.status not in (Status.ACTUAL, Status.NEGATED):
        return None
    verb = clause_head(doc, doc.head(head) if head.dep == "pcomp" else head)
    tense = tense_of(doc, verb)
    if tense not in ("perfect", "past"):
        return None
    for since in doc.sentence_tokens(head.sent):
        if since.lower != "since" or since.dep not in ("prep", "mark") or _is_bare(doc, since):
            continue
        top = doc.head(since) if since.dep == "mark" else since
        inside = doc.subtree(top)
        low, high = min(t.start for t in inside), max(t.end for t in inside)
        dated = any(low <= t.span.start < high for t in (*story.times, *story.counted))
        if dated or any(t.i == head.i for t in inside) or clause_head(doc, doc.head(top)).i != verb.i:
            continue
        wanted = ("nsubj", "nsubjpass") if since.dep == "mark" else ("pobj", "pcomp")
        noun = next((c for c in doc.children(top) if c.dep in wanted), None)
        started = _started(doc, noun) if noun is not None and noun.lemma.lower() in _STARTS else None
        if tense == "past" and not mention.aggregate and started is None:
            continue
        return started or noun
    return None


def _started(doc: Document, noun: Token) -> Token:
    """What a start is of: the siege of "since the start of the siege"."""
    of = next((c for c in doc.children(noun) if c.lower == "of"), None)
    inner = next((c for c in doc.children(of) if c.dep == "pobj"), None) if of is not None else None
    return inner or noun


def _begins(story: Story, time: TimeMention, word: str, noun: Token) -> bool:
    """Whether a time is the day of a thing, or of its beginning: "the May 3 vote", "signed the truce on May 3"."""
    doc = story.doc
    token = doc.syntactic_head(time.span)
    if token is None or time.first_day is None or time.last_day is None or token.sent == noun.sent:
        return False
    if time.first_day >= story.anchor or time.last_day - time.first_day > _ONE_TIME:
        return False
    for up in doc.ancestors(token):
        if up.pos in ("NOUN", "PROPN") and up.lemma.lower() == word:
            return True
        if up.pos in ("VERB", "AUX"):
            sides = (c.lemma.lower() for c in doc.children(up) if c.dep in ("nsubj", "nsubjpass", "dobj"))
            return up.lemma.lower() in _BEGINNING and word in sides
    return False


_STARTS: Final = frozenset("start beginning outbreak onset launch signing eruption resumption".split())
_BEGINNING: Final = frozenset(
    "begin start launch erupt open break flare sign agree declare announce take come enter impose mount hold call "
    "resume invade elect".split()
)
_ONE_TIME: Final = timedelta(days=366)
"""What a thing began in is a year at most."""


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
