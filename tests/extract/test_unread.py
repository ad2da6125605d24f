"""What no rule read: every number is claimed, set aside as what it is, or listed; the desk's rulings make claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reconcile.extract.counted.count import Seen
from reconcile.extract.reader import Read, Reader
from reconcile.extract.unread.traits import WORDS
from reconcile.extract.unread.weighing import Model, load_weights, model_of, weigh
from reconcile.gazetteer import load_gazetteer
from reconcile.model.article import Article
from reconcile.model.entered import Entered, unread_id
from reconcile.model.records import Ruling, Unread
from reconcile.text.document import Document
from schemas.codes import DecisionWord, Link, Measure, UnreadKind

READERS = {code: Reader(code, "interval", load_gazetteer()) for code in ("en", "fr")}
AREA = "The flood killed 12 people in Barsk. For 300 residents the day was a long one, and 40 tents went there."
"""Two numbers beside people and things that no rule reads."""


def read(text: str, code: str = "en", rulings: dict[str, Entered] | None = None) -> Read:
    article = Article("a.txt", text, published="2024-05-06", published_precision=1, language=code)
    return READERS[code].read(article, None, rulings=rulings or {})


def entered(measure: Measure | None, group: str | None = None, event: str | None = None) -> Entered:
    word = DecisionWord.ENTER_CLAIM if measure else DecisionWord.NO_FIGURE
    ruling = Ruling(
        decision_id="d-1",
        period="2024-05",
        about="u-1",
        decision=word,
        reason="read it",
        analyst="Ana",
        decided_at="2024-06-01T00:00:00+00:00",
        evidence_hash="",
        sequence=1,
    )
    return Entered(ruling, measure, group, event)


def rows_of(text: str, code: str = "en") -> dict[str, Unread]:
    return {row.quote: row for row in read(text, code).left.rows}


ACCOUNTED = [
    AREA,
    "At 5 p.m. on 6 May 2024 a 61-year-old man and 12 others died in Barsk; damage was put at $5 million.",
    "Barsk lies 40 kilometres (25 miles) from the sea. It has 7 bridges and 3 mills, Resolution 2254 says.",
    "Nobody was hurt. 1 year and 3 months later 20-30 people were missing, about 12 percent of all.",
]


@pytest.mark.parametrize("text", ACCOUNTED)
def test_every_number_is_claimed_set_aside_or_listed(text: str) -> None:
    found, seen = read(text), list[Seen]()
    READERS["en"].figures.read_document(Document(Article("a.txt", text)), seen)
    claimed = {n.start for n in seen for claim in found.claims if n.start < claim.end and claim.start < n.end}
    claimed |= {text.index(repeated) + 1 for repeated in ("(25 miles)",) if repeated in text}
    listed = {row.start for row in found.left.rows if row.kind is UnreadKind.NUMBER}
    assert found.left.numbers == len(seen)
    assert len(claimed) + len(listed - claimed) + sum(found.left.set_aside.values()) == len(seen)


def test_a_number_that_no_rule_read_is_listed_with_its_sentence() -> None:
    row = rows_of(AREA)["300"]
    assert (row.low, row.high, row.taken_for, row.ruling) == (300, 300, None, None)
    assert row.sentence[row.start - row.sentence_start :].startswith("300 residents")
    assert 0 <= row.likelihood <= 1
    assert row.because


def test_an_age_a_date_and_a_time_are_set_aside_as_what_they_are() -> None:
    aside = read(ACCOUNTED[1]).left.set_aside
    assert aside["clock"] == 1
    assert aside["money"] == 1
    assert aside["date"] + aside.get("year", 0) == 2


def test_a_length_in_a_second_unit_belongs_to_its_claim() -> None:
    assert "25" not in rows_of(ACCOUNTED[2])


def test_a_number_far_from_harm_and_people_is_set_aside() -> None:
    left = read("The orchestra played 14 waltzes and 9 polkas.").left
    assert left.rows == []
    assert left.set_aside["elsewhere"] == left.numbers == 2


def test_a_desk_enters_a_claim_and_withdraws_it() -> None:
    id = rows_of(AREA)["300"].unread_id
    found = read(AREA, rulings={id: entered(Measure.AFFECTED, "residents", "e-1")})
    (claim,) = [claim for claim in found.claims if claim.quote == "300"]
    assert (claim.measure, claim.group, claim.low, claim.bound) == ("affected", "residents", 300, "exact")
    assert (claim.event_id, claim.link, claim.moved_by) == ("e-1", Link.LINKED, ("d-1",))
    assert claim.grounds[0].rule == "entered by the desk"
    (row,) = [row for row in found.left.rows if row.unread_id == id]
    assert (row.ruling, row.shown) == (DecisionWord.ENTER_CLAIM, True)
    assert "300" not in {claim.quote for claim in read(AREA).claims}


def test_a_ruling_holds_when_the_reader_reads_the_number_otherwise() -> None:
    claim = next(claim for claim in read(AREA).claims if claim.quote == "12")
    id = unread_id("a.txt", claim.start, "12")
    missing = read(AREA, rulings={id: entered(Measure.MISSING)})
    assert [c.measure for c in missing.claims if c.start == claim.start] == ["missing"]
    none = read(AREA, rulings={id: entered(None)})
    assert [c for c in none.claims if c.start == claim.start] == []
    assert [row.ruling for row in none.left.rows if row.unread_id == id] == [DecisionWord.NO_FIGURE]


def test_things_are_entered_in_their_own_unit() -> None:
    id = rows_of(AREA)["40"].unread_id
    (claim,) = [c for c in read(AREA, rulings={id: entered(Measure.PROPERTY)}).claims if c.quote == "40"]
    assert (claim.measure, claim.unit[:4], claim.group) == ("property", "tent", None)


def test_a_language_without_weights_of_its_own_lists_by_the_classes() -> None:
    others = load_weights().others
    assert model_of("fr") is others
    assert model_of("en") is not others
    assert not any(trait.partition(":")[0] in WORDS for trait in others.traits)
    assert "300" in rows_of("La crue a tué 12 personnes. Le maire avait craint pour 300 habitants.", "fr")


def test_what_weighs_most_is_named() -> None:
    model = Model(
        shown=0.5, listed=0.1, traits={"near: shot": 1.5, "counts: man": 0.5, "number: any": 3.0, "near: a": -2.0}
    )
    found = weigh(["near: shot", "counts: man", "number: any", "near: a", "near: b"], model)
    assert found.because == ("near: shot +1.5", "counts: man +0.5", "near: a -2.0")
    assert replace(found, weights={}).because == ()


def test_a_row_that_is_shown_is_likelier_than_one_that_is_listed() -> None:
    for model in (*load_weights().languages.values(), load_weights().others):
        assert 0 < model.listed < model.shown < 1
