"""Why a figure changed, in one plain sentence: the articles whose claims came in or fell away, or the ruling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reconcile.compare.wording import capital, day_words, listed
from reconcile.report.wording import counted
from schemas import records

Row = Mapping[str, Any]

SHOWN = 3
"""Articles that a sentence names; of more it gives the number."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The claims, documents and events by which changes are explained."""

    claims_table: pd.DataFrame
    documents_table: pd.DataFrame
    events_table: pd.DataFrame

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


def say_why(
    was: Row | None, now: Row | None, behind: Mapping[str, str], figures: Mapping[str, Row], evidence: Evidence
) -> tuple[str, tuple[str, ...]]:
    """Why a figure is no longer what it was, and the documents whose claims came in.

    `behind` leads from each claim to the figure that it stands behind now, `figures` from there to its row.
    """
    if now is None:
        return _why_gone(was or {}, behind, figures, evidence), ()
    before = set(was["claim_ids"]) if was else set()
    came = [evidence.claims[id] for id in now["claim_ids"] if id not in before and id in evidence.claims]
    docs = tuple(sorted({claim["doc"] for claim in came}))
    if now["rule"] == "decision" and (was is None or was["because"] != now["because"]):
        return now["because"], docs
    if came:
        return f"{_said(came, evidence)}.", docs
    gone = before - set(now["claim_ids"])
    if gone:
        verb = "counts" if len(gone) == 1 else "count"
        return f"{counted(len(gone), 'of its claims', 'of its claims')} no longer {verb}. {now['because']}", docs
    return f"The same claims are settled otherwise. {now['because']}", docs


def _why_gone(was: Row, behind: Mapping[str, str], figures: Mapping[str, Row], evidence: Evidence) -> str:
    others = {figures[behind[id]]["event_id"] for id in was["claim_ids"] if id in behind}
    names = sorted(str(evidence.events.get(id, {}).get("name", id)) for id in others)
    if names:
        return f"Its claims now stand behind {listed(names)}."
    return "None of its claims counts any longer."


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
