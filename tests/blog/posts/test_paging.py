"""Paging: walking there and back shows each row once, in order; a cursor that was not given out is refused."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.paging import InvalidCursorError, Page, paginate
from tests.factories import OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
START = datetime(2020, 1, 1, tzinfo=UTC)


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def walk_forwards(page: Callable[..., Page[Any]]) -> list[Page[Any]]:
    pages = [page()]
    while pages[-1].next:
        pages.append(page(after=pages[-1].next))
    return pages


def walk_backwards(page: Callable[..., Page[Any]], last: Page[Any]) -> list[Page[Any]]:
    pages = [last]
    while pages[0].previous:
        pages.insert(0, page(before=pages[0].previous))
    return pages


def rows_of(pages: list[Page[Any]]) -> list[int]:
    return [row.pk for page in pages for row in page.items]


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(st.integers(0, 4), max_size=14), st.integers(1, 5), st.sampled_from(["published_at", "-published_at"]))
def test_walking_there_and_back_sees_each_post_once_in_order(hours: list[int], size: int, by: str) -> None:
    with transaction.atomic():
        organization = Organization.objects.create(name="Institute", slug="institute")
        dates = [START + timedelta(hours=hour, microseconds=7) for hour in hours]
        posts = [
            Post(
                organization=organization,
                title="A",
                slug=str(n),
                status=Status.PUBLISHED,
                published_at=at,
                first_published_at=at,
            )
            for n, at in enumerate(dates)
        ]
        Post.objects.bulk_create(posts)

        def page(**cursors: Any) -> Page[Post]:
            return paginate(Post.objects.all, by=by, size=size, **cursors)

        forwards = walk_forwards(page)
        expected = sorted(Post.objects.values_list("published_at", "pk"), reverse=by.startswith("-"))
        assert rows_of(forwards) == [pk for _at, pk in expected]
        assert rows_of(walk_backwards(page, forwards[-1])) == rows_of(forwards)
        assert [one.is_first for one in forwards] == [True, *[False] * (len(forwards) - 1)]
        assert all(len(one.items) == size for one in forwards[:-1])
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, database=None)
@given(st.lists(st.sampled_from(["A", "a", "Ă", "Б", "ع", "A b", "é\xa0", "🎉"]), max_size=10), st.integers(1, 4))
def test_walking_through_names_sees_each_organization_once(names: list[str], size: int) -> None:
    with transaction.atomic():
        Organization.objects.bulk_create([Organization(name=name, slug=str(number)) for number, name in enumerate(names)])

        def page(**cursors: Any) -> Page[Organization]:
            return paginate(Organization.objects.all, by="collation_key", size=size, **cursors)

        forwards = walk_forwards(page)
        assert rows_of(forwards) == list(Organization.objects.by_name().values_list("pk", flat=True))
        assert rows_of(walk_backwards(page, forwards[-1])) == rows_of(forwards)
        transaction.set_rollback(True)


def test_a_page_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    PostFactory.create_batch(5)
    with django_assert_num_queries(1):
        first = paginate(Post.objects.all, by="-published_at", size=2)
    with django_assert_num_queries(1):
        paginate(Post.objects.all, by="-published_at", size=2, after=first.next)


def test_no_rows_make_one_empty_first_page() -> None:
    page = paginate(Post.objects.all, by="-published_at", size=2)
    assert (page.items, page.is_first, page.next) == ([], True, "")


def test_a_row_that_goes_meanwhile_does_not_shift_the_pages() -> None:
    posts = PostFactory.create_batch(6)
    first = paginate(Post.objects.all, by="-published_at", size=2)
    first.items[1].delete()
    second = paginate(Post.objects.all, by="-published_at", size=2, after=first.next)
    assert rows_of([second]) == [posts[3].pk, posts[2].pk]


BAD_CURSORS = {
    "garbage": "garbage",
    "not ASCII": "é",
    "digits of another script": "١٢٣",
    "a null character": "\0",
    "no base64": "====",
    "a very long one": "A" * 10_000,
    "base64 of no text": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    "no JSON": base64.urlsafe_b64encode(b"not json").decode(),
    "an endless number": base64.urlsafe_b64encode(b"[" + b"1" * 5000 + b", 1]").decode(),
    "a deep list": base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    "a number": cursor(1)[:2],
    "one part": cursor("2020-01-01T00:00:00+00:00"),
    "three parts": cursor("2020-01-01T00:00:00+00:00", 1, 2),
    "an object": base64.urlsafe_b64encode(b'{"a": 1, "b": 2}').decode(),
    "no date": cursor("yesterday", 1),
    "a date without a time zone": cursor("2020-01-01T00:00:00", 1),
    "a day": cursor("2020-01-01", 1),
    "a date before all dates": cursor("0001-01-01T00:00:00+23:59", 1),
    "a date after all dates": cursor("9999-12-31T23:59:59-23:59", 1),
    "a date in digits of another script": cursor("٢٠٢٠-01-01T00:00:00+00:00", 1),
    "a moment that is a number": cursor(1577836800, 1),
    "a moment that is nothing": cursor(None, 1),
    "a moment that is a list": cursor(["2020-01-01T00:00:00+00:00"], 1),
    "a key that is text": cursor("2020-01-01T00:00:00+00:00", "1"),
    "a key that is true": cursor("2020-01-01T00:00:00+00:00", True),  # noqa: FBT003  # a JSON value
    "a key that is a fraction": cursor("2020-01-01T00:00:00+00:00", 1.5),
    "a key that is nothing": cursor("2020-01-01T00:00:00+00:00", None),
    "a huge key": cursor("2020-01-01T00:00:00+00:00", 2**63),
    "a huge negative key": cursor("2020-01-01T00:00:00+00:00", -(2**63) - 1),
}


@pytest.mark.parametrize("name", BAD_CURSORS)
@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_cursor_that_no_page_gave_out_is_not_found(client: Client, direction: str, name: str) -> None:
    PostFactory.create()
    assert client.get("/", {direction: BAD_CURSORS[name]}).status_code == 404


@pytest.mark.parametrize("value", [None, 1, True, ["A"], {"a": 1}, "a\0", "\ud800", "a\x0b"])
def test_a_name_that_no_page_gave_out_is_not_found(client: Client, value: object) -> None:
    OrganizationFactory.create()
    assert client.get("/organizations/", {"after": cursor(value, 1)}).status_code == 404


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999999+00:00", "2020-01-01T00:00:00+05:00"]
)
@pytest.mark.parametrize("key", [0, 2**63 - 1])
def test_any_moment_and_key_can_be_looked_up(moment: str, key: int) -> None:
    for direction in ("after", "before"):
        found: dict[str, Any] = {direction: cursor(moment, key)}
        assert paginate(Post.objects.all, by="-published_at", size=2, **found).items == []


def test_an_empty_cursor_is_none(client: Client) -> None:
    assert client.get("/", {"after": "", "before": ""}).status_code == 200


def test_beyond_the_last_row_nothing_is_found(client: Client) -> None:
    PostFactory.create()
    assert client.get("/", {"after": cursor("2001-01-01T00:00:00+00:00", 1)}).status_code == 404
    assert client.get("/", {"before": cursor("9998-01-01T00:00:00+00:00", 1)}).status_code == 404


def test_what_a_cursor_says_wrong_is_an_error_of_its_own() -> None:
    with pytest.raises(InvalidCursorError):
        paginate(Post.objects.all, by="-published_at", size=2, after="garbage")
