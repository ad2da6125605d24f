"""Small claims tables, told in one line a claim, and the road from them to conflicts and figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from reconcile.compare import claims_in_play, compare_claims, find_conflicts
from reconcile.decisions.known import Known
from reconcile.model.crossing import as_row, from_frame
from reconcile.model.ids import claim_id
from reconcile.model.records import Claim, Conflict, DateMention, Document, Event, Ruling, Source
from reconcile.model.run_tables import RunTables
from reconcile.model.settings import Settings
from reconcile.settle import settle_figures, settle_under_every_rule, total_figures
from reconcile.settle.addends import Addends
from schemas import table

Row = dict[str, Any]
SETTINGS = Settings()
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
    """One claim: who says what; a document, story and originator of its own unless told otherwise.

    The whole of a part, its `part_of`, opens the same document.
    """
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
    if "part_of" in changes:
        row = {"role": "part", "whole_id": claim_id(doc, 0, len(row["part_of"]), row["measure"]), **row}
    return {"claim_id": claim_id(doc, row["start"], row["end"], row["measure"]), **row}


def event(event_id: str = "e-market", name: str = "market shelling in Vessen", **changes: Any) -> Row:
    """One event, on 3 June 2013."""
    day = {"start": "2013-06-03", "end": "2013-06-03", "precision": 1}
    return {"event_id": event_id, "name": name, "aliases": (), "origin": "desk", **day, **changes}


def made(kind: type[Any], *rows: Row) -> list[Any]:
    """Rows of a table as its records."""
    return from_frame(kind, table(kind.table_name, rows))


def events_of(rows: Iterable[Row], **changes: Any) -> list[Event]:
    """The events that the claims are about."""
    ids = sorted({row["event_id"] for row in rows})
    return made(Event, *(event(i, **({} if i == "e-market" else {"name": i}), **changes) for i in ids))


def verdicts(*rows: Row) -> list[tuple[str, str]]:
    """Verdict and reason of each pair, in the order of the table."""
    return [(c.verdict, c.reason) for c in compare_claims(made(Claim, *rows), events_of(rows), SETTINGS)]


def found_conflicts(
    *rows: Row, events: list[Event] | None = None, period: str = "2013-06", **given: Any
) -> list[Conflict]:
    """The conflicts among the claims, as records."""
    claims, known = made(Claim, *rows), events_of(rows) if events is None else events
    decisions, settings = given.get("decisions", ()), given.get("settings", SETTINGS)
    comparisons = compare_claims(claims, known, settings, decisions)
    dates, documents = made(DateMention, *given.get("dates", ())), made(Document, *given.get("documents", ()))
    told = (claims, dates, known, documents, comparisons, settings, period)
    return find_conflicts(*told, sources=given.get("sources", ()), decisions=decisions)


def conflicts(*rows: Row, **given: Any) -> list[Row]:
    """The conflicts among the claims, as rows."""
    return [as_row(conflict) for conflict in found_conflicts(*rows, **given)]


def rulings(rows: Iterable[Row], *ruled: tuple[Any, ...], stale: bool = False) -> list[Ruling]:
    """The log of rulings (about, decision, value), made on these claims, or on others if `stale`."""
    known = Known("2013-06", tables_of(rows), (), SETTINGS.about_tolerance)
    log = []
    for number, (about, decision, *value) in enumerate(ruled, 1):
        by = {"reason": "a named list", "analyst": "Ana", "decided_at": "2013-07-01T00:00:00Z", "period": "2013-06"}
        evidence = "h-other" if stale else known.evidence(about)
        row = {"decision_id": f"d-{number}", "sequence": number, "about": about, "decision": decision}
        log.append({**row, **by, "value": value[0] if value else None, "evidence_hash": evidence})
    return made(Ruling, *log)


def tables_of(rows: Iterable[Row]) -> RunTables:
    """Claims, figures, conflicts and events of a period in which nothing is ruled."""
    rows = list(rows)
    found = {"figures": settled(*rows), "conflicts": found_conflicts(*rows), "events": events_of(rows)}
    return RunTables(claims=made(Claim, *rows), **found)


def settled(*rows: Row, settings: Settings = SETTINGS, **given: Any) -> list[Any]:
    """The figures settled from the claims, as records."""
    claims, known = made(Claim, *rows), given.get("events", events_of(rows))
    sources, decisions = given.get("sources", ()), given.get("decisions", ())
    played = {claim.claim_id for claim in claims_in_play(claims, decisions, settings)}
    found = given.get("conflicts")
    if found is None:
        told = [row for row in rows if row["claim_id"] in played]
        found = found_conflicts(*told, events=known, settings=settings, sources=sources, decisions=decisions)
    return settle_figures(claims, found, known, sources, decisions, settings)


def figures(*rows: Row, **given: Any) -> list[Row]:
    """The figures settled from the claims, as rows."""
    return [as_row(figure) for figure in settled(*rows, **given)]


def added_up(*rows: Row, settings: Settings = SETTINGS, months: set[str] | None = None, **given: Any) -> Addends:
    """The figures of the claims under every rule, ready to be added up."""
    known = given.get("events", events_of(rows))
    found = settled(*rows, settings=settings, **given)
    others = (given.get("sources", ()), given.get("decisions", ()))
    return settle_under_every_rule(made(Claim, *rows), found, known, settings, *others, months=months)


def totals_of(*rows: Row, **given: Any) -> list[Row]:
    """The totals of the claims' figures, as rows."""
    return [as_row(total) for total in total_figures(added_up(*rows, **given))]


def rated(*rows: Row) -> list[Source]:
    """The sources with the desk's ratings."""
    return made(Source, *rows)
