"""What a figure covers, and what did the harm."""

from __future__ import annotations

import pytest

from reconcile.extract.causes import CauseLexicon, Causes
from reconcile.extract.dates.claim_days import Calendar
from reconcile.extract.scope import ScopeLexicon, Scopes, load_scope_weights
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document

SCOPES = ScopeLexicon(load_pack("en"))
CAUSES = CauseLexicon(load_pack("en"))


@pytest.mark.parametrize(
    ("sentence", "quote", "measure", "scope"),
    [
        ("Twelve people were killed when a shell hit the market.", "Twelve", "killed", "incident"),
        ("The war has killed 4,000 people.", "4,000", "killed", "cumulative"),
        ("More than 90,000 people have died since 2011.", "90,000", "killed", "cumulative"),
        ("Some 300 people have been killed since the talks broke off.", "300", "killed", "cumulative"),
        ("Six people have been hurt since dawn.", "Six", "injured", "incident"),
        ("Raids killed 140 people in the past three days.", "140", "killed", "period"),
        ("There have been 40 killings so far this year.", "40", "killed", "period"),
        ("17 dead in Orlova weekend shootings", "17", "killed", "period"),
        (
            "At least 17 people were killed and 4 hurt in shootings across Orlova between Friday evening and Monday.",
            "17",
            "killed",
            "period",
        ),
        ("Two dead, three injured during violent 24 hours in Orlova", "Two", "killed", "period"),
        ("Three people were killed in a blast in Orlova over the weekend.", "Three", "killed", "incident"),
        ("At least 80 people were killed in the city in November alone.", "80", "killed", "period"),
        ("At least 12 people were killed in Orlova alone on Monday.", "12", "killed", "incident"),
        ("Police named two men who were shot dead in separate incidents on Friday.", "two", "killed", "period"),
        ("Two dead, three hurt in overnight Orlova shootings", "Two", "killed", "period"),
        ("Police are investigating a pair of murders early on Sunday.", "a pair", "killed", "period"),
        ("Gunmen fired at four people at two separate locations, killing two.", "two", "killed", "incident"),
        ("The five-year war goes on.", "five-year", "duration", "cumulative"),
        ("A 17-day assault ended.", "17-day", "duration", "incident"),
        ("The town lies 10 km from the border since 2011.", "10 km", "distance", "incident"),
    ],
)
def test_scope(sentence: str, quote: str, measure: str, scope: str) -> None:
    page = Document(Article("a", sentence))
    start = sentence.index(quote)
    digits = quote.replace(",", "")
    size = float(digits) if digits.isdigit() else 0
    dates = Calendar(page, load_pack("en"), None).dates
    found = Scopes(page, SCOPES, lambda: dates).of(start, start + len(quote), measure, size)
    assert found.scope == scope, found.ground


@pytest.mark.parametrize(
    ("text", "quote", "scope", "rule"),
    [
        # dates as long as a month, and the day up to which a total counts
        (
            "During October 2021 more than 350 people died in Sarova.",
            "350",
            "period",
            "dates",
        ),
        ("As of 24 July the death toll in the epidemic stands at 412.", "412", "cumulative", "cue"),
        # one day, and one event
        ("On Monday, 14 people were killed when a bomb exploded at the market.", "14", "incident", "one event"),
        # a report's title and its first sentence govern what follows
        (
            "Monthly monitor of Sarova, June 2021\n\nIn June 2021, raids killed 97 people. "
            "Between 1 and 30 June, 31 incidents were recorded. Mines in 12 districts killed 40 people.",
            "40 people",
            "period",
            None,
        ),
        # a total is no scope by itself, nor is the name of a paper
        ("A total of 14 people died in the crash, the Sarova Daily reported on Monday.", "14", "incident", "one event"),
    ],
)
def test_scope_and_what_it_rests_on(text: str, quote: str, scope: str, rule: str | None) -> None:
    page, start = Document(Article("a", text)), text.index(quote)
    number = quote.split()[0]
    dates = Calendar(page, load_pack("en"), None).dates
    found = Scopes(page, SCOPES, lambda: dates).of(start, start + len(number), "killed", float(number))
    assert found.scope == scope, found.ground
    assert rule in (None, found.ground.rule)


def test_every_sign_with_points_can_occur() -> None:
    signs = {name.partition(" ")[2] for name in load_scope_weights().points if name.startswith(("cue ", "beside "))}
    assert signs == set(SCOPES.cues.rule.values)


@pytest.mark.parametrize(
    ("text", "quote", "cause", "weapon"),
    [
        ("Air strikes killed 12 people.", "12", "airstrike", None),
        ("A car bomb killed 12 people.", "12", "car bomb", "car bomb"),
        ("Sarin gas killed 12 people.", "12", "chemical attack", "sarin"),
        ("A flood swept the valley. Twelve people died.", "Twelve", "flood", None),
        ("Gunmen opened fire. It was dark. Nobody came. Twelve died.", "Twelve", "shooting", None),
        ("Twelve people died.", "Twelve", None, None),
        # a word of a cause in what tells of none
        ("Men opening fire on a playground wounded 3 children.", "3", "shooting", None),
        ("Fire Department officials said 3 people were shot.", "3", "shooting", None),
        ("The Fire Chief said three people died.", "three", None, None),
        ("Three men were shot. Two were flown by helicopter to Orlova.", "Two", "shooting", None),
        ("He was shot, and two men are fighting for their lives.", "two", "shooting", None),
        ("Two men with assault rifles shot a guard.", "a guard", "shooting", None),
        ("Four attackers died as militants storm a police office.", "Four", None, None),
        ("The fires have killed 24, a pilot of a helicopter that came down among them.", "24", "wildfire", None),
        ("Nineteen people died when a coach plunged into a gorge.", "Nineteen", "accident", None),
    ],
)
def test_cause(text: str, quote: str, cause: str | None, weapon: str | None) -> None:
    page = Document(Article("a", text))
    start = text.index(quote)
    sentence = page.sentence_at(start)
    assert sentence is not None
    found = Causes(page, CAUSES).of(sentence, start)
    assert (found.name, found.weapon) == (cause, weapon)
    assert (found.ground is None) == (cause is None)


def test_the_toll_to_date_of_a_disaster_is_that_of_an_incident() -> None:
    sentence = "As of Sunday, the death toll has reached 5,900, the agency said."
    start = sentence.index("5,900")
    scopes = Scopes(Document(Article("a", sentence)), SCOPES)
    assert scopes.of(start, start + 5, "killed", 5900, cause="earthquake").scope == "incident"
    since = "Floods have killed 5,900 people since 2011."
    start = since.index("5,900")
    assert (
        Scopes(Document(Article("a", since)), SCOPES).of(start, start + 5, "killed", 5900, cause="flood").scope
        != "incident"
    )
