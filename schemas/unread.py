"""The numbers and persons that no rule read."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.codes import DecisionWord, UnreadKind
from schemas.columns import BOUNDS, MEASURES, coded, in_order, listing, number, text

KINDS = tuple(kind.value for kind in UnreadKind)
RULINGS = (DecisionWord.ENTER_CLAIM.value, DecisionWord.NO_FIGURE.value)


class Unread(pa.DataFrameModel):
    """One row is one number beside words of harm or people, or one person beside words of harm, that no rule read.

    It is in no figure. A ruling of the desk makes it a claim, or says that it is no figure. Numbers that were set aside
    as what they are (an age, a date ...) and persons are listed only where they are likely figures.
    """

    unread_id: Series[pd.StringDtype] = text("Stable id: a hash of doc, start and the first word", unique=True)
    doc: Series[pd.StringDtype] = text("The document that contains it")
    start: Series[pd.Int64Dtype] = number("First code point of the quote in the text as read", nullable=False, ge=0)
    end: Series[pd.Int64Dtype] = number("Code point after the quote's last", nullable=False, ge=1)
    quote: Series[pd.StringDtype] = text("The number with its bounding words, or the person: text[start:end]")
    sentence: Series[pd.StringDtype] = text("The sentence that contains the quote")
    sentence_start: Series[pd.Int64Dtype] = number(
        "First code point of that sentence in the text as read", nullable=False, ge=0
    )
    kind: Series[pd.StringDtype] = coded("What was not read", KINDS)
    taken_for: Series[pd.StringDtype] = text(
        "What the reader set the number aside as (age, date, money ...); empty where no rule applied", nullable=True
    )
    measure: Series[pd.StringDtype] = coded("What it would count, by the words near it", MEASURES, nullable=True)
    low: Series[pd.Float64Dtype] = number("The least that the words allow; empty where open", ge=0)
    best: Series[pd.Float64Dtype] = number("The number as stated; empty for ranges and vague words", ge=0)
    high: Series[pd.Float64Dtype] = number("The most that the words allow; empty where open", ge=0)
    bound: Series[pd.StringDtype] = coded("How the words bound the number", BOUNDS)
    likelihood: Series[pd.Float64Dtype] = number(
        "How likely it states a figure, from 0 to 1, by the words around it", nullable=False, ge=0, le=1
    )
    shown: Series[pd.BooleanDtype] = pa.Field(
        description="True where it is on the sheet Look here: likely enough, or ruled on"
    )
    because: Series[object] = listing("What weighed most in its likelihood, each with its weight in log odds")
    ruling: Series[pd.StringDtype] = coded("What the desk ruled on it", RULINGS, nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "unread"
        strict = True

    @pa.dataframe_check
    @classmethod
    def span_has_quote_length(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """The span is as long as its quote."""
        return (rows["end"] - rows["start"]) == rows["quote"].str.len()

    @pa.dataframe_check
    @classmethod
    def bounds_in_order(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """The least is not above the most."""
        return in_order(rows["low"], rows["high"])
