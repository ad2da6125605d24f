"""Figures that are named only to be denied: `rejecting reports of 21 dead`, `denied claims that 30 had died`."""

from __future__ import annotations

from reconcile.language import Pack, WordFile
from reconcile.text.document import Sentence
from reconcile.text.patterns import Phrases

REACH = 7
"""Words between what is denied and its figure."""


class DenialWords(WordFile):
    """`denials.yaml`: see its own notes."""

    phrases: list[str]
    breaks: frozenset[str]


class Denials:
    """Finds figures that a sentence denies."""

    def __init__(self, pack: Pack):
        words = pack.read("denials", DenialWords) if pack.has("denials") else None
        self.phrases = Phrases((phrase, "denied") for phrase in words.phrases) if words else Phrases([])
        self.breaks = words.breaks if words else frozenset()

    def holds(self, sentence: Sentence, start: int) -> str | None:
        """The words that deny the figure at an offset of the sentence, or None."""
        tokens, at = sentence.tokens, sentence.token_at(start)
        for i in range(at - 1, max(-1, at - 1 - REACH), -1):
            if tokens[i].low in self.breaks:
                return None
            hit = self.phrases.ending(tokens, i)
            if hit:
                return " ".join(token.low for token in tokens[hit[1] : i + 1])
        return None
