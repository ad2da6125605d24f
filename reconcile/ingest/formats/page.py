"""Web pages: trafilatura extracts the main text; remaining paywall and menu text is fenced off afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES, File, Problem, Record, Unreadable
from reconcile.ingest.formats.page_tables import fill_marks, mark_tables
from reconcile.ingest.formats.plain import encoding_notes

# <meta charset="windows-1251"> | <meta http-equiv="Content-Type" content="text/html; charset=koi8-r">
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})")
_HEAD = 4_096
# <html lang="en-GB">
_LANGUAGE = re.compile(r"(?i)<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([a-z]{2,3}(?:-[\w-]{1,20})?)")
# <p> | </a> | &eacute; | &#233;
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,31}|#\w{2,7});|<!--")
# A date without a time of day is given as midnight
_STAMP, _MIDNIGHT = "%Y-%m-%dT%H:%M:%S%z", "T00:00:00"

_PARTS = {
    *("p", "div", "section", "article", "header", "footer", "blockquote", "pre", "hr", "figure", "figcaption"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table"),
}
_LINES = {"br", "li", "tr", "dt", "dd"}
_SILENT = {"script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title"}

LARGEST_PAGE = 5_000_000
"""Characters of markup; a news page has about a hundredth of this."""


def read_page(file: File) -> Iterator[Record | Problem]:
    """The article of an HTML file. Offsets refer to the extracted text, which the ledger keeps."""
    data = file.path.read_bytes()
    found = decode(data, stated_charset(data))
    yield from encoding_notes(file, found)
    yield record_of_page(file, found.text)


def stated_charset(data: bytes) -> str | None:
    """The encoding that a page declares in its head."""
    stated = _CHARSET.search(data[:_HEAD])
    return stated[1].decode("ascii") if stated else None


def record_of_page(file: File, markup: str) -> Record:
    """The main text and metadata of a page.

    Raises:
        Unreadable: the page has no text (text_is_not_empty), is too long, or cannot be parsed.
    """
    if len(markup) > LARGEST_PAGE:
        raise Unreadable("text_is_not_too_long", "holds too much markup for a page.", "Save the article as text.")
    marked, tables = mark_tables(markup)
    page = _extract(marked)
    text = fill_marks((page.text or "") if page else "", tables).strip()
    if page is None or not text:
        raise Unreadable("text_is_not_empty", "holds no article text.", "Save the article's words as a .txt file.")
    return Record(
        file.name,
        text,
        title=page.title or None,
        author=page.author or None,
        url=page.url or None,
        publisher=page.sitename or page.hostname or None,
        published=(page.date or "").removesuffix(_MIDNIGHT) or None,
        site_language=stated[1] if (stated := _LANGUAGE.search(markup[:_HEAD])) else None,
    )


def is_markup(text: str) -> bool:
    """True for text that contains tags or character entities.

    >>> is_markup("<p>Nine died.</p>"), is_markup("Orl&eacute;ans"), is_markup("x < 9 & y > 3")
    (True, True, False)
    """
    return _MARKUP.search(text) is not None


def text_of_markup(markup: str) -> str:
    r"""All text of an HTML fragment, such as a feed's item: a blank line between blocks, table cells separated by '|'.

    >>> text_of_markup("<p>Nine <b>died</b>.</p><ul><li>one<br>two</ul><script>x()</script>")
    'Nine died.\n\none\ntwo'
    """
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, *PARSER_FAILURES):
        return ""
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        begins, name = event == "start", element.tag if isinstance(element.tag, str) else ""
        silent += (begins - (event == "end")) if name in _SILENT else 0
        pieces.append("\n\n" if name in _PARTS else "\n" if begins and name in _LINES else "")
        pieces.append(" | " if name in ("td", "th") and event == "end" else "")
        said = element.text if begins else element.tail if element is not root else None
        pieces.append(re.sub(r"\s+", " ", said) if said and not silent else "")
    lines = [line.strip().removesuffix("|").strip() for line in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _extract(markup: str) -> Any:
    """Run trafilatura. Dates come from the page's metadata only: a guess from the text would look like a statement."""
    from trafilatura import bare_extraction  # takes half a second to import; not needed without web pages

    try:
        return bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": _STAMP},
        )
    except PARSER_FAILURES as failure:
        raise Unreadable(
            "page_is_readable", f"is a page that cannot be taken apart ({type(failure).__name__}).", "Save it as text."
        ) from None
