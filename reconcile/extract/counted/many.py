"""Counts of people, from the clause, the noun or the whole; the first rule that fits is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reconcile.extract.counted.clause import Predicate
from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, NounPhrase, PhraseReader, names_people
from reconcile.extract.counted.one import Person
from reconcile.extract.counted.predicate import PredicateReader
from reconcile.extract.numbers.bounds import Quantity
from reconcile.extract.numbers.numbers import Number
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure, Role

NEAR = 8
"""Words that may come between a number without a noun and its predicate."""
DENIAL = 10
"""Words after 'no' within which the noun must be: no immediate reports of damage or casualties."""
WHOLE_OF = "whole of the part before it"
SHARED = 4
"""Words of the base of a share: four of the 12 dead."""
ATTACKS = frozenset({Measure.KILLED, Measure.CASUALTIES, Measure.DETAINED})
"""Measures of verbs whose subject attacks; those of injury have gentle ones among them (treated)."""
NEGATION = 4
"""Most words between a negation and its 'any'."""


@dataclass(frozen=True, slots=True)
class Quantified:
    """A quantity of people being read, with its phrase and the predicate of its clause."""

    scene: Scene
    quantity: Quantity
    phrase: NounPhrase
    role: Role
    predicate: Predicate | None = None

    @property
    def said(self) -> str:
        """The words of the predicate."""
        p = self.predicate
        return self.scene.words(p.first, p.last) if p else ""


class PeopleReader:
    """Reads quantities of people."""

    def __init__(self, lexicon: Lexicon, phrases: PhraseReader, predicates: PredicateReader):
        self.lexicon = lexicon
        self.phrases = phrases
        self.predicates = predicates
        self.rules: tuple[Callable[[Quantified], Count | None], ...] = (
            self._of_victims,
            self._joined,
            self._part_of,
            self._body,
            self._bystander,
            self._predicated,
            self._share,
            self._described,
            self._named,
            self._of_them,
            self._rest,
            self._told_who,
            self._of_opening,
            self._fighting,
            self._acting,
        )

    def read(self, scene: Scene, quantity: Quantity, phrase: NounPhrase, role: Role) -> list[Count]:
        """The counts of a quantity of people; empty where the text does not say what happened to them."""
        noun, kind = phrase.noun, quantity.number.kind
        definite = scene.word(quantity.last) in self.lexicon.definite
        if kind == "none" and (definite or self._is_how_bad(scene, quantity)):
            return []
        if kind == "none":
            denied = self._denied(scene, quantity, phrase)
            if denied or (phrase.head is not None and noun is None):
                return denied
        if kind == "both" and phrase.head is None and not phrase.anaphor and not self._is_they_both(scene, quantity):
            return []
        if kind == "both" and any(t.low in self.lexicon.conjunctions for t in scene.tokens[phrase.first : phrase.last]):
            return []  # both serious and minor injuries
        if noun and noun.kind == "counted" and not noun.weak:
            return self._counted(scene, quantity, phrase)
        predicate = self.predicates.find(
            scene.tokens, quantity.first, phrase.last, scene.starts - {quantity.number.first}
        )
        if predicate and not self._holds(scene, phrase, predicate):
            predicate = None
        if predicate and predicate.rule == "amount" and predicate.last > quantity.first and quantity.bound == "at_most":
            quantity = replace(quantity, low=quantity.best, bound="exact", words="")  # the toll went UP TO 12
        count = Quantified(scene, quantity, phrase, role, predicate)
        rules = (self._of_base,) if self._is_base(scene, quantity) else self.rules
        figure = next((f for rule in rules if (f := rule(count)) is not None), None)
        if figure is None or (kind == "none" and figure.measure == Measure.AFFECTED):
            return []  # no one is safe
        return with_second(scene, figure, predicate)

    def _person(self, count: Quantified, measure: Measure, rule: str, words: str, whole: Count | None = None) -> Count:
        figure = count.scene.person(self.lexicon, count.quantity, count.phrase, measure, rule, words, whole)
        figure = replace(figure, share=self._is_share(count, measure, words))
        if count.phrase.head is not None or (figure.group and whole is None):
            return figure
        named = self._complement(count) if whole is not None else self._amounted(count)
        return replace(figure, group=named) if named else figure

    # TWO OF THE victims died at the hall | four are CRITICAL
    def _is_share(self, count: Quantified, measure: Measure, words: str) -> bool:
        """True for some of the people of a measure, who are among those told of before."""
        scene, last, noun = count.scene, count.quantity.last, count.phrase.noun
        some = scene.word(last) in self.lexicon.quantifiers_of and scene.word(last + 1) in self.lexicon.definite
        own = noun is None or noun.measure in (None, measure, Measure.CASUALTIES)
        condition = measure == Measure.INJURED and not self.lexicon.measures.conditions.isdisjoint(
            words.casefold().split()
        )
        return (some and own) or condition

    # the number of CIVILIANS killed is 12 | the toll of CIVILIAN deaths has risen to 12
    def _amounted(self, count: Quantified) -> str | None:
        """The people whose number is given, from the words of an amount."""
        predicate, scene = count.predicate, count.scene
        if predicate is None or predicate.rule != "amount":
            return None
        words = range(max(0, predicate.first - 1), min(predicate.last, count.quantity.first))
        named = next((scene.tokens[k] for k in words if names_people(self.lexicon, scene.word(k))), None)
        return scene.sentence.document.text[named.start : named.end] if named else None

    # six of them INFANTS | fourteen of them were CIVILIANS
    def _complement(self, count: Quantified) -> str | None:
        """The group of the part, from a noun directly after it (or after 'were')."""
        scene, j = count.scene, count.phrase.last
        j += scene.word(j) in self.lexicon.be
        named = self.phrases.read(scene.tokens, j, scene.starts)
        noun = named.noun
        if named.head is None or noun is None or not noun.plural or noun.kind not in PEOPLE_KINDS:
            return None
        return scene.sentence.document.text[scene.tokens[named.start_of_group].start : scene.tokens[named.head].end]

    # ------------------------------------------------------------------ the rules, most reliable first

    # two of THE THREE victims died | of THE 20 passengers, six were killed: the predicate counts others
    def _is_base(self, scene: Scene, quantity: Quantity) -> bool:
        lex, j = self.lexicon, quantity.first - 1
        article = scene.word(j) in lex.definite or scene.word(j) in lex.possessives
        if not article or scene.word(j - 1) not in lex.quantifiers_of:
            return False
        return j - 2 in scene.starts or scene.word(j - 2) in ("", ",", ";", '"')

    def _of_base(self, count: Quantified) -> Count | None:
        """The count of a share's base, by its own noun (the three victims) or the participle directly after it."""
        noun, predicate = count.phrase.noun, count.predicate
        measure = noun.measure if noun and noun.measure else None
        if measure is None and predicate and predicate.role == "harm" and predicate.distance <= predicate.relative:
            measure = predicate.measure if predicate.relative or not predicate.finite else None
        if measure is None and count.scene.word(count.phrase.last) in self.lexicon.subjects:
            verb = self.lexicon.harm(count.scene.word(count.phrase.last + 1))  # the 51 people THEY KIDNAPPED
            measure = verb.measure if verb else None
        return self._person(count, measure, "noun", noun.name if noun else count.said) if measure else None

    # two OF THE VICTIMS were juveniles | the SURVIVING three victims
    def _of_victims(self, count: Quantified) -> Count | None:
        noun, scene, rules = count.phrase.noun, count.scene, self.lexicon.measures
        people = [f for f in scene.recent(4) if f.kind == "person" and f.whole is None]
        whole = next((f for f in reversed(people) if f.measure not in rules.acting), None)
        if noun is None or noun.measure not in rules.outcome_open:
            return None
        if count.predicate and count.predicate.role == "harm":
            return None
        if rules.surviving & {scene.word(count.quantity.first - 1), scene.word(count.quantity.last)}:
            return self._person(count, Measure.INJURED, "surviving", noun.name)
        if count.phrase.start_of_group <= count.phrase.first + 1 or whole is None:
            return None
        return self._person(count, whole.measure, "part", scene.words(count.phrase.first, count.phrase.last), whole)

    # seven were injured, along with three patients
    def _joined(self, count: Quantified) -> Count | None:
        if count.predicate is None or count.predicate.rule != "joined":
            return None
        before = [f.measure for f in count.scene.found if f.kind == "person"]
        measure = before[-1] if before else count.predicate.measure
        return self._person(count, measure, "joined", count.said) if measure else None

    # 13 civilians, INCLUDING six infants
    def _part_of(self, count: Quantified) -> Count | None:
        whole, predicate, noun = count.scene.whole, count.predicate, count.phrase.noun
        if predicate is None or predicate.role != "part" or predicate.rule == "joined":
            return None
        if noun is None and count.scene.found and count.scene.found[-1].kind != "person":
            return None  # 30 shells, including nine short-range ones
        own = count.phrase.inside or (noun.measure if noun else None)
        beside = predicate.measure if predicate.distance == 0 and not predicate.finite else None
        measure = own or beside or (whole.measure if whole else predicate.measure)
        if measure and self._is_whole_of(count):
            return self._person(count, measure, WHOLE_OF, count.said)
        return self._person(count, measure, "part", count.said, whole) if measure else None

    # 11 children AMONG 18 dead: the whole comes after its part
    def _is_whole_of(self, count: Quantified) -> bool:
        first, scene = count.quantity.first, count.scene
        among = scene.word(first - 1) in self.lexicon.whole_follows or (
            scene.word(first - 1) in self.lexicon.definite and scene.word(first - 2) in self.lexicon.whole_follows
        )
        return among and bool(scene.found) and scene.found[-1].kind == "person"

    # 30 bodies (with gunshot wounds)
    def _body(self, count: Quantified) -> Count | None:
        noun = count.phrase.noun
        dead = noun is not None and noun.measure == Measure.KILLED and count.predicate is not None
        if not dead or noun is None or (count.predicate and count.predicate.measure == "casualties"):
            return None
        return self._person(count, Measure.KILLED, "noun", noun.name)

    # no militants were inside the school | the three assailants FLED the flat
    def _bystander(self, count: Quantified) -> Count | None:
        noun, predicate = count.phrase.noun, count.predicate
        if noun is None or noun.kind != "combatant" or predicate is None:
            return None
        if predicate.measure != Measure.AFFECTED and predicate.rule != "verb after":
            return None
        if predicate.measure not in (Measure.AFFECTED, Measure.DISPLACED):
            return None
        return self._person(count, Measure.FIGHTERS, "combatant", noun.name)

    # 12 people WERE KILLED | KILLING 12
    def _predicated(self, count: Quantified) -> Count | None:
        predicate = count.predicate
        if predicate is None or predicate.role != "harm" or predicate.measure is None:
            return None
        scene, first, noun = count.scene, count.quantity.first, count.phrase.noun
        of_whom = scene.word(first - 1) in self.lexicon.them and scene.word(first - 2) in self.lexicon.quantifiers_of
        whole = scene.whole if count.phrase.anaphor or of_whom else None
        helped = predicate.measure == Measure.AFFECTED and predicate.rule.startswith("phrase")
        if helped and noun and noun.measure == Measure.DISPLACED:
            return None  # 300 refugees received aid: the noun says more
        claims = count.scene.word(predicate.first) in self.lexicon.measures.claim_words
        if claims and predicate.rule == "phrase before" and noun and noun.kind == "combatant":
            return self._person(count, Measure.CASUALTIES, predicate.rule, count.said)  # an army LOST 300 soldiers
        found = self._person(count, predicate.measure, predicate.rule, count.said, whole)
        part = whole is None and (self._is_of_whom(count) or self._is_of_the_hurt(count, found))
        return replace(found, role=Role.PART, group=found.group or count.said) if part else found

    # fifteen OF THE WOUNDED were in critical condition
    def _is_of_the_hurt(self, count: Quantified, found: Count) -> bool:
        """True for a part of the wounded, of whom it says again that they are hurt."""
        noun, phrase = count.phrase.noun, count.phrase
        again = noun is not None and noun.weak and noun.measure == found.measure == Measure.INJURED
        return again and phrase.start_of_group > count.quantity.last + 1

    # victims were brought here, three OF WHOM died
    def _is_of_whom(self, count: Quantified) -> bool:
        """True for a part of people whom a relative clause is about and whose number the text does not give."""
        last = count.scene.word(count.phrase.last - 1)
        return count.phrase.anaphor and last in self.lexicon.relatives and last in self.lexicon.them

    # four OF THE 12 DEAD were children | 28 guards AMONG 59 KILLED
    def _share(self, count: Quantified) -> Count | None:
        scene, phrase = count.scene, count.phrase
        among = scene.word(phrase.last) in self.lexicon.whole_follows and phrase.last + 1 in scene.starts
        of = scene.word(phrase.first) in self.lexicon.quantifiers_of and phrase.last in scene.starts
        if not (among or of) or (among and count.predicate and count.predicate.distance <= 1):
            return None
        last = min(phrase.last + among + SHARED, len(scene.tokens))
        measure = self.predicates.clauses.measure_between(scene.tokens, phrase.last, last)
        return self._person(count, measure, "share", scene.words(phrase.first, last)) if measure else None

    # 12 WOUNDED soldiers
    def _described(self, count: Quantified) -> Count | None:
        phrase = count.phrase
        if phrase.inside is None or phrase.head is None:
            return None
        if phrase.noun is None and not count.scene.tokens[phrase.head].title:
            return None
        return self._person(
            count, phrase.inside, "adjective", count.scene.words(phrase.start_of_group, phrase.head + 1)
        )

    # 15,000 REFUGEES
    def _named(self, count: Quantified) -> Count | None:
        noun = count.phrase.noun
        return self._person(count, noun.measure, "noun", noun.name) if noun and noun.measure else None

    # four OF THEM
    def _of_them(self, count: Quantified) -> Count | None:
        whole = count.scene.whole
        if not count.phrase.anaphor or whole is None or (count.predicate and count.predicate.role == "other"):
            return None
        said, named = count.scene.words(count.phrase.first, count.phrase.last), count.scene.word(count.phrase.last)
        noun = self.lexicon.nouns.get(named)  # 34 of them FATALITIES
        counted = noun.measure if noun and noun.kind == "counted" and noun.plural else None
        return self._person(count, counted or whole.measure, "part", said, whole)

    # fourteen were civilians and THE OTHER nine soldiers
    def _rest(self, count: Quantified) -> Count | None:
        scene, whole = count.scene, count.scene.whole
        if count.role != Role.REMAINDER or count.phrase.head is not None or whole is None:
            return None
        said = scene.words(scene.definite_before(self.lexicon, count.quantity.first), count.phrase.last)
        return self._person(count, whole.measure, "the rest", said, whole)

    # at least 40 died; nine WERE CHILDREN
    def _told_who(self, count: Quantified) -> Count | None:
        whole, scene = count.scene.whole, count.scene
        bare = count.phrase.head is None and count.quantity.number.kind == "cardinal"
        if not bare or whole is None or scene.word(count.phrase.last) not in self.lexicon.be:
            return None
        if self._complement(count) is None:
            return None
        return self._person(count, whole.measure, "part", scene.words(count.phrase.last, count.phrase.last + 2), whole)

    # OF THE INJURED, 30 went home | AMONG THE 40 WOUNDED were 12 girls
    def _of_opening(self, count: Quantified) -> Count | None:
        """The part of those whom the words at the beginning of the clause name, where its own verb harms nobody."""
        scene, first, lex = count.scene, count.quantity.first, self.lexicon
        k = next((k + 1 for k in range(first - 1, -1, -1) if scene.word(k) in (";", '"')), 0)
        opens = scene.word(k) in lex.quantifiers_of | lex.whole_follows and scene.word(k + 1) in lex.definite
        people = count.phrase.head is None or (count.phrase.noun and count.phrase.noun.kind in PEOPLE_KINDS)
        if not opens or not people or count.quantity.number.kind not in ("cardinal", "vague"):
            return None
        last = scene.tokens[min(k + SHARED, first)].start
        base = next((f for f in scene.found if scene.tokens[k].start < f.start < last and f.kind == "person"), None)
        named = lex.nouns.get(scene.word(k + 2))
        base = None if named else base  # of the wounded, 12 went home and 30 stayed
        measure = base.measure if base else (named.measure if named and named.weak else None)
        return self._person(count, measure, "part", scene.words(k, first), base) if measure else None

    # three SUICIDE BOMBERS
    def _fighting(self, count: Quantified) -> Count | None:
        noun = count.phrase.noun
        if noun is None or noun.kind != "combatant":
            return None
        return self._person(count, Measure.FIGHTERS, "combatant", noun.name)

    # two MASKED men | four men SHOT a guard: people of whom nothing is known but that they attack
    def _acting(self, count: Quantified) -> Count | None:
        noun, predicate, people = count.phrase.noun, count.predicate, self.lexicon.people
        if noun is None or noun.name not in people.unnamed:
            return None
        inner = range(count.quantity.last, count.phrase.last if count.phrase.head is not None else 0)
        if (armed := next((k for k in inner if count.scene.word(k) in people.armed), None)) is not None:
            return self._person(count, Measure.FIGHTERS, "combatant", count.scene.word(armed))
        if predicate is None or predicate.role != "agent":
            return None
        verbs = (self.lexicon.harm(count.scene.word(k)) for k in range(predicate.first, predicate.last))
        manners = self.lexicon.measures.manners
        attacks = any(verb and (verb.measure in ATTACKS or verb.name in manners) for verb in verbs)
        return self._person(count, Measure.FIGHTERS, "agent", count.said) if attacks else None

    # ------------------------------------------------------------------ zeros

    # no (immediate reports of damage or) casualties or injuries
    def _denied(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> list[Count]:
        lex, figures = self.lexicon, []
        if any(scene.word(k) in lex.measures.habits for k in range(quantity.first - NEGATION, quantity.first)):
            return []
        plain = lex.denied.starting(scene.tokens, quantity.last)
        if plain:
            return [scene.person(lex, quantity, NounPhrase(quantity.last, plain[1]), plain[0], "none of")]
        for j in range(quantity.last, min(quantity.last + DENIAL, len(scene.tokens))):
            word = scene.word(j)
            noun = self.phrases.noun_at(scene.tokens, j)
            if noun and noun.kind == "counted" and scene.word(j + 1) in lex.measures.amount_nouns:
                break  # no immediate death toll: it is unknown, not zero
            if noun and noun.kind == "counted" and noun.measure:
                people = names_people(lex, scene.word(j - 1))  # no CIVILIAN casualties
                empty = replace(phrase, head=j if people else None, noun=noun, start_of_group=j - 1)
                figures.append(scene.person(lex, quantity, empty, noun.measure, "none of", noun.name))
            elif word in lex.quantifiers_of:
                if scene.word(j - 1) not in lex.measures.report_nouns:
                    break
            elif not self._may_precede_denied(word):
                break
        return figures

    # none of the injuries was LIFE-THREATENING
    def _is_how_bad(self, scene: Scene, quantity: Quantity) -> bool:
        near = (t.low for t in scene.tokens[quantity.last : quantity.last + DENIAL + 2])
        return any(word in self.lexicon.measures.not_denied for word in near)

    def _may_precede_denied(self, word: str) -> bool:
        joins = word in self.lexicon.conjunctions or word in self.lexicon.others or word == ","
        return joins or (word[0].isalpha() and word not in self.lexicon.stops)

    def negated(self, scene: Scene) -> list[Count]:
        """Zeros: NOT RESULTED IN ANY deaths; HADN'T MADE ANY arrests; DO NOT HAVE ANYONE in custody."""
        rules = self.lexicon.measures
        spots = (i for i, t in enumerate(scene.tokens) if t.low in rules.any_words or t.low in rules.anyone)
        return [figure for i in spots if (figure := self._negated_at(scene, i)) is not None]

    def _negated_at(self, scene: Scene, i: int) -> Count | None:
        lex = self.lexicon
        reach = range(i - 1, max(-1, i - 1 - NEGATION), -1)
        first = next((k for k in reach if scene.word(k) in lex.negations), None)
        if first is None or any(scene.word(k) in lex.measures.not_known for k in range(first, i)):
            return None
        quantity = Quantity(Number(first, i + 1, 0, 0, 0, "none"), first, i + 1, 0, 0, 0, "exact", "")
        phrase = self.phrases.read(scene.tokens, i + 1, frozenset())
        if scene.word(i) in lex.measures.anyone:
            after = self.predicates.right(scene.tokens, i + 1)
            measure = after.measure if after and after.role == "harm" else None
        else:
            measure = phrase.noun.measure if phrase.noun and phrase.noun.kind == "counted" else None
        return scene.person(lex, quantity, phrase, measure, "none of", scene.words(first, i + 2)) if measure else None

    # ------------------------------------------------------------------ nouns that are the measure

    # 12 deaths | no deaths or injuries (two figures on one quote)
    def _counted(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> list[Count]:
        noun, j = phrase.noun, phrase.last
        if noun is None or noun.measure is None:
            return []
        figures = [scene.person(self.lexicon, quantity, phrase, noun.measure, "noun", noun.name)]
        while quantity.number.kind == "none" and scene.word(j) in self.lexicon.conjunctions | {","}:
            second = self.phrases.noun_at(scene.tokens, j + 1) if scene.word(j + 1) else None
            if second is None or second.kind != "counted" or second.measure is None:
                break
            figures.append(scene.person(self.lexicon, quantity, phrase, second.measure, "noun", second.name))
            j += 2
        return figures

    # a double MURDER | a quadruple SHOOTING
    def victims(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The victims of an incident that counts them."""
        word = scene.word(phrase.head) if phrase.head is not None else ""
        measure = self.lexicon.measures.victim_incidents.get(word)
        return (
            scene.person(self.lexicon, quantity, replace(phrase, head=None), measure, "victims of", word)
            if measure
            else None
        )

    def single(self, scene: Scene, person: Person) -> list[Count]:
        """The counts of one unnamed person: one; empty where the text does not say what happened."""
        number = Number(person.first, max(person.last, person.first + 1), 1, 1, 1, "cardinal")
        quantity = Quantity(number, number.first, number.last, 1, 1, 1, "exact", "")
        predicate, whole = person.predicate, None
        measure = predicate.measure
        if predicate.role == "part":
            whole = scene.whole_before(scene.tokens[person.first].start)
            measure = measure or (whole.measure if whole else None)
        if measure not in self.lexicon.measures.implicit:
            return []
        words = scene.words(predicate.first, predicate.last)
        figure = scene.person(
            self.lexicon, quantity, person.phrase, measure, f"one person, {predicate.rule}", words, whole
        )
        figure = replace(figure, implicit=True, role=Role.ADDITION if person.further else Role.WHOLE)
        return with_second(scene, figure, predicate)

    # ------------------------------------------------------------------ which predicates apply to a phrase

    def _holds(self, scene: Scene, phrase: NounPhrase, predicate: Predicate) -> bool:
        """True where the predicate can apply to the phrase."""
        explicit = predicate.finite or (predicate.distance == 0 and predicate.rule == "verb before")
        if phrase.inside and not explicit and predicate.rule != "joined" and predicate.role == "harm":
            return False
        if predicate.rule == "phrase before" and scene.word(predicate.first) in self.lexicon.measures.claim_words:
            alone = predicate.last == predicate.first + 1
            return not alone or self._can_be_lost(phrase, scene.word(predicate.first))
        if predicate.role != "harm" or phrase.noun is not None or phrase.anaphor:
            return True
        if phrase.head is None:
            struck = predicate.rule == "phrase before" and predicate.measure in self.lexicon.measures.outcome_open
            return not struck and self._holds_alone(phrase, predicate)  # the clock is striking twelve
        head = scene.tokens[phrase.head]
        rules = self.lexicon.measures
        if head.low in self.lexicon.others or head.low.endswith(self.lexicon.agent_endings):
            return True
        unsure = predicate.measure in rules.sure_of_people or predicate.measure in rules.outcome_open
        unsure = unsure and not self.predicates.fits(scene.tokens, phrase, predicate)
        return not unsure or (head.title and not scene.sentence.shouting)

    # claimed 12 lives | lost two of my friends
    def _can_be_lost(self, phrase: NounPhrase, verb: str) -> bool:
        noun, rules = phrase.noun, self.lexicon.measures
        if verb in rules.taking:
            return noun is not None and noun.name in rules.taken
        if phrase.head is None and not phrase.others:
            return verb in self.lexicon.measures.claiming
        return noun is not None and (
            noun.name in self.lexicon.measures.claim_heads or noun.kind in ("combatant", "kin")
        )

    def _holds_alone(self, phrase: NounPhrase, predicate: Predicate) -> bool:
        """True where the predicate applies to a number without a noun: it must be near."""
        if not predicate.rule.endswith("after") or phrase.others:
            return True
        loose = predicate.measure == Measure.AFFECTED and predicate.distance > 0
        return predicate.distance <= NEAR and not loose

    # they both were hit (but not: both inside and outside)
    def _is_they_both(self, scene: Scene, quantity: Quantity) -> bool:
        return scene.word(quantity.first - 1) in self.lexicon.pronouns | self.lexicon.be


def with_second(scene: Scene, figure: Count, predicate: Predicate | None) -> list[Count]:
    """The count, and one of its second measure where two verbs are about the same people: kidnapped and KILLED."""
    also = predicate.also if predicate and predicate.measure == figure.measure else None
    if also is None or also.measure is None:
        return [figure]
    return [figure, replace(figure, measure=also.measure, words=scene.words(also.first, also.last))]
