"""Lists are read from an index, not sorted: SQLite says so of its plans at any size of a table, PostgreSQL once it has rows."""

from datetime import timedelta

import pytest
from django.db import connection

from blog.organizations.models import Organization
from blog.posts.models import JointPublication, JointState, Post, PostQuerySet, Status
from blog.posts.paging import Start
from blog.posts.publishers import first_of
from blog.posts.views.lists import POSTS_A_PAGE
from tests.factories import LONG_AGO, OrganizationFactory

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's plans do not depend on the rows")
ROWS, SHARE = 4_000, 40


def plan(posts: PostQuerySet) -> str:
    return posts.for_listing()[:13].explain()


@on_sqlite
def test_the_home_page_reads_the_newest_from_an_index() -> None:
    assert "post_newest" in plan(Post.objects.published())
    assert "TEMP B-TREE" not in plan(Post.objects.published())


@on_sqlite
def test_the_featured_posts_come_from_an_index() -> None:
    assert "post_featured" in plan(Post.objects.published().featured())


def plan_of(organization: Organization, start: Start) -> str:
    return first_of(Post.objects.published().for_cards(), start, POSTS_A_PAGE + 1, of=organization.pk).explain()


STARTS = [
    Start(by="published_at", is_falling=True),
    Start(by="published_at", is_falling=True, value=LONG_AGO + timedelta(minutes=700), number=7),
    Start(by="published_at", is_falling=False, value=LONG_AGO + timedelta(minutes=700), number=7),
]


@on_sqlite
@pytest.mark.parametrize("start", STARTS, ids=["first", "after", "before"])
def test_an_organization_s_posts_come_from_two_indexes_and_no_table_is_scanned(
    organization: Organization, start: Start
) -> None:
    found = plan_of(organization, start)
    assert "post_of_organization" in found
    assert "joint_in_list" in found
    assert "SCAN" not in found.replace("SCAN CONSTANT ROW", "")


def fill(organization: Organization) -> None:
    """Store posts of which some are an organization's own, and as many another's that it publishes jointly."""
    other = OrganizationFactory.create()
    moments = [LONG_AGO + timedelta(minutes=number) for number in range(ROWS)]
    posts = Post.objects.bulk_create(
        Post(
            organization=other if number % SHARE else organization,
            title=f"Post {number}",
            slug=f"p-{number}",
            status=Status.PUBLISHED,
            published_at=moment,
            first_published_at=moment,
        )
        for number, moment in enumerate(moments)
    )
    third = OrganizationFactory.create()
    given = {"state": JointState.ACCEPTED, "asked_at": LONG_AGO, "decided_at": LONG_AGO}
    JointPublication.objects.bulk_create(
        JointPublication(
            post=post, organization=organization if number % SHARE == 1 else third, published_at=post.published_at, **given
        )
        for number, post in enumerate(posts)
    )


@on_postgresql
def test_so_do_they_on_postgresql(organization: Organization) -> None:
    fill(organization)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE posts_post, posts_jointpublication")
    for start in STARTS:
        found = plan_of(organization, start)
        assert "post_of_organization" in found
        assert "joint_in_list" in found
        assert "Seq Scan on posts_post" not in found
        assert "Seq Scan on posts_jointpublication" not in found
