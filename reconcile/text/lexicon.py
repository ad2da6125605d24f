"""Looks up single words: from a word to its verb forms, its noun and its function-word classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from reconcile.language import Pack, WordFile
from reconcile.text.document import Token
from reconcile.text.inflect import GERUND, PARTICIPLE, noun_forms, verb_forms
from reconcile.text.patterns import Phrases
from schemas.codes import Measure

Frame = Literal["object", "subject"] | None
Kind = Literal["person", "combatant", "kin", "collective", "counted", "other"] | Measure
"""What kind of people a noun names, a noun of harm (death), or the measure of a thing."""


_NO_SETS = frozenset({"about", "verbs", "joining", "past_endings", "adjectives_follow", "adverb_endings", "hedges"})
_NO_SETS |= {"additions", "more", "rest"}
"""Fields of grammar.yaml that are not sets of words."""


class GrammarWords(WordFile):
    """`grammar.yaml`; a comment there explains each field."""

    determiners: list[str]
    articles: list[str]
    definite: list[str]
    another: list[str]
    possessives: list[str]
    pronouns: list[str]
    them: list[str]
    prepositions: list[str]
    conjunctions: list[str]
    choices: frozenset[str] = frozenset()
    contrast: list[str]
    subordinators: list[str]
    relatives: list[str]
    be: list[str]
    have: list[str]
    do: list[str]
    get: list[str]
    modals: list[str]
    negations: list[str]
    adverbs: list[str]
    including: list[str]
    others: list[str]
    quantifiers_of: list[str]
    joining: list[str]
    infinitive: list[str]
    past_endings: list[str]
    adjectives_follow: bool = False
    adverb_endings: list[str]
    hedges: list[str]
    besides: list[str]
    nominal_others: list[str]
    firing_at: frozenset[str] = frozenset()
    additions: list[str]
    more: list[str]
    rest: list[str]
    prefixes: list[str]
    subjects: list[str]
    total: list[str]
    whole_follows: frozenset[str] = frozenset()
    agent_marks: frozenset[str] = frozenset()
    one_of_two: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    verbs: list[str]


class PeopleWords(WordFile):
    """`people.yaml`; a comment there explains each field."""

    persons: list[str]
    combatants: list[str]
    responders: list[str]
    kin: list[str]
    group_words: frozenset[str] = frozenset()
    collective: list[str]
    part_nouns: list[str]
    unnamed: frozenset[str] = frozenset()
    armed: frozenset[str] = frozenset()
    attackers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    signers: frozenset[str] = frozenset()
    sourcing: frozenset[str] = frozenset()
    not_people: list[str]
    age_words: list[str]


class Frames(BaseModel):
    """Verbs of one measure, grouped by the position of those harmed (subject or object)."""

    object: list[str] = []
    subject: list[str] = []


class MeasureWords(WordFile):
    """`measures.yaml`; a comment there explains each field."""

    verbs: dict[Measure, Frames]
    adjectives: dict[Measure, list[str]]
    nouns: dict[Measure, list[str]]
    weak_nouns: frozenset[str]
    group_nouns: frozenset[str]
    before: dict[Measure, list[str]]
    after: dict[Measure, list[str]]
    claim_words: frozenset[str]
    claiming: frozenset[str] = frozenset()
    claim_heads: frozenset[str]
    taking: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    sums: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()
    amount_again: frozenset[str] = frozenset()
    implicit: frozenset[Measure]
    open_verbs: frozenset[str]
    manners: frozenset[str] = frozenset()
    outcome_open: frozenset[Measure]
    together: frozenset[Measure]
    denied: dict[Measure, list[str]]
    agent_endings: list[str]
    person_endings: tuple[str, ...] = ()
    same_amount: frozenset[str]
    totals: frozenset[str]
    amount_nouns: dict[str, Measure | None]
    amount_verbs: list[str]
    changed_from: frozenset[str] = frozenset()
    comparatives: list[str]
    victim_incidents: dict[str, Measure]
    report_nouns: frozenset[str]
    deadly_adverbs: frozenset[str]
    deadly_ends: list[str]
    acting: frozenset[Measure]
    yielding: frozenset[Measure]
    sure_of_people: frozenset[Measure]
    of_people: frozenset[str] = frozenset()
    anyone: frozenset[str]
    surviving: frozenset[str]
    not_denied: frozenset[str]
    conditions: frozenset[str]
    victim_words: frozenset[str]
    victim_names: frozenset[str] = frozenset()
    one_again: frozenset[str] = frozenset()
    many_again: frozenset[str] = frozenset()
    open_ends: frozenset[str] = frozenset()
    survival: frozenset[str] = frozenset()
    any_words: frozenset[str]
    not_known: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    placing: frozenset[str] = frozenset()
    followed_by: tuple[str, ...] = ()


class Magnitude(BaseModel):
    """Words around the strength of an earthquake."""

    near: frozenset[str]
    scale: frozenset[str] = frozenset()
    after: frozenset[str]
    before: frozenset[str]


class ThingWords(WordFile):
    """`things.yaml`; a comment there explains each field."""

    nouns: dict[Measure, list[str]]
    cues: dict[str, frozenset[str]]
    not_after: frozenset[str]
    distances: dict[str, str]
    unit_joins: frozenset[str]
    magnitude: Magnitude
    duration_heads: frozenset[str]
    duration_before: frozenset[str]
    duration_for: frozenset[str]
    duration_sentences: frozenset[str]
    duration_not_before: frozenset[str]
    duration_not_after: frozenset[str]
    duration_loose_after: frozenset[str] = frozenset()
    duration_released: frozenset[str] = frozenset()
    duration_states: frozenset[str] = frozenset()
    state_verbs: frozenset[str]
    distance_not: frozenset[str]
    distance_near: frozenset[str]
    distance_falls: frozenset[str] = frozenset()
    distance_depth: frozenset[str] = frozenset()
    short_units: frozenset[str]
    glued_units: frozenset[str]
    long_words: frozenset[str]
    age_words: frozenset[str]
    munition_verbs: frozenset[str]
    damage_words: frozenset[str]
    of_people: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()
    inside_words: frozenset[str]
    unit_names: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can be counted: its kind, its singular, and the measure that it means, if any."""

    name: str
    kind: Kind
    plural: bool
    measure: Measure | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """One reading of a verb form. `frame` is the position of those harmed; None for verbs that harm nobody."""

    name: str
    slots: frozenset[int]
    measure: Measure | None
    frame: Frame


class Lexicon:
    """One language's words, for looking up."""

    def __init__(self, pack: Pack):
        grammar, people = pack.read("grammar", GrammarWords), pack.read("people", PeopleWords)
        measures, things = pack.read("measures", MeasureWords), pack.read("things", ThingWords)
        self.pack, self.grammar, self.people, self.measures, self.things = pack, grammar, people, measures, things
        for field in GrammarWords.model_fields:
            if field not in _NO_SETS:
                setattr(self, field, frozenset(getattr(grammar, field)))
        self.auxiliaries = frozenset([*grammar.be, *grammar.have, *grammar.do, *grammar.get, *grammar.modals])
        self.adverb_endings = tuple(grammar.adverb_endings)
        self.openers = self.determiners | self.possessives
        self.clause_openers = self.subordinators - self.prepositions
        self.hedges = Phrases((p, "hedge") for p in grammar.hedges)
        self.agent_endings = tuple(measures.agent_endings)
        self.denied = Phrases((p, m) for m, phrases in measures.denied.items() for p in phrases)
        self.deadly_ends = Phrases((p, "deadly") for p in measures.deadly_ends)
        self.kinds = self._kinds()
        self.verbs = self._verbs()
        self.nouns = self._nouns()
        self.adjectives = {w: m for m, words in measures.adjectives.items() for w in words}
        self.before = Phrases((p, m) for m, phrases in measures.before.items() for p in phrases)
        self.amounts = Phrases((p, "amount") for p in measures.amount_verbs)
        self.comparatives = Phrases((p, "earlier") for p in measures.comparatives)
        self.joining = Phrases((p, "and") for p in grammar.joining)
        self.after = Phrases((p, m) for m, phrases in measures.after.items() for p in phrases)
        self.stops = (
            frozenset(
                self.openers
                | self.pronouns
                | self.prepositions
                | self.conjunctions
                | self.contrast
                | self.subordinators
                | self.relatives
                | self.auxiliaries
                | self.including
            )
            - self.others
        )

    # The sets named after the fields of grammar.yaml.
    determiners: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    another: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    them: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    choices: frozenset[str]
    contrast: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    get: frozenset[str]
    modals: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    including: frozenset[str]
    others: frozenset[str]
    quantifiers_of: frozenset[str]
    infinitive: frozenset[str]
    total: frozenset[str]
    whole_follows: frozenset[str]
    subjects: frozenset[str]
    agent_marks: frozenset[str]
    one_of_two: frozenset[str]
    acronyms: frozenset[str]
    times: frozenset[str]
    moments: frozenset[str]
    nominal_others: frozenset[str]
    prefixes: frozenset[str]

    def harm_at(self, tokens: Sequence[Token], j: int, back: bool = False) -> Verb | None:
        """The harming verb at token j, with its particle where it has one (take out); `back`: j is its last word."""
        k = j - 1 if back else j + 1
        if 0 <= k < len(tokens):
            pair = f"{tokens[min(j, k)].low}-{tokens[max(j, k)].low}"
            found = self.harm(pair)
            if found:
                return found
        return self.harm(tokens[j].low)

    def harm(self, word: str) -> Verb | None:
        """The reading of a verb form that harms (or moves, holds, rescues) somebody, if there is one."""
        return next((v for v in self.verbs.get(word, ()) if v.measure), None)

    def _kinds(self) -> dict[str, str]:
        """Function word -> its class, for walking over a clause; the first class with the word is used."""
        classes = {
            "subject": self.subjects,
            "quote": {'"'},
            "be": self.be | self.get,
            "auxiliary": self.auxiliaries,
            "skip": self.negations | self.adverbs | self.others,
            "bracket": {"(", "["},
            "relative": self.relatives,
            "including": self.including,
            "join": self.conjunctions | {","},
            "end": {";", ":", "--", "?", "!"},
            "stop": {"."},
            "subordinator": self.clause_openers,
        }
        return {word: kind for kind, words in reversed(classes.items()) for word in words}

    def _verbs(self) -> dict[str, tuple[Verb, ...]]:
        found: dict[str, dict[tuple[str, Measure | None, Frame], set[int]]] = {}

        def add(entry: str, measure: Measure | None, frame: Frame) -> None:
            forms = verb_forms(self.pack, entry)
            for slot, spellings in enumerate(forms):
                for word in spellings:
                    found.setdefault(word, {}).setdefault((forms[0][0], measure, frame), set()).add(slot)

        for measure, frames in self.measures.verbs.items():
            for entry in frames.object:
                add(entry, measure, "object")
            for entry in frames.subject:
                add(entry, measure, "subject")
        for entry in self.grammar.verbs:
            add(entry, None, None)
        return {
            word: tuple(Verb(name, frozenset(slots), m, f) for (name, m, f), slots in readings.items())
            for word, readings in found.items()
        }

    def _nouns(self) -> dict[str, Noun]:
        found: dict[str, Noun] = {}

        def add(entries: Iterable[str], kind: Kind, measure: Measure | None = None) -> None:
            for entry in entries:
                singulars, plurals = noun_forms(self.pack, entry)
                name = self.things.unit_names.get(singulars[0], singulars[0])
                weak = singulars[0] in self.measures.weak_nouns
                for word in plurals:
                    found.setdefault(word, Noun(name, kind, True, measure, weak))
                for word in singulars:
                    found.setdefault(word, Noun(name, kind, False, measure, weak))

        for measure, entries in self.measures.nouns.items():
            add(entries, "counted", measure)
        people, things = self.people, self.things
        add(people.collective, "collective")
        add(people.combatants, "combatant")
        add(people.kin, "kin")
        add([*people.persons, *people.responders, *people.part_nouns], "person")
        for measure, entries in things.nouns.items():
            add(entries, measure, measure)
        add(people.not_people, "other")
        return found


def is_participle(verb: Verb) -> bool:
    """True where the form can be passive: killed, shot."""
    return PARTICIPLE in verb.slots


def is_gerund(verb: Verb) -> bool:
    """True for killing, wounding."""
    return GERUND in verb.slots
