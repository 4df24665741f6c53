"""Fit data/word_weights.json: how much the model's word on a time or a place counts beside the rules' score.

    python -m training.words

First the rules' weights are fitted (training/dating.py, training/place_event.py) five times, each without a fifth of
the reports; then, on all of them as the half models read them (training/halves.py), a softmax over the candidates of
the rules' score and of what the model says. Prints shares right, cross-validated.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bench.docs import ROOT
from bench.eval_event_places import as_gold
from bench.gold import Gold, load_gold, oracle_groups, scorer
from training import dating, place_event
from training.halves import HalfModels
from training.softmax import fit_softmax
from truceline.domain.codes import Role
from truceline.domain.mentions import EventMention, PlaceReading
from truceline.domain.text import Document
from truceline.extract.arguments import ArgumentReader
from truceline.extract.dating import dating_signs, score
from truceline.extract.dating_features import find_candidates
from truceline.extract.dating_story import tell_story
from truceline.extract.places import find_places
from truceline.extract.places_unnamed import with_unnamed
from truceline.extract.placing import placing_signs
from truceline.extract.placing_signs import Scene, Stage, null_signs, signs
from truceline.extract.times import find_times
from truceline.inference.model import EventModel
from truceline.resources.gazetteer import Gazetteer

OUT = ROOT / "src" / "truceline" / "data" / "word_weights.json"
FOLDS = 5
PENALTY = 2.0
UNDATED, UNPLACED = 0.6, 0.5
"""Weights of events without a date or place: our annotators leave more of them open than gold/dev's do (19 and 36 % of
core events, 12 and 23 %: half the odds)."""
Case = tuple[list[dict[str, float]], np.ndarray, int]
"""Signs of each candidate (``base`` among them), which are right, fold."""


def fold_of(report_id: str) -> int:
    """A fifth of the reports."""
    return zlib.crc32(report_id.encode()) % FOLDS


def fit(cases: Sequence[Case], null_weight: float, steps: int = 300) -> dict[str, float]:
    """Softmax weights by Adam, drawn to those of the rules alone; cases without a right candidate are left out.

    null_weight: of cases of which none is right.
    """
    data = [c for c in cases if c[1].any() and not c[1].all()]
    names = sorted({n for rows, *_ in data for r in rows for n in r})
    at = {n: i for i, n in enumerate(names)}
    x = np.zeros((sum(len(rows) for rows, *_ in data), len(names)))
    for n, row in enumerate(r for rows, *_ in data for r in rows):
        for name, value in row.items():
            x[n, at[name]] = value
    good = np.concatenate([c[1] for c in data])
    prior = np.array([1.0 if n == "base" else 0.0 for n in names])
    weight = [null_weight if c[1][-1] else 1.0 for c in data]
    sizes = [len(c[0]) for c in data]
    w = fit_softmax(x, good, sizes, weight, l2=PENALTY, steps=steps, rate=0.03, prior=prior)
    return {n: round(float(value), 4) for n, value in zip(names, w, strict=True)}


def right(case: Case, weights: dict[str, float]) -> bool:
    """Whether the best candidate is right."""
    rows, good, _ = case
    return bool(good[int(np.argmax([sum(weights.get(k, 0.0) * v for k, v in r.items()) for r in rows]))])


def cross_validated(cases: Sequence[Case], null_weight: float) -> tuple[float, float]:
    """Shares right: by the rules alone, and with the model's word."""
    alone = np.mean([right(c, {"base": 1.0}) for c in cases])
    found = []
    for k in range(FOLDS):
        weights = fit([c for c in cases if c[2] != k], null_weight)
        found += [right(c, weights) for c in cases if c[2] == k]
    return float(alone), float(np.mean(found))


def read_groups(
    doc: Document, events: list[Gold], model: EventModel
) -> list[tuple[Gold, tuple[EventMention, ...]]]:
    """Core events with their gold mentions, each with the status that we read in the text and the model's chance that
    it is dated and placed."""
    out = []
    for event, group in oracle_groups(doc, events):
        if not group or event.get("optional"):
            continue
        readings = model.read_at(doc, [model.head_of(doc, m) for m in group])
        read = [
            replace(
                dating.as_read(doc, m), dated=float(r.fields["dated"][1]), placed=float(r.fields["placed"][1])
            )
            for m, r in zip(group, readings, strict=True)
        ]
        out.append((event, tuple(read)))
    return out


def dating_cases(
    reports: list[tuple[Document, list[Gold]]], halves: HalfModels, base: Sequence[dict[str, float]]
) -> list[Case]:
    """One case for each mention of a core event that the model was asked about. base: weights by fold."""
    rules, out = scorer(), []
    for doc, events in reports:
        fold = fold_of(doc.report.report_id)
        story = tell_story(doc, find_times(doc, anchor=doc.report.date), doc.report.date)
        groups = read_groups(doc, events, halves.for_report(doc))
        words = ArgumentReader(doc, halves.for_report(doc), [g for _, g in groups]).of(Role.TIME)
        for event, group in groups:
            candidates = find_candidates(story, group[0])
            told = dating_signs(doc, candidates, group[0], words)
            days = [{"start": str(c.first_day), "end": str(c.last_day)} if c.first_day else None for c in candidates]
            good = np.array([bool(rules.date_ok(event["date"], d)) for d in days])
            rows = [{"base": score(c, base[fold]), **own} for c, own in zip(candidates, told, strict=True)]
            out.append((rows, good, fold))
    return out


def placing_cases(
    reports: list[tuple[Document, list[Gold]]], halves: HalfModels, base: Sequence[dict[str, float]]
) -> list[Case]:
    """One case for each core event. base: weights by fold."""
    rules, gazetteer, out = scorer(), Gazetteer.open(), []
    for doc, events in reports:
        fold = fold_of(doc.report.report_id)
        places = with_unnamed(doc, find_places(doc, gazetteer), gazetteer)
        if not places:
            continue
        scene = Scene(doc, places)
        groups = read_groups(doc, events, halves.for_report(doc))
        words = ArgumentReader(doc, halves.for_report(doc), [g for _, g in groups]).of(Role.PLACE)
        for event, group in groups:
            stage, wanted = Stage(scene, group), event.get("place")
            found = [signs(stage, i) for i in range(len(places))] + [null_signs(stage)]
            good = [bool(wanted) and rules.place_ok(wanted, as_gold((PlaceReading(p, 1.0, ""),))) for p in places]
            rows = [
                {"base": sum(base[fold].get(k, 0.0) * v for k, v in f.items()), **own}
                for f, own in zip(found, placing_signs(group, places, words), strict=True)
            ]
            out.append((rows, np.array([*good, not wanted]), fold))
    return out


def main() -> None:
    """Fit and write."""
    halves, reports = HalfModels.load(), load_gold("ours")
    times = dating.all_examples()
    by_fold = [dating.fit([e for e in times if fold_of(e[2]) != k], 1.0, dating.NULL_WEIGHT) for k in range(FOLDS)]
    dated = dating_cases(reports, halves, by_fold)
    print("dates: rules alone {:.3f}, with the model {:.3f}".format(*cross_validated(dated, UNDATED)))
    blocks = place_event.all_blocks()
    rest = [[b for b in blocks if fold_of(b[3]) != k] for k in range(FOLDS)]
    by_fold = [place_event.fit(some, 3.0) | place_event.GIVEN for some in rest]
    placed = placing_cases(reports, halves, by_fold)
    print("places: rules alone {:.3f}, with the model {:.3f}".format(*cross_validated(placed, UNPLACED)))
    OUT.write_text(json.dumps({"dating": fit(dated, UNDATED), "placing": fit(placed, UNPLACED)}, indent=1) + "\n")


if __name__ == "__main__":
    main()
