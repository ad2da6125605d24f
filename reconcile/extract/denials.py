"""Figures that are named only to be denied: `rejecting reports of 21 dead`, `denied claims that 30 had died`."""

from __future__ import annotations

from reconcile.language import Pack
from reconcile.text.cues import Cues, CueWords
from reconcile.text.document import Sentence


class Denials:
    """Finds figures that a sentence denies."""

    def __init__(self, pack: Pack):
        self.cues = Cues(pack.read("cues", CueWords).denial)

    def holds(self, sentence: Sentence, start: int) -> str | None:
        """The words that deny the figure at an offset of the sentence, or None."""
        at = sentence.token_at(start)
        hit = self.cues.nearest(sentence.tokens, at, at + 1)
        return hit.words if hit else None
