"""Which groups of one event may be the same people told by other words, and which a sentence tells of separately.

A man, a teenager and a son may be one person; a man and a teenager of one sentence are two. The words are data
(`alike` of `groups.yaml`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from reconcile.model.claim import ComparedClaim
from reconcile.model.group import Group, are_apart, lies_within, may_name_same

Pair = frozenset[Group]


@dataclass(frozen=True)
class Persons:
    """Of the groups of one event and measure, the pairs that share nobody: totals may add them."""

    separate: frozenset[Pair]

    def share_nobody(self, left: Group, right: Group) -> bool:
        """True where no person is in both groups."""
        return frozenset((left, right)) in self.separate


def tell_persons_apart(told: Mapping[Group, Sequence[ComparedClaim]]) -> Persons:
    """Find the pairs of groups that share nobody: by their kinds, or because a sentence counts them separately.

    Groups whose words may name the same people (a man, a teenager) share nobody only where a sentence tells of both.

    Args:
        told: the claims on each group of one event, measure, unit and scope.
    """
    beside = _told_beside(told)
    pairs = combinations(sorted(told), 2)
    return Persons(frozenset(frozenset(p) for p in pairs if _share_nobody(*p, told, frozenset(p) in beside)))


def _share_nobody(left: Group, right: Group, told: Mapping[Group, Sequence[ComparedClaim]], beside: bool) -> bool:
    if lies_within(left, right) or lies_within(right, left):
        return False
    alike = _may_be_in(right, told[left]) or _may_be_in(left, told[right])
    return beside or (are_apart(left, right) and not alike)


def _may_be_in(group: Group, claims: Iterable[ComparedClaim]) -> bool:
    """True where words of the claims may name people of the group."""
    return any(may_name_same(claim.group or "", group) for claim in claims)


def _told_beside(told: Mapping[Group, Sequence[ComparedClaim]]) -> frozenset[Pair]:
    """The pairs of groups that one sentence counts separately: two adults and a child."""
    sentences: dict[tuple[str, int], list[ComparedClaim]] = defaultdict(list)
    for claim in (c for claims in told.values() for c in claims):
        if claim.sentence_start is not None and not claim.part:
            sentences[claim.doc, claim.sentence_start].append(claim)
    pairs = (pair for claims in sentences.values() for pair in combinations(claims, 2))
    return frozenset(frozenset((a.counted, b.counted)) for a, b in pairs if _counts_others(a, b))


def _counts_others(left: ComparedClaim, right: ComparedClaim) -> bool:
    """True for groups known to differ, or numbers that do: 'two brothers, both students' are two people."""
    if left.counted.everyone or right.counted.everyone or left.counted == right.counted:
        return False
    return are_apart(left.counted, right.counted) or not left.interval.overlaps(right.interval)
