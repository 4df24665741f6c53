"""Thresholds and calibration from readings of reports that the networks have not seen (training/finish.py)."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.figures import f1
from bench.gold import scorer
from training.evaluate import Read, _char, predictions, role_figures
from training.gauge import PASSAGE
from training.labels import TYPES
from truceline.inference.words import ROLES


def mention_verdicts(reads: list[Read]) -> tuple[np.ndarray, np.ndarray]:
    """Features (N, 2) and verdicts (N,): right type at a core event, or wrong. Mentions of optional events stay out."""
    rows, verdicts = [], []
    for x in reads:
        for r in x.found:
            a, b = _char(x.doc, r.first, r.last)
            kind = TYPES[int(r.type.argmax())]
            homes = [g for g in x.doc.gold if any(s < b and a < e for s, e in g["evidence"])]
            typed = [g for g in homes if kind in {g["type"], *g.get("type_also", [])}]
            if typed and all(g.get("optional") for g in typed):
                continue
            p = min(max(r.score, 1e-4), 1 - 1e-4)
            rows.append([np.log(p / (1 - p)), np.log(max(float(r.type.max()), 1e-4))])
            verdicts.append(bool(typed))
    return np.array(rows), np.array(verdicts)


def calibration_error(chance: np.ndarray, verdicts: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    error = 0.0
    for k in range(bins):
        inside = (chance >= k / bins) & (chance < (k + 1) / bins + (k == bins - 1))
        if inside.any():
            error += inside.mean() * abs(chance[inside].mean() - verdicts[inside].mean())
    return float(error)


def tune_same(reads: list[Read], chance: dict[int, float]) -> tuple[float, dict[str, Any]]:
    """Same-event bar with the best typed F1 of events told from 0.6 on, and its figures."""
    score, gold = scorer(), {x.doc.id: x.doc.gold for x in reads}
    best: tuple[float, float, dict[str, Any]] = (0, 0, {})
    for bar in (0.4, 0.5, 0.6, 0.7):
        told = {x.doc.id: predictions(x, 0.6, bar, False, lambda r: chance[id(r)]) for x in reads}
        got = score.score(gold, told)
        if got["typed"]["f1"] > best[0]:
            best = (got["typed"]["f1"], bar, got)
    return best[1], best[2]


def tune_truce(reads: list[Read]) -> float:
    """Probability from which a truce act is read, by F1 at gold triggers."""
    best = (0.0, 0.5)
    for bar in np.arange(0.3, 0.85, 0.05):
        right = told = there = 0
        for x in reads:
            by_head = {m.head: m for m in x.doc.mentions}
            for r in x.oracle:
                m, acts = by_head[r.head], r.fields["truce"]
                there += m.truce > 0
                if acts[1:].sum() >= bar:
                    told += 1
                    right += int(np.argmax(acts[1:])) + 1 == m.truce
        f = f1(right, told, there)
        best = max(best, (f, round(float(bar), 2)))
    print("truce act F1 at gold triggers", best)
    return best[1]


def tune(reads: list[Read]) -> dict[str, Any]:
    """All thresholds."""
    features, verdicts = mention_verdicts(reads)
    fitted = LogisticRegression(C=10).fit(features, verdicts)
    chance = fitted.predict_proba(features)[:, 1]
    told = chance > 0.3
    print("calibration error of mentions", calibration_error(chance, verdicts), "of those told",
          calibration_error(chance[told], verdicts[told]), "n", len(verdicts))
    (a, b), c = fitted.coef_[0], fitted.intercept_[0]
    odds = {id(r): a * np.log(p / (1 - p)) + b * np.log(max(float(r.type.max()), 1e-4)) + c
            for x in reads for r in x.found for p in [min(max(r.score, 1e-4), 1 - 1e-4)]}
    bar, figures = tune_same(reads, {k: float(1 / (1 + np.exp(-v))) for k, v in odds.items()})
    print("events", bar, {k: figures[k] for k in ("detected", "typed", "status", "truce_action")})
    roles = role_figures(reads)
    return {
        "trigger": 0.12, "mention": 0.3, "roles": [roles[r] for r in ROLES], "truce": tune_truce(reads),
        "aggregate": 0.5, "same": bar,
        "scale": [float(fitted.coef_[0][0]), float(fitted.coef_[0][1]), float(fitted.intercept_[0])],
        "passage_pieces": PASSAGE,
    }
