"""Single unnamed persons harmed or held, without a number: `a soldier was killed`, `his wife`, `Teen killed`.

Only people harmed or held are counted. A person who acts, a later mention (`the woman`) and a named person are skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconcile.extract.counted.clause import Predicate
from reconcile.extract.counted.first_mention import FirstMentionReader
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, NounPhrase, PhraseReader, is_compounded
from reconcile.extract.counted.predicate import PredicateReader
from reconcile.text.document import Sentence, Token, word_at
from reconcile.text.lexicon import Lexicon, is_gerund
from schemas.codes import Measure

LISTED = 3
"""Words in a heading's list between a person and the word of harm."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person in tokens[first:last]; the predicate says what happened to the person.

    `further` marks a person in addition to others: ANOTHER woman, A FIFTH guard.
    """

    first: int
    last: int
    phrase: NounPhrase
    predicate: Predicate
    further: bool = False


class PersonReader:
    """Finds single persons harmed in a sentence."""

    def __init__(
        self, lexicon: Lexicon, phrases: PhraseReader, predicates: PredicateReader, ordinals: Mapping[str, int]
    ):
        self.lexicon = lexicon
        self.phrases = phrases
        self.predicates = predicates
        self.ordinals = ordinals
        self.harms, self.telling = _harm_words(lexicon), _telling_words(lexicon)
        self.openers = lexicon.articles | lexicon.another | lexicon.possessives
        self.first = FirstMentionReader(lexicon, phrases, ordinals)
        self.first_words = self.openers | lexicon.definite

    def find(self, sentence: Sentence, numbers: frozenset[int], taken: list[range], antecedent: bool) -> list[Person]:
        """Every single person of the sentence with a predicate of harm; `taken` are the tokens of other counts.

        `antecedent`: people have been counted before, so that 'a third' can be one more of them.
        """
        self.antecedent, self.before = antecedent, sentence.document.sentences[: sentence.index]
        if sentence.words.isdisjoint(self.harms) or sentence.words.isdisjoint(self.telling):
            return []
        tokens, found, i = sentence.tokens, [], 0
        self.shouting, self.heading = sentence.shouting, sentence.heading
        bare = sentence.heading or sentence.index == 0
        while i < len(tokens):
            opens = bare or tokens[i].low in self.first_words
            free = opens and not any(i in span for span in taken)
            person = self._person(sentence, i, numbers) if free else None
            if person is None:
                i += 1
                continue
            found.append(person)
            i = person.last
            i = self._coordinated(tokens, i, person, numbers, found)
        return [person for person in found if not any(person.first in span for span in taken)]

    def _person(self, sentence: Sentence, i: int, numbers: frozenset[int]) -> Person | None:
        tokens = sentence.tokens
        phrase = self._opened(tokens, i, numbers) or self._bare_in_heading(sentence, i, numbers)
        if phrase is None or self._is_named(tokens, i) or self._is_named_after(tokens, phrase.last):
            return None
        predicate = self.predicates.find(tokens, i, phrase.last, numbers)
        if phrase.head == phrase.first and self._is_counted_one(tokens, phrase.first):
            measure = self.lexicon.adjectives[tokens[phrase.first].low]
            predicate = Predicate("harm", measure, phrase.first, phrase.last, 0, "noun")
        if predicate is None and phrase.noun and phrase.noun.measure == Measure.KILLED and phrase.head == phrase.first:
            predicate = Predicate("harm", Measure.KILLED, phrase.last - 1, phrase.last, 0, "noun")
        if predicate is None or not self._harms(predicate) or self._claims(tokens, predicate):
            return None
        if not self.predicates.fits(tokens, phrase, predicate) or self._is_known_post(tokens[i], phrase, predicate):
            return None
        if self._is_description(tokens, i) or self._is_no_victim(sentence, i, phrase, predicate):
            return None
        return Person(i, phrase.last, phrase, predicate, self._is_further(tokens, i, phrase))

    # was said to be A SUSPECT | two boys, one of whom was A PUPIL
    def _is_description(self, tokens: list[Token], i: int) -> bool:
        """True for what somebody is who has been counted, or who is not counted at all."""
        if i < 2 or tokens[i - 1].low not in self.lexicon.be:
            return False
        return tokens[i - 2].low in self.lexicon.infinitive or tokens[i - 2].low in self.lexicon.them

    def _is_no_victim(self, sentence: Sentence, i: int, phrase: NounPhrase, predicate: Predicate) -> bool:
        """True for an attacker who harms somebody named, and for the name of the paper that ends a headline."""
        tokens = sentence.tokens
        before = predicate.last <= i
        if not before and self._is_of_others(tokens, phrase, predicate):
            return True
        tail = i > 0 and sentence.heading and tokens[i - 1].low in ("-", "|") and before
        if tail or phrase.noun is None or phrase.noun.name not in self.lexicon.people.attackers:
            return tail
        if before:  # murder, SHOOTING SUSPECT
            return predicate.last == i and is_gerund_form(self.lexicon, tokens[i - 1].low)
        object_ = tokens[predicate.last] if predicate.last < len(tokens) else None  # another shooter killed DAVIS
        names = object_ is not None and object_.title and object_.low not in self.lexicon.moments | self.lexicon.stops
        return predicate.rule == "participle after" and names

    # an appeal from the governor urging RESIDENTS to go to hospital
    def _is_of_others(self, tokens: list[Token], phrase: NounPhrase, predicate: Predicate) -> bool:
        """True where a phrase without a main verb stands behind several people, who come between it and the person."""
        if predicate.rule != "phrase after":
            return False
        urged = False
        for k in range(phrase.last, predicate.first):
            if tokens[k].low in self.lexicon.conjunctions and not urged:
                return False  # a driver hit by stones AND several passengers lost their lives
            noun = self.phrases.noun_at(tokens, k)
            if noun is None or not noun.plural or noun.kind not in PEOPLE_KINDS:
                continue
            urged = word_at(tokens, k + 1) in self.lexicon.infinitive
            if urged or not predicate.finite:
                return True
        return False

    # OUR GOVERNOR was attacked: known from before (but: they killed its founder)
    def _is_known_post(self, opener: Token, phrase: NounPhrase, predicate: Predicate) -> bool:
        post = phrase.noun is not None and phrase.noun.name in self.first.posts
        return post and opener.low in self.lexicon.possessives and predicate.rule != "verb before"

    def _is_further(self, tokens: list[Token], i: int, phrase: NounPhrase) -> bool:
        if phrase.others or tokens[i].low in self.lexicon.another:
            return True
        counted = i + 1 < len(tokens) and self.ordinals.get(tokens[i + 1].low, 1) > 1
        return counted and tokens[i].low not in self.lexicon.possessives

    def _claims(self, tokens: list[Token], predicate: Predicate) -> bool:
        """True for 'claimed a friend', and for an amount that a person is told (confirmed the TOLL TO a clerk)."""
        if predicate.rule != "phrase before":
            return False
        said = {tokens[k].low for k in range(predicate.first, predicate.last)}
        amounts = said & set(self.lexicon.measures.amount_nouns) - set(self.lexicon.nouns)
        return tokens[predicate.first].low in self.lexicon.measures.claim_words or bool(amounts)

    def _is_named_after(self, tokens: list[Token], j: int) -> bool:
        """True for 'her sister, Carolyn Holmes' and 'his brother Ali': a named person is not counted."""
        k = j
        if word_at(tokens, k) == ",":
            k = self.over_age(tokens, k + 1)[0]
        names = [
            t
            for t in tokens[k : k + 2]
            if t.title and t.low not in self.lexicon.stops and t.low[0].isalpha() and not t.number
        ]
        unknown = bool(names) and names[0] is tokens[k] and self.phrases.noun_at(tokens, k) is None
        return unknown and not self.shouting and (len(names) == 2 or k == j) and names[0].low not in self.lexicon.verbs

    before: Sequence[Sentence] = ()
    shouting = False
    antecedent = False
    heading = False

    def _harms(self, predicate: Predicate) -> bool:
        if predicate.role == "part":
            return predicate.rule == "part"
        return (
            predicate.role == "harm"
            and predicate.measure in self.lexicon.measures.implicit
            and self._is_close(predicate)
        )

    def _is_close(self, predicate: Predicate) -> bool:
        return predicate.distance <= 12 and predicate.rule != "amount"

    # a man | another woman | his wife | a third | an 8-year-old boy | the groom's father
    def _opened(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> NounPhrase | None:
        word = tokens[i].low
        if word in self.lexicon.definite:
            return self.first.find(tokens, i, numbers, self.before, self.antecedent)
        if word in self.lexicon.another and self._stands_alone(tokens, i, numbers):
            return NounPhrase(i, i + 1, None, None, others=True)
        if word not in self.openers or i + 1 >= len(tokens):
            return None
        if self.ordinals.get(tokens[i + 1].low, 1) > 1 and not self.first.noun_follows(tokens, i + 2):
            joined = word_at(tokens, i + 2) in self.lexicon.conjunctions
            return None if joined or not self.antecedent else NounPhrase(i + 1, i + 2, None, None)
        first, aged = self.over_age(tokens, i + 1)
        phrase = self.phrases.read(tokens, first, numbers - {i, i + 1, first})
        if aged and phrase.head is None:
            return NounPhrase(first, first)
        if phrase.head is None and self._is_counted_one(tokens, first):
            return NounPhrase(first, first + 1, first, self.phrases.noun_at(tokens, first), start_of_group=first)
        kin = word in self.lexicon.possessives
        if self._is_unknown_person(tokens, phrase) and not kin:
            return phrase
        return phrase if self.first.is_one(tokens, phrase, kin) else None

    # detained a FACILITATOR: an unknown noun with an ending of people's, of whom its predicate must be sure
    def _is_unknown_person(self, tokens: list[Token], phrase: NounPhrase) -> bool:
        if phrase.noun is not None or phrase.head is None:
            return False
        word = tokens[phrase.head].low
        counted = tokens[phrase.head].number or word in self.phrases.count_words
        amount = counted or word in self.lexicon.others or word in self.lexicon.measures.amount_nouns
        return not amount and word.endswith(self.phrases.person_endings)

    # one man was killed and ANOTHER injured
    def _stands_alone(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> bool:
        """True for 'another' without a noun, after people that have been counted."""
        if not self.antecedent or i + 1 in numbers or self.phrases.read(tokens, i + 1, numbers).head is not None:
            return False
        k = i + 1
        while k < len(tokens) and self.predicates.clauses.is_adverb(tokens[k].low):
            k += 1  # another SERIOUSLY injured (but: another PARTICULARLY violent week)
        lex = self.lexicon
        return k in (i + 1, len(tokens)) or tokens[k].low in lex.adjectives or bool(lex.harm(tokens[k].low))

    def over_age(self, tokens: list[Token], i: int) -> tuple[int, bool]:
        """The token after 'N-year-old' (also in split spellings), and whether there was one."""
        if i + 3 >= len(tokens) or not tokens[i].number:
            return i, False
        for k in range(i + 1, min(i + 6, len(tokens))):
            if tokens[k].low in self.lexicon.people.age_words:
                return k + 1, True
        return i, False

    # un MORT, une BLESSÉE: an adjective of harm used as a noun
    def _is_counted_one(self, tokens: list[Token], i: int) -> bool:
        noun = self.phrases.noun_at(tokens, i) if i < len(tokens) else None
        counted = noun is not None and noun.kind == "counted" and not (noun.plural or noun.weak)
        return counted and tokens[i].low in self.lexicon.adjectives

    # Teen killed in ... | 16-year-old girl shot | Police: Shawnee teenager shot to death
    def _bare_in_heading(self, sentence: Sentence, i: int, numbers: frozenset[int]) -> NounPhrase | None:
        tokens = sentence.tokens
        if not (sentence.heading or sentence.index == 0):
            return None
        begins = not i or tokens[i - 1].low in (":", "-", "|") or tokens[i - 1].low in self.lexicon.including
        begins = begins or (tokens[i - 1].low == "," and sentence.heading)
        listed = not begins and tokens[i - 1].low == "," and tokens[-1].low != "."
        if not begins and not listed and not self._is_object(tokens, i, numbers):
            return None
        if tokens[i].low in self.openers or tokens[i].low in self.lexicon.stops or is_compounded(tokens, i):
            return None
        first, aged = self.over_age(tokens, i)
        phrase = self.phrases.read(tokens, first, numbers - {i, first})
        if aged and phrase.head is None:
            return NounPhrase(first, first)
        noun = phrase.noun
        if self.lexicon.denied.ending(tokens, phrase.last - 1):
            return None  # loss of LIFE
        if listed and not self._is_harmed_there(tokens, phrase.last):
            return None
        single = noun is not None and not noun.plural and noun.kind in ("person", "kin", "combatant")
        return phrase if single and phrase.head is not None and phrase.head - i <= 5 else None

    # three wounded, ATTACKER DEAD | man dead, INFANT and woman hurt
    def _is_harmed_there(self, tokens: list[Token], last: int) -> bool:
        after = self.predicates.right(tokens, last)
        return after is not None and after.role == "harm" and after.distance <= LISTED and not after.finite

    def _is_object(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> bool:
        """True in headings after a verb or phrase of harm: charged with murdering MOTHER, death of LAS VEGAS BOY."""
        if not (tokens[i - 1].low in self.lexicon.quantifiers_of or self.lexicon.harm(tokens[i - 1].low)):
            return False
        left = self.predicates.left(tokens, i, numbers)
        return left is not None and left.role == "harm" and left.distance == 0

    def _is_named(self, tokens: list[Token], i: int) -> bool:
        """True for 'Benjamin Banky, a clerk, ...': an apposition to a named person."""
        if i < 2 or tokens[i - 1].low != ",":
            return False
        name = tokens[i - 2].title and self.phrases.noun_at(tokens, i - 2) is None and i > 2 and not self.shouting
        before = tokens[i - 3].title and tokens[i - 3].low not in self.lexicon.prepositions
        return name and (before or self.lexicon.harm(tokens[i - 3].low) is not None)

    def _coordinated(
        self, tokens: list[Token], i: int, person: Person, numbers: frozenset[int], found: list[Person]
    ) -> int:
        """'his mother AND SISTER': a bare noun for a person joined to one just found shares its predicate."""
        while i + 1 < len(tokens) and (tokens[i].low in self.lexicon.conjunctions or tokens[i].low == ","):
            noun = self.phrases.noun_at(tokens, i + 1)
            bare = noun is not None and not noun.plural and noun.kind in ("kin", "person")
            apart = tokens[i].low == "," and not (self.heading or self._is_list(tokens, i + 2))
            if noun is None or not bare or apart:
                return i
            phrase = NounPhrase(i + 1, i + 2, i + 1, noun, start_of_group=i + 1)
            found.append(Person(i + 1, i + 2, phrase, person.predicate))
            i += 2
        return i

    # a man, WOMAN AND BOY were hurt
    def _is_list(self, tokens: list[Token], i: int) -> bool:
        """True where a second bare noun for a person is joined to one that ends before token i."""
        noun = self.phrases.noun_at(tokens, i + 1) if i + 1 < len(tokens) else None
        return noun is not None and not noun.plural and tokens[i].low in self.lexicon.conjunctions


def is_gerund_form(lexicon: Lexicon, word: str) -> bool:
    """True for a verb of harm in its form for what goes on (shooting)."""
    return any(is_gerund(verb) and verb.measure for verb in lexicon.verbs.get(word, ()))


def _harm_words(lexicon: Lexicon) -> frozenset[str]:
    """Words of harm, for a quick test of a sentence."""
    words = {word for word in lexicon.verbs if lexicon.harm(word)}
    particles = {part for word in words if "-" in word for part in word.split("-")}
    small = lexicon.stops | lexicon.adverbs
    said = {word for phrase in _harm_phrases(lexicon) for part in _parts(phrase) for word in part} - small
    return frozenset(words | particles | said | _harm_nouns(lexicon))


def _telling_words(lexicon: Lexicon) -> frozenset[str]:
    """Words of which every sentence about a person harmed, or part of those harmed, contains at least one."""
    verbs = {max(word.split("-"), key=len) for word in lexicon.verbs if lexicon.harm(word)}
    small = lexicon.stops | lexicon.adverbs
    said = {word for phrase in _harm_phrases(lexicon) for word in _surest(phrase, small)}
    return frozenset(verbs | said | _harm_nouns(lexicon) | lexicon.including)


def _harm_nouns(lexicon: Lexicon) -> set[str]:
    """Nouns and adjectives of harm."""
    return {word for word, noun in lexicon.nouns.items() if noun.kind == "counted"} | set(lexicon.adjectives)


def _harm_phrases(lexicon: Lexicon) -> list[str]:
    measures = lexicon.measures
    return [phrase for phrases in (*measures.after.values(), *measures.before.values()) for phrase in phrases]


def _parts(phrase: str) -> list[set[str]]:
    """The choices for each word of a phrase; empty for a gap."""
    return [set(part.strip("?").split("/")) for part in phrase.split() if part != "~"]


def _surest(phrase: str, small: frozenset[str]) -> set[str]:
    """The words of which a text with the phrase must contain one: the choices for its longest required word.

    >>> _surest("taken to the? hospital", frozenset({"to", "the"}))
    {'hospital'}
    """
    needed = _parts(" ".join(part for part in phrase.split() if not part.endswith("?")))
    sure = [words for words in needed if words.isdisjoint(small)]
    return max(sure, key=lambda words: min(map(len, words))) if sure else set().union(*_parts(phrase)) - small
