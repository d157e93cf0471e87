"""Prepared queries find what the same querysets find, with any values, and make their SQL once."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from blog import prepared
from blog.organizations.models import Organization
from blog.posts.models import Post, PostQuerySet, Status
from tests.concurrency import AtOnce, at_once
from tests.factories import OrganizationFactory, PostFactory, TagFactory

__all__ = ["at_once"]  # the fixture

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BUILT: list[tuple[object, ...]] = []


def public(*, at: datetime, slug: str) -> PostQuerySet:
    return Post.objects.published(at).for_reading().filter(slug=slug)


def counted(is_falling: bool, *, posts: list[int]) -> PostQuerySet:  # noqa: FBT001  # as shapes are given
    BUILT.append((is_falling,))
    return Post.objects.filter(pk__in=posts).order_by("-pk" if is_falling else "pk").fetch_mode(models.FETCH_PEERS)


def names(*, organization: int) -> models.QuerySet[Post, tuple[str, str]]:
    posts = Post.objects.filter(organization=organization).values_list("title", "organization__name")
    return posts.union(Post.objects.filter(status=Status.DRAFT).values_list("title", "organization__name"), all=True)


def test_rows_are_those_of_the_queryset_with_all_that_it_joins(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(2):
        PostFactory.create(slug=f"post-{number}", published_at=NOON + timedelta(hours=number))
    for at, slug in ((NOON, "post-0"), (NOON, "post-1"), (NOON + timedelta(hours=1), "post-1"), (NOON, "nothing")):
        with django_assert_num_queries(1):
            found = prepared.rows(public, at=at, slug=slug)
            shown = [(post.pk, post.organization.name, post.cover) for post in found]
        expected = list(public(at=at, slug=slug))
        assert shown == [(post.pk, post.organization.name, post.cover) for post in expected]
        assert [post.get_deferred_fields() for post in found] == [post.get_deferred_fields() for post in expected]
        assert [post.published_at for post in found] == [post.published_at for post in expected]


def test_lists_may_have_any_length() -> None:
    posts = PostFactory.create_batch(20)
    for count in (1, 7, 8, 9, 16, 17, 20):
        assert prepared.rows(counted, False, posts=[post.pk for post in posts[:count]]) == posts[:count]  # noqa: FBT003  # a shape


def test_a_query_is_built_once_for_each_shape_and_room_of_its_lists() -> None:
    BUILT.clear()
    prepared._querysets.clear()
    posts = PostFactory.create_batch(9)
    for shape, some in ((False, posts[:3]), (True, posts[:5]), (False, posts[4:6]), (False, posts), (True, posts[:1])):
        assert len(prepared.rows(counted, shape, posts=[post.pk for post in some])) == len(some)
    assert BUILT == [(False,), (True,), (False,)]


def test_what_a_queryset_says_besides_its_query_is_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    posts = PostFactory.create_batch(5)
    found = prepared.rows(counted, False, posts=[post.pk for post in posts])  # noqa: FBT003  # a shape
    with django_assert_num_queries(1):  # fetched for all of them at once
        assert len({post.organization.pk for post in found}) == 5


def test_a_union_of_columns(organization: Organization) -> None:
    PostFactory.create(title="Ours", organization=organization)
    other = PostFactory.create(title="Draft", status=Status.DRAFT, published_at=None, first_published_at=None)
    expected = [("Draft", other.organization.name), ("Ours", organization.name)]
    for _time in range(2):
        assert sorted(prepared.rows(names, organization=organization.pk)) == expected


@pytest.mark.parametrize("text", ["%s", "100 %", "'; DROP TABLE posts_post; --", "é\x00"[:1], "{slug}"])
def test_a_text_is_a_value_and_nothing_else(text: str) -> None:
    TagFactory.create(slug="spare")
    assert prepared.rows(public, at=NOON, slug=text) == []


def test_the_sql_is_that_of_the_queryset_but_for_parentheses() -> None:
    statements = []
    for ask in (lambda: prepared.rows(public, at=NOON, slug="a"), lambda: list(public(at=NOON, slug="a"))):
        with CaptureQueriesContext(connection) as queries:
            ask()
        statements.append(queries[0]["sql"].translate({ord("("): None, ord(")"): None}))
    assert statements[0] == statements[1]


def test_several_threads_ask_at_once(at_once: AtOnce) -> None:
    organizations = OrganizationFactory.create_batch(4)
    for organization in organizations:
        PostFactory.create(organization=organization)

    def ask(organization: Organization) -> None:
        for _round in range(20):
            assert {name for _title, name in prepared.rows(names, organization=organization.pk)} == {organization.name}

    assert at_once([partial(ask, organization) for organization in organizations]) == []
