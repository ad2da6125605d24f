"""Web pages: the main text by trafilatura; what a paywall or a menu leaves in it is fenced off afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reconcile.ingest.encoding import decode
from reconcile.ingest.plain import encoding_notes
from reconcile.ingest.records import PARSER_FAILURES, File, Problem, Record, Unreadable

# <meta charset="windows-1251"> | <meta http-equiv="Content-Type" content="text/html; charset=koi8-r">
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})")
_HEAD = 4_096

LARGEST_PAGE = 5_000_000
"""Characters of markup; pages of news are a hundredth of this."""


def read_page(file: File) -> Iterator[Record | Problem]:
    """The article of an HTML file. Offsets point into the text as extracted, which the ledger keeps."""
    data = file.path.read_bytes()
    stated = _CHARSET.search(data[:_HEAD])
    found = decode(data, stated[1].decode("ascii") if stated else None)
    yield from encoding_notes(file, found)
    yield record_of_page(file, found.text)


def record_of_page(file: File, markup: str) -> Record:
    """The main text and metadata of a page; refused where there is no text to be found (text_is_not_empty)."""
    if len(markup) > LARGEST_PAGE:
        raise Unreadable("text_is_not_too_long", "holds too much markup for a page.", "Save the article as text.")
    page = _extract(markup)
    if page is None or not (page.text or "").strip():
        raise Unreadable("text_is_not_empty", "holds no article text.", "Save the article's words as a .txt file.")
    return Record(
        file.name,
        page.text,
        title=page.title or None,
        author=page.author or None,
        url=page.url or None,
        publisher=page.sitename or page.hostname or None,
        published=page.date or None,
    )


def _extract(markup: str) -> Any:
    """Dates are taken from the page's own metadata only: a guess from its text would look like a statement."""
    from trafilatura import bare_extraction  # half a second to load; runs without web pages need not wait

    try:
        return bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except PARSER_FAILURES as failure:
        raise Unreadable(
            "page_is_readable", f"is a page that cannot be taken apart ({type(failure).__name__}).", "Save it as text."
        ) from None
