"""Attributes a figure to its speaker, from the words of saying around it and in the sentences before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reconcile.extract.speakers.cue import Cue, find_cues
from reconcile.extract.speakers.identity import Identities, Identity
from reconcile.extract.speakers.saywords import AttributionWords
from reconcile.language import Pack
from reconcile.model.records import Ground
from reconcile.text.document import Document, Sentence
from reconcile.text.quotations import Quotations
from schemas.codes import ReadingRule, SpeakerKind, SpeakerRule, Stance

Found = tuple[Cue, Sentence]

_ECHO = 3  # first sentences in which a text may repeat its title
_TITLE = 25  # characters that they must share with the title
_DATELINE = 60  # longest dateline, in characters, before a repeated title
_OPENING = 3  # a figure among this many first tokens opens its sentence
_BRIEF = 11  # tokens of a sentence that opens with a figure and continues the speech before it
_CARRIED = 3  # sentences over which speech is carried
_CITED = 4  # sentences behind a figure among which a citation in brackets may be its own
_EARLY = 10  # first tokens of a sentence in which 'also' or 'another' continues the speech
_BEFORE, _AFTER = 60, 30  # characters before and after a figure within which 'could' or 'allegedly' qualifies it
_CLAUSE_END = re.compile(r'[;:()"\[\]]|,(?!\d)')
_HEAD = 600  # characters at the start of a text in which its issuer is named


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a figure. Where only the article itself says it, `name` is None and `kind` is narrator."""

    name: str | None
    kind: SpeakerKind
    stance: Stance
    grounds: tuple[Ground, ...]


class Speakers:
    """The speakers of one document; each sentence is searched when it is first needed."""

    def __init__(self, document: Document, pack: Pack):
        self.document = document
        self.words = pack.read("attribution", AttributionWords)
        self._cues: dict[int, list[Cue]] = {}
        self._hedges: dict[int, list[tuple[int, Stance]]] = {}

    def of(self, start: int, end: int) -> Attribution:
        """Whom the figure at `text[start:end]` is attributed to, and with which stance.

        A figure outside the reach of all words of saying is attributed to the narrator, or to the author where the
        whole text is a signed document.
        """
        sentence = self.document.sentence_at(start)
        if sentence is None:
            return _narrated(Stance.ASSERTED, SpeakerRule.OUTSIDE)
        start, end, sentence = self._in_title(start, end, sentence)
        stance = self._stance(sentence, start, end)
        found = self._cue_of(sentence, start, end) or self._cited_behind(sentence)
        if found is None and stance is Stance.ASSERTED:
            found = self._carried(sentence, start)
        if found:
            return self._said(*found, sentence, stance)
        if self._author:
            return Attribution(*self._author, stance, (Ground("speaker", SpeakerRule.SIGNED, self._author[0]),))
        return _narrated(stance, SpeakerRule.NOBODY)

    def _said(self, cue: Cue, where: Sentence, sentence: Sentence, stance: Stance) -> Attribution:
        """The attribution that a cue gives to a figure in a sentence."""
        who = self._identities.of(cue.speaker, where)
        name, kind, body = who.name, who.kind, who.body
        grounds = [*_grounds(cue, who, where.index - sentence.index)]
        if cue.cites:
            cited = self._identities.of(cue.cites, where)
            grounds.append(Ground("carrier", cue.rule, (body.words if body else "") or name))
            named = cited.body is not None and cited.body.words
            body = cited.body if named else Ground("body", ReadingRule.SPEAKS_FOR, cited.name)
            name, kind = f"{name}, citing {cited.name}", cited.kind
        grounds += [body] if body else []
        stance = cue.stance if stance is Stance.ASSERTED else stance
        return Attribution(name, kind, stance, tuple(grounds))

    # -- what is known of the document --------------------------------------------------------------------------------

    @cached_property
    def _quotations(self) -> Quotations:
        return Quotations(self.document)

    @cached_property
    def _identities(self) -> Identities:
        return Identities(self.document, self.words, self._quotations, self._cues_in)

    def _cues_in(self, sentence: Sentence) -> list[Cue]:
        if sentence.index not in self._cues:
            self._cues[sentence.index] = find_cues(sentence, self.words)
        return self._cues[sentence.index]

    @cached_property
    def _author(self) -> tuple[str, SpeakerKind] | None:
        """Who signs or issues the whole text, with the kind: [SIGNED] X at its end, [COMMUNIQUE] [X] in its head."""
        signature, issue = self.words.signature, self.words.issue
        found = signature.search(self.document.plain) if signature else None
        found = found or (issue.search(self.document.plain, 0, _HEAD) if issue else None)
        if found is None:
            return None
        name = " ".join(found["who"].split()).strip(" .,:[]")
        nouns = [self.words.kind_of[w] for w in re.findall(r"[\w'-]+", name.lower()) if w in self.words.kind_of]
        return (name, SpeakerKind(nouns[-1] if nouns else self.words.otherwise["name"])) if name else None

    # -- the cue of a figure ------------------------------------------------------------------------------------------

    def _cue_of(self, sentence: Sentence, start: int, end: int) -> Found | None:
        """The cue in the figure's own sentence, or the one that its quotation belongs to."""
        cues = self._cues_in(sentence)
        quote = self._quotations.at(start)
        if quote:
            outer = _choose([c for c in cues if not quote[0] <= c.start < quote[1]], start, end)
            if outer:
                return outer, sentence
            if speaker := self._quoted_by(quote):
                return speaker
        cue = _choose(cues, start, end)
        return (cue, sentence) if cue else None

    def _quoted_by(self, quote: tuple[int, int]) -> Found | None:
        """The speaker of a quotation: the cue after its end, else before its start, else the last speaker before it."""
        last, first = self.document.sentence_at(quote[1] - 1), self.document.sentence_at(quote[0])
        after = [c for c in self._cues_in(last) if c.start >= quote[1] - 1] if last else []
        if last and after:
            return after[0], last
        if first is None:
            return None
        before = [c for c in self._cues_in(first) if c.end <= quote[0]]
        if before:
            return before[-1], first
        earlier = next((s for s in self.document.before(first, 2) if self._cues_in(s)), None)
        return (self._cues_in(earlier)[-1], earlier) if earlier else None

    def _in_title(self, start: int, end: int, sentence: Sentence) -> tuple[int, int, Sentence]:
        """For a figure in a title that the text repeats before its first sentence, the position in the title."""
        title = self.document.sentences[0]
        if not 0 < sentence.index <= _ECHO or not title.heading:
            return start, end, sentence
        same = _shared(title.text, sentence.text)
        at = sentence.start
        if same < _TITLE:
            at = self.document.plain.find(title.text, at, at + _DATELINE + len(title.text))
            same = len(title.text)
        if same < _TITLE or not at <= start < at + same:
            return start, end, sentence
        return start - at + title.start, end - at + title.start, title

    def _cited_behind(self, sentence: Sentence) -> Found | None:
        """The citation in brackets that closes the sentences after it: N fled. M died. (OCHA 12/03/2021)."""
        for later in self.document.sentences[sentence.index + 1 : sentence.index + 1 + _CITED]:
            if later.paragraph != sentence.paragraph:
                return None
            if cues := self._cues_in(later):
                cited = cues[0].rule is SpeakerRule.IN_BRACKETS and any(map(str.isdecimal, cues[0].words))
                return (cues[0], later) if cited else None
        return None

    # -- stance -------------------------------------------------------------------------------------------------------

    def _stance(self, sentence: Sentence, start: int, end: int) -> Stance:
        """The stance from the clause's own words: a possibility, hearsay, or plainly asserted."""
        stance = Stance.ASSERTED
        for place, sense in self._hedges_in(sentence):
            near = start - _BEFORE <= place < end + _AFTER
            if near and not _CLAUSE_END.search(self.document.plain, *sorted((place, start))):
                stance = sense if stance is not Stance.HYPOTHETICAL else stance
        return stance

    def _hedges_in(self, sentence: Sentence) -> list[tuple[int, Stance]]:
        """Positions of hedges and their stances: 'could' is hypothetical, 'allegedly' and 'was blamed' are alleged."""
        if sentence.index not in self._hedges:
            plain = self.words.hedges.isdisjoint(sentence.words)
            self._hedges[sentence.index] = [] if plain else list(_hedges(sentence, self.words))
        return self._hedges[sentence.index]

    # -- carried speech -----------------------------------------------------------------------------------------------

    def _carried(self, sentence: Sentence, start: int) -> Found | None:
        """The speaker whose speech a sentence continues, or who is named both before and after it."""
        if sentence.index == 0 or not self.words.background.isdisjoint(sentence.words):
            return None
        found = self._continued(sentence, start) or self._between(sentence)
        return (replace(found[0], rule=SpeakerRule.CARRIED), found[1]) if found else None

    def _continued(self, sentence: Sentence, start: int) -> Found | None:
        """The earlier speaker, if the sentences since say 'also' or 'the toll', or are short."""
        opens = len(sentence.tokens) <= _BRIEF and sentence.token_at(start) < _OPENING
        for before in self.document.before(sentence, _CARRIED):
            goes_on = opens or not self.words.carried.isdisjoint(sentence.lows[:_EARLY])
            if before.paragraph != sentence.paragraph or not goes_on:
                return None
            if self._cues_in(before):
                cue = self._last_cue(before)
                return (cue, before) if cue else None
            sentence, opens = before, False
        return None

    def _between(self, sentence: Sentence) -> Found | None:
        """The speaker who is the same in the sentences on both sides."""
        i, sentences = sentence.index, self.document.sentences
        before = self._last_cue(sentences[i - 1])
        if before is None or i + 1 >= len(sentences) or not (after := self._cues_in(sentences[i + 1])):
            return None
        who = self._identities.of(before.speaker, sentences[i - 1])
        same = who.name == self._identities.of(after[0].speaker, sentences[i + 1]).name
        return (before, sentences[i - 1]) if same else None

    def _last_cue(self, sentence: Sentence) -> Cue | None:
        """The last cue of a sentence, where speech can continue: not in a quotation, a relative clause or a denial."""
        last = next((c for c in reversed(self._cues_in(sentence)) if not self._quotations.at(c.start)), None)
        if last is None or last.rule in (SpeakerRule.WHO_SAID, SpeakerRule.HEADING):
            return None
        return last if last.stance is Stance.ASSERTED else None


def _narrated(stance: Stance, rule: SpeakerRule) -> Attribution:
    return Attribution(None, SpeakerKind.NARRATOR, stance, (Ground("speaker", rule),))


def _grounds(cue: Cue, who: Identity, apart: int) -> Iterator[Ground]:
    """Evidence of the cue: its words, those used for the speaker's name, and the side of its sentence, if another."""
    yield Ground("speaker", cue.rule, cue.words)
    if who.called != who.name:
        yield Ground("name", ReadingRule.SHORT_FORM, who.called)
    if apart:
        yield Ground("speaker's sentence", ReadingRule.EARLIER_SENTENCE if apart < 0 else ReadingRule.LATER_SENTENCE)


def _choose(cues: list[Cue], start: int, end: int) -> Cue | None:
    """The cue for a span: the last one before it with speech ahead, or the first one after it with speech back."""
    if not cues:
        return None
    ahead = next((c for c in reversed(cues) if c.ahead and c.end <= start), None)
    later = next((c for c in cues if c.start >= end), None)
    back = later if later and later.back else None
    if ahead and back:
        return back if ahead.back or ahead.stance is Stance.DENIED else ahead
    return back or ahead


def _shared(one: str, other: str) -> int:
    """Number of equal characters at the start of two texts.

    >>> _shared("Blast kills 12", "Blast kills nine")
    12
    """
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _hedges(sentence: Sentence, words: AttributionWords) -> Iterator[tuple[int, Stance]]:
    for i, low in enumerate(sentence.lows):
        if low not in words.hedges:
            continue
        token, before = sentence.tokens[i], sentence.lows[i - 1] if i else ""
        if low in words.hypothetical and not (token.title and low in words.months):
            yield token.start, Stance.HYPOTHETICAL
        elif low in words.hearsay or (low in words.hearsay_passives and before in words.passives):
            yield token.start, Stance.ALLEGED
