"""Noun phrases: the words after a number (or an article), their head, and what kind of thing the head is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reconcile.text.document import Token, word_at
from reconcile.text.lexicon import Lexicon, Noun, is_gerund, is_participle
from schemas.codes import Measure

PEOPLE_KINDS = frozenset({"person", "combatant", "kin", "collective"})
LONGEST = 14
"""Most words in a noun phrase."""
ADJECTIVES = 4
"""Most words between an adjective and its noun, so that 'wounded Syrian army soldiers' is one phrase."""


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens[first:last] after a number; `head` is the head noun's token, None where the number is alone.

    `noun` is the lexicon's entry of the head (None for an unknown word); `inside` is the measure of a word before
    the head (12 WOUNDED soldiers); `anaphor` marks 'of them' and 'of whom'; `others` marks 'others', 'more', 'another';
    `start_of_group` is the first token after 'of the'.
    """

    first: int
    last: int
    head: int | None = None
    noun: Noun | None = None
    inside: Measure | None = None
    anaphor: bool = False
    others: bool = False
    start_of_group: int = 0


def names_people(lexicon: Lexicon, word: str) -> bool:
    """True for a noun for people (civilian, police, refugees), not for one of their harm alone (deaths)."""
    noun = lexicon.nouns.get(word)
    return noun is not None and (noun.kind in PEOPLE_KINDS or noun.name in lexicon.measures.group_nouns)


def is_compounded(tokens: list[Token], k: int) -> bool:
    """True for the last word of a hyphenated one, which is no verb: a government-SUPPORTED clinic."""
    glued = 2 <= k < len(tokens) and tokens[k - 1].low == "-" and tokens[k - 1].end == tokens[k].start
    return glued and tokens[k - 2].end == tokens[k - 1].start and tokens[k - 2].low[0].isalpha()


class PhraseReader:
    """Reads the noun phrase that begins at a token."""

    def __init__(self, lexicon: Lexicon, count_words: frozenset[str] = frozenset()):
        self.lexicon = lexicon
        self.count_words = count_words
        self.past_endings = tuple(lexicon.grammar.past_endings)
        self.person_endings = lexicon.measures.person_endings

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
        lex, j = self.lexicon, i
        if self._is_opening_quote(tokens, j) and not self._over_quote(tokens, j):
            j = i = i + 1
        if word_at(tokens, j) in lex.quantifiers_of:
            j += 1
            if word_at(tokens, j) in lex.them:
                return NounPhrase(i, j + 1, anaphor=True)
            while j < len(tokens) and (tokens[j].low in lex.definite or tokens[j].low in lex.possessives):
                j += 1
        definite = j > i + 1
        phrase = self._words(tokens, NounPhrase(i, j, start_of_group=j), j, numbers)
        if phrase.head is not None:
            phrase = replace(phrase, noun=self.noun_at(tokens, phrase.head))
            phrase = self._prefer_known(tokens, phrase, j)
        return replace(phrase, last=max(phrase.last, j if definite else i))

    # 40 "MEMBERS of the patrol"
    def _is_opening_quote(self, tokens: list[Token], j: int) -> bool:
        inside = 0 < j < len(tokens) - 1 and tokens[j].low == '"'
        return inside and tokens[j - 1].end < tokens[j].start and tokens[j].end == tokens[j + 1].start

    def _words(self, tokens: list[Token], phrase: NounPhrase, j: int, numbers: frozenset[int]) -> NounPhrase:
        """Extend the phrase word by word (adjectives, nouns, 'others') up to a word that cannot belong to it."""
        head, last, inside, others = phrase.head, phrase.last, phrase.inside, phrase.others
        behind = 0
        for k in range(j, min(len(tokens), j + LONGEST)):
            if k < behind:
                continue
            behind = self._over_bracket(tokens, k) if k > j else self._over_quote(tokens, k)
            if behind or self._joins_adjectives(tokens, k):
                continue
            if k > j and k in numbers:
                break
            word = tokens[k].low
            if word in self.lexicon.others:
                others = True
                head, last = self._with_others(tokens, head, last, k)
                continue
            if (
                k == j > phrase.first + 1
                and word in self.lexicon.measures.weak_nouns
                and not self._goes_on(tokens, k + 1)
            ):
                head, last = k, k + 1  # three of THE WOUNDED
                break
            if self._ends(tokens, k) or (head is not None and self._is_its_verb(tokens, head, k)):
                break
            measure = self._inner_measure(tokens, k)
            if measure and not self._goes_on(tokens, k + 1):
                break
            if measure:
                inside = Measure.CASUALTIES if inside not in (None, measure) else measure
            elif word != "-" and word not in self.lexicon.conjunctions:
                keeps = head is not None and self._is_described(tokens, head, k)
                head, last = head if keeps else k, k + 1
        return replace(phrase, head=head, last=last, inside=inside, others=others)

    # 12 soldats SYRIENS, where adjectives follow (but a second noun that makes one with the first is the head)
    def _is_described(self, tokens: list[Token], head: int, k: int) -> bool:
        if not self.lexicon.grammar.adjectives_follow or self.noun_at(tokens, head) is None:
            return False
        return self.noun_at(tokens, k) is self.lexicon.nouns.get(tokens[k].low)

    # 12 OTHERS | 12 MORE | 12 OTHER people
    def _with_others(self, tokens: list[Token], head: int | None, last: int, k: int) -> tuple[int | None, int]:
        """Head and end of a phrase with 'others' at token k."""
        ends = k + 1 >= len(tokens) or self._ends(tokens, k + 1) or self._inner_measure(tokens, k + 1) is not None
        if not ends:
            return head, last
        return k if tokens[k].low in self.lexicon.nominal_others else head, k + 1

    # 40 Palestinians SEEKING shelter: a verb form after a known noun for people is that noun's verb
    def _is_its_verb(self, tokens: list[Token], head: int, k: int) -> bool:
        noun, word = self.noun_at(tokens, head), tokens[k].low
        if (
            noun is None
            or head != k - 1
            or self._is_name(tokens, k)
            or not (noun.plural or noun.kind in PEOPLE_KINDS)
            or word in self.lexicon.nouns
        ):
            return False
        past = word.endswith(self.past_endings) and not (k + 1 < len(tokens) and self.noun_at(tokens, k + 1))
        if word in self.lexicon.verbs or past:
            return True
        if noun.name == tokens[head].low and word.endswith(self.person_endings):
            return False  # a Taliban FACILITATOR
        unknown = noun.plural and word[0].isalpha() and not tokens[k].title and self.noun_at(tokens, k) is None
        return unknown and not self._goes_on(tokens, k + 1)  # aid workers DREW protests

    # three international (FRENCH) staff
    def _over_bracket(self, tokens: list[Token], k: int) -> int:
        """The token after a bracket that begins at token k inside the phrase; 0 where none does."""
        if tokens[k].low != "(":
            return 0
        ahead = range(k + 1, min(len(tokens), k + LONGEST))
        last = next((at for at in ahead if tokens[at].low == ")"), 0)
        return last + 1 if last and self._goes_on(tokens, last + 1) else 0

    # with six "SHAHED" attack drones | "at least forty-six" DEATHS
    def _over_quote(self, tokens: list[Token], k: int) -> int:
        """The token after the quotation marks at the beginning of a phrase, where its noun follows; else 0."""
        if tokens[k].low != '"':
            return 0
        ahead = range(k + 1, min(len(tokens), k + ADJECTIVES))
        close = next((at for at in ahead if tokens[at].low == '"'), k)
        return close + 1 if self._goes_on(tokens, close + 1) else 0

    # two dozen premature, UNDERWEIGHT babies
    def _joins_adjectives(self, tokens: list[Token], k: int) -> bool:
        """True for a comma between two adjectives in small letters before a noun."""
        if tokens[k].low != "," or k + 1 >= len(tokens) or tokens[k + 1].title or self._ends(tokens, k + 1):
            return False
        before = tokens[k - 1]
        plain = before.low[0].isalpha() and not before.title and before.low not in self.lexicon.others
        known = self.noun_at(tokens, k - 1) or before.low in self.lexicon.verbs or self._inner_measure(tokens, k - 1)
        return plain and not known and before.low not in self.lexicon.stops and self._goes_on(tokens, k + 1)

    # two Red CROSS volunteers: capitals that a noun in small letters follows are a name
    def _is_name(self, tokens: list[Token], k: int) -> bool:
        last = k
        while last < len(tokens) and tokens[last].title:
            last += 1
        last = self._over_bracket(tokens, last) or last if last < len(tokens) else last
        small = k < last < len(tokens) and tokens[last].low[0].isalpha() and not tokens[last].title
        return small and self._goes_on(tokens, last)

    # wounded two others TUESDAY night | wounded 40 TUESDAY
    def _is_moment(self, tokens: list[Token], k: int) -> bool:
        counted = k > 0 and (tokens[k - 1].low in self.lexicon.others or self._counts(tokens[k - 1]))
        return counted and tokens[k].title and tokens[k].low in self.lexicon.moments

    # kills 58 OBSERVATORY Reuters | injured seven Homs GOVERNOR (in texts without commas)
    def _signs(self, tokens: list[Token], k: int) -> bool:
        """True for capitals behind a number or its noun of which one names who tells it, and none what is counted."""
        last, signed = k, False
        while last < len(tokens) and tokens[last].title and not tokens[last].number:
            noun = self.noun_at(tokens, last)
            if noun is not None and noun.plural:
                return False
            signed = signed or tokens[last].low in self.lexicon.people.signers
            last += 1
        noun = self.noun_at(tokens, k - 1) if k else None
        return signed and k > 0 and (self._counts(tokens[k - 1]) or (noun is not None and noun.plural))

    def _counts(self, token: Token) -> bool:
        return token.number or token.low in self.count_words

    # OFF-duty guards
    def _opens_compound(self, tokens: list[Token], k: int) -> bool:
        glued = k + 2 < len(tokens) and tokens[k + 1].low == "-" and self._is_hyphen(tokens, k + 1)
        return glued and self._goes_on(tokens, k + 2)

    def _ends(self, tokens: list[Token], k: int) -> bool:
        """True where token k cannot belong to the phrase: a small word, a sign, a verb."""
        lex, word = self.lexicon, tokens[k].low
        if word not in lex.conjunctions and (self._is_name(tokens, k) or self._opens_compound(tokens, k)):
            return False
        if word == "-":
            return not (0 < k < len(tokens) - 1 and tokens[k + 1].low[0].isalpha() and self._is_hyphen(tokens, k))
        if not word[0].isalpha():
            return True
        if word in lex.conjunctions:
            return not self._joins_nouns(tokens, k)
        if word in lex.stops:
            return not (word in lex.acronyms and tokens[k].title and self._goes_on(tokens, k + 1))
        if word in lex.people.sourcing or self._is_moment(tokens, k) or self._signs(tokens, k):
            return True
        if word in lex.adverbs or (word.endswith(lex.adverb_endings) and word not in lex.nouns):
            return not self._goes_on(tokens, k + 1)
        return self._is_verb(tokens, k)

    # UN-run | co - workers (but no dash between phrases)
    def _is_hyphen(self, tokens: list[Token], k: int) -> bool:
        before, after = tokens[k - 1], tokens[k + 1]
        glued = before.end == tokens[k].start and tokens[k].end == after.start
        return glued or (before.low in self.lexicon.prefixes and self.noun_at(tokens, k + 1) is not None)

    def _is_verb(self, tokens: list[Token], k: int) -> bool:
        """True where token k is used as a verb: known as one, and not a noun or an adjective before a noun."""
        word = tokens[k].low
        if is_compounded(tokens, k):
            return False
        readings = self.lexicon.verbs.get(word)
        if not readings or (word in self.lexicon.nouns and word not in self.lexicon.adjectives):
            return False
        if word in self.lexicon.adjectives or any(is_participle(v) or is_gerund(v) for v in readings):
            return not self._goes_on(tokens, k + 1)
        return True

    def _goes_on(self, tokens: list[Token], k: int) -> bool:
        """True where a known noun follows within a few words, so that the word before it is an adjective."""
        lex = self.lexicon
        for at in range(k, min(k + ADJECTIVES, len(tokens))):
            word = tokens[at].low
            if tokens[at].number or word in self.count_words:
                return False  # agencies said TEN people
            if word in lex.others or word in lex.adjectives:
                continue
            if self.noun_at(tokens, at):
                return True
            sign = not word[0].isalpha() and word != "-"
            if sign or word in lex.stops or word in lex.verbs:
                return False
        return False

    def _inner_measure(self, tokens: list[Token], k: int) -> Measure | None:
        word = tokens[k].low
        if is_compounded(tokens, k):
            return None  # cholera-INFECTED patients
        verb = self.lexicon.harm(word)
        participle = verb.measure if verb and is_participle(verb) and verb.frame == "object" else None
        return self.lexicon.adjectives.get(word) or participle

    def _joins_nouns(self, tokens: list[Token], k: int) -> bool:
        """True for 'and' inside one phrase: 'Kurdish and Arab fighters', 'towns and villages', 'men and women'."""
        if k + 1 >= len(tokens) or k == 0:
            return False
        ahead, here, after = tokens[k + 1], self.noun_at(tokens, k - 1), self.noun_at(tokens, k + 1)
        if ahead.number or ahead.low in self.lexicon.stops or (ahead.low in self.lexicon.verbs and not after):
            return False
        if here and after:
            people = (here.kind in PEOPLE_KINDS) == (after.kind in PEOPLE_KINDS)
            return here.plural and after.plural and people and "counted" not in (here.kind, after.kind)
        before = tokens[k - 1]
        describes = before.title or before.low not in self.lexicon.verbs
        return not here and before.low[0].isalpha() and describes and self._goes_on(tokens, k + 1)

    def _prefer_known(self, tokens: list[Token], phrase: NounPhrase, j: int) -> NounPhrase:
        """The phrase with a known noun as its head, where its last word is unknown and a known noun comes before that.

        'three civilians Tuesday', '20 fighters Monitor' (headlines without signs), '12 people Rami said'.
        """
        if phrase.noun is not None or phrase.head is None:
            return phrase
        if tokens[phrase.head].low.endswith(self.person_endings) and not tokens[phrase.head].title:
            return phrase  # a Taliban FACILITATOR
        for k in range(phrase.head - 1, j - 1, -1):
            known = self.noun_at(tokens, k)
            if known is None or tokens[k].low in self.lexicon.adjectives:
                continue
            if known.plural or (known.kind in PEOPLE_KINDS and tokens[k + 1].title):
                return replace(phrase, head=k, last=k + 1, noun=known)
        return phrase
