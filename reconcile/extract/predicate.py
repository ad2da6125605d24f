"""What is said of a noun phrase: the verb, adjective or noun in its clause that tells what is counted.

Looks to the right for what those counted are or do (12 people WERE KILLED, 12 WOUNDED), to the left for what is done to
them (KILLING 12, a DEATH TOLL OF 12), over what may stand between: prepositional phrases, appositions, coordinated
phrases, auxiliaries. The nearer and the more explicit wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reconcile.extract.lexicon import Lexicon, Verb, is_gerund, is_participle
from reconcile.extract.phrase import PhraseReader
from reconcile.extract.text import Token
from reconcile.language.inflect import BASE, PARTICIPLE, PAST, THIRD

REACH = 45


@dataclass(frozen=True, slots=True)
class Predicate:
    """What was found: a measure of harm, an agent (they act), another verb, or a part (the measure of its whole)."""

    role: Literal["harm", "agent", "other", "part"]
    measure: str | None
    first: int
    last: int
    distance: int
    rule: str
    finite: bool = False


class PredicateReader:
    """Finds the predicate of the noun phrase at tokens[first:last]."""

    def __init__(self, lexicon: Lexicon, phrases: PhraseReader):
        self.lexicon = lexicon
        self.phrases = phrases

    def find(self, tokens: list[Token], first: int, last: int, numbers: frozenset[int]) -> Predicate | None:
        """The predicate that speaks of tokens[first:last] (number, hedges and noun phrase), or None."""
        right = self.right(tokens, last, numbers)
        left = self.left(tokens, first, numbers)
        if left is None or right is None:
            return left or right
        if left.role == "harm" and left.distance == 0 and left.rule == "phrase before":
            return left if right.distance > 0 or right.role != "harm" else right
        if right.role == "harm" and right.distance <= 1 and not self._yields(right, left):
            return right
        if left.role == "harm":
            return right if right.role == "harm" and right.finite and left.distance > 0 else left
        return right if right.role == "harm" or left.role == "other" else left

    def _yields(self, right: Predicate, left: Predicate) -> bool:
        """'killed 40 people seeking shelter': the verb right before wins over what describes those killed."""
        near = left.role == "harm" and left.distance == 0 and left.rule == "verb before"
        return (
            near
            and (not right.finite or right.rule.endswith("(relative)"))
            and right.measure in self.lexicon.measures.yielding
        )

    # ------------------------------------------------------------------ to the right

    def right(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> Predicate | None:
        """What stands behind the phrase that ends before token i; a relative clause yields to the main verb behind it."""
        found = self._right(tokens, i, numbers)
        if found and found.rule.endswith(" (relative)") and found.measure in self.lexicon.measures.yielding:
            main = self._right(tokens, found.last, numbers)
            if main and main.role == "harm" and main.measure not in self.lexicon.measures.yielding:
                return main
        return found

    def _right(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> Predicate | None:
        lex, j, distance, passive, finite, aside = self.lexicon, i, 0, False, False, False
        relative = False
        while j < len(tokens) and j - i < REACH:
            word = tokens[j].low
            phrase = lex.after.starting(tokens, j)
            if phrase and (not aside or finite) and not self._is_other_clause(tokens, phrase[1], passive):
                rule = "phrase after (relative)" if relative else "phrase after"
                return Predicate("harm", phrase[0], j, phrase[1], distance, rule, finite)
            if word in lex.subjects or (word == '"' and j > i):
                return None
            if (word in lex.be or word in lex.get) and j and tokens[j - 1].low in lex.infinitive and not finite:
                pass
            elif word in lex.be or word in lex.get:
                passive = finite = True
            elif word in lex.have or word in lex.modals or word in lex.do:
                finite = True
            elif word in lex.negations or word in lex.adverbs or word.endswith("ly") or word in lex.others:
                pass
            elif word in ("(", "["):
                j = self._close(tokens, j)
            elif word in lex.relatives and (word != "that" or distance == 0):
                relative, distance = True, distance + 1
            elif word in lex.including:
                aside, distance = True, distance + 1
            elif (join := lex.joining.starting(tokens, j)) and word not in lex.conjunctions:
                if finite and not relative:
                    return None
                j, distance, aside = join[1] - 1, distance + 1, True
            elif word == "," or word in lex.conjunctions:
                if finite and not passive and not relative:
                    return None
                onward = self._over_join(tokens, j, numbers, finite)
                if onward is None:
                    return None
                closes = word == "," and self._resumes(tokens, onward)
                aside, j, distance = (aside or word == ",") and not closes, onward - 1, distance + 1
            elif word in (";", ":", "--", "?", "!") or (word == "." and j + 1 < len(tokens)):
                return None
            elif word in lex.subordinators and word not in lex.prepositions:
                return None
            elif word in lex.determiners and finite and not passive:
                pass
            elif word in lex.measures.amount_nouns and j - i <= 3 and tokens[j - 1].low in lex.determiners | lex.total:
                return self._amount_right(tokens, j)
            else:
                found = self._verb_right(tokens, j, distance, passive, finite, aside, relative)
                if found is not None:
                    return found
                if lex.verbs.get(word) and not self.phrases.noun_at(tokens, j) and not self._nominal(tokens, j):
                    relative = False
                    if not passive and finite:
                        return Predicate("other", None, j, j + 1, distance, "verb after", True)
                distance += 1
            j += 1
        return None

    def _verb_right(
        self, tokens: list[Token], j: int, distance: int, passive: bool, finite: bool, aside: bool, relative: bool
    ) -> Predicate | None:
        lex, word = self.lexicon, tokens[j].low
        verb = lex.harm_at(tokens, j)
        adjective = lex.adjectives.get(word)
        if verb is None and adjective is None:
            plain = lex.verbs.get(word)
            if aside and not finite or self._nominal(tokens, j):
                return None
            if plain and not passive and not relative and self._acts(plain[0]) and not self.phrases.noun_at(tokens, j):
                return Predicate("other", None, j, j + 1, distance, f"verb after: {word}", True)
            return None
        if aside and not finite:
            return None
        if verb is None or (adjective and not (verb.frame == "object" and is_participle(verb))):
            if adjective and (passive or distance == 0 or finite):
                return Predicate("harm", adjective, j, j + 1, distance, "adjective after", finite)
            if verb is None:
                return None
        measure, last = self._joined(tokens, j, verb)
        measure = self._deadly(tokens, j, measure)
        if verb.frame == "subject":
            return Predicate("harm", measure, j, last, distance, "verb after", finite or PAST in verb.slots)
        if passive and is_participle(verb):
            return Predicate("harm", measure, j, last, distance, "passive after", True)
        if is_participle(verb) and not self._object_follows(tokens, last):
            return Predicate("harm", measure, j, last, distance, "participle after", finite)
        if is_gerund(verb) and distance > 0:
            return None
        return Predicate("agent", None, j, j + 1, distance, f"acts: {word}", True)

    def _resumes(self, tokens: list[Token], j: int) -> bool:
        """True where a verb stands behind the comma that ends an apposition: 12 people, six of them infants, DIED."""
        word = tokens[j].low
        if word in self.lexicon.auxiliaries or self.lexicon.harm_at(tokens, j):
            return True
        verbs = self.lexicon.verbs.get(word, ())
        return any(PAST in v.slots and PARTICIPLE not in v.slots for v in verbs) and not self.phrases.noun_at(tokens, j)

    # bringing to 274,000 the TOTAL NUMBER OF people displaced
    def _amount_right(self, tokens: list[Token], j: int) -> Predicate | None:
        nouns = self.lexicon.measures.amount_nouns
        ends = (k for k in range(j + 1, min(j + 14, len(tokens))) if tokens[k].low in (",", ";", "."))
        measure = self._measure_between(tokens, j, next(ends, min(j + 14, len(tokens)))) or nouns[tokens[j].low]
        return Predicate("harm", measure, j, j + 1, 1, f"amount: {tokens[j].low}") if measure else None

    def _nominal(self, tokens: list[Token], j: int) -> bool:
        """True where an article or a preposition makes a verb form a noun: the NUMBER of, in TOTAL."""
        return j > 0 and tokens[j - 1].low in self.lexicon.determiners | self.lexicon.possessives

    def _is_other_clause(self, tokens: list[Token], j: int, passive: bool) -> bool:
        """'Shot and killed TWO' acts; 'critically' belongs to the verb behind it in 'critically INJURING a third'."""
        if j >= len(tokens):
            return False
        if not passive and self.lexicon.harm(tokens[j - 1].low) and self._object_follows(tokens, j):
            return True
        return tokens[j - 1].low.endswith("ly") and self.lexicon.harm(tokens[j].low) is not None

    def _acts(self, verb: Verb) -> bool:
        return bool(verb.slots & {BASE, THIRD, PAST})

    def _joined(self, tokens: list[Token], j: int, verb: Verb) -> tuple[str | None, int]:
        """Measure of verbs that share their object: killed and injured -> casualties; shot and killed -> killed."""
        lex, k = self.lexicon, j + 1
        if k < len(tokens) and (tokens[k].low in lex.conjunctions or tokens[k].low in (",", "/")):
            k += 1
            while k < len(tokens) and (
                tokens[k].low.endswith("ly") or tokens[k].low in lex.adverbs or tokens[k].low in lex.conjunctions
            ):
                k += 1
        other = lex.harm(tokens[k].low) if k < len(tokens) else None
        if other is None or other.slots.isdisjoint(verb.slots):
            return verb.measure, j + 1
        if k == j + 1 and other.measure == verb.measure:
            return verb.measure, k + 1
        return self._together(verb.measure, other.measure), k + 1

    def _together(self, one: str | None, two: str | None) -> str | None:
        rules = self.lexicon.measures
        if one in rules.outcome_open:
            return two
        if two in rules.outcome_open or one == two:
            return one
        return "casualties" if one in rules.together and two in rules.together else one

    def _object_follows(self, tokens: list[Token], j: int) -> bool:
        """True where a number or an article follows, so that 'killed' is active: three bombers killed at least two."""
        while j < len(tokens) and (tokens[j].low in self.lexicon.adverbs and tokens[j].low not in ("overnight",)):
            j += 1
        if j >= len(tokens):
            return False
        word = tokens[j].low
        hedge = word in ("at", "more", "up", "about", "some", "over", "nearly", "almost", "around") and j + 1 < len(
            tokens
        )
        if hedge:
            return tokens[j + 1].low in ("least", "than", "to") or self._is_count(tokens, j + 1)
        if self._is_count(tokens, j):
            return not self._next_is_counted_apart(tokens, j)
        return word in self.lexicon.articles or word in self.lexicon.possessives

    def _next_is_counted_apart(self, tokens: list[Token], j: int) -> bool:
        """In '2 civilians killed 7 injured' the second number has a participle of its own: no object of 'killed'."""
        for k in range(j + 1, min(j + 4, len(tokens))):
            word = tokens[k].low
            if word in self.lexicon.adjectives or ((v := self.lexicon.harm(word)) and is_participle(v)):
                return not self._is_count(tokens, k + 1) if k + 1 < len(tokens) else True
            if not word[0].isalpha():
                return False
        return False

    def _is_count(self, tokens: list[Token], j: int) -> bool:
        return tokens[j].number or tokens[j].low in self.count_words

    count_words: frozenset[str] = frozenset()
    none_words: frozenset[str] = frozenset()

    def _over_join(self, tokens: list[Token], j: int, numbers: frozenset[int], finite: bool) -> int | None:
        """Where to go on behind a comma or an 'and': over a coordinated phrase or an apposition; None where a clause ends."""
        lex, k = self.lexicon, j + 1
        while k < len(tokens) and (tokens[k].low in lex.conjunctions or tokens[k].low == ","):
            k += 1
        if k >= len(tokens) or finite:
            return None
        word = tokens[k].low
        if (tokens[j].low in lex.conjunctions and word in lex.auxiliaries) or word in self.none_words:
            return None
        verb = lex.harm(word)
        if verb and not self.phrases.noun_at(tokens, k) and (is_gerund(verb) or self._object_follows(tokens, k + 1)):
            return None
        if word in lex.subordinators and word not in lex.relatives or word in lex.contrast:
            return None
        return k

    def _close(self, tokens: list[Token], j: int) -> int:
        for k in range(j + 1, min(len(tokens), j + 25)):
            if tokens[k].low in (")", "]"):
                return k
        return j

    # ------------------------------------------------------------------ to the left

    def left(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> Predicate | None:
        """What stands before the phrase that begins at token i."""
        lex, j, distance, joined = self.lexicon, i - 1, 0, False
        while j >= 0 and i - j < REACH:
            word = tokens[j].low
            phrase = lex.before.ending(tokens, j)
            if phrase:
                return Predicate("harm", phrase[0], phrase[1], j + 1, distance, "phrase before")
            if word in lex.including or (word in lex.them and j and tokens[j - 1].low in lex.including):
                return Predicate("part", None, j, j + 1, distance, f"part: {word}")
            if (
                word in lex.determiners
                or word in lex.possessives
                or word in lex.others
                or word in lex.adverbs
                or word.endswith("ly")
            ):
                j -= 1
                continue
            found = self._verb_left(tokens, j, distance)
            if found is not None:
                return found
            join = lex.joining.ending(tokens, j)
            if word not in lex.conjunctions and word != "," and not join:
                return self._amount(tokens, i)
            j, joined = (join[1], True) if join else (j, joined)
            onward = self._before_join(tokens, j, numbers)
            if onward is None:
                return Predicate("part", None, j, j + 1, distance, "joined") if joined else self._amount(tokens, i)
            j, distance = onward, distance + 1
        return self._amount(tokens, i)

    # the death TOLL from the storm has RISEN TO 19 | the number of people abducted stands at 220
    def _amount(self, tokens: list[Token], i: int) -> Predicate | None:
        lex = self.lexicon
        verb = lex.amounts.ending(tokens, i - 1)
        if verb is None:
            return None
        for j in range(verb[1] - 1, max(-1, verb[1] - 25), -1):
            word = tokens[j].low
            if word in (";", ".", "--") or word in lex.subordinators - lex.prepositions - lex.relatives:
                return None
            if word in lex.measures.amount_nouns:
                measure = self._measure_between(tokens, j, verb[1]) or lex.measures.amount_nouns[word]
                if word == tokens[i - 1].low or (measure is None and word not in ("number", "figure", "count")):
                    return None
                return Predicate("harm" if measure else "part", measure, j, verb[1], 1, f"amount: {word}")
        if tokens[i - 1].low == ":":
            measure = self._measure_between(tokens, max(-1, i - 8), i - 1)
            return Predicate("harm", measure, i - 2, i, 1, "label") if measure else None
        return None

    def _measure_between(self, tokens: list[Token], noun: int, verb: int) -> str | None:
        """The word of harm beside 'toll' or between 'number of' and its verb: the number of CIVILIANS KILLED."""
        lex = self.lexicon
        for k in [noun - 1, *range(noun + 1, verb)]:
            if k < 0:
                continue
            word = tokens[k].low
            counted = lex.nouns.get(word)
            measure = lex.adjectives.get(word) or (counted.measure if counted and counted.kind == "counted" else None)
            harm = lex.harm(word)
            if measure or (harm and is_participle(harm)):
                return measure or (harm.measure if harm else None)
        return None

    def _verb_left(self, tokens: list[Token], j: int, distance: int) -> Predicate | None:
        lex, word = self.lexicon, tokens[j].low
        verb = lex.harm_at(tokens, j, back=True)
        if verb is None or verb.frame != "object":
            return None
        if (
            (verb.slots <= {PARTICIPLE} and not self._is_perfect(tokens, j))
            or self._is_passive(tokens, j)
            or (word in lex.nouns and self._nominal(tokens, j))
        ):
            return None
        measure, first = self._joined_left(tokens, j, verb)
        return Predicate("harm", self._deadly(tokens, j, measure), first, j + 1, distance, "verb before")

    def _deadly(self, tokens: list[Token], j: int, measure: str | None) -> str | None:
        """Fatally shot: killed."""
        near = {t.low for t in tokens[max(0, j - 1) : j + 2]}
        return measure if near.isdisjoint(self.lexicon.measures.deadly_adverbs) else "killed"

    def _is_perfect(self, tokens: list[Token], j: int) -> bool:
        """Have taken out seven: a participle behind 'have' is active."""
        return any(t.low in self.lexicon.have for t in tokens[max(0, j - 3) : j])

    def _is_passive(self, tokens: list[Token], j: int) -> bool:
        k = j - 1
        while k >= 0 and (
            tokens[k].low in self.lexicon.adverbs
            or tokens[k].low.endswith("ly")
            or tokens[k].low in self.lexicon.negations
        ):
            k -= 1
        return k >= 0 and tokens[k].low in self.lexicon.be and tokens[j].low in self._participles_only(tokens, j)

    def _participles_only(self, tokens: list[Token], j: int) -> tuple[str, ...]:
        verb = self.lexicon.harm(tokens[j].low)
        return (tokens[j].low,) if verb and is_participle(verb) else ()

    def _joined_left(self, tokens: list[Token], j: int, verb: Verb) -> tuple[str | None, int]:
        lex, k = self.lexicon, j - 1
        while k >= 0 and (
            tokens[k].low in lex.conjunctions or tokens[k].low in (",", "/") or tokens[k].low.endswith("ly")
        ):
            k -= 1
        other = lex.harm(tokens[k].low) if 0 <= k < j else None
        if other is None or other.slots.isdisjoint(verb.slots):
            return verb.measure, j
        return self._together(other.measure, verb.measure), k

    def _before_join(self, tokens: list[Token], j: int, numbers: frozenset[int]) -> int | None:
        """Over the coordinated phrase that ends before token j: its number or article, and on to what stands before it."""
        lex, k = self.lexicon, j - 1
        while k >= 0 and (tokens[k].low in lex.conjunctions or tokens[k].low == ","):
            k -= 1
        for back in range(10):
            at = k - back
            if at < 0:
                return None
            word = tokens[at].low
            if at in numbers or word in lex.articles or word in lex.possessives:
                return self._before_hedge(tokens, at) - 1
            verb = lex.harm(word)
            if verb and verb.frame == "object" and not self._is_passive(tokens, at) and back > 0:
                return at
            if word in lex.auxiliaries or word in (";", ":", ".") or word in lex.subordinators - lex.prepositions:
                return None
        return None

    def _before_hedge(self, tokens: list[Token], at: int) -> int:
        return at
