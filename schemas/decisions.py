"""The desk's rulings, and the evidence that each was made on."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import DECISION_WORDS, coded, number, text


class Decisions(pa.DataFrameModel):
    """One row is one ruling of an analyst on one stable id; rows are only ever added."""

    decision_id: Series[pd.StringDtype] = text("Stable id", unique=True)
    period: Series[pd.StringDtype] = text("The period whose workbook it was made in")
    about: Series[pd.StringDtype] = text(
        "The conflict_id, figure_id, claim_id, event_id, unread_id, pair_id or warning_id it rules on"
    )
    decision: Series[pd.StringDtype] = coded("What was decided", DECISION_WORDS)
    value: Series[pd.StringDtype] = text(
        "The value accepted or set, the ids of the other events or claims, separated by spaces, or the measure, group "
        "and event of a claim that the desk enters, separated by semicolons",
        nullable=True,
    )
    reason: Series[pd.StringDtype] = text("Why, in the analyst's words", nullable=True)
    analyst: Series[pd.StringDtype] = text("Who prepared it")
    reviewer: Series[pd.StringDtype] = text("Who reviewed it; never the preparer", nullable=True)
    decided_at: Series[pd.StringDtype] = text("When, ISO 8601 with zone")
    evidence_hash: Series[pd.StringDtype] = text("Hash of the evidence it was made on")
    sequence: Series[pd.Int64Dtype] = number(
        "Number in the log; a later ruling on the same id replaces an earlier one, mergers and splits of events add up",
        nullable=False,
        ge=1,
    )

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "decisions"
        strict = True

    @pa.dataframe_check
    @classmethod
    def reviewer_is_not_the_preparer(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """Two people sign: nobody reviews their own ruling."""
        same = rows["reviewer"].str.casefold().str.strip() == rows["analyst"].str.casefold().str.strip()
        return (~same.fillna(False)).astype(bool)
