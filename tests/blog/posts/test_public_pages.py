"""The public pages: which are there, and that each is the same for everybody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from blog.accounts.models import User
from blog.posts.models import Post, Status
from tests.factories import LONG_AGO, CategoryFactory, OrganizationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/posts/a-post/",
    "/organizations/",
    "/organizations/an-organization/",
    "/categories/a-category/",
    "/tags/a-tag/",
    "/archive/",
    "/archive/2017/",
    "/archive/2017/08/",
    "/feed/",
    "/feed/atom/",
    "/feed/json/",
    "/organizations/an-organization/feed/",
    "/categories/a-category/feed/atom/",
    "/tags/a-tag/feed/json/",
    "/sitemap.xml",
    "/sitemaps/lists.xml",
    "/sitemaps/posts-1.xml",
    "/sitemaps/news.xml",
    "/robots.txt",
]
UNKNOWN = [
    "/nothing/",
    "/posts/",
    "/posts/unknown/",
    "/posts/unknown/more/",
    "/posts/a%00b/",
    "/posts/%D0%BD%D0%B5%D1%82/",
    "/organizations/unknown/",
    "/organizations/unknown/feed/",
    "/categories/unknown/",
    "/categories/unknown/feed/atom/",
    "/tags/unknown/",
    "/tags/unknown/feed/json/",
    "/feed/xml/",
]


@pytest.fixture
def post() -> Post:
    return PostFactory.create(
        slug="a-post",
        organization=OrganizationFactory.create(slug="an-organization"),
        categories=[CategoryFactory.create(slug="a-category")],
        tags=[TagFactory.create(slug="a-tag")],
    )


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("post")
def test_every_public_page_is_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("post")
def test_head_has_the_headers_of_get_and_no_body(client: Client, address: str) -> None:
    response = client.head(address)
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Type"] == client.get(address)["Content-Type"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.usefixtures("post")
def test_no_public_page_is_written_to(address: str, method: str) -> None:
    assert getattr(Client(), method)(address).status_code == 405


@pytest.mark.parametrize("address", UNKNOWN)
@pytest.mark.usefixtures("post")
def test_an_unknown_address_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def same_for_everybody(response: Any) -> bool:
    return not response.cookies and "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("address", [*PAGES, "/nothing/", "/posts/withdrawn/", "/posts/moved/"])
@pytest.mark.usefixtures("post")
def test_no_page_sets_a_cookie_or_varies_on_one(client: Client, address: str) -> None:
    PostFactory.create(slug="withdrawn", status=Status.ARCHIVED)
    response = client.get(address)
    assert same_for_everybody(response)
    assert not client.cookies


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("post")
def test_somebody_signed_in_gets_the_same_bytes(client: Client, superuser: User, address: str) -> None:
    expected = client.get(address)
    client.force_login(superuser)
    response = client.get(address)
    assert response.content == expected.content
    assert same_for_everybody(response)


@pytest.mark.parametrize("address", [page for page in PAGES if "feed" not in page and "." not in page])
@pytest.mark.usefixtures("post")
def test_no_page_asks_who_is_there(client: Client, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def asked(_request: object) -> AnonymousUser:
        raise AssertionError("a public page asked for the user")

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", asked)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"status": Status.DRAFT}, {"status": Status.SCHEDULED, "published_at": datetime(2999, 1, 1, tzinfo=UTC)}]
)
def test_what_is_not_public_yet_is_not_found_whoever_asks(client: Client, superuser: User, fields: dict[str, Any]) -> None:
    PostFactory.create(slug="secret", title="A secret", **fields)
    for _who in range(2):
        assert client.get("/posts/secret/").status_code == 404
        for address in (
            "/",
            "/feed/",
            "/feed/json/",
            "/sitemap.xml",
            "/sitemaps/posts-1.xml",
            "/sitemaps/news.xml",
            "/archive/",
        ):
            response = client.get(address)
            assert b"secret" not in response.content
        client.force_login(superuser)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ARCHIVED},
        {"expires_at": LONG_AGO + timedelta(days=1)},
        {"status": Status.DRAFT, "first_published_at": LONG_AGO},
    ],
)
def test_a_withdrawn_post_says_so_and_shows_nothing_of_itself(client: Client, fields: dict[str, Any]) -> None:
    PostFactory.create(slug="gone", title="What it was", **fields)
    response = client.get("/posts/gone/")
    assert response.status_code == 410
    assert b"What it was" not in response.content
    assert client.get("/sitemaps/posts-1.xml").status_code == 404


def test_a_scheduled_post_appears_when_its_time_comes(client: Client, time_machine: Any) -> None:
    published_at = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
    PostFactory.create(slug="to-come", status=Status.SCHEDULED, published_at=published_at)
    time_machine.move_to(published_at - timedelta(seconds=1), tick=False)
    assert client.get("/posts/to-come/").status_code == 404
    assert b"to-come" not in client.get("/").content
    time_machine.move_to(published_at, tick=False)
    assert client.get("/posts/to-come/").status_code == 200
    assert b"to-come" in client.get("/").content


def test_a_post_disappears_when_its_time_is_over(client: Client, time_machine: Any) -> None:
    expires_at = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
    PostFactory.create(slug="short", expires_at=expires_at)
    time_machine.move_to(expires_at - timedelta(seconds=1), tick=False)
    assert client.get("/posts/short/").status_code == 200
    time_machine.move_to(expires_at, tick=False)
    assert client.get("/posts/short/").status_code == 410
    assert b"short" not in client.get("/").content


def test_the_featured_posts_stand_on_the_first_page_alone(client: Client) -> None:
    PostFactory.create(slug="featured", is_featured=True, published_at=LONG_AGO - timedelta(days=1))
    PostFactory.create_batch(12)
    first = client.get("/")
    assert [post.slug for post in first.context["featured"]] == ["featured"]
    second = client.get("/", {"after": first.context["page"].next})
    assert list(second.context["featured"]) == []


@pytest.mark.usefixtures("post")
def test_a_page_of_another_script_has_an_encoded_canonical_address(client: Client) -> None:
    OrganizationFactory.create(slug="палата")
    response = client.get("/organizations/%D0%BF%D0%B0%D0%BB%D0%B0%D1%82%D0%B0/")
    assert response.status_code == 200
    assert response.context["canonical_url"] == "http://testserver/organizations/%D0%BF%D0%B0%D0%BB%D0%B0%D1%82%D0%B0/"


@pytest.mark.usefixtures("post")
def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    etag = client.get("/posts/a-post/")["ETag"]
    assert client.get("/posts/a-post/", headers={"If-None-Match": etag}).status_code == 304
    Post.objects.update(title="Changed")
    assert client.get("/posts/a-post/", headers={"If-None-Match": etag}).status_code == 200
