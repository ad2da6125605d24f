"""The evidence page: every article with its figures marked in place, so that any number can be read in its context.

One file, no network. The page works without JavaScript; the few lines it carries open the folded article that a link
leads to, and filter the list of articles. The markup is in `evidence.html`, whose engine escapes every value.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from reconcile.model.records import Claim, Conflict, DateMention, Event, Unread
from reconcile.report import palette
from reconcile.report.month import Month, by_doc
from reconcile.report.quotes import quote_span
from reconcile.report.sheet import article_anchor
from reconcile.wording import record_words as words
from reconcile.wording.figure_words import counted, day_words, fit, headline, period_words, unbroken
from reconcile.wording.month_words import counts_line
from schemas.codes import Measure

OPEN_ARTICLES = 40
"""Up to this many articles are shown open; in a month with more, each is folded until it is clicked."""

Span = tuple[int, int]
Shown = Claim | DateMention | Unread


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of an article with its claim or date, or what was not read there; `shown` is None for page furniture."""

    start: int
    end: int
    shown: Shown | None = None

    @property
    def id(self) -> str | None:
        """The anchor for links to its claim or date, or to what was not read; None for page furniture."""
        if isinstance(self.shown, Claim):
            return self.shown.claim_id
        if isinstance(self.shown, Unread):
            return self.shown.unread_id
        return self.shown.date_id if self.shown else None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that has the same marks throughout; `first` are the marks that begin with it."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    first: tuple[Mark, ...]

    @property
    def furniture(self) -> bool:
        """True where all of it is page furniture, and nothing there was read."""
        return bool(self.marks) and all(mark.shown is None for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text inside one tag (no tag where `tag` is empty); `tip` is shown when the mouse is over it."""

    text: str
    tag: str = ""
    classes: str = ""
    tip: str = ""
    id: str | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph of an article, or the small line of its headers."""

    headers: bool = False
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """An article or event in the list beside the articles."""

    title: str
    about: str
    anchor: str = ""
    claims: Sequence[Claim] = ()
    row: str = ""


@dataclass(frozen=True)
class Dispute:
    """A conflict with the claims on its sides."""

    conflict: Conflict
    claims: Sequence[Claim]


@dataclass(frozen=True)
class Body:
    """An article; `paragraphs` is None where its text is not available."""

    anchor: str
    row: str
    title: str
    about: str
    language: str | None
    notes: Sequence[str]
    paragraphs: Iterable[Paragraph] | None
    claims: Sequence[Claim]


@dataclass(frozen=True)
class Page:
    """What the template shows. `bodies` are made one by one, so that a long month is never one string in memory."""

    title: str
    counts: str
    measures: Sequence[Measure]
    articles: Sequence[Entry]
    events: Iterable[Entry]
    bodies: Iterable[Body]
    conflicts: Sequence[Dispute]
    unfolded: bool
    style: Markup
    script: Markup
    script_hash: str


def evidence_page(month: Month, fences: Mapping[str, Sequence[Span]]) -> Iterator[str]:
    """The page in pieces of HTML, article by article.

    Args:
        month: the month; only articles in `month.texts` are shown with their text.
        fences: the spans of page furniture by doc, as (start, end) in code points.

    Returns:
        Pieces to be written one after another, in the order of the articles.
    """
    stream = _engine(month).from_string(_file("evidence.html")).stream(page=_page(month, fences), month=month)
    stream.enable_buffering(100)
    return stream


def segments(length: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    """A text of `length` cut wherever a mark begins or ends, so that marks may overlap, nest or coincide.

    >>> [(s.start, s.end, len(s.marks)) for s in segments(9, [Mark(2, 6), Mark(4, 8)])]
    [(0, 2, 0), (2, 4, 1), (4, 6, 2), (6, 8, 1), (8, 9, 0)]
    """
    held = [mark for mark in marks if 0 <= mark.start < mark.end <= length]
    cuts = sorted({0, length, *(m.start for m in held), *(m.end for m in held)})
    for start, end in pairwise(cuts):
        over = tuple(m for m in held if m.start <= start and end <= m.end)
        yield Segment(start, end, over, tuple(m for m in over if m.start == start))


def paragraphs(text: str, marks: Sequence[Mark], name: words.Named) -> list[Paragraph]:
    """The article's paragraphs with its marks; every character but line breaks is there, once and in order.

    Args:
        text: the article.
        marks: spans of it with what they show.
        name: the name of an event by its id.
    """
    found = [Paragraph()]
    heading = True  # until text other than page furniture comes: the article's own headers
    for segment in segments(len(text), marks):
        lines = text[segment.start : segment.end].split("\n")
        if heading and segment.furniture:
            filled = [_piece(segment, line, name) for line in lines if line]
            found += [Paragraph(headers=True, pieces=_spaced(filled)), Paragraph()]
            continue
        heading = heading and not any(map(str.strip, lines))
        ids = [mark.id for mark in segment.first if mark.id]
        carried = ids.pop() if ids and lines[0] else None
        found[-1].pieces += [Piece("", tag="a", id=id) for id in ids]
        for number, line in enumerate(lines):
            if number:
                found.append(Paragraph())
            if line:
                found[-1].pieces.append(_piece(segment, line, name, None if number else carried))
    return [paragraph for paragraph in found if paragraph.pieces]


def _halves(claim: Claim) -> tuple[str, str, str]:
    """A claim's sentence before its quote, the quote, and the sentence after it."""
    start, end = quote_span(claim) or (len(claim.sentence), len(claim.sentence))
    return claim.sentence[:start], claim.sentence[start:end], claim.sentence[end:]


def _spaced(pieces: Sequence[Piece]) -> list[Piece]:
    return [part for piece in pieces for part in (piece, Piece("\n"))][:-1]


def _piece(segment: Segment, line: str, name: words.Named, id: str | None = None) -> Piece:
    """A line of a segment inside its mark; `id` is the anchor for links to its claim or date."""
    claims = [mark.shown for mark in segment.marks if isinstance(mark.shown, Claim)]
    dates = [mark.shown for mark in segment.marks if isinstance(mark.shown, DateMention)]
    if claims:
        tip = "\n\n".join(words.claim_tip(claim, name) for claim in claims)
        kinds = f"{claims[-1].measure} {claims[-1].link}{' more' if len(claims) > 1 else ''}"
        return Piece(line, "mark", kinds, tip, id)
    if any(isinstance(mark.shown, Unread) for mark in segment.marks):
        unread = next(mark.shown for mark in segment.marks if isinstance(mark.shown, Unread))
        return Piece(line, "mark", "unread", words.unread_tip(unread), id)
    if dates:
        return Piece(line, "time", "date", words.date_tip(dates[-1]), id)
    return Piece(line, "span", "furniture") if segment.marks else Piece(line)


def _engine(month: Month) -> Environment:
    """The template engine: it escapes every value that is not our own markup; an undefined name is an error."""
    engine = Environment(autoescape=True, undefined=StrictUndefined, finalize=_fitting, keep_trailing_newline=True)
    filters: dict[str, Callable[..., Any]] = {
        "figure": lambda claim: unbroken(words.claim_figure(claim)),
        "subject": words.claim_subject,
        "speaker": words.claim_speaker,
        "ref": lambda about: month.ref(about) or "",
        "halves": _halves,
        "event": lambda claim: words.claim_event(claim, month.event_name),
        "outlet": lambda claim: claim.publisher or headline(month.title(claim.doc), 40),
        "outcome": lambda figure: words.figure_outcome(figure, month.exceeds(figure)),
    }
    engine.filters.update(filters)
    engine.globals["colours"] = palette.MEASURES
    return engine


def _fitting(value: Any) -> Any:
    """A value without characters that HTML does not allow."""
    return fit(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _page(month: Month, fences: Mapping[str, Sequence[Span]]) -> Page:
    claims = by_doc(sorted(month.claims.values(), key=_in_text))
    dates = by_doc(sorted(month.tables.dates, key=_in_text))
    unread = by_doc(sorted(month.unread, key=_in_text))
    docs = [*month.documents, *sorted({*claims, *month.texts} - set(month.documents))]
    counts = ((len(docs), "article"), (len(month.claims), "figure"), (len(month.events), "event"))
    present = {claim.measure for claim in month.claims.values()}
    script = _file("evidence.js").strip()
    return Page(
        title=period_words(month.period),
        counts=counts_line(counts),
        measures=[measure for measure in Measure if measure in present],
        articles=[_article_entry(month, doc, claims.get(doc, [])) for doc in docs],
        events=_event_entries(month),
        bodies=(
            _body(month, doc, claims.get(doc, []), [*dates.get(doc, []), *unread.get(doc, [])], fences.get(doc, ()))
            for doc in docs
        ),
        conflicts=_disputes(month),
        unfolded=len(docs) <= OPEN_ARTICLES,
        style=Markup(_file("evidence.css")),
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii"),
    )


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _in_text(row: Shown) -> tuple[int, int]:
    """The order of a text: of two that begin together the longer first."""
    return row.start, -row.end


def _article_entry(month: Month, doc: str, claims: Sequence[Claim]) -> Entry:
    document = month.documents.get(doc)
    publisher = document.publisher if document else None
    return Entry(month.title(doc), _line(publisher, counted(len(claims), "figure")), article_anchor(doc), row=doc)


def _event_entries(month: Month) -> Iterator[Entry]:
    groups: dict[str | None, list[Claim]] = {id: [] for id in month.events}
    for claim in month.claims.values():
        groups.setdefault(claim.event_id, []).append(claim)
    unplaced = groups.pop(None, [])
    for id, claims in groups.items():
        if claims:
            yield _event_entry(str(month.event_name(id)), claims, month.events.get(id or ""))
    if unplaced:
        yield _event_entry("Without an event", unplaced, None)


def _event_entry(name: str, claims: Sequence[Claim], event: Event | None) -> Entry:
    where = (event.place, day_words(event.start)) if event else ()
    return Entry(
        name, _line(*where, counted(len(claims), "figure")), claims=claims, row=event.event_id if event else ""
    )


def _body(
    month: Month, doc: str, claims: Sequence[Claim], others: Sequence[DateMention | Unread], fences: Sequence[Span]
) -> Body:
    document, text = month.documents.get(doc), month.texts.get(doc)
    marks = [Mark(start, end) for start, end in fences]
    shown: list[Shown] = [*others, *claims]
    marks += [Mark(row.start, row.end, row) for row in shown]
    return Body(
        anchor=article_anchor(doc),
        row=doc,
        title=month.title(doc),
        about=words.document_about(document, doc, len(claims)),
        language=document.language if document else None,
        notes=words.document_notes(document, month.period, month.title) if document else (),
        paragraphs=None if text is None else paragraphs(text, marks, month.event_name),
        claims=claims,
    )


def _disputes(month: Month) -> list[Dispute]:
    """The conflicts in the order of their sheet, each with its claims."""
    rows = month.conflicts.values()
    return [Dispute(row, [month.claims[id] for id in row.claim_ids if id in month.claims]) for row in rows]


def _line(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
