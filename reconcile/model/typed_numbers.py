"""Numbers as people type them into a cell."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"""
    (?P<whole> \d{1,3} (?: [,\ '’] \d{3} )+    # 94,000   94 000   94'000
             | \d+ )                           # 94000
    (?P<part> \. \d+ )?                        # 7.5
    \Z""",
    re.VERBOSE,
)


def plain_number(typed: str) -> str | None:
    """A typed number without separators, as the log stores it; None for anything else, including a decimal comma.

    >>> plain_number("94,000"), plain_number("1 200"), plain_number("7.50"), plain_number("030")
    ('94000', '1200', '7.5', '30')
    >>> plain_number("7,5"), plain_number("-3"), plain_number("dozens")
    (None, None, None)
    """
    found = _NUMBER.match(typed)
    if not found:
        return None
    whole = re.sub(r"\D", "", found["whole"]).lstrip("0") or "0"
    return (whole + (found["part"] or "")).rstrip("0").rstrip(".") if found["part"] else whole


def same_value(one: str, other: str) -> bool:
    """True where two typed values mean the same: '94,000' and '94000'.

    >>> same_value("94,000", "94000"), same_value("c-1", "c-2")
    (True, False)
    """
    return (plain_number(one) or one) == (plain_number(other) or other)
