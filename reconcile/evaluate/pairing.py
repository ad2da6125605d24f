"""Match the reader's claims with the claims of the gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol


class Placed(Protocol):
    """A claim of the gold or of the reader: what is counted, and its span in the text."""

    @property
    def doc(self) -> str:
        """The article's id."""

    @property
    def start(self) -> int:
        """The first code point of its span."""

    @property
    def end(self) -> int:
        """The code point after the last of its span."""

    @property
    def measure(self) -> str:
        """What is counted."""


class Place(NamedTuple):
    """A measure and its span in a document, and no more."""

    doc: str
    start: int
    end: int
    measure: str


def pair(gold: Sequence[Placed], claims: Sequence[Placed], *, by_measure: bool = True) -> list[tuple[int, int]]:
    """Pairs (index in gold, index in claims) of one document whose spans overlap; each claim is in one pair at most.

    The longest overlap is paired first; among equal ones the first in the gold, then the first claim. Without
    `by_measure` spans of different measures are paired too, after all those of the same.

    >>> gold = [Place("a", 0, 11, "killed")]
    >>> pair(gold, [Place("a", 9, 11, "killed"), Place("a", 0, 5, "killed"), Place("b", 0, 11, "killed")])
    [(0, 1)]
    >>> hurt = [Place("a", 0, 11, "injured")]
    >>> pair(gold, hurt), pair(gold, hurt, by_measure=False)
    ([], [(0, 0)])
    """
    candidates = sorted(_candidates(gold, claims, by_measure), key=lambda c: (not c[0], -c[1], c[2], c[3]))
    pairs: list[tuple[int, int]] = []
    paired_gold: set[int] = set()
    paired_claims: set[int] = set()
    for _, _, i, j in candidates:
        if i not in paired_gold and j not in paired_claims:
            paired_gold.add(i)
            paired_claims.add(j)
            pairs.append((i, j))
    return pairs


def _candidates(
    gold: Sequence[Placed], claims: Sequence[Placed], by_measure: bool
) -> Iterator[tuple[bool, int, int, int]]:
    """Every overlapping pair: whether the measure is the same, how many code points they share, the two indices."""
    of_doc: dict[str, list[int]] = defaultdict(list)
    for j, claim in enumerate(claims):
        of_doc[claim.doc].append(j)
    for i, asked in enumerate(gold):
        for j in of_doc[asked.doc]:
            shared = min(asked.end, claims[j].end) - max(asked.start, claims[j].start)
            same = asked.measure == claims[j].measure
            if shared > 0 and (same or not by_measure):
                yield same, shared, i, j
