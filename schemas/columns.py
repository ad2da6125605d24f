"""Words, codes and field makers that the tables share.

The same quantity has the same column name in every table, file and sheet; the vocabularies below are the closed
lists from which coded columns take their values.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pandera.pandas as pa

MEASURES = (
    "killed",
    "injured",
    "casualties",
    "missing",
    "detained",
    "displaced",
    "affected",
    "fighters",
    "duration",
    "distance",
    "munitions",
    "incidents",
    "places",
    "property",
    "magnitude",
)
"""What a claim may count, in the order in which sheets list it."""

PEOPLE_MEASURES = MEASURES[:8]
"""The measures whose unit is people (or households)."""

BOUNDS = ("exact", "at_least", "more_than", "at_most", "less_than", "about", "range", "vague")
"""What the words allow: `at least 11` is [11, open), `more than 94,000` is (94000, open)."""

ATTRIBUTION_KINDS = ("official", "monitor", "wire", "witness", "belligerent", "unnamed", "narrator", "dataset")
"""Who speaks; `narrator` is the article's own voice."""

STANCES = ("asserted", "denied", "alleged", "hypothetical")
"""How the speaker stands to the figure."""

SCOPES = ("incident", "period", "cumulative")
"""One event; a stretch of time; a total to date, of a war or a series."""

LINKS = ("linked", "unsure", "unlinked")
"""A claim is linked when exactly one event fits, unsure when several do (they are its candidates)."""

VERDICTS = ("agrees", "compatible", "nested", "superseded", "contradicts", "not comparable", "inapplicable")
"""What a pair of claims on one event comes to; only `contradicts` is a conflict of values."""

SEVERITIES = ("serious", "moderate", "minor", "warning")
"""How much a conflict weighs; a warning is no conflict, but something an analyst should know."""

STATUSES = ("agreed", "single source", "reconciled", "contested", "decided", "dismissed")
"""How a settled figure came about; one that the desk dismissed stays listed, and no total adds it."""

CONFIDENCES = ("confirmed", "fair", "weak", "contested", "discounted")
"""How far a figure can be trusted, in the words that casualty recorders use (Airwars)."""

RELIABILITIES = ("A", "B", "C", "D", "E", "F")
"""How far a source can be trusted, on the Admiralty scale: A completely, E not at all, F cannot be judged."""

RULES = ("representative", "conservative", "informative", "latest_credible", "range")
"""The named rules that settle differing claims."""

STATES = ("open", "decided", "decided, but changed", "waived", "overtaken")
"""Where a conflict or a figure stands with the desk; a waived conflict stays one, for a reason that was given; newer
reports have overtaken one that no longer arises."""

AT_REST = ("decided", "waived", "overtaken")
"""The states that ask nothing more of the desk: they do not keep a month from being closed."""

CHANGES = ("new", "restated up", "restated down", "merged or split", "withdrawn", "bounds moved", "status changed")
"""What may become of a figure from one month to the next."""

DECISION_WORDS = (
    "accept value",
    "set value",
    "dismiss",
    "not comparable",
    "same source",
    "wrong reading",
    "merge events",
    "split events",
    "waive",
    "withdraw",
)
"""What an analyst may decide; to withdraw takes back the last ruling that stands on a row."""

# 2013-06-05 | 2012-02-29 | 2000-02-29 (neither 2013-02-29 nor 1900-02-29 nor 2013-06-31: no calendar has those days)
_LONG_MONTH, _SHORT_MONTH = r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])", r"(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
_LEAP_YEAR = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_ANY_YEAR = rf"\d{{4}}-(?:{_LONG_MONTH}|{_SHORT_MONTH}|02-(?:0[1-9]|1\d|2[0-8]))"
ISO_DATE = re.compile(rf"(?!0000)(?:{_ANY_YEAR}|{_LEAP_YEAR}-02-29)\Z")
SHORT_ID = re.compile(r"[a-z]+-[0-9a-z-]+\Z")


def text(description: str, *, nullable: bool = False, **kwargs: Any) -> Any:
    """A text column."""
    return pa.Field(description=description, nullable=nullable, **kwargs)


def coded(description: str, words: tuple[str, ...], *, nullable: bool = False) -> Any:
    """A text column that takes its values from a closed list."""
    return pa.Field(description=f"{description}: {', '.join(words)}", nullable=nullable, isin=list(words))


def number(description: str, *, nullable: bool = True, **kwargs: Any) -> Any:
    """A numeric column; the description names its unit."""
    return pa.Field(description=description, nullable=nullable, **kwargs)


def day(description: str, *, nullable: bool = True) -> Any:
    """A calendar day as ISO 8601 text (YYYY-MM-DD)."""
    return pa.Field(
        description=f"{description} (ISO 8601 day)",
        nullable=nullable,
        str_matches=ISO_DATE.pattern,
        metadata={"unit": "day"},
    )


def listing(description: str) -> Any:
    """A column of tuples of texts; JSON arrays in files."""
    return pa.Field(description=f"{description} (list)", metadata={"list": True})


def in_order(low: pd.Series[float], high: pd.Series[float]) -> pd.Series[bool]:
    """True where low <= high or one of them is open."""
    return (low.isna() | high.isna() | (low <= high)).fillna(True).astype(bool)


def days_in_order(first: pd.Series[str], last: pd.Series[str]) -> pd.Series[bool]:
    """True where the first day is not after the last, or one of them is unknown."""
    return (first.isna() | last.isna() | (first <= last)).fillna(True).astype(bool)
