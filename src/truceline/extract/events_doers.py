"""The party that stands before a deed's noun without a name: "the coalition airstrike", "a rebel onslaught"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import load_person_nouns
from truceline.resources.lexicon import word_classes

_GROUPS: Final = frozenset({"armed", "force", "government", "group", "police"})
"""Classes of actor nouns that do force."""
_OF_KIND: Final = frozenset(
    "terrorist suicide military army air security sniper bomber commando bomb killer assassin murderer attacker hitman "
    "member suspect perpetrator force side country nation power party court council parliament congress senate judge "
    "leadership cabinet ministry state council presidency society association institution entity team rival opponent "
    "neighbour neighbor partner body agency judiciary tribunal assembly republic monarchy network unit plane mission "
    "personnel patrol front division wing cell delegation".split()
)
"""Before a deed these say of what kind it is, or between whom ("a party conflict", "the power struggle")."""
_DEEDS: Final = frozenset(
    "airstrike airraid onslaught bombardment assault incursion ambush crackdown invasion siege barrage blitz "
    "counterattack counteroffensive gunfire push advance atrocity massacre explosion blast shootout clash skirmish "
    "gunbattle firefight insurgency reprisal rampage abduction kidnapping blockade shooting sweep".split()
)
_NOT_DEEDS: Final = frozenset({"killing", "activity", "war", "warfare", "conflict", "struggle"})
"""Nouns of violence before which the party may be the victim, or which it only describes ("a guerrilla war")."""


def doers_by_noun(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Common nouns before a noun of violence that say whose deed it is."""
    return tuple(c for c in doc.children(noun) if is_doer_before(doc, c))


def is_doer_before(doc: Document, token: Token) -> bool:
    """True for a common noun that stands before a noun of violence and says whose deed it is."""
    if token.dep not in ("compound", "amod", "nmod") or token.pos not in ("NOUN", "PROPN", "ADJ"):
        return False
    above = doc.head(token)
    if token.i >= above.i or above.pos not in ("NOUN", "PROPN") or not _is_deed(above):
        return False
    known = load_actor_nouns().get(token.lower)
    own = token.ent in ("GPE", "NORP", "PERSON", "LOC", "FAC") or (token.ent == "ORG" and token.ent == above.ent)
    if known is None or known.group not in _GROUPS or own or token.lower in _OF_KIND:
        return False
    before = doc.tokens[token.i - 1].lower if token.i else ""
    joined = before in ("-", "–", "anti", "pro")  # "an anti-government raid"
    after = doc.tokens[token.i + 1].text in ("-", "–") and token.i + 1 < above.i  # "a police-style raid"
    return not joined and not after and token.lower not in word_classes()["weapon"]


def joined_names(doc: Document, noun: Token) -> tuple[Token, ...]:
    """The two names that a hyphen joins before a noun of fighting: "the Arnor-Mordor war"."""
    for last in doc.children(noun):
        if last.dep not in ("compound", "nmod", "amod") or last.pos != "PROPN" or last.i < 2:
            continue
        hyphen, first = doc.tokens[last.i - 1], doc.tokens[last.i - 2]
        touching = first.end == hyphen.start and hyphen.end == last.start
        apart = hyphen.text in _HYPHENS and not hyphen.ent and first.pos == "PROPN" and touching
        if apart and min(len(first.text), len(last.text)) >= _SHORTEST and noun.lemma.lower() in _FIGHTS:
            return first, last
    return ()


def is_joined_name(doc: Document, token: Token) -> bool:
    """True for one of two names before a noun of fighting (joined_names), and for a side that the parse puts into the
    other's phrase (is_side_before)."""
    if is_side_before(doc, token):
        return True
    beside = (doc.tokens[i].text for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc.tokens))
    if token.pos != "PROPN" or not any(t in _HYPHENS for t in beside):
        return False
    above = doc.head(token)
    return any(token.i == name.i for noun in (above, doc.head(above)) for name in joined_names(doc, noun))


def is_joined_people(doc: Document, token: Token) -> bool:
    """True for the people that a hyphen joins to a state's before a noun of talks or a deal: the Dwarves of "the
    Elvish-Dwarvish talks"."""
    above = doc.head(token)
    if token.i < 2 or token.dep not in ("amod", "compound", "nmod") or not token.text[:1].isupper():
        return False
    hyphen, first = doc.tokens[token.i - 1], doc.tokens[token.i - 2]
    touching = first.end == hyphen.start and hyphen.end == token.start and hyphen.text in _HYPHENS
    shared = above.pos == "NOUN" and above.lemma.lower() in word_classes()["talks"] | _DEALS
    return touching and shared and first.ent in ("NORP", "GPE") and not token.ent


_DEALS: Final = frozenset("agreement accord deal pact treaty truce ceasefire cease-fire conflict visit".split())


def is_side_before(doc: Document, token: Token) -> bool:
    """True for the first side of "between the government and Northern rebels", which the parse takes for a modifier of
    the rebels."""
    known = load_actor_nouns().get(token.lower)
    if token.dep not in ("nmod", "compound") or known is None or known.group not in _GROUPS:
        return False
    above = doc.head(token)
    linked = {c.dep for c in doc.children(token) if token.i < c.i < above.i}
    return {"cc", "conj"} <= linked and above.dep == "pobj" and doc.head(above).lower == "between"


def sides_between(doc: Document, noun: Token) -> tuple[Token, ...]:
    """The head of a phrase behind "between", and the side before it that stands in the same phrase."""
    return (*(c for c in doc.children(noun) if is_side_before(doc, c)), noun)


_HYPHENS: Final = ("-", "–", "/")
_SHORTEST: Final = 3
"""Letters of each name; "al-Qaida war" has one."""
_FIGHTS: Final = frozenset(
    "clash skirmish fight fighting battle war conflict confrontation hostility gunbattle firefight violence".split()
)


POWERS: Final = frozenset({"government", "regime", "junta", "police"})
"""Common nouns to which "anti" is joined for those whom a protest or an attack is against."""


def is_against(doc: Document, token: Token) -> bool:
    """True for a name or power to which "anti" is joined: "anti-Elvish bombings", "anti-government protests"."""
    named = token.ent in ("GPE", "NORP", "ORG", "PERSON") and token.text[:1].isupper()
    if not (named or token.lower in POWERS) or token.dep not in ("amod", "compound", "nmod"):
        return False
    return _prefix(doc, token) == "anti"


def _prefix(doc: Document, token: Token) -> str:
    """``anti`` or ``pro`` where it is joined to a name, else empty."""
    before = {t.lower.rstrip("-–") for t in doc.tokens[max(0, token.i - 2) : token.i] if t.sent == token.sent}
    beside = doc.tokens[token.i - 1].text[-1] in "-–" if token.i else False
    return next((p for p in ("anti", "pro") if beside and p in before), "")


def is_stance(doc: Document, token: Token) -> bool:
    """True for a name that only tells whom people are for or against: "the anti-Elvish majority", "pro-Elvish parties".
    "Anti-Elvish riots" and slogans are against the elves."""
    above = doc.head(token)
    lemma = above.lemma.lower()
    people = above.lower in load_actor_nouns() or lemma in load_person_nouns() or lemma in word_classes()["blocs"]
    return bool(_prefix(doc, token)) and above.i > token.i and people


def _is_deed(noun: Token) -> bool:
    lemma = noun.lemma.lower() if noun.pos == "NOUN" else noun.lower.removesuffix("s")
    return lemma not in _NOT_DEEDS and (lemma in _DEEDS or lemma in word_classes()["hostilities"])
