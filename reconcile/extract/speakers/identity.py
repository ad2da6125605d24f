"""Resolves a speaker to a full name in the document: for 'it', 'the group', a surname or an acronym."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from reconcile.extract.speakers.cue import Cue
from reconcile.extract.speakers.mention import Mention, Phrases
from reconcile.extract.speakers.office import body_of
from reconcile.extract.speakers.saywords import BIT, AttributionWords
from reconcile.model.records import Ground
from reconcile.text.document import Document, Sentence
from reconcile.text.quotations import Quotations
from schemas.codes import ReadingRule, SpeakerKind

_FAR = 12  # sentences before a pronoun in which its speaker may be
_NEAR = 3  # the same for a person who has not been quoted yet
_ARTICLE = re.compile(r"^\w+ ")  # The Observatory
_FULL = 3  # words from which a person's name counts as complete


@dataclass(frozen=True, slots=True)
class Identity:
    """A speaker's full name and kind, and the words that the text uses for the speaker in this sentence.

    `body` is the institution that a person speaks for, or says that none is named; None for all who are no person.
    """

    name: str
    kind: SpeakerKind
    called: str
    body: Ground | None = None


class Identities:
    """The speakers of a document by their full names; each mention is looked up once."""

    def __init__(
        self,
        document: Document,
        words: AttributionWords,
        quotations: Quotations,
        cues_of: Callable[[Sentence], list[Cue]],
    ):
        self.document = document
        self.words = words
        self.quotations = quotations
        self.cues_of = cues_of
        self._found: dict[tuple[int, int], Identity] = {}
        self._names: dict[tuple[str, str], tuple[str, str | None]] = {}
        self._bodies: dict[str, Ground | None] = {}

    def of(self, mention: Mention, sentence: Sentence) -> Identity:
        """The speaker whom a mention in a sentence refers to."""
        key = (mention.start, mention.end)
        if key not in self._found:
            self._found[key] = self._look_up(mention, sentence)
        return self._found[key]

    def _look_up(self, mention: Mention, sentence: Sentence) -> Identity:
        if mention.form in ("pronoun", "definite"):
            found = self._antecedent(mention, sentence)
            if found:
                other = self.of(*found)
                return replace(other, called=mention.text)
        if mention.form in ("person", "name") or (mention.form == "definite" and mention.text.split()[-1][0].isupper()):
            name, kind = self._full_name(mention)
            fallback = self.words.otherwise["person" if mention.form == "person" else "name"]
            body = self._body(name, mention, sentence) if mention.form == "person" else None
            return Identity(name, SpeakerKind(mention.kind or kind or fallback), mention.text, body)
        return Identity(mention.text, SpeakerKind(mention.kind or self.words.otherwise["phrase"]), mention.text)

    # -- it, he, the group --------------------------------------------------------------------------------------------

    def _antecedent(self, mention: Mention, sentence: Sentence) -> tuple[Mention, Sentence] | None:
        """The nearest earlier speaker that a pronoun or description may mean; for he and she, else the last person."""
        for earlier in [sentence, *self.document.before(sentence, _FAR)]:
            for cue in reversed(self.cues_of(earlier)):
                before = cue.speaker.start < mention.start and not self.quotations.at(cue.start)
                if before and self._stands_for(mention, cue.speaker):
                    return cue.speaker, earlier
        if mention.form == "definite" and (noun := mention.words[-1]) in self.words.roles:
            for earlier in self.document.before(sentence, _FAR):
                if person := Phrases(earlier, self.words).person_called(noun):
                    return person, earlier
        if self.words.pronoun_of.get(mention.words[0]) == "person":
            for earlier in self.document.before(sentence, _NEAR):
                if person := Phrases(earlier, self.words).first_person():
                    return person, earlier
        return None

    def _stands_for(self, mention: Mention, other: Mention) -> bool:
        sense = self.words.pronoun_of.get(mention.words[0])
        if other.form == "pronoun" or (other.form == "definite" and not sense):
            return False
        alone = (
            other.form == "person" or other.words[-1] in self.words.roles or other.words[-1] in self.words.one_person
        )
        if sense == "person":
            return alone or (other.form == "name" and not other.kind)
        if sense == "group":
            return not alone
        return other.form != "person" if sense else self._is_called(mention, other)

    def _is_called(self, mention: Mention, other: Mention) -> bool:
        """True where a description fits a speaker: the source, a source in Homs; the UNRWA official, its director."""
        noun, inner = mention.words[-1], mention.words[1:-1]
        names = set() if not self.words.based.isdisjoint(inner) else {w for w in inner if w not in self.words.modifiers}
        if names:
            return not names.isdisjoint(map(self.words.without_genitive, other.words))
        if not self.words.singulars(noun).isdisjoint(other.words):
            return True
        kinds = self.words.stand_ins.get(noun, ())
        return "any" in kinds or (other.form != "person" and other.kind in kinds)

    # -- surnames and short forms -------------------------------------------------------------------------------------

    def _full_name(self, mention: Mention) -> tuple[str, str | None]:
        """The full form of a name in the document, and the kind given with it."""
        name = self.words.without_genitive(mention.text)
        name = _ARTICLE.sub("", name) if mention.form == "definite" else name
        if agency := self._agency(name):
            return agency, "wire"
        if mention.acronym:
            return f"{name} ({mention.acronym})", mention.kind
        if mention.form == "person" and mention.kind and name.count(" ") + 1 >= _FULL:
            return name, mention.kind
        key = (name, mention.form)
        if key not in self._names:
            self._names[key] = self._search(self._without_seat(name), mention)
        return self._names[key]

    def _body(self, name: str, mention: Mention, sentence: Sentence) -> Ground | None:
        """The body that a person speaks for: as said beside this mention, else where the text names the person."""
        here = body_of(Phrases(sentence, self.words), _tokens(sentence, mention.start, mention.end))
        if here is None and name not in self._bodies:
            self._bodies[name] = self._search_body(name)
        return here or self._bodies[name] or Ground("body", ReadingRule.NO_BODY)

    def _search_body(self, name: str) -> Ground | None:
        """The first body that the text gives beside a person's name or surname."""
        for hit in re.finditer(rf"(?<![\w-]){re.escape(name.split()[-1])}(?![\w-])", self.document.text):
            sentence = self.document.sentence_at(hit.start())
            if sentence is None or sentence.shouting or sentence.heading:
                continue
            found = _name_around(phrases := Phrases(sentence, self.words), *hit.span())
            if found is None or found.form != "person":
                continue
            if body := body_of(phrases, _tokens(sentence, found.start, found.end)):
                return body
        return None

    def _without_seat(self, name: str) -> str:
        return self.words.seat.sub("", name) if self.words.seat else name

    def _agency(self, name: str) -> str | None:
        """The agency in a phrase that adds only a description: the official Xinhua news agency, state agency SANA."""
        words = self.words
        if name.lower() in words.agency_of:
            return name
        found = [w for w in name.split() if w.lower() in words.agency_of]
        rest = {w.lower() for w in name.split()} - {w.lower() for w in found} - words.determiners - words.modifiers
        plain = all(words.kind_of.get(w) == "wire" and w not in words.roles for w in rest - words.agency_nouns)
        return found[0] if len(found) == 1 and plain else None

    def _search(self, name: str, mention: Mention) -> tuple[str, str | None]:
        """The first longer form of a name in the document and its first kind; the name itself where there is none."""
        full, kind = name, mention.kind
        if self.document.text.count(name) == 1:
            return full, kind
        for hit in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self.document.text):
            sentence = self.document.sentence_at(hit.start())
            if sentence is None or hit.start() == mention.start or sentence.shouting or sentence.heading:
                continue
            found = _name_around(Phrases(sentence, self.words), *hit.span())
            if found is None or not _fits(found, mention):
                continue
            kind = kind or found.kind
            if full == name and len(found.text) > len(name) and self._without_seat(found.text) == found.text:
                full = f"{found.text} ({found.acronym})" if found.acronym else found.text
            if full != name and kind:
                break
        return full, kind


def _tokens(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The first and last token of a span."""
    return sentence.token_at(start), sentence.token_at(end - 1)


def _name_around(phrases: Phrases, start: int, end: int) -> Mention | None:
    """The whole name that contains the text from `start` to `end`: a person's, or a body's with its acronym."""
    first, last = phrases.sentence.token_at(start), phrases.sentence.token_at(end - 1)
    if last >= phrases.size:
        return None
    if phrases.low[first - 1] == "(" and phrases.low[last + 1] == ")":
        place = phrases.phrase_before(first - 2)
        return replace(phrases.mention(place), acronym=phrases.text[start:end]) if place else None
    place = phrases.phrase_before(last)
    if place is None:
        return None
    after = phrases.phrase_after(place[0])
    if after and after[1] > last and phrases.tag[last + 1] & BIT["name_links"]:
        place = (place[0], after[1])
    mention = phrases.mention(place)
    return mention if mention.form in ("person", "name") else None


def _fits(found: Mention, mention: Mention) -> bool:
    """True where a name found can be the mention's: a person with that surname, or a body's full name."""
    if found.form == "person":
        return mention.form == "person" or not mention.kind
    return mention.form != "person"
