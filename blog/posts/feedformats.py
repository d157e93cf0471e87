"""Feed formats with the whole text of each post, on Django's generators."""

import json
from dataclasses import dataclass
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

MEDIA_RSS = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True, slots=True)
class Picture:
    """The cover of a post: one file with its whole address, its size in pixels and its media type."""

    address: str
    width: int
    height: int
    file_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Who published a post jointly with its own organization, which each format names first as the author."""

    name: str
    address: str


class FullTextRss(Rss201rev2Feed):
    """RSS 2.0 with `content:encoded` (RSS content module) and `dc:creator`, as other systems write it."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        """Declare the namespaces."""
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
            "xmlns:media": MEDIA_RSS,
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Name the hub that tells readers of new posts (WebSub, section 4), and the picture that stands for the channel."""
        super().add_root_elements(handler)
        if hub := self.feed.get("hub"):
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})
        if icon := self.feed.get("icon"):
            handler.startElement("image", AttributesImpl({}))
            for name, words in (("url", icon), ("title", self.feed["title"]), ("link", self.feed["link"])):
                handler.addQuickElement(name, words)
            handler.endElement("image")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write the whole text beside the excerpt, and when it last changed, for which RSS has no word of its own."""
        super().add_item_elements(handler, _with_html_excerpt(item))
        for partner in item.get("partners", ()):
            handler.addQuickElement("dc:creator", partner.name)
        if item["updateddate"]:
            handler.addQuickElement("dcterms:modified", rfc3339_date(item["updateddate"]))
        _write_cover(handler, item.get("cover"))
        handler.addQuickElement("content:encoded", item["content"])


class FullTextAtom(Atom1Feed):
    """Atom with `content` beside `summary`."""

    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        """Declare the namespaces."""
        return super().root_attributes() | {"xmlns:media": MEDIA_RSS}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Name the hub and the picture, as above."""
        super().add_root_elements(handler)
        if hub := self.feed.get("hub"):
            handler.addQuickElement("link", None, {"rel": "hub", "href": hub})
        if icon := self.feed.get("icon"):
            handler.addQuickElement("logo", icon)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Say in which language an entry is, its title and excerpt as well."""
        return super().item_attributes(item) | {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write the whole text beside the excerpt."""
        super().add_item_elements(handler, _with_html_excerpt(item))
        for partner in item.get("partners", ()):
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", partner.name)
            handler.addQuickElement("uri", partner.address)
            handler.endElement("author")
        _write_cover(handler, item.get("cover"))
        handler.addQuickElement("content", item["content"], {"type": "html"})


def _with_html_excerpt(item: dict[str, Any]) -> dict[str, Any]:
    """Return an entry whose excerpt, which is plain words, stands as HTML: readers take it for that in either format."""
    return item | {"description": escape(item["description"])}


def _write_cover(handler: SimplerXMLGenerator, cover: Picture | None) -> None:
    """Write the cover for readers that show a picture beside the title (Media RSS 1.5.1, `media:content`)."""
    if cover is None:
        return
    size = {"width": str(cover.width), "height": str(cover.height)}
    attributes = {"url": cover.address, "type": cover.file_type, "medium": "image", **size}
    handler.startElement("media:content", AttributesImpl(attributes))
    if cover.description:
        handler.addQuickElement("media:description", cover.description)
    handler.endElement("media:content")


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[Any], encoding: str) -> None:
        """Write the feed as one JSON object."""
        outfile.write(json.dumps(self.as_object(), ensure_ascii=False).encode(encoding))

    def as_object(self) -> dict[str, Any]:
        """Return the feed as JSON Feed names its parts; empty parts are left out."""
        hub = self.feed.get("hub")
        return _without_empty(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": self.feed["title"],
                "description": self.feed["description"],
                "home_page_url": self.feed["link"],
                "feed_url": self.feed["feed_url"],
                "icon": self.feed.get("icon"),
                "language": self.feed["language"],
                "hubs": [{"type": "WebSub", "url": hub}] if hub else [],
                "items": [_json_item(item) for item in self.items],
            }
        )


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    partners = [{"name": partner.name, "url": partner.address} for partner in item["partners"]]
    return _without_empty(
        {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            "content_html": item["content"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [_without_empty({"name": item["author_name"], "url": item["author_link"]}), *partners],
            "tags": list(item["categories"]),
            "image": item["cover"].address if item.get("cover") else "",
            "language": item["language"],
        }
    )


def _without_empty(parts: dict[str, Any]) -> dict[str, Any]:
    # The specification wants `items` and `content_html` even when they are empty.
    return {name: value for name, value in parts.items() if value or name in {"items", "content_html"}}
