"""Scores for grouping items (claims by event, articles by story): pairwise and B-cubed precision, recall and F1.

B-cubed (Bagga and Baldwin 1998) asks for every item what share of its group belongs there and what share of the items
that belong together are in its group, and averages over items. Of the usual measures only it meets all four constraints
of Amigo et al. (2009): purer groups score better, whole groups score better, a misfit is better put among other misfits
than into a clean group, and one large group slightly broken is better than many small ones wholly broken. Pairwise
figures are given too because they are widely known; in them, large groups count by the square of their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import harmonic_mean


@dataclass(frozen=True)
class Rates:
    """Precision and recall, each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are 0.

        >>> Rates(1.0, 0.5).f1
        0.6666666666666666
        """
        return harmonic_mean([self.precision, self.recall])


@dataclass(frozen=True)
class Grouping:
    """The comparison of one grouping of some items with another: counts of items and groups, and the rates."""

    name: str
    items: int
    groups: int
    given: int
    pairwise: Rates
    b_cubed: Rates


def compare_groups(name: str, gold: Mapping[str, Hashable], given: Mapping[str, Hashable]) -> Grouping:
    """Compare groups with the gold's, both as item -> group over the same items."""
    groups, found = len(set(gold.values())), len(set(given.values()))
    return Grouping(name, len(gold), groups, found, pairwise(gold, given), b_cubed(gold, given))


def b_cubed(gold: Mapping[str, Hashable], given: Mapping[str, Hashable]) -> Rates:
    """B-cubed rates of groups, both as item -> group over the same items; 0 where there are no items.

    >>> gold = {"a": 1, "b": 1, "c": 1, "d": 2}
    >>> b_cubed(gold, {"a": "x", "b": "x", "c": "y", "d": "y"})
    Rates(precision=0.75, recall=0.6666666666666666)
    """
    shared, wanted, found = _overlaps(gold, given)
    if not gold:
        return Rates(0.0, 0.0)
    precision = sum(n * n / found[theirs] for (_, theirs), n in shared.items()) / len(gold)
    recall = sum(n * n / wanted[own] for (own, _), n in shared.items()) / len(gold)
    return Rates(precision, recall)


def pairwise(gold: Mapping[str, Hashable], given: Mapping[str, Hashable]) -> Rates:
    """Precision: the share of pairs put together that belong together; recall: the share of those that were.

    Where there is no such pair, the rate is 1.

    >>> pairwise({"a": 1, "b": 1, "c": 1, "d": 2}, {"a": "x", "b": "x", "c": "y", "d": "y"})
    Rates(precision=0.5, recall=0.3333333333333333)
    """
    shared, wanted, found = _overlaps(gold, given)
    right = _pairs(shared.values())
    return Rates(_share(right, _pairs(found.values())), _share(right, _pairs(wanted.values())))


def _overlaps(
    gold: Mapping[str, Hashable], given: Mapping[str, Hashable]
) -> tuple[Counter[tuple[Hashable, Hashable]], Counter[Hashable], Counter[Hashable]]:
    """How many items two groups share, and how many items each group has."""
    shared = Counter((gold[item], given[item]) for item in gold)
    return shared, Counter(gold.values()), Counter(given[item] for item in gold)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
