"""The ground that a deed's own clause names by a common noun ("sent troops to the province"): who acts is not it."""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import EventMention, PlaceMention
from truceline.domain.text import Document, Token
from truceline.extract.placing_scene import ANAPHORS, Scene

_LEADS: Final = frozenset("in to into from on across around throughout inside near at".split())
_MOVES: Final = frozenset("to into from".split())
_STATES: Final = frozenset("state territory area".split())
"""Words for a country as well as for a part of one."""
_POINTING: Final = frozenset("the this that same".split())


def ground_of(scene: Scene, mention: EventMention, trigger: Token | None) -> Token | None:
    """The noun for a place, known from before, that a deed's clause is said to be in, to go to or to come from ("the
    province", "the same town"); None where there is none, or where its name stands beside it."""
    if trigger is None:
        return None
    doc = scene.doc
    for token in doc.sentence_tokens(mention.sentence):
        if token.lower not in ANAPHORS or token.dep != "pobj" or doc.head(token).lower not in _LEADS:
            continue
        words = {c.lower for c in doc.children(token) if c.dep in ("det", "amod")}
        if not words & _POINTING or scene.clause(token) != scene.clause(trigger):
            continue
        if not any(p.span.start - token.end in range(5) or p.span.contains(token.span) for p in scene.places):
            return token
    return None


def is_not_ground(doc: Document, ground: Token, place: PlaceMention, head: Token | None) -> bool:
    """Whether a place of the deed's sentence cannot be the other ground that its clause names: who acts, or a country,
    where that is "the province"; the state that sends where it is "to the country"."""
    if head is None or head.sent != ground.sent or any(t.i == ground.i for t in doc.ancestors(head)):
        return False  # but "in this French town"
    if ANAPHORS[ground.lower] is PlaceKind.COUNTRY or ground.lower in _STATES:
        moves = doc.head(ground).lower in _MOVES
        return moves and place.acts and head.dep in ("nsubj", "nsubjpass", "poss", "amod", "compound")
    return place.acts or place.kind is PlaceKind.COUNTRY
