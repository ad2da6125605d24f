"""Values become cells with their type, look and link: text stays text, and nothing from an article is a formula."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import isnan
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from reconcile.report import layout, palette
from reconcile.report import openpyxl_seam as seam
from reconcile.report.layout import Look
from reconcile.report.sheet import Link, Marked
from reconcile.wording.cell_words import CUT_MARK
from reconcile.wording.figure_words import fit, period_words

FONT = "Arial"  # on every machine, or replaced there by a font of the same widths
A4 = 9
CELL_LIMIT = 32_767  # characters of a text that Excel keeps; it drops the rest without a message


@dataclass
class Pen:
    """Writes values into cells of one workbook; knows the row of every id, and the first cell of each look."""

    book: Any
    places: dict[str, dict[str, int]]
    styled: dict[tuple[Look, str, bool], Any] = field(default_factory=dict)

    def page(self, name: str) -> Any:
        """A new sheet that takes the cells made here as they are."""
        page = self.book.create_sheet(name)
        seam.take_cells(page)
        return page

    def cell(self, page: Any, value: Any, look: Look, linked: bool = True) -> Any:
        """A cell with the value in its own type, and a link where the value is a `Link`."""
        target = None
        if isinstance(value, Link):
            target = self._target(value) if linked else None
            value = value.value
        kind, stored = _stored(value)
        made = seam.make_cell(page, kind, stored)
        if target is not None:
            made.hyperlink = target
        if kind == "n" and stored is not None:
            kind = kind if float(stored).is_integer() else "broken"
        key = (look, kind, target is not None)
        if key in self.styled:
            seam.style_like(made, self.styled[key])
        else:
            _style(made, *key)
            self.styled[key] = made
        return made

    def _target(self, link: Link) -> Hyperlink | None:
        if link.address:
            return Hyperlink(ref="", target=fit(link.address))
        row = self.places.get(link.sheet, {}).get(link.row) if link.row else 1
        if row is None:
            return None
        last = f":A{row + link.rows - 1}" if link.rows > 1 else ""
        return Hyperlink(ref="", location=f"'{link.sheet}'!A{row}{last}")


def _style(cell: Any, look: Look, kind: str, linked: bool) -> None:
    """A look in openpyxl's terms, with what the value's type asks for: text stays text, a number gets separators."""
    edge, above, below = (Side("thin", color=ink) if ink else None for ink in (look.box, look.top, look.bottom))
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=palette.LINK if linked else look.ink)
    cell.fill = plain_fill(look.fill) if look.fill else PatternFill()
    cell.border = Border(left=edge, right=edge, top=edge or above, bottom=edge or below)
    cell.alignment = Alignment(look.across, look.down, wrap_text=look.wrap, indent=look.indent)
    cell.number_format = layout.BROKEN if kind == "broken" else look.format
    cell.quotePrefix = int(kind == "s")


def _stored(value: Any) -> tuple[str, Any]:
    """The type and the value as openpyxl stores them; text is always stored as text."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return "n", None
    if isinstance(value, bool):
        return "s", "yes" if value else "no"
    if isinstance(value, (int, float)):
        return "n", value
    if isinstance(value, date):
        return "d", value
    if isinstance(value, Marked):
        return "s", _rich(value)
    return ("s", _text(layout.shown(value))) if value != () else ("n", None)


def _text(value: str) -> str:
    plain = fit(value).replace("\r\n", "\n").replace("\r", "\n")
    return plain if len(plain) <= CELL_LIMIT else plain[: CELL_LIMIT - len(CUT_MARK)] + CUT_MARK


def _rich(value: Marked) -> CellRichText | str:
    """A text with its passage in bold."""
    if len(value.text) > CELL_LIMIT:
        return _text(value.text)
    quiet = InlineFont(rFont=FONT, sz=10, color=Color(palette.SOFT))
    loud = InlineFont(rFont=FONT, sz=10, color=Color(palette.INK), b=True)
    cuts = pairwise((0, value.start, value.end, len(value.text)))
    parts = zip((value.text[start:end] for start, end in cuts), (quiet, loud, quiet), strict=True)
    return CellRichText([TextBlock(font, _text(part)) for part, font in parts if part])


def set_up_paper(page: Any, name: str, theme: str, period: str) -> None:
    """The tab's colour, and pages as wide as the sheet with its name, period and page number below."""
    page.sheet_properties.tabColor = palette.THEMES[theme]
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.7, 0.3
    footer = page.oddFooter
    for part, text in (
        (footer.left, period_words(period).replace("&", "&&")),
        (footer.center, name),
        (footer.right, "Page &P of &N"),
    ):
        part.text, part.size = text, 8


def plain_fill(colour: str) -> PatternFill:
    """A plain fill, for cells (which read its first colour) and for conditional formats (which read its last)."""
    return PatternFill("solid", start_color=colour, end_color=colour)
