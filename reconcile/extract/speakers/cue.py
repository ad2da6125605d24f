"""Words of saying in one sentence: their speakers, and on which side of them the speech is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reconcile.extract.speakers.mention import Mention, Phrases, Place
from reconcile.extract.speakers.saywords import BIT, AttributionWords
from reconcile.text.document import Sentence
from schemas.codes import SpeakerRule, Stance

_VERB, _SAID, _SAYING, _KIND, _AGENCY = (BIT[n] for n in ("verbs", "said", "saying", "kind_of", "agency_of"))
_PASSIVE, _NEGATION, _AUXILIARY, _RELATIVE = (BIT[n] for n in ("passives", "negations", "auxiliaries", "relatives"))
_DAY_OR_MONTH, _MONTH, _ORDINAL = BIT["days"] | BIT["months"], BIT["months"], BIT["ordinals"]
_TIME = _DAY_OR_MONTH | BIT["times"]
_OPENING_SIGNS = frozenset({";", ")", "--", "-", ":", ".", '"'})
_LINK, _AND, _STOP, _DETERMINER = BIT["links"], BIT["ands"], BIT["stops"], BIT["determiners"]
_CARRIER, _MANNER, _ANYONE_SAYS, _TELLING = (BIT[n] for n in ("carriers", "manners", "anyone_says", "telling"))
STANCE_OF = {"denied": Stance.DENIED, "alleged": Stance.ALLEGED}
"""The stance for a class of verbs; all others assert."""
_ENDS = '.,;:!?"()-'
_AHEAD = 5  # tokens behind a verb within which the figure that it reports begins
_FAR = 25  # tokens between a speaker and the verb, over a relative clause
_NEAR_CITED = 12  # characters between 'AFP reported' and 'citing police'


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of saying with their speaker; the speech is before them (`back`), after them (`ahead`), or both."""

    speaker: Mention
    start: int
    end: int
    back: bool
    ahead: bool
    rule: SpeakerRule
    words: str
    stance: Stance = Stance.ASSERTED
    cites: Mention | None = None


def find_cues(sentence: Sentence, words: AttributionWords) -> list[Cue]:
    """Every cue of a sentence, in order."""
    silent = words.said_somehow.isdisjoint(sentence.words) and ":" not in sentence.lows[:6] and "(" not in sentence.lows
    if silent and not sentence.heading:
        return []
    return Reading(sentence, words).cues()


class Reading(Phrases):
    """One sentence, searched for its speakers."""

    def cues(self) -> list[Cue]:
        """Every cue of the sentence, in order; 'AFP reported, citing police' is one."""
        found: list[Cue] = []
        for i, tag in enumerate(self.tag):
            if tag & _VERB and not self._is_name_part(i) and (cue := self._cue(i, found)):
                found.append(cue)
        found += [*self._of_heading(), *self._in_brackets()]
        return _cited(sorted(found, key=lambda c: (c.start, c.end)))

    def _is_name_part(self, i: int) -> bool:
        """True for a verb that is part of a name (the Islamic State group)."""
        if i == 0 or not self.tokens[i].title or self.sentence.shouting:
            return False
        if self.low[i] in self.words.according and self.low[i + 1] in self.words.according_links:
            return False
        return not (self.tag[i] & BIT["heading_says"] and self.sentence.heading)

    # -- one cue ------------------------------------------------------------------------------------------------------

    def _cue(self, i: int, before: list[Cue]) -> Cue | None:
        kind = self.words.verbs[self.low[i]]
        if self.low[i + 1] in self.words.not_after.get(self.low[i], ()):
            return None
        if kind == "according":
            return self._according(i)
        if kind == "quoting":
            return self._quoting(i)
        if kind == "saying":
            return self._saying(i, before)
        return self._verb(i, kind)

    def _according(self, i: int) -> Cue | None:
        """According to X, N ... | N ..., according to X."""
        links = self.words.according_links
        place = self.phrase_after(i + 2 if links else i + 1) if not links or self.low[i + 1] in links else None
        if place is None or (self.low[i] in self.words.needs_known and not self.mention(place).kind):
            return None
        first = self._opens_clause(i)
        closes = self.low[place[1] + 1] in ("", ".", ";", '"', ")", "--")
        return self._cue_at(SpeakerRule.ACCORDING_TO, place, i, place[1], back=not first, ahead=first or not closes)

    def _opens_clause(self, i: int) -> bool:
        """True where the words at `i` begin the sentence or a clause of it."""
        before = self.low[i - 1]
        return i == 0 or before in _OPENING_SIGNS or before in self.words.clause_openers or (before == "," and i <= 3)

    def _quoting(self, i: int) -> Cue | None:
        """X quoted Y as saying N ... | ..., citing Y | ..., Y was quoted as saying."""
        if self.tag[i - 1] & _PASSIVE:
            return self._was_quoted(i)
        place = self.phrase_after(i + 1)
        if place is None:
            return None
        quoted = self.words.quoted_as
        far = next((j for j in range(place[1], min(place[1] + 14, self.size)) if self.low[j] in quoted), None)
        return self._cue_at(SpeakerRule.CITED, place, i, far or place[1], back=far is None, ahead=far is not None)

    def _was_quoted(self, i: int) -> Cue | None:
        """N ..., X was quoted by the agency as saying."""
        place = self.phrase_before(i - 2)
        by = self.phrase_after(i + 2) if self.low[i + 1] in self.words.by_words else (i, i)
        last = by[1] + 2 if by else i
        if place is None or self.low[last - 1] not in self.words.as_words:
            return None
        back, ahead = self._sides(last, place[0])
        return self._cue_at(SpeakerRule.QUOTED, place, place[0], last, back=back, ahead=ahead)

    def _saying(self, i: int, before: list[Cue]) -> Cue | None:
        """..., adding that N ...: attributed to the sentence's last speaker, else to its subject."""
        if self.tag[i - 1] & _PASSIVE:
            return None
        speaker = before[-1].speaker if before else None
        if speaker is None and (place := self.phrase_after(0)) and place[1] < i:
            opening = self.mention(place)
            speaker = opening if opening.kind or opening.form == "person" else None
        token = self.tokens[i]
        return Cue(speaker, token.start, token.end, False, True, SpeakerRule.ADDING, token.low) if speaker else None

    def _verb(self, i: int, kind: str) -> Cue | None:
        """X said N ... | N ..., X said | N ..., said X | X reported Y as saying N."""
        following = self.tag[i + 1]
        if self.tag[i] & BIT["reported_by"] and self.low[i + 1] in self.words.by_words:
            return self._reported_by(i)
        lacks_that = self.tag[i] & BIT["needs_that"] and self.low[i + 1] not in self.words.that_words
        if self.tag[i] & BIT["speaks_of"]:
            lacks_that = not (self.low[i + 1] in self.words.of_words and self._figure_ahead(i + 2))
        if following & _SAID or lacks_that or self._is_silenced(i):
            return None
        stance = STANCE_OF.get(kind, Stance.ASSERTED)
        after = self.phrase_after(i + 1)
        if after and self.low[after[1] + 1] in self.words.as_words and self.tag[after[1] + 2] & _SAYING:
            return self._cue_at(SpeakerRule.CITED, after, i, after[1] + 2, back=False, ahead=True)
        if after and self._is_inverted(i, after):
            return self._cue_at(SpeakerRule.SAID_BY, after, i, after[1], back=True, ahead=False, stance=stance)
        place = self._speaker_before(i)
        if place is None or self.tag[place[0]] & BIT["own"] or not self._may_speak(place, i, kind):
            return None
        back, ahead = self._sides(i, place[0])
        rule = SpeakerRule.SAID_BEFORE if ahead else SpeakerRule.SAID_AFTER
        rule = SpeakerRule.WHO_SAID if self.tag[i - 1] & _RELATIVE else rule
        return self._cue_at(rule, place, min(place[0], i), i, back=back, ahead=ahead, stance=stance)

    def _reported_by(self, i: int) -> Cue | None:
        """N ... reported by X | figures released by X show N."""
        place = self.phrase_after(i + 2)
        if place is None or not (self.mention(place).kind or self.mention(place).form in ("name", "person")):
            return None
        closes = self.low[place[1] + 1] in ("", ".", ";", '"', ")", "--")
        return self._cue_at(SpeakerRule.SAID_BY, place, i, place[1], back=True, ahead=not closes)

    def _is_silenced(self, i: int) -> bool:
        """True where the verb does not report speech: negated, in the infinitive or passive, or a noun (the report)."""
        j = i - 1
        while j >= 0 and self.low[j].endswith(self.words.adverb_endings):
            j -= 1
        tag, low = self.tag[j], self.low[j]
        if tag & (_NEGATION | _PASSIVE | BIT["articles"]) or low in self.words.silencers:
            return True
        if low.endswith(self.words.genitive_endings):
            return True
        return bool(tag & _AUXILIARY and self.tag[j - 1] & _NEGATION)

    def _may_speak(self, place: Place, i: int, kind: str) -> bool:
        """True where the verb reports speech; an ambiguous one needs a known speaker, 'that' or a quotation."""
        if self.tag[i] & BIT["also_nouns"] and (self.tag[place[0]] & BIT["articles"] or self.low[i + 1] == ":"):
            return False
        mention = self.mention(place)
        if mention.kind or mention.form in ("pronoun", "person") or self.tag[i] & _ANYONE_SAYS:
            return True
        if self.low[place[0] - 1].endswith(self.words.participle_endings) and not self.proper[place[0] - 1]:
            return False  # the object of a participle: officials in the province bordering X reported
        if all(self.tag[k] & (_TIME | _DETERMINER | BIT["modifiers"]) for k in range(place[0], place[1] + 1)):
            return False
        opens = self.low[i + 1] == '"' or self.low[i + 1] in self.words.that_words
        counts = bool(self.tag[i] & BIT["reports_figures"]) and self._figure_ahead(i + 1)
        if mention.form == "name":
            return kind == "said" or opens or counts
        return (opens or counts) and not self.sentence.shouting

    def _figure_ahead(self, j: int) -> bool:
        """True where a number follows within a few words (reported at least 12, identified a total of two)."""
        for k in range(j, j + _AHEAD):
            if self.number[k] or self.low[k] in self.words.small_numbers:
                return True
            if not self.is_word(k):
                return False
        return False

    # -- where the speech is ------------------------------------------------------------------------------------------

    def _sides(self, i: int, first: int) -> tuple[bool, bool]:
        """Whether the speech of a verb at `i`, its speaker at `first`, is before it, after it, or on both sides."""
        before = self._speech_before(first)
        j = self._past_manner(i + 1)
        low = self.low[j]
        if j >= self.size or low in ".!?" or (low in '")]' and j >= self.size - 2):
            return before, not before
        if low in (",", "-", "--"):
            return before, True
        participle = low.endswith(self.words.participle_endings) and not self.proper[j]
        if before and (low in self.words.going_on or participle):
            return True, True
        bounded = self.tag[j + 1] & BIT["bounding"] or self.number[j + 1]
        trails = before and self.tag[j] & BIT["trails"] and not bounded
        return (True, False) if trails else (False, True)

    def _speech_before(self, first: int) -> bool:
        """True where a clause comes before the speaker (not only a dateline, a time or a conjunction)."""
        if self.tag[first - 1] & BIT["joins"]:
            return False
        if first > 0 and '"' in (self.low[first - 1], self.low[first - 2] if first > 1 else ""):
            return True
        skip = _TIME | _LINK | _AND
        return sum(self.is_word(k) and not self.tag[k] & skip for k in range(first)) >= 3

    def _past_manner(self, j: int) -> int:
        """The first token after the addressee, time and manner of speech (told AFP on Monday in a statement)."""
        if self.tag[j - 1] & _TELLING and (hearer := self.phrase_after(j)):
            j = hearer[1] + 1
        while j < self.size:
            dated = self.number[j] and (self.tag[j - 1] | self.tag[j + 1]) & _MONTH
            glued = self.number[j] and self.tokens[j - 1].end == self.tokens[j].start
            if self.tag[j] & _TIME or dated or glued or self._opens_time(j):
                j += 1
            elif self.low[j] in self.words.to_words and (hearer := self.phrase_after(j + 1)):
                j = hearer[1] + 1
            elif self.tag[j] & _MANNER and (end := self._manner(j)):
                j = end
            else:
                break
        return j

    def _opens_time(self, j: int) -> bool:
        """True for 'late' before a day, and for 'on' before the day of a month (late on 19 February)."""
        follows = self.tag[j + 1] & _DAY_OR_MONTH or (self.number[j + 1] and self.tag[j + 2] & _MONTH)
        if self.low[j] in self.words.time_parts:
            return bool(follows) or self.low[j + 1] in self.words.time_openers
        return self.low[j] in self.words.time_openers and bool(follows)

    def _manner(self, j: int) -> int | None:
        """The token after 'in a statement', 'on Friday', 'in Paris'; None for other prepositional phrases."""
        if self.tag[j + 1] & (_DAY_OR_MONTH | BIT["platforms"]):
            return j + 2
        for k in range(j + 1, min(j + 8, self.size)):
            if self.tag[k] & _CARRIER and not self.tag[k + 1] & _CARRIER:
                return k + 1
            if self.number[k] or self.tag[k] & _STOP or not self.is_word(k):
                break
        k = j + 1
        while self.proper[k]:
            k += 1
        return k if k > j + 1 and self.low[k] in (".", ",", ":", "") else None

    # -- finding the speaker ------------------------------------------------------------------------------------------

    def _is_inverted(self, i: int, after: Place) -> bool:
        """True where the speaker comes after its verb: '...', said X. | ... said the Observatory."""
        if i == 0 or self.tag[i] & _TELLING:
            return False
        low, tag, previous = self.low[after[1] + 1], self.tag[after[1] + 1], self.low[i - 1]
        if not (low in _ENDS or tag & (_MANNER | _RELATIVE) or low.endswith(self.words.participle_endings)):
            return False
        if previous == ",":
            return not self._ends_apposition(i)
        if previous in ('"', "'"):
            return True
        mention = self.mention(after)
        if not (mention.kind or mention.form == "person") or not (low in '.,;"' or tag & _RELATIVE):
            return False
        before = self.phrase_before(self._before_verb(i))
        return before is None or not self.mention(before).kind

    def _ends_apposition(self, i: int) -> bool:
        """True where the verb at `i` follows the person who opens the sentence and a comma: X, a spokesman, said."""
        place = self._nearest_before(i)
        return bool(place and not self._speech_before(place[0]) and self.mention(place).form == "person")

    def _before_verb(self, i: int) -> int:
        """The last token of what comes before a verb, without its auxiliaries, a time and a bracket."""
        j = i - 1
        while j >= 0:
            tag, low = self.tag[j], self.low[j]
            adverb = low.endswith(self.words.adverb_endings) and (not self.proper[j] or self.sentence.shouting)
            ordinal = self.number[j] and self.tag[j + 1] & (_ORDINAL | _MONTH)
            dated = self.tag[j + 1] & _DAY_OR_MONTH or self.low[j + 1] in self.words.time_parts or self.number[j + 1]
            timed = dated and (low in self.words.time_openers or low in self.words.time_parts)
            if low in self.words.at_first and self.low[j - 1] in self.words.at_first:
                j -= 2
            elif tag & (_AUXILIARY | _DAY_OR_MONTH | _ORDINAL) or adverb or ordinal or timed:
                j -= 1
            elif tag & BIT["platforms"] and (start := self._before_platform(j)) is not None:
                j = start
            elif low in (")", "]"):
                j = next((k - 1 for k in range(j, max(-1, j - 8), -1) if self.low[k] in ("(", "[")), -1)
            else:
                break
        return j

    def _before_platform(self, j: int) -> int | None:
        """The last token before where something was posted (NAME on Twitter / X); None where nothing is."""
        k = j
        while k > 0 and (self.tag[k] & BIT["platforms"] or self.low[k] == "/"):
            k -= 1
        return k - 1 if k > 0 and self.tag[k] & _LINK else None

    def _speaker_before(self, i: int) -> Place | None:
        """The speaker before its verb: X said | X, the Y's director, said | X who works in Z said."""
        place = self._nearest_before(i)
        if place is None:
            goes_on = self.low[self._before_verb(i)] in self.words.going_on and self.tag[i] & _ANYONE_SAYS
            return self._known_speaker(i) if goes_on else None
        mention = self.mention(place)
        if mention.form == "pronoun":
            return place
        far = self._far_speaker(i)
        if far and far[0] <= 3 and not self.tag[place[0] - 1] & _RELATIVE:
            return far
        named = mention.form == "name"
        if mention.kind or mention.form == "person" or (named and not self.tag[i - 1] & _RELATIVE):
            return place
        if far or named or not self.tag[i] & _ANYONE_SAYS:
            return far or place
        return self._known_speaker(place[0]) or place

    def _far_speaker(self, i: int) -> Place | None:
        """The speaker before a relative clause or 'speaking on condition of anonymity'."""
        for k in range(i - 1, max(0, i - _FAR), -1):
            if self.tag[k] & (_RELATIVE | BIT["speaking"]):
                place = self.phrase_before(k - 2 if self.low[k - 1] == "," else k - 1)
                if place and self.tag[place[1]] & BIT["from_documents"]:
                    place = self._known_speaker(place[0])
                if place and ((mention := self.mention(place)).kind or mention.form == "person"):
                    return place
            elif self.tag[k] & _SAID:
                break
        return None

    def _known_speaker(self, before: int) -> Place | None:
        """The first known speaker of the sentence before a token: [the panel] released a report that found."""
        for k in range(before):
            if k == 0 or self.tag[k] & _DETERMINER:
                place = self.phrase_after(k)
                if place and place[1] < before and self.mention(place).kind:
                    return place
        return None

    def _nearest_before(self, i: int) -> Place | None:
        """The phrase before a verb; after a comma, the one that an apposition between commas belongs to."""
        j = self._before_verb(i)
        if self.low[j] != "," or j < 0:
            return self.phrase_before(j)
        inside = self.phrase_before(j - 1)
        commas = [k for k in range(j - 1, max(-1, j - 30), -1) if self.low[k] == ","]
        if not commas:
            return inside if self.tag[i - 1] & _RELATIVE else None
        outside = [p for k in commas if (p := self.phrase_before(k - 1)) and not self.is_word(p[0] - 1)]
        places = [inside, *outside] if inside and inside[0] == commas[0] + 1 else outside
        person = next((p for p in places if self.mention(p).form == "person"), None)
        return person or (outside[0] if outside else self.phrase_before(commas[0] - 1)) or inside

    # -- headings -----------------------------------------------------------------------------------------------------

    def _of_heading(self) -> Iterator[Cue]:
        """Police: two shot | 21 dead: monitor | 21 dead - SOHR | 21 dead Monitor."""
        first = self._past_clock()
        colon = next((k for k in range(first + 1, min(self.size, first + 6)) if self.low[k] == ":"), None)
        place = self.phrase_after(first) if colon else None
        if colon and place and place[1] == colon - 1 and (self._ends_in_speaker(place) or self._is_acronym(place)):
            yield self._cue_at(SpeakerRule.HEADING, place, 0, colon, back=False, ahead=True)
        if self.size < 4 or not self.sentence.heading:
            return
        marks = [k for k in range(3, self.size) if self.low[k] in ("-", "|", "--") and not self.is_glued(k)]
        for end in [*marks, self.size]:
            if place := self._named_last(end):
                yield self._cue_at(SpeakerRule.HEADING, place, *place, back=True, ahead=False)
        if self.tag[0] & BIT["heading_ends"] and self.number[1]:
            yield self._cue_at(SpeakerRule.HEADING, (0, 0), 0, 0, back=False, ahead=True)

    def _ends_in_speaker(self, place: Place) -> bool:
        """True for a known kind of speaker by its last word: the government, but not the government-held."""
        return bool(self.mention(place).kind and (self.proper[place[1]] or self.tag[place[1]] & ~_VERB))

    def _past_clock(self) -> int:
        """The first token after the clock time that opens a sentence (17:05 Police: three dead)."""
        return 3 if self.number[0] and self.low[1] in (":", ".") and self.number[2] and self.is_glued(1) else 0

    def _is_acronym(self, place: Place) -> bool:
        """True for one word in capitals that the text writes in capitals elsewhere too (a body, not BREAKING)."""
        name = self.text[self.tokens[place[0]].start : self.tokens[place[1]].end]
        return place[0] == place[1] and name.isupper() and self.text.count(name) > 1 and not self.sentence.shouting

    # -- citations in brackets ----------------------------------------------------------------------------------------

    def _in_brackets(self) -> Iterator[Cue]:
        """N ... (OCHA 12/03/2021) | N ... (IFRC, 20 Aug 2015) | N ... (OCHA), while M ... (Red Cross)."""
        for k in range(self.size - 2):
            if self.low[k] != "(":
                continue
            first = k + 1 + (self.low[k + 1] == "[")
            place = self.phrase_after(first) if self.proper[first] or self._is_closed_kind(first) else None
            if place and self._is_citation(k, place):
                end = next((m for m in range(place[1], self.size) if self.low[m] == ")"), place[1])
                yield self._cue_at(SpeakerRule.IN_BRACKETS, place, k, end, back=True, ahead=False)

    def _is_closed_kind(self, first: int) -> bool:
        """True where a bracket that begins in small letters holds only a speaker (local health authorities)."""
        place = self.phrase_after(first)
        return bool(
            place and self.low[place[1] + 1] == ")" and self.tag[place[1]] & _KIND and self.number_before(first)
        )

    def number_before(self, k: int) -> bool:
        """True where the sentence has a number before token `k`."""
        return any(self.number[:k])

    def _is_citation(self, k: int, place: Place) -> bool:
        """True for a name with a date behind it, or a known kind of speaker alone; not for the short form of a name."""
        after = place[1] + 1 + (self.low[place[1] + 1] == ",")
        if (self.number[after] and self.tag[after + 1] & _MONTH) or (self.low[after + 1] == "/" and self.number[after]):
            return True
        alone = self.low[place[1] + 1] in (")", ",", ";")
        return bool(alone and self.mention(place).kind and not self.proper[k - 1] and self.is_word(k - 1))

    def _named_last(self, end: int) -> Place | None:
        """The speaker that a headline names before token `end`: after a colon or dash, or without a sign."""
        mark = next((k for k in range(end - 1, max(0, end - 9), -1) if self.low[k] in (":", "-", "--")), None)
        if mark and mark < end - 1 and not self.is_glued(mark):
            place = self.phrase_after(mark + 1)
            return place if place and place[1] == end - 1 and self._signs(place, self.low[mark]) else None
        if self.tag[end - 1] & BIT["heading_ends"] and not self.tag[end - 2] & (_LINK | _DETERMINER):
            return (end - 2 if self.tag[end - 2] & BIT["modifiers"] else end - 1), end - 1
        return None

    def _signs(self, place: Place, mark: str) -> bool:
        """True where the words after a headline's colon or dash are its speaker, not the name of the paper."""
        mention = self.mention(place)
        paper = mention.kind == "wire" and mention.form == "name" and mention.text.lower() not in self.words.agency_of
        return mention.kind is not None and (mark == ":" or not (paper or mention.kind == "witness"))

    def _cue_at(
        self,
        rule: SpeakerRule,
        place: Place,
        first: int,
        last: int,
        *,
        back: bool,
        ahead: bool,
        stance: Stance = Stance.ASSERTED,
    ) -> Cue:
        """A cue whose words extend from token `first` to `last` and over its speaker."""
        start, end = self.tokens[min(first, place[0])].start, self.tokens[max(last, place[1])].end
        words = " ".join(self.text[start:end].split())
        return Cue(self.mention(place), start, end, back, ahead, rule, words, stance)


def _cited(cues: list[Cue]) -> list[Cue]:
    """The cues, with 'AFP reported, citing police' merged into one cue of AFP that cites the police."""
    found: list[Cue] = []
    for cue in cues:
        last = found[-1] if found else None
        if last and cue.rule == SpeakerRule.CITED and cue.back and 0 <= cue.start - last.end <= _NEAR_CITED:
            words = f"{last.words} {cue.words}"
            found[-1] = replace(last, end=cue.end, rule=SpeakerRule.CITED, words=words, cites=cue.speaker)
        elif last and cue.start < last.end and cue.rule != SpeakerRule.ADDING:
            if last.rule != SpeakerRule.CITED and cue.rule == SpeakerRule.CITED:
                found[-1] = cue
        else:
            found.append(cue)
    return found
