"""Words of attribution and their classes: one look-up for each token."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from reconcile.language import WordFile

Words = frozenset[str]


class AttributionWords(WordFile):
    """`attribution.yaml`: words of attribution. The comment at the top of the file explains its fields."""

    said: Words
    says_that: Words
    denied: Words
    alleged: Words
    saying: Words
    quoting: Words
    according: Words
    according_links: Words
    needs_known: Words
    reported_by: Words
    reports_figures: Words
    small_numbers: Words
    platforms: Words
    anyone_says: Words
    needs_that: Words
    speaks_of: Words
    of_words: Words
    at_first: Words
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
    private: Words
    speaks_for: Words
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
        """The class of each word of saying: said, says_that, denied, alleged, saying, quoting or according."""
        classes = ("said", "says_that", "denied", "alleged", "saying", "quoting", "according")
        return {word: name for name in classes for word in getattr(self, name)}

    @cached_property
    def said_somehow(self) -> frozenset[str]:
        """Every word of saying."""
        return frozenset(self.verbs)

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """The kind of speaker for a noun; a word with two kinds has the one that is first in the file."""
        return {word: kind for kind, nouns in reversed(self.kinds.items()) for word in nouns}

    @cached_property
    def agency_of(self) -> dict[str, str]:
        """The agency's name for each of its aliases."""
        return {alias: name for name, aliases in self.agencies.items() for alias in aliases}

    @cached_property
    def pronoun_of(self) -> dict[str, str]:
        """What each pronoun may refer to: person, group or any."""
        return {word: name for name, words in self.pronouns.items() for word in words}

    @cached_property
    def hedges(self) -> Words:
        """Every word that qualifies a figure, so that it is not plainly asserted."""
        return self.hypothetical | self.hearsay | self.hearsay_passives

    def without_genitive(self, word: str) -> str:
        """A word or name without its genitive ending."""
        plain = word.replace("’", "'")
        ending = next((ending for ending in self.genitive_endings if plain.endswith(ending)), "")
        return word[: len(word) - len(ending)]

    def singulars(self, word: str) -> Words:
        """The word itself, and the word without each plural ending."""
        return frozenset([word, *(word.removesuffix(ending) for ending in self.plural_endings)])

    @cached_property
    def seat(self) -> re.Pattern[str] | None:
        """A pattern for the words in a name that give a body's seat: the London-based (Observatory)."""
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
        """Every word with the bits of its classes; a word of no class is not included."""
        found: dict[str, int] = {}
        for name, bit in BIT.items():
            for word in getattr(self, name):
                found[word] = found.get(word, 0) | bit
        return found


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


# The classes that are tested for tokens, each a bit, so that one look-up answers all tests.
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
    "reported_by",
    "reports_figures",
    "platforms",
    "private",
    "speaks_for",
    "speaks_of",
)
BIT = {name: 1 << place for place, name in enumerate(_CLASSES)}
