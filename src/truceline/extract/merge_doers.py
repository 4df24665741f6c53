"""Who does a deed in a mention's own words, and to whom: what one side did is no event of what the other side did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.domain.codes import ARMED_KINDS, ActorKind, EventType
from truceline.domain.mentions import Actor
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_blame import charged_with
from truceline.extract.events_elliptic import lets_go
from truceline.resources.lexicon import clashes, word_classes

_OF_NAME = {"poss", "amod", "compound", "nmod", "conj", "appos", "pobj"}
_OF_PREPS = {"of", "from"}
_AT_PREPS = {"on", "against", "at"}
_ANSWERS = {
    "return", "answer", "reply", "respond", "repel", "repulse", "push", "drive", "defend", "retaliate", "halt", "throw",
    "lose", "die", "come", "act", "do", "claim", "stop", "fall", "suffer", "exchange", "trade", "start", "miss", "be",
}  # fmt: skip
"""Verbs of the other side in one engagement, or of no deed of force at all."""
_TRADES = {"exchange", "swap", "trade", "both", "each"}


@dataclass(frozen=True, slots=True)
class Sides:
    """Registry countries and report keys of the actors that a mention's own clause names."""

    doers: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    """Countries of the doers, where the registry knows every one of them; else empty."""
    givers: frozenset[str] = frozenset()
    """For a release the names of those who let go and of whom they act for; whoever trades releases no part of it."""
    own_clause: bool = False
    """True for a verb that is coordinated with another and tells of a deed by itself."""
    sentence: int | None = None
    """Of a mention of force, where its sides are read."""
    names: frozenset[str] = frozenset()
    """Whom the doers act for, where each of them has a name; else empty."""
    forces: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    """What doers and targets are called who have no name: "rebels" of "nine rebels"."""
    of_state: bool | None = None
    """True where all doers are a state's, False where none is and all are armed groups."""


class Naming:
    """The actors of a report by the words that name them."""

    def __init__(self, doc: Document, actors: Mapping[str, Actor]) -> None:
        self._doc = doc
        self._actors = actors
        self._at: dict[int, set[str]] = {}
        for actor in actors.values():
            for mention in actor.mentions:
                for token in doc.tokens_in(mention.span):
                    self._at.setdefault(token.i, set()).add(actor.key)

    def sides_of(self, kind: EventType, trigger: Span, anchor: Token) -> Sides:
        """Who does it and to whom, as the clause of a mention of force names them; empty for fights of two sides."""
        own = anchor.dep == "conj" and self._stands_by_itself(anchor)
        if kind is EventType.RETREAT:
            return Sides(givers=self._givers(anchor), own_clause=own)
        words = {t.lemma.lower() for t in self._doc.tokens_in(trigger)} | {anchor.lemma.lower()}
        back = any(c.lower == "back" for c in self._doc.children(anchor))
        if kind is not EventType.ASSAULT or back or words & _ANSWERS or words & clashes():
            return Sides()
        doers = self._doers(anchor) or self._named(*charged_with(self._doc, anchor))
        known = [self._actors[key] for key in doers]
        countries = {a.country for a in known if a.country} if all(a.registry_id for a in known) else set()
        names = {a.affiliation or a.name for a in known} if all(_has_name(a) for a in known) else set()
        targets = self._targets(anchor)
        return Sides(
            doers, targets, frozenset(countries), own_clause=own, sentence=anchor.sent,
            names=frozenset(names), forces=(self._forces(doers), self._forces(targets)), of_state=_of_state(known),
        )  # fmt: skip

    def _forces(self, keys: frozenset[str]) -> frozenset[str]:
        unnamed = (a for a in map(self._actors.__getitem__, keys) if not a.registry_id and not a.affiliation)
        last = (a.name.split(" of ")[0].split()[-1].lower().rstrip("s") for a in unnamed)
        return frozenset(last) & word_classes()["force"]

    def _stands_by_itself(self, verb: Token) -> bool:
        """True for a joined verb with a subject of its own, and for one that tells what was done to the subject, behind
        what the subject did: "stabbed a guard and was shot dead"."""
        below = {c.dep for c in self._doc.children(verb)}
        return bool(below & {"nsubj", "nsubjpass"}) or (
            "auxpass" in below and not parse.is_passive(self._doc, self._doc.head(verb))
        )

    def _givers(self, anchor: Token) -> frozenset[str]:
        """Names of those who let captives go, and of whom they act for; empty for other withdrawals and a trade."""
        sentence = {t.lemma.lower() for t in self._doc.sentence_tokens(anchor.sent)}
        if not lets_go(anchor) or sentence & _TRADES:
            return frozenset()
        known = [self._actors[key] for key in self._doers(anchor)]
        return frozenset(n for a in known for n in (a.name, a.affiliation) if n)

    def _doers(self, anchor: Token) -> frozenset[str]:
        doc = self._doc
        if anchor.pos != "VERB":
            owners = [c for c in doc.children(anchor) if c.dep in {"poss", "amod", "compound", "nmod"}]
            return self._named(*owners, *self._behind(anchor, {"by"}))
        passive = any(c.dep in {"auxpass", "agent"} for c in doc.children(anchor)) or anchor.dep == "acl"
        if passive:
            return self._named(*self._behind(anchor, {"by"}))
        verb = anchor
        for _ in range(3):
            subject = next((c for c in doc.children(verb) if c.dep == "nsubj"), None)
            if subject is not None:
                return self._named(doc.head(verb) if subject.tag in {"WP", "WDT"} else subject)
            if verb.dep not in {"conj", "xcomp", "advcl"}:
                break
            verb = doc.head(verb)
        return frozenset()

    def _targets(self, anchor: Token) -> frozenset[str]:
        objects = [c for c in self._doc.children(anchor) if c.dep in {"dobj", "nsubjpass"}]
        if not objects and anchor.dep == "conj" and any(c.dep == "auxpass" for c in self._doc.children(anchor)):
            objects = list(parse.subjects(self._doc, anchor))  # "stabbed a guard and was shot dead"
        return self._named(*objects, *self._behind(anchor, _AT_PREPS))

    def _behind(self, anchor: Token, prepositions: set[str]) -> list[Token]:
        preps = [c for c in self._doc.children(anchor) if c.lower in prepositions]
        return [c for p in preps for c in self._doc.children(p) if c.dep == "pobj"]

    def _named(self, *heads: Token) -> frozenset[str]:
        """Keys of the actors that the noun phrases of the heads name, without their clauses."""
        found: set[str] = set()
        todo = list(heads)
        while todo:
            token = todo.pop()
            found |= self._at.get(token.i, set())
            todo.extend(
                c for c in self._doc.children(token)
                if c.dep in _OF_NAME or (c.dep == "prep" and c.lower in _OF_PREPS)
            )  # fmt: skip
        return frozenset(found)


def _has_name(actor: Actor) -> bool:
    named = any(m.form in ("name", "acronym", "demonym", "capital") for m in actor.mentions)
    return bool(actor.registry_id or actor.affiliation) or (named and actor.name[:1].isupper())


def _of_state(doers: Sequence[Actor]) -> bool | None:
    if doers and all(a.kind in _OF_STATE for a in doers):
        return True
    armed = all(a.kind in ARMED_KINDS and a.name.split()[-1].lower() not in _ANYBODYS for a in doers)
    return False if doers and armed else None


_ANYBODYS = {"gunman", "gunmen", "men", "man", "attackers", "assailants", "raiders", "fighters", "killers", "snipers"}
"""Armed people who may turn out to be a state's."""
_OF_STATE = {ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.STATE_FORCE, ActorKind.POLICE}


def are_of_two_sides(a: Sides, b: Sides) -> bool:
    """True when the doers differ and either is whom the other strikes (by name or by noun: "rebels attacked", "killed
    nine rebels"), or one is a state's and the other an armed group, or both are of different known countries, or one
    sentence tells of both side by side ("soldiers shot three men and gunmen killed a merchant"), or doers that have
    names strike different targets, or each lets its own captives go.

    Of 187 pairs of known countries in annotated reports 16 are one event, most of them by verbs of answering or of
    being hit, which have no sides here; of 20 pairs side by side in a sentence none is.
    """
    if a.givers and b.givers:
        return not a.givers & b.givers
    if not a.doers or not b.doers or a.doers & b.doers:
        return False
    if a.of_state is not None and b.of_state is not None and a.of_state is not b.of_state:
        return True
    crossed = bool(a.doers & b.targets or b.doers & a.targets)
    crossed = crossed or bool(a.forces[0] & b.forces[1] - b.forces[0] or b.forces[0] & a.forces[1] - a.forces[0])
    aims = _differ(a.targets, b.targets)
    beside = a.sentence is not None and a.sentence == b.sentence and (a.own_clause or b.own_clause or aims)
    return crossed or beside or (aims and _differ(a.names, b.names)) or _differ(a.countries, b.countries)


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """True where both are known and have nothing in common."""
    return bool(a and b and not a & b)
