"""What ties a noun to a party told before: "X is a group", and whose people a pronoun tells of.

"Its members" are the group's, "his fighters" are of whom he fights for, "its staff" are the body's own.
"""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import ActorKind
from truceline.domain.text import Document, Token
from truceline.extract.actors_clusters import Cluster
from truceline.extract.actors_drafts import MEMBER_CLASSES, Draft
from truceline.resources.lexicon import harming_verbs

_BODIES: Final = frozenset({"named", "org"})
_BANDS: Final = frozenset({"group", "armed"})
"""Parties that have no name in the report ("a group linked to Fatah", "the rebels")."""
_STAFF: Final = frozenset("staff employee volunteer worker".split())
_EMPLOYERS: Final = frozenset({ActorKind.NGO, ActorKind.IGO, ActorKind.MISSION, ActorKind.BUSINESS, ActorKind.MEDIA})


def party_of(draft: Draft, head: Token, owner: Cluster) -> Cluster | None:
    """The party that people are one entity with who are told by a pronoun's noun; None for a party of their own.

    owner: whom the pronoun stands for.
    """
    if head.lemma.lower() in _STAFF:
        return owner if owner.kind in _EMPLOYERS and owner.group in (*_BODIES, "organ") else None
    if draft.group not in MEMBER_CLASSES or draft.group == "official":
        return None
    if owner.group in _BODIES or (owner.group in _BANDS and draft.group == "armed" and owner.state is None):
        return owner
    if owner.group in ("person", "official") and draft.group in ("armed", "force") and owner.state is None:
        above = owner.owner
        return above if above is not None and above.group in _BODIES else None
    return None


def gives_office(cluster: Cluster, owner: Cluster) -> bool:
    """True for an official or a person in office who acts for the body that a pronoun stands for: "its secretary"."""
    apart = cluster is not owner and owner.owner is not cluster
    free = cluster.owner is None and cluster.state is None and cluster.group in ("official", "person")
    return apart and free and owner.group in (*_BODIES, "organ", "state")


def said_to_be(doc: Document, noun: Token) -> int | None:
    """Head of the subject of which a sentence says what it is: "the Riders are a group that split off in May"."""
    verb = doc.head(noun)
    if noun.dep != "attr" or verb.lemma != "be" or any(c.dep == "neg" or c.dep == "aux" for c in doc.children(verb)):
        return None
    if any(c.dep == "attr" and c.i < noun.i for c in doc.children(verb)):
        return None  # "X is part of Y, an alliance"
    return next((c.i for c in doc.children(verb) if c.dep == "nsubj" and c.i < noun.i), None)


_STEPS: Final = 4
_SHOOTS: Final = frozenset({"fire", "shoot", "open", "shell"})
_SEIZES: Final = frozenset("capture seize arrest detain abduct kidnap ambush execute behead hang pursue".split())


def harming_verb(doc: Document, pronoun: Token) -> Token | None:
    """The verb of harm in whose object "its", "their" or "of them" stands: whoever does it harms others than his own.

    "Killed three of its members", "killing 12 of them", "fired at one of their posts"; not "killed his wife", "lost
    three of its men".
    """
    if pronoun.lower not in ("its", "their", "them"):
        return None
    word = doc.head(pronoun) if pronoun.dep == "poss" else pronoun
    for _ in range(_STEPS):
        above = doc.head(word)
        if word.dep == "pobj" and above.lower == "of":
            word = doc.head(above)
        elif word.dep == "conj" and above.pos in ("NOUN", "PROPN", "NUM"):
            word = above
        else:
            break
    verb = doc.head(word)
    if word.dep == "pobj" and verb.lower in ("at", "on", "upon"):
        shot = doc.head(verb)
        shot = doc.head(shot) if shot.lower == "fire" and shot.dep == "dobj" else shot
        return shot if shot.lemma in _SHOOTS and word.i != pronoun.i else None
    harms = verb.lemma in harming_verbs() or verb.lemma in _SEIZES
    return verb if word.dep == "dobj" and word.i != pronoun.i and harms else None
