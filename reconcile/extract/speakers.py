"""Who speaks in one sentence: its words of saying, whom they belong to, and on which side of them the speech stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reconcile.extract.text import Sentence, Token
from reconcile.language import WordFile

Words = frozenset[str]


class AttributionWords(WordFile):
    """`attribution.yaml`: the words that tell who says so. The file's own head explains its fields."""

    said: Words
    says_that: Words
    denied: Words
    alleged: Words
    saying: Words
    quoting: Words
    not_after: dict[str, Words]
    needs_that: Words
    speaking: Words
    also_nouns: Words
    after_name: Words
    telling: Words
    one_person: Words
    ordinals: Words
    issued: Words
    anyone_says: Words
    particles: Words
    according: Words
    from_documents: Words
    cited_by: Words
    auxiliaries: Words
    negations: Words
    passives: Words
    days: Words
    months: Words
    times: Words
    determiners: Words
    links: Words
    name_links: Words
    ands: Words
    stops: Words
    relatives: Words
    pronouns: dict[str, Words]
    own: Words
    articles: Words
    definite: Words
    stand_ins: dict[str, tuple[str, ...]]
    kinds: dict[str, Words]
    anyone: Words
    agencies: dict[str, Words]
    otherwise: dict[str, str]
    roles: Words
    titles: Words
    modifiers: Words
    carriers: Words
    told_about: Words
    hearsay: Words
    hearsay_passives: Words
    hypothetical: Words
    background: Words
    carried: Words
    heading_says: Words
    heading_ends: Words

    @cached_property
    def verbs(self) -> dict[str, str]:
        """What each word of saying is: said, says_that, denied, alleged, saying, quoting or according."""
        classes = ("said", "says_that", "denied", "alleged", "saying", "quoting", "according")
        return {word: name for name in classes for word in getattr(self, name)}

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """The kind that a noun gives to a phrase; of a word with two kinds the first in the file counts."""
        return {word: kind for kind, nouns in reversed(self.kinds.items()) for word in nouns}

    @cached_property
    def agency_of(self) -> dict[str, str]:
        """The agency's name for each of its aliases."""
        return {alias: name for name, aliases in self.agencies.items() for alias in aliases}

    @cached_property
    def pronoun_of(self) -> dict[str, str]:
        """What each pronoun stands for: person, group or any."""
        return {word: name for name, words in self.pronouns.items() for word in words}


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as one sentence names it. `form`: pronoun, person, name (of a group), definite (the source) or phrase."""

    text: str
    form: str
    kind: str | None
    words: tuple[str, ...]
    acronym: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of saying with their speaker; they speak for what stands before them (`back`), after them (`ahead`) or both."""

    speaker: Mention
    start: int
    end: int
    back: bool
    ahead: bool
    rule: str
    words: str
    stance: str = "asserted"
    cites: Mention | None = None


class Reading:
    """One sentence read for its speakers."""

    def __init__(self, sentence: Sentence, words: AttributionWords):
        self.sentence = sentence
        self.words = words
        self.tokens = sentence.tokens
        self.text = sentence.page.text

    def cues(self) -> list[Cue]:
        """Every cue of the sentence, in order; a cue that cites another speaker hands its speech on to that one."""
        found: list[Cue] = []
        verbs = self.words.verbs
        for i, token in enumerate(self.tokens):
            kind = verbs.get(token.low)
            if kind and not self._capital_inside(i) and (cue := self._cue(i, kind, found)):
                found.append(cue)
        found += self._of_heading()
        return _cited(sorted(found, key=lambda c: (c.start, c.end)))

    def _capital_inside(self, i: int) -> bool:
        """True for a verb's word inside a name (the Islamic State group)."""
        sentence = self.sentence
        if i == 0 or not self.tokens[i].title or sentence.shouting:
            return False
        return not (sentence.heading and self._low(i) in self.words.heading_says)

    # -- one cue ------------------------------------------------------------------------------------------------------

    def _cue(self, i: int, kind: str, before: list[Cue]) -> Cue | None:
        if kind == "according":
            return self._according(i)
        if kind == "quoting":
            return self._quoting(i)
        if kind == "saying":
            return self._saying(i, before)
        return self._verb(i, kind)

    def _according(self, i: int) -> Cue | None:
        """According to X, N ... | N ..., according to X."""
        span = self._phrase_after(i + 2) if self._low(i + 1) == "to" else None
        if span is None:
            return None
        first = self._opens_clause(i)
        closes = self._low(span[1] + 1) in ("", ".", ";", '"', ")", "--")
        return self._made("according-to", i, span, i, span[1], back=not first, ahead=first or not closes)

    def _quoting(self, i: int) -> Cue | None:
        """X quoted Y as saying N ... | ..., citing Y | ..., Y was quoted as saying."""
        if self._low(i - 1) in self.words.passives:
            return self._was_quoted(i)
        span = self._phrase_after(i + 1)
        if span is None:
            return None
        far = next((j for j in range(span[1], min(span[1] + 14, len(self.tokens))) if self._low(j) == "saying"), None)
        return self._made("cited", i, span, i, far if far else span[1], back=far is None, ahead=far is not None)

    def _was_quoted(self, i: int) -> Cue | None:
        """N ..., X was quoted by the agency as saying."""
        span, by = self._phrase_before(i - 2), self._phrase_after(i + 2) if self._low(i + 1) == "by" else (i, i)
        last = by[1] + 2 if by else i
        if span is None or self._low(last - 1) != "as":
            return None
        back, ahead = self._sides(last, span[0])
        return self._made("quoted", i, span, span[0], last, back=back, ahead=ahead)

    def _saying(self, i: int, before: list[Cue]) -> Cue | None:
        """..., adding that N ...: the speech of the sentence's last speaker, else of its subject."""
        if self._low(i + 1) in self.words.not_after.get(self._low(i), ()) or self._low(i - 1) in self.words.passives:
            return None
        token = self.tokens[i]
        if before:
            speaker = before[-1].speaker
        else:
            span = self._subject()
            if span is None or span[1] >= i:
                return None
            speaker = self._mention(span)
            if not speaker.kind and speaker.form != "person":
                return None
        return Cue(speaker, token.start, token.end, False, True, "adding", token.low)

    def _verb(self, i: int, kind: str) -> Cue | None:
        words, low = self.words, self._low(i)
        if self._low(i + 1) in words.not_after.get(low, ()) or self._silenced(i):
            return None
        if self._low(i + 1) in words.said:
            return None
        if low in words.needs_that and self._low(i + 1) != "that":
            return None
        stance = {"denied": "denied", "alleged": "alleged"}.get(kind, "asserted")
        after = self._phrase_after(i + 1)
        if after and self._low(after[1] + 1) == "as" and self._low(after[1] + 2) in words.saying:
            return self._made("cited", i, after, i, after[1] + 2, back=False, ahead=True)
        after = self._inverted(i)
        if after:
            return self._made("said-by", i, after, i, after[1], back=True, ahead=False, stance=stance)
        span = self._speaker_before(i)
        if span is None or self._low(span[0]) in words.own or not self._may_speak(span, i, kind):
            return None
        if low in words.also_nouns and (self._low(span[0]) in words.articles or self._low(i + 1) == ":"):
            return None
        back, ahead = self._sides(i, span[0])
        rule = "said-after" if back and not ahead else "said-before"
        if self._low(i - 1) in words.relatives:
            rule = "who-said"
        return self._made(rule, i, span, min(span[0], i), i, back=back, ahead=ahead, stance=stance)

    def _silenced(self, i: int) -> bool:
        """True where the verb is no act of saying: negated, in the infinitive or passive, or a noun (the report)."""
        words, j = self.words, i - 1
        while j >= 0 and self._low(j).endswith("ly"):
            j -= 1
        last = self._low(j)
        if last.endswith("'s") or last in words.negations or last in words.passives or last in words.articles or last in ("the", "of"):
            return True
        return last == "been" or (last in words.auxiliaries and self._low(j - 1) in words.negations)

    def _may_speak(self, span: tuple[int, int], i: int, kind: str) -> bool:
        """Verbs that need not be of saying ask for a known speaker, or for 'that' or a quotation after them."""
        mention = self._mention(span)
        if mention.kind or mention.form in ("pronoun", "person") or self._low(i) in self.words.anyone_says:
            return True
        if kind == "said" and mention.form == "name":
            return True
        return self._low(i + 1) in ("that", '"') and not self.sentence.shouting and mention.form != "name"

    # -- where the speech stands --------------------------------------------------------------------------------------

    def _sides(self, i: int, first: int) -> tuple[bool, bool]:
        """Whether the speech of a verb at `i`, its speaker at `first`, stands before it, after it, or on both sides."""
        before = self._content_before(first)
        j = self._past_manner(i + 1)
        low = self._low(j)
        if j >= len(self.tokens) or low in ".!?" or (low in '")]' and j >= len(self.tokens) - 2):
            return before, not before
        if before and (low == "and" or (low.endswith("ing") and not self._proper(j))):
            return True, True
        if low == "," or low == "-" or low == "--":
            return before, True
        bounding = self._low(j + 1) in ("least", "most") or self._numeric(j + 1)
        if before and not bounding and low in ("as", "after", "while", "but", "when", "during", "in", "of", "at", ";", "about", "(", "["):
            return True, False
        return False, True

    def _content_before(self, first: int) -> bool:
        """True where a clause stands before the speaker (not only a date line, a time or a conjunction)."""
        if self._low(first - 1) in ("which", "who", "what", "that", "but", "while", "and", "although", "though", "where", "as"):
            return False
        skip = self.words.days | self.words.months | self.words.times | self.words.links | self.words.ands
        count = sum(1 for t in self.tokens[:first] if t.low[0].isalpha() and t.low not in skip)
        return count >= 3 or (first > 0 and self._low(first - 1) == '"') or (first > 1 and self._low(first - 2) == '"')

    def _past_manner(self, j: int) -> int:
        """The first token after whom, when and how something was said (told AFP on Monday in a statement)."""
        words, n = self.words, len(self.tokens)
        if self._low(j - 1) in words.telling:
            span = self._phrase_after(j)
            j = span[1] + 1 if span else j
        while j < n:
            low = self._low(j)
            if low in words.days or low in words.times or (low in words.months):
                j += 1
            elif self.tokens[j].number and (self._low(j - 1) in words.months or self._low(j + 1) in words.months):
                j += 1
            elif low == "to" and (span := self._phrase_after(j + 1)):
                j = span[1] + 1
            elif low in words.told_about and (end := self._manner(j)):
                j = end
            else:
                break
        return j

    def _manner(self, j: int) -> int | None:
        """Past 'in a statement', 'on Friday', 'in Paris': None where the preposition opens something else."""
        words = self.words
        if self._low(j + 1) in words.days | words.months:
            return j + 2
        for k in range(j + 1, min(j + 8, len(self.tokens))):
            low = self._low(k)
            if low in words.carriers and not (self._low(k + 1) in words.carriers):
                return k + 1
            if self.tokens[k].number or low in words.stops or not low[0].isalpha():
                break
        k = j + 1
        while k < len(self.tokens) and self._proper(k):
            k += 1
        return k if k > j + 1 and self._low(k) in (".", ",", ":", "") else None

    def _opens_clause(self, i: int) -> bool:
        """True where the words at `i` begin the sentence or a clause of it."""
        return i == 0 or self._low(i - 1) in ("but", "and", "while", ";", ")", "--", "-", ":", ".", '"') or (
            self._low(i - 1) == "," and i <= 3
        )

    # -- finding the speaker ------------------------------------------------------------------------------------------

    def _inverted(self, i: int) -> tuple[int, int] | None:
        """The speaker after its verb: '...', said X. | ... said the Observatory."""
        span = self._phrase_after(i + 1)
        if span is None or i == 0 or self._low(i) in self.words.telling:
            return None
        low = self._low(span[1] + 1)
        closes = not low or low in '.,;:!?"()-' or low in self.words.told_about or low in ("to", "who", "which", "adding")
        if not closes and not low.endswith("ing"):
            return None
        if self._low(i - 1) in ('"', ",", "'"):
            return None if self._low(i - 1) == "," and self._named_first(i) else span
        mention = self._mention(span)
        if not mention.kind and mention.form != "person":
            return None
        ends = not low or low in '.,;"' or low in self.words.relatives
        before = self._phrase_before(self._before_verb(i))
        return span if ends and (before is None or not self._mention(before).kind) else None

    def _named_first(self, i: int) -> bool:
        """True where the verb at `i` closes an apposition to the person who opens the sentence: X, a spokesman, said."""
        span = self._nearest_before(i)
        return bool(span and not self._content_before(span[0]) and self._mention(span).form == "person")

    def _before_verb(self, i: int) -> int:
        """The last token of what stands before a verb, its auxiliaries, a time and a bracket left out."""
        words, j = self.words, i - 1
        while j >= 0:
            low = self._low(j)
            if low in words.auxiliaries or (low.endswith("ly") and (not self._proper(j) or self.sentence.shouting)):
                j -= 1
            elif low in words.days or low in words.months or low in words.ordinals:
                j -= 1
            elif self.tokens[j].number and self._low(j + 1) in words.ordinals:
                j -= 1
            elif low in ("on", "late", "early") and self._low(j + 1) in words.days | words.months | {"late", "early"}:
                j -= 1
            elif low in ")]" and j < i:
                j = next((k - 1 for k in range(j, max(-1, j - 8), -1) if self._low(k) in "(["), -1)
            else:
                break
        return j

    def _speaker_before(self, i: int) -> tuple[int, int] | None:
        """The speaker before its verb: X said | X, the Y's director, said | X who works in Z said."""
        span = self._nearest_before(i)
        if span and (span[0] == span[1] and self._low(span[0]) in self.words.pronoun_of):
            return span
        mention = self._mention(span) if span else None
        opening = self._far_subject(i) if span else None
        if opening and opening[0] <= 3 and not self._relative_at(span[0] - 1):
            return opening
        if mention and (mention.kind or mention.form == "person" or (mention.form == "name" and self._low(i - 1) not in self.words.relatives)):
            return span
        if opening or span is None or self._low(i) not in self.words.anyone_says or (mention and mention.form == "name"):
            return opening or span
        return self._subject_of_clause(span[0]) or span

    def _relative_at(self, k: int) -> bool:
        return self._low(k) in self.words.relatives

    def _far_subject(self, i: int) -> tuple[int, int] | None:
        """The speaker before a relative clause or 'speaking on condition of anonymity'."""
        for k in range(i - 1, max(0, i - 25), -1):
            if self._low(k) in self.words.relatives or self._low(k) in self.words.speaking:
                span = self._phrase_before(k - 2 if self._low(k - 1) == "," else k - 1)
                if span and self._low(span[1]) in self.words.from_documents:
                    span = self._subject_of_clause(span[0])
                if span and ((mention := self._mention(span)).kind or mention.form == "person"):
                    return span
            elif self._low(k) in self.words.said:
                break
        return None

    def _subject_of_clause(self, before: int) -> tuple[int, int] | None:
        """The first known speaker of the sentence that stands before a token (the panel released a report that)."""
        for k in range(before):
            if self._low(k) in self.words.determiners or k == 0:
                span = self._phrase_after(k)
                if span and span[1] < before and self._mention(span).kind:
                    return span
        return None

    def _nearest_before(self, i: int) -> tuple[int, int] | None:
        j = self._before_verb(i)
        if self._low(j) != ",":
            return self._phrase_before(j)
        inside = self._phrase_before(j - 1)
        commas = [k for k in range(j - 1, max(-1, j - 30), -1) if self._low(k) == ","]
        if not commas:
            return inside if self._low(i - 1) in self.words.relatives else None
        before = [span for k in commas if (span := self._phrase_before(k - 1)) and not self._word(span[0] - 1)]
        spans = [inside, *before] if inside and inside[0] == commas[0] + 1 else before
        person = next((span for span in spans if self._mention(span).form == "person"), None)
        return person or (before[0] if before else self._phrase_before(commas[0] - 1)) or inside

    def _subject(self) -> tuple[int, int] | None:
        """The phrase that opens the sentence."""
        return self._phrase_after(0)

    def _phrase_before(self, j: int) -> tuple[int, int] | None:
        """The noun phrase that ends at token `j`."""
        if j < 0:
            return None
        if self._low(j) in self.words.pronoun_of or self._low(j) in self.words.own:
            return j, j
        k, first, known = j, j + 1, False
        while k >= 0 and j - k < 18:
            step = self._step_back(k, j, known)
            if step is None:
                break
            keep, go_on = step
            if keep:
                first = k
                known = known or self._low(k) in self.words.kind_of
            if not go_on:
                break
            k -= 1
        while first <= j and (self._low(first) in self.words.links or self._low(first) in self.words.ands):
            first += 1
        if first > j or not any(self._word(m) for m in range(first, j + 1)):
            return None
        return self._owner((self._named_before(self._without_place(first, j), j), j))

    def _without_place(self, first: int, last: int) -> int:
        """Past a place that a link before the phrase belongs to: (in Syria) SANA news agency, (near Raqqa) local media."""
        words, k = self.words, first
        while k < last and not self._word(k):
            k += 1
        if self._low(first - 1) not in words.links and k == first:
            return self._from_agency(first, last)
        first = self._from_agency(k, last)
        k = first + (self._low(first) in words.modifiers and self._proper(first + 1))
        while k < last and self._proper(k) and self._low(k) not in words.kind_of and self._low(k) not in words.agency_of:
            k += 1
        plain = not self._proper(k) and (self._low(k) in words.modifiers or self._low(k) in words.kind_of)
        short = self._low(k) in words.agency_of or self.text[self.tokens[k].start : self.tokens[k].end].isupper()
        return k if k > first and not self.sentence.shouting and (plain or short) else first

    def _dated(self, k: int) -> bool:
        return self._low(k) in self.words.days or self._low(k) in self.words.months

    def _from_agency(self, first: int, last: int) -> int:
        """Where an agency's name begins that plain words before it do not belong to: (a rocket shelling) SANA news agency."""
        words = self.words
        for k in range(last, first, -1):
            if self._low(k) in words.agency_of:
                before = self._low(k - 1)
                known = before in words.modifiers or before in words.kind_of or before in words.determiners or self._proper(k - 1)
                return first if known or before in words.links else k
        return first

    def _named_before(self, first: int, last: int) -> int:
        """Where the phrase starts when a person's name stands before 'the Y's director' without a comma."""
        words, k = self.words, first
        if self._low(first) not in words.definite | words.articles:
            return first
        role = self._low(last) in words.roles
        while k > 0 and (self._name_word(k - 1) if role else self._proper(k - 1)):
            k -= 1
        opens = k == 0 or not self._word(k - 1) or (k == 1 and self._low(0) in words.definite)
        return k if first - k >= 2 and opens and not self.sentence.shouting else first

    def _step_back(self, k: int, j: int, known: bool) -> tuple[bool, bool] | None:
        """Whether the token at `k` belongs to the phrase that ends at `j`, and whether to look further left."""
        words, low = self.words, self._low(k)
        left = self._low(k - 1)
        if low in words.ordinals and self._numeric(k - 1) or self._numeric(k) and self._low(k + 1) in words.ordinals and k < j:
            return True, True
        if low in words.determiners or self.tokens[k].number:
            if self.tokens[k].number and self._proper(k - 1) and k < j and not self._dated(k - 1):
                return True, True
            if self.tokens[k].number and (known or j - k > 3):
                return None
            joins = left in words.links or left in words.ands
            return True, joins and self._speaks(k - 2, left)
        if low in words.links or low in words.ands:
            return (True, True) if k < j and self._speaks(k - 1, low) else None
        if not low[0].isalpha():
            joined = low == "-" and self._glued(k)
            dotted = low == "." and k < j and (left in words.titles or len(left) <= 2)
            return (True, True) if joined or dotted or (low in "'’" and k < j) else None
        if self._proper(k):
            return None if low in words.days or low in words.months else (True, True)
        if low in words.stops:
            return None
        if low in words.kind_of or low in words.modifiers or low in words.roles or (k == j and low in words.stand_ins):
            return True, True
        if low in words.verbs:
            return None
        if not known and k == j:
            return True, True
        return (True, True) if self._leads_to_start(k, known) else None

    def _leads_to_start(self, k: int, known: bool) -> bool:
        """True where plain words lead back to an article or the clause's start within four tokens (a senior ... official)."""
        for m in range(k - 1, max(-2, k - 5), -1):
            low = self._low(m)
            if m < 0 or low in ',";:()' or low in (self.words.definite | self.words.articles if known else self.words.determiners):
                return not (0 <= m and self.tokens[m].number)
            if low in self.words.stops or low in self.words.links or low in self.words.verbs:
                return False
        return False

    def _speaks(self, k: int, link: str) -> bool:
        """True where the word before a link goes on with the speaker's phrase (a source | in Aleppo)."""
        if k < 0:
            return False
        low, after = self._low(k), self._low(k + 2)
        if low in self.words.kind_of or low in self.words.roles:
            return link != ","
        if not self._proper(k) or low in self.words.days:
            return False
        if link in self.words.name_links and (self._proper(k + 2) or after == "the" or link == "and"):
            return link != "in"
        return link in ("from", "of", "with", "at") and self._proper(k - 1) and not self._word(k - 2)

    def _phrase_after(self, i: int) -> tuple[int, int] | None:
        """The noun phrase that begins at token `i`."""
        words, n, k = self.words, len(self.tokens), i
        if i >= n or i < 0:
            return None
        if self._low(i) in words.pronoun_of:
            return i, i
        known = False
        while k < n and k - i < 18:
            low = self._low(k)
            if k > i and low in words.determiners and self._low(k - 1) not in words.links | words.ands:
                break
            if low == "(" and known and self._low(k + 2) == ")" and (self._low(k + 3) in words.kind_of or self._low(k + 3) in words.modifiers):
                k += 3
                continue
            if self.tokens[k].number or low in words.days or low in words.months or low in words.stops:
                break
            if low in words.links or low in words.ands:
                if k == i or not self._goes_on(k):
                    break
            elif not low[0].isalpha():
                if not self._inside(k):
                    break
            elif low in words.verbs and low not in words.kind_of:
                break
            elif known and self._low(k - 1) != "-" and low not in words.determiners and not (self._proper(k) or low in words.kind_of or low in words.modifiers or low in words.roles):
                break
            known = known or low in words.kind_of or (self._proper(k) and low not in words.determiners)
            k += 1
        k -= 1
        while k >= i and (self._low(k) in words.links | words.ands | words.determiners or not self._low(k)[0].isalpha()):
            k -= 1
        return self._owner((i, k)) if k >= i else None

    def _owner(self, span: tuple[int, int]) -> tuple[int, int]:
        """Whose the document is, where a span names one: a statement from the ministry -> the ministry."""
        words, (first, last) = self.words, span
        k = first + (self._low(first) in words.determiners)
        while k < last and (self._low(k) in words.modifiers or self._low(k) in words.passives):
            k += 1
        if self._low(k) not in words.from_documents:
            return span
        link = next((m for m in range(k + 1, k + 3) if self._low(m) in ("from", "by", "of")), None)
        if link is None:
            return span
        if link < last:
            return link + 1, last
        owner = self._phrase_after(link + 1)
        return owner if owner else span

    def _goes_on(self, k: int) -> bool:
        """True where a preposition or 'and' inside a phrase leads on to more of it."""
        low = self._low(k)
        if low == "," or not self._speaks(k - 1, low):
            return False
        nearest = next((self._low(m) for m in range(k + 1, min(k + 6, len(self.tokens))) if self._low(m) in self.words.carriers), "")
        return not (low in ("in", "on", "at", "to", "by") and (nearest or self._low(k + 1) in self.words.days | self.words.months))

    def _inside(self, k: int) -> bool:
        low = self._low(k)
        return (low == "-" and self._glued(k)) or (low == "." and (self._low(k - 1) in self.words.titles or len(self._low(k - 1)) == 1)) or low == "'"

    # -- describing it ------------------------------------------------------------------------------------------------

    def _made(
        self, rule: str, verb: int, span: tuple[int, int] | None, first: int, last: int, *, back: bool, ahead: bool, stance: str = "asserted"
    ) -> Cue | None:
        if span is None:
            return None
        tokens = self.tokens
        low, high = min(first, span[0]), max(last, span[1])
        said = " ".join(self.text[tokens[low].start : tokens[high].end].split())
        return Cue(self._mention(span), tokens[low].start, tokens[high].end, back, ahead, rule, said, stance)

    def _mention(self, span: tuple[int, int]) -> Mention:
        """What the words of a span call the speaker, with titles cut before a person's name."""
        words = self.words
        first, last = span
        lows = tuple(self._low(k) for k in range(first, last + 1))
        if lows[0] in words.pronoun_of and len(lows) == 1:
            return self._named(first, last, "pronoun", None, lows)
        person = self._person(first, last)
        if person:
            end = self._apposed(last)
            lows = tuple(self._low(k) for k in range(first, end + 1))
            return self._named(*person, "person", self._kind(first, end, person), lows)
        start = first + 1 if lows[0] in words.determiners and first < last and self._proper(first + 1) else first
        kind = self._kind(first, last, None)
        if self._stands_in(first, last):
            return self._named(first, last, "definite", kind, lows)
        if lows[0] in words.articles:
            return self._named(first, last, "phrase", kind, lows)
        proper = any(self._proper(k) and self._low(k) not in words.kind_of for k in range(start, last + 1))
        named = (proper or start > first) and (kind or not self.sentence.shouting)
        return self._named(start, last, "name" if named else "phrase", kind, lows)

    def _apposed(self, last: int) -> int:
        """The end of what a comma adds to a name: said Ema Suryani, a doctor at a clinic."""
        opens = self._low(last + 2) in self.words.definite | self.words.articles or self._proper(last + 2)
        if self._low(last + 1) != "," or not opens:
            return last
        end = self._phrase_after(last + 2)
        return end[1] if end else last

    def _stands_in(self, first: int, last: int) -> bool:
        """True for the source, the monitoring group, the London-based group: somebody named before."""
        words = self.words
        if self._low(first) not in words.definite or self._low(last) not in words.stand_ins:
            return False
        named = [k for k in range(first + 1, last + 1) if self._proper(k)]
        based = any(self._low(k) == "based" for k in range(first, last))
        return named in ([], [first + 1]) and (based or last - first <= 2)

    def _named(self, first: int, last: int, form: str, kind: str | None, lows: tuple[str, ...]) -> Mention:
        start, end = self.tokens[first].start, self.tokens[last].end
        return Mention(" ".join(self.text[start:end].split()), form, kind, lows, self._acronym(last + 1), start, end)

    def _acronym(self, k: int) -> str | None:
        """The short form in brackets after a name: Syrian Observatory for Human Rights (SOHR)."""
        if self._low(k) not in ("(", "[") or self._low(k + 2) not in (")", "]"):
            return None
        short = self.text[self.tokens[k + 1].start : self.tokens[k + 1].end]
        return short if short.isupper() and 2 <= len(short) <= 8 else None

    def _person(self, first: int, last: int) -> tuple[int, int] | None:
        """The part of a span that is a person's name: after a role or title, before 'of' or 'from', or two capitals alone."""
        words = self.words
        run = last
        while run >= first and self._name_word(run):
            run -= 1
        if run < last and run >= first and (self._low(run) in words.roles or self._titled(run)):
            return run + 1, last
        end = first
        while end <= last and self._name_word(end):
            end += 1
        whole = end > last or self._low(end) in words.after_name or self._low(end) in words.roles
        size = sum(self._word(k) for k in range(first, end))
        return (first, end - 1) if whole and 2 <= size <= 4 and end > first + 1 and not self.sentence.shouting else None

    def _name_word(self, k: int) -> bool:
        low, words = self._low(k), self.words
        if low in ("-", "'"):
            return self._glued(k)
        if low == ".":
            return len(self._low(k - 1)) == 1
        if not self._proper(k):
            return low in words.particles
        return not (low in words.kind_of or low in words.stops or low in words.roles or low in words.titles or low in words.agency_of
                    or low in words.determiners or low in words.modifiers)

    def _titled(self, k: int) -> bool:
        low = self._low(k)
        return low in self.words.titles or (low == "." and self._low(k - 1) in self.words.titles)

    def _kind(self, first: int, last: int, person: tuple[int, int] | None) -> str | None:
        """The kind that the phrase's nouns give it: the one nearest its end, unless that one may be anybody."""
        words, weak = self.words, None
        inside = range(person[0], person[1] + 1) if person else range(0)
        name = " ".join(self._low(k) for k in range(first, last + 1) if self._low(k) not in words.determiners)
        if name in words.agency_of:
            return "wire"
        cut = next((k for k in range(first + 1, last + 1) if self._low(k) in words.links and self._low(k - 1) in words.kind_of), last + 1)
        for k in [*range(cut - 1, first - 1, -1), *range(cut, last + 1)]:
            low = self._low(k).removesuffix("'s")
            if k in inside or low not in words.kind_of and low not in words.agency_of:
                continue
            kind = words.kind_of.get(low, "wire")
            if low not in words.anyone:
                return kind
            weak = weak or kind
        return weak

    def name_around(self, start: int, end: int) -> Mention | None:
        """The whole name that holds the text from `start` to `end`: a person's, or a body's with its acronym."""
        first, last = self.sentence.token_at(start), self.sentence.token_at(end - 1)
        if last >= len(self.tokens):
            return None
        if self._low(first - 1) == "(" and self._low(last + 1) == ")":
            span = self._phrase_before(first - 2)
            return replace(self._mention(span), acronym=self.text[start:end]) if span else None
        span = self._phrase_before(last)
        if span is None:
            return None
        after = self._phrase_after(span[0])
        if after and after[1] > last and self._low(last + 1) in self.words.name_links:
            span = (span[0], after[1])
        mention = self._mention(span)
        return mention if mention.form in ("person", "name") else None

    def first_person(self) -> Mention | None:
        """The first person whom the sentence calls by two names or more."""
        k, tokens = 0, self.tokens
        while k < len(tokens):
            end = k
            while end < len(tokens) and self._name_word(end):
                end += 1
            if sum(self._word(m) for m in range(k, end)) >= 2 and not self.sentence.shouting:
                span = self._phrase_before(end - 1) or (k, end - 1)
                mention = self._mention((span[0], end - 1))
                if mention.form == "person":
                    return mention
            k = max(end, k + 1)
        return None

    # -- headings -----------------------------------------------------------------------------------------------------

    def _of_heading(self) -> Iterator[Cue]:
        """Police: two shot | 21 dead: monitor | 21 dead - SOHR | 21 dead Monitor."""
        n, words = len(self.tokens), self.words
        colon = next((k for k in range(1, min(n, 6)) if self._low(k) == ":"), None)
        if colon:
            span = self._phrase_after(0)
            if span and span[1] == colon - 1 and self._mention(span).kind and not self.tokens[colon - 1].number:
                yield from filter(None, [self._made("heading", 0, span, 0, colon, back=False, ahead=True)])
        if not self.sentence.heading or n < 4:
            return
        ends = [k for k in range(3, n) if self._low(k) in ("-", "|", "--") and not self._glued(k)] + [n]
        for end in ends:
            span = self._named_last(end)
            if span:
                yield from filter(None, [self._made("heading", span[0], span, span[0], span[1], back=True, ahead=False)])
        if self._low(0) in words.heading_ends and self.tokens[1].number:
            yield from filter(None, [self._made("heading", 0, (0, 0), 0, 0, back=False, ahead=True)])

    def _named_last(self, end: int) -> tuple[int, int] | None:
        """The speaker that a headline names before token `end`: after a colon or dash, or bare."""
        words = self.words
        mark = next((k for k in range(end - 1, max(0, end - 9), -1) if self._low(k) in (":", "-", "--")), None)
        if mark and mark < end - 1 and not self._glued(mark):
            span = self._phrase_after(mark + 1)
            mention = self._mention(span) if span and span[1] == end - 1 else None
            if mention is None or not mention.kind or self._low(mark) == ":":
                return span if mention and mention.kind else None
            own = mention.kind == "wire" and mention.form == "name" and mention.text.lower() not in words.agency_of
            return span if mention.kind != "witness" and not own else None
        if self._low(end - 1) in words.heading_ends and self._low(end - 2) not in words.links | words.determiners:
            return (end - 2 if self._low(end - 2) in words.modifiers else end - 1), end - 1
        return None

    # -- tokens -------------------------------------------------------------------------------------------------------

    def _low(self, k: int) -> str:
        return self.tokens[k].low if 0 <= k < len(self.tokens) else ""

    def _numeric(self, k: int) -> bool:
        return 0 <= k < len(self.tokens) and self.tokens[k].number

    def _word(self, k: int) -> bool:
        return self._low(k)[:1].isalpha()

    def _proper(self, k: int) -> bool:
        """True for a capital that means something: not at random in a text all in capitals."""
        if not 0 <= k < len(self.tokens):
            return False
        token = self.tokens[k]
        if not self.sentence.shouting:
            return token.title and (k > 0 or token.low not in self.words.determiners | self.words.links | self.words.stops)
        words = self.words
        plain = words.stops | words.determiners | words.links | words.modifiers | words.ands
        return self._word(k) and token.low not in plain and token.low not in words.kind_of and token.low not in words.verbs

    def _glued(self, k: int) -> bool:
        tokens: list[Token] = self.tokens
        return 0 < k < len(tokens) - 1 and tokens[k - 1].end == tokens[k].start and tokens[k].end == tokens[k + 1].start


def _cited(cues: list[Cue]) -> list[Cue]:
    """Cues, where 'AFP reported, citing police' has become one cue of AFP that cites the police."""
    found: list[Cue] = []
    for cue in cues:
        last = found[-1] if found else None
        if last and cue.rule == "cited" and cue.back and 0 <= cue.start - last.end <= 12:
            words = f"{last.words} {cue.words}"
            found[-1] = replace(last, end=cue.end, rule="cited", words=words, cites=cue.speaker)
        elif last and cue.start < last.end and cue.rule != "adding":
            if last.rule != "cited" and cue.rule == "cited":
                found[-1] = cue
        else:
            found.append(cue)
    return found
