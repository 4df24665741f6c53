"""Agreements that are still to be made: "is struggling to broker a deal", "a good chance of reaching an agreement"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token

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
