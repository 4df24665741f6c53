"""Learn which lexicon matches a coder codes: writes src/truceline/data/trigger_weights.json.

    python -m training.triggers              fit on gold/train, print cross-validated figures, write the weights

Every second report of bench/nonpolitical.txt (sport, markets, weather ...) is a report without events.
A match is right when it stands in an evidence sentence of a gold event of its type. Optional events weigh a third.
The prior of a pattern is its smoothed log odds in the other folds, so that the model does not trust what it has seen.
Plain numpy; half a minute.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict

import numpy as np

from bench.docs import ROOT
from bench.eval_nonpolitical import FITTED, nonpolitical_documents
from bench.gold import Gold, load_gold, scorer
from truceline.domain.text import Document
from truceline.extract.events_match import Candidate, find_candidates
from truceline.extract.events_score import mention_features, report_features
from truceline.extract.events_status import read_status
from truceline.extract.events_topic import topic_features
from truceline.resources.lexicon import Lexicon
from truceline.resources.logistic import chance_of

OUT = ROOT / "src" / "truceline" / "data" / "trigger_weights.json"
FOLDS = 5
SMOOTHING = 4.0
L2 = 2.0
THRESHOLD = 0.42
"""Least score of a mention: the best typed F1 after merging (bench.eval_mentions train; 0.35 to 0.5 are alike)."""


def label(candidate: Candidate, events: list[Gold]) -> tuple[float, float]:
    """(right or not, weight) of a lexicon match."""
    a, b = candidate.trigger.start, candidate.trigger.end
    best = (0.0, 1.0)
    for event in events:
        types = {event["type"], *event.get("type_also", [])}  # type: ignore[misc]
        if candidate.pattern.type not in types:
            continue
        if any(a < e and s < b for s, e in event["evidence"]):  # type: ignore[attr-defined]
            if not event.get("optional"):
                return 1.0, 1.0
            best = (1.0, 0.3)
    return best


def priors(rows: list[tuple[Candidate, float, float]]) -> dict[str, float]:
    """Smoothed log odds of each pattern, backing off to its head word, then its type."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for candidate, y, w in rows:
        p = candidate.pattern
        for name in (f"prior={p.key}", f"head={p.head}/{p.pos}>{p.type}", f"prior={p.type}"):
            right[name] += w * y
            total[name] += w
    out: dict[str, float] = {}

    def rate(name: str, base: float) -> float:
        return (right[name] + SMOOTHING * base) / (total[name] + SMOOTHING)

    seen = {}
    for candidate, _, _ in rows:
        seen[candidate.pattern.key] = candidate.pattern
    for key, p in seen.items():
        by_type = rate(f"prior={p.type}", 0.3)
        by_head = rate(f"head={p.head}/{p.pos}>{p.type}", by_type)
        r = rate(f"prior={key}", by_head)
        out[f"prior={key}"] = round(math.log(r / (1 - r)), 3)
        out[f"prior={p.type}"] = round(math.log(by_type / (1 - by_type)), 3)
    return out


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, l2: float = L2) -> np.ndarray:
    """Logistic regression with L2 by Newton's method. x: float (rows, features); returns float (features,)."""
    beta = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (p - y)) + l2 * beta
        hessian = (x.T * (w * p * (1 - p))) @ x + l2 * np.eye(x.shape[1])
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-5:
            break
    return beta


def rows_of(doc: Document, candidates: tuple[Candidate, ...], weights: dict[str, float]) -> list[dict[str, float]]:
    """Features of each candidate of a report."""
    shared = report_features(doc, candidates, weights)
    found = []
    for n, c in enumerate(candidates):
        status, _ = read_status(doc, c.anchor, c.pattern.type)
        found.append(mention_features(doc, c, status, shared, weights, candidates[:n]))
    return found


def matrix(rows: list[dict[str, float]], names: dict[str, int]) -> np.ndarray:
    """Feature dicts as float (rows, features)."""
    x = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            if name in names:
                x[i, names[name]] = value
    return x


def learn(data: list[tuple[Document, tuple[Candidate, ...], list[tuple[float, float]]]]) -> dict[str, float]:
    """Weights from labelled reports; priors crossed over inner folds."""
    flat = [(c, y, w) for _, cs, ys in data for c, (y, w) in zip(cs, ys, strict=True)]
    features: list[dict[str, float]] = []
    targets: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        kept = [
            (c, y, w)
            for n, (_, cs, ys) in enumerate(data)
            if n % FOLDS != fold
            for c, (y, w) in zip(cs, ys, strict=True)
        ]
        table = priors(kept)
        for n, (doc, cs, ys) in enumerate(data):
            if n % FOLDS == fold:
                features += rows_of(doc, cs, table)
                targets += ys
    counts = Counter(name for row in features for name in row)
    names = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= 8))}
    x = matrix(features, names)
    y = np.array([t[0] for t in targets])
    w = np.array([t[1] for t in targets])
    beta = fit(x, y, w)
    return {**priors(flat), **{name: round(float(beta[i]), 4) for name, i in names.items()}}


def learn_topics(political: list[Document], others: list[Document]) -> dict[str, float]:
    """Weights of the report's topic words for political or not (events_topic.py)."""
    rows = [topic_features(d) for d in (*political, *others)]
    names = {name: i for i, name in enumerate(sorted(rows[0]))}
    y = np.array([1.0] * len(political) + [0.0] * len(others))
    beta = fit(matrix(rows, names), y, np.ones(len(rows)), 0.5)
    return {f"report|{name}": round(float(beta[i]), 3) for name, i in names.items()}


def main() -> None:
    """Cross-validate, fit on everything, write."""
    lexicon = Lexicon.load()
    gold = load_gold("train")
    data = []
    for doc, events in gold:
        cs = find_candidates(doc, lexicon)
        data.append((doc, cs, [label(c, events) for c in cs]))
    others = nonpolitical_documents(FITTED)
    for doc in others:
        cs = find_candidates(doc, lexicon)
        data.append((doc, cs, [(0.0, 0.5)] * len(cs)))
    scored: list[tuple[float, float, float]] = []
    per_doc: dict[str, list[tuple[Candidate, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = learn([d for n, d in enumerate(data) if n % FOLDS != fold])
        for n, (doc, cs, ys) in enumerate(data):
            if n % FOLDS == fold:
                for c, row, (y, w) in zip(cs, rows_of(doc, cs, weights), ys, strict=True):
                    p = chance_of(row, weights)
                    scored.append((p, y, w))
                    per_doc[doc.report.report_id].append((c, p))
    best = max(((typed(per_doc, gold, t), t) for t in np.arange(0.2, 0.7, 0.05)), key=lambda r: r[0][1])
    print(
        "cross-validated log loss",
        round(log_loss(scored), 4),
        "detected, typed F1 unmerged but one a sentence and type",
        best[0],
        "at",
        round(float(best[1]), 2),
    )
    for edge in np.arange(0.1, 1.0, 0.1):
        inside = [(p, y) for p, y, _ in scored if edge - 0.1 <= p < edge]
        print(
            f"  score {edge - 0.1:.1f} to {edge:.1f}: {len(inside)} mentions, "
            f"{np.mean([y for _, y in inside]):.2f} right"
        )
    final = learn(data)
    final |= learn_topics([d for d, events in gold if any(not e.get("optional") for e in events)], others)
    final["threshold"] = THRESHOLD
    OUT.write_text(json.dumps(dict(sorted(final.items())), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print("wrote", OUT, len(final), "weights", file=sys.stderr)


def log_loss(scored: list[tuple[float, float, float]]) -> float:
    """Weighted mean log loss."""
    total = sum(w * -(y * math.log(max(p, 1e-9)) + (1 - y) * math.log(max(1 - p, 1e-9))) for p, y, w in scored)
    return total / sum(w for _, _, w in scored)


def typed(
    per_doc: dict[str, list[tuple[Candidate, float]]], gold: list[tuple[Document, list[Gold]]], t: float
) -> tuple[float, float]:
    """(detected F1, typed F1) when the best match per sentence and type above t is one event."""
    predicted = {}
    for doc, _ in gold:
        best: dict[tuple[int, str], tuple[float, Candidate]] = {}
        at: dict[int, tuple[float, Candidate]] = {}
        for c, p in per_doc[doc.report.report_id]:
            if p >= t and p > at.get(c.anchor.i, (0.0,))[0]:
                at[c.anchor.i] = (p, c)
        for p, c in at.values():
            key = (c.anchor.sent, str(c.pattern.type))
            if p > best.get(key, (0.0,))[0]:
                best[key] = (p, c)
        predicted[doc.report.report_id] = [
            {"type": str(c.pattern.type), "trigger": {"span": [c.trigger.start, c.trigger.end]}}
            for _, c in best.values()
        ]
    result = scorer().score({d.report.report_id: e for d, e in gold}, predicted)
    return result["detected"]["f1"], result["typed"]["f1"]


if __name__ == "__main__":
    main()
