"""What was planned and did not come about: "the talks were called off", "the visit fell through", "was postponed"."""

from __future__ import annotations

from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

AHEAD = frozenset("due set scheduled poised expected slated about planned".split())
"""Words for what is to come: "is set to meet"."""
COMING = frozenset(
    "impending looming upcoming forthcoming planned scheduled future imminent expected proposed next".split()
)
"""Adjectives of what is to come."""
_OCCURRING = frozenset("occur happen materialise materialize proceed start begin open".split())
_OCCURRING_WITH = (("take", "place"), ("carry", "out"), ("go", "ahead"))
_OPEN = frozenset("will 'll ’ll may could might would should".split())


def came_to_nothing(doc: Document, noun: Token, event_type: EventType) -> str:
    """The words by which a meeting or deed that was planned did not come about: "the talks were called off", "a visit
    planned for May fell through", "strikes were not carried out"; else empty."""
    verb = doc.head(noun)
    if not parse.is_verb(verb) or noun.dep not in ("nsubj", "nsubjpass", "dobj"):
        return ""
    words = {c.lower for c in doc.children(verb)} | {verb.lemma}
    if parse.is_negated(doc, verb):
        occurs = verb.lemma in _OCCURRING or any({v, w} <= words for v, w in _OCCURRING_WITH)
        return f"did not come about ({verb.lemma})" if occurs and noun.dep != "dobj" else ""
    if _is_open(doc, verb):
        return ""
    planned = any(c.dep == "acl" and c.lower in AHEAD for c in doc.children(noun))
    planned = planned or any(c.lower in COMING for c in parse.modifiers(doc, noun))
    if not planned and event_type not in (EventType.CONSULT, EventType.COOPERATE):
        return ""  # a strike that is called off may have been under way
    if noun.dep == "nsubj":
        return "came to nothing (fall through)" if {"fall", "through"} <= words else ""
    undone = verb.lemma in word_classes()["cancelling"] or {"call", "off"} <= words
    return f"came to nothing ({verb.lemma})" if undone else ""


def is_put_off(doc: Document, noun: Token) -> bool:
    """True for what is "postponed": it lies ahead still."""
    verb = doc.head(noun)
    postponed = noun.pos == "NOUN" and noun.dep in ("nsubjpass", "dobj") and verb.lemma == "postpone"
    return postponed and not parse.is_negated(doc, verb) and not _is_open(doc, verb)


def _is_open(doc: Document, verb: Token) -> bool:
    """True for what will, may or would be done: it is not done yet."""
    return bool({h.lower for h in parse.helpers(doc, verb)} & _OPEN)
