"""Speakers as named in one sentence: the extent of their noun phrase, and its description of them."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.extract.speakers.saywords import BIT, AttributionWords
from reconcile.text.document import Sentence

Place = tuple[int, int]  # first and last token of a phrase

_PAD = 40  # blank tokens after a sentence's own, so that an index past either end gives a blank
_LONGEST = 18  # tokens of a speaker's phrase

_VERB, _KIND, _AGENCY, _PRONOUN, _OWN = (BIT[n] for n in ("verbs", "kind_of", "agency_of", "pronoun_of", "own"))
_DETERMINER, _ARTICLE, _DEFINITE = BIT["determiners"], BIT["articles"], BIT["definite"]
_LINK, _NAME_LINK, _AND, _STOP = BIT["links"], BIT["name_links"], BIT["ands"], BIT["stops"]
_ROLE, _TITLE, _MODIFIER, _STAND_IN = BIT["roles"], BIT["titles"], BIT["modifiers"], BIT["stand_ins"]
_DATE, _ORDINAL, _CARRIER, _DOCUMENT = (
    BIT["days"] | BIT["months"],
    BIT["ordinals"],
    BIT["carriers"],
    BIT["from_documents"],
)
_NOUN = _KIND | _MODIFIER | _ROLE
_PLAIN = _STOP | _DETERMINER | _LINK | _MODIFIER | _AND | _KIND | _VERB
_NO_NAME = _KIND | _STOP | _ROLE | _TITLE | _AGENCY | _DETERMINER | _MODIFIER | _DATE


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as one sentence names it; `form` is pronoun, person, name, definite (the source) or phrase."""

    text: str
    form: str
    kind: str | None
    words: tuple[str, ...]
    acronym: str | None
    start: int
    end: int


class Phrases:
    """The noun phrases of one sentence. Tokens are read by index; an index past either end gives a blank."""

    def __init__(self, sentence: Sentence, words: AttributionWords):
        self.sentence = sentence
        self.words = words
        self.tokens = sentence.tokens
        self.size = len(self.tokens)
        self.text = sentence.document.text
        tags = words.tags
        self.low = sentence.lows + [""] * _PAD
        self.tag = [tags.get(low, 0) for low in sentence.lows] + [0] * _PAD
        self.number = [t.number for t in self.tokens] + [False] * _PAD
        self.proper = [*self._capitals(), *[False] * _PAD]
        self._mentions: dict[Place, Mention] = {}

    def _capitals(self) -> list[bool]:
        """For each token, whether its capital marks a name; in a text all in capitals it does not."""
        if self.sentence.shouting:
            return [w[:1].isalpha() and not g & _PLAIN for w, g in zip(self.sentence.lows, self.tag, strict=False)]
        found = [t.title or (t.low[0] == "@" and len(t.low) > 1) for t in self.tokens]
        if found and self.tag[0] & (_DETERMINER | _LINK | _STOP | _VERB):
            found[0] = False
        return found

    def is_word(self, k: int) -> bool:
        """True for letters and handles (@name), false for numbers, signs and blanks."""
        return self.low[k][:1].isalpha() or (self.low[k][:1] == "@" and len(self.low[k]) > 1)

    def is_glued(self, k: int) -> bool:
        """True for a sign without spaces on either side."""
        tokens = self.tokens
        return 0 < k < self.size - 1 and tokens[k - 1].end == tokens[k].start and tokens[k].end == tokens[k + 1].start

    # -- phrases that end at a token -----------------------------------------------------------------------------------

    def phrase_before(self, j: int) -> Place | None:
        """The noun phrase that ends at token `j`: ... in Homs [a security source] told."""
        if j < 0:
            return None
        if self.tag[j] & (_PRONOUN | _OWN):
            return j, j
        first = self._first_of(j)
        while first <= j and self.tag[first] & (_LINK | _AND):
            first += 1
        if first > j or not any(self.is_word(k) for k in range(first, j + 1)):
            return None
        return self._owner((self._name_before(self._without_place(first, j), j), j))

    def _first_of(self, j: int) -> int:
        k, first, known = j, j + 1, False
        while k >= 0 and j - k < _LONGEST:
            step = self._step_back(k, j, known)
            if step == "stop":
                break
            first = k
            known = known or bool(self.tag[k] & _KIND)
            if step == "last":
                break
            k -= 1
        return first

    def _step_back(self, k: int, j: int, known: bool) -> str:
        """Whether the token at `k` belongs to the phrase ending at `j`: 'more' may follow, 'last', or 'stop'."""
        tag = self.tag[k]
        if k < j and ((tag & _ORDINAL and self.number[k - 1]) or (self.number[k] and self.tag[k + 1] & _ORDINAL)):
            return "more"
        if tag & _DETERMINER or self.number[k]:
            return self._step_over_determiner(k, j, known)
        if tag & (_LINK | _AND):
            return "more" if k < j and self._leads_on(k) else "stop"
        if not self.is_word(k):
            return "more" if self._inside_name(k, j) else "stop"
        if self.proper[k]:
            return "stop" if tag & _DATE else "more"
        if tag & _STOP:
            return "stop"
        if tag & _NOUN or (k == j and tag & _STAND_IN):
            return "more"
        if tag & _VERB and self.low[k - 1] != "-":
            return "stop"
        return "more" if (k == j and not known) or self._opens_near(k, known) else "stop"

    def _step_over_determiner(self, k: int, j: int, known: bool) -> str:
        if self.number[k]:
            if k < j and self.proper[k - 1] and not self.tag[k - 1] & _DATE:
                return "more"
            if known or j - k > 3:
                return "stop"
        return "more" if self.tag[k - 1] & (_LINK | _AND) and self._leads_on(k - 1) else "last"

    def _inside_name(self, k: int, j: int) -> bool:
        """True for a sign inside a name: Al - Zaatari | Maj. Gen. | d'Ivoire."""
        low, left = self.low[k], self.low[k - 1]
        if low == "-":
            return self.is_glued(k)
        if low == ".":
            return k < j and bool(self.tag[k - 1] & _TITLE or len(left) <= 2)
        return low == "'" and k < j

    def _opens_near(self, k: int, known: bool) -> bool:
        """True where plain words lead to an article or the clause's start within four tokens (a senior official)."""
        opening = _DEFINITE | _ARTICLE if known else _DETERMINER
        for m in range(k - 1, max(-2, k - 5), -1):
            if m < 0 or self.low[m] in ',";:()' or self.tag[m] & opening:
                return m < 0 or not self.number[m]
            if self.tag[m] & (_STOP | _LINK | _VERB):
                return False
        return False

    def _leads_on(self, k: int) -> bool:
        """True where the word before the link at `k` belongs to the phrase after it: a source | in Aleppo."""
        link, before = self.low[k], k - 1
        if before < 0:
            return False
        if self.tag[before] & (_KIND | _ROLE):
            return link != ","
        if not self.proper[before] or self.tag[before] & BIT["days"]:
            return False
        joins = self.proper[k + 1] or self.tag[k + 1] & _DEFINITE or self.tag[k] & _AND
        if self.tag[k] & _NAME_LINK and joins:
            return True
        return bool(self.tag[k] & BIT["after_name"]) and self.proper[before - 1] and not self.is_word(before - 2)

    def _without_place(self, first: int, last: int) -> int:
        """The first token after a place that belongs to a link before the phrase: (in Syria) state television."""
        k = first
        while k < last and not self.is_word(k):
            k += 1
        start = self._from_agency(k, last)
        if k == first and not self.tag[first - 1] & _LINK:
            return start
        k = start + (self.tag[start] & _MODIFIER > 0 and self.proper[start + 1])
        while k < last and self.proper[k] and not self.tag[k] & (_KIND | _AGENCY):
            k += 1
        plain = not self.proper[k] and self.tag[k] & (_MODIFIER | _KIND)
        short = self.tag[k] & _AGENCY or self.text[self.tokens[k].start : self.tokens[k].end].isupper()
        return k if k > start and not self.sentence.shouting and (plain or short) else start

    def _from_agency(self, first: int, last: int) -> int:
        """The first token of an agency's name, without plain words before it: (a rocket shelling) SANA news agency."""
        for k in range(last, first, -1):
            if self.tag[k] & _AGENCY:
                known = self.tag[k - 1] & (_MODIFIER | _KIND | _DETERMINER | _LINK) or self.proper[k - 1]
                return first if known else k
        return first

    def _name_before(self, first: int, last: int) -> int:
        """The first token of a phrase that has a name before it without a comma: NAME the Y's director."""
        if not self.tag[first] & (_DEFINITE | _ARTICLE) or self.sentence.shouting:
            return first
        k, role = first, self.tag[last] & _ROLE
        while k > 0 and (self._is_name(k - 1) if role else self.proper[k - 1]):
            k -= 1
        opens = k == 0 or not self.is_word(k - 1) or (k == 1 and self.tag[0] & _DEFINITE)
        return k if first - k >= 2 and opens else first

    # -- phrases that begin at a token ---------------------------------------------------------------------------------

    def phrase_after(self, i: int) -> Place | None:
        """The noun phrase that begins at token `i`: according to [the Ministry of Civil Affairs] on Tuesday."""
        if not 0 <= i < self.size:
            return None
        if self.tag[i] & _PRONOUN:
            return i, i
        k = self._end_of(i) - 1
        while k >= i and (self.tag[k] & (_LINK | _AND | _DETERMINER) or not self.is_word(k)):
            k -= 1
        return self._owner((i, k)) if k >= i else None

    def _end_of(self, i: int) -> int:
        k, known = i, False
        while k < self.size and k - i < _LONGEST:
            if known and self.low[k] == "(" and self.low[k + 2] == ")" and self.tag[k + 3] & (_KIND | _MODIFIER):
                k += 3
                continue
            if not self._step_on(k, i, known):
                break
            known = known or bool(self.tag[k] & _KIND) or (self.proper[k] and not self.tag[k] & _DETERMINER)
            k += 1
        return k

    def _step_on(self, k: int, i: int, known: bool) -> bool:
        """True where the token at `k` continues the phrase that began at `i`."""
        tag = self.tag[k]
        if self.number[k] or tag & (_DATE | _STOP):
            return False
        if tag & _DETERMINER and k > i:
            return bool(self.tag[k - 1] & (_LINK | _AND))
        if tag & (_LINK | _AND):
            return k > i and self._leads_on(k) and not self._opens_manner(k)
        if not self.is_word(k):
            dotted = self.low[k] == "." and (self.tag[k - 1] & _TITLE or len(self.low[k - 1]) == 1)
            return bool(dotted or self.low[k] == "'" or (self.low[k] == "-" and self.is_glued(k)))
        if tag & _VERB and not tag & _KIND and self.low[k - 1] != "-":
            return False
        if not known or self.proper[k] or tag & (_NOUN | _DETERMINER) or self.low[k - 1] == "-":
            return True
        return self._ends_in_kind(k)

    def _ends_in_kind(self, k: int) -> bool:
        """True where plain words lead to a noun of speakers: provincial [earthquake response] centre."""
        for m in range(k + 1, k + 3):
            if self.tag[m] & (_STOP | _LINK | _VERB | _DETERMINER) or not self.is_word(m):
                return False
            if self.tag[m] & _KIND:
                return True
        return False

    def _opens_manner(self, k: int) -> bool:
        """True where the link at `k` says how or when (in a statement, on Friday), not who the speaker is."""
        if not self.tag[k] & BIT["manners"]:
            return False
        return bool(self.tag[k + 1] & _DATE) or any(self.tag[m] & _CARRIER for m in range(k + 1, min(k + 6, self.size)))

    def _owner(self, place: Place) -> Place:
        """The issuer of a document, where a phrase names one: a statement from the ministry -> the ministry."""
        first, last = place
        k = first + (self.tag[first] & _DETERMINER > 0)
        while k < last and self.tag[k] & (_MODIFIER | BIT["passives"]):
            k += 1
        if not self.tag[k] & _DOCUMENT:
            return place
        link = next((m for m in (k + 1, k + 2) if self.low[m] in self.words.owner_links), None)
        if link is None:
            return place
        return (link + 1, last) if link < last else self.phrase_after(link + 1) or place

    # -- what a phrase says of its speaker -----------------------------------------------------------------------------

    def mention(self, place: Place) -> Mention:
        """The name and description of a speaker in a phrase; titles before a person's name are cut."""
        if place not in self._mentions:
            self._mentions[place] = self._describe(*place)
        return self._mentions[place]

    def _describe(self, first: int, last: int) -> Mention:
        if first == last and self.tag[first] & _PRONOUN:
            return self._made((first, last), "pronoun", None, (first, last))
        person = self._person(first, last) or self._name_after(last)
        if person:
            end = max(self._apposed(last), person[1])
            return self._made(person, "person", self._kind(first, end, person), (first, end))
        kind = self._kind(first, last, None)
        if self._stands_in(first, last):
            return self._made((first, last), "definite", kind, (first, last))
        if self.tag[first] & _ARTICLE:
            return self._made((first, last), "phrase", kind, (first, last))
        name = self._name_in(first, last)
        proper = name[0] > first or any(self.proper[k] and not self.tag[k] & _KIND for k in range(first, last + 1))
        if proper and (kind or not self.sentence.shouting):
            return self._made(name, "name", kind, (first, last))
        return self._made((first, last), "phrase", kind, (first, last))

    def _name_in(self, first: int, last: int) -> Place:
        """A body's name without its description: (the opposition) NAME for Human Rights (monitoring group)."""
        start, end = first, last
        while start < last and self.tag[start] & (_DETERMINER | _MODIFIER) and not self.proper[start]:
            start += 1
        apposed = (
            k - 1 for k in range(start + 2, last) if self.tag[k] & _ARTICLE and not self.tag[k - 1] & (_LINK | _AND)
        )
        end = next(apposed, last)
        while end > start + 1 and not self.proper[end] and self.words.kind_of.get(self.low[end]) == "monitor":
            end -= 1
        return (start, end) if self.proper[start] and self.proper[end] else (first, last)

    def _made(self, name: Place, form: str, kind: str | None, whole: Place) -> Mention:
        """A mention with the name in the tokens of `name` and the description in those of the whole phrase."""
        start, end = self.tokens[name[0]].start, self.tokens[name[1]].end
        words = tuple(self.low[whole[0] : whole[1] + 1])
        return Mention(
            " ".join(self.text[start:end].split()), form, kind, words, self._acronym(name[1] + 1), start, end
        )

    def name(self, first: int, last: int) -> str | None:
        """The text from one token to another without a genitive ending; None where there is no token."""
        if first > last:
            return None
        text = self.text[self.tokens[first].start : self.tokens[last].end]
        return self.words.without_genitive(" ".join(text.split()))

    def _acronym(self, k: int) -> str | None:
        """The short form in brackets after a name: Syrian Observatory for Human Rights (SOHR)."""
        if self.low[k] not in ("(", "[") or self.low[k + 2] not in (")", "]"):
            return None
        short = self.text[self.tokens[k + 1].start : self.tokens[k + 1].end]
        return short if short.isupper() and 2 <= len(short) <= 8 else None

    def _name_after(self, last: int) -> Place | None:
        """The name after a role and a comma: said the fire chief, Omar Varga."""
        if not self.tag[last] & _ROLE or self.low[last + 1] != "," or self.sentence.shouting:
            return None
        end = last + 2
        while end < self.size and self._is_name(end):
            end += 1
        return (last + 2, end - 1) if sum(self.is_word(k) for k in range(last + 2, end)) >= 2 else None

    def _apposed(self, last: int) -> int:
        """The end of the apposition after a name and a comma: said Ema Suryani, a doctor at a clinic."""
        opens = self.tag[last + 2] & (_DEFINITE | _ARTICLE) or self.proper[last + 2]
        if self.low[last + 1] != "," or not opens:
            return last
        end = self.phrase_after(last + 2)
        return end[1] if end else last

    def _stands_in(self, first: int, last: int) -> bool:
        """True for a phrase that refers to a speaker named elsewhere: the source, the London-based group."""
        if not (self.tag[first] & _DEFINITE and self.tag[last] & _STAND_IN):
            return False
        named = [k for k in range(first + 1, last + 1) if self.proper[k]]
        seated = not self.words.based.isdisjoint(self.low[first:last])
        return named in ([], [first + 1]) and (last - first <= 2 or seated)

    def _person(self, first: int, last: int) -> Place | None:
        """The part of a phrase that is a person's name: after a role or title, before 'of', or capitals alone."""
        run = last
        while run >= first and self._is_name(run):
            run -= 1
        if first <= run < last and (
            self.tag[run] & (_ROLE | _TITLE) or (self.low[run] == "." and self.tag[run - 1] & _TITLE)
        ):
            return run + 1, last
        start = first
        while start < last and self.tag[start] & _TITLE and (self.proper[start] or self.low[start] == "."):
            start += 1
        end = start
        while end <= last and self._is_name(end):
            end += 1
        whole = end > last or self.tag[end] & (BIT["after_name"] | _ROLE)
        size = sum(self.is_word(k) for k in range(start, end))
        return (start, end - 1) if whole and 2 <= size <= 4 and not self.sentence.shouting else None

    def _is_name(self, k: int) -> bool:
        """True for a token that may be part of a person's name."""
        low = self.low[k]
        if low in ("-", "'"):
            return self.is_glued(k)
        if low == ".":
            return len(self.low[k - 1]) == 1
        return not self.tag[k] & _NO_NAME if self.proper[k] else bool(self.tag[k] & BIT["particles"])

    def _kind(self, first: int, last: int, person: Place | None) -> str | None:
        """The speaker's kind from the phrase's nouns: the one nearest its end, unless that noun fits any kind."""
        words, weak = self.words, None
        if any(self.low[k].startswith("@") for k in range(first, last + 1)):
            return words.otherwise["person"]
        if " ".join(self.low[k] for k in range(first, last + 1) if not self.tag[k] & _DETERMINER) in words.agency_of:
            return "wire"
        cut = next((k for k in range(first + 1, last + 1) if self.tag[k] & _LINK and self.tag[k - 1] & _KIND), last + 1)
        for k in [*range(cut - 1, first - 1, -1), *range(cut, last + 1)]:
            low = words.without_genitive(self.low[k])
            if (person and person[0] <= k <= person[1]) or not (low in words.kind_of or low in words.agency_of):
                continue
            kind = words.kind_of.get(low, "wire")
            if low not in words.anyone:
                return kind
            weak = weak or kind
        return weak

    # -- names anywhere in the sentence --------------------------------------------------------------------------------

    def person_called(self, noun: str) -> Mention | None:
        """The first person of the sentence with this post: the Interior [Minister] Carla Tolva."""
        for k in range(self.size if not self.sentence.shouting else 0):
            if self.low[k] != noun:
                continue
            first = k + 1 + (self.low[k + 1] == ",")
            end = first
            while end < self.size and self._is_name(end):
                end += 1
            if sum(self.is_word(m) for m in range(first, end)) >= 2:
                return self._made((first, end - 1), "person", self._kind(k, k, None), (k, end - 1))
        return None

    def first_person(self) -> Mention | None:
        """The first person in the sentence with a name of two words or more."""
        k = 0
        while k < self.size and not self.sentence.shouting:
            end = k
            while end < self.size and self._is_name(end):
                end += 1
            if sum(self.is_word(m) for m in range(k, end)) >= 2:
                place = self.phrase_before(end - 1) or (k, end - 1)
                mention = self.mention((place[0], end - 1))
                if mention.form == "person":
                    return mention
            k = max(end, k + 1)
        return None
