"""Fit the weights that compare two events (data/incident_weights.tsv) on the occurrences that we read.

    python -m bench.fit_incidents [--coded FILE] [--write]

Logistic regression over findings (fuse/compare.py), in bits, on all pairs of events that blocking lets meet within a
batch of bench/incident_clusters.jsonl, so that the prior is that of life; and on the pairs of
bench/incident_pairs.jsonl. Held-out figures: a sixth of the batches at a time, pairs by their weight alone, then
incidents as fused with weights that have not seen the batch.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.eval_incidents import ClusterScores, coded_newswire, event_at, labelled_pairs, score_clusters
from bench.figures import f1, prf
from bench.incident_labels import LabelledPair, Read, read_batches
from truceline.domain.coded import CodedReport
from truceline.fuse.block import block_keys
from truceline.fuse.compare import find_all
from truceline.fuse.features import Features, features
from truceline.resources import incident_weights
from truceline.resources.incident_weights import PRIOR, TABLE, IncidentWeights

PENALTY = 0.1
"""C of the regression, by cross-validation (0.05 to 0.3 are alike)."""
UNSURE = 0.5
"""How much a pair counts on which readers may differ."""
SINGLE = 1.0
"""How much a pair of bench/incident_pairs.jsonl counts."""
FOLDS = 6
LEAST = 8
"""So many pairs must have a finding for it to get a weight."""
DATA = Path(__file__).parent.parent / "src" / "truceline" / "data" / TABLE
Example = tuple[list[str], bool, float, int]
"""(findings, same, weight of the example, batch)."""


def findings(a: Features, b: Features) -> list[str] | None:
    """Names of the findings of a pair; None where one of them settles it."""
    names = [name for name, _ in find_all(a, b)]
    return None if "veto" in names else names


def meeting(known: dict[str, Features], pairs: Sequence[LabelledPair]) -> list[LabelledPair]:
    """The pairs that blocking lets meet, or that one report tells."""
    keys = {ref: block_keys(one) for ref, one in known.items()}

    def meets(pair: LabelledPair) -> bool:
        left, right = keys[pair.left], keys[pair.right]
        if known[pair.left].report == known[pair.right].report or left.fine & right.fine:
            return True
        return bool((left.is_coarse or right.is_coarse) and left.coarse & right.coarse)

    return [p for p in pairs if meets(p)]


def examples(coded: Sequence[CodedReport], batches: Sequence[Read]) -> list[Example]:
    """The pairs of all batches that are worth comparing, and the single pairs (batch -1)."""
    known = {e.ref: features(e, c.report) for c in coded for e in c.events}
    out: list[Example] = []
    for pair in meeting(known, [p for b in batches for p in b.pairs()]):
        if names := findings(known[pair.left], known[pair.right]):
            out.append((names, pair.same, 1.0 if pair.sure else UNSURE, pair.batch))
    by_id = {c.report.report_id: c for c in coded}
    for row in labelled_pairs():
        sides = []
        for side in (row["left"], row["right"]):
            report = by_id.get(side["report"])
            event = event_at(report, side) if report else None
            if event is not None:
                sides.append(known[event.ref])
        if len(sides) == 2 and sides[0].report != sides[1].report and (names := findings(*sides)):
            out.append((names, row["same"], SINGLE, -1))
    return out


def fit(data: Sequence[Example]) -> dict[str, float]:
    """Weights in bits by finding, the prior among them."""
    counts = Counter(name for names, *_ in data for name in names)
    at = {n: i for i, n in enumerate(sorted(n for n, k in counts.items() if k >= LEAST))}
    rows = [i for i, (names, *_) in enumerate(data) for n in names if n in at]
    columns = [at[n] for names, *_ in data for n in names if n in at]
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(data), len(at)))
    model = LogisticRegression(C=PENALTY, max_iter=4000)
    model.fit(table, [same for _, same, *_ in data], sample_weight=[w for _, _, w, _ in data])
    bits = 1 / np.log(2)
    named = {n: round(float(model.coef_[0][i]) * bits, 2) for n, i in at.items()}
    return {PRIOR: round(float(model.intercept_[0]) * bits, 2)} | named


def judged(weights: dict[str, float], data: Sequence[Example]) -> list[tuple[float, bool]]:
    """(weight, same) of each example."""
    return [(sum(weights.get(n, 0.0) for n in (PRIOR, *names)), same) for names, same, *_ in data]


def at_best(told: Sequence[tuple[float, bool]]) -> str:
    """F1 of pairs at weight 0 and at the bar that is best for it, and the average precision."""
    n_same = sum(same for _, same in told)
    zero = prf(sum(s for w, s in told if w >= 0), sum(w >= 0 for w, _ in told), n_same)
    right, best, average = 0, (0.0, 0.0), 0.0
    for n, (weight, same) in enumerate(sorted(told, reverse=True), start=1):
        right += same
        average += same * right / n / n_same
        best = max(best, (f1(right, n, n_same), weight))
    return (
        f"P {zero[0]:.3f} R {zero[1]:.3f} F1 {zero[2]:.3f} at 0; F1 {best[0]:.3f} at {best[1]:+.1f}; "
        f"average precision {average:.3f}"
    )


def stand(weights: dict[str, float]) -> None:
    """Let these weights stand for the shipped table in this process."""
    table = IncidentWeights(weights)
    incident_weights._shipped = lambda: table  # type: ignore[assignment]


def main() -> None:
    """Fit, print held-out figures, and write the table when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coded", type=Path, help="a pickle of the newswire as coded")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    coded = coded_newswire(None, args.coded)
    batches = read_batches(coded)
    data = examples(coded, batches)
    print(f"{len(data)} pairs, {sum(same for _, same, *_ in data)} of one occurrence")
    told: list[tuple[float, bool]] = []
    fused = ClusterScores()
    for fold in range(FOLDS):
        weights = fit([e for e in data if e[3] % FOLDS != fold])
        told += judged(weights, [e for e in data if e[3] >= 0 and e[3] % FOLDS == fold])
        stand(weights)
        fused += score_clusters(coded, [b for b in batches if b.batch % FOLDS == fold])
    print("held out:", at_best(told))
    print("held out", fused)
    weights = fit(data)
    stand(weights)
    print("on all  ", score_clusters(coded, batches))
    if args.write:
        rows = "".join(f"{name}\t{weights[name]:.2f}\n" for name in sorted(weights, key=lambda n: (n != PRIOR, n)))
        DATA.write_text("finding\tweight\n" + rows, encoding="utf-8")
        print(f"written: {DATA}")


if __name__ == "__main__":
    main()
