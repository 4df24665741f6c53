"""The sides of an attack that is beaten off: "repelled an attack by rebels on its base", "the raid was thwarted by".

Who repels it suffered it, and it is the attack of whoever it is "by" or whose it is. Of 13 subjects of such verbs in
annotated reports 12 are the ones attacked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truceline.domain.codes import Role
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_DOES: Final[Mapping[Role, float]] = {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}
_SUFFERS: Final[Mapping[Role, float]] = {Role.ACTOR: 0.02, Role.RECIPIENT: 0.9}
_PREVENTS: Final[Mapping[Role, float]] = {Role.ACTOR: 0.02, Role.RECIPIENT: 0.3}
"""Chances of who foils an attack on somebody else."""
_BEATING_OFF: Final = frozenset(
    {("repel", ""), ("repulse", ""), ("rebuff", ""), *((v, "off") for v in ("fight", "beat", "fend", "hold", "ward")),
     *((v, "back") for v in ("beat", "throw", "push", "drive", "fight", "hurl"))}
)  # fmt: skip
_FOILING: Final = frozenset({"thwart", "foil", "frustrate", "prevent", "avert"})
_ATTACKS: Final = frozenset(
    "attack assault offensive raid counterattack counteroffensive ambush incursion onslaught attempt infiltration "
    "advance thrust push".split()
)
_NOT_SIDES: Final = frozenset({"DATE", "TIME", "CARDINAL"})
_OWN: Final = frozenset({"GPE", "NORP", "ORG"})


def beaten_off(doc: Document, anchor: Token) -> dict[int, Mapping[Role, float]]:
    """Head of a phrase to its chances on either side, where the event's word stands with a verb of beating off.

    anchor: the verb or the attack; elsewhere nothing.
    """
    verb = anchor if parse.is_verb(anchor) else doc.head(anchor)
    if not parse.is_verb(verb):
        return {}
    particles = {c.lower for c in doc.children(verb) if c.dep in ("prt", "advmod", "prep")} | {""}
    foiled = verb.lemma in _FOILING
    if not foiled and not {(verb.lemma, p) for p in particles} & _BEATING_OFF:
        return {}
    direct = [c for c in doc.children(verb) if c.dep == "dobj"]
    passive = parse.is_passive(doc, verb) and not direct
    objects = direct or parse.patients(doc, verb) or parse.prep_objects(doc, verb, "off", "back")
    attacks = [t for t in parse.all_joined(doc, objects) if parse.lemma_of(doc, t) in _ATTACKS]
    if not attacks or parse.is_negated(doc, verb):
        return {}
    held = parse.all_joined(doc, parse.agents(doc, verb) if passive else parse.subjects(doc, verb))
    held += _tellers(doc, verb, held)
    own = [c for a in attacks for c in doc.children(a) if c.dep == "poss" or _names(doc, c)]
    own += [t for a in attacks for t in parse.doers_before(doc, a)]
    by = [t for a in (attacks if passive else (*attacks, verb)) for t in parse.prep_objects(doc, a, "by")]
    doers = [t for t in parse.all_joined(doc, by) if t.ent not in _NOT_SIDES and t not in held]
    aside = foiled and any(not _is_where(t) for a in attacks for t in parse.prep_objects(doc, a, "on", "against"))
    told = {t.i: _PREVENTS if aside else _SUFFERS for t in held}
    return told | {t.i: _DOES for t in (*own, *doers)}


def _tellers(doc: Document, verb: Token, held: list[Token]) -> list[Token]:
    """Who says of himself that he repelled it: "the army said it had repulsed an attack"."""
    over = doc.head(verb)
    of_himself = bool(held) and all(t.lower in ("it", "they", "he", "she", "we") for t in held)
    told = of_himself and verb.dep == "ccomp" and over.lemma in word_classes()["verbs_say"]
    return parse.all_joined(doc, parse.subjects(doc, over)) if told else []


def _names(doc: Document, token: Token) -> bool:
    """True for a word before an attack that says whose it is: "a Taliban attack", "a rebel assault"."""
    force = parse.lemma_of(doc, token) in word_classes()["force"] - word_classes()["weapon"]
    return token.dep in ("amod", "compound", "nmod") and (token.ent in _OWN or force)


def _is_where(token: Token) -> bool:
    return token.ent in ("GPE", "LOC", "FAC")
