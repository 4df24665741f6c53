"""Whose a site is that is attacked: "a Rohan army post", "a depot of the Second Brigade", "its checkpoint".

Who holds a post and the post are one party, as are a group and its fighters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.mentions import Actor
from truceline.domain.text import Document, Token
from truceline.extract.actors_drafts import MODIFIERS
from truceline.extract.events_doers import is_against, is_stance
from truceline.resources.lexicon import word_classes

_BODIES: Final = ARMED_KINDS | {
    ActorKind.STATE_FORCE, ActorKind.POLICE, ActorKind.MISSION, ActorKind.NGO, ActorKind.IGO, ActorKind.PARTY,
}  # fmt: skip
"""Whoever has houses and camps of his own."""


def holder_of(
    doc: Document, site: Token, actor_at: Callable[[Token], Actor | None]
) -> tuple[Actor, Token] | None:
    """The party whose a site is by its own phrase, with the word that says so; None for a site that is nobody's or a
    private person's.

    actor_at: the party that a word names or stands for. A state is taken only for what its forces hold.
    """
    lemma = site.lemma.lower()
    armed = lemma in word_classes()["armed_site"]
    if not armed and lemma not in word_classes()["site"]:
        return None
    for token in _owners(doc, site):
        actor = actor_at(token)
        if actor is None or is_against(doc, token) or is_stance(doc, token) or (token.pos == "PRON" and not armed):
            continue
        if actor.kind in _BODIES or (armed and actor.kind is ActorKind.STATE):
            return actor, token
    return None


def _owners(doc: Document, site: Token) -> list[Token]:
    before = [c for c in doc.children(site) if c.i < site.i and c.dep in MODIFIERS]
    before.sort(key=lambda c: c.dep != "poss")
    of = [c for c in doc.children(site) if c.i == site.i + 1 and c.lower in ("of", "belonging")]
    below = [t for c in of for p in (c, *doc.children(c)) for t in doc.children(p) if t.dep == "pobj"]
    return [*before, *below]
