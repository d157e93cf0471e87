"""A text as the rules of the checklist read it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

PARAGRAPHS = frozenset({"p", "li", "td", "th", "blockquote", "figcaption"})
HEADINGS = frozenset({"h2", "h3", "h4"})


class Heading(NamedTuple):
    """A heading: its level, and its words."""

    level: int
    text: str


class Link(NamedTuple):
    """A link: where it leads, and its words."""

    href: str
    text: str


@dataclass(slots=True)
class Article:
    """The parts of a rendered text: everything in the order in which it stands. An alternative text is None where none is."""

    paragraphs: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    image_texts: list[str | None] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # what `#…` can lead to


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything of a post that the rules look at. `description` is what search engines and share cards are told."""

    title: str
    description: str
    has_own_description: bool
    language: str
    article: Article
    cover_text: str | None = None  # None where there is no cover, or one that is an ornament
    known_abbreviations: frozenset[str] = frozenset()
    broken_links: frozenset[str] = frozenset()  # addresses on this site that lead nowhere


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.article = Article()
        self._block: list[str] = []
        self._tag = "p"
        self._link: tuple[str, list[str]] | None = None
        self._hidden = 0  # how deep in a number of a footnote

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if name := values.get("id"):
            self.article.names.add(name)
        if tag in PARAGRAPHS | HEADINGS:
            self.end_block()
            self._tag = tag
        elif tag == "a" and "role" not in values:
            self._link = (values.get("href") or "", [])
        elif tag == "a":
            self._hidden = 1
        elif tag == "img":
            self.article.image_texts.append(values.get("alt"))
            if self._link:
                self._link[1].append(values.get("alt") or "")
        elif tag == "br":
            self._block.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS | HEADINGS:
            self.end_block()
        elif tag == "a":
            self._hidden = 0
            if self._link:
                self.article.links.append(Link(self._link[0], " ".join("".join(self._link[1]).split())))
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._block.append(data)
        if self._link:
            self._link[1].append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self._block).split())
        if text and self._tag in HEADINGS:
            self.article.headings.append(Heading(int(self._tag[1]), text))
        elif text:
            self.article.paragraphs.append(text)
        self._block, self._tag = [], "p"


def read_article(body_html: str) -> Article:
    """Return the parts of a rendered text."""
    reader = _Reader()
    reader.feed(body_html)
    reader.close()
    reader.end_block()
    return reader.article
