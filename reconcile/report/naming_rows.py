"""Finds the row that somebody names: by its short reference, its id, the beginning of its id, or its name."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.errors import BadInput
from reconcile.model.run_tables import RunTables
from reconcile.model.short_references import by_reference, is_reference, spell_out

SHORTEST = 3
"""Characters that the beginning of an id, or a part of a name, has at least."""
SHOWN = 8
"""Rows that the refusal of an unclear name lists."""


def find_row(said: str, tables: RunTables) -> str:
    """The id of the row that is meant; what was said, where no row is.

    Raises:
        BadInput: several rows have such a name or such a beginning; the message lists them.
    """
    said = said.strip()
    named = dict(_named(tables))
    if said in named:
        return said
    if is_reference(said):
        about = spell_out(said, by_reference(tables.refs))
        if about != said:
            return about
    plain = said.casefold()
    for found in (
        [id for id, name in named.items() if plain in (id.casefold(), name.casefold())],
        [id for id in named if len(plain) >= SHORTEST and id.casefold().startswith(plain)],
        [id for id, name in named.items() if len(plain) >= SHORTEST and plain in name.casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise BadInput(f"'{said}' may be {len(found)} rows: {_listed(found, named, tables)}.", "Name one of them.")
    return said


def _named(tables: RunTables) -> Iterator[tuple[str, str]]:
    """Every row that can be explained, by id, with its name."""
    yield from ((row.event_id, row.name) for row in tables.events)
    yield from ((row.claim_id, "") for row in tables.claims)
    yield from ((row.figure_id, "") for row in tables.figures)
    yield from ((row.conflict_id, "") for row in tables.conflicts)
    yield from ((row.check_id, "") for row in tables.checks)
    yield from ((row.source_id, row.name) for row in tables.sources)
    yield from ((row.doc, row.title or "") for row in tables.documents)


def _listed(found: list[str], named: dict[str, str], tables: RunTables) -> str:
    refs = {row.about: row.ref for row in tables.refs}
    said = [" ".join(part for part in (refs.get(id, id), named[id]) if part) for id in found[:SHOWN]]
    return "; ".join(said) + (" ..." if len(found) > SHOWN else "")
