"""The report: the workbook that analysts read, decide in and sign, and the page that marks each figure in its article.

Sheets are built first as plain columns and rows (`book`); only `excel` knows the format of a workbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reconcile.model.run_tables import RunTables
from reconcile.report.book import sheets_of
from reconcile.report.charts import charts_page
from reconcile.report.evidence import evidence_page
from reconcile.report.excel import write_book
from reconcile.report.month import Making, Month
from reconcile.report.report_files import replacing
from reconcile.report.summary import summary

__all__ = ["write_evidence", "write_workbook"]


def write_workbook(
    path: Path, tables: RunTables, texts: Mapping[str, str], period: str, meta: Mapping[str, Any]
) -> None:
    """Write the workbook, replacing the old one in one piece; the same tables and meta make the same bytes.

    Args:
        path: the file.
        tables: the month's tables.
        texts: the articles by doc.
        period: the month, or the name of another period.
        meta: facts about the run; `Making.read` lists the keys that are read.

    Raises:
        BadInput: where the file is open in a spreadsheet program, or the folder cannot be written.
    """
    month = Month(period, tables, texts, Making.read(meta))
    sheets = sheets_of(month)
    with replacing(path) as part:
        write_book(part, summary(month, sheets), charts_page(month), sheets, period)


def write_evidence(
    path: Path,
    tables: RunTables,
    texts: Mapping[str, str],
    period: str,
    fences: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> None:
    """Write the evidence page: one file that needs no network, every article with its figures marked in place.

    Args:
        path: the file.
        tables: the month's tables.
        texts: the articles by doc.
        period: the month, or the name of another period.
        fences: the spans of page furniture by doc.

    Raises:
        BadInput: where the file cannot be written.
    """
    month = Month(period, tables, texts)
    with replacing(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as page:
        page.writelines(evidence_page(month, fences or {}))
