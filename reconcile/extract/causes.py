"""Finds the cause of a figure's event, and the weapon where it is stated."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.language import Pack
from reconcile.model.records import Ground
from reconcile.text.cues import Cues, CueWords, Hit
from reconcile.text.document import Document, Sentence
from schemas.codes import ReadingRule

STEP = 12
"""Distance in words by which one cause must be nearer than another to be preferred; else the more specific is used."""
STEPS = 2
"""Distances of more than this many steps count as equal."""
NO_CAUSE = "no cause"
"""The cues that name no cause, though a word of one is in them: the fire brigade, an assault rifle."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The cause of the harm and the weapon, where the text states them."""

    name: str | None
    weapon: str | None
    ground: Ground | None


class CauseLexicon:
    """One language's words for causes and weapons, the most specific cause first."""

    def __init__(self, pack: Pack):
        words = pack.read("cues", CueWords)
        self.causes, self.weapons = Cues(words.cause), Cues(words.weapon)


class Causes:
    """The causes of one document; a sentence is searched once, when it is first needed."""

    def __init__(self, document: Document, lexicon: CauseLexicon):
        self._document = document
        self._lexicon = lexicon
        self._causes: dict[int, list[Hit]] = {}
        self._weapons: dict[int, list[Hit]] = {}

    def of(self, sentence: Sentence, start: int) -> Cause:
        """The cause from the sentence, those before it, or the opening; the weapon from the sentence alone."""
        at = sentence.token_at(start)
        cause = self._nearest(self._in(sentence, self._causes, self._lexicon.causes), at)
        for other in (*self._document.before(sentence, 2), *self._document.sentences[:2]):
            if cause is not None:
                break
            hits = self._in(other, self._causes, self._lexicon.causes)
            cause = self._nearest(hits, len(other.tokens)) if hits else None
        weapon = self._nearest(self._in(sentence, self._weapons, self._lexicon.weapons), at)
        ground = Ground("cause", ReadingRule.CAUSE_WORD, cause.words) if cause else None
        return Cause(cause.value if cause else None, weapon.value if weapon else None, ground)

    def _nearest(self, hits: list[Hit], at: int) -> Hit | None:
        if not hits:
            return None
        rank = self._lexicon.causes.rank
        return min(hits, key=lambda hit: (min(abs(hit.first - at) // STEP, STEPS), rank.get(hit.value, 0), hit.first))

    def _in(self, sentence: Sentence, known: dict[int, list[Hit]], cues: Cues) -> list[Hit]:
        if sentence.index not in known:
            known[sentence.index] = [hit for hit in cues.find(sentence) if hit.value != NO_CAUSE]
        return known[sentence.index]
