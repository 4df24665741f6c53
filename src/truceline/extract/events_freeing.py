"""Verbs by which somebody is let go or saved: "freed", "released", "rescued"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_ALSO: Final = frozenset({"rescue", "save", "recover", "evacuate"})
_NOT: Final = frozenset({"hand", "return", "let", "set"})
"""Verbs of letting go that say so only with a further word."""


def frees(doc: Document, verb: Token) -> bool:
    """True for a verb that tells that somebody is let go or saved."""
    lemma = parse.lemma_of(doc, verb)
    return verb.pos == "VERB" and (lemma in _ALSO or lemma in word_classes()["letting_go"] - _NOT)
