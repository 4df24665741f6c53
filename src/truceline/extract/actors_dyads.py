"""Which two parties "both sides" stands for: every two told before are weighed by how they are told, and the likeliest
taken (data/dyad_weights.tsv, training/dyads.py)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from truceline.domain.codes import ARMED_KINDS, ActorKind
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_clusters import Cluster
from truceline.extract.actors_drafts import Draft
from truceline.resources.lexicon import word_classes

MOST_SIDES: Final = 9
"""So many parties are paired: those told most; a report of a war has seldom more that matter."""
_THIRD: Final = frozenset(
    "urge call ask appeal host mediate broker facilitate welcome invite chair oversee monitor condemn offer send hope "
    "warn propose witness guarantee observe".split()
)
"""What those do who stand beside a war: their subject is seldom a side of it."""
_AGAINST: Final = frozenset("with against between from by at on".split())
"""Prepositions before the one that a party fights or treats with."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party that may be one of two, with its mentions before the phrase for both, or the first after."""

    cluster: Cluster
    told: tuple[Draft, ...]


def pairs_of(sides: Sequence[Side]) -> list[tuple[Side, Side]]:
    """Every two of the sides that are told most."""
    most = sorted(sides, key=lambda s: -len(s.told))[:MOST_SIDES]
    return list(combinations(most, 2))


class Telling:
    """How the sides of one report are told before one phrase for two of them."""

    def __init__(self, doc: Document, here: Token, sides: Sequence[Side]) -> None:
        self.doc, self.here = doc, here
        self.total = sum(len(s.told) for s in sides) or 1
        self.most = max((len(s.told) for s in sides), default=1)
        self.own = {id(s.cluster): self._signs_of(s) for s in sides}

    def signs(self, a: Side, b: Side, *, together: int | None, last_two: bool) -> dict[str, float]:
        """What speaks for two sides. together: sentences back to where one phrase tells them both, None where none
        does; last_two: whether they are those told last."""
        f: dict[str, float] = {"last two": float(last_two)}
        if together is not None:
            f["together"] = 1.0
            f["together, far"] = min(together, 10) / 10
        counts = sorted((len(a.told), len(b.told)))
        f["told of"] = sum(counts) / self.total
        f["the lesser told"] = counts[0] / self.most
        gaps = sorted(abs(self.here.sent - self.doc.tokens[s.told[-1].head].sent) for s in (a, b))
        f["near"], f["far"] = min(gaps[0], 8) / 8, min(gaps[1], 8) / 8
        one, two = self.own[id(a.cluster)], self.own[id(b.cluster)]
        for key in one.keys() | two.keys():
            f[f"{key}, one"] = max(one.get(key, 0.0), two.get(key, 0.0))
            f[f"{key}, both"] = min(one.get(key, 0.0), two.get(key, 0.0))
        f["in one sentence"] = math.log1p(self._shared(a, b))
        f["one on the other"] = math.log1p(self._acts_on(a, b) + self._acts_on(b, a))
        sorts = sorted((_sort(a.cluster), _sort(b.cluster)))
        f[f"{sorts[0]} and {sorts[1]}"] = 1.0
        return {k: v for k, v in f.items() if v}

    def _signs_of(self, side: Side) -> dict[str, float]:
        heads = [self.doc.tokens[d.head] for d in side.told]
        verbs = [self.doc.head(t) for t in heads if t.dep in ("nsubj", "nsubjpass")]
        classes = word_classes()
        above = [w for t in heads for w in [*self.doc.ancestors(t)][:3]]
        n = len(heads)
        return {
            "third": sum(v.lemma in _THIRD for v in verbs) / n,
            "subject": len(verbs) / n,
            "place": sum(d.locative for d in side.told) / n,
            "modifier": sum(d.modifier for d in side.told) / n,
            "of force": min(3, sum(w.lemma in classes["verbs_harm"] for w in above)) / 3,
            "of truces": min(3, sum(parse.lemma_of(self.doc, w) in classes["truce"] for w in above)) / 3,
            "of talks": min(3, sum(w.lemma in classes["talks"] for w in above)) / 3,
            "in the lead": float(any(t.sent <= 1 for t in heads)),
            "unnamed": float(side.cluster.group != "state" and not side.cluster.names),
            "only after": float(heads[0].start > self.here.start),
            "new": float(side.told[0].new),
        }

    def _shared(self, a: Side, b: Side) -> int:
        return len({self._sentence(d) for d in a.told} & {self._sentence(d) for d in b.told})

    def _sentence(self, draft: Draft) -> int:
        return self.doc.tokens[draft.head].sent

    def _acts_on(self, a: Side, b: Side) -> int:
        """How often b stands under a verb whose subject a is."""
        return sum(
            self._is_under(verb, self.doc.tokens[d.head])
            for verb in (self.doc.head(t) for t in (self.doc.tokens[d.head] for d in a.told) if t.dep == "nsubj")
            for d in b.told
            if self.doc.tokens[d.head].sent == verb.sent
        )

    def _is_under(self, verb: Token, token: Token) -> bool:
        if token.dep == "dobj" and token.head == verb.i:
            return True
        under = any(t.i == verb.i for t in self.doc.ancestors(token))
        return under and token.dep == "pobj" and self.doc.head(token).lower in _AGAINST


def _sort(cluster: Cluster) -> str:
    if cluster.group in ("state", "organ", "government", "force") or cluster.kind is ActorKind.STATE_FORCE:
        return "state"
    if cluster.kind is ActorKind.IGO:
        return "union"
    if cluster.kind in ARMED_KINDS or cluster.group == "armed":
        return "armed"
    return "person" if cluster.group == "person" else "other"
