"""Two deeds of a sentence of which one came of the other, or since the other, are two events."""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract.events_causes import brought_on_by
from truceline.extract.merge_views import View


def is_brought_on(doc: Document, a: View, b: View) -> bool:
    """True when a sentence says that one of two mentions brought on the other ("the murder touched off a massacre"), or
    that one has gone on since the other ("have bombed two towns since the talks broke down over two killings").

    Ten sentences of annotated reports tell of a deed as such a verb's subject and of one as its object; none has them
    as one event.
    """
    if a.mention.sentence != b.mention.sentence:
        return False
    pairs = ((a.anchor, b.anchor), (b.anchor, a.anchor))
    return any(later.i in brought_on_by(doc, first) or _is_since(doc, later, first) for first, later in pairs)


def _is_since(doc: Document, later: Token, first: Token) -> bool:
    """True where the first stands under a "since" that hangs on the later."""
    below = first
    for above in doc.ancestors(first):
        since = below.lower == "since" or any(c.dep == "mark" and c.lower == "since" for c in doc.children(below))
        if since or above.i == later.i:
            return since and above.i == later.i
        below = above
    return False
