"""Makes the rows of the table `unread`, and claims of those that the desk entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.extract.counted.count import Count, Scene, Seen
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS
from reconcile.extract.counted.read import CountReader
from reconcile.extract.unread.candidates import SURE, Candidate, CandidateFinder
from reconcile.extract.unread.traits import Names, Setting
from reconcile.extract.unread.weighing import model_of, weigh
from reconcile.model.entered import NOTHING_RULED, Entered, unread_id
from reconcile.model.records import Claim, Unread
from reconcile.text.document import Document, Sentence
from schemas.codes import Bound, ReadingRule, UnreadKind

ELSEWHERE = "elsewhere"
"""What a number is set aside as that no rule read, far from words of harm and people."""


@dataclass(frozen=True)
class LeftOver:
    """What was left over in a document, once the desk's rulings are applied.

    Attributes:
        counts: the counts as read, with those that the desk entered, without those that it ruled no figure.
        rows: the rows of `unread`, in the order of the text.
        entered: the ruling that made a count, by the count's first code point.
        numbers: how many numbers the document has.
        set_aside: how many of them are neither claimed nor listed, by what they were taken for.
    """

    counts: list[Count]
    rows: list[Unread]
    entered: Mapping[int, Entered]
    numbers: int
    set_aside: Mapping[str, int]

    def without(self, claims: Sequence[Claim]) -> LeftOver:
        """What is left over once further claims (those of tables) are known; rows that the desk ruled on stay."""
        further = [c for c in claims if c.grounds and c.grounds[0].rule == ReadingRule.TABLE]
        if not further:
            return self
        spans = [(claim.start, claim.end) for claim in further]
        rows = [r for r in self.rows if r.ruling or not any(r.start < end and start < r.end for start, end in spans)]
        return replace(self, rows=rows)


class UnreadReader:
    """Lists what the counts of a document leave over, with one language's words and weights."""

    def __init__(self, figures: CountReader):
        self.lexicon = figures.lexicon
        self.finder = CandidateFinder(figures.phrases, figures.persons)
        self.names = Names(self.lexicon)
        self.model = model_of(self.lexicon.pack.code)
        counted = {word for word, noun in self.lexicon.nouns.items() if noun.measure or noun.kind in PEOPLE_KINDS}
        units = {*self.lexicon.things.distances, *self.lexicon.things.damage_words, *figures.numbers.words.spans}
        self.telling = figures.persons.harms | counted | units

    def read(
        self,
        document: Document,
        counts: Sequence[Count],
        seen: Sequence[Seen],
        rulings: Mapping[str, Entered] = NOTHING_RULED,
    ) -> LeftOver:
        """List what a document's counts leave over.

        Args:
            document: the text.
            counts: its counts, as read.
            seen: the numbers that were looked at.
            rulings: the rulings in force, by unread_id; a ruling holds whatever the reader makes of the number.
        """
        kept = self._not_ruled(document, counts, seen, rulings) if rulings else list(counts)
        rows: list[Unread] = []
        entered: dict[int, Entered] = {}
        made: list[Count] = []
        aside = Counter(number.other for number in seen if number.other in SURE)
        for candidate, traits, setting in self.described(document, kept, seen):
            id = _id(document, candidate.sentence, candidate.start)
            row = self._row(candidate, traits, setting, id, rulings.get(id))
            if row is not None:
                rows.append(row)
            elif candidate.kind is UnreadKind.NUMBER:
                aside[candidate.other or ELSEWHERE] += 1
            if id in rulings and rulings[id].measure is not None:
                made.append(self._entered(candidate, kept, rulings[id]))
                entered[candidate.start] = rulings[id]
        counts = sorted([*kept, *made], key=lambda count: (count.start, count.measure)) if made else kept
        return LeftOver(list(counts), rows, entered, len(seen), dict(sorted(aside.items())))

    def described(
        self, document: Document, counts: Sequence[Count], seen: Iterable[Seen]
    ) -> list[tuple[Candidate, list[str], Setting | None]]:
        """Every candidate with its traits; without any where its sentence has no word of harm, people or things."""
        of_sentence: dict[int, list[Count]] = {}
        for count in counts:
            of_sentence.setdefault(count.sentence, []).append(count)
        settings: dict[int, Setting | None] = {}
        found: list[tuple[Candidate, list[str], Setting | None]] = []
        for candidate in self.finder.find(document, counts, seen):
            at = candidate.sentence.index
            if at not in settings:
                here = of_sentence.get(at, [])
                tells = bool(here) or not candidate.sentence.words.isdisjoint(self.telling)
                before = at - 1 in of_sentence
                settings[at] = Setting(candidate.sentence, here, self.names, before) if tells else None
            setting = settings[at]
            found.append((candidate, setting.traits(candidate) if setting else [], setting))
        return found

    def _not_ruled(
        self, document: Document, counts: Iterable[Count], seen: Iterable[Seen], rulings: Mapping[str, Entered]
    ) -> list[Count]:
        """The counts without those on a number or person that the desk ruled on."""
        numbers = [n for n in seen if _id(document, n.sentence, _opening(n)) in rulings]
        spans = [(number.start, number.end) for number in numbers]
        ruled = (_id(document, document.sentences[count.sentence], count.start) in rulings for count in counts)
        return [
            count
            for count, is_ruled in zip(counts, ruled, strict=True)
            if not is_ruled and not any(count.start < end and start < count.end for start, end in spans)
        ]

    def _row(
        self, candidate: Candidate, traits: list[str], setting: Setting | None, id: str, ruled: Entered | None
    ) -> Unread | None:
        """The row of a candidate; None where it is set aside as what it is, or is no likely person."""
        if setting is None and ruled is None:
            return None
        likelihood = weigh(traits, self.model)
        if not (is_left(candidate) or likelihood.value >= self.model.listed or ruled):
            return None
        sentence, quantity = candidate.sentence, candidate.quantity.in_whole_things()
        return Unread(
            unread_id=id,
            doc=sentence.document.article.doc,
            start=candidate.start,
            end=candidate.end,
            quote=sentence.document.text[candidate.start : candidate.end],
            sentence=sentence.text,
            sentence_start=sentence.start,
            kind=candidate.kind,
            taken_for=candidate.other,
            measure=setting.measure(candidate) if setting else None,
            low=quantity.low,
            best=quantity.best,
            high=quantity.high,
            bound=Bound(quantity.bound),
            likelihood=likelihood.value,
            shown=likelihood.value >= self.model.shown or ruled is not None,
            because=likelihood.because,
            ruling=ruled.ruling.decision if ruled else None,
        )

    def _entered(self, candidate: Candidate, counts: Sequence[Count], ruled: Entered) -> Count:
        """The count that the desk entered: its measure, and its group where it named one."""
        assert ruled.measure is not None
        scene = Scene(candidate.sentence, frozenset(), [], list(counts))
        rule, phrase = ReadingRule.ENTERED, candidate.phrase
        made = scene.person(self.lexicon, candidate.quantity, phrase, ruled.measure, rule)
        if not ruled.measure.people:
            unit = candidate.noun.name if candidate.noun else scene.word(phrase.head or candidate.last)
            made = replace(made, unit=unit or ruled.measure.value, kind=ruled.measure, group=None)
        implicit = candidate.kind is UnreadKind.PERSON
        return replace(made, group=ruled.group or made.group, implicit=implicit)


def is_left(candidate: Candidate) -> bool:
    """True for a number that no rule applied to, which is listed however unlikely it is a figure."""
    return candidate.kind is UnreadKind.NUMBER and candidate.other is None


def _opening(seen: Seen) -> int:
    """The first code point of a number with its bounding words."""
    return seen.sentence.tokens[seen.quantity.first].start


def _id(document: Document, sentence: Sentence, start: int) -> str:
    word = sentence.tokens[min(sentence.token_at(start), len(sentence.tokens) - 1)].low
    return unread_id(document.article.doc, start, word)
