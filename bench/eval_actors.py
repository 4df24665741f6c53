"""Measure actors: grouping (B-cubed), phrase to entity, and both behind a plain role finder.

    python -m bench.eval_actors [dev|train] [--errors N]

grouping     B-cubed over the name variants that gold gives an entity: which strings of a report go together.
             Gold entities that share a variant are one party; a system party is an actor with what it acts for, read
             at the first place of the string where it is a party at all ("in Turkey" is a place).
resolution   each gold entity's longest variant that stands in the trigger's sentence, read by entities_for:
             hit = some entity matches by name or affiliation (the words themselves do not count), with the fullest
             gold name as target ("full") or any variant ("any"); one = exactly one entity came back.
roles        the phrases that the event rules give the gold triggers, read by entities_for: actors and recipients end to
             end but for finding the events; "words" is the same with the bare words as names.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Hashable

from bench.figures import b_cubed, f1
from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.domain.codes import Role
from truceline.domain.mentions import Actor, EventMention
from truceline.domain.text import Document, Span
from truceline.extract.actors import entities_for, find_actors, join_entities
from truceline.extract.actors_entities import heads_of, phrase_of
from truceline.extract.events_roles import read_roles
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer


def variants_in(doc: Document, entity: list[str], start: int, end: int) -> list[Span]:
    """Spans of an entity's variants within [start, end), longest first, whole words only."""
    text = doc.text[start:end].lower()
    found = []
    for name in sorted(entity, key=len, reverse=True):
        i = text.find(name.lower())
        while i >= 0:
            after = text[i + len(name) : i + len(name) + 1]
            if (i == 0 or not text[i - 1].isalnum()) and not after.isalnum():
                found.append(Span(start + i, start + i + len(name)))
                break
            i = text.find(name.lower(), i + 1)
    return found


def places_of(doc: Document, name: str) -> list[Span]:
    """Every place where a name stands as whole words, in text order."""
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text, re.IGNORECASE)
    return [Span(m.start(), m.end()) for m in found]


def party_of(doc: Document, span: Span, actors: tuple[Actor, ...]) -> str | None:
    """Key of the system party at a span: the registry id or name it acts for, else the actor's own key."""
    entities = entities_for(doc, span, actors)
    if len(entities) != 1:
        return None
    entity = entities[0]
    return (entity.affiliation or entity.name).lower()


def clusters_of(
    doc: Document, events: list[dict], actors: tuple[Actor, ...]
) -> tuple[dict[str, int], dict[str, str]]:
    """(variant string to its number of gold, the same to the party read) of the strings that stand in one report."""
    groups: list[set[str]] = []
    for event in events:
        for field in ("actors", "recipients"):
            for entity in event[field]:
                merged = {v.lower() for v in entity}
                rest = []
                for group in groups:
                    if group & merged:
                        merged |= group
                    else:
                        rest.append(group)
                groups = [*rest, merged]
    gold, system = {}, {}
    for n, group in enumerate(groups):
        for name in group:
            spans = places_of(doc, name)
            if spans:
                gold[name] = n
                read = (party_of(doc, s, actors) for s in spans)
                system[name] = next((p for p in read if p), f"?{name}")
    return gold, system


def rule_roles(doc: Document, group: tuple[EventMention, ...], role: Role, first_only: bool = True) -> list[Span]:
    """Phrases that the event rules give a role at the gold triggers; of the main trigger alone, where it has any."""
    found: list[Span] = []
    for mention in group:
        head = doc.syntactic_head(mention.trigger)
        if head is None:
            continue
        spans = [f.span for f in read_roles(doc, head, mention.type) if f.role is role]
        if spans and first_only:
            return spans
        found.extend(spans)
    return found


def evaluate(split: str, errors: int = 0) -> dict[str, float]:
    """All figures on a gold split, printed and returned."""
    same_name = scorer().same_name
    compare = scorer().entities
    registry = ActorRegistry.load()
    gold = load_gold(split)
    gazetteer = Gazetteer.open()
    places = [find_places(doc, gazetteer) for doc, _ in gold]
    started = time.process_time()
    found = [find_actors(d, registry, p, on=d.report.date) for (d, _), p in zip(gold, places, strict=True)]
    seconds = time.process_time() - started
    gold_of: dict[Hashable, Hashable] = {}
    read_of: dict[Hashable, Hashable] = {}
    count: Counter[str] = Counter()
    role = {k: [0, 0, 0] for k in ("actors", "recipients", "actors words", "recipients words")}
    shown = 0
    for (doc, events), actors in zip(gold, found, strict=True):
        wanted, read_as = clusters_of(doc, events, actors)  # type: ignore[arg-type]
        gold_of |= {(doc.report.report_id, name): (doc.report.report_id, n) for name, n in wanted.items()}
        read_of |= {(doc.report.report_id, name): (doc.report.report_id, party) for name, party in read_as.items()}
        for event, group in oracle_groups(doc, events):
            trigger = Span(*event["trigger"]["span"])  # type: ignore[index]
            sentence = doc.sentences[doc.sentence_at(trigger.start)]
            for field in ("actors", "recipients"):
                for entity in event[field]:  # type: ignore[attr-defined]
                    spans = variants_in(doc, entity, sentence.start, sentence.end)
                    if not spans:
                        count["absent"] += 1
                        continue
                    got = entities_for(doc, spans[0], actors)
                    names = [x for e in got for x in (e.name, e.affiliation) if x]
                    count["all"] += 1
                    full = any(same_name(x, entity[0]) for x in names)
                    count["full"] += full
                    count["any"] += any(same_name(x, v) for x in names for v in entity)
                    count["one"] += len(got) == 1
                    if not full and shown < errors:
                        shown += 1
                        print(
                            f"  {doc.report.report_id} «{spans[0].of(doc.text)}» gold {entity}"
                            f" got {[(e.name, e.affiliation) for e in got]}"
                        )
            if event.get("optional"):
                continue
            roles = [rule_roles(doc, group, role) for role in (Role.ACTOR, Role.RECIPIENT)]
            for field, phrases in zip(("actors", "recipients"), roles, strict=True):
                read = join_entities(e for s in phrases for e in entities_for(doc, s, actors))
                mine = [
                    {
                        "name": e.name,
                        "affiliation": e.affiliation,
                        "mention": {"text": e.mention.of(doc.text)} if e.mention else None,
                    }
                    for e in read
                ]
                bare = [{"name": phrase_of(doc, h).of(doc.text)} for s in phrases for h in heads_of(doc, s)]
                for k, v in enumerate(compare(event[field], mine)):
                    role[field][k] += v
                for k, v in enumerate(compare(event[field], bare)):
                    role[f"{field} words"][k] += v
    p, r, f = b_cubed(read_of, gold_of)
    figures = {
        "b_cubed_p": p,
        "b_cubed_r": r,
        "b_cubed_f1": f,
        "resolution_full": count["full"] / count["all"],
        "resolution_any": count["any"] / count["all"],
        "resolution_one": count["one"] / count["all"],
        "docs_per_s": len(gold) / seconds,
    }
    for name, (tp, n_gold, n_pred) in role.items():
        figures[f"roles {name} f1"] = f1(tp, n_pred, n_gold)
    for name, value in figures.items():
        print(f"{name:28} {value:.3f}")
    print(f"entities read {count['all']}, not in the trigger's sentence {count['absent']}")
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("split", nargs="?", default="dev", choices=("dev", "train"))
    parser.add_argument("--errors", type=int, default=0, help="print so many misses")
    options = parser.parse_args()
    if gold_is_there():
        evaluate(options.split, options.errors)
    else:
        print("gold absent")
