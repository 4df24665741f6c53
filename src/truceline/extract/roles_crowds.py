"""Crowds of nobody in particular: the dead of a war are its toll and no side of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.roles_candidate import Candidate

_STRIFE: Final = frozenset(
    "violence unrest conflict war insurgency insurrection uprising rebellion clash fighting strife bloodshed".split()
)
_CROWD: Final = frozenset({"people", "person"})


def note_crowds(doc: Document, lead: Token, candidates: Sequence[Candidate]) -> None:
    """Note as ``crowd`` people told by their number alone, where the deed is a war or strife: "violence has killed over
    3,200 people". In four annotated events so told none has them as recipients.

    lead: head of the event's best trigger.
    """
    if lead.pos != "NOUN" or parse.lemma_of(doc, lead) not in _STRIFE:
        return
    for each in candidates:
        head = doc.syntactic_head(each.span)
        if head is not None and each.entity.id is None and head.lemma.lower() in _CROWD and _is_bare(doc, head):
            each.note("crowd", 1.0)


def _is_bare(doc: Document, head: Token) -> bool:
    """True for people of whom no word but a number tells more."""
    telling = ("amod", "compound", "nmod", "relcl", "acl", "poss", "appos")
    return not any(c.dep in telling and c.lower not in _MORE for c in doc.children(head))


_MORE: Final = frozenset({"more", "many", "other", "least", "several", "few", "dead", "estimated"})
