"""Finds a predicate after a noun phrase: what those counted are or do (12 people WERE KILLED, 12 WOUNDED, 12 FLED).

Moves to the right over prepositional phrases, appositions, coordinated phrases and auxiliaries, up to the first word
that is a predicate of those counted, or to the end of their clause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from reconcile.extract.counted.clause import CLAUSE, REACH, Clauses, Predicate
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, is_compounded
from reconcile.text.document import Token, word_at
from reconcile.text.inflect import BASE, PARTICIPLE, PAST, THIRD
from reconcile.text.lexicon import Verb, is_gerund, is_participle
from schemas.codes import Measure

Found = Literal["harm", "agent", "other"]
Outcome = Predicate | Literal["end"] | None
SECOND = 16
"""Words after a verb of harm within which a second one may be joined to it."""
TOTALS = 14
"""Words after 'the total number of' within which what is counted must be named."""


@dataclass(slots=True)
class _Walk:
    """The position of a walk and what it has passed: an auxiliary, a passive, an apposition, a relative clause."""

    tokens: list[Token]
    start: int
    at: int
    distance: int = 0
    passive: bool = False
    finite: bool = False
    aside: bool = False
    relative: bool = False

    @property
    def word(self) -> str:
        return self.tokens[self.at].low

    def found(
        self, role: Found, measure: Measure | None, last: int, rule: str, also: Predicate | None = None
    ) -> Predicate:
        return Predicate(role, measure, self.at, last, self.distance, rule, self.finite, self.relative, also)


class RightReader:
    """Finds the predicate after a phrase."""

    def __init__(self, clauses: Clauses):
        self.clauses = clauses
        self.lexicon = clauses.lexicon
        self.steps: dict[str, Callable[[_Walk], Outcome]] = {
            "subject": lambda walk: "end",
            "be": self._be,
            "auxiliary": self._auxiliary,
            "skip": lambda walk: None,
            "bracket": self._bracket,
            "relative": self._relative,
            "including": self._including,
            "join": self._join,
            "end": lambda walk: "end",
            "quote": self._quote,
            "stop": lambda walk: "end" if walk.at + 1 < len(walk.tokens) else None,
            "subordinator": lambda walk: "end",
        }

    def find(self, tokens: list[Token], i: int, numbers: frozenset[int] = frozenset()) -> Predicate | None:
        """The predicate after the phrase that ends before token i; a main verb is preferred to a relative clause."""
        found = self._walk(_Walk(tokens, i, i))
        if found and (found.relative or not found.finite) and found.measure in self.lexicon.measures.yielding:
            found = self._main(tokens, found)
        return self._with_second(tokens, found) if found and found.role == "harm" else found

    # three who had fled WERE KILLED | two people returning from work WERE ABDUCTED
    def _main(self, tokens: list[Token], found: Predicate) -> Predicate:
        main = self._walk(_Walk(tokens, found.last, found.last))
        if main is None or main.role != "harm" or not (found.relative or main.finite or main.distance == 0):
            return found
        if not found.relative and any(self.clauses.is_count(tokens, k) for k in range(found.last, main.first)):
            return found
        stronger = main.measure == Measure.DETAINED or main.measure not in self.lexicon.measures.yielding
        return main if stronger and main.measure != found.measure else found

    # kidnapped in June and later KILLED | was wounded, and DIED the next day
    def _with_second(self, tokens: list[Token], found: Predicate) -> Predicate:
        """The predicate with a second one about the same people that is joined to it, where it is another measure."""
        shown = found.finite or found.rule == "participle after"
        if found.also or found.relative or not shown or found.measure == Measure.KILLED:
            return found
        lex = self.lexicon
        for k in range(found.last, min(len(tokens), found.last + SECOND)):
            if tokens[k].low in lex.subjects | lex.contrast or lex.kinds.get(tokens[k].low) in ("end", "stop", "quote"):
                return found
            second = self._second(tokens, k + 1, found) if tokens[k].low in lex.conjunctions else None
            if second is not None:
                is_open = found.measure in lex.measures.outcome_open
                return second if is_open else replace(found, also=second if second.measure != found.measure else None)
        return found

    def _second(self, tokens: list[Token], k: int, found: Predicate) -> Predicate | None:
        lex = self.lexicon
        while k < len(tokens) and (self.clauses.is_adverb(tokens[k].low) or tokens[k].low in lex.auxiliaries):
            k += 1
        if k >= len(tokens):
            return None
        phrase, verb = lex.after.starting(tokens, k), lex.harm_at(tokens, k)
        done = verb is not None and (verb.frame == "subject" or is_participle(verb)) and not is_gerund(verb)
        measure, last = phrase or ((verb.measure, k + 1) if verb and done else (None, k))
        if (
            measure not in lex.measures.implicit
            or measure in lex.measures.outcome_open
            or self.clauses.object_follows(tokens, last)
        ):
            return None
        return replace(found, measure=measure, first=k, last=last)

    def _walk(self, walk: _Walk) -> Predicate | None:
        while walk.at < len(walk.tokens) and walk.at - walk.start < REACH:
            outcome = self._phrase(walk) or self._joining(walk) or self._step(walk)
            if outcome is not None:
                return None if outcome == "end" else outcome
            walk.at += 1
        return None

    def _step(self, walk: _Walk) -> Outcome:
        kind = self.lexicon.kinds.get(walk.word)
        if walk.finite and self._opens_clause(walk):
            return "end"
        if kind == "relative" and walk.word in self.lexicon.subordinators and walk.distance:
            return self._over_clause(walk)
        step = self.steps.get(kind or "")
        if step:
            return step(walk)
        return None if self.clauses.is_adverb(walk.word) else self._content(walk)

    # a mother calls for peace AFTER TWO children were shot
    def _opens_clause(self, walk: _Walk) -> bool:
        """True for a word that opens a clause whose subject is another count."""
        lex, tokens, at = self.lexicon, walk.tokens, walk.at
        if walk.word not in lex.subordinators:
            return False
        return self.clauses.is_count(tokens, at + 1) and word_at(tokens, at + 2) not in lex.times

    # members of a club THAT HELPS THE POOR were killed
    def _over_clause(self, walk: _Walk) -> Outcome:
        """Moves over a relative clause about another noun, to the auxiliary after it; the clause ends where none is."""
        lex, tokens = self.lexicon, walk.tokens
        if word_at(tokens, walk.at - 1) in lex.conjunctions or tokens[walk.at - 1].low == ",":
            return "end"
        for k in range(walk.at + 1, min(len(tokens), walk.at + CLAUSE)):
            kind = lex.kinds.get(tokens[k].low)
            if kind in ("be", "auxiliary") and k > walk.at + 1:
                walk.at, walk.distance = k - 1, walk.distance + 1
                return None
            if kind not in (None, "skip", "be", "auxiliary"):
                return "end"
        return "end"

    # ------------------------------------------------------------------ small words

    # taken to hospital | lost their lives | in critical condition
    def _phrase(self, walk: _Walk) -> Outcome:
        hit = self.lexicon.after.starting(walk.tokens, walk.at)
        aside = walk.aside and not walk.finite
        if hit is None or (aside and not self._is_main(walk, hit[0])) or self._is_other_clause(walk, hit[1]):
            return None
        if hit[0] != Measure.KILLED and self._tells_death(walk, hit[1]):
            return None
        acts = hit[0] in self.lexicon.measures.acting
        passive = walk.passive or self._is_reduced_passive(walk, hit[1])
        return None if acts and passive else walk.found("harm", hit[0], hit[1], "phrase after")

    # had DIED of serious injuries
    def _tells_death(self, walk: _Walk, last: int) -> bool:
        """True where a verb of death without an object stands inside the phrase."""
        inner = (self.lexicon.harm(walk.tokens[k].low) for k in range(walk.at + 1, last))
        return any(verb is not None and verb.frame == "subject" and verb.measure == Measure.KILLED for verb in inner)

    # six people, including two guards SUSTAINED INJURIES
    def _is_main(self, walk: _Walk, measure: Measure) -> bool:
        """True for a verb in the past with an object, which a participle in an apposition does not have."""
        past = any(PAST in verb.slots for verb in self.lexicon.verbs.get(walk.word, ()))
        objects = word_at(walk.tokens, walk.at + 1) not in self.lexicon.prepositions
        plain = not walk.relative and measure not in self.lexicon.measures.yielding
        return past and objects and plain and self.lexicon.harm(walk.word) is None

    # three aid workers AMBUSHED by gunmen
    def _is_reduced_passive(self, walk: _Walk, last: int) -> bool:
        """True for a single verb form without an object, which is done to those counted."""
        alone = last == walk.at + 1 and walk.word.endswith(tuple(self.lexicon.grammar.past_endings))
        after = word_at(walk.tokens, last)
        return alone and (
            after in self.lexicon.prepositions
            or after in self.lexicon.clause_openers | {"", ",", "."}
            or after in self.lexicon.conjunctions
        )

    # 'shot and killed TWO' is active; 'critically' belongs to its verb in 'critically INJURING a third'
    def _is_other_clause(self, walk: _Walk, last: int) -> bool:
        if last >= len(walk.tokens):
            return False
        word = walk.tokens[last - 1].low
        if not walk.passive and self.lexicon.harm(word) and self.clauses.object_follows(walk.tokens, last):
            return True
        return word.endswith(self.lexicon.adverb_endings) and self.lexicon.harm(walk.tokens[last].low) is not None

    # seven injured, ALONG WITH three patients
    def _joining(self, walk: _Walk) -> Outcome:
        join = self.lexicon.joining.starting(walk.tokens, walk.at)
        if join is None or walk.word in self.lexicon.conjunctions:
            return None
        if walk.finite and not walk.relative:
            return "end"
        walk.at, walk.distance, walk.aside = join[1] - 1, walk.distance + 1, True
        return None

    def _be(self, walk: _Walk) -> Outcome:
        infinitive = walk.at > 0 and walk.tokens[walk.at - 1].low in self.lexicon.infinitive
        if not infinitive or walk.finite:
            walk.passive = walk.finite = True
        return None

    # 12 soldiers were "ELIMINATED" | 40 "members of the patrol" DIED
    def _quote(self, walk: _Walk) -> Outcome:
        tokens, at = walk.tokens, walk.at
        said = walk.passive and self.lexicon.harm(word_at(tokens, at + 1)) is not None
        opened = next((k for k in range(at - 1, max(0, at - CLAUSE), -1) if tokens[k].low == '"'), 0)
        closes = opened > 0 and self.clauses.is_count(tokens, opened - 1)
        return None if said or closes or at == walk.start else "end"

    def _auxiliary(self, walk: _Walk) -> Outcome:
        walk.finite = True
        return None

    def _bracket(self, walk: _Walk) -> Outcome:
        ahead = range(walk.at + 1, min(len(walk.tokens), walk.at + CLAUSE))
        walk.at = next((k for k in ahead if walk.tokens[k].low in (")", "]")), walk.at)
        return None

    def _relative(self, walk: _Walk) -> Outcome:
        counted = self.clauses.is_count(walk.tokens, walk.at + 1)
        if counted and word_at(walk.tokens, walk.at - 1) in self.lexicon.quantifiers_of:
            return "end"  # 125 victims, OF WHOM 38 died
        walk.relative, walk.distance = True, walk.distance + 1
        return None

    # six infants were AMONG THEM
    def _including(self, walk: _Walk) -> Outcome:
        after = word_at(walk.tokens, walk.at + 1)
        if walk.passive and after in self.lexicon.them:
            return Predicate("part", None, walk.at, walk.at + 2, walk.distance, "part")
        walk.aside, walk.distance = True, walk.distance + 1
        return None

    # 12 soldiers AND 14 rebels were killed | 12 people, six of them infants, died
    def _join(self, walk: _Walk) -> Outcome:
        if walk.relative and walk.finite and walk.word == "," and self._resumes(walk.tokens, walk.at + 1):
            walk.passive = walk.finite = walk.relative = walk.aside = False  # two of whom were brothers, WERE KILLED
            return None
        if walk.finite and not walk.passive and not walk.relative:
            return "end"
        onward = self._over_circumstance(walk) or self._over_join(walk)
        if onward is None:
            return "end"
        comma = walk.word == "," and not self._is_named_next(walk.tokens, onward)
        walk.aside = (walk.aside or comma) and not (comma and self._resumes(walk.tokens, onward))
        walk.at, walk.distance = onward - 1, walk.distance + 1
        return None

    # three nurses, WHILE ON THE WAY HOME, were abducted
    def _over_circumstance(self, walk: _Walk) -> int | None:
        """The verb after the comma that closes a circumstance between commas; None where none is there."""
        tokens, lex = walk.tokens, self.lexicon
        if walk.word != "," or walk.finite or word_at(tokens, walk.at + 1) not in lex.subordinators:
            return None
        ahead = range(walk.at + 2, min(len(tokens) - 1, walk.at + CLAUSE))
        close = next((k for k in ahead if tokens[k].low == ","), None)
        return close + 1 if close and tokens[close + 1].low in lex.auxiliaries else None

    def _over_join(self, walk: _Walk) -> int | None:
        """The token to continue at after a comma or an 'and'; None where a clause ends there."""
        lex, tokens, k = self.lexicon, walk.tokens, walk.at + 1
        while k < len(tokens) and (tokens[k].low in lex.conjunctions or tokens[k].low == ","):
            k += 1
        main = k
        while walk.passive and main < len(tokens) and self.clauses.is_adverb(tokens[main].low):
            main += 1
        if main >= len(tokens) or (walk.finite and not self._is_second_passive(walk, main)):
            return None
        word = tokens[k].low
        new_clause = walk.word in lex.conjunctions and word in lex.auxiliaries
        contrast = word in lex.contrast or (word in lex.subordinators and word not in lex.relatives)
        if new_clause or contrast or word in self.clauses.none_words:
            return None
        verb = lex.harm(word)
        acts = verb is not None and (is_gerund(verb) or self.clauses.object_follows(tokens, k + 1))
        return None if acts and not self.clauses.phrases.noun_at(tokens, k) else k

    # 4-year-old boy, WOMAN shot (a headline's list)
    def _is_named_next(self, tokens: list[Token], j: int) -> bool:
        noun = self.clauses.phrases.noun_at(tokens, j)
        return noun is not None and not noun.plural and noun.kind in PEOPLE_KINDS

    # were struck AND LISTED in stable condition
    def _is_second_passive(self, walk: _Walk, k: int) -> bool:
        verbs = self.lexicon.verbs.get(walk.tokens[k].low, ())
        joined = walk.word in self.lexicon.conjunctions or walk.word == ","
        return walk.passive and any(is_participle(verb) for verb in verbs) and joined

    def _resumes(self, tokens: list[Token], j: int) -> bool:
        """True where a verb follows the comma that ends an apposition: 12 people, six of them infants, DIED."""
        if j >= len(tokens):
            return False
        if tokens[j].low in self.lexicon.auxiliaries or self.lexicon.harm_at(tokens, j):
            return True
        verbs = self.lexicon.verbs.get(tokens[j].low, ())
        finite = any(PAST in verb.slots and PARTICIPLE not in verb.slots for verb in verbs)
        return finite and not self.clauses.phrases.noun_at(tokens, j)

    # ------------------------------------------------------------------ words with content

    def _content(self, walk: _Walk) -> Outcome:
        lex = self.lexicon
        if walk.word in lex.determiners and walk.finite and not walk.passive:
            return None
        if is_compounded(walk.tokens, walk.at):
            walk.distance += 1
            return None
        if walk.word in lex.measures.amount_nouns and walk.at - walk.start <= 3 and self._is_total(walk):
            return self._total(walk) or "end"
        if self._is_reported(walk):
            return None
        found = self._verb(walk)
        if found is None and self.clauses.is_verb(walk.tokens, walk.at):
            walk.relative = False
            if walk.finite and not walk.passive:
                return walk.found("other", None, walk.at + 1, "verb after")
        walk.distance += 1
        return found

    def _is_total(self, walk: _Walk) -> bool:
        before = word_at(walk.tokens, walk.at - 1)
        return before in self.lexicon.determiners or before in self.lexicon.total

    # bringing to 274,000 the TOTAL NUMBER OF people displaced
    def _total(self, walk: _Walk) -> Predicate | None:
        tokens, top = walk.tokens, min(walk.at + TOTALS, len(walk.tokens))
        last = next((k for k in range(walk.at + 1, top) if tokens[k].low in (",", ";", ".")), top)
        measure = self.clauses.measure_between(tokens, walk.at, last) or self.lexicon.measures.amount_nouns[walk.word]
        return Predicate("harm", measure, walk.at, last, 1, "amount") if measure else None

    def _verb(self, walk: _Walk) -> Predicate | None:
        verb = self.lexicon.harm_at(walk.tokens, walk.at)
        adjective = self.lexicon.adjectives.get(walk.word)
        if verb is None and adjective is None:
            return self._plain_verb(walk)
        if walk.aside and not walk.finite and not self._is_main_death(walk, verb):
            return None
        is_passive_form = verb is not None and verb.frame == "object" and is_participle(verb)
        if adjective and not is_passive_form and (walk.finite or walk.distance == 0):
            measure, last = self._joined_adjective(walk, adjective)
            return walk.found("harm", measure, last, "adjective after")
        return self._harm(walk, verb) if verb else None

    # at least 87 people including 31 children DIED (in texts without commas)
    def _is_main_death(self, walk: _Walk, verb: Verb | None) -> bool:
        """True for a verb in the past that needs no object, behind an apposition that no comma closes."""
        past = verb is not None and verb.frame == "subject" and PAST in verb.slots
        return past and not walk.relative and not any(t.low == "," for t in walk.tokens[walk.start : walk.at])

    # left dozens DEAD OR WOUNDED
    def _joined_adjective(self, walk: _Walk, measure: Measure) -> tuple[Measure | None, int]:
        tokens, k = walk.tokens, walk.at + 2
        if k >= len(tokens) or tokens[k - 1].low not in self.lexicon.conjunctions:
            return measure, walk.at + 1
        second = self.lexicon.adjectives.get(tokens[k].low)
        if self.clauses.object_follows(tokens, k + 1):
            return measure, walk.at + 1  # left 40 dead and INJURED 12 others
        return (self.clauses.together(measure, second), k + 1) if second else (measure, walk.at + 1)

    # 14 rebels ATTACKED: another verb
    def _plain_verb(self, walk: _Walk) -> Predicate | None:
        if walk.passive or walk.relative or walk.aside or not self.clauses.is_verb(walk.tokens, walk.at):
            return None
        acts = self.lexicon.verbs[walk.word][0].slots & {BASE, THIRD, PAST}
        if acts and (self._is_tried(walk) or self._is_reduced(walk) or self._is_done(walk)):
            return None
        return walk.found("other", None, walk.at + 1, "verb after") if acts else None

    # nine drivers trying to ENTER the city were abducted
    def _is_tried(self, walk: _Walk) -> bool:
        infinitive = word_at(walk.tokens, walk.at - 1) in self.lexicon.infinitive
        before = self.lexicon.verbs.get(word_at(walk.tokens, walk.at - 2), ())
        return infinitive and not walk.finite and any(is_gerund(verb) for verb in before)

    # with 12 people REPORTED missing
    def _is_reported(self, walk: _Walk) -> bool:
        """True for a participle right before a word that says how those counted are, without a noun behind it."""
        lex, tokens, k = self.lexicon, walk.tokens, walk.at + 1
        if word_at(tokens, k) not in lex.adjectives or lex.harm(walk.word):
            return False
        participle = any(is_participle(verb) for verb in lex.verbs.get(walk.word, ()))
        return participle and not (k + 1 < len(tokens) and self.clauses.phrases.noun_at(tokens, k + 1))

    # two clerks ATTACKED and wounded by robbers
    def _is_done(self, walk: _Walk) -> bool:
        """True for a participle joined to another one without an object: both are done to those counted."""
        lex, tokens, k = self.lexicon, walk.tokens, walk.at + 1
        if word_at(tokens, k) not in lex.conjunctions or not walk.word.endswith(tuple(lex.grammar.past_endings)):
            return False
        while k < len(tokens) and (tokens[k].low in lex.conjunctions or self.clauses.is_adverb(tokens[k].low)):
            k += 1
        verb = lex.harm_at(tokens, k) if k < len(tokens) else None
        return verb is not None and is_participle(verb) and not self.clauses.object_follows(tokens, k + 1)

    # three workers INVOLVED in the project were killed
    def _is_reduced(self, walk: _Walk) -> bool:
        """True for a participle after which the main verb of the same clause follows."""
        lex, tokens = self.lexicon, walk.tokens
        participle = any(is_participle(verb) for verb in lex.verbs[walk.word])
        if not participle or word_at(tokens, walk.at + 1) not in lex.prepositions:
            return False
        for k in range(walk.at + 2, min(len(tokens), walk.at + CLAUSE)):
            kind = lex.kinds.get(tokens[k].low)
            if kind in ("be", "auxiliary"):
                return tokens[k - 1].low not in lex.infinitive
            if kind not in (None, "skip", "bracket"):
                return False
        return False

    def _harm(self, walk: _Walk, verb: Verb) -> Predicate | None:
        if self.clauses.is_intended(walk.tokens, walk.at):
            return walk.found("other", None, walk.at + 1, "intended")
        measure, last, also = self._joined(walk, verb)
        measure = self.clauses.deadly(walk.tokens, walk.at, measure)
        if verb.frame == "subject":
            walk.finite = walk.finite or PAST in verb.slots
            return walk.found("harm", measure, last, "verb after", also)
        if is_participle(verb) and self._is_active(walk):
            return walk.found("agent", None, walk.at + 1, "acts")
        if walk.passive and is_participle(verb):
            return walk.found("harm", measure, last, "passive after", also)
        if is_participle(verb) and not self.clauses.object_follows(walk.tokens, last):
            return walk.found("harm", measure, last, "participle after", also)
        if is_gerund(verb) and walk.distance > 0:
            return None
        return walk.found("agent", None, walk.at + 1, "acts")

    # is believed TO HAVE SHOT a guard | at least one person SHOT INTO the car
    def _is_active(self, walk: _Walk) -> bool:
        """True for a participle that those counted do themselves."""
        lex, tokens, at = self.lexicon, walk.tokens, walk.at
        did = word_at(tokens, at - 1) in lex.have and word_at(tokens, at - 2) in lex.infinitive
        into = not walk.passive and word_at(tokens, at + 1) in lex.grammar.firing_at
        return into or (did and word_at(tokens, at + 1) not in lex.prepositions | {"", ".", ","})

    # killed AND INJURED | shot AND KILLED
    def _joined(self, walk: _Walk, verb: Verb) -> tuple[Measure | None, int, Predicate | None]:
        lex, tokens, k = self.lexicon, walk.tokens, walk.at + 1
        if k < len(tokens) and (tokens[k].low in lex.conjunctions or tokens[k].low in (",", "/")):
            k += 1
            while k < len(tokens) and (self.clauses.is_adverb(tokens[k].low) or tokens[k].low in lex.conjunctions):
                k += 1
        other = lex.harm(tokens[k].low) if k < len(tokens) else None
        if other is None or other.frame != verb.frame or not self.clauses.shares(verb, other):
            return verb.measure, walk.at + 1, None
        second = walk.found("harm", other.measure, k + 1, "passive after")
        apart = self.clauses.are_apart(verb.measure, other.measure)
        return self.clauses.joint(verb, other), k + 1, second if apart else None
