"""Train the weights of event dating on gold/train as amended and our newswire reports: which candidate dates a mention.

    python -m training.dating [--folds 5] [--l2 1.0] [--null-bias 0.0] [--write]

A conditional logit over the candidates of each gold event's mentions (extract/dating_features.py). Right are those
whose days pass the gold scorer's date_ok; the loss is -log of their joint probability. With --folds the share right is
measured by cross-validation over reports; --write trains on all of train and writes data/dating_weights.tsv.
"""

from __future__ import annotations

import argparse
import re
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bench.gold import load_gold, oracle_groups, scorer
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.dating_features import Candidate, find_candidates
from truceline.extract.dating_story import Story, tell_story
from truceline.extract.events_status import read_status
from truceline.extract.times import find_times

OUT = Path(__file__).parent.parent / "src" / "truceline" / "data" / "dating_weights.tsv"
PRIORS = {
    "role": 2.5,  # gold triggers carry no roles, so that training cannot see what a TIME role is worth
    "null:stance": 1.5,  # section 8: an undated stance outside the lead has no date
    "offset": 2.0,  # "three days after raiders attacked"
    "whole&direct": 0.7,  # "has fought since March": from then to the report
    "report:statement&speech": 1.0,  # section 8: speech acts of a report that is one statement have its day
}
"""Weights that training starts from and is drawn to: what the codebook says and train shows too little."""
NULL_WEIGHT = 0.7
"""Weight of undated examples; between 0.45 and 1 the share right is the same within a point."""
NO_DAY = date(2000, 1, 1)
"""What bench/docs.py gives reports without a day."""
Example = tuple[list[dict[str, float]], list[bool], str, bool]


def examples(split: str) -> list[Example]:
    """(features of each candidate, whether each is right, report, dated) for every gold event's mentions."""
    rules = scorer()
    out = []
    for doc, events in load_gold(split):
        if doc.report.date == NO_DAY:
            continue
        times = find_times(doc, anchor=doc.report.date)
        story = tell_story(doc, times, doc.report.date)
        for event, group in oracle_groups(doc, events):
            undated = split == "amended" and event["date"] is None
            for mention in group[:1]:
                if undated and _should_be_dated(find_candidates(story, mention), story):
                    continue
                candidates = find_candidates(story, as_read(doc, mention))
                right = []
                for c in candidates:
                    days = {"start": str(c.first_day), "end": str(c.last_day)} if c.first_day else None
                    right.append(bool(rules.date_ok(event["date"], days)))
                out.append(([c.features for c in candidates], right, doc.report.report_id, event["date"] is not None))
    return out


def as_read(doc: Document, mention: EventMention) -> EventMention:
    """The mention with the status that we read in the text, as when a report is coded. With gold's, which is told by
    the date as well, the weights trust a status more than ours deserves."""
    head = doc.syntactic_head(mention.trigger)
    return mention if head is None else replace(mention, status=read_status(doc, head, mention.type)[0])


def all_examples() -> list[Example]:
    """Examples of every report that we annotated."""
    return [e for split in ("amended", "newswire", "written") for e in examples(split)]


OWN_WORTH = 0.3
"""How much an example of a report that we wrote counts, as in training/place_event.py: six examples in ten are of
those, and cross-validated newswire is dated right in 0.725 with it against 0.721, gold/train in 0.742 against 0.733."""


def worth_of(report_id: str) -> float:
    """How much an example of the report counts."""
    return OWN_WORTH if re.match(r"w\d+-", report_id) else 1.0


def _should_be_dated(candidates: list[Candidate], story: Story) -> bool:
    """Undated in train, though section 8 of the codebook now dates it: a past-tense act where the report has a day,
    anything actual in the lead, a speech act of a report that is one statement. Such examples are left out."""
    null = candidates[-1].features
    if "null:status=actual" not in null:
        return False
    if story.statement and null.get("null:speech"):
        return True
    if story.day is None:
        return False
    return bool(null.get("null:tense=past") or null.get("null:lead"))


def fit(data: list[Example], l2: float, null_weight: float = 1.0, steps: int = 400) -> dict[str, float]:
    """Weights by full-batch gradient descent (Adam) on the conditional likelihood with an L2 penalty."""
    data = [d for d in data if any(d[1])]
    names = sorted({n for features, *_ in data for f in features for n in f})
    index = {n: i for i, n in enumerate(names)}
    rows, cols, vals, group, right = [], [], [], [], []
    k = 0
    for g, (features, ok, *_) in enumerate(data):
        for f, o in zip(features, ok, strict=True):
            for n, v in f.items():
                if v:
                    rows.append(k)
                    cols.append(index[n])
                    vals.append(v)
            group.append(g)
            right.append(o)
            k += 1
    r, c, v = np.array(rows), np.array(cols), np.array(vals)
    g, ok = np.array(group), np.array(right)
    weight = np.array([(1.0 if dated else null_weight) * worth_of(report) for _, _, report, dated in data])
    prior = np.array([PRIORS.get(n, 0.0) for n in names])
    w = prior.copy()
    m1, m2 = np.zeros_like(w), np.zeros_like(w)
    n_groups = len(data)
    for step in range(1, steps + 1):
        s = np.bincount(r, v * w[c], minlength=k)
        top = np.full(n_groups, -np.inf)
        np.maximum.at(top, g, s)
        e = np.exp(s - top[g])
        p = e / np.bincount(g, e, minlength=n_groups)[g]
        pr = np.where(ok, p, 0)
        q = pr / np.maximum(np.bincount(g, pr, minlength=n_groups)[g], 1e-12)
        grad = np.bincount(c, v * (weight[g] * (p - q))[r], minlength=len(names)) + l2 * (w - prior)
        m1 = 0.9 * m1 + 0.1 * grad
        m2 = 0.999 * m2 + 0.001 * grad**2
        w -= 0.05 * (m1 / (1 - 0.9**step)) / (np.sqrt(m2 / (1 - 0.999**step)) + 1e-8)
    return PRIORS | {n: float(x) for n, x in zip(names, w, strict=True) if abs(x) > 1e-3}


def share_right(data: list[Example], weights: dict[str, float], null_bias: float) -> tuple[float, float, float]:
    """(all, dated, null): share of examples whose best candidate is right."""
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for features, ok, _, dated in data:
        scores = [
            sum(weights.get(n, 0) * v for n, v in f.items()) + (null_bias if f.get("null") else 0) for f in features
        ]
        hits[dated].append(ok[int(np.argmax(scores))])
    both = hits[True] + hits[False]
    return float(np.mean(both)), float(np.mean(hits[True] or [0])), float(np.mean(hits[False] or [0]))


def main() -> None:
    """Cross-validate, measure on dev, write."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--folds", type=int, default=5)
    args.add_argument("--l2", type=float, default=1.0)
    args.add_argument("--null-bias", type=float, default=0.0)
    args.add_argument(
        "--null-weight",
        type=float,
        default=NULL_WEIGHT,
        help="weight of undated examples",
    )
    args.add_argument("--write", action="store_true")
    opts = args.parse_args()
    data = all_examples()
    print(f"{len(data)} examples, {np.mean([any(d[1]) for d in data]):.3f} with a right candidate")
    if opts.folds > 1:
        fold = [zlib.crc32(d[2].encode()) % opts.folds for d in data]
        figures = []
        for k in range(opts.folds):
            weights = fit([d for d, f in zip(data, fold, strict=True) if f != k], opts.l2, opts.null_weight)
            figures.append(share_right([d for d, f in zip(data, fold, strict=True) if f == k], weights, opts.null_bias))
        print("cross-validated: all {:.3f} dated {:.3f} null {:.3f}".format(*np.mean(figures, axis=0)))
    weights = fit(data, opts.l2, opts.null_weight)
    if opts.write:
        weights["null"] = weights.get("null", 0.0) + opts.null_bias
        lines = ["feature\tweight", *(f"{n}\t{w:.4f}" for n, w in sorted(weights.items()))]
        OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(weights)} weights to {OUT}")
        opts.null_bias = 0.0
    print("dev: all {:.3f} dated {:.3f} null {:.3f}".format(*share_right(examples("dev"), weights, opts.null_bias)))


if __name__ == "__main__":
    main()
