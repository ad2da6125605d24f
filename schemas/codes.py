"""The codes that fields take: one enumeration each. To add a measure, a settling rule or a verdict, add one row here.

A member equals its own text (`Bound.EXACT == "exact"`), so codes read from files compare equal without conversion.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Self


class Course(StrEnum):
    """How a count changes with time."""

    GROWS = "grows"
    """It only rises: the dead."""
    SHIFTS = "shifts"
    """It rises and falls, so each day has its own count: the missing are found, the displaced go home."""
    STAYS = "stays"
    """It does not change once counted."""


class Measure(StrEnum):
    """What a claim may count, in the order in which sheets list it.

    Each member has these attributes:
        people: True where the unit is people (or households or families).
        whole: True where it is counted in whole numbers; False where it is measured and may have decimals.
        course: how a count of it changes with time.
        summed: True where figures of several events add up.
        bare: True where a figure is meaningful without its group; False where it is not (a distance from where?).
        phrase: the words that follow its number and group in a sentence ('43 killed'); empty where the unit follows.
    """

    people: bool
    whole: bool
    course: Course
    summed: bool
    bare: bool
    phrase: str

    def __new__(
        cls,
        code: str,
        people: bool,
        whole: bool,
        course: Course,
        summed: bool,
        bare: bool,
        phrase: str,
    ) -> Self:
        """Make a member whose value is its code, with the row's other cells as attributes."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.people, member.whole, member.course = people, whole, course
        member.summed, member.bare, member.phrase = summed, bare, phrase
        return member

    @property
    def thing(self) -> bool:
        """True if things are counted (rockets, raids, houses); False for people and for measured quantities."""
        return self.whole and not self.people

    #             code         people  whole  course         summed bare   phrase
    KILLED = ("killed", True, True, Course.GROWS, True, True, "killed")
    INJURED = ("injured", True, True, Course.GROWS, True, True, "injured")
    CASUALTIES = ("casualties", True, True, Course.GROWS, True, True, "casualties")
    MISSING = ("missing", True, True, Course.SHIFTS, True, True, "missing")
    DETAINED = ("detained", True, True, Course.SHIFTS, True, True, "detained")
    DISPLACED = ("displaced", True, True, Course.SHIFTS, True, True, "displaced")
    AFFECTED = ("affected", True, True, Course.SHIFTS, True, True, "affected")
    FIGHTERS = ("fighters", True, True, Course.STAYS, False, False, "in the force")
    DURATION = ("duration", False, False, Course.STAYS, False, False, "")
    DISTANCE = ("distance", False, False, Course.STAYS, False, False, "")
    MUNITIONS = ("munitions", False, True, Course.STAYS, True, True, "")
    INCIDENTS = ("incidents", False, True, Course.STAYS, True, True, "")
    PLACES = ("places", False, True, Course.STAYS, True, True, "")
    PROPERTY = ("property", False, True, Course.STAYS, True, True, "")
    MAGNITUDE = ("magnitude", False, False, Course.STAYS, False, True, "")


class Bound(StrEnum):
    """What the words allow: `at least 11` is [11, open), `more than 94,000` is (94000, open)."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ABOUT = "about"
    RANGE = "range"
    VAGUE = "vague"

    @property
    def open_above(self) -> bool:
        """True where the words set no upper end."""
        return self in (Bound.AT_LEAST, Bound.MORE_THAN)

    @property
    def open_below(self) -> bool:
        """True where the words set no lower end."""
        return self in (Bound.AT_MOST, Bound.LESS_THAN)

    @property
    def hedged(self) -> bool:
        """True where the words qualify one stated number."""
        return self not in (Bound.EXACT, Bound.RANGE, Bound.VAGUE)


class Role(StrEnum):
    """How a number relates to the other numbers of its text."""

    WHOLE = "whole"
    PART = "part"
    """It counts some of the people or things that another number counts: including six infants."""
    ADDITION = "addition"
    """It counts further ones in addition to an earlier number: another five died later."""
    REMAINDER = "remainder"
    """It counts what the other parts of a whole leave: the other three."""


class Restatement(StrEnum):
    """What a text says of a number and the earlier ones of the same count."""

    RAISED = "raised"
    """The count rose to this number."""
    LOWERED = "lowered"
    """The count was revised down to it, or fell to it."""
    CORRECTED = "corrected"
    """It takes the place of a number that was wrong."""
    RECLASSIFIED = "reclassified"
    """It counts people who were counted as something else before."""
    REVIEWED = "added after review"
    """It was added to a register later: it counts nobody of the day on which that was told."""
    EARLIER = "earlier"
    """It is itself the earlier number, which another one of its text replaces: up from 19."""
    WITHDRAWN = "withdrawn"
    """It is itself the number that was wrong, or that was taken back."""

    @property
    def gone(self) -> bool:
        """True for a number that its own text gives as replaced: it may enter no figure."""
        return self in (Restatement.EARLIER, Restatement.WITHDRAWN)


class Succession(StrEnum):
    """Why one number of a count took the place of another."""

    ROSE = "rose"
    REVISED = "revised"
    CORRECTED = "corrected"
    RECLASSIFIED = "reclassified"
    WITHDRAWN = "withdrawn"
    REPEATED = "repeated"
    """It repeats an older number than the one in force."""
    APART = "counts something else"
    """The text itself gives another number as that of a named speaker, or in its title."""


class SpeakerKind(StrEnum):
    """What kind of speaker reports a figure; `narrator` is the article itself."""

    OFFICIAL = "official"
    MONITOR = "monitor"
    WIRE = "wire"
    WITNESS = "witness"
    BELLIGERENT = "belligerent"
    UNNAMED = "unnamed"
    NARRATOR = "narrator"
    DATASET = "dataset"


class Stance(StrEnum):
    """Whether the speaker asserts, alleges, supposes or denies the figure."""

    ASSERTED = "asserted"
    DENIED = "denied"
    ALLEGED = "alleged"
    HYPOTHETICAL = "hypothetical"

    @property
    def counts(self) -> bool:
        """True where the figure may enter a settled figure; denied and hypothetical figures may not."""
        return self in (Stance.ASSERTED, Stance.ALLEGED)


class Scope(StrEnum):
    """What a figure covers: one event; a stretch of time; a total to date, of a war or a series."""

    INCIDENT = "incident"
    PERIOD = "period"
    CUMULATIVE = "cumulative"


class Link(StrEnum):
    """A claim is linked when exactly one event fits; it is unsure when several fit, which are its candidates."""

    LINKED = "linked"
    UNSURE = "unsure"
    UNLINKED = "unlinked"


class DatePrecision(IntEnum):
    """How exactly a day is known (UCDP codebook)."""

    DAY = 1
    DAYS = 2
    """Within two to six days."""
    WEEK = 3
    MONTH = 4
    LONGER = 5


class PlacePrecision(IntEnum):
    """How exactly a place is known (UCDP codebook)."""

    EXACT = 1
    NEAR = 2
    """Within about 25 km."""
    SECOND_ORDER = 3
    FIRST_ORDER = 4
    AREA = 5
    """A line or a larger area."""
    COUNTRY = 6
    INTERNATIONAL = 7


class DateRole(StrEnum):
    """What a date in a text says about an event."""

    START = "start"
    END = "end"
    OCCURRENCE = "occurrence"
    AS_OF = "as-of"
    PUBLICATION = "publication"


class SpeakerRule(StrEnum):
    """Which words of the text gave a figure its speaker."""

    SAID_BEFORE = "said-before"
    SAID_AFTER = "said-after"
    IN_BRACKETS = "in-brackets"
    SAID_BY = "said-by"
    WHO_SAID = "who-said"
    ACCORDING_TO = "according-to"
    CITED = "cited"
    QUOTED = "quoted"
    ADDING = "adding"
    HEADING = "heading"
    CARRIED = "carried"
    SIGNED = "signed"
    NOBODY = "nobody"
    OUTSIDE = "outside"


class DateRule(StrEnum):
    """Which date of the text gave a figure its days."""

    OWN = "own sentence"
    HEADING = "heading"
    BEFORE = "sentence before"
    LEAD = "lead"
    STATEMENT_BEFORE = "statement before"
    FIRST_NAMED = "first named"
    OWN_STATEMENT = "own statement"
    ARTICLE_DAY = "article day"
    TABLE = "table"
    UNKNOWN = "unknown"


class PlaceRule(StrEnum):
    """Which name of the text gave a figure its place."""

    OWN = "own sentence"
    BEFORE = "sentence before"
    HEADING = "heading"
    NAMED_LATER = "named later"
    STORY = "story"
    COUNTRY = "country"
    TABLE = "table"
    NONE = "none"
    OUTSIDE = "outside"


class ScopeRule(StrEnum):
    """What determined the scope of a figure."""

    ONE_EVENT = "one event"
    CUE = "cue"
    SINCE = "since"
    DURATION_OF = "duration of"
    LARGE = "large"
    DATES = "dates"
    TENSE = "tense"
    EARLIER = "earlier"
    TITLE = "title"
    KIND_OF_TEXT = "kind of text"
    KIND_OF_FIGURE = "kind of figure"


class ReadingRule(StrEnum):
    """What determined the value of any other field of a claim."""

    NOUN_PHRASE = "noun phrase"
    CAUSE_WORD = "cause word"
    DENIED_FIGURE = "denied figure"
    DENIED_EVENT = "denied event"
    RESTATED = "restated"
    CORRECTION = "correction"
    SHORT_FORM = "short form"
    SPEAKS_FOR = "speaks for"
    HOLDS_POST = "holds the post"
    NO_BODY = "a person whose body is not named"
    EARLIER_SENTENCE = "earlier sentence"
    LATER_SENTENCE = "later sentence"
    MAPPING = "mapping"
    TABLE = "label of the table"
    ENTERED = "entered by the desk"


class Verdict(StrEnum):
    """The result of comparing two claims on one event; only `contradicts` is a conflict of values."""

    AGREES = "agrees"
    COMPATIBLE = "compatible"
    NESTED = "nested"
    SUPERSEDED = "superseded"
    CONTRADICTS = "contradicts"
    NOT_COMPARABLE = "not comparable"
    INAPPLICABLE = "inapplicable"


class Reason(StrEnum):
    """Why a pair of claims has its verdict."""

    SAME_FIGURE = "same figure"
    WITHIN_TOLERANCE = "within tolerance"
    SAME_START = "same implied start"
    OVERLAP = "intervals overlap"
    PART = "part of the other"
    GROUP_INSIDE = "group inside the other"
    LATER = "later figure of the same source"
    GREW = "later count of another source"
    EXCLUDE = "exclude one another"
    SUBSET = "subset larger than its whole"
    FALLS = "a toll to date that falls"
    RULED = "ruled not comparable"
    ADDITION = "adds to another figure"
    OTHER_MEASURE = "different measure"
    OTHER_UNIT = "different unit"
    OTHER_SCOPE = "different scope"
    OTHER_GROUP = "different group"
    OTHER_PART = "different part"
    OTHER_PERIOD = "different period"
    OTHER_DAY = "different as-of date"
    TOLD_APART = "told apart"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    REPLACED = "replaced in its own text"
    NO_FIGURE = "no figure"
    NO_DAY = "no as-of date"
    NO_DATES = "no dates"
    VAGUE_SUBJECT = "unclear what is measured"


class CheckName(StrEnum):
    """The arithmetic checks that are made on figures."""

    PARTS = "parts that do not make the total"
    DURATION = "stated duration against dates"
    LENGTH = "one length in two units"
    START = "implied start of one conflict"


class Severity(StrEnum):
    """How serious a conflict is; a warning is not a conflict but something that an analyst should know."""

    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"
    WARNING = "warning"


class Likelihood(StrEnum):
    """How likely the sides of a conflict truly contradict each other."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"


class Status(StrEnum):
    """How a settled figure came about; a figure that the desk dismissed stays listed and is in no total."""

    AGREED = "agreed"
    SINGLE_SOURCE = "single source"
    RECONCILED = "reconciled"
    CONTESTED = "contested"
    DECIDED = "decided"
    DISMISSED = "dismissed"


class GroupRole(StrEnum):
    """Whether totals add a settled figure, it is a part of a figure that they add, or the desk dismissed it."""

    WHOLE = "whole"
    PART = "part"
    ASIDE = "aside"


class Confidence(StrEnum):
    """How far a figure can be trusted, in the words that casualty recorders use (Airwars)."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


class Reliability(StrEnum):
    """How far a source can be trusted, on the Admiralty scale: A completely, E not at all, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class RuleName(StrEnum):
    """The named rules that settle differing claims.

    Each member has `choice`, which says what the rule does with figures that differ, as a clause of a sentence, and
    `undecided`, the clause used when it takes none of them. `reconcile/settle/rules.py` contains the rule's function.
    """

    choice: str
    undecided: str

    def __new__(cls, name: str, choice: str, undecided: str = "no figure can be taken") -> Self:
        """Make a member whose value is its name, with what it does as attributes."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.choice, member.undecided = choice, undecided
        return member

    REPRESENTATIVE = (
        "representative",
        "the figure that most of them allow is taken",
        "no figure has the most voices",
    )
    CONSERVATIVE = ("conservative", "the least is taken")
    INFORMATIVE = ("informative", "the most is taken")
    LATEST_CREDIBLE = (
        "latest_credible",
        "the latest from a source not held unreliable is taken",
        "no figure has the most voices",
    )
    RANGE = (
        "range",
        "the desk's rule gives a range and no best figure",
        "the desk's rule gives a range and no best figure",
    )


class State(StrEnum):
    """The state of a conflict or a figure with the desk.

    A waived conflict remains a conflict, for a stated reason; an overtaken one no longer arises after newer reports.
    """

    OPEN = "open"
    DECIDED = "decided"
    CHANGED = "decided, but changed"
    WAIVED = "waived"
    OVERTAKEN = "overtaken"

    @property
    def at_rest(self) -> bool:
        """True where the desk has nothing more to do, so that it does not keep a month from being closed."""
        return self in (State.DECIDED, State.WAIVED, State.OVERTAKEN)


class ChangeKind(StrEnum):
    """How a figure may change from one month to the next."""

    NEW = "new"
    RESTATED_UP = "restated up"
    RESTATED_DOWN = "restated down"
    MERGED_OR_SPLIT = "merged or split"
    WITHDRAWN = "withdrawn"
    BOUNDS_MOVED = "bounds moved"
    STATUS_CHANGED = "status changed"


class UnreadKind(StrEnum):
    """What was not read: a number, or a person without a number word ('a nurse died')."""

    NUMBER = "number"
    PERSON = "person"


class Sureness(StrEnum):
    """How likely two events are one."""

    LIKELY = "likely"
    POSSIBLE = "possible"


class WarningKind(StrEnum):
    """What is out of proportion, or looks as if it were counted twice; the likeliest misreading first."""

    MANY_TIMES = "many times another"
    SHARE = "one article makes the total"
    EQUAL = "killed equal to affected"
    HOUSEHOLDS = "more households than people"
    TWIN_ROWS = "two rows that look like one"
    TOTAL_ROW = "a total among its parts"


class DecisionWord(StrEnum):
    """What an analyst may decide; 'withdraw' takes back the last ruling in force on a row."""

    ACCEPT_VALUE = "accept value"
    SET_VALUE = "set value"
    DISMISS = "dismiss"
    NOT_COMPARABLE = "not comparable"
    SAME_SOURCE = "same source"
    WRONG_READING = "wrong reading"
    MERGE_EVENTS = "merge events"
    SPLIT_EVENTS = "split events"
    WAIVE = "waive"
    ENTER_CLAIM = "enter claim"
    NO_FIGURE = "no figure"
    WITHDRAW = "withdraw"
