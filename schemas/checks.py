"""The arithmetic checks made on the figures, and whether they hold."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import MEASURES, coded, listing, text


class Checks(pa.DataFrameModel):
    """One row is one check: parts against a total, duration against dates, a length in two units, implied starts.

    A check that does not hold is also a conflict; where there is nothing to check against, no check is made.
    """

    check_id: Series[pd.StringDtype] = text("Stable id: a hash of name, event and claims", unique=True)
    name: Series[pd.StringDtype] = text("What was checked")
    event_id: Series[pd.StringDtype] = text("The event", nullable=True)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES, nullable=True)
    holds: Series[pd.BooleanDtype] = pa.Field(description="True where the figures agree")
    explanation: Series[pd.StringDtype] = text("How they agree or not, in one plain sentence")
    claim_ids: Series[object] = listing("The claims that were checked; some may be of earlier months")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "checks"
        strict = True
