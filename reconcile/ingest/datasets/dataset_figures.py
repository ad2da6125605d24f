"""The figures of a report as claims: their bounds, whom they are attributed to, and what they are a part of."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from reconcile.ingest.articles.credits import load_credits, name_agency
from reconcile.ingest.datasets.dataset_reports import (
    Report,
    note_on,
    part_blocks,
    read_cell,
    read_coded,
    read_values,
    to_code,
    to_degrees,
    to_number,
)
from reconcile.ingest.datasets.dataset_rows import Problem
from reconcile.ingest.datasets.event_days import read_days
from reconcile.ingest.datasets.mapping import Figure
from reconcile.model.ids import claim_id
from reconcile.model.records import Claim, Ground
from schemas.codes import (
    Bound,
    DatePrecision,
    Link,
    Measure,
    PlacePrecision,
    ReadingRule,
    Role,
    Scope,
    SpeakerKind,
    Stance,
)

_COUNTED = frozenset(measure for measure in Measure if measure.whole)
"""Measures that come in whole numbers; durations, distances and magnitudes do not."""

_POINTED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
"""Thousands separated by a point, as in much of Europe; in English this is a fraction."""


def read_figures(report: Report) -> tuple[list[Claim], list[Problem]]:
    """A report's claims, and problems: figures that are not counts, and figures whose low is above their best.

    The latter are kept as the widest interval of their numbers, with a note.
    """
    if report.mapping.blocks is None:
        return _read_row(report)
    claims: list[Claim] = []
    problems: list[Problem] = []
    for view in part_blocks(report):
        wrong = _wrong_block(view)
        if wrong:
            problems.append(wrong)
        elif view.spans:
            problems += read_values(view) + read_days(view)
            made, refused = _read_row(view)
            claims += made
            problems += refused
    return claims, problems


def _read_row(report: Report) -> tuple[list[Claim], list[Problem]]:
    made: dict[int, Claim] = {}
    problems: list[Problem] = []
    for index, span in report.spans.items():
        figure = report.mapping.measures[index]
        stated = _stated(report, figure)
        numbers = {side: to_number(value) for side, value in stated.items()}
        counts = {side: n for side, n in numbers.items() if n is not None and n >= 0}
        wrong = [side for side in stated if side not in counts or _broken(figure, stated[side], counts[side])]
        if wrong:
            problems.append(_no_count(report, figure, stated, wrong[0]))
        elif counts:
            bound, notes = _read_bound(report, figure)
            made[index] = _claim(report, figure, span, _widest(counts), bound)
            problems += notes + _out_of_order(report, figure, stated, counts)
    return [_with_whole(claim, report.mapping.measures, index, made) for index, claim in made.items()], problems


def _stated(report: Report, figure: Figure) -> dict[str, str]:
    unknown = (*figure.unknown, *report.mapping.unknown_counts)
    said = ((side, read_cell(report, getattr(figure, side), unknown)) for side in ("low", "best", "high"))
    return {side: value for side, value in said if value is not None}


def _wrong_block(view: Report) -> Problem | None:
    """The problem of a block with the wrong number of fields, or a kind of count that the mapping does not know."""
    blocks = view.mapping.blocks
    if blocks is None or (view.spans and len(view.blocks[0][0]) == len(blocks.fields)):
        return None
    fields, (start, end) = view.blocks[0]
    block = view.text[start:end]
    if len(fields) != len(blocks.fields):
        said = f"A block of row {view.number} has {len(fields)} fields; the mapping names {len(blocks.fields)}."
        return note_on(view, "block_fits_fields", blocks.column, block, said, "Mend the row.", "claims")
    kind = view.cells[blocks.kind]
    if kind in blocks.passes:
        return None
    said = f"'{kind}' in '{blocks.column}' is a kind of count unknown to the mapping '{view.mapping.name}'."
    remedy = "It was not read. Add it to a figure's 'when', or to what the blocks pass."
    return note_on(view, "count_is_known", blocks.column, block, said, remedy, "claims")


def _shown(stated: dict[str, str]) -> str:
    return ", ".join(f"{side} {value}" for side, value in stated.items())


def _broken(figure: Figure, said: str, number: float) -> bool:
    """True for a fraction of a measure of whole numbers, and for 12.000, which may be twelve thousand."""
    return figure.measure in _COUNTED and (not number.is_integer() or _POINTED.fullmatch(said) is not None)


def _no_count(report: Report, figure: Figure, stated: dict[str, str], side: str) -> Problem:
    """The problem of a figure that is not a count, with the cell of this side; usually a point separates thousands."""
    column, cell = getattr(figure, side), stated[side]
    said = f"Row {report.number} gives {figure.measure} as {_shown(stated)}: '{cell}' in '{column}' is not a count."
    mend = "Mend the row in the dataset."
    if _POINTED.fullmatch(cell):
        mend = f"If its point parts thousands, write {cell.replace('.', '')}; else write a whole number."
    elif figure.measure in _COUNTED and to_number(cell) is not None and "." in cell:
        mend = "Write a whole number; a point never parts thousands."
    remedy = f"Its other figures were read. {mend}"
    return note_on(report, "value_is_a_count", column, _shown(stated), said, remedy, "claims")


def _widest(counts: dict[str, float]) -> dict[str, float]:
    """The numbers as given; where low, best and high are out of order, low is the least and high the greatest.

    >>> _widest({"low": 12.0, "best": 9.0, "high": 14.0}), _widest({"low": 9.0, "high": 4.0})
    ({'low': 9.0, 'best': 9.0, 'high': 14.0}, {'low': 4.0, 'high': 9.0})
    """
    ends = {"low": min(counts.values()), "high": max(counts.values())}
    return {side: ends.get(side, value) for side, value in counts.items()}


def _out_of_order(report: Report, figure: Figure, stated: dict[str, str], counts: dict[str, float]) -> list[Problem]:
    if list(counts.values()) == sorted(counts.values()):
        return []
    said = f"Row {report.number} gives {figure.measure} as {_shown(stated)}: not low, best, high in this order."
    remedy = "It was kept as the widest that these numbers allow. Mend the row in the dataset."
    return [note_on(report, "bounds_in_order", figure.columns[0], _shown(stated), said, remedy, "claims")]


def _read_bound(report: Report, figure: Figure) -> tuple[str | None, list[Problem]]:
    return (None, []) if figure.bound is None else read_coded(report, figure.bound)


def _claim(
    report: Report, figure: Figure, span: tuple[int, int], numbers: dict[str, float], bound: str | None
) -> Claim:
    values, mapping = report.values, report.mapping
    speaker = values["attribution"] or mapping.title
    agency, allowed, exactness = agency_of(report), bounds(numbers, bound), to_code(values["place_precision"], 7)
    return Claim(
        claim_id=claim_id(report.doc, *span, figure.measure),
        doc=report.doc,
        start=span[0],
        end=span[1],
        quote=report.text[span[0] : span[1]],
        sentence=report.text,
        measure=Measure[figure.measure.upper()],
        low=allowed.low,
        best=allowed.best,
        high=allowed.high,
        bound=allowed.bound,
        unit=figure.unit,
        group=figure.group or read_cell(report, figure.group_column),
        implicit=False,
        attribution=speaker,
        attribution_kind=SpeakerKind.DATASET,
        stance=Stance.ASSERTED,
        scope=Scope(figure.scope),
        as_of=report.end if figure.scope == "cumulative" else None,
        event_start=report.start,
        event_end=report.end,
        date_precision=DatePrecision(report.precision) if report.precision else None,
        place=values["place"],
        latitude=to_degrees(values["latitude"]),
        longitude=to_degrees(values["longitude"]),
        country=values["country"],
        place_precision=PlacePrecision(exactness) if exactness else None,
        cause=values["cause"],
        event_id=values["event"],
        link=Link.LINKED if values["event"] else Link.UNLINKED,
        link_reason=f"given by the dataset {mapping.title}" if values["event"] else None,
        publisher=values["publisher"],
        agency=agency,
        originator=agency or speaker,
        extractor=f"mapping:{mapping.name}",
        grounds=(Ground("measure", ReadingRule.MAPPING, f"{mapping.name}: {', '.join(figure.columns)}"),),
    )


class Bounds(NamedTuple):
    """The interval of a figure, with the best value where one is given."""

    low: float | None
    best: float | None
    high: float | None
    bound: Bound


def bounds(numbers: dict[str, float], bound: str | None = None) -> Bounds:
    """The interval as given. A missing side is open; for a single best value the bound applies, else it is exact.

    >>> bounds({"low": 5.0, "best": 8.0})[:3], bounds({"best": 8.0}, "more_than")[:3]
    ((5.0, 8.0, None), (9.0, 8.0, None))
    """
    low, best, high = numbers.get("low"), numbers.get("best"), numbers.get("high")
    if best is not None and low is None and high is None:
        return _bounded(best, Bound(bound or Bound.EXACT))
    if low is not None and high is not None:
        exact = low == high
        return Bounds(low, low if exact else best, high, Bound.EXACT if exact else Bound.RANGE)
    return Bounds(low, best, high, Bound.AT_MOST if low is None else Bound.AT_LEAST)


def _bounded(best: float, bound: Bound) -> Bounds:
    """The interval of one number under its bound; 'more than' and 'less than' begin at the next whole number."""
    lows = {Bound.MORE_THAN: math.floor(best) + 1.0, Bound.AT_MOST: None, Bound.LESS_THAN: None}
    highs = {Bound.LESS_THAN: max(0.0, math.ceil(best) - 1.0), Bound.AT_LEAST: None, Bound.MORE_THAN: None}
    return Bounds(lows.get(bound, best), best, highs.get(bound, best), bound)


def _with_whole(claim: Claim, measures: tuple[Figure, ...], index: int, made: dict[int, Claim]) -> Claim:
    """The claim linked to the figure that it is a part of, where the row gives that figure."""
    column = measures[index].part_of
    wholes = (made[i] for i, figure in enumerate(measures) if i in made and column in figure.columns)
    whole = next(wholes, None) if column else None
    return replace(claim, part_of=whole.quote, whole_id=whole.claim_id, role=Role.PART) if whole else claim


def agency_of(report: Report) -> str | None:
    """The wire agency that the row names as its source or outlet."""
    return _agency(report.values["attribution"]) or _agency(report.values["publisher"])


@lru_cache(maxsize=10_000)
def _agency(name: str | None) -> str | None:
    return name_agency(name, load_credits("en"))
