"""Articles in other languages: each is read with the words of its own language, and one event may be told in two."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest
from barsk import Told

from reconcile.language import available
from reconcile.link.mentions import names_event_of
from reconcile.link.vocabulary import Lexicon, LinkWords
from reconcile.model.records import Event
from reconcile.store.desk import Desk
from reconcile.text.document import Document
from schemas.codes import DatePrecision

BLAST = replace(
    barsk.MARKET,
    doc="attentat",
    language="fr",
    publisher="Courrier",
    text="Attentat à Barsk : 12 morts\n"
    "Une voiture piégée a explosé lundi devant le marché aux poissons de Barsk, tuant 12 marchands, "
    "a indiqué le maire, Ilya Dorn.",
    published="2021-03-01",
)
LATER = replace(
    BLAST,
    doc="bilan",
    publisher="Gazette",
    text="Enquête ouverte à Barsk\n"
    "Deux suspects ont été arrêtés vendredi à Barsk, a dit le maire, Ilya Dorn.\n"
    "Le bilan de l'attentat de lundi au marché aux poissons est passé à 14 morts.",
    published="2021-03-05",
)
ENGLISH = replace(
    barsk.MARKET,
    doc="blast",
    text="Car bomb kills 12 in Barsk\n"
    "A car bomb went off on Monday outside the fish market of Barsk, killing 12 traders, Mayor Ilya Dorn said.",
    published="2021-03-02",
)
FERRY = replace(
    BLAST,
    doc="bac",
    text="Naufrage à Tolven\nLe bac Marta Kron a coulé lundi dans le port de Tolven et 20 passagers ont disparu.",
)
TOLD = {
    "attentat": [Told("12 marchands", 12, place="Barsk", day="2021-03-01", cause="car bomb")],
    "bilan": [Told("14 morts", 14, place="Barsk", day="2021-03-05", cause="bombing")],
    "blast": [Told("12 traders", 12, place="Barsk", day="2021-03-01", cause="car bomb")],
    "bac": [Told("20 passagers", 20, "missing", place="Tolven", day="2021-03-01", cause="accident")],
}
DAYS = [
    barsk.day(BLAST, "lundi", "2021-03-01"),
    barsk.day(LATER, "vendredi", "2021-03-05"),
    barsk.day(LATER, "lundi", "2021-03-01", "as-of"),
    barsk.day(ENGLISH, "Monday", "2021-03-01"),
    barsk.day(FERRY, "lundi", "2021-03-01"),
]


def events(*articles: barsk.Article) -> dict[str, str | None]:
    docs = {article.doc for article in articles}
    linked, _, _ = barsk.run(list(articles), TOLD, days=[day for day in DAYS if day.doc in docs])
    return dict(zip(linked["doc"], linked["event_id"], strict=True))


def test_two_french_articles_report_the_attack_of_monday() -> None:
    found = events(BLAST, LATER, FERRY)
    assert found["attentat"] == found["bilan"] != found["bac"]


def test_an_attack_is_one_event_in_french_and_in_english() -> None:
    found = events(BLAST, ENGLISH, FERRY)
    assert found["attentat"] == found["blast"] != found["bac"]


@pytest.mark.parametrize(
    ("words", "owns"),
    [
        ("Le bilan de l'attentat de lundi est de 14 morts.", True),
        ("L'explosion survenue lundi a fait 14 morts.", True),
        ("Les pluies diluviennes de lundi ont fait 14 morts.", True),
        ("Le maire a dit lundi que 14 personnes étaient mortes.", False),
        ("Dans le discours de lundi, il a parlé de 14 morts.", False),
    ],
)
def test_whose_day_it_is_in_french(words: str, owns: bool) -> None:
    article = replace(BLAST, text=words)
    (sentence,) = Document(article).sentences
    assert names_event_of(barsk.day(article, "lundi", "2021-03-01"), sentence, Lexicon().of("fr")) is owns


def test_a_french_article_calls_an_event_of_the_desk_by_its_name() -> None:
    known = Event(
        event_id="e-desk",
        name="Crue de la Lun",
        kind="flood",
        place="Barsk",
        country="XA",
        start="2021-02-01",
        end="2021-02-01",
        precision=DatePrecision.DAY,
        origin="desk",
    )
    text = "Bilan alourdi\nLe bilan de la crue de la Lun s'est alourdi à 20 morts vendredi."
    worse = "Orage\nUn orage a fait 20 morts vendredi, le pire bilan depuis la crue de la Lun."
    for words, event_id in ((text, "e-desk"), (worse, None)):
        article = replace(BLAST, doc="crue", text=words)
        told = {"crue": [Told("20 morts", 20, day="2021-03-05")]}
        days = [barsk.day(article, "vendredi", "2021-03-05")]
        linked, _, _ = barsk.run([article], told, Desk(events=(known,)), days)
        found = barsk.event_of(linked, "crue", "20 morts")
        assert (found == "e-desk") is (event_id is not None), words


@pytest.mark.parametrize(
    ("sentence", "quote", "measure", "kind"),
    [
        ("La guerre a fait 9 000 morts depuis 2011.", "9 000", "killed", "war"),
        ("Il a étudié 70 cas d'usage de gaz depuis 2014.", "70", "incidents", "series"),
        ("Le bilan de l'explosion atteint 86 morts.", "86", "killed", None),
    ],
)
def test_totals_go_to_french_wars_and_series(sentence: str, quote: str, measure: str, kind: str | None) -> None:
    article = replace(BLAST, text=sentence)
    told = {"attentat": [Told(quote, 9, measure, "Sarmia", scope="cumulative")]}
    _, _, listed = barsk.run([article], told)
    assert set(listed["kind"].dropna()) & {"war", "series"} == ({kind} if kind else set())


def test_a_language_without_link_words_is_linked_by_place_and_day() -> None:
    assert Lexicon().of("xx") == LinkWords()
    assert "xx" not in available()
    one, other = (replace(article, language="xx") for article in (BLAST, LATER))
    told = {**TOLD, "bilan": [replace(TOLD["bilan"][0], day="2021-03-01")]}
    linked, _, _ = barsk.run([one, other], told)
    assert linked["event_id"].nunique() == 1
