"""The short references by which people name rows."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import coded, text

REFERRED = ("events", "figures", "conflicts", "claims", "documents")
"""The tables whose rows have a short reference."""


class Refs(pa.DataFrameModel):
    """One row is one short reference (E-7, F-12, C-4, K-31, A-3): a name that people can say.

    A period gives each row one number when it first finds it, and never to another. Rows that it no longer finds keep
    theirs.
    """

    ref: Series[pd.StringDtype] = text("The short reference", unique=True)
    about: Series[pd.StringDtype] = text("The id that it stands for", unique=True)
    of: Series[pd.StringDtype] = coded("The table of the row", REFERRED)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "refs"
        strict = True
