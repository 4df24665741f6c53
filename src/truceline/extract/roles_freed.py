"""Who is let go, and who lets him go: neither is a side of the deed beside it by that.

"Troops rescued 60 kidnapped children": the troops kidnapped nobody. "Four hostages were freed in a raid on the camp":
the raid was not on the hostages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_freeing import frees
from truceline.extract.roles_candidate import Candidate

_CAPTORS: Final = frozenset({"kidnapper", "captor", "abductor", "hijacker", "hostage-taker"})
_TAKING: Final = frozenset("hold abduct kidnap seize capture take detain arrest snatch abduction kidnapping".split())
"""Deeds of which whoever is let go was the victim: "freed the priest after holding him for weeks"."""


def note_freed(doc: Document, anchor: Token, candidates: Sequence[Candidate]) -> None:
    """Note as ``aside`` whoever frees those that the lead trigger was done to, as ``let go`` those freed beside it."""
    saviours: set[int] = set()
    saved: set[int] = set()
    above = {anchor.i, *(t.i for t in doc.ancestors(anchor))}
    for verb in _verbs(doc, anchor):
        freed = parse.all_joined(doc, parse.patients(doc, verb))
        if any(t.i in above - {anchor.i} for t in freed):
            agents = parse.all_joined(doc, parse.agents(doc, verb))
            saviours |= {t.i for t in agents if parse.lemma_of(doc, t) not in _CAPTORS}
        elif verb.i in above and parse.lemma_of(doc, anchor) not in _TAKING:
            saved |= {t.i for t in freed}
    for each in candidates:
        if each.heads and each.heads <= saviours:
            each.note("aside", 1.0)
        if each.heads and each.heads <= saved:
            each.note("let go", 1.0)


def _verbs(doc: Document, anchor: Token) -> Iterator[Token]:
    return (t for t in doc.sentence_tokens(anchor.sent) if t.i != anchor.i and frees(doc, t))
