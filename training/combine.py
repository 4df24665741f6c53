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
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from bench.gold import load_gold, scorer
from truceline.domain.text import Document, Span
from truceline.extract.combine import Pair, mention_features, pair_mentions
from truceline.extract.events import find_event_mentions
from truceline.extract.model_events import read_event_mentions
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


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--fold", type=int, default=0)
    args = parser.parse_args()
    model = EventModel.load(args.model)
    known = json.loads(OUT.read_text()) if OUT.exists() else {"scores": {}}
    known["scores"]["mention"] = fit_mentions(model, args.fold)
    OUT.write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
