"""Word files (.docx), by python-docx (extra `docx`): paragraphs and tables in their order."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import BadZipFile

from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES, File, Problem, Record, Unreadable
from reconcile.ingest.formats.sheets import check_unpacked
from reconcile.text.grids import write_row

_LAID_OUT = 200
"""Characters of a cell of several paragraphs from which it is a part of the page, and not of a table."""


def read_word(file: File) -> Iterator[Record | Problem]:
    """The article of a Word file: paragraphs separated by a blank line, each row of a table on one line."""
    try:
        from docx import Document
        from docx.opc.exceptions import PackageNotFoundError
        from docx.table import Table
    except ModuleNotFoundError:
        raise Unreadable(
            "reader_is_installed", "needs the package python-docx to be read.", "Run: pip install python-docx"
        ) from None
    check_unpacked(file)
    try:
        document = Document(str(file.path))
        blocks = [
            "\n".join(_row([cell.text.strip() for cell in row.cells]) for row in block.rows)
            if isinstance(block, Table)
            else block.text.strip()
            for block in document.iter_inner_content()
        ]
        title, author = document.core_properties.title, document.core_properties.author
    except (PackageNotFoundError, BadZipFile, SyntaxError, OSError, *PARSER_FAILURES) as failure:
        raise Unreadable(
            "file_is_whole", f"is damaged and cannot be opened as .docx ({type(failure).__name__}).", "Save it again."
        ) from None
    text = "\n\n".join(block for block in blocks if block)
    if not text:
        raise Unreadable("text_is_not_empty", "holds no text.", "Delete it, or save the article again.")
    yield Record(file.name, text, title=title or None, author=author or None)


def _row(cells: list[str]) -> str:
    """A row of a table as one line; cells with several paragraphs are the text of a page laid out as a table."""
    if any("\n" in cell and len(cell) > _LAID_OUT for cell in cells):
        return "\n".join(f"\n{cell}\n" for cell in dict.fromkeys(cells) if cell)
    return write_row(cells)
