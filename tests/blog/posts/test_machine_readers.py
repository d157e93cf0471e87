"""What public pages say to other software, as extruct, which crawlers use, reads it out of them."""

from typing import Any

import extruct
import pytest
from django.test import Client

from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.factories import CategoryFactory, CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
# What schema.org's readers ask for, by the type of a thing. Google's documentation of structured data names the same.
REQUIRED = {
    "NewsArticle": {"headline", "url", "datePublished", "dateModified", "author", "publisher", "inLanguage", "image"},
    "BreadcrumbList": {"itemListElement"},
    "Organization": {"name", "url"},
    "WebSite": {"name", "url", "potentialAction"},
    "Comment": {"text", "author", "datePublished"},
}


@pytest.fixture
def post(organization: Organization) -> Post:
    post: Post = PostFactory.create(
        organization=organization, title="A title", slug="a-post", categories=[CategoryFactory.create(name="News", slug="news")]
    )
    CommentFactory.create(post=post, comment="An answer.")
    return post


def read(client: Client, path: str) -> dict[str, Any]:
    page = client.get(path).content.decode()
    found: dict[str, Any] = extruct.extract(
        page, base_url=f"http://testserver{path}", syntaxes=["json-ld", "microformat", "opengraph"], errors="strict"
    )
    return found


def typed(value: Any) -> list[dict[str, Any]]:
    """Return everything that has a type, wherever it stands."""
    if isinstance(value, list):
        return [thing for item in value for thing in typed(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if "@type" in value else []
    return own + [thing for item in value.values() for thing in typed(item)]


def things(value: Any) -> list[dict[str, Any]]:
    """Return the same, what is said of one thing in several places put together (JSON-LD 1.1, 3.3)."""
    found = typed(value)
    joined: dict[str, dict[str, Any]] = {}
    for thing in found:
        if "@id" in thing:
            joined.setdefault(thing["@id"], {}).update(thing)
    return [*joined.values(), *(thing for thing in found if "@id" not in thing)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", {"WebSite"}),
        ("/posts/a-post/", {"NewsArticle", "BreadcrumbList", "Organization", "Comment"}),
        ("/organizations/institute-of-examples/", {"Organization", "BreadcrumbList"}),
    ],
)
def test_each_thing_has_what_its_type_requires(client: Client, post: Post, path: str, expected: set[str]) -> None:  # noqa: ARG001  # it is shown
    found = things(read(client, path)["json-ld"])
    assert expected <= {thing["@type"] for thing in found}
    for thing in found:
        assert REQUIRED.get(thing["@type"], set()) - thing.keys() == set(), thing


@pytest.mark.usefixtures("post")
def test_an_article_is_an_entry_with_its_text_alone(client: Client) -> None:
    (entry,) = [item for item in read(client, "/posts/a-post/")["microformat"] if "h-entry" in item["type"]]
    assert entry["properties"]["name"] == ["A title"]
    assert " ".join(entry["properties"]["content"][0]["value"].split()) == "The first paragraph. The second paragraph."
    assert entry["properties"]["author"][0]["properties"]["name"] == ["Institute of Examples"]
    (comment,) = entry["properties"]["comment"]
    assert comment["type"] == ["h-cite"]
    assert comment["properties"]["content"][0]["value"].strip() == "An answer."


@pytest.mark.usefixtures("post")
def test_a_shared_page_shows_title_words_and_picture(client: Client) -> None:
    (graph,) = read(client, "/posts/a-post/")["opengraph"]
    shown = dict(graph["properties"])
    assert {"og:title", "og:type", "og:url", "og:description", "og:image", "og:site_name", "og:locale"} <= shown.keys()
    assert (shown["og:title"], shown["og:type"]) == ("A title", "article")
