"""Which claims of earlier months a month reads again, so that a late report meets the figures it restates.

Carried over are the claims on every event that this month speaks of, on which a conflict is still open, or on which the
desk rules this month. They keep their ids; the document of each is named by the month in whose folder it lies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reconcile.model.article import Article, Span
from reconcile.model.crossing import from_frame
from reconcile.model.records import Ruling
from reconcile.model.ruling import merged_with, named_ids, standing_mergers
from reconcile.months.earlier import Earlier, Left
from reconcile.months.own_names import carried_name
from reconcile.store.tables import join
from schemas import records, table
from schemas.columns import AT_REST


@dataclass(frozen=True)
class Carried:
    """What came over from earlier months: their claims, dates and documents, and the events these are about."""

    claims: pd.DataFrame
    dates: pd.DataFrame
    documents: pd.DataFrame
    events: pd.DataFrame
    articles: tuple[Article, ...]


_VOICE = ("event_id", "measure", "group", "unit", "originator")
"""What one voice's running totals have in common."""


def carry_over(earlier: Earlier, claims: pd.DataFrame, decisions: pd.DataFrame, period: str) -> Carried:
    """The earlier claims that this month's are to be compared with; `claims` are this month's own, linked.

    Of one voice's running totals only the last is carried: it has taken the place of those before. A claim that a later
    month's folder holds too (the same file, dropped in twice) is carried from there, or not at all.
    """
    named = spoken_of(claims) | open_events(earlier) | ruled_events(earlier, decisions, period)
    mergers = standing_mergers(from_frame(Ruling, decisions))
    wanted = {id for event in named for id in merged_with(event, mergers)}
    months: list[Carried] = []
    taken = set(claims["claim_id"])
    for left in reversed(earlier.months):
        months.insert(0, _carry_month(left, wanted, taken))
        taken |= set(months[0].claims["claim_id"])
    found = _last_totals(join((month.claims for month in months), "claims"), disputed_claims(earlier))
    events = earlier.events
    return Carried(
        claims=found,
        dates=join((month.dates for month in months), "dates"),
        documents=join((month.documents for month in months), "documents"),
        events=events[events["event_id"].isin(found["event_id"])],
        articles=tuple(article for month in months for article in month.articles),
    )


def spoken_of(claims: pd.DataFrame) -> set[str]:
    """The events that claims are linked to."""
    return set(claims.loc[claims["link"] == "linked", "event_id"].dropna())


def open_events(earlier: Earlier) -> set[str]:
    """The events on which an earlier month left a conflict that nobody has settled; warnings are none."""
    return set(_open_conflicts(earlier)["event_id"].dropna())


def disputed_claims(earlier: Earlier) -> set[str]:
    """The claims on the sides of those conflicts."""
    return {id for ids in _open_conflicts(earlier)["claim_ids"] for id in ids}


def _open_conflicts(earlier: Earlier) -> pd.DataFrame:
    conflicts = earlier.conflicts
    return conflicts[~conflicts["state"].isin(AT_REST) & (conflicts["severity"] != "warning")]


def ruled_events(earlier: Earlier, decisions: pd.DataFrame, period: str) -> set[str]:
    """The events that this month's rulings bear on: themselves, or by a claim, figure or conflict of theirs."""
    made = decisions[decisions["period"] == period]
    named = {*made["about"], *(id for value in made["value"].dropna() for id in named_ids(value))}
    found = named & set(earlier.events["event_id"])
    for left in earlier.months:
        for name, key in (("claims", "claim_id"), ("figures", "figure_id"), ("conflicts", "conflict_id")):
            rows = left.tables[name]
            found |= set(rows.loc[rows[key].isin(named), "event_id"].dropna())
    return found


def _carry_month(left: Left, events: set[str], taken: set[str]) -> Carried:
    """What one month passes on: the claims on these events, with what they stand on."""
    own = left.claims
    claims = own[own["event_id"].isin(events) & ~own["claim_id"].isin(taken)]
    docs = set(claims["doc"])
    dates = left.tables["dates"]
    named = {doc: carried_name(left.period, doc) for doc in docs}
    return Carried(
        claims=_rename(claims, named),
        dates=_rename(dates[dates["doc"].isin(docs) & dates["event_id"].isin(events)], named),
        documents=_papers(left, named),
        events=table("events", []),
        articles=tuple(_articles(left, named)),
    )


def _rename(rows: pd.DataFrame, named: dict[str, str]) -> pd.DataFrame:
    return rows.assign(doc=pd.array([named[doc] for doc in rows["doc"]], dtype="string"))


def _papers(left: Left, named: dict[str, str]) -> pd.DataFrame:
    """The documents under their names of now; one that is no longer beside what it was cut from is a cut no more."""
    documents = left.tables["documents"]
    rows = records(_rename(documents[documents["doc"].isin(named)], named))
    for row in rows:
        row |= {"period": left.period, "cut_of": named.get(row["cut_of"])}
        row |= {} if row["cut_of"] else {"adds": (), "lacks": ()}
    return table("documents", rows)


def _articles(left: Left, named: dict[str, str]) -> Iterable[Article]:
    for doc, text in left.texts(named).items():
        yield Article(named[doc], text, fences=tuple(Span(*span) for span in left.fences.get(doc, ())))


def _last_totals(claims: pd.DataFrame, disputed: set[str]) -> pd.DataFrame:
    """The claims without the running totals that the same voice's next one, no smaller, has replaced.

    A total that fell is carried with the one it fell from, and so is one on a side of an open conflict.
    """
    running = (claims["scope"] == "cumulative") & (claims["measure"] != "duration") & claims["as_of"].notna()
    voices: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in records(claims[running]):
        voices[tuple(row[key] for key in _VOICE)].append(row)
    replaced = {id for told in voices.values() for id in _replaced(told)} - disputed
    return claims[~claims["claim_id"].isin(replaced)].reset_index(drop=True)


def _replaced(told: list[dict[str, Any]]) -> Iterable[str]:
    """The ids of one voice's totals that its next total, as of a later day, does not fall below."""
    for row in told:
        later = [other for other in told if other["as_of"] > row["as_of"]]
        after = [other["low"] or 0.0 for other in later if other["as_of"] == min(o["as_of"] for o in later)]
        if after and (row["low"] or 0.0) <= min(after):
            yield row["claim_id"]
