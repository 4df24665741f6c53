"""Merging against gold: pairwise and B-cubed F1 on mentions at gold triggers and on the rules' own mentions.

python -m bench.eval_merge [dev|train]
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from typing import Any

from bench.figures import b_cubed, f1, harmonic
from bench.gold import Gold, gold_is_there, load_gold, oracle_groups
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.actors import find_actors
from truceline.extract.events import find_event_mentions, read_fields
from truceline.extract.merge import merge_mentions
from truceline.extract.places import find_places
from truceline.extract.times import find_times
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer
from truceline.resources.lexicon import Lexicon


@cache
def _lookups() -> tuple[Gazetteer, ActorRegistry]:
    return Gazetteer.open(None), ActorRegistry.load()


def surroundings(doc: Document) -> dict[str, Any]:
    """Times, places and actors of a report, as the corridor gives them to merge_mentions."""
    gazetteer, registry = _lookups()
    places = find_places(doc, gazetteer)
    return {
        "times": find_times(doc, anchor=doc.report.date),
        "places": places,
        "actors": find_actors(doc, registry, places, on=doc.report.date),
    }


def labelled_mentions(
    doc: Document, events: list[Gold], lexicon: Lexicon, source: str
) -> tuple[list[EventMention], list[int]]:
    """(mentions, number of the gold event of each), in text order.

    source ``gold``: mentions at gold triggers with roles read by rule; ``noisy``: the rules' mentions, also weak ones,
    that overlap a gold trigger or stand in an evidence sentence of exactly one gold event of their type.
    """
    found: list[tuple[EventMention, int]] = []
    if source == "gold":
        for n, (_, mentions) in enumerate(oracle_groups(doc, events)):
            found += [(read_fields(doc, replace(m, mode=None), lexicon), n) for m in mentions]
    else:
        for mention in find_event_mentions(doc, lexicon, min_score=0.3):
            event = event_of(mention, events)
            if event is not None:
                found.append((mention, event))
    found = list({(m.trigger, m.type): (m, n) for m, n in found}.values())
    found.sort(key=lambda pair: pair[0].trigger)
    return [m for m, _ in found], [n for _, n in found]


def event_of(mention: EventMention, events: list[Gold]) -> int | None:
    """Number of the gold event that a mention speaks of: by its trigger, else by the one sentence that can be meant."""
    a, b = mention.trigger.start, mention.trigger.end

    def meets(spans: object) -> bool:
        return any(s and a < s[1] and s[0] < b for s in spans or [])  # type: ignore[attr-defined]

    typed = [n for n, e in enumerate(events) if mention.type in {e["type"], *e.get("type_also", [])}]  # type: ignore[misc]
    at_trigger = [
        n
        for n, e in enumerate(events)
        if meets([(e.get("trigger") or {}).get("span"), *(e.get("triggers") or [])])  # type: ignore[attr-defined, misc]
    ]
    for candidates in ([n for n in at_trigger if n in typed], at_trigger):
        if candidates:
            return candidates[0]
    inside = [n for n in typed if meets(events[n]["evidence"])]
    return inside[0] if len(inside) == 1 else None


def evaluate(split: str, source: str) -> tuple[float, float, tuple[int, int, int]]:
    """(B-cubed precision, recall, averaged over reports; pairs right, in gold, predicted)."""
    lexicon = Lexicon.load()
    parts, right, in_gold, predicted = [], 0, 0, 0
    for doc, events in load_gold(split):
        mentions, labels = labelled_mentions(doc, events, lexicon, source)
        if not mentions:
            continue
        number = {(m.trigger, m.type): i for i, m in enumerate(mentions)}
        clusters = [
            [number[m.trigger, m.type] for m in g] for g in merge_mentions(doc, list(mentions), **surroundings(doc))
        ]
        parts.append(b_cubed({i: n for n, c in enumerate(clusters) for i in c}, dict(enumerate(labels))))
        mine = {(min(i, j), max(i, j)) for c in clusters for i in c for j in c if i != j}
        theirs = {(i, j) for j in range(len(labels)) for i in range(j) if labels[i] == labels[j]}
        right, in_gold, predicted = right + len(mine & theirs), in_gold + len(theirs), predicted + len(mine)
    return sum(p[0] for p in parts) / len(parts), sum(p[1] for p in parts) / len(parts), (right, in_gold, predicted)


def main() -> None:
    """Print the figures."""
    if not gold_is_there():
        print("gold absent")
        return
    for split in sys.argv[1:] or ["dev"]:
        for source in ("gold", "noisy"):
            p, r, (right, in_gold, predicted) = evaluate(split, source)
            pair_f1 = f1(right, predicted, in_gold)
            print(
                f"{split} {source:5} B-cubed P {p:.3f} R {r:.3f} F1 {harmonic(p, r):.3f}   "
                f"pairs F1 {pair_f1:.3f} ({right} right, {in_gold} gold, {predicted} predicted)"
            )


if __name__ == "__main__":
    main()
