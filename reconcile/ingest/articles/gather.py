"""Turns records into articles: ids, duplicates, metadata, language, furniture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from reconcile.ingest.articles.credits import find_agency, load_credits, name_agency
from reconcile.ingest.articles.furniture import cut_lines, find_fences, is_truncated, load_phrases
from reconcile.ingest.articles.headers import find_headline, read_header
from reconcile.ingest.articles.languages import UNKNOWN, foreign_parts, plain_code, tell_language
from reconcile.ingest.articles.stated import order_note, order_of_days, read_day, read_zone, write_in_order
from reconcile.ingest.datasets.dataset_rows import LONGEST_TEXT, Problem, Record, make_writable, refusals_of
from reconcile.ingest.datasets.mapping import load_mappings
from reconcile.ingest.files import find_files
from reconcile.ingest.formats.registry import is_dataset, read_file
from reconcile.language import Pack
from reconcile.model.article import Article, Span
from reconcile.model.records import Document, Refusal
from reconcile.model.settings import Settings
from schemas.codes import DatePrecision

_TELLING = 20
"""Words from which a text shows its language better than what is stated of it."""
_TEXTS = ("text", "id", "title", "author", "url", "publisher", "agency", "published", "language")


@dataclass(frozen=True)
class Ingested:
    """The result of `ingest`.

    articles: the articles to extract claims from, sorted by doc.
    documents: articles, duplicates and articles that could not be read, sorted by doc.
    refused: rows for what was not used; a row that says 'kept' is a note, and nothing was lost.
    datasets: event tables (.csv, .tsv, .xlsx, .json), to be passed to `read_datasets`.
    """

    articles: list[Article]
    documents: list[Document]
    refused: list[Refusal]
    datasets: list[Path]


def ingest(
    root: Path,
    paths: Sequence[Path] | None,
    settings: Settings,
    period: str | None = None,
    overlay: Path | None = None,
    mappings_dirs: Sequence[Path] = (),
) -> Ingested:
    """Read all articles below the root, or in the given files and folders.

    A bad file or record is refused alone; the others are read.

    Args:
        root: the folder of the period; document ids are made from names below it.
        paths: the files and folders to read; all below the root where None.
        settings: the desk's settings, such as the size limit of a file.
        period: the month (`YYYY-MM`) whose year is used for a stated day without a year.
        overlay: the desk's own language folder.
        mappings_dirs: folders with the desk's own mappings, by which event tables are told from other tables.

    Returns:
        The articles, documents, refused rows and datasets, see `Ingested`.

    Raises:
        BadInput: a path does not exist.
    """
    files = find_files(root, paths)
    limit = settings.largest_file_mb
    mappings = load_mappings(mappings_dirs)
    datasets = [file for file in files if is_dataset(file, limit, mappings)]
    found = [item for file in files if file not in datasets for item in read_file(file, limit, mappings)]
    kept, problems = _within_length(found)
    ordered, orders = _with_days_in_order(kept)
    named, renamed = keep_apart(ordered)
    described = [_describe(doc, record, settings, period, overlay) for doc, record in named]
    problems += orders + renamed + [problem for _, notes in described for problem in notes]
    read, doubles = _part_duplicates([article for article, _ in described])
    listed = [_document(article) for article in read] + [_document(article, first) for article, first in doubles]
    taken = {document.doc for document in listed}
    return Ingested(
        articles=read,
        documents=sorted([*listed, *_unread(problems, taken)], key=lambda document: document.doc),
        refused=refusals_of(problems),
        datasets=[file.path for file in datasets],
    )


def keep_apart(records: Iterable[Record]) -> tuple[list[tuple[str, Record]], list[Problem]]:
    """The records with unique ids: the second 'a1' becomes 'a1#2', and a note says so.

    There is no note where the same text came twice under one id (a feed saved every day): it becomes a duplicate.
    """
    wanted = [(record.id or record.file, record) for record in records]
    taken = {doc for doc, _ in wanted}
    used: set[str] = set()
    texts: dict[str, str] = {}
    numbers: dict[str, int] = {}
    named, notes = [], []
    for doc, record in wanted:
        own = doc if doc not in used else _next_free(doc, taken, numbers)
        if own != doc and texts[doc] != record.text:
            notes.append(_renamed(doc, own, record))
        used.add(own)
        texts.setdefault(own, record.text)
        taken.add(own)
        named.append((own, record))
    return named, notes


def _next_free(doc: str, taken: set[str], numbers: dict[str, int]) -> str:
    """The next free id; `numbers` holds the last number given for each id, so that many equal ids take linear time."""
    number = numbers.get(doc, 1) + 1
    while f"{doc}#{number}" in taken:
        number += 1
    numbers[doc] = number
    return f"{doc}#{number}"


def _renamed(doc: str, own: str, record: Record) -> Problem:
    return Problem(
        record.file,
        "id_is_unique",
        f"The id '{doc}' was already taken when {record.row or record.file} came with it.",
        f"It was kept, as '{own}'. Give each article an id of its own.",
        row=record.row,
        column="id",
        value=own,
    )


def _within_length(found: Iterable[Record | Problem]) -> tuple[list[Record], list[Problem]]:
    kept: list[Record] = []
    problems: list[Problem] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        elif len(item.text) > LONGEST_TEXT:
            problems.append(_too_long(item))
        else:
            kept.append(_writable(item))
    return kept, problems


def _writable(record: Record) -> Record:
    """The record with texts that any file can store."""
    said = {name: getattr(record, name) for name in _TEXTS}
    clean: dict[str, Any] = {name: text and make_writable(text) for name, text in said.items()}
    return replace(record, **clean)


def _too_long(record: Record) -> Problem:
    return Problem(
        record.file,
        "text_is_not_too_long",
        f"{record.row or record.file} holds {len(record.text):,} characters; the limit for one article is "
        f"{LONGEST_TEXT:,}.",
        "Cut it into its articles.",
        row=record.row,
        doc=record.id or record.file,
    )


def _describe(
    doc: str, record: Record, settings: Settings, period: str | None, overlay: Path | None
) -> tuple[Article, list[Problem]]:
    seen = tell_language(record.text, overlay)
    guessed = _words_for(_language_of(record, seen, settings), overlay)
    record = read_header(record, load_phrases(guessed, overlay))
    language = _language_of(record, seen, settings)  # the header may state it
    words = _words_for(language, overlay)
    phrases = load_phrases(words, overlay)
    lines = cut_lines(record.text, phrases)
    parts = foreign_parts(record.text, language, overlay)
    fences = merge_spans((*record.fences, *find_fences(lines), *(span for span, _ in parts)))
    day, notes = _published(record, period)
    notes += _languages(record, language, parts)
    return Article(
        doc=doc,
        text=record.text,
        path=record.file,
        sha256=sha256(record.text.encode("utf-8")).hexdigest(),
        file_sha256=record.file_sha256,
        title=record.title or find_headline(record.text, lines, fences, phrases),
        author=record.author,
        url=record.url,
        publisher=record.publisher,
        agency=_agency_of(record, words, overlay),
        published=day[0] if day else None,
        published_precision=day[1] if day else None,
        published_zone=read_zone(record.published) if day and record.published else None,
        published_basis="stated" if day else None,
        language=language,
        truncated=record.truncated or is_truncated(record.text, lines, fences, phrases),
        fences=fences,
    ), notes


def _language_of(record: Record, seen: str, settings: Settings) -> str:
    """The language to read a record in: the one seen in its text where that is long enough, else the one stated."""
    stated = plain_code(record.language or "")
    fixed = None if settings.language == "auto" else settings.language
    site = plain_code(record.site_language or "")
    if fixed and not stated:
        return fixed
    if stated and (seen == UNKNOWN or len(record.text.split()) < _TELLING):
        return stated
    return seen if seen != UNKNOWN else site or UNKNOWN


def _languages(record: Record, language: str, parts: list[tuple[Span, str]]) -> list[Problem]:
    """Notes where a record states another language than its text has, and where parts of it are in another."""
    stated, where, notes = plain_code(record.language or ""), record.row or record.id, []
    if stated and stated != language:
        said = f"{record.file} states the language '{stated}'; its text was seen to be '{language}', and read as that."
        notes.append(
            Problem(record.file, "language_as_stated", said, "Correct the stated one.", where, "language", stated)
        )
    if parts:
        codes = ", ".join(dict.fromkeys(code for _, code in parts))
        said = f"{len(parts)} paragraphs of {record.file} are in another language ({codes}); they were not read."
        begins = record.text[parts[0][0].start :][:80]
        notes.append(Problem(record.file, "part_is_read", said, "Read them by hand.", where, "language", begins))
    return notes


def _words_for(language: str, overlay: Path | None) -> str:
    """Return the code of the pack for headers and page furniture: `en` if the language has none of its own."""
    return language if language != UNKNOWN and Pack(language, overlay).has("furniture") else "en"


def _agency_of(record: Record, words: str, overlay: Path | None) -> str | None:
    """The agency that the record states, is published by or signed with; else the one that its text credits."""
    credits = load_credits("en", overlay)
    if record.agency:
        return name_agency(record.agency, credits) or record.agency
    named = name_agency(record.publisher, credits) or name_agency(record.author, credits)
    return named or find_agency(record.text, load_credits(words, overlay))


def _published(record: Record, period: str | None) -> tuple[tuple[str, int] | None, list[Problem]]:
    if record.published is None:
        return None, []
    day = read_day(record.published, period)
    if day:
        return day, []
    note = Problem(
        record.file,
        "published_is_a_date",
        f"The day of publication '{record.published[:60]}' is not a date, or could be two.",
        "The article was read without it. Write it as 2013-06-05.",
        row=record.row or record.id,
        column="published",
        value=record.published,
    )
    return None, [note]


def _with_days_in_order(records: Sequence[Record]) -> tuple[list[Record], list[Problem]]:
    """The records with days of publication whose order only the others of the same file and publisher tell."""
    columns: dict[tuple[str, str | None], list[str]] = {}
    for record in records:
        columns.setdefault((record.file, record.publisher), []).append(record.published or "")
    orders = {key: order_of_days(days) for key, days in columns.items()}
    notes = [note for (file, _), days in columns.items() if (note := order_note(file, days)) is not None]
    ordered = [
        replace(r, published=r.published and write_in_order(r.published, orders[r.file, r.publisher])) for r in records
    ]
    return ordered, notes


def _part_duplicates(articles: list[Article]) -> tuple[list[Article], list[tuple[Article, str]]]:
    """The articles in order of doc, and separately the duplicates: articles whose text the same publisher already has.

    The same text from another publisher is kept: it adds a publisher to the count, but not an originator.
    """
    firsts: dict[tuple[str, str | None], str] = {}
    read, doubles = [], []
    for article in sorted(articles, key=lambda a: a.doc):
        first = firsts.setdefault((article.sha256, article.publisher), article.doc)
        if first == article.doc:
            read.append(article)
        else:
            doubles.append((article, first))
    return read, doubles


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, sorted, with those that touch or overlap merged.

    >>> merge_spans([Span(5, 9), Span(0, 3), Span(2, 4)])
    (Span(start=0, end=4), Span(start=5, end=9))
    """
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _document(article: Article, duplicate_of: str | None = None) -> Document:
    exactness = article.published_precision
    return Document(
        doc=article.doc,
        path=article.path,
        sha256=article.sha256,
        file_sha256=article.file_sha256,
        title=article.title,
        author=article.author,
        url=article.url,
        publisher=article.publisher,
        agency=article.agency,
        published=article.published,
        published_precision=DatePrecision(exactness) if exactness else None,
        published_zone=article.published_zone,
        published_basis=article.published_basis,
        language=None if article.language == UNKNOWN else article.language,
        truncated=article.truncated,
        words=_count_words(article),
        furniture=sum(fence.end - fence.start for fence in article.fences),
        status="duplicate" if duplicate_of else "read",
        duplicate_of=duplicate_of,
    )


def _count_words(article: Article) -> int:
    edges = [0, *(edge for fence in article.fences for edge in (fence.start, fence.end)), len(article.text)]
    return sum(len(article.text[a:b].split()) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _unread(problems: list[Problem], taken: set[str]) -> list[Document]:
    """A document row for each article that could not be read, so that the list of documents is complete."""
    lost: dict[str, Document] = {}
    for problem in problems:
        doc = problem.doc
        if doc is not None and doc not in lost and doc not in taken:
            lost[doc] = Document(
                doc=doc, path=problem.file, sha256="", truncated=False, words=0, furniture=0, status="unread"
            )
    return list(lost.values())
