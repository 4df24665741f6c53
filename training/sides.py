"""Fit data/side_weights.json: which parties of a report are actor and recipient of an event.

    python -m training.sides                                 from grammar and report alone
    python -m training.sides --model /tmp/fold0/model --fold 0

First the phrase weights (training/roles.py) are fitted five times, each without a fifth of gold/train, so that the
party scores see phrases as they are in unknown reports; then the party scores are fitted on gold's own events. With a
model folder that was trained without one fold of gold/train, a second score of four numbers is fitted on that fold
alone: how much the model's word on a party's tokens weighs beside the first score.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.docs import ROOT
from bench.gold import Gold, load_gold, oracle_groups, scorer
from training.roles import FOLDS, ROLES, Fit, examples, read_actors
from truceline.coder import model_token_score
from truceline.domain.codes import Role
from truceline.domain.mentions import Actor
from truceline.domain.text import Document
from truceline.extract.actors import entities_for
from truceline.extract.attribution import find_speeches
from truceline.extract.roles_choice import (
    SIDES,
    Candidate,
    Scene,
    gather,
    model_features,
    side_features,
    strength,
)
from truceline.inference.model import EventModel

OUT = ROOT / "src" / "truceline" / "data" / "side_weights.json"
BARS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


@dataclass
class Case:
    """One gold event with its candidates."""

    report: int
    event: Gold
    candidates: list[Candidate]
    features: dict[Role, list[dict[str, float]]]
    truth: dict[Role, list[bool]]
    missed: dict[Role, int]
    """Gold parties that no candidate names."""
    base: dict[Role, list[float]]
    """First score of each candidate, from a fit that has not seen the report."""


def build_cases(
    gold: list[tuple[Document, list[Gold]]],
    actors: list[tuple[Actor, ...]],
    weights: Sequence[dict[str, float]],
    model: EventModel | None = None,
    only: frozenset[int] | None = None,
) -> list[Case]:
    """Cases of all events; weights: phrase weights for report n at n modulo their number."""
    score = scorer()
    out = []
    for n, ((doc, events), told) in enumerate(zip(gold, actors, strict=True)):
        if only is not None and n not in only:
            continue
        speeches = find_speeches(doc, told)
        for event, group in oracle_groups(doc, events):
            found = gather(
                Scene(
                    doc, group, told, speeches, partial(entities_for, doc, actors=told), weights[n % len(weights)],
                    model_token_score(doc, group[0], model),
                )
            )
            truth, missed = {}, {}
            for side, key in ROLES.items():
                truth[side], missed[side] = parties(found, event[key], side, score)
            rows = {s: [side_features(c, found, group[0], s) for c in found] for s in SIDES}
            out.append(Case(n, event, found, rows, truth, missed, {}))
    return out


def parties(candidates: list[Candidate], gold: Any, side: Role, score: Any) -> tuple[list[bool], int]:
    """(for each candidate whether it is a gold party, gold parties that none names); the strongest stands for each."""
    truths, missed = [False] * len(candidates), 0
    order = sorted(range(len(candidates)), key=lambda i: -strength(candidates[i], side.value))
    for party in gold:
        for i in order:
            entity = candidates[i].entity
            names = [x for x in (entity.name, entity.affiliation) if x]
            if not truths[i] and any(score.same_name(g, name) for g in score.variants(party) for name in names):
                truths[i] = True
                break
        else:
            missed += 1
    return truths, missed


@dataclass
class Score:
    """A fitted logistic score."""

    names: dict[str, int]
    model: LogisticRegression

    def of(self, rows: Sequence[dict[str, float]]) -> list[float]:
        """Probabilities of feature rows."""
        return [float(p) for p in self.model.predict_proba(_table(rows, self.names))[:, 1]] if rows else []

    def row(self, threshold: float) -> dict[str, Any]:
        """As data/side_weights.json has it."""
        named = {k: round(float(self.model.coef_[0][i]), 4) for k, i in self.names.items()}
        return {
            "weights": {k: v for k, v in sorted(named.items()) if abs(v) >= 5e-4},
            "intercept": round(float(self.model.intercept_[0]), 4),
            "threshold": threshold,
        }


def _table(rows: Sequence[dict[str, float]], names: dict[str, int]) -> Any:
    table = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            if name in names:
                table[i, names[name]] = value
    return table


def fit(rows: Sequence[dict[str, float]], truth: Sequence[bool], weight: Sequence[float], c: float) -> Score:
    """A logistic score over all features that stand on at least eight rows."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    names = {n: i for i, n in enumerate(sorted(n for n, k in counts.items() if k >= 8))}
    model = LogisticRegression(C=c, max_iter=4000)
    model.fit(_table(rows, names), np.array(truth), sample_weight=np.array(weight))
    return Score(names, model)


def fit_side(cases: list[Case], side: Role, c: float) -> Score:
    """The first score of a side."""
    rows = [f for k in cases for f in k.features[side]]
    truth = [t for k in cases for t in k.truth[side]]
    weight = [0.5 if k.event.get("optional") else 1.0 for k in cases for _ in k.truth[side]]
    return fit(rows, truth, weight, c)


def cross_base(cases: list[Case], c: float) -> None:
    """Fill ``base`` from fits without the report's fold."""
    for fold in range(FOLDS):
        for side in SIDES:
            score = fit_side([k for k in cases if k.report % FOLDS != fold], side, c)
            for k in cases:
                if k.report % FOLDS == fold:
                    k.base[side] = score.of(k.features[side])


def exactness(cases: list[Case], chance: str, bars: dict[Role, float]) -> dict[str, float]:
    """Shares of core events with exactly their parties, and F1 of each side."""
    count = {"n": 0, "both": 0, "actor": 0, "recipient": 0}
    sums = {s: [0, 0, 0] for s in SIDES}
    for k in cases:
        if k.event.get("optional"):
            continue
        odds = getattr(k, chance)
        count["n"] += 1
        right = {}
        picked: dict[Role, list[int]] = {s: [] for s in SIDES}
        for i in range(len(k.candidates)):
            side = max(SIDES, key=lambda s: odds[s][i] - bars[s])
            if odds[side][i] >= bars[side]:
                picked[side].append(i)
        for side in SIDES:
            tp = sum(k.truth[side][i] for i in picked[side])
            n_gold = sum(k.truth[side]) + k.missed[side]
            for j, v in enumerate((tp, n_gold, len(picked[side]))):
                sums[side][j] += v
            right[side] = tp == n_gold == len(picked[side])
            count[side.value] += right[side]
        count["both"] += all(right.values())
    out = {k: round(count[k] / count["n"], 4) for k in ("both", "actor", "recipient")}
    for side, (tp, g, p) in sums.items():
        out[f"{side.value}_f1"] = round(2 * tp / max(g + p, 1), 4)
    return out


def best_bars(cases: list[Case], chance: str) -> dict[Role, float]:
    """Thresholds with the most events of which both sides are exactly right."""
    grid = [{Role.ACTOR: a, Role.RECIPIENT: r} for a in BARS for r in BARS]
    return max(grid, key=lambda b: exactness(cases, chance, b)["both"])


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--fold", type=int, default=0)
    args = parser.parse_args()
    gold = load_gold("train")
    actors = read_actors([d for d, _ in gold])
    data = examples(gold, actors)
    weights = [Fit([e for e in data if e.fold != fold]).weights for fold in range(FOLDS)]
    cases = build_cases(gold, actors, weights)
    found = {}
    for c in (0.02, 0.1, 0.5):
        cross_base(cases, c)
        bars = best_bars(cases, "base")
        found[c] = (exactness(cases, "base", bars), bars)
        print("C", c, {s.value: b for s, b in bars.items()}, found[c][0])
    c = max(found, key=lambda k: found[k][0]["both"])
    cross_base(cases, c)
    scores = json.loads(OUT.read_text())["scores"] if OUT.exists() else {}
    scores |= {s.value: fit_side(cases, s, c).row(found[c][1][s]) for s in SIDES}
    if args.model:
        scores |= fit_model(gold, actors, weights, cases, EventModel.load(args.model), args.fold)
    OUT.write_text(json.dumps({"scores": scores}, indent=1) + "\n")


def fit_model(
    gold: list[tuple[Document, list[Gold]]],
    actors: list[tuple[Actor, ...]],
    weights: Sequence[dict[str, float]],
    cases: list[Case],
    model: EventModel,
    fold: int,
) -> dict[str, Any]:
    """Fit the second scores on the reports that the model has not seen; prints figures by cross-validation."""
    from training.combine import held_out

    unseen = {d.report.report_id for d, _ in held_out(fold)}
    only = frozenset(n for n, (d, _) in enumerate(gold) if d.report.report_id in unseen)
    base = [k for k in cases if k.report in only]
    seen = build_cases(gold, actors, weights, model, only)
    for a, b in zip(base, seen, strict=True):
        b.base = a.base
    print("without the model on these", exactness(seen, "base", best_bars(seen, "base")))
    rows = {
        s: [
            [model_features(c, k.base[s][i], k.base[t][i], s) for i, c in enumerate(k.candidates)] for k in seen
        ]
        for s, t in zip(SIDES, reversed(SIDES), strict=True)
    }
    for part in range(FOLDS):
        for s in SIDES:
            taught = [n for n, k in enumerate(seen) if k.report // 5 % FOLDS != part]
            score = fit(
                [r for n in taught for r in rows[s][n]], [t for n in taught for t in seen[n].truth[s]],
                [1.0 for n in taught for _ in rows[s][n]], 1.0,
            )
            for n, k in enumerate(seen):
                if k.report // 5 % FOLDS == part:
                    k.features[s] = rows[s][n]
                    k.base = {**k.base, s: score.of(rows[s][n])}
    bars = best_bars(seen, "base")
    print("with the model", {s.value: b for s, b in bars.items()}, exactness(seen, "base", bars))
    out = {}
    for s in SIDES:
        score = fit([r for case in rows[s] for r in case], [t for k in seen for t in k.truth[s]],
                    [1.0 for k in seen for _ in k.truth[s]], 1.0)
        out[f"{s.value}_model"] = score.row(bars[s])
    return out


if __name__ == "__main__":
    main()
