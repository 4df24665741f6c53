"""Ties by a noun: offices ("Hamas leader X", "a spokesman for Y") and what a party is to another ("the wing of Y")."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.codes import ActorKind, RelationKind
from truceline.domain.text import Document, Span
from truceline.extract.relations_bodies import body_after, body_before
from truceline.extract.relations_holders import GROUPS, Holder, NounPhrase, find_holders
from truceline.extract.relations_parties import ORGANISED, Body, Parties, Told, is_named, is_proper, tie
from truceline.resources.actor_words import load_titles
from truceline.resources.relation_patterns import RelationPattern, load_relation_nouns, load_relation_words

_UNFIT = frozenset({ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.UNNAMED})
_GENERIC = frozenset({"republic", "state", "defense", "defence", "world", "gang", "family", "delegation", "school"})


def noun_ties(doc: Document, parties: Parties) -> Iterator[Told]:
    """Ties by the nouns of the pattern table."""
    last: tuple[int, Body] | None = None
    for phrase in _phrases(doc):
        token = doc.tokens[phrase.end - 1]
        body, end = _body(doc, parties, phrase)
        holders = find_holders(doc, parties, phrase, end, body)
        if body is None and last and last[0] == phrase.first - 2 and doc.tokens[phrase.first - 1].lower == "and":
            body = last[1]  # "Iranian leader Ali Khamenei and President Rafsanjani"
        if body is None:
            body = _body_by_context(doc, parties, phrase, holders)
        if body is None or not _is_fit(phrase.pattern, body):
            continue
        if holders and body.actor is not None and body.actor.kind == ActorKind.STATE:
            last = (holders[0].party.last, body)
        for holder in holders:
            if _ties(phrase, holder.party, body):
                subject, object_ = (holder.party, body) if phrase.pattern.subject_first else (body, holder.party)
                reason = f"{phrase.pattern.shape}: {phrase.pattern.word}"
                span = _covering(doc, phrase, body, holder.party)
                relation = tie(parties, phrase.pattern.kind, subject, object_, token, reason, span=span)
                yield Told(relation, holder.ended, token if holder.claimed else None)


def _phrases(doc: Document) -> Iterator[NounPhrase]:
    nouns, words = load_relation_nouns(), load_relation_words()
    lower = [t.lower for t in doc.tokens]
    past = 0
    for token in doc.tokens:
        if token.i < past or token.pos in ("VERB", "AUX"):
            continue
        singular = token.lower.removesuffix("s") if token.tag in ("NNS", "NNPS") else token.lower
        for tokens, pattern in nouns.get(token.lower) or nouns.get(singular, ()):
            end = token.i + len(tokens)
            if tuple(lower[token.i + 1 : end]) != tokens[1:]:
                continue
            first = _opening(doc, token.i)
            before = {t.lower for t in doc.tokens[first : token.i]}
            if before & words["barring"] or _goes_on(doc, end):
                break
            past = end
            yield NounPhrase(pattern, first, token.i, end, bool(before & words["ended"]))
            break


def _goes_on(doc: Document, end: int) -> bool:
    """True when the noun only modifies the next one ("president candidate", "chief negotiator", "leader-elect")."""
    after = doc.tokens[end] if end < len(doc.tokens) else None
    if after is None or after.text in ("-", "–"):
        return after is not None and end + 1 < len(doc.tokens) and doc.tokens[end + 1].lower in ("elect", "designate")
    return after.pos == "NOUN" and after.text.islower() and after.lower not in load_titles() and after.ent != "PERSON"


def _opening(doc: Document, i: int) -> int:
    """First token of the noun phrase whose later token is number i."""
    words = load_relation_words()
    first = i
    while first > 0:
        token = doc.tokens[first - 1]
        if token.sent != doc.tokens[i].sent:
            break
        if token.pos == "DET" or token.tag == "PRP$":
            return first - 1
        modifier = token.pos in ("ADJ", "NOUN", "PROPN") or token.tag == "POS" or token.text in ("-", "–")
        participle = token.tag in ("VBG", "VBN", "VBD") and token.dep == "amod"
        between = token.lower == "and" and first > 1 and doc.tokens[first].pos == doc.tokens[first - 2].pos == "ADJ"
        if not (modifier or participle or between or token.lower in words["ended"]) or token.ent == "DATE":
            break
        first -= 1
    return first


def _body(doc: Document, parties: Parties, phrase: NounPhrase) -> tuple[Body | None, int]:
    """What the noun belongs to, and the token past the whole phrase."""
    end = phrase.end
    if end + 1 < len(doc.tokens) and doc.tokens[end].lower in phrase.pattern.preps:
        if doc.tokens[end + 1].lower in _GENERIC:
            return None, end  # "secretary of state"
        after = body_after(parties, end + 1)
        if after is not None:
            return after, after.last + 1
        if phrase.pattern.kind != RelationKind.SPEAKS_FOR:
            return None, end
        comma = next((t.i for t in doc.tokens[end : end + 7] if t.text == ","), end)
        return body_before(parties, phrase.start, phrase.first, shape=phrase.pattern.shape), comma
    if phrase.pattern.shape in ("office of", "noun of"):
        return None, end
    body = body_before(parties, phrase.start, phrase.first, shape=phrase.pattern.shape)
    if body is not None and phrase.pattern.shape == "top office" and body.actor is not None:
        between = {t.lower for t in doc.tokens[phrase.first : phrase.start] if t.start >= body.span.end}
        if body.actor.kind == ActorKind.STATE and between & load_relation_words()["mixed"]:
            return None, end  # "Kenyan tribal leader" leads no state
    return body, end


def _is_fit(pattern: RelationPattern, body: Body) -> bool:
    """True when a body of that sort has such an office."""
    if body.name.lower() in _GENERIC:
        return False
    kind = body.actor.kind if body.actor else None
    if kind in _UNFIT:
        return False
    if kind == ActorKind.PERSON:
        return pattern.kind in (RelationKind.SPEAKS_FOR, RelationKind.ALLIED_WITH, RelationKind.BACKED_BY)
    if pattern.word == "commander" and body.name.split()[-1].lower() == "police":
        return False  # one of its officers
    if kind == ActorKind.STATE and pattern.kind == RelationKind.PART_OF:
        return False
    if kind == ActorKind.STATE:
        return pattern.shape not in ("office", "office of") or pattern.kind == RelationKind.SPEAKS_FOR
    return True


def _ties(phrase: NounPhrase, holder: Body, body: Body) -> bool:
    """True for a holder and a body of the sort that the noun ties."""
    if (holder.key is not None and holder.key == body.key) or holder.name == body.name:
        return False
    kind = holder.actor.kind if holder.actor else None
    if phrase.office:
        return kind in (None, ActorKind.PERSON, ActorKind.UNKNOWN, ActorKind.GOVERNMENT)
    if phrase.pattern.kind == RelationKind.PART_OF:
        if not is_named(body):
            return False  # "a unit of 300 fighters"
        if phrase.pattern.word.endswith(("wing", "faction")) and body.actor and body.actor.kind not in GROUPS:
            return False
    return phrase.pattern.word == "member" or kind is None or kind in ORGANISED


def _body_by_context(doc: Document, parties: Parties, phrase: NounPhrase, holders: list[Holder]) -> Body | None:
    """Whom a bare "splinter faction" split from, the group named last; a leader's group by the registry, if near."""
    if not holders:
        return None
    holder = holders[0].party
    start = doc.tokens[phrase.first].start
    if phrase.pattern.kind == RelationKind.SPLIT_FROM and len(phrase.pattern.tokens) > 1:
        told = [
            (m.span.start, a)
            for a in parties.actors
            if a.kind in GROUPS and a.key != holder.key
            for m in a.mentions
            if m.span.end <= start and is_proper(m)
        ]
        return parties.whole(max(told, key=lambda t: t[0])[1]) if told else None
    if phrase.pattern.kind != RelationKind.LEADS or holder.actor is None or holder.actor.kind != ActorKind.PERSON:
        return None
    body = parties.with_id(holder.actor.affiliation_id)
    before = doc.tokens[phrase.first : phrase.start]
    if body is None or body.kind not in ORGANISED - {ActorKind.STATE} or any(t.pos != "VERB" for t in before):
        return None
    sentence = doc.sentences[doc.tokens[phrase.start].sent]
    beside = any(sentence.start <= m.span.start < start for m in body.mentions)
    return parties.whole(body) if beside else None


def _covering(doc: Document, phrase: NounPhrase, body: Body, holder: Body) -> Span | None:
    """The span from body to holder where both stand in the sentence of the noun."""
    token = doc.tokens[phrase.end - 1]
    sentence = doc.sentences[token.sent]
    spans = [Span(doc.tokens[phrase.start].start, token.end)]
    spans += [b.span for b in (body, holder) if b.last >= 0 and sentence.contains(b.span)]
    return Span(min(s.start for s in spans), max(s.end for s in spans))
