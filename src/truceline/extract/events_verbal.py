"""Words of force that are words alone: "his verbal attacks on Israel" accuse, "will not tolerate attacks" warns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_DEEDS: Final = frozenset("attack assault onslaught broadside barrage offensive salvo blow".split())
_IN_WORDS: Final = frozenset("verbal rhetorical scathing stinging blistering vitriolic withering".split())


def retype_verbal(doc: Document, mention: EventMention) -> EventMention:
    """The mention as what its words do: ACCUSE where force is said to be of words alone, THREATEN where somebody says
    that force will not be borne. The mention itself otherwise."""
    if mention.type in (EventType.REJECT, EventType.ASSAULT) and _unborne(doc, mention):
        return _in_words(mention, EventType.THREATEN, "violence", "force that will not be borne")
    if mention.type is not EventType.ASSAULT:
        return mention
    nouns = [t for t in doc.tokens_in(mention.trigger) if parse.lemma_of(doc, t) in _DEEDS]
    if not any(parse.lemma_of(doc, m) in _IN_WORDS for t in nouns for m in parse.modifiers(doc, t)):
        return mention
    return _in_words(mention, EventType.ACCUSE, "disapprove", "an attack in words")


def _in_words(mention: EventMention, kind: EventType, mode: str, why: str) -> EventMention:
    """The mention as an act of words, without harm and weapon."""
    roles = tuple(r for r in mention.roles if r.role not in (Role.HARM, Role.WEAPON))
    return replace(mention, type=kind, mode=mode, roles=roles, reason=f"{mention.reason}; {why}")


_BEAR: Final = frozenset({"tolerate"})
_WILL: Final = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})


def _unborne(doc: Document, mention: EventMention) -> list[Token]:
    """The acts of force of "will not tolerate attacks on our personnel", told by the verb or by its object; none for
    any other words."""
    head = doc.syntactic_head(mention.trigger)
    if head is None:
        return []
    verb = head if head.pos == "VERB" else doc.head(head)
    if parse.lemma_of(doc, verb) not in _BEAR or not parse.is_negated(doc, verb):
        return []
    if not any(h.lower in _WILL for h in parse.helpers(doc, verb)):
        return []
    return [t for t in parse.patients(doc, verb) if parse.lemma_of(doc, t) in word_classes()["unborne"]]


def shielded(doc: Document, group: Sequence[EventMention]) -> frozenset[int]:
    """Heads of those on whom force will not be borne: the threat is not to them."""
    acts = (t for m in group for t in _unborne(doc, m))
    return frozenset(c.i for t in acts for c in parse.all_joined(doc, parse.prep_objects(doc, t, "on", "against")))

