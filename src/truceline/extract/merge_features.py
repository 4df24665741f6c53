"""What speaks for and against two mentions being one event: features for the merge score."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from truceline.domain.codes import QUAD_CLASS, EventType
from truceline.domain.text import Document, Span
from truceline.extract.merge_telling import again_signs
from truceline.extract.merge_views import FORCE_TYPES, View, days_meet

_GENERIC = frozenset(
    "attack incident violence operation offensive strike event act talk meeting move deal agreement "
    "decision action blast "
    "explosion fighting clash war conflict battle protest killing death call demand statement".split()
)


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
    kind = str(one.type) if same else "force" if {one.type, two.type} <= FORCE_TYPES else "mixed"
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
            f["days=meet" if days_meet(a.days, b.days) else "days=apart"] = 1.0
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
        met = "meet" if days_meet(a.own_days, b.own_days) else "apart"
        days = "equal" if set(a.own_days) == set(b.own_days) else met
    names = (
        f"days {days}", f"steps {min(two.sentence - one.sentence, 6)}", f"from {min(one.sentence, 4)}", nouns,
        f"subject {b.telling.subject}", f"object {b.telling.object}", f"b={b.lemma}",
    )  # fmt: skip
    return {f"across:{one.type}:{name}": 1.0 for name in names}


def _contradictions(a: View, b: View, f: dict[str, float], relation: str) -> None:
    """What the mentions' own clauses say of day and place, and how much of it cannot be of one event."""
    against = 0
    if a.own_days and b.own_days:
        meet = days_meet(a.own_days, b.own_days)
        f[f"{relation}:own days={'meet' if meet else 'apart'}"] = 1.0
        against += not meet
    if a.own_places and b.own_places:
        shared = bool(a.own_places & b.own_places)
        f[f"{relation}:own places={'shared' if shared else 'apart'}"] = 1.0
        against += not shared
    if a.spots and b.spots:
        one = bool(a.spots & b.spots)
        f[f"{relation}:spots={'one' if one else 'apart'}"] = 1.0
        if one and a.own_days and b.own_days and days_meet(a.own_days, b.own_days):
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
