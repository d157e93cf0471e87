"""How the API can be asked: by anybody, from anywhere, for reading alone; and what it answers where it cannot."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from blog.posts.models import Post
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/api/posts/",
    "/api/posts/a-post/",
    "/api/posts/a-post/comments/",
    "/api/organizations/",
    "/api/organizations/institute-of-examples/",
    "/api/categories/",
    "/api/categories/news/",
    "/api/tags/",
    "/api/tags/trade/",
    "/api/search/?q=words",
    "/api/schema/",
    "/api/schema/json/",
]


def problem(response: Any) -> Any:
    """Return a problem, which says what it is and what to do."""
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    said = response.json()
    assert (said["type"], said["status"]) == ("about:blank", response.status_code)
    assert said["title"] == HTTPStatus(response.status_code).phrase
    assert said["detail"]
    return said


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.usefixtures("post")
def test_pages_of_any_host_may_read_and_nobody_is_known(client: Client, address: str) -> None:
    stranger = Client().get(address, headers={"Origin": "https://other.example"})
    assert stranger.status_code == 200
    assert stranger["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in stranger
    client.force_login(UserFactory.create())
    known = client.get(address, headers={"Accept": "text/html", "Accept-Language": "ro", "Authorization": "Basic YTpi"})
    assert (known.content, known.cookies.output()) == (stranger.content, "")
    assert {"cookie", "origin", "accept", "accept-language"}.isdisjoint(known.get("Vary", "").lower().replace(",", " ").split())


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.usefixtures("post")
def test_what_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Access-Control-Allow-Origin"] == "*"  # or no script of another host would learn of it
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("address", ["/api/posts/", "/api/posts/a-post/", "/api/search/", "/api/nothing/at/all/"])
def test_a_browser_is_told_before_it_asks(client: Client, address: str) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    response = client.options(address, headers=asked | {"Access-Control-Request-Headers": "if-none-match"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == response["Access-Control-Allow-Headers"] == "*"
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.usefixtures("post")
def test_nothing_can_be_written(method: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for address in ADDRESSES[:10]:
        response = getattr(stranger, method)(address)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert "GET" in problem(response)["detail"]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=1_0", "page_size"),
        ("page_size=", "page_size"),
        ("page_size=99999999999999999999", "page_size"),
        ("year=17", "year"),
        ("month=2017-13", "month"),
        ("month=2017-08-09", "month"),
        ("month=2017-08%0A", "month"),
        ("language=RO", "language"),
        ("featured=yes", "featured"),
        ("after=%00", "after"),
        ("before=a%20b", "before"),
        ("tag=" + "a" * 221, "tag"),
    ],
)
def test_a_parameter_that_cannot_be_understood_is_named(client: Client, parameters: str, name: str) -> None:
    response = client.get(f"/api/posts/?{parameters}")
    assert response.status_code == 400
    (error,) = problem(response)["errors"]
    assert error["parameter"] == name
    assert error["detail"]


def test_all_parameters_that_are_wrong_are_named(client: Client) -> None:
    said = problem(client.get("/api/search/?page_size=x&year=y"))
    assert {error["parameter"] for error in said["errors"]} == {"q", "page_size", "year"}


@pytest.mark.parametrize(
    "address",
    [
        "/api/posts/?organization=unknown",
        "/api/posts/?category=%00",
        "/api/search/?q=a&tag=unknown",
        "/api/posts/?after=unknown",
        "/api/posts/?before=WzEsIDFd",
        "/api/posts/a-post/comments/?after=x",
        "/api/posts/a-post/comments/?after=99999999999",
        "/api/search/?q=a&after=9.9",
        "/api/posts/unknown/",
        "/api/posts/a-post/comments/1/",
        "/api/nothing/",
    ],
)
@pytest.mark.usefixtures("post")
def test_what_is_not_there_is_a_problem_too(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    problem(response)


def test_an_address_without_its_slash_leads_to_the_one_with_it(client: Client) -> None:
    assert client.get("/api/posts")["Location"] == "/api/posts/"


def test_a_failure_of_our_own_is_a_problem_as_well(monkeypatch: pytest.MonkeyPatch, post: Post) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("blog.api.views.posts.get_public_post", fail)
    monkeypatch.setattr("blog.api.views.posts.terms_by_post", fail)
    for address in ("/api/posts/", f"/api/posts/{post.slug}/"):
        response = Client(raise_request_exception=False).get(address)
        assert response.status_code == 500
        problem(response)


def test_answers_lead_to_their_description(client: Client, settings: Settings) -> None:
    described = '</api/schema/>; rel="service-desc", </api/>; rel="service-doc"'
    assert client.get("/api/posts/")["Link"] == client.get("/api/nothing/")["Link"] == described
    assert client.get("/api/schema/json/").json()["servers"] == [{"url": settings.SITE_URL}]


def test_people_read_what_there_is(client: Client) -> None:
    page = client.get("/api/").content.decode()
    for address in client.get("/api/schema/json/").json()["paths"]:
        assert f"<code>{address}</code>" in page
    for name in ("page_size", "featured", "content_html", "in_reply_to", "snippet_html"):
        assert f"<code>{name}</code>" in page
    assert 'id="PostEntry"' in page
    assert 'href="#PostEntry"' in page
