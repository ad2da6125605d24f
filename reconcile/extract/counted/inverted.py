"""Verbs before those whom they count: `in the blast DIED seven soldiers`, `ont été TUÉES douze personnes`."""

from __future__ import annotations

from reconcile.extract.counted.clause import CLAUSE, Clauses, Predicate
from reconcile.text.document import Token
from reconcile.text.inflect import PARTICIPLE, PAST, THIRD
from reconcile.text.lexicon import Verb, is_participle


class InvertedReader:
    """Finds a verb of harm whose subject follows it, because nothing before it can be its subject."""

    def __init__(self, clauses: Clauses):
        self.clauses = clauses
        self.lexicon = clauses.lexicon

    def find(self, tokens: list[Token], j: int, distance: int) -> Predicate | None:
        """The predicate that ends with token j, directly before the phrase that it counts."""
        if tokens[j].low in self.lexicon.be:
            return self._opening(tokens, j, distance)
        verb = self.lexicon.harm_at(tokens, j, back=True)
        if verb is None or (tokens[j].low in self.lexicon.nouns and self.clauses.is_nominal(tokens, j)):
            return None
        k, helpers = self._over_helpers(tokens, j - 1)
        if self._is_predicate(verb, helpers) and self._lacks_subject(tokens, k):
            return Predicate("harm", verb.measure, k + 1, j + 1, distance, "verb before")
        return self._second(tokens, j, k, verb, distance) if not helpers else None

    # died | SONT morts | ONT ÉTÉ tuées
    def _is_predicate(self, verb: Verb, helpers: frozenset[str]) -> bool:
        passive = not helpers.isdisjoint(self.lexicon.be)
        if verb.frame == "object":
            return passive and is_participle(verb)
        finite = not verb.slots.isdisjoint({PAST, THIRD})
        return finite or (PARTICIPLE in verb.slots and (passive or not helpers.isdisjoint(self.lexicon.have)))

    # ont été tuées douze personnes et BLESSÉES vingt autres
    def _second(self, tokens: list[Token], j: int, k: int, verb: Verb, distance: int) -> Predicate | None:
        if k < 0 or tokens[k].low not in self.lexicon.conjunctions or not is_participle(verb):
            return None
        harms = ((at, self.lexicon.harm(tokens[at].low)) for at in range(k - 1, max(-1, k - CLAUSE), -1))
        at, first = next(((at, harm) for at, harm in harms if harm), (0, None))
        if not self.clauses.shares(verb, first) or self.find(tokens, at, 1) is None:
            return None
        return Predicate("harm", verb.measure, j, j + 1, distance, "verb before")

    # KILLED in the blast WERE 12 people
    def _opening(self, tokens: list[Token], j: int, distance: int) -> Predicate | None:
        start = self._clause_start(tokens, j - 1)
        while start < j and self.clauses.is_adverb(tokens[start].low):
            start += 1
        verb = self.lexicon.harm(tokens[start].low)
        if start == j or verb is None or verb.frame != "object" or not is_participle(verb):
            return None
        beside = start + 1 == j or tokens[start + 1].low in self.lexicon.prepositions
        if not beside or not self._is_circumstance(tokens, start + 1, j):
            return None
        return Predicate("harm", verb.measure, start, j + 1, distance, "verb before")

    # ------------------------------------------------------------------ the words before the verb

    def _over_helpers(self, tokens: list[Token], k: int) -> tuple[int, frozenset[str]]:
        """The token before the auxiliaries and adverbs that end with token k, and those words."""
        words, lex = set(), self.lexicon
        while k >= 0 and (tokens[k].low in lex.auxiliaries or self.clauses.is_adverb(tokens[k].low)):
            words.add(tokens[k].low)
            k -= 1
        return k, frozenset(words)

    def _lacks_subject(self, tokens: list[Token], k: int) -> bool:
        """True where there are only adverbials between the beginning of the clause and the verb after token k."""
        lex = self.lexicon
        if k >= 0 and tokens[k].low in lex.conjunctions:
            return False
        if k >= 0 and tokens[k].low in lex.relatives:
            return k > 0 and tokens[k - 1].low in lex.prepositions  # in WHICH died seven
        start = self._clause_start(tokens, k)
        return start > k or self._is_circumstance(tokens, start, k + 1)

    def _clause_start(self, tokens: list[Token], k: int) -> int:
        opens = (self.lexicon.clause_openers - self.lexicon.relatives).union('";:()')
        while k >= 0 and tokens[k].low not in opens and tokens[k].low != "--":
            k -= 1
        return k + 1

    def _is_circumstance(self, tokens: list[Token], first: int, end: int) -> bool:
        """True for 'in the blast', 'near the market on Monday': no noun without a preposition, and no verb."""
        lex = self.lexicon
        for k in range(first, end):
            word, before = tokens[k].low, tokens[k - 1].low if k > first else ""
            if word in lex.prepositions or self.clauses.is_adverb(word) or word in lex.conjunctions or word == ",":
                continue
            joined = before in lex.prepositions or before in lex.openers or before in lex.conjunctions
            named = before == "," and tokens[k].title  # in Quetta, PAKISTAN, on Saturday
            if not joined and not named and (word in lex.openers or before in ("", ",")):
                return False
            if word in lex.stops - lex.openers or self.clauses.is_count(tokens, k) or self.clauses.is_verb(tokens, k):
                return False
        return True
