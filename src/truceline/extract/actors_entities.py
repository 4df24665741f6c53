"""A phrase that fills a role, read as entities (codebook sections 3 and 8, Who)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from truceline.domain.codes import ActorKind
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, ActorMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.actors_doers import actor_before_deed
from truceline.extract.actors_drafts import content_head, is_day, tidy, with_prefix
from truceline.extract.actors_sites import holder_of
from truceline.extract.events_doers import is_joined_name, is_joined_people, is_side_before
from truceline.extract.events_elliptic import counted_noun, told_by_clause
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.names import fold_words

_LEFT = frozenset(
    {"det", "predet", "poss", "amod", "compound", "nummod", "nmod", "quantmod", "advmod", "npadvmod", "case"}
)
_DROP = frozenset(
    {
        "the",
        "by",
        "against",
        "on",
        "with",
        "to",
        "of",
        "from",
        "for",
        "at",
        "in",
        "between",
        "among",
        "both",
        ",",
        "and",
        "or",
        "as",
        "that",
        "including",
        "toward",
        "towards",
        "over",
        "upon",
        "into",
        "'s",
        "’s",
    }
)
_RIGHT = frozenset({"of", "from", "in", "for", "loyal", "with", "at"})
_WHERE = frozenset({"in", "at", "near", "from", "to", "into", "around", "outside", "across", "inside", "over"})
_INSIDE = frozenset({"in", "inside", "near", "across", "throughout", "around", "outside", "within"})
_FOR_STATE = frozenset({"official", "government"})


def entities_for(doc: Document, span: Span, actors: Sequence[Actor]) -> tuple[Entity, ...]:
    """Entities of a role's phrase, in text order, each party once.

    Coordinations split ("Israel and Hamas"), except what "including" adds. A pronoun or head noun takes the name of
    its actor; an official or spokesman takes that of his state or group; an unnamed party keeps its head noun phrase.
    An empty tuple when the span holds no word that could name a party.
    """
    entities: list[Entity] = []
    if doc.dateline is not None and doc.dateline.contains(span):
        return ()
    for head in heads_of(doc, span):
        inner = content_head(doc, head)
        parts = heads_of(doc, phrase_of(doc, inner)) if inner is not head else (head,)
        whole = phrase_of(doc, head) if inner is not head else None
        for part in parts or (inner,):
            found = _of_several(doc, part, span, actors) or list(_entities_at(doc, part, actors))
            if whole is not None and len(found) == 1:
                found = [replace(found[0], mention=whole)]
            entities.extend(found)
    return join_entities(entities)


_THEIRS = frozenset(
    "leader president premier minister official representative delegate envoy troop force fighter soldier member "
    "spokesman delegation negotiator diplomat ambassador general commander militant gunman warplane army".split()
)
"""Whoever these are of is the party: "forces of Syria and Russia" are two."""


def _of_several(doc: Document, part: Token, span: Span, actors: Sequence[Actor]) -> list[Entity]:
    """The parties that people of several are of ("leaders of France and Germany"); empty for those of one."""
    if part.tag != "NNS" or part.lemma.lower() not in _THEIRS:
        return []
    of = (c for c in doc.children(part) if c.dep == "prep" and c.lower in ("of", "from"))
    inside = {t.i for t in doc.tokens_in(span)}
    owners = [o for p in of for k in doc.children(p) if k.dep == "pobj" for o in _conjuncts(doc, k, inside)]
    found = [e for o in owners for e in _entities_at(doc, o, actors)]  # two for "of the two countries"
    named = [e for e in found if e.kind not in (None, "civilians")]
    return named if len(named) == len(found) >= max(len(owners), 2) else []


def heads_of(doc: Document, span: Span) -> tuple[Token, ...]:
    """Head tokens of the coordinated parts of a phrase, in text order."""
    tokens = list(doc.tokens_in(span))
    while len(tokens) > 1 and tokens[0].lower in _DROP:
        tokens.pop(0)
    while len(tokens) > 1 and _ends_nothing(doc, tokens[-1]):
        tokens.pop()
    if not tokens:
        return ()
    head = doc.syntactic_head(Span(tokens[0].start, tokens[-1].end)) or tokens[0]
    if (
        head.dep in _FRAGMENT
        and doc.head(head).i not in {t.i for t in tokens}
        and doc.head(head).pos in ("NOUN", "PROPN")
    ):
        return (head,)
    if head.pos in ("ADP", "VERB", "SCONJ", "AUX", "PUNCT", "CCONJ"):
        inside = [t for t in tokens if t.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")]
        below = [
            t for t in inside if t.head == head.i or doc.head(t).pos == "ADP" or t.dep in ("nsubj", "dobj", "pobj")
        ]
        head = (below or inside or [head])[0]
    allowed = {t.i for t in tokens}
    return tuple(sorted(_conjuncts(doc, head, allowed), key=lambda t: t.i))


def _ends_nothing(doc: Document, token: Token) -> bool:
    """True for a last word that is no part of a phrase; the "by" of "passers-by" is."""
    of_word = token.i > 0 and doc.tokens[token.i - 1].text == "-" and token.pos == "NOUN"
    return (token.lower in _DROP and not of_word) or not any(c.isalnum() for c in token.text)


def _conjuncts(doc: Document, head: Token, allowed: set[int]) -> Iterator[Token]:
    yield head
    for child in doc.children(head):
        if child.dep == "conj" and child.i in allowed and child.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            yield from _conjuncts(doc, child, allowed)


def _mention_at(head: Token, actors: Sequence[Actor]) -> tuple[Actor, ActorMention] | None:
    best: tuple[Actor, ActorMention] | None = None
    for actor in actors:
        for mention in actor.mentions:
            if mention.span.start <= head.start and head.end <= mention.span.end:
                rank = (mention.form != "nominal" or mention.span.end == head.end, len(mention.span))
                if best is None or rank > (
                    best[1].form != "nominal" or best[1].span.end == head.end,
                    len(best[1].span),
                ):
                    best = (actor, mention)
    return best


def _actor_at(token: Token, actors: Sequence[Actor]) -> Actor | None:
    found = _mention_at(token, actors)
    return found[0] if found is not None else None


def _entities_at(doc: Document, head: Token, actors: Sequence[Actor]) -> Iterator[Entity]:
    head = _lifted(doc, head, actors)
    found = _mention_at(head, actors)
    phrase = phrase_of(doc, head)
    if found is None:
        if head.ent in ("GPE", "LOC", "FAC") and head.dep == "pobj" and doc.head(head).lower in _WHERE:
            return
        if head.pos in ("ADP", "CCONJ", "SCONJ", "PART", "PUNCT", "AUX"):
            return
        counts = head.text[:1].isdigit() or phrase.of(doc.text)[:1].isdigit()
        if (counted := counted_noun(doc, head)) is not None:
            yield Entity(name=f"{head.text} {counted.text}", mention=head.span)
            return
        if is_joined_people(doc, head):
            yield _people_joined(head, actors)
            return
        if (told := told_by_clause(doc, head)) is not None:
            yield Entity(name=clean(told.of(doc.text)), mention=told)
            return
        if head.pos in ("PRON", "DET", "NUM") and not counts:
            return
        if (doer := actor_before_deed(doc, head, actors)) is not None:
            yield Entity(doer.name, doer.registry_id, phrase, doer.affiliation, doer.kind.value, doer.country)
            return
        yield _unnamed(doc, head, actors, phrase)
        return
    actor, mention = found
    if actor.kind == ActorKind.STATE and _tells_where(doc, head):
        return
    pair = _states_named(doc, head, actors)
    if pair:
        yield from (replace(entity, mention=phrase) for entity in pair)
        return
    yield from _entity(actor, mention, phrase, head, actors)


def _tells_where(doc: Document, state: Token) -> bool:
    """True for a state in which something is, be it behind its town: "in Rohan", "at Edoras, Rohan"."""
    place = doc.head(state) if state.dep in ("appos", "npadvmod") and doc.head(state).ent == "GPE" else state
    within = _INSIDE if place is state else _INSIDE | {"at"}
    return place.dep == "pobj" and doc.head(place).lower in within


def _unnamed(doc: Document, head: Token, actors: Sequence[Actor], phrase: Span) -> Entity:
    """What no party of the report's is, by its noun phrase; a site with whose it is."""
    core = core_of(doc, head)
    held = holder_of(doc, head, lambda t: _actor_at(t, actors))
    if held is None:
        return Entity(name=clean(core.of(doc.text)), mention=phrase)
    holder, told = held
    if told.i < head.i and told.pos in ("PRON", "NOUN") and told.dep == "poss":  # "its posts", "the group's camps"
        own = Span(next(t.start for t in doc.tokens[told.i + 1 :] if t.lower not in _DROP), head.end)
        name = f"{own.of(doc.text)} of {holder.name}"
    else:
        name = Span(core.start, told.end if told.i > head.i else core.end).of(doc.text)
    return Entity(clean(name), None, phrase, holder.affiliation or holder.name, None, holder.country)


_FRAGMENT = frozenset({"compound", "amod", "nmod", "npadvmod", "det", "nummod", "quantmod", "advmod", "punct"})


def _lifted(doc: Document, head: Token, actors: Sequence[Actor]) -> Token:
    """The party that a modifier belongs to: "Iranian" in "Iranian negotiator X", "the" in "the group"."""
    start = head
    for _ in range(4):
        if head.dep not in _FRAGMENT or is_side_before(doc, head):
            break
        above = doc.head(head)
        if above.sent != head.sent or above.i == head.i:
            break
        head = above
        if head.dep not in _FRAGMENT and _mention_at(head, actors) is not None and head.pos in ("NOUN", "PROPN"):
            return head
    return start


def _entity(
    actor: Actor, mention: ActorMention, phrase: Span, head: Token, actors: Sequence[Actor]
) -> Iterator[Entity]:
    noun = load_actor_nouns().get(head.lower)
    if actor.kind == ActorKind.UNNAMED and (parts := _parts_of(actor, actors)):
        for name, other in parts:
            inside = (m.span for m in other.mentions if phrase.contains(m.span)) if other else iter(())
            yield Entity(
                name,
                other.registry_id if other else None,
                next(inside, mention.span),
                other.affiliation if other else None,
                other.kind.value if other else None,
                other.country if other else None,
            )
        return
    if mention.form == "pronoun":
        phrase = mention.span
    if (
        noun is not None
        and noun.group in _FOR_STATE
        and actor.affiliation
        and actor.registry_id is None
        and actor.kind != ActorKind.PERSON
        and actor.score > 0.5
    ):
        yield Entity(
            actor.affiliation, actor.affiliation_id, phrase, actor.affiliation, actor.kind.value, actor.country
        )
        return
    yield Entity(actor.name, actor.registry_id, phrase, actor.affiliation, actor.kind.value, actor.country)


def _parts_of(actor: Actor, actors: Sequence[Actor]) -> list[tuple[str, Actor | None]]:
    """The names that a party of several was put together from, each with its actor; [] for a name of its own."""
    parts: list[tuple[str, Actor | None]] = []
    rest = actor.name
    by_name = {a.name: a for a in actors if a.kind != ActorKind.UNNAMED}
    while rest:
        name = max((n for n in by_name if rest == n or rest.startswith(f"{n} and ")), key=len, default=None)
        if name is None:
            return []
        parts.append((name, by_name[name]))
        rest = rest[len(name) :].removeprefix(" and ")
    return parts if len(parts) > 1 else []


def _states_named(doc: Document, head: Token, actors: Sequence[Actor]) -> tuple[Entity, ...]:
    """The states that coordinated demonyms name: "US and British forces" are two parties, three are three; "French and
    Dutch voters" are neither state."""
    noun = load_actor_nouns().get(head.lower)
    if noun is not None and noun.group in ("civil", "protest", "riot"):
        return ()
    for child in doc.children(head):
        if child.dep not in ("amod", "compound", "nmod") or child.i > head.i:
            continue
        linked = list(_conjuncts(doc, child, set(range(head.i))))  # "Iranian, Russian and Turkish ministers"
        if len(linked) < 2:
            continue
        found = []
        whole = _actor_at(head, actors)
        for token in (t for t in linked if t.text[:1].isupper()):
            actor = _actor_at(token, actors)
            if actor is not None and actor.kind == ActorKind.STATE:
                found.append(Entity(actor.name, actor.registry_id, None, None, actor.kind.value, actor.country))
            elif actor is not None and actor.affiliation and actor.registry_id and "." in actor.registry_id:
                found.append(
                    Entity(actor.affiliation, actor.affiliation_id, None, None, actor.kind.value, actor.country)
                )
            elif (actor is None or actor is whole) and noun is not None and noun.group in _FOR_PEOPLE:
                found.append(_people_named(f"{token.text} {head.text}", noun.kind, actors))
        if len(found) == len(linked) and any(e.id is not None for e in found):
            return tuple(found)
    return ()


_FOR_PEOPLE = frozenset({"official", "government", "force", "police", "armed"})


def _people_named(words: str, kind: ActorKind, actors: Sequence[Actor]) -> Entity:
    """Those of a people that is no state, beside those of a state: the last two words of "Elvish and Dwarvish leaders",
    by the actor whom the report calls so."""
    known = next((a for a in actors if any(m.text == words for m in a.mentions)), None)
    if known is not None:
        return Entity(known.name, known.registry_id, None, known.affiliation, known.kind.value, known.country)
    return Entity(words, None, None, None, kind.value)


def _people_joined(head: Token, actors: Sequence[Actor]) -> Entity:
    """A people told by an adjective alone ("the Elvish-Dwarvish talks"), by the widest party that is named after it."""
    named = [a for a in actors if a.kind is not ActorKind.PERSON and a.name.startswith(head.text)]
    known = min(named, key=lambda a: (a.kind is not ActorKind.STATE, len(a.name.split())), default=None)
    if known is None:
        return Entity(f"{head.text}s", None, head.span, None, ActorKind.CIVILIANS.value)
    return Entity(known.name, known.registry_id, head.span, known.affiliation, known.kind.value, known.country)


def core_of(doc: Document, head: Token) -> Span:
    """The head noun with its modifiers to the left, without article."""
    first = head.i
    for child in doc.children(head):
        if child.i < head.i and child.dep in _LEFT and not is_joined_name(doc, child) and not is_day(doc, child):
            first = min(first, doc.subtree(child)[0].i)
    while first < head.i and doc.tokens[first].lower in _DROP:
        first += 1
    return Span(doc.tokens[with_prefix(doc, first)].start, head.end)


def phrase_of(doc: Document, head: Token) -> Span:
    """The noun phrase of a head as written: modifiers, and what "of", "from" or "loyal to" adds; no clauses."""
    core = core_of(doc, head)
    end = head.end
    for child in doc.children(head):
        if child.i > head.i and (child.dep == "prep" or child.lower == "loyal") and child.lower in _RIGHT:
            last = doc.subtree(child)[-1]
            if last.end - core.start <= 120 and last.sent == head.sent:
                end = max(end, last.end)
            break
        if child.i > head.i and child.dep in ("punct", "appos", "relcl", "cc", "conj"):
            break
    return Span(core.start, end)


def clean(text: str) -> str:
    """A name without line breaks and leading articles."""
    words = tidy(text).split()
    while len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words).strip(" ,;:\"“”'")


def join_entities(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Each party once: the same actor told twice, and an official, spokesman or organ beside his state or group."""
    kept: list[Entity] = []
    for entity in entities:
        if not entity.name:
            continue
        for i, other in enumerate(kept):
            if _one_party(entity, other):
                if (other.affiliation is None and entity.affiliation) or len(fold_words(entity.name)) == 0:
                    kept[i] = entity if entity.affiliation == other.name else other
                break
        else:
            kept.append(entity)
    return tuple(kept)


def _one_party(a: Entity, b: Entity) -> bool:
    if a.id and a.id == b.id:
        return True
    if fold_words(a.name) == fold_words(b.name):
        return True
    if a.affiliation and a.affiliation == b.affiliation:
        return True
    return bool(a.affiliation and a.affiliation == b.name) or bool(b.affiliation and b.affiliation == a.name)
