"""Short references: E-7, F-12, C-4, K-31, A-3 name an event, a figure, a conflict, a claim, an article of a period.

The letters of claims and conflicts are those of their words in speech (K for a claim as 'klaim', C for a conflict);
their ids begin with other letters and are longer, so that no reference is an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconcile.model.records import Ref
from reconcile.model.run_tables import RunTables

LETTERS = {"events": "E", "figures": "F", "conflicts": "C", "claims": "K", "documents": "A"}
"""The letter of each table's references."""

_REF = re.compile(r"[EFCKA]-?[1-9][0-9]{0,6}\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;]+")


def number_rows(tables: RunTables, before: Sequence[Ref] = ()) -> list[Ref]:
    """The references of a period's rows: those given before, then the next numbers for rows that have none.

    Args:
        tables: the tables of the run.
        before: the references that the period's last run gave.
    """
    given = {row.about for row in before}
    last = {of: max((int(row.ref.partition("-")[2]) for row in before if row.of == of), default=0) for of in LETTERS}
    found = list(before)
    for of, letter in LETTERS.items():
        fresh = [about for about in dict.fromkeys(_ids(of, tables)) if about not in given]
        found += [Ref(ref=f"{letter}-{n}", about=about, of=of) for n, about in enumerate(fresh, last[of] + 1)]
    return found


def _ids(of: str, tables: RunTables) -> Iterator[str]:
    """The ids of a table in the order in which they are read: by day, by rank, by place in the text."""
    if of == "events":
        yield from (e.event_id for e in sorted(tables.events, key=lambda e: (e.start or "9", e.name, e.event_id)))
    elif of == "figures":
        starts = {event.event_id: event.start or "9" for event in tables.events}
        figures = ((starts.get(f.event_id, "9"), f.event_id, f.measure, f.figure_id) for f in tables.figures)
        yield from (id for *_, id in sorted(figures))
    elif of == "conflicts":
        yield from (row.conflict_id for row in sorted(tables.conflicts, key=lambda row: (row.rank, row.conflict_id)))
    elif of == "claims":
        claims = ((claim.doc, claim.start, claim.end, claim.claim_id) for claim in tables.claims)
        yield from (id for *_, id in sorted(claims))
    else:
        yield from sorted(row.doc for row in tables.documents)


def is_reference(word: str) -> bool:
    """True for a word that has the form of a short reference.

    >>> is_reference("E-7"), is_reference("k31"), is_reference("e-0cb912d0ec3e"), is_reference("12")
    (True, True, False, False)
    """
    return bool(_REF.match(word))


def by_reference(refs: Iterable[Ref]) -> dict[str, str]:
    """The id that each short reference stands for."""
    return {row.ref: row.about for row in refs}


def spell_out(text: str, ids: Mapping[str, str]) -> str:
    """A text with its short references replaced by ids; a reference that stands for nothing is left as it is.

    >>> spell_out("E-7, k31", {"E-7": "e-0cb912d0ec3e", "K-31": "c-64"})
    'e-0cb912d0ec3e, c-64'
    """
    return _WORD.sub(lambda word: ids.get(_plain(word[0]), word[0]) if is_reference(word[0]) else word[0], text)


def _plain(ref: str) -> str:
    return f"{ref[0].upper()}-{ref[1:].lstrip('-')}"
