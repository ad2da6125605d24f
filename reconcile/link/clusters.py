"""Groups reports of one event: candidate pairs from shared blocks, then clusters by average link (not single link)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush, nsmallest
from math import inf

NEIGHBOURS = 25
"""How many earlier reports of each block are looked at, so that time grows linearly with the size of a block."""
CANDIDATES = 30
"""How many of these a report is compared with: those with which it shares most blocks, by weight."""
WITNESSES = 8
"""How many members represent a cluster when it is compared with another."""

Score = Callable[[int, int], float]


def pair_up(blocks: Iterable[Mapping[Hashable, float]], candidates: int = CANDIDATES) -> list[tuple[int, int]]:
    """Pairs of positions to compare: each with the earlier ones whose shared blocks have the greatest weight.

    >>> pair_up([{"Homs": 1.0, "Monday": 0.5}, {"Hama": 1.0, "Monday": 0.5}, {"Homs": 1.0, "Monday": 0.5}], 1)
    [(0, 1), (0, 2)]
    """
    members: defaultdict[Hashable, deque[tuple[int, float]]] = defaultdict(lambda: deque(maxlen=NEIGHBOURS))
    pairs: list[tuple[int, int]] = []
    for position, keys in enumerate(blocks):
        shared: defaultdict[int, float] = defaultdict(float)
        for key, weight in keys.items():
            for other, its in members[key]:
                shared[other] += weight * its
            members[key].append((position, weight))
        pairs += [(other, position) for other in nsmallest(candidates, shared, key=lambda o: (-shared[o], o))]
    return sorted(pairs)


def cluster(count: int, pairs: Iterable[tuple[int, int]], score: Score, least: float, floor: float) -> list[list[int]]:
    """Clusters of positions, joined from the best score down, while their members fit one another on average.

    Two clusters join where the mean score between their members is at least `least` and no score is below `floor`; one
    that fits a single member and contradicts another is not joined.

    >>> close = {(0, 1): 2.0, (1, 2): 2.0, (0, 2): -3.0}
    >>> cluster(3, close, lambda a, b: close[min(a, b), max(a, b)], 1.0, -2.0)
    [[0, 1], [2]]
    """
    members = {position: [position] for position in range(count)}
    near: dict[int, set[int]] = {position: set() for position in range(count)}
    heap: list[tuple[float, int, int]] = []
    for a, b in pairs:
        worth = score(a, b)
        if worth >= least:
            near[a].add(b)
            near[b].add(a)
            heap.append((-worth, a, b))
    heapify(heap)
    while heap:
        worth, a, b = heappop(heap)
        if a not in members or b not in members:
            continue
        now = link(members[a], members[b], score, floor)
        if now != -worth:
            if now >= least:
                heappush(heap, (-now, a, b))
            continue
        _join(members, near, a, b)
        for c in sorted(near[a]):
            fit = link(members[a], members[c], score, floor)
            if fit >= least:
                heappush(heap, (-fit, min(a, c), max(a, c)))
    return [sorted(held) for _, held in sorted(members.items())]


def move(
    groups: Sequence[Sequence[int]], pairs: Iterable[tuple[int, int]], score: Score, least: float, floor: float
) -> list[list[int]]:
    """Move each member to another cluster where it fits better, in the order of positions; returns the clusters.

    >>> fits = {(0, 1): 1.0, (0, 2): 3.0, (1, 2): -1.0}
    >>> move([[0, 1], [2]], fits, lambda a, b: fits[min(a, b), max(a, b)], 0.0, -2.0)
    [[1], [0, 2]]
    """
    held = {number: sorted(group) for number, group in enumerate(groups)}
    home = {member: number for number, group in held.items() for member in group}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        if score(a, b) >= least:
            near[a].add(b)
            near[b].add(a)
    for member in sorted(near):
        rest = [other for other in held[home[member]] if other != member]
        own = link([member], rest, score, floor) if rest else least
        there = {home[other] for other in near[member]} - {home[member]}
        fits = [(link([member], held[number], score, floor), -number) for number in there]
        best, number = max(fits, default=(-inf, 0))
        if best > max(own, least):
            held[home[member]] = rest
            home[member] = -number
            held[-number] = sorted([*held[-number], member])
    return [group for _, group in sorted(held.items()) if group]


def _join(members: dict[int, list[int]], near: dict[int, set[int]], kept: int, gone: int) -> None:
    """Merge cluster `gone` and its neighbours into cluster `kept`."""
    members[kept] = sorted(members[kept] + members.pop(gone))
    for other in near.pop(gone):
        near[other].discard(gone)
        if other != kept:
            near[other].add(kept)
            near[kept].add(other)
    near[kept].discard(gone)


def link(one: Sequence[int], other: Sequence[int], score: Score, floor: float) -> float:
    """Mean score between the representatives of two clusters; minus infinity where a score is below `floor`."""
    scores = [score(a, b) for a in one[:WITNESSES] for b in other[:WITNESSES]]
    return -inf if min(scores) < floor else sum(scores) / len(scores)
