"""Who says so: the speaker of a figure, from the words of saying around it and in the sentences before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from os.path import commonprefix

from reconcile.extract.speakers import AttributionWords, Cue, Mention, Reading
from reconcile.extract.text import Page, Sentence, Token
from reconcile.language import Pack

_FAR = 12  # sentences that a pronoun may look back over
_SIGNS = frozenset(',;:()"[]')
_TITLE = 25  # a sentence that shares this many characters with the title repeats it
_OPENING = 3  # a figure among this many first tokens opens its sentence
_BRIEF = 11  # tokens of a sentence that opens with a figure and goes on with the speech before it
_NEXT = 1  # sentences on either side that may hold the speaker of the one between
_CARRIED = 3  # sentences over which speech is carried
_NEAR = 50  # characters before a figure within which a 'could' or 'threatened' makes it a possibility
_LONG = 1500  # characters that a quotation left open may run on
# [SIGNED] FMLN GENERAL COMMAND, 1 AUGUST 1989
_SIGNED = re.compile(r"\[SIGNED\]\s*(?P<who>[^,:\n]{3,80}?)(?=[,:\n]|\.\s|\s+\[|$)", re.IGNORECASE)
# [COMMUNIQUE] [FOREIGN MINISTRY] [TEXT]
_ISSUED = re.compile(r"\[(?P<what>[A-Z]+)\]\s*\[(?!TEXT|EXCERPT)(?P<who>[^\]]{3,120})\]", re.IGNORECASE)
_QUOTE = re.compile("[\"“”„«»″]")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a figure. `name` is None, and `kind` narrator, where only the article itself speaks."""

    name: str | None
    kind: str
    stance: str
    why: str


class Speakers:
    """The speakers of one page, found sentence by sentence as somebody asks."""

    def __init__(self, page: Page, pack: Pack):
        self.page = page
        self.words = pack.read("attribution", AttributionWords)
        self._cues: dict[int, list[Cue]] = {}
        self._resolved: dict[tuple[int, int], tuple[str, str, str]] = {}

    def of(self, start: int, end: int) -> Attribution:
        """Who says the figure at `text[start:end]`."""
        sentence = self.page.sentence_at(start)
        if sentence is None:
            return Attribution(None, "narrator", "asserted", "outside any sentence")
        start, end, sentence = self._in_title(start, end, sentence)
        stance = self._stance(sentence, start, end)
        found = self._cue_of(sentence, start, end)
        if found is None and stance == "asserted":
            found = self._carried(sentence, start)
        if found is None and self._author:
            return Attribution(*self._author, stance, f"document-by: '{self._author[0]}'")
        if found is None:
            return Attribution(None, "narrator", stance, "no speaker in reach")
        cue, where = found
        name, kind, how = self._resolve(cue.speaker, where)
        if cue.cites:
            cited, kind, _ = self._resolve(cue.cites, where)
            name = f"{name}, citing {cited}"
        stance = cue.stance if cue.stance != "asserted" and stance == "asserted" else stance
        distance = "same sentence" if where.index == sentence.index else f"{abs(where.index - sentence.index)} sentences off"
        return Attribution(name, kind, stance, f"{cue.rule}: '{cue.words}' <- {how} ({distance})")

    # -- the cue of a figure ------------------------------------------------------------------------------------------

    def _cues_in(self, sentence: Sentence) -> list[Cue]:
        if sentence.index not in self._cues:
            self._cues[sentence.index] = Reading(sentence, self.words).cues()
        return self._cues[sentence.index]

    def _cue_of(self, sentence: Sentence, start: int, end: int) -> tuple[Cue, Sentence] | None:
        cues = self._cues_in(sentence)
        quote = self._quote_at(start) if cues or self._quotes else None
        if quote:
            outer = [c for c in cues if not quote[0] <= c.start < quote[1]]
            cue = _choose(outer, start, end)
            if cue:
                return cue, sentence
            speaker = self._quoted_by(quote)
            if speaker:
                return speaker
        cue = _choose(cues, start, end)
        return (cue, sentence) if cue else None

    def _quoted_by(self, quote: tuple[int, int]) -> tuple[Cue, Sentence] | None:
        """Who speaks a quotation: the cue after its end, else before its start, else the last speaker before it."""
        last = self.page.sentence_at(quote[1] - 1)
        if last:
            after = [c for c in self._cues_in(last) if c.start >= quote[1] - 1]
            if after:
                return after[0], last
        first = self.page.sentence_at(quote[0])
        if first is None:
            return None
        before = [c for c in self._cues_in(first) if c.end <= quote[0]]
        if before:
            return before[-1], first
        for sentence in self.page.before(first, 2):
            if cues := self._cues_in(sentence):
                return cues[-1], sentence
        return None

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        """Quotations as spans that hold their marks; one left open ends with its paragraph, unless the next goes on."""
        found: list[tuple[int, int]] = []
        for first, last in self._paragraphs():
            opened: int | None = None
            for hit in _QUOTE.finditer(self.page.text, first, last):
                side = _side(self.page.text, hit.start(), opened is not None)
                if side == "opens":
                    opened = hit.start()
                elif opened is not None:
                    found.append((opened, hit.end()))
                    opened = None
            if opened is not None and last - opened < _LONG:
                found.append((opened, last))
        return _joined(found, self.page.text)

    def _paragraphs(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        paragraph = -1
        for sentence in self.page.sentences:
            if sentence.paragraph == paragraph:
                spans[-1] = (spans[-1][0], sentence.end)
            else:
                spans.append((sentence.start, sentence.end))
            paragraph = sentence.paragraph
        return spans

    def _quote_at(self, offset: int) -> tuple[int, int] | None:
        i = bisect_right(self._quotes, (offset, len(self.page.text) + 1)) - 1
        return self._quotes[i] if i >= 0 and self._quotes[i][0] <= offset < self._quotes[i][1] else None

    def _in_title(self, start: int, end: int, sentence: Sentence) -> tuple[int, int, Sentence]:
        """A figure in a title that the text repeats before its first sentence is read in the title."""
        title = self.page.sentences[0]
        offset = start - sentence.start
        if sentence.index == 0 or not title.heading or offset >= title.end - title.start:
            return start, end, sentence
        same = len(commonprefix([title.text, sentence.text]))
        if same < _TITLE or offset >= same:
            return start, end, sentence
        shift = title.start - sentence.start
        return start + shift, end + shift, title

    # -- stance -------------------------------------------------------------------------------------------------------

    def _stance(self, sentence: Sentence, start: int, end: int) -> str:
        """What the clause's own words do to the figure: a possibility, hearsay, or plainly asserted."""
        clause = _clause(sentence, start, end)
        words = self.words
        near = [t for t in clause if start - _NEAR <= t.start < end + _NEAR // 2]
        if any(t.low in words.hypothetical and not (t.low in words.months and t.title) for t in near):
            return "hypothetical"
        for before, token in zip([None, *clause], clause, strict=False):
            passive = before is not None and before.low in words.passives
            if token.low in words.hearsay or (passive and token.low in words.hearsay_passives):
                return "alleged"
        return "asserted"

    # -- a document with an author ------------------------------------------------------------------------------------

    @cached_property
    def _author(self) -> tuple[str, str] | None:
        """Who signs or issues the text as a whole: [SIGNED] X at its end, [COMMUNIQUE] [X] in its head."""
        plain = self.page.plain
        signed = _SIGNED.search(plain)
        head = _ISSUED.search(plain, 0, 600)
        if not signed and not (head and head["what"].lower() in self.words.issued):
            return None
        found = signed or head
        assert found is not None
        name = " ".join(found["who"].split()).strip(" .,:[]")
        nouns = [self.words.kind_of[w] for w in re.findall(r"[\w'-]+", name.lower()) if w in self.words.kind_of]
        return (name, nouns[-1] if nouns else self.words.otherwise["name"]) if name else None

    # -- carried speech -----------------------------------------------------------------------------------------------

    def _carried(self, sentence: Sentence, start: int) -> tuple[Cue, Sentence] | None:
        """The speaker shortly before a sentence that goes on with the speech, or that stands between two of one speaker's."""
        if any(t.low in self.words.background for t in sentence.tokens):
            return None
        return self._continued(sentence, start) or self._between(sentence)

    def _continued(self, sentence: Sentence, start: int) -> tuple[Cue, Sentence] | None:
        opens = sentence.token_at(start) < _OPENING and len(sentence.tokens) <= _BRIEF
        for before in self.page.before(sentence, _CARRIED):
            if before.paragraph != sentence.paragraph or not self._goes_on(sentence, opens):
                return None
            if cue := self._last_cue(before):
                return cue, before
            if self._cues_in(before):
                return None
            sentence, opens = before, False
        return None

    def _last_cue(self, sentence: Sentence) -> Cue | None:
        """The sentence's last cue that can be carried on: outside a quotation, no relative clause, no denial."""
        cues = [c for c in self._cues_in(sentence) if not self._quote_at(c.start)]
        if not cues or cues[-1].rule in ("who-said", "heading") or cues[-1].stance != "asserted":
            return None
        return replace(cues[-1], rule="carried")

    def _between(self, sentence: Sentence) -> tuple[Cue, Sentence] | None:
        """The one speaker of the sentences on both sides."""
        i, sentences = sentence.index, self.page.sentences
        before = next((x for x in sentences[max(0, i - _NEXT) : i][::-1] if self._cues_in(x)), None)
        after = next((x for x in sentences[i + 1 : i + 1 + _NEXT] if self._cues_in(x)), None)
        first = self._last_cue(before) if before else None
        if first is None or before is None or after is None:
            return None
        second = self._cues_in(after)[0]
        same = self._resolve(first.speaker, before)[0] == self._resolve(second.speaker, after)[0]
        return (first, before) if same else None

    def _goes_on(self, sentence: Sentence, opens: bool) -> bool:
        """True where a sentence says 'also', 'another', 'the toll', or opens with its figure, and does not look back."""
        return opens or any(t.low in self.words.carried for t in sentence.tokens[:10])

    # -- who is meant -------------------------------------------------------------------------------------------------

    def _resolve(self, mention: Mention, sentence: Sentence) -> tuple[str, str, str]:
        """Full name, kind, and how it was found, of a mention."""
        key = (mention.start, mention.end)
        if key not in self._resolved:
            self._resolved[key] = self._look_up(mention, sentence)
        return self._resolved[key]

    def _look_up(self, mention: Mention, sentence: Sentence) -> tuple[str, str, str]:
        if mention.form in ("pronoun", "definite"):
            found = self._antecedent(mention, sentence)
            if found:
                name, kind, _ = self._resolve(*found)
                return name, kind, f"{mention.text} = {name}"
            return mention.text, mention.kind or self.words.otherwise["phrase"], mention.text
        if mention.form == "phrase":
            return mention.text, mention.kind or self.words.otherwise["phrase"], mention.text
        name, kind = self._full_name(mention)
        return name, kind, mention.text if name == mention.text else f"{mention.text} = {name}"

    def _antecedent(self, mention: Mention, sentence: Sentence) -> tuple[Mention, Sentence] | None:
        """The nearest speaker before a pronoun or stand-in that it can stand for."""
        for earlier in [sentence, *self.page.before(sentence, _FAR)]:
            for cue in reversed(self._cues_in(earlier)):
                if cue.speaker.start < mention.start and self._stands_for(mention, cue.speaker) and not self._quote_at(cue.start):
                    return cue.speaker, earlier
        if self.words.pronoun_of.get(mention.words[0]) == "person":
            for earlier in self.page.before(sentence, 3):
                if person := Reading(earlier, self.words).first_person():
                    return person, earlier
        return None

    def _stands_for(self, mention: Mention, other: Mention) -> bool:
        sense = self.words.pronoun_of.get(mention.words[0])
        if other.form == "pronoun" or (other.form == "definite" and not sense):
            return False
        if sense == "person":
            return other.form == "person" or (other.form == "name" and not other.kind) or self._is_one_person(other)
        if sense == "group":
            return other.form != "person" and not self._is_one_person(other)
        if sense == "any":
            return other.form != "person"
        noun = mention.words[-1]
        if self._affiliation(mention) and self._affiliation(mention).isdisjoint(w.removesuffix("'s") for w in other.words):
            return False
        if noun in other.words or noun.removesuffix("s") in other.words or self._affiliation(mention):
            return True
        senses = self.words.stand_ins.get(noun, ())
        return "any" in senses or (other.form != "person" and other.kind in senses)

    def _affiliation(self, mention: Mention) -> set[str]:
        """The names inside a stand-in: UNRWA of 'the UNRWA official'."""
        inner = mention.words[1:-1]
        return set() if "based" in inner else {w for w in inner if w not in self.words.modifiers}

    def _is_one_person(self, other: Mention) -> bool:
        return other.words[-1] in self.words.roles or other.words[-1] in self.words.one_person

    def _full_name(self, mention: Mention) -> tuple[str, str]:
        """A name as the page gives it in full, and its kind there."""
        words = self.words
        alias = words.agency_of.get(mention.text.lower().removeprefix("the "))
        if alias:
            return mention.text, "wire"
        if mention.acronym:
            return f"{mention.text} ({mention.acronym})", mention.kind or words.otherwise["name"]
        found = self._longer(mention)
        if found is None:
            fallback = words.otherwise["person" if mention.form == "person" else "name"]
            return mention.text, mention.kind or fallback
        name, kind = found
        fallback = words.otherwise["person" if mention.form == "person" else "name"]
        return name, mention.kind or kind or fallback

    def _longer(self, mention: Mention) -> tuple[str, str | None] | None:
        """The first longer form of a name on the page (a surname's full name, an acronym's words), with its kind."""
        key = mention.text.removesuffix("'s").removesuffix("’s")
        text = self.page.text
        key = re.sub(r"^.*-based ", "", key)
        for hit in re.finditer(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text):
            sentence = self.page.sentence_at(hit.start())
            if sentence and hit.start() != mention.start and not sentence.shouting and not sentence.heading:
                found = Reading(sentence, self.words).name_around(hit.start(), hit.end())
                if found and _is_fuller(found, key, mention):
                    full = f"{found.text} ({found.acronym})" if found.acronym else found.text
                    return full, found.kind
        return (key, None) if key != mention.text else None


def _choose(cues: list[Cue], start: int, end: int) -> Cue | None:
    """The cue that speaks for a span: the last before it that speaks ahead, or the first after it that speaks back."""
    ahead = next((c for c in reversed(cues) if c.ahead and c.end <= start), None)
    later = [c for c in cues if c.start >= end]
    back = later[0] if later and later[0].back else None
    if ahead and back:
        return back if ahead.back or ahead.stance == "denied" else ahead
    if back or ahead:
        return back or ahead
    return next((c for c in cues if c.rule == "heading" and c.ahead and c.end <= start), None)


def _clause(sentence: Sentence, start: int, end: int) -> list[Token]:
    """The tokens of the figure's clause: from the comma or other sign before it to the one after it."""
    tokens, first, last = sentence.tokens, sentence.token_at(start), sentence.token_at(end - 1)
    while first > 0 and tokens[first - 1].low not in _SIGNS:
        first -= 1
    while last < len(tokens) and tokens[last].low not in _SIGNS:
        last += 1
    return tokens[first:last]


def _is_fuller(found: Mention, key: str, mention: Mention) -> bool:
    """True where the name found holds more than the key and can be the mention's: a surname's person, a body's full name."""
    if len(found.text) <= len(key) or "-based" in found.text:
        return False
    if found.form == "person":
        return not mention.kind or mention.form == "person"
    return mention.form != "person"


def _side(text: str, at: int, inside: bool) -> str:
    """Whether a quotation mark opens or closes, by its shape, else by the spaces about it, else by what is open.

    >>> _side('He said "no" twice.', 8, False), _side('He said "no" twice.', 11, True)
    ('opens', 'closes')
    """
    if text[at] in "“„«":
        return "opens"
    if text[at] in "”»":
        return "closes"
    before = at == 0 or text[at - 1].isspace() or text[at - 1] in "([-"
    after = at + 1 >= len(text) or text[at + 1].isspace() or text[at + 1] in ",.;:)]!?"
    if before != after:
        return "opens" if before else "closes"
    return "closes" if inside else "opens"


def _joined(quotes: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Quotations whose next paragraph opens with a mark again, without the first having been closed, made one."""
    found: list[tuple[int, int]] = []
    for start, end in quotes:
        if found and not _QUOTE.match(text[found[-1][1] - 1]) and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
