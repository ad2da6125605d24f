"""Finds a predicate before a noun phrase: what is done to those counted (KILLING 12), what counts them (TOLL OF 12)."""

from __future__ import annotations

from reconcile.extract.counted.clause import CLAUSE, REACH, Clauses, Predicate
from reconcile.extract.counted.inverted import InvertedReader
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS
from reconcile.text.document import Token
from reconcile.text.inflect import PARTICIPLE
from reconcile.text.lexicon import Verb
from schemas.codes import Measure

COORDINATED = 10
"""Words of a coordinated phrase to look back over."""
OBJECT = 14
"""Words of a verb's object, after which a word of death may come."""
DASHES = frozenset({"-", "--"})
LABEL = 8
"""Words of a label before its colon."""


class LeftReader:
    """Finds the predicate before a phrase."""

    def __init__(self, clauses: Clauses):
        self.clauses = clauses
        self.lexicon = clauses.lexicon
        self.inverted = InvertedReader(clauses).find

    def find(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> Predicate | None:
        """The predicate before the phrase that begins at token i; `numbers` are the tokens at which numbers begin."""
        if (label := self._dashed_label(tokens, i)) is not None:
            return label
        lex, j, distance, joined = self.lexicon, self._over_group(tokens, i - 1), 0, False
        while j >= 0 and i - j < REACH:
            found = self._before(tokens, j, distance)
            if found is not None:
                return found
            word = tokens[j].low
            if word in lex.openers or word in lex.others or word == '"' or self.clauses.is_adverb(word):
                j -= 1
                continue
            if self._is_listed(tokens, j):
                onward = self._over_phrase(tokens, j + 1, numbers)
                if onward is not None and self._before(tokens, onward, 1):
                    return self._before(tokens, onward, 1)
            join = lex.joining.ending(tokens, j)
            if word not in lex.conjunctions and word != "," and not join:
                return self._amount(tokens, i)
            j, joined = (join[1], True) if join else (j, joined)
            onward = self._over_phrase(tokens, j, numbers)
            if onward is None:
                return self._shared(tokens, j, i) if joined else self._amount(tokens, i)
            j, distance = onward, distance + 1
        return self._amount(tokens, i)

    # kill 10 CHILDREN 5 women (a list that has lost its commas)
    def _is_listed(self, tokens: list[Token], j: int) -> bool:
        noun = self.clauses.phrases.noun_at(tokens, j)
        return noun is not None and noun.plural and noun.kind in PEOPLE_KINDS

    # wiped out a FAMILY OF six
    def _over_group(self, tokens: list[Token], j: int) -> int:
        group = j > 0 and tokens[j].low in self.lexicon.quantifiers_of
        return j - 2 if group and tokens[j - 1].low in self.lexicon.people.group_words else j

    def _before(self, tokens: list[Token], j: int, distance: int) -> Predicate | None:
        lex, word = self.lexicon, tokens[j].low
        phrase = lex.before.ending(tokens, j)
        if phrase:
            return Predicate("harm", phrase[0], phrase[1], j + 1, distance, "phrase before")
        among_them = word in lex.them and j > 0 and tokens[j - 1].low in lex.including
        if word in lex.including or among_them:
            return Predicate("part", None, j - among_them, j + 1, distance, "part")
        if word in lex.openers or word in lex.others:
            return None
        return self._verb(tokens, j, distance) or self.inverted(tokens, j, distance)

    # killing 12 | has killed and wounded 12 | have taken out seven
    def _verb(self, tokens: list[Token], j: int, distance: int) -> Predicate | None:
        verb = self.lexicon.harm_at(tokens, j, back=True)
        if verb is None or verb.frame != "object" or not self._is_active(tokens, j, verb):
            return None
        if self.clauses.is_intended(tokens, j):
            return Predicate("other", None, j, j + 1, distance, "intended")
        measure, first, also = self._joined(tokens, j, verb)
        measure = self.clauses.deadly(tokens, j, measure)
        if self._ends_deadly(tokens, j):
            measure = Measure.KILLED
        return Predicate("harm", measure, first, j + 1, distance, "verb before", also=also)

    # stabbed his mother and a friend TO DEATH
    def _ends_deadly(self, tokens: list[Token], j: int) -> bool:
        for k in range(j + 1, min(len(tokens), j + OBJECT)):
            if tokens[k].low in (",", ";", "."):
                return False
            if self.lexicon.deadly_ends.starting(tokens, k):
                return True
        return False

    def _is_active(self, tokens: list[Token], j: int, verb: Verb) -> bool:
        those = j > 1 and tokens[j - 1].low in self.lexicon.them & self.lexicon.definite
        if those and tokens[j - 2].low not in self.lexicon.quantifiers_of:
            return False  # as well as THOSE killed 160 people were hurt
        perfect = any(t.low in self.lexicon.have for t in tokens[max(0, j - 3) : j])
        if verb.slots <= {PARTICIPLE} and not perfect:
            return False
        noun = tokens[j].low in self.lexicon.nouns and self.clauses.is_nominal(tokens, j)
        return not noun and not self.clauses.is_passive(tokens, j)

    # killing AND WOUNDING 12
    def _joined(self, tokens: list[Token], j: int, verb: Verb) -> tuple[Measure | None, int, Predicate | None]:
        lex, k = self.lexicon, j - 1
        while k >= 0 and (
            tokens[k].low in lex.conjunctions
            or tokens[k].low in (",", "/")
            or tokens[k].low.endswith(lex.adverb_endings)
        ):
            k -= 1
        other = lex.harm(tokens[k].low) if k >= 0 else None
        if other is None or not self.clauses.shares(verb, other):
            return verb.measure, j, None
        measure = self.clauses.joint(other, verb)
        apart = self.clauses.are_apart(other.measure, verb.measure)
        if apart and self._is_choice(tokens, k, j):
            return Measure.CASUALTIES, k, None
        return measure, k, Predicate("harm", verb.measure, k, j + 1, 0, "verb before") if apart else None

    # killed, injured OR captured 12
    def _is_choice(self, tokens: list[Token], first: int, last: int) -> bool:
        """True where several verbs share the count without saying how many each of them holds."""
        lex = self.lexicon
        return (
            any(tokens[k].low in lex.choices for k in range(first, last))
            and lex.harm(tokens[first - 2].low) is not None
        )

    # the mayor was KILLED at eight, along with two of his bodyguards
    def _shared(self, tokens: list[Token], j: int, i: int) -> Predicate:
        """The predicate of a figure joined to the words before it: that of the last verb of harm there, if any."""
        verbs = (self.lexicon.harm(tokens[k].low) for k in range(j, max(-1, j - CLAUSE), -1))
        measure = next((verb.measure for verb in verbs if verb), None)
        return Predicate("part", measure, max(0, j), i, 1, "joined")

    def _over_phrase(self, tokens: list[Token], j: int, numbers: frozenset[int]) -> int | None:
        """The token before the number or article of the coordinated phrase ending before token j; None without one."""
        lex, k = self.lexicon, j - 1
        while k >= 0 and (tokens[k].low in lex.conjunctions or tokens[k].low == ","):
            k -= 1
        for at in range(k, max(-1, k - COORDINATED), -1):
            word = tokens[at].low
            if at in numbers or word in lex.articles or word in lex.possessives:
                hedge = lex.hedges.ending(tokens, at - 1)  # AT LEAST 12 men
                return hedge[1] - 1 if hedge else at - 1
            verb = lex.harm(word)
            if at < k and verb and verb.frame == "object" and not self.clauses.is_passive(tokens, at):
                return at
            if word in lex.auxiliaries or word in (";", ":", ".") or word in lex.clause_openers:
                return None
        return None

    # the death TOLL from the storm has RISEN TO 19 | the NUMBER of people abducted STANDS AT 220 | Killed: 12
    def _amount(self, tokens: list[Token], i: int) -> Predicate | None:
        verb, last = self.lexicon.amounts.ending(tokens, i - 1), i
        if verb is None and (hedge := self.lexicon.amounts.starting(tokens, i)):
            verb, last = ("amount", i), hedge[1]  # the toll TOPS 12, went UP TO 12: the verb is the number's hedge
        if verb is None:
            return None
        for j in range(verb[1] - 1, max(-1, verb[1] - CLAUSE), -1):
            word = tokens[j].low
            if word in (";", ".", "--") or (word in self.lexicon.clause_openers and word not in self.lexicon.relatives):
                return None
            if word in self.lexicon.measures.amount_nouns:
                return self._amount_of(tokens, j, verb[1], last)
        return self._label(tokens, i) if tokens[i - 1].low == ":" else None

    def _amount_of(self, tokens: list[Token], noun: int, verb: int, last: int) -> Predicate | None:
        """The measure of 'toll' or 'number of civilians killed'; a bare 'number' has the measure named before it."""
        rules, word = self.lexicon.measures, tokens[noun].low
        counted = (self.clauses.phrases.noun_at(tokens, k) for k in range(noun + 1, verb))
        first = next((found for found in counted if found), None)
        named = tokens[noun + 1].low in self.lexicon.quantifiers_of and rules.amount_nouns[word] is None
        if named and first and first.kind == Measure.PLACES:
            return None  # the number of villages affected
        measure = self.clauses.measure_between(tokens, noun, verb) or rules.amount_nouns[word]
        if named and measure is None and (first is None or first.kind not in (*PEOPLE_KINDS, "counted")):
            return None  # the number of cards
        joined = verb == last - 1 and tokens[verb].low in self.lexicon.quantifiers_of
        if joined and word not in rules.totals:
            return None
        if noun == last - 1 or (measure is None and word not in rules.same_amount):
            return None
        return Predicate("harm" if measure else "part", measure, noun, last, 1, "amount")

    # Deaths - 12, Injured - 30
    def _dashed_label(self, tokens: list[Token], i: int) -> Predicate | None:
        """The measure of a label that begins a line or a part of a list, with a dash between blanks behind it."""
        apart = i > 1 and tokens[i - 1].low in DASHES and tokens[i - 1].start > tokens[i - 2].end
        first = next((k for k in range(i - 2, max(-1, i - 5), -1) if tokens[k].low in (",", ";", "|")), -1) + 1
        if not apart or i - 1 - first > 2 or tokens[i].start == tokens[i - 1].end:
            return None
        measure = self.clauses.measure_between(tokens, first - 1, i - 1)
        return Predicate("harm", measure, first, i, 0, "phrase before") if measure else None

    def _label(self, tokens: list[Token], i: int) -> Predicate | None:
        measure = self.clauses.measure_between(tokens, max(-1, i - LABEL), i - 1)
        return Predicate("harm", measure, max(0, i - 2), i, 1, "label") if measure else None
