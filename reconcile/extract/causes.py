"""What did the harm: the cause of a figure's event, and the weapon where it is stated."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.language import Pack, WordFile
from reconcile.text.document import Page, Sentence
from reconcile.text.patterns import Phrases

STEP = 12
"""Words by which one cause must stand nearer than another to speak before it; among equals the more telling speaks."""
STEPS = 2
"""Beyond so many steps distance says nothing more."""


class CauseWords(WordFile):
    """`causes.yaml`: see its own notes."""

    causes: dict[str, list[str]]
    weapons: dict[str, str]


class CauseLexicon:
    """One language's words for causes and weapons, the most telling cause first."""

    def __init__(self, pack: Pack):
        words = pack.read("causes", CauseWords)
        self.rank = {cause: n for n, cause in enumerate(words.causes)}
        self.causes = Phrases((p, cause) for cause, phrases in words.causes.items() for p in phrases)
        self.weapons = Phrases(words.weapons.items())


@dataclass(frozen=True, slots=True)
class _Hit:
    at: int
    name: str
    words: str


class Causes:
    """The causes of one page; a sentence is searched once, when somebody asks."""

    def __init__(self, page: Page, lexicon: CauseLexicon):
        self._page = page
        self._lexicon = lexicon
        self._causes: dict[int, list[_Hit]] = {}
        self._weapons: dict[int, list[_Hit]] = {}

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
        return (cause.name if cause else None, weapon.name if weapon else None, cause.words if cause else "")

    def _nearest(self, hits: list[_Hit], at: int) -> _Hit | None:
        if not hits:
            return None
        rank = self._lexicon.rank
        return min(hits, key=lambda h: (min(abs(h.at - at) // STEP, STEPS), rank.get(h.name, 0), h.at))

    def _in(self, sentence: Sentence, known: dict[int, list[_Hit]], phrases: Phrases) -> list[_Hit]:
        if sentence.index not in known:
            known[sentence.index] = _search(sentence, phrases)
        return known[sentence.index]


def _search(sentence: Sentence, phrases: Phrases) -> list[_Hit]:
    found, beyond = [], 0
    for i, name, end in phrases.all_starting(sentence):
        if i >= beyond:
            found.append(_Hit(i, name, " ".join(sentence.lows[i:end])))
            beyond = end
    return found
