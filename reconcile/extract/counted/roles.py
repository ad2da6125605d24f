"""The role of a count among the others of its article: a whole, a part, an addition, or a remainder."""

from __future__ import annotations

from dataclasses import replace

from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.counted.noun_phrase import NounPhrase
from reconcile.extract.numbers.bounds import Quantity
from reconcile.text.lexicon import Lexicon
from reconcile.text.patterns import Phrases
from schemas.codes import Measure, Role

ACTING = frozenset({Measure.FIGHTERS})
"""Measures of people who are not harmed."""
REACH = 600
"""Characters after a total within which 'the other three' may complete it."""


class RoleReader:
    """Reads from the words beside a number whether it adds to another count or completes one."""

    def __init__(self, lexicon: Lexicon):
        grammar = lexicon.grammar
        self.definite = lexicon.definite
        self.besides = frozenset(grammar.besides)
        self.additions = Phrases((phrase, Role.ADDITION) for phrase in grammar.additions)
        self.more = Phrases((phrase, Role.ADDITION) for phrase in grammar.more)
        self.rest = Phrases((phrase, Role.REMAINDER) for phrase in grammar.rest)

    def read(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Role:
        """The role from the words directly before or after the number and its noun.

        ANOTHER 5, 5 MORE, five people MORE and cinq DE PLUS add to an earlier count; THE OTHER three and les trois
        AUTRES complete one.
        """
        tokens, first = scene.tokens, quantity.first
        if self.rest.ending(tokens, first - 1):
            return Role.REMAINDER
        if phrase.others or any(self.more.starting(tokens, at) for at in (quantity.last, phrase.last)):
            return Role.REMAINDER if scene.word(first - 1) in self.definite else Role.ADDITION
        added = any(self.additions.ending(tokens, at - 1) for at in (first, quantity.number.first))
        return Role.ADDITION if added else Role.WHOLE

    def is_besides(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> bool:
        """True for 'four others' and 'four other people', which may be others than the dead; 'four more' never are."""
        tokens = scene.tokens
        if not phrase.others or any(self.additions.ending(tokens, at - 1) for at in (quantity.first, quantity.last)):
            return False
        return any(scene.word(k) in self.besides for k in range(quantity.last, max(phrase.last, quantity.last + 1)))


def relate(counts: list[Count]) -> list[Count]:
    """The counts of an article, in its order; additions and remainders refer to the count that they belong to.

    An addition belongs to the nearest earlier count of its measure and unit. Where there is none (killed 16 and wounded
    another 40) the count becomes a whole.
    """
    done: list[Count] = []
    for count in counts:
        earlier = [c for c in done if (c.measure, c.unit) == (count.measure, count.unit) and c.start < count.start]
        if count.role == Role.REMAINDER:
            done = _with_remainder(done, count, earlier)
        elif (count.whole is not None or count.role is Role.PART) and not _exceeds(count, done):
            done.append(replace(count, role=Role.PART))
        elif count.share and (held := next((c for c in reversed(earlier) if _is_some_of(count, c)), None)):
            done.append(replace(count, role=Role.PART, whole=held.start))
        else:
            adds = count.role == Role.ADDITION and not _is_told_beside(count, done)
            bases = [c.start for c in earlier if c.whole is None and adds]
            role = Role.ADDITION if bases else Role.WHOLE
            done.append(replace(count, role=role, whole=None, added_to=max(bases, default=None)))
    return done


def _exceeds(part: Count, done: list[Count]) -> bool:
    """True for a number that a sentence ties to a smaller one before it: 'six more died and the figure is now 39'."""
    whole = next((c for c in done if c.start == part.whole), None)
    if whole is None or whole.sentence != part.sentence or part.rule != "part" or not part.words:
        return False
    top, least = whole.quantity.high, part.quantity.low
    return top is not None and least is not None and least > top and whole.end < part.start


def _is_some_of(share: Count, held: Count) -> bool:
    """True where the people told of before are more than the share of them."""
    least, number = held.quantity.low, share.quantity.best
    return held.whole is None and least is not None and number is not None and least > number


def _is_told_beside(count: Count, done: list[Count]) -> bool:
    """True for others than people of another measure: 'one was killed and FOUR OTHERS were hurt' hurt four, not more.

    The people right before it in its sentence decide; without any, it repeats an equal count that was told so.
    """
    if not count.besides:
        return False
    people = [c for c in done if c.kind == "person" and c.measure not in ACTING and c.start < count.start]
    near = [c for c in people if c.sentence == count.sentence]
    if near:
        return all(c.measure != count.measure for c in near)
    alike = [c for c in people if c.measure == count.measure and c.quantity.best == count.quantity.best]
    return any(c.besides or any(o.sentence == c.sentence and o.measure != c.measure for o in people) for c in alike)


def _with_remainder(done: list[Count], count: Count, earlier: list[Count]) -> list[Count]:
    """The counts with the remainder added; those that add up to a whole with it become parts of that whole."""
    found = _completed(count, earlier)
    if found is None:
        near = (c for c in reversed(earlier) if c.whole is None and _may_hold(c, count))
        start = next((c.start for c in near), None)
        role = Role.WHOLE if start is None else Role.REMAINDER
        return [*done, replace(count, role=role, whole=start)]
    whole, parts = found
    related = [replace(c, role=Role.PART, whole=whole.start) if c in parts else c for c in done]
    return [*related, replace(count, whole=whole.start)]


def _completed(last: Count, earlier: list[Count]) -> tuple[Count, list[Count]] | None:
    """The nearest earlier count that equals the sum of the remainder and the counts of its sentence before it."""
    parts = [c for c in earlier if c.sentence == last.sentence]
    for n in range(len(parts)):
        added = parts[n:]
        before = [c for c in earlier if c.whole is None and 0 <= added[0].start - c.end <= REACH]
        whole = next((c for c in reversed(before) if _makes([*added, last], c)), None)
        if whole is not None:
            return whole, added
    return None


def _makes(parts: list[Count], whole: Count) -> bool:
    sides = [(part.quantity.low, part.quantity.high) for part in parts]
    if any(low is None or low != high for low, high in sides):
        return False
    total, low, high = sum(low or 0 for low, _ in sides), whole.quantity.low, whole.quantity.high
    return (low is None or low <= total) and (high is None or total <= high)


def _may_hold(whole: Count, part: Count) -> bool:
    """True where the whole can be larger than the part."""
    top, least = whole.quantity.high, part.quantity.low
    return top is None or least is None or least < top
