"""Feeds by the rules of their formats, as the W3C's feed validator checks them (https://validator.w3.org/feed/docs/)."""

import json
import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from blog.media.services import add_image
from blog.organizations.models import Organization
from tests.blog.media.pictures import photo
from tests.factories import CategoryFactory, CommentFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}")
RSS_OF_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", f"{ATOM}link", "item"}
RSS_ONCE = {"title", "link", "description", "pubDate", "guid", "comments", CONTENT}
RISKY = {
    "script",
    "iframe",
    "object",
    "embed",
    "style",
    "link",
    "meta",
    "base",
    "form",
    "applet",
}  # "SecurityRisk" of the validator
CHANNELS = ["/", "/ro/", "/organizations/institute-of-examples/", "/categories/news/", "/tags/trade/"]
DISCUSSIONS = ["/posts/everything/comments/feed/", "/comments/feed/"]


@pytest.fixture(autouse=True)
def site(organization: Organization) -> None:
    image = add_image(photo(1600, 900), organization=organization, name="harbour.jpg")
    figure = f'<figure data-image="{image.pk}"><img src="{image.lasting_address}" alt="A harbour"></figure>'
    body = (
        '<h2>Costs: 5 &lt; 6 &amp; more</h2><p>See <a href="/tags/trade/">these</a>, <a href="#section-x">this</a>.</p>'
        f"{figure}<p>Text<foot-note>A note.</foot-note></p>"
        '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">A film</a></p>'
        "<table><tbody><tr><td>1</td></tr></tbody></table><pre><code>if a &lt; b:</code></pre>"
    )
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    title = "Less < more & “so on”"
    post = PostFactory.create(
        organization=organization, slug="everything", title=title, body=body, language="ro", cover=image, cover_alt="A", **terms
    )
    PostFactory.create(organization=organization, summary="If a <b> is < than c & d", is_date_known=False, **terms)
    CommentFactory.create(post=post, comment="See [this](/tags/trade/) & `a < b`")


class Addresses(HTMLParser):
    """Collects which elements a text has, and the addresses that it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements, self.addresses, self.attributes = Counter[str](), list[str](), set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "cite", "poster"}]


def check_html(text: str) -> Addresses:
    """Check that a text can be read away from its page and holds nothing that readers throw away."""
    found = Addresses(text)
    assert [address for address in found.addresses if not urlsplit(address).scheme] == []
    assert found.elements.keys().isdisjoint(RISKY)
    assert not any(name.startswith("on") or name in {"style", "srcset"} for name in found.attributes)
    return found


def is_address(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and (text or "").isascii()


def root_of(client: Client, address: str) -> ET.Element:
    return ET.fromstring(client.get(address).content)  # noqa: S314  # our own document


@pytest.mark.parametrize("address", [*(f"{channel}feed/" for channel in CHANNELS), *DISCUSSIONS])
def test_rss(client: Client, address: str) -> None:
    root = root_of(client, address)
    assert (root.tag, root.attrib, [child.tag for child in root]) == ("rss", {"version": "2.0"}, ["channel"])
    (channel,) = root
    names = Counter(child.tag for child in channel)
    assert names.keys() <= RSS_OF_CHANNEL
    assert all(names[name] == 1 for name in RSS_OF_CHANNEL - {"item"})
    assert all(channel.findtext(name) for name in ("title", "description"))
    assert is_address(channel.findtext("link"))
    assert LANGUAGE.fullmatch(channel.findtext("language") or "")
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert own.attrib == {"rel": "self", "href": f"http://testserver{address}"}
    items = channel.findall("item")
    assert items
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    for date in [channel.findtext("lastBuildDate"), *(item.findtext("pubDate") for item in items)]:
        assert RFC822.fullmatch(date or "")
        assert parsedate_to_datetime(date or "").tzinfo is not None
    for item in items:
        check_rss_item(item)


def check_rss_item(item: ET.Element) -> None:
    names = Counter(child.tag for child in item)
    assert all(names[name] <= 1 for name in RSS_ONCE)
    assert {"title", "link", "guid", CONTENT} <= names.keys()
    assert "author" not in names  # it would be a mail address; `dc:creator` takes a name
    assert is_address(item.findtext("link"))
    guid = item.find("guid")
    assert guid is not None
    assert is_address(guid.text) if guid.get("isPermaLink", "true") == "true" else (guid.text or "").startswith("tag:")
    assert item.find("comments") is None or is_address(item.findtext("comments"))
    check_html(item.findtext(CONTENT) or "")
    assert Addresses(item.findtext("description") or "").elements == {}  # plain words, written as HTML
    for media in item.iter(f"{MEDIA}content"):
        assert is_address(media.get("url"))
        assert (media.get("medium"), media.get("type")) == ("image", "image/jpeg")


@pytest.mark.parametrize("channel", CHANNELS)
def test_atom(client: Client, channel: str) -> None:
    root = root_of(client, f"{channel}feed/atom/")
    assert root.tag == f"{ATOM}feed"
    check_atom_part(root)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"http://testserver{channel}", "self": f"http://testserver{channel}feed/atom/"}
    entries = root.findall(f"{ATOM}entry")
    assert entries
    identities = [entry.findtext(f"{ATOM}id") for entry in (root, *entries)]
    assert len(set(identities)) == len(identities)
    for entry in entries:
        check_atom_part(entry)
        assert (entry.findtext(f"{ATOM}published") or "") <= (entry.findtext(f"{ATOM}updated") or "")
        (link,) = entry.findall(f"{ATOM}link")
        assert link.get("rel") == "alternate"
        assert is_address(link.get("href"))
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert is_address(entry.findtext(f"{ATOM}author/{ATOM}uri"))
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
        content, summary = (entry.find(f"{ATOM}{name}") for name in ("content", "summary"))
        assert content is not None
        assert summary is not None
        assert content.get("type") == summary.get("type") == "html"
        check_html(content.text or "")
        assert Addresses(summary.text or "").elements == {}


def check_atom_part(part: ET.Element) -> None:
    """Check what a feed and an entry must have (RFC 4287, 4.1.1 and 4.1.2)."""
    names = Counter(child.tag for child in part)
    assert all(names[f"{ATOM}{name}"] == 1 for name in ("id", "title", "updated"))
    assert all(names[f"{ATOM}{name}"] <= 1 for name in ("published", "content", "summary", "subtitle", "rights"))
    assert urlsplit(part.findtext(f"{ATOM}id") or "").scheme in {"http", "tag"}
    assert part.findtext(f"{ATOM}title")
    assert LANGUAGE.fullmatch(part.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    for name in ("updated", "published"):
        for date in part.findall(f"{ATOM}{name}"):
            assert datetime.fromisoformat(date.text or "").tzinfo is not None
            assert "T" in (date.text or "")


@pytest.mark.parametrize("channel", CHANNELS)
def test_json_feed(client: Client, channel: str) -> None:
    feed: Any = json.loads(client.get(f"{channel}feed/json/").content)
    assert feed.keys() <= {"version", "title", "description", "home_page_url", "feed_url", "language", "items"}
    assert is_address(feed["home_page_url"])
    assert is_address(feed["feed_url"])
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) > 0
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert all(is_address(item[name]) for name in ("url", "image") if name in item)
        assert all(datetime.fromisoformat(item[name]).tzinfo is not None for name in ("date_published", "date_modified"))
        assert all(author["name"] and is_address(author["url"]) for author in item["authors"])
        check_html(item["content_html"])


@pytest.mark.parametrize("name", ["", "atom/"])
def test_an_excerpt_is_read_as_it_was_written(client: Client, name: str) -> None:
    root = root_of(client, f"/organizations/institute-of-examples/feed/{name}")
    written = {"If a &lt;b&gt; is &lt; than c &amp; d"}
    assert written <= {part.text for part in root.iter() if part.tag in {"description", f"{ATOM}summary"}}


@pytest.mark.parametrize("address", ["/feed/", "/feed/atom/"])
def test_what_a_text_holds_arrives(client: Client, address: str) -> None:
    root = root_of(client, address)
    (text,) = [part.text for part in root.iter() if part.text and "A film" in part.text and "<table>" in part.text]
    found = check_html(text or "")
    assert {"img", "table", "pre", "figure", "h2"} <= found.elements.keys()
