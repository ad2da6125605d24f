"""One run of a period, from top to bottom.

Articles and datasets are read; stories are found among the articles; figures are extracted and validated; each figure
is attributed to its originator and linked to its event; figures of one event are compared; conflicts are found and
their history is added; figures are settled; everything is recorded in the ledger, and reported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from reconcile import __version__
from reconcile.compare import (
    age_conflicts,
    check_arithmetic,
    claims_in_play,
    compare_claims,
    count_conflicts,
    find_conflicts,
)
from reconcile.decisions.decide import keep_undecided, know
from reconcile.doubts import Bearing, find_implausible, pair_events
from reconcile.errors import BadInput
from reconcile.extract.reader import Extracted, extract_claims
from reconcile.ingest import ingest, keep_apart, read_datasets, rename_articles, rename_claims, rename_documents
from reconcile.link import (
    find_stories,
    link_claims,
    regroup_events,
    tell_cuts,
    trace_sources,
)
from reconcile.model.article import Article
from reconcile.model.crossing import to_frame
from reconcile.model.entered import read_entered
from reconcile.model.near_events import NearEvents
from reconcile.model.records import Claim, DateMention, Document, Event, Figure, Record, Refusal, Ruling
from reconcile.model.row_order import in_order
from reconcile.model.run_tables import KINDS, RunTables
from reconcile.model.short_references import number_rows
from reconcile.months import Earlier, carry_over, compare_figures, read_earlier, roll_forward, stand
from reconcile.months.as_signed import first_signed
from reconcile.months.change_reasons import Evidence
from reconcile.months.closing.frozen import complete_closing
from reconcile.months.earlier import SINCE, complete, latest, left_alone, take_place
from reconcile.months.order import out_of_order
from reconcile.months.own_names import own_names
from reconcile.report import write_evidence, write_workbook
from reconcile.settle import break_down, settle_figures, settle_under_every_rule, total_figures, trace_tolls
from reconcile.store.closed_months import refuse_closed
from reconcile.store.desk import Desk, desk_files, read_desk
from reconcile.store.fingerprints import hash_files
from reconcile.store.ledger import FENCES, INPUTS, META, Ledger, Run, reading, writing
from reconcile.store.tables import csv_files, write_tables
from reconcile.store.workspace import Workspace, is_month, make_output_folder, period_folder
from reconcile.text.document import Document as Page
from reconcile.validate import check_records, check_spans
from reconcile.wording.refusals import event_gone, rewritten_ruling
from schemas.codes import DatePrecision, Link

WORKBOOK = "reconciliation.xlsx"
EVIDENCE = "evidence.html"

Row = TypeVar("Row", bound=Record)

Tell = Callable[[str, int, int], None]
"""Called with the name of the current step, how much of it is done, and how much there is (0 where unknown)."""


def silent(step: str, done: int = 0, total: int = 0) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class Findings:
    """The results so far: the articles, and the records of each table. Each step returns new findings and alters none.

    Only `articles` are read; `reports` already have their claims: the rows of datasets, and articles of earlier months.
    `pages` are the articles split into sentences, by doc; each is split once in a run.
    `near` are the pairs of events that linking nearly joined.
    """

    articles: tuple[Article, ...] = ()
    reports: tuple[Article, ...] = ()
    tables: RunTables = field(default_factory=RunTables)
    pages: Mapping[str, Page] = field(default_factory=dict)
    near: tuple[NearEvents, ...] = ()

    def having(self, aside: Iterable[Refusal] = (), /, **tables: Sequence[Record]) -> Findings:
        """The findings with these tables replaced, and these refusals added."""
        refused = first_of_each("refused_id", tables.pop("refused", self.tables.refused), aside)
        changed: dict[str, Any] = {name: list(rows) for name, rows in tables.items()} | {"refused": refused}
        return replace(self, tables=replace(self.tables, **changed))

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One table as a typed frame."""
        return to_frame(KINDS[name], getattr(self.tables, name))

    @property
    def texts(self) -> dict[str, str]:
        """The texts that offsets point into, by doc."""
        return {article.doc: article.text for article in (*self.articles, *self.reports)}

    @property
    def fences(self) -> dict[str, list[tuple[int, int]]]:
        """The spans of page furniture, by doc."""
        return {
            a.doc: [(span.start, span.end) for span in a.fences] for a in (*self.articles, *self.reports) if a.fences
        }


@dataclass(frozen=True)
class Results:
    """The results of a run, as reported: its tables, the same as CSV files, the texts and their page furniture."""

    tables: RunTables
    files: Mapping[str, bytes]
    texts: dict[str, str]
    fences: dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Outcome:
    """The result of running a period.

    `problems` say in plain words which outputs could not be written, and which rulings were not applied because they
    are only in the workbook. `notes` say which other months should be run again.
    """

    period: str
    run: int
    content: str
    found: Findings
    folder: Path
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def run(workspace: Workspace, period: str, *, workers: int = 1, tell: Tell = silent) -> Outcome:
    """Run a period, from its folder of inputs to its report.

    Args:
        workspace: the workspace with the inputs.
        period: the name of the period's folder, YYYY-MM for a month.
        workers: the number of processes that read articles.
        tell: called with the progress of each step.

    Returns:
        The result of the run, which is recorded in the ledger.

    Raises:
        ReconcileError: an input, the desk's folder or the ledger cannot be used.
    """
    folder = period_folder(workspace, period)
    make_output_folder(workspace.report(period))
    with writing(workspace) as ledger:
        complete_closing(workspace, ledger, period)
        refuse_closed(ledger, period, workspace)
        desk, found = open_desk(workspace, ledger, period)
        number = ledger.begin(period, desk_files(workspace.desk), __version__, hash_files(folder))
        earlier = read_earlier(ledger, period)
        found = work_through([folder], desk, earlier, period, found, workers, tell)
        found = refer(found, ledger, period)
        tell("Recording", 0, 0)
        undecided = keep_undecided(workspace.report(period) / WORKBOOK, ledger, period, desk)
        since = {left.period: left.content for left in earlier.months}
        meta = made_by(desk, since, ledger, period)
        results = Results(found.tables, csv_files(found.tables), found.texts, found.fences)
        content = ledger.finish(
            number, results.texts, found.tables, results.files, {FENCES: results.fences, META: meta}
        )
        notes = tuple(out_of_order(ledger, period))
        facts = facts_of(ledger, number)
    problems = report(workspace.report(period), period, results, facts, tell)
    problems += [undecided] if undecided else []
    return Outcome(period, number, content, found, workspace.report(period), tuple(problems), notes)


def made_by(desk: Desk, since: Mapping[str, str], ledger: Ledger, period: str) -> dict[str, Any]:
    """What the ledger keeps of how a run was made: the desk's settings, the months before it, and what was signed."""
    settings = desk.settings
    return {
        "rule": settings.rule,
        "profile": settings.profile,
        "version": __version__,
        SINCE: dict(since),
        "desk": settings.desk,
        "settings": settings.model_dump(mode="json"),
        "past": first_signed(ledger, period),
    }


def facts_of(ledger: Ledger, number: int) -> dict[str, Any]:
    """What the workbook says about a run: how it was made, its number, its time, and hashes of its in- and output."""
    run = next(run for run in ledger.runs() if run.number == number)
    inputs = json.dumps(ledger.paper(number, INPUTS), sort_keys=True)
    return {
        **ledger.paper(number, META),
        "run": (run.content or "")[:12],
        "number": number,
        "started": run.started,
        "inputs": sha256(inputs.encode("utf-8")).hexdigest()[:12],
    }


def work_through(
    paths: list[Path], desk: Desk, earlier: Earlier, period: str, found: Findings, workers: int, tell: Tell
) -> Findings:
    """Every step of a run from its inputs to its checked tables; nothing is recorded or written."""
    found = gather(paths, desk, period, found, tell)
    found = tell_months_apart(found, earlier, period)
    found = read_figures(found, desk, period, workers, tell)
    found = link(found, desk, tell, earlier.events)
    found = carry(found, desk, earlier, period)
    found = compare(found, desk, earlier, period, tell)
    found = settle(found, desk, earlier, tell)
    found = doubt(found, desk, tell)
    found = move_forward(found, earlier, period)
    return validate(found, tell)


def rehearse(workspace: Workspace, period: str, rulings: Sequence[Ruling]) -> RunTables:
    """The tables that a run of the period would give with further rulings; nothing is recorded or written."""
    with reading(workspace) as ledger:
        desk, aside = read_desk(workspace.desk)
        log = [*know(ledger, period, desk).log, *rulings]
        found = Findings().having(aside, decisions=log)
        desk = replace(desk, decisions=obeyed(log, period))
        earlier = read_earlier(ledger, period)
        return work_through([period_folder(workspace, period)], desk, earlier, period, found, 1, silent).tables


def run_as_of(workspace: Workspace, period: str, number: int) -> Path:
    """Write the report of an earlier run of the period again, from the ledger alone; return its folder."""
    with reading(workspace) as ledger:
        known = {run.number: run for run in ledger.runs(period) if run.finished}
        if number not in known:
            numbers = ", ".join(str(n) for n in known) or "none"
            raise BadInput(f"{period} has no finished run {number}.", f"Runs that it has: {numbers}.")
        folder = workspace.report(period) / f"as-of-{number}"
        make_output_folder(folder)
        report_again(folder, ledger, known[number])
    return folder


def check(workspace: Workspace, period: str, *, workers: int = 1, tell: Tell = silent) -> Findings:
    """Read and validate the articles and datasets of a period; nothing is recorded or written."""
    desk, aside = read_desk(workspace.desk)
    found = gather([period_folder(workspace, period)], desk, period, Findings().having(aside), tell)
    return read_figures(found, desk, period, workers, tell)


def extract(paths: list[Path], desk: Desk, *, workers: int = 1, tell: Tell = silent) -> Findings:
    """Read and link the figures in files and folders that belong to no period; nothing is recorded."""
    found = gather(paths, desk, None, Findings(), tell)
    return link(read_figures(found, desk, None, workers, tell), desk, tell)


def open_desk(workspace: Workspace, ledger: Ledger, period: str) -> tuple[Desk, Findings]:
    """Read the desk's folder and add its rulings to the log; a ruling that was rewritten keeps its first wording.

    A month applies no ruling that was made in a later one, so that running it again gives the same result.
    """
    desk, aside = read_desk(workspace.desk)
    rewritten = [rewritten_ruling(key) for key in ledger.add_decisions(desk.decisions)]
    rulings = ledger.decisions()
    desk = replace(desk, decisions=obeyed(rulings, period))
    return desk, Findings().having([*aside, *rewritten], decisions=rulings)


def obeyed(rulings: Iterable[Ruling], period: str) -> tuple[Ruling, ...]:
    """The rulings that a period obeys: a month those of no later one."""
    return tuple(r for r in rulings if not (is_month(period) and is_month(r.period) and r.period > period))


def gather(paths: list[Path], desk: Desk, period: str | None, found: Findings, tell: Tell) -> Findings:
    """Add articles and datasets below the paths to the findings; an event in several paths is used as first read."""
    tell("Gathering articles", 0, 0)
    for path in dict.fromkeys(paths):
        root = path if path.is_dir() else path.parent
        mappings = [desk.mappings] if desk.mappings else []
        new = ingest(root, [path], desk.settings, period, desk.language_overlay, mappings)
        read = read_datasets(new.datasets, root, mappings, desk.settings)
        apart, given = keep_apart(path, new, read, {document.doc for document in found.tables.documents})
        articles, reports = (*found.articles, *apart.articles), (*found.reports, *given.articles)
        listed = (replace(document, period=period) for document in (*apart.documents, *given.documents))
        found = replace(found, articles=articles, reports=reports).having(
            [*new.refused, *given.refused],
            documents=[*found.tables.documents, *listed],
            claims=[*found.tables.claims, *given.claims],
            events=first_of_each("event_id", found.tables.events, given.events),
        )
    return found


def tell_months_apart(found: Findings, earlier: Earlier, period: str) -> Findings:
    """Rename documents whose name an earlier month uses for another text, so that no two texts share a name."""
    names = own_names(found.tables.documents, earlier, period)
    if not names:
        return found
    articles, reports = (tuple(rename_articles(kept, names)) for kept in (found.articles, found.reports))
    return replace(found, articles=articles, reports=reports).having(
        documents=rename_documents(found.tables.documents, names), claims=rename_claims(found.tables.claims, names)
    )


def read_figures(found: Findings, desk: Desk, period: str | None, workers: int, tell: Tell) -> Findings:
    """Find the stories, then read the figures and dates in every article; what fails its checks is refused."""
    tell("Finding stories", 0, 0)
    pages = [Page(article) for article in found.articles]
    cut = {page.article.doc: page for page in pages}
    articles, documents = find_stories(pages, found.tables.documents, desk.settings)
    read = extract_claims(
        articles,
        desk.settings,
        desk.places,
        period,
        desk.language_overlay,
        workers=workers,
        progress=lambda done, total: tell("Reading figures", done, total),
        documents=cut,
        rulings=read_entered(desk.decisions),
    )
    kept = {article.doc: article for article in [*articles, *read.articles]}  # one in an unknown language is not read
    return validate(
        replace(found, articles=tuple(kept.values()), pages=cut).having(
            read.refused,
            documents=[
                accounted(document, read)
                for document in tell_cuts([dated(document, kept.get(document.doc)) for document in documents], pages)
            ],
            claims=[*found.tables.claims, *read.claims],
            dates=read.dates,
            unread=read.unread,
        ),
        tell,
        ("documents", "claims", "dates", "unread"),
    )


def dated(document: Document, article: Article | None) -> Document:
    """The document with the publication day that its article was read with."""
    if article is None:
        return document
    exactness = DatePrecision(article.published_precision) if article.published_precision else None
    basis = article.published_basis
    return replace(document, published=article.published, published_precision=exactness, published_basis=basis)


def accounted(document: Document, read: Extracted) -> Document:
    """The document with the count of its numbers, and of those that were set aside."""
    aside = read.set_aside.get(document.doc, {})
    numbers = read.numbers.get(document.doc)
    return replace(document, numbers=numbers, set_aside=tuple(f"{kind} {many}" for kind, many in aside.items()))


def validate(found: Findings, tell: Tell, names: Iterable[str] = tuple(KINDS)) -> Findings:
    """Check records against the schemas of their tables, and quotes against the texts.

    A row that fails goes to `refused`; the others are put in the order of their table.
    """
    tell("Validating", 0, 0)
    for name in names:
        if name != "refused":
            accepted, aside = check_records(name, getattr(found.tables, name))
            found = found.having(aside, **{name: accepted})
    claims, misquoted = check_spans(found.tables.claims, found.texts)
    found = found.having(misquoted, claims=claims)
    return found.having(refused=in_order("refused", found.tables.refused))


def link(found: Findings, desk: Desk, tell: Tell, earlier: Sequence[Event] = ()) -> Findings:
    """Attribute every figure to its originator and link it to its event; links made by datasets are kept.

    So are the events that the desk gave the claims that it entered; where one is no longer known, the claim is linked
    like any other, and the ruling is listed as refused. `earlier` are the events of the months before, on which late
    articles may still report.
    """
    tell("Linking events", 0, 0)
    linked = link_to_events(found, desk, earlier)
    known = {event.event_id for event in linked.tables.events}
    entered = {claim.claim_id for claim in found.tables.claims if claim.moved_by}
    lost = {c.claim_id: c for c in linked.tables.claims if c.claim_id in entered and c.event_id not in known}
    if not lost:
        return linked
    claims = [
        replace(claim, event_id=None, link=Link.UNLINKED, link_reason=None, moved_by=())
        if claim.claim_id in lost
        else claim
        for claim in found.tables.claims
    ]
    return link_to_events(found.having(map(event_gone, lost.values()), claims=claims), desk, earlier)


def link_to_events(found: Findings, desk: Desk, earlier: Sequence[Event]) -> Findings:
    """Attribute and link all claims but those that have an event already, which the desk's or earlier events may be."""
    tables = found.tables
    given = [claim for claim in tables.claims if claim.link == Link.LINKED]
    others = [claim for claim in tables.claims if claim.link != Link.LINKED]
    knowing = replace(desk, events=(*desk.events, *tables.events))
    linked = link_claims(others, tables.dates, tables.documents, knowing, pages_of(found, others), earlier)
    ids = {claim.event_id for claim in given}
    named = (event for event in (*desk.events, *earlier) if event.event_id in ids)
    events = first_of_each("event_id", linked.events, tables.events, named)
    found = replace(found, near=linked.near)
    return regroup(found, [*linked.claims, *given], linked.dates, events, desk, earlier)


def pages_of(found: Findings, claims: Iterable[Claim]) -> dict[str, Page]:
    """The texts of these claims, split into sentences; those of datasets are split only here."""
    docs = {claim.doc for claim in claims}
    articles = (article for article in (*found.articles, *found.reports) if article.doc in docs)
    return {a.doc: found.pages[a.doc] if a.doc in found.pages else Page(a) for a in articles}


def regroup(
    found: Findings,
    claims: Sequence[Claim],
    dates: Sequence[DateMention],
    events: Sequence[Event],
    desk: Desk,
    earlier: Sequence[Event],
) -> Findings:
    """The findings with these tables, after the desk's mergers and splits are applied.

    Originators are traced before, because copies are merged together, and again after: who is one voice depends on the
    event.
    """
    traced, _ = trace_sources(claims, found.tables.documents, desk)
    linked = regroup_events(traced, dates, events, desk.decisions, earlier)
    claims, sources = trace_sources(linked.claims, found.tables.documents, desk)
    return found.having(claims=claims, dates=linked.dates, events=linked.events, sources=sources)


def carry(found: Findings, desk: Desk, earlier: Earlier, period: str) -> Findings:
    """Add what earlier months reported on this month's events, and on events with an open conflict or a new ruling."""
    tables = found.tables
    carried = carry_over(earlier, tables.claims, desk.decisions, period)
    if not carried.claims:
        return found
    documents = [*tables.documents, *carried.documents]
    claims, dates = [*tables.claims, *carried.claims], [*tables.dates, *carried.dates]
    events = first_of_each("event_id", tables.events, carried.events)
    found = replace(found, reports=(*found.reports, *carried.articles)).having(documents=documents)
    return regroup(found, claims, dates, events, desk, earlier.events)


def compare(found: Findings, desk: Desk, earlier: Earlier, period: str, tell: Tell) -> Findings:
    """Compare the figures of each event, find the conflicts, and add when each was first seen.

    A claim that the desk set aside stays in its table and is not compared.
    """
    tell("Comparing", 0, 0)
    dates, events, documents = found.tables.dates, found.tables.events, found.tables.documents
    settings, rulings = desk.settings, desk.decisions
    claims = claims_in_play(found.tables.claims, rulings, settings)
    comparisons = compare_claims(claims, events, settings, rulings)
    checks = check_arithmetic(claims, dates, events, settings, documents)
    sources = found.tables.sources
    known = (checks, sources, rulings, left_alone(earlier, found.tables.claims))
    fresh = find_conflicts(claims, dates, events, documents, comparisons, settings, period, *known)
    conflicts = age_conflicts(fresh, earlier.conflicts, rulings, period, {claim.claim_id for claim in claims})
    counted = count_conflicts(sources, claims, conflicts)
    return found.having(comparisons=comparisons, checks=checks, conflicts=conflicts, sources=counted)


def settle(found: Findings, desk: Desk, earlier: Earlier, tell: Tell) -> Findings:
    """Settle the figures, and add them up under every rule, together with all figures of earlier months.

    Rulings on conflicts of earlier months also apply to the figures of those months that are still in force.
    """
    tell("Settling figures", 0, 0)
    claims, conflicts, events = found.tables.claims, found.tables.conflicts, found.tables.events
    sources, rulings = found.tables.sources, desk.decisions
    figures = settle_figures(claims, conflicts, events, sources, rulings, desk.settings)
    standing = take_place(earlier.figures, figures, claims)
    whole = complete(earlier, standing, claims, figures, events)
    ruled = (desk.settings, sources, rulings, latest("conflict_id", earlier.conflicts, conflicts))
    months = {figure.month for figure in figures}
    addends = settle_under_every_rule(whole.claims, standing, whole.events, *ruled, months)
    return found.having(
        figures=figures,
        totals=total_figures(addends),
        breakdowns=break_down(addends, desk.places),
        tolls=trace_tolls(claims, sources, rulings, desk.settings),
    )


def doubt(found: Findings, desk: Desk, tell: Tell) -> Findings:
    """List what may be counted twice or misread: pairs of events that may be one, and figures out of proportion."""
    tell("Looking for doubts", 0, 0)
    tables, rulings = found.tables, desk.decisions

    def settle_again(claims: Sequence[Claim]) -> list[Figure]:
        return settle_figures(claims, tables.conflicts, tables.events, tables.sources, rulings, desk.settings)

    bearing = Bearing(tables, rulings, desk.settings, settle_again)
    return found.having(perhaps_one=pair_events(bearing, found.near), implausible=find_implausible(bearing))


def refer(found: Findings, ledger: Ledger, period: str) -> Findings:
    """Give every event, figure, conflict, claim and article its short reference; those of the last run stay."""
    last = ledger.last_run(period)
    before = ledger.tables(last.number, ("refs",)).refs if last else ()
    return found.having(refs=in_order("refs", number_rows(found.tables, before)))


def move_forward(found: Findings, earlier: Earlier, period: str) -> Findings:
    """List what this month changes in the figures that were in force at its beginning, and the change in each total."""
    if not is_month(period):
        return found
    tables = found.tables
    events = latest("event_id", earlier.known_events, tables.events)
    before = stand(earlier.figures, earlier.known_events)
    after = stand(take_place(earlier.figures, tables.figures, tables.claims), events)
    evidence = Evidence(tables.claims, tables.documents, events, tables.decisions)
    return found.having(changes=compare_figures(before, after, evidence), roll_forward=roll_forward(before, after))


def first_of_each(key: str, *groups: Iterable[Row]) -> list[Row]:
    """The records of all groups in their order; of records that share a key, only the first."""
    once: dict[str, Row] = {}
    for record in (record for group in groups for record in group):
        once.setdefault(getattr(record, key), record)
    return list(once.values())


def report(folder: Path, period: str, results: Results, meta: Mapping[str, object], tell: Tell = silent) -> list[str]:
    """Write the tables, the evidence page and the workbook.

    Args:
        folder: where to write them.
        period: the period that they report.
        results: the results of a run of the period.
        meta: what the workbook says about the run.
        tell: called with the progress of the step.

    Returns:
        What could not be written, in plain words.
    """
    tell("Reporting", 0, 0)
    write_tables(folder / "tables", results.files)
    problems = []
    try:
        write_evidence(folder / EVIDENCE, results.tables, results.texts, period, results.fences)
        write_workbook(folder / WORKBOOK, results.tables, results.texts, period, meta)
    except BadInput as problem:
        problems.append(f"{problem} The tables in {folder / 'tables'} are up to date.")
    return problems


def report_again(folder: Path, ledger: Ledger, run: Run, closing: Mapping[str, object] | None = None) -> None:
    """Write the report of an earlier run into a folder, from the ledger alone.

    `closing` is what the workbook says about the month's closing.

    Raises:
        BadInput: a file cannot be written.
    """
    tables, made = ledger.tables(run.number), ledger.fingerprints(run.number)
    files = {name: data for name, data in csv_files(tables).items() if name in made}
    fences = {doc: [(start, end) for start, end in spans] for doc, spans in ledger.paper(run.number, FENCES).items()}
    results = Results(tables, files, ledger.texts(run.number), fences)
    problems = report(folder, run.period, results, {**facts_of(ledger, run.number), "closing": closing})
    if problems:
        raise BadInput(problems[0])
