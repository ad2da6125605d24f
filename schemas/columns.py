"""Words, codes and field makers that the tables share.

The same quantity has the same column name in every table, file and sheet. The vocabularies below list all values that
coded columns may take.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.codes import (
    Bound,
    ChangeKind,
    Confidence,
    DecisionWord,
    Likelihood,
    Link,
    Measure,
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
    Sureness,
    Verdict,
)

MEASURES = tuple(m.value for m in Measure)
"""What a claim may count, in the order in which sheets list it."""

PEOPLE_MEASURES = tuple(m.value for m in Measure if m.people)
"""The measures whose unit is people (or households)."""

BOUNDS = tuple(b.value for b in Bound)
RESTATEMENTS = tuple(r.value for r in Restatement)
ROLES = tuple(r.value for r in Role)
ATTRIBUTION_KINDS = tuple(k.value for k in SpeakerKind)
STANCES = tuple(s.value for s in Stance)
SCOPES = tuple(s.value for s in Scope)
SURENESSES = tuple(code.value for code in Sureness)
LIKELIHOODS = tuple(code.value for code in Likelihood)
LINKS = tuple(code.value for code in Link)
VERDICTS = tuple(v.value for v in Verdict)
SEVERITIES = tuple(s.value for s in Severity)
STATUSES = tuple(s.value for s in Status)
CONFIDENCES = tuple(c.value for c in Confidence)
RELIABILITIES = tuple(r.value for r in Reliability)
RULES = tuple(r.value for r in RuleName)
STATES = tuple(s.value for s in State)
AT_REST = tuple(s.value for s in State if s.at_rest)
CHANGES = tuple(c.value for c in ChangeKind)
DECISION_WORDS = tuple(d.value for d in DecisionWord)

# 2013-06-05 | 2012-02-29 | 2000-02-29 (not 2013-02-29, 1900-02-29 or 2013-06-31, which do not exist)
_LONG_MONTH, _SHORT_MONTH = r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])", r"(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
_LEAP_YEAR = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_ANY_YEAR = rf"\d{{4}}-(?:{_LONG_MONTH}|{_SHORT_MONTH}|02-(?:0[1-9]|1\d|2[0-8]))"
ISO_DATE = re.compile(rf"(?!0000)(?:{_ANY_YEAR}|{_LEAP_YEAR}-02-29)\Z")
SHORT_ID = re.compile(r"[a-z]+-[0-9a-z-]+\Z")


def text(description: str, *, nullable: bool = False, **kwargs: Any) -> Any:
    """A text column."""
    return pa.Field(description=description, nullable=nullable, **kwargs)


def coded(description: str, words: tuple[str, ...], *, nullable: bool = False) -> Any:
    """A text column whose values are limited to a list of words."""
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
    """A column of tuples of texts, which are JSON arrays in files."""
    return pa.Field(description=f"{description} (list)", metadata={"list": True})


def in_order(low: pd.Series[float], high: pd.Series[float]) -> pd.Series[bool]:
    """True where low <= high or one of them is open."""
    return (low.isna() | high.isna() | (low <= high)).fillna(True).astype(bool)


def days_in_order(first: pd.Series[str], last: pd.Series[str]) -> pd.Series[bool]:
    """True where the first day is not after the last, or one of them is unknown."""
    return (first.isna() | last.isna() | (first <= last)).fillna(True).astype(bool)
