"""Reads what a figure covers: one incident, a stretch of time, or a running total."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.language import Pack, WordFile
from reconcile.model.records import Ground
from reconcile.text.cues import Cues, CueWords
from reconcile.text.document import Sentence
from reconcile.text.inflect import noun_forms
from schemas.codes import Scope, ScopeRule
from schemas.columns import PEOPLE_MEASURES

BEFORE, BEHIND = 22, 24
"""Words before and after a figure within which 'since' sets its scope."""
LARGE = 100_000
"""From this many people killed or displaced, a figure is a running total."""
TOLL_OF_WAR = 1000
"""From this many people beside a word for a war, a figure is the war's total, whatever the tense."""
YEARS = range(1900, 2101)
"""Four-digit numbers that are read as years."""


class ScopeWords(WordFile):
    """`scope.yaml`; a comment there explains each field."""

    wars: list[str]
    perfect: list[str]
    since: list[str]
    since_hours: list[str]
    ongoing: list[str]
    lasting: list[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a figure covers, and the evidence for it."""

    scope: Scope
    ground: Ground


class ScopeReader:
    """Reads the scope of a figure from its sentence."""

    def __init__(self, pack: Pack):
        words = pack.read("scope", ScopeWords)
        self.words = words
        self.wars, self.perfect = frozenset(words.wars), frozenset(words.perfect)
        self._war_forms = self.wars | {form for war in words.wars for forms in noun_forms(pack, war) for form in forms}
        self._since_words, self._ongoing = frozenset(words.since), frozenset(words.ongoing)
        self.cues = Cues(pack.read("cues", CueWords).scope)

    def of(self, sentence: Sentence, start: int, end: int, measure: str, size: float = 0, group: str = "") -> Coverage:
        """What the figure at text[start:end] covers; one incident where no words indicate another scope."""
        tokens, at = sentence.tokens, sentence.token_at(start)
        if measure == "duration":
            near = {t.low for t in tokens[at : at + 8]} | {t.low for t in tokens[max(0, at - 9) : at]}
            wars = sorted(near & self.wars)
            return _covers(Scope.CUMULATIVE, ScopeRule.DURATION_OF, wars[0]) if wars else ONE_EVENT
        if measure in ("distance", "magnitude"):
            return ONE_EVENT
        if size >= LARGE and measure in PEOPLE_MEASURES:
            return _covers(Scope.CUMULATIVE, ScopeRule.LARGE, sentence.document.text[start:end])
        if measure == "displaced" and set(group.lower().split()) & set(self.words.lasting):
            return _covers(Scope.CUMULATIVE, ScopeRule.LASTING, group)
        found = self._cue(sentence, start, end) or self._since(sentence, at)
        if found:
            return found
        lows = sentence.lows
        around = lows[max(0, at - 14) : at + 14]
        war = next((low for low in around if low in self.wars), None)
        perfect = not self.perfect.isdisjoint(lows[max(0, at - 4) : at + 8])
        if war and (perfect or size >= TOLL_OF_WAR):
            return _covers(Scope.CUMULATIVE, ScopeRule.TOTAL_OF, war)
        going = next((low for low in around if low in self._ongoing), None)
        return _covers(Scope.PERIOD, ScopeRule.ONGOING, going) if going and perfect else ONE_EVENT

    # since 2011 | since March 2011 | since mid-February | (not: since dawn)
    def _since(self, sentence: Sentence, at: int) -> Coverage | None:
        if self._since_words.isdisjoint(sentence.words):
            return None
        lows = sentence.lows
        for i in range(max(0, at - BEFORE), min(len(lows), at + BEHIND)):
            if lows[i] not in self._since_words:
                continue
            after = lows[i + 1 : i + 7]
            if not after or after[0] in self.words.since_hours:
                return None
            dated = any(w.isdecimal() and len(w) == 4 and int(w) in YEARS for w in after)
            war = not self._war_forms.isdisjoint(after)
            scope = Scope.CUMULATIVE if dated or war else Scope.PERIOD
            return _covers(scope, ScopeRule.SINCE, " ".join([lows[i], *after[:3]]))
        return None

    def _cue(self, sentence: Sentence, start: int, end: int) -> Coverage | None:
        first, last = sentence.token_at(start), sentence.token_at(end - 1) + 1
        hit = self.cues.nearest(sentence.tokens, first, last)
        return _covers(Scope(hit.value), ScopeRule.CUE, hit.words) if hit else None


def _covers(scope: Scope, rule: ScopeRule, words: str = "") -> Coverage:
    return Coverage(scope, Ground("scope", rule, words))


ONE_EVENT = _covers(Scope.INCIDENT, ScopeRule.ONE_EVENT)
