"""What a visitor sees when something is missing or fails."""

import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from blog.posts.models import Post, PostQuerySet, Status
from cms.views import server_error
from tests.factories import PostFactory


@pytest.mark.django_db
def test_a_page_that_is_not_there_looks_like_the_site(client: Client) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "404.html" in [template.name for template in response.templates]
    assert b"<h1" in response.content


@pytest.mark.django_db
def test_a_page_that_is_not_there_does_not_repeat_the_address_as_markup(client: Client) -> None:
    response = client.get('/"><script>alert(1)</script>/')
    assert response.status_code == 404
    assert b"<script>alert" not in response.content


@pytest.mark.django_db
def test_a_lost_address_is_answered_with_posts_that_hold_its_words(client: Client) -> None:
    PostFactory.create(title="The wheat harvest", slug="a")
    PostFactory.create(title="Harvest of drafts", slug="b", status=Status.DRAFT)
    PostFactory.create(title="Vineyards", slug="c")
    for address in ("/2017/08/09/wheat-harvest/", "/blog/The_Harvest_of_1917.html", "/posts/harvest-unknown/"):
        found = client.get(address).context["found"]
        assert [post.slug for post in found] == ["a"], address
    assert '<a href="/posts/a/"' in " ".join(client.get("/harvest/").content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/12345/", "/a/", "/" + "x" * 3000 + "/", "/%F0%9F%8C%BE/", "/%22%27*-/", "/a%00b/"])
def test_an_address_without_words_finds_nothing(client: Client, address: str) -> None:
    PostFactory.create(title="The wheat harvest")
    assert list(client.get(address).context["found"]) == []


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_costs_four_queries_at_most(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PostFactory.create(title="The wheat harvest")
    with django_assert_num_queries(4):  # has it moved? all words; the longest word, and its posts
        client.get("/the-lost-harvest/")


def test_the_page_of_a_failure_needs_no_database() -> None:
    response = server_error(RequestFactory().get("/"))  # a test without the database mark cannot reach it
    assert response.status_code == 500
    assert b"<h1" in response.content


def test_a_database_that_is_away_shows_that_page(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_arguments: Any) -> PostQuerySet:
        raise OperationalError("the password of db.internal is wrong")

    monkeypatch.setattr(Post.objects, "published", fail)
    caplog.set_level(logging.CRITICAL, "django.request")
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert b"<h1" in response.content
    assert b"db.internal" not in response.content
    assert b"Traceback" not in response.content


@pytest.mark.parametrize("address", ["/", "/health/live", "/admin/", "/nothing/"])
def test_a_foreign_host_is_refused_without_a_traceback(client: Client, address: str) -> None:
    response = client.get(address, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"Traceback" not in response.content
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("host", ["testserver", "localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_the_site_answers_to_its_own_names(client: Client, settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
    assert client.get("/health/live", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["testserver.evil.example", "evil.example:80@testserver", "testserver/../evil", "test server"])
def test_a_name_that_only_resembles_the_site_is_refused(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400
