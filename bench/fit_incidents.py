"""Fit the weights that compare two events (data/incident_weights.tsv) on the open pairs.

    python -m bench.fit_incidents [--coded FILE ...] [--write]

Logistic regression over findings, drawn toward the weights that stand in the table (a Gaussian prior of SPREAD bits),
since a few hundred pairs cannot speak for every finding. Pairs: the labelled pairs over coded events; gold pairs of one
cluster across reports; and as unlike ones, events of one gold report, which the report itself tells apart. Held-out
figures are five-fold over labelled pairs, an occurrence never on both sides.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from zlib import crc32

import numpy as np

from bench.eval_incidents import coded_newswire, event_at, f1, labelled_pairs
from bench.oracle import gold_coded
from truceline.fuse.compare import find_all
from truceline.fuse.features import Features, features
from truceline.resources.actors import ActorRegistry
from truceline.resources.incident_weights import PRIOR, TABLE, IncidentWeights

SPREAD = 1.0
"""Bits by which data may move a weight at one standard deviation."""
DATA = Path(__file__).parent.parent / "src" / "truceline" / "data" / TABLE
Example = tuple[list[str], bool, float, str]
"""(findings, same, weight of the example, group that is kept on one side of a split)."""


def findings(a: Features, b: Features) -> list[str] | None:
    """Names of the findings of a pair; None where one of them settles it."""
    names = [name for name, _ in find_all(a, b)]
    return None if "veto" in names else [PRIOR, *names]


def labelled_examples(path: Path | None) -> list[Example]:
    """The labelled pairs of the open newswire."""
    by_id = {c.report.report_id: c for c in coded_newswire(None, path)}
    found = []
    for pair in labelled_pairs():
        feats = []
        for side in (pair["left"], pair["right"]):
            coded = by_id.get(side["report"])
            event = event_at(coded, side) if coded else None
            if coded and event:
                feats.append(features(event, coded.report))
        if len(feats) == 2 and feats[0].report != feats[1].report:
            names = findings(*feats)
            if names:
                group = pair["left"]["incident"] or pair["id"]
                found.append((names, pair["same"], 1.0, group))
    return found


def gold_examples() -> list[Example]:
    """Pairs of one gold cluster across reports, and pairs of one gold report as unlike ones."""
    registry = ActorRegistry.load()
    groups, found = defaultdict(list), []
    for coded, rows in gold_coded("train", registry):
        feats = [features(e, coded.report) for e in coded.events]
        for one, row in zip(feats, rows, strict=True):
            groups[row.get("cluster") or one.ref].append(one)
        for a, b in combinations(feats, 2):
            if not a.sentence_keys.isdisjoint(b.sentence_keys):
                continue  # in one report a shared sentence tells of two events; across reports it is a copy
            names = findings(a, b)
            if names and crc32(f"{a.ref}{b.ref}".encode()) % 10 == 0:
                found.append((names, False, 0.3, a.report))
    for slug, members in groups.items():
        for a, b in combinations(members, 2):
            if a.report != b.report and (names := findings(a, b)):
                found.append((names, True, 0.7, slug))
    return found


def fit(examples: list[Example], start: dict[str, float], n_steps: int = 3000) -> dict[str, float]:
    """Weights in bits, by gradient descent on the penalised log loss."""
    names = sorted(start)
    at = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(examples), len(names)))
    for i, (found, _, _, _) in enumerate(examples):
        for name in found:
            x[i, at[name]] += 1
    y = np.array([same for _, same, _, _ in examples], float)
    share = np.array([w for _, _, w, _ in examples])
    w0 = np.array([start[n] for n in names])
    w = w0.copy()
    for _ in range(n_steps):
        p = 1 / (1 + np.exp2(-np.clip(x @ w, -40, 40)))
        gradient = np.log(2) * x.T @ (share * (p - y)) + (w - w0) / SPREAD**2
        w -= 0.02 * gradient
    return dict(zip(names, w.tolist(), strict=True))


def judged(weights: dict[str, float], examples: list[Example]) -> tuple[float, float, float]:
    """Precision, recall, F1 at weight 0."""
    said = [(sum(weights[n] for n in names) >= 0, same) for names, same, _, _ in examples]
    return f1(sum(s and t for s, t in said), sum(s for s, _ in said), sum(t for _, t in said))


def show(what: str, figures: tuple[float, float, float]) -> None:
    """Print precision, recall and F1."""
    print(f"{what:13} P {figures[0]:.3f}  R {figures[1]:.3f}  F1 {figures[2]:.3f}")


def main() -> None:
    """Fit, print held-out figures, and write the table when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coded", type=Path, nargs="*", help="pickles of the newswire coded in several ways")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    start = IncidentWeights.load().weights
    labelled = [e for path in args.coded or [None] for e in labelled_examples(path)]
    gold = gold_examples()
    print(f"{len(labelled)} labelled pairs, {len(gold)} of gold")
    show("as it stands", judged(start, labelled))
    held = []
    for fold in range(5):
        inside = [e for e in labelled if crc32(e[3].encode()) % 5 != fold]
        weights = fit([*inside, *gold], start)
        held += [(sum(weights[n] for n in e[0]) >= 0, e[1]) for e in labelled if crc32(e[3].encode()) % 5 == fold]
    show("held out", f1(sum(s and t for s, t in held), sum(s for s, _ in held), sum(t for _, t in held)))
    weights = fit([*labelled, *gold], start)
    show("on all", judged(weights, labelled))
    if args.write:
        rows = "".join(f"{name}\t{weights[name]:.2f}\n" for name in start)
        DATA.write_text("finding\tweight\n" + rows, encoding="utf-8")
        print(f"written: {DATA}")


if __name__ == "__main__":
    main()
