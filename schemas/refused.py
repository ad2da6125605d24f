"""What was refused, and why: no row or file is dropped without a reason."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import text


class Refused(pa.DataFrameModel):
    """One row is one failure: a file that could not be read, a record without text, a table row that fails a check."""

    refused_id: Series[pd.StringDtype] = text(
        "Stable id: a hash of table, file, row, column, check and value", unique=True
    )
    table: Series[pd.StringDtype] = text("The table it was meant for")
    file: Series[pd.StringDtype] = text("The file it came from", nullable=True)
    row: Series[pd.StringDtype] = text("Which row, line or id", nullable=True)
    column: Series[pd.StringDtype] = text("The column that failed", nullable=True)
    check: Series[pd.StringDtype] = text("What it failed, named as a fact")
    value: Series[pd.StringDtype] = text("The offending value, cut to 200 characters", nullable=True)
    reason: Series[pd.StringDtype] = text("What is wrong, in plain words")
    remedy: Series[pd.StringDtype] = text("What to do about it", nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "refused"
        strict = True
