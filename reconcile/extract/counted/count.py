"""A count as extracted, and the sentence in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reconcile.extract.counted.noun_phrase import NounPhrase, names_people
from reconcile.extract.numbers.bounds import Quantity
from reconcile.text.document import Sentence, Token, word_at
from reconcile.text.lexicon import Lexicon
from schemas.codes import Bound, Measure, Role

Kind = Literal["person", "unit"] | Measure
"""People, a length or a spell, or the measure of a thing."""


@dataclass(frozen=True, slots=True)
class Count:
    """One count in a sentence: what is counted, how many, and the rule and words that say so.

    `start` and `end` are code points of the article. `whole` is the start of the count that this one is a part of, or
    completes; `added_to` is the start of the one that it adds to; `place` is where its own place is named (11 in RIZE).
    `besides` marks others than people named before (four OTHERS), `share` some of people named before (two OF THE
    victims, four are CRITICAL).
    """

    sentence: int
    start: int
    end: int
    measure: Measure
    quantity: Quantity
    unit: str
    group: str | None
    rule: str
    words: str
    kind: Kind = "person"
    implicit: bool = False
    role: Role = Role.WHOLE
    whole: int | None = None
    added_to: int | None = None
    place: tuple[int, int] | None = None
    besides: bool = False
    share: bool = False

    @property
    def bound(self) -> Bound:
        """The bound that its words set."""
        return Bound(self.quantity.bound)


@dataclass(frozen=True, slots=True)
class Seen:
    """A number that was looked at. `other` says what it is where it is no figure: an age, a date, money ..."""

    sentence: Sentence
    quantity: Quantity
    other: str | None

    @property
    def start(self) -> int:
        """The first code point of the number."""
        return self.sentence.tokens[self.quantity.number.first].start

    @property
    def end(self) -> int:
        """The code point after the number."""
        return self.sentence.tokens[self.quantity.number.last - 1].end


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence being read: the tokens at which numbers begin, its counts so far, and those of earlier sentences."""

    sentence: Sentence
    starts: frozenset[int]
    found: list[Count]
    earlier: list[Count]

    @property
    def tokens(self) -> list[Token]:
        """The sentence's tokens."""
        return self.sentence.tokens

    def word(self, i: int) -> str:
        """The word at token i; empty outside the sentence."""
        return word_at(self.sentence.tokens, i)

    def words(self, first: int, last: int) -> str:
        """The words of tokens[first:last]."""
        return " ".join(t.low for t in self.sentence.tokens[max(0, first) : max(0, last)])

    def definite_before(self, lexicon: Lexicon, first: int) -> int:
        """The token of the article in 'the other three' and 'les trois autres', where the number begins at `first`."""
        return first - 2 if self.word(first - 2) in lexicon.definite else first - 1

    def recent(self, reach: int) -> list[Count]:
        """The counts before this one, the nearest last: the last `reach` of earlier sentences and all of this one."""
        return [*self.earlier[-reach:], *self.found]

    @property
    def whole(self) -> Count | None:
        """The total that 'including six' or 'four of them' refers to: the last count of people that is not a part."""
        return self.whole_before(self.sentence.end)

    def whole_before(self, start: int) -> Count | None:
        """The same for a part that begins at an offset of the article."""
        people = [f for f in self.recent(4) if f.kind == "person" and f.whole is None and f.start < start]
        return people[-1] if people else None

    def count(
        self,
        quantity: Quantity,
        measure: Measure,
        unit: str,
        rule: str,
        words: str = "",
        kind: Kind = "person",
        last: int = 0,
    ) -> Count:
        """A count in this sentence; its quote ends with the quantity, or with its unit at tokens[last - 1]."""
        tokens = self.sentence.tokens
        start, end = tokens[quantity.first].start, tokens[max(last, quantity.last) - 1].end
        if measure.whole:
            quantity = quantity.in_whole_things()
        return Count(self.sentence.index, start, end, measure, quantity, unit, None, rule, words, kind)

    def person(
        self,
        lexicon: Lexicon,
        quantity: Quantity,
        phrase: NounPhrase,
        measure: Measure,
        rule: str,
        words: str = "",
        whole: Count | None = None,
    ) -> Count:
        """A count of people, with the group that the phrase names, else its whole's."""
        noun = phrase.noun
        unit = noun.name if noun and noun.kind == "collective" else "person"
        group = self._group(lexicon, phrase) or (whole.group if whole else None)
        figure = self.count(quantity, measure, unit, rule, words)
        return replace(figure, group=group, whole=whole.start if whole else None)

    def _group(self, lexicon: Lexicon, phrase: NounPhrase) -> str | None:
        """The head words: 'government troops', 'civilian' of 12 civilian deaths; None beside a word of harm alone."""
        noun, head = phrase.noun, phrase.head
        if head is None:
            return None
        tokens, first = self.sentence.tokens, phrase.start_of_group
        if noun and noun.kind == "counted" and noun.name not in lexicon.measures.group_nouns:
            if head == first or not names_people(lexicon, tokens[head - 1].low):
                return None
            head -= 1
        while first < head and (tokens[first].low in lexicon.others or tokens[first].low in lexicon.adjectives):
            first += 1
        return self.sentence.document.words(tokens[first].start, tokens[head].end)
