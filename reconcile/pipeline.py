"""The month's reconcile, read top to bottom.

Articles and datasets are gathered; stories are found among the articles; the figures in them are read and validated;
each is traced to who said it and linked to its event; figures of one event are compared; conflicts are named and aged;
the figures the desk stands by are settled; all of it is recorded in the ledger, and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

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
from reconcile.decisions.decide import keep_undecided
from reconcile.errors import BadInput
from reconcile.extract.reader import extract_claims
from reconcile.ingest import ingest, keep_apart, read_datasets, rename_articles, rename_claims, rename_documents
from reconcile.link import (
    find_stories,
    link_claims,
    regroup_events,
    tell_cuts,
    trace_sources,
)
from reconcile.model.article import Article
from reconcile.model.crossing import from_frame, to_frame
from reconcile.model.records import (
    Breakdown,
    Change,
    Check,
    Claim,
    Comparison,
    Conflict,
    DateMention,
    Document,
    Event,
    Figure,
    Movement,
    Refusal,
    Ruling,
    Source,
    Total,
)
from reconcile.model.run_tables import RunTables
from reconcile.months import Earlier, carry_over, compare_figures, read_earlier, roll_forward, stand
from reconcile.months.change_reasons import Evidence
from reconcile.months.closing.frozen import complete_closing
from reconcile.months.earlier import SINCE, complete, latest, left_alone, take_place
from reconcile.months.order import out_of_order
from reconcile.months.own_names import own_names
from reconcile.report import write_evidence, write_workbook
from reconcile.settle import break_down, settle_figures, settle_under_every_rule, total_figures
from reconcile.store.closed_months import refuse_closed
from reconcile.store.desk import Desk, desk_files, read_desk
from reconcile.store.fingerprints import hash_files
from reconcile.store.ledger import FENCES, META, Ledger, Run, reading, writing
from reconcile.store.tables import csv_files, join, sort_rows, write_tables
from reconcile.store.workspace import Workspace, is_month, make_output_folder, period_folder
from reconcile.text.document import Page
from reconcile.validate import quarantine, quarantine_spans
from schemas import TABLES, table
from schemas.codes import DatePrecision, Link

WORKBOOK = "reconciliation.xlsx"
EVIDENCE = "evidence.html"

Tell = Callable[[str, int, int], None]
"""Told the step that goes on, how much of it is done, and how much there is (0 where that is unknown)."""


def silent(step: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Findings:
    """What is known so far: the articles, and the tables by name. Each step returns new ones and alters none.

    Only `articles` are read; `reports` come with their claims: the rows of datasets, and articles of earlier months.
    """

    articles: tuple[Article, ...] = ()
    reports: tuple[Article, ...] = ()
    tables: dict[str, pd.DataFrame] = field(default_factory=lambda: {name: table(name, []) for name in TABLES})

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def having(self, aside: Iterable[pd.DataFrame] = (), /, **tables: pd.DataFrame) -> Findings:
        """The same with these tables in place, and these rows added to what was refused."""
        refused = join([tables.get("refused", self["refused"]), *aside], "refused").drop_duplicates("refused_id")
        return replace(self, tables={**self.tables, **tables, "refused": refused})

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
    """What a run found, as it is reported: its tables, these as CSV files, the texts and their spans of furniture."""

    tables: RunTables
    files: Mapping[str, bytes]
    texts: dict[str, str]
    fences: dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Outcome:
    """What a run of a period came to.

    `problems` say in plain words which outputs could not be written, and which rulings it did not obey because they
    stand in the workbook only. `notes` say which other months should be run again.
    """

    period: str
    run: int
    content: str
    found: Findings
    tables: RunTables
    folder: Path
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def run(workspace: Workspace, period: str, *, workers: int = 1, tell: Tell = silent) -> Outcome:
    """Reconcile a period, from its folder of inputs to its report. Raises a ReconcileError where it cannot."""
    folder = period_folder(workspace, period)
    make_output_folder(workspace.report(period))
    with writing(workspace) as ledger:
        complete_closing(workspace, ledger, period)
        refuse_closed(ledger, period, workspace)
        desk, found = open_desk(workspace, ledger, period)
        number = ledger.begin(period, desk_files(workspace.desk), __version__, hash_files(folder))
        earlier = read_earlier(ledger, period)
        found = gather([folder], desk, period, found, tell)
        found = tell_months_apart(found, earlier, period)
        found = read_figures(found, desk, period, workers, tell)
        found = link(found, desk, tell, earlier.events)
        found = carry(found, desk, earlier, period)
        found = compare(found, desk, earlier, period, tell)
        found = settle(found, desk, earlier, tell)
        found = move_forward(found, earlier, period)
        found = validate(found, tell)
        tell("Recording", 0, 0)
        undecided = keep_undecided(workspace.report(period) / WORKBOOK, ledger, period, desk)
        since = {left.period: left.content for left in earlier.months}
        meta = {"rule": desk.settings.rule, "profile": desk.settings.profile, "version": __version__, SINCE: since}
        tables = RunTables.from_frames(found.tables)
        results = Results(tables, csv_files(tables), found.texts, found.fences)
        content = ledger.finish(number, results.texts, tables, results.files, {FENCES: results.fences, META: meta})
        notes = tuple(out_of_order(ledger, period))
    problems = report(workspace.report(period), period, results, {**meta, "run": content[:12]}, tell)
    problems += [undecided] if undecided else []
    return Outcome(period, number, content, found, results.tables, workspace.report(period), tuple(problems), notes)


def run_as_of(workspace: Workspace, period: str, number: int) -> Path:
    """Write the report of an earlier run of the period again, from the ledger alone; the folder that it is in."""
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
    """Gather, read and validate a period; nothing is recorded and nothing written."""
    desk, aside = read_desk(workspace.desk)
    found = gather([period_folder(workspace, period)], desk, period, Findings().having([aside]), tell)
    return read_figures(found, desk, period, workers, tell)


def extract(paths: list[Path], desk: Desk, *, workers: int = 1, tell: Tell = silent) -> Findings:
    """Read and link the figures in files and folders, as a batch of no period; nothing is recorded."""
    found = gather(paths, desk, None, Findings(), tell)
    return link(read_figures(found, desk, None, workers, tell), desk, tell)


def open_desk(workspace: Workspace, ledger: Ledger, period: str) -> tuple[Desk, Findings]:
    """What the desk knows, its rulings added to the log; of a ruling that was rewritten the first wording holds.

    A month obeys no ruling that was made in a later one: run again, it comes out as it was decided.
    """
    desk, aside = read_desk(workspace.desk)
    rewritten = ledger.add_decisions(desk.decisions)
    rows = [
        {
            "refused_id": f"x-rewritten-{key}",
            "table": "decisions",
            "file": "inputs/desk/decisions.csv",
            "row": key,
            "column": "decision_id",
            "check": "is_never_rewritten",
            "value": key,
            "reason": f"The ruling {key} stands in the log with other words; those still hold.",
            "remedy": "Add a later ruling on the same thing under an id of its own.",
        }
        for key in rewritten
    ]
    rulings = ledger.decisions()
    found = Findings().having([aside, table("refused", rows)], decisions=to_frame(Ruling, rulings))
    later = {r.period for r in rulings if is_month(period) and is_month(r.period) and r.period > period}
    return replace(desk, decisions=tuple(r for r in rulings if r.period not in later)), found


def gather(paths: list[Path], desk: Desk, period: str | None, found: Findings, tell: Tell) -> Findings:
    """The articles and datasets below the paths, added to what was found; an event of several paths is the first's."""
    tell("Gathering articles", 0, 0)
    for path in dict.fromkeys(paths):
        root = path if path.is_dir() else path.parent
        new = ingest(root, [path], desk.settings, period, desk.language_overlay)
        read = read_datasets(new.datasets, root, [desk.mappings] if desk.mappings else [], desk.settings)
        apart, given = keep_apart(path, new, read, set(found["documents"]["doc"]))
        listed = of_period([*apart.documents, *given.documents], period)
        events = join([found["events"], to_frame(Event, given.events)], "events")
        found = replace(
            found,
            articles=(*found.articles, *apart.articles),
            reports=(*found.reports, *given.articles),
        ).having(
            [to_frame(Refusal, [*new.refused, *given.refused])],
            documents=join([found["documents"], to_frame(Document, listed)], "documents"),
            claims=join([found["claims"], to_frame(Claim, given.claims)], "claims"),
            events=events.drop_duplicates("event_id", ignore_index=True),
        )
    return found


def of_period(documents: Iterable[Document], period: str | None) -> list[Document]:
    """The documents with the period into whose folder they were dropped."""
    return [replace(document, period=period) for document in documents]


def tell_months_apart(found: Findings, earlier: Earlier, period: str) -> Findings:
    """Rename the documents that an earlier month has too, with another text: no two texts share a name."""
    names = own_names(from_frame(Document, found["documents"]), earlier, period)
    if not names:
        return found
    articles, reports = (tuple(rename_articles(kept, names)) for kept in (found.articles, found.reports))
    documents = rename_documents(from_frame(Document, found["documents"]), names)
    claims = rename_claims(from_frame(Claim, found["claims"]), names)
    return replace(found, articles=articles, reports=reports).having(
        documents=to_frame(Document, documents), claims=to_frame(Claim, claims)
    )


def read_figures(found: Findings, desk: Desk, period: str | None, workers: int, tell: Tell) -> Findings:
    """Find the stories, then read the figures and dates in every article; what does not hold is set aside."""
    tell("Finding stories", 0, 0)
    pages = [Page(article) for article in found.articles]
    articles, papers = find_stories(pages, from_frame(Document, found["documents"]), desk.settings)
    documents = tell_cuts(papers, pages)
    read = extract_claims(
        articles,
        desk.settings,
        desk.places,
        period,
        desk.language_overlay,
        workers=workers,
        progress=lambda done, total: tell("Reading figures", done, total),
    )
    kept = {article.doc: article for article in [*articles, *read.articles]}  # one in an unknown language is not read
    read_all = replace(found, articles=tuple(kept.values())).having(
        [to_frame(Refusal, read.refused)],
        documents=to_frame(Document, dated(documents, read.articles)),
        claims=join([found["claims"], to_frame(Claim, read.claims)], "claims"),
        dates=to_frame(DateMention, read.dates),
    )
    return validate(read_all, tell, ("documents", "claims", "dates"))


def dated(documents: Iterable[Document], articles: Iterable[Article]) -> list[Document]:
    """The documents with the dates under which their articles were read."""
    known = {article.doc: article for article in articles}
    return [_dated(document, known.get(document.doc)) for document in documents]


def _dated(document: Document, article: Article | None) -> Document:
    if article is None:
        return document
    exactness = DatePrecision(article.published_precision) if article.published_precision else None
    basis = article.published_basis
    return replace(document, published=article.published, published_precision=exactness, published_basis=basis)


def validate(found: Findings, tell: Tell, names: Iterable[str] = tuple(TABLES)) -> Findings:
    """Hold tables against their schemas, and quotes against the texts; a row that fails goes to `refused`."""
    tell("Validating", 0, 0)
    checked = {name: quarantine(name, found[name]) for name in names if name != "refused"}
    kept = {name: sort_rows(name, accepted) for name, (accepted, _) in checked.items()}
    aside = [refused for _, refused in checked.values()]
    kept["claims"], misquoted = quarantine_spans(kept["claims"], found.texts)
    validated = found.having([*aside, misquoted], **kept)
    return validated.having(refused=sort_rows("refused", validated["refused"]))


def link(found: Findings, desk: Desk, tell: Tell, earlier: Sequence[Event] = ()) -> Findings:
    """Trace every figure to who said it, and link it to its event; what a dataset linked stays as it is.

    `earlier` are the events of the months before, which late articles may still report on.
    """
    tell("Linking events", 0, 0)
    documents = from_frame(Document, found["documents"])
    claims, sources = trace_sources(from_frame(Claim, found["claims"]), documents, desk)
    given = [claim for claim in claims if claim.link == Link.LINKED]
    open_claims = [claim for claim in claims if claim.link != Link.LINKED]
    datasets = from_frame(Event, found["events"])
    knowing = replace(desk, events=(*desk.events, *datasets))
    asked = {claim.doc for claim in open_claims}
    pages = {article.doc: Page(article) for article in (*found.articles, *found.reports) if article.doc in asked}
    linked = link_claims(open_claims, from_frame(DateMention, found["dates"]), documents, knowing, pages, earlier)
    listed = {event.event_id: event for event in (*datasets, *linked.events)}
    return grouped(found, [*linked.claims, *given], linked.dates, list(listed.values()), sources, desk, earlier)


def grouped(
    found: Findings,
    claims: list[Claim],
    dates: list[DateMention],
    events: list[Event],
    sources: list[Source],
    desk: Desk,
    earlier: Sequence[Event],
) -> Findings:
    """What was found, with these in place once the desk's mergers and splits are applied."""
    linked = regroup_events(claims, dates, events, desk.decisions, earlier)
    return found.having(
        claims=to_frame(Claim, linked.claims),
        dates=to_frame(DateMention, linked.dates),
        events=to_frame(Event, linked.events),
        sources=to_frame(Source, sources),
    )


def carry(found: Findings, desk: Desk, earlier: Earlier, period: str) -> Findings:
    """Read again what earlier months said of this month's events, and of those on which something is still open."""
    carried = carry_over(earlier, from_frame(Claim, found["claims"]), desk.decisions, period)
    if not carried.claims:
        return found
    documents = [*from_frame(Document, found["documents"]), *carried.documents]
    claims, sources = trace_sources([*from_frame(Claim, found["claims"]), *carried.claims], documents, desk)
    dates = [*from_frame(DateMention, found["dates"]), *carried.dates]
    events = {event.event_id: event for event in (*carried.events, *from_frame(Event, found["events"]))}
    found = replace(found, reports=(*found.reports, *carried.articles)).having(documents=to_frame(Document, documents))
    return grouped(found, claims, dates, list(events.values()), sources, desk, earlier.events)


def compare(found: Findings, desk: Desk, earlier: Earlier, period: str, tell: Tell) -> Findings:
    """Compare the figures of each event, name what cannot stand side by side, and say since when that is known.

    A claim that the desk set aside is kept in its table, and compared with nothing.
    """
    tell("Comparing", 0, 0)
    dates, events = from_frame(DateMention, found["dates"]), from_frame(Event, found["events"])
    documents, sources = from_frame(Document, found["documents"]), from_frame(Source, found["sources"])
    settings, rulings = desk.settings, desk.decisions
    claims = claims_in_play(from_frame(Claim, found["claims"]), rulings, settings)
    comparisons = compare_claims(claims, events, settings, rulings)
    checks = check_arithmetic(claims, dates, events, settings, documents)
    known = (found.texts, checks, sources, rulings, left_alone(earlier, from_frame(Claim, found["claims"])))
    fresh = find_conflicts(claims, dates, events, documents, comparisons, settings, period, *known)
    in_play = {claim.claim_id for claim in claims}
    conflicts = age_conflicts(fresh, earlier.conflicts, rulings, period, in_play)
    return found.having(
        comparisons=to_frame(Comparison, comparisons),
        checks=to_frame(Check, checks),
        conflicts=to_frame(Conflict, conflicts),
        sources=to_frame(Source, count_conflicts(sources, claims, conflicts)),
    )


def settle(found: Findings, desk: Desk, earlier: Earlier, tell: Tell) -> Findings:
    """Settle the figures, and add them up under every rule, earlier months as a whole.

    What rulings on conflicts of earlier months say of the figures that are in force from then holds in their totals.
    """
    tell("Settling figures", 0, 0)
    claims, conflicts = from_frame(Claim, found["claims"]), from_frame(Conflict, found["conflicts"])
    events, sources = from_frame(Event, found["events"]), from_frame(Source, found["sources"])
    rulings = desk.decisions
    figures = settle_figures(claims, conflicts, events, sources, rulings, desk.settings)
    standing = take_place(earlier.figures, figures, claims)
    whole = complete(earlier, standing, claims, figures, events)
    known = latest("conflict_id", earlier.conflicts, conflicts)
    months = {figure.month for figure in figures}
    ruled = (desk.settings, sources, rulings, known)
    addends = settle_under_every_rule(whole.claims, standing, whole.events, *ruled, months)
    totals, parts = total_figures(addends), break_down(addends, desk.places)
    return found.having(
        figures=to_frame(Figure, figures), totals=to_frame(Total, totals), breakdowns=to_frame(Breakdown, parts)
    )


def move_forward(found: Findings, earlier: Earlier, period: str) -> Findings:
    """Say what this month changes in the figures that stood at its beginning, and what that adds up to."""
    if not is_month(period):
        return found
    needed = ("claims", "documents", "events", "figures", "decisions")
    tables = RunTables.from_frames({name: found[name] for name in needed})
    events = latest("event_id", earlier.known_events, tables.events)
    before = stand(earlier.figures, earlier.known_events)
    after = stand(take_place(earlier.figures, tables.figures, tables.claims), events)
    evidence = Evidence(tables.claims, tables.documents, events, tables.decisions)
    return found.having(
        changes=to_frame(Change, compare_figures(before, after, evidence)),
        roll_forward=to_frame(Movement, roll_forward(before, after)),
    )


def report(folder: Path, period: str, results: Results, meta: Mapping[str, object], tell: Tell = silent) -> list[str]:
    """Write the tables, the evidence page and the workbook.

    Args:
        folder: where to write them.
        period: the period that they report.
        results: what a run of it found.
        meta: what the workbook says of the run.
        tell: is told the step.

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

    `closing` is what the workbook says of the month's closing. Raises BadInput where a file cannot be written.
    """
    tables, made = ledger.tables(run.number), ledger.fingerprints(run.number)
    files = {name: data for name, data in csv_files(tables).items() if name in made}
    fences = {doc: [(start, end) for start, end in spans] for doc, spans in ledger.paper(run.number, FENCES).items()}
    results = Results(tables, files, ledger.texts(run.number), fences)
    meta = {**ledger.paper(run.number, META), "run": (run.content or "")[:12], "closing": closing}
    problems = report(folder, run.period, results, meta)
    if problems:
        raise BadInput(problems[0])
