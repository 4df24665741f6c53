"""Those told in one list, of whom each is as likely as the other: "either the Front or the League", "both", and
"US-Iraqi forces", who are two states' men."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truceline.domain.codes import Role
from truceline.domain.text import Document, Token
from truceline.extract.roles_apart import Phrase

_BOTH = frozenset({"either", "both"})


def level_lists(doc: Document, phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases of one sentence, each in a list that opens with "either" or "both" as likely as its likeliest, and
    marked ``paired``."""
    lists: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.group is not None and _opens_pair(doc, phrase.group):
            lists.setdefault(phrase.group, []).append(phrase)
    best = {g: {r: max(p.chances[r] for p in of) for r in (Role.ACTOR, Role.RECIPIENT)} for g, of in lists.items()}
    return [
        replace(p, chances=best[p.group], marks=p.marks | {"paired"}) if p.group in best else p for p in phrases
    ]


def _opens_pair(doc: Document, first: int) -> bool:
    return any(c.dep == "preconj" and c.lower in _BOTH for c in doc.children(doc.tokens[first]))


def first_of_two(doc: Document, head: Token) -> Token | None:
    """The first people or state of two that a hyphen joins in or before a phrase's head: "US" of "US-Iraqi forces"; not
    "US" of "US-led forces"."""
    for second in (head, *(c for c in doc.children(head) if c.dep in ("amod", "compound", "nmod"))):
        if second.i < 2 or second.ent not in _PEOPLES:
            continue
        first, hyphen = doc.tokens[second.i - 2], doc.tokens[second.i - 1]
        tight = first.end == hyphen.start and hyphen.end == second.start
        if hyphen.text in ("-", "–") and tight and first.ent in _PEOPLES and first.sent == second.sent:
            return first
    return None


_PEOPLES = frozenset({"NORP", "GPE"})
