"""Bare numbers that count again what an earlier number counted: a new count, a sum of several, or the parts of one.

`It had announced eight`, `that makes 3,823 in both`, `by Friday it was 22`; and parts that only their sum proves: `54
dead, 53 in one town and one in another`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, NounPhrase
from reconcile.extract.numbers.bounds import Quantity
from reconcile.text.inflect import verb_forms
from reconcile.text.lexicon import Lexicon
from reconcile.text.patterns import Phrases
from schemas.codes import Measure

RECENT = 6
"""Counts among which the one that is told again must be."""
BESIDE = 18
"""Words between two parts of a list whose sum proves it."""
LEAST = 3
"""The smallest total that a sum of bare numbers proves."""
COUNTED = frozenset({"amount", "phrase before"})
"""Rules of counts that a pronoun can stand for (the toll was 16; it is 22 now)."""
Unread = tuple[Quantity, NounPhrase]


class AgainReader:
    """Reads bare numbers by the measure of an earlier count of people."""

    def __init__(self, lexicon: Lexicon):
        rules = lexicon.measures
        self.lexicon = lexicon
        self.sums = Phrases((phrase, "sum") for phrase in rules.sums)
        forms = (form for verb in rules.counting for spellings in verb_forms(lexicon.pack, verb) for form in spellings)
        self.counting = frozenset(forms)

    def read(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The count of a number without a noun that is a sum, a new count, or the amount of 'it' and 'they'."""
        bare = phrase.head is None and phrase.first == phrase.last and quantity.number.kind == "cardinal"
        if not bare or not self._closes(scene, quantity.last):
            return None
        base = self._base(scene)
        if base is None:
            return None
        for rule, holds in (("sum", self._is_sum), ("counted again", self._is_counted), ("amount again", self._is_it)):
            if holds(scene, quantity, base):
                said = scene.words(quantity.first - 2, quantity.first)
                return replace(scene.person(self.lexicon, quantity, phrase, base.measure, rule, said), group=base.group)
        return None

    def _base(self, scene: Scene) -> Count | None:
        """The last whole count of people, in the sentence or the one before it in its paragraph."""
        acting = self.lexicon.measures.acting
        near = (
            f
            for f in reversed(scene.recent(RECENT))
            if f.kind == "person" and f.whole is None and f.measure not in acting and not f.implicit
        )
        found = next(near, None)
        if found is None or found.sentence < scene.sentence.index - 1:
            return None
        paragraph = scene.sentence.document.sentences[found.sentence].paragraph
        return found if paragraph == scene.sentence.paragraph else None

    def _closes(self, scene: Scene, at: int) -> bool:
        """True where the word behind a number can be no noun that it counts."""
        word, lex = scene.word(at), self.lexicon
        small = word in lex.conjunctions or (word in lex.prepositions and word not in lex.quantifiers_of)
        return not word or word in '.,;:)"' or small

    # THAT MAKES 3,823 in both countries | ..., A TOTAL OF 44,330 | BRINGING THE TOTAL TO 5,102
    def _is_sum(self, scene: Scene, quantity: Quantity, base: Count) -> bool:
        before = self.sums.ending(scene.tokens, quantity.first - 1)
        inside = self.sums.ending(scene.tokens, quantity.number.first - 1)
        return bool(before or inside) and (quantity.best or 0) > (base.quantity.low or 0)

    # on Monday it had ANNOUNCED eight
    def _is_counted(self, scene: Scene, quantity: Quantity, base: Count) -> bool:
        lex, after = self.lexicon, scene.word(quantity.last)
        loose = after in lex.prepositions and after not in lex.measures.placing  # confirmed one AS a guard
        return scene.word(quantity.first - 1) in self.counting and not loose

    # the toll was 16; by Friday IT WAS 22
    def _is_it(self, scene: Scene, quantity: Quantity, base: Count) -> bool:
        lex, first = self.lexicon, quantity.first
        stands = scene.word(first - 1) in lex.be and scene.word(first - 2) in lex.measures.amount_again
        return stands and base.rule in COUNTED

    # ------------------------------------------------------------------ parts that their sum proves

    def parts(self, scene: Scene, found: list[Count], unread: Sequence[Unread]) -> list[Count]:
        """The counts of a sentence, with unread numbers behind a total that make it up as its parts."""
        for whole in [f for f in found if self._may_be_total(f)]:
            row = list(self._row(scene, whole, found, unread))
            for n in range(2, len(row) + 1):
                total = sum(part.quantity.best or 0 for part in row[:n])
                if total == whole.quantity.best and any(part not in found for part in row[:n]):
                    return self.parts(scene, _with_parts(found, row[:n], whole), unread)
                if total >= (whole.quantity.best or 0):
                    break
        return found

    def _may_be_total(self, count: Count) -> bool:
        exact = count.kind == "person" and (count.quantity.best or 0) >= LEAST
        return exact and not count.implicit and count.measure not in self.lexicon.measures.acting

    def _row(self, scene: Scene, whole: Count, found: list[Count], unread: Sequence[Unread]) -> Iterator[Count]:
        """The numbers behind a total in its sentence that may be its parts, in order, up to one that may not."""
        read = {f.start: f for f in found if f.start > whole.start}
        loose = {c.start: c for c in (self._loose(scene, whole, *one) for one in unread) if c is not None}
        last = scene.sentence.token_at(whole.end - 1)
        for start in sorted({*read, *(at for at in loose if at > whole.start)}):
            part = read.get(start) or loose[start]
            if scene.sentence.token_at(start) - last > BESIDE or not self._may_be_part(part, whole):
                return
            last = scene.sentence.token_at(part.end - 1)
            yield replace(part, measure=whole.measure, group=None if part.group == whole.group else part.group)

    def _loose(self, scene: Scene, whole: Count, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        people = phrase.head is None or (phrase.noun is not None and phrase.noun.kind in PEOPLE_KINDS)
        if not people or quantity.number.kind != "cardinal":
            return None
        return scene.person(self.lexicon, quantity, phrase, whole.measure, "sum of parts")

    def _may_be_part(self, part: Count, whole: Count) -> bool:
        same = part.measure in (whole.measure, Measure.FIGHTERS)
        return part.kind == "person" and same and not part.implicit and part.whole in (None, whole.start)


def _with_parts(found: list[Count], parts: Sequence[Count], whole: Count) -> list[Count]:
    """The counts with some of them, or new ones, as the parts of a total."""
    made = {part.start: replace(part, whole=whole.start) for part in parts}
    kept = [f for f in found if f.start not in made]
    return sorted([*kept, *made.values()], key=lambda f: f.start)
