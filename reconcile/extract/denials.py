"""Finds what a text denies: a figure (`rejecting reports of 21 dead`), or in the next sentence the event itself."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.language import Pack, WordFile
from reconcile.model.records import Ground
from reconcile.text.cues import Cues, CueWords
from reconcile.text.document import Document, Sentence, Token
from reconcile.text.lexicon import GrammarWords
from reconcile.text.patterns import Phrases
from schemas.codes import Measure, ReadingRule

NEXT = 400
"""Characters after a figure within which the sentence that denies its event must begin."""


class DenialWords(WordFile):
    """`denials.yaml`; a comment there explains each field."""

    denying: frozenset[str]
    not_denying: frozenset[str]
    denied_things: list[str]
    not_the_event: list[str]
    between: frozenset[str]
    also: frozenset[str]


class Denials:
    """Finds figures that a sentence denies."""

    def __init__(self, pack: Pack):
        words = pack.read("cues", CueWords)
        self.before, self.after = Cues(words.denial), Cues(words.denial_after)

    def holds(self, sentence: Sentence, start: int, measure: Measure) -> Ground | None:
        """The words that deny the figure at an offset of the sentence, or that its dead were found alive; or None."""
        at = sentence.token_at(start)
        tokens = sentence.tokens
        hit = self.before.nearest(tokens, at, at + 1)
        if hit is None and measure is Measure.KILLED:
            hit = self.after.nearest(tokens, at, at + 1)
        return Ground("stance", ReadingRule.DENIED_FIGURE, hit.words) if hit else None


@dataclass(frozen=True, slots=True)
class Denier:
    """A party that denies an event, and the words of its denial."""

    name: str
    ground: Ground


class EventDenials:
    """Finds the party that denies an event, in the sentence after a figure of it."""

    def __init__(self, pack: Pack):
        self.words = words = pack.read("denials", DenialWords)
        grammar = pack.read("grammar", GrammarWords)
        self.things = Phrases((phrase, "event") for phrase in words.denied_things)
        self.others = Phrases((phrase, "other") for phrase in words.not_the_event)
        self.openers = frozenset([*grammar.articles, *grammar.definite])
        self.adverbs = tuple(grammar.adverb_endings)

    def of(self, document: Document, sentence: Sentence, end: int) -> Denier | None:
        """Who denies the event of the figure that ends at an offset, or None."""
        following = next(iter(document.sentences[sentence.index + 1 : sentence.index + 2]), None)
        if following is None or following.start - end > NEXT:
            return None
        return self.in_sentence(following)

    def in_sentence(self, sentence: Sentence) -> Denier | None:
        """The party that a sentence says denies an event, or None.

        >>> from reconcile.language import load_pack
        >>> from reconcile.model.article import Article
        >>> denials = EventDenials(load_pack("en"))
        >>> def denier(text: str) -> str | None:
        ...     found = denials.in_sentence(Document(Article("a", text)).sentences[0])
        ...     return found.name if found else None
        >>> denier("Moscow, its ally, and the army both denied that the attack took place.")
        'Moscow and the army'
        >>> denier("The army denied responsibility for the attack.") is None
        True
        >>> denier("The army did not deny the attack.") is None
        True
        """
        i = next((i for i, low in enumerate(sentence.lows) if low in self.words.denying), None)
        if i is None or not sentence.tokens[0].title or not self._denies_event(sentence.tokens, i):
            return None
        last = self._before_verb(sentence.tokens, i)
        if sentence.lows[last - 1 : last] and sentence.lows[last - 1] in self.words.not_denying:
            return None
        name = self._party(sentence, last)
        return Denier(name, Ground("denied by", ReadingRule.DENIED_EVENT, sentence.lows[i])) if name else None

    def _denies_event(self, tokens: list[Token], i: int) -> bool:
        """True where a word for an event follows the verb, before a word ('responsibility') that leaves it undenied."""
        for k in range(i + 1, len(tokens)):
            if self.others.starting(tokens, k):
                return False
            if self.things.starting(tokens, k):
                return True
        return False

    def _before_verb(self, tokens: list[Token], i: int) -> int:
        """The end of the words before a verb and its auxiliaries and adverbs: The army (has repeatedly) denied."""
        while i > 0 and (tokens[i - 1].low in self.words.between or tokens[i - 1].low.endswith(self.adverbs)):
            i -= 1
        return i

    def _party(self, sentence: Sentence, last: int) -> str:
        """The subject in tokens[:last], without words between commas: Moscow(, its ally,) and the army."""
        parts: list[list[Token]] = [[]]
        for token in sentence.tokens[:last]:
            if token.low == ",":
                parts.append([])
            else:
                parts[-1].append(token)
        first, *others = parts
        joined = [part for part in others if part and part[0].low in self.words.also]
        text = sentence.document.text
        name = " ".join(" ".join(text[p[0].start : p[-1].end].split()) for p in [first, *joined] if p)
        return name[:1].lower() + name[1:] if first and first[0].low in self.openers else name
