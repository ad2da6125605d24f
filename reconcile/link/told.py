"""What each claim says of its event: where, when and by what, and which event it calls by its name.

An event that the desk knows takes the claims whose sentence, or whose article's head, calls it by a name of its own. A
toll goes on rising for weeks: a later day in the same words as a toll is the day of the count. Only another named
event, another place or another stated day speaks against a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reconcile.link.accounts import Row, by_doc
from reconcile.link.agreement import (
    TOWN,
    WHERE,
    Facts,
    LinkWords,
    compare_causes,
    compare_places,
    days_between,
    ordinal,
    place_of,
)
from reconcile.link.registry import Known, plain
from reconcile.link.texts import holds_phrase
from reconcile.model.settings import Settings
from reconcile.text.document import Page, Sentence

HEAD = 3
"""Sentences at an article's head (its title among them) whose names hold for the whole article."""
DAY = 1
"""Date precision of a single day."""
NEAR = 3
"""Words after 'Monday's' within which what happened on Monday is named."""

Days = tuple[int | None, int | None]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hearing:
    """What claims are heard by: the events that have names, the words of the language, the desk's settings."""

    names: Mapping[str, Known | None]
    sizes: tuple[int, ...]
    words: LinkWords
    settings: Settings


def hear_names(known: Iterable[Known], words: LinkWords, settings: Settings) -> Hearing:
    """The events by their names, wars left out; a name that two events share, or that names no event, is none's."""
    names: dict[str, Known | None] = {}
    for event in known:
        if event.row["kind"] in ("war", "series", *words.wars):
            continue
        for name in {name for name in event.names if _is_telling(name, event, words)}:
            names[name] = None if name in names else event
    return Hearing(names, tuple(sorted({len(name.split()) for name in names}, reverse=True)), words, settings)


def _is_telling(name: str, event: Known, words: LinkWords) -> bool:
    """True for a name that says more than what kind of thing happened, or where."""
    kinds = {plain(cause) for causes in (*words.families.values(), words.vague) for cause in causes}
    return bool(name.strip()) and name not in kinds and name != plain(event.row["place"] or "")


def tell_facts(
    rows: Sequence[Row], days: Mapping[str, Sequence[Row]], pages: Mapping[str, Page], hearing: Hearing
) -> dict[str, Facts]:
    """claim_id -> what it says of its event; `days` are each article's dates."""
    told: dict[str, Facts] = {}
    for doc, held in by_doc(rows).items():
        ordered = sorted(held, key=lambda row: (row["start"], row["end"], row["claim_id"]))
        told |= _Telling(pages.get(doc), days.get(doc, ()), hearing).tell(ordered)
    return told


class _Telling:
    """One article's claims, heard in their order: what a sentence says of its day holds for those that follow it."""

    def __init__(self, page: Page | None, days: Sequence[Row], hearing: Hearing):
        self.page, self.days, self.hearing = page, days, hearing
        self.moved: dict[Days, Days] = {}
        self.elsewhere: set[Days] = set()
        self.head = self._read_head()

    def _read_head(self) -> Known | None:
        """The event that the head calls by its name, the first where it names several."""
        heads = self.page.sentences[:HEAD] if self.page else []
        return next((event for s in heads if (event := find_named(s.text, 0, self.hearing))), None)

    def tell(self, rows: Iterable[Row]) -> dict[str, Facts]:
        """claim_id -> facts."""
        return {row["claim_id"]: self._hear(row) for row in rows}

    def _hear(self, row: Row) -> Facts:
        here = self.page.sentence_at(row["start"]) if self.page else None
        said = facts_of(row, self.hearing.words, _is_dated(row, self.days, here))
        facts = self._set_day(said, here)
        text, at = (here.text, row["start"] - here.start) if here else (row["sentence"], 0)
        named = find_named(text, at, self.hearing)
        event = named or self.head
        if event is None:
            return facts
        if self._is_against(row, facts, event, text, named is not None):
            if facts.dated:
                self.elsewhere.add(_days(said))
            unknown = self._is_removed(text) and not facts.dated
            days = (None, None) if unknown else _days(facts)
            return replace(facts, first=days[0], last=days[1], barred=event.row["event_id"])
        adopted = adopt(facts, event)
        if named is not None:
            self.moved[_days(said)] = _days(adopted)
        return adopted

    def _set_day(self, said: Facts, here: Sentence | None) -> Facts:
        """The claim's facts on the day that its sentence tells, or on the one that a sentence before it told of.

        That is the day of 'Monday's flood'; or, where the claim was given a later day from elsewhere, the day that its
        sentence names: what was reported 'on Monday' had happened by then.
        """
        if here is None or said.dated:
            return said
        own = next((day for day in self.days if _is_possessive(day, here, self.hearing.words)), None)
        if own is not None:
            first, last = date.fromisoformat(own["begins"]).toordinal(), date.fromisoformat(own["ends"]).toordinal() - 1
            self.moved[_days(said)] = (first, last)
            return replace(said, first=first, last=last, date_precision=own["precision"], dated=True)
        if (named := _day_before(said, self.days, here)) is not None:
            return replace(said, first=named, last=named, date_precision=DAY, dated=True)
        first_, last_ = self.moved.get(_days(said), _days(said))
        return replace(said, first=first_, last=last_)

    def _is_against(self, row: Row, facts: Facts, event: Known, text: str, named: bool) -> bool:
        """True where what a claim says keeps it from an event that its sentence (else only its head) names."""
        words, settings = self.hearing.words, self.hearing.settings
        if compare_places(facts, event.facts, settings.event_distance_km) in ("apart", "elsewhere", "abroad"):
            return True
        cause = compare_causes(facts, event.facts, words)
        if not named and (cause == "different" or row["scope"] == "period" or _days(facts) in self.elsewhere):
            return True
        if self._is_removed(text) and cause not in ("same", "unknown"):
            return True
        between = days_between(facts, event.facts)
        if not facts.dated or between is None or between <= settings.event_gap_days:
            return False
        later = (facts.first or 0) > (event.facts.last or 0)
        return not (later and holds_phrase(text, tuple(words.counted)))

    def _is_removed(self, text: str) -> bool:
        return holds_phrase(text, tuple(self.hearing.words.removed))


def find_named(text: str, at: int, hearing: Hearing) -> Known | None:
    """The event that a sentence calls by its name: of several, the one named nearest to the offset."""
    words = [(hit.start(), hit.group().casefold()) for hit in _WORD.finditer(text)]
    found: list[tuple[int, int, Known]] = []
    covered: set[int] = set()
    for size in hearing.sizes:
        for i in range(len(words) - size + 1):
            event = hearing.names.get(f" {' '.join(word for _, word in words[i : i + size])} ")
            if event is None or i in covered or _is_besides([word for _, word in words[:i]], hearing.words):
                continue
            covered |= set(range(i, i + size))
            found.append((abs(words[i][0] - at), words[i][0], event))
    return min(found, key=lambda hit: hit[:2])[2] if found else None


def _is_besides(before: Sequence[str], words: LinkWords) -> bool:
    """True where the words before a name set something beside it: 'the worst since the ...', 'a week after the ...'."""
    told = f" {' '.join(before)} ".removesuffix(" the ").rstrip() + " "
    return any(told.endswith(f" {phrase} ") for phrase in words.beside)


def adopt(facts: Facts, event: Known) -> Facts:
    """A claim's facts once it is known to be of an event: a closer place of its own is kept."""
    its = event.facts
    if facts.place is None or (facts.place_precision or 1) > TOWN:
        facts = replace(facts, **{name: getattr(its, name) for name in WHERE} if its.place else {})
    if not event.long and its.first is not None:
        facts = replace(facts, first=its.first, last=its.last, date_precision=its.date_precision, dated=True)
    return replace(facts, family=its.family or facts.family, known=event.row["event_id"])


def facts_of(row: Row, words: LinkWords, dated: bool = False) -> Facts:
    """What a claim's row says of its event."""
    first, last = ordinal(row["event_start"]), ordinal(row["event_end"])
    return Facts(
        **place_of(row),
        first=first if first is not None else last,
        last=last if last is not None else first,
        date_precision=row["date_precision"],
        family=words.family(row["cause"]),
        dated=dated,
    )


def _days(facts: Facts) -> Days:
    return facts.first, facts.last


def _is_dated(row: Row, days: Sequence[Row], here: Sentence | None) -> bool:
    """True where a date in the claim's own sentence meets the days that the claim was given."""
    if here is None or row["event_start"] is None:
        return False
    last = row["event_end"] or row["event_start"]
    return any(
        here.start <= day["start"] < here.end and day["begins"] <= last and row["event_start"] < day["ends"]
        for day in days
        if day["role"] not in ("publication", "as-of")
    )


def _day_before(said: Facts, days: Sequence[Row], here: Sentence) -> int | None:
    """The last of the days that a sentence names, where all of them lie before the days that its claim was given."""
    named = [
        date.fromisoformat(day["begins"]).toordinal()
        for day in days
        if here.start <= day["start"] < here.end and day["role"] == "occurrence" and day["precision"] == DAY
    ]
    return max(named) if named and said.first is not None and max(named) < said.first else None


def _is_possessive(day: Row, here: Sentence, words: LinkWords) -> bool:
    """True for a date in a sentence that owns what happened: Monday's flood."""
    if not here.start <= day["start"] < here.end or day["role"] == "publication":
        return False
    after = here.page.plain[day["end"] : here.end].casefold()
    return after.startswith("'s ") and holds_phrase(" ".join(_WORD.findall(after)[1 : NEAR + 1]), words.kinds)
