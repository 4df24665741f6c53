"""Demonyms that count people: "four Lebanese", "several Chinese" are men and women, "the Lebanese" the state."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.resources.actors import ActorRegistry, State

_COUNTING: Final = frozenset({"a", "an", "another", "some", "several", "many", "few", "other", "more", "dozen", "no"})
_MODIFIER: Final = frozenset({"compound", "amod", "nmod", "npadvmod", "nummod"})


def counted_people(doc: Document, registry: ActorRegistry, token: Token) -> State | None:
    """The state whose people a demonym counts, by a number or "a", "several" before it; None where it does not."""
    if not token.text[:1].isupper() or token.dep in _MODIFIER or token.pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    before = [c for c in doc.children(token) if c.i < token.i]
    if not any(c.dep == "nummod" or (c.pos == "NUM") or c.lower in _COUNTING for c in before):
        return None
    return registry.state_of_adjective(token.text)
