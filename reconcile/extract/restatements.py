"""Reads what a text says of a count and its earlier numbers: rose to, revised down to, should have been, up from.

A number that the text gives as an earlier or a wrong one is marked so, and enters no figure. An earlier number is only
marked where the text also gives a later one of the same measure; else it is the last that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reconcile.language import Pack
from reconcile.model.records import Claim, Ground
from reconcile.text.cues import Cues, CueWords, Hit
from reconcile.text.document import Document, Sentence
from reconcile.text.lexicon import GrammarWords
from schemas.codes import ReadingRule, Restatement, Role, Stance

JOINED = 3
"""Words between two numbers that are told together: 31 dead and 70 injured."""
NEW = "new"
"""The meaning of the words of `restating_join` before the number that a toll was changed to."""
Reading = tuple[Restatement, Ground]


class Restatements:
    """Marks the restated and the replaced numbers of a document."""

    def __init__(self, pack: Pack):
        words = pack.read("cues", CueWords)
        self.new_before, self.new_after = Cues(words.restated_before), Cues(words.restated_after)
        self.old_before, self.old_after = Cues(words.replaced_before), Cues(words.replaced_after)
        self.restating, self.restating_join = Cues(words.restating), Cues(words.restating_join)
        self.joins = frozenset(pack.read("grammar", GrammarWords).conjunctions)
        self.notices, self.untrue = Cues(words.correction), Cues(words.untrue)

    def mark(self, document: Document, claims: Sequence[Claim]) -> list[Claim]:
        """The claims, in their order, with what the text says of each and the number that each takes the place of."""
        found = {claim.claim_id: reading for claim in claims if (reading := self._of(document, claim))}
        found |= dict(self._joined(document, claims, found))
        found |= dict(self._corrections(document, claims, found))
        kept = {id: reading for id, reading in found.items() if _is_answered(id, reading[0], claims, found)}
        marked = [_marked(claim, kept.get(claim.claim_id)) for claim in claims]
        gone = {claim.claim_id for claim in marked if claim.gone}
        return [_after_earlier(_apart_from(c, gone, marked), _beside(document, c, marked)) for c in marked]

    def _of(self, document: Document, claim: Claim) -> Reading | None:
        """What the words around a number say of it; a number that the count came to is no earlier one."""
        sentence = document.sentence_at(claim.start)
        if sentence is None or not claim.measure.people:
            return None
        first, last = sentence.token_at(claim.start), sentence.token_at(claim.end - 1) + 1
        readers: tuple[Callable[[], Hit | None], ...] = (
            lambda: _reaching(self.new_before, sentence, first, last),
            lambda: self.old_before.nearest(sentence.tokens, first, last),
            lambda: self.old_after.nearest(sentence.tokens, first, last),
            lambda: self.new_after.nearest(sentence.tokens, first, last),
            lambda: self._from_afar(sentence, first, last),
        )
        hit = next((hit for read in readers if (hit := read())), None)
        return _reading(hit, ReadingRule.RESTATED) if hit else None

    def _from_afar(self, sentence: Sentence, first: int, last: int) -> Hit | None:
        """The verb that changed a toll from one number to another, whatever the words that name the event."""
        join = _reaching(self.restating_join, sentence, first, last)
        verb = self.restating.nearest(sentence.tokens, first, last) if join else None
        if join is None or verb is None or join.value == NEW:
            return verb
        return replace(verb, value=Restatement.EARLIER.value)

    def _joined(
        self, document: Document, claims: Sequence[Claim], found: dict[str, Reading]
    ) -> Iterator[tuple[str, Reading]]:
        """Numbers of another measure that follow a restated one directly: (rose to) 31 dead and 70 injured."""
        for before, claim in pairwise(claims):
            reading, sentence = found.get(before.claim_id), document.sentence_at(claim.start)
            if claim.claim_id in found or reading is None or claim.measure == before.measure or not sentence:
                continue
            between = sentence.lows[sentence.token_at(before.end - 1) + 1 : sentence.token_at(claim.start)]
            if before.start >= sentence.start and len(between) <= JOINED and not self.joins.isdisjoint(between):
                yield claim.claim_id, reading

    def _corrections(
        self, document: Document, claims: Sequence[Claim], found: dict[str, Reading]
    ) -> Iterator[tuple[str, Reading]]:
        """The wrong number of each notice of a correction that has no words for it right beside the number.

        It is the first number of the notice, where the notice corrects it or says that it was not so.
        """
        for notice, label in self._notices(document):
            inside = [c for c in claims if notice[0].start <= c.start < notice[-1].end and c.measure.people]
            known = [found[c.claim_id][0] for c in inside if c.claim_id in found]
            denied = any(self.untrue.find(sentence) for sentence in notice)
            answered = Restatement.CORRECTED in known or denied
            first = next((c for c in inside if c.claim_id not in found), None)
            if first and answered and not any(one.gone for one in known):
                yield first.claim_id, (Restatement.WITHDRAWN, Ground("restates", ReadingRule.CORRECTION, label.words))

    def _notices(self, document: Document) -> Iterator[tuple[list[Sentence], Hit]]:
        """The paragraphs that begin as the notice of a correction, each with the words that make it one."""
        for sentence in document.sentences:
            before = document.before(sentence)
            opens = not before or before[0].paragraph != sentence.paragraph
            label = self.notices.find(sentence)[:1] if opens else []
            if label and label[0].first <= 1:
                yield [s for s in document.sentences if s.paragraph == sentence.paragraph], label[0]


def _reaching(cues: Cues, sentence: Sentence, first: int, last: int) -> Hit | None:
    """The cue that ends right before tokens[first:last], or inside them: (rose to) at least 26, (topped) 400."""
    found = (cues.nearest(sentence.tokens, at, last) for at in range(first, last))
    return next((hit for hit in found if hit), None)


def _reading(hit: Hit, rule: ReadingRule) -> Reading:
    return Restatement(hit.value), Ground("restates", rule, hit.words)


def _is_answered(id: str, restated: Restatement, claims: Sequence[Claim], found: dict[str, Reading]) -> bool:
    """False for an earlier number beside which the text gives no later one of its measure."""
    if restated is not Restatement.EARLIER:
        return True
    measure = next(claim.measure for claim in claims if claim.claim_id == id)
    others = (c for c in claims if c.measure == measure and c.claim_id != id and c.role is not Role.PART)
    return any(c.claim_id not in found or not found[c.claim_id][0].gone for c in others)


def _marked(claim: Claim, reading: Reading | None) -> Claim:
    """The claim with what its text says of it; 'should have been 12' asserts 12."""
    if reading is None:
        return claim
    restated, ground = reading
    asserted = restated is Restatement.CORRECTED and claim.stance is Stance.HYPOTHETICAL
    role = Role.ADDITION if restated is Restatement.REVIEWED else claim.role
    return replace(
        claim,
        restates=restated,
        role=role,
        stance=Stance.ASSERTED if asserted else claim.stance,
        grounds=(*claim.grounds, ground),
    )


def _apart_from(claim: Claim, gone: set[str], claims: Sequence[Claim]) -> Claim:
    """The claim; a part of a number that no longer holds is one of the number that took its place, or of none."""
    if claim.whole_id not in gone:
        return claim
    held = (c for c in claims if c.measure == claim.measure and c.role is Role.WHOLE and c.claim_id not in gone)
    whole = next((c for c in held if c.claim_id != claim.claim_id and (c.low or 0) > (claim.best or 0) > 0), None)
    if whole is None:
        return replace(claim, part_of=None, whole_id=None, role=Role.WHOLE)
    return replace(claim, part_of=whole.quote, whole_id=whole.claim_id)


def _beside(document: Document, claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """The replaced numbers of a claim's measure in its paragraph."""
    paragraph = _paragraph(document, claim)
    return [c for c in claims if c.gone and c.measure == claim.measure and _paragraph(document, c) == paragraph]


def _paragraph(document: Document, claim: Claim) -> int | None:
    sentence = document.sentence_at(claim.start)
    return sentence.paragraph if sentence else None


def _after_earlier(claim: Claim, replaced: Sequence[Claim]) -> Claim:
    """The claim with the number that it takes the place of, the nearest of those in its paragraph.

    Where no words say how the count changed, the two numbers do: five were dead first, later three. A bare number
    counts the same people: from six soldiers to five.
    """
    earlier = [c for c in replaced if c.best is not None]
    if claim.gone or claim.best is None or not earlier or claim.role is not Role.WHOLE:
        return claim
    near = min(earlier, key=lambda c: (abs(c.start - claim.start), c.start))
    restates = claim.restates or _change(near, claim)
    return replace(claim, restates=restates, restated_from=near.best, group=claim.group or near.group)


def _change(earlier: Claim, later: Claim) -> Restatement | None:
    if earlier.restates is Restatement.WITHDRAWN:
        return Restatement.CORRECTED
    before, now = earlier.best or 0, later.best or 0
    return Restatement.RAISED if now > before else Restatement.LOWERED if now < before else None
