"""Occurrences that we read in the open newswire: bench/incident_clusters.jsonl.

Each line is a batch of coded events that one reader saw together, as [report, trigger start, trigger end], with the
occurrences among them (numbers of the batch's events), and ``void`` ones that tell of nothing political. Events of one
batch that stand in no occurrence together are different ones; of two batches nothing is known. ``sure`` is false where
a careful reader could decide otherwise. ``pairs`` holds what a second reader said of pairs on which the first and the
machine differed most.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from truceline.domain.coded import CodedReport
from truceline.domain.events import Event

CLUSTERS = Path(__file__).parent / "incident_clusters.jsonl"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two coded events that a reader saw together."""

    left: str
    right: str
    """``Event.ref``, left < right."""
    same: bool
    sure: bool
    batch: int


@dataclass(frozen=True, slots=True)
class Read:
    """One batch over coded events: of each event that the coder found, its occurrence, or None for one of its own."""

    batch: int
    home: dict[str, str | None]
    unsure: frozenset[str]
    """Occurrences on which a reader may differ."""
    again: dict[tuple[str, str], tuple[bool, bool]]
    """Pair to (same, sure) by the second reader."""

    def pairs(self) -> Iterator[LabelledPair]:
        """All pairs of the batch."""
        for left, right in combinations(sorted(self.home), 2):
            a, b = self.home[left], self.home[right]
            same = a is not None and a == b
            sure = a not in self.unsure and b not in self.unsure
            if (left, right) in self.again:
                told, certain = self.again[left, right]
                same, sure = told, certain and (sure or told == same)
            yield LabelledPair(left, right, same, sure, self.batch)


def read_batches(coded: Sequence[CodedReport]) -> list[Read]:
    """The batches, over events whose triggers overlap those that were read; of several the first."""
    by_report: dict[str, list[Event]] = defaultdict(list)
    for one in coded:
        by_report[one.report.report_id].extend(one.events)
    out = []
    for line in CLUSTERS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        ref: dict[int, str] = {}
        for number, (report, start, end) in enumerate(row["events"]):
            found = next(
                (e for e in by_report[report] if e.trigger.start < end and start < e.trigger.end), None
            )
            if found is not None and number not in row["void"] and found.ref not in ref.values():
                ref[number] = found.ref
        home: dict[str, str | None] = dict.fromkeys(ref.values())
        unsure = set()
        for incident in row["incidents"]:
            name = f"{row['batch']}:{incident['slug']}"
            home |= {ref[n]: name for n in incident["members"] if n in ref}
            if not incident["sure"]:
                unsure.add(name)
        again = {}
        for a, b, same, sure in row.get("pairs", ()):
            if a in ref and b in ref:
                again[min(ref[a], ref[b]), max(ref[a], ref[b])] = (same, sure)
        out.append(Read(row["batch"], home, frozenset(unsure), again))
    return out
