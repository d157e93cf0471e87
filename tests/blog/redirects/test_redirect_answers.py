"""What a visitor gets at an address that has moved."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts.models import Status
from blog.redirects import services
from tests.factories import LONG_AGO, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db


def test_an_old_address_leads_to_the_new_one_for_good(client: Client) -> None:
    services.move(old_path="/posts/old/", new_path="/posts/new/")
    response = client.get("/posts/old/")
    assert response.status_code == 301
    assert response["Location"] == "/posts/new/"


def test_the_feed_of_a_moved_organization_moves_along(client: Client) -> None:
    OrganizationFactory.create(slug="new")
    services.move(old_path="/organizations/old/", new_path="/organizations/new/")
    response = client.get("/organizations/old/feed/atom/", follow=True)
    assert response.redirect_chain == [("/organizations/new/feed/atom/", 301)]
    assert response.status_code == 200


def test_the_query_string_is_kept_as_it_came(client: Client) -> None:
    services.move(old_path="/posts/old/", new_path="/posts/new/")
    response = client.get("/posts/old/?utm=%D0%B0&next=//evil.example")
    assert response["Location"] == "/posts/new/?utm=%D0%B0&next=//evil.example"


def test_head_is_answered_like_get(client: Client) -> None:
    services.move(old_path="/posts/old/", new_path="/posts/new/")
    assert client.head("/posts/old/").status_code == 301


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_request_that_writes_is_not_redirected(client: Client, method: str) -> None:
    services.move(old_path="/nowhere/old/", new_path="/posts/new/")
    assert getattr(client, method)("/nowhere/old/").status_code == 404


def test_a_page_that_exists_wins_over_a_redirect(client: Client, organization: Organization) -> None:
    services.move(old_path=organization.get_absolute_url(), new_path="/organizations/elsewhere/")
    assert client.get(organization.get_absolute_url()).status_code == 200


def test_a_retired_address_says_that_the_page_is_gone(client: Client) -> None:
    services.retire("/posts/old/")
    response = client.get("/posts/old/")
    assert response.status_code == 410
    assert "410.html" in [template.name for template in response.templates]


def test_an_address_without_its_last_slash_gets_there_too(client: Client) -> None:
    PostFactory.create(slug="new")
    services.move(old_path="/posts/old/", new_path="/posts/new/")
    assert client.get("/posts/old", follow=True).status_code == 200


HOSTILE = ["/evil.example/", "\\evil.example/", "..//evil.example/", "/..//evil.example/", "/\\evil.example"]


@pytest.mark.parametrize("below", HOSTILE)
@pytest.mark.parametrize("new_path", ["/", "/posts/new/"])
def test_no_path_leads_off_the_site(client: Client, new_path: str, below: str) -> None:
    services.move(old_path="/moved/old/", new_path=new_path)
    response = client.get("/moved/old/" + quote(below))
    assert response.status_code == 301
    for location in (response["Location"], response["Location"].replace("\\", "/")):
        assert urlsplit(urljoin("http://testserver/moved/old/", location)).netloc == "testserver"


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/\\evil.example/", "///evil.example/%2f.."])
def test_no_address_of_nothing_leads_off_the_site(client: Client, path: str) -> None:
    response = client.get("/", PATH_INFO=path)
    location = response.headers.get("Location", "/")
    assert response.status_code in {301, 404}
    assert urlsplit(urljoin("http://testserver/", location)).netloc == "testserver"


@pytest.mark.parametrize(("old", "new"), [("старый", "новый"), ("قديم", "جديد"), ("köhnə", "yeni"), ("a?b#c%", "d?e#f%")])
def test_slugs_of_any_script_go_there_and_back(client: Client, old: str, new: str) -> None:
    services.move(old_path=f"/moved/{quote(old)}/", new_path=f"/moved/{quote(new)}/")
    response = client.get(f"/moved/{quote(old)}/")
    assert response.status_code == 301
    assert response["Location"] == f"/moved/{quote(new)}/"


def test_a_line_break_in_a_path_cannot_write_a_header(client: Client) -> None:
    services.move(old_path="/moved/old/", new_path="/posts/new/")
    response = client.get("/moved/old/%0d%0aSet-Cookie:a=b/")
    assert response["Location"] == "/posts/new/%0D%0ASet-Cookie:a%3Db/"
    assert "Set-Cookie" not in response


def test_a_path_that_is_not_utf_8_is_not_found(client: Client) -> None:
    assert client.get("/posts/%ff%fe/").status_code == 404


def test_an_unknown_address_costs_two_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):  # has it moved? does a post hold its words?
        assert client.get("/nowhere/at/all/").status_code == 404


def test_a_redirect_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    services.move(old_path="/nowhere/old/", new_path="/posts/new/")
    with django_assert_num_queries(1):
        assert client.get("/nowhere/old/").status_code == 301


def test_a_page_that_exists_asks_for_no_redirect(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/robots.txt").status_code == 200


def test_a_withdrawn_post_is_gone_without_a_look_at_the_redirects(client: Client) -> None:
    PostFactory.create(slug="old", status=Status.ARCHIVED, published_at=LONG_AGO)
    services.move(old_path="/posts/old/", new_path="/posts/new/")
    assert client.get("/posts/old/").status_code == 410
