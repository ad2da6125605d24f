"""An invented month: shells fall on the market of Vessen, and three outlets do not agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reconcile.model.ids import claim_id, short_id
from reconcile.model.run_tables import RunTables
from reconcile.model.short_references import number_rows
from reconcile.report.month import Month
from schemas import TABLES, table

PERIOD = "2031-04"

TEXTS = {
    "courier/market.txt": (
        "Shells hit market in Vessen\n\n"
        "At least 12 people were killed on Tuesday, among them four children, the hospital said.\n"
        "More than 40 others were wounded.\n"
        "Subscribe for 9 marks a month to read on."
    ),
    "gazette/market.txt": (
        "VESSEN, April 8 - Thirty people died when shells struck the market, the town council said.\n"
        "The siege has lasted 17 days & counts <no> end."
    ),
    "herald/late.txt": "No deaths or injuries were reported in Vessen on Wednesday.",
}
FENCES = {"courier/market.txt": [(TEXTS["courier/market.txt"].index("Subscribe"), len(TEXTS["courier/market.txt"]))]}

MARKET, SIEGE = "e-market", "e-siege"


def claim(doc: str, quote: str, measure: str, low: float | None, high: float | None, **said: Any) -> dict[str, Any]:
    """A claim on the first place where `quote` stands in the text of `doc`."""
    text = TEXTS[doc]
    start = text.index(quote)
    line = text[text.rfind("\n", 0, start) + 1 :].split("\n")[0]
    event = said.get("event_id", MARKET)
    return {
        "claim_id": claim_id(doc, start, start + len(quote), measure),
        "doc": doc,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "sentence": line,
        "sentence_start": text.rfind("\n", 0, start) + 1,
        "measure": measure,
        "low": low,
        "best": low if low is not None else high,
        "high": high,
        "bound": "exact" if low == high else "at_least",
        "unit": "person",
        "role": "part" if said.get("part_of") else "whole",
        "implicit": False,
        "attribution_kind": "official",
        "stance": "asserted",
        "scope": "incident",
        "event_start": "2031-04-08",
        "date_precision": 1,
        "place": "Vessen",
        "event_id": event,
        "link": "linked" if event else "unlinked",
        "candidates": (),
        "publisher": doc.split("/")[0].title(),
        "originator": said.get("attribution", "the article"),
        "extractor": "test 1",
        **said,
    }


CLAIMS = (
    claim("courier/market.txt", "At least 12", "killed", 12, None, group="people", attribution="the hospital"),
    claim(
        "courier/market.txt",
        "four",
        "killed",
        4,
        4,
        group="children",
        attribution="the hospital",
        part_of="At least 12",
    ),
    claim("courier/market.txt", "More than 40", "injured", 40, None, bound="more_than", attribution="the hospital"),
    claim("gazette/market.txt", "Thirty", "killed", 30, 30, group="people", attribution="the town council"),
    claim("gazette/market.txt", "17 days", "duration", 17, 17, unit="day", event_id=SIEGE, scope="period"),
    claim("herald/late.txt", "No", "killed", 0, 0, event_id=None, link="unsure", candidates=(MARKET, SIEGE)),
    claim("herald/late.txt", "No", "injured", 0, 0, event_id=None),
)


def figure(event: str, measure: str, claims: list[dict[str, Any]], **said: Any) -> dict[str, Any]:
    """A figure made of some claims."""
    return {
        "figure_id": short_id("f", event, measure, said.get("group")),
        "event_id": event,
        "month": PERIOD,
        "measure": measure,
        "group_role": "whole",
        "unit": "person",
        "scope": "incident",
        "as_of": "2031-04-08",
        "status": "single source",
        "confidence": "weak",
        "rule": "representative",
        "because": "One voice speaks of it.",
        "articles": len(claims),
        "publishers": len(claims),
        "originators": len(claims),
        "claim_ids": tuple(row["claim_id"] for row in claims),
        **said,
    }


def records() -> dict[str, list[dict[str, Any]]]:
    """The month's rows by table."""
    twelve, children, wounded, thirty, days, *_ = CLAIMS
    killed = figure(
        MARKET, "killed", [twelve, thirty], low=12, best=None, high=30, status="contested", confidence="contested"
    )
    conflict = {
        "conflict_id": "k-market",
        "kind": "values that cannot both hold",
        "severity": "serious",
        "rank": 1,
        "event_id": MARKET,
        "measure": "killed",
        "claim_ids": (twelve["claim_id"], thirty["claim_id"]),
        "sides": ("the hospital: at least 12", "the town council: 30"),
        "explanation": "The hospital counts at least 12 dead, the town council 30.",
        "effect": 18,
        "effect_sentence": "The month's killed move by up to 18.",
        "remedy": "Ask the hospital for its count of the next day.",
        "first_seen": PERIOD,
        "age": 0,
        "state": "open",
        "evidence_hash": "0123456789ab",
    }
    settled = {
        **conflict,
        "conflict_id": "k-siege",
        "severity": "minor",
        "rank": 2,
        "state": "decided",
        "event_id": SIEGE,
    }
    return {
        "documents": [_document(doc) for doc in TEXTS],
        "claims": list(CLAIMS),
        "dates": [_date("gazette/market.txt", "April 8")],
        "events": [
            {"event_id": SIEGE, "name": "Siege of Vessen", "start": "2031-03-22", "aliases": (), "origin": "desk"},
            {
                "event_id": MARKET,
                "name": "Shelling of Vessen market",
                "place": "Vessen",
                "start": "2031-04-08",
                "precision": 1,
                "parent": SIEGE,
                "aliases": ("market shelling",),
                "origin": "discovered",
            },
        ],
        "sources": [_source("the hospital", "known", "B"), _source("the town council", "candidate", "F")],
        "comparisons": [_comparison(twelve, thirty, "contradicts"), _comparison(twelve, children, "nested")],
        "conflicts": [settled, conflict],
        "figures": [
            figure(MARKET, "killed", [children], group="children", group_role="part", low=4, best=4, high=4),
            killed,
            figure(MARKET, "injured", [wounded], low=40, best=40, high=None, bound="more_than"),
            figure(SIEGE, "duration", [days], low=17, best=17, high=17, unit="day", scope="period"),
        ],
        "totals": [_total("representative", None, 30), _total("conservative", 12, 30), _total("informative", 30, 30)],
        "decisions": [
            {
                "decision_id": f"d-{number}",
                "period": PERIOD,
                "about": "k-siege",
                "decision": word,
                "reason": "Both count the first day.",
                "analyst": "A. Marin",
                "reviewer": "J. Okoye",
                "decided_at": "2031-05-02T09:00:00+00:00",
                "evidence_hash": "0123456789ab",
                "sequence": number,
            }
            for number, word in ((2, "dismiss"), (1, "not comparable"))
        ],
        "refused": [
            {
                "refused_id": "r-1",
                "table": "documents",
                "file": "x.jsonl",
                "row": "3",
                "check": "is_json",
                "reason": "Not JSON.",
            }
        ],
    }


def tables() -> RunTables:
    """The month's tables, each checked by its schema."""
    made = {name: table(name, rows) for name, rows in records().items()}
    found = RunTables.from_frames({name: TABLES[name].validate(frame) for name, frame in made.items()})
    return replace(found, refs=number_rows(found))


def some(name: str, *rows: dict[str, Any]) -> RunTables:
    """One table alone."""
    return RunTables.from_frames({name: table(name, rows)})


def month(texts: dict[str, str] | None = None, **changed: Any) -> Month:
    """The month as the sheets and the page need it, with other texts or tables where they are given."""
    return Month(PERIOD, replace(tables(), **changed), TEXTS if texts is None else texts)


def _document(doc: str) -> dict[str, Any]:
    return {
        "doc": doc,
        "path": doc,
        "sha256": short_id("x", doc),
        "title": TEXTS[doc].split("\n")[0],
        "publisher": doc.split("/")[0].title(),
        "published": "2031-04-09",
        "published_precision": 1,
        "published_basis": "text",
        "language": "en",
        "story": short_id("s", doc),
        "truncated": doc.startswith("courier"),
        "words": len(TEXTS[doc].split()),
        "furniture": 0,
        "status": "read",
    }


def _date(doc: str, quote: str) -> dict[str, Any]:
    start = TEXTS[doc].index(quote)
    span = {"doc": doc, "start": start, "end": start + len(quote), "quote": quote, "event_id": MARKET}
    read = {"begins": "2031-04-08", "ends": "2031-04-09", "precision": 1, "role": "publication", "basis": "absolute"}
    return {"date_id": short_id("t", doc, start), **span, **read}


def _source(name: str, state: str, reliability: str) -> dict[str, Any]:
    counts = {"articles": 1, "claims": 2, "conflicts": 1}
    about = {"source_id": short_id("src", name), "name": name, "role": "originator", "kind": "official", "aliases": ()}
    return {**about, "nameless": False, "state": state, "reliability": reliability, **counts}


def _comparison(left: dict[str, Any], right: dict[str, Any], verdict: str) -> dict[str, Any]:
    pair = {"left": left["claim_id"], "right": right["claim_id"], "event_id": MARKET, "measure": "killed"}
    said = f"{left['quote']} beside {right['quote']}."
    found = {"verdict": verdict, "reason": "exclude one another", "explanation": said}
    return {"comparison_id": short_id("m", *pair.values()), **pair, **found}


def _total(rule: str, best: float | None, high: float | None) -> dict[str, Any]:
    counts = {"events": 1, "undetermined": int(best is None), "drivers": (MARKET,)}
    bounds = {"low": 12, "best": best, "high": high}
    return {
        "measure": "killed",
        "unit": "person",
        "scope": "incident",
        "month": PERIOD,
        "rule": rule,
        **bounds,
        **counts,
    }
