"""Counts of things: what was fired, what happened where, what was hit (five rockets, three raids, 12 homes)."""

from __future__ import annotations

from dataclasses import replace

from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.counted.noun_phrase import NounPhrase, PhraseReader
from reconcile.extract.numbers.bounds import Quantity
from reconcile.text.lexicon import Lexicon, Noun
from schemas.codes import Measure, Role

THINGS = frozenset(measure for measure in Measure if measure.thing)
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
        if noun.kind == Measure.PROPERTY and scene.word(quantity.first - 1) in self.things.inside_words:
            return None
        near = scene.tokens[max(0, quantity.first - 14) : phrase.last + 30]
        cues = self.things.cues.get(noun.kind)
        cue = next((t.low for t in near if t.low in cues), None) if cues else noun.name
        if cue is None:
            return None
        return scene.count(quantity, noun.measure, noun.name.replace("-", " "), "thing", cue, noun.measure)

    # destroying 2 drugstores | 10 clashes, 20 harassments and 3 acts of sabotage
    def _unknown(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The count of an unknown thing: property where it is destroyed, in a list the measure of the list."""
        head = scene.word(phrase.head or 0)
        before = scene.word(quantity.first - 1)
        if before in self.things.damage_words:
            return scene.count(quantity, Measure.PROPERTY, head, "destroyed", before, Measure.PROPERTY)
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
        skipped = self.lexicon.auxiliaries | self.lexicon.others
        after = (t.low for t in scene.tokens[phrase.last : phrase.last + 3] if t.low not in skipped)
        before = scene.word(quantity.first - 1) if kind == Measure.PROPERTY else ""
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
