"""The figures that articles report."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import (
    ATTRIBUTION_KINDS,
    BOUNDS,
    LINKS,
    MEASURES,
    RESTATEMENTS,
    ROLES,
    SCOPES,
    STANCES,
    coded,
    day,
    days_in_order,
    in_order,
    listing,
    number,
    text,
)


class Claims(pa.DataFrameModel):
    """One row is one mention of one figure: what a source said, in its own words, with its span in the text."""

    claim_id: Series[pd.StringDtype] = text("Stable id: a hash of doc, span and measure", unique=True)
    doc: Series[pd.StringDtype] = text("The document that contains it")
    start: Series[pd.Int64Dtype] = number("First code point of the quote in the text as read", nullable=False, ge=0)
    end: Series[pd.Int64Dtype] = number("Code point after the quote's last", nullable=False, ge=1)
    quote: Series[pd.StringDtype] = text("The number with its bounding words: text[start:end]")
    sentence: Series[pd.StringDtype] = text("The sentence that contains the quote")
    sentence_start: Series[pd.Int64Dtype] = number("First code point of that sentence in the text as read", ge=0)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    low: Series[pd.Float64Dtype] = number(
        "The least that the words allow, in the unit (more than 50 people: 51); empty where open", ge=0
    )
    best: Series[pd.Float64Dtype] = number("The number as stated, in the unit; empty for ranges and vague words", ge=0)
    high: Series[pd.Float64Dtype] = number("The most that the words allow, in the unit; empty where open", ge=0)
    bound: Series[pd.StringDtype] = coded("How the words bound the number", BOUNDS)
    unit: Series[pd.StringDtype] = text("person, household, family; day, month; kilometre, mile; rocket, house ...")
    other_value: Series[pd.Float64Dtype] = number("The same length in a second unit, where the text gives both", ge=0)
    other_unit: Series[pd.StringDtype] = text("That second unit", nullable=True)
    group: Series[pd.StringDtype] = text("Who or what was counted, in the text's own head words", nullable=True)
    part_of: Series[pd.StringDtype] = text("The quote of the total that this figure is a part of", nullable=True)
    whole_id: Series[pd.StringDtype] = text("The claim_id of that total", nullable=True)
    added_to: Series[pd.StringDtype] = text("For an addition: the claim_id of the figure it adds to", nullable=True)
    role: Series[pd.StringDtype] = coded("How it relates to the other numbers of its text", ROLES)
    restates: Series[pd.StringDtype] = coded(
        "What the text says of it and the earlier numbers of its count; an earlier or withdrawn one enters no figure",
        RESTATEMENTS,
        nullable=True,
    )
    restated_from: Series[pd.Float64Dtype] = number(
        "The earlier number that it takes the place of, where the text gives it", ge=0
    )
    implicit: Series[pd.BooleanDtype] = pa.Field(
        description="True where the text has no number word: 'a soldier was killed'"
    )
    attribution: Series[pd.StringDtype] = text(
        "Who reports it, as the text names them; empty for the article itself", nullable=True
    )
    attribution_kind: Series[pd.StringDtype] = coded("What kind of speaker reports it", ATTRIBUTION_KINDS)
    stance: Series[pd.StringDtype] = coded("Whether the speaker asserts, alleges, supposes or denies it", STANCES)
    denied_by: Series[pd.StringDtype] = text("Who denies, later in the text, that the event happened", nullable=True)
    scope: Series[pd.StringDtype] = coded("What the figure covers", SCOPES)
    as_of: Series[pd.StringDtype] = day("The day up to which the figure counts")
    event_start: Series[pd.StringDtype] = day("First day on which the counted event may have begun")
    event_end: Series[pd.StringDtype] = day("Last day on which it may have ended, inclusive")
    date_precision: Series[pd.Int64Dtype] = number(
        "UCDP date precision: 1 day, 2 within 2-6 days, 3 week, 4 month, 5 longer", ge=1, le=5
    )
    place: Series[pd.StringDtype] = text("The most exact place name given for the event", nullable=True)
    place_id: Series[pd.StringDtype] = text("Gazetteer id of the place", nullable=True)
    latitude: Series[pd.Float64Dtype] = number("Degrees north (WGS 84)", ge=-90, le=90)
    longitude: Series[pd.Float64Dtype] = number("Degrees east (WGS 84)", ge=-180, le=180)
    country: Series[pd.StringDtype] = text("ISO 3166-1 alpha-2 code", nullable=True)
    place_precision: Series[pd.Int64Dtype] = number(
        "UCDP place precision: 1 exact, 2 near (~25 km), 3 second-order unit, 4 first-order unit, 5 line or larger "
        "area, 6 country, 7 international",
        ge=1,
        le=7,
    )
    territory: Series[pd.StringDtype] = text(
        "Whose people it counts, where its words say so: a country, a part of one after a colon, 'all' for several",
        nullable=True,
    )
    cause: Series[pd.StringDtype] = text("What caused it: airstrike, shelling, earthquake ...", nullable=True)
    weapon: Series[pd.StringDtype] = text("The weapon, where stated", nullable=True)
    event_id: Series[pd.StringDtype] = text("The event it is linked to", nullable=True)
    link: Series[pd.StringDtype] = coded("How certain the link is", LINKS)
    candidates: Series[object] = listing("Events that could also be meant")
    link_reason: Series[pd.StringDtype] = text("What matched and what did not", nullable=True)
    moved_by: Series[object] = listing("decision_id of each ruling that moved it to another event, in the order made")
    story: Series[pd.StringDtype] = text("The story of its document", nullable=True)
    publisher: Series[pd.StringDtype] = text("The outlet of its document", nullable=True)
    agency: Series[pd.StringDtype] = text("The news agency of its document", nullable=True)
    originator: Series[pd.StringDtype] = text(
        "Who the figure goes back to: the speaker, else the agency, else the story", nullable=True
    )
    profile: Series[pd.StringDtype] = text("The convention by which a vague word was read", nullable=True)
    extractor: Series[pd.StringDtype] = text("Name and version of the reader")
    grounds: Series[object] = listing("Which rule and which words gave each field: 'field|rule|words'")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "claims"
        strict = True

    @pa.dataframe_check
    @classmethod
    def bounds_in_order(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """Bounds hold: low <= best <= high wherever both are known; 'more than 50' states 50 and begins beyond it."""
        beyond = rows["bound"].isin(["more_than", "less_than"])
        return in_order(rows["low"], rows["high"]) & (
            beyond | (in_order(rows["low"], rows["best"]) & in_order(rows["best"], rows["high"]))
        )

    @pa.dataframe_check
    @classmethod
    def span_has_quote_length(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """The span is as long as its quote (`span_holds_quote` checks that the text contains the quote there)."""
        return (rows["end"] - rows["start"]) == rows["quote"].str.len()

    @pa.dataframe_check
    @classmethod
    def open_sides_match_bound(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A side is open exactly where the bound leaves it open; an open side is not filled with a guess."""
        open_above = rows["bound"].isin(["at_least", "more_than"])
        open_below = rows["bound"].isin(["at_most", "less_than"])
        return (rows["high"].isna() == open_above) & (rows["low"].isna() == open_below)

    @pa.dataframe_check
    @classmethod
    def vague_names_its_profile(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A vague word, and only a vague word, names the convention by which it was read."""
        return (rows["bound"] == "vague") == rows["profile"].notna()

    @pa.dataframe_check
    @classmethod
    def event_days_in_order(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """An event does not end before it begins."""
        return days_in_order(rows["event_start"], rows["event_end"])

    @pa.dataframe_check
    @classmethod
    def linked_has_event(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A claim has an event exactly where it is linked."""
        return (rows["link"] == "linked") == rows["event_id"].notna()


def span_holds_quote(rows: pd.DataFrame, texts: dict[str, str]) -> pd.Series[bool]:
    """True where `text[start:end] == quote` for the text of the claim's document."""
    spans = zip(rows["doc"], rows["start"], rows["end"], rows["quote"], strict=True)
    return pd.Series(
        [texts.get(doc, "")[start:end] == quote for doc, start, end, quote in spans], index=rows.index, dtype=bool
    )
