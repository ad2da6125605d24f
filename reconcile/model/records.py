"""One record class for each table: the rows that the stages exchange.

A record's fields are its table's columns; their meanings, units and checks are in `schemas/`.
Records are frozen: a stage returns new records and alters none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from reconcile.model.date_interval import DateInterval
from reconcile.model.place import PlaceReference
from schemas.codes import (
    Bound,
    ChangeKind,
    CheckName,
    Confidence,
    DatePrecision,
    DateRole,
    DecisionWord,
    GroupRole,
    Likelihood,
    Link,
    Measure,
    PlacePrecision,
    Reason,
    Reliability,
    Restatement,
    Role,
    RuleName,
    Scope,
    Severity,
    SpeakerKind,
    Stance,
    State,
    Status,
    Succession,
    Sureness,
    UnreadKind,
    Verdict,
    WarningKind,
)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row of the table named by `table_name`."""

    table_name: ClassVar[str]


class Ground(NamedTuple):
    """Why a field has its value: the rule that gave it, and the words of the text that the rule read.

    >>> str(Ground("measure", "verb", "died")), Ground.read("measure|verb|died").rule
    ('measure|verb|died', 'verb')
    """

    field: str
    rule: str
    words: str = ""

    def __str__(self) -> str:
        """The three parts in one cell of a table."""
        return "|".join(self)

    @classmethod
    def read(cls, cell: str) -> Ground:
        """Read a ground from a table's cell."""
        field, _, rest = cell.partition("|")
        rule, _, words = rest.partition("|")
        return cls(field, rule, words)


@dataclass(frozen=True, kw_only=True)
class Document(Record):
    """One row is one article, or one report of a dataset, as it was read from an input file."""

    table_name: ClassVar[str] = "documents"

    doc: str
    period: str | None = None
    path: str
    sha256: str
    file_sha256: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None
    published_precision: DatePrecision | None = None
    published_zone: str | None = None
    published_basis: str | None = None
    language: str | None = None
    story: str | None = None
    cut_of: str | None = None
    adds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    truncated: bool
    words: int | None = None
    furniture: int | None = None
    numbers: int | None = None
    set_aside: tuple[str, ...] = ()
    status: str
    duplicate_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Claim(Record):
    """One row is one mention of one figure: what a source said, in its own words, with its span in the text."""

    table_name: ClassVar[str] = "claims"

    claim_id: str
    doc: str
    start: int
    end: int
    quote: str
    sentence: str
    sentence_start: int | None = None
    measure: Measure
    low: float | None = None
    best: float | None = None
    high: float | None = None
    bound: Bound
    unit: str
    other_value: float | None = None
    other_unit: str | None = None
    group: str | None = None
    part_of: str | None = None
    whole_id: str | None = None
    added_to: str | None = None
    role: Role = Role.WHOLE
    restates: Restatement | None = None
    restated_from: float | None = None
    implicit: bool
    attribution: str | None = None
    attribution_kind: SpeakerKind
    stance: Stance
    denied_by: str | None = None
    scope: Scope
    as_of: str | None = None
    event_start: str | None = None
    event_end: str | None = None
    date_precision: DatePrecision | None = None
    place: str | None = None
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    place_precision: PlacePrecision | None = None
    territory: str | None = None
    cause: str | None = None
    weapon: str | None = None
    event_id: str | None = None
    link: Link
    candidates: tuple[str, ...] = ()
    link_reason: str | None = None
    moved_by: tuple[str, ...] = ()
    story: str | None = None
    publisher: str | None = None
    agency: str | None = None
    originator: str | None = None
    profile: str | None = None
    extractor: str
    grounds: tuple[Ground, ...] = ()

    @property
    def days(self) -> DateInterval | None:
        """The days on which the counted event may have happened; None where the text does not say."""
        return _days(self.event_start, self.event_end, self.date_precision)

    @property
    def gone(self) -> bool:
        """True where its own text gives it as an earlier number that no longer holds."""
        return self.restates is not None and self.restates.gone

    @property
    def counts(self) -> bool:
        """True where it may enter a figure: it is asserted or alleged, and its own text does not replace it."""
        return self.stance.counts and not self.gone

    @property
    def location(self) -> PlaceReference:
        """The place of the counted event."""
        return PlaceReference(
            self.place, self.place_id, self.latitude, self.longitude, self.country, self.place_precision
        )

    @property
    def around(self) -> tuple[str, str]:
        """The sentence before and after the quote; the whole sentence first, where the quote's position is unknown."""
        at = self.sentence.find(self.quote) if self.sentence_start is None else self.start - self.sentence_start
        return (self.sentence[:at], self.sentence[at + len(self.quote) :]) if at >= 0 else (self.sentence, "")

    def ground(self, field: str) -> Ground | None:
        """The rule and words that gave a field its value; None where none is recorded."""
        return next((ground for ground in self.grounds if ground.field == field), None)


@dataclass(frozen=True, kw_only=True)
class Unread(Record):
    """One row is one number beside words of harm or people, or one person beside words of harm, that no rule read."""

    table_name: ClassVar[str] = "unread"

    unread_id: str
    doc: str
    start: int
    end: int
    quote: str
    sentence: str
    sentence_start: int
    kind: UnreadKind
    taken_for: str | None = None
    measure: Measure | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    bound: Bound
    likelihood: float
    shown: bool
    because: tuple[str, ...] = ()
    ruling: DecisionWord | None = None


@dataclass(frozen=True, kw_only=True)
class DateMention(Record):
    """One row is one calendar or relative date in a text that says when an event happened."""

    table_name: ClassVar[str] = "dates"

    date_id: str
    doc: str
    start: int
    end: int
    quote: str
    begins: str
    ends: str
    precision: DatePrecision
    role: DateRole
    basis: str
    event_id: str | None = None

    @property
    def days(self) -> DateInterval:
        """The days that the words allow."""
        return DateInterval(date.fromisoformat(self.begins), date.fromisoformat(self.ends), self.precision)


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """One row is one event: an attack, a battle, a flood, or a war that contains other events."""

    table_name: ClassVar[str] = "events"

    event_id: str
    name: str
    kind: str | None = None
    place: str | None = None
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    start: str | None = None
    end: str | None = None
    precision: DatePrecision | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    origin: str

    @property
    def days(self) -> DateInterval | None:
        """Its days; None where the first is unknown. An event without a last day is taken to end on its first."""
        return _days(self.start, self.end, self.precision)

    @property
    def location(self) -> PlaceReference:
        """The place of the event."""
        return PlaceReference(self.place, self.place_id, self.latitude, self.longitude, self.country)


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """One row is one source in one role, from the desk's registry or found in this period."""

    table_name: ClassVar[str] = "sources"

    source_id: str
    name: str
    role: str
    kind: SpeakerKind | None = None
    aliases: tuple[str, ...] = ()
    reliability: Reliability
    side: str | None = None
    nameless: bool = False
    state: str
    articles: int
    claims: int
    conflicts: int


@dataclass(frozen=True, kw_only=True)
class Comparison(Record):
    """One row is one verdict on two claims of one event; copies of a statement are represented by the first of them."""

    table_name: ClassVar[str] = "comparisons"

    comparison_id: str
    event_id: str
    measure: Measure
    left: str
    right: str
    verdict: Verdict
    reason: Reason
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Check(Record):
    """One row is one check: parts against a total, duration against dates, a length in two units, implied starts."""

    table_name: ClassVar[str] = "checks"

    check_id: str
    name: CheckName
    event_id: str | None = None
    measure: Measure | None = None
    holds: bool
    explanation: str
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Conflict(Record):
    """One row is one conflict (or warning) with the claims on its sides."""

    table_name: ClassVar[str] = "conflicts"

    conflict_id: str
    kind: str
    severity: Severity
    likelihood: Likelihood | None = None
    rank: int
    event_id: str | None = None
    measure: Measure | None = None
    group: str | None = None
    claim_ids: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    explanation: str
    effect: float | None = None
    effect_sentence: str | None = None
    remedy: str
    first_seen: str
    age: int
    state: State
    decision: str | None = None
    evidence_hash: str


@dataclass(frozen=True, kw_only=True)
class Figure(Record):
    """One row is one settled figure: an event, a measure, a group, a scope, with the rule that settled it."""

    table_name: ClassVar[str] = "figures"

    figure_id: str
    event_id: str
    month: str | None = None
    measure: Measure
    group: str | None = None
    group_role: GroupRole
    unit: str
    scope: Scope
    as_of: str | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    bound: Bound | None = None
    status: Status
    confidence: Confidence
    reliability: Reliability | None = None
    credibility: int | None = None
    state: State | None = None
    rule: str
    because: str
    articles: int
    publishers: int
    originators: int
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Total(Record):
    """One row is the period's total of one measure under one rule; an event is counted once, scopes are not mixed."""

    table_name: ClassVar[str] = "totals"

    measure: Measure
    unit: str
    scope: Scope
    month: str | None = None
    rule: RuleName
    low: float | None = None
    best: float | None = None
    high: float | None = None
    events: int
    undetermined: int
    settled_sum: float | None = None
    undecided_low: float | None = None
    undecided_high: float | None = None
    drivers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Breakdown(Record):
    """One row is a month's total for one country, province, cause or group, under one rule."""

    table_name: ClassVar[str] = "breakdowns"

    measure: Measure
    unit: str
    scope: Scope
    month: str | None = None
    rule: RuleName
    low: float | None = None
    best: float | None = None
    high: float | None = None
    events: int
    undetermined: int
    settled_sum: float | None = None
    undecided_low: float | None = None
    undecided_high: float | None = None
    by: str
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Toll(Record):
    """One row is one number that a voice gave of an event's count as of a day, and what took its place."""

    table_name: ClassVar[str] = "tolls"

    toll_id: str
    event_id: str
    measure: Measure
    group: str | None = None
    unit: str
    scope: Scope
    as_of: str | None = None
    voice: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    why: Succession | None = None
    replaced_by: str | None = None
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PerhapsOne(Record):
    """One row is one pair of events that may be one, with what a merger would do to the month's total."""

    table_name: ClassVar[str] = "perhaps_one"

    pair_id: str
    event_id: str
    other_id: str
    likelihood: Sureness
    because: tuple[str, ...] = ()
    month: str | None = None
    measure: Measure
    unit: str
    toll: float | None = None
    other_toll: float | None = None
    merged: float | None = None
    total: float | None = None
    total_merged: float | None = None
    effect_sentence: str
    ruling: DecisionWord | None = None

    @property
    def effect(self) -> float:
        """How much a merger would take off the month's total."""
        return (self.total or 0.0) - (self.total_merged or 0.0)


@dataclass(frozen=True, kw_only=True)
class Implausible(Record):
    """One row is one warning: a figure out of proportion, or rows that look alike, with the reason and the effect."""

    table_name: ClassVar[str] = "implausible"

    warning_id: str
    kind: WarningKind
    event_id: str
    month: str | None = None
    measure: Measure
    figure_id: str | None = None
    claim_ids: tuple[str, ...] = ()
    value: float | None = None
    beside: float | None = None
    because: str
    effect: float | None = None
    effect_sentence: str
    ruling: DecisionWord | None = None


@dataclass(frozen=True, kw_only=True)
class Change(Record):
    """One row is one figure that differs from what the month before reported."""

    table_name: ClassVar[str] = "changes"

    figure_id: str
    change: ChangeKind
    event_id: str
    month: str | None = None
    measure: Measure
    group: str | None = None
    unit: str
    scope: Scope
    low_before: float | None = None
    best_before: float | None = None
    high_before: float | None = None
    status_before: Status | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    status: Status | None = None
    amount: float
    because: str
    docs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Movement(Record):
    """One row shows how one total of settled figures changed between the ends of the month before and this one."""

    table_name: ClassVar[str] = "roll_forward"

    measure: Measure
    unit: str
    scope: Scope
    month: str | None = None
    opening: float
    new: float
    restated_up: float
    restated_down: float
    merged_or_split: float
    withdrawn: float
    closing: float
    figures: int
    undetermined: int


@dataclass(frozen=True, kw_only=True)
class Ruling(Record):
    """One row is one ruling of an analyst on one stable id; rows are only ever added."""

    table_name: ClassVar[str] = "decisions"

    decision_id: str
    period: str
    about: str
    decision: DecisionWord
    value: str | None = None
    reason: str | None = None
    analyst: str
    reviewer: str | None = None
    decided_at: str
    evidence_hash: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Ref(Record):
    """One row is one short reference (E-7): a name that people can say."""

    table_name: ClassVar[str] = "refs"

    ref: str
    about: str
    of: str


@dataclass(frozen=True, kw_only=True)
class Refusal(Record):
    """One row is one failure: a file that could not be read, a record without text, a table row that fails a check."""

    table_name: ClassVar[str] = "refused"

    refused_id: str
    table: str
    file: str | None = None
    row: str | None = None
    column: str | None = None
    check: str
    value: str | None = None
    reason: str
    remedy: str | None = None


def _days(first: str | None, last: str | None, precision: int | None) -> DateInterval | None:
    if first is None and last is None:
        return None
    return DateInterval.of_days(str(first or last), str(last or first), precision or DatePrecision.DAY)
