"""Clusters: no chain of weak links, no dependence on order, each report compared with few others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reconcile.link.clusters import CANDIDATES, cluster, pair_up

SCORES = st.lists(st.floats(-4, 4, allow_nan=False), min_size=15, max_size=15)


def _pairs(count: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(count) for b in range(a + 1, count)]


def test_two_that_clash_are_not_joined_by_a_third() -> None:
    scores = {(0, 1): 2.0, (1, 2): 1.9, (0, 2): -9.0}
    groups = cluster(3, scores, lambda a, b: scores[min(a, b), max(a, b)], 0.0, -5.0)
    assert groups == [[0, 1], [2]]


def test_a_long_chain_does_not_become_one_event() -> None:
    groups = cluster(8, _pairs(8), lambda a, b: 2.0 if abs(a - b) == 1 else -2.0, 0.0, -5.0)
    assert max(map(len, groups)) <= 2


@given(SCORES)
def test_every_position_is_in_one_cluster(values: list[float]) -> None:
    scores = dict(zip(_pairs(6), values, strict=True))
    groups = cluster(6, scores, lambda a, b: scores[min(a, b), max(a, b)], 0.0, -3.0)
    assert sorted(member for group in groups for member in group) == list(range(6))


@given(SCORES)
def test_no_cluster_holds_a_clash(values: list[float]) -> None:
    scores = dict(zip(_pairs(6), values, strict=True))
    groups = cluster(6, scores, lambda a, b: scores[min(a, b), max(a, b)], 0.0, -3.0)
    assert all(scores[a, b] >= -3.0 for group in groups for a in group for b in group if a < b)


def test_a_crowded_block_costs_each_report_no_more_than_its_share() -> None:
    pairs = pair_up([{"Barsk": 1.0, f"word {i % 7}": 0.5} for i in range(400)])
    assert len(pairs) <= 400 * CANDIDATES
    assert all(earlier < later for earlier, later in pairs)
