"""Finds the numbers and persons of a text that no claim contains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reconcile.extract.counted.count import Count, Seen
from reconcile.extract.counted.noun_phrase import NounPhrase, PhraseReader
from reconcile.extract.counted.one import PersonReader
from reconcile.extract.numbers.bounds import Quantity
from reconcile.extract.numbers.numbers import Number
from reconcile.text.document import Document, Sentence, Token, word_at
from reconcile.text.lexicon import Noun
from schemas.codes import UnreadKind

PERSONS = frozenset({"person", "combatant", "kin", "counted"})
SURE = frozenset({"date", "year", "clock", "money", "address", "calibre", "score"})
"""What a number may be set aside as without a doubt: such a number is never a candidate."""
NEAR = 3
"""Most words between a verb of harm and a noun that the lexicon does not have."""
LONGEST = 6
"""Most words of a person's noun phrase."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number or a person at tokens[first:last] of a sentence that no claim contains.

    `other` says what the reader took a number for (age, date ...); None where no rule applied. `phrase` is the noun
    phrase after the number, or the person's own.
    """

    kind: UnreadKind
    sentence: Sentence
    quantity: Quantity
    other: str | None
    phrase: NounPhrase

    @property
    def first(self) -> int:
        """The first token of the quote."""
        return self.quantity.first

    @property
    def last(self) -> int:
        """The token after the quote."""
        return self.phrase.last if self.kind is UnreadKind.PERSON else self.quantity.last

    @property
    def start(self) -> int:
        """The first code point of the quote."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """The code point after the quote."""
        return self.sentence.tokens[self.last - 1].end

    @property
    def noun(self) -> Noun | None:
        """The noun that is counted, where the lexicon has it."""
        return self.phrase.noun


class CandidateFinder:
    """Finds what is left over in a document once its counts are known."""

    def __init__(self, phrases: PhraseReader, persons: PersonReader):
        self.phrases = phrases
        self.persons = persons
        lexicon = phrases.lexicon
        self.further = lexicon.another | lexicon.others
        self.openers = lexicon.articles | lexicon.another | lexicon.possessives
        self.definite = lexicon.definite
        ones = (word for word, noun in lexicon.nouns.items() if noun.kind in PERSONS and not noun.plural)
        self.ones = frozenset(part for word in ones for part in word.split("-"))
        self.joints = lexicon.conjunctions | frozenset(",:-|&/")

    def find(self, document: Document, counts: Sequence[Count], seen: Iterable[Seen]) -> list[Candidate]:
        """The candidates of a document in the order of its text.

        Args:
            document: the text.
            counts: its counts, as read.
            seen: the numbers that were looked at.
        """
        spans = _by_sentence(counts)
        of_sentence: dict[int, list[Seen]] = {}
        for number in seen:
            of_sentence.setdefault(number.sentence.index, []).append(number)
        found: list[Candidate] = []
        for sentence in document.sentences:
            numbers, claimed = of_sentence.get(sentence.index, []), spans.get(sentence.index, [])
            harmed = not sentence.words.isdisjoint(self.persons.telling)
            opened = frozenset(n.quantity.number.first for n in numbers)
            found += self._numbers(numbers, claimed, opened)
            if harmed:
                found += self._persons(sentence, [*claimed, *((n.start, n.end) for n in numbers)], opened)
        return sorted(found, key=lambda candidate: (candidate.start, candidate.end))

    def _numbers(
        self, numbers: Sequence[Seen], spans: Sequence[tuple[int, int]], opened: frozenset[int]
    ) -> Iterator[Candidate]:
        for seen in numbers:
            known = seen.other in SURE or seen.quantity.number.kind == "article"
            if known or _overlaps(seen.start, seen.end, spans) or self._is_second(seen, spans):
                continue
            phrase = self.phrases.read(seen.sentence.tokens, seen.quantity.last, opened)
            yield Candidate(UnreadKind.NUMBER, seen.sentence, seen.quantity, seen.other, phrase)

    # 10 kilometres (SIX miles): a part of the claim before it
    def _is_second(self, seen: Seen, spans: Sequence[tuple[int, int]]) -> bool:
        """True for a length that repeats a claim in another unit."""
        things, tokens, first = self.persons.lexicon.things, seen.sentence.tokens, seen.quantity.first
        joined = (
            word_at(tokens, first - 1) in things.unit_joins and word_at(tokens, seen.quantity.last) in things.distances
        )
        return joined and any(tokens[first - 2].start < end <= tokens[first - 2].end for _, end in spans)

    def _persons(
        self, sentence: Sentence, taken: Sequence[tuple[int, int]], numbers: frozenset[int]
    ) -> Iterator[Candidate]:
        """A nurse, his wife, another, the fourth; in a heading and after a comma also a noun without an article."""
        tokens, behind = sentence.tokens, 0
        for i in self._openings(sentence):
            phrase = self._opened(sentence, i, numbers) if i >= behind and i + 1 not in numbers else None
            if phrase is None or _overlaps(tokens[i].start, tokens[phrase.last - 1].end, taken):
                continue
            number = Number(i, phrase.last, 1, 1, 1, "cardinal")
            quantity = Quantity(number, i, phrase.last, 1, 1, 1, "exact", "")
            yield Candidate(UnreadKind.PERSON, sentence, quantity, None, phrase)
            behind = phrase.last

    def _openings(self, sentence: Sentence) -> list[int]:
        """The tokens at which a person may begin: an article, a noun after a comma, in a heading any word."""
        if sentence.heading or sentence.index == 0:
            return [token.index for token in sentence.tokens if token.low[0].isalnum()]
        lows = sentence.lows
        return [
            i
            for i, low in enumerate(lows)
            if low in self.openers
            or low in self.definite
            or (low in self.ones and (not i or lows[i - 1] in self.joints))
        ]

    def _opened(self, sentence: Sentence, i: int, numbers: frozenset[int]) -> NounPhrase | None:
        tokens, word = sentence.tokens, sentence.tokens[i].low
        definite = word in self.definite
        if word not in self.openers and not definite:
            return self._bare(sentence, i, numbers)
        if word_at(tokens, i + 1) in self.further or word_at(tokens, i + 1) in self.persons.ordinals:
            phrase = self.phrases.read(tokens, i + 2, numbers - {i, i + 1})
            return phrase if self._is_one(phrase) else NounPhrase(i, i + 2)
        first = self._over_age(tokens, i + 1)
        if self.ones.isdisjoint(sentence.lows[first : first + LONGEST]) and (
            definite or not self._is_beside_harm(tokens, i, first + LONGEST)
        ):
            return NounPhrase(i, i + 1) if word in self.persons.lexicon.another else None
        phrase = self.phrases.read(tokens, first, numbers - {i, i + 1, first})
        if word in self.persons.lexicon.another and phrase.head is None:
            return NounPhrase(i, i + 1)
        unknown = phrase.head is not None and phrase.noun is None and phrase.inside is None
        beside = unknown and phrase.last - i <= LONGEST and self._is_beside_harm(tokens, i, phrase.last)
        return phrase if beside or self._is_one(phrase) else None

    def _is_beside_harm(self, tokens: list[Token], i: int, j: int) -> bool:
        """True where a word of harm is near the tokens[i:j], whose noun the lexicon does not have, or among them."""
        return any(token.low in self.persons.harms for token in tokens[max(0, i - NEAR) : j + NEAR])

    def _bare(self, sentence: Sentence, i: int, numbers: frozenset[int]) -> NounPhrase | None:
        """A person without an article: Teen hit; man, woman and boy wounded; friend arrested."""
        tokens = sentence.tokens
        if self.ones.isdisjoint(sentence.lows[i : i + LONGEST]) or tokens[i].low in self.persons.lexicon.stops:
            return None
        first = self._over_age(tokens, i)
        phrase = self.phrases.read(tokens, first, numbers - {i, first})
        return phrase if self._is_one(phrase) and phrase.last - i <= LONGEST else None

    def _over_age(self, tokens: list[Token], i: int) -> int:
        """The token after 'N-year-old', else i."""
        return self.persons.over_age(tokens, i)[0]

    def _is_one(self, phrase: NounPhrase) -> bool:
        noun = phrase.noun
        return phrase.head is not None and noun is not None and not noun.plural and noun.kind in PERSONS


def _by_sentence(counts: Iterable[Count]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for count in counts:
        found.setdefault(count.sentence, []).append((count.start, count.end))
    return found


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in spans)
