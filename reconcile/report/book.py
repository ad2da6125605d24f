"""The workbook's sheets in the order of its tabs: each module lists its own in SHEETS."""

from __future__ import annotations

from reconcile.report import (
    basis,
    call_sheet,
    doubt_sheets,
    findings,
    journal,
    material,
    method_sheets,
    movements,
    source_sheet,
    toll_sheet,
    unread_sheet,
)
from reconcile.report.dictionary import dictionary_sheet
from reconcile.report.month import Month
from reconcile.report.sheet import Sheet, as_signed
from reconcile.wording.month_words import signed_note

SHEETS = (
    *findings.SHEETS,
    *source_sheet.SHEETS,
    *doubt_sheets.SHEETS,
    *call_sheet.SHEETS,
    *toll_sheet.SHEETS,
    *movements.SHEETS,
    *method_sheets.SHEETS,
    *unread_sheet.SHEETS,
    *material.SHEETS,
    *basis.SHEETS,
    *journal.SHEETS,
    *method_sheets.LAST,
)


def sheets_of(month: Month) -> list[Sheet]:
    """Every sheet but the summary, the data dictionary last."""
    signed = month.making.closing
    made = [make(month) for make in SHEETS]
    found = [as_signed(sheet, signed_note(signed.at)) for sheet in made] if signed else made
    return [*found, dictionary_sheet(found)]
