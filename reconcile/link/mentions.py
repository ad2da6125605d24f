"""Finds what each claim says about its event (place, days, cause), and which known event it names.

A known event takes the claims whose sentence, or whose article's head, calls it by its name. A toll goes on rising for
weeks, so a later day beside a toll that is still being counted is the day of the count, not of the event. Only another
named event, another place or another stated day contradicts a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.link.accounts import by_doc
from reconcile.link.agreement import (
    TOWN,
    Facts,
    claim_facts,
    compare_causes,
    compare_places,
    days_between,
    figure_of,
    is_large_toll,
)
from reconcile.link.known_events import AWAY, Known
from reconcile.link.other_days import without_places_of_others
from reconcile.link.reading import Reading, plain, words_of_text
from reconcile.link.vocabulary import Lexicon, LinkWords, holds_phrase, load_causes
from reconcile.model.link_reason import CauseLevel
from reconcile.model.records import Claim, DateMention
from reconcile.model.settings import Settings
from reconcile.text.document import Sentence
from reconcile.text.sections import Sections
from schemas.codes import DatePrecision, DateRole, PlacePrecision, Scope

HEAD = 3
"""Sentences at the start of an article (its title among them) whose names apply to the whole article."""
LONG_BEFORE = 5
"""Days before its publication from which a day that an article gives is not that of a count."""
RAISED_FOR = 7
"""Days before its count was changed on which an event that is not wide may have happened."""
NEAR = 3
"""Words before and after 'Monday' in which the event of that Monday is named."""

Days = tuple[int | None, int | None]


@dataclass(frozen=True)
class Names:
    """Known events by their names in plain words; None for a name that two share. `sizes` are the lengths of names."""

    events: Mapping[str, Known | None]
    sizes: tuple[int, ...]


def collect_names(known: Iterable[Known], lexicon: Lexicon) -> Names:
    """The events by name, without wars, and without names that are only a kind of event or a place."""
    kinds = {plain(word) for words in lexicon.languages for word in words.happenings}
    events: dict[str, Known | None] = {}
    for one in known:
        if lexicon.is_larger(one.event.kind):
            continue
        bare = {" ", "  ", plain(one.event.place or ""), *kinds}
        for name in set(one.names) - bare:
            events[name] = None if name in events else one
    return Names(events, tuple(sorted({len(name.split()) for name in events}, reverse=True)))


def read_facts(
    claims: Sequence[Claim],
    dates: Iterable[DateMention],
    readings: Mapping[str, Reading],
    names: Names,
    lexicon: Lexicon,
    settings: Settings,
) -> dict[str, Facts]:
    """claim_id -> what the claim says about its event."""
    days = by_doc(dates)
    facts: dict[str, Facts] = {}
    for doc, held in by_doc(claims).items():
        ordered = sorted(held, key=lambda claim: (claim.start, claim.end, claim.claim_id))
        article = _Article(readings[doc], days.get(doc, ()), names, lexicon, settings)
        said = {claim.claim_id: article.facts_of(claim) for claim in ordered}
        facts |= without_places_of_others(ordered, said, settings.event_gap_days)
    return facts


class _Article:
    """One article's claims, read in order: a day that a sentence gives applies to the sentences after it."""

    def __init__(
        self, reading: Reading, days: Sequence[DateMention], names: Names, lexicon: Lexicon, settings: Settings
    ):
        self.reading, self.days, self.names, self.lexicon, self.settings = reading, days, names, lexicon, settings
        self.words = reading.words
        self.sections = Sections(reading.page) if reading.page else None
        self.moved: dict[Days, Days] = {}
        self.elsewhere: set[Days] = set()
        heads = (find_named(s.text, 0, names, self.words) for s in reading.sentences[:HEAD])
        self.head = next((known for known in heads if known), None)
        opening = " ".join(sentence.text for sentence in reading.sentences[:HEAD])
        self.of_wide = any(holds_phrase(opening, self.words.family_words(f)) for f in load_causes().wide)

    def facts_of(self, claim: Claim) -> Facts:
        """The facts of a claim. Call it in the order of the text."""
        here = self.reading.sentence_at(claim.start)
        headed = any(_is_dated(claim, self.days, heading) for heading in self._headings_over(here))
        dated = headed or _is_dated(claim, self.days, here)
        said = claim_facts(claim, self.lexicon.family(claim.cause), dated)
        facts = self._set_day(said if headed else self._without_count_day(claim, said, here), here)
        text, at = (here.text, claim.start - here.start) if here else (claim.sentence, 0)
        named = find_named(text, at, self.names, self.words)
        known = named or self.head
        if known is None:
            return facts
        if self._is_against(claim, facts, known, text, named is not None):
            return self._apart(facts, said, known, text)
        adopted = adopt(facts, known)
        if named is not None:
            self.moved[said.days] = adopted.days
        return adopted

    def _headings_over(self, here: Sentence | None) -> Iterator[Sentence]:
        """The sentences of the headings over a sentence, but for the title: 'Earthquake of 6 February'."""
        for heading in self.sections.over(here) if self.sections and here else ():
            if heading.sentence and here is not None and heading.sentence != here.index:
                yield here.document.sentences[heading.sentence]

    def _apart(self, facts: Facts, said: Facts, known: Known, text: str) -> Facts:
        """The facts of a claim that does not count the event that its article names."""
        if facts.dated:
            self.elsewhere.add(said.days)
        unknown = self._is_removed(text) and not facts.dated
        first, last = (None, None) if unknown else facts.days
        return replace(facts, first=first, last=last, barred=known.id)

    def _set_day(self, said: Facts, here: Sentence | None) -> Facts:
        """The claim's facts with the day that its sentence gives, or the one given by a sentence before it.

        That is the day of 'Monday's flood'; or, where the claim's day came from elsewhere and is later, the day that
        its sentence names: what was reported 'on Monday' had happened by then.
        """
        if here is None or said.dated:
            return said
        own = next((day for day in self.days if names_event_of(day, here, self.words)), None)
        if own is not None:
            first, last = own.days.begins.toordinal(), own.days.last.toordinal()
            self.moved[said.days] = (first, last)
            return replace(said, first=first, last=last, date_precision=own.precision, dated=True)
        named = None if said.family in load_causes().wide else _day_before(said, self.days, here)
        if named is not None:
            return replace(said, first=named, last=named, date_precision=DatePrecision.DAY, dated=True)
        first_, last_ = self.moved.get(said.days, said.days)
        return replace(said, first=first_, last=last_)

    def _without_count_day(self, claim: Claim, facts: Facts, here: Sentence | None) -> Facts:
        """The facts of a claim, undated where its day is that of a count.

        A toll is raised, lowered or corrected on a day after that of the event. Wide events and those of
        thousands are counted for weeks: their sentence gives their day only where it names an event and does not speak
        of a count.
        """
        wide = is_large_toll(figure_of(claim)) or facts.family in load_causes().wide
        if here is None:
            return facts
        if claim.restates is not None and not (wide or self.of_wide):
            before = _before_count(facts)
            if facts.dated:
                self.moved[facts.days] = before.days
            return before
        if not wide:
            return facts
        if self._is_long_before(facts):
            return replace(facts, dated=True)
        if not facts.dated:
            return facts
        named = holds_phrase(here.text, self.words.happenings)
        return replace(facts, dated=named and not holds_phrase(here.text, self.words.counted))

    def _is_long_before(self, facts: Facts) -> bool:
        """True for a day, or a week, that is over long before the article was published: no count is of that day."""
        published = self.reading.published
        known = published is not None and facts.last is not None
        exact = (facts.date_precision or DatePrecision.LONGER) <= DatePrecision.WEEK
        return known and exact and (published or 0) - (facts.last or 0) >= LONG_BEFORE

    def _is_against(self, claim: Claim, facts: Facts, known: Known, text: str, named: bool) -> bool:
        """True where a claim's facts contradict an event named in its sentence (`named`) or only in the head."""
        if compare_places(facts.place, known.facts.place, self.settings.event_distance_km) in AWAY:
            return True
        cause = compare_causes(facts, known.facts)
        other = cause == CauseLevel.DIFFERENT or claim.scope == Scope.PERIOD or facts.days in self.elsewhere
        if not named and other:
            return True
        if self._is_removed(text) and cause not in (CauseLevel.SAME, CauseLevel.UNKNOWN):
            return True
        between = days_between(facts, known.facts)
        if not facts.dated or between is None or between <= self.settings.event_gap_days:
            return False
        later = (facts.first or 0) > (known.facts.last or 0)
        return not (later and holds_phrase(text, self.words.counted))

    def _is_removed(self, text: str) -> bool:
        return holds_phrase(text, self.words.removed)


def _before_count(facts: Facts) -> Facts:
    """The facts of a toll that was changed: its event is one of the days before, which nobody states."""
    if facts.first is None:
        return replace(facts, dated=False)
    return replace(facts, first=facts.first - RAISED_FOR, date_precision=DatePrecision.LONGER, dated=False)


def find_named(text: str, at: int, names: Names, words: LinkWords) -> Known | None:
    """The known event that a sentence names; of several, the one named nearest to the offset."""
    said = words_of_text(text)
    found: list[tuple[int, int, Known]] = []
    covered: set[int] = set()
    for size in names.sizes:
        for i in range(len(said) - size + 1):
            known = names.events.get(f" {' '.join(word for _, word in said[i : i + size])} ")
            if known is None or i in covered or _is_besides([word for _, word in said[:i]], words):
                continue
            covered |= set(range(i, i + size))
            found.append((abs(said[i][0] - at), said[i][0], known))
    return min(found, key=lambda hit: hit[:2])[2] if found else None


def _is_besides(before: Sequence[str], words: LinkWords) -> bool:
    """True where the words before a name compare with it: 'the worst since the ...', 'a week after the ...'."""
    openings = {opening.rstrip("'") for opening in words.openings}
    said = " ".join(before[:-1] if before and before[-1] in openings else before)
    return any(f" {said}".endswith(f" {phrase}") for phrase in words.beside)


def adopt(facts: Facts, known: Known) -> Facts:
    """A claim's facts replaced by those of its known event; a more exact place of its own is kept."""
    its = known.facts
    if its.place.name and (facts.place.name is None or (facts.place.precision or PlacePrecision.EXACT) > TOWN):
        facts = replace(facts, place=its.place)
    if not known.long and its.first is not None:
        facts = replace(facts, first=its.first, last=its.last, date_precision=its.date_precision, dated=True)
    return replace(facts, family=its.family or facts.family, known=known.id)


def _is_dated(claim: Claim, days: Sequence[DateMention], here: Sentence | None) -> bool:
    """True where a date in the claim's own sentence overlaps the days assigned to the claim."""
    if here is None or claim.event_start is None or claim.days is None:
        return False
    given = claim.days
    return any(
        here.start <= day.start < here.end and day.days.overlaps(given)
        for day in days
        if day.role not in (DateRole.PUBLICATION, DateRole.AS_OF)
    )


def _day_before(said: Facts, days: Sequence[DateMention], here: Sentence) -> int | None:
    """The last of the days that a sentence names, where all of them are before the days assigned to its claim."""
    named = [
        day.days.begins.toordinal()
        for day in days
        if here.start <= day.start < here.end and day.role == DateRole.OCCURRENCE and day.precision == DatePrecision.DAY
    ]
    return max(named) if named and said.first is not None and max(named) < said.first else None


def names_event_of(day: DateMention, here: Sentence, words: LinkWords) -> bool:
    """True for a date that identifies an event: Monday's flood, l'attentat de lundi."""
    if not here.start <= day.start < here.end or day.role == DateRole.PUBLICATION:
        return False
    text = here.document.plain
    behind, ahead = text[day.end : here.end].casefold(), text[here.start : day.start].casefold().rstrip()
    if any(behind.startswith(f"{mark} ") for mark in words.day_after):
        return holds_phrase(" ".join(word for _, word in words_of_text(behind)[1 : NEAR + 1]), words.happenings)
    link = next((word for word in words.day_before if ahead.endswith(f" {word}")), None)
    if link is None:
        return False
    said = [word for _, word in words_of_text(ahead.removesuffix(link))]
    return holds_phrase(" ".join(said[-NEAR:]), words.happenings)
