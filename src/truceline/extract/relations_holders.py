"""Who holds an office or is the wing of a party: named around the noun, told by the clause, or not named at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from truceline.domain.codes import ARMED_KINDS, ActorKind, RelationKind
from truceline.domain.mentions import Actor
from truceline.domain.text import Document
from truceline.extract.relations_parties import ORGANISED, Body, Parties
from truceline.resources.actor_words import load_titles
from truceline.resources.relation_patterns import RelationPattern

GROUPS: Final = ARMED_KINDS | {ActorKind.PARTY, ActorKind.UNKNOWN}
"""Kinds of actors that have wings and splinters."""
_BEING = frozenset({"be", "become", "remain"})
_HOLDING = frozenset("consider regard call deem name elect appoint see view describe brand label".split())
_THOUGHT = frozenset("see regard describe consider believe think say know call view deem widely as to be been".split())
_LEAVING = frozenset("oust remove dismiss sack replace resign retire quit step depose topple fire".split())
_SERVING = frozenset("serve act elect appoint name install inaugurate confirm reappoint reelect".split())
_NAMING = frozenset({"calling", "itself", "called", "named", "known", "as", "themselves"})
_PARTS = frozenset({"wing", "armed wing", "faction", "arm", "affiliate", "branch"})
_BY_SUBJECT = frozenset("serve act resign retire quit step".split())


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun of the table where it stands. Token numbers; ``first`` opens its phrase, ``end`` is past its words."""

    pattern: RelationPattern
    first: int
    start: int
    end: int
    ended: bool
    """True when the words say that it is over ("former")."""

    @property
    def office(self) -> bool:
        """True for an office, which persons hold; False for a wing or an ally."""
        return "office" in self.pattern.shape


@dataclass(frozen=True, slots=True)
class Holder:
    """A party of which the noun is said."""

    party: Body
    ended: bool
    claimed: bool = False
    """True when a clause says so ("X was head of Y"), not the words beside the name."""


def find_holders(doc: Document, parties: Parties, phrase: NounPhrase, end: int, body: Body | None) -> list[Holder]:
    """Who holds the office or is the wing; the office itself where nobody is named ("its commander").

    end: number of the token past the whole phrase. body: what it belongs to, where that is told.
    """
    plural = doc.tokens[phrase.end - 1].tag in ("NNS", "NNPS")
    party = _named_after(doc, parties, end, phrase.office)
    if party is None and (not plural or not phrase.office or doc.tokens[phrase.first - 2].lower == "one"):
        party = _named_before(doc, parties, phrase)
    if party is None and (not plural or not phrase.office):
        party = _named_past_comma(doc, parties, phrase, end)
    if party is not None:
        return [Holder(party, phrase.ended)]
    stated = [Holder(parties.whole(a), phrase.ended or over, True) for a, over in _stated_of(doc, parties, phrase)]
    if stated or plural or body is None:
        return stated
    unnamed = (_unnamed if phrase.office else _unnamed_part)(doc, parties, phrase, end, body)
    return [Holder(unnamed, phrase.ended, not phrase.office)] if unnamed else []


def _holding(doc: Document, parties: Parties, k: int, *, opens: bool, office: bool) -> Body | None:
    """The named party whose words open at token k, or close there; a person whom the actor layer lacks by his name."""
    kinds = {ActorKind.PERSON, ActorKind.UNKNOWN} if office else ORGANISED - {ActorKind.STATE} | {ActorKind.PERSON}
    held = next((h for h in (parties.starting(k) if opens else parties.ending(k)) if h.named), None)
    if held is not None:
        return parties.whole(held.actor, held) if held.actor.kind in kinds else None
    if not office or doc.tokens[k].ent != "PERSON" or parties.at(doc.tokens[k]) is not None:
        return None
    first = last = k
    while not opens and first > 0 and doc.tokens[first - 1].ent == "PERSON":
        first -= 1
    while opens and last + 1 < len(doc.tokens) and doc.tokens[last + 1].ent == "PERSON":
        last += 1
    return parties.phrase(first, last) if last > first else None


def _named_after(doc: Document, parties: Parties, i: int, office: bool) -> Body | None:
    """The name right after an office: "Iraqi president Jalal Talabani", past ranks and a second office."""
    titles = load_titles()
    for k in range(i, min(i + 6, len(doc.tokens))):
        token = doc.tokens[k]
        if token.sent != doc.tokens[i - 1].sent:
            return None
        party = _holding(doc, parties, k, opens=True, office=office)
        if party is not None:
            return party
        plain = token.lower.replace(".", "")
        second = token.lower == "and" and k + 1 < len(doc.tokens) and doc.tokens[k + 1].lower in ("ex", "former")
        rank = plain in titles or token.text in (".", "-", '"') or plain in ("ex", "former", "guerrilla", "rebel")
        naming = not office and (token.pos == "DET" or token.lower in _NAMING)
        if not (rank or second or naming):
            return None
    return None


def _named_before(doc: Document, parties: Parties, phrase: NounPhrase) -> Body | None:
    """The name that an apposition follows: "Bob Corker, the chair of ...", past an age, brackets, "seen as"."""
    tokens, k = doc.tokens, phrase.first - 1
    while k > 0 and (tokens[k].lemma in _THOUGHT or tokens[k].lower in ("one", "of", "also")):
        k -= 1
    if k < 1 or tokens[k].text not in (",", "(", "–", "--", "-") or tokens[k].sent != tokens[phrase.start].sent:
        return None
    k -= 1
    if k > 1 and tokens[k].pos == "NUM" and tokens[k - 1].text == ",":
        k -= 2
    if tokens[k].text == ")":
        while k > 0 and tokens[k].text != "(":
            k -= 1
        k -= 1
    return _holding(doc, parties, k, opens=False, office=phrase.office) if k >= 0 else None


def _named_past_comma(doc: Document, parties: Parties, phrase: NounPhrase, end: int) -> Body | None:
    """The name in apposition to a definite noun: "the Syrian president, Bashar al-Assad"; not the next of a list."""
    tokens = doc.tokens
    if end + 1 >= len(tokens) or tokens[end].text not in (",", "–", "--") or phrase.first == phrase.start:
        return None
    k, proper = end + 1, -1
    while k < len(tokens) - 1 and not parties.starting(k):
        if not (tokens[k].lower.replace(".", "") in load_titles() or (not phrase.office and tokens[k].pos in _OPENING)):
            break
        proper = k if tokens[k].pos == "PROPN" and proper < 0 else proper
        k += 1
    party = _holding(doc, parties, k, opens=True, office=phrase.office)
    if party is None or tokens[k].sent != tokens[phrase.start].sent:
        return None
    after = [t.lower for t in tokens[party.last + 1 : party.last + 3]]
    if after[:1] in (["and"], ["or"]) or after in ([",", "and"], [",", "or"]):
        return None
    person = party.actor is not None and party.actor.kind == ActorKind.PERSON
    if not phrase.office and person and tokens[end + 1].pos == "DET":  # "the Free Aceh Majlis" is nobody's name
        return parties.phrase(proper if proper >= 0 else k, party.last)
    return party


_OPENING = frozenset({"DET", "PROPN"})


def _stated_of(doc: Document, parties: Parties, phrase: NounPhrase) -> Iterator[tuple[Actor, bool]]:
    """Of whom a clause says the noun, and whether that is over.

    "X was head of Y", "X, believed to be the wing of Y", "regards X as the wing of Y", "was ousted as leader of".
    """
    token = doc.tokens[phrase.end - 1]
    head = doc.head(token)
    if any(c.dep == "neg" for c in doc.children(head)):
        return
    if token.dep == "attr" and head.lemma in _BEING:
        over = head.tag == "VBD" and head.lemma == "be" and head.dep == "ROOT"
        if head.dep == "xcomp" and doc.head(head).lemma in _THOUGHT:
            head = doc.head(head)
        yield from ((a, over) for c in doc.children(head) if c.dep == "nsubj" for a in parties.counted(c))
        return
    if token.dep == "pobj" and head.lower == "as":
        verb = doc.head(head)
        passive = any(c.dep in ("nsubjpass", "auxpass") for c in doc.children(verb))
        if verb.lemma not in _LEAVING | _SERVING | _HOLDING:
            return
        side = "nsubjpass" if passive else "nsubj" if verb.lemma in _BY_SUBJECT else "dobj"
        for child in doc.children(verb):
            if child.dep == side:
                yield from ((a, verb.lemma in _LEAVING) for a in parties.with_conjuncts(child))
    elif token.dep in ("oprd", "dobj", "attr", "ccomp") and head.lemma in _HOLDING:
        said_of = [c for c in doc.children(head) if c.dep in ("dobj", "nsubj", "nsubjpass") and c.i < token.i]
        said_of += [c for c in doc.children(token) if c.dep == "nsubj"]
        if said_of:
            yield from ((a, False) for a in parties.with_conjuncts(said_of[-1]))


def _unnamed(doc: Document, parties: Parties, phrase: NounPhrase, end: int, body: Body) -> Body | None:
    """The office itself as a party: "Georgia's leader", "its commander", "a spokesman for the League"."""
    opening = doc.tokens[phrase.first]
    speaks = phrase.pattern.kind == RelationKind.SPEAKS_FOR
    if not speaks and (opening.lower in ("a", "an") or body.actor is None):
        return None
    token = doc.tokens[phrase.end - 1]
    if token.dep in ("attr", "appos") or (token.lower in ("head", "chair") and end == phrase.end):
        return None
    if doc.tokens[phrase.first - 1].text == "," and token.dep not in ("nsubj", "nsubjpass"):
        return None
    actor = parties.at(token)
    phrase_alone = parties.phrase(phrase.first + (opening.pos == "DET"), max(end, phrase.end) - 1)
    if actor is None or actor.key == body.key or actor.kind not in (ActorKind.PERSON, ActorKind.GOVERNMENT):
        return phrase_alone
    words = actor.name.split()
    if actor.kind != ActorKind.PERSON and token.lower not in actor.name.lower():
        return phrase_alone  # the actor layer took the office for another party
    told = actor.kind == ActorKind.PERSON or len(words) > 1 + (words[0].lower() in ("a", "an"))
    held = next(iter(parties.ending(token.i)), None)
    return parties.whole(actor, held) if told else replace(phrase_alone, actor=actor)


def _unnamed_part(doc: Document, parties: Parties, phrase: NounPhrase, end: int, body: Body) -> Body | None:
    """A wing or faction without a name of its own as a party: "the pro-poll faction of the MDC", "an FNL wing"."""
    alone = phrase.pattern.word in ("affiliate", "branch") and end > phrase.end
    if phrase.pattern.word not in _PARTS or alone or doc.tokens[phrase.end - 1].dep == "attr":
        return None
    if body.actor is None or body.actor.kind not in GROUPS - {ActorKind.UNKNOWN}:
        return None
    own = parties.at(doc.tokens[phrase.end - 1])
    if own is not None and own.key != body.key:
        return parties.whole(own)
    first = phrase.first + (doc.tokens[phrase.first].pos == "DET")
    return parties.phrase(first, max(end, phrase.end) - 1)
