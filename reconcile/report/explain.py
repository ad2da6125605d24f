"""Explanations of a claim, figure, conflict, event, check or source as text, with the sentences behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from reconcile.errors import BadInput
from reconcile.model.records import Check, Claim, Conflict, Document, Event, Figure, Source
from reconcile.model.run_tables import RunTables
from reconcile.report.month import Month, by_doc
from reconcile.report.naming_rows import find_row
from reconcile.report.quotes import quoted
from reconcile.store.ledger import Ledger, Run
from reconcile.wording import record_words as words
from reconcile.wording.grounds import reading_words
from schemas.codes import Measure

if TYPE_CHECKING:
    from rich.console import RenderableType

Facts = list[tuple[str, str]]
Row = TypeVar("Row")

COLOURS = ("red", "yellow", "magenta", "cyan", "blue", "green")


@dataclass(frozen=True)
class Explanation:
    """One id explained: a sentence that says what it is, and facts (heading, text) in reading order."""

    key: str
    title: str
    facts: Facts
    ref: str | None = None


def explain(ledger: Ledger, key: str, period: str | None = None) -> Explanation:
    """Explain an id by the tables of the latest run that contains it.

    Args:
        ledger: the workspace's ledger.
        key: a short reference, an id, the beginning of one, or a name.
        period: look in the last run of this period only.

    Raises:
        BadInput: where the id is unknown to every such run.
    """
    for run in _latest_runs(ledger, period):
        tables = ledger.tables(run.number)
        found = explain_in(find_row(key, tables), run.period, tables)
        if found is not None:
            return found
    where = f"the last run of {period}" if period else "the last run of any period"
    raise BadInput(
        f"'{key}' is not a reference, id or name of a row in {where}.",
        "References (E-7, F-12, C-4, K-31, A-3) are in the first column of each sheet, ids in the grey ones at the far "
        "right.",
    )


def explain_in(key: str, period: str, tables: RunTables) -> Explanation | None:
    """Explain an id by one run's tables.

    Args:
        key: the whole id of a claim, figure, conflict, event, check or source.
        period: the period of the run.
        tables: the tables of the run.

    Returns:
        The explanation without empty facts; None where the id is not in the tables.
    """
    month = Month(period, tables)
    found = (
        _explained(month, month.claims.get(key), _claim)
        or _explained(month, month.figures.get(key), _figure)
        or _explained(month, month.conflicts.get(key), _conflict)
        or _explained(month, month.events.get(key), _event)
        or _explained(month, month.documents.get(key), _article)
        or _explained(month, next((check for check in tables.checks if check.check_id == key), None), _check)
        or _explained(month, next((source for source in tables.sources if source.source_id == key), None), _source)
    )
    if found is None:
        return None
    title, facts = found
    return Explanation(key, title, [(heading, fact) for heading, fact in facts if fact], month.ref(key))


def render(found: Explanation) -> Iterator[RenderableType]:
    """An explanation for the terminal."""
    from rich.text import Text

    named = f"{found.ref} ({found.key})" if found.ref else found.key
    yield Text(f"{named}: {found.title}", style="bold")
    for heading, fact in found.facts:
        yield Text.assemble((f"{heading}: ", "bold cyan"), fact)


def mark_articles(claims: Iterable[Claim], texts: Mapping[str, str]) -> Iterator[RenderableType]:
    """Each article with its figures coloured by measure, and below it how each figure was read.

    Args:
        claims: the claims, in the order in which they are listed below their article.
        texts: the articles by doc.

    Returns:
        Texts for `rich`: heading, article and readings of each article, sorted by doc.
    """
    from rich.text import Text

    read = by_doc(claims)
    for doc, text in sorted(texts.items()):
        found = read.get(doc, [])
        article = Text(text)
        for claim in found:
            article.stylize(f"bold reverse {colour(claim.measure)}", claim.start, claim.end)
        yield Text(f"\n{doc}", style="bold underline")
        yield article
        for claim in found:
            line = f"{claim.start:>6}  «{claim.quote}»  {claim.measure} {words.claim_figure(claim)}"
            yield Text(line, style=colour(claim.measure))
            yield Text(f"        {reading_words(claim.grounds)}", style="dim")


def colour(measure: Measure) -> str:
    """The colour that a measure is marked in; there are fewer colours than measures."""
    return COLOURS[list(Measure).index(measure) % len(COLOURS)]


def _latest_runs(ledger: Ledger, period: str | None) -> list[Run]:
    latest = {run.period: run for run in ledger.runs(period) if run.finished}
    return sorted(latest.values(), key=lambda run: run.number, reverse=True)


def _explained(
    month: Month, row: Row | None, words_of: Callable[[Row, Month], tuple[str, Facts]]
) -> tuple[str, Facts] | None:
    return None if row is None else words_of(row, month)


def _claim(claim: Claim, month: Month) -> tuple[str, Facts]:
    return words.claim_title(claim), [
        ("Sentence", quoted(claim)),
        ("Position", words.claim_place(claim)),
        ("Words", words.claim_bound(claim)),
        ("Allows", words.claim_range(claim)),
        ("Counted", claim.group or ""),
        ("Part of", f"«{claim.part_of}»" if claim.part_of else ""),
        ("Who says so", words.claim_speaker_kind(claim)),
        ("Chain", words.claim_chain(claim)),
        ("Covers", words.covers(claim.scope, claim.as_of)),
        ("When", words.days_words(claim.event_start, claim.event_end)),
        ("Where", _joined(claim.place, claim.country)),
        ("Cause", _joined(claim.cause, claim.weapon)),
        ("Event", words.claim_linkage(claim, month.event_name_and_id)),
        ("How it was read", reading_words(claim.grounds)),
        *_comparisons(claim.claim_id, month),
        *_uses(claim.claim_id, month),
    ]


def _figure(figure: Figure, month: Month) -> tuple[str, Facts]:
    return words.figure_title(figure, month.exceeds(figure)), [
        ("Event", month.event_name_and_id(figure.event_id)),
        ("Covers", words.covers(figure.scope, figure.as_of)),
        ("Why", figure.because),
        ("Rule", figure.rule),
        ("Confidence", figure.confidence),
        ("Rests on", words.figure_voices(figure)),
        *_claims_and_conflicts(figure.claim_ids, month),
    ]


def _conflict(conflict: Conflict, month: Month) -> tuple[str, Facts]:
    return conflict.explanation, [
        ("Kind", f"{conflict.kind} ({conflict.severity})"),
        ("Event", month.event_name_and_id(conflict.event_id)),
        ("What each side says", "\n".join(conflict.sides)),
        ("Effect", conflict.effect_sentence or ""),
        ("What would settle it", conflict.remedy),
        ("State", words.conflict_state(conflict)),
        ("Decision", conflict.decision or ""),
        *_sentences(conflict.claim_ids, month),
    ]


def _event(event: Event, month: Month) -> tuple[str, Facts]:
    claims = [claim.claim_id for claim in month.tables.claims if claim.event_id == event.event_id]
    figures = [figure for figure in month.tables.figures if figure.event_id == event.event_id]
    return f"{event.name} ({event.kind or 'event'}, {event.origin})", [
        ("When", words.days_words(event.start, event.end)),
        ("Where", _joined(event.place, event.country)),
        ("Part of", month.event_name_and_id(event.parent)),
        ("Also called", ", ".join(event.aliases)),
        *[("Figure", words.figure_line(figure, month.exceeds(figure))) for figure in figures],
        *_claims_and_conflicts(claims, month),
    ]


def _article(document: Document, month: Month) -> tuple[str, Facts]:
    claims = [claim.claim_id for claim in month.claims.values() if claim.doc == document.doc]
    return month.title(document.doc), [
        ("Publisher", document.publisher or ""),
        ("Published", document.published or ""),
        ("File", document.path),
        *_sentences(claims, month),
    ]


def _check(check: Check, month: Month) -> tuple[str, Facts]:
    return check.explanation, [
        ("Check", words.check_result(check)),
        ("Event", month.event_name_and_id(check.event_id)),
        ("Counts", check.measure or ""),
        *_sentences(check.claim_ids, month),
        *([] if check.holds else _conflicts_over(check.claim_ids, month)),
    ]


def _source(source: Source, month: Month) -> tuple[str, Facts]:
    return words.source_title(source), [
        ("Reliability", source.reliability),
        ("Registry", source.state),
        ("Speaks for", source.side or ""),
        ("Also called", ", ".join(source.aliases)),
        ("Carried by", words.source_articles(source)),
        *_sentences([claim.claim_id for claim in month.tables.claims if _names(claim, source)], month),
    ]


def _names(claim: Claim, source: Source) -> bool:
    chain = {"publisher": claim.publisher, "agency": claim.agency, "originator": claim.originator}
    return chain[source.role] == source.name


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _comparisons(key: str, month: Month) -> Facts:
    mine = [row for row in month.tables.comparisons if key in (row.left, row.right)]
    return [("Compared", f"{row.verdict}: {row.explanation}") for row in mine]


def _uses(key: str, month: Month) -> Facts:
    figures = [figure for figure in month.tables.figures if key in figure.claim_ids]
    used = [("Used in", words.figure_line(figure, month.exceeds(figure))) for figure in figures]
    return used + _conflicts_over([key], month)


def _claims_and_conflicts(keys: Sequence[str], month: Month) -> Facts:
    return _sentences(keys, month) + _conflicts_over(keys, month)


def _sentences(keys: Sequence[str], month: Month) -> Facts:
    claims = (month.claims[key] for key in keys if key in month.claims)
    return [("Claim", f"{_ref(claim.claim_id, month)} ({claim.doc}): {quoted(claim)}") for claim in claims]


def _conflicts_over(keys: Sequence[str], month: Month) -> Facts:
    mine = [row for row in month.tables.conflicts if set(keys) & set(row.claim_ids)]
    return [("Conflict", f"{_ref(row.conflict_id, month)} ({row.severity}): {row.explanation}") for row in mine]


def _ref(about: str, month: Month) -> str:
    """An id with its short reference before it."""
    ref = month.ref(about)
    return f"{ref} {about}" if ref else about
