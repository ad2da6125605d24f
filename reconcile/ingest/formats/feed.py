"""Feeds (.rss, .atom, .xml): RSS 0.9 to 2.0 and Atom; each item is an article.

Parsed by defusedxml: a feed that defines entities (which may expand without limit, or fetch files) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES, File, Problem, Record, Unreadable
from reconcile.ingest.formats.page import is_markup, text_of_markup
from reconcile.ingest.formats.plain import encoding_notes

LARGEST_FEED = 16_000_000
"""Characters; the feed of a large agency has about a hundredth of this."""

MOST_ELEMENTS = 500_000
MOST_NESTED = 200

_LONGEST_ID = 300
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.-]{2,30})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_NAMED = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,31};)")
_XML_NAMED = ("lt;", "gt;", "amp;", "quot;", "apos;")
# RSS: desk@example.org (Ida Holm)
_MAILED = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)\Z")

_ITEMS = ("item", "entry")
_PLAIN = (
    *("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2"),
    *("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
)
_PREFIXES = dict.fromkeys(_PLAIN, "") | {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


def read_feed(file: File) -> Iterator[Record | Problem]:
    """The items of a feed; in a damaged feed, those before the damage.

    An item with only a summary or only a headline is marked as truncated: the rest is behind its link.
    """
    data = file.path.read_bytes()
    stated = _DECLARED.match(data[:300])
    found = decode(data, stated[1].decode("ascii") if stated else None)
    yield from encoding_notes(file, found)
    if len(found.text) > LARGEST_FEED:
        raise Unreadable("text_is_not_too_long", "is too long for a feed.", "Split it.")
    feed, damage = _parse(found.text)
    if feed.root is None or _name(feed.root) not in ("rss", "rdf:RDF", "feed"):
        raise Unreadable(
            "file_is_a_feed",
            damage or "is XML, but neither an RSS nor an Atom feed.",
            "Save its articles as .html or .txt, or move it out of the folder.",
        )
    channel = next((child for child in feed.root if _name(child) == "channel"), feed.root)
    for number, item in enumerate(feed.items, start=1):
        yield from _read_item(file, number, item, channel)
    if damage:
        raise Unreadable("file_is_whole", f"{damage} {len(feed.items)} items before it were read.", "Save it again.")


class _Tree(TreeBuilder):
    """The tree being built: its root, and the items that are complete; refused where it exceeds the limits."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.items: list[Element] = []
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Called when an element begins."""
        self._depth += 1
        self._count += 1
        if self._depth > MOST_NESTED or self._count > MOST_ELEMENTS:
            raise Unreadable("file_is_not_too_large", "holds more marks, or deeper ones, than a feed.", "Split it.")
        element = super().start(tag, attrs)
        self.root = element if self.root is None else self.root
        return element

    def end(self, tag: str, /) -> Element:
        """Called when an element ends."""
        self._depth -= 1
        element = super().end(tag)
        if _name(element) in _ITEMS:
            self.items.append(element)
        return element


def _parse(text: str) -> tuple[_Tree, str | None]:
    """The feed as far as it can be read, and what is wrong with the rest. HTML entity names are replaced first."""
    tree = _Tree()
    text = _NAMED.sub(lambda hit: hit[0] if hit[1] in _XML_NAMED else html5.get(hit[1], hit[0]), text)
    parser = DefusedXMLParser(target=tree)
    try:
        parser.feed(_DECLARATION.sub("", text, count=1).lstrip())
        parser.close()
    except DefusedXmlException:
        raise Unreadable(
            "feed_is_plain", "defines entities, which no feed needs and which may do harm.", "Leave it out."
        ) from None
    except ParseError as failure:
        return tree, f"is not well-formed XML at line {failure.position[0]}."
    except PARSER_FAILURES as failure:
        return tree, f"cannot be taken apart as XML ({type(failure).__name__})."
    return tree, None


def _read_item(file: File, number: int, item: Element, channel: Element) -> Iterator[Record | Problem]:
    where, own = f"item {number}", f"{file.name}#{number}"
    title = _said(item, "title")
    full = _said(item, "content:encoded", "content")
    text = full or _said(item, "description", "summary") or title
    link = _link_of(item)
    if not text:
        said = f"{where} of {file.name} has no text."
        yield Problem(file.name, "text_is_not_empty", said, "The others were read.", row=where, doc=own)
        return
    yield Record(
        file.name,
        text,
        id=_id_of(item, link) or own,
        row=where,
        title=title,
        author=_author_of(item),
        url=link,
        publisher=_source_of(item) or _said(item, "dc:publisher") or _said(channel, "title"),
        published=_said(item, "pubDate", "published", "dc:date", "issued", "updated", "modified"),
        language=_said(item, "dc:language") or _lang_of(item),
        site_language=_said(channel, "language", "dc:language") or _lang_of(channel),
        truncated=not full and (link is not None or _name(item) == "entry"),
    )


def _name(element: Element) -> str:
    """The name of an element with its usual prefix; elements of unknown modules get a name that matches nothing."""
    space, _, name = str(element.tag).rpartition("}")
    return _PREFIXES.get(space.removeprefix("{"), "other:") + name


def _said(parent: Element, *names: str) -> str | None:
    """The text of the first of these children that has one; markup is removed."""
    for name in names:
        for child in parent:
            if _name(child) == name and (text := _text_of(child)):
                return text
    return None


def _text_of(element: Element) -> str | None:
    if len(element):  # Atom content of type xhtml is given as child elements
        return text_of_markup("".join(_markup_of(element))) or None
    said = (element.text or "").strip()
    return (text_of_markup(said) if is_markup(said) else said) or None


def _markup_of(element: Element) -> Iterator[str]:
    """The inside of an element as markup without attributes; nesting is limited by `MOST_NESTED`."""
    yield _escaped(element.text)
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        yield f"<{name}>"
        yield from _markup_of(child)
        yield f"</{name}>{_escaped(child.tail)}"


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;")


def _link_of(item: Element) -> str | None:
    """The address of an item: RSS has it as text, Atom as an attribute; a guid is one unless isPermaLink is false."""
    links = [child for child in item if _name(child) == "link" and child.get("rel", "alternate") == "alternate"]
    stated = [child.get("href") or child.text or "" for child in links]
    stated += [child.text or "" for child in item if _name(child) == "guid" and child.get("isPermaLink") != "false"]
    return next((link.strip() for link in stated if re.match(r"\s*https?://[^\s/]\S*\s*\Z", link)), None)


def _id_of(item: Element, link: str | None) -> str | None:
    """The item's own id, where it is one printable word of reasonable length."""
    about = next((value for key, value in item.attrib.items() if key.endswith("}about")), None)
    for stated in (_raw(item, "guid"), _raw(item, "id"), about, link):
        word = (stated or "").strip()
        if word and len(word) <= _LONGEST_ID and word.isprintable() and not any(c.isspace() for c in word):
            return word
    return None


def _raw(item: Element, name: str) -> str | None:
    return next((child.text for child in item if _name(child) == name), None)


def _author_of(item: Element) -> str | None:
    names = [
        _said(child, "name") if len(child) else _text_of(child)
        for child in item
        if _name(child) in ("dc:creator", "author")
    ]
    plain = [found["name"] if (found := _MAILED.match(name)) else name for name in names if name]
    return ", ".join(dict.fromkeys(plain)) or None


def _source_of(item: Element) -> str | None:
    """The outlet that an item was taken from."""
    source = next((child for child in item if _name(child) == "source"), None)
    if source is None:
        return None
    return _said(source, "title") if len(source) else _text_of(source)


def _lang_of(element: Element) -> str | None:
    return element.get("{http://www.w3.org/XML/1998/namespace}lang")
