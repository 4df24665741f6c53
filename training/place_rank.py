"""Train the two models of the places room on TR-News and LGL: does a span name a place, and which one.

    python -m training.place_rank            cross-validate by report, then fit on all and write the two tables
    python -m training.place_rank --fit      without cross-validating
    python -m training.place_rank --fit --names    the weights of names alone

Writes data/place_name_weights.tsv and data/place_rank_weights.tsv. Standard library and numpy.
"""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.docs import SETS, SHARED, load_documents, rows
from bench.figures import harmonic
from training.softmax import fit_softmax, matrix_of
from truceline.domain.codes import PlaceKind
from truceline.domain.text import Document, Span
from truceline.extract.places_led import lead_to
from truceline.extract.places_name_features import Usage, name_features
from truceline.extract.places_names import Name, NameFinder
from truceline.extract.places_resolve import FEATURES, Resolver
from truceline.resources.folding import fold
from truceline.resources.gazetteer import Gazetteer, Place, country_table, distance_km, type_words
from truceline.resources.logistic import chance_of

DATA = Path(__file__).parent.parent / "src" / "truceline" / "data"
NEAR_KM = 161.0
WORTH = {"trnews": 1.0, "lgl": 0.4}
"""News of small towns counts less: there Paris is likelier in Texas than anywhere else."""
TOLD_WORTH = {"train": 1.0, "written": 0.25}
"""How much names of annotated reports count. With ours at 1 TR-News loses 1.2 points end to end, at a quarter and with
signs of war (``Usage.war``) 0.5; of the places of events that nobody had trained on 0.95 are found where 0.88 were."""
HARDLY = 0.2
"""Chance below which a name that says nothing is no place."""


def load(name: str) -> list[tuple[Document, list[dict]]]:
    """(document, gold places) of a set."""
    gold = {r["report_id"]: r["places"] for r in rows(SHARED / SETS[name])}
    return [(d, gold[d.report.report_id]) for d in load_documents(name)]


def right(place: Place, gold: dict) -> bool:
    """Within 161 km, or a country within its own radius of the gold point."""
    away = distance_km(place.lat, place.lon, gold["lat"], gold["lon"])
    return away <= (max(NEAR_KM, place.radius_km) if place.kind == PlaceKind.COUNTRY else NEAR_KM)


def wide(place: Place, gold: dict) -> bool:
    """For training alone: points of large regions and waters differ between gazetteers."""
    if place.kind not in (PlaceKind.REGION, PlaceKind.WATER, PlaceKind.ADMIN1):
        return False
    return distance_km(place.lat, place.lon, gold["lat"], gold["lon"]) <= (
        400 if place.kind == PlaceKind.ADMIN1 else 1200
    )


def logistic(
    rows_: Sequence[dict[str, float]], y: np.ndarray, worth: np.ndarray, l2: float, seen: int = 4
) -> dict[str, float]:
    """L2-regularised logistic regression by Newton steps on dense features; rare features are left out. worth: how much
    each row counts."""
    count: dict[str, int] = defaultdict(int)
    for r in rows_:
        for k in r:
            count[k] += 1
    keys = sorted(k for k, n in count.items() if n >= seen)
    x = matrix_of(rows_, keys)
    w = np.zeros(len(keys))
    penalty = np.full(len(keys), l2)
    for _ in range(15):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        grad = x.T @ (worth * (p - y)) + penalty * w
        hess = (x * (worth * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hess, grad)
        w -= step
        if np.abs(step).max() < 1e-5:
            break
    return dict(zip(keys, w.tolist(), strict=True))


def conditional(blocks: Sequence[tuple[np.ndarray, np.ndarray, float]], l2: float, steps: int = 400) -> np.ndarray:
    """Weights that give the right candidates of each block (features, right, weight) the most of the softmax."""
    x = np.concatenate([b[0] for b in blocks])
    good = np.concatenate([b[1] for b in blocks]).astype(bool)
    sizes, weight = [len(b[0]) for b in blocks], [b[2] for b in blocks]
    return fit_softmax(x, good, sizes, weight, l2=l2, steps=steps, rate=0.1, late_rate=0.02)


class Case:
    """One report: its names, their features, which overlap gold, and which candidates are right.

    whole: whether gold holds every place of the report; where it holds those of events alone, it teaches only which
    place a name means.
    """

    def __init__(
        self, doc: Document, gold: list[dict], gazetteer: Gazetteer, *, whole: bool = True, worth: float = 1.0
    ) -> None:
        self.doc, self.gold, self.whole, self.worth = doc, gold, whole, worth
        finder = NameFinder(doc, gazetteer, country_table(), type_words())
        self.names = finder.find()
        usage = Usage.of(doc)
        self.features = [name_features(doc, n, usage, self.names, i) for i, n in enumerate(self.names)]
        self.match = [self._gold_of(n) for n in self.names]
        self.y = np.array([m is not None for m in self.match], dtype=float)
        spans = [Span(g["start"], g["end"]) for g in gold if g["end"] > g["start"]]
        self.gold_names, wanted = finder.with_spans(self.names, spans)
        self.gold_match = [self._gold_of(n) if n.span in wanted else None for n in self.gold_names]
        self.wanted = wanted

    def _gold_of(self, name: Name) -> dict | None:
        return next((g for g in self.gold if g["start"] < name.span.end and name.span.start < g["end"]), None)

    def resolver(self, names: Sequence[Name], trust: Sequence[float], gazetteer: Gazetteer) -> Resolver:
        """A fresh resolver over some of the names."""
        return Resolver(self.doc, names, trust, gazetteer, country_table())


def blocks_of(
    case: Case, resolver: Resolver, matches: Sequence[dict | None]
) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Training blocks of one report: groups whose gold has a point and some candidate within reach of it."""
    if not resolver.places:
        return []
    x = resolver.features()
    out = []
    for where, group in zip(resolver.slices(), resolver.groups, strict=True):
        golds = [matches[i] for i in group.names if matches[i] is not None and matches[i]["lat"] is not None]
        if not golds:
            continue
        good = np.array([right(p, golds[0]) for p in resolver.places[where]])
        if not good.any():
            good = np.array([wide(p, golds[0]) for p in resolver.places[where]])
        if good.any() and not good.all():
            out.append((x[where], good, case.worth * math.sqrt(len(golds))))
    return out


def fit_rank(
    cases: Sequence[Case], trusts: Sequence[Sequence[float]], gazetteer: Gazetteer, l2: float
) -> tuple[np.ndarray, ...]:
    """Weights of the two passes."""
    resolvers = [c.resolver(c.gold_names, t, gazetteer) for c, t in zip(cases, trusts, strict=True)]
    weights: list[np.ndarray] = []
    for _ in range(2):
        blocks = [b for c, r in zip(cases, resolvers, strict=True) for b in blocks_of(c, r, c.gold_match)]
        w = conditional(blocks, l2)
        weights.append(w)
        for r in resolvers:
            r.run([w])
    return tuple(weights)


def event_places(name: str) -> list[tuple[Document, list[dict]]]:
    """(document, places that stand for an event) of annotated reports: every name that is written as the event's place
    is, with the point that the annotator gave it."""
    from bench.gold import load_gold

    out = []
    for doc, events in load_gold(name):
        found: dict[tuple[int, int], dict] = {}
        for place in (e["place"] for e in events if e.get("place")):
            if place.get("lat") is None or place["precision"] > 4:  # type: ignore[index,call-overload]
                continue
            for written in place["names"]:  # type: ignore[index,call-overload]
                for start in occurrences(doc.text, written):
                    span = start, start + len(written)
                    found.setdefault(span, {"start": span[0], "end": span[1], "lat": place["lat"], "lon": place["lon"]})  # type: ignore[index,call-overload]
        if found:
            out.append((doc, list(found.values())))
    return out


def occurrences(text: str, words: str) -> list[int]:
    """Where words that start with a capital stand in a text."""
    if not words[:1].isupper():
        return []
    return [m.start() for m in re.finditer(rf"\b{re.escape(words)}\b", text)]


def trust_of(case: Case, weights: dict[str, float]) -> list[float]:
    """How far each of the gold-and-found names is trusted: 1 for gold ones, else its probability."""
    found = {n.span: chance_of(f, weights) for n, f in zip(case.names, case.features, strict=True)}
    return [1.0 if n.span in case.wanted else found.get(n.span, 0.0) for n in case.gold_names]


@dataclass(frozen=True, slots=True)
class ToldName:
    """A name of a report whose events are annotated: what speaks for a place, whether it is one, how much it counts."""

    signs: dict[str, float]
    is_place: bool | None
    """True for the place of an event, False for one that acts, None where the annotation says nothing."""
    worth: float


def conflict_names(gazetteer: Gazetteer) -> list[ToldName]:
    """Names of annotated reports of conflicts, which hold the small places that TR-News and LGL do not.

    Those that say nothing are left out where the sentence leads to them as to a place.
    """
    from bench.gold import gold_is_there, load_gold

    if not gold_is_there():
        return []
    return [
        name
        for split, worth in TOLD_WORTH.items()
        for doc, events in load_gold(split)
        for name in told_names(doc, events, gazetteer, worth)
    ]


def told_names(doc: Document, events: Sequence[dict], gazetteer: Gazetteer, worth: float) -> Iterator[ToldName]:
    """The names of one report, by what its events say of them."""
    places = {fold(n) for e in events if e.get("place") for n in e["place"]["names"]}
    bodies = {fold(n) for e in events for f in ("actors", "recipients") for a in e.get(f) or [] for n in a}
    names = NameFinder(doc, gazetteer, country_table(), type_words()).find()
    usage = Usage.of(doc)
    for i, n in enumerate(names):
        if n.people or n.adjective:
            continue
        part = f" {fold(n.text)} "
        is_place: bool | None = None
        if any(part in f" {p} " for p in places):
            is_place = True
        elif n.label and n.label not in ("PERSON", "ORG", "NORP"):
            continue
        elif (n.label or n.led) and any(part in f" {b} " for b in bodies):
            is_place = False
        elif lead_to(doc, n.first, n.last).is_to_place:
            continue
        yield ToldName(name_features(doc, n, usage, names, i), is_place, worth)


def evaluate(
    cases: Sequence[Case],
    name_w: dict[str, float],
    rank_w: Sequence[np.ndarray],
    gazetteer: Gazetteer,
    threshold: float,
) -> dict[str, float]:
    """Recognition (overlap), gold-mention accuracy, end-to-end F1 over some reports."""
    tp_p = n_pred = n_gold = n_point = acc = ceiling = e2e_p = e2e_pred = e2e_g = hit_g = 0
    for c in cases:
        trust = [chance_of(f, name_w) for f in c.features]
        r = c.resolver(c.names, trust, gazetteer)
        r.run(rank_w)
        slices = r.slices()
        pred = []
        for i, (n, t) in enumerate(zip(c.names, trust, strict=True)):
            if t < threshold:
                continue
            place = None
            if n.people:
                place = next(
                    x.place
                    for x in gazetteer.lookup(country_table().countries[n.people].name)
                    if x.place.country == n.people
                )
            elif i in r.group_of:
                s = slices[r.group_of[i]]
                place = r.places[s][int(np.argmax(r.belief[s]))]
            pred.append((n.span, place))
        n_pred += len(pred)
        n_gold += len(c.gold)
        tp_p += sum(any(g["start"] < s.end and s.start < g["end"] for g in c.gold) for s, _ in pred)
        hit_g += sum(any(g["start"] < s.end and s.start < g["end"] for s, _ in pred) for g in c.gold)
        e2e_pred += sum(p is not None for _, p in pred)
        pointed = [g for g in c.gold if g["lat"] is not None]
        n_point += len(pointed)
        e2e_p += sum(
            p is not None and any(g["start"] < s.end and s.start < g["end"] and right(p, g) for g in pointed)
            for s, p in pred
        )
        e2e_g += sum(
            any(p is not None and g["start"] < s.end and s.start < g["end"] and right(p, g) for s, p in pred)
            for g in pointed
        )
        t2 = trust_of(c, name_w)
        r = c.resolver(c.gold_names, t2, gazetteer)
        r.run(rank_w)
        slices = r.slices()
        for i, (n, g) in enumerate(zip(c.gold_names, c.gold_match, strict=True)):
            if g is None or g["lat"] is None or n.span not in c.wanted:
                continue
            if n.people:
                ok = any(
                    right(x.place, g)
                    for x in gazetteer.lookup(country_table().countries[n.people].name)
                    if x.place.country == n.people
                )
                acc += ok
                ceiling += ok
            elif i in r.group_of:
                s = slices[r.group_of[i]]
                acc += right(r.places[s][int(np.argmax(r.belief[s]))], g)
                ceiling += any(right(p, g) for p in r.places[s])
    return {
        "rec P": tp_p / n_pred, "rec R": hit_g / n_gold, "rec F1": harmonic(tp_p / n_pred, hit_g / n_gold),
        "gold acc": acc / n_point, "ceiling": ceiling / n_point, "e2e P": e2e_p / e2e_pred, "e2e R": e2e_g / n_point,
        "e2e F1": harmonic(e2e_p / e2e_pred, e2e_g / n_point),
    }  # fmt: skip


def fit_names(known: Sequence[Case], told: Sequence[ToldName]) -> dict[str, float]:
    """Weights of names: of whole reports, then with told names. A told name that nothing is known of and that whole
    reports make no place of is none."""
    signs = [f for c in known for f in c.features]
    right_ = np.concatenate([c.y for c in known])
    plain = logistic(signs, right_, np.ones(len(signs)), 2.0)
    sure = [t for t in told if t.is_place is not None or chance_of(t.signs, plain) < HARDLY]
    return logistic(
        [*signs, *(t.signs for t in sure)],
        np.concatenate([right_, np.array([float(bool(t.is_place)) for t in sure])]),
        np.concatenate([np.ones(len(signs)), np.array([t.worth for t in sure])]),
        2.0,
    )


def fit(
    cases: Sequence[Case], gazetteer: Gazetteer, told: Sequence[ToldName] = ()
) -> tuple[dict[str, float], tuple[np.ndarray, ...]]:
    """Both models on some reports."""
    names = fit_names([c for c in cases if c.whole], told)
    return names, fit_rank(cases, [trust_of(c, names) for c in cases], gazetteer, 1.0)


def main() -> None:
    """Cross-validate in five parts, then fit on all and write the tables."""
    gazetteer = Gazetteer.open()
    sets = {n: [Case(d, g, gazetteer, worth=WORTH[n]) for d, g in load(n)] for n in ("trnews", "lgl")}
    sets["ours"] = [Case(d, g, gazetteer, whole=False) for d, g in event_places("ours")]
    told = conflict_names(gazetteer)
    print(len(told), "names of annotated reports,", sum(t.is_place is True for t in told), "of them places")
    if "--fit" not in sys.argv:
        parts: dict[str, list[dict[str, float]]] = defaultdict(list)
        for k in range(5):
            train = [c for cases in sets.values() for i, c in enumerate(cases) if i % 5 != k]
            names, ranks = fit(train, gazetteer, told)
            for name, cases in sets.items():
                held = [c for i, c in enumerate(cases) if i % 5 == k]
                parts[name].append(evaluate(held, names, ranks, gazetteer, 0.45))
        for name, found in parts.items():
            print(name, {k: round(sum(p[k] for p in found) / len(found), 3) for k in found[0]})
    every = [c for cases in sets.values() for c in cases]
    if "--names" in sys.argv:
        write_names(fit_names([c for c in every if c.whole], told))
        return
    names, ranks = fit(every, gazetteer, told)
    write_names(names)
    write_ranks(ranks)


def write_names(names: dict[str, float]) -> None:
    """Write the weights of names."""
    with open(DATA / "place_name_weights.tsv", "w", encoding="utf8") as out:
        out.write("feature\tweight\n")
        out.writelines(f"{k}\t{v:.4f}\n" for k, v in sorted(names.items()))


def write_ranks(ranks: Sequence[np.ndarray]) -> None:
    """Write the weights of readings, of both passes."""
    with open(DATA / "place_rank_weights.tsv", "w", encoding="utf8") as out:
        out.write("feature\tfirst\tsecond\n")
        out.writelines(f"{k}\t{a:.4f}\t{b:.4f}\n" for k, a, b in zip(FEATURES, *ranks, strict=True))


if __name__ == "__main__":
    main()
