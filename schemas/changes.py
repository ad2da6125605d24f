"""What changed since the month before, figure by figure, and what that adds up to."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import CHANGES, MEASURES, SCOPES, STATUSES, coded, listing, number, text

ROUNDING = 1e-6
"""Sums of fractions may differ by this much, in the unit, without being wrong."""


class Changes(pa.DataFrameModel):
    """One row is one figure that does not stand as the month before left it."""

    figure_id: Series[pd.StringDtype] = text("The figure", unique=True)
    change: Series[pd.StringDtype] = coded("What became of it", CHANGES)
    event_id: Series[pd.StringDtype] = text("The event")
    month: Series[pd.StringDtype] = text("The event's month (YYYY-MM), where known", nullable=True)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    group: Series[pd.StringDtype] = text("Who or what was counted; empty for everyone", nullable=True)
    unit: Series[pd.StringDtype] = text("The unit of all its numbers")
    scope: Series[pd.StringDtype] = coded("What the figure covers", SCOPES)
    low_before: Series[pd.Float64Dtype] = number("Least, as the month before left it, in the unit", ge=0)
    best_before: Series[pd.Float64Dtype] = number("The settled figure then, in the unit", ge=0)
    high_before: Series[pd.Float64Dtype] = number("Most then, in the unit; empty where open", ge=0)
    status_before: Series[pd.StringDtype] = coded("How it had come about; empty for a new one", STATUSES, nullable=True)
    low: Series[pd.Float64Dtype] = number("Least now, in the unit", ge=0)
    best: Series[pd.Float64Dtype] = number("The settled figure now, in the unit", ge=0)
    high: Series[pd.Float64Dtype] = number("Most now, in the unit; empty where open", ge=0)
    status: Series[pd.StringDtype] = coded("How it comes about; empty for a withdrawn one", STATUSES, nullable=True)
    amount: Series[pd.Float64Dtype] = number("By how much it moves the total that adds it, in the unit", nullable=False)
    because: Series[pd.StringDtype] = text("Which article or ruling changed it, in one plain sentence")
    docs: Series[object] = listing("The documents whose claims came in since")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "changes"
        strict = True


class RollForward(pa.DataFrameModel):
    """One row takes one total of settled figures from the end of the month before to the end of this one.

    Opening + new + restated up + restated down + merged or split + withdrawn = closing; what lowers it is negative.
    """

    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    unit: Series[pd.StringDtype] = text("The unit of all numbers of the row")
    scope: Series[pd.StringDtype] = coded("What the figures cover", SCOPES)
    month: Series[pd.StringDtype] = text("The events' month (YYYY-MM); empty where unknown", nullable=True)
    opening: Series[pd.Float64Dtype] = number("The settled figures as the month before left them", nullable=False, ge=0)
    new: Series[pd.Float64Dtype] = number("Figures settled for the first time", nullable=False, ge=0)
    restated_up: Series[pd.Float64Dtype] = number("By how much figures were raised", nullable=False, ge=0)
    restated_down: Series[pd.Float64Dtype] = number(
        "By how much figures were lowered (0 or negative)", nullable=False, le=0
    )
    merged_or_split: Series[pd.Float64Dtype] = number(
        "What moved because events were merged, split or counted inside another", nullable=False
    )
    withdrawn: Series[pd.Float64Dtype] = number(
        "Figures that no longer stand, or are no longer settled (0 or negative)", nullable=False, le=0
    )
    closing: Series[pd.Float64Dtype] = number("The settled figures as they stand now", nullable=False, ge=0)
    figures: Series[pd.Int64Dtype] = number("Figures in the closing total", nullable=False, ge=0)
    undetermined: Series[pd.Int64Dtype] = number(
        "Figures that are in no total, for want of a settled value", nullable=False, ge=0
    )

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "roll_forward"
        strict = True

    @pa.dataframe_check
    @classmethod
    def adds_up(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """Opening and every movement make the closing total."""
        moved = ["opening", "new", "restated_up", "restated_down", "merged_or_split", "withdrawn"]
        return ((rows[moved].sum(axis=1) - rows["closing"]).abs() < ROUNDING).astype(bool)
