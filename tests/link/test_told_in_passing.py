"""What an article says in passing of another attack of a war belongs to that attack, told in full elsewhere."""

from __future__ import annotations

from pathlib import Path

from cases import settle_articles

FULL = (
    "Gas attack kills 80 in Misrata\n\nA chemical attack killed 80 people and wounded 200 in Misrata, "
    "Libya, on Tuesday, "
    "the hospital said. Families had been asleep when the shells fell on the old harbour."
)
ELSEWHERE = (
    "Bomb on bus wounds 14 in Sebha\n\nA bomb on a bus wounded 14 workers in Sebha, Libya, on "
    "Saturday.\n\nOn Tuesday a "
    "chemical attack killed 80 people and wounded 200."
)
EARLIER = (
    "Strike on Zliten kills 18\n\nAn air strike killed 18 people in Zliten, Libya, on Saturday, the "
    "council said. Twelve "
    "houses were levelled.\n\nEarlier this week a chemical attack hit the port of Misrata killing at "
    "least 80 civilians."
)


def events_of(folder: Path, *texts: str) -> list[str]:
    """The names of the events of articles, each a day or more after the gas attack of 8 August 2023."""
    days = ("2023-08-09", "2023-08-13", "2023-08-13")
    articles = [
        {"id": f"a{n}", "title": text.split("\n")[0], "source": f"Paper {n}", "published": day, "text": text}
        for n, (text, day) in enumerate(zip(texts, days, strict=False))
    ]
    return [event.name for event in settle_articles(articles, folder).tables.events if event.kind != "war"]


def test_an_attack_of_another_day_is_not_at_the_place_of_the_article(tmp_path: Path) -> None:
    assert len(events_of(tmp_path, FULL, ELSEWHERE)) == 2


def test_a_short_reference_back_opens_no_new_event(tmp_path: Path) -> None:
    names = events_of(tmp_path, FULL, EARLIER)
    assert len([name for name in names if "Misrata" in name]) == 1
    assert len(names) == 2
