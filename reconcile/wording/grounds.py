"""How a claim was read, as text: the rule and the words behind each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reconcile.model.records import Ground
from schemas.codes import DateRule, PlaceRule, ReadingRule, ScopeRule, SpeakerRule

SPEAKER: dict[str, str] = {
    SpeakerRule.SAID_BEFORE: "named before the verb",
    SpeakerRule.SAID_AFTER: "named after the figure",
    SpeakerRule.IN_BRACKETS: "cited in brackets",
    SpeakerRule.SAID_BY: "named after the verb",
    SpeakerRule.WHO_SAID: "subject of a relative clause",
    SpeakerRule.ACCORDING_TO: "named as the source",
    SpeakerRule.CITED: "cited by another",
    SpeakerRule.QUOTED: "quoted by another",
    SpeakerRule.ADDING: "the same speaker continues",
    SpeakerRule.HEADING: "named in the headline",
    SpeakerRule.CARRIED: "speaker of the sentences around it",
    SpeakerRule.SIGNED: "signed the whole text",
    SpeakerRule.NOBODY: "no speaker is named near it",
    SpeakerRule.OUTSIDE: "outside any sentence",
}
DATE: dict[str, str] = {
    DateRule.OWN: "in its own sentence",
    DateRule.HEADING: "in a heading over it",
    DateRule.BEFORE: "in a sentence before it",
    DateRule.LEAD: "in the article's opening",
    DateRule.STATEMENT_BEFORE: "day of a statement in a sentence before it",
    DateRule.FIRST_NAMED: "first day that the article names",
    DateRule.OWN_STATEMENT: "day of a statement in its own sentence",
    DateRule.ARTICLE_DAY: "no date near it: about the article's own day",
    DateRule.TABLE: "in the row or column of its table",
    DateRule.UNKNOWN: "no date near it, and the article's day is unknown",
}
PLACE: dict[str, str] = {
    PlaceRule.OWN: "in its own sentence",
    PlaceRule.BEFORE: "in a sentence before it",
    PlaceRule.HEADING: "in the heading above it",
    PlaceRule.NAMED_LATER: "named later in the article",
    PlaceRule.STORY: "the place of the whole article",
    PlaceRule.COUNTRY: "the country of the whole article",
    PlaceRule.TABLE: "in the row or column of its table",
    PlaceRule.NONE: "no place is named",
    PlaceRule.OUTSIDE: "outside any sentence",
}
SCOPE: dict[str, str] = {
    ScopeRule.ONE_EVENT: "one event",
    ScopeRule.CUE: "words of a total or a period",
    ScopeRule.SINCE: "counted since a day",
    ScopeRule.DURATION_OF: "duration of a lasting conflict",
    ScopeRule.LARGE: "by its size",
    ScopeRule.DATES: "dates in its own sentence",
    ScopeRule.TENSE: "tense of its verb",
    ScopeRule.EARLIER: "a sentence before it",
    ScopeRule.TITLE: "the title",
    ScopeRule.KIND_OF_TEXT: "the text as a whole is about a period",
    ScopeRule.KIND_OF_FIGURE: "figures of this kind",
}
OTHER: dict[str, str] = {
    ReadingRule.DENIED_FIGURE: "the figure is denied",
    ReadingRule.DENIED_EVENT: "the event is denied",
    ReadingRule.SHORT_FORM: "called",
    ReadingRule.SPEAKS_FOR: "for which the speaker speaks",
    ReadingRule.HOLDS_POST: "the speaker's post",
    ReadingRule.NO_BODY: "none is named for which the speaker speaks",
    ReadingRule.EARLIER_SENTENCE: "an earlier one",
    ReadingRule.LATER_SENTENCE: "a later one",
    ReadingRule.MAPPING: "columns of the mapping",
    ReadingRule.TABLE: "label of the column or row",
}
PHRASES: Mapping[str, Mapping[str, str]] = {"speaker": SPEAKER, "date": DATE, "place": PLACE, "scope": SCOPE}
"""The words for each rule, by the field that it filled."""


def reading_words(grounds: Iterable[Ground]) -> str:
    """The rule and the words of the text that filled each field, as one line.

    >>> reading_words([Ground("measure", "verb", "died"), Ground("date", DateRule.OWN, "on Monday")])
    "measure: verb 'died'; date: in its own sentence 'on Monday'"
    """
    return "; ".join(f"{ground.field}: {_ground_words(ground)}" for ground in grounds)


def _ground_words(ground: Ground) -> str:
    phrase = PHRASES.get(ground.field, OTHER).get(ground.rule, ground.rule)
    return f"{phrase} '{ground.words}'" if ground.words else phrase
