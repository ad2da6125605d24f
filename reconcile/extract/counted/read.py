"""From numbers to counts: reads each number of a sentence in its clause, and decides what it counts.

The readers are tried in order of reliability: a unit (17-day, 10 kilometres), a thing (five rockets), people (12
deaths; 12 people were killed; six of them). Single people without a number word come last (a soldier was killed).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from reconcile.extract.counted.again import AgainReader, Unread
from reconcile.extract.counted.breakdowns import BreakdownReader
from reconcile.extract.counted.count import Count, Scene, Seen
from reconcile.extract.counted.many import WHOLE_OF, PeopleReader
from reconcile.extract.counted.measured import UnitReader
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, NounPhrase, PhraseReader
from reconcile.extract.counted.one import PersonReader
from reconcile.extract.counted.outcomes import OutcomeReader
from reconcile.extract.counted.predicate import PredicateReader
from reconcile.extract.counted.roles import RoleReader, relate
from reconcile.extract.counted.things import THINGS, ThingReader
from reconcile.extract.numbers.bounds import BoundReader, Quantity
from reconcile.extract.numbers.not_figures import NonFigures
from reconcile.extract.numbers.numbers import Number, NumberReader
from reconcile.language import Pack
from reconcile.text.document import Document, Sentence, Token
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure, Role


class CountReader:
    """Reads the counts of an article with one language's words and one profile for vague words."""

    def __init__(self, pack: Pack, profile: str = "interval"):
        self.lexicon = Lexicon(pack)
        self.numbers = NumberReader(pack, profile)
        self.bounds = BoundReader(pack)
        self.nonfigures = NonFigures(pack)
        words = self.numbers.words
        none_words = frozenset([*words.none, *words.nobody])
        counts = self.numbers.starts - frozenset([*words.none, *words.from_words])
        self.phrases = PhraseReader(self.lexicon, counts - frozenset(words.vague_factors))
        self.predicates = PredicateReader(self.lexicon, self.phrases, counts, none_words)
        self.units = UnitReader(self.lexicon, self.numbers, self.bounds)
        self.things = ThingReader(self.lexicon, self.phrases)
        self.roles = RoleReader(self.lexicon)
        self.breakdowns = BreakdownReader(self.lexicon)
        self.again = AgainReader(self.lexicon)
        self.people = PeopleReader(self.lexicon, self.phrases, self.predicates)
        self.outcomes = OutcomeReader(self.lexicon, self.predicates)
        self.persons = PersonReader(self.lexicon, self.phrases, self.predicates, words.ordinals)
        measures = self.lexicon.measures
        self.number_words = self.numbers.starts.union(measures.any_words, measures.anyone, words.article_units)
        self.nonfigures.hedge_words = self.bounds.last_words
        self.nonfigures.events = self.lexicon.things.duration_heads
        self.bounds.number_words = self.numbers.starts

    def read_document(self, document: Document, seen: list[Seen] | None = None) -> list[Count]:
        """Every count of an article, in the order of its text; each number that was looked at is added to `seen`."""
        figures: list[Count] = []
        for sentence in document.sentences:
            figures.extend(self.read(sentence, figures, [] if seen is None else seen))
        return relate(self.outcomes.close(figures, document))

    def read(self, sentence: Sentence, earlier: list[Count], seen: list[Seen]) -> list[Count]:
        """The counts of one sentence; `earlier` are those of the sentences before it, `seen` gets its numbers."""
        if not self._may_hold(sentence):
            return []
        tokens = sentence.tokens
        numbers = [part for number in self.numbers.find(sentence) for part in self._parted(sentence, number)]
        quantities = [self.bounds.read(tokens, number) for number in numbers]
        scene = Scene(sentence, frozenset(n.first for n in numbers), [], earlier)
        opened = scene.starts | {q.first for q in quantities if q.first == q.number.first or self._counts_at(scene, q)}
        scene.found.extend(self.people.negated(scene))
        unread: list[Unread] = []
        for quantity in quantities:
            if self._is_inside_unit(scene, quantity):
                seen.append(Seen(sentence, quantity, None))
                continue
            other = self._set_aside(scene, quantity, opened)
            if other is None:
                figures = self._figures(scene, quantity)
                scene.found.extend(figures)
                unread += [] if figures else [(quantity, self.phrases.read(tokens, quantity.last, scene.starts))]
            seen.append(Seen(sentence, quantity, other))
        proven = self.again.parts(scene, scene.found, unread) if unread else scene.found
        found = self._shared_groups(_with_wholes(proven), sentence)
        taken = [range(sentence.token_at(f.start), sentence.token_at(f.end - 1) + 1) for f in found]
        known = any(f.kind == "person" for f in (*found, *earlier))
        persons = self.persons.find(sentence, scene.starts, taken, known)
        singles = [single for person in persons for single in self.people.single(scene, person)]
        return sorted([*found, *singles], key=lambda f: (f.start, f.measure))

    def _shared_groups(self, found: list[Count], sentence: Sentence) -> list[Count]:
        """Give a number without a noun the group of the number joined to it: 'killed 28 and wounded 30 militants'."""
        people = [f for f in found if f.kind == "person"]
        if len(people) < 2:
            return found
        totals = [f for f in people if f.whole is None]
        near = {id(f): self._lender(f, totals, sentence) for f in people}
        lent = (f.kind == "person" and f.group is None and f.rule != "noun" for f in found)
        return [replace(f, group=near[id(f)]) if borrows else f for f, borrows in zip(found, lent, strict=True)]

    def _lender(self, figure: Count, totals: list[Count], sentence: Sentence) -> str | None:
        """The group of the total joined before a figure, else of the first total joined after it; None without one.

        In '43, nine of them boys' the group of the 43 is not 'boys'.
        """
        before = [f for f in totals if f.start < figure.start]
        if before:
            return before[-1].group
        after = next((f for f in totals if f.start > figure.start), None)
        return after.group if after and self._joined(figure, after, sentence) else None

    def _joined(self, figure: Count, other: Count, sentence: Sentence) -> bool:
        """True where there is only an 'and' and words of harm between two figures."""
        lex = self.lexicon
        words = [t.low for t in sentence.tokens[sentence.token_at(figure.end - 1) + 1 : sentence.token_at(other.start)]]
        beside = (word in lex.conjunctions or word in lex.others or lex.harm(word) is not None for word in words)
        return any(word in lex.conjunctions for word in words) and all(beside)

    def _may_hold(self, sentence: Sentence) -> bool:
        """False for the many sentences without a number word and without a word of harm."""
        words = sentence.words
        if not words.isdisjoint(self.number_words) or not words.isdisjoint(self.persons.harms):
            return True
        return any(token.number for token in sentence.tokens)

    def _figures(self, scene: Scene, quantity: Quantity) -> list[Count]:
        unit = self.units.read(scene, quantity)
        if unit is not None or quantity.number.kind == "article":
            return [unit] if isinstance(unit, Count) else []
        phrase = self.phrases.read(scene.tokens, quantity.last, scene.starts)
        bare = phrase.head is None and scene.word(phrase.last) in self.lexicon.adjectives  # 12 DEAD at least
        quantity = self.bounds.read_behind(scene.tokens, quantity, phrase.last + bare)
        if self.units.is_conversion(scene, quantity.first) and not (phrase.noun and phrase.noun.kind in PEOPLE_KINDS):
            return []  # 42 square kilometres (16 sq mi)
        role = self.roles.read(scene, quantity, phrase)
        place = self.breakdowns.own_place(scene, quantity, phrase)
        others = self.roles.is_besides(scene, quantity, phrase)
        counts = self._counts(scene, quantity, phrase, role)
        return [
            replace(count, role=count.role if count.role is Role.PART else role, place=place, besides=others)
            for count in counts
        ]

    def _counts(self, scene: Scene, quantity: Quantity, phrase: NounPhrase, role: Role) -> list[Count]:
        glued = quantity.number.kind == "multiple" and scene.word(quantity.last) == "-"
        if glued and self.phrases.noun_at(scene.tokens, quantity.last + 1) is None:
            return []  # a double-tap strike
        if quantity.number.kind == "multiple" and self._counts_victims(quantity, phrase):
            victims = self.people.victims(scene, quantity, phrase)
            return [victims] if victims else []
        if share := self.things.share(scene, quantity, phrase):
            return [share]
        if phrase.head is None and (again := self.things.again(scene, quantity, phrase, role)):
            return [again]
        if phrase.noun is None and phrase.head is not None and (listed := self.things.read(scene, quantity, phrase)):
            return [listed]
        if phrase.noun and phrase.noun.kind in (*THINGS, "other"):
            moved = self._moved_home(scene, quantity, phrase)
            thing = moved or self.things.read(scene, quantity, phrase)
            return [thing] if thing else []
        if (part := self.breakdowns.read(scene, quantity, phrase)) is not None:
            return [part]
        if (told := self.again.read(scene, quantity, phrase)) is not None:
            return [told]
        return [] if self.breakdowns.is_aside(scene, quantity) else self.people.read(scene, quantity, phrase, role)

    def _set_aside(self, scene: Scene, quantity: Quantity, opened: frozenset[int]) -> str | None:
        """What a number is that is no figure: an age, a time, a date, or loose from the words after it; else None."""
        other = self.nonfigures.name(scene.tokens, quantity.number, scene.sentence.document.plain)
        if other in ("adjective", "share", "clock"):  # 17-day, half an hour and about 2 hours may be durations
            return None if isinstance(self.units.read(scene, quantity), Count) else other
        if other == "weather":  # four degrees on the Richter scale
            unit = self.units.read(scene, quantity)
            return None if isinstance(unit, Count) and unit.measure == Measure.MAGNITUDE else other
        if other == "age" and self.units.is_age_of_event(scene, quantity):
            return None
        loose = other is None and self._stands_loose(scene.tokens, quantity.number, opened)
        return "loose" if loose else other

    # but not: injures 4 NEAR 57th Street
    def _counts_at(self, scene: Scene, quantity: Quantity) -> bool:
        return self.nonfigures.name(scene.tokens, quantity.number, scene.sentence.document.plain) is None

    # 1 year and 3 MONTHS
    def _is_inside_unit(self, scene: Scene, quantity: Quantity) -> bool:
        start = scene.tokens[quantity.number.first].start
        return any(f.kind == "unit" and f.start <= start < f.end for f in scene.found)

    def _stands_loose(self, tokens: list[Token], number: Number, opened: frozenset[int]) -> bool:
        """True for a number directly before another or before an article, as in '612 A woman', '1195 Over 100 men'."""
        j = number.last
        if j >= len(tokens) or number.kind == "article" or not tokens[number.first].number:
            return False
        return j in opened or tokens[j].low in self.lexicon.articles

    def _parted(self, sentence: Sentence, number: Number) -> list[Number]:
        """The two numbers of a change (the toll ROSE from 12 to 15); every other range stays one number."""
        tokens = sentence.tokens
        changed = (
            number.kind == "range"
            and number.first
            and tokens[number.first - 1].low in self.bounds.words.not_range_after
        )
        if not changed or tokens[number.first].low not in self.numbers.words.from_words:
            return [number]
        return self.numbers.ends(tokens, number, sentence.document.plain)

    def _counts_victims(self, quantity: Quantity, phrase: NounPhrase) -> bool:
        """True where a multiple counts victims (a quadruple shooting), False where it counts events (twin blasts)."""
        return quantity.number.low != 2 or (phrase.noun is not None and phrase.noun.kind != Measure.INCIDENTS)

    # forced the evacuation of about 50 homes
    def _moved_home(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        if phrase.noun is None or phrase.noun.kind != Measure.PROPERTY:
            return None
        left = self.predicates.left(scene.tokens, quantity.first, scene.starts)
        if left is None or left.measure != Measure.DISPLACED:
            return None
        if scene.word(left.first) in self.lexicon.things.damage_words:
            return None  # rains uprooted 178 trees
        figure = scene.person(
            self.lexicon, quantity, phrase, Measure.DISPLACED, left.rule, scene.words(left.first, left.last)
        )
        return replace(figure, unit="household")


def _with_wholes(found: list[Count]) -> list[Count]:
    """The counts, those before their whole made parts of it: '11 children among 18 dead', 'four of the 12 dead'."""
    parts = {n - 1: f.start for n, f in enumerate(found) if n and f.rule == WHOLE_OF}
    pairs = enumerate(pairwise(found))
    parts |= {n: base.start for n, (f, base) in pairs if f.rule == "share" and f.measure == base.measure}
    return [replace(f, whole=parts[n]) if n in parts else f for n, f in enumerate(found)]
