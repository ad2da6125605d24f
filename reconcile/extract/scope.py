"""What a figure covers: one incident, a stretch of time, or a running total; and what did the harm."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.extract.phrases import Phrases
from reconcile.extract.text import Page, Sentence, Token
from reconcile.language import Pack, WordFile
from schemas.columns import PEOPLE_MEASURES


class ScopeWords(WordFile):
    """`scope.yaml`: see its own notes."""

    cumulative: list[str]
    period: list[str]
    wars: list[str]
    perfect: list[str]
    weak_period: list[str]
    since: list[str]
    since_years: dict[str, int]
    since_hours: list[str]
    large: int
    ongoing: list[str]
    lasting: list[str]


class CauseWords(WordFile):
    """`causes.yaml`: see its own notes."""

    causes: dict[str, list[str]]
    weapons: dict[str, str]


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
        self.wars, self.perfect = frozenset(words.wars), frozenset(words.perfect)
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
        found = self._cue(tokens, at) or self._since(tokens, at)
        if found:
            return found
        war = next((t.low for t in tokens[max(0, at - 14) : at + 14] if t.low in self.wars), None)
        perfect = any(t.low in self.perfect for t in tokens[max(0, at - 4) : at + 8])
        if war and perfect:
            return Scope("cumulative", f"total of: {war}")
        going = next((t.low for t in tokens[max(0, at - 14) : at + 14] if t.low in self.words.ongoing), None)
        return Scope("period", f"perfect of: {going}") if going and perfect else Scope("incident", "one event")

    # since 2011 | since March 2011 | since mid-February | (not: since dawn)
    def _since(self, tokens: list[Token], at: int) -> Scope | None:
        for i in range(max(0, at - 22), min(len(tokens), at + 24)):
            if tokens[i].low not in self.words.since:
                continue
            after = [t.low for t in tokens[i + 1 : i + 7]]
            if not after or after[0] in self.words.since_hours:
                return None
            years = self.words.since_years
            dated = any(w.isdigit() and years["from"] <= int(w) <= years["to"] for w in after)
            war = any(w.removesuffix("s") in self.wars or w in self.wars for w in after)
            return Scope("cumulative" if dated or war else "period", f"since: '{' '.join(after[:3])}'")
        return None

    def _cue(self, tokens: list[Token], at: int) -> Scope | None:
        """The nearest cue of the figure's clause; a cumulative one speaks before a period one that stands as near."""
        best: tuple[int, str, str] | None = None
        for i in range(max(0, at - 22), min(len(tokens), at + 24)):
            hit = self.cues.starting(tokens, i)
            if hit is None or self._parted(tokens, at, i):
                continue
            rank = (abs(i - at), hit[0], " ".join(t.low for t in tokens[i : hit[1]]))
            best = min(best, rank) if best else rank
        return Scope(best[1], f"cue: '{best[2]}'") if best else None

    def _parted(self, tokens: list[Token], at: int, i: int) -> bool:
        """True where a clause of its own stands between figure and cue."""
        between = tokens[min(at, i) : max(at, i)]
        return any(t.low in (";", "--") or t.low == '"' for t in between)


class CauseReader:
    """Reads the cause and the weapon of a figure from its sentence, else from the sentences around and the heading."""

    def __init__(self, pack: Pack):
        words = pack.read("causes", CauseWords)
        ranked = list(words.causes)
        self.rank = {cause: n for n, cause in enumerate(ranked)}
        self.causes = Phrases((p, cause) for cause, phrases in words.causes.items() for p in phrases)
        self.weapons = Phrases(words.weapons.items())

    def of(self, page: Page, sentence: Sentence, start: int) -> tuple[str | None, str | None, str]:
        """Cause, weapon and the words that gave the cause."""
        cause, words = self._nearest(self.causes, sentence, start)
        weapon, _ = self._nearest(self.weapons, sentence, start)
        near = [*page.before(sentence, 2), *page.sentences[:2]]
        for other in near:
            if cause is None:
                cause, words = self._nearest(self.causes, other, other.end)
        return cause, weapon, words

    def _nearest(self, phrases: Phrases, sentence: Sentence, start: int) -> tuple[str | None, str]:
        tokens, at = sentence.tokens, sentence.token_at(start)
        best: tuple[int, int, str, str] | None = None
        i = 0
        while i < len(tokens):
            hit = phrases.starting(tokens, i)
            if hit:
                words = " ".join(t.low for t in tokens[i : hit[1]])
                rank = (min(abs(i - at) // 12, 2), self.rank.get(hit[0], 0), hit[0], words)
                best = min(best, rank) if best else rank
                i = hit[1]
            else:
                i += 1
        return (best[2], best[3]) if best else (None, "")
