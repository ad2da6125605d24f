"""The workbook's sheets, in the order of its tabs: adding one is a line here and a function beside the others."""

from __future__ import annotations

from reconcile.report.dictionary import dictionary_sheet
from reconcile.report.findings import (
    breakdowns_sheet,
    changes_sheet,
    conflicts_sheet,
    decisions_sheet,
    figures_sheet,
    roll_forward_sheet,
    totals_sheet,
)
from reconcile.report.grounds import checks_sheet, comparisons_sheet, dates_sheet, refused_sheet, sources_sheet
from reconcile.report.material import articles_sheet, claims_sheet, events_sheet
from reconcile.report.month import Month
from reconcile.report.sheet import Sheet

SHEETS = (
    conflicts_sheet,
    figures_sheet,
    totals_sheet,
    breakdowns_sheet,
    roll_forward_sheet,
    changes_sheet,
    claims_sheet,
    events_sheet,
    articles_sheet,
    sources_sheet,
    comparisons_sheet,
    checks_sheet,
    dates_sheet,
    decisions_sheet,
    refused_sheet,
)


def sheets_of(month: Month) -> list[Sheet]:
    """Every sheet but the summary, the data dictionary last."""
    found = [make(month) for make in SHEETS]
    return [*found, dictionary_sheet(found)]
