"""The events that claims are about."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import coded, day, days_in_order, listing, number, text

ORIGINS = ("desk", "discovered", "dataset")


class Events(pa.DataFrameModel):
    """One row is one event: an attack, a battle, a flood, or a war that contains other events."""

    event_id: Series[pd.StringDtype] = text("Stable id", unique=True)
    name: Series[pd.StringDtype] = text("The name that the desk gives it, or a description made from its claims")
    kind: Series[pd.StringDtype] = text("airstrike, battle, earthquake, war ...", nullable=True)
    place: Series[pd.StringDtype] = text("Where", nullable=True)
    place_id: Series[pd.StringDtype] = text("Gazetteer id of the place", nullable=True)
    latitude: Series[pd.Float64Dtype] = number("Degrees north (WGS 84)", ge=-90, le=90)
    longitude: Series[pd.Float64Dtype] = number("Degrees east (WGS 84)", ge=-180, le=180)
    country: Series[pd.StringDtype] = text("ISO 3166-1 alpha-2 code", nullable=True)
    start: Series[pd.StringDtype] = day("First day")
    end: Series[pd.StringDtype] = day("Last day, inclusive; empty where it goes on or is unknown")
    precision: Series[pd.Int64Dtype] = number(
        "UCDP date precision: 1 day, 2 within 2-6 days, 3 week, 4 month, 5 longer", ge=1, le=5
    )
    parent: Series[pd.StringDtype] = text("The larger event it belongs to (a battle inside a war)", nullable=True)
    aliases: Series[object] = listing("Other names")
    origin: Series[pd.StringDtype] = coded("Who named it", ORIGINS)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "events"
        strict = True

    @pa.dataframe_check
    @classmethod
    def days_in_order(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """An event does not end before it begins."""
        return days_in_order(rows["start"], rows["end"])

    @pa.dataframe_check
    @classmethod
    def not_its_own_parent(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """An event is not its own parent."""
        return (rows["parent"] != rows["event_id"]).fillna(True).astype(bool)
