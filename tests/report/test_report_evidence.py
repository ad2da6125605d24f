"""The evidence page: every figure in its place, every character of the article, nothing but text."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
import vessen
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.model.run_tables import RunTables
from reconcile.report import write_evidence
from reconcile.report.evidence import Mark, evidence_page, segments
from reconcile.report.month import Month
from reconcile.report.sheet import article_anchor
from reconcile.wording.figure_words import fit


class Reader(HTMLParser):
    """Collects ids, links, tags and, by article, the text and the marked passages."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.ids, self.hrefs, self.tags = Counter(), [], Counter()
        self.texts, self.marks, self.furniture = {}, {}, []
        self._article = self._depth = self._open = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags[tag] += 1
        self.ids[attrs.get("id")] += 1
        self.hrefs += [attrs["href"]] if "href" in attrs else []
        if tag == "article":
            self._article = attrs["id"]
        if tag == "div" and attrs.get("class") == "text":
            self._depth, self.texts[self._article] = 1, ""
        elif tag == "div" and self._depth:
            self._depth += 1
        if self._depth and tag in ("mark", "time", "span"):
            self._open = (tag, attrs)

    def handle_endtag(self, tag):
        if tag == "div" and self._depth:
            self._depth -= 1
        if tag in ("mark", "time", "span"):
            self._open = None

    def handle_data(self, data):
        if self._depth:
            self.texts[self._article] += data
            if self._open and self._open[0] == "mark":
                self.marks.setdefault(self._open[1].get("id"), []).append((data, self._open[1]))
            elif self._open and self._open[0] == "span":
                self.furniture.append(data)


@pytest.fixture(scope="module")
def page():
    return "".join(evidence_page(vessen.month(), vessen.FENCES))


@pytest.fixture(scope="module")
def read(page):
    return Reader(page)


def test_every_claim_date_and_article_is_there_exactly_once(read):
    ids = [claim["claim_id"] for claim in vessen.CLAIMS] + [article_anchor(doc) for doc in vessen.TEXTS]
    ids += [row["date_id"] for row in vessen.records()["dates"]]
    assert {id: read.ids[id] for id in ids} == dict.fromkeys(ids, 1)


def test_every_link_of_the_page_arrives(read):
    sides = sum(len(row["claim_ids"]) for row in vessen.records()["conflicts"])
    assert len(read.hrefs) == len(vessen.TEXTS) + 2 * len(vessen.CLAIMS) + sides + 1, "and one to the conflicts"
    assert all(href.startswith("#") and read.ids[href[1:]] == 1 for href in read.hrefs)


def test_a_claim_is_marked_on_its_own_words_with_its_reading(read):
    ((words, attrs),) = read.marks[vessen.CLAIMS[0]["claim_id"]]
    assert words == "At least 12"
    assert attrs["class"] == "killed linked"
    assert (
        attrs["data-tip"].replace("\u00a0", " ")
        == "≥ 12 killed: people\naccording to the hospital\nShelling of Vessen market"
    )


def test_two_claims_on_one_quote_share_a_mark_that_tells_both(read):
    ((words, attrs),) = [found for marks in read.marks.values() for found in marks if found[0] == "No"]
    assert words == "No"
    assert "0 killed" in attrs["data-tip"]
    assert "0 injured" in attrs["data-tip"]
    assert "more" in attrs["class"].split()


def test_every_character_of_an_article_is_shown_once_and_in_order(read):
    for doc, text in vessen.TEXTS.items():
        assert read.texts[article_anchor(doc)].replace("\n", "") == text.replace("\n", "")


def test_page_furniture_is_greyed(read):
    assert read.furniture == ["Subscribe for 9 marks a month to read on."]


def test_the_headers_of_an_article_are_one_small_line():
    text = "---\nTitle: Flood\n---\n\nSix died."
    page = "".join(evidence_page(Month("p", texts={"a.txt": text}), {"a.txt": [(0, 20)]}))
    assert page.count('<p class="headers">') == 1
    assert Reader(page).texts[article_anchor("a.txt")].replace("\n", "") == text.replace("\n", "")


def test_a_contested_figure_is_not_called_settled(page):
    assert "contested: 12–30" in page


def test_a_cut_article_says_so(page):
    assert page.count("This article is cut short") == 1


def test_the_page_needs_no_network_and_runs_only_its_own_script(page):
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", page)
    policy = re.search(r'content="(default-src[^"]+)"', page).group(1)
    script = re.search(r"<script>(.*?)</script>", page, re.S).group(1)
    assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy


def test_an_article_cannot_bring_its_own_markup():
    hostile = '<script>alert(1)</script><img src=x onerror=y> 12 died &amp; "so" </p></article>'
    documents = [replace(d, title=hostile, publisher=hostile, language=hostile) for d in vessen.tables().documents]
    month = Month("<b>", RunTables(documents=documents), {"courier/market.txt": hostile})
    page = "".join(evidence_page(month, {}))
    read = Reader(page)
    assert read.texts[article_anchor("courier/market.txt")] == hostile
    assert (read.tags["script"], read.tags["img"], read.tags["article"], read.tags["b"]) == (1, 0, 3, 0)


def test_a_claim_whose_text_is_gone_is_still_reached(read):
    page = "".join(evidence_page(vessen.month({}), {}))
    ids = Reader(page).ids
    assert all(ids[claim["claim_id"]] == 1 for claim in vessen.CLAIMS)


def test_a_long_month_is_folded_and_a_short_one_open(page):
    texts = {f"d/{n}.txt": "Quiet." for n in range(60)}
    folded = "".join(evidence_page(Month(vessen.PERIOD, texts=texts), {}))
    assert folded.count("<details open>") == 0
    assert page.count("<details open>") == len(vessen.TEXTS) + len(vessen.records()["conflicts"])


def test_a_conflict_shows_its_sentences_side_by_side_by_their_references(page):
    dispute = re.search(r'<article id="k-market" class="dispute">.*?</article>', page, re.DOTALL)[0]
    assert "C-1" in dispute
    assert "The hospital counts at least 12 dead, the town council 30." in dispute
    assert re.findall(r'<b class="quote">([^<]*)</b>', dispute) == ["At least 12", "Thirty"]
    assert re.findall(r'<span class="ref">(K-\d+)</span>', dispute) == ["K-1", "K-4"]
    assert "siege &amp; counts" not in dispute
    assert all(f">{ref}</span>" in page for ref in ("A-1", "E-1", "K-1"))


def test_the_file_is_utf8_also_where_the_text_is_broken(tmp_path):
    write_evidence(tmp_path / "evidence.html", RunTables(), {"a.txt": "six \ud800 dead \x00"}, "2031-04")
    assert "six   dead" in (tmp_path / "evidence.html").read_text(encoding="utf-8")


marks_on = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@settings(max_examples=40)
@given(text=st.text(alphabet="ab<&>\"'\n é", max_size=40), spans=marks_on)
def test_any_marks_leave_the_text_as_it_is(text, spans):
    doc = "d.txt"
    fences = {doc: spans}
    read = Reader("".join(evidence_page(Month("p", texts={doc: text}), fences)))
    assert read.texts[article_anchor(doc)].replace("\n", "") == fit(text).replace("\n", "")


@given(length=st.integers(0, 30), spans=marks_on)
def test_segments_tile_the_text(length, spans):
    found = list(segments(length, [Mark(start, end) for start, end in spans]))
    assert [n for s in found for n in range(s.start, s.end)] == list(range(length))
    begun = Counter((m.start, m.end) for s in found for m in s.first)
    assert begun == Counter((start, end) for start, end in spans if 0 <= start < end <= length)
