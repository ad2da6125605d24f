"""Persons whom 'the' names for the first time: `the driver of the truck`, `the groom's father`, `the third victim`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconcile.extract.counted.noun_phrase import NounPhrase, PhraseReader
from reconcile.text.document import Sentence, Token, word_at
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure


class FirstMentionReader:
    """Finds the phrase of one person behind a definite article, where the text has not named that person before."""

    def __init__(self, lexicon: Lexicon, phrases: PhraseReader, ordinals: Mapping[str, int]):
        self.lexicon = lexicon
        self.phrases = phrases
        self.ordinals = ordinals
        self.posts = lexicon.people.posts - frozenset(lexicon.people.part_nouns)

    def find(
        self, tokens: list[Token], i: int, numbers: frozenset[int], before: Sequence[Sentence], antecedent: bool
    ) -> NounPhrase | None:
        """The phrase behind the article at token i; None for a later mention.

        `before` are the sentences before it; `antecedent`: people have been counted there.
        """
        further = self._further(tokens, i, numbers) if antecedent else None
        return self._kin_of(tokens, i) or further or self._by_role(tokens, i, numbers, before)

    def is_one(self, tokens: list[Token], phrase: NounPhrase, kin: bool) -> bool:
        """True where the phrase names one person; `kin`: behind a possessive, which relatives and roles may have."""
        noun = phrase.noun
        if noun is None or phrase.head is None or noun.name in self.lexicon.people.group_words:
            return False
        if noun.plural and not (noun.kind == "person" and noun.name == tokens[phrase.head].low):
            return False  # soldiers (but 'staff' may be one)
        if kin:
            return noun.kind == "kin" or noun.name in self.lexicon.people.roles | self.posts
        weak = noun.kind == "counted" and noun.weak and noun.measure in (Measure.KILLED, Measure.CASUALTIES)
        return noun.kind in ("person", "combatant", "kin") or weak

    def _kin_of(self, tokens: list[Token], i: int) -> NounPhrase | None:
        """The groom's father: a relative, named by whose relative it is."""
        if i + 2 >= len(tokens) or not tokens[i + 1].low.rstrip("'").endswith("s"):
            return None
        noun = self.phrases.noun_at(tokens, i + 2)
        owner = self.phrases.noun_at(tokens, i + 1)
        if noun is None or noun.kind != "kin" or noun.plural or owner is None:
            return None
        return NounPhrase(i + 1, i + 3, i + 2, noun, start_of_group=i + 1)

    # the THIRD victim died | the FOURTH was hurt, and the OTHER died
    def _further(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> NounPhrase | None:
        if i + 2 >= len(tokens):
            return None
        other, word = tokens[i + 1].low in self.lexicon.one_of_two, tokens[i + 2].low
        if other or self.ordinals.get(tokens[i + 1].low, 1) > 2:
            acts = word in self.lexicon.verbs and not self.noun_follows(tokens, i + 2)
            if acts or word in self.lexicon.auxiliaries:
                return NounPhrase(i + 1, i + 2, others=other)
        if tokens[i + 1].low not in self.ordinals:
            return None
        phrase = self.phrases.read(tokens, i + 2, numbers)
        return phrase if phrase.head == i + 2 and self.is_one(tokens, phrase, kin=False) else None

    # THE DRIVER of the truck was killed | THE HEAD of a clinic was shot
    def _by_role(
        self, tokens: list[Token], i: int, numbers: frozenset[int], before: Sequence[Sentence]
    ) -> NounPhrase | None:
        """The person whom a role names for the first time in the text; a post needs what it is a post of."""
        phrase, people = self.phrases.read(tokens, i + 1, numbers), self.lexicon.people
        if phrase.head is None or phrase.noun is None or phrase.noun.plural:
            return None
        of = word_at(tokens, phrase.last) in self.lexicon.quantifiers_of
        if phrase.noun.name not in people.roles and not (of and phrase.noun.name in people.posts):
            return None
        words = {token.low for token in tokens[:i]}.union(*(earlier.words for earlier in before))
        return None if phrase.noun.name in words else phrase

    def noun_follows(self, tokens: list[Token], i: int) -> bool:
        """True where a noun begins at token i, and no verb."""
        return (
            i < len(tokens)
            and tokens[i].low[0].isalpha()
            and tokens[i].low not in self.lexicon.stops
            and (self.phrases.noun_at(tokens, i) is not None or tokens[i].low not in self.lexicon.verbs)
            and not tokens[i].low.endswith(self.lexicon.adverb_endings)
        )
