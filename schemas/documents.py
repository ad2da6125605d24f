"""The articles and datasets of a period."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import coded, day, listing, number, text

STATUSES = ("read", "duplicate", "unread")
BASES = ("stated", "text", "twin", "period")


class Documents(pa.DataFrameModel):
    """One row is one article, or one report of a dataset, as it was read from an input file."""

    doc: Series[pd.StringDtype] = text(
        "The input's own id: a path under the period's folder, or a record's id", unique=True
    )
    period: Series[pd.StringDtype] = text(
        "The period into whose folder it was dropped; an earlier one where its claims are carried over", nullable=True
    )
    path: Series[pd.StringDtype] = text("The file it was read from, below the period's folder")
    sha256: Series[pd.StringDtype] = text("SHA-256 of the text that offsets point into, hexadecimal")
    file_sha256: Series[pd.StringDtype] = text(
        "SHA-256 of the input file it was read from; for a member of an archive, of the archive", nullable=True
    )
    title: Series[pd.StringDtype] = text("Headline", nullable=True)
    author: Series[pd.StringDtype] = text("By-line", nullable=True)
    url: Series[pd.StringDtype] = text("The address at which it was published", nullable=True)
    publisher: Series[pd.StringDtype] = text("The outlet that published it", nullable=True)
    agency: Series[pd.StringDtype] = text("The news agency whose text it carries (AFP, Reuters ...)", nullable=True)
    published: Series[pd.StringDtype] = day("The day it was published, or the first day on which it may have been")
    published_precision: Series[pd.Int64Dtype] = number(
        "UCDP date precision: 1 day, 2 within 2-6 days, 3 week, 4 month, 5 longer", ge=1, le=5
    )
    published_zone: Series[pd.StringDtype] = text(
        "The time zone of the publication day, as stated: an offset from UTC (+02:00)",
        nullable=True,
        str_matches=r"^[+-]\d{2}:\d{2}$",
    )
    published_basis: Series[pd.StringDtype] = coded(
        "How the day is known: stated in the record, read in the text, taken from another article of its story, "
        "or inferred from the period",
        BASES,
        nullable=True,
    )
    language: Series[pd.StringDtype] = text("ISO 639-1 code of the text's language", nullable=True)
    story: Series[pd.StringDtype] = text("Articles that carry one text share a story", nullable=True)
    cut_of: Series[pd.StringDtype] = text(
        "For a cut of a story: the doc of the longest article that carries it", nullable=True
    )
    adds: Series[object] = listing("Sentences of this cut that the longest lacks")
    lacks: Series[object] = listing("Sentences of the longest that this cut lacks")
    truncated: Series[pd.BooleanDtype] = pa.Field(
        description="Cut off (a paywall, an excerpt): what it leaves out means nothing"
    )
    words: Series[pd.Int64Dtype] = number("Length of the text in words, without page furniture", ge=0)
    furniture: Series[pd.Int64Dtype] = number("Characters excluded as page furniture", ge=0)
    numbers: Series[pd.Int64Dtype] = number("Numbers in it: claimed, set aside, or unread", ge=0)
    set_aside: Series[object] = listing(
        "Numbers neither claimed nor listed as unread, by what they are: age, date, money ...; 'elsewhere' is a number "
        "that no rule read, in a sentence without words of harm or people"
    )
    status: Series[pd.StringDtype] = coded("How it was used", STATUSES)
    duplicate_of: Series[pd.StringDtype] = text("For a duplicate: the doc with the same text", nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "documents"
        strict = True

    @pa.dataframe_check
    @classmethod
    def duplicate_names_its_original(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A duplicate, and only a duplicate, names its original."""
        return (rows["status"] == "duplicate") == rows["duplicate_of"].notna()

    @pa.dataframe_check
    @classmethod
    def precision_goes_with_date(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """A publication day always has a precision and a basis."""
        return (rows["published"].isna() == rows["published_precision"].isna()) & (
            rows["published"].isna() == rows["published_basis"].isna()
        )
