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

THRESHOLD: Final = -0.5
"""Mean weight from which two clusters are taken for one incident: just below even odds, where F1 of pairs is best."""
THIN: Final = -0.5
"""The least that a pair counts in a mean while its weight is above AGAINST: two thin mentions of one occurrence have
little in common, and that says little against it."""
AGAINST: Final = -4.0
"""Weight at or below which a pair speaks against a merge (another day, another place): it counts FLOOR at the least."""
FLOOR: Final = -3.0
"""With these, pairs of the read batches of the open newswire have, held out, P 0.68, R 0.45 and B-cubed F1 0.903; with
a threshold of 0 P 0.78, R 0.32 and 0.901, with -1 P 0.59, R 0.47 and 0.897. One wrong link between two clusters of
three that conflict otherwise joins nothing. Rerun bench.fit_incidents."""
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
        self._sorted: dict[str, tuple[str, ...]] = {}
        """First node of a component's list → the component, sorted; what has changed since is missing."""

    def add(self, node: str) -> None:
        """A node, on its own until it is linked."""
        if node not in self._home:
            self._home[node] = [node]
            self._sorted[node] = (node,)

    def joined(self, left: str, right: str) -> bool:
        """Whether two nodes are in one component by now; a node that is not here is in none."""
        home = self._home.get(left)
        return home is not None and home is self._home.get(right)

    def join(self, left: str, right: str) -> None:
        """Link two nodes; either may be new."""
        self.add(left)
        self.add(right)
        a, b = self._home[left], self._home[right]
        if a is b:
            return
        if len(a) < len(b):
            a, b = b, a
        self._sorted.pop(b[0], None)
        self._sorted.pop(a[0], None)
        a.extend(b)
        for node in b:
            self._home[node] = a

    def _component(self, node: str) -> tuple[str, ...]:
        members = self._home[node]
        found = self._sorted.get(members[0])
        if found is None:
            found = self._sorted[members[0]] = tuple(sorted(members))
        return found

    def with_links(self, links: Iterable[Pair]) -> Iterator[tuple[str, ...]]:
        """The components, each sorted, with further links laid over them for this call alone."""
        pairs = [(self._home[a][0], self._home[b][0]) for a, b in links]
        laid_over = {name for pair in pairs for name in pair}
        for node, members in self._home.items():
            if members[0] == node and node not in laid_over:
                yield self._component(node)
        for names in components(sorted(laid_over), pairs):
            yield tuple(sorted(n for name in names for n in self._component(name)))


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
    # Who may not meet whom, as bits of the first clusters: one merge is then two additions.
    inside = {i: 1 << i for i in members}
    barred = dict.fromkeys(members, 0)
    for left, right in (*different, *(pair for pair, weight in weights.items() if weight <= APART)):
        i, j = home[left], home[right]
        if i != j:
            barred[i] |= 1 << j
            barred[j] |= 1 << i
    sums: dict[int, dict[int, float]] = {i: {} for i in members}
    counts: dict[int, dict[int, int]] = {i: {} for i in members}
    for (left, right), weight in weights.items():
        i, j = home[left], home[right]
        if i == j or barred[i] >> j & 1:
            continue
        for x, y in ((i, j), (j, i)):
            sums[x][y] = sums[x].get(y, 0.0) + _counted(weight)
            counts[x][y] = counts[x].get(y, 0) + 1

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
        if i not in members or j not in members:
            continue
        new, fresh = fresh, fresh + 1
        members[new] = tuple(sorted(members.pop(i) + members.pop(j)))
        inside[new], barred[new] = inside[i] | inside[j], barred[i] | barred[j]
        sums[new], counts[new] = {}, {}
        for old in (i, j):
            held, n_held = sums.pop(old), counts.pop(old)
            for k, value in held.items():
                if k not in members:
                    continue
                sums[k].pop(old)
                counts[k].pop(old)
                if not barred[new] & inside[k]:
                    sums[new][k] = sums[new].get(k, 0.0) + value
                    counts[new][k] = counts[new].get(k, 0) + n_held[k]
        for k, value in sums[new].items():
            sums[k][new] = value
            counts[k][new] = counts[new][k]
            if mean(new, k) >= THRESHOLD:
                heapq.heappush(heap, entry(new, k))
    return sorted(members.values())
