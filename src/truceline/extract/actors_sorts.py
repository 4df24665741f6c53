"""What a cluster can be spoken of as: one person, several men, a body told in passing, the holder of an office."""

from __future__ import annotations

import re
from typing import Final

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document, Token
from truceline.extract.actors_clusters import Cluster
from truceline.extract.actors_drafts import MODIFIERS, Draft

RETOLD: Final = re.compile(r"\b(?:\d+-year-old|former|onetime|accused|alleged|outspoken|hardline|embattled|fugitive)\b")
"""Words by which "the" noun tells of a person named before."""
NOBODY: Final = frozenset({"victim", "family", "couple", "staff", "crowd", "public"})
"""Nouns that tell again of no one person named."""
ARMED_MEN: Final = frozenset({"assailants", "attackers", "gunmen", "kidnappers", "hijackers"})
SEVERAL_MEN: Final = frozenset({"men", "suspects", "defendants", "detainees", "accused", "women", *ARMED_MEN})
ARMED_WORDS: Final = frozenset(
    "rebel guerrilla guerilla militant insurgent separatist jihadist terrorist extremist".split()
)


def are_men(cluster: Cluster, armed: bool) -> bool:
    """True for several people told by a noun, brought in by a number or "some"."""
    groups = ("armed",) if armed else ("civil", "armed", "people")
    return cluster.group in groups and any(d.plural and d.new for d in cluster.drafts if d.form == "nominal")


def is_passing(cluster: Cluster) -> bool:
    """True for an outlet or business, and for a body of unknown kind that is told once."""
    if cluster.kind in (ActorKind.MEDIA, ActorKind.BUSINESS):
        return True
    return cluster.kind == ActorKind.UNKNOWN and sum(d.form != "pronoun" for d in cluster.drafts) < 2


def holds_office(cluster: Cluster, word: str) -> bool:
    """True for the holder of an office that has the word; "leader" is whoever has an office that leads."""
    office = (cluster.office or "").lower()
    words = set(office.split())
    return word in words or (word == "leader" and bool(words) and not words & _LEADS_NOBODY)


_LEADS_NOBODY: Final = frozenset(
    "attorney spokesman spokeswoman spokesperson ambassador general judge lawyer secretary commander envoy".split()
)


def is_one_person(doc: Document, cluster: Cluster) -> bool:
    """True for a named person and for one told by a noun, whom "he" can stand for: "a soldier", "a Palestinian"."""
    if cluster.group == "person" or any(_is_one_of_people(doc, d) for d in cluster.drafts):
        return True
    nominal = [d for d in cluster.drafts if d.form == "nominal"]
    if cluster.group not in ("official", "civil", "armed", "force", "police") or any(d.plural for d in nominal):
        return False
    if cluster.kind != ActorKind.STATE_FORCE:
        return True
    return bool(nominal) and all(doc.tokens[d.head].lemma in _ONE_MAN for d in nominal)


def _is_one_of_people(doc: Document, draft: Draft) -> bool:
    """True for "a Palestinian": one man told by his people's name."""
    head = doc.tokens[draft.head]
    one = head.tag in ("NN", "NNP") and any(c.lower in ("a", "an", "another") for c in doc.children(head))
    named = draft.form in ("demonym", "org") or draft.group == "people"
    return named and one and head.pos == "PROPN" and not draft.modifier and head.dep not in MODIFIERS


_ONE_MAN: Final = frozenset(
    "soldier guard marine pilot sailor conscript recruit commando paratrooper reservist trooper serviceman airman "
    "gunner sniper sentry officer sergeant lieutenant captain colonel major corporal private deserter "
    "peacekeeper".split()
)


def is_many(cluster: Cluster) -> bool:
    """True for several, and for groups and organs, which "they" can stand for."""
    if cluster.several or cluster.group in ("named", "organ"):
        return True
    return any(d.plural for d in cluster.drafts if d.form == "nominal")


def is_truce_told(doc: Document, pronoun: Token) -> bool:
    """True for an "it" that does what only truces and deals do: "it took effect", "it has held", "it was signed"."""
    verb = doc.head(pronoun)
    if pronoun.dep not in ("nsubj", "nsubjpass") or pronoun.lower != "it":
        return False
    if pronoun.dep == "nsubjpass":
        return verb.lemma in _DONE_TO_DEALS
    below = [c for c in doc.children(verb) if c.i > verb.i]
    if verb.lemma in ("expire", "lapse"):
        return True
    if verb.lemma == "hold":
        return not any(c.dep in ("dobj", "ccomp", "prt") or c.lower in ("on", "to", "off", "out") for c in below)
    objects = [c for c in below if c.dep == "dobj"]
    objects += [k for c in below if c.lower == "into" for k in doc.children(c) if c.dep == "prep"]
    return verb.lemma in ("enter", "come", "go", "take") and any(o.lower in _STARTING for o in objects)


_STARTING: Final = frozenset({"effect", "force", "hold"})
_DONE_TO_DEALS: Final = frozenset("sign violate breach broker negotiate extend renew ratify observe conclude".split())
