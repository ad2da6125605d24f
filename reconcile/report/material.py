"""The sheets of claims, events and articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from reconcile.model.records import Claim, Document, Event, Figure
from reconcile.report.cell_links import (
    article_link,
    claims_link,
    event_ref,
    figure_link,
    ref_link,
    rows_link,
    ruling_cells,
)
from reconcile.report.month import Month, by_doc
from reconcile.report.quotes import quote_span
from reconcile.report.sheet import (
    EVENT_REF,
    REF,
    Cells,
    Column,
    Link,
    Marked,
    Sheet,
    article_anchor,
    decision_columns,
    evidence_link,
    off_paper,
    rows_of,
)
from reconcile.wording.figure_words import DATE_PRECISIONS, PLACE_PRECISIONS, counted, day, period_words, reading
from reconcile.wording.grounds import reading_words
from reconcile.wording.record_words import NARRATOR
from schemas.codes import DatePrecision, PlacePrecision
from schemas.columns import LINKS, STANCES
from schemas.documents import STATUSES

CLAIM_COLUMNS = (
    REF,
    Column(
        "quote",
        "In the article's words",
        17,
        "text",
        (),
        "The number with its bounding words; a click shows it in its article",
    ),
    Column("sentence", "Sentence", 56, "prose"),
    Column("measure", "Measure", 11, "text"),
    Column(
        "reads",
        "Figure",
        13,
        "text",
        (),
        "What the words allow: ≥ at least, > more than, ≤ at most, < fewer than, ~ about",
    ),
    Column("low", "At least", 9.5, "number"),
    Column("best", "Stated", 9.5, "number"),
    Column("high", "At most", 9.5, "number"),
    Column("unit", "Unit", 11.5, "text"),
    Column("group", "Group", 15, "text"),
    Column("attribution", "Who says so", 20, "text"),
    Column("originator", "Originator", 20, "text"),
    Column("stance", "Stance", 13, "code", STANCES),
    Column("place", "Place", 13, "text"),
    Column("event_start", "From", 13, "day"),
    EVENT_REF,
    Column("event", "Event", 34, "text", (), "Its name"),
    Column("link", "Link", 9.5, "code", LINKS),
    Column("figure", "Figure made of it", 14, "text", (), "The settled figure; a click leads to it", printed=False),
    off_paper(Column("article_ref", "In", 7, "text", (), "The article; a click leads to its row")),
    Column("article", "Article", 40, "text", (), "Headline of the document; a click leads to its row", printed=False),
    Column("publisher", "Publisher", 18, "text", printed=False),
    Column("scope", "Covers", 11, "text", printed=False),
    Column("event_end", "To", 13, "day", printed=False),
    *map(off_paper, decision_columns(("wrong reading", "not comparable", "same source", "dismiss"))),
    Column("bound", "Bound", 10, "text", printed=False),
    Column("profile", "Vague word read by", 10, "text", printed=False),
    Column("part_of", "Part of", 13, "text", printed=False),
    Column("implicit", "No number word", 9, "text", printed=False),
    Column("attribution_kind", "Kind of speaker", 12, "text", printed=False),
    Column("agency", "Agency", 10, "text", printed=False),
    Column("as_of", "As of", 13, "day", printed=False),
    Column("date_precision", "Date precision", 13, "text", printed=False),
    Column("country", "Country", 8, "text", printed=False),
    Column("place_precision", "Place precision", 14, "text", printed=False),
    Column("cause", "Cause", 12, "text", printed=False),
    Column("weapon", "Weapon", 12, "text", printed=False),
    Column("candidates", "Events it could also be", 26, "lines", printed=False),
    Column("link_reason", "Why this event", 34, "prose", printed=False),
    Column("reading", "How it was read", 64, "prose", (), "Which rule and which words gave each field", printed=False),
    Column("claim_id", "Claim id", 14, "id", printed=False),
    Column("doc", "Document", 24, "id", printed=False),
)


def claims_sheet(month: Month) -> Sheet:
    """The sheet Claims: one claim a row, in its sentence, with its speaker and how it was read."""

    def cells(row: Claim) -> Cells:
        figure = month.figure_of.get(row.claim_id)
        return {
            "ref": evidence_link(month.ref(row.claim_id), row.claim_id) if month.ref(row.claim_id) else None,
            "event_ref": event_ref(month, row.event_id),
            "article_ref": ref_link(month, row.doc, "Articles"),
            "quote": evidence_link(row.quote, row.claim_id),
            "sentence": marked_sentence(row),
            "reads": reading(row),
            "reading": reading_words(row.grounds),
            "attribution": row.attribution or NARRATOR,
            "event_start": day(row.event_start),
            "event_end": day(row.event_end),
            "as_of": day(row.as_of),
            "date_precision": _date_precision(row.date_precision),
            "place_precision": _place_precision(row.place_precision),
            "event": month.event_name(row.event_id),
            "figure": figure_link(month, figure.figure_id) if figure else None,
            "article": article_link(month, row.doc),
            "implicit": row.implicit or None,
            "candidates": tuple(str(month.event_name(id)) for id in row.candidates),
            **ruling_cells(month, row.claim_id),
        }

    return Sheet(
        "Claims",
        "One mention of one figure a row, with the quote in bold; the claims of one settled figure "
        "are in adjacent rows. Click the reference to see it in its article.",
        CLAIM_COLUMNS,
        rows_of(CLAIM_COLUMNS, month.claims.values(), cells),
        table="claims",
        id_key="claim_id",
        empty="No figure was found in the articles of this period.",
    )


EVENT_COLUMNS = (
    REF,
    Column("name", "Event", 36, "prose"),
    Column("kind", "Kind", 13, "text"),
    Column("start", "From", 13, "day"),
    Column("end", "To", 13, "day"),
    Column("precision", "Date precision", 13, "text"),
    Column("place", "Place", 18, "text"),
    Column("country", "Country", 9, "text"),
    Column("parent_ref", "Of", 7, "text", (), "The larger event it belongs to; a click leads to it"),
    Column("parent", "Part of", 28, "text", (), "The larger event it belongs to"),
    Column("claims", "Claims", 12, "text", (), "Its claims; a click leads to them"),
    Column("figures", "Figures", 12, "text", (), "Its settled figures; a click leads to them"),
    Column("conflicts", "Open conflicts", 10, "integer", (), "Its conflicts that nobody has decided"),
    *map(off_paper, decision_columns(("merge events", "split events", "dismiss"))),
    Column("origin", "Named by", 11, "text", printed=False),
    Column("aliases", "Other names", 26, "lines", printed=False),
    Column("latitude", "Latitude", 10, "number", printed=False),
    Column("longitude", "Longitude", 10, "number", printed=False),
    Column("event_id", "Event id", 15, "id", printed=False),
)


def events_sheet(month: Month) -> Sheet:
    """The sheet Events: one event a row, with its claims, figures and open conflicts."""
    figures = _by_event(month.figures.values())
    places = {id: place for place, id in enumerate(month.figures)}
    disputed = Counter(row.event_id for row in month.tables.conflicts if not row.state.at_rest)

    def cells(row: Event) -> Cells:
        return {
            "ref": month.ref(row.event_id),
            "start": day(row.start),
            "end": day(row.end),
            "precision": _date_precision(row.precision),
            "parent_ref": event_ref(month, row.parent),
            "parent": month.event_name(row.parent),
            "claims": claims_link(month, month.claims_on(row.event_id)),
            "figures": _figures_link(month, places, figures.get(row.event_id, [])),
            "conflicts": disputed[row.event_id] or None,
            **ruling_cells(month, row.event_id),
        }

    return Sheet(
        "Events",
        "What happened, where and when. To merge two events, write the other's id under Value; to split one, write the "
        "ids of the claims that belong to a separate event.",
        EVENT_COLUMNS,
        rows_of(EVENT_COLUMNS, month.events.values(), cells),
        table="events",
        id_key="event_id",
        empty="No event is known yet.",
    )


ARTICLE_COLUMNS = (
    REF,
    Column("title", "Article", 48, "prose", (), "Headline, or the document's own id"),
    Column("read", "Read", 9, "text", (), "A click shows the article with its figures marked"),
    Column("publisher", "Publisher", 20, "text"),
    Column("agency", "Agency", 10, "text"),
    Column("published", "Published", 13, "day"),
    Column("published_basis", "Known how", 12.5, "text"),
    Column("cut_of", "Cut of", 8, "text", (), "The longest article that carries the same text; a click leads to it"),
    Column("claims", "Claims", 12, "text", (), "Claims read in it; a click shows them marked in its text"),
    Column(
        "unread",
        "Not read",
        12,
        "text",
        (),
        "Likely figures that no rule read and nobody ruled on; a click leads there",
    ),
    Column("cut", "Cut short", 9, "text", (), "yes: a figure that is absent there means nothing"),
    Column("words", "Words", 8, "integer"),
    Column("language", "Language", 11, "text"),
    Column("period", "Came in", 12, "text", (), "The month in whose folder it was placed"),
    Column("status", "Status", 11, "code", STATUSES),
    Column("duplicate_of", "Same text as", 24, "text"),
    Column("adds", "It adds", 40, "lines", printed=False),
    Column("lacks", "It lacks", 40, "lines", printed=False),
    Column("numbers", "Numbers", 9, "integer", printed=False),
    Column("set_aside", "Set aside", 26, "lines", printed=False),
    Column("author", "By", 18, "text", printed=False),
    Column("url", "Address", 34, "text", printed=False),
    Column("path", "File", 34, "text", printed=False),
    Column("doc", "Document", 28, "id", printed=False),
    Column("story", "Story", 14, "id", printed=False),
    Column("sha256", "SHA-256 of the text", 12, "id", printed=False),
)


def articles_sheet(month: Month) -> Sheet:
    """The sheet Articles: one article or dataset report a row, including those that were not read."""
    claims = by_doc(month.claims.values())
    unread = by_doc(row for row in month.unread if row.ruling is None)

    def cells(row: Document) -> Cells:
        return {
            "ref": month.ref(row.doc),
            "title": month.title(row.doc),
            "read": evidence_link("read it", article_anchor(row.doc)) if row.doc in month.texts else None,
            "published": day(row.published),
            "cut_of": ref_link(month, row.cut_of, "Articles"),
            "period": period_words(row.period or month.period),
            "claims": _marked_in(row.doc, len(claims.get(row.doc, [])), "claim"),
            "unread": _marked_in(row.doc, len(unread.get(row.doc, [])), "number"),
            "cut": row.truncated or None,
        }

    return Sheet(
        "Articles",
        "Every article in the period's folder, and the articles of earlier months whose figures are "
        "read again because this month's articles report the same events, or a conflict on these is open. Articles "
        "that carry one text share a story and count as one voice. Those cut short come first.",
        ARTICLE_COLUMNS,
        rows_of(ARTICLE_COLUMNS, month.documents_cut_first, cells),
        table="documents",
        id_key="doc",
        empty="No article was read.",
    )


SHEETS = (claims_sheet, events_sheet, articles_sheet)


def marked_sentence(claim: Claim) -> Marked | str:
    """The claim's sentence with its quote marked."""
    span = quote_span(claim)
    return Marked(claim.sentence, *span) if span else claim.sentence


def _date_precision(precision: DatePrecision | None) -> str | None:
    return DATE_PRECISIONS[precision] if precision else None


def _place_precision(precision: PlacePrecision | None) -> str | None:
    return PLACE_PRECISIONS[precision] if precision else None


def _by_event(rows: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found


def _figures_link(month: Month, places: Mapping[str, int], figures: list[Figure]) -> Link | str | None:
    ids = [figure.figure_id for figure in figures]
    return rows_link(month, ids, [places[id] for id in ids], "figure", "Figures")


def _marked_in(doc: str, many: int, noun: str) -> Link | None:
    """A link to the article on the evidence page, where its claims and unread numbers are marked."""
    return evidence_link(counted(many, noun), article_anchor(doc)) if many else None
