"""What the workbook says of its own cells."""

from __future__ import annotations

from collections.abc import Iterable

CUT_MARK = " … [cut here: the whole text is in the evidence page and in the tables]"
"""The end of a text that is too long for a cell."""


def links_note(limit: int) -> str:
    """Why the last rows of a long sheet have no links."""
    return f"Excel holds {limit:,} links a sheet: find the rows beyond them by their ids."


def choice_error(words: Iterable[str]) -> str:
    """What Excel says where something is typed that the list does not offer."""
    return f"Please pick one of: {', '.join(words)}; or leave the cell empty."
