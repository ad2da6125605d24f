"""Dates: rows of examples, and dates written in every form and read back."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.extract.dates.find import Anchor, DateWords, FoundDate, find_dates, precision_of
from reconcile.language import Pack
from reconcile.model.article import Article, Span
from reconcile.text.document import Document
from schemas.dates import BASES, ROLES

PACK = Pack("en")
WORDS = PACK.read("dates", DateWords)
WEDNESDAY = Anchor("2013-06-05", "dateline", 1)
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "dates.csv").open(encoding="utf-8")))


def read(text: str, anchor: Anchor | None = WEDNESDAY) -> list[FoundDate]:
    return find_dates(Document(Article("a", text)), PACK, anchor)


def span(found: FoundDate) -> tuple[str, str]:
    return found.days.begins.isoformat(), found.days.ends.isoformat()


def anchor_of(text: str) -> Anchor | None:
    if not text:
        return None
    return Anchor(text, "dateline", 1) if len(text) == 10 else Anchor(text + "-01", "period", 4)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["sentence"][:60])
def test_the_examples(row: dict[str, str]) -> None:
    found = read(row["sentence"], anchor_of(row["anchor"]))
    if not row["quote"]:
        assert found == []
        return
    last = found[-1]
    assert (last.quote, *span(last), last.role) == (row["quote"], row["begins"], row["ends"], row["role"])


DAYS = st.dates(date(1950, 1, 1), date(2040, 12, 31))
ABSOLUTE = (
    "on {month} {day}, {year}",
    "on {month} {day} {year}",
    "on {short} {day}, {year}",
    "on {day} {month} {year}",
    "on {weekday}, {day} {month}, {year}",
    "on {weekday} {month} {day}{ordinal}, {year}",
    "on the {day}{ordinal} of {month}, {year}",
    "at noon {iso}",
    "on {day:02d}.{number:02d}.{year}",
)


def parts(day: date) -> dict[str, object]:
    names = WORDS.months[day.month]
    ordinal = "th" if day.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return {
        "month": names[0].title(),
        "short": names[-1].title() + ("." if len(names) > 1 else ""),
        "day": day.day,
        "ordinal": ordinal,
        "year": day.year,
        "number": day.month,
        "iso": day.isoformat(),
        "weekday": WORDS.weekdays[day.isoweekday()][0].title(),
    }


@given(DAYS, st.sampled_from(ABSOLUTE), st.booleans())
def test_a_full_date_is_read_back_whatever_its_form(day: date, form: str, shout: bool) -> None:
    text = f"A house fell {form.format(**parts(day))} in the town."
    (found,) = read(text.upper() if shout else text, Anchor("2041-01-01", "dateline", 1))
    assert (found.days.begins, found.days.ends) == (day, day + timedelta(1))
    assert (found.precision, found.basis) == (1, "absolute")


@given(DAYS, st.integers(0, 300), st.sampled_from(("{month} {day}", "{day} {month}", "{weekday}, {month} {day}")))
def test_a_date_without_a_year_is_the_last_such_day(day: date, later: int, form: str) -> None:
    anchor = Anchor((day + timedelta(later)).isoformat(), "dateline", 1)
    (found,) = read(f"A house fell on {form.format(**parts(day))} in the town.", anchor)
    assert (found.days.begins, found.basis) == (day, "dateline")


@given(
    DAYS,
    st.integers(0, 6),
    st.sampled_from(("on {weekday}", "{weekday} night", "early {weekday}", "late on {weekday}")),
)
def test_a_weekday_lies_within_the_six_days_before(day: date, later: int, form: str) -> None:
    anchor = Anchor((day + timedelta(later)).isoformat(), "twin", 1)
    (found,) = read(f"A house fell {form.format(**parts(day))} in the town.", anchor)
    assert (found.days.begins, found.precision, found.basis) == (day, 1, "twin")


@given(DAYS, st.integers(1, 27))
def test_a_range_reaches_over_its_last_day(day: date, length: int) -> None:
    first, last = parts(day), parts(day + timedelta(length))
    text = "Fighting raged from {month} {day}, {year} to ".format(**first) + "{month} {day}, {year}.".format(**last)
    (found,) = read(text, Anchor("2041-06-01", "dateline", 1))
    assert (found.days.begins, found.days.ends) == (day, day + timedelta(length + 1))


@given(DAYS, st.sampled_from(sorted(WORDS.edges)))
def test_an_edge_stays_inside_its_month(day: date, edge: str) -> None:
    (found,) = read(f"A house fell in {edge} {parts(day)['month']} {day.year}.", Anchor("2041-01-01", "dateline", 1))
    after = (day.replace(day=28) + timedelta(4)).replace(day=1)
    assert day.replace(day=1) <= found.days.begins < found.days.ends <= after


SCRAPS = (
    "on in since May 19 2013 March to - and the next day Friday last week ago two early 3 / of past month years é today"
    " later , . ’ 1990s between 4/5/2013 JAN 90 until mid-"
)


@given(
    st.lists(st.sampled_from(SCRAPS.split()), max_size=25).map(" ".join),
    st.sampled_from([None, WEDNESDAY, Anchor("2013-06-01", "period", 4)]),
)
def test_whatever_is_found_is_sound(text: str, anchor: Anchor | None) -> None:
    found = read(text, anchor)
    for mention in found:
        assert text[mention.start : mention.end] == mention.quote
        assert mention.days.begins < mention.days.ends
        assert mention.precision == precision_of(mention.days.begins, mention.days.ends)
        assert mention.role in ROLES
        assert mention.basis in BASES
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    read(text)


def test_furniture_is_not_read() -> None:
    text = "Archive May 2012\n\nA house fell on May 19."
    page = Document(Article("a", text, fences=(Span(0, 16),)))
    assert [mention.quote for mention in find_dates(page, PACK, WEDNESDAY)] == ["May 19"]


def test_only_some_sentences_can_be_asked_for() -> None:
    page = Document(Article("a", "A house fell on May 19. Another fell on May 21. A third stood on May 23."))
    assert [m.quote for m in find_dates(page, PACK, WEDNESDAY, [page.sentences[1]])] == ["May 21"]


def test_a_date_is_read_over_the_stop_of_a_month_cut_short() -> None:
    text = "It closed on Monday, Oct. 8, 2012, after the storm. The shop reopened on Nov. 12."
    assert [str(m.days.begins) for m in read(text)] == ["2012-10-08", "2012-11-12"]


def test_a_long_line_costs_time_in_step_with_its_length() -> None:
    found = read("x" * 200_000 + " and a house fell on May 19, 2013.")
    assert [str(m.days.begins) for m in found] == ["2013-05-19"]
