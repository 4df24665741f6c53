"""Days of another deed that a sentence names: "arrested in Saturday's shooting", "jailed for the 1995 murder"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention, TimeMention
from truceline.domain.text import Document, Token
from truceline.extract.events_followed import is_apart
from truceline.extract.events_judged import is_of_judging
from truceline.resources.lexicon import word_classes

_OF_LATE: Final = timedelta(days=14)
"""What is tried or charged is seldom more recent."""
_ABOUT: Final = frozenset(
    (EventType.ACCUSE, EventType.SUPPORT, EventType.THREATEN, EventType.REJECT, EventType.REQUEST)
)
"""Words whose object may be a deed of another day: "condemned Sunday's attack"."""
_SAID: Final = frozenset(
    (EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT, EventType.CONCEDE)
)
_SAME_NEWS: Final = timedelta(days=1)
"""What was said "after the meeting on Monday" was said on that day where it is news."""
_LATER: Final = frozenset("after following before".split())
_OF_DEED: Final = _LATER | frozenset("in for over of from by about into with to on".split())
_OF_PACT: Final = _LATER | frozenset("under by of from to with".split())


def is_of_other_deed(doc: Document, head: Token | None, mention: EventMention, time: TimeMention) -> bool:
    """Whether a time of the mention's sentence dates a crime, an attack, a pact or a vote that the mention is not.

    head: the trigger's head. What is done to or about such a deed has a day of its own: of 14 annotated events that we
    had dated so 2 were of that day. What happens in it shares its day ("died in Friday's attack"). So is the day of
    anything else that words came after, where it is no news: "rejected the charge following a fire on May 3".
    """
    token = doc.syntactic_head(time.span)
    if head is None or token is None:
        return False
    if is_apart(doc, head, token):
        return True
    noun = _owner(doc, token)
    if noun is None or noun.i == head.i or mention.trigger.contains(noun.span):
        return False
    if any(t.i == noun.i for t in doc.ancestors(head)):
        return False
    if any(t.lower == "since" for t in doc.ancestors(noun)):
        return False  # "sought since shortly after Friday's attack"
    prep = doc.head(noun).lower if noun.dep in ("pobj", "pcomp") else ""
    if noun.lemma.lower() not in _known():
        earlier = time.last_day is not None and time.last_day < doc.report.date - _SAME_NEWS
        return prep in _LATER and mention.type in _SAID and earlier
    pact = noun.lemma.lower() in word_classes()["pact"]
    if mention.type is EventType.ASSAULT:
        return prep in _LATER or (pact and prep == "under")
    if pact:
        return prep in _OF_PACT and mention.type is not EventType.AGREE
    return prep in _OF_DEED or (noun.dep == "dobj" and mention.type in _ABOUT)


def is_of_judging_day(doc: Document, deed: Token, judging: Token, time: TimeMention, anchor: date) -> bool:
    """Whether a time says when justice deals with a deed: in its own sentence as the parse has it, in another where it
    is of late. deed, judging: as judged_deed has them."""
    token = doc.syntactic_head(time.span)
    if token is None or time.last_day is None:
        return True
    return is_of_judging(doc, deed, judging, token) if token.sent == deed.sent else anchor - time.last_day < _OF_LATE


def _known() -> frozenset[str]:
    return word_classes()["crime"] | word_classes()["pact"]


def _owner(doc: Document, time: Token | None) -> Token | None:
    """The noun that a time says the day of: "Friday's attack", "the attack on Friday", "a truce signed in May"; None
    where a verb comes first."""
    if time is None:
        return None
    beside = _later_noun_before(doc, doc.head(time))
    if beside is not None:
        return beside
    for up in doc.ancestors(time):
        if up.pos in ("NOUN", "PROPN"):
            return up
        if up.pos in ("VERB", "AUX") and not (up.dep == "acl" and up.tag == "VBN"):
            return None
    return None


def _later_noun_before(doc: Document, prep: Token) -> Token | None:
    """The noun of "following a fire on May 3", where the parser gives the day to the verb; None for any other word."""
    if prep.pos != "ADP" or not prep.i:
        return None
    noun = doc.tokens[prep.i - 1]
    under = noun.pos == "NOUN" and noun.dep == "pobj" and doc.head(noun).lower in _LATER
    return noun if under and doc.head(doc.head(noun)).i == prep.head else None
