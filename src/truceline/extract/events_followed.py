"""Two deeds of a clause of which one came after the other: "the violence followed talks in Bree on Monday", "clashed at
the funeral of a man shot on Monday"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.resources.lexicon import word_classes

_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_FOLLOWING: Final = frozenset("follow precede".split())
_COMING: Final = frozenset("come happen occur".split())
_BESIDE: Final = frozenset("after before ahead following".split())


def is_apart(doc: Document, deed: Token, token: Token) -> bool:
    """Whether a token of a deed's sentence, a day or a place, is of another deed than that one."""
    return is_of_what_it_followed(doc, deed, token) or is_mourned(doc, deed, token)


def is_of_what_it_followed(doc: Document, deed: Token, token: Token | None) -> bool:
    """Whether a token tells of the other deed, and the first is the subject: the talks, their place and their day of
    "the violence followed talks in Bree on Monday", the vote of "the visit comes ahead of a vote on May 3"."""
    if token is None or token.sent != deed.sent:
        return False
    if _is_before_it(doc, deed, token) or _is_returned_from(doc, deed, token):
        return True
    subject = next((t for t in (deed, *doc.ancestors(deed)) if t.dep in _SUBJECTS or t.pos in ("VERB", "AUX")), deed)
    if subject.dep not in _SUBJECTS or subject.pos in ("VERB", "AUX"):
        return False
    verb = doc.head(subject)
    follows = verb.lemma.lower() in _FOLLOWING
    comes = verb.lemma.lower() in _COMING
    others = {
        c.i
        for c in doc.children(verb)
        if (follows and c.dep in ("dobj", "agent"))
        or (comes and c.dep in ("prep", "advmod", "pcomp") and c.lower in _BESIDE)
    }
    up = {t.i for t in (token, *doc.ancestors(token))}
    behind = bool(others) and verb.i in up and token.i > min(others)  # whatever the parser ties "on Monday" to
    return behind or bool(up & others)


def is_mourned(doc: Document, deed: Token, harmed: Token) -> bool:
    """True for a harm that only says who was mourned where another deed took place: "clashed after the funeral of three
    men killed on Monday", whose dead are not those of the clash."""
    below = harmed
    for above in doc.ancestors(harmed):
        if above.i == deed.i or (above.pos in ("VERB", "AUX") and above.dep not in ("acl", "relcl")):
            return False
        if above.lemma.lower() in word_classes()["mourning"] and below.lower in ("of", "for"):
            return not any(t.i == above.i for t in doc.ancestors(deed)) or deed.i < above.i
        below = above
    return False


def _is_before_it(doc: Document, deed: Token, token: Token) -> bool:
    """Whether a token stands behind "ahead of" or "prior to": the day of "met ahead of the vote on Friday"."""
    for up in (token, *doc.ancestors(token)):
        if up.pos in ("VERB", "AUX") and up.dep not in ("acl", "relcl"):
            return False
        if (doc.head(up).lower, up.lower) in (("ahead", "of"), ("prior", "to")):
            return up.i > deed.i or all(t.i != up.i for t in doc.ancestors(deed))
    return False


_RETURNING: Final = frozenset("return arrive arrival come fly back homecoming".split())


def _is_returned_from(doc: Document, deed: Token, token: Token) -> bool:
    """Whether a token stands behind where one came from: the summit and Gondor of "met his guards on his return from a
    summit in Gondor"."""
    for up in (token, *doc.ancestors(token)):
        if up.i == deed.i or up.pos in ("VERB", "AUX"):
            return False
        if up.lower == "from" and doc.head(up).lemma.lower() in _RETURNING:
            return all(t.i != up.i for t in doc.ancestors(deed))
    return False
