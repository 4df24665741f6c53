"""Fit data/combine_weights.json: how sure to be of what the model and the rules found, together.

    python -m training.combine --model /tmp/fold0/model --fold 0

Needs a model folder trained without one fold of gold/train (training/train.py --fold N): the weights are fitted on that fold alone,
so that they see the model as it is on reports it does not know. scikit-learn comes with the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from bench.gold import load_gold, scorer
from truceline.coder import Resources, find_mentions, propose_sides
from truceline.domain.codes import Role
from truceline.domain.text import Document, Span
from truceline.extract.actors import find_actors
from truceline.extract.combine import Pair, mention_features, pair_mentions
from truceline.extract.events import find_event_mentions
from truceline.extract.merge import merge_mentions
from truceline.extract.model_events import read_event_mentions
from truceline.extract.places import find_places
from truceline.extract.roles_choice import SIDES, Candidate, side_features
from truceline.extract.times import find_times
from truceline.inference.model import EventModel
from truceline.resources.lexicon import Lexicon

OUT = Path(__file__).parent.parent / "src/truceline/data/combine_weights.json"
FLOOR = 0.05
"""Probability from which the model's mentions are looked at; below it almost none is gold."""
MENTION = ("model", "model_odds", "rule", "rule_odds", "same_type", "other_type")


def held_out(fold: int, seed: int = 7, k: int = 3) -> list[tuple[Document, list[Any]]]:
    """Reports of gold/train that a model of this fold has not seen (the split of training/train.py)."""
    reports = load_gold("train")
    order = list(range(len(reports)))
    random.Random(seed).shuffle(order)
    return [reports[i] for i in sorted(order[fold::k])]


def is_gold(pair: Pair, events: list[Any], score: Any) -> bool | None:
    """True when a core gold event has a trigger here and a type that one of the two read; None for an optional one."""
    mention = pair[0] or pair[1]
    assert mention is not None
    read = {m.type.value for m in pair if m}
    found: bool | None = False
    for event in events:
        spans = [t for t in event.get("triggers") or [] if t] + score.spans(event, "trigger")
        here = any(Span(*t).overlaps(mention.trigger) or abs(t[0] - mention.trigger.start) < 25 for t in spans)
        if here and read & score.types(event):
            if not event.get("optional"):
                return True
            found = None
    return found


def fit_mentions(model: EventModel, fold: int) -> dict[str, Any]:
    """Fit the mention score; prints average precision by cross-validation over the held-out reports."""
    lexicon, score = Lexicon.load(), scorer()
    x, y, groups = [], [], []
    for n, (doc, events) in enumerate(held_out(fold)):
        found = pair_mentions(read_event_mentions(doc, model, floor=FLOOR), find_event_mentions(doc, lexicon))
        for pair in found:
            truth = is_gold(pair, events, score)
            if truth is not None:
                features = mention_features(pair)
                x.append([features.get(k, 0.0) for k in MENTION])
                y.append(truth)
                groups.append(n)
    table, truth_column = np.array(x), np.array(y)
    regression = LogisticRegression(C=1.0)
    guess = cross_val_predict(
        regression, table, truth_column, groups=np.array(groups), cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    regression.fit(table, truth_column)
    print(f"mentions: {len(y)} candidates, {sum(y)} gold, average precision {average_precision_score(y, guess):.3f}")
    for bar in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        kept = guess >= bar
        print(f"  from {bar}: precision {truth_column[kept].mean():.3f} recall {truth_column[kept].sum() / sum(y):.3f}")
    return {
        "weights": dict(zip(MENTION, (round(float(w), 4) for w in regression.coef_[0]), strict=True)),
        "intercept": round(float(regression.intercept_[0]), 4),
        "threshold": 0.4,
    }


def fit_sides(model: EventModel, fold: int) -> dict[str, dict[str, Any]]:
    """Fit the scores of both sides on events that match a gold event; prints average precision by cross-validation."""
    score = scorer()
    resources = replace(Resources.load(), model=model)
    examples: dict[Role, list[tuple[dict[str, float], bool, int]]] = {side: [] for side in SIDES}
    for n, (doc, events) in enumerate(held_out(fold)):
        day = doc.report.date
        times, places = find_times(doc, anchor=day), find_places(doc, resources.gazetteer)
        actors = find_actors(doc, resources.registry, places, on=day)
        mentions = find_mentions(doc, resources)
        groups = merge_mentions(doc, mentions, actors=actors, times=times, places=places)
        found = {m.trigger: m for m in mentions}
        for group, event in match(groups, events, score):
            candidates = propose_sides(doc, group, found, actors, model)
            for side, field in ((Role.ACTOR, "actors"), (Role.RECIPIENT, "recipients")):
                for each in candidates:
                    truth = is_party(each, event[field], score)
                    examples[side].append((side_features(each, candidates, group[0], side), truth, n))
    return {side.value: _fit_side(side.value, rows) for side, rows in examples.items()}


def match(groups: Any, events: list[Any], score: Any) -> list[tuple[Any, Any]]:
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


def is_party(each: Candidate, gold: list[Any], score: Any) -> bool:
    """True when the candidate's name or affiliation is one of a gold party's variants."""
    names = [x for x in (each.entity.name, each.entity.affiliation) if x]
    return any(score.same_name(g, name) for party in gold for g in score.variants(party) for name in names)


def _fit_side(name: str, rows: list[tuple[dict[str, float], bool, int]]) -> dict[str, Any]:
    columns = sorted({k for features, _, _ in rows for k in features})
    table = np.array([[features.get(k, 0.0) for k in columns] for features, _, _ in rows])
    truth = np.array([t for _, t, _ in rows])
    groups = np.array([n for _, _, n in rows])
    best = max(
        (0.05, 0.2, 1.0),
        key=lambda c: average_precision_score(truth, _cross_guess(LogisticRegression(C=c, max_iter=2000), table, truth, groups)),
    )
    regression = LogisticRegression(C=best, max_iter=2000)
    guess = _cross_guess(regression, table, truth, groups)
    regression.fit(table, truth)
    print(f"{name}: {len(truth)} candidates, {truth.sum()} gold, C={best}, AP {average_precision_score(truth, guess):.3f}")
    scores = {}
    for bar in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        kept = guess >= bar
        p, r = truth[kept].mean(), truth[kept].sum() / truth.sum()
        scores[bar] = 2 * p * r / (p + r)
        print(f"  from {bar}: precision {p:.3f} recall {r:.3f} F1 {scores[bar]:.3f}")
    weights = {k: round(float(w), 4) for k, w in zip(columns, regression.coef_[0], strict=True) if abs(w) >= 5e-4}
    return {"weights": weights, "intercept": round(float(regression.intercept_[0]), 4), "threshold": max(scores, key=lambda b: scores[b])}


def _cross_guess(regression: LogisticRegression, table: Any, truth: Any, groups: Any) -> Any:
    return cross_val_predict(regression, table, truth, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--mentions-only", action="store_true")
    args = parser.parse_args()
    model = EventModel.load(args.model)
    known = json.loads(OUT.read_text()) if OUT.exists() else {"scores": {}}
    known["scores"]["mention"] = fit_mentions(model, args.fold)
    if not args.mentions_only:
        OUT.write_text(json.dumps(known, indent=1) + "\n")
        known["scores"] |= fit_sides(model, args.fold)
    OUT.write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
