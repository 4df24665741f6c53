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
    return any(
        later.i in brought_on_by(doc, first) or _is_since(doc, later, first) or _is_ranked_since(doc, later, first)
        for first, later in pairs
    )


def _is_since(doc: Document, later: Token, first: Token) -> bool:
    """True where the first stands under a "since" that hangs on the later."""
    since = _under_since(doc, first)
    return since is not None and doc.head(since).i == later.i


def _under_since(doc: Document, token: Token) -> Token | None:
    """The head of the phrase or clause of "since" that a word stands in."""
    for below in (token, *doc.ancestors(token)):
        if below.lower == "since" or any(c.dep == "mark" and c.lower == "since" for c in doc.children(below)):
            return below
    return None


_RANKS = frozenset("first worst deadliest bloodiest biggest largest heaviest last latest only boldest fiercest".split())


def _is_ranked_since(doc: Document, later: Token, first: Token) -> bool:
    """True where the later is called the first or the worst since the other: "the killing was the first since the
    Front's ambush", "the worst attack since May, when rebels killed ten"."""
    since = _under_since(doc, first)
    if since is None or later.i in {t.i for t in doc.subtree(since)}:
        return False
    above = doc.head(since)
    ranked = {above.lower, *(c.lower for c in doc.children(above))}
    ranked |= {c.lower for a in doc.children(above) if a.dep in ("attr", "acomp") for c in doc.children(a)}
    return bool(ranked & _RANKS)
