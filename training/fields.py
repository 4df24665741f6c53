"""Fit data/field_weights.json: the chance that each field of an event is right, and draw how far it keeps its word.

    python -m training.fields               fit, print calibration errors held out, write weights and the plot
    python -m training.fields --check dev   the shipped weights on gold/dev

Each report of ours is read with the half model that has not seen it; an event likely by its words that stands for a
core gold event of its type says, field by field, whether its value is right as the gold scorer reads it. Five folds of
the reports give the figures; the weights that ship are fitted on all. The second look (training/second_look.py) stands
on them, so that nothing of it is asked here.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bench.docs import ROOT
from bench.gold import load_gold, pairs_as_scored, scorer
from training.halves import HalfModels
from training.reliability import expected_error, plot_many
from training.sides import fit
from truceline.coder import VERSION, Resources, read_layers, read_likely
from truceline.domain.serial import event_to_dict
from truceline.domain.text import Document
from truceline.extract.assemble import assemble_event
from truceline.extract.second_look import FIRST_FLOOR
from truceline.extract.sureness import Signs, field_signs
from truceline.resources.combine import Logistic, load_field_weights

OUT = ROOT / "src" / "truceline" / "data" / "field_weights.json"
PLOT = ROOT / "docs" / "reliability-fields.svg"
FOLDS = 5
PENALTY = 0.05
"""C, by cross-validated likelihood."""
FEW = 15
"""Fewer wrong values than this give a field one chance for all."""
LIKELY = 0.3
"""First score from which an event's fields are learned from."""
Event = dict[str, Any]


@dataclass
class Case:
    """One likely event that stands for a gold event."""

    report: int
    signs: dict[str, Signs]
    right: dict[str, bool]


def _same_sets(field: str) -> Callable[[Any, Event, Event], bool]:
    def same(score: Any, gold: Event, told: Event) -> bool:
        hit, wanted, given = score.entities(gold.get(field), told.get(field))
        return bool(hit == wanted == given)

    return same


def _same_speakers(score: Any, gold: Event, told: Event) -> bool:
    names = [
        [[r.get("speaker") or "", r.get("affiliation") or ""] for r in e.get("reported_by") or []] for e in (gold, told)
    ]
    return bool(score.entities(*names)[0] == max(map(len, names)))


def _same_weapon(score: Any, gold: Event, told: Event) -> bool:
    one, other = gold.get("weapon"), told.get("weapon")
    return score.same_name(one, other) if one and other else not one and not other


RIGHT: dict[str, Callable[[Any, Event, Event], bool]] = {
    "mode": lambda score, gold, told: gold.get("mode") == told.get("mode"),
    "status": lambda score, gold, told: gold.get("status") == told.get("status"),
    "aggregate": lambda score, gold, told: bool(gold.get("aggregate")) == bool(told.get("aggregate")),
    "actors": _same_sets("actors"),
    "recipients": _same_sets("recipients"),
    "claimed_by": _same_sets("claimed_by"),
    "date": lambda score, gold, told: bool(score.date_ok(gold.get("date"), told.get("date"))),
    "place": lambda score, gold, told: bool(score.place_ok(gold.get("place"), told.get("place"))),
    "harm": lambda score, gold, told: all(
        score.tolls(gold, kind) == score.tolls(told, kind) for kind in ("killed", "injured")
    ),
    "reported_by": _same_speakers,
    "weapon": _same_weapon,
    "truce_action": lambda score, gold, told: told.get("truce_action")
    in (gold.get("truce_action"), *gold.get("truce_also", ())),
}  # fmt: skip
"""Whether a field of a told event is right, given the scorer, the gold event and the told one."""


def cases(
    reports: Sequence[tuple[Document, list[Event]]], resources: Callable[[Document], Resources]
) -> Iterator[Case]:
    """Cases of the reports, each coded with its resources."""
    score = scorer()
    for n, (doc, gold) in enumerate(reports):
        res = resources(doc)
        read = list(read_likely(doc, read_layers(doc, res), res, floor=FIRST_FLOOR))
        told = [event_to_dict(assemble_event(doc, r, version=VERSION), doc.report) for r in read]
        for i, j in pairs_as_scored(gold, told):
            if gold[i].get("optional") or read[j].mentions[0].score < LIKELY:
                continue
            signs = field_signs(read[j])
            if told[j]["type"] not in score.types(gold[i]):
                yield Case(n, {"type": signs["type"]}, {"type": False})
                continue
            right = {"type": True} | {f: bool(is_right(score, gold[i], told[j])) for f, is_right in RIGHT.items()}
            yield Case(n, signs, right)


def fit_field(some: Sequence[Case], field: str) -> Logistic:
    """Chance that the field is right: by its signs, or the same for all where it is hardly ever wrong."""
    known = [c for c in some if field in c.right]
    wrong = sum(not c.right[field] for c in known)
    if wrong < FEW:
        return Logistic({}, round(math.log((len(known) - wrong + 1) / (wrong + 1)), 4), 0.5)
    rows, right = [c.signs[field] for c in known], [c.right[field] for c in known]
    return Logistic(**fit(rows, right, [1.0] * len(known), PENALTY, even=True).row(0.5))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", choices=("dev",))
    args = parser.parse_args()
    resources = Resources.load()
    if args.check:
        weights = load_field_weights()
        found = list(cases(load_gold(args.check), lambda doc: resources))
        for field in ("type", *RIGHT):
            known = [c for c in found if field in c.right]
            scores = [weights[field].score(c.signs[field]) for c in known]
            _show(field, scores, [c.right[field] for c in known])
        return
    halves = HalfModels.load()
    found = list(cases(load_gold("ours"), lambda doc: replace(resources, model=halves.for_report(doc))))
    weights, curves = {}, {}
    for field in ("type", *RIGHT):
        scores, right = [], []
        for part in range(FOLDS):
            logistic = fit_field([c for c in found if c.report % FOLDS != part], field)
            held = [c for c in found if c.report % FOLDS == part and field in c.right]
            scores += [logistic.score(c.signs[field]) for c in held]
            right += [c.right[field] for c in held]
        _show(field, scores, right)
        weights[field] = asdict(fit_field(found, field))
        curves[field] = (scores, right)
    OUT.write_text(json.dumps({"scores": weights}, indent=1) + "\n")
    plot_many(PLOT, {f: curves[f] for f in ("actors", "recipients", "date", "place", "harm", "reported_by")})


def _show(field: str, scores: Sequence[float], right: Sequence[bool]) -> None:
    share = sum(right) / max(len(right), 1)
    error = expected_error(scores, right)
    print(
        f"{field:13} right {share:.2f}  calibration error {error:.3f}  "
        f"spread {min(scores):.2f} to {max(scores):.2f}  n {len(right)}"
    )


if __name__ == "__main__":
    main()
