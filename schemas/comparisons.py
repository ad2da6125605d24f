"""The verdict on each pair of claims on one event."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import MEASURES, VERDICTS, coded, text


class Comparisons(pa.DataFrameModel):
    """One row is one verdict on two claims of one event; copies of a statement are represented by the first of them."""

    comparison_id: Series[pd.StringDtype] = text("Stable id: a hash of both claims", unique=True)
    event_id: Series[pd.StringDtype] = text("The event that both are about")
    measure: Series[pd.StringDtype] = coded("What is counted by the first", MEASURES)
    left: Series[pd.StringDtype] = text("claim_id of the first")
    right: Series[pd.StringDtype] = text("claim_id of the second")
    verdict: Series[pd.StringDtype] = coded("The result of the comparison", VERDICTS)
    reason: Series[pd.StringDtype] = text("Why, in a few fixed words (different group, different scope ...)")
    explanation: Series[pd.StringDtype] = text("The verdict and its reason in one plain sentence")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "comparisons"
        strict = True

    @pa.dataframe_check
    @classmethod
    def two_claims(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A claim is never compared with itself."""
        return rows["left"] != rows["right"]
