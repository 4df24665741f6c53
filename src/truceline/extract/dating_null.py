"""What speaks for an event without a day: how its trigger stands in the sentence, whether the report has a dateline.

Found where the coder left events of annotated reports undated, or dated them, more often than readers do: under a
dateline an act is seldom without a day, behind "that" it often is.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token

Signs = dict[str, float]


def undated_signs(doc: Document, head: Token | None) -> Signs:
    """Signs of having no day, named "null:...". head: of the trigger."""
    return dict.fromkeys(_signs(doc, head), 1.0)


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
