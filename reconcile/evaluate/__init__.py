"""How well the reader reads: its claims held against claims that people wrote down, and against floors."""

from reconcile.evaluate.floors import Floors, below, read_floors
from reconcile.evaluate.gold import Gold, check_gold, read_gold
from reconcile.evaluate.pairing import pair
from reconcile.evaluate.report import as_json, as_markdown, as_tables, as_text
from reconcile.evaluate.rules import overlaps_name, value_right
from reconcile.evaluate.scores import Accuracy, Found, Share, Spread, score, spread

__all__ = [
    "Accuracy",
    "Floors",
    "Found",
    "Gold",
    "Share",
    "Spread",
    "as_json",
    "as_markdown",
    "as_tables",
    "as_text",
    "below",
    "check_gold",
    "overlaps_name",
    "pair",
    "read_floors",
    "read_gold",
    "score",
    "spread",
    "value_right",
]
