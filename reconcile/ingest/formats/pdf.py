"""PDF files, by pypdf: the text of all pages, a blank line between two; title and author as the file states them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES, File, Problem, Record, Unreadable

MOST_PAGES = 500
"""Pages; a longer file is a book."""

# Microsoft Word - toll_v3.doc | June 11.indd
_FILE_NAME = re.compile(r"(?i)microsoft (?:word|powerpoint) - |.*\.(?:docx?|indd|pdf|qxp|rtf|odt|txt|tmp|pages)\s*\Z")


def read_pdf(file: File) -> Iterator[Record | Problem]:
    """The article of a PDF file.

    Raises:
        Unreadable: the file is locked, damaged, too long, or contains only pictures.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise Unreadable(
            "reader_is_installed", "needs the package pypdf to be read.", "Run: pip install pypdf"
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what it repairs; we report what cannot be read
    try:
        reader = PdfReader(file.path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("file_is_open", "is locked by a password.", "Save it without one.")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("file_is_not_too_large", f"has more than {MOST_PAGES} pages.", "Keep the article's pages.")
        pages = [page.extract_text() for page in reader.pages]
        title, author = (_stated(reader.metadata, name) for name in ("title", "author"))
    except (PyPdfError, OSError, *PARSER_FAILURES) as failure:
        raise Unreadable(
            "file_is_whole", f"is damaged and cannot be opened as PDF ({type(failure).__name__}).", "Save it again."
        ) from None
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    if not text:
        raise Unreadable("text_is_not_empty", "holds pictures of text only (a scan).", "Save its words as a .txt file.")
    yield Record(file.name, text, title=None if title and _FILE_NAME.match(title) else title, author=author)


def _stated(about: Any, name: str) -> str | None:
    """A metadata field of the file, on one line. The creation date is not used: it is not the day of publication."""
    said = getattr(about, name, None)
    return (" ".join(said.split()) or None) if isinstance(said, str) else None
