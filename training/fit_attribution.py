"""Fit the weights by which a speech vouches for an event, on the gold training set.

    python -m training.fit_attribution [--folds N]      writes src/truceline/data/attribution_weights.tsv

Logistic regression with an L2 penalty over the signs of extract/attribution_choice.py, in numpy, seconds on one
core. The threshold is the lowest with nearly the most events right by cross-validation over reports.
"""

from __future__ import annotations

import argparse

import numpy as np

from bench.docs import ROOT
from bench.eval_attribution import actors_of
from bench.gold import load_gold, oracle_groups, scorer
from truceline.extract.attribution import find_speeches
from truceline.extract.attribution_choice import candidates, features

TABLE = ROOT / "src" / "truceline" / "data" / "attribution_weights.tsv"
PENALTY = 3.0
MIN_COUNT = 8
STEPS = 60
NEAR_BEST = 0.005
"""The lowest threshold this close to the best is taken: an annotator alone leaves records out rather than in."""


def examples(split: str) -> list[tuple[str, list, list]]:
    """(report, [(signs, label, right name)] of an event's candidates, its gold records) for every core event."""
    score = scorer()
    out = []
    gold = load_gold(split)
    actors = actors_of([d for d, _ in gold], split)
    for doc, events in gold:
        speeches = find_speeches(doc, actors[doc.report.id])
        for event, group in oracle_groups(doc, events):
            if event.get("optional") or not group:
                continue
            want = [[r.get("speaker") or "", r.get("affiliation") or ""] for r in event.get("reported_by") or []]
            left = list(want)
            rivals = candidates(group, speeches)
            rows = []
            for speech, held in rivals:
                hit = next((w for w in left if _same(score, w, speech)), None)
                if hit is not None:
                    left.remove(hit)
                signs = features(doc, group, speech, held, speeches, len(rivals))
                rows.append([signs, float(hit is not None), hit is not None])
            # A record whose name was read otherwise: the one candidate left over stands for it.
            free = [r for r in rows if not r[1]]
            if len(left) == 1 and len(free) == 1:
                free[0][1] = 1.0
            out.append((doc.report.id, rows, want))
    return out


def _same(score: object, want: list[str], speech: object) -> bool:
    have = [speech.speaker, speech.affiliation or ""]  # type: ignore[attr-defined]
    return any(score.same_name(x, y) for x in want for y in have if x and y)  # type: ignore[attr-defined]


def fit(rows: list, names: dict[str, int], penalty: float = PENALTY) -> np.ndarray:
    """Weights by Newton steps on the penalised likelihood."""
    x = np.zeros((len(rows), len(names)))
    y = np.array([label for _, label, _ in rows])
    for i, (signs, _, _) in enumerate(rows):
        for name, value in signs.items():
            if name in names:
                x[i, names[name]] = value
    w = np.zeros(len(names))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def vocabulary(rows: list) -> dict[str, int]:
    """Signs that at least MIN_COUNT candidates have."""
    counts: dict[str, int] = {}
    for signs, _, _ in rows:
        for name, value in signs.items():
            if value:
                counts[name] = counts.get(name, 0) + 1
    return {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= MIN_COUNT))}


def scores(rows: list, names: dict[str, int], w: np.ndarray) -> list[float]:
    """Probabilities of the candidates."""
    out = []
    for signs, _, _ in rows:
        total = sum(w[names[n]] * v for n, v in signs.items() if n in names)
        out.append(float(1 / (1 + np.exp(-np.clip(total, -30, 30)))))
    return out


def exact(event: tuple, probabilities: list[float], threshold: float) -> bool:
    """True when the event's records would all be right at this threshold."""
    _, rows, want = event
    chosen = [r for r, p in zip(rows, probabilities, strict=True) if p >= threshold]
    return len(chosen) == len(want) and all(r[2] for r in chosen)


def main() -> None:
    """Fit, report the cross-validation and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    options = parser.parse_args()
    events = examples("ours")
    reports = sorted({e[0] for e in events})
    fold = {r: i % options.folds for i, r in enumerate(reports)}
    by_threshold = {round(t, 2): 0 for t in np.arange(0.2, 0.85, 0.05)}
    for k in range(options.folds):
        rows = [r for e in events if fold[e[0]] != k for r in e[1]]
        names = vocabulary(rows)
        w = fit(rows, names, options.penalty)
        for event in events:
            if fold[event[0]] == k:
                p = scores(event[1], names, w)
                for t in by_threshold:
                    by_threshold[t] += exact(event, p, t)
    top = max(by_threshold.values())
    best = min(t for t, n in by_threshold.items() if n >= top - NEAR_BEST * len(events))
    print({t: round(n / len(events), 4) for t, n in by_threshold.items()})
    print(
        f"by cross-validation over {len(reports)} reports: {by_threshold[best] / len(events):.4f} at threshold {best}"
    )
    rows = [r for e in events for r in e[1]]
    names = vocabulary(rows)
    w = fit(rows, names, options.penalty)
    lines = ["sign\tweight", f"threshold\t{best}"]
    lines += [f"{name}\t{w[i]:.3f}" for name, i in sorted(names.items())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
