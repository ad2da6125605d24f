"""Feeds: each item is an article with what the feed states of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import making
import pytest

from reconcile.ingest import ingest
from reconcile.model.article import Article
from reconcile.model.settings import Settings

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://t.example">
<title>Tarn Post</title></channel><item rdf:about="https://t.example/1"><title>Landslide buries bus</title>
<link>https://t.example/1</link><description>Fourteen people died.</description>
<dc:date>2013-06-11T23:30-05:00</dc:date><dc:creator>Ida Holm</dc:creator></item></rdf:RDF>"""


def read(folder: Path, content: bytes | str, name: str = "a.rss") -> Any:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return making.framed(ingest(folder, None, Settings()))


def stated(article: Article) -> tuple[str | None, ...]:
    return article.title, article.author, article.publisher, article.published, article.url


@pytest.mark.parametrize("name", ["a.rss", "a.atom"])
def test_an_item_states_title_author_outlet_day_and_address(tmp_path: Path, name: str) -> None:
    (article,) = read(tmp_path, making.rss() if name == "a.rss" else making.atom(), name).articles
    link = "https://tarnpost.example/landslide"
    assert stated(article) == ("Landslide buries bus", "Ida Holm", "Tarn Post", "2013-06-11", link)
    assert article.text == making.STORY.strip()
    assert (article.truncated, article.path) == (False, name)


def test_rss_1_is_read(tmp_path: Path) -> None:
    (article,) = read(tmp_path, RDF, "a.xml").articles
    assert article.doc == "https://t.example/1"
    assert stated(article) == ("Landslide buries bus", "Ida Holm", "Tarn Post", "2013-06-11", "https://t.example/1")


@pytest.mark.parametrize(
    ("item", "doc"),
    [
        ("<guid>urn:x:1</guid><link>https://t.example/1</link>", "urn:x:1"),
        ("<link>https://t.example/1</link>", "https://t.example/1"),
        ("<guid>two words</guid>", "a.rss#1"),
        (f"<guid>{'x' * 400}</guid>", "a.rss#1"),
        ("<guid/>", "a.rss#1"),
        ("<link>javascript:alert(1)</link>", "a.rss#1"),
    ],
)
def test_the_id_is_the_items_own_where_it_is_a_sane_one(tmp_path: Path, item: str, doc: str) -> None:
    (article,) = read(tmp_path, making.rss(f"<item>{item}<description>Nine died.</description></item>")).articles
    assert article.doc == doc


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://t.example/1</guid>", "https://t.example/1"),
        ('<guid isPermaLink="false">https://t.example/1</guid>', None),
        ("<link> https://t.example/2\n</link><guid>https://t.example/1</guid>", "https://t.example/2"),
        ("<link>/relative</link>", None),
    ],
)
def test_the_address_is_the_link_or_a_lasting_guid(tmp_path: Path, item: str, url: str | None) -> None:
    (article,) = read(tmp_path, making.rss(f"<item>{item}<description>Nine died.</description></item>")).articles
    assert article.url == url


@pytest.mark.parametrize(
    ("item", "text", "truncated"),
    [
        ("<description>Nine died, it said.</description>", "Nine died, it said.", False),
        ("<link>https://t.example</link><description>Nine died, it said.</description>", "Nine died, it said.", True),
        ("<title>Nine die in Tarn</title>", "Nine die in Tarn", False),
        ("<title>T</title><description/><content:encoded>Ten.</content:encoded>", "Ten.", False),
        ("<description>&lt;p&gt;Nine died&lt;br/&gt;in Tarn.&lt;/p&gt;</description>", "Nine died\nin Tarn.", False),
        ("<description>Orl&amp;eacute;ans&nbsp;9 &lt; 11 &amp;amp; more</description>", "Orléans 9 < 11 & more", False),
        ("<description><![CDATA[<script>x()</script><p>Nine</p><p>died</p>]]></description>", "Nine\n\ndied", False),
        ("<media:title xmlns:media='m'>no</media:title><description>Nine.</description>", "Nine.", False),
    ],
)
def test_the_text_is_the_fullest_that_the_item_has(tmp_path: Path, item: str, text: str, truncated: bool) -> None:
    (article,) = read(tmp_path, making.rss(f"<item>{item}</item>")).articles
    assert (article.text, article.truncated) == (text, truncated)


def test_a_summary_of_atom_is_an_excerpt(tmp_path: Path) -> None:
    found = read(tmp_path, making.atom("<summary>Fourteen people died, it said.</summary>"), "a.atom")
    assert [article.truncated for article in found.articles] == [True]


@pytest.mark.parametrize(
    ("item", "author", "publisher"),
    [
        ("<author>ida@t.example (Ida Holm)</author>", "Ida Holm", "Tarn Post"),
        ("<dc:creator>Ida Holm</dc:creator><dc:creator>Per Dahl</dc:creator>", "Ida Holm, Per Dahl", "Tarn Post"),
        ('<source url="https://v.example/rss">Vale Herald</source>', None, "Vale Herald"),
        ("<dc:publisher>Vale Herald</dc:publisher>", None, "Vale Herald"),
    ],
)
def test_who_wrote_and_who_published(tmp_path: Path, item: str, author: str | None, publisher: str) -> None:
    (article,) = read(tmp_path, making.rss(f"<item>{item}<description>Nine died.</description></item>")).articles
    assert (article.author, article.publisher) == (author, publisher)


def test_an_item_signed_by_an_agency_carries_it(tmp_path: Path) -> None:
    item = "<item><dc:creator>Agence France-Presse</dc:creator><description>Nine died.</description></item>"
    assert [article.agency for article in read(tmp_path, making.rss(item)).articles] == ["AFP"]


def test_the_feeds_language_is_believed_where_the_text_does_not_tell(tmp_path: Path) -> None:
    texts = ("Murieron once personas en Tarn.", "At least eleven of the people in the bus were killed.")
    feed = making.rss(*(f"<item><description>{text}</description></item>" for text in texts)).decode()
    found = read(tmp_path, feed.replace("en-gb", "es-MX"))
    assert [article.language for article in found.articles] == ["es", "en"]


def test_an_item_without_words_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    empty, other = "<item><link>https://t.example</link></item>", "<item><title>Nine die</title></item>"
    found = read(tmp_path, making.rss(empty, other))
    assert [article.doc for article in found.articles] == ["a.rss#2"]
    assert found.refused["reason"].tolist() == ["item 1 of a.rss has no text."]


def test_what_stands_before_the_damage_is_read(tmp_path: Path) -> None:
    items = [f"<item><guid>g{n}</guid><description>{n} died.</description></item>" for n in range(5)]
    found = read(tmp_path, making.rss(*items)[:-30])
    assert [article.doc for article in found.articles] == ["g0", "g1", "g2", "g3"]
    assert "4 items before it were read" in found.refused["reason"].tolist()[0]


def test_a_feed_saved_twice_gives_each_item_once_and_no_noise(tmp_path: Path) -> None:
    (tmp_path / "monday.rss").write_bytes(making.rss())
    found = read(tmp_path, making.rss(), "tuesday.rss")
    assert len(found.articles) == 1
    assert found.documents["status"].tolist() == ["read", "duplicate"]
    assert found.refused.empty


@pytest.mark.parametrize("name", ["a.rss", "a.xml"])
def test_xml_that_is_no_feed_is_refused_by_name(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, "<?xml version='1.0'?><catalogue><item/></catalogue>", name)
    assert found.refused["check"].tolist() == ["file_is_a_feed"]


def test_a_doctype_without_entities_does_no_harm(tmp_path: Path) -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss.dtd">'
    )
    assert len(read(tmp_path, making.rss(head=doctype)).articles) == 1
