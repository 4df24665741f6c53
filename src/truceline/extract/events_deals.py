"""Agreements that are still to be made or were not: "is struggling to broker a deal", "failed to reach an accord"."""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse

_MAKING: Final = frozenset(
    "reach strike seal broker forge clinch conclude negotiate secure sign finalise finalize hammer achieve find".split()
)
_DEALS: Final = frozenset("agreement deal accord pact compromise treaty settlement".split())
_CHANCES: Final = frozenset("chance hope possibility prospect aim goal likelihood intention way".split())
_DONE: Final = frozenset(
    "persuade manage able succeed lead get force make be first agree choose decide proceed".split()
)
"""What brings it about that somebody does: "persuaded both to sign the pact", "the first to sign a treaty"."""


def still_to_make(doc: Document, trigger: Token) -> str:
    """The words that leave an agreement to be made; empty for any other. Of 11 such agreements of annotated reports 8
    are future."""
    verb = trigger if trigger.lemma in _MAKING else doc.head(trigger)
    deal = trigger if verb.i != trigger.i else next((c for c in doc.children(verb) if c.dep == "dobj"), None)
    if deal is None or deal.dep != "dobj" or deal.lemma not in _DEALS or verb.lemma not in _MAKING:
        return ""
    over = doc.head(verb)
    if verb.tag == "VBG" and verb.dep == "pcomp":
        chance = doc.head(over)
        open_yet = (over.lower == "of" and chance.lemma in _CHANCES) or (
            over.lower == "to" and chance.lower in ("close", "closer", "near", "nearer")
        )
        return f"{chance.lower} {over.lower} {verb.lower}" if open_yet else ""
    meant = verb.tag == "VB" and verb.dep in ("xcomp", "advcl", "acl", "relcl", "ccomp")
    meant = meant and (over.lemma == "help" or any(c.lower == "to" and c.dep == "aux" for c in doc.children(verb)))
    beside = (c.lemma for c in doc.children(over) if c.dep in ("acomp", "amod", "attr"))
    done = over.lemma in _DONE or any(lemma in _DONE for lemma in beside)
    return f"to {verb.lower}" if meant and not done else ""


TRIED_IN_VAIN = frozenset(
    {EventType.AGREE, EventType.CONSULT, EventType.COOPERATE, EventType.CONCEDE, EventType.SUPPORT, EventType.AID}
)
"""What is not done by those who "failed to" do it; to fail to withdraw or to answer is a refusal."""


def is_failed(doc: Document, verb: Token, trigger: Token) -> bool:
    """True for "fail" over the infinitive that the trigger stands in: "failed to agree", "failed to reach a deal", not
    "the talks failed to end the siege"."""
    if verb.lemma != "fail" or parse.is_negated(doc, verb):
        return False
    up = {trigger.i, *(t.i for t in doc.ancestors(trigger))}
    return any(c.dep == "xcomp" and c.tag == "VB" and c.i in up for c in doc.children(verb))
