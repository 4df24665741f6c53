"""Clustering of linked events: average linkage under rules that no single link can break.

Connected components over links would chain: one wrong link joins two incidents. Here two clusters merge only when
the mean weight of all pairs between them reaches the threshold, however strong the best of them is,
no pair is vetoed, and no person has said that two of them differ. Everything is a function of the component alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from truceline.fuse.judge import Pair, ordered

THRESHOLD: Final = 0.0
"""Mean weight from which two clusters are rather one incident than two."""
THIN: Final = -0.5
"""The least that a pair counts in a mean while its weight is above AGAINST: two thin mentions of one occurrence have
little in common, and that says little against it."""
AGAINST: Final = -6.0
"""Weight at or below which a pair speaks against a merge (another day, another place): it counts FLOOR at the least."""
FLOOR: Final = -3.0
"""With these three, pairs of the open newswire gain 0.04 recall over a plain floor of -1.5 at the same precision, and
one wrong link between two clusters of three that conflict otherwise joins nothing. Rerun bench.eval_incidents pairs."""
SAME_REPORT: Final = -3.0
"""Added to the weight of two events of one report, which the report tells apart: they meet in one incident only when
another report's event draws both of them strongly (a coder that counted one occurrence twice)."""
APART: Final = -8.0
"""Weight at or below which a pair keeps its clusters apart, whatever the others say."""


def components(nodes: Iterable[str], links: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Connected components, each sorted, in order of their first node."""
    parent: dict[str, str] = {n: n for n in nodes}

    def find(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in links:
        a, b = find(left), find(right)
        if a != b:
            parent[max(a, b)] = min(a, b)
    found: dict[str, list[str]] = {}
    for node in parent:
        found.setdefault(find(node), []).append(node)
    return sorted(tuple(sorted(c)) for c in found.values())


class Components:
    """Connected components that grow: nodes and links are added, never taken away."""

    def __init__(self) -> None:
        self._home: dict[str, list[str]] = {}

    def add(self, node: str) -> None:
        """A node, on its own until it is linked."""
        if node not in self._home:
            self._home[node] = [node]

    def join(self, left: str, right: str) -> None:
        """Link two nodes; either may be new."""
        self.add(left)
        self.add(right)
        a, b = self._home[left], self._home[right]
        if a is b:
            return
        if len(a) < len(b):
            a, b = b, a
        a.extend(b)
        for node in b:
            self._home[node] = a

    def with_links(self, links: Iterable[Pair]) -> Iterator[tuple[str, ...]]:
        """The components, each sorted, with further links laid over them for this call alone."""
        groups = {id(g): g for g in self._home.values()}
        over = components(
            (str(i) for i in groups), [(str(id(self._home[a])), str(id(self._home[b]))) for a, b in links]
        )
        for ids in over:
            yield tuple(sorted(n for i in ids for n in groups[int(i)]))


def _counted(weight: float) -> float:
    """What a pair of this weight counts in a mean."""
    return max(weight, FLOOR if weight <= AGAINST else THIN)


def cluster(
    nodes: tuple[str, ...], weights: Mapping[Pair, float], same: Iterable[Pair] = (), different: Iterable[Pair] = ()
) -> list[tuple[str, ...]]:
    """Split one component into incidents.

    weights: weight of each compared pair. same/different: what persons said, without contradictions among them.
    """
    starts = components(nodes, same)
    home = {ref: i for i, members in enumerate(starts) for ref in members}
    members: dict[int, tuple[str, ...]] = dict(enumerate(starts))
    sums: dict[int, dict[int, float]] = {i: {} for i in members}
    counts: dict[int, dict[int, int]] = {i: {} for i in members}
    barred: dict[int, set[int]] = {i: set() for i in members}

    for (left, right), weight in weights.items():
        i, j = home[left], home[right]
        if i == j:
            continue
        for x, y in ((i, j), (j, i)):
            sums[x][y] = sums[x].get(y, 0.0) + _counted(weight)
            counts[x][y] = counts[x].get(y, 0) + 1
        if weight <= APART:
            barred[i].add(j)
            barred[j].add(i)
    for left, right in different:
        i, j = home[left], home[right]
        if i != j:
            barred[i].add(j)
            barred[j].add(i)

    def mean(i: int, j: int) -> float:
        n_pairs = len(members[i]) * len(members[j])
        return (sums[i][j] + (n_pairs - counts[i][j]) * THIN) / n_pairs

    def entry(i: int, j: int) -> tuple[float, str, str, int, int]:
        low, high = ordered(members[i][0], members[j][0])
        return (-mean(i, j), low, high, i, j)

    heap = [entry(i, j) for i in sums for j in sums[i] if i < j and mean(i, j) >= THRESHOLD]
    heapq.heapify(heap)
    fresh = len(members)
    while heap:
        _, _, _, i, j = heapq.heappop(heap)
        if i not in members or j not in members or j in barred[i]:
            continue
        merged = tuple(sorted(members[i] + members[j]))
        new, fresh = fresh, fresh + 1
        sums[new], counts[new], barred[new] = {}, {}, set()
        for old in (i, j):
            for k, value in sums.pop(old).items():
                if k in (i, j) or k not in members:
                    continue
                sums[new][k] = sums[new].get(k, 0.0) + value
                counts[new][k] = counts[new].get(k, 0) + counts[old][k]
                sums[k].pop(old)
            for k in counts.pop(old):
                if k in counts:
                    counts[k].pop(old, None)
            for k in barred.pop(old):
                if k in (i, j) or k not in members:
                    continue
                barred[new].add(k)
                barred[k].discard(old)
                barred[k].add(new)
        del members[i], members[j]
        members[new] = merged
        for k, value in sums[new].items():
            sums[k][new] = value
            counts[k][new] = counts[new][k]
            if mean(new, k) >= THRESHOLD and k not in barred[new]:
                heapq.heappush(heap, entry(new, k))
    return sorted(members.values())
