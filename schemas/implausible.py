"""The warnings about figures that are out of proportion."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.codes import DecisionWord, WarningKind
from schemas.columns import MEASURES, coded, listing, number, text

KINDS = tuple(kind.value for kind in WarningKind)
RULINGS = (DecisionWord.DISMISS.value,)


class Implausible(pa.DataFrameModel):
    """One row is one warning: a figure out of proportion, or rows that look alike, with the reason and the effect.

    The figure stays in its total. A warning that was dismissed stays in the table.
    """

    warning_id: Series[pd.StringDtype] = text("Stable id: a hash of kind, event, measure and claims", unique=True)
    kind: Series[pd.StringDtype] = coded("What is out of proportion", KINDS)
    event_id: Series[pd.StringDtype] = text("The event")
    month: Series[pd.StringDtype] = text("The event's month (YYYY-MM), where known", nullable=True)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    figure_id: Series[pd.StringDtype] = text("The figure that contains the claims", nullable=True)
    claim_ids: Series[object] = listing("The claims to check, the suspicious one first")
    value: Series[pd.Float64Dtype] = number("The number that is out of proportion", ge=0)
    beside: Series[pd.Float64Dtype] = number("The number that it is compared with", ge=0)
    because: Series[pd.StringDtype] = text("Why it is listed, in one plain sentence")
    effect: Series[pd.Float64Dtype] = number("How much the month's total would change without it", ge=0)
    effect_sentence: Series[pd.StringDtype] = text("What it does to the month's total, in words")
    ruling: Series[pd.StringDtype] = coded("What the desk ruled on the warning", RULINGS, nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "implausible"
        strict = True
