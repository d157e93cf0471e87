"""What pages read does not grow with the site: counted in the steps of SQLite's programs, which nothing else influences."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.models import Comment, State
from blog.organizations.models import Organization
from blog.posts.models import Category, Post, PostQuerySet, Series, SeriesPart, Status
from blog.posts.models.terms import MANY_POSTS
from blog.posts.paging import paginate
from tests.bench.looking import looking
from tests.factories import CategoryFactory, CommentFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads tables through that are as small as in tests"),
]
FEW, MANY = 60, 1_500
FIRST = datetime(2001, 1, 1, tzinfo=UTC)


def add_posts(organization: Organization, count: int, **values: object) -> list[Post]:
    """Store public posts, one a day after all there are."""
    there = Post.objects.count()
    dates = [FIRST + timedelta(days=there + number) for number in range(count)]
    return Post.objects.bulk_create(
        Post(
            organization=organization,
            title="A title",
            slug=f"post-{there + number}",
            status=Status.PUBLISHED,
            published_at=date,
            first_published_at=date,
            **values,
        )
        for number, date in enumerate(dates)
    )


def steps(address: str) -> int:
    client = Client()
    assert client.get(address).status_code == 200
    with looking(set()) as found:
        client.get(address)
    return found.read


@pytest.fixture
def category(organization: Organization) -> Category:
    """A category that has half of the posts, of which there are a few."""
    category = CategoryFactory.create(slug="half")
    put_into(category, add_posts(organization, FEW)[::2])
    return category


def put_into(category: Category, posts: list[Post]) -> None:
    through = Post.categories.through
    through._default_manager.bulk_create(through(post_id=post.pk, category_id=category.pk) for post in posts)


@pytest.mark.parametrize("address", ["/archive/2001/", "/archive/2001/01/", "/feed/", "/", "/sitemap.xml"])
def test_a_list_reads_no_more_where_there_are_many_later_posts(organization: Organization, address: str) -> None:
    add_posts(organization, FEW)
    before = steps(address)
    add_posts(organization, MANY)
    assert steps(address) < before + 1_000


def newest(*, at: datetime) -> PostQuerySet:
    return Post.objects.published(at)


def test_the_last_page_of_a_list_reads_no_more_than_the_first(organization: Organization) -> None:
    posts, now = add_posts(organization, MANY), timezone.now()
    rising = paginate(newest, by="published_at", size=12, at=now)
    with looking(set()) as first:
        paginate(newest, by="-published_at", size=12, at=now)
    with looking(set()) as last:
        page = paginate(newest, by="-published_at", size=12, after=rising.next, at=now)
    assert [post.pk for post in page.items] == [post.pk for post in reversed(posts[:11])]
    assert last.read < first.read + 500


def test_a_large_category_is_not_sorted(category: Category, organization: Organization) -> None:
    put_into(category, add_posts(organization, 2 * MANY_POSTS + 200)[::2])
    rows, shown = Post.objects.published(), Category.objects.with_size().get()
    with looking(set()) as found:
        page = list(rows.on_page_of(Category, category.pk, is_large=shown.has_many_posts).newest_first()[:13])
    assert [post.pk for post in page] == [post.pk for post in Post.objects.published().of(category).newest_first()[:13]]
    assert found.read < 20 * MANY_POSTS


def test_a_category_shows_its_newest_posts_when_it_has_become_large(category: Category, organization: Organization) -> None:
    put_into(category, add_posts(organization, MANY_POSTS))
    page = Client().get("/categories/half/").content.decode()
    newest = Post.objects.of(category).newest_first()[:12]
    assert all(f'href="{post.get_absolute_url()}"' in page for post in newest)


def test_a_series_is_found_without_reading_all_posts(organization: Organization) -> None:
    series = Series.objects.create(organization=organization, title="A series", slug="a-series")
    for position, post in enumerate(add_posts(organization, 3), start=1):
        SeriesPart.objects.create(series=series, post=post, position=position)
    before = steps("/series/a-series/")
    add_posts(organization, MANY)
    assert steps("/series/a-series/") < before + 500


def test_what_waits_for_moderators_is_found_without_reading_all_comments(organization: Organization) -> None:
    (post,) = add_posts(organization, 1)
    held = CommentFactory.create(post=post, state=State.HELD)
    reported = CommentFactory.create(post=post)
    Comment.objects.filter(pk=reported.pk).update(open_reports=2)
    plain = [CommentFactory.create(post=post) for _ in range(30)]
    with looking(set()) as found:
        waiting = set(Comment.objects.undecided().values_list("pk", flat=True))
    assert waiting == {held.pk, reported.pk}
    assert found.read < 10 * len(plain)


def test_the_months_are_counted_in_an_index_alone(client: Client, organization: Organization) -> None:
    add_posts(organization, FEW)
    with CaptureQueriesContext(connection) as queries:
        client.get("/archive/")
    counting = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("WITH periods")]
    with connection.cursor() as cursor:
        for sql in counting:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "COVERING INDEX post_archive" in "\n".join(row[-1] for row in cursor.fetchall())
    assert len(counting) == 2
