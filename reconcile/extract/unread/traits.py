"""Describes what stands around a candidate: its traits, which `likelihood` weighs, and the measure it may count.

A trait is a short text: 'harm: within 3', 'noun: person', 'near: shot'. Traits of classes hold for every
language, those of words (`WORDS`) for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconcile.extract.counted.count import Count
from reconcile.extract.unread.candidates import Candidate
from reconcile.text.document import Sentence, word_at
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure, UnreadKind

WORDS = ("before", "after", "near", "counts")
"""Traits of single words: the word before, after or near the candidate, and the noun that it would count."""
AROUND = 6
"""Words on each side that are near."""
FAR = 30
"""Words beyond which a word of harm says nothing about a candidate."""
ENDS = frozenset(";.:!?")
MEANT: dict[str, Measure] = {
    "person": Measure.AFFECTED,
    "kin": Measure.AFFECTED,
    "collective": Measure.AFFECTED,
    "combatant": Measure.FIGHTERS,
}
"""The measure of people, by the kind of their noun, where no word of harm says what happened to them."""


@dataclass(frozen=True, slots=True)
class Harm:
    """A word of harm at a token, and the measure that it states."""

    at: int
    measure: Measure
    kind: str


class Names:
    """One language's words of harm, and the name under which the forms of a word are one trait."""

    def __init__(self, lexicon: Lexicon):
        verbs = {word: verb for word in lexicon.verbs if (verb := lexicon.harm(word)) is not None}
        counted = {word: noun for word, noun in lexicon.nouns.items() if noun.kind == "counted"}
        self.harms = {word: (noun.measure, "noun") for word, noun in counted.items() if noun.measure}
        self.harms |= {word: (measure, "adjective") for word, measure in lexicon.adjectives.items()}
        self.harms |= {word: (verb.measure, f"verb, {verb.frame}") for word, verb in verbs.items() if verb.measure}
        self.pairs = frozenset(word.partition("-")[0] for word in self.harms if "-" in word)
        self.names = {word: noun.name for word, noun in lexicon.nouns.items()}
        self.names |= {word: verb.name for word, verb in verbs.items()}

    def near(self, low: str) -> str:
        """The trait of a word near a candidate."""
        return f"near: {self.names.get(low) or _word(low)}"

    def harms_in(self, sentence: Sentence) -> Iterator[Harm]:
        """The words of harm of a sentence, in order; a verb with its particle (take out) is one."""
        for token in sentence.tokens:
            word = token.low
            found = self.harms.get(word)
            if word in self.pairs:
                found = self.harms.get(f"{word}-{word_at(sentence.tokens, token.index + 1)}", found)
            if found is not None:
                yield Harm(token.index, *found)


class Setting:
    """A sentence with its words of harm and its claims, described once for all its candidates."""

    def __init__(self, sentence: Sentence, counts: Sequence[Count], names: Names, before: bool):
        self.sentence, self.counts, self.names = sentence, counts, names
        self.harms = list(names.harms_in(sentence))
        self.numbers = sum(token.number for token in sentence.tokens)
        self.before = before

    def nearest(self, candidate: Candidate) -> Harm | None:
        """The word of harm nearest to the candidate; one behind the end of a clause counts as farther."""
        return min(self.harms, key=lambda harm: self.distance(candidate, harm), default=None)

    def distance(self, candidate: Candidate, harm: Harm) -> int:
        """The words between the candidate and a word of harm."""
        first, last = sorted((candidate.first, harm.at))
        apart = max(0, candidate.first - harm.at - 1, harm.at - max(candidate.last, candidate.phrase.last))
        words = self.sentence.tokens[first + 1 : last]
        return apart + 4 * sum(token.low in ENDS for token in words)

    def measure(self, candidate: Candidate) -> Measure | None:
        """The measure that the candidate most likely counts; None where nothing says so."""
        noun, harm = candidate.noun, self.nearest(candidate)
        if candidate.phrase.inside:
            return candidate.phrase.inside
        if noun is not None and noun.measure is not None:
            return noun.measure
        if harm is not None and self.distance(candidate, harm) <= FAR:
            return harm.measure
        people = [count for count in self.counts if count.measure.people]
        if people:
            return min(people, key=lambda count: abs(count.start - candidate.start)).measure
        return MEANT.get(noun.kind) if noun else None

    def traits(self, candidate: Candidate) -> list[str]:
        """What describes the candidate, each trait once."""
        kind = candidate.kind.value
        found = [f"{kind}: any", *self._of_number(candidate), *self._of_noun(candidate), *self._of_harm(candidate)]
        found += self._of_sentence(candidate)
        return list(dict.fromkeys([*found, *self._of_words(candidate)]))

    def _of_number(self, candidate: Candidate) -> Iterator[str]:
        if candidate.kind is UnreadKind.PERSON:
            return
        number = candidate.quantity.number
        yield f"taken for: {candidate.other or 'nothing'}"
        yield f"number: {number.kind}"
        digits = self.sentence.tokens[number.first].number
        size = next((str(top) for top in (0, 1, 10, 100, 1000, 10_000) if number.high <= top), "more")
        yield f"{'digits' if digits else 'words'}: up to {size}"
        if candidate.quantity.bound not in ("exact", "vague", "range"):
            yield "bound: hedged"

    def _of_noun(self, candidate: Candidate) -> Iterator[str]:
        kind, phrase = candidate.kind.value, candidate.phrase
        yield f"{kind} of: {_name(candidate)}"
        if phrase.inside:
            yield f"{kind} of: harmed"
        if phrase.anaphor or phrase.others:
            yield f"{kind} of: them"
        tokens = self.sentence.tokens
        if phrase.last < len(tokens) and tokens[phrase.last].title:
            yield f"{kind} before: a name"

    def _of_harm(self, candidate: Candidate) -> Iterator[str]:
        kind, harm = candidate.kind.value, self.nearest(candidate)
        if harm is None:
            yield f"{kind} harm: none"
            return
        far = self.distance(candidate, harm)
        reach = next((str(top) for top in (0, 1, 3, 6, 12, FAR) if far <= top), "far")
        side = "before" if harm.at < candidate.first else "after"
        yield f"{kind} harm: {side} within {reach}"
        if reach != "far":
            yield f"{kind} harm: {harm.kind}"
            yield f"harm: {harm.measure}"
            yield f"{kind} of {_name(candidate)}: harm {side} within {'3' if far <= 3 else reach}"

    def _of_sentence(self, candidate: Candidate) -> Iterator[str]:
        kind, sentence = candidate.kind.value, self.sentence
        people = sum(count.measure.people for count in self.counts)
        yield f"{kind} beside claims: {min(people, 3)}"
        yield from self._of_claims(candidate)
        if len(self.counts) > people:
            yield f"{kind} beside claims: of things"
        if self.before:
            yield f"{kind} after: a claim"
        yield f"{kind} among numbers: {next((top for top in (1, 2, 4, 8) if self.numbers <= top), 'many')}"
        if sentence.heading:
            yield f"{kind} in: a heading"
        if sentence.shouting:
            yield f"{kind} in: capitals"
        where = "1" if not sentence.index else "of the first 4" if sentence.index < 4 else "later"
        yield f"{kind} in: sentence {where}"
        if candidate.first == 0:
            yield f"{kind} at: the beginning"

    def _of_claims(self, candidate: Candidate) -> Iterator[str]:
        """How far the nearest claim is, on which side, and what it counts."""
        near = min(self.counts, key=lambda count: abs(count.start - candidate.start), default=None)
        if near is not None:
            side = "before" if near.start < candidate.start else "after"
            first, last = sorted(self.sentence.token_at(at) for at in (near.start, candidate.start))
            reach = next((str(top) for top in (4, 8, 16) if last - first <= top), "far")
            yield f"{candidate.kind.value} claim: {side} within {reach}"
            yield f"claim {side}: {near.measure}"

    def _of_words(self, candidate: Candidate) -> Iterator[str]:
        tokens, first, last = self.sentence.tokens, candidate.first, max(candidate.last, candidate.quantity.last)
        yield f"before: {_word(word_at(tokens, first - 1))}"
        yield f"after: {_word(word_at(tokens, candidate.phrase.last))}"
        head = candidate.phrase.head
        if head is not None:
            yield f"counts: {candidate.noun.name if candidate.noun else _word(tokens[head].low)}"
        elif candidate.kind is UnreadKind.NUMBER:
            yield f"counts: {_word(word_at(tokens, last))}"
        for token in (*tokens[max(0, first - AROUND) : first], *tokens[last : last + AROUND]):
            yield self.names.near(token.low)


def _name(candidate: Candidate) -> str:
    """The kind of noun that the candidate counts."""
    noun = candidate.noun
    return noun.kind if noun else "nothing" if candidate.phrase.head is None else "an unknown noun"


def _word(low: str) -> str:
    """A word as a trait: digits are alike, so that 1997 and 2003 are one."""
    return "0" * min(len(low), 5) if low[:1].isdecimal() else low or "nothing"
