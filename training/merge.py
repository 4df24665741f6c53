"""Learn when two mentions are one event: writes src/truceline/data/merge_weights.json.

    python -m training.merge              fit on gold/train, print cross-validated B-cubed F1, write the weights

Learned on mentions at gold triggers and on the rules' own (noisy) mentions that stand for a gold event.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

import numpy as np

from bench.docs import ROOT
from bench.eval_merge import b_cubed, labelled_mentions, surroundings
from bench.gold import load_gold
from training.triggers import fit, matrix
from truceline.domain.text import Document
from truceline.extract.merge import cluster
from truceline.extract.merge_features import pair_features, view_mentions
from truceline.resources.lexicon import Lexicon

OUT = ROOT / "src" / "truceline" / "data" / "merge_weights.json"
FOLDS = 5
L2 = 1.0
THRESHOLD = 0.42
"""The best B-cubed F1 is at 0.35 to 0.40, the best typed F1 of rules at 0.40, of model and rules together at 0.45."""

Pairs = list[tuple[tuple[int, int], dict[str, float], bool]]
Labelled = tuple[Document, list[int], Pairs]


def main() -> None:
    """Cross-validate over reports, tune the threshold, fit on everything, write."""
    lexicon = Lexicon.load()
    data: list[tuple[int, str, Labelled]] = []
    for n, (doc, events) in enumerate(load_gold("train")):
        around = surroundings(doc)
        for source in ("gold", "noisy"):
            mentions, labels = labelled_mentions(doc, events, lexicon, source)
            views = view_mentions(doc, mentions, **around)
            pairs: Pairs = [
                ((i, j), pair_features(doc, views[i], views[j]), labels[i] == labels[j])
                for j in range(len(views))
                for i in range(j)
            ]
            data.append((n % FOLDS, source, (doc, labels, pairs)))
    scored: list[tuple[str, Labelled, dict[tuple[int, int], float]]] = []
    for fold in range(FOLDS):
        weights = learn([d for f, _, d in data if f != fold])
        scored += [(s, d, score(d[2], weights)) for f, s, d in data if f == fold]
    for t in np.arange(0.2, 0.8, 0.05):
        figures = {}
        for source in ("gold", "noisy"):
            parts = [b_cubed(cluster(len(d[1]), p, t), d[1]) for s, d, p in scored if s == source and d[1]]
            figures[source] = tuple(round(float(v), 3) for v in np.mean([q[:2] for q in parts], axis=0))
            precision, recall = figures[source]
            figures[source] += (round(2 * precision * recall / (precision + recall), 4),)
        print(
            f"threshold {t:.2f}: B-cubed P R F1 at gold triggers {figures['gold']}, "
            f"on noisy mentions {figures['noisy']}"
        )
    final = {**learn([d for _, _, d in data]), "threshold": THRESHOLD}
    OUT.write_text(json.dumps(dict(sorted(final.items())), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print("wrote", OUT, len(final), "weights, threshold", final["threshold"], file=sys.stderr)


def learn(data: list[Labelled]) -> dict[str, float]:
    """Weights from pairs; a report's pairs together weigh by the root of their number."""
    rows = [(features, same, 1.0 / max(1.0, len(pairs)) ** 0.5) for _, _, pairs in data for _, features, same in pairs]
    counts = Counter(name for features, _, _ in rows for name in features)
    names = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= 15))}
    x = matrix([r[0] for r in rows], names)
    beta = fit(x, np.array([float(r[1]) for r in rows]), np.array([r[2] for r in rows]) * 5, L2)
    return {name: round(float(beta[i]), 4) for name, i in names.items()}


def score(pairs: Pairs, weights: dict[str, float]) -> dict[tuple[int, int], float]:
    """Probability of each pair."""
    found = {}
    for pair, features, _ in pairs:
        z = sum(v * weights.get(k, 0.0) for k, v in features.items())
        found[pair] = float(1 / (1 + np.exp(-np.clip(z, -30, 30))))
    return found


if __name__ == "__main__":
    main()
