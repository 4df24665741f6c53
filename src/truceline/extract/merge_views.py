"""One mention as the comparison of two asks for it: its words, days, places, parties and doers, read once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import Actor, EventMention, PlaceMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.merge_doers import Naming, Sides
from truceline.extract.merge_telling import Again, Telling, again_of, another_of, counts_to, telling_of
from truceline.resources.lexicon import action_classes

_OTHER = frozenset(
    "another other second separate earlier previous similar third further additional meanwhile elsewhere".split()
)
_STOP = frozenset(
    "say tell year day week month monday tuesday wednesday thursday friday saturday sunday people government".split()
)
_NUMBER = re.compile(r"\d[\d,.]*")
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
FORCE_TYPES = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST})
"""Types that one act of force may have in different words."""


@dataclass(frozen=True, slots=True)
class View:
    """One mention with everything the features ask for, read once."""

    mention: EventMention
    anchor: Token
    lemma: str
    stem: str
    noun: bool
    definite: bool
    indefinite: bool
    plural: bool
    other: bool
    paragraph: int
    quoted: bool
    places: frozenset[str]
    dates: frozenset[str]
    days: tuple[tuple[int, int], ...]
    own_days: tuple[tuple[int, int], ...]
    """Days of the time words that hang on the mention's own clause."""
    own_places: frozenset[str]
    spots: frozenset[str]
    """Towns and sites that the sentence names: places so small that few events share one by chance."""
    weekdays: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    content: frozenset[str]
    also: bool
    """True where its clause says that it happened as well: "six were also killed in"."""
    another: frozenset[str]
    """Nouns that it tells of as another: "another bomb exploded"."""
    counted: frozenset[int]
    """Tokens "after" and "before" of "three days after ..." under which it stands."""
    telling: Telling
    again: Again
    sides: Sides
    """Who strikes whom in its own clause."""
    action: str
    """Class of the trigger's lemma (data/action_words.tsv); empty for others."""
    headline: bool
    """True when the trigger's lemma, or one of its action class, stands in the headline."""
    near_headline: float
    """Share of the headline's content words that the mention's sentence has."""
    weekday_of_report: bool


def view_mentions(
    doc: Document,
    mentions: Sequence[EventMention],
    *,
    actors: Sequence[Actor] = (),
    times: Sequence[TimeMention] = (),
    places: Sequence[PlaceMention] = (),
) -> tuple[View, ...]:
    """Views of the mentions, in their order. Actors, times and places sharpen what the parse alone gives."""
    keys = [(m.span, a.key) for a in actors for m in a.mentions]
    headline = frozenset(w for w in re.findall(r"[a-z][a-z-]+", (doc.report.title or "").lower()) if len(w) > 2)
    naming = Naming(doc, {a.key: a for a in actors})
    views = tuple(_view(doc, m, keys, times, places, headline, naming) for m in mentions)
    fights = {v.mention.sentence for v in views if v.action == "clash"}
    return tuple(replace(v, sides=Sides()) if _is_near(v.mention.sentence, fights) else v for v in views)


def _is_near(sentence: int, fights: Collection[int]) -> bool:
    """True within two sentences of a word for a fight: both sides act in it."""
    return any(abs(sentence - other) <= _FIGHT for other in fights)


_FIGHT = 2


def _view(
    doc: Document,
    mention: EventMention,
    keys: Sequence[tuple[Span, str]],
    times: Sequence[TimeMention],
    places: Sequence[PlaceMention],
    headline: frozenset[str],
    naming: Naming,
) -> View:
    anchor = doc.syntactic_head(mention.trigger) or doc.sentence_tokens(mention.sentence)[0]
    sentence = doc.sentences[mention.sentence]
    tokens = doc.sentence_tokens(mention.sentence)
    determiners = {c.lower for c in doc.children(anchor) if c.dep in ("det", "poss")}
    adjectives = {c.lemma.lower() for c in parse.modifiers(doc, anchor)}
    lemma = parse.lemma_of(doc, anchor)

    def parties(role: Role) -> frozenset[str]:
        found: set[str] = set()
        for fill in mention.roles:
            if fill.role is role:
                named = {key for span, key in keys if span.overlaps(fill.span)}
                found |= named or _name_words(fill.span.of(doc.text))
        return frozenset(found)

    here = [e for e in doc.entities if sentence.contains(e.span)]
    toponyms = {p.source_id or p.name.lower() for p in places if sentence.contains(p.span) and not p.acts}
    if not places:
        toponyms = {e.span.of(doc.text).lower() for e in here if e.label in ("GPE", "LOC", "FAC")}
    dated = [t for t in times if sentence.contains(t.span) and t.first_day is not None and t.last_day is not None]
    days = tuple((t.first_day.toordinal(), t.last_day.toordinal()) for t in dated if t.first_day and t.last_day)
    clause_times = [r.span for r in mention.roles if r.role is Role.TIME]
    clause_places = [r.span for r in mention.roles if r.role is Role.PLACE]
    own_days = tuple(
        (t.first_day.toordinal(), t.last_day.toordinal())
        for t in dated
        if t.first_day and t.last_day and any(t.span.overlaps(c) for c in clause_times)
    )
    spots = {p.source_id or p.name.lower() for p in places if sentence.contains(p.span) and p.precision == 1}
    own_places = {p.source_id or p.name.lower() for p in places if any(p.span.overlaps(c) for c in clause_places)}
    if not places:
        own_places = {
            e.span.of(doc.text).lower()
            for e in here
            if e.label in ("GPE", "LOC", "FAC") and any(e.span.overlaps(c) for c in clause_places)
        }
    content = frozenset(
        parse.lemma_of(doc, t)
        for t in tokens
        if t.pos in ("NOUN", "VERB", "PROPN", "ADJ") and t.lemma.lower() not in _STOP
    )
    action = action_classes().get(lemma, "")
    titled = {action_classes().get(_stemmed(w), _stemmed(w)) for w in headline}
    spoken = {w.lower for w in tokens} | content
    return View(
        mention=mention,
        anchor=anchor,
        lemma=lemma,
        stem=lemma[:5] if len(lemma) > 5 else lemma[:4],
        noun=anchor.pos in ("NOUN", "PROPN"),
        definite=bool(determiners & {"the", "this", "that", "these", "those", "its", "their", "his"}),
        indefinite=bool(determiners & {"a", "an", "another"}),
        plural=anchor.tag in ("NNS", "NNPS"),
        other=bool((adjectives | {t.lower for t in tokens[:3]} | determiners) & _OTHER),
        paragraph=doc.paragraph_at(anchor.start),
        quoted=doc.in_quotation(anchor.start) is not None,
        places=frozenset(toponyms),
        dates=frozenset(e.span.of(doc.text).lower() for e in here if e.label in ("DATE", "TIME")),
        days=days,
        own_days=own_days or (days if len(days) == 1 else ()),
        own_places=frozenset(own_places or (toponyms if len(toponyms) == 1 else ())),
        spots=frozenset(spots),
        weekdays=frozenset(t.lower for t in tokens if t.lower in _WEEKDAYS),
        actors=parties(Role.ACTOR),
        recipients=parties(Role.RECIPIENT),
        names=frozenset(
            w for e in here if e.label in ("PERSON", "ORG", "NORP", "GPE") for w in _name_words(e.span.of(doc.text))
        ),
        numbers=frozenset(_NUMBER.findall(sentence.of(doc.text))),
        content=content,
        also=any(c.lower == "also" for t in (anchor, *doc.ancestors(anchor)) for c in doc.children(t)),
        another=another_of(doc, anchor),
        counted=counts_to(doc, anchor),
        telling=telling_of(doc, anchor),
        again=again_of(doc, anchor),
        sides=naming.sides_of(mention.type, mention.trigger, anchor),
        action=action,
        headline=(action or lemma) in titled,
        near_headline=sum(w in spoken for w in headline) / max(len(headline), 3),
        weekday_of_report=doc.report.date.strftime("%A").lower() in {t.lower for t in tokens},
    )


def _stemmed(word: str) -> str:
    """A headline's word without the ending of a plural or a verb, when that leaves a known action."""
    known = action_classes()
    for ending in ("s", "es", "ed", "d", "ing"):
        stem = word.removesuffix(ending)
        for form in (stem, stem + "e", stem[:-1] if len(stem) > 3 and stem[-1:] == stem[-2:-1] else stem):
            if stem != word and form in known:
                return form
    return word


_NAME_STOP = frozenset("the a an of in and for to its their his her two three several many some new".split())


def _name_words(text: str) -> set[str]:
    return {w for w in re.findall(r"[\w'’-]+", text.lower()) if w not in _NAME_STOP}


def days_meet(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> bool:
    """True when a stretch of the one shares a day with a stretch of the other; (first, last) as ordinals."""
    return any(x[0] <= y[1] and y[0] <= x[1] for x in a for y in b)
