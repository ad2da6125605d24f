"""What did the harm: the cause of a figure's event, and the weapon where it is stated."""

from __future__ import annotations

from reconcile.language import Pack
from reconcile.text.cues import Cues, CueWords, Hit
from reconcile.text.document import Page, Sentence

STEP = 12
"""Words by which one cause must stand nearer than another to speak before it; among equals the more telling speaks."""
STEPS = 2
"""Beyond so many steps distance says nothing more."""


class CauseLexicon:
    """One language's words for causes and weapons, the most telling cause first."""

    def __init__(self, pack: Pack):
        words = pack.read("cues", CueWords)
        self.causes, self.weapons = Cues(words.cause), Cues(words.weapon)


class Causes:
    """The causes of one page; a sentence is searched once, when somebody asks."""

    def __init__(self, page: Page, lexicon: CauseLexicon):
        self._page = page
        self._lexicon = lexicon
        self._causes: dict[int, list[Hit]] = {}
        self._weapons: dict[int, list[Hit]] = {}

    def of(self, sentence: Sentence, start: int) -> tuple[str | None, str | None, str]:
        """Cause, weapon and the words that gave the cause: from the sentence, those before it, or the opening."""
        at = sentence.token_at(start)
        cause = self._nearest(self._in(sentence, self._causes, self._lexicon.causes), at)
        for other in (*self._page.before(sentence, 2), *self._page.sentences[:2]):
            if cause is not None:
                break
            hits = self._in(other, self._causes, self._lexicon.causes)
            cause = self._nearest(hits, len(other.tokens)) if hits else None
        weapon = self._nearest(self._in(sentence, self._weapons, self._lexicon.weapons), at)
        return (cause.value if cause else None, weapon.value if weapon else None, cause.words if cause else "")

    def _nearest(self, hits: list[Hit], at: int) -> Hit | None:
        if not hits:
            return None
        rank = self._lexicon.causes.rank
        return min(hits, key=lambda hit: (min(abs(hit.first - at) // STEP, STEPS), rank.get(hit.value, 0), hit.first))

    def _in(self, sentence: Sentence, known: dict[int, list[Hit]], cues: Cues) -> list[Hit]:
        if sentence.index not in known:
            known[sentence.index] = cues.find(sentence)
        return known[sentence.index]
