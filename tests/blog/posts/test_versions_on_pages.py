"""Posts in several languages, where readers and search engines meet them."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.services.grouping import join
from tests.blog.posts.test_structured_data import nodes
from tests.factories import LONG_AGO, CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
ENGLISH, ROMANIAN, RUSSIAN, PERSIAN = "/posts/ports/", "/ro/posts/porturi/", "/ru/posts/порты/", "/posts/bandarha/"
ALTERNATE = re.compile(r'<link rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)">')
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="ports", title="Ports")


@pytest.fixture
def romanian(post: Post) -> Post:
    return version(post, "ro", slug="porturi", title="Porturi")


def version(post: Post, language: str, **columns: object) -> Post:
    """Store a translation of a post."""
    made: Post = PostFactory.create(organization=post.organization, language=language, **columns)
    join([made.pk], post)
    return Post.objects.get(pk=made.pk)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def alternates(client: Client, address: str) -> list[tuple[str, str]]:
    return ALTERNATE.findall(page(client, address))


def switcher(html: str) -> list[tuple[str, str]]:
    (shown,) = re.findall(r'<nav class="versions".*?</nav>', html, re.DOTALL) or [""]
    return re.findall(r'hreflang="(\S+)"\s+lang="\1"\s+dir="\S+">([^<]+)</a>', shown)


def test_each_version_leads_to_the_others(client: Client, post: Post, romanian: Post) -> None:  # noqa: ARG001  # shown
    version(post, "ru", slug="порты", title="Порты")
    version(post, "fa", slug="bandarha", title="بندرها")
    assert switcher(page(client, ENGLISH)) == [("fa", "فارسی"), ("ro", "Română"), ("ru", "Русский")]
    assert switcher(page(client, ROMANIAN)) == [("en", "English"), ("fa", "فارسی"), ("ru", "Русский")]
    assert 'hreflang="fa"\n             lang="fa"\n             dir="rtl"' in page(client, ENGLISH)


def test_search_engines_find_each_version_once(client: Client, post: Post, romanian: Post) -> None:  # noqa: ARG001  # shown
    expected = [("en", f"{SITE}{ENGLISH}"), ("ro", f"{SITE}{ROMANIAN}"), ("x-default", f"{SITE}{ENGLISH}")]
    assert alternates(client, ENGLISH) == alternates(client, ROMANIAN) == expected


def test_a_post_without_translations_names_none(client: Client, post: Post) -> None:  # noqa: ARG001  # shown
    assert alternates(client, ENGLISH) == []
    assert 'class="versions"' not in page(client, ENGLISH)


@pytest.mark.parametrize(
    "columns",
    [
        {"status": Status.DRAFT, "published_at": None},
        {"status": Status.ARCHIVED, "archived_at": LONG_AGO},
        {"published_at": LONG_AGO + timedelta(days=36500)},
        {"expires_at": LONG_AGO + timedelta(days=1)},
        {"trashed_at": LONG_AGO},
    ],
    ids=["draft", "archived", "scheduled", "expired", "trashed"],
)
def test_what_is_not_public_is_not_there(client: Client, post: Post, romanian: Post, columns: dict[str, object]) -> None:
    Post.objects.filter(pk=romanian.pk).update(**columns)
    html = page(client, ENGLISH)
    assert "porturi" not in html.lower()
    assert ALTERNATE.findall(html) == []
    assert "xhtml:link" not in page(client, "/sitemaps/posts-1.xml")
    assert "workTranslation" not in nodes(client, ENGLISH)["NewsArticle"][0]
    assert post.original_id is None


def test_without_its_original_there_is_no_default(client: Client, post: Post, romanian: Post) -> None:  # noqa: ARG001  # shown
    version(post, "ru", slug="порты", title="Порты")
    Post.objects.filter(pk=post.pk).update(status=Status.ARCHIVED, archived_at=LONG_AGO)
    assert [language for language, _address in alternates(client, ROMANIAN)] == ["ro", "ru"]
    assert "translationOfWork" not in nodes(client, ROMANIAN)["NewsArticle"][0]


def test_json_ld_says_which_is_a_translation_of_which(client: Client, post: Post, romanian: Post) -> None:  # noqa: ARG001  # shown
    (original,), (translation,) = (nodes(client, address)["NewsArticle"] for address in (ENGLISH, ROMANIAN))
    assert original["workTranslation"] == [
        {
            "@type": "NewsArticle",
            "@id": f"{SITE}{ROMANIAN}#article",
            "url": f"{SITE}{ROMANIAN}",
            "headline": "Porturi",
            "inLanguage": "ro",
        }
    ]
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert "workTranslation" not in translation


def test_the_sitemap_names_the_versions(client: Client, post: Post, romanian: Post) -> None:  # noqa: ARG001  # in it
    PostFactory.create(slug="alone")
    root = ET.fromstring(client.get("/sitemaps/posts-1.xml").content)  # noqa: S314  # our own document
    found = {entry[0].text: [(link.get("hreflang"), link.get("href")) for link in entry.iter(LINK)] for entry in root}
    expected = [("en", f"{SITE}{ENGLISH}"), ("ro", f"{SITE}{ROMANIAN}"), ("x-default", f"{SITE}{ENGLISH}")]
    assert found == {f"{SITE}{ENGLISH}": expected, f"{SITE}{ROMANIAN}": expected, f"{SITE}/posts/alone/": []}


def test_readers_are_told_of_a_newer_original(client: Client, post: Post, romanian: Post) -> None:
    assert "versions__outdated" not in page(client, ROMANIAN)
    Post.objects.filter(pk=romanian.pk).update(outdated_at=LONG_AGO)
    note = page(client, ROMANIAN).split('class="versions__outdated"')[1].split("</p>")[0]
    assert f'href="{ENGLISH}"' in note
    assert 'lang="en"' in note
    assert "Ports" in note
    assert "versions__outdated" not in page(client, ENGLISH)
    Post.objects.filter(pk=post.pk).update(status=Status.ARCHIVED, archived_at=LONG_AGO)
    assert "versions__outdated" not in page(client, ROMANIAN)


def test_posts_around_are_led_to_in_their_own_language(client: Client, post: Post, romanian: Post) -> None:  # noqa: ARG001  # beside
    assert f'href="{ROMANIAN}"\n   rel="next"' in page(client, ENGLISH)


@pytest.mark.parametrize("number", [1, 8])
def test_versions_cost_no_query(
    client: Client, post: Post, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for language in ("ro", "ru", "tk", "az", "fa", "ar", "de", "fr")[:number]:
        version(post, language)
    CommentFactory.create_batch(number, post=post)
    with django_assert_num_queries(4):  # the post, what stands around it, the discussion and its counts
        assert client.get(ENGLISH).status_code == 200
    with django_assert_num_queries(2):  # the posts of the file, and the versions of all of them
        assert client.get("/sitemaps/posts-1.xml").status_code == 200
