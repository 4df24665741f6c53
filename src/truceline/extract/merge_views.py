"""One mention of an event with all that is asked about it when it is compared with another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.domain.codes import Role
from truceline.domain.mentions import Actor, EventMention, PlaceMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import action_classes

_OTHER = frozenset(
    "another other second separate earlier previous similar third further additional meanwhile elsewhere".split()
)
_STOP = frozenset(
    "say tell year day week month monday tuesday wednesday thursday friday saturday sunday people government".split()
)
_NUMBER = re.compile(r"\d[\d,.]*")
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


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
    action: str
    """Class of the trigger's lemma (data/action_words.tsv); empty for others."""
    headline: bool
    """True when the trigger's lemma, or one of its action class, stands in the headline."""
    near_headline: float
    """Share of the headline's content words that the mention's sentence has."""
    weekday_of_report: bool
    doers: frozenset[int]
    """Tokens that head whoever does it: subjects, agents, owners."""
    met: frozenset[int]
    """Tokens that head whomever it is done to."""
    subject: frozenset[str]
    """Names of the doers that are named: what the report calls them, or their words."""
    also: bool
    """True where the report says that somebody does it, too."""
    own_content: frozenset[str]
    """Lemmas of what hangs on the trigger, without its doers."""
    clause_days: tuple[tuple[int, int], ...]
    """Days of the time words of its own clause, none from elsewhere in the sentence."""
    clause_places: frozenset[str]


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
    return tuple(_view(doc, m, keys, times, places, headline) for m in mentions)


def _view(
    doc: Document,
    mention: EventMention,
    keys: Sequence[tuple[Span, str]],
    times: Sequence[TimeMention],
    places: Sequence[PlaceMention],
    headline: frozenset[str],
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
    verb = parse.is_verb(anchor)
    doing = parse.agents(doc, anchor) if verb else parse.owners(doc, anchor)
    doers = tuple(t for head in doing for t in parse.conjuncts(doc, head))
    met = parse.patients(doc, anchor) if verb else parse.prep_objects(doc, anchor, "of", "on", "against")
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
        doers=frozenset(t.i for t in doers),
        met=frozenset(t.i for head in met for t in parse.conjuncts(doc, head)),
        subject=_named(doc, doers, keys),
        also=any(c.lower in ("also", "too", "likewise") for c in doc.children(anchor)),
        own_content=_own_content(doc, anchor, {t.i for t in doers}),
        clause_days=own_days,
        clause_places=frozenset(own_places),
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
        action=action,
        headline=(action or lemma) in titled,
        near_headline=sum(w in spoken for w in headline) / max(len(headline), 3),
        weekday_of_report=doc.report.date.strftime("%A").lower() in {t.lower for t in tokens},
    )


def _named(doc: Document, heads: Sequence[Token], keys: Sequence[tuple[Span, str]]) -> frozenset[str]:
    """The actors that stand at the heads, or the words of those that no actor of the report is known for."""
    found: set[str] = set()
    for head in heads:
        known = {key for span, key in keys if span.overlaps(head.span)}
        if known or head.pos != "PRON":
            found |= known or _name_words(parse.phrase(doc, head).of(doc.text))
    return frozenset(found)


_CONTENT = frozenset({"NOUN", "VERB", "PROPN", "ADJ", "NUM"})


def _own_content(doc: Document, anchor: Token, without: set[int]) -> frozenset[str]:
    """Lemmas of the words below the anchor, but for those below the doers."""
    found: set[str] = set()
    todo = [c for c in doc.children(anchor) if c.i not in without]
    while todo:
        token = todo.pop()
        if token.pos in _CONTENT and token.lemma.lower() not in _STOP:
            found.add(_SAME.get(lemma := parse.lemma_of(doc, token), lemma))
        todo.extend(c for c in doc.children(token) if c.i not in without)
    return frozenset(found)


_SAME = {"resign": "quit", "step": "quit", "resignation": "quit", "meet": "talk", "meeting": "talk"}
"""Lemmas that say one thing in demands and refusals."""


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
