"""The sheets for those who come later: how the month was made, and what the last twelve months came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reconcile.report.month import Month
from reconcile.report.sheet import Column, Sheet
from reconcile.wording import method_words as words
from reconcile.wording.figure_words import day_words, period_words
from schemas.codes import Link, Measure, Scope

METHOD_COLUMNS = (
    Column("part", "Part", 27, "text", (), "What the line is about"),
    Column("what", "What", 44, "prose", (), "A rule, setting, source of data or count"),
    Column("said", "How it was for this month", 110, "prose", (), "What applied, or how much there was"),
)


def method_sheet(month: Month) -> Sheet:
    """The sheet Method: definitions, rules, settings, data, coverage, and the reader's measured accuracy."""
    parts = {
        "What is counted": words.DEFINITIONS,
        "How figures are settled": tuple(words.rules(month.making.rule)),
        "Settings of the desk": tuple(_settings(month)),
        "Data and versions": tuple(_versions(month)),
        "Coverage of this month": tuple(_coverage(month)),
        "Accuracy of the reader": tuple(words.accuracy_lines()),
    }
    return Sheet(
        "Method",
        "How this book was made, so that it explains itself: what counts, which rules and settings applied, which data "
        "were used, what was read, and how accurately the reader reads.",
        METHOD_COLUMNS,
        tuple((part, what, said) for part, lines in parts.items() for what, said in lines),
        group_key="part",
        theme="record",
        on_paper=True,
    )


def _settings(month: Month) -> Iterable[tuple[str, str]]:
    known = {"profile": month.making.profile, **month.making.settings}
    return ((said, words.set_to(known[name])) for name, said in words.SETTINGS.items() if name in known)


def _versions(month: Month) -> Iterable[tuple[str, str]]:
    making = month.making
    yield "Program", f"reconcile {making.version}" if making.version else "unknown"
    if making.number and making.started:
        yield "Run", f"{making.number}, {making.started}"
    if making.run:
        yield "Hash of the results (all tables)", making.run
    if making.inputs:
        yield "Hash of the inputs (names and SHA-256 of the files)", making.inputs
    yield "Gazetteer", words.GAZETTEER
    earlier = ", ".join(f"{period_words(at)} ({content[:12]})" for at, content in sorted(making.since.items()))
    yield "Earlier months that this one builds on (hash of their results)", earlier or "none"


def _coverage(month: Month) -> Iterable[tuple[str, str]]:
    documents, claims = month.own_documents, month.own_claims
    statuses = Counter(row.status for row in documents)
    cut = sum(row.truncated for row in documents)
    languages = Counter(row.language or "unknown" for row in documents if row.status == "read")
    links = Counter(claim.link for claim in claims)
    numbers = sum(row.numbers or 0 for row in documents)
    yield "Articles", words.share_words([*((many, what) for what, many in statuses.items()), (cut, "cut short")])
    yield "Stories (copies of one text together)", f"{len({row.story for row in documents if row.story}):,}"
    yield "Languages", words.share_words([(many, code) for code, many in languages.most_common()])
    yield "Numbers in the articles", f"{numbers:,}"
    yield "Claims", words.share_words([(links[link], link) for link in Link])
    yield "Likely figures that no rule read, not ruled on", f"{sum(row.ruling is None for row in month.unread):,}"
    yield "Voices", f"{len({claim.originator for claim in claims if claim.originator}):,}"
    yield "Rows and files refused", f"{len(month.tables.refused):,}"


COUNTED = (Measure.KILLED, Measure.INJURED)
MOST_MONTHS = 12

MONTH_COLUMNS = (
    Column("month", "Events of", 18, "text", (), "The month of the events"),
    Column("measure", "Measure", 12, "text"),
    Column("first", "As first signed", 14, "number", (), "What was settled when the month was first signed"),
    Column("undecided_first", "Undecided then", 22, "text", (), "Events without a settled figure at that time"),
    Column("signed", "Signed on", 18, "text", (), "The day of the first signing"),
    Column("by", "By", 18, "text", (), "Who prepared it"),
    Column("now", "As now", 12, "number", (), "What is settled at the end of this month"),
    Column("undecided", "Undecided now", 22, "text", (), "Events without a settled figure now"),
    Column("difference", "Difference", 12, "number", (), "As now less as first signed"),
)


def months_sheet(month: Month) -> Sheet:
    """The sheet Last twelve months: a month and measure a row, as first signed and as now."""
    now = {
        (row.month, row.measure): row
        for row in month.roll_forward
        if row.month and row.scope is Scope.INCIDENT and row.unit == "person" and row.measure in COUNTED
    }
    first = {(row["month"], row["measure"]): row for row in month.making.past}
    if month.making.closing:
        first |= _signed_now(month)
    months = sorted({at for at, _ in (*now, *first) if at <= month.period})[-MOST_MONTHS:]
    rows = []
    for key in ((at, measure) for at in reversed(months) for measure in COUNTED):
        line, signed = now.get(key), first.get((key[0], key[1].value), {})
        if line or signed:
            settled, then = line.closing if line else None, signed.get("settled_sum")
            rows.append(
                (
                    period_words(key[0]),
                    key[1],
                    then,
                    words.undecided_words(signed.get("undetermined")),
                    day_words(signed["signed"][:10]) if signed else "not signed",
                    signed.get("by"),
                    settled,
                    words.undecided_words(line.undetermined if line else None),
                    settled - then if settled is not None and then is not None else None,
                )
            )
    return Sheet(
        "Last twelve months",
        words.MONTHS_NOTE,
        MONTH_COLUMNS,
        tuple(rows),
        group_key="month",
        theme="figures",
        on_paper=True,
        empty="No month has events with people killed or injured.",
    )


def _signed_now(month: Month) -> dict[tuple[str, str], dict[str, object]]:
    """The month itself, where it is signed for the first time."""
    signed = month.making.closing
    if signed is None or signed.version > 1:
        return {}
    told = {"signed": signed.at, "by": signed.by}
    totals = [row for row in month.totals if row.rule is month.making.rule and row.month == month.period]
    people = (row for row in totals if row.scope is Scope.INCIDENT and row.unit == "person" and row.measure in COUNTED)
    return {
        (month.period, row.measure.value): {
            "settled_sum": row.settled_sum,
            "undetermined": row.undetermined,
            **told,
        }
        for row in people
    }


SHEETS = (months_sheet,)
LAST = (method_sheet,)
