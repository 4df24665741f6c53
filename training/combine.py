"""Fit data/combine_weights.json: how sure to be of what the model and the rules found, together.

    python -m training.combine --model /tmp/fold0/model --fold 0

Needs a model folder trained without one fold of gold/train (training/train.py --fold N): the weights are fitted on
that fold alone, so that they see the model as it is on reports it does not know. scikit-learn comes with the extra
``train``.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, replace
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
from truceline.extract.roles_choice import SIDES, Candidate, side_features, strength
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
    rows: dict[Role, list[Row]] = {side: [] for side in SIDES}
    number = 0
    for n, (doc, events) in enumerate(held_out(fold)):
        day = doc.report.date
        times, places = find_times(doc, anchor=day), find_places(doc, resources.gazetteer)
        actors = find_actors(doc, resources.registry, places, on=day)
        mentions = find_mentions(doc, resources)
        groups = merge_mentions(doc, mentions, actors=actors, times=times, places=places)
        found = {m.trigger: m for m in mentions}
        for group, event in match(groups, events, score):
            number += 1
            candidates = propose_sides(doc, group, found, actors, model)
            for side, field in ((Role.ACTOR, "actors"), (Role.RECIPIENT, "recipients")):
                truths = parties(candidates, event[field], side, score)
                for each, truth in zip(candidates, truths, strict=True):
                    rows[side].append(Row(side_features(each, candidates, group[0], side), truth, n, number))
                if len(event[field]) > sum(truths):  # a party that no candidate names: the event cannot come out right
                    rows[side].append(Row({}, True, n, number))
    return {side.value: _fit_side(side.value, found_rows) for side, found_rows in rows.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of one event; no features stand for a gold party that nobody proposed."""

    features: dict[str, float]
    truth: bool
    report: int
    event: int


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


def parties(candidates: list[Candidate], gold: list[Any], side: Role, score: Any) -> list[bool]:
    """For each candidate whether it is a gold party; of several that name one party only the strongest counts."""
    truths = [False] * len(candidates)
    order = sorted(range(len(candidates)), key=lambda i: -strength(candidates[i], side.value))
    for party in gold:
        for i in order:
            entity = candidates[i].entity
            names = [x for x in (entity.name, entity.affiliation) if x]
            if not truths[i] and any(score.same_name(g, name) for g in score.variants(party) for name in names):
                truths[i] = True
                break
    return truths


def _fit_side(name: str, rows: list[Row]) -> dict[str, Any]:
    """Fit one side; the threshold is the one at which most events have exactly their parties."""
    read = [r for r in rows if r.features]
    columns = sorted({k for r in read for k in r.features})
    table = np.array([[r.features.get(k, 0.0) for k in columns] for r in read])
    truth = np.array([r.truth for r in read])
    reports = np.array([r.report for r in read])
    guesses = {
        c: _cross_guess(LogisticRegression(C=c, max_iter=3000), table, truth, reports) for c in (0.05, 0.2, 1.0, 5.0)
    }
    best = max(guesses, key=lambda c: average_precision_score(truth, guesses[c]))
    guess = guesses[best]
    regression = LogisticRegression(C=best, max_iter=3000).fit(table, truth)
    precision = average_precision_score(truth, guess)
    print(f"{name}: {len(truth)} candidates, {truth.sum()} gold, C={best}, AP {precision:.3f}")
    exact = {}
    for bar in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        wrong = {r.event for r, g in zip(read, guess, strict=True) if (g >= bar) != r.truth}
        wrong |= {r.event for r in rows if not r.features}
        events = {r.event for r in rows}
        exact[bar] = 1 - len(wrong) / len(events)
        print(f"  from {bar}: exactly right in {exact[bar]:.3f} of {len(events)} events")
    weights = {k: round(float(w), 4) for k, w in zip(columns, regression.coef_[0], strict=True) if abs(w) >= 5e-4}
    threshold = max(exact, key=lambda b: exact[b])
    return {"weights": weights, "intercept": round(float(regression.intercept_[0]), 4), "threshold": threshold}


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
