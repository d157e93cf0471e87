"""Which answers are kept, under what, and for whom."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse  # noqa: TID251  # views of the test
from django.urls import path
from pytest_django import Settings

from blog.accounts.models import User
from blog.changes.kept import kept
from cms.pagecache.counters import ANSWERS, BYTES, EVICTED, Miss
from cms.pagecache.questions import declared_parameters
from tests.cms.pagecache.asking import Cached, cached
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def test_only_get_and_head_are_answered_from_what_is_kept(ask: Cached) -> None:
    ask("/")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert ask("/", method=method).status in {403, 405}
    assert ask.is_hit("/")


def test_parameters_that_the_view_does_not_declare_are_no_other_page(ask: Cached) -> None:
    ask("/")
    assert all(ask.is_hit(f"/?utm_source={number}") for number in range(5))
    assert ask.figure(ANSWERS) == 1


def test_parameters_that_it_declares_are(ask: Cached) -> None:
    PostFactory.create(slug="a-post")
    ask("/posts/a-post/")
    assert not ask.is_hit("/posts/a-post/?order=newest")
    assert ask.is_hit("/posts/a-post/?x=1&order=newest")


def test_cookies_of_the_visitor_reach_no_page_that_is_kept(ask: Cached) -> None:
    ask("/")
    assert ask.is_hit("/", Cookie="sessionid=somebody; visitor=known", Authorization="Basic abc", Accept_Language="ro")


def test_another_name_of_the_site_is_another_page(ask: Cached) -> None:
    ask("/")
    assert not ask.is_hit("/", Host="localhost")
    assert ask("/", Host="evil.example").status == 400


def test_a_path_or_query_of_any_length_fills_nothing(ask: Cached) -> None:
    ask(f"/posts/{'a' * 2_000}/")
    ask(f"/?after={'a' * 3_000}")
    assert ask.figure(ANSWERS) == 0


def test_private_pages_are_never_kept(ask: Cached) -> None:
    PostFactory.create(slug="a-post")
    for address in ("/posts/a-post/reply/", "/accounts/login/", "/health/live"):
        ask(address)
        assert not ask.is_hit(address)
    assert ask.figure(ANSWERS) == 0
    assert ask.figure(Miss.NOT_KEPT) == 6


def reading_the_session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session.get("a")))


def setting_a_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(request.COOKIES.get("name", "nobody"))
    response.set_cookie("name", "somebody")
    return response


def forbidding(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "private"})


def encoded(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"x", headers={"Content-Encoding": "zstd"})


def writing(_request: HttpRequest) -> HttpResponse:
    User.objects.create(email="new@example.org")
    return HttpResponse("x")


def reading_what_is_not_recorded(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM posts_post, django_session")
    return HttpResponse("x")


def large(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"x" * 200_000)


VIEWS = {
    reading_the_session: Miss.FOR_ONE,
    setting_a_cookie: Miss.FOR_ONE,
    forbidding: Miss.PRIVATE,
    encoded: Miss.ENCODED,
    writing: Miss.WROTE,
    reading_what_is_not_recorded: Miss.UNTRACKED,
    large: Miss.TOO_LARGE,
}
urlpatterns = [path(view.__name__, kept()(view)) for view in VIEWS]


@pytest.mark.parametrize(("view", "reason"), VIEWS.items())
def test_a_view_that_was_declared_wrongly_is_not_kept(ask: Cached, settings: Settings, view: Any, reason: Miss) -> None:
    settings.ROOT_URLCONF = __name__
    declared_parameters.cache_clear()
    User.objects.all().delete()
    ask(f"/{view.__name__}")
    assert (ask.figure(ANSWERS), ask.figure(reason)) == (0, 1)
    declared_parameters.cache_clear()


def test_a_page_that_differs_by_visitor_is_still_right_for_each(ask: Cached, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    declared_parameters.cache_clear()
    assert ask("/setting_a_cookie").text == "nobody"
    assert ask("/setting_a_cookie", Cookie="name=me").text == "me"
    declared_parameters.cache_clear()


def pages(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer 10 KB to everything."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["QUERY_STRING"].encode() * 1000]


def test_the_page_that_was_not_asked_for_the_longest_goes_first() -> None:
    ask = cached(pages, capacity_bytes=100_000)
    for number in range(10, 60):
        ask(f"/?after={number}")
        assert ask.is_hit("/?after=10")
        assert ask.figure(BYTES) <= 100_000
    assert ask.figure(EVICTED) > 30
    assert not ask.is_hit("/?after=11")
    assert ask.is_hit("/?after=59")
