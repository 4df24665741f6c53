"""Fit data/second_look_weights.json: how likely an event is one, once its parties, days and places are read.

    python -m training.second_look

Each report of ours, and half of the reports in which nothing is to be coded, is read with the half model that has not
seen it. Right is an event that stands for a core event of gold and has its type; what stands for an optional one is
left out. Folds of the reports give the figures; the weights that ship are fitted on all. Fit after training/fields.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from bench.docs import ROOT
from bench.eval_nonpolitical import FITTED, nonpolitical_documents
from bench.gold import Gold, load_gold, pairs_as_scored, scorer
from training.halves import HalfModels
from training.reliability import expected_error, plot
from training.sides import fit
from truceline.coder import VERSION, Resources, read_layers, read_likely
from truceline.domain.serial import event_to_dict
from truceline.domain.text import Document
from truceline.extract.assemble import assemble_event
from truceline.extract.second_look import FIRST_FLOOR, Signs, second_signs
from truceline.resources.combine import Logistic, load_field_weights

OUT = ROOT / "src" / "truceline" / "data" / "second_look_weights.json"
PLOT = ROOT / "docs" / "reliability.svg"
FOLDS = 5
PENALTY = 0.01
"""C, by cross-validated F1 of newswire and gold/train."""
WORTH = {"written": 0.4}
"""How much an event of the reports that we wrote counts: they are denser and plainer than newswire."""
TOLD = 0.35
"""Default of the setting min_event_score."""
Told = dict[str, Any]


@dataclass
class Case:
    """The events that a report may tell."""

    id: str
    source: str
    gold: list[Gold]
    events: list[Told]
    signs: Sequence[Signs]
    first: list[float]
    right: list[bool | None]
    """None for an event that stands for an optional one."""


def cases(resources: Resources, halves: HalfModels) -> Iterator[Case]:
    """Every report with what is likely to be told of it."""
    score, fields = scorer(), load_field_weights()
    quiet: list[tuple[Document, list[Gold]]] = [(d, []) for d in nonpolitical_documents(FITTED)]
    sources = [(s, load_gold(s)) for s in ("amended", "newswire", "written")] + [("quiet", quiet)]
    for source, reports in sources:
        for doc, gold in reports:
            own = replace(resources, model=halves.for_report(doc))
            read = list(read_likely(doc, read_layers(doc, own), own, floor=FIRST_FLOOR))
            told = [event_to_dict(assemble_event(doc, r, version=VERSION), doc.report) for r in read]
            homes = {j: gold[i] for i, j in pairs_as_scored(gold, told)}
            right: list[bool | None] = []
            for j, event in enumerate(told):
                home = homes.get(j)
                core = home is None or not home.get("optional")
                right.append((home is not None and event["type"] in score.types(home)) if core else None)
            signs = second_signs(doc, read, fields)
            first = [r.mentions[0].score for r in read]
            yield Case(doc.report.report_id, source, gold, told, signs, first, right)


def fit_cases(some: Sequence[Case]) -> Logistic:
    """Weights from the events of some reports."""
    rows = [
        (signs, right, WORTH.get(case.source, 1.0))
        for case in some for signs, right in zip(case.signs, case.right, strict=True) if right is not None
    ]  # fmt: skip
    signs, right, weight = (list(column) for column in zip(*rows, strict=True))
    return Logistic(**fit(signs, right, weight, PENALTY, even=True).row(TOLD))


def show(found: Sequence[Case], scores: dict[str, list[float]], name: str) -> None:
    """Precision, recall and F1 by floor, of each source."""
    score = scorer()
    for source in ("newswire", "amended", "written"):
        some = [c for c in found if c.source == source]
        gold = {c.id: c.gold for c in some}
        for floor in (0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7):
            told = {c.id: [e for e, s in zip(c.events, scores[c.id], strict=True) if s >= floor] for c in some}
            got = score.score(gold, told)
            t = got["typed"]
            print(
                f"{name:6} {source:9} {floor:.2f}  detected {got['detected']['f1']:.3f}  typed P {t['p']:.3f} "
                f"R {t['r']:.3f} F1 {t['f1']:.3f}  usable F1 {got['usable']['f1']:.3f}"
            )
    for floor in (0.25, 0.35, 0.4):
        quiet = [sum(s >= floor for s in scores[c.id]) for c in found if c.source == "quiet"]
        print(f"{name:6} quiet     {floor:.2f}  {np.mean(quiet):.3f} events a report")


def main() -> None:
    """Fit, print and write."""
    found = list(cases(Resources.load(), HalfModels.load()))
    scores: dict[str, list[float]] = {}
    for part in range(FOLDS):
        weights = fit_cases([c for n, c in enumerate(found) if n % FOLDS != part])
        scores |= {c.id: [weights.score(s) for s in c.signs] for n, c in enumerate(found) if n % FOLDS == part}
    show(found, {c.id: c.first for c in found}, "first")
    show(found, scores, "second")
    pairs = [(s, r) for c in found for s, r in zip(scores[c.id], c.right, strict=True) if r is not None]
    told = [(s, r) for s, r in pairs if s >= TOLD]
    print(f"calibration error: all {expected_error(*zip(*pairs, strict=True)):.3f}", end=", ")
    print(f"told {expected_error(*zip(*told, strict=True)):.3f}")
    plot(PLOT, *map(list, zip(*pairs, strict=True)), "Reliability of event scores on held-out reports")
    OUT.write_text(json.dumps({"scores": {"event": asdict(fit_cases(found))}}, indent=1) + "\n")


if __name__ == "__main__":
    main()
