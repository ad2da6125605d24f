"""The evidence page: every article with its figures marked in place, so that any number can be read where it was said.

One file, no network. The page works without JavaScript; the few lines it carries open the folded article that a link
leads to, and filter the list of articles. Everything that comes from an article is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib import resources
from itertools import pairwise
from string import Template
from typing import Literal

from reconcile.report import palette
from reconcile.report.month import Month, Record
from reconcile.report.sheet import article_anchor
from reconcile.wording.figure_words import counted, day_words, fit, headline, period_words, reading, settled, with_unit
from schemas.columns import MEASURES

OPEN_ARTICLES = 40
"""Up to so many articles stand open; in a longer month each is folded until somebody asks for it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of an article with what is to be seen there; `row` is the claim or date."""

    start: int
    end: int
    kind: Literal["claim", "date", "furniture"]
    row: Record


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks throughout; `first` are those that begin with it."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    first: tuple[Mark, ...]


def evidence_page(month: Month, fences: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[str]:
    """The page in pieces, article by article, so that a long month is never held as one string."""
    folder = resources.files(__package__)
    top, bottom = folder.joinpath("evidence.html").read_text(encoding="utf-8").split("<!-- articles -->")
    style = folder.joinpath("evidence.css").read_text(encoding="utf-8") + _measure_styles(month)
    script = folder.joinpath("evidence.js").read_text(encoding="utf-8").strip()
    claims, dates = _by_doc(month.claims.values()), _by_doc(month.records("dates"))
    docs = [*month.documents, *sorted({*claims, *month.texts} - set(month.documents))]
    counts = ((docs, "article"), (month.claims, "figure"), (month.events, "event"))
    yield Template(top).substitute(
        title=_safe(period_words(month.period)),
        style=style,
        script_hash=b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii"),
        counts=" · ".join(counted(len(rows), one) for rows, one in counts),
        legend=_legend(month),
        articles="".join(_article_entry(month, doc, claims.get(doc, [])) for doc in docs),
        events="".join(_event_entries(month)),
    )
    unfolded = len(docs) <= OPEN_ARTICLES
    for doc in docs:
        yield _article(month, doc, claims.get(doc, []), dates.get(doc, []), fences.get(doc, ()), unfolded)
    yield bottom.replace("$script", script)


def segments(length: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    """A text of `length` cut wherever a mark begins or ends, so that marks may overlap, nest or coincide.

    >>> [(s.start, s.end, len(s.marks)) for s in segments(9, [Mark(2, 6, "claim", {}), Mark(4, 8, "claim", {})])]
    [(0, 2, 0), (2, 4, 1), (4, 6, 2), (6, 8, 1), (8, 9, 0)]
    """
    held = [mark for mark in marks if 0 <= mark.start < mark.end <= length]
    cuts = sorted({0, length, *(m.start for m in held), *(m.end for m in held)})
    for start, end in pairwise(cuts):
        over = tuple(m for m in held if m.start <= start and end <= m.end)
        yield Segment(start, end, over, tuple(m for m in over if m.start == start))


def _by_doc(rows: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row["doc"], []).append(row)
    return {doc: sorted(kept, key=lambda row: (row["start"], -row["end"])) for doc, kept in found.items()}


def _safe(text: str | None) -> str:
    return escape(fit(text or ""))


def _measures(month: Month) -> list[str]:
    present = {claim["measure"] for claim in month.claims.values()}
    return [measure for measure in MEASURES if measure in present]


def _measure_styles(month: Month) -> str:
    rule = ".{0} {{ --fill: #{1}; --line: #{2}; }}\n"
    return "".join(rule.format(measure, *palette.MEASURES[measure]) for measure in _measures(month))


def _legend(month: Month) -> str:
    return "".join(f'<span class="key {measure}">{measure}</span>' for measure in _measures(month))


def _article_entry(month: Month, doc: str, claims: Sequence[Record]) -> str:
    document = month.documents.get(doc, {})
    title = _safe(month.title(doc))
    about = " · ".join(part for part in (_safe(document.get("publisher")), counted(len(claims), "figure")) if part)
    return f'<li><a href="#{article_anchor(doc)}">{title}</a><small>{about}</small></li>\n'


def _event_entries(month: Month) -> Iterator[str]:
    groups: dict[str | None, list[Record]] = {id: [] for id in month.events}
    for claim in month.claims.values():
        groups.setdefault(claim["event_id"], []).append(claim)
    unplaced = groups.pop(None, [])
    for id, claims in groups.items():
        yield _event_entry(month, str(month.event_name(id)), claims, id)
    yield _event_entry(month, "Without an event", unplaced, None)


def _event_entry(month: Month, name: str, claims: Sequence[Record], event_id: str | None) -> str:
    if not claims:
        return ""
    event = month.events.get(event_id or "", {})
    when = day_words(event.get("start"))
    about = " · ".join(part for part in (_safe(event.get("place")), when, counted(len(claims), "figure")) if part)
    items = "".join(
        f'<li><a class="{claim["measure"]}" href="#{_safe(claim["claim_id"])}"><b>{_safe(_figure(claim))}</b> '
        f"{_safe(_subject(claim))}</a><small>{_safe(_speaker(claim))} · {_safe(_outlet(month, claim))}</small></li>\n"
        for claim in claims
    )
    return f"<details><summary>{_safe(name)}<small>{about}</small></summary><ol>{items}</ol></details>\n"


def _article(
    month: Month,
    doc: str,
    claims: Sequence[Record],
    dates: Sequence[Record],
    fences: Sequence[tuple[int, int]],
    unfolded: bool,
) -> str:
    document = month.documents.get(doc, {})
    title, text = _safe(month.title(doc)), month.texts.get(doc)
    marks = [Mark(start, end, "furniture", {}) for start, end in fences]
    marks += [Mark(row["start"], row["end"], "date", row) for row in dates]
    marks += [Mark(row["start"], row["end"], "claim", row) for row in claims]
    body = (
        _body(month, text, marks)
        if text is not None
        else '<p class="note">The text of this article is not at hand.</p>'
    )
    margin = _margin(month, claims, text is None)
    language = f' lang="{_safe(document["language"])}"' if document.get("language") else ""
    return (
        f'<article id="{article_anchor(doc)}"><details{" open" if unfolded else ""}><summary><h2>{title}</h2>'
        f'<p class="about">{_about(document, doc, len(claims))}</p></summary>{_notes(month, document)}'
        f'<div class="columns"><div class="text"{language} dir="auto">{body}</div>{margin}</div>'
        f"</details></article>\n"
    )


def _about(document: Record, doc: str, claims: int) -> str:
    agency = f"carries {document['agency']}" if document.get("agency") else ""
    said = (document.get("publisher"), day_words(document.get("published")), agency, counted(claims, "figure"), doc)
    return " · ".join(_safe(part) for part in said if part)


def _notes(month: Month, document: Record) -> str:
    notes = []
    came = document.get("period")
    if came not in (None, month.period):
        notes.append(f"Carried over from {period_words(came)}: what it says is compared with this month's articles.")
    if document.get("truncated"):
        notes.append("This article is cut short: what it does not say means nothing.")
    if document.get("cut_of"):
        notes.append(_cut_words(month, document))
    if document.get("duplicate_of"):
        notes.append(f"The same text as {document['duplicate_of']}; it is counted there.")
    return "".join(f'<p class="note">{_safe(note)}</p>' for note in notes)


def _cut_words(month: Month, document: Record) -> str:
    """What a cut of a story adds to the longest one, and lacks."""
    adds, lacks = (counted(len(document[key]), "sentence") for key in ("adds", "lacks"))
    shown = f": {' '.join(document['adds'])}" if document["adds"] else ""
    longest = month.title(document["cut_of"])
    return f"A cut of the text that '{longest}' carries at greatest length. It lacks {lacks} and adds {adds}{shown}"


def _body(month: Month, text: str, marks: Sequence[Mark]) -> str:
    """The article's paragraphs with its marks; every character of the text is there, once and in order."""
    pieces = ["<p>"]
    heading = True  # as long as nothing but page furniture was told: an article's own headers
    for segment in segments(len(text), marks):
        fenced = bool(segment.marks) and all(mark.kind == "furniture" for mark in segment.marks)
        if heading and fenced:
            lines = (_tagged(month, segment, line) for line in text[segment.start : segment.end].split("\n"))
            pieces += ['<p class="headers">', "\n".join(filter(None, lines)), "</p>\n<p>"]
            continue
        heading = heading and not text[segment.start : segment.end].strip()
        first, *others = text[segment.start : segment.end].split("\n")
        ids = [mark.row["claim_id" if mark.kind == "claim" else "date_id"] for mark in segment.first if mark.row]
        carried = ids.pop() if ids and first else None
        pieces += [f'<a id="{_safe(id)}"></a>' for id in ids]
        pieces.append(_tagged(month, segment, first, carried))
        pieces += ["</p>\n<p>" + _tagged(month, segment, line) for line in others]
    return "".join([*pieces, "</p>"]).replace("<p></p>\n", "")


def _tagged(month: Month, segment: Segment, line: str, id: str | None = None) -> str:
    """A line of a segment inside its mark; `id` is where the links to its claim or date arrive."""
    if not line or not segment.marks:
        return _safe(line)
    own = f' id="{_safe(id)}"' if id else ""
    claims = [mark.row for mark in segment.marks if mark.kind == "claim"]
    dates = [mark.row for mark in segment.marks if mark.kind == "date"]
    if claims:
        tip = _attribute("\n\n".join(_tip(month, claim) for claim in claims))
        kinds = f"{claims[-1]['measure']} {claims[-1]['link']}{' more' if len(claims) > 1 else ''}"
        return f'<mark{own} class="{kinds}" tabindex="0" data-tip="{tip}">{_safe(line)}</mark>'
    if dates:
        tip = _attribute(f"{dates[-1]['role']}: {day_words(dates[-1]['begins'])}")
        return f'<time{own} class="date" tabindex="0" data-tip="{tip}">{_safe(line)}</time>'
    return f'<span class="furniture">{_safe(line)}</span>'


def _attribute(text: str) -> str:
    return _safe(text).replace("\n", "&#10;")


def _figure(claim: Record) -> str:
    return _together(with_unit(reading(claim), claim["unit"]))


def _together(figure: str) -> str:
    """A figure that no line break tears apart."""
    return figure.replace(" ", "\u00a0")


def _subject(claim: Record) -> str:
    return f"{claim['measure']}: {claim['group']}" if claim["group"] else str(claim["measure"])


def _speaker(claim: Record) -> str:
    stance = "" if claim["stance"] == "asserted" else f", {claim['stance']}"
    return (claim["attribution"] or "the article itself") + stance


def _outlet(month: Month, claim: Record) -> str:
    """Where a claim stands: its publisher, else the article's own headline."""
    return claim["publisher"] or headline(month.title(claim["doc"]), 40)


def _event(month: Month, claim: Record) -> str:
    """The event that a claim is linked to, or those it could mean."""
    if claim["event_id"]:
        return str(month.event_name(claim["event_id"]))
    candidates = " or ".join(str(month.event_name(id)) for id in claim["candidates"])
    return f"fits more than one event: {candidates}" if candidates else "fits no known event"


def _tip(month: Month, claim: Record) -> str:
    """What a mark says when somebody points at it."""
    return f"{_figure(claim)} {_subject(claim)}\naccording to {_speaker(claim)}\n{_event(month, claim)}"


def _margin(month: Month, claims: Sequence[Record], alone: bool) -> str:
    """The figures of an article as a list beside it; where the list stands alone, links arrive in it."""
    if not claims:
        return '<aside><p class="none">No figure was found here.</p></aside>'
    return f"<aside><ol>{''.join(_margin_entry(month, claim, alone) for claim in claims)}</ol></aside>"


def _margin_entry(month: Month, claim: Record, alone: bool) -> str:
    figure = month.figures.get(month.figure_of.get(claim["claim_id"], ""))
    became = ""
    if figure:
        told = _together(settled(figure, month.exceeds(figure)))
        how = "range" if figure["best"] is None else "settled at"
        became = f" · contested: {told}" if figure["status"] == "contested" else f" · {how} {told}"
    id = _safe(claim["claim_id"])
    own = f' id="{id}"' if alone else ""
    return (
        f'<li{own} class="{claim["measure"]}"><a href="#{id}"><b>{_safe(_figure(claim))}</b> '
        f"{_safe(_subject(claim))}</a><small>{_safe(_speaker(claim))}</small>"
        f"<small>{_safe(_event(month, claim) + became)}</small></li>"
    )
