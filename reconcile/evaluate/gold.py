"""Claims that people wrote down (the gold): one JSON record a line.

Keys: doc, start, end, quote, measure, low, high, bound; where known group, attribution, place, country, scope,
implicit; a key that is left out is not scored. A row with `optional` counts neither for nor against the reader, found
or not. A row with `empty` names an article without claims. An article that is marked `reserve` in the file of articles
was kept unread by those who write the rules, and is measured apart.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from reconcile.errors import BadInput
from schemas.codes import Bound, Measure

Row = Mapping[str, Any]
"""A line of a file as it was read."""

NEEDED = ("doc", "start", "end", "quote", "measure", "low", "high", "bound")


_MEASURES = {measure.value: measure for measure in Measure}


@dataclass(frozen=True, kw_only=True)
class GoldClaim:
    """A claim that a person wrote down. `known` names the fields that its line contains: only those are scored."""

    doc: str
    start: int
    end: int
    quote: str
    measure: Measure
    low: float | None
    high: float | None
    bound: Bound
    group: str | None = None
    attribution: str | None = None
    place: str | None = None
    country: str | None = None
    scope: str | None = None
    implicit: bool = False
    optional: bool = False
    known: frozenset[str] = frozenset()

    @classmethod
    def read(cls, row: Row, where: str) -> GoldClaim:
        """Read the claim of a line; BadInput, beginning with `where`, says what is wrong with it."""
        _check_claim(row, where)
        given = {field.name: row[field.name] for field in fields(cls) if field.name in row and field.name != "known"}
        codes = {"measure": _MEASURES[row["measure"]], "bound": Bound(row["bound"])}
        return cls(**{**given, **codes, "known": frozenset(given)})


@dataclass(frozen=True)
class Gold:
    """The articles that people read, and the claims they found, in the order of the file."""

    docs: frozenset[str]
    claims: tuple[GoldClaim, ...]

    def only(self, docs: frozenset[str]) -> Gold:
        """The gold of some of the articles."""
        return Gold(self.docs & docs, tuple(claim for claim in self.claims if claim.doc in docs))


class Part(StrEnum):
    """Which articles of a file of gold are measured."""

    ALL = "all"
    RESERVE = "reserve"
    REST = "rest"


def read_gold(path: Path) -> Gold:
    """Read the gold of a file; BadInput names the line that cannot be used."""
    docs, claims = set(), []
    for number, row in read_lines(path):
        docs.add(row["doc"])
        if not row.get("empty"):
            claims.append(GoldClaim.read(row, f"{path}, line {number}:"))
    if not docs:
        raise BadInput(f"{path} holds no claims.", "Name a file with one claim a line.")
    return Gold(frozenset(docs), tuple(claims))


def part_of(gold: Gold, part: Part, articles: Path) -> Gold:
    """The gold of one part; the lines of `articles` (JSONL with `id`) say by `reserve` which were kept unread."""
    if part is Part.ALL:
        return gold
    with articles.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    reserve = frozenset(row["id"] for row in rows if row.get("reserve"))
    return gold.only(reserve if part is Part.RESERVE else gold.docs - reserve)


def check_gold(gold: Gold, texts: Mapping[str, str], path: Path) -> None:
    """Refuse gold whose articles are missing, or whose quotes are not at their spans in the articles."""
    check_docs(gold.docs, texts.keys(), path)
    for claim in gold.claims:
        if texts[claim.doc][claim.start : claim.end] != claim.quote:
            raise BadInput(
                f"{path}: {claim.doc} does not hold '{claim.quote}' at {claim.start} to {claim.end}.",
                "Give the very texts that the gold was written for.",
            )


def check_docs(docs: Collection[str], known: Collection[str], path: Path) -> None:
    """Refuse gold whose articles are missing."""
    lacking = sorted(set(docs) - set(known))
    if lacking:
        shown = ", ".join(lacking[:3])
        raise BadInput(
            f"{path}: {len(lacking)} of {len(docs)} documents are not among the articles ({shown}).",
            "Give the articles that the gold was written for; their ids are the gold's 'doc'.",
        )


def read_lines(path: Path) -> Iterator[tuple[int, Row]]:
    """The records of a file with their line numbers, each with its `doc` (or `id`) in the form of ingest's ids."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as failure:
        raise BadInput(f"{path} cannot be read ({failure}).", "Name the file of gold claims.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _named(_parsed(line, path, number), f"{path}, line {number}:")


def _parsed(line: str, path: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as failure:
        raise BadInput(f"{path}, line {number}: this is not JSON ({failure}).", "Mend or remove the line.") from None


def _named(row: Any, where: str) -> Row:
    doc = row.get("doc", row.get("id")) if isinstance(row, dict) else None
    if not isinstance(doc, str):
        raise BadInput(f"{where} this is not a record with a 'doc'.", "Write one claim a line.")
    return {**row, "doc": doc.strip()}


def _check_claim(row: Row, where: str) -> None:
    lacking = [key for key in NEEDED if key not in row]
    if lacking:
        raise BadInput(f"{where} the claim lacks {', '.join(lacking)}.", f"Every claim has {', '.join(NEEDED)}.")
    for key, codes in (("measure", list(Measure)), ("bound", list(Bound))):
        if row[key] not in codes:
            raise BadInput(f"{where} '{row[key]}' is not a {key}.", f"Known: {', '.join(codes)}.")
    if not (isinstance(row["start"], int) and isinstance(row["end"], int) and 0 <= row["start"] < row["end"]):
        raise BadInput(f"{where} {row['start']} to {row['end']} is not a span.", "Give code points, start before end.")
