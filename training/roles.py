"""Learn which phrases of a sentence are actor and recipient of an event: writes src/truceline/data/role_weights.json.

    python -m training.roles              fit on gold/train and newswire, print cross-validated figures, write

One logistic model per role over path features. A phrase is right when the entity it is read as is a gold party; where
several phrases of a sentence name one party, a second round keeps the likeliest and leaves the others without verdict.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.docs import ROOT
from bench.figures import prf
from bench.gold import Gold, load_gold, oracle_groups, scorer
from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.actors import entities_for, find_actors
from truceline.extract.events_role_features import View, candidates, role_features
from truceline.extract.events_role_paths import signatures
from truceline.extract.events_ruled import ruled_parties
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer

OUT = ROOT / "src" / "truceline" / "data" / "role_weights.json"
FOLDS = 5
LEAST = 4
"""A feature must stand on so many phrases to get a weight."""
PENALTY = 0.12
"""C of the regression, by cross-validation."""
THRESHOLDS = {Role.ACTOR: 0.25, Role.RECIPIENT: 0.2}
"""Low, because these phrases serve merging and attribution, which want all that may be a party; the parties of a coded
event are chosen by training/sides.py."""
ROLES = {Role.ACTOR: "actors", Role.RECIPIENT: "recipients"}


@dataclass
class Example:
    """One trigger with its candidate phrases."""

    fold: int
    doc: Document
    event: Gold
    main: bool
    """True for the trigger that gold gives as the event's best."""
    heads: list[Token]
    entities: list[tuple[Entity, ...]]
    features: list[dict[str, float]]
    labels: dict[Role, list[float]]
    parties: dict[Role, list[int]]
    """For each phrase the number of the gold party that it names, or -1."""
    weight: float
    guess: dict[Role, list[float]] = field(default_factory=dict)


def read_actors(docs: list[Document]) -> list[tuple[Actor, ...]]:
    """Actors of each report, as the corridor reads them."""
    registry, gazetteer = ActorRegistry.load(), Gazetteer.open()
    return [find_actors(d, registry, find_places(d, gazetteer), on=d.report.date) for d in docs]


def examples(gold: list[tuple[Document, list[Gold]]], actors: list[tuple[Actor, ...]]) -> list[Example]:
    """All triggers, further evidence triggers at half weight."""
    score = scorer()
    out = []
    for n, ((doc, events), told) in enumerate(zip(gold, actors, strict=True)):
        known: dict[int, tuple[Entity, ...]] = {}
        for event, mentions in oracle_groups(doc, events):
            for k, mention in enumerate(mentions):
                anchor = doc.syntactic_head(mention.trigger)
                if anchor is None:
                    continue
                ruled = ruled_parties(doc, anchor, mention.type)
                related = signatures(doc, anchor)
                view = View(doc, anchor, mention.type, related, ruled)
                heads = list(candidates(doc, anchor, related))
                for head in heads:
                    if head.i not in known:
                        known[head.i] = entities_for(doc, parse.phrase(doc, head), told)
                read = [known[h.i] for h in heads]
                parties = {r: [_party(doc, e, event[key], score) for e in read] for r, key in ROLES.items()}
                labels = {r: [float(p >= 0) for p in parties[r]] for r in ROLES}
                weight = (0.5 if event.get("optional") else 1.0) * (1.0 if k == 0 else 0.5)
                features = [role_features(view, h) for h in heads]
                out.append(
                    Example(n % FOLDS, doc, event, k == 0, heads, read, features, labels, parties, weight)
                )
    return out


def _party(doc: Document, entities: tuple[Entity, ...], gold: Any, score: Any) -> int:
    names = [x for e in entities for x in (e.name, e.affiliation, e.mention.of(doc.text) if e.mention else None) if x]
    for n, party in enumerate(gold):
        if any(score.same_name(v, x) for v in party for x in names):
            return n
    return -1


class Fit:
    """A logistic model per role."""

    def __init__(self, data: list[Example]) -> None:
        self.weights: dict[str, float] = {}
        rows = [f for e in data for f in e.features]
        counts: dict[str, int] = {}
        for row in rows:
            for name in row:
                counts[name] = counts.get(name, 0) + 1
        kept = {n for n, c in counts.items() if c >= LEAST}
        self.vectors = DictVectorizer()
        table = self.vectors.fit_transform([{k: v for k, v in row.items() if k in kept} for row in rows])
        table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)  # for liblinear
        names = self.vectors.get_feature_names_out()
        base = np.array([e.weight for e in data for _ in e.features])
        for role in ROLES:
            truth = np.array([v for e in data for v in e.labels[role]])
            model = None
            for _ in range(2):
                weight = base if model is None else base * self._verdict(data, role)
                model = LogisticRegression(C=PENALTY, max_iter=300, solver="liblinear")
                model.fit(table, truth, sample_weight=weight)
                chance = model.predict_proba(table)[:, 1]
                at = 0
                for e in data:
                    e.guess[role] = list(chance[at : at + len(e.heads)])
                    at += len(e.heads)
            assert model is not None
            for name, value in zip(names, model.coef_[0], strict=True):
                if abs(value) >= 0.02:
                    self.weights[f"{role.value}|{name}"] = round(float(value), 3)
            bias = f"{role.value}|bias"
            self.weights[bias] = round(self.weights.get(bias, 0.0) + float(model.intercept_[0]), 3)

    @staticmethod
    def _verdict(data: list[Example], role: Role) -> np.ndarray[Any, Any]:
        """1 for a phrase that teaches, 0 for a weaker phrase of a party that another phrase names."""
        out = []
        for e in data:
            best: dict[int, float] = {}
            for party, chance in zip(e.parties[role], e.guess[role], strict=True):
                best[party] = max(best.get(party, 0.0), chance)
            out += [
                float(p < 0 or c >= best[p]) for p, c in zip(e.parties[role], e.guess[role], strict=True)
            ]
        return np.array(out)

    def guess(self, features: dict[str, float], role: Role) -> float:
        """Probability that the phrase fills the role."""
        z = sum(v * self.weights.get(f"{role.value}|{k}", 0.0) for k, v in features.items())
        return float(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def cross_guess(data: list[Example]) -> None:
    """Fill every example's guess from models that have not seen its report."""
    fits = [Fit([e for e in data if e.fold != fold]) for fold in range(FOLDS)]
    for e in data:
        e.guess = {r: [fits[e.fold].guess(f, r) for f in e.features] for r in ROLES}


def report(data: list[Example]) -> None:
    """Print figures of the main triggers' phrases as they stand in ``guess``."""
    score: Any = scorer()
    for role, key in ROLES.items():
        other = next(r for r in ROLES if r is not role)
        for t in (0.3, 0.35, 0.4, 0.45, 0.5):
            tp = n_gold = n_mine = exact = n = 0
            for e in data:
                if e.event.get("optional") or not e.main:
                    continue
                order = sorted(range(len(e.heads)), key=lambda i: -e.guess[role][i])
                mine: dict[str, list[str]] = {}
                for i in order:
                    if e.guess[role][i] >= t and e.guess[role][i] > e.guess[other][i]:
                        for x in e.entities[i]:
                            mine.setdefault((x.affiliation or x.name).lower(), [x.name, x.affiliation or x.name])
                h = score.entities(e.event[key], list(mine.values()))
                tp, n_gold, n_mine, n = tp + h[0], n_gold + h[1], n_mine + h[2], n + 1
                exact += h[0] == h[1] == h[2]
            p, r, f1 = prf(tp, n_mine, n_gold)
            print(f"{key} at {t}: P {p:.3f} R {r:.3f} F1 {f1:.3f} exact sets {exact / n:.3f} of {n}")


def main() -> None:
    """Cross-validate over reports, fit on everything, write."""
    gold = load_gold("ours")
    data = examples(gold, read_actors([d for d, _ in gold]))
    cross_guess(data)
    report(data)
    final = Fit(data).weights
    final |= {f"{role.value}|threshold": t for role, t in THRESHOLDS.items()}
    OUT.write_text(json.dumps(dict(sorted(final.items())), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print("wrote", OUT, len(final), "weights", file=sys.stderr)


if __name__ == "__main__":
    main()
