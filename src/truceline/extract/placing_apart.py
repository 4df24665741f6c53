"""Places that a sentence gives to something else than the event: to what it followed, to what has gone on since."""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract.events_followed import is_mourned, is_of_what_it_followed


def is_apart(doc: Document, deed: Token | None, place: Token | None) -> bool:
    """Whether a place of the deed's sentence is that of another deed. deed: the trigger's head; place: the place's."""
    if deed is None or place is None:
        return False
    other = is_of_what_it_followed(doc, deed, place) or is_mourned(doc, deed, place)
    return other or _is_since(doc, deed, place)


def _is_since(doc: Document, deed: Token, place: Token) -> bool:
    """True for Bree of "petitions are read in Bree since the riots were put down", where the riots are the deed."""
    for clause in (deed, *doc.ancestors(deed)):
        if clause.dep == "advcl" and any(c.dep == "mark" and c.lower == "since" for c in doc.children(clause)):
            return all(t.i != clause.i for t in (place, *doc.ancestors(place)))
    return False
