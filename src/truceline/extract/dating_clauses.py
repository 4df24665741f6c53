"""Days of another clause of the sentence: "driven out four years ago, the group has raided villages", "and last week a
statement threatened students"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.dating_signs import SPEECH
from truceline.extract.dating_story import clause_head, tense_of
from truceline.resources.lexicon import action_classes

_OF_LATE: Final = timedelta(days=10)
"""A day so long before the report is seldom that of the news, whatever clause names it."""
_GRANTING: Final = frozenset("although though whereas unless until because".split())
"""What opens a clause that has a day of its own."""
_PREPOSITIONS: Final = frozenset("despite notwithstanding unlike besides".split())
_BEFORE_IT: Final = frozenset("after following upon once".split())
"""What opens a clause of something that lay before the deed, which shares its day where both are past."""
_MEANWHILE: Final = frozenset("when as while where".split())
_ISSUED: Final = frozenset(
    "release issue publish send air broadcast post write circulate sign date hand deliver".split()
)
"""What is done to a message on the day that it says something."""
_MEETING: Final = frozenset("meet sit gather convene assemble hold speak".split())
"""What a body does on the day that it says something."""
_HAPPENING: Final = frozenset(
    "hold host take begin start happen occur open carry launch sign agree stage mount".split()
)
"""What is said of a deed, whatever noun the parser ties it to."""
_WHEN: Final = re.compile(r",? when\b")
_RELATIVE: Final = ("WDT", "WP", "WP$", "WRB")
_OPEN: Final = ("perfect", "present", "modal")
"""Tenses of what still goes on, or has come about at some time."""


def is_of_other_clause(
    doc: Document, head: Token | None, mention: EventMention, time: TimeMention, anchor: date
) -> bool:
    """Whether a time of the mention's sentence stands in a clause that tells of something else.

    head: the trigger's head; anchor: the report's day. A relative clause or a participle of somebody or something that
    the deed is not, a clause behind "although" or "despite", a participle that opens the sentence, and what comes
    behind "and" with the day before it, have their own days.
    """
    token = doc.syntactic_head(time.span)
    if head is None or token is None or time.since:
        return False
    if head.start > time.span.end and _WHEN.match(doc.text, time.span.end):
        return False  # "a dispute sparked last year when they rejected it"
    over = {head.i, *(t.i for t in doc.ancestors(head))}
    path: list[Token] = []
    for up in (token, *doc.ancestors(token)):
        if up.i in over:
            break
        path.append(up)
    else:
        return False
    if any(t.lower in ("since", "according") for t in path):
        return False
    verb = clause_head(doc, head)
    old = time.last_day is not None and anchor - time.last_day > _OF_LATE
    apart = old or tense_of(doc, verb) in _OPEN
    return any(
        (apart and _describes_other(doc, head, mention, t))
        or _is_granted(doc, t)
        or (old and _leads_in(doc, verb, mention, t))
        or _comes_after(doc, head, t, path)
        for t in path
    )


def _describes_other(doc: Document, head: Token, mention: EventMention, clause: Token) -> bool:
    """Whether a clause is a relative one, or a participle, of a noun that is no word for the mention."""
    if clause.pos not in ("VERB", "AUX") or clause.dep not in ("relcl", "acl"):
        return False
    noun = doc.head(clause)
    if noun.i == head.i or noun.pos not in ("NOUN", "PROPN", "PRON") or mention.trigger.contains(noun.span):
        return False
    if any(t.i == noun.i for t in doc.ancestors(head)) or noun.lemma.lower() in action_classes():
        return False
    if clause.dep == "relcl" and not any(t.tag in _RELATIVE or t.lower == "that" for t in doc.subtree(clause)):
        return False  # "retook all the land they held in 1995"
    if head.pos in ("NOUN", "PROPN") and any(t.i == head.i for t in doc.ancestors(noun)):
        thing = any(t.lower in ("which", "that") for t in doc.subtree(clause))
        if thing or clause.lemma.lower() in _HAPPENING:
            return False  # "talks on many issues, to be held in May", "fighting in Bree which killed two in May"
    if clause.dep == "acl" and noun.dep in ("nsubj", "nsubjpass") and tense_of(doc, doc.head(noun)) == "past":
        return False  # "an arrangement, made in May, broke down"
    words = mention.type in SPEECH or mention.type is EventType.CONSULT
    return not (words and clause.lemma.lower() in _ISSUED | _MEETING)


def _is_granted(doc: Document, clause: Token) -> bool:
    """Whether a clause or phrase says what the deed happened in spite of, or against what."""
    if clause.dep in ("prep", "mark") and clause.lower in _PREPOSITIONS:
        return True
    return clause.pos in ("VERB", "AUX") and clause.dep == "advcl" and bool(_openers(doc, clause) & _GRANTING)


def _openers(doc: Document, clause: Token) -> frozenset[str]:
    return frozenset(c.lower for c in doc.children(clause) if c.dep in ("mark", "advmod") and c.i < clause.i)


def _leads_in(doc: Document, verb: Token, mention: EventMention, clause: Token) -> bool:
    """Whether a clause says what lay before the deed: one behind "after" where the deed still goes on, or one that
    opens the sentence, a participle or behind "while"."""
    if clause.pos not in ("VERB", "AUX") or clause.dep not in ("advcl", "pcomp"):
        return False
    marks = frozenset((doc.head(clause).lower,)) if clause.dep == "pcomp" else _openers(doc, clause)
    if marks & _BEFORE_IT:
        return tense_of(doc, verb) in _OPEN
    if "before" in marks:
        return True
    if clause.dep == "pcomp" or clause.start > verb.start:
        return False
    if marks & _MEANWHILE:
        return "while" in marks and tense_of(doc, verb) != tense_of(doc, clause)
    if mention.type in SPEECH and clause.lemma.lower() in _ISSUED:
        return False
    return not any(c.dep in ("nsubj", "nsubjpass") for c in doc.children(clause))


def _comes_after(doc: Document, head: Token, clause: Token, path: Sequence[Token]) -> bool:
    """Whether a clause is joined on behind the deed with the day before its verb: "and last week he threatened"."""
    if clause.dep != "conj" or clause.pos not in ("VERB", "AUX") or clause.start < head.start:
        return False
    below = [t for t in path if t.i != clause.i and any(a.i == clause.i for a in doc.ancestors(t))]
    return bool(below) and all(head.start < t.start < clause.start for t in below)
