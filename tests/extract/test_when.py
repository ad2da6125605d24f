"""The day of the article, and the date that belongs to a figure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.extract.dates.claim_days import Calendar, When, read_publication
from reconcile.extract.dates.find import Anchor
from reconcile.language import Pack
from reconcile.model.article import Article
from reconcile.model.date_interval import DateInterval
from reconcile.model.records import Ground
from reconcile.text.document import Document
from schemas.codes import DatePrecision, DateRule

PACK = Pack("en")
WEDNESDAY = Anchor("2013-06-05", "dateline", 1)


def when(text: str, figure: str, anchor: Anchor | None = WEDNESDAY) -> When:
    start = text.index(figure)
    return Calendar(Document(Article("a", text)), PACK, anchor).of(start, start + len(figure))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last updated: 5 June, 2013\n\nTroops took the town on May 19, 2013.", "2013-06-05"),
        ("PORT LIBRE, 3 JAN 90 -- [TEXT] FIFTY PEASANTS WERE TAKEN ON 30 DECEMBER.", "1990-01-03"),
        ("Blast in port\n\nWed 05 Apr 2017 Blast in port. Nine people died.", "2017-04-05"),
        ("Blast in port\nMonday, Sep 10, 2012 | Updated 9: 01 AM EDT\nNine people died.", "2012-09-10"),
        ("Blast in port\n09 / 10 / 10 08: 23 PM ET\nNine people died.", "2010-09-10"),
        ("Blast in port\n\nDate of publication 3 October 2017 Nine people died.", "2017-10-03"),
        ("2013-06-05\nNine people died.", "2013-06-05"),
        ("Published 2013-06-05T08:23:00Z\nNine people died.", "2013-06-05"),
        ("Blast in port Monitor AFP Friday 12 Sep 2014 Nine people died.", "2014-09-12"),
        ("PORT LIBRE, June 5, 2013 (Reuters) - Nine people died.", "2013-06-05"),
        ("Blast in port\non April 30, 2008 at 4: 31 AM\nNine people died.", "2008-04-30"),
        ("Port Libre (Published Friday, Jan. 6, 2017)\nNine people died.", "2017-01-06"),
    ],
)
def test_the_articles_own_day_is_read(text: str, day: str) -> None:
    found = read_publication(Document(Article("a", text)), PACK)
    assert found is not None
    assert found.days.begins.isoformat() == day
    assert found.role == "publication"


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died in a blast on May 19, 2013, officials said.",
        "On Sunday, May 19, 2013, nine people died in a blast.",
        "A blast in the port of 19 May 2013 killed nine.",
        "May 19, 2013 was the day on which nine people died.",
        "The town fell in June 2013.",
        "Nine people died.",
        "",
    ],
)
def test_the_day_of_an_event_is_not_the_articles(text: str) -> None:
    assert read_publication(Document(Article("a", text)), PACK) is None


@pytest.mark.parametrize(
    ("text", "figure", "start", "end"),
    [
        ("A raid on Tuesday killed 12 people.", "12", "2013-06-04", "2013-06-04"),
        ("On Monday a raid killed 12, and on Tuesday a mine killed 30.", "12", "2013-06-03", "2013-06-03"),
        ("On Monday a raid killed 12, and on Tuesday a mine killed 30.", "30", "2013-06-04", "2013-06-04"),
        ("A raid killed 12 on Monday, the army said on Wednesday.", "12", "2013-06-03", "2013-06-03"),
        ("A raid hit the port on Monday. It killed 12.", "12", "2013-06-03", "2013-06-03"),
        ("A raid hit the port on Monday.\n\nPeople fled.\n\nThe dead were 12.", "12", "2013-06-03", "2013-06-03"),
        ("A mine killed 30 in May 2012. A raid killed 14.", "14", "2013-06-04", "2013-06-05"),
        ("The deadliest raid since 2011 killed 12 on Monday.", "12", "2013-06-03", "2013-06-03"),
        ("Since March 2011 more than 900 have been killed.", "900", "2011-03-01", None),
        ("Clashes that began on Sunday have killed 12.", "12", "2013-06-02", "2013-06-05"),
        ("A raid killed 12.", "12", "2013-06-04", "2013-06-05"),
        ("The governor said on Tuesday that a raid killed 12.", "12", "2013-06-03", "2013-06-04"),
        ("In the past three days, 12 were killed.", "12", "2013-06-02", "2013-06-05"),
        ("A raid killed 12. The strike came on May 30, a neighbour recalled.", "12", "2013-05-30", "2013-05-30"),
    ],
)
def test_a_figure_has_the_date_of_its_story(text: str, figure: str, start: str, end: str | None) -> None:
    found = when(text, figure)
    assert (found.event_start, found.event_end) == (start, end), found.ground


def test_a_toll_counts_up_to_the_day_that_is_stated() -> None:
    assert when("As of 1 June, 40 bodies had been found.", "40").as_of == date(2013, 6, 1)
    assert when("Some 40 bodies were found on Monday.", "40").as_of == date(2013, 6, 5)


def test_without_any_day_nothing_is_invented() -> None:
    found = when("A raid on Tuesday killed 12.", "12", None)
    assert found == When(None, None, Ground("date", DateRule.UNKNOWN))


def test_a_month_known_only_by_its_folder_is_a_month() -> None:
    found = when("A raid killed 12.", "12", Anchor("2019-03-01", "period", 4))
    assert found.days == DateInterval(date(2019, 3, 1), date(2019, 4, 1), DatePrecision.MONTH)


@given(st.text(alphabet="on May19, Tuesday.\nsaid 12 since2011", max_size=120), st.integers(0, 120))
def test_every_place_has_an_answer(text: str, at: int) -> None:
    found = Calendar(Document(Article("a", text)), PACK, WEDNESDAY).of(at, at + 1)
    assert found.ground.rule in list(DateRule)
    if found.event_start and found.event_end:
        assert found.event_start <= found.event_end


def test_a_heading_gives_the_day_of_what_is_listed_under_it() -> None:
    text = "Daily brief\n\n1. Quake of 28 May\n- North: 12 dead\n\n2. Quake of 2 June\n- South: 3 dead"
    assert when(text, "12").event_start == "2013-05-28"
    assert when(text, "3 dead").event_start == "2013-06-02"
