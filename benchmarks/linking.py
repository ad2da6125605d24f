"""Time and memory of linking claims to events, and of finding stories, as a month grows.

The batches are made up: events in invented towns of invented countries, each reported by a few outlets with their own
tolls, some of them copies and cuts of one another, with totals of a war and flashbacks to other events in between. All
events are in one month, so that a bigger batch is a denser one. Each size runs in a process of its own, on one core.

    .venv/bin/python benchmarks/linking.py [--claims 1000 10000 100000] [--articles 1000 10000 100000]

The exponent of a step says how time grows with size: 1 is linear, 2 is the square.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from math import log
from typing import Any

from reconcile.model.records import Claim, DateMention, Document
from schemas.codes import Bound, DatePrecision, DateRole, Link, Measure, PlacePrecision, Scope, SpeakerKind, Stance

SIZES = (1_000, 10_000, 100_000)
COUNTRIES, TOWNS, DAYS = 24, 100, 30
"""Countries with a war each, towns in each of them, days of the month."""
WORDS = 5_000
"""The size of the vocabulary that sentences are filled from."""
CAUSES = ("airstrike", "shelling", "car bomb", "clash", "shooting", "flood", "earthquake", "fire")
OUTLETS = ("Beacon", "Courier", "Herald", "Ledger", "Mirror", "Post", "Times", "Tribune", "Voice", "Watch")
SYLLABLES = tuple(f"{first}{rest}" for first in "bdfghjklmnprstv" for rest in ("a", "el", "in", "or", "u"))
PER_ARTICLE = 5
"""The average number of claims in an article."""
COPIES, FLASHBACKS, TOTALS = 0.3, 0.2, 0.25
"""Shares of articles that copy an earlier one, that recall another event, and that give the war's toll."""


_JUNE = re.compile(r"(\d+) June")


@dataclass(frozen=True)
class Scene:
    """An invented event: where, when and by what, with its toll and the names that articles give it."""

    event: int
    country: int
    town: int
    day: int
    cause: str
    killed: int
    injured: int
    mayor: str
    quarter: str

    @property
    def place(self) -> dict[str, Any]:
        """The columns of a claim that say where."""
        north, east = divmod(self.town, 10)
        return {
            "place": name_of(self.country, self.town),
            "place_id": f"made-{self.country}-{self.town}",
            "latitude": 4 * (self.country // 4) + north * 0.3,
            "longitude": 20.0 + 9 * (self.country % 4) + east * 0.3,
            "country": f"X{chr(65 + self.country)}",
            "place_precision": 1,
        }


@dataclass
class Draft:
    """An article being built: its sentences, and the figures in each (number as written, measure, event)."""

    scene: Scene
    outlet: str
    sentences: list[str] = field(default_factory=list)
    said: list[list[tuple[str, str, Scene | None]]] = field(default_factory=list)

    def add(self, sentence: str, *figures: tuple[int, str, Scene | None]) -> None:
        """Add a sentence that contains the given figures in this order, each exactly once."""
        self.sentences.append(sentence)
        self.said.append([(f"{value:,}", measure, scene) for value, measure, scene in figures])


def main() -> None:
    """Run both measurements and print them."""
    options = _options()
    print(f"{'':<10}{'size':>10}{'seconds':>10}{'exponent':>10}{'peak MB':>10}   found")
    for name, sizes, work in (("claims", options.claims, link), ("articles", options.articles, find)):
        before: tuple[int, float] | None = None
        for size in sizes:
            seconds, peak, found = _apart(work, size)
            step = "" if before is None else f"{log(seconds / before[1]) / log(size / before[0]):.2f}"
            print(f"{name:<10}{size:>10,}{seconds:>10.2f}{step:>10}{peak:>10,.0f}   {found}", flush=True)
            before = size, seconds


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="*", default=SIZES, help="claims to link")
    parser.add_argument("--articles", type=int, nargs="*", default=SIZES, help="articles to find stories among")
    return parser.parse_args()


def _apart(work: Callable[[int], tuple[float, float, str]], size: int) -> tuple[float, float, str]:
    """The result of a function run in its own process, so that its peak memory can be measured."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (size,))


def link(size: int) -> tuple[float, float, str]:
    """Seconds and peak memory of linking so many claims, and how well they were linked."""
    from reconcile.link import find_stories, link_claims, trace_sources
    from reconcile.store.desk import Desk
    from reconcile.text.document import Document

    drafts = compose(size // PER_ARTICLE)
    pages = {article.doc: Document(article) for article in _articles(drafts)}
    _, papers = find_stories(list(pages.values()), _documents(drafts), Desk().settings)
    claims, truth = _claims(drafts, size)
    began = time.process_time()
    traced, _ = trace_sources(claims, papers, Desk())
    linked = link_claims(traced, _dates(drafts), papers, Desk(), pages)
    seconds = time.process_time() - began
    given = {claim.claim_id: claim.event_id for claim in linked.claims}
    events = f"{len(linked.events):,} events of {len(set(truth.values())):,}"
    return seconds, _peak(), f"{events}; {_b_cubed(truth, given)}"


def find(size: int) -> tuple[float, float, str]:
    """Seconds and peak memory of finding the stories among so many articles, their sentences included."""
    from reconcile.link import find_stories
    from reconcile.store.desk import Desk
    from reconcile.text.document import Document

    drafts = compose(size)
    articles, documents = _articles(drafts), _documents(drafts)
    began = time.process_time()
    _, papers = find_stories(list(map(Document, articles)), documents, Desk().settings)
    stories = {paper.story for paper in papers}
    return time.process_time() - began, _peak(), f"{len(stories):,} stories"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _b_cubed(truth: dict[str, int], given: dict[str, Any]) -> str:
    from reconcile.evaluate.grouping import b_cubed

    labels = {item: str(given[item]) if isinstance(given[item], str) else f"alone {item}" for item in truth}
    return f"B-cubed F1 {b_cubed({item: str(event) for item, event in truth.items()}, labels).f1:.3f}"


def compose(count: int) -> list[Draft]:
    """So many articles of one month, always the same ones for a count."""
    chance = random.Random(count)
    drafts: list[Draft] = []
    past: list[Scene] = []
    for scene in _scenes(chance):
        past.append(scene)
        own: list[Draft] = []
        for _ in range(min(9, 1 + int(chance.expovariate(0.5)))):
            again = bool(own) and chance.random() < COPIES
            own.append(_copy(chance.choice(own), chance) if again else _write(scene, past, chance))
        drafts += own
        if len(drafts) >= count:
            return drafts[:count]
    return drafts


def _scenes(chance: random.Random) -> Iterator[Scene]:
    event = 0
    while True:
        yield Scene(
            event,
            country=min(int(chance.expovariate(0.2)), COUNTRIES - 1),
            town=chance.randrange(TOWNS),
            day=chance.randrange(DAYS) + 1,
            cause=chance.choice(CAUSES),
            killed=2 + int(chance.expovariate(0.06)),
            injured=3 + int(chance.expovariate(0.03)),
            mayor=f"{_word(chance, 2).capitalize()} {_word(chance, 3).capitalize()}",
            quarter=_word(chance, 3).capitalize(),
        )
        event += 1


def _write(scene: Scene, past: Sequence[Scene], chance: random.Random) -> Draft:
    """One outlet's own account of an event, its toll a little off now and then."""
    killed, injured = scene.killed + chance.choice((0, 0, 0, 1, 2)), scene.injured + chance.choice((0, 0, 0, 0, 5))
    town = scene.place["place"]
    draft = Draft(scene, chance.choice(OUTLETS))
    draft.add(f"{scene.cause.capitalize()} in {town} kills {killed:,}.", (killed, "killed", scene))
    draft.add(
        f"At least {killed:,} people died and {injured:,} were hurt in the {scene.quarter} quarter of {town} "
        f"on {scene.day} June, {scene.mayor} said.",
        (killed, "killed", scene),
        (injured, "injured", scene),
    )
    draft.add(f"{_filler(chance).capitalize()} near {scene.quarter}, where {_filler(chance)}.")
    draft.add(f"Doctors treated {injured:,} of them while {_filler(chance)}.", (injured, "injured", scene))
    if chance.random() < FLASHBACKS:
        other = chance.choice(past)
        where = f"In {other.place['place']} the {other.cause} of {other.day} June left {other.killed:,} dead."
        draft.add(where, (other.killed, "killed", other))
    if chance.random() < TOTALS:
        toll = 10_000 + 1_000 * scene.country
        draft.add(f"More than {toll:,} people have died since the war began.", (toll, "killed", None))
    draft.add(f"{_filler(chance).capitalize()} and {_filler(chance)}, the {draft.outlet} learnt.")
    return draft


def _copy(draft: Draft, chance: random.Random) -> Draft:
    """A copy of an article: cut short now and then, with a sentence of its own in place of the last."""
    last = len(draft.sentences) - chance.choice((1, 1, 2))
    copied = replace(draft, outlet=chance.choice(OUTLETS), sentences=draft.sentences[:last], said=[*draft.said[:last]])
    copied.add(f"Read more of it in the {copied.outlet}.")
    return copied


@cache
def name_of(country: int, town: int) -> str:
    """The name of an invented town."""
    return _word(random.Random(f"{country} {town}"), 3).capitalize()


def _filler(chance: random.Random) -> str:
    """A few words out of some thousands, common ones more often."""
    known = vocabulary()
    return " ".join(known[min(int(chance.expovariate(0.002)), len(known) - 1)] for _ in range(8))


@cache
def vocabulary() -> list[str]:
    """The invented words that fill sentences."""
    chance = random.Random("vocabulary")
    return [_word(chance, 3) for _ in range(WORDS)]


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables))


def _doc(number: int) -> str:
    return f"made/{number:06}"


def _day(scene: Scene) -> str:
    return f"2024-06-{scene.day:02}"


def _articles(drafts: Sequence[Draft]) -> list[Any]:
    from reconcile.model.article import Article

    return [
        Article(
            _doc(number),
            "\n".join(draft.sentences),
            publisher=draft.outlet,
            published=_day(draft.scene),
            published_precision=1,
            published_basis="stated",
        )
        for number, draft in enumerate(drafts)
    ]


def _documents(drafts: Sequence[Draft]) -> list[Document]:
    return [
        Document(
            doc=_doc(number),
            path=_doc(number),
            sha256="0",
            publisher=draft.outlet,
            published=_day(draft.scene),
            published_precision=DatePrecision.DAY,
            published_basis="stated",
            language="en",
            truncated=False,
            status="read",
        )
        for number, draft in enumerate(drafts)
    ]


def _claims(drafts: Sequence[Draft], most: int) -> tuple[list[Claim], dict[str, int]]:
    """The claims that a reader would find in the articles, and the true event of those that count one."""
    claims: list[Claim] = []
    truth: dict[str, int] = {}
    for number, draft in enumerate(drafts):
        offset = 0
        for sentence, said in zip(draft.sentences, draft.said, strict=True):
            at = 0
            for quote, measure, scene in said:
                at = sentence.index(quote, at)
                claim = _claim(number, draft, (offset, sentence), (offset + at, quote), Measure(measure), scene)
                claims.append(claim)
                if scene is not None:
                    truth[claim.claim_id] = scene.event
                at += len(quote)
            offset += len(sentence) + 1
    kept = claims[:most]
    return kept, {claim.claim_id: truth[claim.claim_id] for claim in kept if claim.claim_id in truth}


def _dates(drafts: Sequence[Draft]) -> list[DateMention]:
    """The days that the articles name, as a reader finds them."""
    return [
        DateMention(
            date_id=f"d-{number}-{hit.start()}",
            doc=_doc(number),
            start=hit.start(),
            end=hit.end(),
            quote=hit.group(),
            begins=f"2024-06-{int(hit.group(1)):02}",
            ends=(date(2024, 6, int(hit.group(1))) + timedelta(days=1)).isoformat(),
            precision=DatePrecision.DAY,
            role=DateRole.OCCURRENCE,
            basis="dateline",
        )
        for number, draft in enumerate(drafts)
        for hit in _JUNE.finditer("\n".join(draft.sentences))
    ]


def _claim(
    number: int, draft: Draft, sentence: tuple[int, str], at: tuple[int, str], measure: Measure, scene: Scene | None
) -> Claim:
    """One claim as the reader gives it; a war's toll names the country alone."""
    from reconcile.model.ids import claim_id

    (start, quote), end = at, at[0] + len(at[1])
    value = float(quote.replace(",", ""))
    claim = Claim(
        claim_id=claim_id(_doc(number), start, end, measure),
        doc=_doc(number),
        start=start,
        end=end,
        quote=quote,
        sentence=sentence[1],
        sentence_start=sentence[0],
        measure=measure,
        low=value,
        best=value,
        high=value,
        bound=Bound.EXACT,
        unit="person",
        implicit=False,
        attribution_kind=SpeakerKind.NARRATOR,
        stance=Stance.ASSERTED,
        scope=Scope.INCIDENT if scene else Scope.CUMULATIVE,
        link=Link.UNLINKED,
        extractor="made",
    )
    if scene is None:
        country = draft.scene.place["country"]
        return replace(claim, country=country, place=country, place_precision=PlacePrecision.COUNTRY)
    days = {"event_start": _day(scene), "event_end": _day(scene), "date_precision": DatePrecision.DAY}
    return replace(claim, cause=scene.cause, **scene.place, **days)


if __name__ == "__main__":
    main()
