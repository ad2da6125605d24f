"""What changed since the month before, figure by figure and in total."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import CHANGES, MEASURES, SCOPES, STATUSES, coded, listing, number, text

ROUNDING = 1e-6
"""Sums of fractions may differ by this much, in the unit, because of rounding."""


class Changes(pa.DataFrameModel):
    """One row is one figure that differs from what the month before reported."""

    figure_id: Series[pd.StringDtype] = text("The figure", unique=True)
    change: Series[pd.StringDtype] = coded("What became of it", CHANGES)
    event_id: Series[pd.StringDtype] = text("The event")
    month: Series[pd.StringDtype] = text("The event's month (YYYY-MM), where known", nullable=True)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    group: Series[pd.StringDtype] = text("Who or what was counted; empty for everyone", nullable=True)
    unit: Series[pd.StringDtype] = text("The unit of all its numbers")
    scope: Series[pd.StringDtype] = coded("What the figure covers", SCOPES)
    low_before: Series[pd.Float64Dtype] = number("Low at the end of the month before, in the unit", ge=0)
    best_before: Series[pd.Float64Dtype] = number("The settled figure at that time, in the unit", ge=0)
    high_before: Series[pd.Float64Dtype] = number("High at that time, in the unit; empty where open", ge=0)
    status_before: Series[pd.StringDtype] = coded("How it was settled; empty for a new one", STATUSES, nullable=True)
    low: Series[pd.Float64Dtype] = number("Low now, in the unit", ge=0)
    best: Series[pd.Float64Dtype] = number("The settled figure now, in the unit", ge=0)
    high: Series[pd.Float64Dtype] = number("High now, in the unit; empty where open", ge=0)
    status: Series[pd.StringDtype] = coded("How it is settled now; empty for a withdrawn one", STATUSES, nullable=True)
    amount: Series[pd.Float64Dtype] = number("Change that it makes in its total, in the unit", nullable=False)
    because: Series[pd.StringDtype] = text("Which article or ruling changed it, in one plain sentence")
    docs: Series[object] = listing("The documents whose claims were added since")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "changes"
        strict = True


class RollForward(pa.DataFrameModel):
    """One row shows how one total of settled figures changed between the ends of the month before and this one.

    Opening + new + restated up + restated down + merged or split + withdrawn = closing; reductions are negative.
    """

    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    unit: Series[pd.StringDtype] = text("The unit of all numbers of the row")
    scope: Series[pd.StringDtype] = coded("What the figures cover", SCOPES)
    month: Series[pd.StringDtype] = text("The events' month (YYYY-MM); empty where unknown", nullable=True)
    opening: Series[pd.Float64Dtype] = number("Settled figures at the end of the month before", nullable=False, ge=0)
    new: Series[pd.Float64Dtype] = number("Figures settled for the first time", nullable=False, ge=0)
    restated_up: Series[pd.Float64Dtype] = number("Amount by which figures were raised", nullable=False, ge=0)
    restated_down: Series[pd.Float64Dtype] = number(
        "Amount by which figures were lowered (0 or negative)", nullable=False, le=0
    )
    merged_or_split: Series[pd.Float64Dtype] = number(
        "Change because events were merged, split or counted inside another", nullable=False
    )
    withdrawn: Series[pd.Float64Dtype] = number(
        "Figures that are no longer in force, or no longer settled (0 or negative)", nullable=False, le=0
    )
    closing: Series[pd.Float64Dtype] = number("Settled figures in force now", nullable=False, ge=0)
    figures: Series[pd.Int64Dtype] = number("Figures in the closing total", nullable=False, ge=0)
    undetermined: Series[pd.Int64Dtype] = number(
        "Figures that are in no total because they have no settled value", nullable=False, ge=0
    )

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "roll_forward"
        strict = True

    @pa.dataframe_check
    @classmethod
    def adds_up(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """Opening and all movements add up to the closing total."""
        moved = ["opening", "new", "restated_up", "restated_down", "merged_or_split", "withdrawn"]
        return ((rows[moved].sum(axis=1) - rows["closing"]).abs() < ROUNDING).astype(bool)
