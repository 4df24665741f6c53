"""Train which two parties "both sides" stands for: a softmax over every two told before the phrase.

    python -m training.dyads            cross-validate by report, then fit on all and write data/dyad_weights.tsv
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.gold import load_gold, scorer
from training.softmax import fit_softmax, matrix_of
from truceline.domain.text import Document
from truceline.extract import actors as room
from truceline.extract.actors_clusters import Cluster
from truceline.extract.actors_coref import Grouper
from truceline.extract.actors_drafts import Draft
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer
from truceline.resources.logistic import weigh_signs

TABLE = Path(__file__).parent.parent / "src" / "truceline" / "data" / "dyad_weights.tsv"
SPLITS = ("amended", "newswire", "written")
SEEN = 3
"""Choices that a sign must stand in to be weighed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One phrase for two parties: the signs of every two told before it, and which two are right."""

    report: str
    signs: list[dict[str, float]]
    right: list[bool]


def choices_of(doc: Document, events: Sequence[dict], registry: ActorRegistry, gazetteer: Gazetteer) -> list[Choice]:
    """The phrases for two of a report whose event names both parties."""
    asked: list[tuple[Draft, list[tuple[Cluster, Cluster, dict[str, float]]]]] = []

    class Asking(Grouper):
        def _both_sides(self, draft: Draft) -> Cluster | None:
            asked.append((draft, self.pairs_before(draft)))
            return super()._both_sides(draft)

    room.Grouper, plain = Asking, room.Grouper  # type: ignore[misc]
    try:
        room.find_actors(doc, registry, find_places(doc, gazetteer), on=doc.report.date)
    finally:
        room.Grouper = plain  # type: ignore[misc]
    out = []
    for draft, pairs in asked:
        wanted = [w for e in events if (w := told_as_two(doc, e, draft))]
        right = [any(is_meant(doc, registry, a, b, w) for w in wanted) for a, b, _ in pairs]
        if any(right) and not all(right):
            out.append(Choice(doc.report.report_id, [s for *_, s in pairs], right))
    return out


def told_as_two(doc: Document, event: dict, draft: Draft) -> list[list[str]] | None:
    """The parties of the side that a phrase for two stands on, in an event that its sentence tells; None for others."""
    start = event["trigger"]["span"][0]
    if event.get("optional") or doc.sentence_at(start) != doc.sentence_at(draft.span.start):
        return None
    side = event.get("recipients") if len(event.get("recipients") or ()) > 1 else event.get("actors")
    return [scorer().variants(e) for e in side] if len(side or ()) > 1 else None


def is_meant(doc: Document, registry: ActorRegistry, a: Cluster, b: Cluster, wanted: list[list[str]]) -> bool:
    """Whether two parties are two different ones of those wanted."""
    found = [{i for i, names in enumerate(wanted) if _named(doc, registry, c, names)} for c in (a, b)]
    return bool(found[0] and found[1] and len(found[0] | found[1]) > 1)


def _named(doc: Document, registry: ActorRegistry, cluster: Cluster, names: list[str]) -> bool:
    same = scorer().same_name
    return any(same(n, own) for own in (room._name(doc, registry, cluster), *cluster.names) for n in names)


def fit(choices: Sequence[Choice], l2: float = 3.0) -> dict[str, float]:
    """Weights by the softmax likelihood of the right two."""
    count = Counter(k for c in choices for k in {k for s in c.signs for k in s})
    keys = sorted(k for k, n in count.items() if n >= SEEN)
    x = matrix_of([s for c in choices for s in c.signs], keys)
    good = np.array([r for c in choices for r in c.right])
    sizes = [len(c.signs) for c in choices]
    w = fit_softmax(x, good, sizes, [1.0] * len(sizes), l2=l2, steps=300, rate=0.05, late_rate=0.01)
    return dict(zip(keys, w.tolist(), strict=True))


def is_right(choice: Choice, weights: dict[str, float]) -> bool:
    """Whether the likeliest two are meant."""
    scores = [weigh_signs(s, weights) for s in choice.signs]
    return choice.right[int(np.argmax(scores))]


def main() -> None:
    """Cross-validate by report, then fit on all and write."""
    registry, gazetteer = ActorRegistry.load(), Gazetteer.open()
    reports_ = (pair for split in SPLITS for pair in load_gold(split))
    found = [c for doc, events in reports_ for c in choices_of(doc, events, registry, gazetteer)]
    reports = sorted({c.report for c in found})
    part = {r: i % 5 for i, r in enumerate(reports)}
    by_rule = np.mean([c.right[int(np.argmax([s.get("last two", 0.0) for s in c.signs]))] for c in found])
    print(len(found), "choices of", len(reports), f"reports; the last two told are right for {by_rule:.3f}")
    for l2 in (1.0, 3.0, 10.0) if "--grid" in sys.argv else (3.0,):
        held = [
            is_right(c, w)
            for k in range(5)
            for w in [fit([c for c in found if part[c.report] != k], l2)]
            for c in found
            if part[c.report] == k
        ]
        print(f"l2 {l2}: right held out {np.mean(held):.3f}")
    weights = fit(found)
    with open(TABLE, "w", encoding="utf8") as out:
        out.write("feature\tweight\n")
        out.writelines(f"{k}\t{v:.4f}\n" for k, v in sorted(weights.items()) if abs(v) >= 0.02)


if __name__ == "__main__":
    main()
