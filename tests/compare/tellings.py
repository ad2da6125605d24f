"""Small claims tables, told in one line a claim, and the road from them to conflicts and figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from reconcile.compare import claims_in_play, compare_claims, find_conflicts
from reconcile.decisions.known import Known
from reconcile.model.ids import claim_id
from reconcile.model.settings import Settings
from reconcile.settle import settle_figures
from schemas import records, table

Row = dict[str, Any]
SETTINGS = Settings()
NONE = {
    name: table(name, [])
    for name in ("dates", "documents", "sources", "decisions", "events", "conflicts", "comparisons")
}
_FIGURE = re.compile(r"(?:(?P<hedge>at least|more than|at most|less than|about) )?(?P<low>\d+)(?:-(?P<high>\d+))?\Z")


def bounds(figure: str) -> Row:
    """'at least 11', '20-30', 'about 100', '14' or 'dozens' as the claims table holds it."""
    if figure == "dozens":
        return {"low": 24.0, "best": None, "high": 99.0, "bound": "vague", "profile": "interval"}
    match = _FIGURE.match(figure)
    assert match, figure
    low, high = float(match["low"]), float(match["high"] or match["low"])
    if match["high"]:
        return {"low": low, "best": None, "high": high, "bound": "range"}
    bound = (match["hedge"] or "exact").replace(" ", "_")
    open_above, open_below = bound in ("at_least", "more_than"), bound in ("at_most", "less_than")
    return {"low": None if open_below else low, "best": low, "high": None if open_above else high, "bound": bound}


def claim(who: str | None, figure: str, **changes: Any) -> Row:
    """One claim: who says what; a document, story and originator of its own unless told otherwise."""
    doc = changes.get("doc") or f"{who}.txt"
    row: Row = {
        "doc": doc,
        "start": 0,
        "quote": figure,
        "sentence": f"{figure} people were killed.",
        "measure": "killed",
        "unit": "person",
        "implicit": False,
        "attribution": who,
        "attribution_kind": "official",
        "originator": who,
        "stance": "asserted",
        "scope": "incident",
        "link": "linked",
        "event_id": "e-market",
        "story": f"s-{doc}",
        "publisher": f"Paper of {doc}",
        "candidates": (),
        "extractor": "test 1",
        **bounds(figure),
        **changes,
    }
    row["end"] = row["start"] + len(row["quote"])
    return {"claim_id": claim_id(doc, row["start"], row["end"], row["measure"]), **row}


def event(event_id: str = "e-market", name: str = "market shelling in Vessen", **changes: Any) -> Row:
    """One event, on 3 June 2013."""
    day = {"start": "2013-06-03", "end": "2013-06-03", "precision": 1}
    return {"event_id": event_id, "name": name, "aliases": (), "origin": "desk", **day, **changes}


def events_of(rows: Iterable[Row], **changes: Any) -> pd.DataFrame:
    """The events that the claims speak of."""
    ids = sorted({row["event_id"] for row in rows})
    return table("events", [event(i, **({} if i == "e-market" else {"name": i}), **changes) for i in ids])


def verdicts(*rows: Row) -> list[tuple[str, str]]:
    """Verdict and reason of each pair, in the order of the table."""
    found = records(compare_claims(table("claims", rows), events_of(rows), SETTINGS))
    return [(row["verdict"], row["reason"]) for row in found]


def conflicts(*rows: Row, events: pd.DataFrame | None = None, **given: Any) -> list[Row]:
    """The conflicts among the claims."""
    claims = table("claims", rows)
    known = events if events is not None else events_of(rows)
    comparisons = compare_claims(claims, known, SETTINGS, given.get("decisions"))
    dates, documents = (given.get(name, NONE[name]) for name in ("dates", "documents"))
    told = (claims, dates, known, documents, comparisons, SETTINGS, "2013-06", given.get("texts"))
    return records(find_conflicts(*told, decisions=given.get("decisions")))


def rulings(rows: Iterable[Row], *ruled: tuple[Any, ...], stale: bool = False) -> pd.DataFrame:
    """The log of rulings (about, decision, value), made on these claims, or on others if `stale`."""
    known = Known(
        "2013-06", {name: table(name, found) for name, found in tables_of(rows).items()}, NONE["decisions"], 0.1
    )
    log = []
    for number, (about, decision, *value) in enumerate(ruled, 1):
        made = {"reason": "a named list", "analyst": "Ana", "decided_at": "2013-07-01T00:00:00Z", "period": "2013-06"}
        evidence = "h-other" if stale else known.evidence(about)
        row = {"decision_id": f"d-{number}", "sequence": number, "about": about, "decision": decision}
        log.append({**row, **made, "value": value[0] if value else None, "evidence_hash": evidence})
    return table("decisions", log)


def tables_of(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Claims, figures and conflicts of a period in which nothing is ruled."""
    rows = list(rows)
    return {
        "claims": rows,
        "figures": figures(*rows),
        "conflicts": conflicts(*rows),
        "events": records(events_of(rows)),
    }


def figures(*rows: Row, settings: Settings = SETTINGS, **given: pd.DataFrame) -> list[Row]:
    """The figures settled from the claims."""
    claims, known = table("claims", rows), given.get("events", events_of(rows))
    sources, decisions = given.get("sources", NONE["sources"]), given.get("decisions", NONE["decisions"])
    played = claims_in_play(claims, decisions, settings)
    comparisons = compare_claims(played, known, settings, decisions)
    found = given.get("conflicts")
    if found is None:
        told = (played, NONE["dates"], known, NONE["documents"], comparisons, settings, "2013-06")
        found = find_conflicts(*told, sources=sources, decisions=decisions)
    return records(settle_figures(claims, found, known, sources, decisions, settings))
