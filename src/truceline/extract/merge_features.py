"""What speaks for and against two mentions being one event: features for the merge score."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from truceline.domain.codes import QUAD_CLASS, EventType, Role
from truceline.domain.mentions import Actor, EventMention, PlaceMention, TimeMention
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.merge_doers import Naming, Sides, are_of_two_sides
from truceline.extract.merge_telling import Again, Telling, again_of, again_signs, another_of, telling_of
from truceline.resources.lexicon import action_classes

_GENERIC = frozenset(
    "attack incident violence operation offensive strike event act talk meeting move deal agreement "
    "decision action blast "
    "explosion fighting clash war conflict battle protest killing death call demand statement".split()
)
_OTHER = frozenset(
    "another other second separate earlier previous similar third further additional meanwhile elsewhere".split()
)
_STOP = frozenset(
    "say tell year day week month monday tuesday wednesday thursday friday saturday sunday people government".split()
)
_NUMBER = re.compile(r"\d[\d,.]*")
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_FORCE_TYPES = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST})


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
    another: frozenset[str]
    """Nouns that it tells of as another: "another bomb exploded"."""
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
        another=another_of(doc, anchor),
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


def _compare(features: dict[str, float], name: str, a: frozenset[str], b: frozenset[str]) -> None:
    if a and b:
        features[f"{name}=shared" if a & b else f"{name}=apart"] = 1.0
        if a & b:
            features[f"{name}=share"] = len(a & b) / min(len(a), len(b))
    else:
        features[f"{name}=unknown"] = 1.0


def pair_features(doc: Document, a: View, b: View) -> dict[str, float]:
    """Features of two mentions, whichever comes first in the text."""
    if b.mention.trigger < a.mention.trigger:
        a, b = b, a
    one, two = a.mention, b.mention
    f: dict[str, float] = {"bias": 1.0}
    same = one.type is two.type
    kind = str(one.type) if same else "force" if {one.type, two.type} <= _FORCE_TYPES else "mixed"
    f[f"type={kind}"] = 1.0
    if not same:
        f["type=same quad" if QUAD_CLASS[one.type] is QUAD_CLASS[two.type] else "type=other quad"] = 1.0
        f[f"types={'+'.join(sorted((one.type, two.type)))}"] = 1.0
    relation = "same" if same else "mixed"
    _where(doc, a, b, f, relation)
    if a.lemma == b.lemma:
        f[f"{relation}:lemma=same"] = 1.0
        if a.lemma in _GENERIC:
            f["lemma=same generic"] = 1.0
    elif a.stem == b.stem:
        f[f"{relation}:lemma=related"] = 1.0
    elif b.noun and b.lemma in _GENERIC:
        f[f"{relation}:lemma=generic noun"] = 1.0
    for name, value in (("definite", b.definite), ("indefinite", b.indefinite), ("other", b.other)):
        if value:
            f[f"{relation}:later {name}"] = 1.0
    if a.plural != b.plural:
        f["number differs"] = 1.0
    if a.plural and b.plural:
        f["both plural"] = 1.0
    if one.aggregate != two.aggregate:
        f["aggregate differs"] = 1.0
    f["status same" if one.status is two.status else "status differs"] = 1.0
    if one.mode and two.mode:
        f["mode same" if one.mode == two.mode else "mode differs"] = 1.0
    if one.truce_action or two.truce_action:
        f["truce same" if one.truce_action == two.truce_action else "truce differs"] = 1.0
    if one.sentence != two.sentence:
        _compare(f, "places", a.places, b.places)
        _compare(f, "dates", a.dates, b.dates)
        _compare(f, "numbers", a.numbers, b.numbers)
        _compare(f, "names", a.names, b.names)
        if a.days and b.days:
            f["days=meet" if _meet(a.days, b.days) else "days=apart"] = 1.0
        _contradictions(a, b, f, relation)
        shared = len(a.content & b.content)
        f["content"] = shared / max(1.0, math.sqrt(len(a.content) * len(b.content)))
        f[f"{relation}:content"] = f["content"]
    f |= again_signs(b.again, relation, same_sentence=one.sentence == two.sentence)
    if same or one.sentence == two.sentence:
        f |= _typed_signs(a, b)
    _compare(f, f"{relation}:actors", a.actors, b.actors)
    _compare(f, f"{relation}:recipients", a.recipients, b.recipients)
    if a.actors & b.recipients or a.recipients & b.actors:
        f[f"{relation}:crossed"] = 1.0
    if a.quoted != b.quoted:
        f["quoted differs"] = 1.0
    return f


def _typed_signs(a: View, b: View) -> dict[str, float]:
    """Signs that each type of event, or two types in one sentence, weigh by themselves."""
    one, two = a.mention, b.mention
    nouns = f"{'N' if a.noun else 'V'}{'N' if b.noun else 'V'}"
    names: tuple[str, ...]
    if one.type is not two.type:
        names = (f"{one.type}>{two.type}", nouns, f"later {b.telling.subject}", f"a={a.lemma}", f"b={b.lemma}")
        return {f"in:mixed:{name}": 1.0 for name in names}
    if one.sentence == two.sentence:
        names = (
            "in", nouns, f"subject {b.telling.subject}", f"object {b.telling.object}", f"a={a.lemma}", f"b={b.lemma}",
            f"counts {one.aggregate:d}{two.aggregate:d}",
        )  # fmt: skip
        signs = {f"in:{one.type}:{name}": 1.0 for name in names}
        if a.telling.subjects & b.telling.subjects:
            signs[f"in:{one.type}:one subject"] = 1.0
        return signs
    days = f"{bool(a.own_days):d}{bool(b.own_days):d}"
    if days == "11":
        days = "equal" if set(a.own_days) == set(b.own_days) else "meet" if _meet(a.own_days, b.own_days) else "apart"
    names = (
        f"days {days}", f"steps {min(two.sentence - one.sentence, 6)}", f"from {min(one.sentence, 4)}", nouns,
        f"subject {b.telling.subject}", f"object {b.telling.object}", f"b={b.lemma}",
    )  # fmt: skip
    return {f"across:{one.type}:{name}": 1.0 for name in names}


def _meet(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> bool:
    return any(x[0] <= y[1] and y[0] <= x[1] for x in a for y in b)


def _near_days(days: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The days without a long span beside a short one ("in mid-July", "the first since early February")."""
    short = tuple(d for d in days if d[1] - d[0] <= _LONG_DAYS)
    return short or days


_LONG_DAYS = 31
_MEANS = frozenset({"drone", "heavy-weapons", "aerial", "suicide-attack", "firearms"})
"""Modes of force that the named means settle."""


def cannot_be_one(a: View, b: View) -> bool:
    """True when two mentions cannot be one event: a truce and a withdrawal; deeds of different stretches of days, which
    are no days of telling ("in mid-July", "the late July attack"; of 196 such pairs in annotated reports 24 are one
    event); deeds of two sides; or as elsewhere_and_another_day says."""
    kept = {v.mention.mode for v in (a, b) if v.mention.type is EventType.RETREAT}
    if "ceasefire" in kept and kept & {"withdraw", "release", "resign", "disarm"}:
        return True
    if are_of_two_sides(a.sides, b.sides) and not _is_one_clause(a, b):
        return True
    if _is_another(*sorted((a, b), key=lambda v: v.mention.trigger)):
        return True
    if {a.mention.type, b.mention.type} <= _FORCE_TYPES and a.mention.sentence != b.mention.sentence:
        one, two = _near_days(a.own_days), _near_days(b.own_days)
        if _is_stretch(one) and _is_stretch(two) and not _meet(one, two):
            return True
    return elsewhere_and_another_day(a, b)


def _is_one_clause(a: View, b: View) -> bool:
    """As in "began its offensive": one trigger hangs on the other."""
    return a.mention.trigger.overlaps(b.mention.trigger) or a.anchor.head == b.anchor.i or b.anchor.head == a.anchor.i


def _is_another(first: View, later: View) -> bool:
    """True for "another bomb exploded" behind a sentence that tells of a bomb: of 46 such pairs in our reports none is
    one event."""
    return (
        first.mention.type is later.mention.type
        and first.mention.sentence < later.mention.sentence
        and bool(later.another & first.content)
    )


_ANSWERS = frozenset("avenge revenge retaliate retaliation reprisal response vengeance".split())


def is_answer(doc: Document, a: View, b: View) -> bool:
    """True when one of two mentions of a sentence is done in answer to the other: "fired rockets to avenge the fighters
    killed in Babil"."""
    if a.mention.sentence != b.mention.sentence:
        return False
    for low, high in ((a.anchor, b.anchor), (b.anchor, a.anchor)):
        answers = False
        for token in doc.ancestors(low):
            if token.i == high.i:
                return answers
            answers = answers or token.lemma.lower() in _ANSWERS
    return False


def _is_stretch(days: tuple[tuple[int, int], ...]) -> bool:
    return any(last - first >= _STRETCH - 1 for first, last in days)


_STRETCH = 5
"""Days from which a date is a stretch of time."""


def elsewhere_and_another_day(a: View, b: View) -> bool:
    """True when the mentions' own clauses name different days (or weekdays) and different places or means (rockets,
    drones), or the report says that one is another occurrence ("in a separate incident")."""
    if a.mention.sentence == b.mention.sentence:
        return False
    if a.own_days and b.own_days:
        another_day = not _meet(_near_days(a.own_days), _near_days(b.own_days))
    else:  # a weekday may be that of the telling ("the governor said Sunday")
        another_day = len(a.weekdays) == 1 and len(b.weekdays) == 1 and a.weekdays != b.weekdays
    elsewhere = bool(a.own_places and b.own_places) and not a.own_places & b.own_places
    means = {v.mention.mode for v in (a, b) if v.mention.mode in _MEANS}
    return another_day and (elsewhere or len(means) == 2 or max(a, b, key=lambda v: v.mention.trigger).other)


def is_recalled(a: View, b: View) -> bool:
    """True when the later mention takes up the earlier: "the late July attack on Ain al-Asad" after rockets that hit
    Ain al-Asad between July 31 and August 5. Of 11 such pairs in our reports 10 are one event."""
    first, later = sorted((a, b), key=lambda v: v.mention.trigger)
    return (
        first.mention.type is later.mention.type
        and first.mention.sentence != later.mention.sentence
        and later.noun
        and later.definite
        and not later.other
        and bool(first.spots & later.spots)
        and bool(first.own_days and later.own_days)
        and _meet(first.own_days, later.own_days)
    )


def _contradictions(a: View, b: View, f: dict[str, float], relation: str) -> None:
    """What the mentions' own clauses say of day and place, and how much of it cannot be of one event."""
    against = 0
    if a.own_days and b.own_days:
        meet = _meet(a.own_days, b.own_days)
        f[f"{relation}:own days={'meet' if meet else 'apart'}"] = 1.0
        against += not meet
    if a.own_places and b.own_places:
        shared = bool(a.own_places & b.own_places)
        f[f"{relation}:own places={'shared' if shared else 'apart'}"] = 1.0
        against += not shared
    if a.spots and b.spots:
        one = bool(a.spots & b.spots)
        f[f"{relation}:spots={'one' if one else 'apart'}"] = 1.0
        if one and a.own_days and b.own_days and _meet(a.own_days, b.own_days):
            f[f"{relation}:one spot and day"] = 1.0
    if len(a.weekdays) == 1 and len(b.weekdays) == 1:
        f["weekday same" if a.weekdays == b.weekdays else "weekday differs"] = 1.0
        against += a.weekdays != b.weekdays
    if a.recipients and b.recipients and not a.recipients & b.recipients:
        against += 1
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        against += 1
    f[f"{relation}:against={min(against, 3)}"] = 1.0
    if b.indefinite and against:
        f[f"{relation}:indefinite and against"] = 1.0
    if a.lemma == b.lemma and against:
        f[f"{relation}:same lemma and against={min(against, 2)}"] = 1.0


def _where(doc: Document, a: View, b: View, f: dict[str, float], relation: str) -> None:
    distance = b.mention.sentence - a.mention.sentence
    step = "0" if distance == 0 else "1" if distance == 1 else "2" if distance <= 3 else "4" if distance <= 8 else "9"
    f[f"{relation}:distance={step}"] = 1.0
    f["distance"] = math.log1p(distance)
    if a.mention.sentence <= 1 and distance:
        f[f"{relation}:from lead"] = 1.0
    if distance and a.paragraph == b.paragraph:
        f["paragraph same"] = 1.0
    if distance:
        return
    f["gap"] = math.log1p(abs(b.anchor.i - a.anchor.i))
    for low, high, name in ((a.anchor, b.anchor, "first under"), (b.anchor, a.anchor, "second under")):
        path = [low]
        for above in doc.ancestors(low):
            path.append(above)
            if above.i == high.i:
                f[f"{relation}:{name}={path[-2].dep}"] = 1.0
                f[f"{name} depth"] = min(len(path), 6) / 6
                if len(path) == 2:
                    f[f"{relation}:{name} directly"] = 1.0
                break
    if b.anchor.dep == "conj" and doc.head(b.anchor).i == a.anchor.i:
        f[f"{relation}:coordinated"] = 1.0


class Told:
    """The mentions of a report, and where those of each type stand."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        self._triggers: dict[EventType, list[Span]] = {}
        for view in sorted(views, key=lambda v: v.mention.trigger):
            self._triggers.setdefault(view.mention.type, []).append(view.mention.trigger)

    def peers(self, kind: EventType) -> int:
        """How many mentions of a type there are."""
        return len(self._triggers[kind])

    def between(self, kind: EventType, first: Span, last: Span) -> int:
        """How many mentions of a type stand after one trigger and before another."""
        known = self._triggers[kind]
        return max(bisect_left(known, last) - bisect_right(known, first), 0)


def said_signs(a: View, b: View, chance: float) -> dict[str, float]:
    """What a model's probability that the two are one event says, by whether they are of one type and sentence."""
    relation = "same" if a.mention.type is b.mention.type else "mixed"
    near = "in" if a.mention.sentence == b.mention.sentence else "across"
    odds = math.log(min(max(chance, 1e-3), 1 - 1e-3) / (1 - min(max(chance, 1e-3), 1 - 1e-3))) / 3
    return {"said": odds, f"{near}:{relation}:said": odds, f"{relation}:said surely": float(chance > 0.9)}


def told_between(doc: Document, told: Told, i: int, j: int) -> dict[str, float]:
    """Features that ask for the report's other mentions as well: what stands between, what the headline says."""
    views = told.views
    a, b = (views[i], views[j]) if views[i].mention.trigger <= views[j].mention.trigger else (views[j], views[i])
    same = a.mention.type is b.mention.type
    relation = "same" if same else "mixed"
    near = "in" if a.mention.sentence == b.mention.sentence else "across"
    f: dict[str, float] = {}
    if a.action or b.action:
        f[f"{near}:actions={a.action or '-'}+{b.action or '-'}"] = 1.0
        if a.action == b.action:
            f[f"{near}:{relation}:action same"] = 1.0
    between = told.between(b.mention.type, a.mention.trigger, b.mention.trigger)
    f[f"{relation}:between"] = min(between, 5) / 5
    f[f"{relation}:none between"] = 0.0 if between else 1.0
    peers = told.peers(b.mention.type)
    f[f"{relation}:peers"] = math.log1p(peers) / 3
    if same:
        f["peers few"] = 1.0 if peers <= 3 else 0.0
    if a.headline and b.headline:
        f[f"{relation}:both in headline"] = 1.0
    elif a.headline or b.headline:
        f[f"{relation}:one in headline"] = 1.0
    f[f"{relation}:near headline"] = min(a.near_headline, b.near_headline)
    f[f"{relation}:headline apart"] = abs(a.near_headline - b.near_headline)
    if near == "across":
        f[f"{relation}:{'V' if not a.noun else 'N'}{'V' if not b.noun else 'N'}"] = 1.0
        if b.definite and b.noun and not between:
            f[f"{relation}:the one just told"] = 1.0
        if a.weekday_of_report != b.weekday_of_report:
            f[f"{relation}:one on the day"] = 1.0
        elif a.weekday_of_report:
            f[f"{relation}:both on the day"] = 1.0
        if not a.days and not b.days:
            f[f"{relation}:no days"] = 1.0
        if bool(a.days) != bool(b.days):
            f[f"{relation}:days on one"] = 1.0
        both = a.names & b.names
        f[f"{relation}:names in both"] = min(len(both), 4) / 4
        last = b.mention.sentence >= len(doc.sentences) - 2
        if last:
            f[f"{relation}:at the end"] = 1.0
    return f
