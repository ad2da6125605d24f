"""The words of tables: labels of total rows, cells that mean 'not known', kinds of columns."""

from __future__ import annotations

from functools import lru_cache

from reconcile.language import WordFile, available, load_pack
from schemas.codes import Bound


class TableWords(WordFile):
    """`tables.yaml`; a comment there explains each field."""

    totals: frozenset[str]
    subtotals: frozenset[str]
    unknown: frozenset[str]
    zero: frozenset[str]
    places: dict[str, int]
    dates: frozenset[str]
    sources: frozenset[str]
    passed: frozenset[str]
    general: frozenset[str]
    cumulative: list[str]
    period: list[str]
    units: dict[str, list[str]]
    bounds: dict[str, Bound]
    scales: dict[str, int]

    def is_unknown(self, text: str) -> bool:
        """True for a cell that says that the number is not known."""
        return plain(text) in self.unknown

    def is_zero(self, text: str) -> bool:
        """True for a cell with a word for 0."""
        return plain(text) in self.zero

    def is_total(self, text: str) -> bool:
        """True for the label of a row that adds up others."""
        return plain(text) in self.totals or self.is_subtotal(text)

    def is_subtotal(self, text: str) -> bool:
        """True for the label of a row that adds up some of the others."""
        return any(plain(text).startswith(word) for word in self.subtotals)


def plain(text: str) -> str:
    """A cell's text in small letters, without the signs around it."""
    return text.strip(" :*.").lower()


@lru_cache(maxsize=10_000)
def labels_total(text: str) -> bool:
    """True for the label of a row that adds up others, in any language; for tables whose language is not known.

    >>> labels_total("Grand total:"), labels_total("Sous-total nord"), labels_total("Totalán")
    (True, True, False)
    """
    return any(load_pack(code).read("tables", TableWords).is_total(text) for code in available())
