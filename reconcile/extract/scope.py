"""Reads what a figure covers: one incident, a stretch of time, or a running total.

Each sign around a figure (a cue, a date, the tense, the size of the number) has points for a period and for a running
total in `scope_weights.yaml`. The points of all signs are added up, and the scope with most is the figure's; one
incident has none, so that it is the scope of a figure without signs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from itertools import takewhile

import yaml
from pydantic import BaseModel, ConfigDict

from reconcile.extract.dates.find import FoundDate
from reconcile.language import Pack, WordFile
from reconcile.model.records import Ground
from reconcile.strict_yaml import StrictLoader
from reconcile.text.cues import Cues, CueWords, Hit
from reconcile.text.document import Document, Sentence
from reconcile.text.inflect import noun_forms
from schemas.codes import DateRole, Scope, ScopeRule
from schemas.columns import PEOPLE_MEASURES

WEIGHTS = resources.files("reconcile.extract").joinpath("scope_weights.yaml")
BEFORE, BEHIND = 22, 24
"""Words before and after a figure within which 'since' sets its scope."""
BESIDE = 12
"""Words between a figure and a cue that is beside it."""
SMALL_TOTAL = 1000
"""Under this number, a figure beside its own day counts that day's event, whatever war its sentence names."""
TENSE_BEFORE, TENSE_BEHIND = 5, 8
"""Words before and after a figure among which its verb is sought."""
EARLIER = 3
"""Sentences before a figure, in its paragraph, whose cues and dates may still apply to it."""
YEARS = range(1900, 2101)
"""Four-digit numbers that are read as years."""
SIZES = (10, 100, 1_000, 10_000, 100_000)
"""From each of these numbers a figure is of the next size."""
LENGTHS = {1: "day", 2: "days", 3: "week", 4: "month"}
"""The length of a date by its precision; anything longer is a year."""
LASTING = ("cumulative", "period", "recent", "regular", "report", "war")
"""Cues that still apply in the sentences after theirs; those of a title apply to the whole text."""
OF_TEXT = ("cumulative", "period", "report")
"""Cues that show the kind of a text, by how many of its sentences have them."""
TOLL = frozenset({"killed", "injured", "casualties", "missing"})
"""Measures of people that are told alike, as one toll."""


Points = tuple[float, float]
"""Log odds of a period, and of a running total, against one incident."""


class ScopeWords(WordFile):
    """`scope.yaml`; a comment there explains each field."""

    wars: list[str]
    perfect: list[str]
    past: list[str]
    present: list[str]
    since: list[str]
    since_hours: list[str]


class ScopeFit(BaseModel):
    """When and from what the weights were fitted, and what cross-validation says of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    date: str
    data: str
    method: str
    measured: str


class ScopeWeights(BaseModel):
    """`scope_weights.yaml`: sign -> its points for a period and for a running total."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str
    fit: ScopeFit
    disasters: frozenset[str]
    by_hand: dict[str, Points]
    fitted: dict[str, Points]

    @cached_property
    def points(self) -> dict[str, Points]:
        """The points of every sign."""
        return self.fitted | self.by_hand


@cache
def load_scope_weights() -> ScopeWeights:
    """The weights in the package."""
    return ScopeWeights.model_validate(yaml.load(WEIGHTS.read_text(encoding="utf-8"), Loader=StrictLoader))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a figure covers, and the evidence for it; `to_date` is True for a running total, of a disaster too."""

    scope: Scope
    ground: Ground
    to_date: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that tells of a figure's scope: its name in the weights, its strength (0 to 1), and its words."""

    name: str
    rule: ScopeRule
    words: str = ""
    strength: float = 1.0


class ScopeLexicon:
    """One language's words for what a figure covers."""

    def __init__(self, pack: Pack):
        words = pack.read("scope", ScopeWords)
        self.wars, self.since_words = frozenset(words.wars), frozenset(words.since)
        self.since_hours = frozenset(words.since_hours)
        self.war_forms = self.wars | {form for war in words.wars for forms in noun_forms(pack, war) for form in forms}
        self.tenses = {"perfect": words.perfect, "past": words.past, "present": words.present}
        self.cues = Cues(pack.read("cues", CueWords).scope)


class Scopes:
    """The scope of each figure of one document; a sentence is searched once, when it is first needed."""

    def __init__(self, document: Document, lexicon: ScopeLexicon, dates: Callable[[], Sequence[FoundDate]] = tuple):
        self.document, self.lexicon = document, lexicon
        self._dates = dates
        self._hits: dict[int, list[Hit]] = {}

    def of(
        self, start: int, end: int, measure: str, size: float = 0, implicit: bool = False, cause: str | None = None
    ) -> Coverage:
        """What the figure at text[start:end] covers; one incident where no sign indicates another scope.

        The toll to date of a disaster (`cause`), which a sentence counts for weeks, is that of one incident.
        """
        sentence = self.document.sentence_at(start)
        if sentence is None or measure in ("distance", "magnitude"):
            return ONE_EVENT
        if measure == "duration":
            return self._of_duration(sentence, sentence.token_at(start))
        signs = list(self.signs(sentence, start, end, measure, size, implicit))
        covered = _weighed(signs, load_scope_weights().points)
        if covered.scope == Scope.CUMULATIVE and size < SMALL_TOTAL and _is_of_a_day(signs):
            return ONE_EVENT
        if cause not in load_scope_weights().disasters:
            return covered
        once = _weighed([*signs, Sign("disaster", ScopeRule.KIND_OF_FIGURE)], load_scope_weights().points)
        return replace(once, to_date=covered.to_date)

    def _of_duration(self, sentence: Sentence, at: int) -> Coverage:
        """The duration of a war is a running total."""
        near = {t.low for t in sentence.tokens[max(0, at - 9) : at + 8]}
        wars = sorted(near & self.lexicon.wars)
        return _covers(Scope.CUMULATIVE, ScopeRule.DURATION_OF, wars[0]) if wars else ONE_EVENT

    # -- signs --------------------------------------------------------------------------------------------------------

    def signs(
        self, sentence: Sentence, start: int, end: int, measure: str, size: float, implicit: bool
    ) -> Iterator[Sign]:
        """Every sign of the scope of a figure, strongest evidence first."""
        first, last = sentence.token_at(start), sentence.token_at(end - 1) + 1
        yield Sign("every figure", ScopeRule.KIND_OF_FIGURE)
        yield Sign(f"measure {'toll' if measure in TOLL else measure}", ScopeRule.KIND_OF_FIGURE)
        kind = "people" if measure in PEOPLE_MEASURES else "things"
        rank = sum(size >= least for least in SIZES)
        yield Sign(f"{kind} {SIZES[rank - 1] if rank else 0}", ScopeRule.LARGE, self.document.text[start:end])
        if implicit:
            yield Sign("implicit", ScopeRule.KIND_OF_FIGURE)
        yield from self._own_cues(sentence, first, last)
        yield from self._own_dates(sentence, start, end)
        yield from self._since(sentence, first)
        yield from self._tense(sentence, first, last)
        yield from self._earlier(sentence)
        if sentence.index:
            yield from self._in_title
        yield from self._kind_of_text

    def _own_cues(self, sentence: Sentence, first: int, last: int) -> Iterator[Sign]:
        """The cues of the sentence, once each, and again where one is right beside the figure."""
        hits = self._cues(sentence)
        near = [hit for hit in hits if self._is_beside(sentence, hit, first, last)]
        for name, found in (("cue", hits), ("beside", near)):
            once = {hit.value: hit.words for hit in found}
            yield from (Sign(f"{name} {value}", ScopeRule.CUE, words) for value, words in once.items())

    def _is_beside(self, sentence: Sentence, hit: Hit, first: int, last: int) -> bool:
        """True for a cue a few words from tokens[first:last] and in the same clause."""
        between = sentence.lows[min(hit.last, last) : max(hit.first, first)]
        return len(between) <= BESIDE and self.lexicon.cues.rule.stops.isdisjoint(between)

    def _own_dates(self, sentence: Sentence, start: int, end: int) -> Iterator[Sign]:
        """The date of the sentence that is nearest to the figure."""
        dates = self._dates_by_sentence.get(sentence.index, ())
        if not dates:
            yield Sign("no date", ScopeRule.DATES)
            return
        near = min(dates, key=lambda date: min(abs(date.start - end), abs(start - date.end)))
        yield Sign(f"date {_date_class(near)}", ScopeRule.DATES, near.quote)

    # since 2011 | since March 2011 | since mid-February | (not: since dawn)
    def _since(self, sentence: Sentence, at: int) -> Iterator[Sign]:
        """A year or a war after 'since', another start, or none that counts (since dawn)."""
        lexicon, lows = self.lexicon, sentence.lows
        near = range(max(0, at - BEFORE), min(len(lows), at + BEHIND))
        place = next((i for i in near if lows[i] in lexicon.since_words), None)
        if place is None:
            return
        after = lows[place + 1 : place + 7]
        words = " ".join([lows[place], *after[:3]])
        dated = any(w.isdecimal() and len(w) == 4 and int(w) in YEARS for w in after)
        if not after or after[0] in lexicon.since_hours:
            yield Sign("since hours", ScopeRule.SINCE, words)
        elif dated or not lexicon.war_forms.isdisjoint(after):
            yield Sign("since a year or war", ScopeRule.SINCE, words)
        else:
            yield Sign("since a start", ScopeRule.SINCE, words)

    def _tense(self, sentence: Sentence, first: int, last: int) -> Iterator[Sign]:
        near = sentence.lows[max(0, first - TENSE_BEFORE) : last + TENSE_BEHIND]
        for name, words in self.lexicon.tenses.items():
            if verb := next((low for low in near if low in words), None):
                yield Sign(f"tense {name}", ScopeRule.TENSE, verb)

    def _earlier(self, sentence: Sentence) -> Iterator[Sign]:
        """The cues and dates of the sentences before it in its paragraph."""
        before = self.document.before(sentence, EARLIER)
        earlier = list(takewhile(lambda other: other.paragraph == sentence.paragraph, before))
        yield from self._applying("earlier", ScopeRule.EARLIER, earlier)

    @cached_property
    def _in_title(self) -> list[Sign]:
        """The cues and dates of the title, which may govern the whole text."""
        title = self.document.sentences[:1]
        return list(self._applying("title", ScopeRule.TITLE, title)) if title and title[0].heading else []

    def _applying(self, name: str, rule: ScopeRule, sentences: Sequence[Sentence]) -> Iterator[Sign]:
        """The signs, once each, that the cues and dates of other sentences give to a figure."""
        hits = {hit.value: hit.words for other in sentences for hit in self._cues(other) if hit.value in LASTING}
        dates = {_date_class(d): d.quote for other in sentences for d in self._dates_by_sentence.get(other.index, ())}
        yield from (Sign(f"{name} {value}", rule, words) for value, words in hits.items())
        yield from (Sign(f"{name} date {value}", rule, quote) for value, quote in dates.items())

    @cached_property
    def _kind_of_text(self) -> list[Sign]:
        """How much of the text is about stretches of time: by its cues, and by the length and role of its dates."""
        sentences = self.document.sentences
        cues = Counter(value for s in sentences for value in {hit.value for hit in self._cues(s)})
        dates = Counter(_date_class(date) for found in self._dates_by_sentence.values() for date in found)
        long = sum(count for name, count in dates.items() if name.endswith(("week", "month", "year")))
        starts = sum(count for name, count in dates.items() if name.startswith(DateRole.START))
        shares = {name: 2 * cues[name] / max(3, len(sentences)) for name in OF_TEXT}
        shares |= {"long dates": long / max(1, dates.total()), "starts": starts / 3}
        return [Sign(f"text {name}", ScopeRule.KIND_OF_TEXT, "", min(1.0, share)) for name, share in shares.items()]

    def _cues(self, sentence: Sentence) -> list[Hit]:
        if sentence.index not in self._hits:
            self._hits[sentence.index] = self.lexicon.cues.find(sentence)
        return self._hits[sentence.index]

    @cached_property
    def _dates_by_sentence(self) -> dict[int, list[FoundDate]]:
        found: dict[int, list[FoundDate]] = {}
        for date in self._dates():
            if sentence := self.document.sentence_at(date.start):
                found.setdefault(sentence.index, []).append(date)
        return found


def _is_of_a_day(signs: Sequence[Sign]) -> bool:
    """True where the sentence names the day of its figure, and no start from which it could count.

    'Dozens were killed on Tuesday in one of the worst attacks of the six-year war' counts no war.
    """
    names = {sign.name for sign in signs}
    return "date occurrence day" in names and not any(name.startswith("since") for name in names)


def _date_class(date: FoundDate) -> str:
    """Role and length of a date, as the weights name them: occurrence month."""
    return f"{date.role.value} {LENGTHS.get(int(date.precision), 'year')}"


def _weighed(signs: Sequence[Sign], points: dict[str, Points]) -> Coverage:
    """The scope with most points, with the words that speak most for it (else the size of the number, or the kind)."""
    known = [(sign, points[sign.name]) for sign in signs if sign.name in points]
    period, total = (sum(worth[k] * sign.strength for sign, worth in known) for k in (0, 1))
    if max(period, total) <= 0:
        return ONE_EVENT
    scope, k = (Scope.PERIOD, 0) if period >= total else (Scope.CUMULATIVE, 1)
    told = [held for held in known if held[0].words and held[0].rule is not ScopeRule.LARGE and held[1][k] > 0]
    best, _ = max(told or known, key=lambda held: held[1][k] * held[0].strength)
    return _covers(scope, best.rule, best.words)


def _covers(scope: Scope, rule: ScopeRule, words: str = "") -> Coverage:
    return Coverage(scope, Ground("scope", rule, words), scope is Scope.CUMULATIVE)


ONE_EVENT = _covers(Scope.INCIDENT, ScopeRule.ONE_EVENT)
