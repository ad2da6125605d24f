"""The Call sheet: whom to ask what, about which figures, and what hangs on the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reconcile.model.records import Claim, Conflict
from reconcile.report.cell_links import event_ref, ref_link
from reconcile.report.group_words import group_words
from reconcile.report.month import Month
from reconcile.report.sheet import EVENT_REF, Column, Sheet, off_paper
from reconcile.wording.figure_words import reading
from reconcile.wording.method_words import CALL_NOTE, question
from reconcile.wording.record_words import NARRATOR

MOST_OTHERS = 4
"""Other voices that a question names."""

CALL_COLUMNS = (
    Column("source", "Source", 26, "prose", (), "The originator whose number is in question"),
    Column("question", "What to ask", 62, "prose", (), "The question, with what it and the others are quoted with"),
    Column("conflict_ref", "About", 8, "text", (), "The conflict; a click leads to its row"),
    EVENT_REF,
    Column("effect", "What hangs on it", 36, "prose", (), "What the conflict does to the month's total"),
    Column("carried", "Quoted by", 20, "lines", (), "The outlets that carry its number, for reaching it"),
    Column("answer", "Answer, by whom, when", 26, "text", (), "For the answer, by hand"),
    off_paper(Column("figure_ref", "Figure", 8, "text", (), "The figure made of its claims; a click leads to its row")),
    off_paper(Column("claim_ref", "Claim", 8, "text", (), "Its first claim; a click leads to its row")),
    off_paper(Column("reliability", "Reliability", 10, "text", (), "The desk's rating of the source, A to F")),
    off_paper(Column("remedy", "What would settle it", 40, "prose", (), "The question behind the conflict")),
)


def call_sheet(month: Month) -> Sheet:
    """The sheet Call sheet: one source and open conflict a row."""
    rated = {source.name: source.reliability for source in month.tables.sources}
    asked: dict[str, list[tuple[Any, ...]]] = {}
    for conflict in month.open_conflicts:
        for source, claims in _voices(month, conflict).items():
            asked.setdefault(source, []).append(_row(month, conflict, source, claims, rated))
    return Sheet(
        "Call sheet",
        CALL_NOTE,
        CALL_COLUMNS,
        tuple(row for rows in asked.values() for row in rows),
        group_key="source",
        theme="decide",
        on_paper=True,
        empty="No conflict is open: nobody needs to be asked.",
    )


def _voices(month: Month, conflict: Conflict) -> dict[str, list[Claim]]:
    """The claims of a conflict by the source to ask: the originator, else the outlet."""
    found: dict[str, list[Claim]] = {}
    for claim in (month.claims[id] for id in conflict.claim_ids if id in month.claims):
        found.setdefault(_source(claim), []).append(claim)
    return found


def _source(claim: Claim) -> str:
    return claim.originator or claim.attribution or claim.publisher or NARRATOR


def _row(
    month: Month, conflict: Conflict, source: str, claims: list[Claim], rated: Mapping[str, str]
) -> tuple[Any, ...]:
    event = month.event_name(conflict.event_id) or ""
    others = _said_by_others(month, conflict, source)
    asked = question(_counted(month, conflict), event, _said(claims), others) if conflict.measure else conflict.remedy
    figure = month.figure_of.get(claims[0].claim_id)
    return (
        source,
        asked,
        ref_link(month, conflict.conflict_id, "Conflicts"),
        event_ref(month, conflict.event_id),
        conflict.effect_sentence,
        tuple(dict.fromkeys(claim.publisher or claim.doc for claim in claims)),
        None,
        ref_link(month, figure.figure_id, "Figures") if figure else None,
        ref_link(month, claims[0].claim_id, "Claims"),
        rated.get(source),
        conflict.remedy,
    )


def _counted(month: Month, conflict: Conflict) -> str:
    group = group_words(month, conflict.measure, conflict.group, conflict.claim_ids)
    return f"{conflict.measure} ({group})" if group else str(conflict.measure)


def _said(claims: Iterable[Claim]) -> list[str]:
    return list(dict.fromkeys(reading(claim) for claim in claims))


def _said_by_others(month: Month, conflict: Conflict, source: str) -> list[str]:
    voices = _voices(month, conflict)
    return [f"{voice} {', '.join(_said(claims))}" for voice, claims in voices.items() if voice != source][:MOST_OTHERS]


SHEETS = (call_sheet,)
