"""Feeds, read by an independent reader."""

import json
from datetime import datetime
from typing import Any

import feedparser
import pytest
from django.test import Client
from pytest_django import Settings

from blog.organizations.models import Organization
from blog.posts.addresses import with_absolute_links
from blog.posts.models import Post, Tag
from blog.posts.services import save_post
from tests.factories import LONG_AGO, CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
CHANNELS = ["/", "/organizations/institute-of-examples/", "/categories/news/", "/tags/trade/"]
BODY = (
    '<h2>A &amp; B</h2><p>Text <a href="/posts/other/">in</a> <a href="#section-a">it</a> <a href="//cdn.example/">out</a></p>'
)


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(
        organization=organization,
        title="Dear <Businessman> & “friends”",
        slug="что-нового",
        summary="What it is about",
        byline="Reader One",
        body=BODY,
        language="ru",
        categories=[CategoryFactory.create(slug="news", name="News")],
        tags=[TagFactory.create(slug="trade", name="Trade & customs")],
    )


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("name", "version"), [("", "rss20"), ("atom/", "atom10")])
def test_each_channel_is_a_well_formed_feed(client: Client, post: Post, channel: str, name: str, version: str) -> None:
    found = read(client, f"{channel}feed/{name}")
    (entry,) = found.entries
    assert found.version == version
    assert found.feed.link == f"http://testserver{channel}"
    assert entry.title == "Dear <Businessman> & “friends”"
    assert entry.link == f"http://testserver{post.get_absolute_url()}"
    assert entry.summary == "What it is about"
    assert entry.author == "Reader One, Institute of Examples"
    assert [tag.term for tag in entry.tags] == ["News", "Trade & customs"]
    assert entry.published_parsed[:6] == LONG_AGO.utctimetuple()[:6]


@pytest.mark.parametrize("name", ["", "atom/"])
@pytest.mark.usefixtures("post")
def test_a_feed_carries_the_whole_text_with_whole_addresses(client: Client, name: str) -> None:
    (content,) = [one.value for one in read(client, f"/feed/{name}").entries[0].content if one.type == "text/html"]
    assert '<a href="http://testserver/posts/other/">' in content
    assert '<a href="http://testserver/ru/posts/%D1%87%D1%82%D0%BE-%D0%BD%D0%BE%D0%B2%D0%BE%D0%B3%D0%BE/#section-a">' in content
    assert "//cdn.example/" in content


def test_the_language_of_a_post_is_told(client: Client, post: Post) -> None:
    assert read(client, "/feed/atom/").entries[0].content[0].language == post.language


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_is_a_json_feed(client: Client, post: Post, channel: str) -> None:
    response = client.get(f"{channel}feed/json/")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["home_page_url"] == f"http://testserver{channel}"
    assert feed["feed_url"] == f"http://testserver{channel}feed/json/"
    (item,) = feed["items"]
    assert item["id"]
    assert item["url"] == f"http://testserver{post.get_absolute_url()}"
    assert item["title"] == post.title
    assert item["language"] == "ru"
    assert item["tags"] == ["News", "Trade & customs"]
    assert item["authors"] == [{"name": "Reader One, Institute of Examples", "url": f"http://testserver{CHANNELS[1]}"}]
    assert datetime.fromisoformat(item["date_published"]) == LONG_AGO
    assert datetime.fromisoformat(item["date_modified"]) == post.updated_at
    assert 'href="http://testserver/posts/other/"' in item["content_html"]


def test_a_json_feed_without_posts_has_an_empty_list(client: Client) -> None:
    assert json.loads(client.get("/feed/json/").content)["items"] == []


@pytest.mark.parametrize("name", ["", "atom/"])
def test_a_feed_without_posts_is_well_formed(client: Client, organization: Organization, name: str) -> None:
    assert read(client, f"{organization.get_absolute_url()}feed/{name}").entries == []


def test_a_feed_keeps_to_its_channel(client: Client, post: Post, other_organization: Organization) -> None:
    PostFactory.create(organization=other_organization)
    assert len(read(client, "/feed/").entries) == 2
    for channel in CHANNELS[1:]:
        assert [entry.title for entry in read(client, f"{channel}feed/").entries] == [post.title]


def test_a_feed_holds_the_twenty_newest_posts(client: Client) -> None:
    posts = PostFactory.create_batch(21)
    entries = read(client, "/feed/").entries
    assert [entry.title for entry in entries] == [post.title for post in reversed(posts[1:])]


def test_a_post_is_the_same_to_readers_after_its_address_changed(client: Client, post: Post) -> None:
    before = [read(client, f"/feed/{name}").entries[0].id for name in ("", "atom/")]
    post.slug = "new"
    save_post(post, by=None, at=LONG_AGO.replace(year=2020))
    after = [read(client, f"/feed/{name}").entries[0].id for name in ("", "atom/")]
    assert before == after
    assert len(set(after)) == 1
    assert after[0].startswith("tag:testserver,2017-08-09:")


@pytest.mark.parametrize("name", ["", "atom/", "json/"])
def test_no_control_character_breaks_a_feed(client: Client, organization: Organization, name: str) -> None:
    organization.name = "Insti\x0btute"
    organization.save()
    tag = Tag.objects.create(name="Tr\x0cade", slug="trade")
    post = PostFactory.create(
        organization=organization, title="Ti\x01tle\x0b", byline="A\x02", body="<p>a\x0bb&#1;</p>", tags=[tag]
    )
    assert client.get(post.get_absolute_url()).status_code == 200
    for channel in ("/", organization.get_absolute_url(), tag.get_absolute_url()):
        response = client.get(f"{channel}feed/{name}")
        assert response.status_code == 200
        assert b"Title" in response.content


@pytest.mark.parametrize("address", ["/feed/", "/feed/atom/", "/feed/json/"])
@pytest.mark.usefixtures("post")
def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    PostFactory.create()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.usefixtures("post")
def test_whole_addresses_are_those_of_the_site_however_it_was_asked(client: Client, settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://news.example.org", ["localhost"]
    found = read_from(client.get("/feed/atom/", headers={"host": "localhost"}).content)
    assert found.feed.link == "https://news.example.org/"
    assert {link.href for link in found.feed.links if link.rel == "self"} == {"https://news.example.org/feed/atom/"}
    assert found.entries[0].link.startswith("https://news.example.org/ru/posts/")


@pytest.mark.parametrize("name", ["", "atom/"])
def test_a_feed_says_when_a_post_was_changed_and_where_it_is_discussed(client: Client, post: Post, name: str) -> None:
    (entry,) = read(client, f"/feed/{name}").entries
    assert entry.updated_parsed[:6] == post.updated_at.utctimetuple()[:6]
    assert name or entry.comments == f"http://testserver{post.get_absolute_url()}#discussion"


@pytest.mark.parametrize("name", ["", "atom/"])
def test_a_feed_names_the_hub_that_tells_of_new_posts(client: Client, settings: Settings, name: str) -> None:
    hubs = [link for link in read(client, f"/feed/{name}").feed.links if link.rel == "hub"]
    assert hubs == []
    settings.WEBSUB_HUB = "https://hub.example.org/"
    hubs = [link.href for link in read(client, f"/feed/{name}").feed.links if link.rel == "hub"]
    assert hubs == ["https://hub.example.org/"]


def test_a_json_feed_names_the_hub_too(client: Client, settings: Settings) -> None:
    assert "hubs" not in json.loads(client.get("/feed/json/").content)
    settings.WEBSUB_HUB = "https://hub.example.org/"
    hubs = json.loads(client.get("/feed/json/").content)["hubs"]
    assert hubs == [{"type": "WebSub", "url": "https://hub.example.org/"}]


def read_from(content: bytes) -> Any:
    return feedparser.parse(content)


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ('<a href="/a/">b</a>', '<a href="http://testserver/a/">b</a>'),
        ('<a title="x" href="/">b</a>', '<a title="x" href="http://testserver/">b</a>'),
        ('<a href="#b">c</a>', '<a href="http://testserver/p/#b">c</a>'),
        ('<a href="//cdn.example/">b</a>', '<a href="//cdn.example/">b</a>'),
        ('<a href="https://example.org/">b</a>', '<a href="https://example.org/">b</a>'),
        ('<a href="mailto:a@example.org">b</a>', '<a href="mailto:a@example.org">b</a>'),
        ('<p>href="/a/"</p>', '<p>href="/a/"</p>'),
    ],
)
def test_links_within_the_site_become_whole(html: str, whole: str) -> None:
    assert with_absolute_links(html, address="http://testserver/p/") == whole
