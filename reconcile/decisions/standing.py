"""Which ruling stands: of several on one thing, the last in the log."""

from __future__ import annotations

from typing import Any

import pandas as pd

from schemas import records


def latest_decisions(decisions: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The last ruling on each id, in the order of the log's first word on it."""
    return {row["about"]: row for row in sorted(records(decisions), key=lambda row: row["sequence"])}


def misread_claims(decisions: pd.DataFrame) -> frozenset[str]:
    """The claims whose standing ruling says that the reader misread them."""
    return frozenset(about for about, row in latest_decisions(decisions).items() if row["decision"] == "wrong reading")
