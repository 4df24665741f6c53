"""Where something was said: who speaks at a place, whom one meets there, and whose deeds elsewhere are condemned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.resources.lexicon import word_classes
from truceline.resources.speech import load_speech_verbs

SPOKEN: Final = frozenset(
    (
        EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN, EventType.SUPPORT,
        EventType.CONCEDE, EventType.AGREE,
    )
)  # fmt: skip
"""Events that happen where the words are spoken."""
_OCCASIONS: Final = frozenset("conference interview rally statement communique seminar briefing reporter".split())
"""What is spoken at, or to."""
_DEEDS: Final = frozenset(
    "attack bombing bomb blast explosion killing murder massacre assassination raid strike airstrike shelling act "
    "presence violence assault shooting incident invasion occupation aggression operation crackdown execution arrest "
    "test war atrocity crime coup abuse violation blockade bloodshed clash fighting".split()
)
"""What is done, where somebody condemns it."""
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_GUESTS: Final = frozenset("arrive visit tour travel attend speak".split())
"""What the relative clause of a speaker says of where he is: "the envoy, who was visiting X, condemned"."""


def speaker_of(doc: Document, token: Token) -> Token | None:
    """The subject of the clause that a word stands in, or of the nearest one over it that has a subject."""
    for up in (token, *doc.ancestors(token)):
        if up.pos in ("VERB", "AUX"):
            subject = next((c for c in doc.children(up) if c.dep in _SUBJECTS), None)
            if subject is not None:
                return subject
    return None


def speakers(doc: Document) -> tuple[Token, ...]:
    """Those who are named as saying something, in text order."""
    verbs = load_speech_verbs()
    return tuple(
        t for t in doc.tokens
        if t.dep == "nsubj" and t.pos in ("PROPN", "NOUN") and doc.head(t).lemma in verbs
    )  # fmt: skip


def named(known: Sequence[Token], subject: Token) -> str | None:
    """The word for who a subject is: that of the last speaker before for he or she."""
    if subject.lower not in ("he", "she"):
        return subject.lower
    return next((t.lower for t in reversed(known) if t.i < subject.i), None)


def who_spoke_at(doc: Document, head: Token, known: Sequence[Token]) -> str | None:
    """The word for who speaks at a place that a phrase gives ("X, at a rally in Y, said"); None where nobody does."""
    verbs = load_speech_verbs()
    for up in doc.ancestors(head):
        if (up.pos == "VERB" and up.lemma in verbs) or up.lemma in _OCCASIONS:
            subject = speaker_of(doc, up)
            return None if subject is None else named(known, subject)
    return None


def who_speaks(doc: Document, trigger: Token, known: Sequence[Token]) -> Iterator[str]:
    """Words for who does what an event tells, or says it."""
    verbs = load_speech_verbs()
    heads = [trigger, *(t for t in doc.ancestors(trigger) if t.lemma in verbs)]
    for head in heads:
        subject = speaker_of(doc, head)
        if subject is not None and (word := named(known, subject)) is not None:
            yield word


def met(doc: Document, trigger: Token) -> frozenset[int]:
    """Tokens of whom an event is with: of the trigger's object and its phrase with "with"."""
    over = [c for c in doc.children(trigger) if c.dep == "dobj" or c.lower == "with"]
    over += [c for o in over if o.dep == "dobj" for c in doc.children(o) if c.lower == "with"]
    return frozenset(t.i for o in over for t in doc.subtree(o))


def is_of_deed_condemned(doc: Document, mention: EventMention, trigger: Token | None, head: Token | None) -> bool:
    """Whether a place is only that of a deed that the event condemns ("condemned the attack in X")."""
    if mention.type is not EventType.ACCUSE or mention.mode != "disapprove" or trigger is None or head is None:
        return False
    chain = list(doc.ancestors(head))
    at = next((n for n, t in enumerate(chain) if t.i == trigger.i), None)
    return at is not None and any(t.lemma in _DEEDS for t in chain[:at])


def is_aside(doc: Document, trigger: Token | None, head: Token | None) -> bool:
    """Whether a place stands in a relative clause that the words spoken are not in ("the envoy, who chairs talks in X,
    demanded", "rejected the deal that others signed in X"), unless it says where the speaker is.

    Of 16 such that were read as the place of what somebody said 4 were its place and 9 had none.
    """
    if trigger is None or head is None:
        return False
    verb = next((t for t in (head, *doc.ancestors(head)) if t.pos in ("VERB", "AUX")), None)
    if verb is None or verb.dep != "relcl" or verb.lemma in _GUESTS:
        return False
    return verb.i != trigger.i and all(t.i != verb.i for t in doc.ancestors(trigger))


_ANSWERED: Final = frozenset("for over since with to about".split())
"""What leads to a deed that something is done or said about."""


def is_of_deed_answered(doc: Document, mention: EventMention, trigger: Token | None, head: Token | None) -> bool:
    """Whether a place is only that of a crime that the event is an answer to: "were arrested for the bombing in X",
    "protested over the killing in X". Of 6 such that were read as the event's place none was.
    """
    if mention.type is EventType.ASSAULT or trigger is None or head is None or head.i == trigger.i:
        return False
    for up in doc.ancestors(head):
        if up.i == trigger.i or up.pos in ("VERB", "AUX"):
            return False
        if up.pos == "NOUN" and up.lemma.lower() in word_classes()["crime"]:
            led = up.dep == "pobj" and doc.head(up).lower in _ANSWERED
            return led and not mention.trigger.contains(up.span)
    return False


_SPOKEN_OF: Final = frozenset("to from about into".split())
_MEETINGS: Final = frozenset("visit conference forum jirga summit".split())


def is_of_meeting_spoken_of(doc: Document, mention: EventMention, trigger: Token | None, head: Token | None) -> bool:
    """Whether a place is only where people meet or are to meet, of which something is said: "proposed a meeting in X",
    "withdrew from the talks in X", not "said at the talks in X". Of 16 such in annotated reports none was where it was
    said; 7 of them had been read so.
    """
    if mention.type not in SPOKEN or mention.type is EventType.AGREE or trigger is None or head is None:
        return False
    chain = [head, *doc.ancestors(head)]
    below = chain[: next((n for n, t in enumerate(chain) if t.i == trigger.i), 0)]
    meetings = word_classes()["talks"] | _MEETINGS
    noun = next((t for t in below if t.pos in ("NOUN", "PROPN") and t.lemma.lower() in meetings), None)
    if noun is None or noun.i == head.i:
        return False
    return noun.dep == "dobj" or (noun.dep == "pobj" and doc.head(noun).lower in _SPOKEN_OF)
