"""The measure of people hurt whose outcome only the rest of the article tells.

People shot and victims may be dead or alive; people taken to hospital may die there: `12 were hurt. THEY LATER DIED`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reconcile.extract.counted.breakdowns import RULE
from reconcile.extract.counted.count import Count
from reconcile.extract.counted.predicate import PredicateReader
from reconcile.text.document import Document, Sentence, Token
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure

HURT = frozenset({Measure.INJURED, Measure.CASUALTIES})
"""Measures of people who may die later."""
OWN_RULES = frozenset({"noun", "amount", RULE})
"""Rules of counts whose measure is that of the word for victims itself."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What an article says of people: whether any are dead, whether any are hurt, and how many are called injured."""

    dead: bool
    hurt: bool
    injured: frozenset[float]


class OutcomeReader:
    """Sets the measure of counts whose outcome their own clause leaves open."""

    def __init__(self, lexicon: Lexicon, predicates: PredicateReader):
        self.lexicon = lexicon
        self.predicates = predicates
        self.rules = lexicon.measures
        self.later = lexicon.subordinators | lexicon.relatives | lexicon.contrast | lexicon.conjunctions
        self.again = self.rules.one_again | self.rules.many_again

    def close(self, figures: list[Count], document: Document) -> list[Count]:
        """The counts, those of people hurt with the measure that the rest of the article gives them."""
        injured = [f for f in figures if f.measure == Measure.INJURED and f.quantity.high != 0]
        opened = [f for f in figures if self._is_open(f)]
        dead = any(f.measure == Measure.KILLED and f.quantity.high != 0 for f in figures)
        known = _Known(dead, bool(injured or opened), frozenset(f.quantity.best for f in injured if f.quantity.best))
        told = {f.sentence for f in figures if f.kind == "person" and f.measure not in self.rules.outcome_open}
        figures = [
            self._closed(f, known, document) if self._is_open(f) else self._victims(f, known, told) for f in figures
        ]
        return self._died_later(figures, document)

    # ------------------------------------------------------------------ people shot

    def _closed(self, figure: Count, known: _Known, document: Document) -> Count:
        """Injured where nobody is known dead, the sentence says that they live, or as many are called injured."""
        words = document.sentences[figure.sentence].words
        alive = not words.isdisjoint(self.rules.survival) or figure.quantity.best in known.injured
        if not known.dead or (alive and not figure.implicit):
            return replace(figure, measure=Measure.INJURED, rule=f"{figure.rule}, outcome known")
        named = figure.rule == "phrase after" and figure.words.rpartition(" ")[2] in self.rules.victim_words
        return replace(figure, measure=Measure.KILLED, rule="among the victims, dead known") if named else figure

    def _is_open(self, figure: Count) -> bool:
        if figure.measure not in self.rules.outcome_open or figure.rule == "victims of":
            return False
        if "phrase" in figure.rule and not self.rules.open_ends.isdisjoint(figure.words.split()):
            return True
        verbs = (verb.name for word in figure.words.split() for verb in self.lexicon.verbs.get(word, ()))
        return any(name in self.rules.open_verbs for name in verbs)

    # ------------------------------------------------------------------ victims

    # 17 VICTIMS | the number of VICTIMS has risen to 17 (but: 17 victims, of whom two have died)
    def _victims(self, figure: Count, known: _Known, told: set[int]) -> Count:
        """Killed in an article that tells of dead and of nobody hurt, injured in one of the reverse.

        `told` are the sentences that say themselves what happened to some of those whom they count.
        """
        named = figure.rule in OWN_RULES and not self.rules.victim_names.isdisjoint(figure.words.split())
        open_still = figure.measure in self.rules.outcome_open and figure.sentence not in told
        if not named or not open_still or known.dead == known.hurt:
            return figure
        measure = Measure.KILLED if known.dead else Measure.INJURED
        return replace(figure, measure=measure, rule=f"{figure.rule}, outcome known")

    # ------------------------------------------------------------------ people who died later

    def _died_later(self, figures: list[Count], document: Document) -> list[Count]:
        """The counts, those of people hurt of whom a later clause says that they died as killed."""
        last = {f.sentence: f for f in figures if f.kind == "person"}
        dead = {n for n, f in last.items() if f.measure in HURT and f.quantity.high != 0 and self._dies(f, document)}
        return [
            replace(f, measure=Measure.KILLED, rule=f"{f.rule}, died later")
            if f.sentence in dead and f.measure in HURT and f.words == last[f.sentence].words
            else f
            for f in figures
        ]

    def _dies(self, figure: Count, document: Document) -> bool:
        sentence, tokens = document.sentences[figure.sentence], document.sentences[figure.sentence].tokens
        if not sentence.words.isdisjoint(self.again):
            for k in range(sentence.token_at(figure.end - 1) + 1, len(tokens)):
                if tokens[k - 1].low in self.later and self._names_again(figure, tokens[k]):
                    return self._tells_death(sentence, k + 1)
        following = document.sentences[figure.sentence + 1 : figure.sentence + 2]
        return any(
            bool(after.tokens) and self._names_again(figure, after.tokens[0]) and self._tells_death(after, 1)
            for after in following
        )

    # a man was shot. HE died | four were shot. THEY died
    def _names_again(self, figure: Count, token: Token) -> bool:
        return token.low in self.rules.many_again or (figure.quantity.best == 1 and token.low in self.rules.one_again)

    def _tells_death(self, sentence: Sentence, first: int) -> bool:
        found = self.predicates.right(sentence.tokens, first)
        return found is not None and found.role == "harm" and found.measure == Measure.KILLED and not found.relative
