"""What a figure covers: one incident, a stretch of time, or a running total."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.language import Pack, WordFile
from reconcile.text.document import Sentence
from reconcile.text.patterns import Phrases
from schemas.columns import PEOPLE_MEASURES

BEFORE, BEHIND = 22, 24
"""Words before and behind a figure within which a cue of its scope must stand."""
_PARTING = frozenset({";", "--", '"'})


class ScopeWords(WordFile):
    """`scope.yaml`: see its own notes."""

    cumulative: list[str]
    period: list[str]
    wars: list[str]
    perfect: list[str]
    since: list[str]
    since_years: dict[str, int]
    since_hours: list[str]
    large: int
    toll_of_war: int
    ongoing: list[str]
    lasting: list[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope and the words that gave it."""

    scope: str
    why: str


class ScopeReader:
    """Reads the scope of a figure from its sentence."""

    def __init__(self, pack: Pack):
        words = pack.read("scope", ScopeWords)
        self.words = words
        self._last: tuple[Sentence | None, list[tuple[int, str, int]]] = (None, [])
        self.wars, self.perfect = frozenset(words.wars), frozenset(words.perfect)
        self._since_words, self._ongoing = frozenset(words.since), frozenset(words.ongoing)
        self.cues = Phrases([(p, "cumulative") for p in words.cumulative] + [(p, "period") for p in words.period])

    def of(self, sentence: Sentence, start: int, end: int, measure: str, size: float = 0, group: str = "") -> Scope:
        """The scope of the figure at text[start:end]; one incident where no word says otherwise."""
        tokens, at = sentence.tokens, sentence.token_at(start)
        if measure == "duration":
            near = {t.low for t in tokens[at : at + 8]} | {t.low for t in tokens[max(0, at - 9) : at]}
            wars = sorted(near & self.wars)
            return Scope("cumulative", f"duration of: {wars[0]}") if wars else Scope("incident", "one event")
        if measure in ("distance", "magnitude"):
            return Scope("incident", "one event")
        if size >= self.words.large and measure in PEOPLE_MEASURES:
            return Scope("cumulative", f"a toll of {size:,.0f}")
        if measure == "displaced" and set(group.lower().split()) & set(self.words.lasting):
            return Scope("cumulative", f"people of a lasting state: {group}")
        found = self._cue(sentence, at) or self._since(sentence, at)
        if found:
            return found
        lows = sentence.lows
        around = lows[max(0, at - 14) : at + 14]
        war = next((low for low in around if low in self.wars), None)
        perfect = not self.perfect.isdisjoint(lows[max(0, at - 4) : at + 8])
        if war and (perfect or size >= self.words.toll_of_war):
            return Scope("cumulative", f"total of: {war}")
        going = next((low for low in around if low in self._ongoing), None)
        return Scope("period", f"perfect of: {going}") if going and perfect else Scope("incident", "one event")

    # since 2011 | since March 2011 | since mid-February | (not: since dawn)
    def _since(self, sentence: Sentence, at: int) -> Scope | None:
        if self._since_words.isdisjoint(sentence.words):
            return None
        lows = sentence.lows
        for i in range(max(0, at - BEFORE), min(len(lows), at + BEHIND)):
            if lows[i] not in self._since_words:
                continue
            after = lows[i + 1 : i + 7]
            if not after or after[0] in self.words.since_hours:
                return None
            years = self.words.since_years
            dated = any(w.isdecimal() and len(w) == 4 and years["from"] <= int(w) <= years["to"] for w in after)
            war = any(w.removesuffix("s") in self.wars or w in self.wars for w in after)
            return Scope("cumulative" if dated or war else "period", f"since: '{' '.join(after[:3])}'")
        return None

    def _cue(self, sentence: Sentence, at: int) -> Scope | None:
        """The nearest cue of the figure's clause; a cumulative one speaks before a period one that stands as near."""
        near = [(i, scope, last) for i, scope, last in self._hits(sentence) if -BEFORE <= i - at < BEHIND]
        told = [hit for hit in near if not self._parted(sentence.lows, at, hit[0])]
        ranked = ((abs(i - at), scope, " ".join(sentence.lows[i:last])) for i, scope, last in told)
        best = min(ranked, default=None)
        return Scope(best[1], f"cue: '{best[2]}'") if best else None

    def _hits(self, sentence: Sentence) -> list[tuple[int, str, int]]:
        """Every cue of a sentence; the last sentence's are kept, since figures come one after another."""
        if self._last[0] is not sentence:
            self._last = (sentence, self.cues.all_starting(sentence))
        return self._last[1]

    def _parted(self, lows: list[str], at: int, i: int) -> bool:
        """True where a clause of its own stands between figure and cue."""
        return not _PARTING.isdisjoint(lows[min(at, i) : max(at, i)])
