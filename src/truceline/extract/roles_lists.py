"""Those told in one list: "either the Front or the League" did it, or "both" did, so each is as likely as the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truceline.domain.codes import Role
from truceline.domain.text import Document
from truceline.extract.roles_apart import Phrase

_BOTH = frozenset({"either", "both"})


def level_lists(doc: Document, phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases of one sentence, each in a list that opens with "either" or "both" as likely as its likeliest."""
    lists: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.group is not None and _opens_pair(doc, phrase.group):
            lists.setdefault(phrase.group, []).append(phrase)
    best = {g: {r: max(p.chances[r] for p in of) for r in (Role.ACTOR, Role.RECIPIENT)} for g, of in lists.items()}
    return [replace(p, chances=best[p.group]) if p.group in best else p for p in phrases]


def _opens_pair(doc: Document, first: int) -> bool:
    return any(c.dep == "preconj" and c.lower in _BOTH for c in doc.children(doc.tokens[first]))
