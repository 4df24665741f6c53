"""Attacks in words are accusations, however much their words are those of force: "his verbal attacks on Israel"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract import events_parse as parse

_DEEDS: Final = frozenset("attack assault onslaught broadside barrage offensive salvo blow".split())
_IN_WORDS: Final = frozenset("verbal rhetorical scathing stinging blistering vitriolic withering".split())


def retype_verbal(doc: Document, mention: EventMention) -> EventMention:
    """The mention as ACCUSE, without harm, where it is told as force and its noun is said to be of words alone."""
    if mention.type is not EventType.ASSAULT:
        return mention
    nouns = [t for t in doc.tokens_in(mention.trigger) if parse.lemma_of(doc, t) in _DEEDS]
    if not any(parse.lemma_of(doc, m) in _IN_WORDS for t in nouns for m in parse.modifiers(doc, t)):
        return mention
    roles = tuple(r for r in mention.roles if r.role not in (Role.HARM, Role.WEAPON))
    return replace(
        mention, type=EventType.ACCUSE, mode="disapprove", roles=roles, reason=f"{mention.reason}; an attack in words"
    )
