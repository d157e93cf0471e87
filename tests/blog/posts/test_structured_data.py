"""The JSON-LD of the public pages, as a parser of its own reads it out of them."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.organizations.models import Kind, Organization
from blog.posts.models import Post
from blog.posts.sharing import picture_of
from tests.blog.comments.samples import NOW, thread
from tests.factories import CategoryFactory, CommentFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def nodes(client: Client, path: str) -> dict[str, list[dict[str, Any]]]:
    """Return the nodes of a page by their type."""
    found: dict[str, list[dict[str, Any]]] = {}
    for text in BLOCK.findall(client.get(path).content.decode()):
        block = json.loads(text)
        assert block["@context"] == "https://schema.org"
        for node in block["@graph"]:
            found.setdefault(node["@type"], []).append(node)
    return found


def trail(node: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(item["position"], item["name"], item["item"]) for item in node["itemListElement"]]


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(
        organization=organization,
        title="A title",
        slug="a-post",
        byline="Reader One",
        language="de",
        categories=[CategoryFactory.create(name="News", slug="news")],
        tags=[TagFactory.create(name="Trade", slug="trade"), TagFactory.create(name="Customs", slug="customs")],
    )


def test_the_home_page_is_the_site(client: Client) -> None:
    (site,) = nodes(client, "/")["WebSite"]
    assert site == {
        "@type": "WebSite",
        "@id": "http://testserver/#site",
        "url": "http://testserver/",
        "name": "Gazette",
        "inLanguage": "en",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": "http://testserver/search/?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def test_a_post_is_an_article_with_all_that_search_engines_ask_for(client: Client, post: Post) -> None:
    (article,) = nodes(client, "/posts/a-post/")["NewsArticle"]
    publisher = {
        "@type": "Organization",
        "@id": "http://testserver/organizations/institute-of-examples/#organization",
        "name": "Institute of Examples",
        "url": "http://testserver/organizations/institute-of-examples/",
    }
    assert article == {
        "@type": "NewsArticle",
        "@id": "http://testserver/posts/a-post/#article",
        "mainEntityOfPage": "http://testserver/posts/a-post/",
        "url": "http://testserver/posts/a-post/",
        "headline": "A title",
        "description": "The first paragraph. The second paragraph.",
        "inLanguage": "de",
        "datePublished": "2017-08-09T10:00:00+00:00",
        "dateModified": post.updated_at.isoformat(),
        "author": [{"@type": "Person", "name": "Reader One"}, publisher],
        "publisher": publisher,
        "articleSection": ["News"],
        "keywords": ["Customs", "Trade"],
        "image": {"@type": "ImageObject", "url": picture_of(post).address, "width": 1200, "height": 630},
        "wordCount": 6,
        "commentCount": 0,
        "isAccessibleForFree": True,
    }


def test_a_date_that_nobody_knows_is_not_told_to_machines(client: Client, post: Post) -> None:
    Post.objects.update(is_date_known=False)
    assert "datePublished" not in nodes(client, post.get_absolute_url())["NewsArticle"][0]


def test_a_long_title_becomes_a_headline_of_whole_words(client: Client, post: Post) -> None:
    Post.objects.update(title="word " * 40)
    headline = nodes(client, post.get_absolute_url())["NewsArticle"][0]["headline"]
    assert len(headline) <= 110
    assert headline.endswith("word…")


def test_an_organization_tells_what_its_page_tells(client: Client, organization: Organization) -> None:
    organization.kind, organization.founded_year, organization.country = Kind.NGO, 1987, "RO"
    organization.website, organization.tagline = "https://example.org/", "It makes examples"
    organization.email = "office@example.org"
    organization.save()
    (node,) = nodes(client, organization.get_absolute_url())["NGO"]
    assert node == {
        "@type": "NGO",
        "@id": "http://testserver/organizations/institute-of-examples/#organization",
        "name": "Institute of Examples",
        "alternateName": "IoE",
        "url": "http://testserver/organizations/institute-of-examples/",
        "description": "It makes examples",
        "foundingDate": "1987",
        "address": {"@type": "PostalAddress", "addressCountry": "RO"},
        "sameAs": ["https://example.org/"],
    }


@pytest.mark.parametrize("kind", Kind.values)
def test_an_organization_of_any_kind_has_a_type(client: Client, organization: Organization, kind: str) -> None:
    Organization.objects.update(kind=kind)
    found = nodes(client, organization.get_absolute_url())
    assert sum("#organization" in node.get("@id", "") for same in found.values() for node in same) == 1


@pytest.mark.parametrize(
    ("path", "way"),
    [
        (
            "/posts/a-post/",
            [("Institute of Examples", "/organizations/institute-of-examples/"), ("A title", "/posts/a-post/")],
        ),
        (
            "/organizations/institute-of-examples/",
            [("Organizations", "/organizations/"), ("Institute of Examples", "/organizations/institute-of-examples/")],
        ),
        ("/organizations/", [("Organizations", "/organizations/")]),
        ("/categories/news/", [("News", "/categories/news/")]),
        ("/tags/trade/", [("Trade", "/tags/trade/")]),
        ("/archive/", [("Archive", "/archive/")]),
        ("/archive/2017/", [("Archive", "/archive/"), ("2017", "/archive/2017/")]),
        ("/archive/2017/08/", [("Archive", "/archive/"), ("2017", "/archive/2017/"), ("August 2017", "/archive/2017/08/")]),
    ],
)
@pytest.mark.usefixtures("post")
def test_the_way_to_a_page_begins_at_the_home_page(client: Client, path: str, way: list[tuple[str, str]]) -> None:
    (node,) = nodes(client, path)["BreadcrumbList"]
    expected = [("Gazette", "/"), *way]
    assert trail(node) == [(number, name, f"http://testserver{path}") for number, (name, path) in enumerate(expected, 1)]


def test_no_word_of_a_page_ends_its_block(client: Client, post: Post) -> None:
    title, words = '</script><script>alert("1")</script><!-- & ]]> ', "</script><img src=x onerror=alert(1)> \u2028"
    Post.objects.update(title=title.strip())
    CommentFactory.create(post=post, user_name="</script>", comment=words)
    page = client.get(post.get_absolute_url()).content.decode()
    blocks = BLOCK.findall(page)
    assert len(blocks) == 2
    assert not any(re.search("[<>&]", block) for block in blocks)
    found = nodes(client, post.get_absolute_url())["NewsArticle"]
    assert [node.get("headline") for node in found] == [title.strip(), None]
    assert found[1]["comment"][0]["text"] == words.strip()


def test_replies_belong_to_the_article(client: Client, post: Post) -> None:
    root, answer = thread(post, [None, 0])
    Comment.objects.filter(pk=root.pk).update(body_html="<p>Words &amp; more.</p>", like_count=2)
    Comment.objects.filter(pk=answer.pk).update(is_date_known=False)
    found = nodes(client, post.get_absolute_url())["NewsArticle"]
    assert found[1] == {
        "@type": "NewsArticle",
        "@id": found[0]["@id"],
        "comment": [
            {
                "@type": "Comment",
                "@id": f"http://testserver/posts/a-post/#c{root.pk}",
                "author": {"@type": "Person", "name": "Reader 0"},
                "text": "Words & more.",
                "datePublished": "2020-05-01T12:00:00+00:00",
                "upvoteCount": 2,
            },
            {
                "@type": "Comment",
                "@id": f"http://testserver/posts/a-post/#c{answer.pk}",
                "author": {"@type": "Person", "name": "Reader 1"},
                "text": "Words.",
                "parentItem": {"@id": f"http://testserver/posts/a-post/#c{root.pk}"},
            },
        ],
    }


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_what_is_hidden_from_people_is_hidden_from_machines(client: Client, post: Post, state: State) -> None:
    hidden, _answer, _other = thread(post, [None, 0, None])
    set_state(Comment.objects.numbered(hidden.pk), state, by=None, at=NOW)
    names = [comment["author"]["name"] for comment in nodes(client, post.get_absolute_url())["NewsArticle"][1]["comment"]]
    assert names == (["Reader 1", "Reader 2"] if state == State.REMOVED else ["Reader 2"])


def test_of_a_long_thread_the_first_fifty_are_told(client: Client, post: Post) -> None:
    CommentFactory.create_batch(51, post=post)
    assert len(nodes(client, post.get_absolute_url())["NewsArticle"][1]["comment"]) == 50
