"""PDF files, by pypdf (extra `pdf`): the text of all pages, a blank line between two."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.ingest.records import PARSER_FAILURES, File, Problem, Record, Unreadable

MOST_PAGES = 500
"""Pages; a longer file is a book."""


def read_pdf(file: File) -> Iterator[Record | Problem]:
    """The article of a PDF file. Refused: locked, damaged, over-long, or made of pictures only."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise Unreadable(
            "reader_is_installed", "needs the package pypdf to be read.", "Run: pip install pypdf"
        ) from None
    try:
        reader = PdfReader(file.path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("file_is_open", "is locked by a password.", "Save it without one.")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("file_is_not_too_large", f"has more than {MOST_PAGES} pages.", "Keep the article's pages.")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, OSError, *PARSER_FAILURES) as failure:
        raise Unreadable(
            "file_is_whole", f"is damaged and cannot be opened as PDF ({type(failure).__name__}).", "Save it again."
        ) from None
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    if not text:
        raise Unreadable("text_is_not_empty", "holds pictures of text only (a scan).", "Save its words as a .txt file.")
    yield Record(file.name, text)
