"""The few colours of the report: the same word has the same colour on every sheet and page."""

from __future__ import annotations

from itertools import cycle

from schemas.codes import Measure

INK, SOFT, FAINT, RULE = "1F2933", "52606D", "9AA5B1", "D9DFE6"
HEADING, HEADING_INK, BAND = "33475B", "FFFFFF", "F5F7FA"
LINK = "1F5FA8"
INPUT, INPUT_RULE, INPUT_HEADING = "FFF9E3", "E6D9A8", "8A6A12"
FILLED = "E3F1E4"

RED, AMBER, YELLOW, BLUE, GREEN, GREY = (
    ("F9DCD8", "8C1D0F"),
    ("FCE9CC", "7A4A00"),
    ("FFF6D6", "6B5900"),
    ("E1ECF8", "1D4B7F"),
    ("E0F0E2", "1E5A2C"),
    ("EDF0F3", "52606D"),
)

WORDS = {
    "serious": RED,
    "differ": RED,
    "likely": AMBER,
    "possible": YELLOW,
    "moderate": AMBER,
    "minor": YELLOW,
    "warning": BLUE,
    "contested": AMBER,
    "discounted": RED,
    "weak": YELLOW,
    "confirmed": GREEN,
    "agreed": GREEN,
    "decided": BLUE,
    "decided, but changed": RED,
    "waived": GREY,
    "overtaken": YELLOW,
    "dismissed": GREY,
    "contradicts": RED,
    "not comparable": GREY,
    "agrees": GREEN,
    "unsure": AMBER,
    "unlinked": GREY,
    "denied": RED,
    "alleged": YELLOW,
    "hypothetical": GREY,
    "candidate": AMBER,
    "unread": RED,
    "duplicate": GREY,
}
"""Fill and ink of the words of closed lists; a word that is not listed has no colour."""

THEMES = {"summary": "1F2933", "decide": "B5402D", "figures": "1F5FA8", "material": "6B7F94", "record": "BCC6D0"}
"""Colours of the sheets' tabs: summary, sheets to decide on, results, evidence, records."""

SERIES = ("A9C6E8", "1F5FA8", "12304F", "C77B30", "6B7F94", "7D9A3C", "8A4B36", "9A2A62")
"""Colours of a chart's series, the first three from light to dark: least, settled, most."""

_COLOURS = (
    ("F8CFC9", "A32D1C"),
    ("FBDDB8", "B0620A"),
    ("F3CBDD", "9A2A62"),
    ("E3D3F2", "6A3FA0"),
    ("EBDCC8", "7D5A2B"),
    ("CFE2F7", "1F5FA8"),
    ("CDEBE6", "1B7468"),
    ("DFE6BF", "5F6F16"),
    ("E2E6EB", "52606D"),
    ("DCE5EA", "3E6478"),
    ("F0DFD8", "8A4B36"),
    ("F4E7BE", "7A6200"),
    ("D8EBD6", "2F6B34"),
    ("E5DEEE", "5B4B7A"),
    ("D5E8F0", "1D6480"),
)
MEASURES = dict(zip(Measure, cycle(_COLOURS), strict=False))
"""Fill and underline of the marks in the evidence page, by measure; colours repeat where there are more measures."""
