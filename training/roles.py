"""Learn which phrases of a sentence are actor and recipient of an event: writes src/truceline/data/role_weights.json.

    python -m training.roles              fit on gold/train, print cross-validated figures, write the weights

One logistic model per role over path features; full-batch Adam in plain numpy, under a minute.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.docs import ROOT
from bench.gold import Gold, load_gold, oracle_groups, scorer
from truceline.domain.codes import Role
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_role_features import candidates, role_features
from truceline.extract.events_roles import ruled_parties

OUT = ROOT / "src" / "truceline" / "data" / "role_weights.json"
FOLDS = 5
THRESHOLDS = {Role.ACTOR: 0.47, Role.RECIPIENT: 0.38}
"""Between the best F1 of phrases and the most exact sets, by cross-validation."""
SAME = scorer().same_name
ROLES = {Role.ACTOR: "actors", Role.RECIPIENT: "recipients"}


@dataclass
class Example:
    """One trigger with its candidate phrases."""

    fold: int
    doc: Document
    event: Gold
    heads: list[Token]
    words: list[str]
    features: list[dict[str, float]]
    labels: dict[Role, list[float]]
    weight: float


def examples() -> list[Example]:
    """All triggers of gold/train, further evidence triggers at half weight."""
    score = scorer()
    out = []
    for n, (doc, events) in enumerate(load_gold("train")):
        for event, mentions in oracle_groups(doc, events):
            for k, mention in enumerate(mentions):
                anchor = doc.syntactic_head(mention.trigger)
                if anchor is None:
                    continue
                ruled = ruled_parties(doc, anchor, mention.type)
                heads = list(candidates(doc, anchor))
                words = [parse.phrase(doc, h).of(doc.text) for h in heads]
                labels = {}
                for role, key in ROLES.items():
                    variants = [v for e in event[key] for v in e]  # type: ignore[attr-defined]
                    right = [float(any(score.same_name(v, w) for v in variants)) for w in words]
                    if variants and not any(right):
                        # The party is named elsewhere: a pronoun that the rules take for it stands for it.
                        right = [
                            float(h.pos == "PRON" and any(r == role.value for r, _ in ruled.get(h.i, ())))
                            for h in heads
                        ]
                    labels[role] = right
                features = [role_features(doc, anchor, mention.type, h, ruled) for h in heads]
                weight = (0.5 if event.get("optional") else 1.0) * (1.0 if k == 0 else 0.5)
                out.append(Example(n % FOLDS, doc, event, heads, words, features, labels, weight))
                if k:
                    out[-1].fold = n % FOLDS + 100
    return out


def adam(
    rows: list[dict[str, float]], y: np.ndarray, w: np.ndarray, least: int = 6, l2: float = 4.0
) -> dict[str, float]:
    """Logistic regression over sparse features with L2 (per example scale), full-batch Adam."""
    counts = Counter(name for row in rows for name in row)
    names = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}
    index, value, owner = [], [], []
    for i, row in enumerate(rows):
        for name, v in row.items():
            if name in names:
                index.append(names[name])
                value.append(v)
                owner.append(i)
    idx, val, own = np.array(index), np.array(value), np.array(owner)
    beta, m, v2 = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, 301):
        z = np.bincount(own, weights=beta[idx] * val, minlength=len(rows))
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        g = np.bincount(idx, weights=(w * (p - y))[own] * val, minlength=len(names)) + l2 * beta
        m = 0.9 * m + 0.1 * g
        v2 = 0.99 * v2 + 0.01 * g * g
        beta -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v2 / (1 - 0.99**step)) + 1e-8)
    return {n: round(float(beta[i]), 3) for n, i in names.items() if abs(beta[i]) >= 0.04}


def learn(data: list[Example]) -> dict[str, float]:
    """Weights, named ``role|feature``."""
    rows = [f for e in data for f in e.features]
    weights = np.array([e.weight for e in data for _ in e.features])
    final = {}
    for role in ROLES:
        y = np.array([v for e in data for v in e.labels[role]])
        final.update({f"{role.value}|{k}": v for k, v in adam(rows, y, weights).items()})
    return final


def probability(features: dict[str, float], weights: dict[str, float], role: Role) -> float:
    """Probability that the phrase fills the role."""
    z = sum(v * weights.get(f"{role.value}|{k}", 0.0) for k, v in features.items())
    return float(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def choose(e: Example, p: dict[Role, list[float]], role: Role, t: float) -> list[int]:
    """Numbers of the phrases above the threshold, the surest first, each party once and in its likelier role."""
    other = next(r for r in ROLES if r is not role)
    kept: list[int] = []
    for i in sorted(range(len(e.heads)), key=lambda i: -p[role][i]):
        if p[role][i] < t or p[other][i] > p[role][i]:
            continue
        if not any(SAME(e.words[i], e.words[j]) for j in kept):
            kept.append(i)
    return kept


def main() -> None:
    """Cross-validate over reports, fit on everything, write."""
    data = examples()
    score: Any = scorer()
    scored: list[tuple[Example, dict[Role, list[float]]]] = []
    for fold in range(FOLDS):
        weights = learn([e for e in data if e.fold % 100 != fold])
        for e in data:
            if e.fold == fold:
                scored.append((e, {r: [probability(f, weights, r) for f in e.features] for r in ROLES}))
    for role, key in ROLES.items():
        for t in (0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
            tp = n_gold = n_mine = exact = 0
            for e, given in scored:
                if e.event.get("optional"):
                    continue
                mine = [e.words[i] for i in choose(e, given, role, t) if e.heads[i].pos != "PRON"]
                h = score.entities(e.event[key], mine)
                tp, n_gold, n_mine = tp + h[0], n_gold + h[1], n_mine + h[2]
                exact += h[0] == h[1] == h[2]
            p, r, f1 = tp / max(n_mine, 1), tp / n_gold, 2 * tp / (n_mine + n_gold)
            print(f"{key} at {t}: P {p:.3f} R {r:.3f} F1 {f1:.3f} exact sets {exact}")
    final = learn(data)
    final |= {f"{role.value}|threshold": t for role, t in THRESHOLDS.items()}
    OUT.write_text(json.dumps(dict(sorted(final.items())), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print("wrote", OUT, len(final), "weights", file=sys.stderr)


if __name__ == "__main__":
    main()
