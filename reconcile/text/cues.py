"""Cues: phrases that qualify a number or figure near them, as rules in `cues.yaml`.

A rule says on which side of the figure its phrases have an effect, how many words may be between, and which words stop
the effect (as ConText does for clinical findings). To add a cue, add a phrase to a list in the word file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from reconcile.language import WordFile
from reconcile.text.document import Sentence, Token
from reconcile.text.patterns import Phrases


class CueRule(BaseModel):
    """One kind of cue.

    `side` is the side of the figure on which the phrase is; `reach` is how many words may be between them, `stops` the
    words and signs that may not. `values` has the phrases by their meaning; where two are equally near, the meaning
    that comes first in the file is used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    side: Literal["before", "after", "either"] = "either"
    reach: int = 0
    stops: frozenset[str] = frozenset()
    values: dict[str, list[str]] = {}


class CueWords(WordFile):
    """`cues.yaml`; a comment above each rule in the file explains it."""

    hedge_before: CueRule = CueRule()
    hedge_after: CueRule = CueRule()
    hedge_opening: CueRule = CueRule()
    not_a_figure_before: CueRule = CueRule()
    not_a_figure_after: CueRule = CueRule()
    denial: CueRule = CueRule()
    denial_after: CueRule = CueRule()
    restated_before: CueRule = CueRule()
    restated_after: CueRule = CueRule()
    restating: CueRule = CueRule()
    restating_join: CueRule = CueRule()
    replaced_before: CueRule = CueRule()
    replaced_after: CueRule = CueRule()
    correction: CueRule = CueRule()
    untrue: CueRule = CueRule()
    scope: CueRule = CueRule()
    cause: CueRule = CueRule()
    weapon: CueRule = CueRule()


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a sentence: its meaning, and its words (in lower case), tokens[first:last]."""

    value: str
    first: int
    last: int
    words: str


class Cues:
    """The cues of one rule, compiled."""

    def __init__(self, rule: CueRule):
        self.rule = rule
        self.rank = {value: place for place, value in enumerate(rule.values)}
        self.phrases = Phrases((phrase, value) for value, phrases in rule.values.items() for phrase in phrases)

    def find(self, sentence: Sentence) -> list[Hit]:
        """Every cue of a sentence from left to right; of two that overlap the first, the longest at its position.

        >>> from reconcile.model.article import Article
        >>> from reconcile.text.document import Document
        >>> sentence = Document(Article("a", "A car bomb and a rocket killed 12.")).sentences[0]
        >>> rule = CueRule(values={"bombing": ["bomb"], "car bomb": ["car bomb"], "shelling": ["rocket"]})
        >>> [hit.value for hit in Cues(rule).find(sentence)]
        ['car bomb', 'shelling']
        """
        found: list[Hit] = []
        for first, value, last in self.phrases.all_starting(sentence):
            if not found or first >= found[-1].last:
                found.append(_hit(value, sentence.tokens, first, last))
        return found

    def nearest(self, tokens: list[Token], first: int, last: int) -> Hit | None:
        """The cue that applies to tokens[first:last], or None.

        >>> from reconcile.model.article import Article
        >>> from reconcile.text.document import Document
        >>> tokens = Document(Article("a", "They deny that 12 died; 30 were hurt.")).sentences[0].tokens
        >>> denial = Cues(CueRule(side="before", reach=5, stops=[";"], values={"denied": ["deny/denies that"]}))
        >>> denial.nearest(tokens, 3, 4), denial.nearest(tokens, 6, 7)
        (Hit(value='denied', first=1, last=3, words='deny that'), None)
        """
        found = [*self._before(tokens, first), *self._after(tokens, first, last)]
        return min(found, key=lambda held: (held[0], self.rank[held[1].value]), default=(0, None))[1]

    def _before(self, tokens: list[Token], first: int) -> Iterator[tuple[int, Hit]]:
        """The nearest cue that ends before the first token, with the number of words between."""
        if self.rule.side == "after":
            return
        for between in range(min(self.rule.reach + 1, first)):
            last = first - between
            if tokens[last - 1].low in self.rule.stops:
                return
            if hit := self.phrases.ending(tokens, last - 1):
                yield between, _hit(hit[0], tokens, hit[1], last)
                return

    def _after(self, tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, Hit]]:
        """The nearest cue after the last token; if the rule allows both sides, also a cue inside tokens[first:last]."""
        if self.rule.side == "before":
            return
        for begin in range(last if self.rule.side == "after" else first, min(last + self.rule.reach + 1, len(tokens))):
            if begin >= last and tokens[begin].low in self.rule.stops:
                return
            if hit := self.phrases.starting(tokens, begin):
                yield max(0, begin - last), _hit(hit[0], tokens, begin, hit[1])
                return


def _hit(value: str, tokens: list[Token], first: int, last: int) -> Hit:
    return Hit(value, first, last, " ".join(token.low for token in tokens[first:last]))
