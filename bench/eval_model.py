"""The event model alone on gold: mentions, fields, roles, calibration, and speed on one thread.

    python -m bench.eval_model [--split dev] [--model FOLDER] [--json]

Merging is the model's own (average link over its same-event scores) or perfect (a surplus mention of an event that is
already found costs nothing), so that the share of each part in the error can be seen.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.gold import gold_is_there, load_gold, scorer
from truceline.domain.codes import Role
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.model_events import read_event_mentions
from truceline.inference.model import EventModel

Gold = dict[str, Any]
ROLE_FIELDS = {Role.ACTOR: "actors", Role.RECIPIENT: "recipients", Role.PLACE: "place", Role.TIME: "date_text",
               Role.WEAPON: "weapon", Role.SPEAKER: "reported_by"}


def role_names(event: Gold, role: Role) -> list[list[str]]:
    """Gold names of a role, each entity a list of variants."""
    value = event.get(ROLE_FIELDS[role])
    if not value or (role is Role.TIME and not event.get("date")):
        return []
    if role is Role.PLACE:
        return [value["names"]]
    if role is Role.SPEAKER:
        return [[s.get("speaker") or "", s.get("affiliation") or ""] for s in value]
    return value if isinstance(value, list) else [[value]]


def own_groups(same: np.ndarray, bar: float) -> list[list[int]]:
    """Average-link groups of mentions."""
    groups = [[i] for i in range(len(same))]
    while len(groups) > 1:
        scored = [
            (float(same[np.ix_(groups[a], groups[b])].mean()), a, b)
            for a in range(len(groups)) for b in range(a + 1, len(groups))
        ]
        best, a, b = max(scored)
        if best < bar:
            break
        groups[a] += groups.pop(b)
    return groups


def gold_of(events: Sequence[Gold], mention: EventMention) -> list[int]:
    """Gold events of that type in whose evidence the mention's trigger stands."""
    s, e = mention.trigger.start, mention.trigger.end
    inside = [n for n, g in enumerate(events) if any(a < e and s < b for a, b in g["evidence"])]
    on = [n for n in inside if any(t and t[0] < e and s < t[1] for t in events[n].get("triggers") or [])]
    return [n for n in on or inside if mention.type in {events[n]["type"], *events[n].get("type_also", [])}]


def perfect_groups(events: Sequence[Gold], mentions: Sequence[EventMention]) -> list[list[int]]:
    """Each mention in the group of its gold event; wrong mentions stay alone."""
    groups: dict[tuple[str, int], list[int]] = {}
    for i in sorted(range(len(mentions)), key=lambda i: -mentions[i].score):
        homes = gold_of(events, mentions[i])
        free = [n for n in homes if ("gold", n) not in groups]
        key = ("gold", (free or homes)[0]) if homes else ("none", i)
        groups.setdefault(key, []).append(i)
    return list(groups.values())


def as_events(mentions: Sequence[EventMention], groups: Sequence[Sequence[int]]) -> list[Gold]:
    """Events as the scorer reads them, named by each group's surest mention, without roles."""
    out = []
    for group in groups:
        best = max((mentions[i] for i in group), key=lambda m: m.score)
        votes: Counter[str] = Counter()
        for i in group:
            votes[mentions[i].type] += mentions[i].score  # type: ignore[assignment]
        act = next((str(mentions[i].truce_action) for i in group if mentions[i].truce_action), None)
        out.append({"type": str(votes.most_common(1)[0][0]), "status": str(best.status), "truce_action": act,
                    "trigger": {"span": [best.trigger.start, best.trigger.end]}})
    return out


def role_figures(read: Sequence[tuple[Document, list[Gold], Sequence[EventMention]]]) -> dict[str, dict[str, float]]:
    """Entity F1 of each role over mentions that found a core event, the union over an event's mentions."""
    same_scorer, out = scorer(), {}
    for role in ROLE_FIELDS:
        hit = n_gold = n_told = exact = n = 0
        for doc, events, mentions in read:
            by_event: dict[int, list[str]] = {}
            for mention in mentions:
                for home in gold_of(events, mention)[:1]:
                    names = by_event.setdefault(home, [])
                    for fill in mention.roles:
                        name = " ".join(fill.span.of(doc.text).split())
                        if fill.role is role and not any(same_scorer.same_name(name, k) for k in names):
                            names.append(name)
            for home, names in by_event.items():
                if events[home].get("optional"):
                    continue
                h, g, t = same_scorer.entities(role_names(events[home], role), names)
                hit, n_gold, n_told, n, exact = hit + h, n_gold + g, n_told + t, n + 1, exact + (h == g == t)
        out[str(role)] = {**same_scorer.f1(hit, n_gold, n_told), "all_right": round(exact / max(n, 1), 3)}
    return out


def calibration(read: Sequence[tuple[Document, list[Gold], Sequence[EventMention]]]) -> dict[str, Any]:
    """Expected calibration error of mention scores; reliability rows (bin, mentions, mean score, share right)."""
    pairs = []
    for _, events, mentions in read:
        for mention in mentions:
            homes = gold_of(events, mention)
            if not (homes and all(events[h].get("optional") for h in homes)):
                pairs.append((mention.score, bool(homes)))
    table, error = [], 0.0
    for k in range(10):
        inside = [(s, y) for s, y in pairs if k / 10 <= s < (k + 1) / 10 + (k == 9)]
        if inside:
            mean, right = np.mean([s for s, _ in inside]), np.mean([y for _, y in inside])
            table.append((k / 10, len(inside), round(float(mean), 3), round(float(right), 3)))
            error += len(inside) / len(pairs) * abs(mean - right)
    return {"error": round(float(error), 3), "reliability": table}


FLOORS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7)
Read = list[tuple[Document, list[Gold], tuple[EventMention, ...]]]


def event_figures(model: EventModel, read: Read, floor: float) -> dict[str, Any]:
    """Detected, typed, truce acts and status of mentions at or above a score, merged by the model and perfectly."""
    score, events = scorer(), {d.report.report_id: e for d, e, _ in read}
    own, perfect = {}, {}
    for d, e, found in read:
        mentions = [m for m in found if m.score >= floor]
        groups = own_groups(model.same_event_scores(d, mentions), model.thresholds.same) if mentions else []
        own[d.report.report_id] = as_events(mentions, groups)
        perfect[d.report.report_id] = as_events(mentions, perfect_groups(e, mentions))
    keep = ("detected", "typed", "truce_action", "status", "confusion")
    got, ideal = score.score(events, own), score.score(events, perfect)
    return {"own": {k: got[k] for k in keep}, "perfect": {k: ideal[k] for k in keep}}


def measure(model: EventModel, split: str) -> dict[str, Any]:
    """All figures."""
    gold = load_gold(split)
    started = time.process_time()
    read: Read = [(d, e, read_event_mentions(d, model)) for d, e in gold]
    seconds = time.process_time() - started
    told = [(d, e, tuple(m for m in found if m.score >= 0.5)) for d, e, found in read]
    return {
        "events": {str(floor): event_figures(model, read, floor) for floor in FLOORS},
        "roles": role_figures(told),
        "calibration": calibration([(d, e, read_event_mentions(d, model, floor=0.1)) for d, e in gold]),
        "speed": {"sentences_s": round(sum(len(d.sentences) for d, _ in gold) / seconds, 1),
                  "reports_s": round(len(gold) / seconds, 2),
                  "ms_per_250_words": round(1000 * seconds / sum(len(d.tokens) for d, _ in gold) * 250, 1)},
    }


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    print("score   merged by the model              merged perfectly")
    print("        detected  typed (P, R)           detected  typed (P, R)           truce acts (P, R)   status")
    for floor, pair in figures["events"].items():
        cells = []
        for kind in ("own", "perfect"):
            d, t = pair[kind]["detected"], pair[kind]["typed"]
            cells.append(f"{d['f1']:.3f}     {t['f1']:.3f} ({t['p']:.2f}, {t['r']:.2f})     ")
        act = pair["own"]["truce_action"]
        acts = f"{act['f1']:.2f} ({act['p']:.2f}, {act['r']:.2f})"
        print(f"{floor:7} {cells[0]}{cells[1]} {acts}   {pair['own']['status']}")
    print("roles at mentions from 0.5 that found a core event")
    for role, row in figures["roles"].items():
        print(f"  {role:10} F1 {row['f1']:.3f}  P {row['p']:.2f}  R {row['r']:.2f}  all right {row['all_right']:.3f}")
    print("calibration", figures["calibration"]["error"])
    for low, n, mean, right in figures["calibration"]["reliability"]:
        print(f"  {low:.1f}  {n:4} mentions  mean score {mean:.2f}  right {right:.2f}")
    print("speed", figures["speed"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not gold_is_there():
        print("gold absent")
        return
    figures = measure(EventModel.load(args.model), args.split)
    if args.json:
        print(json.dumps(figures))
        return
    show(figures)


if __name__ == "__main__":
    main()
