"""Noun phrases: what stands behind a number (or an article), which word is its head, and what kind of thing that is."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.extract.lexicon import Lexicon, Noun, is_gerund, is_participle
from reconcile.extract.text import Token

PEOPLE_KINDS = frozenset({"person", "combatant", "kin", "collective"})
LONGEST = 14


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens[first:last] behind a number; `head` is the head noun's token, None where the number stands alone.

    `noun` is what the lexicon knows of the head (None for an unknown word); `inside` is the measure of a word before the
    head (12 WOUNDED soldiers); `anaphor` marks 'of them' and 'of whom'; `others` marks 'others', 'more', 'another';
    `definite` marks 'of the victims'.
    """

    first: int
    last: int
    head: int | None = None
    noun: Noun | None = None
    inside: str | None = None
    anaphor: bool = False
    others: bool = False
    definite: bool = False
    start_of_group: int = 0

    @property
    def people(self) -> bool:
        """True where people stand behind the number: a known word for people, or no known thing."""
        return self.noun is None or self.noun.kind in PEOPLE_KINDS or (self.noun.kind == "counted" and self.noun.weak)


class PhraseReader:
    """Reads the noun phrase that begins at a token."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.past_endings = tuple(lexicon.grammar.past_endings)

    def noun_at(self, tokens: list[Token], i: int) -> Noun | None:
        """The noun that ends at token i; two words or a hyphenated word are tried first (artillery systems)."""
        nouns = self.lexicon.nouns
        if i >= 1:
            back = 2 if tokens[i - 1].low == "-" and i >= 2 else 1
            pair = nouns.get(f"{tokens[i - back].low}-{tokens[i].low}")
            if pair:
                return pair
        return nouns.get(tokens[i].low) or nouns.get(tokens[i].low.removesuffix("'s"))

    def read(self, tokens: list[Token], i: int, numbers: frozenset[int]) -> NounPhrase:
        """The noun phrase from token i on; `numbers` are the tokens at which other numbers begin."""
        lex, first, definite, others = self.lexicon, i, False, False
        j = i
        if j < len(tokens) and tokens[j].low in lex.quantifiers_of:
            j += 1
            if j < len(tokens) and tokens[j].low in lex.them:
                return NounPhrase(first, j + 1, anaphor=True)
            while j < len(tokens) and (tokens[j].low in lex.definite or tokens[j].low in lex.possessives):
                definite, j = True, j + 1
        head, last, inside, group = None, j, None, j
        k = j
        while k < len(tokens) and k - j < LONGEST and (k == j or k not in numbers):
            word = tokens[k].low
            if word in lex.others:
                others = True
                if self._is_bare_other(tokens, k):
                    head, last = (k if word.endswith("s") else head), k + 1
                k += 1
                continue
            if self._ends(tokens, k):
                break
            if head is not None and k in self._verbs_after_noun(tokens, head, k):
                break
            measure = self._inner_measure(tokens, k)
            if measure:
                if not self._goes_on(tokens, k + 1):
                    break
                inside = measure if inside in (None, measure) else "casualties"
            elif tokens[k].low == "-" or self._is_joined_adjective(tokens, k):
                pass
            else:
                head, last = k, k + 1
            k += 1
        noun = self.noun_at(tokens, head) if head is not None else None
        head, last, noun = self._prefer_known(tokens, j, head, last, noun)
        return NounPhrase(
            first, max(last, j if definite else first), head, noun, inside, False, others, definite, group
        )

    def _verbs_after_noun(self, tokens: list[Token], head: int, k: int) -> tuple[int, ...]:
        """A verb form behind a known plural noun is that noun's verb: 40 Palestinians SEEKING shelter."""
        noun = self.noun_at(tokens, head)
        word = tokens[k].low
        past = word.endswith(self.past_endings) and not (k + 1 < len(tokens) and self.noun_at(tokens, k + 1))
        is_verb = (word in self.lexicon.verbs or past) and word not in self.lexicon.nouns
        people = noun is not None and (noun.plural or noun.kind in PEOPLE_KINDS)
        return (k,) if people and head == k - 1 and is_verb else ()

    def _ends(self, tokens: list[Token], k: int) -> bool:
        """True where token k cannot belong to the phrase: a small word, a sign, a verb."""
        lex, word = self.lexicon, tokens[k].low
        if not (word[0].isalpha() or word == "-"):
            return True
        if word == "-":
            return not (0 < k < len(tokens) - 1 and tokens[k + 1].low[0].isalpha() and self._tight(tokens, k))
        if word in lex.conjunctions:
            return not self._joins_nouns(tokens, k)
        if word in lex.stops:
            return True
        if word in lex.adverbs or (word.endswith("ly") and word not in lex.nouns):
            return not self._goes_on(tokens, k + 1)
        return self._is_verb(tokens, k)

    def _tight(self, tokens: list[Token], k: int) -> bool:
        """A hyphen that joins words (UN-run, co - workers), not a dash between phrases."""
        before, after = tokens[k - 1], tokens[k + 1]
        glued = before.end == tokens[k].start and tokens[k].end == after.start
        return glued or self.noun_at(tokens, k + 1) is not None and before.low in ("co", "ex", "non", "half", "step")

    def _is_verb(self, tokens: list[Token], k: int) -> bool:
        """True where token k is a verb here: known as one, and no noun or adjective in front of a noun."""
        readings = self.lexicon.verbs.get(tokens[k].low)
        if not readings:
            return False
        if self.lexicon.nouns.get(tokens[k].low) and tokens[k].low not in self.lexicon.adjectives:
            return False
        if tokens[k].low in self.lexicon.adjectives or any(is_participle(v) or is_gerund(v) for v in readings):
            return not self._goes_on(tokens, k + 1)
        return True

    def _goes_on(self, tokens: list[Token], k: int) -> bool:
        """True where a known noun for people or things follows within three words, so that what precedes is an adjective."""
        for step in range(4):
            if k + step >= len(tokens):
                return False
            word = tokens[k + step].low
            if word in self.lexicon.others:
                continue
            if self.noun_at(tokens, k + step) and tokens[k + step].low not in self.lexicon.adjectives:
                return True
            if not word[0].isalpha() and word != "-" or word in self.lexicon.stops or word in self.lexicon.verbs:
                return False
        return False

    def _inner_measure(self, tokens: list[Token], k: int) -> str | None:
        word = tokens[k].low
        measure = self.lexicon.adjectives.get(word)
        if measure:
            return measure
        verb = self.lexicon.harm(word)
        return verb.measure if verb and is_participle(verb) and verb.frame == "object" else None

    def _is_joined_adjective(self, tokens: list[Token], k: int) -> bool:
        return tokens[k].low in self.lexicon.conjunctions

    def _joins_nouns(self, tokens: list[Token], k: int) -> bool:
        """'Kurdish and Arab fighters', 'towns and villages', 'men and women': the and inside one phrase."""
        if k + 1 >= len(tokens) or k == 0:
            return False
        ahead = tokens[k + 1]
        if (
            ahead.number
            or ahead.low in self.lexicon.stops
            or ahead.low in self.lexicon.verbs
            and not self._known(tokens, k + 1)
        ):
            return False
        here = self.noun_at(tokens, k - 1)
        after = self.noun_at(tokens, k + 1)
        if here and after and "counted" in (here.kind, after.kind):
            return False
        if here and after:
            return (
                here.plural == after.plural
                and (here.kind in PEOPLE_KINDS) == (after.kind in PEOPLE_KINDS)
                and after.plural
            )
        describes = tokens[k - 1].title or (not here and tokens[k - 1].low not in self.lexicon.verbs)
        return not here and tokens[k - 1].low[0].isalpha() and describes and self._goes_on(tokens, k + 1)

    def _known(self, tokens: list[Token], k: int) -> bool:
        return self.noun_at(tokens, k) is not None

    def _is_bare_other(self, tokens: list[Token], k: int) -> bool:
        return k + 1 >= len(tokens) or self._ends(tokens, k + 1) or self._inner_measure(tokens, k + 1) is not None

    def _prefer_known(
        self, tokens: list[Token], j: int, head: int | None, last: int, noun: Noun | None
    ) -> tuple[int | None, int, Noun | None]:
        """Where the last word is unknown but a known noun stands before it in the phrase, the known one is the head.

        'three civilians Tuesday', '20 fighters Monitor' (headlines without signs), '12 people Rami said'.
        """
        if head is None or noun is not None:
            return head, last, noun
        for k in range(head - 1, j - 1, -1):
            known = self.noun_at(tokens, k)
            if known and (known.plural or known.kind in PEOPLE_KINDS) and tokens[k].low not in self.lexicon.adjectives:
                if known.plural or tokens[k + 1].title:
                    return k, k + 1, known
        return head, last, noun
