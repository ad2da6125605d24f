"""One outlet's bulletins on a rising toll are a chain: one voice whose last word stands, not several witnesses."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pandas as pd
import pytest
from barsk import Told

from reconcile.compare import compare_claims
from reconcile.model.crossing import from_frame
from reconcile.model.records import Claim, Event
from reconcile.model.settings import Settings

BULLETINS = {
    "first": (
        "2021-03-02",
        12,
        "Market strike in Barsk\nWarplanes struck the fish market of Barsk on Tuesday: 12 dead.",
    ),
    "second": (
        "2021-03-04",
        17,
        "Barsk toll at 17\nSeventeen, not 12: the hospital in Barsk found more dead. In all 17 people died in the "
        "strike on the fish market on Tuesday.",
    ),
    "third": (
        "2021-03-06",
        21,
        "More bodies in Barsk\nDiggers worked through a third night at the fish market of Barsk that warplanes struck "
        "on Tuesday. The count stands at 21.",
    ),
}
QUOTES = {"first": "12 dead", "second": "17 people", "third": "21"}


def tellings(agency: str | None, publisher: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = [
        replace(barsk.MARKET, doc=doc, text=text, published=day, agency=agency, publisher=publisher)
        for doc, (day, _, text) in BULLETINS.items()
    ]
    told = {
        doc: [Told(QUOTES[doc], value, place="Barsk", day="2021-03-02", cause="airstrike")]
        for doc, (_, value, _) in BULLETINS.items()
    }
    linked, _, events = barsk.run(articles, told)
    as_of = {doc: day for doc, (day, _, _) in BULLETINS.items()}
    return linked.assign(as_of=linked["doc"].map(as_of).astype(linked["as_of"].dtype)), events


@pytest.mark.parametrize(("agency", "publisher"), [("Nordwire", "Post"), (None, "Post")])
def test_a_chain_of_bulletins_is_one_voice_and_its_last_word_stands(agency: str | None, publisher: str) -> None:
    linked, events = tellings(agency, publisher)
    assert linked["story"].nunique() == 3
    assert linked["event_id"].nunique() == 1
    assert set(linked["originator"]) == {agency or publisher}
    verdicts = {
        found.verdict for found in compare_claims(from_frame(Claim, linked), from_frame(Event, events), Settings())
    }
    assert verdicts == {"superseded"}


def test_texts_of_nobodys_own_are_voices_of_their_own() -> None:
    linked, _ = tellings(None, None)
    assert (linked["originator"] == linked["story"]).all()
