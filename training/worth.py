"""Fit data/worth_weights.json and data/merge_weights.json: which mentions are worth coding, which are one event, and
which groups of them are told.

    python -m training.worth

Fitted on all reports that we annotated (bench/newswire_events.md, training/written) as the half models read them that
have not seen them (training/halves.py), and on reports of sport, markets and weather in which nothing is to be coded.
Further pairs come from gold's own triggers in gold/train as amended. Each stage is fitted on what the stages before it
say of reports that they were not fitted on (folds by report), and the figures that are printed are of such reports too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from bench.docs import ROOT
from bench.eval_merge import event_of, labelled_mentions, surroundings
from bench.eval_nonpolitical import FITTED, nonpolitical_documents
from bench.gold import Gold, load_gold, pairs_as_scored, scorer
from training.halves import HalfModels
from training.reliability import expected_error
from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.combine import choose_type, type_features
from truceline.extract.events_choice import score_groups
from truceline.extract.events_find import Found, keep_proposals, look, weigh
from truceline.extract.events_worth import Proposal, mention_signs
from truceline.extract.merge import group_mentions
from truceline.extract.merge_features import Told, pair_features, said_signs, told_between
from truceline.extract.merge_views import view_mentions
from truceline.inference.model import EventModel
from truceline.inference.reading import Floats, TriggerReading
from truceline.resources.combine import Logistic
from truceline.resources.lexicon import Lexicon

DATA = ROOT / "src" / "truceline" / "data"
FOLDS = 5
MENTION_BAR = 0.3
"""Score from which a mention may found or join an event. Lower bars merge more scenery into events."""
EVENT_BAR = 0.4
"""Score from which an event is told; the setting min_event_score overrides it."""
MERGE_BAR = 0.4
"""Least average same-event score of two groups that are joined; from 0.35 to 0.5 typed F1 is the same within half a
point."""
RARE = 20
"""A sign must stand at so many pairs to get a weight."""
Signs = dict[str, float]


@dataclass
class Case:
    """One report on the way through the stages."""

    doc: Document
    events: list[Gold]
    around: dict[str, Any]
    fold: int
    found: list[Found]
    readings: list[TriggerReading]
    model: EventModel
    """One that has not seen the report."""
    kinds: list[EventType] = field(default_factory=list)
    signs: Sequence[Signs] = ()
    proposals: list[Proposal] = field(default_factory=list)
    scores: dict[tuple[int, int], float] = field(default_factory=dict)
    groups: list[tuple[EventMention, ...]] = field(default_factory=list)
    group_signs: Sequence[Signs] = ()


def verdict(mention: EventMention, events: Sequence[Gold], score: Any) -> bool | None:
    """True when the mention stands in the evidence of a core event of its type; None when of an optional one only."""
    found: bool | None = False
    for event in events:
        if mention.type.value in score.types(event):
            at = (mention.trigger.start, mention.trigger.end)
            if score.overlap([at], score.spans(event, "evidence")):
                if not event.get("optional"):
                    return True
                found = None
    return found


def logistic(signs: Sequence[Signs], truth: Sequence[bool], c: float, *, bar: float, least: int = 8) -> Logistic:
    """Logistic regression on standardised signs, written back in the signs' own units."""
    counts = Counter(name for s in signs for name in s)
    names = sorted(n for n, k in counts.items() if k >= least)
    table = np.array([[s.get(n, 0.0) for n in names] for s in signs])
    mean, spread = table.mean(0), table.std(0) + 1e-6
    fitted = LogisticRegression(C=c, max_iter=3000).fit((table - mean) / spread, np.array(truth))
    weights = fitted.coef_[0] / spread
    intercept = float(fitted.intercept_[0] - (weights * mean).sum())
    return Logistic({n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}, round(intercept, 4), bar)


def folded(cases: Sequence[Case], fit: Any) -> tuple[list[Logistic], Logistic]:
    """fit(cases) for the reports outside each fold, and for all of them."""
    return [fit([c for c in cases if c.fold != k]) for k in range(FOLDS)], fit(cases)


def fit_types(cases: Sequence[Case]) -> Logistic:
    """Whose type is right where model and rules disagree and one of them is right."""
    score, signs, truth = scorer(), list[Signs](), list[bool]()
    for case in cases:
        for found in case.found:
            model, rule = found.pair
            if model is None or rule is None or model.type is rule.type:
                continue
            verdicts = [verdict(m, case.events, score) for m in (model, rule)]
            if None not in verdicts and verdicts[0] != verdicts[1]:
                signs.append(type_features(found.pair, found.chances))
                truth.append(bool(verdicts[1]))
    fitted = logistic(signs, truth, 1.0, bar=0.5)
    print(f"types: of {len(truth)} disputes the rules are right in {sum(truth)}")
    return fitted


def fit_mentions(cases: Sequence[Case]) -> Logistic:
    """The mention score."""
    score, signs, truth = scorer(), list[Signs](), list[bool]()
    for case in cases:
        for found, kind, own in zip(case.found, case.kinds, case.signs, strict=True):
            lead = found.pair[1] or found.pair[0]
            assert lead is not None
            right = verdict(replace(lead, type=kind), case.events, score)
            if right is not None:
                signs.append(own)
                truth.append(right)
    return logistic(signs, truth, 0.05, bar=MENTION_BAR)


def pair_rows(
    doc: Document, mentions: Sequence[EventMention], around: dict[str, Any], said: Floats
) -> dict[tuple[int, int], Signs]:
    """Signs of each pair of mentions. said: the model's word on each pair (M, M)."""
    views = view_mentions(doc, mentions, **around)
    told = Told(views)
    return {
        (i, j): pair_features(doc, views[i], views[j]) | told_between(doc, told, i, j)
        | said_signs(views[i], views[j], float(said[i, j]))
        for j in range(len(views)) for i in range(j)
    }


@dataclass
class Pairs:
    """Pairs of mentions with their verdicts; the pairs of a report together weigh by the root of their number."""

    signs: list[Signs] = field(default_factory=list)
    same: list[bool] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    fold: list[int] = field(default_factory=list)

    def add(self, rows: dict[tuple[int, int], Signs], labels: Sequence[int | None], fold: int) -> None:
        """Add a report's pairs; a mention without a label (of no event) gives none."""
        known = [(ij, s) for ij, s in rows.items() if labels[ij[0]] is not None and labels[ij[1]] is not None]
        for (i, j), signs in known:
            self.signs.append(signs)
            self.same.append(labels[i] == labels[j])
            self.weight.append(5 / len(known) ** 0.5)
            self.fold.append(fold)


def train_pairs(halves: HalfModels) -> Pairs:
    """Pairs of gold/train as amended: at gold triggers, and of the rules' own mentions."""
    found, lexicon = Pairs(), Lexicon.load()
    for doc, events in load_gold("amended"):
        around = surroundings(doc)
        for source in ("gold", "noisy"):
            mentions, labels = labelled_mentions(doc, events, lexicon, source)
            said = halves.for_report(doc).same_event_scores(doc, mentions)
            found.add(pair_rows(doc, mentions, around, said), labels, -1)
    return found


class PairFit:
    """Logistic regression on pairs, in sparse form: there are a hundred thousand of them."""

    def __init__(self, pairs: Sequence[Pairs]) -> None:
        counts = Counter(n for p in pairs for s in p.signs for n in s)
        kept = {n for n, k in counts.items() if k >= RARE and n != "bias"}
        self.vectors = DictVectorizer(dtype=np.float32).fit([dict.fromkeys(kept, 1.0)])

    def table(self, signs: Sequence[Signs]) -> csr_matrix:
        """Signs as a matrix."""
        return self.vectors.transform(signs).tocsr()

    def fit(self, tables: Sequence[csr_matrix], same: Sequence[bool], weight: Sequence[float]) -> LogisticRegression:
        """Fit."""
        model = LogisticRegression(C=0.3, max_iter=400, tol=1e-3)
        return model.fit(vstack(tables), np.array(same), sample_weight=np.array(weight))

    def weights(self, model: LogisticRegression) -> dict[str, float]:
        """As merge_weights.json holds them."""
        named = zip(self.vectors.get_feature_names_out(), model.coef_[0], strict=True)
        found = {str(n): round(float(w), 4) for n, w in named if abs(w) >= 5e-4}
        return {**found, "bias": round(float(model.intercept_[0]), 4), "threshold": MERGE_BAR}


def merge_stage(cases: Sequence[Case], from_gold: Pairs) -> dict[str, float]:
    """Score every case's pairs by folds; returns the weights fitted on all. from_gold: further pairs to fit on."""
    own, rows = Pairs(), []
    for case in cases:
        mentions = [p.mention for p in case.proposals]
        said = case.model.same_event_scores(case.doc, mentions)
        rows.append(pair_rows(case.doc, mentions, case.around, said))
        own.add(rows[-1], [event_of(m, case.events) for m in mentions], case.fold)
    fit = PairFit([from_gold, own])
    gold_table, own_table, fold = fit.table(from_gold.signs), fit.table(own.signs), np.array(own.fold)
    same, weight = np.array(own.same), np.array(own.weight)
    guess = np.zeros(len(same))
    for k in range(FOLDS):
        out = fold != k
        model = fit.fit([gold_table, own_table[out]], [*from_gold.same, *same[out]], [*from_gold.weight, *weight[out]])
        guess[~out] = model.predict_proba(own_table[~out])[:, 1]
        for case, signs in zip(cases, rows, strict=True):
            if case.fold == k and signs:
                chance = model.predict_proba(fit.table(list(signs.values())))[:, 1]
                case.scores = dict(zip(signs, chance.tolist(), strict=True))
    print(f"pairs: average precision {average_precision_score(same, guess, sample_weight=weight):.3f}")
    final = fit.fit([gold_table, own_table], [*from_gold.same, *same], [*from_gold.weight, *weight])
    return fit.weights(final)


def as_event(group: Sequence[EventMention]) -> dict[str, Any]:
    """A group as the scorer reads it."""
    return {"type": group[0].type.value, "trigger": {"span": [group[0].trigger.start, group[0].trigger.end]}}


def group_verdicts(cases: Sequence[Case]) -> list[tuple[Case, Signs, bool]]:
    """(report, signs, right) of each group: right when it is the one that stands for a core event of its type. Groups
    that stand for an optional event are left out."""
    score, found = scorer(), []
    for case in cases:
        homes = {n: i for i, n in pairs_as_scored(case.events, [as_event(g) for g in case.groups])}
        for n, (group, own) in enumerate(zip(case.groups, case.group_signs, strict=True)):
            event = case.events[homes[n]] if n in homes else None
            if event is None or not event.get("optional"):
                found.append((case, own, event is not None and group[0].type.value in score.types(event)))
    return found


def fit_events(cases: Sequence[Case]) -> Logistic:
    """The event score."""
    found = group_verdicts(cases)
    return logistic([own for _, own, _ in found], [right for _, _, right in found], 0.03, bar=EVENT_BAR)


def show_calibration(cases: Sequence[Case], models: Sequence[Logistic]) -> None:
    """Print the calibration of event scores on held-out folds."""
    found = group_verdicts(cases)
    scores, right = [models[c.fold].score(own) for c, own, _ in found], [r for _, _, r in found]
    told = [(s, r) for s, r in zip(scores, right, strict=True) if s >= EVENT_BAR]
    of_told = expected_error([s for s, _ in told], [r for _, r in told])
    print(f"calibration error: all groups {expected_error(scores, right):.3f}, events told {of_told:.3f}")


def show(cases: Sequence[Case], models: Sequence[Logistic]) -> None:
    """Precision, recall and F1 by floor, and the calibration of the scores, all on held-out folds."""
    score = scorer()
    gold = {c.doc.report.report_id: c.events for c in cases if c.events}
    chance = [[models[c.fold].score(s) for s in c.group_signs] for c in cases]
    print("floor   detected F1   typed P     R     F1    events a quiet report")
    for bar in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        told = {
            c.doc.report.report_id: [as_event(g) for g, p in zip(c.groups, own, strict=True) if p >= bar]
            for c, own in zip(cases, chance, strict=True)
        }
        found = score.score(gold, told)
        quiet = [len(told[c.doc.report.report_id]) for c in cases if not c.events]
        d, t = found["detected"], found["typed"]
        print(f"{bar:.2f}    {d['f1']:.3f}         {t['p']:.3f}   {t['r']:.3f}  {t['f1']:.3f}   {np.mean(quiet):.3f}")


def read_cases(halves: HalfModels) -> list[Case]:
    """Every report with what a model that has not seen it, and the rules, find in it."""
    lexicon, cases = Lexicon.load(), []
    quiet = [(d, []) for d in nonpolitical_documents(FITTED)]
    read = [(d, e, halves.for_report(d)) for d, e in load_gold("ours") + quiet]
    for n, (doc, events, model) in enumerate(read):
        cases.append(Case(doc, events, surroundings(doc), n % FOLDS, *look(doc, lexicon, model), model))
    return cases


def main() -> None:
    """Fit and write."""
    halves = HalfModels.load()
    cases, lexicon = read_cases(halves), Lexicon.load()
    kinds = fit_types(cases)
    for case in cases:
        case.kinds = [choose_type(f.pair, f.chances, kinds) for f in case.found]
        case.signs = mention_signs(case.doc, [f.pair for f in case.found], case.kinds, case.readings)
    by_fold, mention = folded(cases, fit_mentions)
    for case in cases:
        proposals = weigh(case.found, case.kinds, case.signs, by_fold[case.fold])
        case.proposals = keep_proposals(case.doc, proposals, lexicon, least=MENTION_BAR)
    merge = merge_stage(cases, train_pairs(halves))
    for case in cases:
        mentions = [p.mention for p in case.proposals]
        grouped = group_mentions(case.doc, mentions, case.scores, case.around["times"], threshold=MERGE_BAR)
        case.groups = [g for _, g in grouped]
        case.group_signs = score_groups([n for n, _ in grouped], case.proposals, case.scores)
    by_fold, event = folded(cases, fit_events)
    show(cases, by_fold)
    show_calibration(cases, by_fold)
    scores = {"type": kinds, "mention": mention, "event": event}
    worth = {k: {"weights": v.weights, "intercept": v.intercept, "threshold": v.threshold} for k, v in scores.items()}
    (DATA / "worth_weights.json").write_text(json.dumps({"scores": worth}, indent=1) + "\n")
    (DATA / "merge_weights.json").write_text(json.dumps(dict(sorted(merge.items())), indent=0) + "\n")


if __name__ == "__main__":
    main()
