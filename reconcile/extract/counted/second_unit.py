"""Reads a length repeated right after it in another unit: 10 kilometres (six miles)."""

from __future__ import annotations

from reconcile.extract.counted.count import Count
from reconcile.extract.numbers.bounds import BoundReader, Quantity
from reconcile.extract.numbers.numbers import NumberReader
from reconcile.text.document import Sentence
from reconcile.text.lexicon import Lexicon


class SecondUnitReader:
    """Reads the second of two numbers that state one length."""

    def __init__(self, lexicon: Lexicon, numbers: NumberReader, bounds: BoundReader):
        self.things = lexicon.things
        self.numbers = numbers
        self.bounds = bounds

    def read(self, sentence: Sentence, figure: Count) -> tuple[float, str] | None:
        """The value and unit after a figure of length; None where there is none, or it is in the same unit."""
        if figure.measure != "distance":
            return None
        lows, i = sentence.lows, sentence.token_at(figure.end)
        i += lows[i : i + 1] == [","]
        if lows[i : i + 1] == [] or lows[i] not in self.things.unit_joins:
            return None
        quantity = self._quantity_at(sentence, i + 1)
        if quantity is None or quantity.number.best is None:
            return None
        k = quantity.number.last + (lows[quantity.number.last : quantity.number.last + 1] == ["-"])
        unit = self.things.distances.get(lows[k]) if k < len(lows) else None
        return (quantity.number.best, unit) if unit and unit != figure.unit else None

    def _quantity_at(self, sentence: Sentence, i: int) -> Quantity | None:
        """The number that begins at token `i`, with or without a hedge before it."""
        for number in self.numbers.find(sentence):
            quantity = self.bounds.read(sentence.tokens, number)
            if i in (quantity.first, number.first):
                return quantity
        return None
