"""People whom a country and a trade alone tell: "a Gondorian clockmaker"."""

from __future__ import annotations

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document, Token
from truceline.extract.actors_drafts import Draft
from truceline.extract.quantities_lists import is_person
from truceline.resources.actor_words import ActorNoun
from truceline.resources.harm import harm_class

_BEFORE = ("amod", "compound", "nmod")


def stranger(doc: Document, token: Token, by_token: dict[int, Draft]) -> ActorNoun | None:
    """How a person is read whom no table of parties knows but whose noun is of people, with the country that he is
    from before it: he is a party of his own, and his country none. None for those who serve it ("a Gondorian
    sergeant"), for things and for persons of no country.
    """
    if token.tag not in ("NN", "NNS") or token.ent == "NORP" or token.lemma.lower() in harm_class("in_service"):
        return None
    if any(c.dep == "poss" for c in doc.children(token)) or not is_person(token):
        return None
    before = (by_token[c.i] for c in doc.children(token) if c.i < token.i and c.dep in _BEFORE and c.i in by_token)
    known = any(d.group == "state" and d.modifier for d in before)
    return ActorNoun(token.lower, "civil", ActorKind.CIVILIANS) if known else None
