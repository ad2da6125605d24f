"""Who is one voice, from the words of articles: bodies and those who speak for them, short forms, repeats."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import settle_articles

from reconcile.link.institutions import Institution, NameReaders
from reconcile.link.vocabulary import Lexicon
from schemas.codes import Confidence

BLAST = "A bomb in the fish market of Kano, Nigeria, killed 14 people on Thursday, "
VOICES = {
    "a spokesman is the body": (
        ["Kano police said 14 people were killed by a bomb in Kano, Nigeria, on Thursday.",
         BLAST + "police spokesman Adnan Bello said.",
         BLAST + "said Umar Danjuma, who speaks for the Kano police."],
        1,
    ),
    "a head is the body, also where only a surname stands": (
        [BLAST + "said Adnan Bello, director of the Tarauni hospital. Bello said nine people were injured.",
         BLAST + "the Tarauni hospital said."],
        1,
    ),
    "a post is its body": (
        [BLAST + "Health Minister Adnan Bello said.",
         BLAST + "the health ministry said.",
         BLAST + "the Nigerian Ministry of Health said."],
        1,
    ),
    "who cites another is the other": (
        [BLAST + "the Kano Daily reported, citing Kano police.", BLAST + "police said."],
        1,
    ),
    "a headline is the speaker's": (
        ["Fourteen killed in Kano blast\n\n" + BLAST + "police said.\n\nThe bomb that killed 14 lay in a stall."],
        1,
    ),
    "a rounded headline is the speaker's": (
        ["More than 200 injured in Kano\n\nA bomb in the fish market of Kano, Nigeria, injured 214 people on Thursday, "
         "police said. The mayor said three people were killed."],
        2,
    ),
    "the minister is the one named before": (
        ["Health Minister Adnan Bello went to Kano, Nigeria, on Thursday. The bomb in the market of "
         "Kano killed 14 people on Thursday, the minister said.",
         BLAST + "the health ministry said."],
        1,
    ),
    "the police of a country and of its town are one": (
        [BLAST + "Kano police said.", BLAST + "the Nigerian police said."],
        1,
    ),
    "two forces are two": (
        [BLAST + "Kano police said.", BLAST + "Katsina police said."],
        2,
    ),
    "two bodies are two": (
        [BLAST + "police said.", BLAST + "the Red Cross said."],
        2,
    ),
}  # fmt: skip


def settled(texts: list[str], folder: Path):
    articles = [
        {"id": f"t{n}", "title": "", "source": f"Paper {n}", "published": "2023-02-03", "text": text}
        for n, text in enumerate(texts)
    ]
    return settle_articles(articles, folder).tables


@pytest.mark.parametrize("kind", VOICES)
def test_voices(kind, tmp_path):
    texts, voices = VOICES[kind]
    claims = settled(texts, tmp_path).claims
    assert len({claim.event_id for claim in claims}) == 1
    assert len({claim.originator for claim in claims}) == voices, sorted({str(claim.originator) for claim in claims})


def confidence(texts: list[str], folder: Path) -> Confidence:
    (figure,) = (f for f in settled(texts, folder).figures if f.measure == "killed")
    return figure.confidence


def test_two_authorities_that_count_for_themselves_confirm(tmp_path):
    assert confidence([BLAST + "police said.", BLAST + "the Red Cross said."], tmp_path) == Confidence.CONFIRMED


@pytest.mark.parametrize(
    "other",
    ["the city council said.", "officials said.", "residents said.", "a source said.", "television said.",
     "said Adnan Bello of Kano police."],
)  # fmt: skip
def test_nobody_in_particular_confirms_nothing(other, tmp_path):
    assert confidence([BLAST + "Kano police said.", BLAST + other], tmp_path) != Confidence.CONFIRMED


def test_a_person_of_no_named_body_confirms_nothing(tmp_path):
    texts = [BLAST + "Kano police said.", BLAST + "Adnan Bello said."]
    assert confidence(texts, tmp_path) == Confidence.FAIR


def test_outlets_alone_are_weak(tmp_path):
    own = BLAST.replace(", killed", " killed").rstrip(", ") + "."
    assert confidence([own, own.replace("A bomb", "An explosion")], tmp_path) == Confidence.WEAK


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("the Turkish police", Institution("police", frozenset({"TR"}), False)),
        ("Turkey's disaster agency", Institution("government", frozenset({"TR"}), False)),
        ("a police official", Institution("police", frozenset(), False)),
        ("Syrian activists", Institution(None, frozenset({"SY"}), True)),
        ("Ilya Dorn", Institution(None, frozenset({"ilya", "dorn"}), False)),
        ("head of the Syrian Observatory", Institution("observatory", frozenset(), False)),
    ],
)
def test_what_a_name_says(name, meaning):
    assert NameReaders().of("en", Lexicon().of("en")).read(name) == meaning
