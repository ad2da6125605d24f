"""From numbers to figures: each number of a sentence is read in its clause, and what it counts is decided.

The order of the rules is the order of trust: a unit (17-day, 10 kilometres), a thing (five rockets), a noun that is the
measure (12 deaths), what the clause says of the people counted, and last what they are a part of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reconcile.extract.bounds import BoundReader, Quantity
from reconcile.extract.lexicon import Lexicon
from reconcile.extract.nonfigures import NonFigures
from reconcile.extract.numbers import Number, NumberReader
from reconcile.extract.phrase import NounPhrase, PhraseReader
from reconcile.extract.persons import Person, PersonReader
from reconcile.extract.predicate import Predicate, PredicateReader
from reconcile.extract.text import Page, Sentence, Token
from reconcile.language import Pack

MEASURED = frozenset({"duration", "distance", "magnitude"})
"""Measures with decimals; all others count whole things, so that 'more than 50' begins at 51."""
NEAR = 8
"""Words that may stand between a number without a noun and what is said of it."""
THINGS = frozenset({"munitions", "incidents", "places", "property"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one sentence: what is counted, how many, by which rule. Offsets are code points of the article."""

    sentence: int
    start: int
    end: int
    measure: str
    quantity: Quantity
    unit: str
    group: str | None
    rule: str
    words: str
    implicit: bool = False
    part: bool = False
    whole: int | None = None  # start offset of the figure it is a part of
    kind: str = "person"


class FigureReader:
    """Reads the figures of sentences with one language's words."""

    def __init__(self, pack: Pack, profile: str = "interval"):
        self.lexicon = Lexicon(pack)
        self.numbers = NumberReader(pack, profile)
        self.bounds = BoundReader(pack)
        self.nonfigures = NonFigures(pack)
        self.phrases = PhraseReader(self.lexicon)
        self.predicates = PredicateReader(self.lexicon, self.phrases)
        openers = {*self.numbers.words.none, *self.numbers.words.from_words}
        self.predicates.count_words = self.numbers.starts - openers
        self.persons = PersonReader(self.lexicon, self.phrases, self.predicates, frozenset(self.numbers.words.ordinals))
        self.nonfigures.hedge_words = self.bounds.last_words
        self.bounds.number_words = self.numbers.starts
        things = self.lexicon.things
        self.nonfigures.events = frozenset(things.duration_heads)
        self.cues = {kind: frozenset(words) for kind, words in things.cues.items()}

    def read_page(self, page: Page) -> list[Figure]:
        """Every figure of an article, in the order of its text."""
        figures: list[Figure] = []
        for sentence in page.sentences:
            figures.extend(self.read(sentence, figures))
        return self._close_outcomes(figures)

    def _close_outcomes(self, figures: list[Figure]) -> list[Figure]:
        """People shot, in an article that knows of no dead, are injured; else the outcome stays open (casualties)."""
        open_rules = [f for f in figures if f.measure in self.lexicon.measures.outcome_open and self._is_open(f)]
        if not open_rules or any(f.measure == "killed" and f.quantity.high != 0 for f in figures):
            return figures
        return [replace(f, measure="injured", rule=f"{f.rule}, no dead known") if self._is_open(f) else f for f in figures]

    def _is_open(self, figure: Figure) -> bool:
        words = set(figure.words.split())
        return any(v.name in self.lexicon.measures.open_verbs for w in words for v in self.lexicon.verbs.get(w, ()))

    def read(self, sentence: Sentence, earlier: list[Figure]) -> list[Figure]:
        """The figures that the sentence states in numbers; `earlier` are those of the sentences before it."""
        tokens = sentence.tokens
        numbers = [part for number in self.numbers.find(sentence) for part in self._parted(tokens, number, sentence)]
        starts = frozenset(n.first for n in numbers)
        opened = starts | {self.bounds.read(tokens, n).first for n in numbers}
        found: list[Figure] = self._negated(sentence)
        for number in numbers:
            other = self.nonfigures.name(tokens, number, sentence.page.plain)
            if other not in (None, "adjective") or self._stands_loose(tokens, number, opened):
                continue
            if other and not isinstance(self._unit(tokens, self.bounds.read(tokens, number), sentence), Figure):
                continue
            found.extend(self._figures(sentence, number, starts, found, earlier))
        found = self._shared_heads(sentence, found)
        taken = [range(sentence.token_at(f.start), sentence.token_at(f.end - 1) + 1) for f in found]
        singles = [self._single(sentence, person, found, earlier) for person in self.persons.find(sentence, starts, taken)]
        return sorted([*found, *(s for s in singles if s)], key=lambda f: (f.start, f.measure))

    def _single(self, sentence: Sentence, person: Person, found: list[Figure], earlier: list[Figure]) -> Figure | None:
        """The figure of one unnamed person: killed 1..1."""
        number = Number(person.first, max(person.last, person.first + 1), 1, 1, 1, "cardinal")
        quantity = Quantity(number, number.first, number.last, 1, 1, 1, "exact", "")
        measure, whole = person.predicate.measure, None
        if person.predicate.role == "part":
            whole = self._whole(found, earlier)
            if whole is None or whole.measure not in self.lexicon.measures.implicit:
                return None
            measure = whole.measure
        tokens = sentence.tokens
        words = " ".join(t.low for t in tokens[person.predicate.first : person.predicate.last])
        figure = self._person(sentence, quantity, person.phrase, measure or "", f"one person, {person.predicate.rule}", words, whole)
        return replace(figure, implicit=True)

    def _figures(
        self, sentence: Sentence, number: Number, starts: frozenset[int], found: list[Figure], earlier: list[Figure]
    ) -> list[Figure]:
        tokens = sentence.tokens
        quantity = self.bounds.read(tokens, number)
        unit = self._unit(tokens, quantity, sentence)
        if unit is not None:
            return [unit] if isinstance(unit, Figure) else []
        if number.kind == "article":
            return []
        phrase = self.phrases.read(tokens, quantity.last, starts)
        victims = self.lexicon.measures.victim_incidents
        if number.kind == "multiple" and number.low != 2 or number.kind == "multiple" and phrase.noun and phrase.noun.kind != "incidents":
            if phrase.head is not None and (measure := victims.get(tokens[phrase.head].low)):
                return [self._person(sentence, quantity, replace(phrase, head=None), measure, "victims of", tokens[phrase.head].low, None)]
            return []
        if phrase.head is None and (thing := self._same_thing(sentence, quantity, phrase, found, earlier)):
            return [thing]
        if phrase.noun and phrase.noun.kind in THINGS:
            left = self.predicates.left(tokens, quantity.first, starts)
            if phrase.noun.kind == "property" and left and left.measure == "displaced":
                return [replace(self._person(sentence, quantity, phrase, "displaced", left.rule, "", None), unit="household")]
            figure = self._thing(sentence, quantity, phrase)
            return [figure] if figure else []
        if phrase.noun and phrase.noun.kind == "other":
            return []
        return self._people(sentence, quantity, phrase, starts, found, earlier)

    def _parted(self, tokens: list[Token], number: Number, sentence: Sentence) -> list[Number]:
        """The toll ROSE from 12 to 15: a change, and so two numbers; every other range is one."""
        words = self.bounds.words
        change = number.kind == "range" and number.first and tokens[number.first - 1].low in words.not_range_after
        if not change or tokens[number.first].low not in self.numbers.words.from_words:
            return [number]
        return self.numbers.ends(tokens, number, sentence.page.plain)

    def _negated(self, sentence: Sentence) -> list[Figure]:
        """NOT RESULTED IN ANY deaths; HADN'T MADE ANY arrests; DO NOT HAVE ANYONE in custody: a zero."""
        tokens, lex = sentence.tokens, self.lexicon
        found: list[Figure] = []
        for i, token in enumerate(tokens):
            word = token.low
            if word not in lex.measures.any_words and word not in lex.measures.anyone:
                continue
            first = next((k for k in range(i - 1, max(-1, i - 5), -1) if tokens[k].low in lex.negations), None)
            if first is None:
                continue
            quantity = Quantity(Number(first, i + 1, 0, 0, 0, "none"), first, i + 1, 0, 0, 0, "exact", "")
            phrase = self.phrases.read(tokens, i + 1, frozenset())
            if word in lex.measures.anyone:
                after = self.predicates.right(tokens, i + 1, frozenset())
                if after and after.role == "harm" and after.measure:
                    found.append(self._person(sentence, quantity, phrase, after.measure, after.rule, "", None))
            elif phrase.noun and phrase.noun.kind == "counted" and phrase.noun.measure:
                found.append(self._person(sentence, quantity, phrase, phrase.noun.measure, "none of", phrase.noun.name, None))
        return found

    def _stands_loose(self, tokens: list[Token], number: Number, opened: frozenset[int]) -> bool:
        """A number with another right behind it, or an article, counts nothing: '612 A woman', '1195 Over 100 militants'."""
        j = number.last
        if j >= len(tokens) or number.kind == "article":
            return False
        return tokens[number.first].number and (j in opened or tokens[j].low in self.lexicon.articles)

    # ------------------------------------------------------------------ units and things

    def _unit(self, tokens: list[Token], quantity: Quantity, sentence: Sentence) -> Figure | bool | None:
        """A duration or distance where a unit follows; False where the unit makes it none; None where there is no unit."""
        things, j = self.lexicon.things, quantity.number.last
        if quantity.number.kind in ("none", "multiple", "both"):
            return None
        if self._is_magnitude(tokens, quantity):
            return self._figure(sentence, quantity, "magnitude", "magnitude", None, "magnitude", quantity.last, "magnitude")
        hyphen = j < len(tokens) and tokens[j].low == "-"
        of = j < len(tokens) and tokens[j].low in self.lexicon.quantifiers_of and quantity.number.kind == "vague"
        k = j + 1 if hyphen or of else j
        word = tokens[k].low if k < len(tokens) else ""
        if word in things.units.distance and (word not in ("m", "block", "blocks") or tokens[j - 1].end == tokens[j].start):
            return self._distance(sentence, quantity, k, things.units.distance[word])
        if word in things.units.duration:
            return self._duration(sentence, quantity, k, things.units.duration[word], hyphen)
        return None

    def _is_magnitude(self, tokens: list[Token], quantity: Quantity) -> bool:
        near, i, j = self.lexicon.things.magnitude, quantity.first, quantity.last
        if quantity.best is None or not 1 <= quantity.best < 10.5:
            return False
        decimal = not float(quantity.best).is_integer()
        before = {t.low for t in tokens[max(0, i - 4) : i]}
        after = [t.low for t in tokens[j : j + 4]]
        if any(word in near.near for word in [t.low for t in tokens[max(0, i - 2) : i]] + after[:2]):
            return True
        return decimal and (not before.isdisjoint(near.before) or not set(after).isdisjoint(near.after))

    def _distance(self, sentence: Sentence, quantity: Quantity, k: int, unit: str) -> Figure | bool:
        tokens = sentence.tokens
        after = {t.low for t in tokens[k + 1 : k + 3]}
        if not after.isdisjoint(self.lexicon.things.distance_not) or self._in_brackets(tokens, quantity.first):
            return False
        if unit in self.lexicon.things.short_units and not self._leads_somewhere(tokens, k):
            return False
        return self._figure(sentence, quantity, "distance", unit, None, "unit", k + 1, "distance")

    def _leads_somewhere(self, tokens: list[Token], k: int) -> bool:
        """Yards and feet are distances where they lead from or to somewhere: ten feet from the window."""
        near = {t.low for t in tokens[k + 1 : k + 7]}
        return not near.isdisjoint(self.lexicon.things.distance_near)

    def _in_brackets(self, tokens: list[Token], i: int) -> bool:
        """True for the conversion of a length just given: 10 kilometres (six miles)."""
        for back in range(1, 4):
            if i - back >= 0 and tokens[i - back].low == "(":
                return i - back - 1 >= 0 and tokens[i - back - 1].low in self.lexicon.things.units.distance
        return False

    def _duration(self, sentence: Sentence, quantity: Quantity, k: int, unit: str, hyphen: bool) -> Figure | bool:
        """How long an event or a state lasted; not an age, a gap, a sentence in court or a counting window."""
        tokens, things = sentence.tokens, self.lexicon.things
        last = k + 1
        if last + 1 < len(tokens) and tokens[last].low == "-" and tokens[last + 1].low in ("old", "long"):
            last, hyphen = last + 2, True
        elif last < len(tokens) and tokens[last].low == "long":
            last, hyphen = last + 1, True
        before = tokens[quantity.first - 1].low if quantity.first else ""
        after = tokens[last].low if last < len(tokens) else ""
        walked = before in things.state_verbs
        heads = (t.low.removesuffix("'s") for t in tokens[last : last + 3])
        head = next((word for word in heads if word in things.duration_heads), None)
        words = {t.low for t in tokens}
        if after in things.duration_not_after or before in things.duration_not_before:
            return False
        attributive = hyphen and head is not None
        of = after in self.lexicon.quantifiers_of and head is not None
        lasted = before in things.duration_before and not words.isdisjoint(things.state_verbs)
        if not (attributive or of or lasted or walked):
            return False
        name, factor = things.unit_values.get(unit, (unit, 1))
        scaled = self._times(quantity, factor)
        return self._figure(sentence, scaled, "duration", name, None, "unit", last, "duration")

    def _times(self, quantity: Quantity, factor: int) -> Quantity:
        if factor == 1:
            return quantity
        low, best, high = (None if v is None else v * factor for v in (quantity.low, quantity.best, quantity.high))
        return replace(quantity, low=low, best=best, high=high)

    def _thing(self, sentence: Sentence, quantity: Quantity, phrase: NounPhrase) -> Figure | None:
        assert phrase.noun is not None
        kind = phrase.noun.kind
        if quantity.number.kind in ("both",):
            return None
        tokens = sentence.tokens
        words = {t.low for t in tokens[max(0, quantity.first - 14) : phrase.last + 30]}
        if kind == "property" and quantity.first and tokens[quantity.first - 1].low in self.lexicon.things.inside_words:
            return None
        cues = self.cues.get(kind)
        if cues and words.isdisjoint(cues):
            return None
        if quantity.number.kind == "none":
            return None
        return self._figure(sentence, quantity, kind, phrase.noun.name.replace("-", " "), None, "thing", phrase.last, kind)

    def _same_thing(
        self, sentence: Sentence, quantity: Quantity, phrase: NounPhrase, found: list[Figure], earlier: list[Figure]
    ) -> Figure | None:
        """A number without a head takes the thing just counted: two LANDED, another 20 DAMAGED, down FROM 43."""
        tokens, things, j = sentence.tokens, self.lexicon.things, phrase.last
        before = [f for f in (*earlier[-6:], *found)]
        if before and self.lexicon.comparatives.ending(tokens, quantity.first - 1):
            last = before[-1]
            return replace(self._figure(sentence, quantity, last.measure, last.unit, last.group, "earlier value", quantity.last, last.kind))
        after = next((t.low for t in tokens[j : j + 3] if t.low not in self.lexicon.auxiliaries and t.low not in self.lexicon.others), "")
        for kind, words in (("munitions", things.munition_verbs), ("property", things.damage_words)):
            last_of = next((f for f in reversed(before) if f.kind == kind), None)
            before_it = tokens[quantity.first - 1].low if quantity.first else ""
            if last_of and (after in words or (kind == "property" and before_it in words)):
                return self._figure(sentence, quantity, kind, last_of.unit, None, "same thing", quantity.last, kind, after)
        return self._label(sentence, quantity, phrase)

    # Completely destroyed housing: 146 | Damaged houses/shelter 91,808
    def _label(self, sentence: Sentence, quantity: Quantity, phrase: NounPhrase) -> Figure | None:
        tokens, i, j = sentence.tokens, quantity.first, phrase.last
        ends = j >= len(tokens) or tokens[j].low in ("(", ";")
        if not ends or not 1 < i <= 8 or quantity.number.kind != "cardinal":
            return None
        words = [t.low for t in tokens[:i]]
        if not set(words) & set(self.lexicon.things.damage_words):
            return None
        noun = next((n for k in range(i) if (n := self.phrases.noun_at(tokens, k)) and n.kind == "property"), None)
        return self._figure(sentence, quantity, "property", noun.name, None, "label", quantity.last, "property") if noun else None

    # ------------------------------------------------------------------ people

    def _people(
        self,
        sentence: Sentence,
        quantity: Quantity,
        phrase: NounPhrase,
        starts: frozenset[int],
        found: list[Figure],
        earlier: list[Figure],
    ) -> list[Figure]:
        noun, tokens = phrase.noun, sentence.tokens
        if quantity.number.kind == "none" and (denied := self._denied(sentence, quantity, phrase)):
            return denied
        if quantity.number.kind == "none" and phrase.head is not None and noun is None:
            return []
        if quantity.number.kind == "both" and phrase.head is None and not phrase.anaphor and not self._they_both(tokens, quantity):
            return []
        if noun and noun.kind == "counted" and not noun.weak:
            return self._counted(sentence, quantity, phrase)
        predicate = self.predicates.find(tokens, quantity.first, phrase.last, starts - {quantity.number.first})
        if predicate and not self._fits(phrase, predicate, tokens):
            predicate = None
        if phrase.inside and predicate and not (predicate.finite or (predicate.distance == 0 and predicate.rule == "verb before")):
            predicate = None
        if predicate and predicate.rule == "joined" and (last := [f for f in found if f.kind == "person"]):
            return [self._person(sentence, quantity, phrase, last[-1].measure, "joined", tokens[predicate.first].low, None)]
        if predicate and predicate.role == "part" and (whole := self._whole(found, earlier)):
            if phrase.inside or (noun and noun.measure):
                return [self._person(sentence, quantity, phrase, phrase.inside or noun.measure or "", "inside", "", whole)]  # type: ignore[union-attr]
            return [self._person(sentence, quantity, phrase, whole.measure, "part", tokens[predicate.first].low, whole)]
        if noun and noun.measure == "killed" and predicate and predicate.measure != "casualties":
            return [self._person(sentence, quantity, phrase, "killed", "noun", noun.name, None)]
        if noun and noun.kind == "combatant" and predicate and predicate.measure == "affected":
            return [self._person(sentence, quantity, phrase, "fighters", "combatant", noun.name, None)]
        if predicate and predicate.role == "harm" and predicate.measure:
            words = " ".join(t.low for t in tokens[predicate.first : predicate.last])
            whole = self._whole(found, earlier) if phrase.anaphor else None
            return [self._person(sentence, quantity, phrase, predicate.measure, predicate.rule, words, whole)]
        if phrase.inside and (noun is not None or (phrase.head is not None and tokens[phrase.head].title)):
            return [self._person(sentence, quantity, phrase, phrase.inside, "inside", "", None)]
        if noun and noun.measure:
            return [self._person(sentence, quantity, phrase, noun.measure, "noun", noun.name, None)]
        if phrase.anaphor and (whole := self._whole(found, earlier)):
            return [self._person(sentence, quantity, phrase, whole.measure, "part of them", "", whole)]
        if noun and noun.kind == "combatant" and quantity.bound != "none":
            return [self._person(sentence, quantity, phrase, "fighters", "combatant", noun.name, None)]
        return []

    def _fits(self, phrase: NounPhrase, predicate: Predicate, tokens: list[Token]) -> bool:
        """An unknown noun is taken for people where they are killed or hurt; to be fled, held or missing it must be known."""
        if predicate.rule == "phrase before" and tokens[predicate.first].low in self.lexicon.measures.claim_words:
            alone = predicate.last == predicate.first + 1
            return not alone or (phrase.noun is not None and phrase.noun.name in self.lexicon.measures.claim_heads)
        if predicate.role != "harm" or phrase.noun is not None or phrase.anaphor:
            return True
        if phrase.head is None:
            return self._fits_alone(phrase, predicate, tokens)
        word = tokens[phrase.head]
        if word.low in self.lexicon.others:
            return True
        if predicate.measure in self.lexicon.measures.sure_of_people:
            return word.title and not self._shouting
        return True

    def _fits_alone(self, phrase: NounPhrase, predicate: Predicate, tokens: list[Token]) -> bool:
        """A number without a noun: what is said of it must stand near."""
        if not predicate.rule.endswith("after") or phrase.others:
            return True
        vague = predicate.measure == "affected" and predicate.distance > 0
        return predicate.distance <= NEAR and not vague

    _shouting = False

    def _they_both(self, tokens: list[Token], quantity: Quantity) -> bool:
        """'They both were hit'; but not 'both inside and outside'."""
        return quantity.first > 0 and tokens[quantity.first - 1].low in self.lexicon.pronouns

    def _denied(self, sentence: Sentence, quantity: Quantity, phrase: NounPhrase) -> list[Figure]:
        """No (immediate reports of damage or) casualties or injuries: a zero for every kind of harm named."""
        tokens, lex = sentence.tokens, self.lexicon
        figures: list[Figure] = []
        for j in range(quantity.last, min(quantity.last + 10, len(tokens))):
            word = tokens[j].low
            noun = self.phrases.noun_at(tokens, j)
            if noun and noun.kind == "counted" and noun.measure:
                empty = replace(phrase, head=None, noun=noun)
                figures.append(self._person(sentence, quantity, empty, noun.measure, "none of", noun.name, None))
            elif word in lex.quantifiers_of and tokens[j - 1].low not in lex.measures.report_nouns:
                break
            elif not (word in lex.conjunctions or word in lex.others or word == "," or word in lex.quantifiers_of):
                if not word[0].isalpha() or word in lex.stops:
                    break
        return figures

    def _counted(self, sentence: Sentence, quantity: Quantity, phrase: NounPhrase) -> list[Figure]:
        """12 deaths; no deaths or injuries (two figures on one quote)."""
        noun, tokens = phrase.noun, sentence.tokens
        assert noun is not None and noun.measure is not None
        figures = [self._person(sentence, quantity, phrase, noun.measure, "noun", noun.name, None)]
        j = phrase.last
        while j + 1 < len(tokens) and tokens[j].low in self.lexicon.conjunctions | {","}:
            second = self.phrases.noun_at(tokens, j + 1)
            if second is None or second.kind != "counted" or second.measure is None:
                break
            figures.append(self._person(sentence, quantity, phrase, second.measure, "noun", second.name, None))
            j += 2
        return figures if quantity.number.kind == "none" or len(figures) == 1 else figures[:1]

    def _whole(self, found: list[Figure], earlier: list[Figure]) -> Figure | None:
        """The total that 'including six' or 'four of them' speaks of: the last figure of people that is no part itself."""
        people = [f for f in (*earlier[-4:], *found) if f.kind == "person" and not f.part]
        return people[-1] if people else None

    def _person(
        self, sentence: Sentence, quantity: Quantity, phrase: NounPhrase, measure: str, rule: str, words: str, whole: Figure | None
    ) -> Figure:
        noun = phrase.noun
        unit = noun.name if noun and noun.kind == "collective" else "person"
        group = self._group(sentence, phrase)
        if group is None and whole is not None:
            group = whole.group
        figure = self._figure(sentence, quantity, measure, unit, group, rule, phrase.last, "person", words)
        return replace(figure, part=whole is not None, whole=whole.start if whole else None)

    def _group(self, sentence: Sentence, phrase: NounPhrase) -> str | None:
        """The head words: 'government troops'; nothing where only a word of harm stands there (12 deaths, 20 dead)."""
        noun = phrase.noun
        if phrase.head is None or (noun and noun.kind == "counted" and noun.measure and noun.name not in self.group_nouns):
            return None
        tokens = sentence.tokens
        first = phrase.start_of_group
        while first < phrase.head and (tokens[first].low in self.lexicon.others or tokens[first].low in self.lexicon.adjectives):
            first += 1
        return sentence.page.text[tokens[first].start : tokens[phrase.head].end]

    group_nouns: frozenset[str] = frozenset({"victim", "hostage", "refugee", "prisoner", "survivor", "homicide", "body"})

    # ------------------------------------------------------------------ sharing

    def _shared_heads(self, sentence: Sentence, found: list[Figure]) -> list[Figure]:
        """'killed 28 and wounded 30 militants': a number without a head takes the head of the one it is joined with."""
        people = [f for f in found if f.kind == "person"]
        if len(people) < 2:
            return found
        groups = {id(f): f.group for f in people}
        out = []
        for figure in found:
            if figure.kind == "person" and figure.group is None and figure.rule != "noun":
                index = people.index(figure)
                near = people[index - 1].group if index else people[1].group
                figure = replace(figure, group=near)
            out.append(figure)
        del groups
        return out

    def _figure(
        self, sentence: Sentence, quantity: Quantity, measure: str, unit: str, group: str | None, rule: str, last: int, kind: str, words: str = ""
    ) -> Figure:
        tokens = sentence.tokens
        stop = quantity.last
        if measure in ("duration", "distance"):
            stop = last
        start, end = tokens[quantity.first].start, tokens[stop - 1].end
        if quantity.bound == "more_than" and measure not in MEASURED and quantity.low is not None:
            quantity = replace(quantity, low=float(int(quantity.low) + 1))
        return Figure(sentence.index, start, end, measure, quantity, unit, group, rule, words, kind=kind)
