"""The words that tell who says so, and what each of them is: one look-up a token."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from reconcile.language import WordFile

Words = frozenset[str]


class AttributionWords(WordFile):
    """`attribution.yaml`: the words that tell who says so. The file's own head explains its fields."""

    said: Words
    says_that: Words
    denied: Words
    alleged: Words
    saying: Words
    quoting: Words
    according: Words
    according_links: Words
    anyone_says: Words
    needs_that: Words
    telling: Words
    also_nouns: Words
    heading_says: Words
    not_after: dict[str, Words]
    speaking: Words
    auxiliaries: Words
    negations: Words
    passives: Words
    days: Words
    months: Words
    times: Words
    ordinals: Words
    determiners: Words
    articles: Words
    definite: Words
    links: Words
    name_links: Words
    after_name: Words
    ands: Words
    stops: Words
    relatives: Words
    joins: Words
    trails: Words
    bounding: Words
    own: Words
    pronouns: dict[str, Words]
    one_person: Words
    stand_ins: dict[str, tuple[str, ...]]
    kinds: dict[str, Words]
    anyone: Words
    agencies: dict[str, Words]
    otherwise: dict[str, str]
    roles: Words
    titles: Words
    particles: Words
    modifiers: Words
    from_documents: Words
    issued: Words
    carriers: Words
    manners: Words
    heading_ends: Words
    hearsay: Words
    hearsay_passives: Words
    hypothetical: Words
    background: Words
    carried: Words
    clause_openers: Words
    quoted_as: Words
    by_words: Words
    as_words: Words
    that_words: Words
    to_words: Words
    silencers: Words
    going_on: Words
    time_openers: Words
    time_parts: Words
    owner_links: Words
    adverb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    genitive_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    based: Words
    agency_nouns: Words
    signed: Words
    text_marks: Words

    @cached_property
    def verbs(self) -> dict[str, str]:
        """What each word of saying is: said, says_that, denied, alleged, saying, quoting or according."""
        classes = ("said", "says_that", "denied", "alleged", "saying", "quoting", "according")
        return {word: name for name in classes for word in getattr(self, name)}

    @cached_property
    def said_somehow(self) -> frozenset[str]:
        """Every word of saying."""
        return frozenset(self.verbs)

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """The kind that a noun gives to a phrase; of a word with two kinds the first in the file counts."""
        return {word: kind for kind, nouns in reversed(self.kinds.items()) for word in nouns}

    @cached_property
    def agency_of(self) -> dict[str, str]:
        """The agency's name for each of its aliases."""
        return {alias: name for name, aliases in self.agencies.items() for alias in aliases}

    @cached_property
    def pronoun_of(self) -> dict[str, str]:
        """What each pronoun stands for: person, group or any."""
        return {word: name for name, words in self.pronouns.items() for word in words}

    @cached_property
    def hedges(self) -> Words:
        """Every word that may keep a figure from being plainly asserted."""
        return self.hypothetical | self.hearsay | self.hearsay_passives

    def without_genitive(self, word: str) -> str:
        """A word or name without the ending of one that owns the next."""
        plain = word.replace("’", "'")
        ending = next((ending for ending in self.genitive_endings if plain.endswith(ending)), "")
        return word[: len(word) - len(ending)]

    def singulars(self, word: str) -> Words:
        """The word, and what it is without each ending of a plural."""
        return frozenset([word, *(word.removesuffix(ending) for ending in self.plural_endings)])

    @cached_property
    def seat(self) -> re.Pattern[str] | None:
        """What says in a name where its body has its seat: the London-based (Observatory)."""
        return re.compile(rf"^.*-(?:{_any_of(self.based)}) ") if self.based else None

    @cached_property
    def signature(self) -> re.Pattern[str] | None:
        """[SIGNED] X GENERAL COMMAND, 3 MAY 1990."""
        ends = r"(?=[,:\n]|\.\s|\s+\[|$)"
        pattern = rf"\[(?:{_any_of(self.signed)})\]\s*(?P<who>[^,:\n]{{3,80}}?){ends}"
        return re.compile(pattern, re.IGNORECASE) if self.signed else None

    @cached_property
    def issue(self) -> re.Pattern[str] | None:
        """[COMMUNIQUE] [FOREIGN MINISTRY] [TEXT]."""
        pattern = rf"\[(?:{_any_of(self.issued)})\]\s*\[(?!{_any_of(self.text_marks)})(?P<who>[^\]]{{3,120}})\]"
        return re.compile(pattern, re.IGNORECASE) if self.issued and self.text_marks else None

    @cached_property
    def tags(self) -> dict[str, int]:
        """Every word with the bits of the classes that it belongs to; a word in none is not there."""
        found: dict[str, int] = {}
        for name, bit in BIT.items():
            for word in getattr(self, name):
                found[word] = found.get(word, 0) | bit
        return found


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


# The classes that a token is asked about, each a bit, so that one look-up answers for all.
_CLASSES = (
    "verbs",
    "kind_of",
    "agency_of",
    "pronoun_of",
    "stand_ins",
    "said",
    "saying",
    "anyone_says",
    "needs_that",
    "telling",
    "also_nouns",
    "heading_says",
    "speaking",
    "auxiliaries",
    "negations",
    "passives",
    "days",
    "months",
    "times",
    "ordinals",
    "determiners",
    "articles",
    "definite",
    "links",
    "name_links",
    "after_name",
    "ands",
    "stops",
    "relatives",
    "joins",
    "trails",
    "bounding",
    "own",
    "roles",
    "titles",
    "particles",
    "modifiers",
    "from_documents",
    "carriers",
    "manners",
    "heading_ends",
)
BIT = {name: 1 << place for place, name in enumerate(_CLASSES)}
