"""The kinds of files that are read. To add one, write its reader and name it here."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.ingest.files import check_file
from reconcile.ingest.jsonlines import read_lines, read_list
from reconcile.ingest.mail import read_mail
from reconcile.ingest.page import read_page
from reconcile.ingest.pdf import read_pdf
from reconcile.ingest.plain import read_text
from reconcile.ingest.records import File, Problem, Reader, Record, Unreadable, cannot_open
from reconcile.ingest.sheets import lists_articles, read_article_list
from reconcile.ingest.word import read_word

FORMATS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".jsonl": read_lines,
    ".json": read_list,
    ".eml": read_mail,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".csv": read_article_list,
    ".tsv": read_article_list,
    ".xlsx": read_article_list,
}
"""Reader by file name ending, in small letters."""

TABLES = (".csv", ".tsv", ".xlsx")
"""Endings of tables. One with a column `text` is a list of articles, any other a dataset."""


def is_dataset(file: File, largest_mb: float) -> bool:
    """True for an event table, which `reconcile.ingest.datasets` reads by its mapping."""
    if file.path.suffix.lower() not in TABLES:
        return False
    try:
        check_file(file, largest_mb)
    except Unreadable:
        return True
    return not lists_articles(file)


def read_file(file: File, largest_mb: float) -> Iterator[Record | Problem]:
    """What a file holds. Whatever is wrong with it becomes one problem that names it; what came before stays read."""
    reader = FORMATS.get(file.path.suffix.lower())
    try:
        check_file(file, largest_mb)
        if reader is None:
            yield _unknown(file)
            return
        yield from reader(file)
    except Unreadable as failure:
        yield Problem(file.name, failure.check, f"{file.name} {failure.message}", failure.remedy, doc=file.name)
    except OSError as failure:
        yield cannot_open(file, failure)


def _unknown(file: File) -> Problem:
    ending = file.path.suffix.lower() or "no ending"
    return Problem(
        file.name,
        "format_is_known",
        f"{file.name} is of a kind that is not read ({ending}).",
        f"Save it as one of {', '.join(FORMATS)}, or move it out of the folder.",
        value=ending,
        doc=file.name,
    )
