"""How accurately the reader reads and links, compared with what people wrote down and with accepted minimum scores."""

from reconcile.evaluate.floors import Floors, below, read_floors
from reconcile.evaluate.gold import Gold, GoldClaim, Part, check_docs, check_gold, part_of, read_gold
from reconcile.evaluate.grouping import Grouping, Rates, b_cubed, compare_groups, pairwise
from reconcile.evaluate.pairing import pair
from reconcile.evaluate.printed import (
    MeasuredSet,
    as_group_json,
    as_group_markdown,
    as_group_tables,
    as_json,
    as_markdown,
    as_tables,
    as_text,
)
from reconcile.evaluate.rule_counts import overlaps_name, value_right
from reconcile.evaluate.scores import Accuracy, Found, Share, Spread, score, spread
from reconcile.evaluate.together import Linking, Together, is_together, read_together, score_links

__all__ = [
    "Accuracy",
    "Floors",
    "Found",
    "Gold",
    "GoldClaim",
    "Grouping",
    "Linking",
    "MeasuredSet",
    "Part",
    "Rates",
    "Share",
    "Spread",
    "Together",
    "as_group_json",
    "as_group_markdown",
    "as_group_tables",
    "as_json",
    "as_markdown",
    "as_tables",
    "as_text",
    "b_cubed",
    "below",
    "check_docs",
    "check_gold",
    "compare_groups",
    "is_together",
    "overlaps_name",
    "pair",
    "pairwise",
    "part_of",
    "read_floors",
    "read_gold",
    "read_together",
    "score",
    "score_links",
    "spread",
    "value_right",
]
