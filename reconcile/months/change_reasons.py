"""Why a figure changed, in one plain sentence: the articles whose claims came in or fell away, or the ruling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reconcile.link.merges import MERGED, SPLIT
from reconcile.model.crossing import from_frame
from reconcile.model.records import Ruling
from reconcile.model.ruling import set_aside
from reconcile.wording.claim_words import capital, day_words, listed
from reconcile.wording.figure_words import counted, period_words
from schemas import records

Row = Mapping[str, Any]

SHOWN = 3
"""Articles that a sentence names; of more it gives the number."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The claims, documents, events and rulings by which changes are explained."""

    claims_table: pd.DataFrame
    documents_table: pd.DataFrame
    events_table: pd.DataFrame
    decisions: pd.DataFrame

    @cached_property
    def claims(self) -> dict[str, Row]:
        """Claims by id."""
        return {row["claim_id"]: row for row in records(self.claims_table)}

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Documents by doc."""
        return {row["doc"]: row for row in records(self.documents_table)}

    @cached_property
    def events(self) -> dict[str, Row]:
        """Events by id."""
        return {row["event_id"]: row for row in records(self.events_table)}

    @cached_property
    def set_aside(self) -> dict[str, Ruling]:
        """The rulings that take a claim out of its figure, by claim."""
        return set_aside(from_frame(Ruling, self.decisions))


@dataclass(frozen=True)
class Homes:
    """The figure that each claim stood behind and stands behind now, and the figures that stand now, by id."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    figures: Mapping[str, Row]


def say_why(was: Row | None, now: Row | None, homes: Homes, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """Why a figure is no longer what it was, cause by cause, and the documents whose claims came in."""
    ids, kept = (set(row["claim_ids"]) if row else set() for row in (was, now))
    came = [evidence.claims[id] for id in sorted(kept - ids) if id in evidence.claims]
    told = [claim for claim in came if claim["claim_id"] not in homes.before]
    causes = [
        *_moved_month(was, now),
        *_ruled(was, now),
        *_set_aside(ids - kept, evidence),
        *_regrouped([claim for claim in came if claim["claim_id"] in homes.before]),
        *([f"{_said(told, evidence)}."] if told else []),
        *_gone_elsewhere(ids - kept, homes, evidence),
    ]
    docs = tuple(sorted({claim["doc"] for claim in told}))
    return " ".join(dict.fromkeys(causes)) or _otherwise(ids - kept, now), docs


def _moved_month(was: Row | None, now: Row | None) -> Iterator[str]:
    if was and now and was["month"] and now["month"] and was["month"] != now["month"]:
        yield f"What it counts fell in {period_words(now['month'])}, not in {period_words(was['month'])}."


def _ruled(was: Row | None, now: Row | None) -> Iterator[str]:
    if now and now["rule"] == "decision" and (was is None or was["because"] != now["because"]):
        yield now["because"]
    elif was and now and was["rule"] == "decision" and now["rule"] != "decision":
        yield f"The ruling no longer stands ({was['because'].rstrip('.')})."


def _set_aside(gone: set[str], evidence: Evidence) -> Iterator[str]:
    """The rulings that took claims out of the figure."""
    for id in sorted(gone):
        ruling = evidence.set_aside.get(id)
        if ruling:
            quote = " ".join(str(evidence.claims.get(id, {}).get("quote", id)).split())
            reason = (ruling.reason or "no reason given").rstrip(".")
            yield f"{ruling.analyst} ruled '{ruling.decision}' on '{quote}': {reason}."


def _regrouped(claims: Sequence[Row]) -> Iterator[str]:
    """Why claims that stood behind another figure came to this one."""
    for claim in claims:
        said = str(claim["link_reason"] or "").partition(";")[0]
        if said.startswith((MERGED, SPLIT)):
            yield f"{capital(said)}."


def _gone_elsewhere(gone: set[str], homes: Homes, evidence: Evidence) -> Iterator[str]:
    others = {homes.figures[homes.after[id]]["event_id"] for id in gone if id in homes.after}
    names = sorted(str(evidence.events.get(id, {}).get("name", id)) for id in others)
    if names:
        yield f"Its claims now stand behind {listed(names)}."


def _otherwise(gone: set[str], now: Row | None) -> str:
    """What is left to say where no article, ruling or event accounts for it."""
    if now is None:
        return "None of its claims counts any longer."
    if gone:
        verb = "counts" if len(gone) == 1 else "count"
        return f"{counted(len(gone), 'of its claims', 'of its claims')} no longer {verb}. {now['because']}"
    return f"The same claims are settled otherwise. {now['because']}"


def _said(claims: Sequence[Row], evidence: Evidence) -> str:
    """What came in: each article's words with its title, publisher and day."""
    by_doc: dict[str, list[str]] = {}
    for claim in sorted(claims, key=lambda c: (c["doc"], c["start"])):
        by_doc.setdefault(claim["doc"], []).append(f"'{' '.join(claim['quote'].split())}'")
    named = [
        f"{listed(dict.fromkeys(quotes))} in {_article(evidence.documents.get(doc, {}), doc)}"
        for doc, quotes in list(by_doc.items())[:SHOWN]
    ]
    rest = len(by_doc) - SHOWN
    return capital(listed([*named, f"{rest} more"] if rest > 0 else named))


def _article(document: Row, doc: str) -> str:
    told: Iterable[str | None] = (
        document.get("publisher"),
        day_words(document["published"]) if document.get("published") else None,
    )
    about = ", ".join(part for part in told if part)
    title = f"'{document['title']}'" if document.get("title") else doc
    return f"{title} ({about})" if about else title
