"""Finds in a sentence the event that another one answers: a raid IN RESPONSE TO THE ATTACK IN ORLOVA ON TUESDAY."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reconcile.language import WordFile

ENDS = frozenset({",", ";", ".", "(", '"'})


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """`nouns` name an answer (response, revenge), `ties` follow them (to, for), `deeds` are what armies answer with."""

    nouns: frozenset[str]
    ties: frozenset[str]
    deeds: frozenset[str]

    def answered(self, lows: Sequence[str]) -> range:
        """The words that tell of the event answered, in the words of a sentence; empty where none is.

        >>> words = AnswerWords(frozenset({"response"}), frozenset({"to"}), frozenset({"raid"}))
        >>> words.answered("the raid was a response to shelling in Orlova , the army said".split())
        range(6, 9)
        >>> words.answered("police came in response to shots".split())
        range(0, 0)
        """
        for k in range(1, len(lows) - 2):
            if lows[k] not in self.nouns or lows[k + 1] not in self.ties or self.deeds.isdisjoint(lows[:k]):
                continue
            last = next((at for at in range(k + 2, len(lows)) if lows[at] in ENDS), len(lows))
            return range(k + 2, last)
        return range(0)


class AnsweringFile(WordFile):
    """A word file that holds the words of `AnswerWords`."""

    answers: frozenset[str] = frozenset()
    answer_ties: frozenset[str] = frozenset()
    answer_deeds: frozenset[str] = frozenset()

    @cached_property
    def answer_words(self) -> AnswerWords:
        """The words of an event that answers another."""
        return AnswerWords(self.answers, self.answer_ties, self.answer_deeds)
