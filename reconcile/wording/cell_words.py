"""Messages about the cells of the workbook: cut texts, missing links, values that a list does not offer."""

from __future__ import annotations

from collections.abc import Iterable

CUT_MARK = " … [cut here: the whole text is in the evidence page and in the tables]"
"""The end of a text that is too long for a cell."""


def links_note(limit: int) -> str:
    """The note on a sheet whose last rows have no links, because Excel allows only `limit` links."""
    return f"Excel allows {limit:,} links on a sheet: rows beyond them have no link; find them by their ids."


def choice_error(words: Iterable[str]) -> str:
    """The message that Excel shows when a typed value is not one of `words`."""
    return f"Please pick one of: {', '.join(words)}; or leave the cell empty."
