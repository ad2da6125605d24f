"""Counts of things: what was fired, what happened where, what was hit (five rockets, three raids, 12 homes)."""

from __future__ import annotations

from dataclasses import replace

from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, NounPhrase, PhraseReader
from reconcile.extract.numbers.bounds import Quantity
from reconcile.text.lexicon import Lexicon, Noun
from schemas.codes import Measure, Role

THINGS = frozenset(measure for measure in Measure if measure.thing)
SHARED = 4
"""Words between a share and its base (29 of the country's 47)."""
LISTED = 30
"""Words of a list of things behind which what happened to them must be told."""
LABEL = 8
"""Words before the number in which a label may be: 'Completely destroyed housing: 146'."""


class ThingReader:
    """Reads quantities of things."""

    def __init__(self, lexicon: Lexicon, phrases: PhraseReader):
        self.lexicon = lexicon
        self.phrases = phrases
        self.things = lexicon.things

    def read(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The count of the thing that the phrase names, if its cue is near (a village is hit, taken or flooded)."""
        noun = phrase.noun
        if noun is None and phrase.head is not None:
            return self._unknown(scene, quantity, phrase)
        if noun is None or noun.measure is None or noun.kind not in THINGS or quantity.number.kind in ("both", "none"):
            return None
        if self._is_no_count(scene, quantity, phrase):
            return None
        if noun.kind == Measure.PROPERTY and scene.word(quantity.first - 1) in self.things.inside_words:
            return None
        near = scene.tokens[max(0, quantity.first - 14) : phrase.last + 30]
        cues = self.things.cues.get(noun.kind)
        cue = next((t.low for t in near if t.low in cues), None) if cues else noun.name
        if cue is None:
            return None
        return scene.count(quantity, noun.measure, noun.name.replace("-", " "), "thing", cue, noun.measure)

    # of the country's 47 counties | these two areas | the 14 villas neighbourhood | one assault after another
    def _is_no_count(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> bool:
        """True for the base of a share, a later mention, a name that holds a number, and one thing after another."""
        before, noun = scene.word(quantity.first - 1), phrase.noun
        if before in self.things.pointing or self._is_base(scene, quantity.first):
            return True
        if (
            scene.word(phrase.last) in self.lexicon.subordinators
            and scene.word(phrase.last + 1) in self.lexicon.another
        ):
            return True
        many = quantity.number.kind == "cardinal" and (quantity.best or 0) > 1
        return (
            many
            and noun is not None
            and noun.kind == Measure.PLACES
            and not noun.plural
            and phrase.last > phrase.first + 1
        )

    def _is_base(self, scene: Scene, first: int) -> bool:
        """True for the 47 of '29 of the country's 47 counties', all that there are; not for 'two of the four bombs'."""
        ofs = range(first - 1, max(0, first - 1 - SHARED), -1)
        of = next((j for j in ofs if scene.word(j) in self.lexicon.quantifiers_of), None)
        return of is not None and self._owns(scene, of + 1, first) and any(of - 3 < at < of for at in scene.starts)

    def _owns(self, scene: Scene, first: int, last: int) -> bool:
        """True for 'the country's', 'its': words before a number that make it all that somebody has."""
        own = scene.word(first) in self.lexicon.possessives or "'" in scene.word(last - 1)
        return own and last > first and not any(at in scene.starts for at in range(first, last))

    def share(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The count of a share of things: 29 OF THE COUNTRY'S 47 COUNTIES, 16 of the 36 missiles."""
        if scene.word(phrase.first) not in self.lexicon.quantifiers_of:
            return None
        first = phrase.first + 1
        base = next((at for at in range(first, first + SHARED) if at in scene.starts), None)
        known = base is not None and (scene.word(first) in self.lexicon.definite or self._owns(scene, first, base))
        if base is None or not (known or base == first):
            return None
        named = self.phrases.read(scene.tokens, base + 1, scene.starts)
        return self.read(scene, quantity, named) if named.noun and named.noun.kind in THINGS else None

    # 178 trees WERE UPROOTED | 70 km of roads, 11 transformers and 12 utilities DAMAGED
    def _damaged_after(self, scene: Scene, phrase: NounPhrase) -> str | None:
        """The word of damage after an unknown thing, with nothing between them but other things of a list."""
        head, lex = scene.tokens[phrase.head or 0], self.lexicon
        named = head.title and not scene.sentence.shouting
        if named or phrase.others or head.low.endswith(lex.adverb_endings):
            return None
        for k in range(phrase.last, min(len(scene.tokens), phrase.last + LISTED)):
            word = scene.word(k)
            noun = self.phrases.noun_at(scene.tokens, k)
            if word in self.things.damage_words and word not in self.things.of_people:
                return word
            ends = word in '.;:"?!' or word in lex.clause_openers or word in lex.relatives or word in lex.pronouns
            acts = word in lex.verbs and word not in lex.auxiliaries and noun is None
            if ends or acts or (noun is not None and noun.kind in PEOPLE_KINDS):
                return None
        return None

    # destroying 2 drugstores | 10 clashes, 20 harassments and 3 acts of sabotage
    def _unknown(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The count of an unknown thing: property where it is destroyed, in a list the measure of the list."""
        head = scene.word(phrase.head or 0)
        before = scene.word(quantity.first - 1)
        named = scene.tokens[phrase.head or 0].title and not scene.sentence.shouting
        if before in self.things.damage_words and not named:
            return scene.count(quantity, Measure.PROPERTY, head, "destroyed", before, Measure.PROPERTY)
        if (after := self._damaged_after(scene, phrase)) is not None:
            return scene.count(quantity, Measure.PROPERTY, head, "destroyed", after, Measure.PROPERTY)
        last = scene.found[-1] if scene.found else None
        if last is None or last.kind not in THINGS or last.quantity is quantity:
            return None
        between = [t.low for t in scene.tokens if last.end <= t.start < scene.tokens[quantity.first].start]
        joined = bool(between) and (between[-1] == "," or between[-1] in self.lexicon.conjunctions)
        plain = all(w == "," or w in self.lexicon.conjunctions or w not in self.lexicon.stops for w in between)
        verbs = any(w in self.lexicon.verbs and w not in self.lexicon.nouns for w in between)
        if not joined or not plain or verbs:
            return None
        return scene.count(quantity, last.measure, head, "list", " ".join(between[-2:]), last.kind)

    def again(self, scene: Scene, quantity: Quantity, phrase: NounPhrase, role: Role) -> Count | None:
        """The count of a number without a noun, of the last thing counted: two LANDED, another 20 DAMAGED, FROM 43."""
        before = scene.recent(6)
        earlier = self.lexicon.comparatives.ending(scene.tokens, quantity.first - 1) or self._from_last(scene, quantity)
        if before and earlier:
            figure = scene.count(quantity, before[-1].measure, before[-1].unit, "earlier value", kind=before[-1].kind)
            return replace(figure, group=before[-1].group, words=scene.words(earlier[1], quantity.first))
        if before and before[-1].kind in THINGS and role == Role.REMAINDER:  # THE OTHER three fell in the centre
            last = before[-1]
            words = scene.words(scene.definite_before(self.lexicon, quantity.first), phrase.last)
            return scene.count(quantity, last.measure, last.unit, "the rest", words, last.kind)
        verbs_of = dict.fromkeys((Measure.MUNITIONS, Measure.INCIDENTS), self.things.munition_verbs)
        for kind, verbs in (*verbs_of.items(), (Measure.PROPERTY, self.things.damage_words)):
            same = next((f for f in reversed(before) if f.kind == kind), None)
            verb = self._verb(scene, quantity, phrase, kind, verbs) if same else None
            if same and verb:
                return scene.count(quantity, same.measure, same.unit, "same thing", verb, kind)
        return self._label(scene, quantity, phrase)

    # rose to 15 FROM 12
    def _from_last(self, scene: Scene, quantity: Quantity) -> tuple[str, int] | None:
        first = quantity.first
        changed = first >= 2 and scene.word(first - 1) in self.lexicon.measures.changed_from
        follows = changed and bool(scene.found) and scene.found[-1].end == scene.tokens[first - 2].end
        return ("earlier", first - 1) if follows else None

    def _verb(
        self, scene: Scene, quantity: Quantity, phrase: NounPhrase, kind: str, words: frozenset[str]
    ) -> str | None:
        skipped = self.lexicon.auxiliaries | self.lexicon.others | self.lexicon.adverbs
        near = (t.low for t in scene.tokens[phrase.last : phrase.last + 3])
        after = (word for word in near if word not in skipped and not word.endswith(self.lexicon.adverb_endings))
        bracket = scene.word(quantity.first - 1) == "(" and scene.word(phrase.last) == ")"  # destroyed (71,000)
        before = scene.word(quantity.first - 1 - bracket) if kind == Measure.PROPERTY else ""
        return next((word for word in (next(after, ""), before) if word in words), None)

    # Completely destroyed housing: 146 | Damaged houses/shelter 91,808
    def _label(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        ends = scene.word(phrase.last) in ("", "(", ";")
        if not ends or not 1 < quantity.first <= LABEL or quantity.number.kind != "cardinal":
            return None
        damage = next((t.low for t in scene.tokens[: quantity.first] if t.low in self.things.damage_words), None)
        nouns = (self.phrases.noun_at(scene.tokens, k) for k in range(quantity.first))
        noun: Noun | None = next((n for n in nouns if n and n.kind == Measure.PROPERTY), None)
        if noun is None or damage is None:
            return None
        return scene.count(quantity, Measure.PROPERTY, noun.name, "label", damage, Measure.PROPERTY)
