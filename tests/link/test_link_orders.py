"""What links may not hang on: the order of articles, or others that tell of something else."""

from __future__ import annotations

import re
from dataclasses import replace

import barsk
import pandas as pd
from barsk import Told
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.model.article import Article

PLACES = ("Barsk", "Tolven")
CAUSES = ("airstrike", "flood", "shooting")
_DAY = re.compile(r"\d+ (?:March|January)")
TEXT = "{cause} in {place}\nA {cause} in {place} killed {toll} people on {day} March, {who} said. {tail}"
TAILS = (
    "Fishermen carried the wounded over the river Lun.",
    "The market square was closed, and the schools with it.",
    "Mayor Ilya Dorn promised an inquiry.",
)


@st.composite
def batches(draw: st.DrawFn) -> list[tuple[Article, list[Told]]]:
    found = []
    for number in range(draw(st.integers(2, 7))):
        place, cause = draw(st.sampled_from(PLACES)), draw(st.sampled_from(CAUSES))
        day, toll = draw(st.integers(2, 6)), draw(st.integers(3, 30))
        who, tail = draw(st.sampled_from(["police", "the mayor"])), draw(st.sampled_from(TAILS))
        text = TEXT.format(cause=cause, place=place, toll=toll, day=day, who=who, tail=tail)
        published = f"2021-03-0{day + 1}"
        article = replace(barsk.MARKET, doc=f"doc-{number}", text=text, published=published, publisher=None)
        told = [Told(f"{toll} people", toll, place=place, day=f"2021-03-0{day}", cause=cause)]
        found.append((article, told))
    return found


def groups(linked: pd.DataFrame) -> dict[str, tuple[str | None, str, tuple[str, ...]]]:
    rows = zip(linked["claim_id"], linked["event_id"], linked["link"], linked["candidates"], strict=True)
    return {claim: (None if pd.isna(event) else event, link, tuple(also)) for claim, event, link, also in rows}


def run(batch: list[tuple[Article, list[Told]]]) -> pd.DataFrame:
    days = [
        barsk.day(article, hit[0], told[0].day or "") for article, told in batch if (hit := _DAY.search(article.text))
    ]
    return barsk.run([article for article, _ in batch], {a.doc: told for a, told in batch}, days=days)[0]


@settings(max_examples=25)
@given(batches(), st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_no_link(batch: list[tuple[Article, list[Told]]], chance: st.Random) -> None:
    shuffled = list(batch)
    chance.shuffle(shuffled)
    assert groups(run(shuffled)) == groups(run(batch))


ELSEWHERE = replace(
    barsk.MARKET,
    doc="elsewhere",
    text="Mine collapse in Ostrava\nA pit in Ostrava fell in on 20 January and buried 70 miners, the company said.",
    published="2021-01-21",
    publisher=None,
)
BURIED = [Told("70 miners", 70, "missing", place=None, day="2021-01-20", cause="accident")]


OTHERS = [replace(ELSEWHERE, doc=f"elsewhere-{n}", text=ELSEWHERE.text.replace("70", str(70 + n))) for n in range(3)]


@settings(max_examples=8)
@given(st.sets(st.sampled_from(sorted(barsk.ARTICLES))), st.sets(st.sampled_from(range(len(OTHERS))), min_size=1))
def test_unrelated_articles_neither_join_nor_part_others(kept: set[str], added: set[int]) -> None:
    """Which claims go together stays the same, with or without articles of something else."""
    told = barsk.TOLD | {other.doc: [replace(BURIED[0], quote=f"{70 + n} miners")] for n, other in enumerate(OTHERS)}
    scene = [barsk.ARTICLES[doc] for doc in sorted(kept)]
    alone, beside = barsk.run(scene, told)[0], barsk.run([*scene, *(OTHERS[n] for n in sorted(added))], told)[0]
    others = beside["doc"].str.startswith("elsewhere")
    assert parts(beside[~others]) == parts(alone)
    assert not set(beside[others]["event_id"].dropna()) & set(beside[~others]["event_id"].dropna())


def parts(linked: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(held["claim_id"]) for _, held in linked.groupby("event_id")}


def test_a_report_between_two_events_does_not_chain_them() -> None:
    """One that fits either joins neither, or one of the two: they stay apart."""
    texts = {
        "monday": "Raid on Barsk\nAn air raid on the mill of Barsk killed 14 millers on 1 March, the guild said.",
        "between": "Raids on Barsk\nAir raids on Barsk killed people early in March, the guild said, 14 or 30.",
        "friday": "Raid on Barsk\nAn air raid on the docks of Barsk killed 30 dockers on 5 March, the harbour said.",
    }
    days = {"monday": ("1 March", "2021-03-01"), "friday": ("5 March", "2021-03-05")}
    articles = [replace(barsk.MARKET, doc=doc, text=text, published="2021-03-06") for doc, text in texts.items()]
    told = {
        "monday": [Told("14 millers", 14, place="Barsk", day="2021-03-01", cause="airstrike")],
        "between": [Told("14 or 30", 14, place="Barsk", cause="airstrike")],
        "friday": [Told("30 dockers", 30, place="Barsk", day="2021-03-05", cause="airstrike")],
    }
    stated = [barsk.day(a, *days[a.doc]) for a in articles if a.doc in days]
    linked, _, _ = barsk.run(articles, told, days=stated)
    assert barsk.event_of(linked, "monday", "14 millers") != barsk.event_of(linked, "friday", "30 dockers")
