"""Wire copies and updates of one text are one voice.

A news flash is taken over whole by the longer dispatch that follows it, and that one by papers that cut it. What they
share is small beside the longer text and nearly all of the shorter one, so copies are told by containment
(shared word sequences over those of the shorter text), not by likeness of the whole. Why no library does this here:
docs/decisions/0010-wire-copies.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from truceline.domain.text import Report
from truceline.fuse.runs import run_hashes

SHINGLE_WORDS: Final = 5
SAMPLED: Final = 4
"""One in so many shingles is indexed (those whose hash divides): candidates at a quarter of the memory, none lost
on the 21 copies of the open newswire. Rerun bench/eval_incidents.py copies after changing it."""
CONTAINED: Final = 0.4
"""Share of the shorter text's shingles that makes two texts one voice; read off the open newswire: above it all pairs
are updates, write-throughs and rewrites of one dispatch, below it mostly serial stock-market and advisory texts."""
WINDOW_DAYS: Final = 3
_WORD: Final = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Hashes (32 bits) of every run of five words, case folded; of the whole text when it is shorter."""
    return frozenset(run_hashes(_WORD.findall(text.lower()), SHINGLE_WORDS))


class CopyIndex:
    """Reports by their word sequences; grows report by report, and the copies found do not depend on the order."""

    def __init__(self) -> None:
        self._shingles: dict[str, frozenset[int]] = {}
        self._day: dict[str, int] = {}
        self._filed: defaultdict[int, list[str]] = defaultdict(list)
        self._copies: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, report: Report) -> tuple[str, ...]:
        """File a report; returns the ids of the reports that it shares its text with."""
        if report.id in self._shingles:
            return tuple(sorted(self._copies[report.id]))
        mine, day = shingles(report.text), report.date.toordinal()
        proposals: set[str] = set()
        for shingle in mine:
            if shingle % SAMPLED == 0:
                filed = self._filed[shingle]
                proposals.update(i for i in filed if abs(self._day[i] - day) <= WINDOW_DAYS)
                filed.append(report.id)
        for other in proposals:
            theirs = self._shingles[other]
            if len(mine & theirs) >= CONTAINED * min(len(mine), len(theirs)):
                self._copies[other].add(report.id)
                self._copies[report.id].add(other)
        self._shingles[report.id], self._day[report.id] = mine, day
        return tuple(sorted(self._copies[report.id]))

    def copies(self, report_id: str) -> frozenset[str]:
        """Ids of the reports that share their text with this one, directly."""
        return frozenset(self._copies.get(report_id, ()))


def find_copies(reports: Iterable[Report]) -> dict[str, frozenset[str]]:
    """Report id → ids of the reports that are copies or updates of it (itself not among them)."""
    index = CopyIndex()
    known = []
    for report in reports:
        index.add(report)
        known.append(report.id)
    return {i: index.copies(i) for i in known}
