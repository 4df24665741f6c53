"""Measure a network on held-out gold reports: triggers, merging, fields, roles. Uses the shipped decoding.

    python -m training.evaluate .cache/training/half0 --half 0      the half of our reports that it has not seen
    python -m training.evaluate .cache/training/all                 gold/dev
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from bench.figures import prf
from bench.gold import load_gold, scorer
from training.encoders import Pieces
from training.examples import build, load_examples
from training.export import export_graphs
from training.gauge import PASSAGE
from training.inputs import make_input, sentence_of
from training.labels import MODE_NAMES, STATUSES, TRUCE_ACTS, TYPES, DocExample, half_of
from training.network import EventNet, Shape
from truceline.domain.codes import MODES
from truceline.inference.model import OnnxNetwork
from truceline.inference.reading import (
    FIELDS,
    Floats,
    TriggerReading,
    decode_phrases,
    encode_passage,
    find_triggers,
    read_triggers,
    same_event,
)
from truceline.inference.words import ROLES, cut_passages

MODE_OK = np.array([[m == "" or m in MODES[t] for m in MODE_NAMES] for t in TYPES])


@dataclass
class Read:
    """Everything read from one report, at a low floor; and at the gold triggers."""

    doc: DocExample
    found: list[TriggerReading]
    same: Floats
    oracle: list[TriggerReading]


def read(network, pieces: Pieces, doc: DocExample, floor: float, role_floors: Sequence[float], heads=None):
    """Triggers of one report."""
    ids, title = pieces.of(doc.words), pieces.of(doc.title) if doc.title else []
    sents = sentence_of(doc)
    out: list[TriggerReading] = []
    for passage in cut_passages(doc.sentences, [len(i) for i in ids], limit=PASSAGE):
        item = make_input(doc, ids, title, passage)
        encoded = encode_passage(network, item.ids, item.first, passage)
        at = find_triggers(encoded, sents, floor)
        if heads is not None:
            at = [(h, h, h + 1) for h in heads if passage.own <= h < passage.last]
        out += read_triggers(network, encoded, sents, at, role_floors)
    return out, same_event(network, out, doc.words, sents)


def read_all(network, docs: list[DocExample], role_floor: float = 0.1) -> list[Read]:
    """Read reports at low floors, so that every threshold can be tried on the outcome."""
    pieces, floors = Pieces(), [role_floor] * len(ROLES)
    out = []
    for doc in docs:
        found, same = read(network, pieces, doc, 0.08, floors)
        oracle, _ = read(network, pieces, doc, 0, floors, heads=sorted({m.head for m in doc.mentions}))
        out.append(Read(doc, found, same, oracle))
    return out


def _char(doc: DocExample, first: int, last: int) -> tuple[int, int]:
    return doc.starts[first], doc.ends[last - 1]


def greedy_groups(found: list[int], same: Floats, bar: float) -> list[list[int]]:
    """Average-link groups of readings."""
    groups = [[i] for i in found]
    while len(groups) > 1:
        best, pair = bar, None
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                s = float(same[np.ix_(groups[a], groups[b])].mean())
                if s > best:
                    best, pair = s, (a, b)
        if pair is None:
            break
        groups[pair[0]] += groups.pop(pair[1])
    return groups


def predictions(item: Read, floor: float, bar: float, oracle_merge: bool, score=None) -> list[dict]:
    """Events as the scorer reads them, without roles. Perfect merging drops surplus readings of one gold event."""
    doc = item.doc
    score = score or (lambda r: r.score)
    keep = [i for i, r in enumerate(item.found) if score(r) >= floor]
    if oracle_merge:
        groups, used = [], {}
        for i in sorted(keep, key=lambda i: -item.found[i].score):
            r = item.found[i]
            a, b = _char(doc, r.first, r.last)
            kind = TYPES[int(r.type.argmax())]
            homes = [n for n, g in enumerate(doc.gold) if any(s < b and a < e for s, e in g["evidence"])]
            on = [n for n in homes if any(t and t[0] < b and a < t[1] for t in (doc.gold[n].get("triggers") or []))]
            typed = [n for n in (on or homes) if kind in {doc.gold[n]["type"], *doc.gold[n].get("type_also", [])}] or on
            free = [n for n in typed if n not in used]
            if free:
                used[free[0]] = i
                groups.append([i])
            elif not typed:
                groups.append([i])
    else:
        groups = greedy_groups(keep, item.same, bar)
    events = []
    for group in groups:
        group = sorted(group, key=lambda i: item.found[i].head)
        best = max(group, key=lambda i: item.found[i].score)
        types = sum(item.found[i].type * item.found[i].score for i in group)
        r = item.found[best]
        a, b = _char(doc, r.first, r.last)
        truce = sum(item.found[i].fields["truce"] * item.found[i].score for i in group)
        act = TRUCE_ACTS[int(truce.argmax())]
        status = STATUSES[int(r.fields["status"].argmax())]
        events.append({
            "type": str(TYPES[int(np.argmax(types))]), "trigger": {"span": [a, b]}, "status": str(status),
            "truce_action": act or None,
        })
    return events


def sweep(reads: list[Read]) -> None:
    """Print detected and typed F1 over thresholds on the trigger's own score, with perfect and with own merging."""
    score = scorer()
    gold = {x.doc.id: x.doc.gold for x in reads}

    def line(told: dict[str, list[dict]]) -> str:
        got = score.score(gold, told)
        d, t = got["detected"], got["typed"]
        return f"detected {d['f1']:.3f} typed {t['f1']:.3f} (P {t['p']:.2f} R {t['r']:.2f})"

    for floor in (0.5, 0.6):
        perfect = {x.doc.id: predictions(x, floor, 0, True) for x in reads}
        own = {x.doc.id: predictions(x, floor, 0.6, False) for x in reads}
        print(f"floor {floor} perfect merging {line(perfect)} | own merging {line(own)}")


def field_figures(reads: list[Read]) -> None:
    """Fields and roles at gold triggers."""
    right, total = Counter(), Counter()
    for x in reads:
        by_head = {m.head: m for m in x.doc.mentions}
        for r in x.oracle:
            m = by_head[r.head]
            if not m.core:
                continue
            for key in ("type", *FIELDS):
                value = r.type if key == "type" else r.fields[key]
                if key == "mode":
                    value = np.where(MODE_OK[m.type], value, -1)
                total[key] += 1
                right[key] += int(value.argmax()) == getattr(m, key)
            if m.truce or int(r.fields["truce"].argmax()):
                total["truce any"] += 1
                right["truce any"] += int(r.fields["truce"].argmax()) == m.truce
    print("fields at gold triggers:", {k: round(right[k] / total[k], 3) for k in total})


FLOORS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


def role_figures(reads: list[Read], floors: Sequence[float] = FLOORS) -> dict[str, float]:
    """Entity F1 per role at gold triggers, names compared as the scorer does; the union over an event's triggers."""
    score = scorer()
    best = {}
    only = {(a, f): [f if a == b else 2.0 for b in ROLES] for a in ROLES for f in floors}
    for role in ROLES:
        line, top = f"{role:9}", (0.0, 0.5)
        for floor in floors:
            hit = n_gold = n_pred = exact = n_events = 0
            for x in reads:
                text = x.doc.text
                for n, g in enumerate(x.doc.gold):
                    if g.get("optional"):
                        continue
                    heads = {m.head for m in x.doc.mentions if m.event == n}
                    names: list[str] = []
                    for r in x.oracle:
                        if r.head in heads:
                            for p in decode_phrases(r.inside, only[role, floor], r.offset):
                                if p.role == role:
                                    a, b = _char(x.doc, p.first, p.last)
                                    name = " ".join(text[a:b].split())
                                    if not any(score.same_name(name, k) for k in names):
                                        names.append(name)
                    goal = role_gold(g, role)
                    h, ng, np_ = score.entities(goal, names)
                    hit, n_gold, n_pred = hit + h, n_gold + ng, n_pred + np_
                    n_events += 1
                    exact += h == ng == np_
            p, rec, f = prf(hit, n_pred, n_gold)
            line += f" | {floor} {p:.2f} {rec:.2f} F {f:.3f} {exact / max(n_events, 1):.3f}"
            top = max(top, (f + exact / max(n_events, 1), floor))  # sets that are all right count as much as F1
        best[role] = top[1]
        print(line)
    return best


def role_gold(g: dict, role: str) -> list[list[str]]:
    """Gold names of a role."""
    if role == "ACTOR":
        return g["actors"]
    if role == "RECIPIENT":
        return g["recipients"]
    if role == "PLACE":
        return [g["place"]["names"]] if g.get("place") else []
    if role == "TIME":
        return [[g["date_text"]]] if g.get("date_text") and g.get("date") else []
    if role == "WEAPON":
        return [[g["weapon"]]] if g.get("weapon") else []
    if role == "SPEAKER":
        return [[s.get("speaker") or "", s.get("affiliation") or ""] for s in g["reported_by"]]
    return [[h.get("text") or "", h.get("whom") or ""] for h in g["harm"]]


def load_net(folder: Path) -> EventNet:
    """A network that train.py saved."""
    saved = torch.load(folder / "net.pt", weights_only=False)
    net = EventNet(Shape(**saved["shape"]))
    net.load_state_dict(saved["net"])
    return net.eval()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int)
    args = parser.parse_args()
    torch.set_num_threads(2)
    if args.half is None:
        docs = load_examples("dev")
    else:
        docs = [build(d, e) for d, e in load_gold("ours") if half_of(d.report.report_id) == args.half]
    with tempfile.TemporaryDirectory() as scratch:
        export_graphs(load_net(args.folder), Path(scratch), keep_ffn=False)
        reads = read_all(OnnxNetwork(Path(scratch), arguments=False), docs)
    sweep(reads)
    field_figures(reads)
    role_figures(reads)


if __name__ == "__main__":
    main()
