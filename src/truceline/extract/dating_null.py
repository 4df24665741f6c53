"""What speaks for an event without a day: how its trigger stands in the sentence, whether the report has a dateline.

Found where the coder left events of annotated reports undated, or dated them, more often than readers do: under a
dateline an act is seldom without a day, behind "that" it often is.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token
from truceline.extract.dating_story import tense_of

Signs = dict[str, float]


def undated_signs(doc: Document, head: Token | None) -> Signs:
    """Signs of having no day, named "null:...". head: of the trigger."""
    return dict.fromkeys(_signs(doc, head), 1.0)


def is_told_vaguely(doc: Document, head: Token | None, verb: Token | None) -> bool:
    """Whether a clause says of its deed that it was of late, or more than once up to now: "recently agreed", "has twice
    visited". The day that the report tells of is none of it: of 9 such in annotated reports none had it."""
    near = [*(doc.children(head) if head is not None else ()), *(doc.children(verb) if verb is not None else ())]
    up_to_now = verb is not None and tense_of(doc, verb) == "perfect"
    return any(
        (t.lower in _OF_LATE and t.dep in ("advmod", "amod", "npadvmod"))
        or (up_to_now and (t.lower == "twice" or (t.lower == "far" and any(c.lower == "so" for c in doc.children(t)))))
        for t in near
    )


_OF_LATE = frozenset("recently recent lately".split())


def _signs(doc: Document, head: Token | None) -> Iterator[str]:
    if doc.dateline is not None:
        yield "null:dateline"
    if head is None:
        return
    clause = head
    while clause.head != clause.i and clause.pos not in ("VERB", "AUX"):
        clause = doc.head(clause)
    yield f"null:stands as {head.dep}"
    for child in doc.children(clause):
        if child.dep == "mark":
            yield f"null:behind {child.lower}"
