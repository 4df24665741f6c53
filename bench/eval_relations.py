"""Ties between actors (codebook section 9) on reports that we read for them.

    python -m bench.eval_relations              F1 over all kinds, then each kind
    python -m bench.eval_relations --errors     ... and every tie missed or wrongly told, with its words
    python -m bench.eval_relations --half 0     the first 45 reports only (1: the others, whose errors nobody reads)

bench/relations.jsonl holds the ties of 90 reports (35 of gold/train, 30 of the newswire, 25 that we wrote), as offsets.
A tie is right when its kind and both parties are; ties that a careful reader may list or not cost nothing either way.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bench.docs import ROOT, load_documents, rows
from bench.figures import prf
from bench.gold import scorer
from truceline.domain.codes import ActorKind
from truceline.domain.mentions import Actor, Relation
from truceline.domain.text import Document
from truceline.extract.actors import find_actors
from truceline.extract.places import find_places
from truceline.extract.relations import find_relations
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer

TIES = ROOT / "bench" / "relations.jsonl"
HALF = 45
"""Rows of the half that the reader was made on; the rest is its test."""


@dataclass
class Tie:
    """A tie that a reader found: names of both parties as the report writes them."""

    kind: str
    subject: list[str]
    object: list[str]
    words: str
    optional: bool

    @classmethod
    def read(cls, text: str, row: dict[str, Any]) -> Tie:
        """From a row of bench/relations.jsonl."""
        subject, object_ = (
            [*row[side].get("names", ()), *(" ".join(text[a:b].split()) for a, b in row[side]["spans"])]
            for side in ("subject", "object")
        )
        a, b = row["evidence"]
        return cls(row["kind"], subject, object_, text[a:b], bool(row.get("optional") or row.get("negated")))


def load_ties(half: int | None = None) -> list[tuple[Document, list[Tie]]]:
    """(analysed report, its ties) where the texts are there. half: 0 the first 45 rows, 1 the others, None all."""
    asked = [row for n, row in enumerate(rows(TIES)) if half is None or (n >= HALF) == bool(half)]
    ids = {row["report_id"] for row in asked}
    sets = ("corpus", "gold_train", "written")
    documents = {d.report.report_id: d for s in sets for d in load_documents(s, only=ids)}
    return [
        (doc, [Tie.read(doc.text, r) for r in row["relations"]])
        for row in asked
        if (doc := documents.get(row["report_id"])) is not None
    ]


def read_relations(
    doc: Document, registry: ActorRegistry, gazetteer: Gazetteer
) -> tuple[tuple[Relation, ...], tuple[Actor, ...]]:
    """The report's ties as the corridor reads them, and its actors."""
    actors = find_actors(doc, registry, find_places(doc, gazetteer), on=doc.report.date)
    return find_relations(doc, actors, registry, on=doc.report.date), actors


def parties(relation: Relation, actors: tuple[Actor, ...]) -> tuple[set[str], set[str]]:
    """What subject and object are called: the tie's name, and for a state its demonyms and capital in the report.

    The ties name a state as the report does ("Belgian"), the reader by its own name ("Belgium").
    """
    forms = {
        a.key: {m.text for m in a.mentions if m.form in ("demonym", "capital", "acronym")}
        for a in actors
        if a.kind == ActorKind.STATE
    }
    subject, object_ = (forms.get(k or "", set()) for k in (relation.subject_key, relation.object_key))
    return {relation.subject, *subject}, {relation.object, *object_}


def is_same(tie: Tie, relation: Relation, actors: tuple[Actor, ...], score: Any) -> bool:
    """Same kind and parties; for two names of one party and for allies the order does not matter."""
    if tie.kind != relation.kind.value:
        return False

    def named(variants: list[str], names: set[str]) -> bool:
        return any(score.same_name(v, n) for v in variants for n in names)

    subject, object_ = parties(relation, actors)
    pairs = [(subject, object_)]
    if tie.kind in ("also_known_as", "allied_with"):
        pairs.append((object_, subject))
    return any(named(tie.subject, s) and named(tie.object, o) for s, o in pairs)


def measure(show: bool = False, half: int | None = None) -> dict[str, tuple[int, int, int]]:
    """(right, told, to be told) by kind and over ``all``."""
    registry, gazetteer, score = ActorRegistry.load(), Gazetteer.open(), scorer()
    right, told, wanted = Counter[str](), Counter[str](), Counter[str]()
    for doc, ties in load_ties(half):
        left = list(ties)
        relations, actors = read_relations(doc, registry, gazetteer)
        for relation in relations:
            tie = next((t for t in left if is_same(t, relation, actors, score)), None)
            if tie is not None:
                left.remove(tie)
                if tie.optional:
                    continue
                right[tie.kind] += 1
            elif any(is_same(t, relation, actors, score) for t in ties):
                continue  # told twice
            elif show:
                words = " ".join(relation.span.of(doc.text).split())
                print(
                    f"WRONG  {doc.report.report_id} {relation.kind}: {relation.subject} | {relation.object} «{words}»"
                )
            told[relation.kind.value] += 1
        for tie in ties:
            wanted[tie.kind] += not tie.optional
            if show and tie in left and not tie.optional:
                print(f"MISSED {doc.report.report_id} {tie.kind}: {tie.subject[0]} | {tie.object[0]} «{tie.words}»")
    kinds = sorted(wanted | told)
    out = {k: (right[k], told[k], wanted[k]) for k in kinds}
    return {"all": (right.total(), told.total(), wanted.total()), **out}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--half", type=int, choices=(0, 1))
    args = parser.parse_args()
    for kind, (right, told, wanted) in measure(args.errors, args.half).items():
        precision, recall, f1 = prf(right, told, wanted)
        print(
            f"{kind:14} P {precision:.2f}  R {recall:.2f}  F1 {f1:.3f}  ({right} right, {told} told, {wanted} to tell)"
        )


if __name__ == "__main__":
    main()
