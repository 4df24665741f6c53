"""Parties of ties: the actors of a report by token, words that name a party, and the tie of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from truceline.domain.codes import ActorKind, RelationKind
from truceline.domain.mentions import Actor, ActorMention, Relation
from truceline.domain.text import Document, Span, Token
from truceline.resources.actor_words import load_actor_nouns, load_name_words
from truceline.resources.actors import ActorRegistry
from truceline.resources.relation_patterns import load_relation_words

ORGANISED = frozenset(ActorKind) - {
    ActorKind.CIVILIANS, ActorKind.PERSON, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.UNNAMED,
}  # fmt: skip
"""Kinds of actors that can be led, joined, backed or spoken for."""


def is_proper(mention: ActorMention) -> bool:
    """True for a proper name, not for a noun phrase or a pronoun."""
    return mention.form not in ("nominal", "pronoun")


@dataclass(frozen=True, slots=True)
class Held:
    """A mention with its actor, and the numbers of its first and last token."""

    actor: Actor
    mention: ActorMention
    first: int
    last: int

    @property
    def named(self) -> bool:
        """True for a proper name, not for a noun phrase or a pronoun."""
        return is_proper(self.mention)


@dataclass(frozen=True, slots=True)
class Body:
    """One party of a tie: an actor, or words that name one which the actor layer does not hold (actor None)."""

    name: str
    actor: Actor | None
    span: Span
    last: int = -1
    """Number of the last token of its words."""

    @property
    def key(self) -> str | None:
        """The actor's key in the report."""
        return self.actor.key if self.actor else None


@dataclass(frozen=True, slots=True)
class Told:
    """A tie as its words give it, before its day and speaker."""

    relation: Relation
    ended: bool = False
    """True when the words say that it is over ("former")."""
    word: Token | None = None
    """The word whose clause may name a speaker; None where the report itself calls the party so ("Hamas leader X")."""


class Parties:
    """Actors of a report by token."""

    def __init__(self, doc: Document, actors: Sequence[Actor], registry: ActorRegistry) -> None:
        self.doc = doc
        self.actors = actors
        self._registry = registry
        self._at: dict[int, tuple[int, Actor]] = {}
        self._from: dict[int, list[Held]] = {}
        self._to: dict[int, list[Held]] = {}
        for actor in actors:
            for mention in actor.mentions:
                tokens = doc.tokens_in(mention.span)
                if not tokens:
                    continue
                held = Held(actor, mention, tokens[0].i, tokens[-1].i)
                self._from.setdefault(held.first, []).append(held)
                self._to.setdefault(held.last, []).append(held)
                rank = 0 if mention.form == "nominal" else len(mention.span)
                for token in tokens[-1:] if mention.form == "nominal" else tokens:
                    if token.i not in self._at or self._at[token.i][0] < rank:
                        self._at[token.i] = (rank, actor)

    def at(self, token: Token) -> Actor | None:
        """The actor of a token; a relative pronoun stands for the noun of its clause."""
        known = self._at.get(token.i)
        return known[1] if known else None

    def counted(self, token: Token) -> Iterator[Actor]:
        """As ``with_conjuncts``; for "the group of X" that is no actor itself, X."""
        found = list(self.with_conjuncts(token))
        below = (t for c in self.doc.children(token) if c.lower == "of" for t in self.doc.children(c))
        yield from found or (a for t in below for a in self.with_conjuncts(t))

    def starting(self, i: int) -> list[Held]:
        """Mentions whose first token is number i, the longest first."""
        return sorted(self._from.get(i, ()), key=lambda h: -h.last)

    def ending(self, i: int) -> list[Held]:
        """Mentions whose last token is number i, names first, then the longest."""
        return sorted(self._to.get(i, ()), key=lambda h: (not h.named, h.first))

    def with_id(self, registry_id: str | None) -> Actor | None:
        """The actor of that registry id."""
        return next((a for a in self.actors if registry_id and a.registry_id == registry_id), None)

    def with_conjuncts(self, token: Token) -> Iterator[Actor]:
        """The token's actor and those coordinated with it."""
        actor = self.at(token)
        if actor is None and token.pos == "PROPN":  # a name that the actor layer cut short
            whole = (self.at(c) for c in self.doc.children(token) if c.dep == "compound" and c.ent == "PERSON")
            actor = next((a for a in whole if a is not None), None)
        if actor is not None:
            yield actor
        for child in self.doc.children(token):
            if child.dep == "conj":
                yield from self.with_conjuncts(child)

    def by_word(self, token: Token) -> Body | None:
        """What a word joined by a hyphen names ("Iran" of "Iranian-backed"): an actor of that form, or a state."""
        for actor in self.actors:
            if any(m.text == token.text for m in actor.mentions):
                return replace(self.whole(actor), span=token.span, last=token.i)
        state = self._registry.state_of_adjective(token.text) or self._registry.state_of_capital(token.text)
        if state is not None:
            return Body(state.name, self.with_id(state.id), token.span, token.i)
        known = self.by_noun(token.lower, token.start)
        if known is not None:
            return Body(known.name, known, token.span, token.i)
        return self.phrase(token.i, token.i) if token.lower in load_relation_words()["standing"] else None

    def by_noun(self, word: str, before: int) -> Actor | None:
        """The organised actor that the report calls by a noun ("faction", "rebel"), the nearest before an offset."""
        wanted = {word, word + "s", word.removesuffix("s")}
        found = [
            (m.span.start < before, m.span.start if m.span.start < before else -m.span.start, a)
            for a in self.actors
            if a.kind in ORGANISED and a.name.lower() not in (word, f"the {word}")
            for m in a.mentions
            if m.form != "pronoun" and m.text.split()[-1].lower() in wanted
        ]
        return max(found, key=lambda f: f[:2])[2] if found else self._by_name_word(word)

    def _by_name_word(self, word: str) -> Actor | None:
        """The only actor whose name has the word in it: the Syrian Observatory for "the observatory"."""
        if word not in load_name_words() and word not in load_actor_nouns():
            return None
        found = [
            a for a in self.actors if a.kind in ORGANISED and word in a.name.lower().split() and a.name[0].isupper()
        ]
        return found[0] if len(found) == 1 else None

    def whole(self, actor: Actor, held: Held | None = None) -> Body:
        """An actor as a party."""
        span = held.mention.span if held else actor.mentions[0].span
        return Body(actor.name, actor, span, held.last if held else -1)

    def phrase(self, first: int, last: int) -> Body:
        """Words as a party that is no actor."""
        span = Span(self.doc.tokens[first].start, self.doc.tokens[last].end)
        return Body(" ".join(span.of(self.doc.text).split()), None, span, last)


def is_named(body: Body) -> bool:
    """True where the party has a name, not only a noun phrase."""
    mentions = body.actor.mentions if body.actor else ()
    return any(is_proper(m) for m in mentions) or (not mentions and body.name[:1].isupper())


def tie(
    parties: Parties,
    kind: RelationKind,
    subject: Body,
    object_: Body,
    token: Token,
    reason: str,
    *,
    span: Span | None = None,
) -> Relation:
    """A relation with its evidence: from the first to the last word of both parties and the words that tie them."""
    known = [b.actor for b in (subject, object_) if b.actor is not None]
    return Relation(
        kind=kind,
        subject=subject.name,
        object=object_.name,
        span=span or _evidence(parties.doc, token, known),
        subject_key=subject.key,
        object_key=object_.key,
        score=0.9 if sum(a.registry_id is not None for a in known) == 2 else 0.7 if len(known) == 2 else 0.6,
        reason=reason,
    )


def _evidence(doc: Document, token: Token, actors: Iterable[Actor]) -> Span:
    """From the first to the last word of the tie within its sentence."""
    sentence = doc.sentences[token.sent]
    spans = [token.span]
    for actor in actors:
        here = [m for m in actor.mentions if sentence.contains(m.span)]
        inside = [m.span for m in here if is_proper(m)] or [m.span for m in here]
        if inside:
            spans.append(min(inside, key=lambda s: abs(s.start - token.start)))
    return Span(min(s.start for s in spans), max(s.end for s in spans))
