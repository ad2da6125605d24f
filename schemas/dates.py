"""The dates in texts that say when events happened."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import coded, day, number, text

ROLES = ("start", "end", "occurrence", "as-of", "publication")
BASES = ("absolute", "dateline", "twin", "period")


class Dates(pa.DataFrameModel):
    """One row is one calendar or relative date in a text that says when an event happened."""

    date_id: Series[pd.StringDtype] = text("Stable id: a hash of doc and span", unique=True)
    doc: Series[pd.StringDtype] = text("The document that contains it")
    start: Series[pd.Int64Dtype] = number("First code point of the quote in the text as read", nullable=False, ge=0)
    end: Series[pd.Int64Dtype] = number("Code point after the quote's last", nullable=False, ge=1)
    quote: Series[pd.StringDtype] = text("The words of the date: text[start:end]")
    begins: Series[pd.StringDtype] = day("First day of the half-open interval that the words allow", nullable=False)
    ends: Series[pd.StringDtype] = day("Day after its last", nullable=False)
    precision: Series[pd.Int64Dtype] = number(
        "UCDP date precision: 1 day, 2 within 2-6 days, 3 week, 4 month, 5 longer", nullable=False, ge=1, le=5
    )
    role: Series[pd.StringDtype] = coded("What it says about the event", ROLES)
    basis: Series[pd.StringDtype] = coded("The day that a relative date was computed from", BASES)
    event_id: Series[pd.StringDtype] = text("The event that it dates", nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "dates"
        strict = True

    @pa.dataframe_check
    @classmethod
    def interval_is_not_empty(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A half-open interval ends after it begins."""
        return rows["begins"] < rows["ends"]

    @pa.dataframe_check
    @classmethod
    def span_has_quote_length(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """The span is as long as its quote."""
        return (rows["end"] - rows["start"]) == rows["quote"].str.len()
