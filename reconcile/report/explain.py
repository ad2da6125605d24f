"""Where a claim, a figure, a conflict or an event comes from, in plain words with its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from reconcile.errors import BadInput
from reconcile.store.ledger import Ledger, Run
from reconcile.wording.figure_words import (
    counted,
    day_words,
    exceeded,
    interval,
    period_words,
    reading,
    settled,
    with_unit,
)
from reconcile.wording.grounds import reading_words
from schemas import records
from schemas.columns import MEASURES

if TYPE_CHECKING:
    from rich.console import RenderableType

Record = Mapping[str, Any]
Facts = list[tuple[str, str]]

COLOURS = ("red", "yellow", "magenta", "cyan", "blue", "green")

BOUND_WORDS = {
    "exact": "the number itself",
    "at_least": "this many or more",
    "more_than": "more than this",
    "at_most": "this many or fewer",
    "less_than": "fewer than this",
    "about": "about this many",
    "range": "somewhere between the two",
    "vague": "a word for an order of size",
}


@dataclass(frozen=True)
class Explanation:
    """What is known of one id: a sentence that says what it is, and facts (heading, words) in reading order."""

    key: str
    title: str
    facts: Facts


@dataclass(frozen=True, eq=False)
class Book:
    """One run's tables, with rows at hand by id."""

    period: str
    tables: Mapping[str, pd.DataFrame]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return records(self.tables[name]) if name in self.tables else []

    def row(self, name: str, key: str | None) -> dict[str, Any] | None:
        """The row with this id."""
        frame = self.tables.get(name)
        if frame is None or key is None:
            return None
        found = records(frame[frame[frame.columns[0]] == key])
        return found[0] if found else None

    def event_name(self, key: str | None) -> str:
        """What an event is called."""
        event = self.row("events", key)
        return f"{event['name']} ({key})" if event else str(key)


def explain(ledger: Ledger, key: str, period: str | None = None) -> Explanation:
    """Explain an id as the latest run that knows it found it; refused where none does."""
    runs = _latest_runs(ledger, period)
    for run in runs:
        found = explain_in(key, run.period, ledger.tables(run.number))
        if found is not None:
            return found
    where = f"the last run of {period}" if period else "the last run of any period"
    raise BadInput(
        f"'{key}' is no id of a claim, figure, conflict, event, check or source in {where}.",
        "Ids stand in the grey columns at the far right of each sheet, and in the first column of each table.",
    )


def explain_in(key: str, period: str, tables: Mapping[str, pd.DataFrame]) -> Explanation | None:
    """Explain an id by one run's tables; None where they do not hold it."""
    book = Book(period, tables)
    for name, tell in KINDS.items():
        row = book.row(name, key)
        if row is not None:
            title, facts = tell(row, book)
            return Explanation(key, title, [(heading, words) for heading, words in facts if words])
    return None


def render(found: Explanation) -> Iterator[RenderableType]:
    """An explanation for the terminal; quotes stand between « and », so that nothing hangs on colour."""
    from rich.text import Text

    yield Text(f"{found.key}: {found.title}", style="bold")
    for heading, words in found.facts:
        yield Text.assemble((f"{heading}: ", "bold cyan"), words)


def mark_articles(claims: pd.DataFrame, texts: Mapping[str, str]) -> Iterator[RenderableType]:
    """Each article with its figures coloured in place by measure, and the reading of each below it."""
    from rich.text import Text

    by_doc = {doc: records(group) for doc, group in claims.groupby("doc", sort=True)}
    for doc, text in sorted(texts.items()):
        found = by_doc.get(doc, [])
        article = Text(text)
        for claim in found:
            article.stylize(f"bold reverse {colour(claim['measure'])}", claim["start"], claim["end"])
        yield Text(f"\n{doc}", style="bold underline")
        yield article
        for claim in found:
            words = f"{claim['start']:>6}  «{claim['quote']}»  {claim['measure']} {_figure(claim)}"
            yield Text(words, style=colour(claim["measure"]))
            yield Text(f"        {claim['reading'] or ''}", style="dim")


def colour(measure: str) -> str:
    """The colour that a measure is marked in; there are fewer colours than measures."""
    return COLOURS[MEASURES.index(measure) % len(COLOURS)]


def _latest_runs(ledger: Ledger, period: str | None) -> list[Run]:
    latest = {run.period: run for run in ledger.runs(period) if run.finished}
    return sorted(latest.values(), key=lambda run: run.number, reverse=True)


def _claim(row: Record, book: Book) -> tuple[str, Facts]:
    title = f"{row['doc']} says: {row['measure']} {_figure(row)}"
    return title, [
        ("Sentence", _marked(row)),
        ("Where it stands", f"{row['doc']}, characters {row['start']} to {row['end']}"),
        ("Words", f"«{row['quote']}»: {BOUND_WORDS[row['bound']]}{_profile(row)}"),
        ("Allows", with_unit(interval(row["low"], row["high"]), row["unit"])),
        ("Counted", row["group"] or ""),
        ("Part of", f"«{row['part_of']}»" if row["part_of"] else ""),
        ("Who says so", f"{row['attribution'] or 'the article itself'} ({row['attribution_kind']}, {row['stance']})"),
        ("Chain", _chain(row)),
        ("Covers", f"{row['scope']}{', as of ' + day_words(row['as_of']) if row['as_of'] else ''}"),
        ("When", _when(row["event_start"], row["event_end"])),
        ("Where", ", ".join(part for part in (row["place"], row["country"]) if part)),
        ("Cause", ", ".join(part for part in (row["cause"], row["weapon"]) if part)),
        ("Event", _link(row, book)),
        ("How it was read", reading_words(row["grounds"])),
        *_comparisons(row["claim_id"], book),
        *_uses(row["claim_id"], book),
    ]


def _figure_facts(row: Record, book: Book) -> tuple[str, Facts]:
    of = f" of {row['group']}" if row["group"] else ""
    title = f"{row['measure']}{of}: {with_unit(_settled(row, book), row['unit'])} ({row['status']})"
    voices = ", ".join(
        (
            counted(row["articles"], "article"),
            counted(row["publishers"], "publisher"),
            counted(row["originators"], "originator"),
        )
    )
    return title, [
        ("Event", book.event_name(row["event_id"])),
        ("Covers", f"{row['scope']}{', as of ' + day_words(row['as_of']) if row['as_of'] else ''}"),
        ("Why", row["because"]),
        ("Rule", row["rule"]),
        ("Confidence", row["confidence"]),
        ("Rests on", voices),
        *_sentences(row["claim_ids"], book),
        *_conflicts_over(row["claim_ids"], book),
    ]


def _conflict(row: Record, book: Book) -> tuple[str, Facts]:
    age = f", {counted(row['age'], 'month')} old" if row["age"] else ""
    return row["explanation"], [
        ("Kind", f"{row['kind']} ({row['severity']})"),
        ("Event", book.event_name(row["event_id"]) if row["event_id"] else ""),
        ("What each side says", "\n".join(row["sides"])),
        ("Effect", row["effect_sentence"] or ""),
        ("What would settle it", row["remedy"]),
        ("State", f"{row['state']}, first seen in {period_words(row['first_seen'])}{age}"),
        ("Decision", row["decision"] or ""),
        *_sentences(row["claim_ids"], book),
    ]


def _event(row: Record, book: Book) -> tuple[str, Facts]:
    claims = [claim for claim in book.rows("claims") if claim["event_id"] == row["event_id"]]
    figures = [figure for figure in book.rows("figures") if figure["event_id"] == row["event_id"]]
    return f"{row['name']} ({row['kind'] or 'event'}, {row['origin']})", [
        ("When", _when(row["start"], row["end"])),
        ("Where", ", ".join(part for part in (row["place"], row["country"]) if part)),
        ("Part of", book.event_name(row["parent"]) if row["parent"] else ""),
        ("Also called", ", ".join(row["aliases"])),
        *[("Figure", f"{f['figure_id']}: {f['measure']} {with_unit(_settled(f, book), f['unit'])}") for f in figures],
        *_sentences([claim["claim_id"] for claim in claims], book),
        *_conflicts_over([claim["claim_id"] for claim in claims], book),
    ]


def _check(row: Record, book: Book) -> tuple[str, Facts]:
    return row["explanation"], [
        ("Check", f"{row['name']}: {'it holds' if row['holds'] else 'it does not hold'}"),
        ("Event", book.event_name(row["event_id"]) if row["event_id"] else ""),
        ("Counts", row["measure"] or ""),
        *_sentences(row["claim_ids"], book),
        *([] if row["holds"] else _conflicts_over(row["claim_ids"], book)),
    ]


def _source(row: Record, book: Book) -> tuple[str, Facts]:
    voiced = [claim["claim_id"] for claim in book.rows("claims") if claim[row["role"]] == row["name"]]
    return f"{row['name']} ({row['role']}, {row['kind'] or 'of no known kind'})", [
        ("Reliability", row["reliability"]),
        ("Registry", row["state"]),
        ("Speaks for", row["side"] or ""),
        ("Also called", ", ".join(row["aliases"])),
        ("Carried by", f"{counted(row['articles'], 'article')}, {counted(row['claims'], 'claim')}"),
        *_sentences(voiced, book),
    ]


KINDS: dict[str, Callable[[Record, Book], tuple[str, Facts]]] = {
    "claims": _claim,
    "figures": _figure_facts,
    "conflicts": _conflict,
    "events": _event,
    "checks": _check,
    "sources": _source,
}
"""The tables whose ids can be explained, and how."""


def _settled(figure: Record, book: Book) -> str:
    claims = (book.row("claims", key) for key in figure["claim_ids"])
    return settled(figure, exceeded(figure, [claim for claim in claims if claim]))


def _figure(claim: Record) -> str:
    return with_unit(reading(claim), claim["unit"])


def _marked(claim: Record) -> str:
    """The sentence with the quote between « and »."""
    sentence, quote = claim["sentence"], claim["quote"]
    at = sentence.find(quote)
    return f"{sentence[:at]}«{quote}»{sentence[at + len(quote) :]}" if at >= 0 else sentence


def _profile(claim: Record) -> str:
    return f", read by the convention '{claim['profile']}'" if claim["profile"] else ""


def _chain(claim: Record) -> str:
    links = (("publisher", "published by"), ("agency", "carries"), ("originator", "goes back to"))
    return ", ".join(f"{words} {claim[column]}" for column, words in links if claim[column])


def _when(first: str | None, last: str | None) -> str:
    if first and last and first != last:
        return f"{day_words(first)} to {day_words(last)}"
    return day_words(first or last)


def _link(claim: Record, book: Book) -> str:
    reason = f"; {claim['link_reason']}" if claim["link_reason"] else ""
    if claim["link"] == "linked":
        return f"{book.event_name(claim['event_id'])}{reason}"
    names = ", ".join(book.event_name(key) for key in claim["candidates"])
    return f"{claim['link']}{': could be ' + names if names else ''}{reason}"


def _comparisons(key: str, book: Book) -> Facts:
    mine = [row for row in book.rows("comparisons") if key in (row["left"], row["right"])]
    return [("Compared", f"{row['verdict']}: {row['explanation']}") for row in mine]


def _uses(key: str, book: Book) -> Facts:
    figures = [row for row in book.rows("figures") if key in row["claim_ids"]]
    stands = [("Stands behind", f"{row['figure_id']}: {row['measure']} {_settled(row, book)}") for row in figures]
    return stands + _conflicts_over([key], book)


def _sentences(keys: Sequence[str], book: Book) -> Facts:
    claims = (book.row("claims", key) for key in keys)
    return [("Claim", f"{c['claim_id']} ({c['doc']}): {_marked(c)}") for c in claims if c]


def _conflicts_over(keys: Sequence[str], book: Book) -> Facts:
    mine = [row for row in book.rows("conflicts") if set(keys) & set(row["claim_ids"])]
    return [("Conflict", f"{row['conflict_id']} ({row['severity']}): {row['explanation']}") for row in mine]
