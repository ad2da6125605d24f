"""The predicate of a counted phrase, and tests on the words of a clause for both directions of search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reconcile.extract.counted.noun_phrase import PhraseReader, is_compounded
from reconcile.text.document import Token, word_at
from reconcile.text.inflect import BASE
from reconcile.text.lexicon import Lexicon, Verb, is_participle
from schemas.codes import Measure

REACH = 45
"""Words from a phrase within which its predicate must be."""
APART = 7
"""Words after a number within which its own participle may be."""
CLAUSE = 25
"""Words of one clause that are searched."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate: a measure of harm, an agent (they act), another verb, or a part (the measure of its whole).

    Its words are tokens[first:last]; `distance` counts the words between it and the phrase; `finite` is True for a main
    verb, `relative` for one in a relative clause. `also` is a second predicate of harm about the same people
    (kidnapped and KILLED).
    """

    role: Literal["harm", "agent", "other", "part"]
    measure: Measure | None
    first: int
    last: int
    distance: int
    rule: str
    finite: bool = False
    relative: bool = False
    also: Predicate | None = None


class Clauses:
    """Tests on the words around a predicate, used by both directions of search."""

    def __init__(
        self, lexicon: Lexicon, phrases: PhraseReader, count_words: frozenset[str], none_words: frozenset[str]
    ):
        self.lexicon = lexicon
        self.phrases = phrases
        self.count_words = count_words
        self.none_words = none_words

    def is_verb(self, tokens: list[Token], j: int) -> bool:
        """True where token j is a verb form that is not used as a noun."""
        known = tokens[j].low in self.lexicon.verbs and not is_compounded(tokens, j) and not self._is_name(tokens, j)
        return known and not self.phrases.noun_at(tokens, j) and not self.is_nominal(tokens, j)

    # the Red CROSS Society
    def _is_name(self, tokens: list[Token], j: int) -> bool:
        """True for a verb's form that capitals in a text with small letters make a part of a name."""
        beside = tokens[max(0, j - 1) : j] + tokens[j + 1 : j + 2]
        named = j > 0 and tokens[j].title and any(token.title for token in beside)
        return named and 2 * sum(t.title for t in tokens) < sum(t.low[0].isalpha() for t in tokens)

    def is_nominal(self, tokens: list[Token], j: int) -> bool:
        """True where an article makes a noun of a verb form: the DEAD, his KILLING (but not: the blast that KILLED)."""
        if j > 0 and tokens[j - 1].low in self.lexicon.openers - self.lexicon.subordinators:
            return True
        slots = {slot for verb in self.lexicon.verbs.get(tokens[j].low, ()) for slot in verb.slots}
        return slots == {BASE} and self._is_after_article(tokens, j)

    # a project VISIT: one cannot 'visit', so it is a noun
    def _is_after_article(self, tokens: list[Token], j: int) -> bool:
        k = j - 1
        while k > max(0, j - 4) and tokens[k].low[0].isalpha() and tokens[k].low not in self.lexicon.stops:
            k -= 1
        return k >= 0 and tokens[k].low in self.lexicon.articles

    def is_adverb(self, word: str) -> bool:
        """True for words that can be left out of a clause: reportedly, also, seriously."""
        return word in self.lexicon.adverbs or word.endswith(self.lexicon.adverb_endings)

    def is_count(self, tokens: list[Token], j: int) -> bool:
        """True where a number begins."""
        return j < len(tokens) and (tokens[j].number or tokens[j].low in self.count_words)

    def is_passive(self, tokens: list[Token], j: int) -> bool:
        """True where the participle at token j follows a form of 'be'."""
        verb, k = self.lexicon.harm(tokens[j].low), j - 1
        while k >= 0 and (self.is_adverb(tokens[k].low) or tokens[k].low in self.lexicon.negations):
            k -= 1
        return k >= 0 and tokens[k].low in self.lexicon.be and verb is not None and is_participle(verb)

    # an OPERATION TO detain two men | a child LIKELY TO die
    def is_intended(self, tokens: list[Token], j: int) -> bool:
        """True for a verb behind 'to' and a word that makes it a plan or a risk."""
        planned = j > 1 and tokens[j - 1].low in self.lexicon.infinitive
        return planned and tokens[j - 2].low in self.lexicon.measures.intents

    def object_follows(self, tokens: list[Token], j: int) -> bool:
        """True where a number or an article follows, so that 'killed' is active: three bombers killed at least two."""
        while word_at(tokens, j) in self.lexicon.adverbs and not self.lexicon.hedges.starting(tokens, j):
            j += 1
        if j >= len(tokens):
            return False
        hedge = self.lexicon.hedges.starting(tokens, j)
        at = hedge[1] if hedge else j
        if self.is_count(tokens, at):
            timed = word_at(tokens, at + 1) in self.lexicon.times
            return not timed and (hedge is not None or not self._is_counted_apart(tokens, j))
        lex, word = self.lexicon, tokens[j].low
        if word in lex.definite and word not in lex.them | lex.subordinators:
            return not any(t.low in lex.moments for t in tokens[j + 1 : j + 4])  # killed THE SAME DAY
        return word in lex.articles | lex.possessives | (lex.them - lex.definite)

    # 2 civilians killed 7 INJURED: the second number has its own participle, and is not an object of 'killed'
    def _is_counted_apart(self, tokens: list[Token], j: int) -> bool:
        for k in range(j + 1, min(j + APART, len(tokens))):
            word = tokens[k].low
            harm = self.lexicon.harm(word)
            if word in self.lexicon.adjectives or (harm and is_participle(harm)):
                return not self.is_count(tokens, k + 1)
            if not word[0].isalpha() or word in self.lexicon.be:
                return False  # the man who shot 7 people WAS arrested
        return False

    def together(self, one: Measure | None, two: Measure | None) -> Measure | None:
        """The measure of verbs that share an object: killed and injured -> casualties; shot and killed -> killed."""
        rules = self.lexicon.measures
        if one in rules.outcome_open:
            return two
        if two in rules.outcome_open or one == two:
            return one
        return Measure.CASUALTIES if one in rules.together and two in rules.together else one

    def joint(self, one: Verb, two: Verb) -> Measure | None:
        """The measure of two verbs that share an object: stabbed and killed -> killed, which says how."""
        if one.name in self.lexicon.measures.manners and two.measure == Measure.KILLED:
            return two.measure
        return self.together(one.measure, two.measure)

    def are_apart(self, one: Measure | None, two: Measure | None) -> bool:
        """True for two measures that no third one holds, so that each is counted: kidnapped and KILLED."""
        rules = self.lexicon.measures
        return len({one, two} & rules.together) == 1 and one != two and not {one, two} & rules.outcome_open

    def deadly(self, tokens: list[Token], j: int, measure: Measure | None) -> Measure | None:
        """The measure of the verb at token j, or killed where an adverb makes it deadly: FATALLY shot."""
        near = {t.low for t in tokens[max(0, j - 1) : j + 2]}
        return measure if near.isdisjoint(self.lexicon.measures.deadly_adverbs) else Measure.KILLED

    def measure_between(self, tokens: list[Token], noun: int, last: int) -> Measure | None:
        """The word of harm beside 'toll' or between 'number of' and its verb: the number of CIVILIANS KILLED."""
        for k in (noun - 1, *range(noun + 1, last)):
            measure = self._measure_of(tokens[k].low) if k >= 0 else None
            if measure:
                return measure
        return None

    def _measure_of(self, word: str) -> Measure | None:
        counted, harm = self.lexicon.nouns.get(word), self.lexicon.harm(word)
        noun = counted.measure if counted and counted.kind == "counted" else None
        participle = harm.measure if harm and is_participle(harm) else None
        return self.lexicon.adjectives.get(word) or noun or participle

    def shares(self, verb: Verb, other: Verb | None) -> bool:
        """True where another verb has the same form, so that both have one object."""
        return other is not None and not other.slots.isdisjoint(verb.slots)
