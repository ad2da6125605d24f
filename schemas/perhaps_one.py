"""The pairs of events that may be one."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.codes import DecisionWord
from schemas.columns import MEASURES, SURENESSES, coded, listing, number, text

RULINGS = (DecisionWord.DISMISS.value,)


class PerhapsOne(pa.DataFrameModel):
    """One row is one pair of events that may be one, with what a merger would do to the month's total.

    Both are added up until a ruling merges them. A pair that was dismissed stays in the table.
    """

    pair_id: Series[pd.StringDtype] = text("Stable id: a hash of the two event_ids", unique=True)
    event_id: Series[pd.StringDtype] = text("The event that would remain")
    other_id: Series[pd.StringDtype] = text("The event that would be merged into it")
    likelihood: Series[pd.StringDtype] = coded("How likely they are one", SURENESSES)
    because: Series[object] = listing("What speaks for one event, and what against it")
    month: Series[pd.StringDtype] = text("The month of the first event (YYYY-MM), where known", nullable=True)
    measure: Series[pd.StringDtype] = coded("The gravest measure whose total a merger changes", MEASURES)
    unit: Series[pd.StringDtype] = text("The unit of the numbers")
    toll: Series[pd.Float64Dtype] = number("What the first event adds: its settled figure, else its lowest", ge=0)
    other_toll: Series[pd.Float64Dtype] = number("What the other event adds", ge=0)
    merged: Series[pd.Float64Dtype] = number("What the merged event would add, settled anew", ge=0)
    total: Series[pd.Float64Dtype] = number("The month's total as printed: its lower end", ge=0)
    total_merged: Series[pd.Float64Dtype] = number("The same with the two events merged", ge=0)
    effect_sentence: Series[pd.StringDtype] = text("What a merger would do to every total of people, in words")
    ruling: Series[pd.StringDtype] = coded("What the desk ruled on the pair", RULINGS, nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "perhaps_one"
        strict = True
