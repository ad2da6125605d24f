"""The month's tables as the sheets need them: records at hand by id, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reconcile.model.crossing import as_row, from_frame
from reconcile.model.records import Ruling
from reconcile.model.ruling import latest_decisions
from reconcile.wording.figure_words import exceeded, headline
from schemas import records, table
from schemas.columns import AT_REST, MEASURES, RULES, SCOPES
from schemas.figures import BREAKDOWNS

Record = dict[str, Any]

_LAST = "9999"  # sorts what has no day behind everything that has one
RULE_ORDER = ("conservative", "representative", "latest_credible", "informative", "range")
"""The settling rules from the one that gives least to the one that gives most, and the one that gives no figure."""

CHANGE_ORDER = ("restated up", "restated down", "merged or split", "withdrawn", "new", "bounds moved", "status changed")
"""Changes of figures from those that move totals to those that do not."""

_RANK = {measure: place for place, measure in enumerate(MEASURES)}


@dataclass(frozen=True, eq=False)
class Month:
    """One period as reported. `meta` holds what no table does; `write_workbook` says which keys are read."""

    period: str
    tables: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str]
    meta: Mapping[str, Any]

    def records(self, name: str) -> list[Record]:
        """The rows of a table; none where the run made no such table."""
        return records(self.tables[name] if name in self.tables else table(name, []))

    @cached_property
    def documents(self) -> dict[str, Record]:
        """Articles by doc, in the order in which they were read; those carried over from earlier months behind."""
        rows = sorted(self.records("documents"), key=lambda row: row["period"] not in (None, self.period))
        return {row["doc"]: row for row in rows}

    @cached_property
    def own_documents(self) -> list[Record]:
        """The articles of this period's own folder, without those carried over from earlier months."""
        return [row for row in self.documents.values() if row["period"] in (None, self.period)]

    @cached_property
    def own_claims(self) -> list[Record]:
        """The claims that stand in this period's own articles."""
        own = {row["doc"] for row in self.own_documents}
        return [row for row in self.claims.values() if row["doc"] in own]

    def title(self, doc: str) -> str:
        """An article's headline; without one, how its text begins, or its id."""
        said = self.documents.get(doc, {}).get("title") or self.texts.get(doc, "").strip().partition("\n")[0]
        return headline(said, 120) or doc

    @cached_property
    def events(self) -> dict[str, Record]:
        """Events by id, in the order of their days."""
        rows = sorted(self.records("events"), key=lambda e: (e["start"] or _LAST, e["name"], e["event_id"]))
        return {row["event_id"]: row for row in rows}

    @cached_property
    def figures(self) -> dict[str, Record]:
        """Figures by id: event by event, measure by measure, the whole before its parts."""
        rows = sorted(self.records("figures"), key=self._figure_order)
        return {row["figure_id"]: row for row in rows}

    @cached_property
    def figure_of(self) -> dict[str, str]:
        """The figure that each claim stands behind."""
        return {claim: id for id, figure in self.figures.items() for claim in figure["claim_ids"]}

    @cached_property
    def claims(self) -> dict[str, Record]:
        """Claims by id; those behind one figure stand together, those without an event at the end."""
        place = {id: number for number, id in enumerate(self.figures)}

        def order(claim: Record) -> tuple[Any, ...]:
            figure = place.get(self.figure_of.get(claim["claim_id"], ""), len(place))
            return (*self._event_order(claim), _RANK[claim["measure"]], figure, claim["doc"], claim["start"])

        return {row["claim_id"]: row for row in sorted(self.records("claims"), key=order)}

    def exceeds(self, figure: Record) -> float | None:
        """The number that a figure's least exceeds, where it is told as 'more than'."""
        return exceeded(figure, (self.claims[id] for id in figure["claim_ids"] if id in self.claims))

    def total_exceeds(self, total: Record) -> float | None:
        """The same of a total, where it is one figure's."""
        alike = ("measure", "unit", "scope", "month")
        added = [
            f for f in self.figures.values() if f["group_role"] == "whole" and all(f[k] == total[k] for k in alike)
        ]
        return self.exceeds(added[0]) if len(added) == 1 and added[0]["low"] == total["low"] else None

    @cached_property
    def claim_places(self) -> dict[str, int]:
        """Where each claim stands among them, counted from 0."""
        return {id: place for place, id in enumerate(self.claims)}

    @cached_property
    def conflicts(self) -> list[Record]:
        """Conflicts by rank, those that are decided behind those that are not."""
        return sorted(self.records("conflicts"), key=lambda c: (c["state"] in AT_REST, c["rank"], c["conflict_id"]))

    @cached_property
    def comparisons(self) -> list[Record]:
        """Comparisons by event and measure, contradictions first."""

        def order(row: Record) -> tuple[Any, ...]:
            agrees = row["verdict"] != "contradicts"
            return (*self._event_order(row), _RANK[row["measure"]], agrees, row["verdict"], row["comparison_id"])

        return sorted(self.records("comparisons"), key=order)

    @cached_property
    def totals(self) -> list[Record]:
        """Totals by month (the period's own first), scope and measure; the rules from the least to the most."""

        def order(row: Record) -> tuple[Any, ...]:
            month = (row["month"] != self.period, row["month"] or _LAST)
            counted = (SCOPES.index(row["scope"]), _RANK[row["measure"]], row["unit"])
            return (*month, *counted, RULE_ORDER.index(row["rule"]))

        return sorted(self.records("totals"), key=order)

    @cached_property
    def changes(self) -> list[Record]:
        """What changed since the month before, restatements first; new figures of the month's own events left out."""
        rows = [r for r in self.records("changes") if r["change"] != "new" or r["month"] not in (None, self.period)]

        def order(row: Record) -> tuple[Any, ...]:
            return CHANGE_ORDER.index(row["change"]), -abs(row["amount"]), *self._event_order(row), row["figure_id"]

        return sorted(rows, key=order)

    @cached_property
    def roll_forward(self) -> list[Record]:
        """The roll-forward by measure, scope and unit, the months in their order, the unknown one last."""

        def order(row: Record) -> tuple[Any, ...]:
            return SCOPES.index(row["scope"]), _RANK[row["measure"]], row["unit"], row["month"] or _LAST

        return sorted(self.records("roll_forward"), key=order)

    @property
    def rule(self) -> str:
        """The desk's rule, by which figures are settled."""
        rule = self.meta.get("rule", RULES[0])
        return rule if rule in RULES else RULES[0]

    @cached_property
    def breakdowns(self) -> list[Record]:
        """Breakdowns under the desk's rule: by what, the largest first."""

        def order(row: Record) -> tuple[Any, ...]:
            counted = (SCOPES.index(row["scope"]), _RANK[row["measure"]], row["unit"])
            return (BREAKDOWNS.index(row["by"]), row["month"] or _LAST, *counted, -row["low"], row["key"] or "~")

        return sorted((row for row in self.records("breakdowns") if row["rule"] == self.rule), key=order)

    @cached_property
    def rulings(self) -> dict[str, Record]:
        """The latest decision on each id."""
        log = from_frame(Ruling, self.tables.get("decisions", table("decisions", [])))
        return {about: as_row(ruling) for about, ruling in latest_decisions(log).items()}

    def event_name(self, event_id: str | None) -> str | None:
        """What the event is called; its bare id where the events table lacks it."""
        return self.events[event_id]["name"] if event_id in self.events else event_id

    def ruled(self, about: str) -> Record:
        """The cells of the standing decision on an id, empty where there is none."""
        ruling = self.rulings.get(about, {})
        return {key: ruling.get(key) for key in ("decision", "value", "reason", "analyst", "reviewer")}

    @cached_property
    def _event_place(self) -> dict[str, int]:
        return {id: number for number, id in enumerate(self.events)}

    def _event_order(self, row: Record) -> tuple[int, str]:
        return (self._event_place.get(row["event_id"] or "", len(self.events)), row["event_id"] or "~")

    def _figure_order(self, row: Record) -> tuple[Any, ...]:
        whole = row["group_role"] == "whole"
        return (
            *self._event_order(row),
            _RANK[row["measure"]],
            not whole,
            row["group"] or "",
            row["scope"],
            row["figure_id"],
        )
