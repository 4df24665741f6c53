"""Fit data/side_weights.json: which parties of a report are actor and recipient of an event.

    python -m training.sides

First the phrase weights (training/roles.py) are fitted five times, each without a fifth of gold/train and of the
newswire reports that we annotated, so that the party scores see phrases as they are in unknown reports; then the party
scores are fitted on gold's own events. A second score of four numbers says how much the model's word on a party's
tokens weighs beside the first; it is fitted on our own reports (bench/newswire_events.md, training/written/README.md),
which neither the model nor the first score has seen. A third weighs ways to place all parties at once, on the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.docs import ROOT
from bench.figures import f1
from bench.gold import Gold, load_gold, oracle_groups, scorer
from training.halves import HalfModels
from training.roles import FOLDS, ROLES, Fit, examples, read_actors
from training.softmax import fit_softmax
from truceline import settings
from truceline.coder import Resources
from truceline.domain.codes import Role
from truceline.domain.mentions import Actor, EventMention
from truceline.domain.text import Document
from truceline.extract.actors import entities_for
from truceline.extract.arguments import ArgumentReader
from truceline.extract.attribution import find_responsibility, find_speeches
from truceline.extract.events_find import Around, find_events
from truceline.extract.places import find_places
from truceline.extract.quantities import assign_harms, find_harms
from truceline.extract.roles_candidate import SIDES, Candidate
from truceline.extract.roles_features import model_features, side_features, strength
from truceline.extract.roles_gather import Scene, gather
from truceline.extract.sides_together import LABELS, all_ways, chance_of_each, likeliest, set_features
from truceline.extract.times import find_times
from truceline.inference.model import EventModel

OUT = ROOT / "src" / "truceline" / "data" / "side_weights.json"
PENALTY = 0.2
"""C of the first score, by cross-validation."""
SECOND_PENALTY = 0.002
"""C of the second score, likewise."""
RARE = 20
"""So many rows must have a feature of the second score for it to get a weight."""
SET_PENALTY = 10.0
"""Penalty of the weights of sets; 3 and 30 give the same."""
HOPELESS = 8.0
BARS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


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
    sort: str
    base: dict[Role, list[float]] = field(default_factory=dict)
    """First score of each candidate, from a fit that has not seen the report."""
    joint: dict[Role, list[float]] = field(default_factory=dict)
    """Second score of each candidate, likewise."""
    picked: dict[Role, list[int]] = field(default_factory=dict)
    """Candidates chosen for each side, both sides together, likewise."""


def build_cases(
    gold: list[tuple[Document, list[Gold]]],
    actors: list[tuple[Actor, ...]],
    weights: Sequence[dict[str, float]],
    res: Resources,
    halves: HalfModels,
) -> tuple[list[Case], list[Case]]:
    """(cases at gold's own triggers, cases at the groups that the coder finds), each read by the half model that has
    not seen the report. weights: phrase weights for report n at n modulo their number."""
    told, found = [], []
    for n, ((doc, events), parties_told) in enumerate(zip(gold, actors, strict=True)):
        model, own = halves.for_report(doc), weights[n % len(weights)]
        told += _cases_of(n, doc, parties_told, oracle_groups(doc, events), own, model)
        times, places = find_times(doc, anchor=doc.report.date), find_places(doc, res.gazetteer)
        around, floor = Around(parties_told, times, places), settings.get_float("min_event_score")
        groups = find_events(doc, res.lexicon, model, around, floor=floor)
        pairs = [(event, group) for group, event in match(groups, events, scorer())]
        found += _cases_of(n, doc, parties_told, pairs, own, model)
    return told, found


def _cases_of(
    n: int,
    doc: Document,
    told: tuple[Actor, ...],
    groups: list[tuple[Gold, tuple[EventMention, ...]]],
    weights: dict[str, float],
    model: EventModel | None,
) -> list[Case]:
    score = scorer()
    speeches = find_speeches(doc, told)
    tolls = assign_harms(doc, [g for _, g in groups], find_harms(doc))
    said = None if model is None else ArgumentReader(doc, model, [g for _, g in groups if g])
    out = []
    claims = find_responsibility(doc, [g for _, g in groups], told)
    for (event, group), harms, (claimed_by, denied_by) in zip(groups, tolls, claims, strict=True):
        scene = Scene(
            doc,
            group,
            told,
            speeches,
            partial(entities_for, doc, actors=told),
            weights,
            None if said is None else said.of_party(group[0]),
            tuple(h.whom_span for h in harms if h.whom_span is not None),
            claimed_by,
            denied_by,
        )
        found = gather(scene)
        truth, missed = {}, {}
        for side, key in ROLES.items():
            truth[side], missed[side] = parties(doc, found, event[key], side, score)
        rows = {s: [side_features(c, found, scene.sort, s) for c in found] for s in SIDES}
        out.append(Case(n, event, found, rows, truth, missed, scene.sort))
    return out


def match(
    groups: Sequence[tuple[EventMention, ...]], events: list[Any], score: Any
) -> list[tuple[tuple[EventMention, ...], Any]]:
    """Groups and gold events of one type whose triggers are near each other, one to one, the closest first."""
    pairs = []
    for i, group in enumerate(groups):
        for j, event in enumerate(events):
            spans = [t for t in event.get("triggers") or [] if t] + score.spans(event, "trigger")
            if group[0].type.value in score.types(event) and spans:
                near = min(abs(t[0] - m.trigger.start) for t in spans for m in group)
                if near < 80:
                    pairs.append((near, i, j))
    taken_groups: set[int] = set()
    taken_events: set[int] = set()
    out = []
    for _, i, j in sorted(pairs):
        if i not in taken_groups and j not in taken_events:
            taken_groups.add(i)
            taken_events.add(j)
            out.append((groups[i], events[j]))
    return out


def parties(doc: Document, candidates: list[Candidate], gold: Any, side: Role, score: Any) -> tuple[list[bool], int]:
    """(for each candidate whether it is a gold party, gold parties that none names); the strongest stands for each."""
    truths, missed = [False] * len(candidates), 0
    order = sorted(range(len(candidates)), key=lambda i: -strength(candidates[i], side.value))
    for party in gold:
        for i in order:
            entity = candidates[i].entity
            words = entity.mention.of(doc.text) if entity.mention else None
            names = [x for x in (entity.name, entity.affiliation, words) if x]
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


def fit(
    rows: Sequence[dict[str, float]], truth: Sequence[bool], weight: Sequence[float], c: float, *,
    least: int = 8, even: bool = False,
) -> Score:  # fmt: skip
    """A logistic score over all features that stand on so many rows at least.

    even: fitted on features of one spread, so that the penalty bears on all alike, and written in their own units.
    """
    counts = Counter(name for row in rows for name, value in row.items() if value)
    names = {n: i for i, n in enumerate(sorted(n for n, k in counts.items() if k >= least))}
    table = _table(rows, names)
    mean, spread = (table.mean(0), table.std(0) + 1e-6) if even else (0.0, 1.0)
    model = LogisticRegression(C=c, max_iter=4000)
    model.fit((table - mean) / spread, np.array(truth), sample_weight=np.array(weight))
    model.coef_ = model.coef_ / spread
    model.intercept_ = model.intercept_ - (model.coef_[0] * mean).sum()
    return Score(names, model)


def fit_side(cases: list[Case], side: Role, c: float) -> Score:
    """The first score of a side."""
    rows = [f for k in cases for f in k.features[side]]
    truth = [t for k in cases for t in k.truth[side]]
    weight = [0.5 if k.event.get("optional") else 1.0 for k in cases for _ in k.truth[side]]
    return fit(rows, truth, weight, c)


def cross_base(cases: list[Case], c: float, others: list[Case]) -> None:
    """Fill ``base`` of the cases, and of other cases of the same reports, from fits without the report's fold."""
    for fold in range(FOLDS):
        for side in SIDES:
            score = fit_side([k for k in cases if k.report % FOLDS != fold], side, c)
            for k in (*cases, *others):
                if k.report % FOLDS == fold:
                    k.base[side] = score.of(k.features[side])


def by_bars(case: Case, chance: str, bars: dict[Role, float]) -> dict[Role, list[int]]:
    """Candidates of each side, each by itself on the side that wants it most."""
    odds = getattr(case, chance)
    picked: dict[Role, list[int]] = {s: [] for s in SIDES}
    for i in range(len(case.candidates)):
        side = max(SIDES, key=lambda s: odds[s][i] - bars[s])
        if odds[side][i] >= bars[side]:
            picked[side].append(i)
    return picked


def exactness(cases: list[Case], pick: Callable[[Case], dict[Role, list[int]]]) -> dict[str, float]:
    """Shares of core events with exactly their parties, and F1 of each side, of what ``pick`` gives each side."""
    count = {"n": 0, "both": 0, "actor": 0, "recipient": 0}
    sums = {s: [0, 0, 0] for s in SIDES}
    for k in cases:
        if k.event.get("optional"):
            continue
        count["n"] += 1
        right = {}
        picked = pick(k)
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
        out[f"{side.value}_f1"] = round(f1(tp, p, g), 4)
    return out


def best_bars(cases: list[Case], chance: str) -> dict[Role, float]:
    """Thresholds with the most events of which both sides are exactly right, the F1 of the sides weighed in."""

    def worth(bars: dict[Role, float]) -> float:
        got = exactness(cases, lambda k: by_bars(k, chance, bars))
        return got["both"] + 0.25 * (got["actor_f1"] + got["recipient_f1"])

    return max(({Role.ACTOR: a, Role.RECIPIENT: r} for a in BARS for r in BARS), key=worth)


def main() -> None:
    """Fit and write."""
    gold = load_gold("ours")
    actors = read_actors([d for d, _ in gold])
    data = examples(gold, actors)
    weights = [Fit([e for e in data if e.fold != fold]).weights for fold in range(FOLDS)]
    cases, found = build_cases(gold, actors, weights, Resources.load(), HalfModels.load())
    cross_base(cases, PENALTY, found)
    bars = best_bars(found, "base")
    for name, some in (("told", cases), ("found", found)):
        print(name, {s.value: b for s, b in bars.items()}, exactness(some, lambda k: by_bars(k, "base", bars)))
    scores = {s.value: fit_side(cases, s, PENALTY).row(bars[s]) for s in SIDES}
    scores |= fit_model(cases, found)
    OUT.write_text(json.dumps({"scores": scores, "together": fit_together(cases, found)}, indent=1) + "\n")


def fit_model(told: list[Case], found: list[Case]) -> dict[str, Any]:
    """Fit the second scores on reports that the model has not seen; prints cross-validated figures.

    told: cases at gold's triggers; found: cases at the coder's own groups, on which the thresholds are chosen.
    """
    seen = [*told, *found]
    rows = {
        s: [[model_features(i, k.candidates, k.base, k.sort, s) for i in range(len(k.candidates))] for k in seen]
        for s in SIDES
    }
    for part in range(FOLDS):
        for s in SIDES:
            score = _fit_second(seen, rows[s], s, [n for n, k in enumerate(seen) if k.report % FOLDS != part])
            for n, k in enumerate(seen):
                if k.report % FOLDS == part:
                    k.joint[s] = score.of(rows[s][n])
    bars = best_bars(found, "joint")
    for name, some in (("newswire", told), ("found", found)):
        print(
            name,
            "with the model",
            {s.value: b for s, b in bars.items()},
            exactness(some, lambda k: by_bars(k, "joint", bars)),
        )
    return {f"{s.value}_model": _fit_second(seen, rows[s], s, range(len(seen))).row(bars[s]) for s in SIDES}


def fit_together(told: list[Case], found: list[Case]) -> dict[str, float]:
    """Weights of ways to place all parties (extract/sides_together.py), on the same reports; prints their figures.

    The right way of a case is the one with the fewest parties wrong or missing. Ways that the parties' own odds make
    e**HOPELESS times less likely than the likeliest are left out, unless they are right.
    """
    seen = [*told, *found]
    counts = Counter(k.sort for k in seen)
    taken = [likeliest(k.joint) for k in seen]
    tables, right = [], []
    for k, t in zip(seen, taken, strict=True):
        odds = {s: [k.joint[s][i] for i in t] for s in SIDES}
        f = set_features([k.candidates[i] for i in t], odds, k.sort)
        errors = _errors(k, t)
        plain = f["odds A"] + f["odds R"]
        kept = (plain >= plain.max() - HOPELESS) | (errors == errors.min())
        tables.append({n: v[kept].astype(np.float32) for n, v in f.items() if ":" not in n or counts[k.sort] >= 40})
        right.append((errors == errors.min())[kept])
    names = sorted({n for f in tables for n in f})
    x = [
        np.stack([f.get(n, np.zeros(len(r), np.float32)) for n in names], 1)
        for f, r in zip(tables, right, strict=True)
    ]  # fmt: skip
    prior = np.array([1.0 if n in ("odds A", "odds R") else 0.0 for n in names])

    def weights(numbers: list[int]) -> np.ndarray:
        return fit_softmax(
            np.concatenate([x[n] for n in numbers]),
            np.concatenate([right[n] for n in numbers]),
            [len(x[n]) for n in numbers],
            [0.5 if seen[n].event.get("optional") else 1.0 for n in numbers],
            l2=SET_PENALTY, steps=200, rate=0.03, prior=prior,
        )  # fmt: skip

    for part in range(FOLDS):
        w = dict(zip(names, weights([n for n, k in enumerate(seen) if k.report % FOLDS != part]), strict=True))
        for k, t in zip(seen, taken, strict=True):
            if k.report % FOLDS == part:
                odds = {s: [k.joint[s][i] for i in t] for s in SIDES}
                f = set_features([k.candidates[i] for i in t], odds, k.sort)
                best = all_ways(len(t))[chance_of_each(f, w, np.ones(3 ** len(t), bool)).argmax()]
                k.picked = {s: [i for i, v in zip(t, best, strict=True) if LABELS.get(int(v)) is s] for s in SIDES}
    for name, some in (("told", told), ("found", found)):
        print(name, "together", exactness(some, lambda k: k.picked))
    w = dict(zip(names, weights(list(range(len(seen)))), strict=True))
    return {n: round(float(v), 4) for n, v in w.items() if abs(v) >= 5e-4}


def _errors(case: Case, taken: list[int]) -> np.ndarray:
    """Parties wrong or missing in each way to place the taken candidates."""
    ways = all_ways(len(taken))
    wrong = np.zeros(len(ways))
    for label, side in LABELS.items():
        here = ways == label
        hits = here @ np.array([case.truth[side][i] for i in taken], dtype=float)
        wrong += here.sum(1) + sum(case.truth[side]) + case.missed[side] - 2 * hits
    return wrong


def _fit_second(seen: list[Case], rows: list[list[dict[str, float]]], side: Role, taught: Iterable[int]) -> Score:
    numbers = list(taught)
    return fit(
        [r for n in numbers for r in rows[n]],
        [t for n in numbers for t in seen[n].truth[side]],
        [0.5 if seen[n].event.get("optional") else 1.0 for n in numbers for _ in rows[n]],
        SECOND_PENALTY,
        least=RARE,
        even=True,
    )


if __name__ == "__main__":
    main()
