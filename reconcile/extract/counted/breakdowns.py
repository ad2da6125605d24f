"""Parts of a total in brackets, behind a colon, or in a list by place or group.

`500 migrants (210 men and 290 women)`, `seven dead: Lira (4) and Gulu (3)`, `13 died, of which 11 in Rize`. A part has
its total's measure, and is read only where the total can hold it.
"""

from __future__ import annotations

from dataclasses import replace

from reconcile.extract.counted.count import Count, Scene
from reconcile.extract.counted.noun_phrase import PEOPLE_KINDS, NounPhrase
from reconcile.extract.numbers.bounds import Quantity
from reconcile.text.lexicon import Lexicon
from reconcile.text.patterns import Phrases

OPENS = 10
"""Words between a total and the bracket or colon that opens its parts."""
RULE = "breakdown"


class BreakdownReader:
    """Reads the parts of a total of people."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.siblings = Phrases((phrase, phrase) for phrase in lexicon.measures.followed_by)

    def read(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The part that the quantity is; None where it is read by its own clause."""
        if quantity.number.kind not in ("cardinal", "vague", "range", "both"):
            return None
        if (again := self._restated(scene, quantity, phrase)) is not None:
            return again
        whole = self._whole(scene, quantity, phrase)
        if whole is None or not self._may_hold(whole, quantity):
            return self._sibling(scene, quantity, phrase)
        words = scene.words(phrase.first, phrase.last)
        return scene.person(self.lexicon, quantity, phrase, whole.measure, RULE, words, whole)

    def own_place(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> tuple[int, int] | None:
        """The code points of the name that gives a count of a list its place: 11 in RIZE, LIRA (4)."""
        tokens = scene.tokens
        if self._is_beside_place(scene, quantity):
            at = quantity.first - 2
        elif self._is_placed(scene, phrase) and (phrase.head is None or phrase.others):
            at = phrase.last + 1
        else:
            return None
        return tokens[at].start, tokens[at].end

    def is_aside(self, scene: Scene, quantity: Quantity) -> bool:
        """True for a bare number in brackets behind a name, whose clause does not say what it is: Ali (26)."""
        first = quantity.first
        named = scene.word(first - 1) == "(" and first > 1 and scene.tokens[first - 2].title
        harm = self.lexicon.harm(scene.word(first - 2)) or scene.word(first - 2) in self.lexicon.adjectives
        return named and scene.word(quantity.last) == ")" and not harm and not self._is_noun(scene, first - 2)

    # 600 families (3,000 PERSONS)
    def _restated(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The count of those just counted in another unit, which has the first count's measure and is no part of it."""
        last = scene.found[-1] if scene.found else None
        behind = scene.word(quantity.first - 1) == "(" and scene.word(phrase.last) == ")"
        if last is None or last.kind != "person" or not behind or not self._is_group(phrase):
            return None
        if quantity.first - 1 - scene.sentence.token_at(last.end - 1) > OPENS:
            return None
        figure = scene.person(
            self.lexicon, quantity, phrase, last.measure, "restated", scene.words(phrase.first, phrase.last)
        )
        return figure if figure.unit != last.unit else None

    # ------------------------------------------------------------------ the total

    def _whole(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """The total of which the quantity is a part, by the words that open its list."""
        first = quantity.first
        opener = self._opener(scene, first)
        if opener is not None:
            inside = scene.word(opener) == "("
            named = self._is_group(phrase) or self._is_placed(scene, phrase) or self._is_beside_place(scene, quantity)
            if not named or self._tells_harm(scene, opener, inside):
                return None
            return self._total_before(scene, opener)
        behind_of = scene.word(first - 1) in self.lexicon.them and scene.word(first - 2) in self.lexicon.quantifiers_of
        if behind_of and (self._is_placed(scene, phrase) or self._is_group(phrase)):
            return scene.whole if not self._tells_harm(scene, first - 1, False) else None
        if self._is_beside_place(scene, quantity) and not self._is_age(scene, quantity, phrase):
            return scene.whole_before(scene.tokens[first].start)
        return self._listed(scene, first) if self._is_placed(scene, phrase) else None

    def _opener(self, scene: Scene, first: int) -> int | None:
        """The bracket or colon that is open before a number; brackets that are closed before it are passed over."""
        beside = scene.word(first - 1) == "(" and first > 1 and scene.tokens[first - 2].title
        j = first - 2 if beside else first - 1
        while j >= 0 and scene.word(j) != ";":
            if scene.word(j) == ")":
                j = next((k for k in range(j, -1, -1) if scene.word(k) == "("), -1)
            elif scene.word(j) == ":" or scene.word(j) == "(":
                return j
            j -= 1
        return None

    def _total_before(self, scene: Scene, opener: int) -> Count | None:
        """The last count of people before an opener, where it is near it."""
        at = scene.tokens[opener].start
        before = [f for f in scene.found if f.kind == "person" and f.end <= at and f.rule != RULE]
        if not before:
            return None
        last = before[-1]
        return last if opener - scene.sentence.token_at(last.end - 1) <= OPENS else None

    def _listed(self, scene: Scene, first: int) -> Count | None:
        """The total of the part directly before in the list: 11 in Rize AND two others in Artvin."""
        last = scene.found[-1] if scene.found else None
        joined = scene.word(first - 1) in self.lexicon.conjunctions or scene.word(first - 1) == ","
        if last is None or last.rule != RULE or not joined:
            return None
        people = [f for f in scene.recent(6) if f.start == last.whole and f.kind == "person"]
        return people[-1] if people else None

    # Nagaon was next: THIS IS FOLLOWED BY 43 in Mehsana, 27 in Godhra
    def _sibling(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> Count | None:
        """A count of the measure of the count before it, in a list of places; it is no part of that one."""
        starts = range(max(0, quantity.first - 2 * OPENS), quantity.first)
        people = [f for f in scene.recent(2) if f.kind == "person"]
        listed = any(self.siblings.starting(scene.tokens, at) for at in starts)
        if not people or not (listed or self._is_elliptical(scene, quantity, phrase)):
            return None
        if not (self._is_placed(scene, phrase) or self._is_beside_place(scene, quantity)):
            return None
        figure = scene.person(self.lexicon, quantity, phrase, people[-1].measure, RULE, "", None)
        return figure if listed else replace(figure, group=figure.group or people[-1].group)

    # 12 people died in Homs AND 3 IN HAMA
    def _is_elliptical(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> bool:
        """True for a number and a place that share the verb of a number and a place before them."""
        first, last = quantity.first, scene.found[-1] if scene.found else None
        joined = scene.word(first - 1) in self.lexicon.conjunctions or scene.word(first - 1) == ","
        if last is None or last.kind != "person" or not joined or first < 2 or not scene.tokens[first - 2].title:
            return False
        between = range(scene.sentence.token_at(last.end - 1), first)
        placed = any(scene.word(k) in self.lexicon.measures.placing and scene.tokens[k + 1].title for k in between)
        behind = range(phrase.last + 2, min(len(scene.tokens), phrase.last + OPENS))
        stop = next(
            (k for k in behind if scene.word(k) in self.lexicon.conjunctions or scene.word(k) in ",;."), phrase.last
        )
        tells = (
            self.lexicon.harm(scene.word(k)) or scene.word(k) in self.lexicon.adjectives
            for k in range(phrase.last, stop)
        )
        return placed and (phrase.head is None or phrase.others) and not any(tells)

    # ------------------------------------------------------------------ the form of a part

    def _is_group(self, phrase: NounPhrase) -> bool:
        return phrase.noun is not None and phrase.noun.kind in PEOPLE_KINDS

    # 11 IN RIZE | two others IN Artvin
    def _is_placed(self, scene: Scene, phrase: NounPhrase) -> bool:
        j = phrase.last
        named = (
            scene.word(j) in self.lexicon.measures.placing and j + 1 < len(scene.tokens) and scene.tokens[j + 1].title
        )
        return named and (phrase.head is None or phrase.others or self._is_group(phrase))

    # LIRA (4) | SOFALA (9,000 people)
    def _is_beside_place(self, scene: Scene, quantity: Quantity) -> bool:
        first = quantity.first
        named = scene.word(first - 1) == "(" and first > 1 and scene.tokens[first - 2].title
        closes = any(scene.word(at) == ")" for at in (quantity.last, quantity.last + 1))
        return named and closes and not self._is_noun(scene, first - 2)

    def _is_noun(self, scene: Scene, j: int) -> bool:
        return scene.word(j) in self.lexicon.nouns

    def _is_age(self, scene: Scene, quantity: Quantity, phrase: NounPhrase) -> bool:
        """True where a bare number behind a name may be an age: only the sum of its list could show the difference."""
        return phrase.head is None and not self._adds_up(scene, quantity)

    def _adds_up(self, scene: Scene, quantity: Quantity) -> bool:
        """True where the bare numbers in brackets behind names make the total before them."""
        whole = scene.whole_before(scene.tokens[quantity.first].start)
        if whole is None:
            return False
        tokens = scene.tokens
        bare = [
            int(tokens[i].low.replace(",", ""))
            for i in range(2, len(tokens) - 1)
            if tokens[i].number
            and tokens[i - 1].low == "("
            and tokens[i + 1].low == ")"
            and tokens[i - 2].title
            and tokens[i].low.replace(",", "").isdecimal()
        ]
        low, high = whole.quantity.low or 0, whole.quantity.high
        return len(bare) > 1 and low <= sum(bare) and (high is None or sum(bare) <= high)

    def _tells_harm(self, scene: Scene, opener: int, bracket: bool) -> bool:
        """True where the list says itself what happened to those counted: (282 KILLED and 428 injured)."""
        for j in range(opener + 1, len(scene.tokens)):
            word = scene.word(j)
            if word == ")" and bracket:
                return False
            if word == ";":
                return False
            if self.lexicon.harm(word) or word in self.lexicon.adjectives or self._counts_harm(word):
                return True
        return False

    def _counts_harm(self, word: str) -> bool:
        noun = self.lexicon.nouns.get(word)
        return noun is not None and noun.kind == "counted" and not noun.weak

    def _may_hold(self, whole: Count, quantity: Quantity) -> bool:
        top, least = whole.quantity.high, quantity.low or 0
        return top is None or least <= top
