"""The report: the workbook that analysts open, decide in and sign, and the page that shows each figure in its place.

What stands where is made first, as plain facts (`sheets`); only `excel` knows how a workbook is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile.report.book import sheets_of
from reconcile.report.evidence import evidence_page
from reconcile.report.excel import write_book
from reconcile.report.month import Month
from reconcile.report.report_files import replacing
from reconcile.report.sheet import Column, Link, Marked, Sheet, Summary
from reconcile.report.summary import summary

__all__ = ["Column", "Link", "Marked", "Sheet", "Summary", "sheets", "write_evidence", "write_workbook"]


def sheets(
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    period: str,
    meta: Mapping[str, Any] | None = None,
) -> list[Sheet]:
    """Every sheet but the summary, in the order of the tabs, as plain facts."""
    return sheets_of(Month(period, tables, texts, meta or {}))


def write_workbook(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    period: str,
    meta: Mapping[str, Any],
) -> None:
    """Write the workbook, replacing the old one in one piece; the same tables and meta make the same bytes.

    Tables are as `schemas.TABLES` has them; one that is missing counts as empty. `texts` are the articles by doc.
    Of `meta` these keys are read, each optional: `rule` (the desk's), `profile` (of vague words), `version` (of the
    package), `run` (its id), `created` (datetime or ISO 8601: the workbook's date), `since` (the earlier months that
    it goes on from), `closing` (of a signed month: version, by, reviewed_by, at, reason, waived).

    A file that is open in a spreadsheet program, or a folder that cannot be written, is refused as BadInput.
    """
    month = Month(period, tables, texts, meta)
    found = sheets_of(month)
    with replacing(path) as part:
        write_book(part, summary(month, found), found, period, meta.get("created"))


def write_evidence(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    period: str,
    fences: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> None:
    """Write the evidence page: one file that needs no network, every article with its figures marked in place.

    `fences` are the spans of page furniture by doc. Refused as `write_workbook` refuses.
    """
    month = Month(period, tables, texts, {})
    with replacing(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as page:
        page.writelines(evidence_page(month, fences or {}))
