"""The supported file formats. To add one, write its reader and add it to `FORMATS`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reconcile.ingest.datasets.dataset_rows import File, Problem, Reader, Record, Unreadable, cannot_open
from reconcile.ingest.datasets.event_tables import is_event_table, near_mapping
from reconcile.ingest.datasets.mapping import Mapping
from reconcile.ingest.files import check_file
from reconcile.ingest.formats.archive import unpack
from reconcile.ingest.formats.feed import read_feed
from reconcile.ingest.formats.jsonlines import read_lines, read_list
from reconcile.ingest.formats.mail import read_mail
from reconcile.ingest.formats.page import read_page
from reconcile.ingest.formats.pdf import read_pdf
from reconcile.ingest.formats.plain import read_text
from reconcile.ingest.formats.rtf import read_rtf
from reconcile.ingest.formats.sheets import lists_articles, lists_rows, read_table_file
from reconcile.ingest.formats.warc import read_warc
from reconcile.ingest.formats.word import read_word
from reconcile.store.fingerprints import hash_file

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
    ".rtf": read_rtf,
    ".csv": read_table_file,
    ".tsv": read_table_file,
    ".xlsx": read_table_file,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
"""Reader by file name ending, in lower case."""

ARCHIVE = ".zip"
"""Ending of an archive, which may contain files of these kinds."""

TABLES = (".csv", ".tsv", ".xlsx")
"""Endings of tables: lists of articles (with a column `text`), event tables that fit a mapping, and any others."""


def is_dataset(file: File, largest_mb: float, mappings: Sequence[Mapping]) -> bool:
    """True for an event table, which `reconcile.ingest.datasets.datasets` reads by its mapping.

    A table that fits none is a document, unless it is long: then a mapping is what it lacks.
    """
    ending = file.path.suffix.lower()
    if ending not in TABLES and not (ending == ".json" and lists_rows(file)):
        return False
    try:
        check_file(file, largest_mb)
        return not lists_articles(file) and is_event_table(file, mappings)
    except Unreadable:
        return True


def read_file(file: File, largest_mb: float, mappings: Sequence[Mapping] = ()) -> Iterator[Record | Problem]:
    """The records of a file. An error becomes one Problem that names the file; records before it are kept.

    Each record has the hash of the file; for a member of an archive, the hash of the archive.
    """
    try:
        check_file(file, largest_mb)
        key = hash_file(file.path)
        hollow = True
        for item in _read(file, largest_mb, mappings):
            hollow = False
            yield replace(item, file_sha256=key) if isinstance(item, Record) else item
        if hollow:
            raise Unreadable("text_is_not_empty", "holds no article.", "Delete it, or export it again.")
    except Unreadable as failure:
        yield Problem(file.name, failure.check, f"{file.name} {failure.message}", failure.remedy, doc=file.name)
    except OSError as failure:
        yield cannot_open(file, failure)


def _read(file: File, largest_mb: float, mappings: Sequence[Mapping]) -> Iterator[Record | Problem]:
    ending = _ending(file)
    if ending == ARCHIVE:
        for member in unpack(file, largest_mb):
            yield from [member] if isinstance(member, Problem) else _read_member(member, largest_mb, mappings)
    elif ending in TABLES or (ending == ".json" and lists_rows(file)):
        yield from read_table_file(file)
        yield from near_mapping(file, mappings) if not lists_articles(file) else ()
    elif ending in FORMATS:
        yield from FORMATS[ending](file)
    else:
        yield _unknown(file)


def _read_member(member: File, largest_mb: float, mappings: Sequence[Mapping]) -> Iterator[Record | Problem]:
    """A member of an archive, read like a file; archives inside archives and event tables must be unpacked first."""
    ending = _ending(member)
    if ending == ARCHIVE:
        said = f"{member.name} is an archive inside an archive, which is not opened."
        yield Problem(member.name, "archive_is_flat", said, "Unpack it into the folder.", doc=member.name)
    elif is_dataset(member, largest_mb, mappings):
        said = f"{member.name} is not a list of articles (it has no column 'text'), and event tables are not read here."
        yield Problem(member.name, "table_is_unpacked", said, "Unpack it into the folder.", doc=member.name)
    else:
        yield from read_file(member, largest_mb, mappings)


def _ending(file: File) -> str:
    """The ending by which the reader is chosen.

    >>> from pathlib import Path
    >>> _ending(File(Path("a/June.WARC.gz"), "June.WARC.gz")), _ending(File(Path("a/notes.gz"), "notes.gz"))
    ('.warc.gz', '.gz')
    """
    low = file.path.name.lower()
    return next((ending for ending in FORMATS if low.endswith(ending)), file.path.suffix.lower())


def _unknown(file: File) -> Problem:
    ending = _ending(file) or "no ending"
    return Problem(
        file.name,
        "format_is_known",
        f"{file.name} is of a kind that is not read ({ending}).",
        f"Save it as one of {', '.join(FORMATS)}, or move it out of the folder.",
        value=ending,
        doc=file.name,
    )
