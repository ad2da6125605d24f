"""Finds the predicate of a noun phrase: the verb, adjective or noun in its clause that says what is counted.

To the right of the phrase it looks for what those counted are or do (12 people WERE KILLED, 12 WOUNDED), to the left
for what is done to them (KILLING 12, a DEATH TOLL OF 12). The nearer and the more explicit predicate is used.
"""

from __future__ import annotations

from dataclasses import replace

from reconcile.extract.counted.after import RightReader
from reconcile.extract.counted.before import LeftReader
from reconcile.extract.counted.clause import Clauses, Predicate
from reconcile.extract.counted.noun_phrase import NounPhrase, PhraseReader
from reconcile.text.document import Token
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure


class PredicateReader:
    """Finds the predicate of a noun phrase in both directions."""

    def __init__(
        self,
        lexicon: Lexicon,
        phrases: PhraseReader,
        count_words: frozenset[str] = frozenset(),
        none_words: frozenset[str] = frozenset(),
    ):
        clauses = Clauses(lexicon, phrases, count_words, none_words)
        self.lexicon = lexicon
        self.clauses = clauses
        self.right = RightReader(clauses).find
        self.left = LeftReader(clauses).find

    def find(self, tokens: list[Token], first: int, last: int, numbers: frozenset[int]) -> Predicate | None:
        """The predicate of tokens[first:last] (number, hedges and noun phrase), or None."""
        right = self.right(tokens, last)
        left = self.left(tokens, first, numbers)
        apart = left is not None and left.distance > 0 and left.rule == "verb before"
        if apart and last < len(tokens) and tokens[last].low in self.lexicon.be:
            left = None  # guards protecting a house, two WERE drivers: a clause of its own
        if left is None and first and tokens[first - 1].low in self.lexicon.agent_marks:
            return None
        if left is None or right is None:
            return left or right
        return self._choose(left, right)

    def fits(self, tokens: list[Token], phrase: NounPhrase, predicate: Predicate) -> bool:
        """True where the predicate can count an unknown noun: a verb only about people, beside it or its main verb."""
        if phrase.head is None or phrase.noun is not None:
            return True
        words = (token.low for token in tokens[predicate.first : predicate.last])
        verbs = {verb.name for word in words for verb in self.lexicon.verbs.get(word, ())}
        return (predicate.distance == 0 or predicate.finite) and not verbs.isdisjoint(self.lexicon.measures.of_people)

    def _choose(self, left: Predicate, right: Predicate) -> Predicate:
        harmed_right, harmed_left = right.role == "harm", left.role == "harm"
        if left.rule == "amount" and right.distance > 0 and not right.relative:
            return left  # the toll HAS REACHED 36 and 25 people were injured
        if left.role == "harm" and left.rule == "verb before" and self._is_of_actor(left, right):
            return left
        if left.role == "part" and left.rule == "part":
            return self._part(left, right)
        if harmed_left and left.distance > 0 and right.role == "other" and right.distance == 0:
            return right
        if harmed_left and left.distance == 0 and left.rule == "phrase before":
            return right if harmed_right and self._outweighs(right, left) else left
        beside = harmed_left and left.distance == 0 and left.rule == "verb before"
        if beside and right.distance > 0 and not right.finite:
            return left
        if harmed_right and right.distance <= 1 and not self._yields(right, left):
            return right
        if harmed_left:
            return right if harmed_right and right.finite and left.distance > 0 else left
        return right if harmed_right or left.role == "other" else left

    # 13 civilians, including SIX INFANTS, were killed | 40 died, including 12 children, and 30 WERE HURT
    def _part(self, left: Predicate, right: Predicate) -> Predicate:
        """The measure of a part: the one beside it, else its whole's; a figure joined to a part may have its own."""
        if right.role != "harm" or not (right.finite or right.distance == 0):
            return left
        if left.distance > 0 and right.finite and right.distance == 0:
            return right
        return replace(right, role="part", rule="part")

    # the death of 12 people ABOARD: the phrase before says more | aid to 12 families WHO WERE DISPLACED
    def _outweighs(self, right: Predicate, left: Predicate) -> bool:
        """True where a predicate after those counted is used and not the phrase right before them."""
        if right.relative:
            return left.measure == Measure.AFFECTED and right.distance == 1
        return right.distance == 0 and (right.finite or right.measure != Measure.AFFECTED)

    # a man who SHOT 12 people was arrested: the object of the verb right before has no main verb of its own
    def _is_of_actor(self, left: Predicate, right: Predicate) -> bool:
        return left.distance == 0 and right.finite and not right.relative

    # killed 40 people SEEKING SHELTER: the verb right before is used, not the description of those killed
    def _yields(self, right: Predicate, left: Predicate) -> bool:
        near = left.role == "harm" and left.distance == 0 and left.rule == "verb before"
        loose = not right.finite or right.relative
        rules = self.lexicon.measures
        described = right.relative and right.measure not in rules.together | rules.outcome_open
        return near and loose and (described or right.measure in rules.yielding)
