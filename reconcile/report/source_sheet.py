"""The sheet Event by source: one row an event and measure, one column a voice, the settled figure last."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from reconcile.model.records import Claim, Figure
from reconcile.report.cell_links import event_ref, figure_link
from reconcile.report.month import Month
from reconcile.report.sheet import EVENT_REF, Column, Link, Sheet
from reconcile.wording.figure_words import reading, settled
from reconcile.wording.month_words import by_source_note, disagreement_words
from schemas.codes import GroupRole, Scope, Severity, State

MOST_VOICES = 8
"""Columns of voices: those that speak of most figures; the others are together in one."""
DISAGREEMENT = "differ"
"""The word of a row on whose claims a conflict is open; the palette shades it."""

_BEFORE = (
    EVENT_REF,
    Column("event", "Event", 26, "prose", (), "Its name"),
    Column("measure", "Measure", 11),
    Column("agreement", "Sources", 11, "code", (DISAGREEMENT, "agree", "one"), "Whether the voices differ"),
)
_AFTER = (
    Column("others", "Other sources", 23, "lines", (), "Voices that have no column of their own"),
    Column("settled", "Settled", 14, "text", (), "The settled figure; a click leads to it"),
    Column("event_id", "Event id", 15, "id", printed=False),
)


def source_sheet(month: Month) -> Sheet:
    """The whole figures of people in single events, as each voice gives them; the most widely told first."""
    figures = [f for f in month.figures.values() if _is_shown(f)]
    told = {figure.figure_id: _by_voice(month, figure) for figure in figures}
    spoken = Counter(voice for voices in told.values() for voice in voices)
    named = sorted(spoken, key=lambda voice: (-spoken[voice], voice))[:MOST_VOICES]
    columns = (
        *_BEFORE,
        *(Column(f"voice_{n}", voice, 11.5, "lines", (), "What this voice says") for n, voice in enumerate(named)),
        *_AFTER,
    )
    contradictions = (row for row in month.tables.conflicts if row.severity is not Severity.WARNING)
    waiting = [row for row in contradictions if row.state is State.OPEN]
    disputed = {id for row in waiting for id in row.claim_ids}
    rows = sorted(figures, key=lambda figure: -len(told[figure.figure_id]))
    return Sheet(
        "Event by source",
        by_source_note(len(spoken) - len(named)),
        columns,
        tuple(_row(month, figure, told[figure.figure_id], named, disputed) for figure in rows),
        theme="figures",
        on_paper=True,
        freeze=3,
        empty="No figure of people in an event.",
    )


def _is_shown(figure: Figure) -> bool:
    whole = figure.group_role is GroupRole.WHOLE and figure.group is None
    return whole and figure.measure.people and figure.scope is Scope.INCIDENT


def _by_voice(month: Month, figure: Figure) -> dict[str, list[Claim]]:
    """The claims of a figure by originator."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in (month.claims[id] for id in figure.claim_ids if id in month.claims):
        found[claim.originator or claim.attribution or claim.publisher or claim.doc].append(claim)
    return found


def _row(
    month: Month, figure: Figure, told: dict[str, list[Claim]], named: list[str], disputed: set[str]
) -> tuple[Any, ...]:
    others = sorted(told.keys() - set(named))
    return (
        event_ref(month, figure.event_id),
        month.event_name(figure.event_id),
        figure.measure.value,
        _agreement(figure, told, disputed),
        *(_said(told.get(voice, [])) for voice in named),
        tuple(f"{voice}: {said}" for voice in others if (said := _words(told[voice]))),
        figure_link(month, figure.figure_id, settled(figure, month.exceeds(figure))),
        figure.event_id,
    )


def _said(claims: list[Claim]) -> Link | None:
    return Link(_words(claims), sheet="Claims", row=claims[0].claim_id) if claims else None


def _words(claims: Iterable[Claim]) -> str:
    """What a voice says, each number once."""
    return ", ".join(dict.fromkeys(reading(claim) for claim in claims))


def _agreement(figure: Figure, told: dict[str, list[Claim]], disputed: set[str]) -> str:
    """'differ' where an open conflict is on the figure's claims or two voices exclude one another, else 'agree'."""
    apart = any(_exclude(one, other) for a, b in combinations(told.values(), 2) for one in a for other in b)
    return DISAGREEMENT if apart or disputed & set(figure.claim_ids) else disagreement_words(len(told))


def _exclude(one: Claim, other: Claim) -> bool:
    below = one.high is not None and other.low is not None and one.high < other.low
    above = other.high is not None and one.low is not None and other.high < one.low
    return below or above


SHEETS = (source_sheet,)
