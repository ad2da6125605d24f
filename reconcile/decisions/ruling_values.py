"""The value that each decision needs under Value, and the id that it is a ruling on.

`VALUES` names for each decision (on a sheet, or on any sheet) the function that reads its value: it returns the value
as the log stores it, or raises Unfit with what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reconcile.decisions.cells import Entry
from reconcile.decisions.known import Known, Ruled
from reconcile.model.entered import MEASURES, join_parts, parts_of
from reconcile.model.records import Claim, Conflict, Figure, Unread
from reconcile.model.ruling import merged_with, named_ids
from reconcile.model.typed_numbers import plain_number
from reconcile.wording.claim_words import bound_words
from schemas.codes import UnreadKind


class Unfit(Exception):
    """What is wrong with a value, and what to do; always caught within this package."""


Reader = Callable[[Entry, Known], str | None]


def value_of(entry: Entry, known: Known) -> str | None:
    """The value of a ruling as the log stores it; raises Unfit where it does not fit the decision."""
    decision = entry.decision.casefold()
    return (VALUES.get((entry.sheet, decision)) or VALUES["", decision])(entry, known)


def subject_of(entry: Entry, known: Known, value: str | None) -> tuple[str, str | None]:
    """The id that a ruling is on, and its remaining value.

    On the row of a conflict or a warning, a wrong reading is a ruling on the misread claim; merging or splitting events
    is a ruling on the conflict's event, and merging a pair one on the event that remains.
    """
    if entry.sheet == "Conflicts" and entry.decision.casefold() == "wrong reading" and value:
        return value, None
    if entry.sheet == "Implausible" and entry.decision.casefold() == "wrong reading" and value:
        return value, None
    if entry.sheet == "Perhaps one event" and entry.decision.casefold() == "merge events":
        return known.pairs[entry.about].event_id, known.pairs[entry.about].other_id
    if entry.sheet == "Conflicts" and entry.decision.casefold() in ("merge events", "split events"):
        return str(known.conflicts[entry.about].event_id), value
    return entry.about, value


def _accepted_claim(entry: Entry, known: Known) -> str:
    """A claim of this row, named by its id or by the number it states; the claim's own bounds are kept."""
    _about_a_figure(entry, known)
    claims = {id: c for id in _claim_ids(entry, known) if (c := known.claims.get(id))}
    counted = {id: c for id, c in claims.items() if id in known.figures_of}
    wanted, number = entry.value.casefold(), plain_number(entry.value)
    if wanted in counted:
        return wanted
    if wanted in claims:
        raise Unfit(f"No figure rests on {wanted}: what is denied or supposed is not counted.")
    if number is None:
        lead = f"'{entry.value}' is neither. " if entry.value else ""
        raise Unfit(f"{lead}'accept value' needs under Value the id of one of its claims, or the number one states.")
    stating = {id: c for id, c in counted.items() if _stated(c) == float(number)}
    if not stating:
        raise Unfit(f"None of its claims states {entry.value}. For a value of your own, choose 'set value'.")
    if len({(c.low, c.best, c.high, c.unit) for c in stating.values()}) > 1:
        raise Unfit(f"Its claims state {entry.value} in different ways: give the id of one, {_listed(stating)}.")
    return str(min(stating))


def _own_number(entry: Entry, known: Known) -> str:
    """A number of the desk's own, for the one figure that the row is about."""
    _about_a_figure(entry, known)
    number = plain_number(entry.value)
    if number is None:
        lead = f"'{entry.value}' is not such a number. " if entry.value else ""
        raise Unfit(f"{lead}'set value' needs under Value a number of 0 or more, in digits and with a decimal point.")
    figures = _figures(entry, known)
    if len(figures) != 1:
        many = f"{len(figures)} figures rest" if figures else "no figure rests"
        raise Unfit(f"On its claims {many}: set the value on the sheet Figures, in the row of the figure you mean.")
    if "." in number and known.figures[figures[0]].measure.people:
        raise Unfit(f"{entry.value} is a fraction, and people are counted in whole numbers.")
    return number


def _about_a_figure(entry: Entry, known: Known) -> None:
    """Refuse values on a conflict of days or places, which is not about a number."""
    if entry.sheet == "Conflicts" and known.conflicts[entry.about].measure is None:
        raise Unfit(
            "This conflict is about a day or a place, which no number settles: choose 'wrong reading' with the claim "
            "that was misread, 'merge events', 'split events' or 'dismiss'."
        )


def _misread_claim(entry: Entry, known: Known) -> str:
    claims = _claim_ids(entry, known)
    wanted = entry.value.casefold() or (claims[0] if len(claims) == 1 else "")
    if wanted not in claims:
        raise Unfit(f"'wrong reading' needs under Value the id of the claim that was misread: {', '.join(claims)}.")
    return wanted


def _suspicious_claim(entry: Entry, known: Known) -> str:
    """The misread claim of a warning: the one named, else its first."""
    claims = known.warnings[entry.about].claim_ids
    wanted = entry.value.casefold() or claims[0]
    if wanted not in claims:
        raise Unfit(f"'wrong reading' needs under Value nothing, or the id of one of its claims: {', '.join(claims)}.")
    return wanted


def _paired(entry: Entry, known: Known) -> str:
    """The other event of a pair; the cell may name it, and need not."""
    pair = known.pairs[entry.about]
    if entry.value and entry.value.casefold() not in (pair.event_id.casefold(), pair.other_id.casefold()):
        raise Unfit("'merge events' merges the two events of this row: leave Value empty.")
    return pair.other_id


def _other_claim(entry: Entry, known: Known) -> str:
    wanted = entry.value.casefold()
    if wanted not in known.claims or wanted == entry.about:
        raise Unfit(f"'{entry.decision}' needs under Value the id of another claim of this period.")
    return wanted


def _any_other_claim(entry: Entry, known: Known) -> str | None:
    return _other_claim(entry, known) if entry.value else None


def _other_events(entry: Entry, known: Known) -> str:
    """One or more other events; ids that the desk gave its events may be in capitals."""
    ids = {id.casefold(): id for id in known.events}
    wanted = [ids.get(id.casefold()) for id in named_ids(entry.value)]
    if not wanted or None in wanted or _event(entry, known) in wanted:
        raise Unfit("'merge events' needs under Value the id of another event of this period.")
    return " ".join(map(str, wanted))


def _parted(entry: Entry, known: Known) -> str | None:
    """Claims that are to form an event of their own, or events whose merger is undone: those named, else all."""
    event, ids = _event(entry, known), named_ids(entry.value.casefold())
    merged = {id.casefold(): id for id in merged_with(event, known.mergers) - {event}}
    if not ids and not merged:
        raise Unfit("Nothing was merged into this event: name under Value the claims to make an event of their own.")
    if not ids or all(id in merged for id in ids):
        return " ".join(merged[id] for id in ids) or None
    held = {id for id, claim in known.claims.items() if claim.event_id == event}
    if not set(ids) <= held:
        strange = ", ".join(id for id in ids if id not in held)
        raise Unfit(f"No claim of this event, and no event merged into it, has the id {strange}.")
    if set(ids) == held:
        raise Unfit("These are all of its claims: leave at least one of them in the event.")
    return " ".join(sorted(ids))


def _withdrawn(entry: Entry, known: Known) -> None:
    """Check that there is a ruling on the row to withdraw."""
    _no_value(entry, known)
    if not known.standing.get(entry.about):
        raise Unfit("No ruling is in force on this row: there is nothing to withdraw.")


def _entered(entry: Entry, known: Known) -> str:
    """The measure, group and event of a claim that the desk enters; without a measure, the likely one."""
    row = known.unread[entry.about]
    said, group, event = parts_of(entry.value)
    measure = MEASURES.get((said or row.measure or "").casefold())
    if measure is None:
        raise Unfit(f"'enter claim' needs a measure under Counts: {', '.join(MEASURES)}.")
    if row.kind is UnreadKind.PERSON and not measure.people:
        raise Unfit(f"'{row.quote}' is a person, and '{measure}' does not count people.")
    ids = {id.casefold(): id for id in known.events}
    event = event and (known.event_named(event) or known.whole_id(event))
    if event is not None and event.casefold() not in ids:
        raise Unfit(f"The period has no event {event}: give the id of one on the sheet Events, or none.")
    return join_parts([measure.value, group, ids[event.casefold()] if event else None])


def _no_value(entry: Entry, known: Known) -> None:
    if entry.value:
        raise Unfit(
            f"'{entry.decision}' takes no value: empty that cell, or choose the decision that '{entry.value}' "
            "belongs to."
        )


VALUES: dict[tuple[str, str], Reader] = {
    ("", "accept value"): _accepted_claim,
    ("", "set value"): _own_number,
    ("", "dismiss"): _no_value,
    ("", "waive"): _no_value,
    ("", "not comparable"): _no_value,
    ("Claims", "not comparable"): _any_other_claim,
    ("", "same source"): _no_value,
    ("Claims", "same source"): _other_claim,
    ("", "wrong reading"): _no_value,
    ("Conflicts", "wrong reading"): _misread_claim,
    ("Implausible", "wrong reading"): _suspicious_claim,
    ("Perhaps one event", "merge events"): _paired,
    ("", "merge events"): _other_events,
    ("", "split events"): _parted,
    ("", "enter claim"): _entered,
    ("", "no figure"): _no_value,
    ("", "withdraw"): _withdrawn,
}


def _row(entry: Entry, known: Known) -> Ruled:
    """The record that an entry rules on, as in the last run."""
    return known.rows[entry.sheet][entry.about]


def _claim_ids(entry: Entry, known: Known) -> tuple[str, ...]:
    """The claims of a conflict or a figure."""
    row = _row(entry, known)
    return row.claim_ids if isinstance(row, Conflict | Figure) else ()


def _event(entry: Entry, known: Known) -> str:
    row = _row(entry, known)
    event = None if isinstance(row, Unread) else row.event_id
    if event is None:
        raise Unfit("This row is about no single event: rule on the sheet Events.")
    return event


def _figures(entry: Entry, known: Known) -> list[str]:
    """The figures that a row is about: a figure itself, or those that contain a conflict's claims."""
    if entry.sheet == "Figures":
        return [entry.about]
    return sorted({figure for claim in _claim_ids(entry, known) for figure in known.figures_of.get(claim, [])})


def _stated(claim: Claim) -> float | None:
    return next((number for number in (claim.best, claim.low, claim.high) if number is not None), None)


def _listed(claims: Mapping[str, Claim]) -> str:
    return ", ".join(f"{id} ({bound_words(claim)})" for id, claim in sorted(claims.items()))
