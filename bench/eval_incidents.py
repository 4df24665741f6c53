"""Incidents measured: pairs read by hand, gold clusters, copies, and the clock.

    python -m bench.eval_incidents pairs [--errors] [--alone] [--coded FILE]   labelled pairs over the open newswire
    python -m bench.eval_incidents clusters [--coded FILE]           occurrences read in batches of the open newswire
    python -m bench.eval_incidents gold                              gold clusters of train and dev, oracle events
    python -m bench.eval_incidents copies                            wire copies on the open newswire
    python -m bench.eval_incidents scale [N]                         N coded reports (10,000) by shifting the newswire

bench/incident_pairs.jsonl holds report ids, days and spans of 244 pairs, no text. 194 were drawn from events that the
corridor's rules read in the newswire: by bands of the comparison's weight, and force told in one country within days
with words in common. Each was read in its sentences; pairs that are no politics, or that a reader cannot decide, were
left out. 50 were drawn later, by type, from links that the machine had made with a probability below 0.99, and read
likewise. ``incident`` is the slug of the occurrence where the pair is one. They are harder than life, and say little of
how often the machine joins what has little in common; that the batches say, which hold all that was coded, as it comes
(bench/incident_labels.py).
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.docs import load_documents, load_reports
from bench.figures import b_cubed, harmonic, prf, share
from bench.gold import gold_is_there
from bench.incident_labels import Read, read_batches
from truceline.domain.coded import CodedReport
from truceline.domain.events import Event, EventDate, Incident
from truceline.domain.text import Report
from truceline.fuse.assemble import Placing, fuse
from truceline.fuse.compare import compare
from truceline.fuse.copies import find_copies
from truceline.fuse.features import features
from truceline.resources.actors import ActorRegistry
from truceline.run.record import read_coded
from truceline.store import Store

PAIRS = Path(__file__).parent / "incident_pairs.jsonl"
CACHE = Path(__file__).parent.parent / ".cache"


def labelled_pairs() -> list[dict[str, Any]]:
    """The labelled pairs."""
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf8").splitlines()]


def coded_newswire(only: set[str] | None = None, path: Path | None = None) -> list[CodedReport]:
    """The open newswire, or the named reports of it, coded by the corridor; from a database or pickle where one is
    named."""
    if path is not None and path.suffix == ".db":
        with Store.open(str(path), create=False, read_only=True) as store:
            return list(read_coded(store))
    if path is not None:
        found: list[CodedReport] = pickle.loads(path.read_bytes())
        return found
    from truceline.coder import Resources, code_document

    resources = Resources.load()
    return [code_document(d, resources) for d in load_documents("corpus", only=only)]


def event_at(coded: CodedReport, side: dict[str, Any]) -> Event | None:
    """The coded event that stands for a labelled mention: at its trigger, else nearest to it in its sentences."""

    def closeness(event: Event) -> tuple[int, int]:
        start, end = side["trigger"]
        at_trigger = min(event.trigger.end, end) > max(event.trigger.start, start)
        shared = sum(max(0, min(s.end, e) - max(s.start, b)) for s in event.evidence for b, e in side["evidence"][:1])
        return (2 if at_trigger else 1 if shared else 0, -abs(event.trigger.start - start))

    best = max(coded.events, key=closeness, default=None)
    return best if best is not None and closeness(best)[0] else None


def homes(incidents: Iterable[Incident]) -> dict[str, str]:
    """``Event.ref`` → id of its incident."""
    return {ref: i.id for i in incidents for ref in i.events}


def pair_reports() -> set[str]:
    """Ids of the reports that labelled pairs stand in."""
    return {side["report"] for pair in labelled_pairs() for side in (pair["left"], pair["right"])}


@dataclass(frozen=True, slots=True)
class PairScores:
    """Labelled pairs over coded events: precision, recall and F1 of pairs and B-cubed."""

    pairs: tuple[float, float, float]
    b_cubed: tuple[float, float, float]
    n_right: int
    n_same: int
    n_pairs: int
    n_lost: int
    """Pairs of which the coder has no event for one side."""
    n_mentions: int
    errors: tuple[str, ...]


def score_pairs(coded: Sequence[CodedReport]) -> PairScores:
    """Fuse the coded reports and look the labelled pairs up in the incidents."""
    pairs = labelled_pairs()
    by_id = {c.report.report_id: c for c in coded}
    home = homes(fuse(coded, (), ActorRegistry.load()))
    n_right = n_said = n_true = n_lost = 0
    items: dict[str, str] = {}
    at: dict[str, str] = {}
    errors = []
    for pair in pairs:
        found = []
        for side in (pair["left"], pair["right"]):
            report = by_id.get(side["report"])
            event = event_at(report, side) if report else None
            found.append((event, report))
            item = f"{side['report']}:{side['trigger'][0]}"
            if side["incident"] or item not in items:
                items[item] = side["incident"] or item
            at[item] = home[event.ref] if event else item
        (left, left_report), (right, right_report) = found
        said = bool(left and right and home[left.ref] == home[right.ref])
        n_lost += not (left and right)
        n_right += said and pair["same"]
        n_said += said
        n_true += pair["same"]
        if said != pair["same"]:
            lines = [f"\n{pair['id']} {'missed' if pair['same'] else 'joined'}", *(describe(e, r) for e, r in found)]
            if left and right and left_report and right_report:
                outcome = compare(features(left, left_report.report), features(right, right_report.report))
                lines.append("; ".join((f"   {outcome.weight:+.1f}", *outcome.reasons)))
            errors.append("\n".join(lines))
    figures = prf(n_right, n_said, n_true)
    return PairScores(figures, b_cubed(at, items), n_right, n_true, len(pairs), n_lost, len(items), tuple(errors))


def eval_pairs(path: Path | None, show_errors: bool, alone: bool) -> None:
    """Labelled pairs over coded events. alone: code and fuse only the reports that the pairs stand in."""
    scores = score_pairs(coded_newswire(pair_reports() if alone else None, path))
    if show_errors:
        print(*scores.errors, sep="\n")
    counts = f"({scores.n_right} right, {scores.n_same} same of {scores.n_pairs}, {scores.n_lost} not coded)"
    for name, (p, r, f), more in (
        ("pairs", scores.pairs, counts), ("B-cubed", scores.b_cubed, f"over {scores.n_mentions} mentions"),
    ):  # fmt: skip
        print(f"{name:9} P {p:.3f}  R {r:.3f}  F1 {f:.3f}   {more}")


@dataclass(frozen=True, slots=True)
class ClusterScores:
    """Incidents against the occurrences of read batches: counts of pairs across reports, B-cubed sums over events."""

    n_right: int = 0
    n_said: int = 0
    n_same: int = 0
    precision: float = 0.0
    recall: float = 0.0
    n_events: int = 0

    def __add__(self, other: ClusterScores) -> ClusterScores:
        """Of both together."""
        return ClusterScores(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def pairs(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of pairs of events of two reports."""
        return prf(self.n_right, self.n_said, self.n_same)

    @property
    def b_cubed(self) -> tuple[float, float, float]:
        """B-cubed precision, recall and F1, within batches."""
        p, r = share(self.precision, self.n_events), share(self.recall, self.n_events)
        return p, r, harmonic(p, r)

    def __str__(self) -> str:
        figures = (f"{name} P {p:.3f} R {r:.3f} F1 {f:.3f}" for name, (p, r, f) in
                   (("pairs", self.pairs), ("B-cubed", self.b_cubed)))  # fmt: skip
        return f"{'; '.join(figures)}; {self.n_same} pairs of one occurrence, {self.n_events} events"


def score_clusters(coded: Sequence[CodedReport], batches: Sequence[Read]) -> ClusterScores:
    """Fuse the coded reports and look the read events up in the incidents."""
    home = homes(fuse(coded, (), ActorRegistry.load()))
    report = {e.ref: c.report.id for c in coded for e in c.events}
    total = ClusterScores()
    for batch in batches:
        if not batch.home:
            continue
        right = said = same = 0
        for pair in batch.pairs():
            if report[pair.left] != report[pair.right]:
                together = home[pair.left] == home[pair.right]
                right, said, same = right + (together and pair.same), said + together, same + pair.same
        gold = {ref: name or ref for ref, name in batch.home.items()}
        p, r, _ = b_cubed({ref: home[ref] for ref in gold}, gold)
        total += ClusterScores(right, said, same, p * len(gold), r * len(gold), len(gold))
    return total


def describe(event: Event | None, coded: CodedReport | None) -> str:
    """One line for an event beside its sentence."""
    if event is None or coded is None:
        return "   (no event)"
    who = ", ".join(e.name for e in event.actors)
    whom = ", ".join(e.name for e in event.recipients)
    day = f"{event.date.start}..{event.date.end}" if event.date else "undated"
    words = " ".join(event.evidence[0].of(coded.report.text).split())[:230]
    place = f"{event.place.name}/{event.place.precision}" if event.place else "-"
    trigger = event.trigger.of(coded.report.text)
    what = f"{event.type} {event.mode or ''} [{who} > {whom}]"
    return f"   {coded.report.report_id} {what} {day} {place} [{trigger}] {words}"


def eval_gold() -> None:
    """Gold clusters that span reports, oracle events. Clusters are kept loosely, so that precision says little."""
    from bench.oracle import gold_coded

    registry = ActorRegistry.load()
    both = gold_coded("train", registry) + gold_coded("dev", registry)
    incidents = fuse([c for c, _ in both], (), registry)
    home = homes(incidents)
    slug = {e.ref: row.get("cluster") or e.ref for c, rows in both for e, row in zip(c.events, rows, strict=True)}
    groups = defaultdict(list)
    for ref, name in slug.items():
        groups[name].append(ref)
    wide = {n: refs for n, refs in groups.items() if len({r.split("#")[0] for r in refs}) > 1}
    same = [
        (a, b) for refs in wide.values() for a, b in combinations(sorted(refs), 2) if a.split("#")[0] != b.split("#")[0]
    ]
    n_right = sum(home[a] == home[b] for a, b in same)
    joined = sum(1 for i in incidents for a, b in combinations(i.events, 2) if slug[a] != slug[b])
    share = n_right / len(same)
    print(f"gold clusters across reports: {n_right} of {len(same)} pairs joined = {share:.3f}")
    print(f"{joined} pairs joined across slugs")
    gold = {ref: slug[ref] for refs in wide.values() for ref in refs}
    p, r, f = b_cubed({k: home[k] for k in gold}, gold)
    print(f"B-cubed over clusters that span reports: P {p:.3f}  R {r:.3f}  F1 {f:.3f}")


def eval_copies() -> None:
    """Copies that the sampled index finds against exact containment, and the clock."""
    from truceline.fuse.copies import CONTAINED, WINDOW_DAYS, shingles

    reports = load_reports("corpus")
    marks = [shingles(r.text) for r in reports]
    filed = defaultdict(list)
    for i, found in enumerate(marks):
        for shingle in found:
            filed[shingle].append(i)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for holders in filed.values():
        for a, b in combinations(holders, 2):
            if abs((reports[a].date - reports[b].date).days) <= WINDOW_DAYS:
                shared[a, b] += 1
    truth = {p for p, n in shared.items() if n >= CONTAINED * min(len(marks[p[0]]), len(marks[p[1]]))}
    start = time.perf_counter()
    copies = find_copies(reports)
    seconds = time.perf_counter() - start
    index = {r.id: i for i, r in enumerate(reports)}
    found_pairs = {tuple(sorted((index[a], index[b]))) for a, others in copies.items() for b in others}
    print(f"copies: {len(found_pairs & truth)} of {len(truth)} pairs, {len(found_pairs - truth)} false")
    print(f"{seconds:.2f} s for {len(reports)} reports")


def shifted(coded: CodedReport, days: int) -> CodedReport:
    """The same coded report, so many days later: another report with other ids."""
    report = coded.report
    by = timedelta(days=days)
    name = f"{report.report_id}+{days}"
    new = Report(report.date + by, f"{report.text} {days}", report.title, report.outlet, source_id=name)

    def moved(event: Event) -> Event:
        day = EventDate(event.date.start + by, event.date.end + by, event.date.precision) if event.date else None
        return replace(event, report_id=new.id, date=day, id="")

    return CodedReport(new, tuple(moved(e) for e in coded.events))


def eval_scale(n_reports: int, path: Path | None) -> None:
    """Fuse many reports on one core, then place 500 more."""
    coded = coded_newswire(None, path)
    many = [shifted(c, 400 * k) for k in range(n_reports // len(coded) + 2) for c in coded][: n_reports + 500]
    n_events = sum(len(c.events) for c in many[:n_reports])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    placing = Placing(ActorRegistry.load())
    placing.add(many[:n_reports])
    incidents = placing.incidents()
    first = time.process_time() - start
    start = time.process_time()
    placing.add(many[n_reports:])
    placing.incidents()
    more = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n_reports} reports, {n_events} events: {len(incidents)} incidents in {first:.1f} CPU s")
    print(f"500 more in {more:.1f} CPU s")
    print(f"peak memory {peak:.0f} MB ({before:.0f} MB with the coded reports loaded)")


def main() -> None:
    """Run one measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pairs", "clusters", "gold", "copies", "scale"))
    parser.add_argument("n", type=int, nargs="?", default=10_000)
    parser.add_argument("--errors", action="store_true", help="pairs: those that went wrong")
    parser.add_argument("--alone", action="store_true", help="pairs: only the reports that they stand in")
    parser.add_argument("--coded", type=Path, help="a database or pickle of coded reports, not coded anew")
    args = parser.parse_args()
    if not gold_is_there():
        print("The open sets are absent (../shared): nothing to measure.")
        return
    if args.what == "pairs":
        eval_pairs(args.coded, args.errors, args.alone)
    elif args.what == "clusters":
        coded = coded_newswire(None, args.coded)
        print(score_clusters(coded, read_batches(coded)))
    elif args.what == "gold":
        eval_gold()
    elif args.what == "copies":
        eval_copies()
    else:
        eval_scale(args.n, args.coded)


if __name__ == "__main__":
    main()
