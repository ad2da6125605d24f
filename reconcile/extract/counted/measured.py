"""Figures with a unit: how long, how far, how strong (17-day assault, 10 kilometres, magnitude 6.1)."""

from __future__ import annotations

from dataclasses import replace

from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.numbers.bounds import BoundReader, Quantity
from reconcile.extract.numbers.durations import NOT_COUNTING, Duration, DurationReader
from reconcile.extract.numbers.numbers import NumberReader
from reconcile.text.lexicon import Lexicon
from schemas.codes import Measure

OWNER = 5
"""Words before an age within which its noun must be: the conflict, now 26 months old."""
STATED = 7
"""Words before a number behind 'is' or 'was' within which it must be called a magnitude."""
STRONGEST = 10.5
"""Upper limit: no earthquake has a larger magnitude."""


class UnitReader:
    """Reads quantities followed by a unit."""

    def __init__(self, lexicon: Lexicon, numbers: NumberReader, bounds: BoundReader):
        self.lexicon = lexicon
        self.things = lexicon.things
        self.durations = DurationReader(numbers)
        self.bounds = bounds

    def read(self, scene: Scene, quantity: Quantity) -> Count | bool | None:
        """The count; False where the unit does not give a figure (an age, a gap); None where no unit follows."""
        if quantity.number.kind in NOT_COUNTING:
            return None
        if self._is_magnitude(scene, quantity):
            return scene.count(quantity, Measure.MAGNITUDE, "magnitude", "magnitude", kind="unit")
        duration = self.durations.read(scene.tokens, quantity.number.first, scene.sentence.document.plain)
        if duration is not None:
            return self._duration(scene, duration, quantity)
        j = quantity.number.last
        of = scene.word(j) in self.lexicon.quantifiers_of and quantity.number.kind == "vague"
        k = j + 1 if of or scene.word(j) == "-" else j
        k += f"{scene.word(k)}-{scene.word(k + 1)}" in self.things.distances  # nautical miles
        word = scene.word(k)
        if word in self.things.distances and (damage := self._damaged_length(scene, k)):
            count = scene.count(quantity, Measure.PROPERTY, self.things.distances[word], "unit", damage, "unit", k + 1)
            return replace(count, kind=Measure.PROPERTY)
        if word in self.things.distances and (word not in self.things.glued_units or self._is_glued(scene, j)):
            return self._distance(scene, quantity, k, self.things.distances[word])
        return None

    def _is_glued(self, scene: Scene, j: int) -> bool:
        return scene.tokens[j - 1].end == scene.tokens[j].start

    # magnitude 6.1 | a 6.1-magnitude quake | measuring 7.6
    def _is_magnitude(self, scene: Scene, quantity: Quantity) -> bool:
        if quantity.best is None or not 1 <= quantity.best < STRONGEST:
            return False
        near, i, j, tokens = self.things.magnitude, quantity.first, quantity.last, scene.tokens
        after = [t.low for t in tokens[j : j + 5]]
        quake = scene.sentence.document.names_any(near.after)
        if not quake or (after and after[0] in self.things.distances):
            return False  # the rain measured 6.61
        if not near.scale.isdisjoint(after):
            return True  # 5.0 on the Richter scale; 6.0 MW
        reach = STATED if scene.word(i - 1) in self.lexicon.be else 2  # the magnitude of the quake was 5.9
        beside = {t.low for t in tokens[max(0, i - reach) : i]} | set(after[: 1 + (after[:1] == ["-"])])
        if not beside.isdisjoint(near.near):
            return True
        before = {t.low for t in tokens[max(0, i - 4) : i]}
        decimal = not float(quantity.best).is_integer()
        return decimal and not (before.isdisjoint(near.before) and near.after.isdisjoint(after))

    # 15 km OF HIGHWAY were DAMAGED
    def _damaged_length(self, scene: Scene, k: int) -> str | None:
        """The word of damage in the sentence of a length of road or line; None where it is a distance."""
        if scene.word(k + 1) == "(":  # 50 km (31 miles) of road
            k = next((at for at in range(k + 2, k + 6) if scene.word(at) == ")"), k)
        if scene.word(k + 1) not in self.lexicon.quantifiers_of:
            return None
        nouns = (self.lexicon.nouns.get(scene.word(at)) for at in range(k + 2, k + 5))
        line = any(noun and noun.kind == Measure.PROPERTY for noun in nouns)
        words = self.things.damage_words | self.things.cues[Measure.PROPERTY]
        return next((t.low for t in scene.tokens if t.low in words), None) if line else None

    def _distance(self, scene: Scene, quantity: Quantity, k: int, unit: str) -> Count | bool:
        """A distance; False for rain, a wave, or a conversion in brackets of the length before it."""
        near, short = {t.low for t in scene.tokens[k + 1 : k + 3]}, unit in self.things.short_units
        if not short:
            near -= self.things.distance_depth
        if not near.isdisjoint(self.things.distance_not) or self.is_conversion(scene, quantity.first):
            return False
        around = {t.low for t in scene.tokens[k + 1 : k + 7] if not t.title or scene.sentence.shouting}
        fell = scene.word(quantity.first - 1) in self.things.distance_falls
        if short and not fell and around.isdisjoint(self.things.distance_near):
            return False
        return scene.count(quantity, Measure.DISTANCE, unit, "unit", unit, "unit", k + 1)

    # 10 kilometres (SIX MILES)
    def is_conversion(self, scene: Scene, i: int) -> bool:
        """True for a number in a bracket right behind a length."""
        bracket = next((b for b in range(i - 1, i - 4, -1) if scene.word(b) in ("(", "[")), None)
        return bracket is not None and scene.word(bracket - 1) in self.things.distances

    def _duration(self, scene: Scene, duration: Duration, stated: Quantity) -> Count | bool:
        """The duration of an event or a state; False for an age, a gap, a prison sentence or a counting window."""
        quantity = self.bounds.read(scene.tokens, duration.number)
        if stated.bound == "at_least" and quantity.bound == "exact":
            quantity = replace(quantity, high=None, bound=stated.bound, words=stated.words)  # 12+ hours
        if duration.rough and quantity.bound == "exact":
            quantity = replace(quantity, bound="about")
        last, long = self._over_long(scene, quantity.last)
        before, after = scene.word(quantity.first - 1), scene.word(last)
        if after in self.things.age_words and self._is_of_event(scene, quantity):
            return scene.count(quantity, Measure.DURATION, duration.unit, "unit", after, "unit")
        if after in self.things.duration_not_after or before in self.things.duration_not_before:
            return False
        cue = self._held(scene, quantity.first, last)
        if after in self.things.duration_loose_after and not (cue or before in self.things.duration_for):
            return False
        singular = scene.word(duration.last - 1) in self.durations.singular and duration.number.high > 1
        attributive = scene.word(duration.last - 2) == "-" or singular or long
        cue = cue or self._lasting(scene, before, after, last, attributive)
        return scene.count(quantity, Measure.DURATION, duration.unit, "unit", cue, "unit", last) if cue else False

    # released after TWO HOURS | TWO HOURS in captivity
    def _held(self, scene: Scene, first: int, last: int) -> str | None:
        """The word that shows how long somebody was held or buried; None without one."""
        states = (scene.word(at) for at in range(last + 1, last + 4))
        state = next((word for word in states if word in self.things.duration_states), None)
        if state and scene.word(last) in self.lexicon.prepositions:
            return state
        small = scene.word(first - 1) in self.lexicon.prepositions
        verb = scene.word(first - 2)
        return verb if small and verb in self.things.duration_released else None

    def is_age_of_event(self, scene: Scene, quantity: Quantity) -> bool:
        """True where the age is that of an event, not of a person."""
        return scene.word(quantity.last + 1) in self.things.age_words and self._is_of_event(scene, quantity)

    # the CONFLICT, now 26 months old
    def _is_of_event(self, scene: Scene, quantity: Quantity) -> bool:
        near = scene.tokens[max(0, quantity.first - OWNER) : quantity.first]
        return any(t.low in self.things.duration_heads for t in near)

    # eight-year-OLD conflict | several-hour-LONG clashes
    def _over_long(self, scene: Scene, last: int) -> tuple[int, bool]:
        if scene.word(last) == "-" and scene.word(last + 1) in self.things.long_words:
            return last + 2, True
        if scene.word(last) in self.things.long_words and scene.word(last) not in self.things.age_words:
            return last + 1, True
        return last, False

    def _lasting(self, scene: Scene, before: str, after: str, last: int, attributive: bool) -> str | None:
        """The word that shows a duration: a 17-day ASSAULT, LASTED three weeks, days of FIGHTING; None without one."""
        heads = (t.low.removesuffix("'s") for t in scene.tokens[last : last + 3])
        head = next((word for word in heads if word in self.things.duration_heads), None)
        if head and (attributive or after in self.lexicon.quantifiers_of):
            return head
        if before in self.things.state_verbs:
            return before
        if before in self.things.duration_for and scene.sentence.words.isdisjoint(self.things.duration_sentences):
            return before
        states = (t.low for t in scene.tokens if t.low in self.things.state_verbs)
        return next(states, None) if before in self.things.duration_before else None
